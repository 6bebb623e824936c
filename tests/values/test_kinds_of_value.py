"""What each kind of value takes, what it gives, and what it says of anything else."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from lpplan.values.kinds import (
    MOST_HOURS,
    MOST_PEOPLE,
    MOST_POUNDS,
    AmountField,
    Day,
    Distinct,
    FileTable,
    HoursField,
    NamesOrAll,
    People,
    StageNumber,
    Text,
    TextOrFalse,
    UpliftField,
    YearField,
    YesNo,
)
from lpplan.values.money import DecimalText
from lpplan.values.years import AcademicYear

YEAR = 'must be an academic year such as "2018/19"'
AMOUNT = (
    "must be an amount in pounds from 0 to 1,000,000, a whole number or with pence as in 399.99,"
    " without quotes"
)
NAMES = 'must be a list of charges such as ["accreditation"], or "all"'
HOURS = "must be a number of hours above 0, up to 100, such as 1.5, without quotes"
UPLIFT = 'must be a percentage a year such as "3.5%"'
TEXT = "must be a text in quotes that is not blank, or false without quotes"
Several = Annotated[tuple[int, ...], Distinct]


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        (YearField, "2018-19", AcademicYear(2018)),
        (AmountField, 0, Decimal(0)),
        (AmountField, 1_000_000, Decimal(1_000_000)),
        (AmountField, DecimalText("399.99"), Decimal("399.99")),
        (NamesOrAll, "all", "all"),
        (NamesOrAll, ["accreditation", "venue"], ("accreditation", "venue")),
        (HoursField, DecimalText("0.01"), Decimal("0.01")),
        (HoursField, 100, Decimal(100)),
        (UpliftField, "3.50 %", "3.5%"),
        (UpliftField, 3, "3%"),
        (UpliftField, DecimalText("3.5"), "3.5%"),
        (TextOrFalse, "A text", "A text"),
        (TextOrFalse, False, False),
        (People, 1, 1),
        (People, 100_000, 100_000),
        (StageNumber, 1, 1),
        (StageNumber, 3, 3),
        (Text, " a ", " a "),
        (Day, date(2018, 5, 14), date(2018, 5, 14)),
        (YesNo, True, True),
        (Several, [1, 2], (1, 2)),
        (Several, [], ()),
    ],
)
def test_a_value_is_read_as_what_it_stands_for(kind: Any, written: object, read: object) -> None:
    found = TypeAdapter(kind).validate_python(written)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("kind", "written", "told"),
    [
        (YearField, 2018, f"{YEAR}, in quotes"),
        (YearField, "2018", YEAR),
        (AmountField, -1, AMOUNT),
        (AmountField, DecimalText("1000000.01"), AMOUNT),
        (AmountField, "400", AMOUNT),
        (NamesOrAll, "some", NAMES),
        (NamesOrAll, [], NAMES),
        (NamesOrAll, ["a", " "], NAMES),
        (NamesOrAll, ["a", 1], NAMES),
        (NamesOrAll, {"a": 1}, NAMES),
        (HoursField, 0, HOURS),
        (HoursField, DecimalText("100.01"), HOURS),
        (HoursField, "1", HOURS),
        (UpliftField, True, UPLIFT),
        (UpliftField, "much", UPLIFT),
        (UpliftField, None, UPLIFT),
        (UpliftField, 1001, UPLIFT),
        (TextOrFalse, True, TEXT),
        (TextOrFalse, " ", TEXT),
        (TextOrFalse, 0, TEXT),
        (Several, [1, 2, 1], "must not name anything twice"),
    ],
)
def test_what_a_value_cannot_be_is_told_what_is_expected(
    kind: Any, written: object, told: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(written)
    assert [problem["msg"] for problem in caught.value.errors()] == [f"Value error, {told}"]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        *((People, number) for number in (0, 100_001, "1", 1.0, True)),
        *((StageNumber, number) for number in (0, 4, "1", True)),
        *((Text, text) for text in ("", " \t", 1)),
        *((Day, day) for day in ("2018-05-14", datetime(2018, 5, 14, 1))),  # noqa: DTZ001
        *((YesNo, answer) for answer in (1, "true", None)),
        (Several, 1),
    ],
)
def test_nothing_is_taken_for_another_kind_of_value(kind: Any, written: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(written)


def test_tables_are_frozen_and_have_no_room_for_other_keys() -> None:
    class Table(FileTable):
        key: int

    table = Table.model_validate({"key": 1})
    with pytest.raises(ValidationError):
        table.key = 2
    with pytest.raises(ValidationError):
        Table.model_validate({"key": 1, "other": 2})
    assert FileTable.model_config["defer_build"] is True


def test_the_most_of_people_pounds_and_hours_are_these() -> None:
    assert (MOST_PEOPLE, str(MOST_POUNDS), MOST_HOURS) == (100_000, "1000000", 100)


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (AmountField, {"type": "number", "minimum": 0, "maximum": 1_000_000}),
        (HoursField, {"type": "number", "exclusiveMinimum": 0, "maximum": 100}),
        (
            NamesOrAll,
            {
                "type": ["array", "string"],
                "items": {"type": "string", "pattern": r"\S"},
                "minItems": 1,
                "pattern": "^all$",
            },
        ),
        (TextOrFalse, {"type": ["string", "boolean"], "pattern": r"\S", "not": {"const": True}}),
        (
            UpliftField,
            {"type": ["string", "number"], "pattern": r"^[0-9]+([.][0-9]+)? *%?$", "minimum": 0},
        ),
    ],
)
def test_editors_are_told_the_same(kind: Any, schema: dict[str, object]) -> None:
    assert TypeAdapter(kind).json_schema() == schema


@pytest.mark.parametrize(
    ("year", "sound"),
    [
        ("2018/19", True),
        ("1999-2000", True),
        ("2009/10", True),
        ("2018/20", False),
        ("2018/2018", False),
        ("18/19", False),
        ("x2018/19", False),
        ("2018/191", False),
        ("2018", False),
    ],
)
def test_editors_know_a_year_from_other_text(year: str, sound: bool) -> None:
    schema = TypeAdapter(YearField).json_schema()
    assert (schema["type"], bool(re.search(schema["pattern"], year))) == ("string", sound)
