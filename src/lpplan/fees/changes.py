"""What changed between two sets of fees, whether it may pass unquestioned, and what it does."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.fees import Charge, FeeSchedule, Membership, Prices, Schedules, Source
from lpplan.core.programme import STAGES
from lpplan.core.quote import stage_cost, unpublished
from lpplan.show.document import Money
from lpplan.values.money import NOTHING, Pounds
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


class Violation(NamedTuple):
    """A change that needs a reason, which the files do not give."""

    code: Literal["published-removed", "charge-changed-unchecked"]
    academic_year: AcademicYear
    keys: tuple[str, ...]
    """What changed of the charges; nothing where the schedule is gone, or published no more."""


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


class FeeDiff(NamedTuple):
    """Everything that changed between two sets of fees, and what it does."""

    old: str
    new: str
    made: date
    changes: Sequence[FeeChange]
    violations: Sequence[Violation]
    plans: Sequence[tuple[str, Costs]]
    references: Sequence[ReferenceCosts]
    max_increase: Decimal | None
    """The most that a reference quote may rise, in percent of what it was."""
    base_remarks: Sequence[str] = ()
    """What of the base is absent or unsound, so that it counts as new."""

    @property
    def exceeding(self) -> list[ReferenceCosts]:
        """The reference cohorts whose cost rises by more than it may."""
        most = self.max_increase
        return [one for one in self.references if most is not None and one.rises_over(most)]

    @property
    def passes(self) -> bool:
        """Whether no gate is closed."""
        return not self.violations and not self.exceeding


def fee_changes(before: Schedules, after: Schedules) -> Iterator[FeeChange]:
    """Everything that differs, by year and in the order of the files."""
    for year in sorted({*before.years, *after.years}):
        old, new = before.of(year), after.of(year)
        was: dict[str, object] = _facts(old, new) if old and new else {"": old}
        now: dict[str, object] = _facts(new, old) if old and new else {"": new}
        for key in dict.fromkeys((*was, *now)):
            then, today = was.get(key), now.get(key)
            if then != today:
                sign: Sign = "+" if then in (None, ()) else "-" if today in (None, ()) else "~"
                yield FeeChange(sign, year, key, before=then, after=today)


def _facts(schedule: FeeSchedule, other: FeeSchedule) -> dict[str, object]:
    """What a schedule says, by key; a charge that another does not make is one fact."""
    keys = ("status", "based_on", "uplift", "withdrawn", "note", "ignore")
    facts = {key: getattr(schedule, key) for key in keys}
    facts |= {f"source.{key}": getattr(schedule.source, key, None) for key in Source.model_fields}
    for name, charge in schedule.fees.items():
        if name in other.fees:
            facts |= {f"fees.{name}.{key}": getattr(charge, key) for key in Charge.model_fields}
        else:
            facts[f"fees.{name}"] = charge
    return facts


def violations(before: Schedules, after: Schedules) -> Iterator[Violation]:
    """Published schedules that are gone, or that charge something else without a newer check.

    What was added or removed counts as changed, and a schedule made provisional as gone.
    """
    for old in before:
        year, new = old.academic_year, after.of(old.academic_year)
        if old.status != "published":
            continue
        if new is None or new.status != "published":
            yield Violation("published-removed", year, ())
        elif _checked(new) <= _checked(old) and (keys := tuple(_deciding_keys(old, new))):
            yield Violation("charge-changed-unchecked", year, keys)


def _checked(schedule: FeeSchedule) -> date:
    """The day on which it was checked, which every published schedule has."""
    return (schedule.source and schedule.source.checked) or date.min


def _deciding_keys(old: FeeSchedule, new: FeeSchedule) -> Iterator[str]:
    """The keys that decide amounts and have other values than before."""
    for name in dict.fromkeys((*old.fees, *new.fees)):
        for key in _DECIDE_AMOUNTS:
            was, now = (getattr(schedule.fees.get(name), key, None) for schedule in (old, new))
            if was != now:
                yield f"fees.{name}.{key}"


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
    return Money(stage_cost(prices, stage, people, membership), mark)
