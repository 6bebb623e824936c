"""A quote as a workbook whose formulas recalculate it, for Excel, LibreOffice and others."""

from lpplan.core.notes import uplift_in_words
from lpplan.core.programme import STAGES
from lpplan.core.quote import Line, StageQuote
from lpplan.core.recharge import StageAccount, net_of
from lpplan.quote.document import title
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_curve import write_curves
from lpplan.quote.workbook_net import write_net
from lpplan.quote.workbook_quote import write_quote
from lpplan.quote.workbook_schools import write_schools
from lpplan.show.stage_words import CAVEAT, basis, prepared, stage_title
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import SheetColumn, Words
from lpplan.values.words import day_in_words, pounds

_READINESS = (
    SheetColumn("Check", 27),
    SheetColumn("Who", 20),
    SheetColumn("Status", 14),
    SheetColumn("Why", 32),
    SheetColumn("What to do next", 52),
    SheetColumn("Source", 27),
)
_SOURCES = (
    SheetColumn("Charge", 27),
    SheetColumn("Unit price exc VAT", 13, figures=True),
    SheetColumn("  Fees of", 11, words="hint"),
    SheetColumn("Status", 13),
    SheetColumn("Where in the source", 20),
    SheetColumn("Source", 34),
    SheetColumn("Publisher", 13),
    SheetColumn("Checked on", 18),
    SheetColumn("File and line", 28),
)
_STATUSES = {"met": "good", "not met": "loud", "not recorded": "open", "provisional": "loud"}
"""The style of each status; others have none."""


def quote_workbook(report: QuoteReport) -> bytes:
    """The quote as an .xlsx file: sheets for the quote, what remains, its schools and so on.

    The same report always gives the same bytes. Raises LpplanError where XlsxWriter is not
    installed, and where a workbook cannot hold the quote to the penny, or all its rows.
    """
    before = report.compared_with
    net = net_of(report.quote.stages)
    largest = max(net.cost, net.income, before.total if before else net.cost)
    book = Book("Quote exc VAT", report.as_of, largest)
    page, stages = write_quote(book, report)
    accounts = map(StageAccount, report.quote.stages)
    if any(a.bill or a.own_costs or a.charge is not None for a in accounts):
        net_page, net_rows = write_net(book, report, stages)
        write_schools(book, report, page, net_page, net_rows)
    write_curves(book, stages)
    _write_readiness(book, report)
    _write_sources(book, report)
    return book.content()


def _write_readiness(book: Book, report: QuoteReport) -> None:
    """Write every check of each stage that has some."""
    heading = f"Readiness on {day_in_words(report.as_of)}"
    caution = "This says what the plan records. Whether a school is eligible is for SSAT to decide."
    page = Page(book, "Readiness", _READINESS, title=heading, about=[caution])
    for stage in report.readiness:
        heading = f"Stage {stage.stage}, {STAGES[stage.stage].title}: {stage.verdict.upper()}"
        page.paragraph(heading, "band")
        for check in stage.checks:
            name, why = (words[:1].upper() + words[1:] for words in (check.title, check.detail))
            status = _status(check.status)
            page.line(name, B=check.subject, C=status, D=why, E=check.action, F=check.source)


def _write_sources(book: Book, report: QuoteReport) -> None:
    """Write where every price is from, and what the quote was made with."""
    quote = report.quote
    fees = prepared(quote.stages, report.as_of, report.fees_folder)
    prices = (
        f"Prices for a {quote.membership} of SSAT, in pounds (GBP), exc VAT, as they were when"
        " this was prepared."
    )
    about = (title(report), fees, prices)
    page = Page(book, "Sources", _SOURCES, title="Where the prices are from", about=about)
    for stage in quote.stages:
        page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
        for line in stage.lines:
            _write_price(page, line, stage, report)
    page.paragraph(f"{CAVEAT} Ask SSAT before you rely on a price.")


def _write_price(page: Page, line: Line, stage: StageQuote, report: QuoteReport) -> None:
    schedule, label, where = stage.prices.schedule, line.label, None
    if line.before_uplift is not None:
        label += f" ({pounds(line.before_uplift)} {uplift_in_words(stage.prices)})"
    if report.origins is not None:
        path, number = report.origins[stage.prices.fees_from, line.fee]
        where = f"{path} line {number}"
    source = schedule.source
    checked = source.checked if source else None
    page.line(
        label,
        B=line.unit_price,
        C=str(stage.prices.fees_from),
        D=_status(schedule.status),
        E=line.reference or "not named",
        F=(source and source.title) or "not named",
        G=(source and source.publisher) or "not named",
        H=day_in_words(checked) if checked else "not checked",
        I=where,
    )


def _status(words: str) -> Words:
    return Words(words, _STATUSES.get(words, ""))
