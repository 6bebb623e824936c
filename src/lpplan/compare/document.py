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
from lpplan.show.document import (
    Cell,
    Column,
    Document,
    Heading,
    Money,
    Paragraph,
    Part,
    Row,
    Table,
    cell_words,
    table,
)
from lpplan.show.terminal import PIPE_WIDTH
from lpplan.values.words import day_in_words, listed

_LONGEST_HEADING = 16
"""Bytes of a name that stands over a column; longer ones stand above the tables, numbered."""
_LABELS = 24
"""Characters that are left to the labels beside figures."""
_WORDS_ABREAST = 3
_IN_ALL = "In all"
_SHORT_MARK = " est."
"""What stands behind an estimate that is not in the last column."""


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
    for head, side in zip(heads[1:], sides[1:], strict=True):
        yield from _against(Comparison(sides[0], side), heads[0], head)
    yield Heading("Side by side")
    yield from _side_by_side(sides, heads)


def _estimates(sides: Sequence[Side], heads: Sequence[str]) -> Iterator[Part]:
    """What every quote notes of its estimates, once where several note the same."""
    noted: dict[str, list[str]] = {}
    for head, side in zip(heads, sides, strict=True):
        for note in side.quote.notes:
            if note.code == "estimate":
                noted.setdefault(note.text, []).append(head)
    for text, where in noted.items():
        yield Paragraph(f"ESTIMATE ({listed(where)}): {text}", "loud")


def _against(comparison: Comparison, first: str, this: str) -> Iterator[Part]:
    """Everything that differs, the words first, then the figures with their differences."""
    yield Heading(f"{this} against {first}")
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
            and not (scope.only_in and each.change is None)
        ]
        if rows:
            figures += [_group(title, 3), *rows]
        words += [
            Row((f"{title}: {each.label}" if scope.stage else each.label, *map(_word, each.values)))
            for each in scope.differences
            if each.is_words and not scope.only_in
        ]
    if not words and not figures:
        yield Paragraph("Nothing differs.")
    if words:
        yield from _words_tables([first, this], words)
    if figures:
        yield from _figure_tables([first, this, "Difference"], figures)


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
    groups: dict[str, Sequence[Facts]] = {}
    for number in sorted({stage.stage for side in sides for stage in side.quote.stages}):
        entries = [[s for s in side.quote.stages if s.stage == number] for side in sides]
        groups[f"Stage {number}"] = [*map(sums, entries)]
    for year in sorted({year for side in sides for year in side.years}):
        groups[str(year)] = [sums(side.in_year(year)) for side in sides]
    first, *others = groups[_IN_ALL] = [sums(side.quote.stages) for side in sides]
    figures: list[Row] = []
    for title, facts in groups.items():
        figures += [_group(title, len(sides))]
        figures += _rows(title, facts, lambda fact: bool(fact.number))
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
    widest = max(
        len(cell_words(cell)) + (len(_SHORT_MARK) if isinstance(cell, Money) and cell.mark else 0)
        for row in rows
        for cell in (*heads, *row.cells[1:])
    )
    abreast = max(1, (PIPE_WIDTH - _LABELS) // (widest + 2))
    for first in range(0, len(heads), abreast):
        part = slice(first, first + abreast)
        cut = [row._replace(cells=_cut(row, part)) for row in rows]
        yield table("Exc VAT", *heads[part], rows=cut)


def _cut(row: Row, part: slice) -> list[Cell]:
    label, *cells = row.cells
    return [label, *cells[part]]
