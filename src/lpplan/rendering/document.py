"""What a document says, part by part, before it is laid out for a screen or as Markdown."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias


class Heading(NamedTuple):
    """A heading; level 1 is the title of the whole."""

    words: str
    level: int = 2


class Paragraph(NamedTuple):
    """Words that stand by themselves; loud where a reader must not miss them."""

    words: str
    loud: bool = False


class Bullets(NamedTuple):
    """A list of remarks."""

    items: Sequence[str]


class Row(NamedTuple):
    """A row of a table; strong where it is a total."""

    cells: Sequence[str]
    strong: bool = False


class Grid(NamedTuple):
    """A table; the columns ``right`` hold figures. Strong rows are set apart by a rule."""

    headings: Sequence[str]
    rows: Sequence[Row]
    right: Sequence[int] = ()


Part: TypeAlias = Heading | Paragraph | Bullets | Grid
