"""The sheets Readiness and Sources of a workbook: what the figures rest on."""

from lpplan.core.notes import uplift_in_words
from lpplan.core.programme import STAGES
from lpplan.core.quote import Line, StageQuote
from lpplan.core.words import day_in_words, pounds
from lpplan.quote.document import title
from lpplan.quote.report import QuoteReport
from lpplan.show.stage_words import basis, prepared, stage_title
from lpplan.show.workbook import CAVEAT, Book, Column, Page

_READINESS = (
    Column("Check", 27),
    Column("Who", 20),
    Column("Status", 14),
    Column("Why", 32),
    Column("What to do next", 52),
    Column("Source", 27),
)
_SOURCES = (
    Column("Charge", 27),
    Column("Unit price exc VAT", 13, figures=True),
    Column("  Fees of", 11),
    Column("Status", 13),
    Column("Where in the source", 20),
    Column("Source", 34),
    Column("Publisher", 13),
    Column("Checked on", 18),
    Column("File and line", 28),
)
_STATUS_STYLES = {"met": "met", "not met": "loud", "not recorded": "open"}


def write_readiness(book: Book, report: QuoteReport) -> None:
    """Write every check of each stage that has some."""
    page = book.page("Readiness", _READINESS)
    page.paragraph(1, f"Readiness on {day_in_words(report.as_of)}", "title")
    page.paragraph(
        2,
        "This says what the plan records. Whether a school is eligible is for SSAT to decide.",
    )
    page.headings(3)
    row = 3
    for stage in report.readiness:
        row += 1
        words = f"Stage {stage.stage}, {STAGES[stage.stage].title}: {stage.verdict.upper()}"
        page.paragraph(row, words, "band")
        for check in stage.checks:
            row += 1
            page.text("A", row, check.title[:1].upper() + check.title[1:])
            page.text("B", row, check.subject)
            page.text("C", row, check.status, _STATUS_STYLES[check.status])
            page.text("D", row, check.detail[:1].upper() + check.detail[1:])
            page.text("E", row, check.action or "")
            page.text("F", row, check.source)
    page.finish(row, landscape=True)


def write_sources(book: Book, report: QuoteReport) -> None:
    """Write where every price is from, and what the quote was made with."""
    page, quote = book.page("Sources", _SOURCES), report.quote
    page.paragraph(1, "Where the prices are from", "title")
    page.paragraph(2, title(report), most_lines=6)
    page.paragraph(3, prepared(quote.stages, report.as_of, report.fees_folder))
    page.paragraph(
        4,
        f"Prices for a {quote.membership} of SSAT, in pounds (GBP), exc VAT, as they were when"
        " this was prepared.",
    )
    page.headings(5)
    row = 5
    for stage in quote.stages:
        row += 1
        page.paragraph(row, f"{stage_title(stage)}. {basis(stage)}.", "band")
        for line in stage.lines:
            row += 1
            _write_source(page, row, line, stage, report)
    row += 2
    page.paragraph(row, f"{CAVEAT} Ask SSAT before you rely on a price.")
    page.finish(row, landscape=True)


def _write_source(page: Page, row: int, line: Line, stage: StageQuote, report: QuoteReport) -> None:
    schedule = stage.prices.schedule
    label = line.label
    if line.before_uplift is not None:
        label += f" ({pounds(line.before_uplift)} {uplift_in_words(stage.prices)})"
    page.text("A", row, label)
    page.number("B", row, line.unit_price, "money")
    page.text("C", row, str(stage.prices.fees_from), "hint")
    page.text("D", row, schedule.status, "text" if schedule.status == "published" else "loud")
    page.text("E", row, line.reference or "not named")
    source = schedule.source
    page.text("F", row, (source and source.title) or "not named")
    page.text("G", row, (source and source.publisher) or "not named")
    checked = source.checked if source else None
    page.text("H", row, day_in_words(checked) if checked else "not checked")
    if report.places is not None:
        path, number = report.places[stage.prices.fees_from, line.fee]
        page.text("I", row, f"{path} line {number}")
