"""A sheet of a workbook: cells by column letter and row, in one set of styles."""

import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.money import Pounds
from lpplan.core.words import pounds
from lpplan.show.text import visible

Style: TypeAlias = Mapping[str, str | int | bool]

_MONEY, _WHOLE = "£#,##0.00;-£#,##0.00", "#,##0"
_SIZE = 10
_BASE: Style = {"font_name": "Arial", "font_size": _SIZE, "valign": "top"}
_WRAPPED: Style = {"text_wrap": True}
_TEXT: Style = {**_WRAPPED, "align": "left"}
_BAND: Style = {"bg_color": "#DCE6F1"}
_RULED: Style = {"top": 1, "top_color": "#7F7F7F"}
_INPUT: Style = {
    "bg_color": "#FFF2CC",
    "border": 1,
    "border_color": "#BF9000",
    "font_color": "#0000C0",
    "locked": False,
    "align": "right",
}
_LOUD: Style = {"bold": True, "font_color": "#9C4A00"}
_HELPER: Style = {"font_size": 8, "font_color": "#7F7F7F"}

STYLES: dict[str, Style] = {
    "title": {**_TEXT, "bold": True, "font_size": 15, "font_color": "#1F3864"},
    "heading": {
        **_TEXT,
        "bold": True,
        "bg_color": "#1F3864",
        "font_color": "#FFFFFF",
        "valign": "vcenter",
    },
    "figure heading": {
        **_WRAPPED,
        "bold": True,
        "bg_color": "#1F3864",
        "font_color": "#FFFFFF",
        "align": "right",
        "valign": "vcenter",
    },
    "band": {**_TEXT, **_BAND, "bold": True, "font_size": 11},
    "text": _TEXT,
    "strong": {**_TEXT, "bold": True},
    "quiet": {**_TEXT, "font_color": "#595959"},
    "hint": {**_TEXT, "font_color": "#595959", "indent": 1},
    "loud": {**_TEXT, **_LOUD},
    "whole": {"num_format": _WHOLE, "align": "right"},
    "money": {"num_format": _MONEY, "align": "right"},
    "mark": {**_TEXT, "font_color": "#9C4A00", "indent": 1},
    "strong total": {**_TEXT, **_RULED, "bold": True},
    "whole total": {**_RULED, "num_format": _WHOLE, "bold": True, "align": "right"},
    "money total": {**_RULED, "num_format": _MONEY, "bold": True, "align": "right"},
    "mark total": {**_TEXT, **_RULED, **_LOUD, "indent": 1},
    "strong grand": {**_TEXT, **_BAND, "bold": True, "font_size": 12},
    "money grand": {
        **_BAND,
        "num_format": _MONEY,
        "bold": True,
        "font_size": 12,
        "align": "right",
    },
    "mark grand": {**_TEXT, **_BAND, **_LOUD, "font_size": 12, "indent": 1},
    "whole input": {**_INPUT, "num_format": _WHOLE},
    "money input": {**_INPUT, "num_format": _MONEY},
    "text input": dict(_INPUT),
    "open": {**_TEXT, "font_color": "#9C4A00"},
    "met": {**_TEXT, "font_color": "#2E6B2E"},
    "helper heading": {**_TEXT, **_HELPER, "italic": True},
    "helper": {**_HELPER, "align": "right"},
}
"""What each kind of cell looks like."""

MOST_ROWS = 1_048_576
"""How many rows a sheet can have."""
_MOST_CHARACTERS = 32_767
"""How long the text of a cell can be."""


CAVEAT = (
    "What is marked as an estimate is priced from another year or from provisional fees, and is"
    " subject to SSAT's confirmation."
)
LEGEND = (
    "Yellow cells are inputs: change them and all else recalculates. The other cells are locked"
    " against slips, without a password."
)


def amount_width(amount: Pounds) -> float:
    """How wide a column must be for amounts up to this one, with room for some growth."""
    return max(16, 1.35 * len(pounds(amount)) + 4)


class Column(NamedTuple):
    """A column that is printed: its heading, its width in characters, and what it holds."""

    heading: str
    width: float
    figures: bool = False


