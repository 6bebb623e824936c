"""By how much each charge may rise or fall, and which charges do so by more."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from lpplan.core.fees import Acceptance, FeeSchedule, Membership, Prices
from lpplan.core.programme import STAGES
from lpplan.core.quote import unpublished
from lpplan.fees.changes import MEMBERSHIPS, REFERENCE_SIZES, amounts_by_charge
from lpplan.values.money import NOTHING, Pounds, percent_text
from lpplan.values.words import pounds


class Bounds(NamedTuple):
    """How far fees may move without an entry that accepts more; None for as far as they like."""

    max_rise: Decimal | None
    """In percent a year, for each charge, compounding over the years between two schedules."""
    max_fall: Decimal | None
    """Likewise; with it, a charge that is no longer made counts too."""
    max_increase: Decimal | None
    """In percent, for the total of a reference quote, whatever the years."""


class Crossing(NamedTuple):
    """A charge that moves further than it may."""

    code: str
    accepted_by: Acceptance
    """What an entry under ``[[changes]]`` says to let it pass."""
    charge: str
    message: str


def crossings(old: FeeSchedule, new: FeeSchedule, bounds: Bounds) -> Iterator[Crossing]:
    """The bounds that the charges of a schedule cross, each once a charge, against an older one.

    Measured is what a charge comes to at each stage, for members and for non-members, with the
    reference numbers of people and those around the limit of a cohort; with either bound set,
    also whether everyone who had a price still has one.
    """
    found: dict[tuple[str, str], Crossing] = {}
    if bounds.max_rise is not None or bounds.max_fall is not None:
        for membership, stage in product(MEMBERSHIPS, STAGES):
            for crossing in _at_stage(old, new, bounds, stage, membership):
                found.setdefault((crossing.charge, crossing.code), crossing)
    yield from found.values()


def _at_stage(
    old: FeeSchedule, new: FeeSchedule, bounds: Bounds, stage: int, membership: Membership
) -> Iterator[Crossing]:
    was, now = dict(old.at_stage(stage)), dict(new.at_stage(stage))
    if bounds.max_fall is not None:
        for name in (name for name in was if name not in now):
            message = f"{name} is no longer charged at Stage {stage}"
            yield Crossing("charge-withdrawn", "withdrawn", name, message)
    could_quote = not unpublished(_prices(old), stage, membership)
    moved = []
    for name, charge in now.items():
        had_price = was[name].price(membership) is not None if name in was else could_quote
        has_price = charge.price(membership) is not None
        if had_price and has_price:
            moved.append(name)
        elif had_price:
            message = f"{name} has no {membership} price, and Stage {stage} no {membership} quote"
            yield Crossing("price-gone", "gone", name, message)
    for people in sorted({*REFERENCE_SIZES, *_around(old), *_around(new)}):
        then, today = (amounts_by_charge(_prices(s), stage, people, membership) for s in (old, new))
        where = f"Stage {stage} with {people} people, {membership} prices"
        years = new.academic_year - old.academic_year
        for name in moved:
            yield from _moved(name, (then.get(name), today[name]), years, bounds, where)


def _moved(
    name: str, amounts: tuple[Pounds | None, Pounds], years: int, bounds: Bounds, where: str
) -> Iterator[Crossing]:
    """The bound that a charge crosses from one amount to another, ``years`` later.

    The one before is None where the charge was not made at the stage.
    """
    then, now = amounts[0] or NOTHING, amounts[1]
    rise, fall = bounds.max_rise, bounds.max_fall
    was = "not charged" if amounts[0] is None else pounds(then)
    move = f": {was} → {pounds(now)}, {where}"
    if rise is not None and now > _compounded(then, rise, years):
        words = f"{name} rises{_by_more_than(rise, years)}{move}"
        yield Crossing("max-rise", "rise", name, words)
    if fall is not None and now < _compounded(then, -min(fall, Decimal(100)), years):
        words = f"{name} falls{_by_more_than(fall, years)}{move}"
        yield Crossing("max-fall", "fall", name, words)


def _by_more_than(percent: Decimal, years: int) -> str:
    span = f" for {years} years" if years > 1 else ""
    return f" by more than {percent_text(percent)} a year{span}" if percent else ""


def _compounded(amount: Pounds, percent: Decimal, years: int) -> Fraction:
    """What an amount becomes at so many percent a year; a correction counts as a year."""
    return Fraction(amount) * (1 + Fraction(percent) / 100) ** max(1, years)


def _around(schedule: FeeSchedule) -> tuple[int, ...]:
    limit = schedule.cohort_limit
    return (limit, limit + 1) if limit else ()


def _prices(schedule: FeeSchedule) -> Prices:
    year = schedule.academic_year
    return Prices(schedule=schedule, year=year, prices_from=year)
