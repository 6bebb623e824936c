"""The sheet Entries of a case's workbook: what each stage costs under both options, as formulas."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lpplan.case.options import Case
from lpplan.case.report import CaseReport
from lpplan.case.workbook_inputs import EntryCells, YearPrices
from lpplan.core.fees import Per
from lpplan.core.programme import CENTRE_STAGES, INDEPENDENT_STAGE
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageAccount, net_of
from lpplan.show.stage_words import CAVEAT, mark_of, mark_of_sum, stage_title
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, SheetColumn, amount_width, span, status
from lpplan.show.workbook_curve import PER
from lpplan.values.money import NOTHING
from lpplan.values.years import AcademicYear

OPTIONS = {"ssat_run": "SSAT-run", "centre": "As a centre"}
_OF_AN_ENTRY = {
    "K": "year begins",
    "L": "stage of the centre",
    "M": "prices changed",
    "N": "charge",
    "O": "pence shared",
    "P": "all weights",
    "Q": "pence a weight",
    "R": "pence over",
    "S": "own share in pence",
    "T": "cohorts of Stage 3",
    "U": "people of other schools",
    "V": "1 where somebody comes",
}


class Entries(NamedTuple):
    """The sheet Entries, and its rows under each option."""

    page: Page
    ssat_run: range
    centre: range

    def all_of(self, option: str, column: str) -> str:
        """A column under an option, as formulas on any sheet name it."""
        return self.page.cell(span(f"${column}", getattr(self, option)))

    def of_year(self, option: str, column: str) -> str:
        """A formula's sum of a column over the year of its own row, on the sheet By year."""
        return f"SUMIF({self.all_of(option, 'K')},$M#,{self.all_of(option, column)})"

    def at_stage_3(self, option: str, column: str) -> str:
        """A formula's sum of a column over Stage 3, as the centre plans it."""
        stages = self.all_of(option, "L")
        return f"SUMIF({stages},{INDEPENDENT_STAGE},{self.all_of(option, column)})"

    @property
    def others(self) -> str:
        """A formula's number of people from other schools at Stage 3."""
        return self.at_stage_3("centre", "U")

    @property
    def running(self) -> str:
        """A formula's number of entries of Stage 3 that somebody takes part in."""
        return self.at_stage_3("centre", "V")


def columns(case: Case, first: str, *more: str) -> tuple[SheetColumn, ...]:
    """The columns of costs by something, with more amounts after the net."""
    nets = [net_of(stages) for stages in (case.centre, case.ssat_run)]
    width = amount_width(max(max(net.cost, net.income) for net in nets))
    headings = ("SSAT", "Own costs", "Cost", "Others pay", "Net", *more)
    return (
        SheetColumn(first, 44 if not more else 18),
        SheetColumn("People", 9, figures=True),
        SheetColumn("Cohorts", 9, figures=True),
        *(SheetColumn(f"{heading} exc VAT", width, figures=True) for heading in headings),
        SheetColumn("  Price status", 22, words="mark"),
    )


def new_entries_page(book: Book, report: CaseReport) -> Page:
    """The sheet for what each entry costs, as yet empty."""
    meant = (
        "Every stage entry under both options. SSAT-run: charged as Stage 1 is, cohort for cohort,"
        " without the centre's own costs and its charge."
    )
    return Page(
        book,
        "Entries",
        columns(report.case, "Entry"),
        title="What each stage costs",
        about=(meant, CAVEAT if mark_of_sum(report.case.centre) else "All prices are published."),
        helpers=_OF_AN_ENTRY,
    )


def write_entries(
    page: Page,
    inputs: Page,
    entries: Sequence[EntryCells],
    prices: Mapping[AcademicYear, YearPrices],
) -> Entries:
    """Write what each entry costs under both options, and the helpers of shares for Assumptions."""
    rows = {}
    for option, heading in OPTIONS.items():
        page.paragraph(heading, "band")
        first = page.row
        for cells in entries:
            _write_entry(page, inputs, option, cells, prices)
        rows[option] = range(first, page.row)
        page.skip()
    return Entries(page, **rows)


