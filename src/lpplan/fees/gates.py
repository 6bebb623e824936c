"""The gates on a change of fees: no amount changes without a reason that somebody wrote down."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from lpplan.core.fees import Acceptance, FeeSchedule, Schedules
from lpplan.fees.bounds import Bounds, crossings
from lpplan.fees.changes import ReferenceCosts, amounts_by_charge, deciding_facts
from lpplan.fees.reasons import ChangedYear, day_checked, tells_of
from lpplan.reading.fee_reasons import PLACEHOLDER, is_placeholder
from lpplan.reading.fee_rule import FeeRule
from lpplan.reading.toml_file import toml_line, written_key
from lpplan.values.money import NOTHING, percent_text
from lpplan.values.problem import KeyPath
from lpplan.values.words import listed
from lpplan.values.years import AcademicYear

_gate = partial(FeeRule, "error")

GATES: Mapping[str, FeeRule] = {
    "unexplained-change": _gate("What decides an amount changed, and no entry says why."),
    "reason-removed": _gate("An entry that says why fees changed is gone, or reads differently."),
    "published-removed": _gate("A published schedule is gone, or published no more."),
    "charge-changed-unchecked": _gate("A published charge changed without a newer check."),
    "checked-backwards": _gate("The day of the last check moved back."),
    "max-rise": _gate("A charge rises by more than it may."),
    "max-fall": _gate("A charge falls by more than it may."),
    "charge-withdrawn": _gate("A charge is made no longer."),
    "price-gone": _gate("Somebody who had a price has none any more."),
    "max-increase": _gate("A reference quote rises by more than it may."),
}
"""Every code that a closed gate can have."""


class Gate(NamedTuple):
    """A closed gate: what the files do not account for, and how to open it."""

    code: str
    academic_year: AcademicYear
    """The year whose fees, or whose quotes, it is about."""
    mend_in: AcademicYear
    """The year whose file opens it."""
    keys: tuple[KeyPath, ...]
    """What it is about; nothing for a whole schedule."""
    message: str
    hint: str


def closed_gates(
    before: Schedules,
    after: Schedules,
    years: Mapping[AcademicYear, ChangedYear],
    references: Sequence[ReferenceCosts],
    bounds: Bounds,
) -> Iterator[Gate]:
    """Every gate that a change of fees leaves closed, by year, and last those on whole quotes.

    ``years`` are those that have a schedule after the change; ``references`` are the reference
    quotes that it touches.
    """
    for academic_year in sorted({*before.years, *after.years}):
        year, old = years.get(academic_year), before.of(academic_year)
        if year is not None:
            earlier = [schedule for schedule in after if schedule.academic_year < academic_year]
            for compared in [old] if old else earlier[-1:]:
                yield from _crossed(year, compared, bounds)
            for find in (_unexplained, _unnamed_source, _removed, _unpublished, _unchecked):
                yield from find(year)
        elif old is not None:
            yield from _gone(old, tells_of(academic_year, years))
    if bounds.max_increase is not None:
        for reference in references:
            if reference.rises_over(bounds.max_increase):
                yield from _dearer(reference, (before, after), years, bounds.max_increase)


def _gate_of(
    year: ChangedYear, code: str, keys: Sequence[KeyPath], message: str, hint: str
) -> Gate:
    return Gate(code, year.academic_year, year.academic_year, tuple(keys), message, hint)


def _changed(year: ChangedYear) -> dict[str, list[KeyPath]]:
    """What decides amounts and is not as it was, by the charge that it is about."""
    old, new = year.old, year.new
    if old is None:
        return {name: [("fees", name)] for name in new.fees}
    found: dict[str, list[KeyPath]] = {}
    for name in dict.fromkeys((*old.fees, *new.fees, *old.withdrawn, *new.withdrawn)):
        was, now = old.fees.get(name), new.fees.get(name)
        if was and now:
            then, today = (deciding_facts(name, charge) for charge in (was, now))
            found[name] = [key for key in today if today[key] != then[key]]
        elif was or now:
            found[name] = [("fees", name)]
        elif (name in old.withdrawn) != (name in new.withdrawn):
            found[name] = [("withdrawn",)]
    return {name: keys for name, keys in found.items() if keys}


def _unexplained(year: ChangedYear) -> Iterator[Gate]:
    """What decides an amount and changed, and no entry that counts speaks of it."""
    changed = _changed(year)
    if year.old and year.old.status != year.new.status:
        changed |= {name: [("status",), *changed.get(name, ())] for name in year.new.fees}
    charges = [name for name in changed if not year.explains(name)]
    keys = list(dict.fromkeys(key for name in charges for key in changed[name]))
    if charges:
        what = f"{listed([*map(written_key, keys)])} of {year.academic_year} changed"
        what = what if year.old else f"{year.academic_year} is new"
        message = f"{what}, and no entry under [[changes]] says why"
        for reason in year.added:
            if objection := year.objection(reason):
                message += f"; that of {reason.on} {objection}"
        is_all = len(charges) == len({*changed, *year.new.fees})
        hint = f"Put it back, or {_entry_to_add(year, None if is_all else charges)}"
        yield _gate_of(year, "unexplained-change", keys if year.old else (), message, hint)


def _entry_to_add(
    year: ChangedYear, charges: Sequence[str] | None, accepts: Acceptance | None = None
) -> str:
    """How to write the entry that opens a gate; None for all charges.

    A charge that the file knows no more can be named by "all" alone.
    """
    known = {*year.new.fees, *year.new.withdrawn}
    lines = [
        toml_line("on", year.as_of),
        toml_line("fees", [*charges] if charges and known.issuperset(charges) else "all"),
        toml_line("because", PLACEHOLDER),
        *([toml_line("accepts", [accepts])] if accepts else []),
    ]
    is_unchecked = year.new.status == "published" and day_checked(year.new) < year.as_of
    checked = "; and check the file again, on that day or later" if is_unchecked else ""
    verb = "accept it" if accepts else "say why"
    return f"{verb} in an entry [[changes]] with {', '.join(lines)}{checked}."


def _unnamed_source(year: ChangedYear) -> Iterator[Gate]:
    """A schedule that is published now, and does not say where its prices are from."""
    is_newly_published = year.old is None or year.old.status != "published"
    source = year.new.source
    is_named = source is not None and not is_placeholder(source.title or "")
    if year.new.status == "published" and is_newly_published and not is_named:
        message = f"{year.academic_year} is published, and source.title is still to be written"
        hint = "Say what the prices were read in."
        yield _gate_of(year, "unexplained-change", [("source", "title")], message, hint)


def _removed(year: ChangedYear) -> Iterator[Gate]:
    """Entries that were there and are not, or that read differently."""
    for reason in year.removed:
        which = f'the entry of {reason.on}, "{reason.because}", in {year.academic_year}'
        message = f"{which} is gone or reads differently"
        hint = "Put it back as it was, and say what is new in an entry of its own."
        yield _gate_of(year, "reason-removed", [("changes",)], message, hint)


def _unpublished(year: ChangedYear) -> Iterator[Gate]:
    """A schedule that was published and is provisional now."""
    was_published = year.old is not None and year.old.status == "published"
    is_told = all(year.explains(name, "published") for name in year.new.fees)
    if was_published and year.new.status == "provisional" and not is_told:
        hint = f"Publish it again, or {_entry_to_add(year, None, 'published')}"
        message = f"{year.academic_year} was published, and is provisional now"
        yield _gate_of(year, "published-removed", [("status",)], message, hint)


def _gone(old: FeeSchedule, host: ChangedYear) -> Iterator[Gate]:
    """A year that is taken away without a word in the file that is to say why."""
    if not host.for_another:
        code = "published-removed" if old.status == "published" else "unexplained-change"
        message = f"{old.academic_year} has no schedule any more"
        where = f"in {host.academic_year.in_file_names}.toml"
        hint = f"Put it back, or {where} {_entry_to_add(host, None, 'gone')}"
        yield Gate(code, old.academic_year, host.academic_year, (), message, hint)


def _unchecked(year: ChangedYear) -> Iterator[Gate]:
    """A published charge that changed without a newer check, and a check that moved back.

    A second correction on the day of the first is told by an entry of that day.
    """
    old, new = year.old, year.new
    if old is None or "provisional" in (old.status, new.status):
        return
    then, now = day_checked(old), day_checked(new)
    changed = _changed(year)
    hint = "Hold the file against its source again, and put that day into checked."
    if now < then and not year.reasons:
        message = f"source.checked of {year.academic_year} moved back from {then} to {now}"
        yield _gate_of(year, "checked-backwards", [("source", "checked")], message, hint)
    is_told = now == then and all(year.explains(name, on=now) for name in changed)
    if changed and now <= then and not is_told:
        keys = [key for name in changed for key in changed[name]]
        what = f"{listed([*map(written_key, keys)])} of the published {year.academic_year} changed"
        message = f"{what}, and the date checked did not move forward"
        yield _gate_of(year, "charge-changed-unchecked", keys, message, hint)


def _crossed(year: ChangedYear, compared: FeeSchedule, bounds: Bounds) -> Iterator[Gate]:
    """The bounds that charges cross, and that no entry accepts."""
    for code, accepted_by, charge, words in crossings(compared, year.new, bounds):
        if not year.explains(charge, accepted_by):
            hint = f"Correct it, or {_entry_to_add(year, [charge], accepted_by)}"
            is_new_year = compared.academic_year != year.academic_year
            against = f", against {compared.academic_year}" if is_new_year else ""
            message = f"{year.academic_year}: {words}{against}"
            yield _gate_of(year, code, [("fees", charge)], message, hint)


def _dearer(
    reference: ReferenceCosts,
    schedules: tuple[Schedules, Schedules],
    years: Mapping[AcademicYear, ChangedYear],
    most: Decimal,
) -> Iterator[Gate]:
    """A reference quote that rises too far, and no entry accepts that its charges rise."""
    membership, academic_year, stage, people, costs = reference
    then, now = (
        (amounts_by_charge(prices, stage, people, membership), prices.schedule.academic_year)
        for prices in (s.prices(academic_year) for s in schedules)
        if prices is not None
    )
    rising = [name for name, amount in now[0].items() if amount > then[0].get(name, NOTHING)]
    year = years[now[1]]
    if not all(year.explains(name, "rise") for name in rising):
        rise = " → ".join(cost.words for cost in costs if cost)
        message = (
            f"Stage {stage} in {academic_year} with {people} people, {membership} prices, rises"
            f" by more than {percent_text(most)}: {rise}"
        )
        hint = f"Correct it, or {_entry_to_add(year, rising, 'rise')}"
        keys = tuple(("fees", name) for name in rising)
        yield Gate("max-increase", academic_year, year.academic_year, keys, message, hint)
