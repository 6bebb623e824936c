"""The conversation of a walk: which question follows which, from top to bottom.

It yields a question, and goes on once it is sent the answer; it neither asks nor shows nor saves
anything. The words of each question are a row in ``lpplan.walk.questions``.
"""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from datetime import date
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.programme import MOST_TRAINERS, SESSIONS, STAGES
from lpplan.reading.tables import Data
from lpplan.values.words import same_name
from lpplan.values.years import AcademicYear
from lpplan.walk.questions import TOPICS, AnswerKind, LeadsOn, Value

Address: TypeAlias = tuple[str | int, ...]
"""Names an answer: where it goes in the plan, stages by their labels, so that it stays the same
while other stages come and go: ``("stages", "3.2", "launch")``."""

NAMED_BY = {"stages": "stage", "schools": "name", "trainers": "name", "own_costs": "label"}
"""The lists of tables in a plan, and the key that tells one entry from another."""

_NO_MORE = LeadsOn.NO_MORE
_TRAINING = ("interned", "train_the_trainer", "shadowed", "certified")


class PlanTable(NamedTuple):
    """A table of the plan that answers go to."""

    address: Address
    before: Data
    """What the existing plan has in the table that this one continues; nothing for a new one."""

    def ask(self, topic: str, key: str = "", offer: Value = None, **about: object) -> "Question":
        """A question whose answer goes to a key of the table, which is called like the topic."""
        address = (*self.address, key or topic)
        prompt, why, kind = TOPICS[topic]
        prompt, why = prompt.format(**about), why.format(**about)
        return Question(topic, address, self, prompt, why, kind, offer)

    def entry(
        self, key: str, number: int, topic: str, offer: Value = None, **about: object
    ) -> Generator["Question", Value, tuple[Value, "PlanTable"]]:
        """Ask what an entry of a list is called, counted from 0; gives that, and its table.

        It continues the entry of the same name; without a name yet, the one at the same index.
        """
        address, by_name = (*self.address, key, number), NAMED_BY[key]
        entries = self.before.get(key, ())
        at_index = entries[number : number + 1]
        unnamed = PlanTable(address, at_index[0] if at_index else {})
        name = yield unnamed.ask(topic, by_name, offer, **about)
        named = (e for e in (*at_index, *entries) if same_name(str(e.get(by_name)), str(name)))
        return name, PlanTable(address, next(named, {}))


class Question(NamedTuple):
    """A question as it is asked: what it is about, and where its answer goes."""

    topic: str
    address: Address
    table: PlanTable
    prompt: str
    why: str
    kind: AnswerKind
    offer: Value
    """What to suggest where neither the plan nor an earlier answer has anything; None for that."""

    @property
    def in_plan(self) -> Any:
        """What the existing plan says to it, None for nothing."""
        return self.table.before.get(str(self.address[-1]))

    @property
    def known(self) -> list[Value]:
        """What the plan says to it, and what to suggest otherwise, as far as there is either."""
        return [value for value in (self.in_plan, self.offer) if value is not None]

    def meaning(self, typed: str) -> Value:
        """The answer that is typed: what is known, written as it is, else what it reads as.

        Raises ValueError where it reads as none.
        """
        known = {self.kind.write(value): value for value in reversed(self.known)}
        if typed in known:
            return known[typed]
        value = self.kind.read(typed)
        return known.get(self.kind.write(value), value)

    @property
    def only_leads_on(self) -> bool:
        """Whether no answer to it stands in the plan."""
        return self.topic in ("begins", "next_stage", "another_cohort", "write")

    def stands_in_plan(self, value: Value) -> bool:
        """Whether an answer is written into the plan, and does not only lead on."""
        if self.topic == "share" and value == self.offer:
            # What goes without saying is not written where it was not before.
            return self.in_plan is not None
        return not (self.only_leads_on or value is None or isinstance(value, LeadsOn))


class PlannedStage(NamedTuple):
    """What the answers on a stage mean for the questions after it."""

    number: int
    table: PlanTable
    year: AcademicYear
    by_school: bool
    """Whether its participants were given school by school."""


Flow: TypeAlias = Generator[Question, Value, None]


def flow(plan: Data, as_of: date) -> Flow:
    """Every question that the answers call for, in order; it is sent the answer to each.

    A plan that exists lends its values as suggestions.
    """
    school = PlanTable(("school",), plan.get("school", {}))
    centre = PlanTable(("centre",), plan.get("centre", {}))
    school_name = yield school.ask("school_name", "name")
    yield school.ask("membership")
    yield centre.ask("ssat_discussion")
    stages = yield from _stages(plan, school_name, as_of)
    own = [stage for stage in stages if STAGES[stage.number].needs_licence]
    training_begun = stages[0] in own or any(
        STAGES[stage.number].trains_trainers and stage.year.first_day <= as_of for stage in stages
    )
    by_school = any(stage.by_school for stage in stages)
    yield from _trainers(plan, by_school=by_school, training_begun=training_begun)
    if STAGES[stages[-1].number].readiness:
        yield centre.ask("criteria_considered")
    if own or training_begun or "licence" in centre.before:
        yield centre.ask("licence")
    for stage in own:
        yield from _charge(stage)


