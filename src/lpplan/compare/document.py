"""A comparison as a document: what differs from the first, then all side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from lpplan.compare.facts import (
    Comparison,
    Difference,
    Fact,
    Facts,
    Scope,
    Side,
    in_order,
    plan_facts,
    sums,
)
from lpplan.show.cells import Cell, Money
from lpplan.show.document import Column, Document, Heading, Paragraph, Part, Row, Table, table
from lpplan.show.stage_words import marked
from lpplan.show.terminal import PIPE_WIDTH
from lpplan.values.words import day_in_words, listed

_LONGEST_HEADING = 16
"""Bytes of a name that stands over a column; longer ones stand above the tables, numbered."""
_LABELS = 24
"""Characters that are left to the labels beside figures."""
_WORDS_ABREAST = 3
_IN_ALL = "In all"
_DAY = "as_of"
_BY_STATUS = ("total_published", "total_estimated")
_GAP = 2
"""The characters between two columns."""


def comparison_document(sides: Sequence[Side], day: date) -> Document:
    """Each quote against the first, and all of them side by side with their totals last."""
    title = f"Comparison of {listed([side.name for side in sides])}"
    return Document(title, day, [*_parts(sides)])


def _parts(sides: Sequence[Side]) -> Iterator[Part]:
    short = all(len(side.name.encode()) <= _LONGEST_HEADING for side in sides)
    heads = [side.name if short else f"Plan {n}" for n, side in enumerate(sides, 1)]
    yield Paragraph("SSAT Lead Practitioner Learning Centre (LPLC), prices exc VAT")
    for head, side in zip(heads, sides, strict=True):
        quote, name = side.quote, "" if short else f"{side.name}, "
        words = f"{head}: {name}{quote.school or 'your school'}, {quote.membership} prices"
        yield Paragraph(f"{words}, prepared on {day_in_words(quote.as_of)}.")
    yield from _estimates(sides, heads)
    comparisons = [Comparison(sides[0], side) for side in sides[1:]]
    for head, comparison in zip(heads[1:], comparisons, strict=True):
        yield from _against(comparison, heads[0], head)
    if any(_differs(comparison) for comparison in comparisons):
        yield Heading("Side by side")
        yield from _side_by_side(sides, heads)


def _differs(comparison: Comparison) -> bool:
    """Whether there is more to tell than the days of preparing, which stand above."""
    scopes = (*comparison.stages, *comparison.years, comparison.whole)
    return any(each.what != _DAY for scope in scopes for each in scope.differences)


def _estimates(sides: Sequence[Side], heads: Sequence[str]) -> Iterator[Part]:
    """What every quote notes of its estimates, once where several note the same."""
    noted: dict[str, list[str]] = {}
    for head, side in zip(heads, sides, strict=True):
        for note in side.quote.notes:
            if note.code == "estimate":
                noted.setdefault(note.text, []).append(head)
    for text, where in noted.items():
        yield Paragraph(f"Estimate ({listed(where)}): {text}", "loud")


def _against(comparison: Comparison, first: str, this: str) -> Iterator[Part]:
    """Everything that differs, the words first, then the figures with their differences."""
    yield Heading(f"{this} against {first}")
    if not _differs(comparison):
        cost = sums(comparison.this.quote.stages)["total"].value
        amount = marked(cost.amount, cost.mark) if isinstance(cost, Money) else ""
        yield Paragraph(f"Nothing differs: both come to {amount} exc VAT.")
        return
    heads = {comparison.first.name: first, comparison.this.name: this}
    words: list[Row] = []
    figures: list[Row] = []
    for scope in (*comparison.stages, *comparison.years, comparison.whole):
        title = _title(scope, heads)
        rows = [
            _row(title, each.what, each.label, (*each.values, _signed(each)))
            for each in scope.differences
            if not each.is_words
            and not (each.what == "net" and each.numbers == scope.totals)
            and not (scope.only_in and (each.change is None or each.what.endswith(".quantity")))
            and not (each.what in _BY_STATUS and not _is_mixed(comparison, scope))
        ]
        if rows and not _says_nothing_new(scope, comparison.stages):
            figures += [_group(title, 3), *rows]
        words += [
            Row((f"{title}: {each.label}" if scope.stage else each.label, *map(_word, each.values)))
            for each in scope.differences
            if each.is_words and not scope.only_in and each.what != _DAY
        ]
    if words:
        yield from _words_tables([first, this], words)
    if figures:
        yield from _figure_tables([first, this, "Difference"], figures)


def _says_nothing_new(scope: Scope, stages: Sequence[Scope]) -> bool:
    """Whether a year, or the whole, is one of the stages alone, and stands there already."""
    if scope.stage:
        return False
    figures = {(it.what, *it.numbers) for it in scope.differences if not it.is_words}
    figures = {figure for figure in figures if figure[0] not in _BY_STATUS}
    return any(
        figures <= {(it.what, *it.numbers) for it in stage.differences}
        and (not scope.years or scope.years == stage.years)
        for stage in stages
    )


def _is_mixed(comparison: Comparison, scope: Scope) -> bool:
    """Whether prices of a year or of the whole are in part published and in part estimates."""
    parts = (
        side.in_year(scope.years[0]) if scope.years else side.quote.stages
        for side in (comparison.first, comparison.this)
    )
    return any(_has_both(sums(part)) for part in parts)


def _has_both(facts: Facts) -> bool:
    """Whether there are both published prices and estimates; else the mark of the sum tells."""
    return all(facts[key].number for key in _BY_STATUS if facts) and bool(facts)


def _group(title: str, columns: int) -> Row:
    return Row((title, *(None for _ in range(columns))), ruled=True, group=True)


def _row(title: str, what: str, label: str, cells: Sequence[Cell]) -> Row:
    is_total = what == "total"
    label = "TOTAL exc VAT" if is_total and title == _IN_ALL else label
    return Row((label, *cells), strong=is_total, ruled=False)


def _title(scope: Scope, heads: Mapping[str, str]) -> str:
    title = listed([*map(str, scope.years)])
    title = f"Stage {scope.stage}, {title}" if scope.stage else title
    return f"{title}, only in {heads[scope.only_in]}" if scope.only_in else title or _IN_ALL


def _signed(difference: Difference) -> Cell:
    change = difference.change
    if isinstance(change, Decimal):
        return Money(change, "estimate" if difference.is_estimate else "", signed=True)
    return None if change is None else f"{change:+,}"


def _word(value: Cell) -> Cell:
    return value or "-"


def _side_by_side(sides: Sequence[Side], heads: Sequence[str]) -> Iterator[Part]:
    """What each quote says of stages, years and the whole; what is nothing in all is left out."""
    planned = [plan_facts(side) for side in sides]
    if any(planned):
        yield from _words_tables(heads, [*_rows("", planned, lambda _: True, _word)])
    in_all = [sums(side.quote.stages) for side in sides]
    groups: dict[str, Sequence[Facts]] = {}
    for number in sorted({stage.stage for side in sides for stage in side.quote.stages}):
        entries = [[s for s in side.quote.stages if s.stage == number] for side in sides]
        years = sorted({stage.academic_year for stages in entries for stage in stages})
        groups[f"Stage {number}, {listed([*map(str, years)])}"] = [*map(sums, entries)]
    for year in sorted({year for side in sides for year in side.years}):
        of_year = [sums(side.in_year(year)) for side in sides]
        # A year with the same one stage in each has been told.
        if of_year not in groups.values():
            groups[str(year)] = of_year
    groups = {title: facts for title, facts in groups.items() if facts != in_all}
    first, *others = groups[_IN_ALL] = in_all
    figures: list[Row] = []
    for title, facts in groups.items():
        mixed = any(map(_has_both, facts))
        shown = [{k: v for k, v in it.items() if mixed or k not in _BY_STATUS} for it in facts]
        figures += [_group(title, len(sides))]
        figures += _rows(title, shown, lambda fact: bool(fact.number))
    totals = (_signed(Difference("total", first["total"], it["total"])) for it in others)
    figures.append(Row((f"Difference from {heads[0]}", None, *totals), ruled=False))
    yield from _figure_tables(heads, figures)


def _rows(
    title: str,
    facts: Sequence[Facts],
    is_worth: Callable[[Fact], bool],
    shown: Callable[[Cell], Cell] = lambda value: value,
) -> Iterator[Row]:
    """A row for each fact that is worth showing in one of the quotes at least."""
    totals = [it.get("total") for it in facts]
    for key in in_order(*facts):
        found = [it.get(key) for it in facts]
        values = [shown(fact.value if fact else None) for fact in found]
        as_total = key == "net" and values == [fact.value if fact else None for fact in totals]
        if any(fact and is_worth(fact) for fact in found) and not as_total:
            label = next(fact.label for fact in found if fact)
            yield _row(title, key, label, values)


def _words_tables(heads: Sequence[str], rows: Sequence[Row]) -> Iterator[Table]:
    for first in range(0, len(heads), _WORDS_ABREAST):
        part = slice(first, first + _WORDS_ABREAST)
        columns = [Column("", share=1), *(Column(head, share=1) for head in heads[part])]
        yield Table(columns, [row._replace(cells=_cut(row, part)) for row in rows])


def _figure_tables(heads: Sequence[str], rows: Sequence[Row]) -> Iterator[Table]:
    """As many columns beside each other as the page has room for."""
    whole = table("Exc VAT", *heads, rows=rows)
    marks = whole.marks._replace(apart=False)
    lines = [heads, *(marks.row(row)[1:] for row in rows)]
    widths = [max(map(len, column)) + _GAP for column in zip(*lines, strict=True)]
    first, room = 0, PIPE_WIDTH - _LABELS
    for end, width in enumerate(widths):
        room -= width
        if room < 0 < end - first:
            yield _columns_of(whole, slice(first, end))
            first, room = end, PIPE_WIDTH - _LABELS - width
    yield _columns_of(whole, slice(first, len(heads)))


def _columns_of(whole: Table, part: slice) -> Table:
    label, *columns = whole.columns
    cut = [row._replace(cells=_cut(row, part)) for row in whole.rows]
    return whole._replace(columns=[label, *columns[part]], rows=cut)


def _cut(row: Row, part: slice) -> list[Cell]:
    label, *cells = row.cells
    return [label, *cells[part]]
