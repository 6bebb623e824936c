"""What changed between two sets of fees, whether it may pass unquestioned, and what it does."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.fees import Charge, FeeSchedule, Membership, Prices, Schedules, Source
from lpplan.core.programme import STAGES
from lpplan.core.quote import stage_cost, unpublished
from lpplan.values.money import Pounds
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
    year: AcademicYear
    key: str
    """What it is about: ``fees.accreditation.member``; empty for the whole schedule."""
    before: object
    """The value as it was; None where there was none."""
    after: object


class Violation(NamedTuple):
    """A change that needs a reason, which the files do not give."""

    code: Literal["published-removed", "charge-changed-unchecked"]
    year: AcademicYear
    keys: tuple[str, ...]
    """What changed of the charges; nothing where the schedule is gone, or published no more."""


class Costs(NamedTuple):
    """What something costs before and after, in pounds exc VAT; None where it has no prices."""

    before: Pounds | None
    after: Pounds | None
    was_estimate: bool = False
    is_estimate: bool = False

    @property
    def difference(self) -> Pounds | None:
        """How much more it costs."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """How much more that is in percent; None where it cost nothing before."""
        more = self.difference
        return more / self.before * 100 if self.before and more is not None else None


class PlanCosts(NamedTuple):
    """What a plan costs."""

    plan: str
    costs: Costs


class ReferenceCosts(NamedTuple):
    """What one stage costs in one year for a cohort of a typical size."""

    membership: Membership
    year: AcademicYear
    stage: int
    people: int
    costs: Costs


class FeeDiff(NamedTuple):
    """Everything that changed between two sets of fees, and what it does."""

    old: str
    new: str
    made: date
    changes: Sequence[FeeChange]
    violations: Sequence[Violation]
    plans: Sequence[PlanCosts]
    references: Sequence[ReferenceCosts]
    max_increase: Decimal | None
    """The most that a reference quote may rise, in percent of what it was."""

    @property
    def exceeding(self) -> list[ReferenceCosts]:
        """The reference cohorts whose cost rises by more than it may."""
        most = self.max_increase
        return [
            reference
            for reference in self.references
            if most is not None
            and (before := reference.costs.before) is not None
            and (after := reference.costs.after) is not None
            and after * 100 > before * (100 + most)
        ]

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
                yield FeeChange(sign=sign, year=year, key=key, before=then, after=today)


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
        elif not _checked_later(old, new) and (keys := tuple(_deciding_keys(old, new))):
            yield Violation("charge-changed-unchecked", year, keys)


def _deciding_keys(old: FeeSchedule, new: FeeSchedule) -> Iterator[str]:
    """The keys that decide amounts and have other values than before."""
    for name in dict.fromkeys((*old.fees, *new.fees)):
        for key in _DECIDE_AMOUNTS:
            was, now = (getattr(schedule.fees.get(name), key, None) for schedule in (old, new))
            if was != now:
                yield f"fees.{name}.{key}"


def _checked_later(old: FeeSchedule, new: FeeSchedule) -> bool:
    if old.source is None or new.source is None:
        return False
    was, now = old.source.checked, new.source.checked
    return was is not None and now is not None and now > was


def reference_costs(before: Schedules, after: Schedules) -> Iterator[ReferenceCosts]:
    """The typical cohorts of each year, between the first and last schedule, that is touched."""
    years = {*before.years, *after.years}
    for start in range(min(years).start, max(years).start + 1):
        year = AcademicYear(start)
        old, new = before.prices(year), after.prices(year)
        if _alike(old, new):
            continue
        for membership, stage, people in product(MEMBERSHIPS, STAGES, REFERENCE_SIZES):
            costs = Costs(
                before=_cost(old, stage, people, membership),
                after=_cost(new, stage, people, membership),
                was_estimate=old is not None and old.status == "estimate",
                is_estimate=new is not None and new.status == "estimate",
            )
            if costs.before is not None or costs.after is not None:
                yield ReferenceCosts(
                    membership=membership, year=year, stage=stage, people=people, costs=costs
                )


def _alike(old: Prices | None, new: Prices | None) -> bool:
    if old is None or new is None:
        return old is new
    return old.status == new.status and old.schedule.fees == new.schedule.fees


def _cost(prices: Prices | None, stage: int, people: int, membership: Membership) -> Pounds | None:
    if prices is None or unpublished(prices, stage, membership):
        return None
    return stage_cost(prices, stage, people, membership)