class Book:
    """A workbook, and the styles that its sheets share."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[str, bool], Any] = {}

    def page(self, name: str, columns: Sequence[Column]) -> "Page":
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

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._format = book.format
        self._columns = columns
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        self._heights: dict[int, float] = {}

    def text(self, column: str, row: int, words: str, style: str = "text") -> None:
        """Write words as they stand, never as a formula, a number or a link."""
        shown = cell_text(words)
        # Somebody who edits the cell must not turn it into a formula either.
        made = self._format(style, as_typed=shown.startswith(("=", "+", "-", "@")))
        place = ord(column) - ord("A")
        self._sheet.write_string(row - 1, place, shown, made)
        if place < len(self._columns):
            self._make_room(row, shown, style, self._columns[place].width)

    def number(self, column: str, row: int, value: float | Decimal | None, style: str) -> None:
        """Write a number, or for None an empty cell of that style."""
        cell = _position(column, row)
        if value is None:
            self._sheet.write_blank(*cell, None, self._format(style))
        else:
            self._sheet.write_number(*cell, float(value), self._format(style))

    def formula(
        self, column: str, row: int, formula: str, value: float | Decimal | str, style: str
    ) -> None:
        """Write a formula, and what it gives for viewers that do not calculate."""
        known = value if isinstance(value, str) else float(value)
        place = _position(column, row)
        self._sheet.write_formula(*place, formula, self._format(style), known)

    def fill(self, row: int, style: str, first: str = "A") -> None:
        """Give the printed cells of a row a style, from a column on."""
        for place in range(ord(first) - 65, len(self._columns)):
            self._sheet.write_blank(row - 1, place, None, self._format(style))

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
        for letter, column in zip("ABCDEFGHIJ", self._columns, strict=False):
            style = "figure heading" if column.figures else "heading"
            self.text(letter, row, column.heading, style)
        self._sheet.freeze_panes(row, 0)
        self._sheet.repeat_rows(row - 1)

    def helpers(self, first: str, row: int, names: Sequence[str]) -> None:
        """Name helper columns, which stand outside what is printed."""
        for place, name in enumerate(names):
            letter = chr(ord(first) + place)
            self.text(letter, row, name, "helper heading")
        start = ord(first) - 65
        self._sheet.set_column(start - 1, start - 1, 3)
        self._sheet.set_column(start, start + len(names) - 1, 13)

    def people(self, column: str, row: int, last: int | None = None, *, least: int = 0) -> None:
        """Let cells take whole numbers alone, up to what a plan may hold; blank where that is so.

        ``last`` is the last row where it is not the same.
        """
        self._only(
            column,
            row,
            last,
            {
                "validate": "integer",
                "criteria": "between",
                "minimum": least,
                "maximum": 100_000,
                "error_title": "A whole number",
                "error_message": f"A whole number from {least} to 100,000.",
            },
        )

    def pounds(self, column: str, row: int) -> None:
        """Let a cell take amounts alone that a fee file may hold: in whole pence."""
        cell = f"{column}{row}"
        rule = f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=1000000,ROUND({cell},2)={cell})"
        self._only(
            column,
            row,
            None,
            {
                "validate": "custom",
                "value": rule,
                "error_title": "An amount",
                "error_message": "An amount exc VAT from 0 to 1,000,000 in pounds and pence.",
            },
        )

    def one_of(self, column: str, row: int, words: Sequence[str]) -> None:
        """Let a cell take one of some words alone."""
        self._only(column, row, None, {"validate": "list", "source": list(words)})

    def _only(self, column: str, row: int, last: int | None, rule: Mapping[str, Any]) -> None:
        there = _position(column, row)
        self._sheet.data_validation(*there, *_position(column, last or row), dict(rule))

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


def cell_text(words: str) -> str:
    """Words as a cell can hold them: controls escaped, cut where a cell has no more room."""
    shown = visible(words)
    return shown if len(shown) <= _MOST_CHARACTERS else shown[: _MOST_CHARACTERS - 1] + "…"


def quoted(words: str) -> str:
    """Words of our own as text within a formula."""
    return '"' + words.replace('"', '""') + '"'


def _position(column: str, row: int) -> tuple[int, int]:
    return row - 1, ord(column) - ord("A")
