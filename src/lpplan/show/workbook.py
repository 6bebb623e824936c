"""A sheet of a workbook: cells by column letter and row, in one set of styles; or a document."""

import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any, NamedTuple, TypeAlias

from lpplan.show.document import (
    Document,
    Money,
    Paragraph,
    Row,
    Table,
    cell_words,
    figure_columns,
)
from lpplan.show.text import visible
from lpplan.values.money import Pounds
from lpplan.values.words import pounds

Style: TypeAlias = Mapping[str, str | int | bool]

_SIZE = 10
_BASE: Style = {"font_name": "Arial", "font_size": _SIZE, "valign": "top"}
_TEXT: Style = {"text_wrap": True, "align": "left"}
_FIGURE: Style = {"align": "right"}
_HEADING: Style = {
    "text_wrap": True,
    "bold": True,
    "bg_color": "#1F3864",
    "font_color": "#FFFFFF",
    "valign": "vcenter",
}
_BAND: Style = {"bg_color": "#DCE6F1", "bold": True}
_LOUD: Style = {"bold": True, "font_color": "#9C4A00"}
_QUIET: Style = {"font_color": "#595959"}
_HELPER: Style = {"font_size": 8, "font_color": "#7F7F7F"}

_KINDS: Mapping[str, Style] = {
    "text": _TEXT,
    "whole": {**_FIGURE, "num_format": "#,##0"},
    "money": {**_FIGURE, "num_format": "£#,##0.00;-£#,##0.00"},
    "mark": {**_TEXT, "font_color": "#9C4A00", "indent": 1},
}
_ROWS: Mapping[str, Style] = {
    "total": {"bold": True, "top": 1, "top_color": "#7F7F7F"},
    "grand": {**_BAND, "font_size": 12},
    "input": {
        **_FIGURE,
        "bg_color": "#FFF2CC",
        "border": 1,
        "border_color": "#BF9000",
        "font_color": "#0000C0",
        "locked": False,
    },
}
STYLES: Mapping[str, Style] = {
    **_KINDS,
    **{f"{kind} {row}": {**_KINDS[kind], **_ROWS[row]} for kind in _KINDS for row in _ROWS},
    "title": {**_TEXT, "bold": True, "font_size": 15, "font_color": "#1F3864"},
    "heading": {**_HEADING, "align": "left"},
    "figure heading": {**_HEADING, "align": "right"},
    "band": {**_TEXT, **_BAND, "font_size": 11},
    "quiet": {**_TEXT, **_QUIET},
    "hint": {**_TEXT, **_QUIET, "indent": 1},
    "loud": {**_TEXT, **_LOUD},
    "open": {**_TEXT, "font_color": "#9C4A00"},
    "good": {**_TEXT, "font_color": "#2E6B2E"},
    "helper": {**_HELPER, **_FIGURE},
    "helper heading": {**_TEXT, **_HELPER, "italic": True},
}
"""What each kind of cell looks like; those of the rows of totals and of inputs too."""

MOST_ROWS = 1_048_576
"""How many rows a sheet can have."""
_MOST_CHARACTERS = 32_767
"""How long the text of a cell can be."""


def amount_width(amount: Pounds) -> float:
    """How wide a column must be for amounts up to this one, with room for some growth."""
    return max(16, 1.35 * len(pounds(amount)) + 4)


class SheetColumn(NamedTuple):
    """A column that is printed: its heading, its width in characters, and what it holds."""

    heading: str
    width: float
    figures: bool = False


class Formula(NamedTuple):
    """A formula, and what it gives for viewers that do not calculate."""

    formula: str
    value: int | Pounds | str


class Input(NamedTuple):
    """A cell to be changed, and what it holds at first; None for nothing yet."""

    value: int | Pounds | str | None


Value: TypeAlias = str | int | Pounds | Formula | Input | None
"""What a cell by its letter holds; None for no cell."""