def _stages(
    plan: Data, school_name: Value, as_of: date
) -> Generator[Question, Value, list[PlannedStage]]:
    planned = entries_by_name(plan.get("stages", ()), "stage", "{}.{}")
    usual_first = stage_of(next(iter(planned), "1"))
    first = yield PlanTable((), {}).ask("begins", offer=usual_first)
    stages: list[PlannedStage] = []
    year = AcademicYear.of(as_of)
    for label in _labels_from(int(str(first))):
        number = stage_of(label)
        if stages:
            topic = "next_stage" if label == str(number) else "another_cohort"
            usual = label in (planned or map(str, STAGES))
            wanted = yield PlanTable(("stages",), {}).ask(topic, label, usual, stage=number)
            if not wanted and (STAGES[number].repeatable or label > max(planned, default="")):
                break
            if not wanted:
                continue
        table = PlanTable(("stages", label), planned.get(label, {}))
        stages.append((yield from _stage(number, table, school_name, year)))
        year = AcademicYear(stages[-1].year.start + 1)
    return stages


def _stage(
    number: int, table: PlanTable, school_name: Value, usual_year: AcademicYear
) -> Generator[Question, Value, PlannedStage]:
    year = yield table.ask("academic_year", offer=str(usual_year), stage=number)
    usual = LeadsOn.SCHOOL_BY_SCHOOL if table.before.get("schools") else None
    people = yield table.ask("participants", offer=usual, stage=number)
    if by_school := people is LeadsOn.SCHOOL_BY_SCHOOL:
        yield from _schools(table, school_name)
    if "cohorts" in table.before:
        yield table.ask("cohorts")
    for key, session in SESSIONS.items():
        yield table.ask("session", key, session=session.in_a_sentence, stage=number)
    yield table.ask("gateway")
    return PlannedStage(number, table, AcademicYear.parse(str(year)), by_school)


def _schools(stage: PlanTable, school_name: Value) -> Flow:
    for number in count():
        topic, offer = ("next_school", _NO_MORE) if number else ("first_school", school_name)
        name, school = yield from stage.entry("schools", number, topic, offer)
        if name is _NO_MORE:
            break
        yield school.ask("school_participants", "participants", school=name)
    if number > 1:
        yield stage.ask("share", offer="per_head")


def _trainers(plan: Data, *, by_school: bool, training_begun: bool) -> Flow:
    whole = PlanTable((), plan)
    for number in range(max(MOST_TRAINERS, len(plan.get("trainers", ())))):
        topic, offer = ("next_trainer", _NO_MORE) if number else ("first_trainer", None)
        person, trainer = yield from whole.entry("trainers", number, topic, offer)
        if person in (None, _NO_MORE):
            return
        if by_school or "school" in trainer.before:
            yield trainer.ask("trainer_school", "school", person=person)
        for quality in ("expertise", "aptitude", "capacity"):
            yield trainer.ask("quality", quality, person=person, quality=quality)
        yield trainer.ask("accredited", person=person)
        if training_begun or any(topic in trainer.before for topic in _TRAINING):
            for topic in _TRAINING:
                yield trainer.ask(topic, person=person)


def _charge(stage: PlannedStage) -> Flow:
    table, stage_number, year = stage.table, stage.number, stage.year
    charge = yield table.ask("charge_per_person", stage=stage_number, year=year)
    if charge is None and "own_costs" not in table.before:
        return
    for number in count():
        label, cost = yield from table.entry(
            "own_costs", number, "own_cost", _NO_MORE, stage=stage_number, year=year
        )
        if label is _NO_MORE:
            return
        yield cost.ask("own_cost_amount", "amount", cost=label)


def _labels_from(first: int) -> Iterator[str]:
    """The stages in order, the last again and again: 2, 3, 3.2, 3.3 and so on."""
    last = max(STAGES)
    yield from map(str, range(first, last + 1))
    yield from (f"{last}.{repeat}" for repeat in count(2))


def stage_of(label: str) -> int:
    """The stage that a label is of."""
    return int(label.partition(".")[0])


def entries_by_name(
    entries: Iterable[Data], by_name: str, repeated: str = "{} ({})"
) -> dict[str, Data]:
    """The entries of a list by their names, ``3 (2)`` for the second of the same name."""
    seen: Counter[str] = Counter()
    named = {}
    for number, entry in enumerate(entries, 1):
        name = str(entry.get(by_name, number))
        seen[name] += 1
        named[name if seen[name] == 1 else repeated.format(name, seen[name])] = entry
    return named
