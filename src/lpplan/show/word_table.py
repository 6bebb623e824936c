"""Tables for Word, and key figures side by side: columns as wide as their words ask for.

Widths are in twentieths of a point, as in ``word_xml``.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from lpplan.show.cells import Cell, Money, Status, Tone, cell_words
from lpplan.show.document import KeyFigure, KeyFigures, Marks, Row, Table
from lpplan.show.word_xml import KEEP, TEXT_WIDTH, cell, paragraph, row, run, table

_FEW_ROWS = 12
"""So many rows stay on one page."""
_MOST_TILES = 4
TONES: dict[Tone, str] = {"loud": "Loud", "good": "Good", "bad": "Bad", "quiet": "Quiet"}
"""The style of words that sound so, where it is not that of their paragraph."""
_END = paragraph("TableEnd", "")
"""What keeps a table and one that follows from becoming one."""
_RULE = '<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/></w:tcBorders>'
_REPEATED = "<w:tblHeader/>"
_LOW = '<w:vAlign w:val="bottom"/>'
_TALL = '<w:trHeight w:val="740" w:hRule="atLeast"/>'
_TAB = "<w:r><w:tab/></w:r>"
_SIZE, _SMALL, _LARGE = 180, 140, 300
"""How large letters are in tables, in crowded ones and in key figures, as the styles have it."""
_INSETS, _TILE_INSETS = 2 * 90, 2 * 140
"""The room at both sides of a cell, as the styles have it."""
_GAP = 60
"""Between an amount and its mark."""
_LETTERS = {
    **dict.fromkeys(" ijlI.,:;'|!", 0.33),
    **dict.fromkeys("frt()[]/-", 0.42),
    **dict.fromkeys("mwMW@%&—…", 1.0),
}
"""How wide letters are that are narrower or wider than others, for one of size 1."""
_BOLD = 1.12


class _Column(NamedTuple):
    """A column of a table: its width, what of it is left to marks, and its paragraphs' style."""

    width: int
    marks: int
    style: str

    def cell(
        self, words: str, tone: str = "", mark: str = "", keep: str = "", more: str = ""
    ) -> str:
        """A cell of it, with a mark behind an amount, and with more properties."""
        if not mark:
            indent = f'<w:ind w:right="{self.marks}"/>' if self.marks else ""
            return cell(self.width, paragraph(self.style, run(words, tone), keep + indent), more)
        # Amounts end in one line, and so their marks begin in one.
        end = self.width - _INSETS - self.marks
        tabs = f'<w:tab w:val="right" w:pos="{end}"/><w:tab w:val="left" w:pos="{end + _GAP}"/>'
        runs = _TAB + run(words, tone) + _TAB + run(mark, "Loud")
        style = self.style.replace("Figure", "Text")
        return cell(self.width, paragraph(style, runs, f"{keep}<w:tabs>{tabs}</w:tabs>"), more)


def table_xml(grid: Table) -> str:
    """A table as wide as the page, its head repeated on every page that it reaches."""
    marks = grid.marks
    headings = marks.headings(grid.columns)
    columns = [*_columns(grid, headings)]
    rows = []
    if any(headings):
        head = zip(columns, headings, strict=True)
        cells = (column.cell(words, keep=KEEP) for column, words in head)
        rows.append(row(cells, _REPEATED))
    few = len(grid.rows) <= _FEW_ROWS
    for n, (before, one) in enumerate(pairwise([Row(()), *grid.rows])):
        after = grid.rows[n + 1 : n + 2]
        # A total stays with what it sums up, and the end of a table with sentences below it.
        keep = KEEP if (few or after[0].strong if after else grid.below) else ""
        ruled = one.strong and not before.strong if one.ruled is None else one.ruled
        more = (_RULE if ruled and n else "") + (_LOW if one.tall else "")
        if one.group:
            across = f'<w:gridSpan w:val="{len(columns)}"/>{more}'
            heading = paragraph("TableGroup", run(cell_words(one.cells[0])))
            rows.append(row([cell(sum(column.width for column in columns), heading, across)]))
            continue
        shown = zip(columns, _shown(one, marks), strict=True)
        cells = (column.cell(*words, keep, more) for column, words in shown)
        rows.append(row(cells, _TALL if one.tall else ""))
    notes = "".join(paragraph("TableNote", run(sentence)) for sentence in grid.below)
    widths = [column.width for column in columns]
    return table("FineTable", widths, rows, headed=any(headings)) + (notes or _END)


def _shown(one: Row, marks: Marks) -> Iterator[tuple[str, str, str]]:
    """Each cell's words, the style of these, and the mark behind them; or a mark by itself."""
    usual = "Strong" if one.strong else ""
    for n, shown in enumerate(one.cells):
        tone, mark = usual, ""
        if isinstance(shown, Status):
            tone = TONES.get(shown.tone, usual)
            # Bold within bold would be plain again: it is for cells alone.
            tone = f"Strong{tone}" if shown.tone in ("good", "bad") else tone
        elif isinstance(shown, Money) and not marks.apart and n not in marks.of_columns:
            mark = shown.mark
        yield cell_words(shown), tone, mark
    if marks.apart:
        yield marks.beside(one), "Loud", ""


