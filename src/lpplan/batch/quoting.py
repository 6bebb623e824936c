"""Many schools quoted from one list, each soundly and whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeAlias, get_args

from lpplan.batch.rows_as_plan import READERS, plan_data, plan_of, said_of, valid_until_of
from lpplan.batch.school_rows import ListRow, SchoolRows
from lpplan.core.fees import Membership
from lpplan.core.notes import basis_of_estimate
from lpplan.core.plan import entry_for
from lpplan.core.quote import Quote, StageQuote, quote_plan, quote_stage
from lpplan.quote import QuoteReport, report_on
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import as_typed
from lpplan.reading.tables import read_plan, shown_value
from lpplan.reading.typed import read_day, read_text
from lpplan.values.kinds import MOST_PEOPLE
from lpplan.values.limits import MOST_CHARACTERS_OF_A_NAME, MOST_PROBLEMS
from lpplan.values.problem import DemandNotMet, LocatedProblem, Problem
from lpplan.values.words import in_quotes, listed, plural

_EXAMPLES = {
    "school": "Oakfield Academy",
    "membership": "member",
    "stage": "1",
    "academic_year": "2018/19",
    "participants": "27",
    "launch": "5/10/2027",
    "application_support": "8/2/2028",
    "gateway": "June 2028",
    "reference": "LP-17",
    "valid_until": "31/1/2027",
}
_MOST_SAMPLES = 1_000
_LONGEST_SAMPLE = 6
"""How many ways to fill in how many rows of a school are remembered, a few kilobytes each."""
_MOST_STAGES = 4_000
"""How many stages with their numbers of people are remembered, a kilobyte each."""

_RowProblem: TypeAlias = tuple[int, Problem]
"""A problem, behind the index of its row among those of the school."""


class QuotedSchool(NamedTuple):
    """A school whose rows are all sound, and what its plan costs."""

    rows: SchoolRows
    quote: Quote


@dataclass
class Batch:
    """Quotes schools one after another, and counts what it leaves out."""

    path: str
    """The list, as its problems name it."""
    folder: FeeFolder
    day: date
    """The day as on which the schools are quoted."""
    say: Callable[[Sequence[LocatedProblem]], None]
    """Is handed the problems of each school that is left out."""
    others: Sequence[str] = ()
    """The headings of columns that are passed on."""
    published_only: bool = False
    stop_on_error: bool = False
    keeps_problems: bool = False
    """Whether ``left_out`` is kept, which grows with what is wrong."""
    left_out: list[tuple[str, LocatedProblem]] = field(default_factory=list, init=False)
    """Each problem of a school that is left out, behind the school's name."""
    rows: int = field(default=0, init=False)
    bad_rows: int = field(default=0, init=False)
    schools_left_out: int = field(default=0, init=False)
    rows_in_no_quote: int = field(default=0, init=False)
    """Rows that stand apart from those of their school, which was judged without them."""
    _told: int = field(default=0, init=False)
    """How many problems were told, which is not all of them where there are thousands."""
    _faults: dict[object, list[_RowProblem]] = field(default_factory=dict, init=False)
    _ended: bool = field(default=False, init=False)
    _samples: dict[object, Quote | None] = field(default_factory=dict, init=False)
    _stages: dict[object, StageQuote] = field(default_factory=dict, init=False)

    def sound(self, schools: Iterable[SchoolRows]) -> Iterator[QuotedSchool]:
        """Each sound school with its quote, one at a time.

        One bad row leaves its school out whole: a quote of half a school would mislead. Raises
        DemandNotMet at the first school that is left out, where that is to stop the batch.
        """
        for school in schools:
            self.rows += len(school.rows)
            problems: list[_RowProblem] = []
            quote = self.quick_quote(school)
            if quote is None:
                quote, problems = self.judged(school)
            if quote is None:
                self._leave_out(school, problems)
            else:
                yield QuotedSchool(school, quote)
        self._ended = True

    def report(self, school: SchoolRows) -> QuoteReport:
        """The quote of a sound school, with its notes."""
        report = report_on(plan_of(school), self.folder, self.day)
        return report._replace(
            reference=said_of(school, "reference"), valid_until=valid_until_of(school)
        )

    def quick_quote(self, school: SchoolRows) -> Quote | None:
        """The quote of a school that is plainly sound; None where it takes a closer look.

        Schools whose rows differ in nothing but the name and the numbers of people are judged
        alike, so only the first of them is. Thousands of people take a closer look: the sizes of
        that many cohorts would take too much room.
        """
        if not school.name or len(school.rows) > _LONGEST_SAMPLE:
            return None
        for row in school.rows:
            people = "" if row.problems or row.more else row.cells[4]
            # Plain digits only: other ways to write a number are for the closer look.
            if not (people.isascii() and people.isdecimal() and len(people) < 4 and int(people)):
                return None
        terms = tuple(row.cells[1:4] for row in school.rows)
        if terms not in self._samples:
            if len(self._samples) >= _MOST_SAMPLES:
                self._samples.clear()
            self._samples[terms] = self.full_quote(school)[0]
        sample = self._samples[terms]
        if sample is None:
            return None
        stages = []
        for row, like in zip(school.rows, sample.stages, strict=True):
            stage = self._stages.get(row.cells[1:])
            if stage is None:
                if len(self._stages) >= _MOST_STAGES:
                    self._stages.clear()
                entry = entry_for(like.stage, like.academic_year, int(row.cells[4]))
                stage = quote_stage(entry, like.prices, like.membership, school.name)
                self._stages[row.cells[1:]] = stage
            # The one remembered may be that of another school.
            stages.append(stage._replace(own_school=school.name))
        return Quote(school.name, sample.membership, tuple(stages))

    def judged(self, school: SchoolRows) -> tuple[Quote | None, list[_RowProblem]]:
        """As ``full_quote``, but of bad schools that differ only in name it judges the first."""
        if len(school.rows) > _LONGEST_SAMPLE or not all(map(_is_named, school.rows)):
            return self.full_quote(school)
        alike = tuple((row.cells[1:], row.problems, *row.more.items()) for row in school.rows)
        if alike not in self._faults:
            quote, problems = self.full_quote(school)
            if quote is not None:
                return quote, problems
            if len(self._faults) >= _MOST_SAMPLES:
                self._faults.clear()
            self._faults[alike] = problems
        return None, [*self._faults[alike]]

    def full_quote(self, school: SchoolRows) -> tuple[Quote | None, list[_RowProblem]]:
        """The quote of a school and no problem, or None and every problem of every row."""
        row_problems = [*_problems_of_rows(school, self.day)]
        # A row that is not whole has no stage in the plan.
        whole = [index for index, row in enumerate(school.rows) if row.is_whole]
        if not whole:
            return None, row_problems
        plan, problems = read_plan(plan_data(school.rows))
        row_problems += [_in_its_row(problem, whole) for problem in problems]
        if row_problems or plan is None:
            return None, row_problems
        quote, problems = quote_plan(plan, self.folder.schedules)
        row_problems = [_in_its_row(problem, whole) for problem in problems]
        if quote is not None and self.published_only:
            row_problems += _estimates(quote)
        return (None if row_problems else quote), row_problems

    def refuse_bad_rows(self) -> None:
        """Raise DemandNotMet, saying how many, where there were bad rows.

        The reader of a pipe that closed early needs no count.
        """
        if self.bad_rows and self._ended:
            raise DemandNotMet(f"{self._bad_rows()}: {self.left_out_in_words}")

    @property
    def left_out_in_words(self) -> str:
        """What is in no quote, as a sentence."""
        told = []
        if self.schools_left_out or not self.rows_in_no_quote:
            told = [f"{plural(self.schools_left_out, 'school')} left out"]
        if self.rows_in_no_quote:
            rows = plural(self.rows_in_no_quote, "row that stands", "rows that stand")
            told += [f"{rows} apart in no quote"]
        is_all = self._told < MOST_PROBLEMS
        more = (
            "" if is_all else f" Only the first {self._told:,} problems are told; mend them first."
        )
        return f"{listed(told)}.{more}"

    def _bad_rows(self) -> str:
        return f"{plural(self.bad_rows, 'bad row')} of {self.rows:,}"

    def _leave_out(self, school: SchoolRows, problems: list[_RowProblem]) -> None:
        problems.sort(key=lambda problem: problem[0])
        self.bad_rows += len({index for index, _ in problems})
        if not school.came_before:
            self.schools_left_out += 1
        elif not school.is_known_apart:
            self.rows_in_no_quote += len(school.rows)
        if self._told < MOST_PROBLEMS:
            told = [self._located(school.rows[index], problem) for index, problem in problems]
            if self.keeps_problems:
                self.left_out += [(school.name, located) for located in told]
            self._told += len(told)
            self.say(told)
        if self.stop_on_error:
            raise DemandNotMet(f"Stopped at the first bad school: {self._bad_rows()}.")

    def _located(self, row: ListRow, problem: Problem) -> LocatedProblem:
        """A problem of a plan file in the place and the words of a list.

        Its column is empty where it is in the row as such.
        """
        column, message = str(problem.key[-1]) if problem.key else "", problem.message
        if column == "name":
            column = "school"
        if problem.code in ("missing-key", "participants-or-schools"):
            message = "is missing"
        elif problem.code == "wrong-value" and column == "participants":
            typed = as_typed({column: row.cells[4]})[column]
            message = f"must be a whole number from 1 to {MOST_PEOPLE:,}, not {shown_value(typed)}"
        if problem.code in ("missing-key", "participants-or-schools", "wrong-value"):
            hint = f"For example: {_EXAMPLES.get(column, problem.hint)}"
            problem = problem._replace(message=message, hint=hint)
        return LocatedProblem(path=self.path, line=row.line, key=column, problem=problem)


