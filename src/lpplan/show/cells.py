"""What a cell of a table holds: values, not ready-made words, for every writer to lay out."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, TypeAlias

from lpplan.values.money import Pounds
from lpplan.values.words import day_in_words, pounds, whole_pounds
from lpplan.values.years import AcademicYear, Month

Tone: TypeAlias = Literal["plain", "strong", "loud", "good", "bad", "quiet"]
"""How words sound: loud is what a reader must not miss, such as an estimate."""


class Money(NamedTuple):
    """An amount in pounds exc VAT, and what must be said beside it."""

    amount: Pounds
    mark: str = ""
    """Such as ``estimate``; nothing for a published price."""
    signed: bool = False
    """Whether an increase has a plus sign."""
    to_pound: bool = False
    """Whether it is shown to the pound: no estimate of a cost a head is true to the penny."""

    @classmethod
    def a_head(cls, amount: Pounds, mark: str = "") -> "Money":
        """A cost a head, to the pound where it is an estimate."""
        return cls(amount, mark, to_pound=bool(mark))

    @property
    def words(self) -> str:
        """The amount without its mark: ``£12,200.00``, or ``+£20.00`` for an increase."""
        plus = "+" if self.signed and self.amount > 0 else ""
        return f"{plus}{whole_pounds(self.amount) if self.to_pound else pounds(self.amount)}"


class Percent(NamedTuple):
    """By how many percent something changed, to one decimal."""

    change: Decimal

    @property
    def words(self) -> str:
        """The change with its sign: ``+2.6%``."""
        return f"{self.change.quantize(Decimal('0.1'), ROUND_HALF_UP):+,}%"


class Status(NamedTuple):
    """How something stands, such as ``not met``: words that a format may colour as well."""

    words: str
    tone: Tone


Cell: TypeAlias = str | int | Money | Percent | Status | date | Month | AcademicYear | None
"""What a cell of a table holds; None for nothing."""


def cell_words(cell: Cell) -> str:
    """A cell as people write it, an amount without its mark."""
    match cell:
        case Money() | Percent() | Status():
            return cell.words
        case Month():
            return cell.in_words
        case date():
            return day_in_words(cell)
        case int():
            return f"{cell:,}"
        case _:
            return "" if cell is None else str(cell)
