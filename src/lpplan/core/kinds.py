"""The kinds of value that plans and fee files hold, each with words for what it expects."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, Strict
from pydantic import WithJsonSchema as JsonSchema

from lpplan.core.money import Pounds, read_pounds
from lpplan.core.words import listed
from lpplan.core.years import AcademicYear

MOST_PEOPLE = 100_000
MOST_POUNDS = Pounds(1_000_000)


class Table(BaseModel):
    """A table of a file: frozen, and without room for keys that nobody knows."""

    # Building is deferred because a sound file never needs the drafts.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# Compared by identity, since an example may be a list, which has no hash.
@dataclass(frozen=True, slots=True, eq=False)
class Expects:
    """What a field holds, as a reader of an error message would say it.

    The example is a value as TOML has it, None for a table.
    """

    words: str
    example: object = None


def expectation(annotation: Any) -> Expects | None:
    """What a type's metadata says that it expects, the outermost first."""
    told = [m for m in getattr(annotation, "__metadata__", ()) if isinstance(m, Expects)]
    if told:
        return told[-1]
    inner = (expectation(argument) for argument in get_args(annotation))
    return next((found for found in inner if found), None)


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


def such_as(example: str) -> Expects:
    """What a field of free text expects."""
    return Expects("a text in quotes that is not blank", example)


def choice(*words: str) -> Expects:
    """What a field with these words to choose from expects."""
    return Expects(listed([f'"{word}"' for word in words], "or"), words[0])


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
    Expects('an academic year such as "2018/19"', "2018/19"),
]
AmountField = Annotated[
    Pounds,
    PlainValidator(_read_amount),
    JsonSchema({"type": "number", "minimum": 0, "maximum": 1_000_000}),
    Expects("an amount in pounds from 0 to 1,000,000", 400),
]
People = Annotated[
    int,
    Strict(),
    Field(ge=1, le=MOST_PEOPLE),
    Expects("a whole number from 1 to 100,000, without quotes or a decimal point", 27),
]
StageNumber = Annotated[
    int, Strict(), Field(ge=1, le=3), Expects("1, 2 or 3, the number of a stage", 1)
]
Text = Annotated[
    str,
    Strict(),
    Field(pattern=r"\S"),
    such_as("Oakfield Academy"),
]
Day = Annotated[
    date,
    Strict(),
    JsonSchema({"type": "string", "format": "date"}),
    Expects("a date such as 2018-05-14, without quotes or a time", date(2018, 5, 14)),
]
YesNo = Annotated[bool, Strict(), Expects("true or false, without quotes", example=True)]


def list_of(words: str, example: list[object]) -> tuple[BeforeValidator, Expects]:
    """A list without repeats, described by the words."""
    return BeforeValidator(_without_repeats), Expects(words, example)


def _without_repeats(written: object) -> object:
    if isinstance(written, list):
        seen: list[object] = []
        for entry in written:
            if entry in seen:
                raise ValueError("must not name anything twice")
            seen.append(entry)
    return written
