"""A quote as a workbook whose formulas recalculate it, for Excel, LibreOffice and others.

A cell holds a binary number of 15 certain digits. Whole pence are exact in it, and every formula
that multiplies, adds or divides rounds to them, up to ``MOST_POUNDS``; a quote of more is refused.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from lpplan.core.notes import uplift_in_words
from lpplan.core.programme import STAGES
from lpplan.core.quote import Line, StageQuote
from lpplan.quote.document import title
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_quote import StageRows, rows_of, write_quote
from lpplan.quote.workbook_schools import write_schools
from lpplan.show.document import Document, Money, Paragraph, Row, table
from lpplan.show.formats import need_office
from lpplan.show.stage_words import CAVEAT, basis, prepared, stage_title
from lpplan.show.workbook import MOST_ROWS, Book, write_document
from lpplan.values.problem import LpplanError
from lpplan.values.words import day_in_words, pounds

MOST_POUNDS = 10**12
_FIRST_DAY = date(1980, 1, 1)
"""Office programs know no earlier day."""
_OTHER_FORMAT = "Take another format, such as --format csv."

_READINESS = {
    "Check": 27,
    "Who": 20,
    "Status": 14,
    "Why": 32,
    "What to do next": 52,
    "Source": 27,
}
_SOURCES = {
    "Charge": 27,
    "Unit price exc VAT": 13,
    "Fees of": 11,
    "Status": 13,
    "Where in the source": 20,
    "Source": 34,
    "Publisher": 13,
    "Checked on": 18,
    "File and line": 28,
}
"""The columns of both sheets, and how wide they are in characters."""
_STYLES = {"met": "good", "not met": "loud", "not recorded": "open", "provisional": "loud"}
"""How the cells that say a status look."""


def quote_workbook(report: QuoteReport) -> bytes:
    """The quote as an .xlsx file: sheets for the quote, its schools, readiness and sources.

    The same report always gives the same bytes. Raises LpplanError where XlsxWriter is not
    installed, and where a workbook cannot hold the quote to the penny, or all its rows.
    """
    need_office("A workbook", "xlsxwriter")
    import xlsxwriter

    stages = tuple(rows_of(report.quote.stages))
    _refuse_too_large(report, stages)
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    day = max(report.as_of, _FIRST_DAY)
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    workbook.set_properties({"title": "Quote exc VAT", "author": "lpplan", "created": made})
    book = Book(workbook)
    write_quote(book, report, stages)
    write_schools(book, report, stages)
    write_document(book, "Readiness", _readiness(report), [*_READINESS.values()], _STYLES)
    write_document(book, "Sources", _sources(report), [*_SOURCES.values()], _STYLES)
    workbook.close()
    return content.getvalue()


def _refuse_too_large(report: QuoteReport, stages: Sequence[StageRows]) -> None:
    """Raise LpplanError rather than write a workbook that lacks pence or rows."""
    before = report.compared_with
    if max(report.quote.total, before.total if before else 0) > MOST_POUNDS:
        raise LpplanError(
            f"A workbook holds pence exactly up to {MOST_POUNDS:,} pounds, and this quote is more",
            _OTHER_FORMAT,
        )
    schools = sum(10 + len(rows.shared[0].schools) for rows in stages if rows.shared)
    lines = sum(12 + len(rows.stage.lines) for rows in stages)
    if max(2 * schools, lines + len(report.notes)) > MOST_ROWS - 100:
        raise LpplanError(
            f"A sheet of a workbook has {MOST_ROWS:,} rows, and this quote needs more",
            _OTHER_FORMAT,
        )


def _readiness(report: QuoteReport) -> Document:
    """Every check of each stage that has some."""
    rows = []
    for stage in report.readiness:
        heading = f"Stage {stage.stage}, {STAGES[stage.stage].title}: {stage.verdict.upper()}"
        rows.append(Row((heading,), group=True))
        for check in stage.checks:
            name, why = (words[:1].upper() + words[1:] for words in (check.title, check.detail))
            cells = (name, check.subject, check.status, why, check.action, check.source)
            rows.append(Row(cells))
    caution = "This says what the plan records. Whether a school is eligible is for SSAT to decide."
    parts = (Paragraph(caution), table(*_READINESS, rows=rows))
    return Document(f"Readiness on {day_in_words(report.as_of)}", report.as_of, parts)


def _sources(report: QuoteReport) -> Document:
    """Where every price is from, and what the quote was made with."""
    quote = report.quote
    parts = (
        Paragraph(title(report)),
        Paragraph(prepared(quote.stages, report.as_of, report.fees_folder)),
        Paragraph(
            f"Prices for a {quote.membership} of SSAT, in pounds (GBP), exc VAT, as they were when"
            " this was prepared."
        ),
        table(*_SOURCES, rows=[*_prices(report)]),
        Paragraph(f"{CAVEAT} Ask SSAT before you rely on a price."),
    )
    return Document("Where the prices are from", report.as_of, parts)


def _prices(report: QuoteReport) -> Iterator[Row]:
    for stage in report.quote.stages:
        yield Row((f"{stage_title(stage)}. {basis(stage)}.",), group=True)
        yield from (_price(line, stage, report) for line in stage.lines)


def _price(line: Line, stage: StageQuote, report: QuoteReport) -> Row:
    schedule, label, where = stage.prices.schedule, line.label, None
    if line.before_uplift is not None:
        label += f" ({pounds(line.before_uplift)} {uplift_in_words(stage.prices)})"
    if report.origins is not None:
        path, number = report.origins[stage.prices.fees_from, line.fee]
        where = f"{path} line {number}"
    source = schedule.source
    return Row(
        (
            label,
            Money(line.unit_price),
            stage.prices.fees_from,
            schedule.status,
            line.reference or "not named",
            (source and source.title) or "not named",
            (source and source.publisher) or "not named",
            (source and source.checked) or "not checked",
            where,
        )
    )