class Book:
    """A workbook, and the styles that its sheets share."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[str, bool], Any] = {}

    def page(self, name: str, columns: Sequence[SheetColumn]) -> "Page":
        """Add a sheet."""
        return Page(self, self._workbook.add_worksheet(name), columns)

    def format(self, style: str, *, as_typed: bool = False) -> Any:
        """A style as XlsxWriter has it; ``as_typed`` keeps text from ever becoming a formula."""
        if (style, as_typed) not in self._formats:
            more = {"quote_prefix": True} if as_typed else {}
            made = self._workbook.add_format({**_BASE, **STYLES[style], **more})
            self._formats[style, as_typed] = made
        return self._formats[style, as_typed]


class Page:
    """A sheet whose printed columns begin at A; helper columns follow after a gap."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[SheetColumn]) -> None:
        self._sheet = sheet
        self._format = book.format
        self._columns = columns
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        self._heights: dict[int, float] = {}

    def text(self, column: str, row: int, words: str, style: str = "text") -> None:
        """Write words as they stand, never as a formula, a number or a link."""
        shown = cell_text(words)
        # Somebody who edits the cell must not turn it into a formula either.
        made = self._format(style, as_typed=shown.startswith(("=", "+", "-", "@")))
        self._sheet.write_string(*_position(column, row), shown, made)
        index = ord(column) - ord("A")
        if index < len(self._columns):
            self._make_room(row, shown, style, self._columns[index].width)

    def line(self, row: int, cells: Mapping[str, Value], style: str = "") -> None:
        """Write cells of a row by their letters: amounts, whole numbers, words and formulas.

        ``style`` is ``total`` or ``grand`` for all printed cells of such a row. Words in the last
        printed column are a mark, and cells beyond it are helpers.
        """
        if style:
            self.fill(row, f"text {style}")
        for column, cell in cells.items():
            value = cell.value if isinstance(cell, Formula | Input) else cell
            own = self._style(column, value, "input" if isinstance(cell, Input) else style)
            position = _position(column, row)
            if isinstance(cell, Formula):
                given = value if isinstance(value, str) else float(value or 0)
                self._sheet.write_formula(*position, cell.formula, self._format(own), given)
            elif isinstance(value, str):
                self.text(column, row, value, own)
            elif value is not None or isinstance(cell, Input):
                known = None if value is None else float(value)
                self._sheet.write(*position, known, self._format(own))

    def _style(self, column: str, value: int | Pounds | str | None, row_style: str) -> str:
        index = ord(column) - ord("A")
        if index >= len(self._columns):
            return "helper"
        if isinstance(value, str):
            kind = "mark" if index == len(self._columns) - 1 else "text"
        else:
            kind = "money" if isinstance(value, Decimal) else "whole"
        return f"{kind} {row_style}".strip()

    def fill(self, row: int, style: str) -> None:
        """Give the printed cells of a row a style."""
        for index in range(len(self._columns)):
            self._sheet.write_blank(row - 1, index, None, self._format(style))

    def paragraph(
        self, row: int, words: str, style: str = "text", *, first: str = "A", most_lines: int = 25
    ) -> None:
        """Write words over all printed columns from the first named, in as many lines as it takes.

        Beyond ``most_lines`` they are there, but out of sight.
        """
        start, end = ord(first) - ord("A"), len(self._columns) - 1
        made = self._format(style)
        self._sheet.merge_range(row - 1, start, row - 1, end, "", made)
        self._sheet.write_string(row - 1, start, cell_text(words), made)
        room = sum(column.width for column in self._columns[start:])
        self._make_room(row, words, style, room, most_lines)

    def _make_room(
        self, row: int, words: str, style: str, width: float, most_lines: int = 25
    ) -> None:
        """Make a row high enough for words in a column so wide; not every program does it itself.

        A width is counted in figures, which are a little wider than letters are on average.
        """
        size = float(STYLES[style].get("font_size", _SIZE))
        wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words) or 1
        room = int(width * _SIZE / size * len(words) / wide * 1.12)
        lines = len(textwrap.wrap(words[: 200 * most_lines], max(1, room)))
        height = max(1, min(lines, most_lines)) * size * 1.28 + 3
        self._heights[row] = max(height, self._heights.get(row, 0))

    def headings(self, row: int) -> None:
        """Write the headings, keep them and all above in view, and repeat them in print."""
        for letter, column in zip(ascii_uppercase, self._columns, strict=False):
            style = "figure heading" if column.figures else "heading"
            self.text(letter, row, column.heading, style)
        self._sheet.freeze_panes(row, 0)
        self._sheet.repeat_rows(row - 1)

    def helpers(self, row: int, names: Mapping[str, str]) -> None:
        """Name helper columns by their letters, outside what is printed."""
        for letter, name in names.items():
            self.text(letter, row, f"Helper: {name}", "helper heading")
        start = ord(min(names)) - ord("A")
        self._sheet.set_column(start - 1, start - 1, 3)
        self._sheet.set_column(start, start + len(names) - 1, 13)

    def people(self, column: str, row: int, last: int | None = None, *, least: int = 0) -> None:
        """Let cells take whole numbers alone, up to what a plan may hold; blank where that is so.

        ``last`` is the last row where it is not the same.
        """
        rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": 100_000}
        self._only(column, row, last, rule, f"A whole number from {least} to 100,000.")

    def pounds(self, column: str, row: int) -> None:
        """Let a cell take amounts alone that a fee file may hold: in whole pence."""
        cell = f"{column}{row}"
        rule = f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=1000000,ROUND({cell},2)={cell})"
        message = "An amount exc VAT from 0 to 1,000,000 in pounds and pence."
        self._only(column, row, None, {"validate": "custom", "value": rule}, message)

    def one_of(self, column: str, row: int, words: Sequence[str]) -> None:
        """Let a cell take one of some words alone."""
        rule = {"validate": "list", "source": list(words)}
        self._only(column, row, None, rule, f"One of: {', '.join(words)}.")

    def _only(
        self, column: str, row: int, last: int | None, rule: Mapping[str, Any], message: str
    ) -> None:
        cells = *_position(column, row), *_position(column, last or row)
        self._sheet.data_validation(*cells, {**rule, "error_message": message})

    def finish(self, last_row: int, *, landscape: bool = False, protected: bool = False) -> None:
        """Say what is printed and how.

        A protected sheet has no password: it keeps formulas from slips, not from people.
        """
        sheet = self._sheet
        for row, height in self._heights.items():
            sheet.set_row(row - 1, height)
        sheet.print_area(0, 0, last_row - 1, len(self._columns) - 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.hide_gridlines(2)
        sheet.set_header("&L&8&A&R&8All amounts exc VAT")
        sheet.set_footer("&L&8lpplan&R&8Page &P of &N")
        if protected:
            sheet.protect("", {"format_columns": True, "format_rows": True})


def write_document(
    book: Book, name: str, document: Document, widths: Sequence[float], styles: Mapping[str, str]
) -> None:
    """Write a document of paragraphs and one table onto a sheet without formulas.

    ``widths`` are those of the table's columns in characters; ``styles`` has a style for words
    that a cell of the table consists of, such as a status.
    """
    (grid,) = (part for part in document.parts if isinstance(part, Table))
    figures = figure_columns(grid)
    # Words right beside figures stand a little apart from them.
    apart = {index + 1 for index in figures} - figures
    columns = [
        SheetColumn(f"  {column.heading}" if n in apart else column.heading, width, n in figures)
        for n, (column, width) in enumerate(zip(grid.columns, widths, strict=True))
    ]
    page = book.page(name, columns)
    page.paragraph(1, document.title, "title", most_lines=6)
    row = 1
    for part in document.parts:
        row += 1
        match part:
            case Table():
                page.headings(row)
                for line in part.rows:
                    row += 1
                    _write_row(page, row, line, apart, styles)
            case Paragraph():
                page.paragraph(row, part.words, most_lines=6)
    page.finish(row, landscape=True)


def _write_row(page: Page, row: int, line: Row, apart: set[int], styles: Mapping[str, str]) -> None:
    if line.group:
        page.paragraph(row, cell_words(line.cells[0]), "band")
        return
    for index, cell in enumerate(line.cells):
        letter = ascii_uppercase[index]
        if isinstance(cell, Money | int):
            page.line(row, {letter: cell.amount if isinstance(cell, Money) else cell})
        else:
            words = cell_words(cell)
            page.text(letter, row, words, styles.get(words, "hint" if index in apart else "text"))


def cell_text(words: str) -> str:
    """Words as a cell can hold them: controls escaped, cut where a cell has no more room."""
    shown = visible(words)
    return shown if len(shown) <= _MOST_CHARACTERS else shown[: _MOST_CHARACTERS - 1] + "…"


def quoted(words: str) -> str:
    """Words of our own as text within a formula."""
    return '"' + words.replace('"', '""') + '"'


def _position(column: str, row: int) -> tuple[int, int]:
    return row - 1, ord(column) - ord("A")
