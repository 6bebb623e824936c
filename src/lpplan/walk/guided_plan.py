"""A plan on its way through the questions: its answers so far, and what they make of it."""

import contextlib
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Any

from lpplan.core.fees import Schedules
from lpplan.core.programme import SESSIONS
from lpplan.core.quote import StageQuote, prices_for, quote_plan
from lpplan.reading.tables import Data, problems_beside_gaps, read_plan
from lpplan.timeline import timeline
from lpplan.values.problem import KeyPath, Problem
from lpplan.values.words import day_in_words, same_name
from lpplan.values.years import AcademicYear, Month
from lpplan.walk.answers import Answer, file_key, plan_of
from lpplan.walk.flow import flow
from lpplan.walk.kept import KeptAnswers, TypedAnswer
from lpplan.walk.kinds import Value
from lpplan.walk.question import Address, Question, stage_of
from lpplan.walk.renaming import Renaming, is_name_of, rename
from lpplan.walk.topics import TOPICS

FIRST_SESSION = next(iter(SESSIONS))
_BOUND_BY_OTHERS = ("academic_year", "cohorts", "session", "gateway")
"""The topics whose answers depend on others of their stage."""


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
        self.settled: set[Address] = set()
        """Questions that are not put again as long as what was said to them fits."""
        self.renamings: list[Renaming] = []
        self.reading = False
        """Whether questions are not put that the plan answers itself."""
        self._begin()

    def _begin(self, answers: Iterable[Answer] = ()) -> None:
        self.answers: list[Answer] = []
        self._flow = flow(self.plan, self.as_of, self.schedules)
        self.question = self._put(next(self._flow))
        for question, value in answers:
            self._go_on(question, value)

    def _put(self, question: Question) -> Question:
        """A question with an example of the coming year."""
        coming = AcademicYear(AcademicYear.of(self.as_of).start + 1)
        return question.in_year(coming)

    def _go_on(self, question: Question, value: Value) -> None:
        self.answers.append((question, value))
        try:
            self.question = self._put(self._flow.send(value))
        except StopIteration:
            self.question, self.reading = None, False

    def answer(self, question: Question, value: Value) -> None:
        """Take the answer to the question that is next, and those that are settled after it."""
        before = self.earlier.pop(question.address, None)
        if question.names_entry and before not in (None, question.kind.write(value)):
            # What was said of another name says nothing of this one.
            table = question.table.address
            self.earlier = {a: t for a, t in self.earlier.items() if a[: len(table)] != table}
        self.settled.discard(question.address)
        self._go_on(question, value)
        in_stage = question.address[0] == "stages" or question.topic == "begins"
        self._take_settled(_BOUND_BY_OTHERS if in_stage else ())

    def read_plan(self) -> None:
        """Take what the plan's file says as answered, up to a question that it leaves open."""
        self.reading = True
        self._take_settled()

    def _take_settled(self, checked: Collection[str] = ()) -> None:
        """Go on past the questions that need not be put again.

        Of those on the topics that are checked, only past the ones whose answer still fits; past
        the others only where all that the plan then says is sound.
        """
        before, earlier = len(self.answers), dict(self.earlier)
        while taken := self._settled_answer(checked):
            question, value = taken
            self.settled.add(question.address)
            self.earlier.pop(question.address, None)
            self._go_on(question, value)
        if checked and checked is not TOPICS and problems_beside_gaps(self.data()):
            self.earlier = earlier
            self._begin(self.answers[:before])
            self._take_settled(TOPICS)

    def _settled_answer(self, checked: Collection[str]) -> Answer | None:
        """The next question with its answer, where it need not be put; otherwise None."""
        question = self.question
        if question is None:
            return None
        if question.address not in self.settled or question.address not in self.earlier:
            known = question.answered_by_plan if self.reading else ()
            return (question, known[0]) if known else None
        value = next(self._suggestions(question), None)
        fits = question.topic not in checked or not self.fault(question, value)
        return (question, value) if fits else None

    def step_back(self) -> bool:
        """Go back to the last question that somebody answered, and remember that answer.

        False where there is none.
        """
        asked = (n for n, (q, _) in enumerate(self.answers) if q.address not in self.settled)
        last = max(asked, default=None)
        if last is not None:
            self._back_to(last)
        return last is not None

    def ask_again(self, address: Address) -> None:
        """Go back to a question that was answered; the answers after it stay where they fit."""
        addresses = [question.address for question, _ in self.answers]
        self._back_to(addresses.index(address))

    def _back_to(self, place: int) -> None:
        later = self.answers[place:]
        self.earlier |= {question.address: question.kind.write(value) for question, value in later}
        self.settled |= {question.address for question, _ in later[1:]}
        self.settled.discard(later[0][0].address)
        self._begin(self.answers[:place])

    def leave(self, question: Question) -> None:
        """Keep the answer that a question had before it was asked again."""
        self.settled.add(question.address)
        self._take_settled()

    def rename(self, renaming: Renaming) -> None:
        """Call a school or a trainer otherwise, wherever the plan and the answers name it."""
        self.renamings.append(renaming)
        self.plan = deepcopy(dict(self.plan))
        rename(self.plan, renaming)
        kept = self.kept()

        def renamed(address: Address, typed: str) -> str:
            meant = is_name_of(renaming.what, address) and same_name(typed, renaming.old)
            return renaming.new if meant else typed

        self._resume_with(
            [a._replace(typed=renamed(a.address, a.typed)) for a in kept.given],
            {address: renamed(address, typed) for address, typed in kept.earlier},
        )

    def remove(self, table: Address) -> None:
        """Take an entry out of a list: those after it move up."""
        *above, name, number = table
        at = len(above) + 1

        def moved(address: Address) -> Address | None:
            """Where an answer goes; None where it is of the entry itself."""
            place = address[at] if address[:at] == (*above, name) else None
            if not isinstance(place, int) or place < int(number):
                return address
            return (*address[:at], place - 1, *address[at + 1 :]) if place > int(number) else None

        kept = self.kept()
        given = [
            a._replace(address=to, as_planned=a.as_planned and to == a.address)
            for a in kept.given
            if (to := moved(a.address)) is not None
        ]
        self.settled = {to for address in self.settled if (to := moved(address)) is not None}
        self._resume_with(given, {to: t for a, t in kept.earlier if (to := moved(a)) is not None})

    def resume(self, kept: KeptAnswers) -> None:
        """Go on to where the answers lead that were given before.

        An answer that no longer fits is asked again, and those after it are suggested.
        """
        self.plan = deepcopy(dict(self.plan))
        for renaming in kept.renamings:
            rename(self.plan, renaming)
        self.renamings = list(kept.renamings)
        self.settled, self.reading = set(kept.settled), kept.reading
        self._resume_with(kept.given, dict(kept.earlier))

    def _resume_with(self, answers: Iterable[TypedAnswer], earlier: dict[Address, str]) -> None:
        self._begin()
        given = {answer.address: answer for answer in answers}
        self.earlier = earlier
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

    def said_before(self, question: Question) -> Value:
        """What a question was answered with before, or what the plan says; None for neither."""
        said = self.earlier.get(question.address)
        with contextlib.suppress(ValueError):
            return question.in_plan if said is None else question.meaning(said)
        return None

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
        if question.topic == "told_on" and isinstance(value, date) and value > self.as_of:
            return f"must not be after {day_in_words(self.as_of)}"
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

    def conflicts(self) -> list[str]:
        """What in the plan cannot work, each with how to mend it; nothing before it can be read."""
        plan, _ = read_plan(self.data())
        found = () if plan is None else timeline(plan, self.as_of).conflicts
        return [f"{conflict.message} {conflict.hint}" for conflict in found]

    def file_key(self, address: Address) -> KeyPath:
        """Where in the plan's file an answer stands."""
        return file_key(self.answers, address)

    def data(self, *more: Answer) -> dict[str, Any]:
        """The plan that the answers so far make, and more answers, as its file would hold it."""
        return plan_of([*self.answers, *more], self.plan)

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
        return KeptAnswers(
            given=given,
            earlier=tuple(self.earlier.items()),
            settled=tuple(a for a in (q.address for q, _ in self.answers) if a in self.settled)
            + tuple(address for address in self.earlier if address in self.settled),
            renamings=tuple(self.renamings),
            reading=self.reading,
        )
