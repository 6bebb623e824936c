"""Where each stage stands on the sheets of a workbook, so that their formulas can meet."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageRecharge, shared_cost

HEADINGS = 6
"""The row of the headings on the sheets Quote and Schools; all above it stays in view."""


class QuotePlace(NamedTuple):
    """The rows of one stage on the sheet Quote, counted from 1."""

    title: int
    basis: int
    people: int
    limit: int
    asked: int
    cohorts: int
    first: int
    last: int
    """The rows of its lines; one row that says so where nothing is charged."""
    total: int
    per_head: int


class SchoolsPlace(NamedTuple):
    """The rows of one stage on the sheet Schools, counted from 1."""

    title: int
    rule: int
    each: int
    rest: int
    first: int
    last: int
    total: int
    kept: int
    billed: int
    sharing: int


class Place(NamedTuple):
    """A stage and its rows."""

    stage: StageQuote
    quote: QuotePlace
    shared: tuple[StageRecharge, SchoolsPlace] | None
    """What its schools repay and its rows there, where the plan names schools."""


def places(stages: Iterable[StageQuote]) -> Iterator[Place]:
    """The rows of each stage, with an empty one before it."""
    row = school_row = HEADINGS + 1
    for stage in stages:
        last = row + 5 + max(1, len(stage.lines))
        on_quote = QuotePlace._make((*range(row, row + 7), last, last + 1, last + 2))
        row = on_quote.per_head + 2
        recharge = shared_cost(stage)
        if recharge is None:
            yield Place(stage, on_quote, None)
            continue
        last = school_row + 3 + len(recharge.schools)
        rows = (*range(school_row, school_row + 5), *range(last, last + 5))
        on_schools = SchoolsPlace._make(rows)
        school_row = on_schools.sharing + 2
        yield Place(stage, on_quote, (recharge, on_schools))
