"""What a document says, part by part, before it is laid out for a screen or as Markdown."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from lpplan.show.cost_curve import CostCurve


class Heading(NamedTuple):
    """A heading; level 1 is the title of the whole."""

    words: str
    level: int = 2
    new_page: bool = False
    """Whether it begins a page, where there are pages."""


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
    group: bool = False
    """Whether its first cell is a heading over the rows that follow."""
    tall: bool = False
    """Whether somebody is to write into it."""


class Grid(NamedTuple):
    """A table; the columns ``right`` hold figures. Strong rows are set apart by a rule."""

    headings: Sequence[str]
    rows: Sequence[Row]
    right: Sequence[int] = ()


class Figure(NamedTuple):
    """The cost a head by number of people, as a picture where there are pictures."""

    curve: CostCurve


Part: TypeAlias = Heading | Paragraph | Bullets | Grid | Figure


class Logo(NamedTuple):
    """An image that stands at the head of a document."""

    content: bytes
    kind: Literal["png", "jpeg"]


class Letterhead(NamedTuple):
    """Who a document is from, and how it looks."""

    name: str | None = None
    address: Sequence[str] = ()
    contact: str | None = None
    logo: Logo | None = None
    colour: str = "#1f3864"


class Document(NamedTuple):
    """A document to send or print."""

    title: str
    made: date
    footer: str
    """What stands at the foot of every page, beside its number."""
    letterhead: Letterhead
    parts: Sequence[Part]
