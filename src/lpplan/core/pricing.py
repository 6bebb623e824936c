"""What one stage is charged for so many people, and where a few more or fewer change that.

Source: LPLC proposal, Stages 1 to 3, costs.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lpplan.core.cohorts import fewest_cohorts
from lpplan.core.fees import Membership, Per, Prices
from lpplan.core.kinds import MOST_POUNDS
from lpplan.core.money import NOTHING, Pounds, percent_text
from lpplan.core.problem import Problem
from lpplan.core.words import listed


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


def unpublished(prices: Prices, stage: int, membership: Membership) -> list[str]:
    """The labels of a stage's charges that have no price for this membership."""
    schedule = prices.schedule
    return [
        schedule.label(name)
        for name, charge in schedule.at_stage(stage)
        if charge.price(membership) is None
    ]


def too_dear(prices: Prices, stage: int, membership: Membership) -> list[str]:
    """The labels of a stage's charges that an assumed rise takes beyond what a price may be."""
    if not prices.uplifted_years:
        return []
    schedule = prices.schedule
    return [
        schedule.label(name)
        for name, charge in schedule.at_stage(stage)
        if (prices.price(charge, membership) or NOTHING) > MOST_POUNDS
    ]


def price_too_dear(prices: Prices, labels: list[str]) -> Problem:
    """What to say of a year in which an assumed rise takes charges beyond what a price may be."""
    return Problem(
        (),
        "uplift-too-high",
        f"is {prices.year}, by when {percent_text(prices.uplift)} a year makes"
        f" {listed(labels)} more than {MOST_POUNDS:,} pounds",
        "Take a smaller --uplift, or an earlier year.",
    )


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
            name,
            schedule.label(name),
            charge.per,
            quantities[charge.per],
            prices.price(charge, membership) or NOTHING,
            charge.reference,
            charge.price(membership) if prices.uplifted_years else None,
        )
        for name, charge in schedule.at_stage(stage)
    )


def stage_cost(prices: Prices, stage: int, people: int, membership: Membership) -> Pounds:
    """What a stage costs for so many people in as few cohorts as hold them, in pounds."""
    cohorts = fewest_cohorts(people, prices.schedule.cohort_limit)
    lines = stage_lines(prices, stage, people, cohorts, membership)
    return total(line.amount for line in lines)


def cliffs_near(
    prices: Prices, stage: int, people: int, membership: Membership
) -> tuple[CostCliff, ...]:
    """The numbers of people nearby at which the stage needs a cohort fewer or more.

    Nearby is within a fifth of a cohort. None where a cohort costs nothing at this stage.
    """
    limit = prices.schedule.cohort_limit
    costs_per_cohort = any(
        charge.per == "cohort" and charge.price(membership)
        for _, charge in prices.schedule.at_stage(stage)
    )
    if limit is None or not costs_per_cohort:
        return ()
    nearby = max(1, limit // 5)
    full = limit * (fewest_cohorts(people, limit) - 1)
    cost = stage_cost(prices, stage, people, membership)
    return tuple(
        CostCliff(there - people, stage_cost(prices, stage, there, membership) - cost)
        for there in (full, full + limit + 1)
        if there > 0 and abs(there - people) <= nearby
    )


def total(amounts: Iterable[Pounds]) -> Pounds:
    """The sum of amounts in pounds, £0.00 of none."""
    return sum(amounts, NOTHING)
