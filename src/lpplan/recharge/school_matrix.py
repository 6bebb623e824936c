"""What schools pay, school by school and stage by stage."""

from collections.abc import Iterator, Sequence

from lpplan.core.money import Pounds
from lpplan.core.plan import plain_name
from lpplan.core.pricing import total
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageRecharge, totals_of_schools
from lpplan.show.document import Cell, Money, Row, Table, table
from lpplan.show.stage_words import mark_of_sum, named

Shared = Sequence[tuple[StageQuote, StageRecharge]]
"""Stages with what their schools repay."""

_MOST_STAGES_ABREAST = 3
"""Columns of amounts that fit beside the names and a total, in 80 characters or on a page."""


def school_matrix(own_school: str, shared: Shared) -> Iterator[Table]:
    """Schools by stages with totals, in as many tables as the number of stages calls for."""
    for first in range(0, len(shared), _MOST_STAGES_ABREAST):
        abreast = shared[first : first + _MOST_STAGES_ABREAST]
        last = first + len(abreast) == len(shared)
        yield _abreast(own_school, shared, abreast, with_total=last)


def _abreast(own_school: str, shared: Shared, stages: Shared, *, with_total: bool) -> Table:
    marks = [mark_of_sum([stage]) for stage, _ in stages]
    in_stage = [{plain_name(s.school): s.total for s in part.schools} for _, part in stages]

    def row(
        name: str, amounts: Sequence[Pounds | None], whole: Money, *, strong: bool = False
    ) -> Row:
        cells: list[Cell] = [
            None if amount is None else Money(amount, mark)
            for amount, mark in zip(amounts, marks, strict=True)
        ]
        return Row((name, *cells, *((whole,) if with_total else ())), strong)

    takes_part: dict[str, list[StageQuote]] = {}
    for stage, part in shared:
        for school in part.schools:
            takes_part.setdefault(plain_name(school.school), []).append(stage)
    rows = [
        row(
            named(name, own_school),
            [amounts.get(plain_name(name)) for amounts in in_stage],
            Money(whole, mark_of_sum(takes_part[plain_name(name)])),
        )
        for name, whole in totals_of_schools([part for _, part in shared]).items()
    ]
    mark = mark_of_sum(stage for stage, _ in shared)
    kept, billed = total(p.kept for _, p in shared), total(p.billed for _, p in shared)
    sums = {
        "All schools exc VAT": ([p.total for _, p in stages], kept + billed),
        "Kept": ([p.kept for _, p in stages], kept),
        "Billed": ([p.billed for _, p in stages], billed),
    }
    rows += [
        row(name, amounts, Money(whole, mark), strong=True)
        for name, (amounts, whole) in sums.items()
    ]
    headings = [f"Stage {stage.stage}, {stage.academic_year}" for stage, _ in stages]
    return table("School", *headings, *(("Total",) if with_total else ()), rows=rows)
