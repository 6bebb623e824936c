"""The sheets Assumptions and Prices of a case's workbook: everything that can be changed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lpplan.case.options import Delivery
from lpplan.case.report import CaseReport
from lpplan.core.fees import Per
from lpplan.core.plan import OwnCostPer
from lpplan.core.programme import CENTRE_STAGES, INDEPENDENT_STAGE, SESSIONS
from lpplan.core.quote import StageQuote, total
from lpplan.core.recharge import OwnCostLine, StageAccount
from lpplan.show.stage_words import (
    CAVEAT,
    basis,
    input_names,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    named,
    prepared,
    stage_title,
)
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import (
    Formula,
    Input,
    SheetColumn,
    amount,
    rounded_sum,
    span,
    status,
    whole_number,
)
from lpplan.values.money import NOTHING
from lpplan.values.words import same_name
from lpplan.values.years import AcademicYear

_PRICES = (
    SheetColumn("Charge", 44),
    SheetColumn("Basis", 13),
    SheetColumn("People", 10, figures=True),
    SheetColumn("Each exc VAT", 16, figures=True),
    SheetColumn("  Price status", 22, words="mark"),
)
_COLUMNS = (
    SheetColumn("What", 54),
    SheetColumn("Basis", 13),
    SheetColumn("Number", 11, figures=True),
    SheetColumn("Each exc VAT", 16, figures=True),
    SheetColumn("Amount exc VAT", 18, figures=True),
)
_HELPERS = {"G": "weight", "H": "remainder, SSAT-run", "I": "remainder, centre"}


class YearPrices(NamedTuple):
    """Where the prices of a year stand, as formulas on any sheet name them."""

    limit: str
    fees: Mapping[str, str]
    changed: str
    """The cells that have 1 for each price that is no longer as it was prepared."""

    def each(self, stage: StageQuote, per: Per) -> str:
        """A formula's sum of all prices per person, cohort or stage that a stage is charged."""
        return f"SUM({','.join(self.fees[x.fee] for x in stage.lines if x.per == per) or 0})"


class EntryCells(NamedTuple):
    """An entry, and its rows on the sheet Assumptions."""

    delivery: Delivery
    name: str
    """With which the names of its inputs begin."""
    schools: range
    """Empty where it names none."""
    own: int
    """The row of the plan's own school; 0 where it sends nobody, or no schools are named."""
    people: int
    others: int
    wanted: int
    cohorts: int
    own_lines: range
    """The rows of its own costs."""
    own_costs: int
    """Their sum."""
    charge: int
    """0 where a centre may have none."""


def write_prices(page: Page, report: CaseReport) -> Mapping[AcademicYear, YearPrices]:
    """Write the price of every charge by year, and how many people a cohort may have."""
    found: dict[AcademicYear, YearPrices] = {}
    before = None
    for year in report.case.years:
        there = [one for one in report.case.deliveries if one.centre.academic_year == year]
        if not there:
            continue
        prices = there[0].centre.prices
        as_before = None
        if before and before.fees_from == prices.fees_from and not prices.uplifted_years:
            as_before = found[before.year]
        found[year] = _write_year(page, year, there, as_before)
        before = prices
    return found


def new_prices_page(book: Book, report: CaseReport) -> Page:
    """The sheet for them, as yet empty."""
    case = report.case
    meant = (
        "A later year's price from the same schedule is that of the year before, until you type"
        f" another.{f' {CAVEAT}' if mark_of_sum(case.centre) else ''}"
    )
    about = (
        kind_of_prices(case.plan.school.membership),
        prepared(case.centre, report.as_of, report.fees_folder),
        meant,
    )
    helpers = {"G": "as prepared", "H": "1 where changed"}
    title = "Prices by academic year"
    return Page(book, "Prices", _PRICES, title=title, about=about, helpers=helpers)


