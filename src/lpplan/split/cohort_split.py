"""How a number of people divides into cohorts, and what that costs.

Source: LPLC proposal, Stage 1, costs (cohorts of up to 25).
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from lpplan.core.cohorts import balanced, fewest_cohorts, filled
from lpplan.core.fees import Membership, Prices
from lpplan.core.money import NOTHING, Pounds, per_head
from lpplan.core.pricing import (
    CostCliff,
    cliffs_near,
    stage_lines,
    total,
    unpublished,
)


class SplitCost(NamedTuple):
    """What a split costs at one stage, in pounds exc VAT."""

    stage: int
    prices: Prices
    total: Pounds
    one_more: Pounds
    """What one more person would add."""
    cohort_price: Pounds
    """What each cohort costs, whoever is in it."""
    cliffs: tuple[CostCliff, ...]
    """Where a few more or fewer change the number of cohorts."""


class Split(NamedTuple):
    """People divided into cohorts under a limit; without one, all are together."""

    limit: int | None
    cohorts: tuple[int, ...]
    cost: SplitCost | None

    @property
    def participants(self) -> int:
        """How many people there are."""
        return sum(self.cohorts)

    @property
    def spare_places(self) -> int | None:
        """How many more people these cohorts could take; None without a limit."""
        return None if self.limit is None else self.limit * len(self.cohorts) - self.participants

    @property
    def per_head(self) -> Pounds | None:
        """The cost for each person, rounded half up to the penny."""
        return None if self.cost is None else per_head(self.cost.total, self.participants)


def split(
    people: int,
    limit: int | None,
    *,
    cohorts: int | None = None,
    fill: bool = False,
    pricing: tuple[int, Prices, Membership] | None = None,
) -> Split:
    """Divide people into as few cohorts as can be, or as many as asked for.

    Balanced unless ``fill``. With a stage, its prices and a membership, priced where every
    charge has a price. The cohorts asked for are at least the fewest and at most the people.
    """
    number = cohorts or fewest_cohorts(people, limit)
    sizes = filled(people, number, limit) if fill else balanced(people, number)
    cost = None if pricing is None else _cost(people, cohorts, *pricing)
    return Split(limit, sizes, cost)


def _cost(
    people: int, cohorts: int | None, stage: int, prices: Prices, membership: Membership
) -> SplitCost | None:
    schedule = prices.schedule
    if unpublished(prices, stage, membership):
        return None

    def cost(heads: int) -> Pounds:
        needed = fewest_cohorts(heads, schedule.cohort_limit)
        lines = stage_lines(prices, stage, heads, max(needed, cohorts or 1), membership)
        return total(line.amount for line in lines)

    near = cliffs_near(prices, stage, people, membership) if cohorts is None else ()
    one_more = cost(people + 1) - cost(people)
    cohort_price = total(
        prices.price(charge, membership) or NOTHING
        for _, charge in schedule.at_stage(stage)
        if charge.per == "cohort"
    )
    return SplitCost(stage, prices, cost(people), one_more, cohort_price, near)


def best_size(splits: Sequence[Split]) -> Split | None:
    """The split that costs least a head, the largest of several.

    None where none has a cost, or where all cost the same a head.
    """
    exact = [_exact_per_head(s) for s in splits]
    if None in exact or (len(exact) > 1 and len(set(exact)) == 1):
        return None
    return min(splits, key=lambda s: (_exact_per_head(s), -s.participants), default=None)


def _exact_per_head(found: Split) -> Fraction | None:
    # Figures rounded to the penny can tie where costs do not.
    return None if found.cost is None else Fraction(found.cost.total) / found.participants


def cliffs(splits: Sequence[Split]) -> tuple[int, ...]:
    """The sizes in a series of splits, each one person larger, that pay for another cohort.

    Where there are no costs, those that open one.
    """
    return tuple(
        later.participants
        for earlier, later in pairwise(splits)
        if len(later.cohorts) > len(earlier.cohorts)
        and (earlier.cost is None or later.cost is None or later.cost.cohort_price)
    )
