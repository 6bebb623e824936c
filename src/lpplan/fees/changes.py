"""What changed between two sets of fees, and what it does to cohorts of typical sizes."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.fees import Charge, FeeSchedule, Membership, Prices, Schedules, Source
from lpplan.core.programme import STAGES
from lpplan.core.quote import fewest_cohorts, stage_lines, total, unpublished
from lpplan.reading.toml_file import written_key
from lpplan.show.cells import Money
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.problem import KeyPath
from lpplan.values.years import AcademicYear

Sign: TypeAlias = Literal["+", "-", "~"]

MEMBERSHIPS: tuple[Membership, ...] = ("member", "non-member")
REFERENCE_SIZES = (12, 25, 26, 60)
"""A small cohort, a full one, one person over it, and a large group."""

_DECIDE_AMOUNTS = ("per", "max_cohort_size", "stages", "member", "non_member")
"""The keys of a charge that decide what a quote comes to."""


class FeeChange(NamedTuple):
    """One thing that was added, removed or changed in one year's schedule."""

    sign: Sign
    academic_year: AcademicYear
    key: str
    """What it is about: ``fees.accreditation.member``; empty for the whole schedule."""
    before: object
    """The value as it was; None where there was none."""
    after: object
    decides: str | None = None
    """The charge whose amounts it decides; empty for those of all, None for a change of words."""
    because: str = ""
    """Why, as the entries under ``[[changes]]`` have it that count for it."""


class Costs(NamedTuple):
    """What something costs before and after, in pounds exc VAT; None where it has no prices."""

    before: Money | None
    after: Money | None

    @property
    def difference(self) -> Pounds | None:
        """How much more it costs."""
        return self.after.amount - self.before.amount if self.before and self.after else None

    @property
    def percent(self) -> Decimal | None:
        """How much more that is in percent; None where it cost nothing before."""
        more = self.difference
        was = self.before.amount if self.before else NOTHING
        return more / was * 100 if was and more is not None else None


class NewYear(NamedTuple):
    """A year that had no schedule before, and its prices against the schedule before it."""

    academic_year: AcademicYear
    against: AcademicYear | None
    """The year of that schedule; None where this is the first."""
    prices: tuple[tuple[str, Membership, Costs], ...]
    """What each charge costs, by its name and for each membership that has a price."""
    otherwise: tuple[FeeChange, ...]
    """What else of its charges decides amounts and is not as it was."""


class ReferenceCosts(NamedTuple):
    """What one stage costs in one year for a cohort of a typical size."""

    membership: Membership
    academic_year: AcademicYear
    stage: int
    participants: int
    costs: Costs

    def rises_over(self, percent: Decimal) -> bool:
        """Whether it costs more than so many percent more than before."""
        before, after = self.costs
        if before is None or after is None:
            return False
        return after.amount * 100 > before.amount * (100 + percent)


def fee_changes(before: Schedules, after: Schedules) -> Iterator[FeeChange]:
    """Everything that differs, by year and in the order of the files.

    Another order of stages is no change; another order of charges is one, since quotes list the
    charges in it.
    """
    for year in sorted({*before.years, *after.years}):
        old, new = before.of(year), after.of(year)
        was: Mapping[KeyPath, object] = _facts(old, new) if old and new else {(): old}
        now: Mapping[KeyPath, object] = _facts(new, old) if old and new else {(): new}
        for key in dict.fromkeys((*was, *now)):
            then, today = was.get(key), now.get(key)
            if then != today:
                sign: Sign = "+" if then in (None, ()) else "-" if today in (None, ()) else "~"
                yield FeeChange(sign, year, written_key(key), then, today, _decides(key))


def _facts(schedule: FeeSchedule, other: FeeSchedule) -> dict[KeyPath, object]:
    """What a schedule says, by key; a charge that another does not make is one fact."""
    keys = ("status", "based_on", "uplift", "note", "ignore")
    facts: dict[KeyPath, object] = {(key,): getattr(schedule, key) for key in keys}
    facts["withdrawn",] = tuple(sorted(schedule.withdrawn))
    facts |= {("source", key): getattr(schedule.source, key, None) for key in Source.model_fields}
    facts["fees",] = tuple(name for name in schedule.fees if name in other.fees)
    for name, charge in schedule.fees.items():
        if name in other.fees:
            said = {key: getattr(charge, key) for key in Charge.model_fields}
            facts |= {("fees", name, key): said[key] for key in said} | deciding_facts(name, charge)
        else:
            facts["fees", name] = charge
    return facts


