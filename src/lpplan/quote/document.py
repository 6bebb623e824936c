"""A quote as a document: one table a stage, then the schools, the notes and the total."""

from collections.abc import Iterator, Sequence

from lpplan.core.quote import Line, Quote, StageQuote, total
from lpplan.core.recharge import accounts, net_of
from lpplan.quote.budget import budget_title, charged_in_words
from lpplan.quote.report import Origins, QuoteReport
from lpplan.show.cells import Cell, Money
from lpplan.show.document import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    amounts_table,
)
from lpplan.show.net import (
    NET_HEADINGS,
    has_more_than_charges,
    net_cells,
    net_parts,
    own_cost_in_words,
)
from lpplan.show.stage_words import (
    arithmetic,
    basis,
    cliff_in_words,
    estimates_in_words,
    is_mixed,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    named,
    own_charge_in_words,
    people_and_cohorts,
    prepared,
    sharing,
    stage_title,
)
from lpplan.values.words import day_in_words


def quote_document(report: QuoteReport) -> Document:
    """The whole quote, its total last."""
    return Document(title(report), report.as_of, [*_parts(report)])


def title(report: QuoteReport) -> str:
    """The heading of the quote."""
    return f"Quote for {report.quote.school or 'your school'}"


def _parts(report: QuoteReport) -> Iterator[Part]:
    quote = report.quote
    yield Paragraph(kind_of_prices(quote.membership))
    yield Paragraph(prepared(quote.stages, report.as_of, report.fees_folder))
    if words := _estimates(quote):
        yield Paragraph(words, "loud")
    if report.terms:
        yield Paragraph(report.terms)
    for stage in quote.stages:
        yield from _stage(stage, report.origins, mixed=is_mixed(quote.stages))
    yield from _schools(quote)
    yield from _own_costs(quote)
    yield from _school_changes(report)
    yield Heading("Notes")
    yield Bullets(report.notes_to_read)
    yield from _budget(report)
    yield from net_parts(quote.stages)
    yield from _totals(report)


def _estimates(quote: Quote) -> str:
    """That prices are estimates, and what to do with one that SSAT has told; or nothing."""
    words = estimates_in_words(quote.stages)
    if any(stage.prices.fees_from != stage.academic_year for stage in quote.stages):
        words += " If SSAT has told you a price, write it down with lpplan fees told."
    return words


def _stage(stage: StageQuote, origins: Origins | None, *, mixed: bool) -> Iterator[Part]:
    mark = mark_of(stage.prices)
    yield Heading(stage_title(stage))
    yield Paragraph(f"{people_and_cohorts(stage)}.")
    yield Paragraph(f"{basis(stage)}.", "loud" if mark else "plain")

    def row(label: str, amount: Money, *cells: str | int | Money, strong: bool = False) -> Row:
        return Row((label, *(cells or (None, None, None)), amount), strong)

    rows = [
        row(
            line.label,
            Money(line.amount, mark),
            f"per {line.per}",
            line.quantity,
            Money(line.unit_price),
        )
        for line in stage.lines
    ]
    rows.append(row(f"Stage {stage.stage} exc VAT", Money(stage.total, mark), strong=True))
    rows.append(row("Per head", Money.a_head(stage.per_head, mark)))
    cliffs = [cliff_in_words(cliff, mark if mixed else "") for cliff in stage.cliffs]
    headings = ("What", "Basis", "Quantity", "Unit price", "Amount")
    yield amounts_table(*headings, rows=rows, below=cliffs, marked_once=not mixed)
    if origins is not None:
        yield Bullets(
            [
                f"{line.label}: {arithmetic(line, stage.prices)}. {origin(line, stage, origins)}."
                for line in stage.lines
            ]
        )


def origin(line: Line, stage: StageQuote, origins: Origins) -> str:
    """Where the price of a line comes from: source, section, file, line and day checked."""
    source = stage.prices.schedule.source
    path, number = origins[stage.prices.fees_from, line.fee]
    words = (
        (source and source.title) or stage.prices.schedule.named_source or "No source named",
        line.reference,
        f"{path} line {number}",
        f"checked {day_in_words(source.checked)}"
        if source and source.checked
        else "not checked against a source",
    )
    return "; ".join(word for word in words if word)


