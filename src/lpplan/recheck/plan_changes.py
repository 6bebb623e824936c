"""What two plans say otherwise, key by key, and whether an amount rests on it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import BaseModel

from lpplan.core.plan import (
    OwnCost,
    ParticipatingSchool,
    Plan,
    StageEntry,
    Support,
    Trainer,
)
from lpplan.values.words import plain_name

_DECIDE_AMOUNTS = {
    "school.name",
    "school.membership",
    "stages",
    "stages.stage",
    "stages.academic_year",
    "stages.participants",
    "stages.schools",
    "stages.cohorts",
    "stages.share",
    "stages.charge_per_person",
    "stages.own_costs",
    "stages.support",
}
"""The keys that decide what is paid, and by whom."""


class PlanChange(NamedTuple):
    """One key that two plans have otherwise; None where one of them lacks it."""

    key: str
    """As people write it, with the places of the newer plan: ``stages[2].participants``."""
    before: object
    after: object
    within: tuple[BaseModel, ...] = ()
    """The entries of lists that it stands in, as the newer plan has them, the outermost first."""

    @property
    def decides_amounts(self) -> bool:
        """Whether what is paid, or who pays it, rests on the key."""
        names = re.sub(r"\[\d+\]", "", self.key).split(".")
        return ".".join(names[:2]) in _DECIDE_AMOUNTS


def plan_changes(before: Plan, after: Plan) -> list[PlanChange]:
    """Every key that differs, in the order of a plan's keys.

    Entries of a list are known again by their names, stages by their year and number.
    """
    return [*_changes(PlanChange("", before, after))]


def _changes(pair: PlanChange) -> Iterator[PlanChange]:
    key, before, after, within = pair
    if isinstance(before, BaseModel) and isinstance(after, BaseModel):
        for name in type(after).model_fields:
            inner = f"{key}.{name}" if key else name
            values = getattr(before, name), getattr(after, name)
            yield from _changes(PlanChange(inner, *values, within))
    elif isinstance(before, tuple) and isinstance(after, tuple) and _has_tables(before, after):
        yield from _changed_entries(key, before, after, within)
    elif before != after:
        yield pair


def _has_tables(*lists: Sequence[object]) -> bool:
    return any(isinstance(entry, BaseModel) for entries in lists for entry in entries)


def _changed_entries(
    key: str,
    before: Sequence[BaseModel],
    after: Sequence[BaseModel],
    within: tuple[BaseModel, ...],
) -> Iterator[PlanChange]:
    counterparts = _counterparts(before, after)
    for place, entry in enumerate(after):
        there = f"{key}[{place + 1}]"
        if place in counterparts:
            old = before[counterparts[place]]
            yield from _changes(PlanChange(there, old, entry, (*within, entry)))
        else:
            yield PlanChange(there, None, entry, within)
    for place in sorted({*range(len(before))} - {*counterparts.values()}):
        yield PlanChange(f"{key}[{place + 1}]", before[place], None, within)


def _counterparts(before: Sequence[object], after: Sequence[object]) -> dict[int, int]:
    """Which entry of the list before each entry after is, by their places, where it is any."""
    found: dict[int, int] = {}
    for closely in (True, False):
        free: dict[object, list[int]] = {}
        taken = {*found.values()}
        for place in reversed(range(len(before))):
            if place not in taken:
                free.setdefault(_known_by(before[place], closely=closely), []).append(place)
        for place, entry in enumerate(after):
            if place not in found and (same := free.get(_known_by(entry, closely=closely))):
                found[place] = same.pop()
    return found


def _known_by(entry: object, *, closely: bool) -> object:
    match entry:
        case StageEntry():
            return (entry.stage, entry.academic_year) if closely else entry.stage
        case ParticipatingSchool() | Trainer():
            return plain_name(entry.name)
        case OwnCost():
            return plain_name(entry.label)
        case Support():
            return entry.kind, entry.label
        case _:
            return entry
