"""What people type is read as they mean it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.reading.typed import (
    read_amount,
    read_day,
    read_gateway,
    read_number,
    read_text,
    read_year,
    read_yes_no,
)
from lpplan.values.money import Pounds
from lpplan.values.words import day_in_words
from lpplan.values.years import Month


@pytest.mark.parametrize(
    "typed",
    [
        *("14 May 2018", "14 may 2018", "14th May, 2018", "14/5/2018", "14.05.2018", "2018-05-14"),
        *("14/5/18", "14-05-18", "14-5-2018", "14 May 18", "14th May, 18"),
    ],
)
def test_a_day_is_read_in_every_usual_way(typed: str) -> None:
    assert read_day(typed) == date(2018, 5, 14)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/2/2018", "must be a real date, with its day first as in 14/5/2027"),
        ("0 May 2018", "must be a real date, with its day first as in 14/5/2027"),
        ("14 Maybe 2018", "must be a real date, with its day first as in 14/5/2027"),
        ("14 May 118", "must be a date such as 14 May 2027 or 14/5/2027"),
        ("May 2018", "must be a date such as 14 May 2027 or 14/5/2027"),
        ("٢٠١٨-٠٥-١٤", "must be a date such as 14 May 2027 or 14/5/2027"),
        ("14/5/1", "must be a date such as 14 May 2027 or 14/5/2027"),
        ("1/1/0000", "must be a real date, with its day first as in 14/5/2027"),
    ],
)
def test_what_is_no_day_is_told(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{told}$"):
        read_day(typed)


@given(st.dates())
def test_a_day_in_words_is_read_as_that_day(day: date) -> None:
    assert read_day(day_in_words(day)) == day
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize("typed", ["June 2020", "jun 2020", "2020-06", "6/2020", "06/2020"])
def test_a_gateway_is_read_in_every_usual_way(typed: str) -> None:
    assert read_gateway(typed) == "2020-06"
    assert Month.parse("2020-06").in_words == "June 2020"


@pytest.mark.parametrize("typed", ["July 2020", "2020", "June", "2020-13", "June 20"])
def test_what_is_no_gateway_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="must be the June or November of a year"):
        read_gateway(typed)


@pytest.mark.parametrize(("typed", "number"), [("27", 27), ("1,200", 1200), (" 5 ", 5)])
def test_a_number_may_have_its_commas(typed: str, number: int) -> None:
    assert read_number(typed, 100_000) == number


@pytest.mark.parametrize(
    "typed", ["0", "-1", "27.5", "2,5", "1,2,3", "1 200", "²", "100001", "1e3", "", "9" * 5000]
)
def test_what_is_no_number_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="must be a whole number from 1 to 100,000"):
        read_number(typed, 100_000)


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [("£450", "450.00"), ("450.5", "450.50"), ("£1,250.50", "1250.50"), ("0", "0.00")],
)
def test_an_amount_may_have_its_pound_sign(typed: str, pounds: str) -> None:
    assert str(read_amount(typed, Pounds(1_000_000))) == pounds


@pytest.mark.parametrize(
    "typed", ["-5", "412,50", "1,25.00", "12.345", "1e3", "1000001", "five", "", "inf"]
)
def test_what_is_no_amount_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="must be an amount from 0 to 1,000,000 pounds"):
        read_amount(typed, Pounds(1_000_000))


@given(st.integers(0, 10**8))
def test_an_amount_as_shown_is_read_as_that_amount(pence: int) -> None:
    amount = Decimal(pence) / 100
    assert read_amount(f"£{amount:,.2f}", Pounds(1_000_000)) == amount


@pytest.mark.parametrize(
    ("typed", "meant"), [("y", True), ("YES", True), ("n", False), ("No", False)]
)
def test_yes_and_no(typed: str, meant: bool) -> None:
    assert read_yes_no(typed) is meant


def test_neither_yes_nor_no_is_told() -> None:
    with pytest.raises(ValueError, match="must be yes or no"):
        read_yes_no("perhaps")


def test_a_year_is_read_with_spaces_in_it() -> None:
    assert str(read_year("2018 / 19")) == "2018/19"


@pytest.mark.parametrize("typed", ["", "a\x1b[31mb", "a\u202eb", "a\nb"])
def test_a_name_is_words_on_one_line(typed: str) -> None:
    with pytest.raises(ValueError, match="must be words on one line"):
        read_text(typed)


def test_what_is_no_year_is_told_without_quotes() -> None:
    with pytest.raises(ValueError, match=r"^must be an academic year such as 2018/19$"):
        read_year("soon")
