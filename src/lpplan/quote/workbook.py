"""A quote as a workbook whose formulas recalculate it, for Excel, LibreOffice and others.

A cell holds a binary number of 15 certain digits. Whole pence are exact in it, and every formula
that multiplies, adds or divides rounds to them, up to ``MOST_POUNDS``; a quote of more is refused.
"""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

from lpplan.core.problem import LpplanError
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_facts import write_readiness, write_sources
from lpplan.quote.workbook_places import Place, places
from lpplan.quote.workbook_quote import write_quote
from lpplan.quote.workbook_schools import write_schools
from lpplan.show.extras import need_office
from lpplan.show.workbook import MOST_ROWS, Book

MOST_POUNDS = 10**12
_FIRST_DAY = date(1980, 1, 1)
"""Office programs know no earlier day."""


def quote_workbook(report: QuoteReport) -> bytes:
    """The quote as an .xlsx file: sheets for the quote, its schools, readiness and sources.

    The same report always gives the same bytes. Raises LpplanError where XlsxWriter is not
    installed, and where a workbook cannot hold the quote to the penny, or all its rows.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise need_office("A workbook") from None
    where = tuple(places(report.quote.stages))
    _refuse_too_large(report, where)
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    day = max(report.as_of, _FIRST_DAY)
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    workbook.set_properties({"title": "Quote exc VAT", "author": "lpplan", "created": made})
    book = Book(workbook)
    write_quote(book, report, where)
    write_schools(book, report, where)
    write_readiness(book, report)
    write_sources(book, report)
    workbook.close()
    return content.getvalue()


def _refuse_too_large(report: QuoteReport, where: Sequence[Place]) -> None:
    """Raise LpplanError rather than write a workbook that lacks pence or rows."""
    before = report.compared_with
    if max(report.quote.total, before.total if before else 0) > MOST_POUNDS:
        raise LpplanError(
            f"A workbook holds pence exactly up to {MOST_POUNDS:,} pounds, and this quote is more",
            "Take another format, such as --format csv.",
        )
    schools = sum(10 + len(at.shared[0].schools) for at in where if at.shared)
    lines = sum(12 + len(at.stage.lines) for at in where)
    if max(2 * schools, lines + len(report.notes)) > MOST_ROWS - 100:
        raise LpplanError(
            f"A sheet of a workbook has {MOST_ROWS:,} rows, and this quote needs more",
            "Take another format, such as --format csv.",
        )
