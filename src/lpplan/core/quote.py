"""What a plan costs: lines, stages and the whole, in pounds exc VAT.

Source: LPLC proposal, Stages 1 to 3, costs. Totals are always derived from the lines.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lpplan.core.fees import Membership, Per, Prices, PriceStatus, Schedules
from lpplan.core.plan import Plan, StageEntry
from lpplan.values.kinds import MOST_POUNDS
from lpplan.values.limits import MOST_COHORTS
from lpplan.values.money import NOTHING, Pounds, per_head, percent_text
from lpplan.values.problem import Problem
from lpplan.values.words import listed
from lpplan.values.years import AcademicYear


class Line(NamedTuple):
    """One charge of a stage: how many people, cohorts or stages at which price in pounds."""

    fee: str
    label: str
    per: Per
    quantity: int
    unit_price: Pounds
    reference: str | None
    before_uplift: Pounds | None = None
    """The schedule's own price, where an assumed rise was added to it."""

    @property
    def amount(self) -> Pounds:
        """Quantity times unit price, in pounds."""
        return self.quantity * self.unit_price


class CostCliff(NamedTuple):
    """Where a few people more or fewer change the number of cohorts, and so the cost."""

    people: int
    """How many people more (above 0) or fewer (below 0)."""
    difference: Pounds
    """What that adds to the stage, or with a minus takes off it."""


class StageQuote(NamedTuple):
    """The cost of one entry of a plan."""

    entry: StageEntry
    prices: Prices
    membership: Membership
    own_school: str
    """The school whose plan it is."""
    cohorts: tuple[int, ...]
    """The size of each cohort in people."""
    lines: tuple[Line, ...]

    @property
    def stage(self) -> int:
        """The number of the stage."""
        return self.entry.stage

    @property
    def academic_year(self) -> AcademicYear:
        """The year the stage runs in, and is priced for."""
        return self.prices.year

    @property
    def participants(self) -> int:
        """How many people take part."""
        return self.entry.people

    @property
    def fewest_cohorts(self) -> int:
        """How many cohorts would hold everyone."""
        return fewest_cohorts(self.participants, self.prices.schedule.cohort_limit)

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

    def sum_of(self, *per: Per) -> Pounds:
        """The sum of the lines that are charged per person, cohort or stage, as named."""
        return total(line.amount for line in self.lines if line.per in per)


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
    def years(self) -> tuple[AcademicYear, ...]:
        """The academic years in which something is charged, the earliest first."""
        return tuple(sorted({stage.academic_year for stage in self.stages}))

    def in_year(self, year: AcademicYear) -> "Quote":
        """The part of the quote that falls in one academic year."""
        stages = tuple(stage for stage in self.stages if stage.academic_year == year)
        return self._replace(stages=stages)


def total(amounts: Iterable[Pounds]) -> Pounds:
    """The sum of amounts in pounds, £0.00 of none."""
    return sum(amounts, NOTHING)