def deciding_facts(name: str, charge: Charge) -> dict[KeyPath, object]:
    """What of a charge decides what a quote comes to, by key."""
    facts: dict[KeyPath, object] = {
        ("fees", name, key): getattr(charge, key) for key in _DECIDE_AMOUNTS
    }
    return facts | {("fees", name, "stages"): tuple(sorted(charge.stages))}


def _decides(key: KeyPath) -> str | None:
    match key:
        case () | ("status",) | ("withdrawn",):
            return ""
        case ("fees", str(name)):
            return name
        case ("fees", str(name), part) if part in _DECIDE_AMOUNTS:
            return name
        case _:
            return None


def new_years(before: Schedules, after: Schedules) -> Iterator[NewYear]:
    """Each year that has a schedule now and had none, with its prices against those before."""
    for new in after:
        year = new.academic_year
        if before.of(year) is None:
            earlier = [schedule for schedule in after if schedule.academic_year < year]
            old = earlier[-1] if earlier else None
            prices = tuple(_price_moves(old, new))
            against = old.academic_year if old else None
            yield NewYear(year, against, prices, tuple(_remade(old, new)))


def _price_moves(
    old: FeeSchedule | None, new: FeeSchedule
) -> Iterator[tuple[str, Membership, Costs]]:
    """What each charge costs before and after, a row for each membership that has a price."""
    for name in dict.fromkeys((*(old.fees if old else ()), *new.fees)):
        for membership in MEMBERSHIPS:
            costs = Costs(*(_unit_price(schedule, name, membership) for schedule in (old, new)))
            if membership == "member" or any(costs):
                yield name, membership, costs


def _unit_price(schedule: FeeSchedule | None, name: str, membership: Membership) -> Money | None:
    charge = schedule.fees.get(name) if schedule else None
    price = charge.price(membership) if charge else None
    if schedule is None or price is None:
        return None
    return Money(price, "" if schedule.status == "published" else "estimate")


def _remade(old: FeeSchedule | None, new: FeeSchedule) -> Iterator[FeeChange]:
    """How charges are made otherwise than before, but for their prices."""
    for name, charge in new.fees.items():
        if old and name in old.fees:
            then, today = deciding_facts(name, old.fees[name]), deciding_facts(name, charge)
            for key in today:
                if then[key] != today[key] and key[-1] not in ("member", "non_member"):
                    yield FeeChange(
                        "~", new.academic_year, written_key(key), then[key], today[key], name
                    )


def reference_costs(before: Schedules, after: Schedules) -> Iterator[ReferenceCosts]:
    """The typical cohorts of each year, between the first and last schedule, that is touched."""
    years = {*before.years, *after.years}
    for start in range(min(years).start, max(years).start + 1):
        year = AcademicYear(start)
        old, new = before.prices(year), after.prices(year)
        if _what_decides(old) == _what_decides(new):
            continue
        for membership, stage, people in product(MEMBERSHIPS, STAGES, REFERENCE_SIZES):
            then, now = (_cost(prices, stage, people, membership) for prices in (old, new))
            if then or now:
                yield ReferenceCosts(membership, year, stage, people, Costs(then, now))


def _what_decides(prices: Prices | None) -> object:
    return prices and (prices.status, prices.schedule.fees)


def _cost(prices: Prices | None, stage: int, people: int, membership: Membership) -> Money | None:
    if prices is None or unpublished(prices, stage, membership):
        return None
    mark = "estimate" if prices.status == "estimate" else ""
    return Money(total(amounts_by_charge(prices, stage, people, membership).values()), mark)


def amounts_by_charge(
    prices: Prices, stage: int, people: int, membership: Membership
) -> dict[str, Pounds]:
    """What each charge of a stage comes to in pounds, in as few cohorts as hold the people.

    £0.00 where a charge has no price for the membership.
    """
    cohorts = fewest_cohorts(people, prices.schedule.cohort_limit)
    lines = stage_lines(prices, stage, people, cohorts, membership)
    return {line.fee: line.amount for line in lines}