def _write_entry(
    page: Page,
    inputs: Page,
    option: str,
    cells: EntryCells,
    prices: Mapping[AcademicYear, YearPrices],
) -> None:
    planned = cells.delivery.centre
    stage: StageQuote = getattr(cells.delivery, option)
    account, net = StageAccount(stage), StageAccount(stage).net
    of_year = prices[stage.academic_year]

    def there(column: str, row: int) -> str:
        return inputs.cell(f"${column}${row}")

    each = {per: of_year.each(stage, per) for per in PER}
    charge = f"ISNUMBER({there('D', cells.charge)})" if cells.charge else "FALSE"
    has_own_costs = option == "centre" or planned.stage not in CENTRE_STAGES
    shares: dict[str, Formula] = {}
    if cells.schools:
        own = f"B#-B#+{there('C', cells.own)}" if cells.own else "0"
        income = f"ROUND(D#-({own})*{each['person']}-S#/100,2)"
        shares = _write_shares(page, inputs, option, cells, each)
    else:
        income = f"IF({charge},D#,0)" if option == "ssat_run" else "0"
    if option == "centre":
        at_charge = f"{there('C', cells.others)}*SUM({there('D', cells.charge or cells.people)})"
        income = f"IF({charge},ROUND({at_charge},2),{income})"
    is_third, asked = planned.stage == INDEPENDENT_STAGE, StageAccount(planned).charge
    page.line(
        stage_title(planned),
        "",
        at=None,
        B=Formula(f"={there('C', cells.people)}", stage.participants),
        C=Formula(f"={there('C', cells.cohorts)}", len(stage.cohorts)),
        D=Formula(
            f"=IF(B#>0,ROUND(B#*{each['person']}+C#*{each['cohort']}+{each['stage']},2),0)",
            net.ssat,
        ),
        E=Formula(f"={there('E', cells.own_costs)}" if has_own_costs else "=0", net.own_costs),
        F=Formula("=ROUND(D#+E#,2)", net.cost),
        G=Formula(f"={income}", account.income),
        H=Formula("=ROUND(F#-G#,2)", net.net),
        I=status(mark_of(stage.prices), "M#"),
        K=stage.academic_year.start,
        L=planned.stage,
        M=Formula(f"=SUM({of_year.changed})", 0),
        N=Formula(
            f'=IF(AND(B#>0,{charge}),{there("D", cells.charge)},"")' if is_third else '=""',
            asked if is_third else None,
        ),
        T=Formula("=C#" if is_third else "=0", len(stage.cohorts) if is_third else 0),
        U=Formula(f"={there('C', cells.others)}", StageAccount(planned).others),
        V=Formula("=IF(B#>0,1,0)", 1),
        **shares,
    )


def _write_shares(
    page: Page, inputs: Page, option: str, cells: EntryCells, each: Mapping[Per, str]
) -> dict[str, Formula]:
    """Write each school's weight and remainder; give what an entry needs for its own share.

    The pence are shared as ``values.money.share_out`` does it: see ``quote.workbook_schools``.
    """
    stage: StageQuote = getattr(cells.delivery, option)
    by_head = stage.entry.share == "per_head"
    weights = [s.participants if by_head else 1 for s in cells.delivery.centre.entry.schools]
    pence, whole = int(stage.sum_of("cohort", "stage") * 100), sum(weights)
    quotient, over = divmod(pence, whole)
    letter = "H" if option == "ssat_run" else "I"
    row = page.row
    of_weights, of_over = (page.cell(f"${column}${row}") for column in "PR")
    for place, weight in zip(cells.schools, weights, strict=True):
        product = f"{of_over}*G#"
        rest = f"=IF({of_weights}>0,{product}-{of_weights}*INT({product}/{of_weights}),0)"
        helpers: dict[str, Formula] = {
            "G": Formula("=SUM(C#)" if by_head else "=IF(SUM(C#)>0,1,0)", weight),
            letter: Formula(rest, over * weight % whole),
        }
        inputs.line(None, "", at=place, **helpers)
    own, share = "0", NOTHING
    if cells.own:
        weight_cell, remainder = (inputs.cell(f"${c}${cells.own}") for c in ("G", letter))
        rests = inputs.cell(span(f"${letter}", cells.schools))
        ahead = f'COUNTIF({rests},">"&{remainder})'
        if earlier := range(cells.schools[0], cells.own):
            ahead += f"+COUNTIF({inputs.cell(span(f'${letter}', earlier))},{remainder})"
        penny = f"IF({ahead}<SUM({rests})/P#,1,0)"
        own = f"IF(P#>0,Q#*{weight_cell}+INT(R#*{weight_cell}/P#)+{penny},0)"
        shared = StageAccount(stage).shared
        if shared:
            share = shared.schools[cells.own - cells.schools[0]].share
    cohorts = f"C#*{each['cohort']}+{each['stage']}"
    return {
        "O": Formula(f"=IF(B#>0,ROUND(({cohorts})*100,0),0)", pence),
        "P": Formula(f"=SUM({inputs.cell(span('$G', cells.schools))})", whole),
        "Q": Formula("=IF(P#>0,INT(O#/P#),0)", quotient),
        "R": Formula("=O#-P#*Q#", over),
        "S": Formula(f"={own}", int(share * 100)),
    }
