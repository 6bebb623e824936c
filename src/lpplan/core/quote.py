"""What a plan costs: lines, stages and the whole, in pounds exc VAT.

Source: LPLC proposal, Stages 1 to 3, costs. Totals are always derived from the lines.
"""

from datetime import date
from typing import NamedTuple

from lpplan.core.cohorts import balanced, fewest_cohorts
from lpplan.core.fees import FeeSchedule, Membership, Per, Prices, PriceStatus, Schedules
from lpplan.core.money import Pounds, per_head
from lpplan.core.plan import Plan, StageEntry
from lpplan.core.pricing import (
    CostCliff,
    Line,
    cliffs_near,
    price_too_dear,
    stage_lines,
    too_dear,
    total,
    unpublished,
)
from lpplan.core.problem import Problem
from lpplan.core.recharge import StageRecharge, recharge
from lpplan.core.years import AcademicYear


class StageQuote(NamedTuple):
    """The cost of one stage."""

    stage: int
    prices: Prices
    membership: Membership
    cohorts: tuple[int, ...]
    """The size of each cohort in people."""
    fewest_cohorts: int
    """How many cohorts would hold everyone."""
    lines: tuple[Line, ...]
    recharge: StageRecharge | None = None
    """What participating schools repay, where the plan names them."""
    launch: date | None = None
    """The day of the Launch, where the plan has it."""

    @property
    def academic_year(self) -> AcademicYear:
        """The year the stage runs in, and is priced for."""
        return self.prices.year

    @property
    def participants(self) -> int:
        """How many people take part."""
        return sum(self.cohorts)

    @property
    def total(self) -> Pounds:
        """The sum of the lines."""
        return total(line.amount for line in self.lines)

    @property
    def per_head(self) -> Pounds:
        """The total for each participant, rounded half up to the penny."""
        return per_head(self.total, self.participants)

    @property
    def cliffs(self) -> tuple[CostCliff, ...]:
        """The changes of cost nearby, the one with fewer people first.

        None where the plan asks for more cohorts than everyone needs.
        """
        if len(self.cohorts) > self.fewest_cohorts:
            return ()
        return cliffs_near(self.prices, self.stage, self.participants, self.membership)

    def for_people(self, people: int) -> "StageQuote":
        """The same stage for another number of people, in as few cohorts as hold them.

        Schools that the plan names take no part in it.
        """
        fewest = fewest_cohorts(people, self.prices.schedule.cohort_limit)
        quantities: dict[Per, int] = {"person": people, "cohort": fewest, "stage": 1}
        lines = tuple(
            Line(fee, label, per, quantities[per], price, reference, before)
            for fee, label, per, _, price, reference, before in self.lines
        )
        sizes = balanced(people, fewest)
        return StageQuote(
            self.stage, self.prices, self.membership, sizes, fewest, lines, launch=self.launch
        )


class Quote(NamedTuple):
    """The cost of a plan."""

    school: str | None
    membership: Membership
    stages: tuple[StageQuote, ...]

    @property
    def total(self) -> Pounds:
        """The sum of the stages."""
        return total(stage.total for stage in self.stages)

    def total_of(self, status: PriceStatus) -> Pounds:
        """The part of the total whose prices are published, or are estimates."""
        return total(stage.total for stage in self.stages if stage.prices.status == status)

    @property
    def repaid(self) -> Pounds:
        """What participating schools other than the plan's own repay."""
        return total(stage.recharge.billed for stage in self.stages if stage.recharge)

    @property
    def years(self) -> tuple[AcademicYear, ...]:
        """The academic years in which something is charged, the earliest first."""
        return tuple(sorted({stage.academic_year for stage in self.stages}))

    def in_year(self, year: AcademicYear) -> "Quote":
        """The part of the quote that falls in one academic year."""
        stages = tuple(stage for stage in self.stages if stage.academic_year == year)
        return Quote(self.school, self.membership, stages)


def quote_plan(
    plan: Plan, schedules: Schedules, only_stage: int | None = None
) -> tuple[Quote | None, list[Problem]]:
    """The quote for a plan and no problem, or None and every problem that stands in its way.

    ``only_stage`` narrows it to the entries of one stage.
    """
    stages: list[StageQuote] = []
    problems: list[Problem] = []
    unpriced: dict[str, None] = {}
    for place, entry in enumerate(plan.stages):
        if only_stage not in (None, entry.stage):
            continue
        prices = schedules.prices(entry.academic_year)
        if prices is None:
            problems.append(_before_first_schedule(place, entry, schedules))
            continue
        fewest = fewest_cohorts(entry.people, prices.schedule.cohort_limit)
        if entry.cohorts is not None and entry.cohorts < fewest:
            problems.append(_too_few_cohorts(place, entry, prices.schedule, fewest))
            continue
        missing = unpublished(prices, entry.stage, plan.school.membership)
        unpriced |= dict.fromkeys(f"{label} ({prices.fees_from})" for label in missing)
        dear = too_dear(prices, entry.stage, plan.school.membership)
        if dear:
            year = ("stages", place, "academic_year")
            problems.append(price_too_dear(prices, dear)._replace(key=year))
        elif not missing:
            stages.append(_stage_quote(plan, entry, prices))
    if unpriced:
        problems.append(
            Problem(
                ("school", "membership"),
                "no-non-member-price",
                "no non-member price is published for " + ", ".join(unpriced),
                "Ask SSAT for these prices and add them to the fee schedule as non_member;"
                " the member price never stands in.",
            )
        )
    if problems:
        return None, problems
    return Quote(plan.school.name, plan.school.membership, tuple(stages)), []


def _stage_quote(plan: Plan, entry: StageEntry, prices: Prices) -> StageQuote:
    schedule, membership = prices.schedule, plan.school.membership
    fewest = fewest_cohorts(entry.people, schedule.cohort_limit)
    cohorts = balanced(entry.people, entry.cohorts or fewest)
    lines = stage_lines(prices, entry.stage, entry.people, len(cohorts), membership)
    shared = None
    if entry.schools:
        shared = recharge(plan.school.name, entry.schools, entry.share, lines)
    return StageQuote(entry.stage, prices, membership, cohorts, fewest, lines, shared, entry.launch)


def _before_first_schedule(place: int, entry: StageEntry, schedules: Schedules) -> Problem:
    return Problem(
        ("stages", place, "academic_year"),
        "no-earlier-schedule",
        f"is {entry.academic_year}, and the first year with prices is {schedules.years[0]}",
        "Prices are carried forward as estimates, never back: plan a later year, or ask SSAT"
        " for that year's prices and add a fee schedule with them.",
    )


def _too_few_cohorts(place: int, entry: StageEntry, schedule: FeeSchedule, fewest: int) -> Problem:
    return Problem(
        ("stages", place, "cohorts"),
        "too-few-cohorts",
        f"must be at least {fewest:,}: {entry.people:,} participants, and at most"
        f" {schedule.cohort_limit} in a cohort",
        "Ask for more cohorts, or leave the key out for as few as can be.",
    )
