"""The sheet Cost a head of a workbook: what a stage costs by number of people, with a chart."""

from collections.abc import Sequence

from lpplan.core.fees import Per
from lpplan.core.quote import fewest_cohorts, people_nearby, stage_cost, total
from lpplan.quote.workbook_quote import StageRows
from lpplan.show.stage_words import CAVEAT, basis, mark_of, mark_of_sum, stage_title
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, SheetColumn, quoted, span
from lpplan.values.money import per_head

_COLUMNS = (
    SheetColumn("People", 11, figures=True),
    SheetColumn("Cohorts", 11, figures=True),
    SheetColumn("Cost exc VAT", 19, figures=True),
    SheetColumn("Cost a head exc VAT", 21, figures=True),
    SheetColumn("  What is special", 34, words="hint"),
    SheetColumn("  Price status", 22, words="mark"),
)
_MOST_ROWS = 150
_THIS_QUOTE, _ANOTHER = "as many as in this quote", "one more person opened a cohort"


def write_curves(book: Book, stages: Sequence[StageRows]) -> None:
    """Write each stage whose cost a head depends on the number of cohorts; no sheet without one."""
    curves = [(rows, nearby) for rows in stages if (nearby := people_nearby(rows.stage))]
    if not curves:
        return
    meant = (
        "What SSAT would charge for fewer and for more people, at the prices and the limit on the"
        " sheet Quote. Marked: where one more person opens another cohort."
    )
    estimated = mark_of_sum(rows.stage for rows, _ in curves)
    about = (meant, CAVEAT if estimated else "All prices are published.")
    title = "Cost a head by number of people"
    page = Page(book, "Cost a head", _COLUMNS, title=title, about=about)
    for rows, nearby in curves:
        _write_curve(page, rows, nearby[:: -(-len(nearby) // _MOST_ROWS)])


def _write_curve(page: Page, rows: StageRows, nearby: range) -> None:
    stage = rows.stage
    page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
    mark = Formula(f"=Quote!F{rows.per_head}", mark_of(stage.prices))
    chart = page.room_for_chart()
    kinds, prices = (f"Quote!{span(column, rows.lines)}" for column in "BD")
    each: dict[Per, int] = {"person": 0, "cohort": 0, "stage": 0}
    for per in each:
        charges = total(line.unit_price for line in stage.lines if line.per == per)
        sum_of_prices = f"=ROUND(SUMIF({kinds},{quoted(f'per {per}')},{prices}),2)"
        of_one, words = Formula(sum_of_prices, charges), f"all charges per {per}"
        each[per] = page.line(None, C=of_one, E=words, F=mark)
    people, limit, wanted = (f"Quote!$C${row}" for row in (rows.people, rows.limit, rows.wanted))
    asked = len(stage.cohorts) if len(stage.cohorts) > stage.fewest_cohorts else 1
    least = f"MAX(ROUNDUP(2*N({limit})/5,0),{people}-2*N({limit}))"
    table, above = range(page.row, page.row + len(nearby)), None
    for number in nearby:
        fewest = fewest_cohorts(number, stage.prices.schedule.cohort_limit)
        cohorts = max(fewest, min(asked, number))
        cost = stage_cost(stage.prices, stage.stage, number, stage.membership, cohorts)
        opened = above is not None and cohorts > above
        special = _THIS_QUOTE if number == stage.participants else _ANOTHER if opened else ""
        last = page.row - 1
        further = "FALSE" if above is None else f"B#>B{last}"
        begin = f"=MAX(1,MIN({least},{people}))"
        page.line(
            Formula(begin if above is None else f"=A{last}+{nearby.step}", number),
            B=Formula(
                f"=MAX(IF(N({limit})>0,ROUNDUP(A#/{limit},0),1),MIN(N({wanted}),A#))", cohorts
            ),
            C=Formula(
                f"=ROUND(A#*C${each['person']}+B#*C${each['cohort']}+C${each['stage']},2)", cost
            ),
            # Half up in whole numbers, as on the sheet Quote.
            D=Formula("=INT((2*ROUND(C#*100,0)+A#)/(2*A#))/100", per_head(cost, number)),
            E=Formula(
                f'=IF(A#={people},{quoted(_THIS_QUOTE)},IF({further},{quoted(_ANOTHER)},""))',
                special,
            ),
            F=mark,
        )
        above = cohorts
    page.mark_where(table[1:], f"=$B#>$B{table[0]}")
    end = f" ({mark.value})" if mark.value else ""
    x, y = (f"{column}{table[0]}:{column}{table[-1]}" for column in "AD")
    page.chart(chart, f"Stage {stage.stage}: cost a head by number of people, exc VAT{end}", x, y)
    page.skip()