def _write_year(
    page: Page, year: AcademicYear, there: Sequence[Delivery], as_before: YearPrices | None
) -> YearPrices:
    stage = there[0].centre
    page.paragraph(str(year), "band")
    most, mark = stage.prices.schedule.cohort_limit, mark_of(stage.prices)
    if mark:
        page.paragraph(f"{basis(stage)}, subject to SSAT's confirmation.", "loud")
    else:
        page.paragraph(f"{basis(stage)}.")
    first = page.row
    limit = page.line(
        "Most people in a cohort (empty: no limit)",
        B="people",
        C=whole_number(most, f"Year_{year}_cohort_limit", least=1)._replace(
            follows=as_before and as_before.limit
        ),
        E=status(mark, "H#"),
        G=most,
        H=Formula("=IF(SUM(C#)=SUM(G#),0,1)", 0),
    )
    lines = {line.fee: line for one in there for each in one for line in each.lines}
    fees = {}
    for fee, line in lines.items():
        price = amount(line.unit_price, f"D{page.row}", f"Year_{year}_{fee}_price")
        row = page.line(
            line.label,
            B=f"per {line.per}",
            D=price._replace(follows=as_before.fees.get(fee) if as_before else None),
            E=status(mark, "H#"),
            G=line.unit_price,
            H=Formula("=IF(SUM(D#)=SUM(G#),0,1)", 0),
        )
        fees[fee] = page.cell(f"$D${row}")
    changed = page.cell(span("$H", range(first, page.row)))
    page.skip()
    return YearPrices(page.cell(f"$C${limit}"), fees, changed)


def new_assumptions_page(book: Book, report: CaseReport) -> Page:
    """The sheet for all assumptions but the prices, as yet empty."""
    meant = (
        "People 0 is no cohort at all in that year. Cohorts are as few as hold everyone, unless you"
        " ask for more. Own costs and charges are the centre's own."
    )
    title = "What the case assumes"
    return Page(
        book,
        "Assumptions",
        _COLUMNS,
        title=title,
        about=(kind_of_prices(report.case.plan.school.membership), meant),
        helpers=_HELPERS,
    )


def write_assumptions(
    page: Page, report: CaseReport, prices: Mapping[AcademicYear, YearPrices]
) -> tuple[Sequence[EntryCells], int]:
    """Write the discount, and then people, cohorts, own costs and the charge of every entry.

    Gives the rows of each entry, and the row of the discount.
    """
    page.paragraph("Discount", "band")
    percent = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1000}
    message = "Percent a year from 0 to 1,000, such as 3.5."
    rate = float(report.asked.discount or 0)
    discount = page.line(
        "A year, from the second year on",
        B="percent",
        C=Input(rate, {**percent, "error_message": message}, "Discount_percent"),
    )
    page.skip()
    case = report.case
    found: list[EntryCells] = []
    for place, (one, name) in enumerate(
        zip(case.deliveries, input_names(case.centre), strict=True)
    ):
        repeated = found[-1] if place >= len(case.plan.stages) else None
        page.paragraph(stage_title(one.centre), "band")
        if repeated:
            words = "Assumed to come again as the entry above, until you type something else."
            page.paragraph(words, "quiet")
        found.append(_write_entry(page, one, name, repeated, prices[one.centre.academic_year]))
        page.skip()
    return found, discount


def _write_entry(
    page: Page, one: Delivery, name: str, before: EntryCells | None, prices: YearPrices
) -> EntryCells:
    stage, account = one.centre, StageAccount(one.centre)
    is_centre = stage.stage in CENTRE_STAGES
    schools = range(page.row, page.row + len(stage.entry.schools))
    own = 0
    for number, school in enumerate(stage.entry.schools):
        earlier = before.schools[number] if before else 0
        heads = whole_number(school.participants, f"{name}_school_{number + 1}_participants")
        row = page.line(
            named(school.name, stage.own_school), B="people", C=_as(heads, "C", earlier)
        )
        if same_name(school.name, stage.own_school):
            own = row
    heads = whole_number(stage.participants, f"{name}_participants")
    sum_of_schools = Formula(f"=SUM({span('C', schools or range(1, 2))})", stage.participants)
    people = page.line(
        "Participants",
        B="people",
        C=sum_of_schools if schools else _as(heads, "C", before.people if before else 0),
    )
    others = page.row
    charge = others + 1 if is_centre else 0
    elsewhere = f"=IF(ISNUMBER(D{charge}),C{people},0)" if charge else "=0"
    if schools:
        elsewhere = f"=C{people}{f'-C{own}' if own else ''}"
    page.line("Of them from other schools", B="people", C=Formula(elsewhere, account.others))
    if charge:
        as_before = before and StageAccount(before.delivery.centre).charge == account.charge
        asked = amount(account.charge, f"D{charge}", f"{name}_charge")
        without = "schools pay their shares" if schools else "nobody comes from elsewhere"
        page.line(
            f"Charge for each of them (empty: {without})",
            B="per person",
            D=_as(asked, "D", before.charge if before and as_before else 0),
        )
    wanted, cohorts = _write_cohorts(page, stage, name, before, (people, prices.limit))
    lines = _write_own_costs(page, one, name, before, (people, cohorts))
    own_costs = page.line(
        "Own costs exc VAT",
        "total",
        E=rounded_sum("E", lines, total(line.amount for line in account.own_costs))
        if lines
        else NOTHING,
    )
    return EntryCells(
        one, name, schools, own, people, others, wanted, cohorts, lines, own_costs, charge
    )


