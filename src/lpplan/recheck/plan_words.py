"""What changed in a plan, in the words of people rather than in keys."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from lpplan.core.plan import OwnCost, ParticipatingSchool, StageEntry, Support
from lpplan.quote import DEFAULT_YEAR_END
from lpplan.recheck.plan_changes import PlanChange
from lpplan.values.words import day_in_words, listed, people_in_words, plural, pounds

_SHARES = {"per_head": "shares by number of people", "equal": "equal shares"}
_VALUES: Mapping[str, tuple[str, Callable[[Any], str], str]] = {
    "participants": ("", people_in_words, "people school by school"),
    "cohorts": ("", lambda number: plural(number, "cohort"), "as few cohorts as hold everyone"),
    "academic_year": ("in ", str, ""),
    "launch": ("Launch on ", day_in_words, "a day not recorded"),
    "share": ("", _SHARES.__getitem__, ""),
    "charge_per_person": ("charge per person ", pounds, "none of its own"),
    "amount": ("", pounds, ""),
    "per": ("", lambda unit: f"per {unit}", ""),
    "times": ("", lambda number: plural(number, "time"), "not counted"),
    "cost": ("", lambda amount: f"{pounds(amount)} each", "no cost"),
    "membership": ("", lambda membership: f"{membership} prices", ""),
    "year_end": ("financial years ending in ", str.capitalize, DEFAULT_YEAR_END.capitalize()),
}
"""What stands before the values of a key, how one is said, and how that there is none."""
_AS_IT_STANDS = "", str, "none"
_TABLES = {"school": "the school", "centre": "the centre", "applicants": "what staff are told"}


def change_in_words(change: PlanChange) -> str:
    """A change: ``Stage 3 in 2019/20: Greenlea, 12 people instead of 10``."""
    places = [_name(entry) for entry in change.within]
    entry = change.after if change.before is None else change.before
    if isinstance(entry, BaseModel) and None in (change.before, change.after):
        places.append(_whole_entry(entry))
        said = "added" if change.before is None else "no longer there"
    else:
        said = _instead(change)
        table = _TABLES.get(change.key.rpartition(".")[0], "the plan")
        places = places or [f"{table[0].upper()}{table[1:]}"]
    place, *inner = places
    return f"{place}: {', '.join([*inner, said])}"


def elsewhere_in_words(changes: Iterable[PlanChange]) -> str:
    """Where changes are, without their values: ``Stage 2 in 2019/20 (launch and topics)``."""
    places: dict[str, list[str]] = {}
    for change in changes:
        names = [_name(entry) for entry in change.within]
        key, _, last = change.key.rpartition(".")
        entry = change.after if change.before is None else change.before
        if isinstance(entry, BaseModel) and None in (change.before, change.after):
            known = change.key in _TABLES
            names.append(_TABLES[change.key] if known else _name(entry))
            last = "added" if change.before is None else "no longer there"
        elif not names:
            names = [_TABLES.get(key, "the plan")]
        places.setdefault(", ".join(names), []).append(_key_in_words(last))
    return listed([f"{place} ({listed(keys)})" for place, keys in places.items()])


def _key_in_words(name: str) -> str:
    return name.replace("_", " ").replace("ssat", "SSAT")


def _instead(change: PlanChange) -> str:
    """What a key holds, and what before; a unit is said once: ``12 people instead of 10``."""
    begins, say, none = _VALUES.get(change.key.rpartition(".")[2], _AS_IT_STANDS)
    now, before = (none if it is None else say(it) for it in (change.after, change.before))
    number, _, unit = before.partition(" ")
    if unit.isalpha() and now.endswith(f" {unit}"):
        before = number
    return f"{begins}{now} instead of {before}"


def _name(entry: BaseModel) -> str:
    match entry:
        case StageEntry():
            return f"Stage {entry.stage} in {entry.academic_year}"
        case OwnCost():
            return entry.label
        case _:
            return str(getattr(entry, "name", entry))


def _whole_entry(entry: BaseModel) -> str:
    """An entry of a list that came or went."""
    match entry:
        case StageEntry():
            return f"{_name(entry)}, {people_in_words(entry.people)}"
        case ParticipatingSchool():
            return f"{entry.name}, {people_in_words(entry.participants)}"
        case OwnCost():
            return f"{entry.label}, {pounds(entry.amount)} per {entry.per}"
        case Support() if entry.cost is not None:
            return f"{entry.name}, {plural(entry.times or 0, 'time')} at {pounds(entry.cost)}"
        case _:
            return _name(entry)
