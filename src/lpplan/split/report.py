"""One split or a range of them, with the limit and the prices that they rest on."""

import re
from datetime import date
from typing import NamedTuple

from lpplan.core.fees import Membership, Prices, Schedules
from lpplan.core.kinds import MOST_PEOPLE
from lpplan.core.quote import fewest_cohorts, year_problem
from lpplan.flags import Flags
from lpplan.split.cohort_split import Split, split

MOST_SIZES = 1_000
"""How many sizes a range may have: more than anyone reads, and few enough to answer at once."""


class SplitReport(NamedTuple):
    """Splits of one number of people or of a range, the smallest first."""

    splits: tuple[Split, ...]
    is_range: bool
    fill: bool
    stage: int
    membership: Membership
    as_of: date
    prices: Prices | None
    """The prices asked for; None where the limit is one's own, and nothing is priced."""


def split_report(
    flags: Flags,
    people: str,
    schedules: Schedules,
    *,
    fill: bool,
    cohorts: str | None,
    stage: str,
    year: str | None,
    limit: str | None,
    non_member: bool,
) -> SplitReport:
    """The splits that the flags ask for, as they were typed.

    Raises LpplanError with everything that is wrong with them.
    """
    sizes = _sizes(flags, people)
    number = flags.number("--cohorts", cohorts, MOST_PEOPLE, "--cohorts 2")
    own_limit = flags.number("--max", limit, MOST_PEOPLE, "--max 25")
    stage_number = flags.number("--stage", stage, 3, "--stage 1") or 1
    membership: Membership = "non-member" if non_member else "member"
    priced_year = flags.year("--year", year, "--year 2018/19") or schedules.years[-1]
    prices = None
    if limit is None:
        prices = schedules.prices(priced_year)
        if wrong := year_problem(priced_year, schedules, stage_number, membership):
            flags.add("--year", wrong.code, wrong.message, wrong.hint)
    flags.refuse_problems()
    most = own_limit if prices is None else prices.schedule.cohort_limit
    _check_cohorts(flags, number, sizes, most)
    flags.refuse_problems()
    pricing = None if prices is None else (stage_number, prices, membership)
    splits = tuple(split(size, most, cohorts=number, fill=fill, pricing=pricing) for size in sizes)
    return SplitReport(
        splits=splits,
        is_range="-" in people,
        fill=fill,
        stage=stage_number,
        membership=membership,
        as_of=flags.as_of(None),
        prices=prices,
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
            "Ask for more cohorts, or leave it out for as few as can be.",
        )
    if number > sizes[0]:
        flags.add(
            "--cohorts",
            "too-many-cohorts",
            f"must be at most one per person: {number:,} for {sizes[0]:,}",
            "Ask for fewer cohorts, or leave it out for as few as can be.",
        )
