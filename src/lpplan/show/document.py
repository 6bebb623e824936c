"""What a person reads, part by part, before any format lays it out.

A feature builds its result once from these parts; ``show.formats`` has a writer for each format.
Cells of tables hold values, not ready-made words, so that every writer aligns and marks figures.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from lpplan.show.cells import Cell, Money, Percent, Tone, cell_words
from lpplan.show.gantt import Gantt
from lpplan.values.money import Pounds
from lpplan.values.years import AcademicYear


class Run(NamedTuple):
    """Words of one look within a paragraph."""

    words: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    """The address that they lead to."""


Styled: TypeAlias = str | tuple[Run, ...]
"""Words of a paragraph, all of one look or run by run."""


def runs_of(words: Styled) -> tuple[Run, ...]:
    """Words run by run."""
    return (Run(words),) if isinstance(words, str) else words


class Heading(NamedTuple):
    """A heading below the document's title, which is of level 1."""

    words: str
    tone: Tone = "strong"
    new_page: bool = False
    """Whether it begins a page, where there are pages."""
    level: int = 2


class Paragraph(NamedTuple):
    """Words that stand by themselves."""

    words: Styled
    tone: Tone = "plain"
    apart: bool = False
    """Whether it is set apart from a paragraph before it."""


class Bullets(NamedTuple):
    """A list of remarks, or of steps in their order."""

    items: Sequence[Styled]
    numbered: bool = False


class Excerpt(NamedTuple):
    """A line of a file, pointed at, and what to do about it."""

    where: str
    """Such as ``fees/2018-19.toml:12``."""
    number: int | None
    line: str | None
    hint: str


class Column(NamedTuple):
    """A column of a table."""

    heading: str
    keep: bool = False
    """Whether its words never wrap, as figures never do."""
    share: int = 0
    """Its part of the room that other columns leave; 0 for as much as it needs."""


class Row(NamedTuple):
    """A row of a table."""

    cells: Sequence[Cell]
    strong: bool = False
    """Whether it is a total, or another row to look at first."""
    ruled: bool | None = None
    """Whether a rule stands above it; None for above a strong row after one that is not."""
    group: bool = False
    """Whether its first cell is a heading over the rows that follow."""
    tall: bool = False
    """Whether somebody is to write into it."""

    @property
    def mark(self) -> str:
        """What stands beside its last amount."""
        last = self.cells[-1] if self.cells else None
        return last.mark if isinstance(last, Money) else ""


class Table(NamedTuple):
    """A table. Columns with amounts or numbers are aligned to the right."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    wide: bool = False
    """Whether it takes the page's width, so that the last columns of all such tables align."""
    below: Sequence[str] = ()
    """Sentences right under it."""
    marked_once: bool = False
    """Whether a mark that all its amounts have stands at its total or in a heading alone."""

    @property
    def figures(self) -> set[int]:
        """The places of the columns that hold amounts or numbers."""
        return {
            index
            for row in self.rows
            for index, cell in enumerate(row.cells)
            if isinstance(cell, Money | Percent | int)
        }

    @property
    def marks(self) -> "Marks":
        """Where its marks stand."""
        last = len(self.columns) - 1
        amounts: dict[int, set[str]] = {}
        for row in self.rows:
            for index, cell in enumerate(row.cells):
                if isinstance(cell, Money) and cell.amount:
                    amounts.setdefault(index, set()).add(cell.mark)
        marked = {index for index, marks in amounts.items() if any(marks)}
        if marked == {last}:
            if not self.marked_once or "" in amounts[last]:
                return Marks(apart=True)
            if totals := [row for row in self.rows[1:] or self.rows if row.strong and row.mark]:
                return Marks(apart=True, total=totals[-1])
        # What holds for every amount of a column is said once, above it.
        said_once = {n for n in marked if len(amounts[n]) == 1 and self.columns[n].heading}
        return Marks({n: min(amounts[n]) for n in said_once})


