"""Cost a head by number of people in a workbook: a table of formulas, and a chart of it."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import NamedTuple, TypeAlias

from lpplan.core.fees import Per
from lpplan.core.quote import StageQuote, fewest_cohorts
from lpplan.show.workbook import Page
from lpplan.show.workbook_cells import Formula, SheetColumn, Value, quoted
from lpplan.values.money import Pounds, per_head

_PEOPLE = (SheetColumn("People", 11, figures=True), SheetColumn("Cohorts", 11, figures=True))
_SPECIAL = SheetColumn("  What is special", 34, words="hint")
_MARK = SheetColumn("  Price status", 22, words="mark")
_MOST_ROWS = 150
_ANOTHER = "one more person opened a cohort"

PER: Sequence[Per] = ("person", "cohort", "stage")

Costs: TypeAlias = Mapping[Per, tuple[str, Pounds]]
"""What one person, one cohort and one stage cost: a formula, and the amount that it gives."""


class Around(NamedTuple):
    """The stage that a curve is drawn around, and where formulas find what it has."""

    stage: StageQuote
    """With a limit of people in a cohort."""
    nearby: range
    """The numbers of people to write, as ``show.charts.people_nearby`` has them."""
    people: str
    limit: str
    wanted: str
    """The cell of the cohorts asked for, which may be empty."""
    mark: Formula
    """What stands beside amounts at its prices."""


def curve_columns(*options: str) -> tuple[SheetColumn, ...]:
    """The columns of a sheet of curves: the cost under each option, and what that is a head."""
    costs = (
        SheetColumn(f"{option} {what}exc VAT", width, figures=True)
        for option in options
        for what, width in (("", 19), ("a head ", 21))
    )
    return (*_PEOPLE, *costs, _SPECIAL, _MARK)


def write_curve(
    page: Page, around: Around, options: Mapping[str, Costs], *, what: str, here: str, title: str
) -> None:
    """Write what it costs, and costs a head, for fewer and for more people, with a chart.

    ``what`` the costs are and ``here``, beside the number of people that there are, are said in
    words. The sheet has the columns of ``curve_columns`` for as many options.
    """
    stage, people, limit, wanted = around.stage, around.people, around.limit, around.wanted
    nearby = around.nearby[:: -(-len(around.nearby) // _MOST_ROWS)]
    most = stage.prices.schedule.cohort_limit
    asked = len(stage.cohorts) if len(stage.cohorts) > stage.fewest_cohorts else 1
    *letters, special, status = list(ascii_uppercase[2 : 4 + 2 * len(options)])
    costs = [*zip(letters[::2], letters[1::2], options.values(), strict=True)]
    chart = page.room_for_chart()
    each: dict[Per, int] = {}
    for per in PER:
        cells: dict[str, Value] = {cost: Formula(*option[per]) for cost, _, option in costs}
        cells |= {special: f"{what} per {per}", status: around.mark}
        each[per] = page.line(None, "", at=None, **cells)
    least = f"MAX(ROUNDUP(2*N({limit})/5,0),{people}-2*N({limit}))"
    table, above = range(page.row, page.row + len(nearby)), None
    for number in nearby:
        cohorts = max(fewest_cohorts(number, most), min(asked, number))
        opened = above is not None and cohorts > above
        last = page.row - 1
        further = "FALSE" if above is None else f"B#>B{last}"
        # So that whoever types many more people finds them in the last row.
        begin = f"=MAX(1,MIN({least},{people}),{people}-{nearby[-1] - nearby[0]})"
        fewest = f"IF(N({limit})>0,ROUNDUP(A#/{limit},0),1)"
        cells = {"B": Formula(f"=MAX({fewest},MIN(N({wanted}),A#))", cohorts)}
        for cost, a_head, option in costs:
            person, cohort, once = (option[per][1] for per in PER)
            value = number * person + cohorts * cohort + once
            parts = "A#*{0}${person}+B#*{0}${cohort}+{0}${stage}".format(cost, **each)
            cells[cost] = Formula(f"=ROUND({parts},2)", value)
            # Half up in whole numbers, as on the sheet Quote.
            halves = f"=INT((2*ROUND({cost}#*100,0)+A#)/(2*A#))/100"
            cells[a_head] = Formula(halves, per_head(value, number))
        cells[special] = Formula(
            f'=IF(A#={people},{quoted(here)},IF({further},{quoted(_ANOTHER)},""))',
            here if number == stage.participants else _ANOTHER if opened else "",
        )
        cells[status] = around.mark
        next_one = begin if above is None else f"=A{last}+{nearby.step}"
        page.line(Formula(next_one, number), "", at=None, **cells)
        above = cohorts
    page.mark_where(table[1:], f"=$B#>$B{table[0]}")
    end = f" ({around.mark.value})" if around.mark.value else ""
    people_cells, *drawn = (f"{x}{table[0]}:{x}{table[-1]}" for x in ("A", *letters[1::2]))
    page.chart(
        chart,
        f"{title}, exc VAT{end}",
        people_cells,
        dict(zip(options, drawn, strict=True)),
        ("People", "Cost a head exc VAT"),
    )
    page.skip()
