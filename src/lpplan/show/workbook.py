"""Workbooks: sheets written line by line, with live formulas, inputs and words."""

import io
import re
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from string import ascii_uppercase
from typing import Any

from lpplan.show.formats import need_office
from lpplan.show.text import visible
from lpplan.show.workbook_cells import Formula, Hint, Input, SheetColumn, Value, Words
from lpplan.show.workbook_chart import LINES, Series, new_chart
from lpplan.show.workbook_styles import BASE, SIZE, STYLES
from lpplan.values.money import Pounds
from lpplan.values.problem import LpplanError
from lpplan.values.words import in_quotes

_LEGEND = (
    "Yellow cells, on any sheet, are inputs: change them and all else recalculates. The other cells"
    " here are locked against slips, without a password."
)
_MOST_POUNDS = 10**12
_LONGEST_NAME = 31
"""How many characters the name of a sheet can have."""
_WIDE = 130
"""Characters of columns beyond which a page is printed landscape."""
_LONGEST_DEFINED = 200
_CHART_ROWS = 17
_MOST_ROWS = 1_048_576
"""How many rows a sheet can have."""
_LONGEST_TEXT = 32_767
"""How many characters a cell can hold."""
_FIRST_DAY = date(1980, 1, 1)
"""Office programs know no earlier day."""


class Book:
    """A workbook, whose sheets share their styles.

    A cell holds a binary number of 15 certain digits. Whole pence are exact in it, and every
    formula that multiplies, adds or divides rounds to them, up to ``_MOST_POUNDS``. Raises
    LpplanError where the largest amount is more, and where XlsxWriter is not installed.
    """

    def __init__(self, title: str, day: date, largest: Pounds) -> None:
        if largest > _MOST_POUNDS:
            raise LpplanError(
                f"A workbook holds pence exactly up to {_MOST_POUNDS:,} pounds, and this is more",
                "Take another format, such as --format csv.",
            )
        need_office("A workbook", "xlsxwriter")
        import xlsxwriter

        self._content = io.BytesIO()
        self._workbook = xlsxwriter.Workbook(self._content, {"in_memory": True})
        day = max(day, _FIRST_DAY)
        made = datetime(day.year, day.month, day.day, tzinfo=UTC)
        self._workbook.set_properties({"title": title, "author": "lpplan", "created": made})
        self._formats: dict[str, Any] = {}
        self._pages: list[Page] = []
        self._taken: set[str] = {"history"}
        """Names of sheets and of cells that can no longer be given, as ``casefold`` has them."""

    def add(self, page: "Page", name: str) -> Any:
        """Add a sheet as XlsxWriter has it, named as much like this as can be."""
        self._pages.append(page)
        kept = "".join(c if c.isprintable() and c not in "[]:*?/\\" else " " for c in name)
        shown = " ".join(kept.split()).strip("' ") or "Sheet"
        return self._workbook.add_worksheet(self._free(shown, _LONGEST_NAME, " ({})"))

    def name(self, wanted: str, cell: str) -> None:
        """Name a cell, such as ``=Quote!$C$9``, in letters, figures and ``_``, a letter first."""
        plain = re.sub(r"[^A-Za-z0-9]+", "_", wanted)
        self._workbook.define_name(self._free(plain, _LONGEST_DEFINED, "_{}"), cell)

    def _free(self, wanted: str, longest: int, numbered: str) -> str:
        """A name that nothing has yet, numbered where that takes it, no longer than that."""
        for number in count(1):
            end = numbered.format(number) if number > 1 else ""
            room = longest - len(end)
            # Office programs count as UTF-16 does.
            begin = wanted.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
            found = begin.rstrip("' ") + end
            if found.casefold() not in self._taken:
                self._taken.add(found.casefold())
                return found
        raise AssertionError

    def chart(self, kind: str, title: str, drawn: Sequence[Series], axes: Sequence[str]) -> Any:
        """A chart, as XlsxWriter has it (``show.workbook_chart``)."""
        return new_chart(self._workbook, kind, title, drawn, axes)

    def format(self, style: str) -> Any:
        """A style as XlsxWriter has it."""
        if style not in self._formats:
            made = dict(BASE)
            for name in style.split():
                made |= STYLES[name]
            self._formats[style] = self._workbook.add_format(made)
        return self._formats[style]

    def content(self) -> bytes:
        """The finished workbook as an .xlsx file; the same sheets always give the same bytes."""
        for page in self._pages:
            page.finish()
        self._workbook.close()
        return self._content.getvalue()