class Marks(NamedTuple):
    """Where the marks of a table stand: a column of their own, a heading, or behind an amount."""

    of_columns: Mapping[int, str] = {}
    """What stands in the heading of each column all of whose amounts have that mark."""
    apart: bool = False
    total: Row | None = None
    """The row that alone has one apart; None where each has its own."""

    def beside(self, row: Row) -> str:
        """What stands apart beside a row."""
        return row.mark if self.total is None or row is self.total else ""

    def headings(self, columns: Sequence[Column], comma: str = ", ") -> list[str]:
        """The headings of the columns, and one without words where marks stand apart."""
        words = [
            f"{column.heading}{comma}{self.of_columns[n]}"
            if n in self.of_columns
            else column.heading
            for n, column in enumerate(columns)
        ]
        return [*words, ""] if self.apart else words

    def row(self, row: Row) -> list[str]:
        """The cells of a row as people write them, with what marks do not stand in a heading."""
        words = [cell_words(cell) for cell in row.cells]
        if self.apart:
            return [*words, self.beside(row)]
        for index, cell in enumerate(row.cells):
            if isinstance(cell, Money) and cell.mark and index not in self.of_columns:
                words[index] += f" {cell.mark}"
        return words


class KeyFigure(NamedTuple):
    """What a reader must know first: a figure, what it is, and a remark on it."""

    label: str
    value: Cell
    remark: str = ""


class KeyFigures(NamedTuple):
    """Figures to see at a glance, side by side and large where there is room."""

    figures: Sequence[KeyFigure]

    @property
    def table(self) -> Table:
        """The figures below each other, where nothing can be large."""
        return table("", "", "", rows=[Row(figure) for figure in self.figures])


class Series(NamedTuple):
    """One line of a figure, or the bars of one kind."""

    name: str
    amounts: Sequence[Pounds]
    """One for each place of the figure."""
    marks: Mapping[int, str]
    """What is said beside an amount, by its index."""


class Figure(NamedTuple):
    """Amounts over people or years: a picture where there are pictures, else its words."""

    words: str
    """What it shows, for those who do not see it."""
    up: str
    """What the amounts are, in pounds."""
    across: str
    places: Sequence[int | AcademicYear]
    series: Sequence[Series]
    """The last is the one that it is about."""
    jumps: Mapping[int, str] = {}
    """The indexes of the places to which amounts jump, and why."""
    estimated: bool = False
    """Whether an amount is shown to the pound, being an estimate."""
    bars: bool = False
    """Whether each amount is a bar: amounts of years, which do not run on from one to the next."""


class Folded(NamedTuple):
    """Parts that a page of a browser shows only when asked, behind a summary."""

    summary: str
    parts: "Sequence[Part]"


Picture: TypeAlias = Figure | Gantt
Part: TypeAlias = Heading | Paragraph | Bullets | Excerpt | Table | KeyFigures | Picture | Folded


class Letterhead(NamedTuple):
    """Who a document is from, and how it looks."""

    name: str | None = None
    address: Sequence[str] = ()
    contact: str | None = None
    logo: bytes | None = None
    """A PNG or JPEG image."""
    colour: str = "#1f3864"

    @property
    def lines(self) -> list[str]:
        """The name, address and contact, as far as there are any."""
        return [line for line in (self.name, *self.address, self.contact) if line]


class Cover(NamedTuple):
    """The first page of a document that is sent, without header and footer."""

    kind: str
    """Such as ``Proposal``."""
    subject: str
    recipient: str
    facts: Sequence[tuple[str, str]]
    """Such as its reference and dates: what each is, and what it says."""


class Document(NamedTuple):
    """A document to read, send or print."""

    title: str
    made: date
    parts: Sequence[Part]
    footer: str = ""
    """What stands at the foot of every page, beside its number."""
    letterhead: Letterhead = Letterhead()
    tone: Tone = "strong"
    """How its title sounds."""
    cover: Cover | None = None

    @property
    def opening(self) -> list[Part]:
        """Its title, and what its cover says, where no page is a cover."""
        if self.cover is None:
            return [self.heading]
        return [self.heading, table("", "", rows=[Row(fact) for fact in self.cover.facts])]

    @property
    def heading(self) -> Heading:
        """Its title as a heading."""
        return Heading(self.title, self.tone, level=1)


def table(*headings: str, rows: Sequence[Row]) -> Table:
    """A table whose columns take what room they need."""
    return Table([Column(heading) for heading in headings], rows)


def amounts_table(
    *headings: str, rows: Sequence[Row], below: Sequence[str] = (), marked_once: bool = False
) -> Table:
    """A table as wide as the page; only its first column wraps, and amounts stand last."""
    first, *others = headings
    columns = [Column(first, share=1), *(Column(heading, keep=True) for heading in others)]
    return Table(columns, rows, wide=True, below=below, marked_once=marked_once)