def _as(given: Input, column: str, row: int) -> Input:
    """An input that has what another has, in a column and a row, where there is such a row."""
    return given._replace(follows=f"{column}{row}") if row else given


def _write_cohorts(
    page: Page,
    stage: StageQuote,
    name: str,
    before: EntryCells | None,
    cells: tuple[int, str],
) -> tuple[int, int]:
    """Write how many cohorts are asked for, and how many there are; give both rows."""
    number, (people, limit) = len(stage.cohorts), cells
    asked = _asked_for(stage)
    as_before = before and _asked_for(before.delivery.centre) == asked
    wanted = page.line(
        "Cohorts asked for (empty: as few as hold everyone)",
        B="cohorts",
        C=_as(
            whole_number(asked, f"{name}_cohorts", least=1),
            "C",
            before.wanted if before and as_before else 0,
        ),
    )
    fewest = f"IF(ISNUMBER({limit}),ROUNDUP(C{people}/{limit},0),1)"
    least = f"IF(ISNUMBER(C{wanted}),MIN(C{wanted},C{people}),0)"
    cohorts = page.line(
        "Cohorts",
        B="cohorts",
        C=Formula(f"=IF(C{people}>0,MAX({fewest},{least}),0)", number),
    )
    return wanted, cohorts


def _asked_for(stage: StageQuote) -> int | None:
    """How many cohorts are asked for, where they are more than hold everyone."""
    return len(stage.cohorts) if len(stage.cohorts) > stage.fewest_cohorts else None


def _write_own_costs(
    page: Page, one: Delivery, name: str, before: EntryCells | None, rows: tuple[int, int]
) -> range:
    """Write what the school pays itself; an empty line at a stage of a centre that names none."""
    stage, (people, cohorts) = one.centre, rows
    quantities: Mapping[OwnCostPer, str] = {
        "stage": f"=IF(C{people}>0,1,0)",
        "cohort": f"=C{cohorts}",
        "session": f"=C{cohorts}*{len(SESSIONS)}",
        "person": f"=C{people}",
    }
    lines = StageAccount(stage).own_costs
    if not lines and stage.stage in CENTRE_STAGES:
        lines = (OwnCostLine("Own costs", "cohort", len(stage.cohorts), NOTHING),)
    # What follows a Stage 2 is assumed to have no own costs.
    is_third = before and before.delivery.centre.stage == INDEPENDENT_STAGE
    earlier = before.own_lines if before and is_third else range(0)
    first = page.row
    for number, line in enumerate(lines, 1):
        row = earlier[number - 1] if earlier else 0
        each = amount(line.each, f"D{page.row}", f"{name}_own_cost_{number}")
        quantity: Formula | Input
        if line.per == "time":
            times = whole_number(line.quantity, f"{name}_own_cost_{number}_times")
            quantity = _as(times, "C", row)
        else:
            quantity = Formula(quantities[line.per], line.quantity)
        page.line(
            line.label,
            B=f"per {line.per}",
            C=quantity,
            D=_as(each, "D", row),
            E=Formula(f"=IF(C{people}>0,ROUND(SUM(C#)*SUM(D#),2),0)", line.amount),
        )
    return range(first, page.row)
