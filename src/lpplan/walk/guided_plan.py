"""A guided plan as far as it has come: what was asked, what is asked next, and the plan so far."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from lpplan.core.money import DecimalText, read_pounds
from lpplan.core.problem import KeyPath
from lpplan.core.years import AcademicYear
from lpplan.walk.flow import Data, Question, Said, base_table, flow, stage_of
from lpplan.walk.questions import NO_MORE, SCHOOL_BY_SCHOOL, Value


class GuidedPlan(NamedTuple):
    """Answers on the way through the questions, and the plan they began from."""

    plan: Data
    """What its file holds; nothing for a new plan."""
    as_of: date
    said: Said
    """The answers to every question up to the one that is next."""
    earlier: Mapping[str, str]
    """Answers, as typed, that were stepped back over; they are suggested again."""

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are answered, in the order in which they were asked."""
        questions = flow(self.said, self.plan, self.as_of)
        found = []
        for question in questions:
            if question.key not in self.said:
                break
            found.append(question)
        return tuple(found)

    @property
    def next(self) -> Question | None:
        """The first question without an answer; None at the end."""
        questions = flow(self.said, self.plan, self.as_of)
        return next((question for question in questions if question.key not in self.said), None)

    @property
    def typed(self) -> dict[str, str]:
        """Every answer as a person would type it, in the order in which they were asked."""
        return {q.key: q.asks.write(self.said[q.key]) for q in self.asked}

    def answered(self, question: Question, value: Value) -> "GuidedPlan":
        """The plan with one more answer."""
        gone = f"{question.key}."
        if question.place is not None and question.place[-1] in ("name", "label"):
            # What was said of another name says nothing of this one.
            before = self.earlier.get(question.key)
            if before is not None and before != question.asks.write(value):
                gone = question.key.removesuffix(str(question.place[-1]))
        earlier = {
            key: typed
            for key, typed in self.earlier.items()
            if key != question.key and not key.startswith(gone)
        }
        return self._replace(said={**self.said, question.key: value}, earlier=earlier)

    def stepped_back(self) -> "GuidedPlan":
        """The plan before its last answer, which is remembered; the same plan at the beginning."""
        if not self.said:
            return self
        last = self.asked[-1]
        said = {key: value for key, value in self.said.items() if key != last.key}
        earlier = {**self.earlier, last.key: last.asks.write(self.said[last.key])}
        return self._replace(said=said, earlier=earlier)

    def suggestions(self, question: Question) -> Iterator[Value]:
        """What the answer may be, the likeliest first: said before, in the plan, or usual."""
        if question.key in self.earlier:
            with contextlib.suppress(ValueError):
                yield question.asks.read(self.earlier[question.key])
        written = self._written(question)
        if question.topic == "participants" and question.place is not None and written is None:
            table = base_table(self.plan, question.place[:-1], self.said) or {}
            if table.get("schools"):
                yield SCHOOL_BY_SCHOOL
        if written is not None:
            yield _from_toml(question, written)
        if question.offer is not None:
            yield question.offer
        if question.asks.optional:
            yield None

    @property
    def taken(self) -> tuple[str, ...]:
        """The keys of the answers that say what the plan says already."""
        return tuple(
            question.key
            for question in self.asked
            if question.place is not None
            and (written := self._written(question)) is not None
            and _from_toml(question, written) == self.said[question.key]
        )

    def _written(self, question: Question) -> Any:
        """What the plan as it stands says to a question, None for nothing."""
        if question.place is None:
            return None
        table = base_table(self.plan, question.place[:-1], self.said) or {}
        return table.get(str(question.place[-1]))

    def place_in_file(self, question: Question) -> KeyPath:
        """Where the answer stands in the plan's data, stages by their place in the list."""
        return _place(question, _labels(self.asked))

    def data(self) -> dict[str, Any]:
        """The plan as far as it was asked, as its file would hold it.

        Keys that nobody asked for stay as they are, where their table is still there.
        """
        questions = self.asked
        labels = _labels(questions)
        built: dict[str, Any] = {}
        if labels:
            built["stages"] = [{"stage": stage_of(label)} for label in labels]
        asked: dict[KeyPath, set[str]] = {}
        continued: dict[KeyPath, Data] = {("school",): {}, ("centre",): {}}
        for question in questions:
            if question.place is None:
                continue
            place = _place(question, labels)
            depth = 2 if place[0] in ("stages", "trainers") else 1
            table = place[:depth]
            asked.setdefault(table, set()).add(str(place[depth]))
            if table not in continued or depth == 1:
                base = base_table(self.plan, question.place[:depth], self.said)
                continued[table] = base or {}
            if self._stands_in_plan(question):
                _put(built, place, self._as_written(question))
        for table, base in continued.items():
            _keep(built, table, base, asked.get(table, set()))
        if self.said.get("trainers.0.name", NO_MORE) is None and "trainers" in self.plan:
            # Whoever does not know takes nobody away.
            built["trainers"] = list(self.plan["trainers"])
        decided = ("school", "centre", "stages", "trainers")
        others = {key: value for key, value in self.plan.items() if key not in decided}
        return {key: built[key] for key in decided if built.get(key)} | others

    def _stands_in_plan(self, question: Question) -> bool:
        """Whether an answer stands in the plan, and does not only lead on to other questions."""
        value = self.said[question.key]
        if question.topic == "participants":
            return value != SCHOOL_BY_SCHOOL
        if question.topic == "share" and value == question.offer:
            # What goes without saying is not written where it was not before.
            return self._written(question) is not None
        return value is not None and value != NO_MORE

    def _as_written(self, question: Question) -> object:
        """An answer as the file has it: as it stands there already, where it says the same."""
        value = self.said[question.key]
        if isinstance(value, AcademicYear | Decimal):
            written = self._written(question)
            if written is not None and _from_toml(question, written) == value:
                return written
        return _to_toml(value)


def _labels(asked: Sequence[Question]) -> list[str]:
    """The stages that were asked about, in order."""
    places = (q.place for q in asked if q.place and q.place[0] == "stages")
    return list(dict.fromkeys(str(place[1]) for place in places))


def _place(question: Question, labels: Sequence[str]) -> KeyPath:
    if question.place is None or question.place[0] != "stages":
        return question.place or ()
    return ("stages", labels.index(str(question.place[1])), *question.place[2:])


def _put(built: dict[str, Any], place: KeyPath, value: object) -> None:
    table: Any = built
    for part, after in zip(place, (*place[1:], None), strict=True):
        if after is None:
            table[part] = value
        elif isinstance(table, list):
            if part == len(table):
                table.append({})
            table = table[int(part)]
        else:
            table = table.setdefault(part, [] if isinstance(after, int) else {})


def _keep(built: dict[str, Any], at: KeyPath, base: Data, asked: set[str]) -> None:
    """Add what a table had before and was not asked about, where the table is still there."""
    name, *places = at
    if places:
        entries = built.get(str(name), [])
        table = dict(enumerate(entries)).get(int(places[0]), {})
    else:
        table = built.setdefault(str(name), {})
    for key, value in base.items():
        instead = key == "schools" and "participants" in table
        if key not in asked and key not in table and not instead:
            table[key] = value


def _to_toml(value: Value) -> object:
    if isinstance(value, AcademicYear):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else DecimalText(f"{value:.2f}")
    return value


def _from_toml(question: Question, written: Any) -> Value:
    if question.topic == "academic_year":
        return AcademicYear.parse(written)
    if question.topic in ("charge_per_person", "own_cost_amount"):
        return read_pounds(written)
    value: Value = written
    return value
