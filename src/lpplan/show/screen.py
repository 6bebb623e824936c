"""A terminal, console or pipe that tables are laid out for."""

import os
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from lpplan.reading.charset import in_charset
from lpplan.show.text import visible, without_commands

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

PIPE_WIDTH = 80
"""Also the least: in a narrower terminal long lines run on, and no figure is lost."""

_WIDEST = 100
_LEAST_WRAPPED = 8
"""Characters that a column of words keeps, however wide the figures beside it are."""
_GAP = 2


class Screen(NamedTuple):
    """How wide it is in characters, which characters it has, and whether it shows colour."""

    width: int = PIPE_WIDTH
    encoding: str = "utf-8"
    colour: bool = False

    def fit(self, text: str) -> str:
        """The text in characters that the screen has, harmless to it."""
        return in_charset(visible(text), self.encoding)

    def text(self, words: str, style: str = "") -> "Text":
        """Words for this screen, never read as markup."""
        from rich.text import Text

        return Text(self.fit(words), style=style)

    def table(self, *headings: str, right: Iterable[int] = ()) -> "Table":
        """An empty table with a rule under its headings; columns ``right`` hold figures."""
        from rich import box
        from rich.table import Table

        rule = self.fit("─")
        ruled, blank = f" {rule}{rule} \n", "    \n"
        lines = box.Box(blank * 2 + ruled + blank + ruled + blank * 3, ascii=rule == "-")
        table = Table(
            box=lines, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="bold"
        )
        figures = set(right)
        for place, heading in enumerate(headings):
            if place in figures:
                table.add_column(self.fit(heading), justify="right", no_wrap=True)
            else:
                table.add_column(self.fit(heading), overflow="fold")
        return table

    def remarks(self) -> "Table":
        """An empty list of remarks set in from the margin: a mark, and the words beside it."""
        from rich.table import Table

        grid = Table.grid(padding=0)
        grid.width = min(self.width, PIPE_WIDTH)
        grid.add_column(width=2)
        grid.add_column(ratio=1)
        return grid

    def render(self, *parts: "RenderableType") -> str:
        """The parts one below the other, as text that ends with a line end.

        Lines run on where a table's figures need more than the screen has.
        """
        import io

        from rich.console import Console, Group
        from rich.table import Table

        tables = [part for part in parts if isinstance(part, Table)]
        console = Console(
            file=io.StringIO(),
            width=max([self.width, *map(_least_width, tables)]),
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            no_color=not self.colour,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
        )
        with console.capture() as captured:
            console.print(Group(*parts))
        lines = (line.rstrip() for line in captured.get().split("\n"))
        return without_commands("\n".join(lines))


def _least_width(table: "Table") -> int:
    """How many characters a table needs, once its columns that must not wrap have all they need."""
    from rich.text import Text

    if table.width is not None:
        return table.width
    least = 0
    for column in table.columns:
        if column.no_wrap:
            texts = [cell for cell in column.cells if isinstance(cell, Text)]
            column.min_width = max([len(str(column.header)), *(text.cell_len for text in texts)])
        least += (column.min_width or _LEAST_WRAPPED) + _GAP
    return least - _GAP


def screen_for(output: str | None) -> Screen:
    """The screen or pipe that standard output is, or a plain page for an output file."""
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
    return Screen(min(max(width, PIPE_WIDTH), _WIDEST), encoding, colour)
