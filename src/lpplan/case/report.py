"""The case for becoming a centre, with what it assumes and what its reader has to know."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from lpplan.case.changes import Outcome, outcomes, own_people, with_people
from lpplan.case.options import Case, case_of
from lpplan.core.fees import PriceStatus
from lpplan.core.notes import Note, notes
from lpplan.core.plan import OwnCost, StageEntry
from lpplan.core.programme import CENTRE_STAGES, INDEPENDENT_STAGE
from lpplan.core.quote import Quote, StageQuote
from lpplan.core.recharge import net_of
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource
from lpplan.values.money import Pounds, percent_text
from lpplan.values.problem import LpplanError
from lpplan.values.words import listed, people_in_words, plural, pounds
from lpplan.values.years import AcademicYear

USUAL_YEARS = 5
"""The horizon in academic years, where nobody asks for another."""

MOST_PEOPLE_TRIED = 200
"""Of how many numbers of people a case is made out at once."""

LEFT_OUT = ("no-licence-fee", "own-costs", "same-outcomes", "nothing")
"""The codes of the notes on what the figures leave out."""


CARRIED_ON = "The plan, carried on to the horizon"
"""What those of the case rest on."""


class Assumption(NamedTuple):
    """What the case takes to be so, where the plan does not say it."""

    code: str
    text: str


class Asked(NamedTuple):
    """What is asked of a case, as the flags have it; pounds are exc VAT."""

    years: int = USUAL_YEARS
    own_cost: Pounds | None = None
    """Of each cohort at Stages 2 and 3, in place of all own costs there."""
    charge: Pounds | None = None
    """For each person at Stage 3, in place of the plan's."""
    discount: Decimal | None = None
    """How many percent a year the saving is discounted by."""
    people: range = range(0)
    """Numbers of people at each Stage 3 to try."""
    within: int | None = None
    """In how many academic years it has to pay back."""

    @property
    def horizon(self) -> int:
        """How many academic years to look at: as far as it has to pay back, if that is further."""
        return max(self.years, self.within or 0)

    def assuming(self, entry: StageEntry) -> StageEntry:
        """An entry with the own costs and the charge that are asked about."""
        changed: dict[str, object] = {}
        if self.own_cost is not None and entry.stage in CENTRE_STAGES:
            each = OwnCost.model_construct(label="Own costs", amount=self.own_cost, per="cohort")
            changed |= {"own_costs": (each,), "support": ()}
        if self.charge is not None and entry.stage == INDEPENDENT_STAGE:
            changed["charge_per_person"] = self.charge
        return entry.model_copy(update=changed)


class CaseReport(NamedTuple):
    """A case, what could change it, and what it rests on."""

    case: Case
    asked: Asked
    changes: tuple[Outcome, ...]
    """Those that can be priced."""
    assumptions: tuple[Assumption, ...]
    notes: tuple[Note, ...]
    by_people: tuple[tuple[int, Case], ...]
    """The case at each number of people that was asked about."""
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""

    @property
    def options(self) -> tuple[tuple[str, tuple[StageQuote, ...]], ...]:
        """Every stage entry under each option, by the option's key."""
        return ("ssat_run", self.case.ssat_run), ("centre", self.case.centre)

    @property
    def present_value(self) -> Pounds | None:
        """What the saving is worth in the first year; None where nobody asked."""
        percent = self.asked.discount
        return None if percent is None else self.case.present_value(percent)


def in_year(stages: Iterable[StageQuote], year: AcademicYear) -> list[StageQuote]:
    """Those of some stages that run in an academic year."""
    return [stage for stage in stages if stage.academic_year == year]


def status_of(stages: Iterable[StageQuote]) -> PriceStatus:
    """Published only where every price of some stages is; that of no stages is no estimate."""
    return "estimate" if any(s.prices.status == "estimate" for s in stages) else "published"


def case_report(source: PlanSource, asked: Asked, day: date, folder: FeeFolder) -> CaseReport:
    """The case for a plan.

    Raises LpplanError with everything that stands in the way of its prices, and where it has
    neither Stage 2 nor Stage 3.
    """
    case, problems = case_of(source.plan, folder.schedules, asked.horizon, asked.assuming)
    if case is None:
        raise source.refusal(problems)
    if asked.people and not case.independent:
        raise LpplanError(
            "--people: there is no Stage 3 in these years, whose people could be others",
            "Look further ahead with --years.",
        )
    if asked.people and asked.people[-1] < (own := own_people(case)):
        whose = f"the {people_in_words(own)} of {source.plan.school.name} itself"
        raise LpplanError(
            f"--people: {whose} stay at Stage 3, so there are never fewer",
            f"Try {own:,} people or more.",
        )
    return report_on(case, asked, day, folder.folder)


