"""What changed between two folders of fee schedules, and whether it may pass unquestioned."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple, TypeAlias

from lpplan.core.fees import Charge, FeeSchedule, Source
from lpplan.core.years import AcademicYear

Sign: TypeAlias = Literal["+", "-", "~"]
Schedules: TypeAlias = Mapping[AcademicYear, FeeSchedule]


class Change(NamedTuple):
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


_DECIDE_AMOUNTS = ("per", "max_cohort_size", "stages", "member", "non_member")
"""The keys of a charge that decide what a quote comes to."""


def changes(before: Schedules, after: Schedules) -> tuple[Change, ...]:
    """Everything that differs, by year and in the order of the files."""
    years = sorted({*before, *after})
    return tuple(change for year in years for change in _year(year, before, after))


def _year(year: AcademicYear, before: Schedules, after: Schedules) -> Iterator[Change]:
    old, new = before.get(year), after.get(year)
    if old is None or new is None:
        yield Change("-" if new is None else "+", year, "", old, new)
        return
    for key in ("status", "based_on", "uplift", "withdrawn", "note", "ignore"):
        yield from _value(year, key, getattr(old, key), getattr(new, key))
    for key in Source.model_fields:
        values = (getattr(s.source, key) if s.source else None for s in (old, new))
        yield from _value(year, f"source.{key}", *values)
    for name in dict.fromkeys((*old.fees, *new.fees)):
        if name not in old.fees:
            yield Change("+", year, f"fees.{name}", None, new.fees[name])
        elif name not in new.fees:
            yield Change("-", year, f"fees.{name}", old.fees[name], None)
        else:
            for key in Charge.model_fields:
                values = (getattr(s.fees[name], key) for s in (old, new))
                yield from _value(year, f"fees.{name}.{key}", *values)


def _value(year: AcademicYear, key: str, old: Any, new: Any) -> Iterator[Change]:
    if old != new:
        absent = (None, ())
        sign: Sign = "+" if old in absent else "-" if new in absent else "~"
        yield Change(sign, year, key, old, new)


def violations(before: Schedules, after: Schedules) -> tuple[Violation, ...]:
    """Published schedules that are gone, or that charge something else without a newer check.

    What was added or removed counts as changed, and a schedule made provisional as gone.
    """
    found: list[Violation] = []
    for year, old in before.items():
        if old.status != "published":
            continue
        new = after.get(year)
        if new is None or new.status != "published":
            found.append(Violation("published-removed", year, ()))
            continue
        changed = tuple(_changed_keys(old, new))
        if changed and not _checked_later(old, new):
            found.append(Violation("charge-changed-unchecked", year, changed))
    return tuple(found)


def _changed_keys(old: FeeSchedule, new: FeeSchedule) -> Iterator[str]:
    for name in dict.fromkeys((*old.fees, *new.fees)):
        for key in _DECIDE_AMOUNTS:
            values = [
                getattr(schedule.fees[name], key) if name in schedule.fees else None
                for schedule in (old, new)
            ]
            if values[0] != values[1]:
                yield f"fees.{name}.{key}"


def _checked_later(old: FeeSchedule, new: FeeSchedule) -> bool:
    days: list[date | None] = [s.source.checked if s.source else None for s in (old, new)]
    return days[0] is not None and days[1] is not None and days[1] > days[0]