def fewest_cohorts(people: int, limit: int | None) -> int:
    """The smallest number of cohorts that keeps each at or under the limit of people.

    Without a limit, everyone is in one cohort.
    """
    return 1 if limit is None else -(-people // limit)


def balanced(people: int, cohorts: int) -> tuple[int, ...]:
    """Cohort sizes that differ by at most one person, larger first: 53 in 3 is 18, 18, 17."""
    size, larger = divmod(people, cohorts)
    return (size + 1,) * larger + (size,) * (cohorts - larger)


def stage_lines(
    prices: Prices, stage: int, people: int, cohorts: int, membership: Membership
) -> tuple[Line, ...]:
    """What a stage is charged for so many people in so many cohorts, in the schedule's order.

    Charges without a price for the membership must have been ruled out with ``unpublished``.
    """
    schedule = prices.schedule
    quantities: dict[Per, int] = {"person": people, "cohort": cohorts, "stage": 1}
    return tuple(
        Line(
            fee=name,
            label=schedule.label(name),
            per=charge.per,
            quantity=quantities[charge.per],
            unit_price=prices.price(charge, membership) or NOTHING,
            reference=charge.reference,
            before_uplift=charge.price(membership) if prices.uplifted_years else None,
        )
        for name, charge in schedule.at_stage(stage)
    )


def stage_cost(
    prices: Prices, stage: int, people: int, membership: Membership, cohorts: int = 1
) -> Pounds:
    """What a stage costs in pounds for so many people, in as few cohorts as hold them.

    ``cohorts`` is how many there are at least.
    """
    number = max(fewest_cohorts(people, prices.schedule.cohort_limit), cohorts)
    return total(line.amount for line in stage_lines(prices, stage, people, number, membership))


def cliffs_near(
    prices: Prices, stage: int, people: int, membership: Membership
) -> tuple[CostCliff, ...]:
    """The numbers of people nearby at which the stage needs a cohort fewer or more.

    Nearby is within a fifth of a cohort, and one person always is. None where a cohort costs
    nothing at this stage.
    """
    limit = prices.schedule.cohort_limit
    costs_per_cohort = any(
        charge.per == "cohort" and charge.price(membership)
        for _, charge in prices.schedule.at_stage(stage)
    )
    if limit is None or not costs_per_cohort:
        return ()
    full = limit * (fewest_cohorts(people, limit) - 1)
    cost = stage_cost(prices, stage, people, membership)
    return tuple(
        CostCliff(there - people, stage_cost(prices, stage, there, membership) - cost)
        for there in (full, full + limit + 1)
        if there > 0 and ((away := abs(there - people)) == 1 or 5 * away <= limit)
    )


def unpublished(prices: Prices, stage: int, membership: Membership) -> list[str]:
    """The labels of a stage's charges that have no price for this membership."""
    schedule = prices.schedule
    return [
        schedule.label(name)
        for name, charge in schedule.at_stage(stage)
        if charge.price(membership) is None
    ]


def prices_for(
    year: AcademicYear, schedules: Schedules, stage: int, membership: Membership
) -> Prices | Problem:
    """The prices of an academic year, or why a stage cannot be priced for it."""
    prices = schedules.prices(year)
    if prices is None:
        years = schedules.years
        first = f"the first year with prices is {years[0]}" if years else "no year has prices"
        return Problem(
            key=(),
            code="no-earlier-schedule",
            message=f"is {year}, and {first}",
            hint="Prices are carried forward as estimates, never back: plan a later year, or"
            " ask SSAT"
            " for that year's prices and add a fee schedule with them.",
        )
    too_dear = [
        prices.schedule.label(name)
        for name, charge in prices.schedule.at_stage(stage)
        if (prices.price(charge, membership) or NOTHING) > MOST_POUNDS
    ]
    if too_dear:
        return Problem(
            key=(),
            code="uplift-too-high",
            message=f"is {year}, and by then {percent_text(prices.uplift)} a year makes"
            f" {listed(too_dear)} more than {MOST_POUNDS:,} pounds",
            hint="Take a smaller --uplift, or an earlier year.",
        )
    return prices


def quote_stage(
    entry: StageEntry, prices: Prices, membership: Membership, own_school: str
) -> StageQuote:
    """What an entry costs for a school of this membership, every charge of which has a price."""
    fewest = fewest_cohorts(entry.people, prices.schedule.cohort_limit)
    cohorts = balanced(entry.people, entry.cohorts or fewest)
    return StageQuote(
        entry=entry,
        prices=prices,
        membership=membership,
        own_school=own_school,
        cohorts=cohorts,
        lines=stage_lines(prices, entry.stage, entry.people, len(cohorts), membership),
    )


def quote_plan(
    plan: Plan, schedules: Schedules, wanted: Callable[[StageEntry], bool] = lambda _: True
) -> tuple[Quote | None, list[Problem]]:
    """The quote for a plan and no problem, or None and every problem that stands in its way.

    It is narrowed to the entries that are ``wanted``.
    """
    membership = plan.school.membership
    stages: list[StageQuote] = []
    problems: list[Problem] = []
    unpriced: dict[str, None] = {}
    cohorts = 0
    for number, entry in enumerate(plan.stages):
        if not wanted(entry):
            continue
        prices = prices_for(entry.academic_year, schedules, entry.stage, membership)
        if isinstance(prices, Problem):
            problems.append(prices._replace(key=("stages", number, "academic_year")))
            continue
        limit = prices.schedule.cohort_limit
        if too_few := _too_few_cohorts(number, entry, limit):
            problems.append(too_few)
            continue
        cohorts += entry.cohorts or fewest_cohorts(entry.people, limit)
        if cohorts > MOST_COHORTS:
            problems.append(_too_many_cohorts(number, entry, cohorts))
            break
        missing = unpublished(prices, entry.stage, membership)
        unpriced |= dict.fromkeys(f"{label} ({prices.fees_from})" for label in missing)
        if not missing:
            stages.append(quote_stage(entry, prices, membership, plan.school.name))
    if unpriced:
        problems.append(_not_for_non_members([*unpriced]))
    if problems:
        return None, problems
    return Quote(plan.school.name, membership, tuple(stages)), []


def _not_for_non_members(labels: Sequence[str]) -> Problem:
    return Problem(
        key=("school", "membership"),
        code="no-non-member-price",
        message="no non-member price is published for " + ", ".join(labels),
        hint="Ask SSAT for these prices, and give them in lpplan walk or with lpplan fees told;"
        " the member price is never used instead.",
    )


def _too_many_cohorts(number: int, entry: StageEntry, cohorts: int) -> Problem:
    return Problem(
        key=("stages", number, "cohorts" if entry.cohorts else "participants"),
        code="too-many-cohorts",
        message=f"brings the stages to {cohorts:,} cohorts in all, and there is room for"
        f" {MOST_COHORTS:,}",
        hint="Ask for fewer cohorts, or take some stages into a plan of their own.",
    )


def _too_few_cohorts(number: int, entry: StageEntry, limit: int | None) -> Problem | None:
    fewest = fewest_cohorts(entry.people, limit)
    if entry.cohorts is None or entry.cohorts >= fewest:
        return None
    return Problem(
        key=("stages", number, "cohorts"),
        code="too-few-cohorts",
        message=f"must be at least {fewest:,}: {entry.people:,} participants, and at most"
        f" {limit} in a cohort",
        hint="Ask for more cohorts, or leave the key out for as few as possible.",
    )