def report_on(case: Case, asked: Asked, day: date, fees_folder: str | None) -> CaseReport:
    """A case with what could change it, and with what its reader has to know."""
    changed = tuple(outcomes(case))
    own = own_people(case)
    sizes = ((size, with_people(case, size)) for size in asked.people if size >= own)
    return CaseReport(
        case=case,
        asked=asked,
        changes=tuple(one for one in changed if one.case is not None),
        assumptions=tuple(assumptions(case, asked, each_year=True)),
        notes=(*_notes(case, asked), *_not_priced(changed), *_too_few(asked.people, own)),
        by_people=tuple((people, then) for people, then in sizes if then is not None),
        as_of=day,
        fees_folder=fees_folder,
    )


def assumptions(case: Case, asked: Asked, *, each_year: bool = False) -> Iterator[Assumption]:
    """What a case takes to be so beyond its plan: that Stage 3 comes again, once for all years."""
    last = case.plan.stages[-1]
    code, terms = "stage-3-repeated", ", on the same terms"
    if last.stage != INDEPENDENT_STAGE:
        code, terms = "stage-3-after-stage-2", "" if asked.own_cost else ", without own costs"
    again = f"as many as at Stage {last.stage} in {last.academic_year}{terms}"
    repeats = case.centre[len(case.plan.stages) :]
    for part in ([stage] for stage in repeats) if each_year else [repeats] if repeats else []:
        when, until = (str(stage.academic_year) for stage in (part[0], part[-1]))
        if when != until:
            when = f"each year from {when} to {until}"
        people = people_in_words(part[0].participants)
        yield Assumption(code, f"Stage 3 in {when}: {people}, {again}.")
    if asked.own_cost is not None:
        words = f"The centre's own costs are {pounds(asked.own_cost)} for each cohort"
        yield Assumption("own-cost", f"{words} at Stages 2 and 3, whatever the plan says.")
    if asked.charge is not None:
        words = f"The centre charges {pounds(asked.charge)} for each person of another school"
        yield Assumption("charge", f"{words} at Stage 3, whatever the plan says.")
    if case.schedules.uplift:
        percent = percent_text(case.schedules.uplift)
        words = f"SSAT's prices rise by {percent} in each year after the fees end"
        as_they_are = ["the centre's own costs"] * bool(net_of(case.centre).own_costs)
        if any(stage.entry.charge_per_person is not None for stage in case.centre):
            as_they_are.append("its charge")
        if as_they_are:
            words += f", and no rise is added to {listed(as_they_are, 'or')}"
        yield Assumption("uplift", f"{words}.")


def _notes(case: Case, asked: Asked) -> Iterator[Note]:
    """The notes of a quote for the centre, and what is to be known of the case."""
    school = case.plan.school
    quoted = notes(Quote(school.name, school.membership, case.centre), case.plan, ())
    yield from (note for note in quoted if note.code not in LEFT_OUT)
    if len(case.years) > asked.years:
        longer = (
            "The plan takes" if len(case.years) > asked.horizon else "It has to pay back within"
        )
        words = f"{longer} {plural(len(case.years), 'academic year')}, so the case looks at as many"
        yield Note("horizon", None, f"{words}, and not at {asked.years} only.")
    if any(note.code == "no-licence-fee" for note in quoted):
        words = "No fee for the LPLC licence or status is published, so none is in any figure here"
        yield Note("no-licence-fee", None, f"{words}: ask SSAT.")
    if net_of(case.independent).own_costs:
        words = "Of the centre's own costs only those named are in these figures."
    else:
        words = (
            "No own costs of Stage 3 are named, such as cover, travel, a venue and trainers' time,"
            " so a centre looks cheaper here than it is: name them in the plan, or try --own-cost."
        )
    yield Note("own-costs", None, words)
    yield Note(
        "same-outcomes",
        None,
        "The same outcomes are presumed whoever runs the sessions. No benefit is valued, such as"
        " having trainers of one's own, and participants' time costs the same either way.",
    )
    yield Note(
        "nothing",
        None,
        "To do nothing is a third option: it costs nothing, and accredits nobody.",
    )


def _too_few(tried: range, own: int) -> Iterator[Note]:
    if tried and tried[0] < own:
        words = f"Fewer than {people_in_words(own)} are left out: so many of the school's own stay."
        yield Note("people-below-own", None, words)


def _not_priced(changed: Iterable[Outcome]) -> Iterator[Note]:
    for one in changed:
        if one.case is None:
            words = f"{one.text}: left out, because a price that it needs is not known."
            yield Note("change-not-priced", None, words)
