"""A change of fees as people read it, and as JSON: what changed, why, and what that does."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from lpplan.core.fees import Charge, FeeSchedule
from lpplan.fees.changes import Costs, FeeChange, NewYear, ReferenceCosts
from lpplan.fees.findings import finding_parts, problems_data
from lpplan.fees.gates import Gate
from lpplan.reading.toml_file import written_key
from lpplan.show.cells import Cell, Money, Percent
from lpplan.show.data import to_json
from lpplan.show.document import (
    Column,
    Document,
    Folded,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    table,
)
from lpplan.values.money import Pounds
from lpplan.values.problem import LocatedProblem
from lpplan.values.words import listed, plural, pounds
from lpplan.values.years import AcademicYear


class ClosedGate(NamedTuple):
    """A closed gate, and where in the new files it is to be opened."""

    gate: Gate
    located: LocatedProblem


class FeeDiff(NamedTuple):
    """Everything that changed between two sets of fees, and what it does."""

    made: date
    changes: Sequence[FeeChange]
    new_years: Sequence[NewYear]
    gates: Sequence[ClosedGate]
    plans: Sequence[tuple[str, Costs]]
    references: Sequence[ReferenceCosts]
    exceeding: Sequence[ReferenceCosts]
    """The reference quotes that rise by more than they may."""
    lines: Mapping[str, Sequence[str]]
    """The lines of each new file, by its path."""
    old: str = "old"
    """How the base is named."""
    new: str = "new"
    base_remarks: Sequence[str] = ()
    """What of the base is absent or unsound, so that it counts as new."""

    @property
    def problems(self) -> list[LocatedProblem]:
        """The closed gates as problems of the new files."""
        return [closed.located for closed in self.gates]

    @property
    def passes(self) -> bool:
        """Whether no gate is closed."""
        return not self.gates

    @property
    def verdict(self) -> str:
        """How much changed, and whether a gate is closed, in a sentence."""
        changed = plural(len(self.changes), "change") if self.changes else "No change"
        touched = sum(_amount(before) != _amount(after) for _, (before, after) in self.plans)
        gates = len(self.gates)
        closed = f"{plural(gates, 'gate')} closed" if gates else "no gate is closed"
        plans = f"{touched} of {plural(len(self.plans), 'plan')} cost another amount"
        return f"{changed}, {plans}, {closed}."


def diff_document(diff: FeeDiff) -> Document:
    """What changed and what it does, and the verdict last, where a terminal is read."""
    parts = [*_remarks(diff), *_effects(diff), *_gates(diff), _verdict(diff)]
    return Document(_title(diff), diff.made, parts)


def diff_page(diff: FeeDiff) -> Document:
    """The same for a page, which is read from its top: the verdict first."""
    parts = [_verdict(diff), *_remarks(diff), *_gates(diff), *_effects(diff)]
    return Document(_title(diff), diff.made, parts)


def _remarks(diff: FeeDiff) -> Iterator[Part]:
    return (Paragraph(remark, "loud", apart=True) for remark in diff.base_remarks)


def _gates(diff: FeeDiff) -> Iterator[Part]:
    """The gates that are closed, each with the line at which it can be opened."""
    if diff.gates:
        yield Heading("What must be explained or corrected first", "bad")
        yield from finding_parts(diff.problems, diff.lines)


def _title(diff: FeeDiff) -> str:
    return f"Fees from {diff.old} to {diff.new}"


def _verdict(diff: FeeDiff) -> Part:
    return Paragraph(diff.verdict, "strong" if diff.passes else "bad", apart=True)


def _effects(diff: FeeDiff) -> Iterator[Part]:
    """What changed, and what that does to plans and to cohorts of typical sizes."""
    if not diff.changes:
        yield Paragraph("Nothing changed.", apart=True)
        return
    yield _changes_table(diff.changes)
    if diff.new_years:
        yield from _new_prices(diff.new_years)
    yield Heading("What it does to plans, exc VAT")
    rows = [Row((plan, *_cells(costs))) for plan, costs in diff.plans]
    yield table("Plan", "Before", "After", "Difference", rows=rows)
    if diff.references:
        headings = ("Year", "Prices", "Stage", "People", "Before", "After", "Difference", "")
        columns = [Column(heading, keep=True) for heading in headings]
        rows = [*map(_reference_row, diff.references)]
        number = plural(len(rows), "reference cohort")
        yield Folded(f"What it does to {number}, exc VAT", [Table(columns, rows)])


def _changes_table(changes: Sequence[FeeChange]) -> Table:
    """What changed, and why where an entry says so."""
    columns = [Column("", keep=True), Column("Year", keep=True), Column("Key"), Column("Change")]
    cells = [
        (one.sign, one.academic_year, one.key or "whole schedule", in_words, one.because)
        for one, in_words in zip(changes, map(_change_in_words, changes), strict=True)
    ]
    if any(change.because for change in changes):
        return Table([*columns, Column("Why")], [Row(row) for row in cells])
    return Table(columns, [Row(row[:-1]) for row in cells])


def _new_prices(years: Sequence[NewYear]) -> Iterator[Part]:
    """The prices of new years, line by line."""
    named = years[0].academic_year if len(years) == 1 else "new years"
    against = {year.against for year in years}
    before = str(years[0].against) if len(against) == 1 and years[0].against else "those before"
    yield Heading(f"Prices of {named}, against {before}, exc VAT")
    headings = ("Year", "Charge", "Prices", "Before", "After", "Difference", "")
    columns = [Column(heading, keep=heading != "Charge") for heading in headings]
    rows = [
        Row((year.academic_year, name, membership, *_cells(costs, "none"), _percent(costs)))
        for year in years
        for name, membership, costs in year.prices
    ]
    others = [
        f"{change.academic_year}, {change.key}: {_change_in_words(change)}"
        for year in years
        for change in year.otherwise
    ]
    yield Table(columns, rows, below=others)


def _percent(costs: Costs) -> Percent | None:
    """By how much it moved; nothing where it did not, or from nothing."""
    return Percent(costs.percent) if costs.percent else None


def _reference_row(reference: ReferenceCosts) -> Row:
    membership, year, stage, people, costs = reference
    return Row((year, membership, stage, people, *_cells(costs), _percent(costs)))


def _cells(costs: Costs, without: str = "no prices") -> Iterator[Cell]:
    """What something costs before, after, and how much more."""
    for cost in costs:
        yield cost or without
    yield None if costs.difference is None else Money(costs.difference, signed=True)


def _change_in_words(change: FeeChange) -> str:
    before, after = change.before, change.after
    if change.sign == "+":
        return _in_words(after)
    if change.sign == "-":
        return f"was {_in_words(before)}"
    words = f"{_in_words(before)} → {_in_words(after)}"
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        percent = Costs(Money(before), Money(after)).percent
        by = Money(after - before, signed=True).words
        return f"{words} ({by}{f', {Percent(percent).words}' if percent is not None else ''})"
    return words


def _in_words(value: object) -> str:
    match value:
        case Decimal():
            return pounds(value)
        case FeeSchedule():
            return f"a {value.status} schedule of {plural(len(value.fees), 'charge')}"
        case Charge():
            stages = listed([str(stage) for stage in value.stages])
            return f"{pounds(value.member)} per {value.per} at stage {stages}"
        case AcademicYear() | date():
            return str(value)
        case tuple():
            return f"[{', '.join(map(str, value))}]"
        case _:
            return f'"{value}"' if isinstance(value, str) else str(value)


def diff_json(diff: FeeDiff) -> str:
    """What changed and what it does as JSON in ASCII."""
    changes = [
        {**change._asdict(), "before": _value(change.before), "after": _value(change.after)}
        for change in diff.changes
    ]
    data = {
        "old": diff.old,
        "new": diff.new,
        "passes": diff.passes,
        "base_remarks": diff.base_remarks,
        "changes": changes,
        "new_years": [*map(_new_year_data, diff.new_years)],
        "violations": [*map(_violation, diff.gates)],
        "exceeding": [*map(_reference_data, diff.exceeding)],
        "plans": [{"plan": plan, **_costs_data(costs)} for plan, costs in diff.plans],
        "references": [*map(_reference_data, diff.references)],
        "problems": problems_data(diff.problems),
    }
    return to_json(data)


def _violation(closed: ClosedGate) -> dict[str, Any]:
    gate = closed.gate
    keys = [*map(written_key, gate.keys)]
    return {"code": gate.code, "academic_year": gate.academic_year, "keys": keys}


def _new_year_data(year: NewYear) -> dict[str, Any]:
    prices = [
        {"fee": name, "membership": membership, **_costs_data(costs)}
        for name, membership, costs in year.prices
    ]
    return {"academic_year": year.academic_year, "against": year.against, "prices": prices}


def _value(value: object) -> object:
    return _in_words(value) if isinstance(value, FeeSchedule | Charge) else value


def _reference_data(reference: ReferenceCosts) -> dict[str, Any]:
    data = reference._asdict()
    before, after = costs = data.pop("costs")
    statuses = {
        "before_status": before and (before.mark or "published"),
        "after_status": after and (after.mark or "published"),
    }
    return data | _costs_data(costs) | statuses


def _costs_data(costs: Costs) -> dict[str, Pounds | None]:
    before, after = costs
    return {"before": _amount(before), "after": _amount(after), "difference": costs.difference}


def _amount(cost: Money | None) -> Pounds | None:
    return cost and cost.amount
