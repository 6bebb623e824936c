"""A document for a terminal."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from lpplan.show.charts import chart_in_words
from lpplan.show.document import Bullets, Figure, Grid, Heading, Paragraph, Part, Row
from lpplan.show.screen import Screen

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def document_text(parts: Iterable[Part], screen: Screen) -> str:
    """The document as text for the screen, a blank line between unlike parts."""
    return screen.render(*_laid_out([*parts], screen))


def _laid_out(parts: list[Part], screen: Screen) -> "Iterator[RenderableType]":
    for before, part in pairwise([None, *parts]):
        together = isinstance(before, Paragraph) and isinstance(part, Paragraph)
        under_heading = isinstance(before, Heading) and not isinstance(part, Grid)
        if before is not None and not together and not under_heading:
            yield screen.text("")
        match part:
            case Heading():
                yield screen.text(part.words, "bold")
            case Paragraph():
                yield screen.text(part.words, "bold yellow" if part.loud else "")
            case Bullets():
                remarks = screen.remarks()
                for item in part.items:
                    remarks.add_row(screen.text("-"), screen.text(item))
                yield remarks
            case Grid():
                yield _grid(part, screen)
            case Figure():
                yield screen.text(chart_in_words(part.curve))


def _grid(part: Grid, screen: Screen) -> "Table":
    table = screen.table(*part.headings, right=part.right)
    for before, row in pairwise([Row(()), *part.rows]):
        if row.strong and not before.strong and before.cells:
            table.add_section()
        style = "bold" if row.strong or row.group else ""
        table.add_row(*(screen.text(cell, style) for cell in row.cells))
    return table
