"""The sheet Quote of a workbook: each stage itemised, then notes and totals, as formulas."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lpplan.core.quote import Quote, StageQuote
from lpplan.quote.budget import FinancialYear, budget_title, charged_in_words, charged_on
from lpplan.quote.document import title
from lpplan.quote.report import QuoteReport
from lpplan.show.stage_words import (
    CAVEAT,
    basis,
    input_names,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    prepared,
    stage_title,
)
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import (
    Formula,
    Hint,
    SheetColumn,
    amount,
    amount_width,
    rounded_sum,
    span,
    status,
    whole_number,
)
from lpplan.values.money import NOTHING, Pounds

# Sums by year and by status read these, one row a stage. A stage's year is its first one, as a
# number: a spreadsheet takes the text 2011/12 for a date.
_HELPERS = {
    "H": "stage total",
    "I": "year begins",
    "J": "1 published, 2 estimate",
    "K": "financial year begins",
    "L": "as prepared",
    "M": "fees changed",
}


class StageRows(NamedTuple):
    """A stage and its rows on the sheet Quote."""

    stage: StageQuote
    name: str
    """With which the names of its inputs begin, such as ``Stage_2``."""
    people: int
    limit: int
    wanted: int
    cohorts: int
    lines: range
    """One row that says so where nothing is charged."""
    total: int
    per_head: int


def write_quote(book: Book, report: QuoteReport) -> tuple[Page, Sequence[StageRows]]:
    """Write the sheet; give it and the rows of each stage.

    The participants of a stage that names its schools are left to the sheet Schools.
    """
    quote = report.quote
    fees = prepared(quote.stages, report.as_of, report.fees_folder)
    about = [kind_of_prices(quote.membership), fees, *([report.terms] if report.terms else [])]
    columns = _columns(quote)
    page = Page(book, "Quote", columns, title=title(report), about=about, helpers=_HELPERS)
    first = page.row
    stages = [
        _write_stage(page, stage, name, report)
        for stage, name in zip(quote.stages, input_names(quote.stages), strict=True)
    ]
    rows = range(first, page.row - 1)
    _write_notes(page, report)
    _write_budget(page, report, rows)
    grand = _write_totals(page, quote, rows)
    mark = mark_of_sum(quote.stages)
    whole = Formula(f"=E{grand}", quote.total)
    page.line("TOTAL exc VAT", "grand", at=page.in_view, E=whole, F=Formula(f"=F{grand}", mark))
    _write_comparison(page, report, grand)
    return page, stages


def _columns(quote: Quote) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("What", 40),
        SheetColumn("Basis", 13),
        SheetColumn("Quantity", 11, figures=True),
        SheetColumn("Unit price exc VAT", 19, figures=True),
        SheetColumn("Amount exc VAT", amount_width(quote.total), figures=True),
        SheetColumn("  Price status", 22, words="mark"),
    )


def _write_stage(page: Page, stage: StageQuote, name: str, report: QuoteReport) -> StageRows:
    mark = mark_of(stage.prices)
    page.paragraph(stage_title(stage), "band")
    if mark:
        page.paragraph(f"{basis(stage)}, subject to SSAT's confirmation.", "loud")
    else:
        page.paragraph(f"{basis(stage)}.")
    people, limit, wanted, cohorts = _write_people(page, stage, name)
    quantities = {"person": f"=C{people}", "cohort": f"=C{cohorts}", "stage": "=1"}
    first = page.row
    if not stage.lines:
        page.line("Nothing is charged for this stage.")
    as_prepared = {"cohort": f"AND(D#=L#,M{limit}=0)"}
    for line in stage.lines:
        page.line(
            line.label,
            B=f"per {line.per}",
            C=Formula(quantities[line.per], line.quantity),
            D=amount(line.unit_price, f"D{page.row}", f"{name}_{line.fee}_price"),
            E=Formula("=ROUND(C#*D#,2)", line.amount),
            F=status(mark, "M#"),
            L=line.unit_price,
            M=Formula(f"=IF({as_prepared.get(line.per, 'D#=L#')},0,1)", 0),
        )
    lines, year_end, begins = range(first, page.row), report.year_end, None
    if year_end is not None:
        begins = FinancialYear.of(charged_on(stage), year_end).start
    whole = page.line(
        f"Stage {stage.stage} exc VAT",
        "total",
        E=rounded_sum("E", lines, stage.total),
        F=status(mark, "M#"),
        H=Formula("=E#", stage.total),
        I=stage.academic_year.start,
        J=2 if mark else 1,
        K=begins,
        M=Formula(f"=SUM({span('M', range(limit, lines.stop))})", 0),
    )
    # Half up in whole numbers: of 50.005 a binary number is a little more or a little less.
    halves = f"INT((2*ROUND(E{whole}*100,0)+C{people})/(2*C{people}))/100"
    each = Formula(f"=IF(C{people}>0,{halves},0)", stage.per_head)
    per_head = page.line("Per head exc VAT", E=each, F=status(mark, f"M{whole}"))
    page.skip()
    return StageRows(stage, name, people, limit, wanted, cohorts, lines, whole, per_head)


def _write_people(page: Page, stage: StageQuote, name: str) -> tuple[int, int, int, int]:
    """Write who takes part in which cohorts.

    Gives the rows of the people, of the limit, and of the cohorts asked for and needed.
    """
    number, most = len(stage.cohorts), stage.prices.schedule.cohort_limit
    heads = None
    if not stage.entry.schools:
        heads = whole_number(stage.participants, f"{name}_participants", least=1)
    people = page.line("Participants", B="people", C=heads)
    limit = page.line(
        "Most people in a cohort",
        B="people",
        C=whole_number(most, f"{name}_cohort_limit", least=1),
        D=Hint("empty: no limit, and one cohort"),
        L=most,
        M=Formula("=IF(N(C#)=N(L#),0,1)", 0),
    )
    wanted = page.line(
        "Cohorts asked for",
        B="cohorts",
        C=whole_number(
            number if number > stage.fewest_cohorts else None, f"{name}_cohorts", least=1
        ),
        D=Hint("empty or fewer: as few as hold everyone"),
    )
    fewest = f"IF(N(C{limit})>0,ROUNDUP(C{people}/C{limit},0),1)"
    size = f"INT(C{people}/C#)"
    larger = f"(C{people}-C#*{size})"
    even = f'C#&" of "&{size}'
    uneven = f'{larger}&" of "&{size}+1&", "&C#-{larger}&" of "&{size}'
    cohorts = page.line(
        "Cohorts",
        B="cohorts",
        C=Formula(f"=MAX({fewest},MIN(N(C{wanted}),C{people}))", number),
        D=Formula(f'=IF(C#>0,IF({larger}=0,{even},{uneven}),"")', _sizes(stage)),
    )
    if any(line.per == "cohort" and line.unit_price for line in stage.lines):
        _write_cliffs(page, stage, fewest, (people, limit, cohorts))
    return people, limit, wanted, cohorts


def _write_cliffs(page: Page, stage: StageQuote, fewest: str, at: tuple[int, int, int]) -> None:
    """Write how far the next number of cohorts is, marked where it is near (``core.quote``)."""
    people, limit, cohorts = at
    most = stage.prices.schedule.cohort_limit or 0
    as_few = len(stage.cohorts) == stage.fewest_cohorts
    more = stage.fewest_cohorts * most + 1 - stage.participants
    fewer = stage.participants - (stage.fewest_cohorts - 1) * most
    where = f"N(C{limit})>0,C{cohorts}={fewest}"
    rows = range(page.row, page.row + 2)
    hint = Hint("marked where it is near: see Cost a head")
    page.line(
        "More people that open another cohort",
        B="people",
        C=Formula(f'=IF(AND({where}),{fewest}*C{limit}+1-C{people},"")', more if as_few else None),
        D=hint,
    )
    page.line(
        "Fewer people that save a cohort",
        B="people",
        C=Formula(
            f'=IF(AND({where},C{cohorts}>1),C{people}-(C{cohorts}-1)*C{limit},"")',
            fewer if as_few and stage.fewest_cohorts > 1 else None,
        ),
        D=hint,
    )
    page.mark_where(rows, f"=AND(ISNUMBER($C#),$C#<=MAX(1,INT($C${limit}/5)))")


def _sizes(stage: StageQuote) -> str:
    return ", ".join(f"{number} of {size}" for size, number in Counter(stage.cohorts).items())


def _write_notes(page: Page, report: QuoteReport) -> None:
    page.paragraph("Notes, on the quote as it was prepared", "band")
    for words in report.notes_to_read:
        page.paragraph(words)
    if mark_of_sum(report.quote.stages):
        page.paragraph(CAVEAT, "loud")
    page.skip()


def _write_budget(page: Page, report: QuoteReport, rows: range) -> None:
    """Write what falls in each financial year, if it is to be told."""
    if report.year_end is None:
        return
    page.paragraph(budget_title(report.year_end), "band")
    for part in report.budget:
        mark = mark_of_sum(part.stages)
        which = f"{part.year}, {part.year.in_words}", "K", part.year.start
        _write_sum(page, rows, which, part.total, mark)
        for stage in part.stages:
            page.paragraph(f"   {charged_in_words(stage)}", "quiet")
    page.skip()


def _write_totals(page: Page, quote: Quote, rows: range) -> int:
    """Write the sums over the rows of all stages; give the row of the total."""
    page.paragraph("By academic year", "band")
    for year in quote.years:
        part = quote.in_year(year)
        _write_sum(page, rows, (str(year), "I", year.start), part.total, mark_of_sum(part.stages))
    mark = mark_of_sum(quote.stages)
    if mark:
        published, estimated = quote.total_of("published"), quote.total_of("estimate")
        _write_sum(page, rows, ("Published prices", "J", 1), published, "")
        _write_sum(page, rows, ("Estimates", "J", 2), estimated, "estimate")
    return page.line(
        "TOTAL exc VAT",
        "grand",
        E=rounded_sum("H", rows, quote.total),
        F=status(mark, "M#"),
        M=Formula(f'=SUMIF({span("I", rows)},">=0",{span("M", rows)})', 0),
    )


def _write_sum(
    page: Page, rows: range, which: tuple[str, str, int], value: Pounds, mark: str
) -> None:
    """Write a sum over stages: its label, a helper column, and the number that they have there."""
    label, column, number = which
    chosen = f"{span(column, rows)},{number}"
    page.line(
        label,
        "total",
        E=Formula(f"=ROUND(SUMIF({chosen},{span('H', rows)}),2)", value),
        F=status(mark, "M#"),
        M=Formula(f"=SUMIF({chosen},{span('M', rows)})", 0),
    )


def _write_comparison(page: Page, report: QuoteReport, grand: int) -> None:
    """Write what the total was when the workbook was made, and without a what-if."""
    quote, before = report.quote, report.compared_with
    compared = [("As prepared, before any change here", quote, "Change since", NOTHING)]
    if before is not None and report.difference is not None:
        compared.append(("The plan as it stands", before, "Difference", report.difference))
    for label, other, label_below, difference in compared:
        row = page.line(label, E=other.total, F=mark_of_sum(other.stages))
        # Either of the two may be an estimate.
        mark = mark_of_sum((*quote.stages, *other.stages))
        changed = Formula(f"=ROUND(E{grand}-E{row},2)", difference)
        page.line(label_below, E=changed, F=status(mark, f"M{grand}"))