def _columns(grid: Table, headings: Sequence[str]) -> Iterator[_Column]:
    """The columns: figures and marks in full, words by how much room they ask for."""
    figures, marks = grid.figures, grid.marks
    keeps = [n in figures or column.keep for n, column in enumerate(grid.columns)]
    keeps += [True] * (len(headings) - len(keeps))
    shown = [[*_shown(one, marks)] for one in grid.rows if not one.group]
    wanted, least, marked = [], [], []
    for n, keep in enumerate(keeps):
        column = [cells[n] for cells in shown]
        whole = max((_width(words, bold=bool(tone)) for words, tone, _ in column), default=0)
        behind = max((_width(mark) for *_, mark in column), default=0)
        heading = [_width(word, bold=True) for word in headings[n].split()]
        words = " ".join("" if keep else words for words, *_ in column).split()
        marked.append(behind + _GAP if behind else 0)
        wanted.append(max(whole, _width(headings[n], bold=True)) + marked[n] + _INSETS)
        least.append(max(whole * keep, 0, *heading, *map(_width, words)) + marked[n] + _INSETS)
    small = sum(least) > TEXT_WIDTH
    if small:
        wanted, least, marked = (
            [width * _SMALL / _SIZE for width in widths] for widths in (wanted, least, marked)
        )
    if any(one.tall for one in grid.rows):
        # Somebody is to write into it.
        others = len(wanted) - 1
        wanted[1:] = [(TEXT_WIDTH - wanted[0]) / max(1, others)] * others
    shares = [n for n, column in enumerate(grid.columns) if column.share]
    growing = shares or [n for n, keep in enumerate(keeps) if not keep] or [*range(len(keeps))]
    unbroken = [width if keep else 0 for width, keep in zip(least, keeps, strict=True)]
    for n, width in enumerate(_fitted(wanted, least, unbroken, growing)):
        style = f"{'Small' if small else ''}Table{'Figure' if n in figures else 'Text'}"
        yield _Column(round(width), round(marked[n]), style)


def _fitted(
    wanted: list[float], least: list[float], unbroken: list[float], growing: Sequence[int]
) -> list[float]:
    """Widths that fill the page: some columns grow, or the widest of all give way."""
    spare = TEXT_WIDTH - sum(wanted)
    if spare >= 0:
        grow = 1 + spare / sum(wanted[n] for n in growing)
        return [width * (grow if n in growing else 1) for n, width in enumerate(wanted)]
    if sum(least) > TEXT_WIDTH:
        # Words must break, but no figure.
        wanted, least = least, unbroken
    if sum(least) > TEXT_WIDTH:
        return [width * TEXT_WIDTH / sum(least) for width in least]
    # Halving finds the width that no column exceeds, unless what it must hold does.
    low, high = 0.0, float(TEXT_WIDTH)
    for _ in range(16):
        most = (low + high) / 2
        widths = [min(wish, max(need, most)) for wish, need in zip(wanted, least, strict=True)]
        low, high = (most, high) if sum(widths) <= TEXT_WIDTH else (low, most)
    return widths


def _width(words: str, *, bold: bool = False, size: int = _SIZE) -> float:
    """How wide words are at most, in any typeface that stands in where there is no Calibri."""
    return size * sum(map(_letter_width, words)) * (_BOLD if bold else 1)


@cache
def _letter_width(letter: str) -> float:
    usual = 1 if east_asian_width(letter) in "WF" else 0.72 if letter.isupper() else 0.64
    return _LETTERS.get(letter, usual)


def key_figures_xml(figures: KeyFigures) -> Iterator[str]:
    """Tiles side by side: up to four, or as many as have room for their large values."""
    tiles = figures.figures
    widest = max(
        (_width(cell_words(one.value), bold=True, size=_LARGE) for one in tiles), default=0
    )
    fits = int(TEXT_WIDTH // (widest + _TILE_INSETS))
    # Long words are smaller, and wrap, rather than stand one below the other.
    style = "KeyFigure" if fits >= min(2, len(tiles)) else "KeyFigureWords"
    most = min(_MOST_TILES, fits) if style == "KeyFigure" else _MOST_TILES
    # As many in each line as can be, rather than one left over in the last.
    side_by_side = -(-len(tiles) // max(1, -(-len(tiles) // most)))
    for start in range(0, len(tiles), side_by_side or 1):
        line = tiles[start : start + side_by_side]
        width = TEXT_WIDTH // side_by_side
        # A row for each of what a tile holds, so that values stand level.
        labels = (cell(width, paragraph("KeyFigureLabel", run(one.label)), _LOW) for one in line)
        rows = [
            row(labels, _REPEATED),
            row(cell(width, paragraph(style, _value(one.value))) for one in line),
            row(cell(width, _remarks(one)) for one in line),
        ]
        yield table("KeyFigures", [width] * len(line), rows, headed=True) + _END


def _value(value: Cell) -> str:
    tone = TONES.get(value.tone, "") if isinstance(value, Status) else ""
    return run(cell_words(value), tone)


def _remarks(figure: KeyFigure) -> str:
    mark = figure.value.mark if isinstance(figure.value, Money) else ""
    remarks = [run(mark, "Loud")] if mark else []
    remarks += [run(figure.remark)] if figure.remark else []
    return paragraph("KeyFigureRemark", run(", ").join(remarks))