def _schools(quote: Quote) -> Iterator[Part]:
    rows, rules = [], []
    for account in accounts(quote):
        if (bill := account.bill) is None:
            continue
        stage, mark = account.stage, "estimate" if account.income_is_estimate else ""
        rows += [
            Row(
                (
                    named(school.school, stage.own_school),
                    stage.stage,
                    school.participants,
                    Money(school.total, mark),
                )
            )
            for school in bill.schools
        ]
        rules.append(sharing(stage) if account.charge is None else own_charge_in_words(stage))
    if not rows:
        return
    yield Heading("What participating schools pay")
    paid = total(account.income for account in accounts(quote))
    mark = "estimate" if any(a.income_is_estimate for a in accounts(quote) if a.bill) else ""
    rows.append(Row(("Paid by others", None, None, Money(paid, mark)), strong=True))
    headings = ("School", "Stage", "People", "Amount")
    once = not is_mixed(quote.stages)
    yield amounts_table(*headings, rows=rows, below=rules, marked_once=once)


def _own_costs(quote: Quote) -> Iterator[Part]:
    rows = [
        Row((f"Stage {account.stage.stage}: {own_cost_in_words(line)}", Money(line.amount)))
        for account in accounts(quote)
        for line in account.own_costs
    ]
    if rows:
        own = Money(net_of(quote.stages).own_costs)
        rows.append(Row(("Own costs exc VAT", own), strong=True))
        yield Heading("What the school pays itself")
        yield amounts_table("Not paid to SSAT", "Amount", rows=rows)


def _school_changes(report: QuoteReport) -> Iterator[Part]:
    """What a change does to other schools' bills, and to what remains for the plan's own."""
    before, after = report.compared_with, report.quote
    if before is None or not report.school_changes:
        return
    own, stages = after.stages[0].own_school, (*before.stages, *after.stages)
    billed = [a for quoted in (before, after) for a in accounts(quoted) if a.bill]
    mark = "estimate" if any(account.income_is_estimate for account in billed) else ""
    rows = [
        Row((school, Money(was), Money(now), Money(now - was, mark)))
        for school, was, now in report.school_changes
    ]
    was, now = (net_of(quoted.stages).net for quoted in (before, after))
    remains = Money(was), Money(now), Money(now - was, mark_of_sum(stages))
    rows.append(Row((f"Remains for {own}", *remains), strong=True))
    yield Heading("What the change does to each school")
    yield amounts_table(
        "School", "As it stands", "Changed", "Difference", rows=rows, marked_once=True
    )


def _budget(report: QuoteReport) -> Iterator[Part]:
    if report.year_end is None:
        return
    stages = report.quote.stages
    with_net, mixed = has_more_than_charges(stages), is_mixed(stages)

    def cells(some: Sequence[StageQuote], mark: str) -> tuple[Cell, ...]:
        if with_net:
            return net_cells(some, mark)
        return (Money(total(stage.total for stage in some), mark),)

    rows = []
    for part in report.budget:
        words = f"{part.year}, {part.year.in_words}"
        rows.append(Row((words, *cells(part.stages, mark_of_sum(part.stages))), strong=True))
        rows += [
            Row((f"  {charged_in_words(stage)}", *cells([stage], mark_of(stage.prices) * mixed)))
            for stage in part.stages
        ]
    columns = NET_HEADINGS if with_net else ("Amount",)
    yield amounts_table(budget_title(report.year_end), *columns, rows=rows)


def _totals(report: QuoteReport) -> Iterator[Table]:
    """The total, and before it what the stages above do not say each by itself."""
    quote, before = report.quote, report.compared_with
    # Where there is a net, its table has the years too.
    by_year = 1 < len(quote.years) < len(quote.stages) and not has_more_than_charges(quote.stages)
    rows = [_sum(str(year), quote.in_year(year)) for year in quote.years if by_year]
    if is_mixed(quote.stages):
        estimated = Money(quote.total_of("estimate"), "estimate")
        rows.append(Row(("Published prices", Money(quote.total_of("published"))), ruled=True))
        rows.append(Row(("Estimates", estimated), strong=True, ruled=False))
    if before is not None and report.difference is not None:
        mark = mark_of_sum((*quote.stages, *before.stages))
        rows.append(_sum("The plan as it stands", before)._replace(ruled=True))
        rows.append(Row(("Difference", Money(report.difference, mark))))
    rows.append(_sum("TOTAL exc VAT", quote)._replace(ruled=True))
    headings = ("By academic year", "Amount") if by_year else ("", "")
    yield amounts_table(*headings, rows=rows, marked_once=True)


def _sum(label: str, part: Quote) -> Row:
    return Row((label, Money(part.total, mark_of_sum(part.stages))), strong=True)
