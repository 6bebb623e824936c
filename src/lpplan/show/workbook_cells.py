"""What cells of a workbook hold: figures, words, live formulas, and inputs with their rules."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from lpplan.values.money import Pounds
from lpplan.values.words import pounds

_CHANGED = "fees changed"


class SheetColumn(NamedTuple):
    """A column that is printed: its heading, and its width in characters."""

    heading: str
    width: float
    figures: bool = False
    words: str = ""
    """The style of words in it."""


class Formula(NamedTuple):
    """A formula, in which ``#`` is its own row, and its value for viewers that do not calculate.

    The value is None where a number may stand, and none does now.
    """

    formula: str
    value: float | Pounds | str | None


class Input(NamedTuple):
    """A cell to be changed: what it holds at first (None: nothing), and what may be typed there."""

    value: float | Pounds | str | None
    rule: Mapping[str, Any]
    """As XlsxWriter's ``data_validation`` has it."""
    name: str | None = None
    """What formulas may call it, where it has a name."""
    follows: str | None = None
    """The cell whose number it has as well until something else is typed, where there is one."""


class Words(NamedTuple):
    """Words in a style of their own."""

    words: str
    style: str


class Hint(NamedTuple):
    """A remark over this and all printed cells after it."""

    words: str


Value: TypeAlias = str | float | Pounds | Formula | Input | Words | Hint | None
"""What a cell holds: a ``float`` is a percentage; None for no cell."""


def whole_number(value: int | None, name: str, *, least: int = 0) -> Input:
    """An input of a whole number, up to what a plan may hold."""
    rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": 100_000}
    message = f"A whole number from {least} to 100,000."
    return Input(value, {**rule, "error_message": message}, name)


def amount(value: Pounds | None, cell: str, name: str) -> Input:
    """An input, in the cell named, of an amount that a file may hold: in whole pence."""
    rule = f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=1000000,ROUND({cell},2)={cell})"
    message = "An amount exc VAT from 0 to 1,000,000 in pounds and pence."
    return Input(value, {"validate": "custom", "value": rule, "error_message": message}, name)


def one_of(value: str, words: Sequence[str], name: str) -> Input:
    """An input of one of some words."""
    message = f"One of: {', '.join(words)}."
    return Input(value, {"validate": "list", "source": list(words), "error_message": message}, name)


def span(column: str, rows: range) -> str:
    """The cells of a column in rows that follow each other, as formulas name them."""
    return f"{column}${rows[0]}:{column}${rows[-1]}"


def rounded_sum(column: str, rows: range, value: Pounds) -> Formula:
    """The sum of amounts in a column, to the penny."""
    return Formula(f"=ROUND(SUM({span(column, rows)}),2)", value)


def quoted(words: str) -> str:
    """Words of our own as text within a formula."""
    return '"' + words.replace('"', '""') + '"'


def amount_width(largest: Pounds) -> float:
    """How wide a column must be for amounts up to this one, with room for some growth."""
    return max(16, 1.35 * len(pounds(largest)) + 4)


def status(mark: str, changes: str) -> Formula:
    """What stands beside an amount, and that what it rests on is no longer as it was prepared.

    ``changes`` is the cell that counts which prices and limits were changed.
    """
    also = f"{mark}, {_CHANGED}" if mark else _CHANGED
    return Formula(f"=IF({changes}>0,{quoted(also)},{quoted(mark)})", mark)


def status_of_sum(estimates: str, changes: str, mark: str) -> Formula:
    """The same where a cell counts which of the amounts added up are estimates."""
    words = quoted("estimate")
    return Formula(
        f'=IF({estimates}>0,{words},"")&IF({estimates}*{changes}>0,", ","")'
        f'&IF({changes}>0,{quoted(_CHANGED)},"")',
        mark,
    )
