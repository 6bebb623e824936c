"""The sheet Net of a workbook: what remains for the plan's own school, as formulas and inputs."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lpplan.core.programme import SESSIONS, STAGES
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import OwnCostLine, StageAccount, net_of
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_quote import StageRows
from lpplan.show.net import NET_HEADINGS, net_data
from lpplan.show.stage_words import CAVEAT, kind_of_prices, mark_of, mark_of_sum, stage_title
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import (
    Formula,
    SheetColumn,
    amount,
    amount_width,
    span,
    status,
    whole_number,
)

_HELPERS = {"K": "1 for a stage", "L": "year begins", "M": "fees changed"}
_SUMS = ("E", "F", "G", "H")
"""The columns of ``NET_HEADINGS``."""


class NetRows(NamedTuple):
    """A stage, and its rows on the sheets Quote and Net."""

    stage: StageQuote
    quote: StageRows
    income: int
    """What other schools pay, in column G, at the charge in column D."""
    may_charge: bool
    """Whether there is an input for a charge, which may be empty."""


def write_net(
    book: Book, report: QuoteReport, stages: Sequence[StageRows]
) -> tuple[Page, Sequence[NetRows]]:
    """Write the sheet; give it and the rows of each stage.

    How many people other schools send, and what they pay, is left to the sheet Schools for a
    stage that names them.
    """
    quote = report.quote
    mark = mark_of_sum(quote.stages)
    meant = (
        "Net is what SSAT charges and what the school itself pays, less what other schools pay;"
        " with a minus, it is left over."
    )
    page = Page(
        book,
        "Net",
        _columns(quote.stages),
        title=f"What remains for {quote.stages[0].own_school}",
        about=(kind_of_prices(quote.membership), f"{meant} {CAVEAT}" if mark else meant),
        helpers=_HELPERS,
    )
    first = page.row
    found = [_write_stage(page, rows) for rows in stages]
    rows = range(first, page.row - 1)
    page.paragraph("In the end", "band")
    for year in quote.years if 1 < len(quote.years) < len(stages) else ():
        part = quote.in_year(year).stages
        _write_sum(page, (str(year), "total"), rows, ("L", year.start), part)
    last = _write_sum(page, ("In all exc VAT", "grand"), rows, ("K", 1), quote.stages)
    page.line(
        "In all exc VAT",
        "grand",
        at=page.in_view,
        **_sums(quote.stages, lambda column: f"={column}{last}"),
        I=Formula(f"=I{last}", mark),
    )
    return page, found


def _columns(stages: Sequence[StageQuote]) -> tuple[SheetColumn, ...]:
    net = net_of(stages)
    width = amount_width(max(net.cost, net.income))
    return (
        SheetColumn("What", 44),
        SheetColumn("Basis", 12),
        SheetColumn("Quantity", 10, figures=True),
        SheetColumn("Each exc VAT", 15, figures=True),
        *(SheetColumn(f"{name} exc VAT", width, figures=True) for name in NET_HEADINGS),
        SheetColumn("  Price status", 22, words="mark"),
    )


def _sums(stages: Sequence[StageQuote], formula: Callable[[str], str]) -> dict[str, Formula]:
    """SSAT's charges, own costs, what others pay and the net, each by a formula in its column."""
    amounts = net_data(net_of(stages)).values()
    return {
        column: Formula(formula(column), value)
        for column, value in zip(_SUMS, amounts, strict=True)
    }


def _write_stage(page: Page, rows: StageRows) -> NetRows:
    stage, entry, name = rows.stage, rows.stage.entry, rows.name
    account, mark = StageAccount(stage), mark_of(stage.prices)
    page.paragraph(stage_title(stage), "band")
    first = page.row
    page.line(
        "SSAT's charges, from the sheet Quote",
        E=Formula(f"=Quote!E{rows.total}", stage.total),
        I=Formula(f"=Quote!F{rows.per_head}", mark),
    )
    for number, line in enumerate(account.own_costs, 1):
        _write_own_cost(page, line, rows, f"{name}_own_cost_{number}")
    may_charge = STAGES[stage.stage].centre_charges
    income = page.line("Paid by other schools", B="per person" if may_charge else None)
    if may_charge:
        charge = amount(entry.charge_per_person, f"D{income}", f"{name}_charge")
        page.line(None, at=income, D=charge)
    if not entry.schools:
        # With a charge, everybody is taken to come from elsewhere.
        there = f"=IF(ISNUMBER(D#),Quote!C{rows.people},0)"
        page.line(
            None,
            at=income,
            C=Formula(there, account.others),
            G=Formula("=ROUND(C#*N(D#),2)", account.income),
        )
    if may_charge:
        without = "schools pay their shares" if entry.schools else "nobody comes from elsewhere"
        page.paragraph(
            f"The yellow charge is the centre's own; where it is empty, {without}.", "quiet"
        )
    details = range(first, page.row)

    def formula(column: str) -> str:
        if column == "H":
            return "=ROUND(E#+F#-G#,2)"
        return f"=ROUND(SUM({span(column, details)}),2)"

    page.line(
        f"Stage {stage.stage} exc VAT",
        "total",
        at=None,
        **_sums([stage], formula),
        I=Formula(f"=Quote!F{rows.total}", mark),
        K=1,
        L=stage.academic_year.start,
        M=Formula(f"=Quote!M{rows.total}", 0),
    )
    page.skip()
    return NetRows(stage, rows, income, may_charge)


def _write_own_cost(page: Page, line: OwnCostLine, rows: StageRows, name: str) -> None:
    """Write a cost of the school's own; how often there is support is an input as well."""
    cohorts = f"=Quote!C{rows.cohorts}"
    quantities = {
        "stage": "=1",
        "cohort": cohorts,
        "session": f"{cohorts}*{len(SESSIONS)}",
        "person": f"=Quote!C{rows.people}",
    }
    page.line(
        line.label,
        B=f"per {line.per}",
        C=whole_number(line.quantity, f"{name}_times")
        if line.per == "time"
        else Formula(quantities[line.per], line.quantity),
        D=amount(line.each, f"D{page.row}", name),
        F=Formula("=ROUND(C#*D#,2)", line.amount),
    )


def _write_sum(
    page: Page,
    label: tuple[str, str],
    rows: range,
    which: tuple[str, int],
    stages: Sequence[StageQuote],
) -> int:
    """Write a sum over stages: those with a number in a helper column; give its row."""
    words, style = label
    column, number = which
    chosen = f"{span(column, rows)},{number}"

    def formula(sums: str) -> str:
        return f"=ROUND(SUMIF({chosen},{span(sums, rows)}),2)"

    mark = mark_of_sum(stages)
    return page.line(
        words,
        style,
        at=None,
        **_sums(stages, formula),
        I=status(mark, "M#"),
        M=Formula(f"=SUMIF({chosen},{span('M', rows)})", 0),
    )
