"""The sheet Quote of a workbook: each stage itemised, then notes and totals, as formulas."""

from collections.abc import Sequence

from lpplan.core.money import NOTHING, Pounds
from lpplan.core.quote import Line, Quote, StageQuote
from lpplan.quote.budget import FinancialYear, budget_title, charged_in_words, charged_on
from lpplan.quote.document import title
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_places import HEADINGS, Place, QuotePlace
from lpplan.show.stage_words import (
    basis,
    mark_of,
    mark_of_sum,
    prepared,
    prices_for,
    stage_title,
)
from lpplan.show.workbook import CAVEAT, LEGEND, Book, Column, Page, amount_width, quoted

# Sums by year and by status read these, one row a stage. A stage's year is its first one, as a
# number: a spreadsheet takes the text 2011/12 for a date.
_TOTAL, _YEAR, _PUBLISHED, _BUDGET, _BEFORE, _CHANGED = "HIJKLM"
_HELPERS = (
    "Helper: stage total",
    "Helper: year begins",
    "Helper: 1 published, 2 estimate",
    "Helper: financial year begins",
    "Helper: price as prepared",
    "Helper: prices changed",
)


def write_quote(book: Book, report: QuoteReport, places: Sequence[Place]) -> None:
    """Write the sheet."""
    quote = report.quote
    page = book.page("Quote", _columns(quote))
    page.paragraph(1, title(report), "title", most_lines=6)
    page.paragraph(2, prices_for(report.quote.membership))
    page.paragraph(3, prepared(quote.stages, report.as_of, report.fees_folder), most_lines=4)
    page.paragraph(4, LEGEND, "quiet")
    page.headings(HEADINGS)
    page.helpers(_TOTAL, HEADINGS, _HELPERS)
    for place in places:
        _write_stage(page, place, report)
    row = _write_notes(page, report, places[-1].quote.per_head + 2)
    end = _Totals(page, places).write(report, row)
    page.finish(end, protected=True)


def _columns(quote: Quote) -> tuple[Column, ...]:
    return (
        Column("What", 40),
        Column("Basis", 13),
        Column("Quantity", 11, figures=True),
        Column("Unit price exc VAT", 19, figures=True),
        Column("Amount exc VAT", amount_width(quote.total), figures=True),
        Column("  Price status", 19),
    )


def _write_stage(page: Page, place: Place, report: QuoteReport) -> None:
    stage, at = place.stage, place.quote
    told = basis(stage)
    page.fill(at.title, "band")
    page.paragraph(at.title, stage_title(stage), "band")
    if stage.prices.status == "estimate":
        page.paragraph(at.basis, f"{told}, subject to SSAT's confirmation.", "loud")
    else:
        page.paragraph(at.basis, f"{told}.")
    _write_people(page, place)
    if not stage.lines:
        page.text("A", at.first, "Nothing is charged for this stage.")
    for row, line in enumerate(stage.lines, at.first):
        _write_line(page, row, line, stage, at)
    _write_stage_total(page, stage, at)
    page.number(_YEAR, at.total, stage.academic_year.start, "helper")
    page.number(_PUBLISHED, at.total, 1 if stage.prices.status == "published" else 2, "helper")
    if report.year_end is not None:
        begins = FinancialYear.of(charged_on(stage), report.year_end).start
        page.number(_BUDGET, at.total, begins, "helper")


def _write_people(page: Page, place: Place) -> None:
    stage, at = place.stage, place.quote
    page.text("A", at.people, "Participants")
    page.text("B", at.people, "people")
    if place.shared is None:
        page.number("C", at.people, stage.participants, "whole input")
        page.people("C", at.people, least=1)
    else:
        there = place.shared[1]
        heads = f"=SUM(Schools!B{there.first}:B{there.last})"
        page.formula("C", at.people, heads, stage.participants, "whole")
        page.paragraph(at.people, "from the sheet Schools", "hint", first="D")
    page.text("A", at.limit, "Most people in a cohort")
    page.text("B", at.limit, "people")
    page.number("C", at.limit, stage.prices.schedule.cohort_limit, "whole input")
    page.people("C", at.limit, least=1)
    page.paragraph(at.limit, "empty: no limit, and one cohort", "hint", first="D")
    asked = len(stage.cohorts) if len(stage.cohorts) > stage.fewest_cohorts else None
    page.text("A", at.asked, "Cohorts asked for")
    page.text("B", at.asked, "cohorts")
    page.number("C", at.asked, asked, "whole input")
    page.people("C", at.asked, least=1)
    page.paragraph(at.asked, "empty or fewer: as few as hold everyone", "hint", first="D")
    page.text("A", at.cohorts, "Cohorts")
    page.text("B", at.cohorts, "cohorts")
    fewest = f"IF(N(C{at.limit})>0,ROUNDUP(C{at.people}/C{at.limit},0),1)"
    page.formula(
        "C",
        at.cohorts,
        f"=MAX({fewest},MIN(N(C{at.asked}),C{at.people}))",
        len(stage.cohorts),
        "whole",
    )
    page.formula("D", at.cohorts, _sizes_formula(at), _sizes(stage), "hint")


