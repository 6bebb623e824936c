"""Quotes for cohorts of typical sizes, to see what a change of prices does."""

from collections.abc import Iterator
from typing import NamedTuple

from lpplan.core.fees import Membership, Prices, Schedules
from lpplan.core.money import Pounds
from lpplan.core.programme import STAGES
from lpplan.core.quote import stage_cost, unpublished
from lpplan.core.years import AcademicYear

MEMBERSHIPS: tuple[Membership, ...] = ("member", "non-member")
REFERENCE_SIZES = (12, 25, 26, 60)
"""A small cohort, a full one, one person over it, and a large group."""


class ReferenceQuote(NamedTuple):
    """What one stage costs in one year, before and after, in pounds exc VAT."""

    membership: Membership
    year: AcademicYear
    stage: int
    people: int
    before: Pounds | None
    """None where there were no prices for it."""
    after: Pounds | None
    was_estimate: bool
    is_estimate: bool


def reference_quotes(before: Schedules, after: Schedules) -> Iterator[ReferenceQuote]:
    """The reference quotes of each year, between the first and last schedule, that is touched."""
    years = {*before.years, *after.years}
    for start in range(min(years).start, max(years).start + 1):
        year = AcademicYear(start)
        old, new = before.prices(year), after.prices(year)
        if _same(old, new):
            continue
        for membership in MEMBERSHIPS:
            for stage in STAGES:
                for people in REFERENCE_SIZES:
                    was = _cost(old, stage, people, membership)
                    will_be = _cost(new, stage, people, membership)
                    if was is not None or will_be is not None:
                        yield ReferenceQuote(
                            membership,
                            year,
                            stage,
                            people,
                            was,
                            will_be,
                            _is_estimate(old),
                            _is_estimate(new),
                        )


def _same(old: Prices | None, new: Prices | None) -> bool:
    if old is None or new is None:
        return old is new
    return old.status == new.status and old.schedule.fees == new.schedule.fees


def _cost(prices: Prices | None, stage: int, people: int, membership: Membership) -> Pounds | None:
    if prices is None or unpublished(prices, stage, membership):
        return None
    return stage_cost(prices, stage, people, membership)


def _is_estimate(prices: Prices | None) -> bool:
    return prices is not None and prices.status == "estimate"
