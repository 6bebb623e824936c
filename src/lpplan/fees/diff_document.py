"""A change of fees for a terminal, as JSON, and as Markdown for a pull request."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from lpplan.core.fees import Charge, FeeSchedule
from lpplan.core.money import NOTHING, Pounds
from lpplan.core.quote import Quote
from lpplan.core.words import listed, plural, pounds
from lpplan.core.years import AcademicYear
from lpplan.fees.changes import Change, Violation
from lpplan.fees.diff_report import FeeDiff, PlanQuotes
from lpplan.fees.reference_quotes import ReferenceQuote
from lpplan.show.data import plain_amount, to_json
from lpplan.show.screen import Screen
from lpplan.show.stage_words import mark_of_sum
from lpplan.show.text import markdown_text, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_MARKDOWN = 60_000
"""Characters: GitHub takes comments of 65,536 and job summaries of a million."""


def diff_table(report: FeeDiff, screen: Screen) -> str:
    """The whole report as text for the screen, its verdict last."""
    return screen.render(*_parts(report, screen))


def _parts(report: FeeDiff, screen: Screen) -> "Iterator[RenderableType]":
    yield screen.text(f"Fees from {report.old} to {report.new}", "bold")
    yield screen.text("")
    for change in report.changes:
        style = {"+": "green", "-": "red", "~": "yellow"}[change.sign]
        yield screen.text(_change(change), style)
    if not report.changes:
        yield screen.text("Nothing changed.")
    if report.changes:
        yield screen.text("")
        yield screen.text("What it does to plans, exc VAT", "bold")
        yield screen.text("")
        table = screen.table("Plan", "Before", "After", "Difference", right=(1, 2, 3))
        for row in _plan_rows(report.plans):
            table.add_row(*map(screen.text, row))
        yield table
    if report.references:
        yield screen.text("")
        yield screen.text("What it does to reference cohorts, exc VAT", "bold")
        yield screen.text("")
        headings = ("Year", "Prices", "Stage", "People", "Before", "After", "Difference", "")
        table = screen.table(*headings, right=(2, 3, 4, 5, 6, 7))
        table.columns[0].no_wrap = table.columns[1].no_wrap = True
        for quote in report.references:
            table.add_row(*map(screen.text, _reference_row(quote)))
        yield table
    yield screen.text("")
    for gate in _gates(report):
        yield screen.text(gate, "bold red")
    yield screen.text(_verdict(report), "bold")


def diff_markdown(report: FeeDiff) -> str:
    """The report for a pull request: the verdict first, the long part folded."""
    lines = [f"**{markdown_text(_verdict(report))}**", ""]
    lines += _up_to([f"- {markdown_text(gate)}" for gate in _gates(report)], MOST_MARKDOWN // 12)
    names = f"`{_code(report.old)}` to `{_code(report.new)}`"
    lines += ["", f"Fees from {names}:", ""]
    lines += _up_to(
        [_change_item(change) for change in report.changes] or ["- no change"],
        MOST_MARKDOWN // 2,
    )
    if report.changes:
        lines += ["", "| Plan, exc VAT | Before | After | Difference |", "|:---|---:|---:|---:|"]
        rows = [f"| {' | '.join(map(markdown_text, row))} |" for row in _plan_rows(report.plans)]
        lines += _up_to(rows, MOST_MARKDOWN // 6)
    if report.references:
        summary = plural(len(report.references), "reference cohort")
        lines += ["", f"<details><summary>{summary}, exc VAT</summary>", ""]
        lines += ["| Year | Prices | Stage | People | Before | After | Difference | |"]
        lines += ["|:---|:---|---:|---:|---:|---:|---:|---:|"]
        rows = [f"| {' | '.join(_reference_row(quote))} |" for quote in report.references]
        lines += _up_to(rows, MOST_MARKDOWN // 4)
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _change_item(change: Change) -> str:
    """A change as an item of a list, its sign kept from beginning another one."""
    return f"- `{change.sign}` {markdown_text(_change(change)[2:])}"


def _code(text: str) -> str:
    return visible(text).replace("`", "'")


def _up_to(lines: Sequence[str], most: int) -> list[str]:
    """As many of the lines as keep to a number of characters, and how many are left out."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > most:
            return [*kept, "", f"… and {len(lines) - len(kept):,} more, left out for length."]
        kept.append(line)
    return kept


def diff_json(report: FeeDiff) -> str:
    """The report as JSON in ASCII."""
    data = {
        "old": report.old,
        "new": report.new,
        "passes": report.passes,
        "changes": [
            {
                "sign": change.sign,
                "academic_year": str(change.year),
                "key": change.key,
                "before": _plain(change.before),
                "after": _plain(change.after),
            }
            for change in report.changes
        ],
        "violations": [
            {"code": v.code, "academic_year": str(v.year), "keys": list(v.keys)}
            for v in report.violations
        ],
        "exceeding": [_reference(quote) for quote in report.exceeding],
        "plans": [
            {
                "plan": quotes.plan,
                "before": _optional(quotes.before and quotes.before.total),
                "after": _optional(quotes.after and quotes.after.total),
                "difference": _optional(_plan_difference(quotes)),
            }
            for quotes in report.plans
        ],
        "references": [_reference(quote) for quote in report.references],
    }
    return to_json(data)


