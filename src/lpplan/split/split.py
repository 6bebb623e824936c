"""How people divide into cohorts, and what each size costs.

Source: LPLC proposal, Stage 1, costs (cohorts of up to 25).
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from lpplan.core.fees import Membership, Prices
from lpplan.core.plan import entry_for
from lpplan.core.quote import (
    StageQuote,
    balanced,
    fewest_cohorts,
    quote_stage,
    stage_cost,
    unpublished,
)
from lpplan.values.money import Pounds


class Split(NamedTuple):
    """People divided into cohorts under a limit; without one, all are together."""

    limit: int | None
    cohorts: tuple[int, ...]
    cost: StageQuote | None = None
    """What they cost at a stage; None where nothing is priced."""

    @property
    def participants(self) -> int:
        """How many people there are."""
        return sum(self.cohorts)

    @property
    def spare_places(self) -> int | None:
        """How many more people these cohorts could take; None without a limit."""
        return None if self.limit is None else self.limit * len(self.cohorts) - self.participants

    @property
    def one_more(self) -> Pounds | None:
        """What one more person would add in pounds; None where nothing is priced."""
        if self.cost is None:
            return None
        entry, people = self.cost.entry, self.participants + 1
        prices, membership = self.cost.prices, self.cost.membership
        cost = stage_cost(prices, entry.stage, people, membership, entry.cohorts or 1)
        return cost - self.cost.total


class Pricing(NamedTuple):
    """What a split is priced for."""

    stage: int
    prices: Prices
    membership: Membership


class SplitReport(NamedTuple):
    """Splits of one number of people or of a range, the smallest first."""

    splits: Sequence[Split]
    is_range: bool
    fill: bool
    as_of: date
    pricing: Pricing | None
    """None where the limit is one's own, and nothing is priced."""


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
    pricing: Pricing | None = None,
) -> Split:
    """Divide people into as few cohorts as can be, or as many as asked for.

    Balanced unless ``fill``; priced where every charge has a price. The cohorts asked for are at
    least the fewest and at most the people.
    """
    number = cohorts or fewest_cohorts(people, limit)
    sizes = filled(people, number, limit) if fill else balanced(people, number)
    if pricing is None or unpublished(pricing.prices, pricing.stage, pricing.membership):
        return Split(limit, sizes)
    entry = entry_for(pricing.stage, pricing.prices.year, people, cohorts)
    return Split(limit, sizes, quote_stage(entry, pricing.prices, pricing.membership, ""))


def best_size(splits: Sequence[Split]) -> Split | None:
    """The split that costs least a head, the largest of several. The smallest come first.

    None where none has a cost, or where all cost the same a head.
    """
    # Figures rounded to the penny can tie where costs do not.
    exact = [(Fraction(one.cost.total) / one.participants, one) for one in splits if one.cost]
    costs = {cost for cost, _ in exact}
    if len(exact) < len(splits) or (len(exact) > 1 and len(costs) == 1):
        return None
    least = min(costs)
    return [one for cost, one in exact if cost == least][-1]


def cliffs(splits: Sequence[Split]) -> tuple[int, ...]:
    """The sizes in a series of splits, each one person larger, that pay for another cohort.

    Where there are no costs, those that open one.
    """
    return tuple(
        later.participants
        for earlier, later in pairwise(splits)
        if len(later.cohorts) > len(earlier.cohorts)
        and (later.cost is None or later.cost.sum_of("cohort"))
    )
