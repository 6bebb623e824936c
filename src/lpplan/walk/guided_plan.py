"""A plan on its way through the questions: its answers so far, and what they make of it."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Literal, NamedTuple

from lpplan.core.fees import Schedules
from lpplan.core.programme import SESSIONS
from lpplan.core.quote import StageQuote, prices_for, quote_plan
from lpplan.reading.tables import Data, problems_beside_gaps, read_plan
from lpplan.values.kinds import FileTable
from lpplan.values.problem import KeyPath, Problem
from lpplan.values.years import AcademicYear, Month
from lpplan.walk.flow import NAMED_BY, Address, Question, flow, stage_of
from lpplan.walk.questions import LeadsOn, Value

FIRST_SESSION = next(iter(SESSIONS))
ANSWERS_VERSION: Literal[2] = 2


class Answer(NamedTuple):
    """A question and the answer to it."""

    question: Question
    value: Value


class TypedAnswer(NamedTuple):
    """An answer as it is kept until the plan is written."""

    address: Address
    typed: str
    as_planned: bool
    """Whether it says what the plan says: where that is changed meanwhile, the plan is right."""


class KeptAnswers(FileTable):
    """The answers of a walk that has not come to its end."""

    version: Literal[2]
    given: tuple[TypedAnswer, ...] = ()
    """Those up to the question that is next."""
    earlier: tuple[tuple[Address, str], ...] = ()
    """Those that were stepped back over, as typed."""


class GuidedPlan:
    """The answers to the questions so far, and the question that is next.

    The flow of questions is taken on answer by answer, and begun again only by a step back.
    """

    question: Question | None
    """The next one; None at the end."""

    def __init__(self, plan: Data, as_of: date, schedules: Schedules) -> None:
        """Begin with the plan that a file holds, nothing for a new one."""
        self.plan, self.as_of, self.schedules = plan, as_of, schedules
        self.earlier: dict[Address, str] = {}
        """Answers, as typed, that were stepped back over; they are suggested again."""
        self._begin()

    def _begin(self) -> None:
        self.answers: list[Answer] = []
        self._flow = flow(self.plan, self.as_of)
        self._checked: dict[str, str | None] = {}
        self.question = next(self._flow)

    def _go_on(self, question: Question, value: Value) -> None:
        self.answers.append(Answer(question, value))
        self._checked.clear()
        try:
            self.question = self._flow.send(value)
        except StopIteration:
            self.question = None

    def answer(self, question: Question, value: Value) -> None:
        """Take the answer to the question that is next."""
        before = self.earlier.pop(question.address, None)
        *table, key = question.address
        if key in ("name", "label") and before not in (None, question.kind.write(value)):
            # What was said of another name says nothing of this one.
            others = {a: text for a, text in self.earlier.items() if [*a[: len(table)]] != table}
            self.earlier = others
        self._go_on(question, value)

    def step_back(self) -> None:
        """Go back to the question before, and remember its answer; at the first, do nothing."""
        if self.answers:
            *before, (question, value) = self.answers
            self.earlier[question.address] = question.kind.write(value)
            self._begin()
            for answer in before:
                self._go_on(*answer)

    def resume(self, kept: KeptAnswers) -> None:
        """Go on to where the answers lead that were given before.

        An answer that no longer fits is asked again, and those after it are suggested.
        """
        given = {answer.address: answer for answer in kept.given}
        self.earlier = dict(kept.earlier)
        self._replay(given, check=False)
        if problems_beside_gaps(self.data()):
            self._replay(given, check=True)
        reached = {question.address for question, _ in self.answers}
        self.earlier |= {a: answer.typed for a, answer in given.items() if a not in reached}

    def _replay(self, answers: Mapping[Address, TypedAnswer], *, check: bool) -> None:
        self._begin()
        while (question := self.question) and (kept := answers.get(question.address)):
            suggested = [*self._suggestions(question)] if kept.as_planned else []
            try:
                value = suggested[0] if suggested else self.meaning(question, kept.typed)
            except ValueError:
                break
            if check and self.fault(question, value):
                break
            self._go_on(question, value)

    def meaning(self, question: Question, typed: str) -> Value:
        """The answer behind a text: a suggestion, even an odd one, else what it reads as.

        Raises ValueError where it reads as none.
        """
        for suggested in self._suggestions(question):
            if question.kind.write(suggested) == typed:
                return suggested
        value, planned = question.kind.read(typed), question.in_plan
        if planned is not None and question.kind.write(planned) == question.kind.write(value):
            # A plan may have another way to write the same, which is to stay.
            value = planned
        return value

    def _suggestions(self, question: Question) -> Iterator[Value]:
        """What the answer may be, the likeliest first: said before, in the plan, or usual."""
        if question.address in self.earlier:
            with contextlib.suppress(ValueError):
                yield question.kind.read(self.earlier[question.address])
        if question.in_plan is not None:
            yield question.in_plan
        if question.offer is not None:
            yield question.offer
        if question.kind.optional:
            yield None

    def suggestion(self, question: Question) -> tuple[Value, ...]:
        """The answer that Enter takes, alone; nothing where there is none that fits."""
        fitting = (v for v in self._suggestions(question) if self.fault(question, v) is None)
        return tuple(islice(fitting, 1))

    def refused_suggestion(self, question: Question) -> tuple[Value, str] | None:
        """What was said to a question before and why it no longer fits; None where it does."""
        first = next(self._suggestions(question), None)
        fault = self.fault(question, first)
        return (first, fault) if fault and first != question.offer else None

    def fault(self, question: Question, value: Value) -> str | None:
        """Why an answer does not fit those before it, None where it does."""
        if not question.stands_in_plan(value):
            return None
        typed = question.kind.write(value)
        if typed not in self._checked:
            self._checked[typed] = self._fault(question, value)
        return self._checked[typed]

    def _fault(self, question: Question, value: Value) -> str | None:
        if question.topic == "academic_year" and value != question.in_plan:
            year, stage = AcademicYear.parse(str(value)), stage_of(str(question.address[1]))
            # The plan may still lack the school's membership; the rule is the same for both.
            prices = prices_for(year, self.schedules, stage, "member")
            if isinstance(prices, Problem):
                return f"{prices.message}. {prices.hint}"
        data = plan_data(self.plan, [*self.answers, Answer(question, value)])
        key = self.file_key(question.address)
        if question.topic in ("session", "gateway"):
            entry = data["stages"][int(key[1])]
            year = AcademicYear.parse(entry["academic_year"])
            last = value if isinstance(value, date) else Month.parse(str(value)).last_day
            if FIRST_SESSION not in entry and last < year.first_day:
                return (
                    f"must not be before the academic year {year} begins, in September {year.start}"
                )
        problems = problems_beside_gaps(data)
        if question.topic == "cohorts":
            _, too_few = _stage_quote(data, int(key[1]), self.schedules)
            problems += [p._replace(key=key) for p in too_few if p.key[-1] == "cohorts"]
        fault = next((problem for problem in problems if _concerns(problem, key)), None)
        return f"{fault.message}. {fault.hint}" if fault else None

    def stage_so_far(self, question: Question) -> tuple[StageQuote | None, list[Problem]]:
        """What the stage of a question costs, once its participants are known.

        Otherwise None, with everything that stands in the way.
        """
        return _stage_quote(self.data(), int(self.file_key(question.address)[1]), self.schedules)

    def file_key(self, address: Address) -> KeyPath:
        """Where in the plan's file an answer stands: a stage by its index in place of its label."""
        if address[0] != "stages":
            return address
        in_plan = (question.address for question, _ in self.answers if question.table)
        labels = dict.fromkeys(a[1] for a in (*in_plan, address) if a[0] == "stages")
        return (address[0], list(labels).index(address[1]), *address[2:])

    def data(self) -> dict[str, Any]:
        """The plan that the answers so far make, as its file would hold it."""
        return plan_data(self.plan, self.answers)

    def kept(self) -> KeptAnswers:
        """The answers so far as they are kept until the plan is written."""
        given = tuple(
            TypedAnswer(
                question.address,
                question.kind.write(value),
                as_planned=question.in_plan is not None and value == question.in_plan,
            )
            for question, value in self.answers
        )
        earlier = tuple(self.earlier.items())
        return KeptAnswers(version=ANSWERS_VERSION, given=given, earlier=earlier)


