"""Many schools quoted from one list, each soundly and whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, get_args

from lpplan.batch.school_rows import School
from lpplan.core.fees import Membership
from lpplan.core.kinds import MOST_PEOPLE
from lpplan.core.notes import basis_of_estimate
from lpplan.core.plan import StageEntry
from lpplan.core.problem import DemandNotMet, LocatedProblem, Problem
from lpplan.core.quote import Quote, quote_plan, quote_stage
from lpplan.quote.report import QuoteReport, report_on
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource, as_typed, plan_from_data
from lpplan.reading.tables import read_plan, shown_value

_EXAMPLES = {
    "school": "Oakfield Academy",
    "membership": "member",
    "stage": "1",
    "academic_year": "2018/19",
    "participants": "27",
}
_MOST_SAMPLES = 1_000
_LONGEST_SAMPLE = 6
"""How many ways to fill in how many rows of a school are remembered, a few kilobytes each."""

_Fault = tuple[int, Problem]
"""The place of a row among those of its school, and what is wrong with it."""


class SoundSchool(NamedTuple):
    """A school whose rows are all sound, and what its plan costs."""

    rows: School
    quote: Quote


class Batch:
    """Quotes schools one after another, and counts what it leaves out."""

    def __init__(
        self,
        path: str,
        folder: FeeFolder,
        day: date,
        tell: Callable[[Sequence[LocatedProblem]], None],
        *,
        published_only: bool = False,
        stop_on_error: bool = False,
    ) -> None:
        """Quote from the fees of a folder, as on a day.

        ``tell`` is handed the problems of each school that is left out: at ``path``, the list.
        """
        self._path = path
        self._folder = folder
        self._day = day
        self._tell = tell
        self._published_only = published_only
        self._stop_on_error = stop_on_error
        self._samples: dict[tuple[tuple[str, ...], ...], Quote | None] = {}
        self._ended = False
        self.rows = 0
        self.bad_rows = 0
        self.schools_left_out = 0

    def sound(self, schools: Iterable[School]) -> Iterator[SoundSchool]:
        """Each sound school with its quote, one at a time.

        One bad row leaves its school out whole: a quote of half a school would mislead. Raises
        DemandNotMet at the first school that is left out, where that is to stop the batch.
        """
        for school in schools:
            self.rows += len(school.rows)
            quote = self.quick_quote(school)
            if quote is None:
                quote, faults = self.full_quote(school)
                if quote is None:
                    self._leave_out(school, faults)
                    continue
            yield SoundSchool(school, quote)
        self._ended = True

    def plan(self, school: School) -> PlanSource:
        """The plan of a sound school."""
        return plan_from_data(_plan_data(school))

    def report(self, school: School) -> QuoteReport:
        """The quote of a sound school, with its notes."""
        return report_on(self.plan(school), self._folder, self._day)

    def quick_quote(self, school: School) -> Quote | None:
        """The quote of a school that is plainly sound; None where it takes a closer look.

        Schools whose rows differ in nothing but the name and the numbers of people are judged
        alike, so only the first of them is.
        """
        if not school.name or len(school.rows) > _LONGEST_SAMPLE:
            return None
        if any(row.faults for row in school.rows):
            return None
        terms = tuple(row.cells[1:4] for row in school.rows)
        if terms not in self._samples:
            if len(self._samples) >= _MOST_SAMPLES:
                self._samples.clear()
            one_each = [row._replace(cells=(*row.cells[:4], "1")) for row in school.rows]
            self._samples[terms] = self.full_quote(School(school.name, one_each))[0]
        sample = self._samples[terms]
        if sample is None:
            return None
        stages = []
        for row, stage in zip(school.rows, sample.stages, strict=True):
            people = row.cells[4]
            # Plain digits only: other ways to write a number are for the closer look.
            if not (people.isascii() and people.isdecimal() and len(people) <= 6):
                return None
            if not 1 <= int(people) <= MOST_PEOPLE:
                return None
            entry = StageEntry.model_construct(
                stage=stage.stage, academic_year=stage.academic_year, participants=int(people)
            )
            stages.append(quote_stage(entry, stage.prices, stage.membership, school.name))
        return Quote(school.name, sample.membership, tuple(stages))

    def full_quote(self, school: School) -> tuple[Quote | None, list[_Fault]]:
        """The quote of a school and no fault, or None and every fault of every row."""
        faults = list(_row_faults(school))
        # A row that is not whole has no stage in the plan.
        places = [place for place, row in enumerate(school.rows) if row.is_whole]
        if not places:
            return None, faults
        plan, problems = read_plan(_plan_data(school))
        problems = [problem for problem in problems if problem.key[0] == "stages"]
        faults += [_at_row(problem, places) for problem in problems]
        if faults or plan is None:
            return None, faults
        quote, problems = quote_plan(plan, self._folder.schedules)
        faults = [_at_row(problem, places) for problem in problems]
        if quote is not None and self._published_only:
            faults += _estimates(quote)
        return (None if faults else quote), faults

    @property
    def uplifted(self) -> bool:
        """Whether a rise of prices is assumed."""
        return bool(self._folder.schedules.uplift)

    def refuse_bad_rows(self) -> None:
        """Raise DemandNotMet, saying how many, where there were bad rows.

        The reader of a pipe that closed early asks for no count.
        """
        if self.bad_rows and self._ended:
            out = self.schools_left_out
            schools = "1 school" if out == 1 else f"{out:,} schools"
            raise DemandNotMet(f"{self._bad_rows()}: {schools} left out.")

    def _bad_rows(self) -> str:
        rows = "1 bad row" if self.bad_rows == 1 else f"{self.bad_rows:,} bad rows"
        return f"{rows} of {self.rows:,}"

    def _leave_out(self, school: School, faults: list[_Fault]) -> None:
        faults.sort(key=lambda fault: fault[0])
        self.bad_rows += len({place for place, _ in faults})
        self.schools_left_out += 1
        self._tell([self._located(school, *fault) for fault in faults])
        if self._stop_on_error:
            raise DemandNotMet(f"Stopped at the first bad school: {self._bad_rows()}.")

    def _located(self, school: School, place: int, problem: Problem) -> LocatedProblem:
        row = school.rows[place]
        told = _for_a_list(problem, row.cells)
        return LocatedProblem(self._path, row.line, _column(problem), told)


def _plan_data(school: School) -> dict[str, Any]:
    """The rows of a school as the plan file that says the same."""
    rows = [row.cells for row in school.rows if row.is_whole]
    return {"school": _school_data(rows[0]), "stages": [_stage_data(cells) for cells in rows]}


def _school_data(cells: Sequence[str]) -> dict[str, Any]:
    told = {"name": cells[0], "membership": cells[1]}
    return {key: text for key, text in told.items() if text}


def _stage_data(cells: Sequence[str]) -> dict[str, Any]:
    told = zip(("stage", "academic_year", "participants"), cells[2:], strict=True)
    return as_typed({key: text for key, text in told if text})


def _row_faults(school: School) -> Iterator[_Fault]:
    """What is wrong with each row by itself, and with what all of a school must say alike."""
    agreed: str | None = None
    for place, row in enumerate(school.rows):
        yield from ((place, fault) for fault in row.faults)
        if not row.is_whole:
            continue
        alone = {"school": _school_data(row.cells), "stages": []}
        problems = read_plan(alone)[1]
        yield from ((place, problem) for problem in problems if problem.key[0] == "school")
        membership = row.cells[1]
        if membership in get_args(Membership):
            agreed = agreed or membership
            if membership != agreed:
                yield place, _differing_membership(membership, agreed)


def _differing_membership(here: str, above: str) -> Problem:
    return Problem(
        ("school", "membership"),
        "memberships-differ",
        f"must be the same on every row of a school, and is {here} here and {above} above",
        "Prices follow the membership of the school that buys; correct one of the rows.",
    )


def _estimates(quote: Quote) -> Iterator[_Fault]:
    for place, stage in enumerate(quote.stages):
        if stage.prices.status == "estimate":
            told = (
                f"is {stage.academic_year}, for which no prices are published, only estimates:"
                f" {basis_of_estimate(stage.prices)}"
            )
            hint = "--published-only leaves out a school with any estimate."
            yield place, Problem(("stages", place, "academic_year"), "estimate", told, hint)


def _at_row(problem: Problem, places: Sequence[int]) -> _Fault:
    """A problem of the plan with the place of the row that it is in, the first for the school's."""
    entry = problem.key[1] if problem.key[0] == "stages" else 0
    return places[entry if isinstance(entry, int) else 0], problem


def _column(problem: Problem) -> str:
    """The column that a problem is in; empty where it is in the row as such."""
    name = str(problem.key[-1]) if problem.key else ""
    return "school" if name == "name" else name


def _for_a_list(problem: Problem, cells: Sequence[str]) -> Problem:
    """A problem of a plan file in the words of a list."""
    column, message = _column(problem), problem.message
    if problem.code in ("missing-key", "participants-or-schools"):
        message = "is missing"
    elif problem.code != "wrong-value":
        return problem
    elif column == "participants":
        typed = as_typed({column: cells[4]})[column]
        message = f"must be a whole number from 1 to {MOST_PEOPLE:,}, not {shown_value(typed)}"
    return problem._replace(message=message, hint=f"For example: {_EXAMPLES[column]}")
