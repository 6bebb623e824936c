"""A plan on its way through the questions: its answers so far, and what they make of it."""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeAlias

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

Answer: TypeAlias = tuple[Question, Value]


class TypedAnswer(NamedTuple):
    """An answer as it is kept until the plan is written."""

    address: Address
    typed: str
    as_planned: bool
    """Whether it says what the plan says: where that is changed meanwhile, the plan is right."""


class KeptAnswers(FileTable):
    """The answers of a walk that has not come to its end."""

    version: Literal[2] = 2
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

    def _begin(self, answers: Iterable[Answer] = ()) -> None:
        self.answers: list[Answer] = []
        self._flow = flow(self.plan, self.as_of)
        self.question = next(self._flow)
        for question, value in answers:
            self._go_on(question, value)

    def _go_on(self, question: Question, value: Value) -> None:
        self.answers.append((question, value))
        try:
            self.question = self._flow.send(value)
        except StopIteration:
            self.question = None

    def answer(self, question: Question, value: Value) -> None:
        """Take the answer to the question that is next."""
        before = self.earlier.pop(question.address, None)
        table, key = question.table.address, question.address[-1]
        if key in NAMED_BY.values() and before not in (None, question.kind.write(value)):
            # What was said of another name says nothing of this one.
            self.earlier = {a: t for a, t in self.earlier.items() if a[: len(table)] != table}
        self._go_on(question, value)

    def step_back(self) -> None:
        """Go back to the question before, and remember its answer; at the first, do nothing."""
        if self.answers:
            *before, (question, value) = self.answers
            self.earlier[question.address] = question.kind.write(value)
            self._begin(before)

    def resume(self, kept: KeptAnswers) -> None:
        """Go on to where the answers lead that were given before.

        An answer that no longer fits is asked again, and those after it are suggested.
        """
        given = {answer.address: answer for answer in kept.given}
        self.earlier = dict(kept.earlier)
        while (question := self.question) and (answer := given.get(question.address)):
            suggested = [*self._suggestions(question)] if answer.as_planned else []
            try:
                value = suggested[0] if suggested else question.meaning(answer.typed)
            except ValueError:
                break
            if self.fault(question, value):
                break
            self._go_on(question, value)
        reached = {question.address for question, _ in self.answers}
        self.earlier |= {a: answer.typed for a, answer in given.items() if a not in reached}

    def _suggestions(self, question: Question) -> Iterator[Value]:
        """What the answer may be, the likeliest first: said before, in the plan, or usual."""
        if question.address in self.earlier:
            with contextlib.suppress(ValueError):
                yield question.meaning(self.earlier[question.address])
        yield from question.known
        if question.kind.optional:
            yield None

    def suggestion(self, question: Question) -> tuple[Value, ...]:
        """The answer that Enter takes, alone; nothing where there is none that fits."""
        fitting = (v for v in self._suggestions(question) if not self.fault(question, v))
        return tuple(islice(fitting, 1))

    def refused_suggestion(
        self, question: Question, instead: tuple[Value, ...]
    ) -> tuple[Value, str] | None:
        """What was said to a question before and why it no longer fits; None where it does.

        ``instead`` is what Enter takes.
        """
        first = next(self._suggestions(question), None)
        if first == question.offer or (first,) == instead:
            return None
        return first, self.fault(question, first)

    def read(self, question: Question, typed: str) -> Value:
        """The answer that is typed. Raises ValueError where it is none, or does not fit."""
        value = question.meaning(typed)
        if fault := self.fault(question, value):
            raise ValueError(fault)
        return value

    def fault(self, question: Question, value: Value) -> str:
        """Why an answer does not fit those before it, nothing where it does."""
        if not question.stands_in_plan(value):
            return ""
        if question.topic == "academic_year" and value != question.in_plan:
            year, stage = AcademicYear.parse(str(value)), stage_of(str(question.address[1]))
            # The plan may still lack the school's membership; the rule is the same for both.
            prices = prices_for(year, self.schedules, stage, "member")
            if isinstance(prices, Problem):
                return f"{prices.message}. {prices.hint}"
        data = self.data((question, value))
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
            _, too_few = self.stage_so_far(question, (question, value))
            problems += [p._replace(key=key) for p in too_few if p.key[-1] == "cohorts"]
        for problem in problems:
            shared = min(len(problem.key), len(key))
            # At the key, within it, or with the list that the key is in.
            if problem.key[:shared] == key[:shared] and len(problem.key) > 1:
                return f"{problem.message}. {problem.hint}"
        return ""

    def stage_so_far(
        self, question: Question, *more: Answer
    ) -> tuple[StageQuote | None, list[Problem]]:
        """What the stage of a question costs, once its participants are known.

        Otherwise None, with everything that stands in the way.
        """
        data = self.data(*more)
        entry = data["stages"][int(self.file_key(question.address)[1])]
        plan, problems = read_plan({"school": data["school"], "stages": [entry]})
        if plan is not None:
            quote, problems = quote_plan(plan, self.schedules)
            if quote is not None:
                return quote.stages[0], []
        return None, problems

    def file_key(self, address: Address) -> KeyPath:
        """Where in the plan's file an answer stands: a stage by its index in place of its label."""
        if address[0] != "stages":
            return address
        asked = (question.address for question, _ in self.answers if not question.only_leads_on)
        labels = dict.fromkeys(a[1] for a in (*asked, address) if a[0] == "stages")
        return (address[0], list(labels).index(address[1]), *address[2:])

    def data(self, *more: Answer) -> dict[str, Any]:
        """The plan that the answers so far make, and more answers, as its file would hold it.

        Keys that nobody asked for stay as they are, where their table is still there.
        """
        tables: dict[Address, dict[str, Any]] = {(): {}}
        before: dict[Address, Data] = {(): self.plan}
        answered: set[Address] = set()
        for question, value in (*self.answers, *more):
            address, key = question.table.address, str(question.address[-1])
            is_name = key in NAMED_BY.values()
            if question.only_leads_on or (is_name and value is None):
                # Whoever does not know a name takes nobody away.
                continue
            answered.update(question.address[:depth] for depth in range(1, len(address) + 2))
            if value is LeadsOn.NO_MORE:
                continue
            table = _table_at(tables, address)
            if question.stands_in_plan(value):
                table[key] = value
            renamed = is_name and value != question.in_plan
            before[address] = {} if renamed else question.table.before
        for address, table in tables.items():
            for key, value in before[address].items():
                instead = key == "schools" and "participants" in table
                if (*address, key) not in answered and key not in table and not instead:
                    table[key] = value
        return {key: value for key, value in tables[()].items() if value not in ({}, [])}

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
        return KeptAnswers(given=given, earlier=tuple(self.earlier.items()))


def _table_at(tables: dict[Address, dict[str, Any]], address: Address) -> dict[str, Any]:
    """The table at an address; a new one comes last in its list, where it is in one."""
    if address not in tables:
        table = tables[address] = {}
        match address:
            case (name,):
                tables[()][str(name)] = table
            case (*above, name, label):
                tables[tuple(above)].setdefault(str(name), []).append(table)
                if name == "stages":
                    table["stage"] = stage_of(str(label))
    return tables[address]