def plan_data(plan: Data, answers: Iterable[Answer]) -> dict[str, Any]:
    """The plan that answers make of an existing one, as its file would hold it.

    Keys that nobody asked for stay as they are, where their table is still there.
    """
    whole: dict[str, Any] = {}
    tables: dict[Address, dict[str, Any]] = {(): whole}
    before: dict[Address, Data] = {(): plan}
    answered: set[Address] = set()
    for question, value in answers:
        table, key = question.table, str(question.address[-1])
        names = key in NAMED_BY.values()
        if table is None or (names and value is None):
            # Whoever does not know a name takes nobody away.
            continue
        answered.update(question.address[:depth] for depth in range(1, len(question.address) + 1))
        if value is LeadsOn.NO_MORE:
            continue
        if table.address not in tables:
            tables[table.address] = _add_table(tables, table.address)
        if question.stands_in_plan(value):
            tables[table.address][key] = value
        before[table.address] = {} if names and value != question.in_plan else table.before
    for address, entry in tables.items():
        for key, value in before[address].items():
            instead = key == "schools" and "participants" in entry
            if (*address, key) not in answered and key not in entry and not instead:
                entry[key] = value
    return {key: value for key, value in whole.items() if value not in ({}, [])}


def _add_table(tables: Mapping[Address, dict[str, Any]], address: Address) -> dict[str, Any]:
    """A new table at an address, the last of its list where it is an entry of one."""
    table: dict[str, Any] = {}
    *above, last = address
    if above:
        *above, name = above
        tables[tuple(above)].setdefault(str(name), []).append(table)
        if name == "stages":
            table["stage"] = stage_of(str(last))
    else:
        tables[()][str(last)] = table
    return table


def _concerns(problem: Problem, key: KeyPath) -> bool:
    """Whether a problem is at a key, within it, or with the list that the key is in."""
    shared = min(len(problem.key), len(key))
    return problem.key[:shared] == key[:shared] and len(problem.key) > 1


def _stage_quote(
    data: Data, index: int, schedules: Schedules
) -> tuple[StageQuote | None, list[Problem]]:
    """The cost of one entry of the stages, or None and what stands in the way."""
    plan, problems = read_plan({"school": data["school"], "stages": [data["stages"][index]]})
    if plan is not None:
        quote, problems = quote_plan(plan, schedules)
        if quote is not None:
            return quote.stages[0], []
    return None, problems
