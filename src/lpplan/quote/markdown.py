"""A quote as Markdown, for a message, a page or a proposal."""

from collections.abc import Iterator

from lpplan.core.money import Pounds
from lpplan.core.quote import Quote, StageQuote
from lpplan.quote.report import QuoteReport
from lpplan.quote.words import (
    arithmetic,
    basis,
    budget_title,
    charged_in_words,
    cliff_in_words,
    mark_of,
    mark_of_sum,
    origin,
    people_and_cohorts,
    prepared,
    sharing,
    stage_title,
    subtitle,
    title,
)
from lpplan.show.text import markdown_text, pounds


def quote_markdown(report: QuoteReport) -> str:
    """The whole quote as Markdown, its total last."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: QuoteReport) -> Iterator[str]:
    text, quote = markdown_text, report.quote
    made = prepared(quote.stages, report.as_of, report.fees_folder)
    yield f"# {text(title(report))}"
    yield from ("", text(subtitle(report)), "", text(made))
    for stage in quote.stages:
        yield from _stage(stage, report)
    yield from _schools(quote)
    yield from ("", "## Notes", "")
    for note in report.notes:
        yield f"- {text(note.text)} ({text(note.code)})"
    yield from _budget(report)
    yield from ("", "## Total", "")
    yield from _heading("By academic year", "Amount exc VAT")
    for year in quote.years:
        part = quote.in_year(year)
        yield f"| {year} | {_amount(part.total, mark_of_sum(part.stages))} |"
    if mark_of_sum(quote.stages):
        yield f"| Published prices | {pounds(quote.total_of('published'))} |"
        yield f"| Estimates | {_amount(quote.total_of('estimate'), 'estimate')} |"
    if report.compared_with is not None and report.difference is not None:
        before = report.compared_with
        either = mark_of_sum((*quote.stages, *before.stages))
        yield f"| The plan as it stands | {_amount(before.total, mark_of_sum(before.stages))} |"
        yield f"| Difference | {_amount(report.difference, either)} |"
    yield f"| **TOTAL exc VAT** | **{_amount(quote.total, mark_of_sum(quote.stages))}** |"


def _stage(stage: StageQuote, report: QuoteReport) -> Iterator[str]:
    text, mark, status = markdown_text, mark_of(stage.prices), stage.prices.status
    told = text(basis(stage))
    yield from ("", f"## {text(stage_title(stage))}", "")
    yield f"{text(people_and_cohorts(stage))}. {f'**{told}**' if status == 'estimate' else told}."
    yield ""
    yield from _heading("What", "Basis", "Quantity", "Unit price", "Amount exc VAT")
    for line in stage.lines:
        yield (
            f"| {text(line.label)} | per {line.per} | {line.quantity:,} |"
            f" {pounds(line.unit_price)} | {_amount(line.amount, mark)} |"
        )
    yield f"| **Stage {stage.stage} exc VAT** | | | | **{_amount(stage.total, mark)}** |"
    yield f"| Per head | | | | {_amount(stage.per_head, mark)} |"
    for cliff in stage.cliffs:
        yield from ("", text(cliff_in_words(cliff, stage.prices)))
    if report.places is not None:
        yield ""
        for line in stage.lines:
            where = text(origin(line, stage, report.places))
            yield f"- **{text(line.label)}**: {text(arithmetic(line, stage.prices))} ({where})"


def _schools(quote: Quote) -> Iterator[str]:
    shared = [(stage, stage.recharge) for stage in quote.stages if stage.recharge]
    if not shared:
        return
    yield from ("", "## What participating schools would repay", "")
    yield from _heading("School", "Stage", "People", "Amount exc VAT")
    for stage, recharge in shared:
        for school in recharge.schools:
            name = markdown_text(school.school) + (
                " (its own part)" if recharge.is_own(school) else ""
            )
            amount = _amount(school.total, mark_of(stage.prices))
            yield f"| {name} | {stage.stage} | {school.participants:,} | {amount} |"
    repaid = _amount(quote.repaid, mark_of_sum(stage for stage, _ in shared))
    yield f"| **Repaid by others** | | | **{repaid}** |"
    for stage, recharge in shared:
        yield from ("", sharing(stage.stage, recharge.share))


def _budget(report: QuoteReport) -> Iterator[str]:
    if report.year_end is None:
        return
    yield from ("", f"## {budget_title(report.year_end)}", "")
    yield from _heading("Financial year", "Amount exc VAT")
    for part in report.budget:
        whole = _amount(part.total, mark_of_sum(part.stages))
        yield f"| **{part.year}, {part.year.in_words}** | **{whole}** |"
        for stage in part.stages:
            yield f"| {charged_in_words(stage)} | {_amount(stage.total, mark_of(stage.prices))} |"


def _heading(*names: str) -> Iterator[str]:
    """A table's heading, its last columns for figures."""
    yield f"| {' | '.join(names)} |"
    rules = [":---" if name in ("What", "Basis", "School") else "---:" for name in names]
    rules[0] = ":---"
    yield f"| {' | '.join(rules)} |"


def _amount(amount: Pounds, mark: str) -> str:
    return f"{pounds(amount)} {mark}" if mark else pounds(amount)
