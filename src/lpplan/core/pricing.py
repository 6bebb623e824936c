"""What one stage is charged for so many people, and where a few more or fewer change that.

Source: LPLC proposal, Stages 1 to 3, costs.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lpplan.core.schedule import FeeSchedule, Membership, Per
from lpplan.values.cohorts import fewest_cohorts
from lpplan.values.money import NOTHING, Pounds


class Line(NamedTuple):
    """One charge of a stage: how many people, cohorts or stages at which price in pounds."""

    fee: str
    label: str
    per: Per
    quantity: int
    unit_price: Pounds
    reference: str | None

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


def unpublished(schedule: FeeSchedule, stage: int, membership: Membership) -> list[str]:
    """The labels of a stage's charges that have no price for this membership."""
    return [
        schedule.label(name)
        for name, charge in schedule.at_stage(stage)
        if charge.price(membership) is None
    ]


def stage_lines(
    schedule: FeeSchedule, stage: int, people: int, cohorts: int, membership: Membership
) -> tuple[Line, ...]:
    """What a stage is charged for so many people in so many cohorts, in the schedule's order.

    Charges without a price for the membership must have been ruled out with ``unpublished``.
    """
    quantities: dict[Per, int] = {"person": people, "cohort": cohorts, "stage": 1}
    return tuple(
        Line(
            name,
            schedule.label(name),
            charge.per,
            quantities[charge.per],
            charge.price(membership) or NOTHING,
            charge.reference,
        )
        for name, charge in schedule.at_stage(stage)
    )


def stage_cost(schedule: FeeSchedule, stage: int, people: int, membership: Membership) -> Pounds:
    """What a stage costs for so many people in as few cohorts as hold them, in pounds."""
    cohorts = fewest_cohorts(people, schedule.cohort_limit)
    lines = stage_lines(schedule, stage, people, cohorts, membership)
    return total(line.amount for line in lines)


def cliffs_near(
    schedule: FeeSchedule, stage: int, people: int, membership: Membership
) -> tuple[CostCliff, ...]:
    """The numbers of people nearby at which the stage needs a cohort fewer or more.

    Nearby is within a fifth of a cohort. None where a cohort costs nothing at this stage.
    """
    limit = schedule.cohort_limit
    costs_per_cohort = any(
        charge.per == "cohort" and charge.price(membership)
        for _, charge in schedule.at_stage(stage)
    )
    if limit is None or not costs_per_cohort:
        return ()
    nearby = max(1, limit // 5)
    full = limit * (fewest_cohorts(people, limit) - 1)
    cost = stage_cost(schedule, stage, people, membership)
    return tuple(
        CostCliff(there - people, stage_cost(schedule, stage, there, membership) - cost)
        for there in (full, full + limit + 1)
        if there > 0 and abs(there - people) <= nearby
    )


def total(amounts: Iterable[Pounds]) -> Pounds:
    """The sum of amounts in pounds, £0.00 of none."""
    return sum(amounts, NOTHING)