def _sizes(stage: StageQuote) -> str:
    size, larger = divmod(stage.participants, len(stage.cohorts))
    if not larger:
        return f"{len(stage.cohorts)} of {size}"
    return f"{larger} of {size + 1}, {len(stage.cohorts) - larger} of {size}"


def _sizes_formula(at: QuotePlace) -> str:
    people, cohorts = f"C{at.people}", f"C{at.cohorts}"
    size = f"INT({people}/{cohorts})"
    larger = f"({people}-{cohorts}*{size})"
    even = f'{cohorts}&" of "&{size}'
    uneven = f'{larger}&" of "&{size}+1&", "&{cohorts}-{larger}&" of "&{size}'
    return f'=IF({cohorts}>0,IF({larger}=0,{even},{uneven}),"")'


def _write_line(page: Page, row: int, line: Line, stage: StageQuote, at: QuotePlace) -> None:
    page.text("A", row, line.label)
    page.text("B", row, f"per {line.per}")
    quantities = {"person": f"=C{at.people}", "cohort": f"=C{at.cohorts}", "stage": "=1"}
    page.formula("C", row, quantities[line.per], line.quantity, "whole")
    page.number("D", row, line.unit_price, "money input")
    page.pounds("D", row)
    page.formula("E", row, f"=ROUND(C{row}*D{row},2)", line.amount, "money")
    mark = mark_of(stage.prices)
    page.number(_BEFORE, row, line.unit_price, "helper")
    page.formula(_CHANGED, row, f"=IF(D{row}={_BEFORE}{row},0,1)", 0, "helper")
    page.formula("F", row, _mark_formula(mark, f"{_CHANGED}{row}"), mark, "mark")


def _write_stage_total(page: Page, stage: StageQuote, at: QuotePlace) -> None:
    row, mark = at.total, mark_of(stage.prices)
    page.fill(row, "strong total")
    page.text("A", row, f"Stage {stage.stage} exc VAT", "strong total")
    amounts, changes = f"E{at.first}:E{at.last}", f"{_CHANGED}{at.first}:{_CHANGED}{at.last}"
    page.formula("E", row, f"=ROUND(SUM({amounts}),2)", stage.total, "money total")
    page.formula(_TOTAL, row, f"=E{row}", stage.total, "helper")
    page.formula(_CHANGED, row, f"=SUM({changes})", 0, "helper")
    told = mark.upper()
    page.formula("F", row, _mark_formula(told, f"{_CHANGED}{row}"), told, "mark total")
    page.text("A", at.per_head, "Per head exc VAT")
    # Half up in whole numbers: of 50.005 a binary number is a little more or a little less.
    people, pence = f"C{at.people}", f"ROUND(E{row}*100,0)"
    halves = f"INT((2*{pence}+{people})/(2*{people}))/100"
    page.formula("E", at.per_head, f"=IF({people}>0,{halves},0)", stage.per_head, "money")
    page.formula("F", at.per_head, _mark_formula(mark, f"{_CHANGED}{row}"), mark, "mark")


def _mark_formula(mark: str, changed: str) -> str:
    """What stands beside an amount, and that a price in it is no longer the one prepared."""
    also = f"{mark}, price changed" if mark else "price changed"
    return f"=IF({changed}>0,{quoted(also)},{quoted(mark)})"


def _write_notes(page: Page, report: QuoteReport, row: int) -> int:
    """Write the notes and give the row after them."""
    page.paragraph(row, "Notes, on the quote as it was prepared", "band")
    for note in report.notes:
        row += 1
        page.paragraph(row, f"{note.text} [{note.code}]", most_lines=30)
    if mark_of_sum(report.quote.stages):
        row += 1
        page.paragraph(row, CAVEAT, "loud")
    return row + 2


