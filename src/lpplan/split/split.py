"""How people divide into cohorts, and what each size costs.

Source: LPLC proposal, Stage 1, costs (cohorts of up to 25).
"""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from lpplan.core.fees import Membership, Prices, Schedules
from lpplan.core.plan import entry_for
from lpplan.core.quote import (
    StageQuote,
    balanced,
    fewest_cohorts,
    prices_for,
    quote_stage,
    stage_cost,
    unpublished,
)
from lpplan.flags import Flags
from lpplan.values.kinds import MOST_PEOPLE
from lpplan.values.money import Pounds
from lpplan.values.problem import Problem
from lpplan.values.years import AcademicYear

MOST_SIZES = 1_000
"""How many sizes a range may have: more than anyone reads, and few enough to answer at once."""


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

    splits: tuple[Split, ...]
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
    """The split that costs least a head, the largest of several.

    None where none has a cost, or where all cost the same a head.
    """
    # Figures rounded to the penny can tie where costs do not.
    exact = [Fraction(one.cost.total) / one.participants for one in splits if one.cost]
    if len(exact) < len(splits) or (len(exact) > 1 and len(set(exact)) == 1):
        return None
    ranked = zip(exact, [-one.participants for one in splits], splits, strict=True)
    return min(ranked, key=lambda rank: rank[:2])[2]


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


def split_report(
    flags: Flags,
    people: str,
    schedules: Schedules,
    *,
    day: date,
    fill: bool,
    cohorts: str | None,
    stage: str,
    year: str | None,
    limit: str | None,
    membership: Membership,
) -> SplitReport:
    """The splits that the flags ask for, as they were typed.

    The year is the one of the day of asking unless it is given. Raises LpplanError with
    everything that is wrong with them.
    """
    sizes = _sizes(flags, people)
    number = flags.number("--cohorts", cohorts, MOST_PEOPLE, "--cohorts 2")
    own_limit = flags.number("--max", limit, MOST_PEOPLE, "--max 25")
    stage_number = flags.number("--stage", stage, 3, "--stage 1") or 1
    priced_year = flags.year("--year", year, "--year 2018/19") or AcademicYear.of(day)
    pricing = None
    if limit is None:
        prices = prices_for(priced_year, schedules, stage_number, membership)
        if isinstance(prices, Problem):
            flags.add("--year", prices.code, prices.message, prices.hint)
        else:
            pricing = Pricing(stage_number, prices, membership)
    flags.refuse_problems()
    most = pricing.prices.schedule.cohort_limit if pricing else own_limit
    _check_cohorts(flags, number, sizes, most)
    flags.refuse_problems()
    splits = (split(size, most, cohorts=number, fill=fill, pricing=pricing) for size in sizes)
    return SplitReport(
        splits=tuple(splits),
        is_range="-" in people,
        fill=fill,
        as_of=day,
        pricing=pricing,
    )


def _sizes(flags: Flags, people: str) -> range:
    first, dash, last = re.sub(r"\s+", "", people).partition("-")
    ends = [
        flags.number("PEOPLE", end, MOST_PEOPLE, "lpplan split 27, or lpplan split 20-30")
        for end in ((first, last) if dash else (first,))
    ]
    smallest, largest = ends[0] or 1, ends[-1] or 1
    if None not in ends and largest < smallest:
        message = f"must begin with the smaller number, not {smallest}-{largest}"
        flags.add("PEOPLE", "wrong-value", message, f"For example: {largest}-{smallest}")
    if largest - smallest >= MOST_SIZES:
        message = f"must be a range of at most {MOST_SIZES:,} sizes, not {smallest}-{largest}"
        flags.add("PEOPLE", "wrong-value", message, "Ask for the part that matters.")
    return range(smallest, largest + 1)


def _check_cohorts(flags: Flags, number: int | None, sizes: range, limit: int | None) -> None:
    if number is None:
        return
    fewest = fewest_cohorts(sizes[-1], limit)
    if number < fewest:
        flags.add(
            "--cohorts",
            "too-few-cohorts",
            f"must be at least {fewest:,}: {sizes[-1]:,} people, and at most {limit} in a cohort",
            "Ask for more cohorts, or leave it out for as few as possible.",
        )
    if number > sizes[0]:
        flags.add(
            "--cohorts",
            "too-many-cohorts",
            f"must be at most one per person: {number:,} for {sizes[0]:,}",
            "Ask for fewer cohorts, or leave it out for as few as possible.",
        )
