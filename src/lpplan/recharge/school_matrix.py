"""What schools pay, school by school and stage by stage."""

from collections.abc import Iterable, Iterator, Sequence

from lpplan.core.money import Pounds
from lpplan.core.plan import plain_name, same_name
from lpplan.core.pricing import total
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageRecharge, totals_of_schools
from lpplan.quote.words import mark_of_sum
from lpplan.show.document import Grid, Row
from lpplan.show.text import pounds

Shared = Sequence[tuple[StageQuote, StageRecharge]]
"""Stages with what their schools repay."""

_MOST_STAGES_ABREAST = 3
"""Columns of amounts that fit beside the names and a total, in 80 characters or on a page."""


def named(school: str, own_school: str) -> str:
    """A school's name, with a remark where it is the plan's own."""
    return f"{school} (its own part)" if same_name(school, own_school) else school


def school_matrix(own_school: str, shared: Shared) -> Iterator[Grid]:
    """Schools by stages with totals, in as many tables as the number of stages calls for."""
    for first in range(0, len(shared), _MOST_STAGES_ABREAST):
        abreast = shared[first : first + _MOST_STAGES_ABREAST]
        last = first + len(abreast) == len(shared)
        yield _abreast(own_school, shared, abreast, with_total=last)


def _abreast(own_school: str, shared: Shared, stages: Shared, *, with_total: bool) -> Grid:
    marks = [_mark([stage]) for stage, _ in stages]
    in_stage = [{plain_name(s.school): s.total for s in part.schools} for _, part in stages]

    def row(
        name: str,
        amounts: Sequence[Pounds | None],
        whole: Pounds,
        concerned: Iterable[StageQuote],
        *,
        strong: bool = False,
    ) -> Row:
        cells = [
            "" if amount is None else f"{pounds(amount)}{mark}"
            for amount, mark in zip(amounts, marks, strict=True)
        ]
        if with_total:
            cells.append(f"{pounds(whole)}{_mark(concerned)}")
        return Row((name, *cells), strong)

    takes_part: dict[str, list[StageQuote]] = {}
    for stage, part in shared:
        for school in part.schools:
            takes_part.setdefault(plain_name(school.school), []).append(stage)
    rows = [
        row(
            named(name, own_school),
            [amounts.get(plain_name(name)) for amounts in in_stage],
            whole,
            takes_part[plain_name(name)],
        )
        for name, whole in totals_of_schools([part for _, part in shared]).items()
    ]
    every = [stage for stage, _ in shared]
    kept, billed = total(p.kept for _, p in shared), total(p.billed for _, p in shared)
    sums = {
        "All schools exc VAT": ([p.total for _, p in stages], kept + billed),
        "Kept": ([p.kept for _, p in stages], kept),
        "Billed": ([p.billed for _, p in stages], billed),
    }
    for name, (amounts, whole) in sums.items():
        rows.append(row(name, amounts, whole, every, strong=True))
    headings = [f"Stage {stage.stage}, {stage.academic_year}" for stage, _ in stages]
    names = ("School", *headings, *(("Total",) if with_total else ()))
    return Grid(names, rows, right=range(1, len(names)))


def _mark(stages: Iterable[StageQuote]) -> str:
    return " est." if mark_of_sum(stages) else ""