def _is_named(row: ListRow) -> bool:
    """Whether a row names a school in a way with which nothing is wrong."""
    name = row.cells[0] if row.cells else ""
    return name.isprintable() and 0 < len(name) <= MOST_CHARACTERS_OF_A_NAME


def _problems_of_more(row: ListRow, day: date) -> Iterator[Problem]:
    """What is wrong with what a row says besides."""
    for column, written in row.more.items():
        reader = READERS.get(column, read_day if column == "valid_until" else read_text)
        try:
            value = reader(written)
        except ValueError as wrong:
            message = f"{wrong}, not {in_quotes(written)}"
            yield Problem((column,), "wrong-value", message, _EXAMPLES[column])
            continue
        if column == "valid_until" and isinstance(value, date) and value < day:
            message = f"must not be before the proposal's own date {day}, and is {value}"
            yield Problem((column,), "past", message, "Correct the date.")


def _problems_of_rows(school: SchoolRows, day: date) -> Iterator[_RowProblem]:
    """What is wrong with each row by itself, and with what all of a school must say alike.

    What the first row says of the school is judged with the plan.
    """
    agreed, is_first = None, True
    for index, row in enumerate(school.rows):
        yield from ((index, problem) for problem in row.problems)
        yield from ((index, problem) for problem in _problems_of_more(row, day))
        if not row.is_whole:
            continue
        problems = [] if is_first else read_plan(plan_data([row]))[1]
        yield from ((index, problem) for problem in problems if problem.key[0] == "school")
        is_first = False
        membership = row.cells[1]
        if membership in get_args(Membership):
            agreed = agreed or membership
            if membership != agreed:
                differs = Problem(
                    key=("school", "membership"),
                    code="memberships-differ",
                    message="must be the same on every row of a school, and is"
                    f" {membership} here and {agreed} above",
                    hint="Prices follow the membership of the school that buys; correct one row.",
                )
                yield index, differs


def _estimates(quote: Quote) -> Iterator[_RowProblem]:
    for index, stage in enumerate(quote.stages):
        if stage.prices.status == "estimate":
            estimate = Problem(
                key=("stages", index, "academic_year"),
                code="estimate",
                message=f"is {stage.academic_year}, for which no prices are published, only"
                f" estimates: {basis_of_estimate(stage.prices)}",
                hint="--published-only leaves out a school with any estimate.",
            )
            yield index, estimate


def _in_its_row(problem: Problem, whole: Sequence[int]) -> _RowProblem:
    """A problem of the plan with the index of its row, the first one for the school's.

    ``whole`` has the index of the row of each of the plan's stages.
    """
    entry = problem.key[1] if problem.key[0] == "stages" else 0
    return whole[entry if isinstance(entry, int) else 0], problem
