"""How a number of people divides into cohorts, and what that costs.

Source: LPLC proposal, Stage 1, costs (cohorts of up to 25).
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from lpplan.core.fees import Membership, Prices
from lpplan.core.money import Pounds, per_head
from lpplan.core.quote import (
    CostCliff,
    balanced,
    cliffs_near,
    fewest_cohorts,
    stage_cost,
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


def filled(people: int, cohorts: int, limit: int | None) -> tuple[int, ...]:
    """Cohorts filled to the limit one after another: 53 in 3 of up to 25 is 25, 25, 3.

    Where there are more cohorts than people need, each still has at least one person.
    """
    sizes = []
    for still_to_fill in range(cohorts - 1, -1, -1):
        most = people - still_to_fill
        size = most if limit is None else min(limit, most)
        sizes.append(size)
        people -= size
    return tuple(sizes)


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
    if unpublished(prices, stage, membership):
        return None
    cost = stage_cost(prices, stage, people, membership, cohorts or 1)
    one_more = stage_cost(prices, stage, people + 1, membership, cohorts or 1)
    for_one_of_each = stage_lines(prices, stage, 1, 1, membership)
    return SplitCost(
        stage=stage,
        prices=prices,
        total=cost,
        one_more=one_more - cost,
        cohort_price=total(line.unit_price for line in for_one_of_each if line.per == "cohort"),
        cliffs=cliffs_near(prices, stage, people, membership) if cohorts is None else (),
    )


def best_size(splits: Sequence[Split]) -> Split | None:
    """The split that costs least a head, the largest of several.

    None where none has a cost, or where all cost the same a head.
    """
    exact = [_exact_per_head(s) for s in splits]
    if None in exact or (len(exact) > 1 and len(set(exact)) == 1):
        return None
    return min(splits, key=lambda s: (_exact_per_head(s), -s.participants), default=None)


def _exact_per_head(one: Split) -> Fraction | None:
    # Figures rounded to the penny can tie where costs do not.
    return None if one.cost is None else Fraction(one.cost.total) / one.participants


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
