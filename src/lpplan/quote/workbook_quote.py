"""The sheet Quote of a workbook: each stage itemised, then notes and totals, as formulas."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lpplan.core.quote import Line, Quote, StageQuote
from lpplan.core.recharge import StageRecharge, shared_cost
from lpplan.quote.budget import FinancialYear, budget_title, charged_in_words, charged_on
from lpplan.quote.document import title
from lpplan.quote.report import QuoteReport
from lpplan.show.stage_words import (
    CAVEAT,
    basis,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    prepared,
    stage_title,
)
from lpplan.show.workbook import (
    Book,
    Formula,
    Input,
    Page,
    SheetColumn,
    Value,
    amount_width,
    quoted,
)
from lpplan.values.money import NOTHING, Pounds

LEGEND = (
    "Yellow cells are inputs: change them and all else recalculates. The other cells are locked"
    " against slips, without a password."
)
HEADINGS = 6
"""The row of the headings on the sheets Quote and Schools; all above it stays in view."""

# Sums by year and by status read these, one row a stage. A stage's year is its first one, as a
# number: a spreadsheet takes the text 2011/12 for a date.
_TOTAL, _YEAR, _PUBLISHED, _BUDGET, _BEFORE, _CHANGED = "HIJKLM"
_HELPERS = {
    _TOTAL: "stage total",
    _YEAR: "year begins",
    _PUBLISHED: "1 published, 2 estimate",
    _BUDGET: "financial year begins",
    _BEFORE: "price as prepared",
    _CHANGED: "prices changed",
}


class QuoteRows(NamedTuple):
    """The rows of one stage on the sheet Quote, counted from 1."""

    title: int
    people: int
    cohorts: int
    first: int
    last: int
    """The rows of its lines; one row that says so where nothing is charged."""
    total: int
    per_head: int


class SchoolsRows(NamedTuple):
    """The rows of one stage on the sheet Schools, counted from 1."""

    title: int
    first: int
    last: int
    """The rows of its schools."""
    total: int
    end: int


class StageRows(NamedTuple):
    """A stage and its rows, so that the formulas of both sheets can meet."""

    stage: StageQuote
    quote: QuoteRows
    shared: tuple[StageRecharge, SchoolsRows] | None
    """What its schools repay and its rows there, where the plan names schools."""


def rows_of(stages: Iterable[StageQuote]) -> Iterator[StageRows]:
    """The rows of each stage, with an empty one before it."""
    row = schools_row = HEADINGS + 1
    for stage in stages:
        last = row + 5 + max(1, len(stage.lines))
        quote = QuoteRows(
            title=row,
            people=row + 2,
            cohorts=row + 5,
            first=row + 6,
            last=last,
            total=last + 1,
            per_head=last + 2,
        )
        row = quote.per_head + 2
        shared = None
        if recharge := shared_cost(stage):
            first = schools_row + 4
            last = first - 1 + len(recharge.schools)
            schools = SchoolsRows(
                title=schools_row, first=first, last=last, total=last + 1, end=last + 4
            )
            schools_row = schools.end + 2
            shared = recharge, schools
        yield StageRows(stage, quote, shared)


def write_quote(book: Book, report: QuoteReport, stages: Sequence[StageRows]) -> None:
    """Write the sheet."""
    quote = report.quote
    page = book.page("Quote", _columns(quote))
    page.paragraph(1, title(report), "title", most_lines=6)
    page.paragraph(2, kind_of_prices(quote.membership))
    page.paragraph(3, prepared(quote.stages, report.as_of, report.fees_folder), most_lines=4)
    page.paragraph(4, LEGEND, "quiet")
    page.headings(HEADINGS)
    page.helpers(HEADINGS, _HELPERS)
    for stage in stages:
        _write_stage(page, stage, report)
    row = _write_notes(page, report, stages[-1].quote.per_head + 2)
    end = _Totals(page, stages).write(report, row)
    page.finish(end, protected=True)


def _columns(quote: Quote) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("What", 40),
        SheetColumn("Basis", 13),
        SheetColumn("Quantity", 11, figures=True),
        SheetColumn("Unit price exc VAT", 19, figures=True),
        SheetColumn("Amount exc VAT", amount_width(quote.total), figures=True),
        SheetColumn("  Price status", 19),
    )


def _write_stage(page: Page, whole: StageRows, report: QuoteReport) -> None:
    stage, rows = whole.stage, whole.quote
    is_estimate = stage.prices.status == "estimate"
    page.paragraph(rows.title, stage_title(stage), "band")
    if is_estimate:
        page.paragraph(rows.title + 1, f"{basis(stage)}, subject to SSAT's confirmation.", "loud")
    else:
        page.paragraph(rows.title + 1, f"{basis(stage)}.")
    _write_people(page, whole)
    if not stage.lines:
        page.line(rows.first, {"A": "Nothing is charged for this stage."})
    for row, line in enumerate(stage.lines, rows.first):
        _write_line(page, row, line, whole)
    year_end, begins = report.year_end, None
    if year_end is not None:
        begins = FinancialYear.of(charged_on(stage), year_end).start
    row, mark, lines = rows.total, mark_of(stage.prices), (rows.first, rows.last)
    page.line(
        row,
        {
            "A": f"Stage {stage.stage} exc VAT",
            "E": Formula(f"=ROUND({_sum_of('E', lines)},2)", stage.total),
            "F": _mark(mark.upper(), row),
            _TOTAL: Formula(f"=E{row}", stage.total),
            _YEAR: stage.academic_year.start,
            _PUBLISHED: 2 if is_estimate else 1,
            _BUDGET: begins,
            _CHANGED: Formula(f"={_sum_of(_CHANGED, lines)}", 0),
        },
        "total",
    )
    # Half up in whole numbers: of 50.005 a binary number is a little more or a little less.
    people, pence = f"C{rows.people}", f"ROUND(E{row}*100,0)"
    halves = f"INT((2*{pence}+{people})/(2*{people}))/100"
    per_head = Formula(f"=IF({people}>0,{halves},0)", stage.per_head)
    page.line(rows.per_head, {"A": "Per head exc VAT", "E": per_head, "F": _mark(mark, row)})


def _sum_of(column: str, rows: tuple[int, int]) -> str:
    first, last = rows
    return f"SUM({column}{first}:{column}{last})"


def _write_people(page: Page, whole: StageRows) -> None:
    stage, rows, cohorts = whole.stage, whole.quote, len(whole.stage.cohorts)
    people, limit, wanted = range(rows.people, rows.cohorts)
    heads: Value = Input(stage.participants)
    if whole.shared is None:
        page.people("C", people, least=1)
    else:
        schools = whole.shared[1]
        heads = Formula(f"=SUM(Schools!B{schools.first}:B{schools.last})", stage.participants)
        page.paragraph(people, "from the sheet Schools", "hint", first="D")
    page.line(people, {"A": "Participants", "B": "people", "C": heads})
    most = Input(stage.prices.schedule.cohort_limit)
    page.line(limit, {"A": "Most people in a cohort", "B": "people", "C": most})
    page.paragraph(limit, "empty: no limit, and one cohort", "hint", first="D")
    asked_for = Input(cohorts if cohorts > stage.fewest_cohorts else None)
    page.line(wanted, {"A": "Cohorts asked for", "B": "cohorts", "C": asked_for})
    page.paragraph(wanted, "empty or fewer: as few as hold everyone", "hint", first="D")
    page.people("C", limit, wanted, least=1)
    fewest = f"IF(N(C{limit})>0,ROUNDUP(C{people}/C{limit},0),1)"
    number = Formula(f"=MAX({fewest},MIN(N(C{wanted}),C{people}))", cohorts)
    sizes = Formula(_sizes_formula(rows), _sizes(stage))
    page.line(rows.cohorts, {"A": "Cohorts", "B": "cohorts", "C": number, "D": sizes})


def _sizes(stage: StageQuote) -> str:
    size, larger = divmod(stage.participants, len(stage.cohorts))
    if not larger:
        return f"{len(stage.cohorts)} of {size}"
    return f"{larger} of {size + 1}, {len(stage.cohorts) - larger} of {size}"


def _sizes_formula(rows: QuoteRows) -> str:
    people, cohorts = f"C{rows.people}", f"C{rows.cohorts}"
    size = f"INT({people}/{cohorts})"
    larger = f"({people}-{cohorts}*{size})"
    even = f'{cohorts}&" of "&{size}'
    uneven = f'{larger}&" of "&{size}+1&", "&{cohorts}-{larger}&" of "&{size}'
    return f'=IF({cohorts}>0,IF({larger}=0,{even},{uneven}),"")'


def _write_line(page: Page, row: int, line: Line, whole: StageRows) -> None:
    rows = whole.quote
    quantities = {"person": f"=C{rows.people}", "cohort": f"=C{rows.cohorts}", "stage": "=1"}
    page.line(
        row,
        {
            "A": line.label,
            "B": f"per {line.per}",
            "C": Formula(quantities[line.per], line.quantity),
            "D": Input(line.unit_price),
            "E": Formula(f"=ROUND(C{row}*D{row},2)", line.amount),
            "F": _mark(mark_of(whole.stage.prices), row),
            _BEFORE: line.unit_price,
            _CHANGED: Formula(f"=IF(D{row}={_BEFORE}{row},0,1)", 0),
        },
    )
    page.pounds("D", row)


def _mark(mark: str, row: int) -> Formula:
    """What stands beside an amount, and that a price in it is no longer the one prepared.

    ``row`` is the one that counts the prices that were changed.
    """
    also = f"{mark}, price changed" if mark else "price changed"
    return Formula(f"=IF({_CHANGED}{row}>0,{quoted(also)},{quoted(mark)})", mark)


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

    def __init__(self, page: Page, stages: Sequence[StageRows]) -> None:
        self._page = page
        self._rows = (stages[0].quote.title, stages[-1].quote.per_head)

    def write(self, report: QuoteReport, row: int) -> int:
        """Write from a row on, and in the row of the total that stays in view; give the last."""
        quote, page = report.quote, self._page
        row = self._budget(report, row)
        page.paragraph(row, "By academic year", "band")
        for year in quote.years:
            row += 1
            part = quote.in_year(year)
            self._part(row, str(year), (_YEAR, year.start), part.total, mark_of_sum(part.stages))
        row += 1
        mark = mark_of_sum(quote.stages)
        if mark:
            self._part(row, "Published prices", (_PUBLISHED, 1), quote.total_of("published"), "")
            estimated = quote.total_of("estimate")
            self._part(row + 1, "Estimates", (_PUBLISHED, 2), estimated, "ESTIMATE")
            row += 2
        changes = f'=SUMIF({self._range(_YEAR)},">=0",{self._range(_CHANGED)})'
        page.line(
            row,
            {
                "A": "TOTAL exc VAT",
                "E": Formula(f"=ROUND(SUM({self._range(_TOTAL)}),2)", quote.total),
                "F": _mark(mark.upper(), row),
                _CHANGED: Formula(changes, 0),
            },
            "grand",
        )
        in_view = Formula(f"=E{row}", quote.total), Formula(f"=F{row}", mark.upper())
        page.line(HEADINGS - 1, {"A": "TOTAL exc VAT", "E": in_view[0], "F": in_view[1]}, "grand")
        return self._comparison(report, row)

    def _comparison(self, report: QuoteReport, grand: int) -> int:
        """What the total was when the workbook was made, and without a what-if; the last row."""
        quote, before = report.quote, report.compared_with
        compared = [("As prepared, before any change here", quote, "Change since", NOTHING)]
        if before is not None and report.difference is not None:
            compared.append(("The plan as it stands", before, "Difference", report.difference))
        row = grand
        for label, other, label_below, difference in compared:
            row += 2
            # Either of the two may be an estimate.
            mark = mark_of_sum((*quote.stages, *other.stages))
            changed = Formula(f"=ROUND(E{grand}-E{row - 1},2)", difference)
            self._page.line(row - 1, {"A": label, "E": other.total, "F": mark_of_sum(other.stages)})
            self._page.line(row, {"A": label_below, "E": changed, "F": _mark(mark, grand)})
        return row

    def _budget(self, report: QuoteReport, row: int) -> int:
        """Write what falls in each financial year, if it is to be told; give the row after it."""
        if report.year_end is None:
            return row
        self._page.paragraph(row, budget_title(report.year_end), "band")
        for part in report.budget:
            row += 1
            name, mark = f"{part.year}, {part.year.in_words}", mark_of_sum(part.stages)
            self._part(row, name, (_BUDGET, part.year.start), part.total, mark)
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
        self._page.line(
            row,
            {
                "A": words,
                "E": Formula(f"=ROUND(SUMIF({chosen},{self._range(_TOTAL)}),2)", amount),
                "F": _mark(mark, row),
                _CHANGED: Formula(f"=SUMIF({chosen},{self._range(_CHANGED)})", 0),
            },
            "total",
        )

    def _range(self, column: str) -> str:
        first, last = self._rows
        return f"${column}${first}:${column}${last}"
