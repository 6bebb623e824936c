"""The sheet Cost a head of a workbook: what a stage costs by number of people, with a chart."""

from collections.abc import Sequence

from lpplan.core.quote import total
from lpplan.quote.workbook_quote import StageRows
from lpplan.show.charts import people_nearby
from lpplan.show.stage_words import CAVEAT, basis, mark_of, mark_of_sum, stage_title
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, quoted, span
from lpplan.show.workbook_curve import PER, Around, curve_columns, write_curve

_COST = "Cost"


def write_curves(book: Book, stages: Sequence[StageRows]) -> None:
    """Write each stage whose cost a head depends on the number of cohorts; no sheet without one."""
    curves = [rows for rows in stages if people_nearby(rows.stage)]
    if not curves:
        return
    meant = (
        "What SSAT would charge for fewer and for more people, at the prices and the limit on the"
        " sheet Quote. Marked: where one more person opens another cohort."
    )
    estimated = mark_of_sum(rows.stage for rows in curves)
    about = (meant, CAVEAT if estimated else "All prices are published.")
    title = "Cost a head by number of people"
    page = Page(book, "Cost a head", curve_columns(_COST), title=title, about=about)
    for rows in curves:
        _write_curve(page, rows)


def _write_curve(page: Page, rows: StageRows) -> None:
    stage = rows.stage
    page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
    kinds, prices = (f"Quote!{span(column, rows.lines)}" for column in "BD")
    charges = {
        per: (
            f"=ROUND(SUMIF({kinds},{quoted(f'per {per}')},{prices}),2)",
            total(line.unit_price for line in stage.lines if line.per == per),
        )
        for per in PER
    }
    people, limit, wanted = (f"Quote!$C${row}" for row in (rows.people, rows.limit, rows.wanted))
    mark = Formula(f"=Quote!F{rows.per_head}", mark_of(stage.prices))
    write_curve(
        page,
        Around(stage, people_nearby(stage), people, limit, wanted, mark),
        {_COST: charges},
        what="all charges",
        here="as many as in this quote",
        title=f"Stage {stage.stage}: cost a head by number of people",
    )