class _Totals:
    """The totals, which sum the helper columns over the rows of the stages."""

    def __init__(self, page: Page, places: Sequence[Place]) -> None:
        self._page = page
        self._rows = (places[0].quote.title, places[-1].quote.per_head)

    def write(self, report: QuoteReport, row: int) -> int:
        """Write from a row on, and in the row of the total that stays in view; give the last."""
        quote = report.quote
        if report.year_end is not None:
            row = self._budget(report, row)
        self._page.paragraph(row, "By academic year", "band")
        for year in quote.years:
            row += 1
            part = quote.in_year(year)
            self._part(row, str(year), (_YEAR, year.start), part.total, mark_of_sum(part.stages))
        row += 1
        mark = mark_of_sum(quote.stages)
        if mark:
            self._part(row, "Published prices", (_PUBLISHED, 1), quote.total_of("published"), "")
            row += 1
            estimated = quote.total_of("estimate")
            self._part(row, "Estimates", (_PUBLISHED, 2), estimated, "ESTIMATE")
            row += 1
        grand = row
        self._amount(
            grand, "TOTAL exc VAT", f"=ROUND(SUM({self._range(_TOTAL)}),2)", quote.total, "grand"
        )
        changes = f'=SUMIF({self._range(_YEAR)},">=0",{self._range(_CHANGED)})'
        self._page.formula(_CHANGED, grand, changes, 0, "helper")
        self._mark(grand, mark.upper(), "grand")
        self._amount(HEADINGS - 1, "TOTAL exc VAT", f"=E{grand}", quote.total, "grand")
        self._page.formula("F", HEADINGS - 1, f"=F{grand}", mark.upper(), "mark grand")
        return self._comparison(report, grand)

    def _comparison(self, report: QuoteReport, grand: int) -> int:
        """What the total was when the workbook was made, and without a what-if."""
        row, quote, before = grand + 1, report.quote, report.compared_with
        self._fixed(row, "As prepared, before any change here", quote)
        self._difference(row + 1, "Change since", (grand, row), NOTHING, quote)
        if before is None or report.difference is None:
            return row + 1
        self._fixed(row + 2, "The plan as it stands", before)
        either = quote._replace(stages=(*quote.stages, *before.stages))
        self._difference(row + 3, "Difference", (grand, row + 2), report.difference, either)
        return row + 3

    def _budget(self, report: QuoteReport, row: int) -> int:
        """Write what falls in each financial year; give the row after it."""
        if report.year_end is None:
            return row
        self._page.paragraph(row, budget_title(report.year_end), "band")
        for part in report.budget:
            row += 1
            name, told = f"{part.year}, {part.year.in_words}", mark_of_sum(part.stages)
            self._part(row, name, (_BUDGET, part.year.start), part.total, told)
            for stage in part.stages:
                row += 1
                self._page.paragraph(row, f"   {charged_in_words(stage)}", "quiet")
        return row + 2

    def _part(
        self, row: int, words: str, which: tuple[str, int], amount: Pounds, mark: str
    ) -> None:
        """A sum over the stages that have this number in this helper column."""
        column, key = which
        chosen = f"{self._range(column)},{key}"
        formula = f"=ROUND(SUMIF({chosen},{self._range(_TOTAL)}),2)"
        self._amount(row, words, formula, amount, "total")
        changes = f"=SUMIF({chosen},{self._range(_CHANGED)})"
        self._page.formula(_CHANGED, row, changes, 0, "helper")
        self._mark(row, mark, "total")

    def _fixed(self, row: int, words: str, quote: Quote) -> None:
        self._page.text("A", row, words, "quiet")
        self._page.number("E", row, quote.total, "money")
        self._page.text("F", row, mark_of_sum(quote.stages), "mark")

    def _difference(
        self, row: int, words: str, rows: tuple[int, int], known: Pounds, quote: Quote
    ) -> None:
        """What the total in one row is more than that in another; either may be an estimate."""
        grand, other = rows
        mark = mark_of_sum(quote.stages)
        self._page.text("A", row, words, "quiet")
        self._page.formula("E", row, f"=ROUND(E{grand}-E{other},2)", known, "money")
        self._page.formula("F", row, _mark_formula(mark, f"{_CHANGED}{grand}"), mark, "mark")

    def _amount(self, row: int, words: str, formula: str, amount: Pounds, style: str) -> None:
        self._page.fill(row, f"strong {style}")
        self._page.text("A", row, words, f"strong {style}")
        self._page.formula("E", row, formula, amount, f"money {style}")

    def _mark(self, row: int, mark: str, style: str) -> None:
        formula = _mark_formula(mark, f"{_CHANGED}{row}")
        self._page.formula("F", row, formula, mark, f"mark {style}")

    def _range(self, column: str) -> str:
        first, last = self._rows
        return f"${column}${first}:${column}${last}"
