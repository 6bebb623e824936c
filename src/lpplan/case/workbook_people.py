"""The sheet Cost a head of a case's workbook: both options by number of people, with a chart."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from lpplan.case.report import CaseReport
from lpplan.case.workbook_entries import OPTIONS, Entries
from lpplan.case.workbook_inputs import EntryCells, YearPrices
from lpplan.core.fees import Per
from lpplan.core.plan import OwnCostPer
from lpplan.core.programme import INDEPENDENT_STAGE, SESSIONS
from lpplan.core.quote import StageQuote, total
from lpplan.core.recharge import StageAccount
from lpplan.show.charts import people_nearby
from lpplan.show.stage_words import CAVEAT, basis, mark_of, stage_title
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, quoted, span
from lpplan.show.workbook_curve import PER, Around, Costs, curve_columns, write_curve
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.years import AcademicYear

_OWN: Mapping[Per, Mapping[OwnCostPer, int]] = {
    "person": {"person": 1},
    "cohort": {"cohort": 1, "session": len(SESSIONS)},
    "stage": {"stage": 1},
}
"""Which own costs come with each person, cohort and stage, and how many times."""


def write_people(
    book: Book,
    report: CaseReport,
    inputs: Page,
    entries: tuple[Sequence[EntryCells], Entries],
    prices: Mapping[AcademicYear, YearPrices],
) -> None:
    """Write what a head costs at the first Stage 3, as ``case.pictures.people_figure`` draws it.

    No sheet without a Stage 3, and where SSAT charges nothing for a cohort.
    """
    cells, costs = entries
    place = _first_of_stage_3(report)
    if place is None:
        return
    one, there = report.case.deliveries[place], cells[place]
    stage, of_year = one.centre, prices[one.centre.academic_year]
    meant = (
        "What everyone together would pay for fewer and for more people, at the assumptions for"
        " this year. Marked: where one more person opens another cohort."
    )
    mark = mark_of(stage.prices)
    page = Page(
        book,
        "Cost a head",
        curve_columns(*OPTIONS.values()),
        title="Cost a head by number of people",
        about=(meant, CAVEAT if mark else "All prices are published."),
    )
    page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
    write_curve(
        page,
        Around(
            stage,
            people_nearby(one.ssat_run),
            people=inputs.cell(f"$C${there.people}"),
            limit=of_year.limit,
            wanted=inputs.cell(f"$C${there.wanted}"),
            mark=Formula(f"={costs.page.cell(f'$I${costs.centre[place]}')}", mark),
        ),
        {
            OPTIONS["ssat_run"]: _costs(one.ssat_run, of_year, lambda _: ("", NOTHING)),
            OPTIONS["centre"]: _costs(
                one.centre, of_year, partial(_own_costs, one.centre, inputs, there)
            ),
        },
        what="charges and own costs",
        here="as many as in this case",
        title=f"Stage {stage.stage} in {stage.academic_year}: cost a head by number of people",
    )


def _first_of_stage_3(report: CaseReport) -> int | None:
    """The place of the delivery that is drawn, where there is one."""
    stages = [one.centre.stage for one in report.case.deliveries]
    if INDEPENDENT_STAGE not in stages:
        return None
    place = stages.index(INDEPENDENT_STAGE)
    return place if people_nearby(report.case.deliveries[place].ssat_run) else None


def _costs(
    stage: StageQuote, prices: YearPrices, own: Callable[[Per], tuple[str, Pounds]]
) -> Costs:
    """What SSAT charges, and own costs besides."""
    found = {}
    for per in PER:
        formula, amount = own(per)
        charged = total(line.unit_price for line in stage.lines if line.per == per)
        found[per] = f"=ROUND({prices.each(stage, per)}{formula},2)", charged + amount
    return found


def _own_costs(stage: StageQuote, inputs: Page, cells: EntryCells, per: Per) -> tuple[str, Pounds]:
    """A formula's own costs that come with each person, cohort or stage, and their amount."""
    lines = StageAccount(stage).own_costs
    kinds, each, amounts = (inputs.cell(span(f"${c}", cells.own_lines)) for c in "BDE")
    formula = "".join(
        f"+{times}*SUMIF({kinds},{quoted(f'per {kind}')},{each})"
        for kind, times in _OWN[per].items()
    )
    amount = total(_OWN[per].get(line.per, 0) * line.each for line in lines if line.per != "time")
    if per == "stage":
        formula += f"+SUMIF({kinds},{quoted('per time')},{amounts})"
        amount += total(line.amount for line in lines if line.per == "time")
    return formula, amount
