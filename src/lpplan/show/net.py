"""What a plan costs in the end: SSAT's charges and own costs, less what other schools pay."""

from collections.abc import Iterable, Iterator, Sequence

from lpplan.core.quote import StageQuote
from lpplan.core.recharge import Net, OwnCostLine, StageAccount, net_of
from lpplan.show.cells import Cell, Money
from lpplan.show.document import Figure, Part, Row, Series, Table, amounts_table
from lpplan.show.stage_words import mark_of_sum, marked
from lpplan.values.money import Pounds
from lpplan.values.words import listed, plural, pounds, whole_pounds
from lpplan.values.years import AcademicYear

NET_COLUMNS = ("own_costs_exc_vat", "income_exc_vat", "net_exc_vat")
NET_HEADINGS = ("SSAT", "Own costs", "Others pay", "Net")
_TOO_WIDE = 10_000_000
"""Pounds of which four amounts do not stand beside each other in 80 characters."""
_MOST_LABELLED = 8
"""Years of which each has room for an amount in a picture."""
_UNITS = {
    "stage": ("stage",),
    "cohort": ("cohort", "cohorts"),
    "session": ("session", "sessions"),
    "person": ("person", "people"),
    "time": ("time", "times"),
}


def has_more_than_charges(stages: Iterable[StageQuote]) -> bool:
    """Whether there is anything to net: own costs, or something that other schools pay."""
    net = net_of(stages)
    return bool(net.own_costs or net.income)


def net_parts(stages: Sequence[StageQuote], title: str = "In the end") -> Iterator[Part]:
    """What remains for the plan's own school, by stage, by year and in all; nothing to net, none.

    Years are shown where one of them has several stages.
    """
    if not has_more_than_charges(stages):
        return
    rows = []
    if len(stages) > 1:
        rows = [
            Row((f"Stage {stage.stage}, {stage.academic_year}", *net_cells([stage])))
            for stage in stages
        ]
    years = sorted({stage.academic_year for stage in stages})
    if len(years) < len(stages) and len(years) > 1:
        in_year = ([s for s in stages if s.academic_year == year] for year in years)
        rows += [
            Row((str(part[0].academic_year), *net_cells(part)), strong=True) for part in in_year
        ]
    rows.append(Row(("In all exc VAT", *net_cells(stages)), strong=True, ruled=True))
    own_school, net, mark = stages[0].own_school, net_of(stages), mark_of_sum(stages)
    words = (
        f"Net is what remains for {own_school}: SSAT's charges and its own costs, less what other"
        f" schools pay. Everyone together pays {marked(net.cost, mark)}."
    )
    below = [words, "A net with a minus is left over."] if net.net < 0 else [words]
    yield four_amounts_table(title, *NET_HEADINGS, rows=rows, below=below, most=net.cost)


def net_figure(stages: Sequence[StageQuote], years: Sequence[AcademicYear]) -> Figure:
    """Cost, what others pay and the net in pounds exc VAT of each academic year, as bars."""
    in_year = [[stage for stage in stages if stage.academic_year == year] for year in years]
    nets = [net_of(part) for part in in_year]
    mark, own_school = mark_of_sum(stages), stages[0].own_school
    labelled = range(len(years) if len(years) <= _MOST_LABELLED else 0)
    told = [
        f"{(whole_pounds if mark else pounds)(net.net)} in {year}"
        for net, year in zip(nets, years, strict=True)
    ]
    remark = f" ({mark})" if mark else ""
    return Figure(
        words=f"Cost, what other schools pay, and the net for {own_school} by academic year. The"
        f" net{remark} is {listed(told)}.",
        up="Pounds a year, exc VAT",
        across="Academic year",
        places=years,
        series=[
            Series("Cost", [net.cost for net in nets], {}),
            Series("Others pay", [net.income for net in nets], {}),
            Series("Net", [net.net for net in nets], dict.fromkeys(labelled, "Net")),
        ],
        estimated=bool(mark),
        bars=True,
    )


def four_amounts_table(
    title: str, *headings: str, rows: Sequence[Row], below: Sequence[str], most: Pounds
) -> Table:
    """A table of four amounts in pounds a row, one below another where they are too wide.

    ``most`` is the largest of them.
    """
    if most < _TOO_WIDE:
        return amounts_table(title, *headings, rows=rows, below=below, marked_once=True)
    one_below_another = []
    for row in rows:
        label, *amounts = row.cells
        one_below_another.append(Row((label, None), strong=True))
        one_below_another += [Row((f"  {n}", a)) for n, a in zip(headings, amounts, strict=True)]
    return amounts_table(title, "Amount", rows=one_below_another, below=below)


def net_cells(stages: Sequence[StageQuote], mark: str | None = None) -> tuple[Cell, ...]:
    """SSAT's charges, own costs, what others pay and the net of stages, marked where estimated."""
    net, mark = net_of(stages), mark_of_sum(stages) if mark is None else mark
    return Money(net.ssat), Money(net.own_costs), Money(net.income), Money(net.net, mark)


def net_data(net: Net) -> dict[str, Pounds]:
    """The same as JSON has it."""
    return {
        "ssat": net.ssat,
        "own_costs": net.own_costs,
        "income": net.income,
        "net": net.net,
    }


def net_row_ends(stage: StageQuote) -> Iterator[tuple[Pounds | None, ...]]:
    """``NET_COLUMNS`` for the rows of a stage: on its first row alone, so that columns add up."""
    net = StageAccount(stage).net
    yield net.own_costs, net.income, net.net
    while True:
        yield (None,) * len(NET_COLUMNS)


def own_cost_data(lines: Iterable[OwnCostLine]) -> list[dict[str, object]]:
    """Own costs as JSON has them."""
    return [
        {
            "label": line.label,
            "per": line.per,
            "quantity": line.quantity,
            "unit_amount": line.each,
            "amount": line.amount,
        }
        for line in lines
    ]


def own_cost_in_words(line: OwnCostLine) -> str:
    """What a cost of the school's own is, and for how many: ``Cover, 2 cohorts at £600.00``."""
    if line.per == "stage":
        return line.label
    return f"{line.label}, {plural(line.quantity, *_UNITS[line.per])} at {pounds(line.each)}"
