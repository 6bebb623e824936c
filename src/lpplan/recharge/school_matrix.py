"""What schools pay, school by school and stage by stage."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from lpplan.core.plan import plain_name
from lpplan.core.quote import StageQuote, total
from lpplan.core.recharge import StageRecharge, totals_of_schools
from lpplan.show.document import Cell, Money, Row, Table, table
from lpplan.show.stage_words import mark_of_sum, named
from lpplan.values.money import Pounds

_MOST_STAGES_ABREAST = 3
"""Columns of amounts that fit beside the names and a total, in 80 characters or on a page."""


def school_matrix(recharges: Sequence[StageRecharge]) -> Iterator[Table]:
    """Schools by stages with totals, in as many tables as the number of stages calls for."""
    for first in range(0, len(recharges), _MOST_STAGES_ABREAST):
        abreast = recharges[first : first + _MOST_STAGES_ABREAST]
        last = first + len(abreast) == len(recharges)
        yield _abreast(recharges, abreast, with_total=last)


def _abreast(
    every: Sequence[StageRecharge], abreast: Sequence[StageRecharge], *, with_total: bool
) -> Table:
    marks = [mark_of_sum([recharge.stage]) for recharge in abreast]

    def row(
        name: str, amounts: Sequence[Pounds | None], whole: Money, *, strong: bool = False
    ) -> Row:
        cells: list[Cell] = [
            None if amount is None else Money(amount, mark)
            for amount, mark in zip(amounts, marks, strict=True)
        ]
        return Row((name, *cells, *((whole,) if with_total else ())), strong)

    by_name = [
        {plain_name(school.school): school.total for school in recharge.schools}
        for recharge in abreast
    ]
    takes_part: dict[str, list[StageQuote]] = {}
    for recharge in every:
        for school in recharge.schools:
            takes_part.setdefault(plain_name(school.school), []).append(recharge.stage)
    rows = [
        row(
            named(name, every[0].stage.own_school),
            [amounts.get(plain_name(name)) for amounts in by_name],
            Money(whole, mark_of_sum(takes_part[plain_name(name)])),
        )
        for name, whole in totals_of_schools(every).items()
    ]
    mark = mark_of_sum(recharge.stage for recharge in every)
    sums: Mapping[str, Callable[[StageRecharge], Pounds]] = {
        "All schools exc VAT": lambda recharge: recharge.total,
        "Kept": lambda recharge: recharge.kept,
        "Billed": lambda recharge: recharge.billed,
    }
    rows += [
        row(name, [*map(part, abreast)], Money(total(map(part, every)), mark), strong=True)
        for name, part in sums.items()
    ]
    stages = [f"Stage {part.stage.stage}, {part.stage.academic_year}" for part in abreast]
    return table("School", *stages, *(("Total",) if with_total else ()), rows=rows)
