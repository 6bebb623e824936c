"""``lpplan fees diff``: what a change of fees does to the files, to plans and to cohorts."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from lpplan.core.fees import Charge, FeeSchedule, Schedules
from lpplan.core.quote import Quote, quote_plan
from lpplan.fees.base import load_base
from lpplan.fees.changes import (
    Costs,
    FeeDiff,
    ReferenceCosts,
    Sign,
    fee_changes,
    reference_costs,
    violations,
)
from lpplan.fees.git_tree import tree_texts
from lpplan.flags import Flags, ForceOption, OutputOption, format_option, switch, text_option
from lpplan.output import destination
from lpplan.reading.bundled import bundled_folder
from lpplan.reading.fee_folder import sound_folder
from lpplan.reading.plan_source import load_plan
from lpplan.show.data import to_json
from lpplan.show.document import (
    Bullets,
    Cell,
    Column,
    Document,
    Folded,
    Heading,
    Money,
    Paragraph,
    Part,
    Percent,
    Row,
    Table,
    table,
)
from lpplan.show.formats import Formats, for_reading
from lpplan.show.markdown import document_markdown
from lpplan.show.stage_words import mark_of_sum
from lpplan.values.money import Pounds
from lpplan.values.problem import LocatedProblem, LpplanError
from lpplan.values.words import listed, plural, pounds
from lpplan.values.years import AcademicYear

MOST_MARKDOWN = 60_000
"""Characters: GitHub takes comments of 65,536 and job summaries of a million."""


def diff_document(diff: FeeDiff) -> Document:
    """What changed and what it does, and the verdict last, where a terminal is read."""
    parts = [*_remarks(diff), *_effects(diff), *_gates(diff), _verdict(diff)]
    return Document(_title(diff), diff.made, parts)


def diff_page(diff: FeeDiff) -> Document:
    """The same for a page, which is read from its top: the verdict first."""
    parts = [_verdict(diff), *_remarks(diff), *_gates(diff), *_effects(diff)]
    return Document(_title(diff), diff.made, parts)


def _title(diff: FeeDiff) -> str:
    return f"Fees from {diff.old} to {diff.new}"


def _verdict(diff: FeeDiff) -> Part:
    changed = plural(len(diff.changes), "change") if diff.changes else "No change"
    touched = sum(_amount(before) != _amount(after) for _, (before, after) in diff.plans)
    gates = len(diff.violations) + len(diff.exceeding)
    closed = f"{plural(gates, 'gate')} closed" if gates else "no gate is closed"
    words = f"{changed}, {touched} of {plural(len(diff.plans), 'plan')} cost another amount"
    return Paragraph(f"{words}, {closed}.", "strong" if diff.passes else "bad", apart=True)


def _remarks(diff: FeeDiff) -> Iterator[Part]:
    return (Paragraph(remark, "loud", apart=True) for remark in diff.base_remarks)


def _gates(diff: FeeDiff) -> Iterator[Part]:
    """The gates that are closed."""
    gates = []
    for code, year, keys in diff.violations:
        what = f"{year} has no published schedule any more"
        if keys:
            unchecked = "changed, and the date checked did not move forward"
            what = f"{listed(keys)} of the published {year} {unchecked}"
        gates.append(f"{code}: {what}.")
    for membership, year, stage, people, costs in diff.exceeding:
        rise = " → ".join(cost.words for cost in costs if cost)
        gates.append(
            f"max-increase: Stage {stage} in {year} with {people} people, {membership} prices,"
            f" rises by more than {diff.max_increase}%: {rise}."
        )
    if gates:
        yield Bullets(gates)


def _effects(diff: FeeDiff) -> Iterator[Part]:
    """What changed, and what that does to plans and to cohorts of typical sizes."""
    if not diff.changes:
        yield Paragraph("Nothing changed.", apart=True)
        return
    columns = [Column("", keep=True), Column("Year", keep=True), Column("Key"), Column("Change")]
    rows = [
        Row((sign, year, key or "whole schedule", _change_in_words(sign, before, after)))
        for sign, year, key, before, after in diff.changes
    ]
    yield Table(columns, rows)
    yield Heading("What it does to plans, exc VAT")
    rows = [Row((plan, *_cells(costs))) for plan, costs in diff.plans]
    yield table("Plan", "Before", "After", "Difference", rows=rows)
    if diff.references:
        headings = ("Year", "Prices", "Stage", "People", "Before", "After", "Difference", "")
        columns = [Column(heading, keep=True) for heading in headings]
        rows = [*map(_reference_row, diff.references)]
        number = plural(len(rows), "reference cohort")
        yield Folded(f"What it does to {number}, exc VAT", [Table(columns, rows)])


def _reference_row(reference: ReferenceCosts) -> Row:
    membership, year, stage, people, costs = reference
    percent = None if costs.percent is None else Percent(costs.percent)
    return Row((year, membership, stage, people, *_cells(costs), percent))


def _cells(costs: Costs) -> Iterator[Cell]:
    """What something costs before, after, and how much more."""
    for cost in costs:
        yield cost or "no prices"
    yield None if costs.difference is None else Money(costs.difference, signed=True)


def _change_in_words(sign: Sign, before: object, after: object) -> str:
    if sign == "+":
        return _in_words(after)
    if sign == "-":
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
        change._asdict() | {"before": _value(change.before), "after": _value(change.after)}
        for change in diff.changes
    ]
    data = {
        "old": diff.old,
        "new": diff.new,
        "passes": diff.passes,
        "base_remarks": diff.base_remarks,
        "changes": changes,
        "violations": [violation._asdict() for violation in diff.violations],
        "exceeding": [*map(_reference_data, diff.exceeding)],
        "plans": [{"plan": plan, **_costs_data(costs)} for plan, costs in diff.plans],
        "references": [*map(_reference_data, diff.references)],
    }
    return to_json(data)


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


FORMATS: Formats[FeeDiff] = {
    **for_reading(diff_page),
    "table": diff_document,
    "markdown": lambda diff: document_markdown(diff_page(diff), MOST_MARKDOWN),
    "json": diff_json,
}


def diff_fees(
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="A folder, a file, or a git tree: origin/main:fees."),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another, such as fees.")],
    plans: Annotated[
        str | None, text_option(metavar="DIR", help="The plans to quote (default: the examples).")
    ] = None,
    max_increase: Annotated[
        str | None,
        text_option(metavar="PERCENT", help="Exit 1 where a reference quote rises by more."),
    ] = None,
    base_may_be_unsound: Annotated[
        bool,
        switch("--base-may-be-unsound", help="Count an unsound year of OLD as new; for repairs."),
    ] = False,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Compare two sets of fees."""
    with Flags() as flags:
        example = "--max-increase 10%"
        most = flags.percent("--max-increase", max_increase, "a percentage such as 10%", example)
    to = destination(form, output, force=force, formats=FORMATS)
    before, base_remarks = load_base(old, may_be_unsound=base_may_be_unsound)
    after = sound_folder(tree_texts(new), new).schedules
    diff = FeeDiff(
        old=old,
        new=new,
        made=flags.as_of(None),
        changes=tuple(fee_changes(before, after)),
        violations=tuple(violations(before, after)),
        plans=_plan_costs(plans, before, after),
        references=tuple(reference_costs(before, after)),
        max_increase=most,
        base_remarks=base_remarks,
    )
    to.write(diff)
    if not diff.passes:
        raise typer.Exit(1)


def _plan_costs(folder: str | None, old: Schedules, new: Schedules) -> list[tuple[str, Costs]]:
    """What the plans of a folder, or the examples, cost before and after.

    Raises LpplanError with every problem of every plan.
    """
    root = bundled_folder("examples") if folder is None else Path(folder)
    problems: list[LocatedProblem] = []
    costs: list[tuple[str, Costs]] = []
    try:
        paths = sorted(path for path in root.iterdir() if path.suffix.lower() == ".toml")
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(f"{folder}: cannot be read as a folder of plans: {reason}") from None
    for path in paths:
        try:
            plan = load_plan(str(path)).plan
        except LpplanError as refused:
            problems += refused.problems
            continue
        before, after = (quote_plan(plan, schedules)[0] for schedules in (old, new))
        costs.append((path.stem, Costs(_sum(before), _sum(after))))
    if problems:
        raise LpplanError(problems=problems)
    return costs


def _sum(quote: Quote | None) -> Money | None:
    return quote and Money(quote.total, mark_of_sum(quote.stages))