class Page:
    """A sheet that begins with a title, sentences about it and headings; written row by row.

    Its printed columns begin at A. One with helper columns beyond them, named by their letters,
    has inputs: it is protected without a password, from slips and not from people.
    """

    def __init__(
        self,
        book: Book,
        name: str,
        columns: Sequence[SheetColumn],
        *,
        title: str,
        about: Sequence[str],
        helpers: Mapping[str, str] | None = None,
    ) -> None:
        self.row = 1
        """The row to be written next."""
        self.in_view = 0
        """The row right above the headings, free for a total, where the sheet has inputs."""
        self._sheet = sheet = book.add(self, name)
        self._book, self._format = book, book.format
        self._columns = dict(zip(ascii_uppercase, columns, strict=False))
        self._last = max(self._columns)
        self._heights: dict[int, float] = {}
        self._most_lines = 6
        """How many lines of words can be seen; above the headings few, as they stay in view."""
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.hide_gridlines(2)
        sheet.set_header("&L&8&A&R&8All amounts exc VAT")
        sheet.set_footer("&L&8lpplan&R&8Page &P of &N")
        self.paragraph(title, "title")
        for sentence in about:
            self.paragraph(sentence)
        if sum(column.width for column in columns) > _WIDE:
            sheet.set_landscape()
        if helpers is not None:
            sheet.protect("", {"format_columns": True, "format_rows": True})
            self.paragraph(_LEGEND, "quiet")
            self.in_view = self.skip()
            self.helpers(self.row, helpers)
        row = self.skip()
        for letter, column in self._columns.items():
            sheet.set_column(f"{letter}:{letter}", column.width)
            self._text(letter, row, column.heading, f"heading{' figure' * column.figures}")
        self._most_lines = 28
        sheet.freeze_panes(row, 0)
        sheet.repeat_rows(row - 1)

    def skip(self) -> int:
        """Go on to the next row; give the one that was to be written.

        Raises LpplanError where the sheet has no more rows.
        """
        if self.row >= _MOST_ROWS:
            raise LpplanError(
                f"A sheet of a workbook has {_MOST_ROWS:,} rows, and this needs more",
                "Take another format, such as --format csv.",
            )
        self.row += 1
        return self.row - 1

    def line(self, label: Value, style: str = "", *, at: int | None = None, **cells: Value) -> int:
        """Write a label in column A and other cells by their letters; give the row.

        It is the next row unless ``at`` names another. ``style`` is ``total`` or ``grand`` for all
        printed cells of such a row. Cells beyond the printed ones are helpers.
        """
        row = self.skip() if at is None else at
        if style:
            for letter in self._columns:
                self._sheet.write_blank(f"{letter}{row}", None, self._format(f"text {style}"))
        self._write("A", row, label, style)
        for letter, value in cells.items():
            self._write(letter, row, value, style)
        return row

    def _write(self, column: str, row: int, cell: Value, style: str) -> None:
        name, sheet = f"{column}{row}", self._sheet
        match cell:
            case Words():
                self._text(column, row, cell.words, cell.style)
            case Hint():
                self._across(column, row, cell.words, "hint")
            case Formula(formula, value):
                made = self._format(self._style(column, value, style))
                given = float(value) if isinstance(value, int | Decimal) else value or ""
                sheet.write_formula(name, formula.replace("#", str(row)), made, given)
            case Input(value, rule, given_name, other):
                sheet.write_blank(name, None, self._format("whole input"))
                follow = Formula(f'=IF(ISNUMBER({other}),{other},"")', value)
                self._write(column, row, follow if other else value, "input")
                sheet.data_validation(name, rule)
                if given_name:
                    self._book.name(given_name, f"={self.cell(f'${column}${row}')}")
            case str():
                self._text(column, row, cell, self._style(column, cell, style))
            case int() | float() | Decimal():
                made = self._format(self._style(column, cell, style))
                sheet.write_number(name, float(cell), made)

    def _style(self, column: str, value: float | Pounds | str | None, row_style: str) -> str:
        if column not in self._columns:
            return "figure helper"
        if isinstance(value, str):
            return f"text {self._columns[column].words} {row_style}"
        kind = {Decimal: "money", float: "percent"}.get(type(value), "whole")
        return f"{kind} {row_style}"

    def _text(self, column: str, row: int, words: str, style: str) -> None:
        """Write words as they stand, never as a formula, a number or a link."""
        # Somebody who edits the cell must not turn it into a formula either.
        typed = " typed" if words.startswith(("=", "+", "-", "@")) else ""
        shown = self._shown(f"{column}{row}", words, f"text {style}{typed}")
        if column in self._columns:
            self._make_room(row, shown, style, self._columns[column].width)

    def _shown(self, cell: str, words: str, style: str) -> str:
        """Write words, and give them as they are shown.

        Raises LpplanError where no cell can hold so many.
        """
        shown = visible(words)
        # Office programs count as UTF-16 does.
        length = len(shown.encode("utf-16-le")) // 2
        if length > _LONGEST_TEXT:
            raise LpplanError(
                f"{self._sheet.get_name()}!{cell}: a cell holds {_LONGEST_TEXT:,} characters, and"
                f" this text has {length:,}: {in_quotes(shown)}",
                "Shorten it, or take another format, such as --format csv.",
            )
        self._sheet.write_string(cell, shown, self._format(style))
        return shown

    def paragraph(self, words: str, style: str = "") -> int:
        """Write words over all printed columns; give the row."""
        row = self.skip()
        self._across("A", row, words, style)
        return row

    def _across(self, first: str, row: int, words: str, style: str) -> None:
        made = self._format(f"text {style}")
        self._sheet.merge_range(f"{first}{row}:{self._last}{row}", "", made)
        self._shown(f"{first}{row}", words, f"text {style}")
        width = sum(column.width for letter, column in self._columns.items() if letter >= first)
        self._make_room(row, words, style, width)

    def _make_room(self, row: int, words: str, style: str, width: float) -> None:
        """Make a row high enough for words in a column so wide; not every program does it itself.

        A width is counted in figures, which are a little wider than letters are on average.
        """
        size = float(self._format(f"text {style}").font_size)
        wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words) or 1
        room = int(width * SIZE / size * len(words) / wide * 1.12)
        lines = len(textwrap.wrap(words[: 200 * self._most_lines], max(1, room)))
        height = max(1, min(lines, self._most_lines)) * size * 1.28 + 3
        self._heights[row] = max(height, self._heights.get(row, 0))

    def cell(self, cells: str) -> str:
        """Cells of this sheet, as formulas on any sheet name them."""
        name: str = self._sheet.get_name()
        if re.fullmatch("[A-Z][a-z]+", name):
            return f"{name}!{cells}"
        return "'" + name.replace("'", "''") + f"'!{cells}"

    def filter(self, rows: range) -> None:
        """Let whoever reads rows choose among them by what each column says."""
        last = rows[-1] if rows else self.row - 1
        self._sheet.autofilter(f"A{rows.start - 1}:{self._last}{last}")

    def mark_where(self, rows: range, condition: str) -> None:
        """Mark the printed cells of rows where a formula holds; its ``#`` is the first of them."""
        self._sheet.conditional_format(
            f"A{rows[0]}:{self._last}{rows[-1]}",
            {
                "type": "formula",
                "criteria": condition.replace("#", str(rows[0])),
                "format": self._format("cliff"),
            },
        )

    def room_for_chart(self) -> int:
        """Leave rows for a chart; give the first."""
        row = self.row
        for _ in range(_CHART_ROWS):
            self.skip()
        return row

    def chart(
        self,
        row: int,
        title: str,
        along: str,
        up: Mapping[str, str],
        axes: tuple[str, str],
        *,
        kind: str = LINES,
    ) -> None:
        """Draw cells, each such as ``D9:D59`` by what they are, in the room left for a chart."""

        def there(cells: str) -> str:
            return self.cell(re.sub("([A-Z])", r"$\1$", cells))

        drawn = [Series(name, there(along), there(cells)) for name, cells in up.items()]
        chart = self._book.chart(kind, title, drawn, axes)
        width = sum(column.width for column in self._columns.values()) * 7
        chart.set_size({"width": width, "height": 20 * _CHART_ROWS - 10})
        self._sheet.insert_chart(f"A{row}", chart, {"description": title})

    def helpers(self, row: int, names: Mapping[str, str]) -> None:
        """Name helper columns by their letters, outside what is printed."""
        for letter, name in names.items():
            self._text(letter, row, f"Helper: {name}", "helper slanted")
        gap = chr(ord(min(names)) - 1)
        self._sheet.set_column(f"{gap}:{gap}", 3)
        self._sheet.set_column(f"{min(names)}:{max(names)}", 13)

    def finish(self) -> None:
        """Say how high rows are, and what is printed."""
        for row, height in self._heights.items():
            self._sheet.set_row(row - 1, height)
        self._sheet.print_area(f"A1:{self._last}{self.row - 1}")
