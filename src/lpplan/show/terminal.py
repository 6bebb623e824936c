"""A document as text for a terminal, console or pipe."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from lpplan.show.cells import Status, Tone, cell_words
from lpplan.show.document import (
    Bullets,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    KeyFigures,
    Marks,
    Paragraph,
    Part,
    Row,
    Styled,
    Table,
    runs_of,
)
from lpplan.show.gantt import Gantt
from lpplan.show.text import visible, without_commands
from lpplan.values.charset import in_charset

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table as RichTable
    from rich.text import Text

PIPE_WIDTH = 80
"""Also the least: in a narrower terminal long lines run on, and no figure is lost."""

_NARROWEST, _WIDEST = 40, 100
_LEAST_WRAPPED = 8
"""Characters that a column of words keeps, however wide the figures beside it are."""
_GAP = 2
_STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "loud": "bold yellow",
    "good": "bold green",
    "bad": "bold red",
    "quiet": "dim",
}


class Screen(NamedTuple):
    """How wide it is in characters, which characters it has, and whether it shows colour."""

    width: int = PIPE_WIDTH
    encoding: str = "utf-8"
    colour: bool = False

    def fit(self, text: str) -> str:
        """The text in characters that the screen has, harmless to it."""
        return in_charset(visible(text), self.encoding)


def screen_for(output: str | None, *, narrow: bool = False) -> Screen:
    """The screen or pipe that standard output is, or a plain page for an output file.

    A screen below 80 columns counts as one of 80, unless what is shown fits a narrow one too.
    """
    if sys.stdout is None or output not in (None, "-"):
        return Screen()
    encoding = sys.stdout.encoding or "utf-8"
    if not sys.stdout.isatty():
        return Screen(encoding=encoding)
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if colour and sys.platform == "win32":
        # Windows' older console shows colour only when told to.
        from colorama import just_fix_windows_console

        just_fix_windows_console()
    least = _NARROWEST if narrow else PIPE_WIDTH
    return Screen(min(max(width, least), _WIDEST), encoding, colour)


def document_text(document: Document, screen: Screen) -> str:
    """The document as text for the screen, its title first where it has one."""
    opening = document.opening if document.title else []
    return parts_text([*opening, *document.parts], screen)


def parts_text(parts: Iterable[Part], screen: Screen) -> str:
    """Parts as text that ends with a line end, a blank line between unlike ones.

    Lines run on where a table's figures need more than the screen has.
    """
    import io

    from rich.console import Console, Group
    from rich.table import Table as RichTable

    laid_out = list(_Layout([*parts], screen).renderables())
    tables = [part for part in laid_out if isinstance(part, RichTable)]
    console = Console(
        file=io.StringIO(),
        width=max([screen.width, *map(_least_width, tables)]),
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        no_color=not screen.colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as captured:
        console.print(Group(*laid_out))
    lines = (line.rstrip() for line in captured.get().split("\n"))
    return without_commands("\n".join(lines))


class _Layout:
    """Lays out parts; the last columns of all wide tables are equally wide."""

    def __init__(self, parts: Sequence[Part], screen: Screen) -> None:
        # A table beside it says what a picture in time says.
        self._parts = [part for part in parts if not isinstance(part, Gantt)]
        self._screen = screen
        wide = [part for part in parts if isinstance(part, Table) and part.wide]
        rows = [row for grid in wide for row in grid.rows if row.cells and not row.group]
        amounts = [screen.fit(cell_words(row.cells[-1])) for row in rows]
        self._amount_width = max(map(len, amounts), default=0)
        self._mark_width = max((len(row.mark) for row in rows), default=0)

    def renderables(self) -> "Iterator[RenderableType]":
        for index, part in enumerate(self._parts):
            if index and _is_apart(self._parts[index - 1], part):
                yield self._text("")
            yield from self._part(part)

    def _part(self, part: Part) -> "Iterator[RenderableType]":
        match part:
            case Heading():
                yield self._text(part.words, _STYLES[part.tone])
            case Paragraph():
                yield self._styled(part.words, _STYLES[part.tone])
            case Bullets():
                yield self._bullets(part)
            case Excerpt():
                yield from map(self._text, self._excerpt(part))
            case Table():
                yield self._table(part)
                yield from map(self._text, part.below)
            case KeyFigures():
                yield self._table(part.table)
            case Figure():
                yield self._text(part.words)
            case Folded():
                yield self._text(part.summary, "bold")
                yield self._text("")
                yield from _Layout(part.parts, self._screen).renderables()

    def _text(self, words: str, style: str = "") -> "Text":
        """Words for this screen, never read as markup."""
        from rich.text import Text

        return Text(self._screen.fit(words), style=style)

    def _styled(self, words: Styled, style: str = "") -> "Text":
        """Words run by run; an address stands behind the words that lead to it."""
        text = self._text("", style)
        for run in runs_of(words):
            looks = ["bold"] * run.bold + ["italic"] * run.italic
            address = f" ({run.link})" if run.link and run.link != run.words else ""
            text.append_text(self._text(run.words + address, " ".join(looks)))
        return text

    def _bullets(self, part: Bullets) -> "RichTable":
        from rich.table import Table as RichTable

        remarks = RichTable.grid(padding=0)
        remarks.width = min(self._screen.width, PIPE_WIDTH)
        remarks.add_column(width=1 + len(f"{len(part.items)}.") if part.numbered else 2)
        remarks.add_column(ratio=1, overflow="fold")
        for number, item in enumerate(part.items, 1):
            remarks.add_row(f"{number}." if part.numbered else "-", self._styled(item))
        return remarks

    def _excerpt(self, part: Excerpt) -> Iterator[str]:
        """The line under its place, with a mark under all of it, and the hint."""
        from rich.cells import cell_len

        number = str(part.number or "")
        margin = " " * len(number)
        yield f"{margin}--> {part.where}"
        if part.line is not None:
            written = self._screen.fit(part.line).rstrip()
            stripped = written.strip()[: self._screen.width - len(margin) - 8]
            indent = " " * min(len(written) - len(written.lstrip()), 4)
            yield f"{margin} |"
            yield f"{number} | {indent}{stripped}"
            yield f"{margin} | {indent}{'^' * max(1, cell_len(stripped))}"
        yield f"{margin} = {part.hint}"

    def _table(self, grid: Table) -> "RichTable":
        """A table with a rule under its headings."""
        from rich import box
        from rich.table import Table as RichTable

        figures = grid.figures
        # Rich takes twice as long over cells with padding. Where only the first column may wrap,
        # a space before each other cell does as well.
        spaced = all(index in figures or c.keep for index, c in enumerate(grid.columns) if index)
        rule = self._screen.fit("─")
        ruled, blank = f" {rule}{rule} \n", "    \n"
        rules = box.Box(blank * 2 + ruled + blank + ruled + blank * 3, ascii=rule == "-")
        padding = (0, 0, 0, 0) if spaced else (0, 1, 0, 0)
        table = RichTable(
            box=rules,
            padding=padding,
            pad_edge=False,
            show_edge=False,
            show_header=any(column.heading for column in grid.columns),
            header_style="bold",
        )
        marks = grid.marks
        shown = [c._replace(heading=self._screen.fit(c.heading)) for c in grid.columns]
        headings = marks.headings(shown, comma="\n")
        for index, column in enumerate(grid.columns):
            lines = headings[index].split("\n")
            heading = "\n".join(f" {line}" if spaced and index else line for line in lines)
            table.add_column(
                heading,
                justify="right" if index in figures else "left",
                no_wrap=index in figures or column.keep,
                overflow="ellipsis" if index in figures else "fold",
                ratio=column.share or None,
            )
        if grid.wide:
            table.width = min(self._screen.width, PIPE_WIDTH)
            table.columns[-1].min_width = self._amount_width + 1
        elif any(column.share for column in grid.columns):
            table.width = self._screen.width
        apart = marks.apart or (grid.wide and self._mark_width > 0)
        if apart:
            width = 1 + self._mark_width if grid.wide else None
            table.add_column("", min_width=width, no_wrap=True)
        self._add_rows(table, grid, marks, spaced=spaced)
        return table

    def _add_rows(self, table: "RichTable", grid: Table, marks: Marks, *, spaced: bool) -> None:
        for before, row in pairwise([Row(()), *grid.rows]):
            ruled = row.strong and not before.strong if row.ruled is None else row.ruled
            if ruled and before.cells:
                table.add_section()
            style = "bold" if row.strong or row.group else ""
            first, *others = marks.row(row)
            cells = [first, *(f" {words}" if spaced else words for words in others)]
            texts = [self._text(words, style) for words in cells]
            for index, cell in enumerate(row.cells):
                if isinstance(cell, Status):
                    texts[index] = self._text(cells[index], _STYLES[cell.tone])
            if marks.apart:
                loud = "bold yellow" if row.strong else "yellow"
                mark = marks.beside(row)
                texts[-1] = self._text(f" {mark}" if mark else "", loud)
            table.add_row(*texts)


def _is_apart(before: Part, part: Part) -> bool:
    """Whether a blank line stands between two parts."""
    match before, part:
        case Heading() | Paragraph(), Paragraph():
            return part.apart
        case Heading(), Bullets() | Excerpt() | Figure():
            return False
        case _:
            return True


def _least_width(table: "RichTable") -> int:
    """How many characters a table needs, once its columns that must not wrap have all they need."""
    from rich.text import Text

    if table.width is not None:
        return table.width
    least = 0
    for column in table.columns:
        if column.no_wrap:
            texts = [cell for cell in column.cells if isinstance(cell, Text)]
            column.min_width = max(
                [*map(len, str(column.header).split("\n")), *(text.cell_len for text in texts)]
            )
        least += (column.min_width or _LEAST_WRAPPED) + _GAP
    return least - _GAP
