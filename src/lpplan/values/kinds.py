"""The kinds of value that plans and fee files hold, as pydantic checks them.

What each expects in words, for messages, is in ``lpplan.reading.words``.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
)
from pydantic import WithJsonSchema as JsonSchema

from lpplan.values.limits import MOST_CHARACTERS_OF_A_NAME, MOST_CHARACTERS_OF_A_TEXT
from lpplan.values.money import DecimalText, Pounds, percent_text, read_percent, read_pounds
from lpplan.values.years import AcademicYear

MOST_PEOPLE = 100_000
MOST_POUNDS = Pounds(1_000_000)
MOST_HOURS = 100


class FileTable(BaseModel):
    """A table of a file: frozen, and without room for keys that nobody knows."""

    # Building is deferred, since many runs need few of the tables.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _read_year(written: object) -> AcademicYear:
    if not isinstance(written, str):
        raise ValueError('must be an academic year such as "2018/19", in quotes')
    return AcademicYear.parse(written)


def _read_amount(written: object) -> Pounds:
    amount = read_pounds(written)
    if amount is None or not 0 <= amount <= MOST_POUNDS:
        raise ValueError(
            "must be an amount in pounds from 0 to 1,000,000, a whole number or with pence"
            " as in 399.99, without quotes"
        )
    return amount


def _read_names_or_all(written: object) -> tuple[str, ...] | Literal["all"]:
    if written == "all":
        return "all"
    names = written if isinstance(written, list) else []
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError('must be a list of charges such as ["accreditation"], or "all"')
    return tuple(names)


def _read_hours(written: object) -> Decimal:
    hours = read_pounds(written)
    if hours is None or not 0 < hours <= MOST_HOURS:
        raise ValueError(
            f"must be a number of hours above 0, up to {MOST_HOURS}, such as 1.5, without quotes"
        )
    return hours


def _read_uplift(written: object) -> str:
    typed = str(written) if isinstance(written, str | int | DecimalText) else ""
    percent = read_percent(typed) if not isinstance(written, bool) else None
    if percent is None:
        raise ValueError('must be a percentage a year such as "3.5%"')
    return percent_text(percent)


def _without_repeats(written: object) -> object:
    entries = written if isinstance(written, list) else []
    plain = [entry for entry in entries if isinstance(entry, str | int)]
    if len({*plain}) < len(plain):
        raise ValueError("must not name anything twice")
    return written


def _read_text_or_false(written: object) -> str | Literal[False]:
    if written is False or (isinstance(written, str) and written.strip()):
        return written
    raise ValueError("must be a text in quotes that is not blank, or false without quotes")


# One year, and the next one with or without its century: …18/19 or …18/…19.
_YEAR_PATTERN = (
    "^[0-9]{2}(?:"
    + "|".join(f"{year:02}[/-](?:[0-9]{{2}})?{(year + 1) % 100:02}" for year in range(100))
    + ")$"
)
YearField = Annotated[
    AcademicYear,
    PlainValidator(_read_year),
    JsonSchema({"type": "string", "pattern": _YEAR_PATTERN}),
]
AmountField = Annotated[
    Pounds,
    PlainValidator(_read_amount),
    JsonSchema({"type": "number", "minimum": 0, "maximum": 1_000_000}),
]
NamesOrAll = Annotated[
    tuple[str, ...] | Literal["all"],
    PlainValidator(_read_names_or_all),
    JsonSchema(
        {
            "type": ["array", "string"],
            "items": {"type": "string", "pattern": r"\S"},
            "minItems": 1,
            "pattern": "^all$",
        }
    ),
]
HoursField = Annotated[
    Decimal,
    PlainValidator(_read_hours),
    JsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": MOST_HOURS}),
]
TextOrFalse = Annotated[
    str | Literal[False],
    PlainValidator(_read_text_or_false),
    JsonSchema({"type": ["string", "boolean"], "pattern": r"\S", "not": {"const": True}}),
]
UpliftField = Annotated[
    str,
    PlainValidator(_read_uplift),
    JsonSchema(
        {"type": ["string", "number"], "pattern": r"^[0-9]+([.][0-9]+)? *%?$", "minimum": 0}
    ),
]
"""It documents how a provisional file was made; no sum rests on it."""
People = Annotated[int, Field(strict=True, ge=1, le=MOST_PEOPLE)]
StageNumber = Annotated[int, Field(strict=True, ge=1, le=3)]
LongText = Annotated[str, StringConstraints(pattern=r"\S")]
Text = Annotated[LongText, StringConstraints(max_length=MOST_CHARACTERS_OF_A_TEXT)]
Name = Annotated[LongText, StringConstraints(max_length=MOST_CHARACTERS_OF_A_NAME)]
Day = Annotated[date, Strict()]
YesNo = Annotated[bool, Strict()]
Distinct = BeforeValidator(_without_repeats)
"""A list that names nothing twice."""