def _reference(quote: ReferenceQuote) -> dict[str, Any]:
    return {
        "membership": quote.membership,
        "academic_year": str(quote.year),
        "stage": quote.stage,
        "participants": quote.people,
        "before": _optional(quote.before),
        "after": _optional(quote.after),
        "difference": _optional(_difference(quote.before, quote.after)),
        "before_status": _status(quote.before, estimate=quote.was_estimate),
        "after_status": _status(quote.after, estimate=quote.is_estimate),
    }


def _status(amount: Pounds | None, *, estimate: bool) -> str | None:
    return None if amount is None else "estimate" if estimate else "published"


def _optional(amount: Pounds | None) -> str | None:
    return None if amount is None else plain_amount(amount)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return plain_amount(value)
        case FeeSchedule() | Charge():
            return _in_words(value)
        case AcademicYear() | date():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value


def _change(change: Change) -> str:
    about = f"{change.sign} {change.year} {change.key}".rstrip()
    before, after = change.before, change.after
    if change.sign == "+":
        return f"{about}: {_in_words(after)}"
    if change.sign == "-":
        return f"{about}: was {_in_words(before)}"
    told = f"{about}: {_in_words(before)} → {_in_words(after)}"
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return f"{told} ({_by(before, after)})"
    return told


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


def _by(before: Pounds, after: Pounds) -> str:
    """By how much an amount changed: ``+£20.00, +5.0%``."""
    percent = _percent(before, after)
    return f"{_signed(after - before)}{f', {percent}' if percent else ''}"


def _signed(amount: Pounds) -> str:
    return pounds(amount) if amount <= 0 else f"+{pounds(amount)}"


def _percent(before: Pounds | None, after: Pounds | None) -> str:
    if not before or after is None:
        return ""
    return f"{((after - before) / before * 100).quantize(Decimal('0.1'), ROUND_HALF_UP):+}%"


def _difference(before: Pounds | None, after: Pounds | None) -> Pounds | None:
    return None if before is None or after is None else after - before


def _total(quote: Quote | None) -> Pounds | None:
    return quote.total if quote else None


def _plan_difference(quotes: PlanQuotes) -> Pounds | None:
    return _difference(_total(quotes.before), _total(quotes.after))


def _plan_rows(plans: Sequence[PlanQuotes]) -> Iterator[tuple[str, ...]]:
    for quotes in plans:
        amounts = [
            _amount(quote.total, estimate=bool(mark_of_sum(quote.stages))) if quote else "no prices"
            for quote in (quotes.before, quotes.after)
        ]
        difference = _plan_difference(quotes)
        yield (quotes.plan, *amounts, "" if difference is None else _signed(difference))


def _reference_row(quote: ReferenceQuote) -> tuple[str, ...]:
    difference = _difference(quote.before, quote.after)
    return (
        str(quote.year),
        quote.membership,
        str(quote.stage),
        str(quote.people),
        "none" if quote.before is None else _amount(quote.before, estimate=quote.was_estimate),
        "none" if quote.after is None else _amount(quote.after, estimate=quote.is_estimate),
        "" if difference is None else _signed(difference),
        _percent(quote.before, quote.after),
    )


def _amount(amount: Pounds, *, estimate: bool) -> str:
    return f"{pounds(amount)} est." if estimate else pounds(amount)


def _gates(report: FeeDiff) -> Iterator[str]:
    for violation in report.violations:
        yield _violation(violation)
    for quote in report.exceeding:
        yield (
            f"max-increase: Stage {quote.stage} in {quote.year} with {quote.people} people,"
            f" {quote.membership} prices, rises by more than {report.max_increase}%:"
            f" {pounds(quote.before or NOTHING)} → {pounds(quote.after or NOTHING)}."
        )


def _violation(violation: Violation) -> str:
    if violation.code == "published-removed":
        return f"{violation.code}: {violation.year} has no published schedule any more."
    return (
        f"{violation.code}: {listed(list(violation.keys))} of the published {violation.year}"
        " changed, and the date checked did not move forward."
    )


def _verdict(report: FeeDiff) -> str:
    changed = plural(len(report.changes), "change") if report.changes else "No change"
    differing = [q for q in report.plans if _total(q.before) != _total(q.after)]
    touched = f"{len(differing)} of {plural(len(report.plans), 'plan')} cost another amount"
    gates = len(list(_gates(report)))
    closed = f"{plural(gates, 'gate')} closed" if gates else "no gate is closed"
    return f"{changed}, {touched}, {closed}."
