"""Months, also those that lie outside the calendar of dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.values.years import Month


def test_a_month_is_read_compared_and_written() -> None:
    june = Month.parse("2020-06")
    assert (june, str(june), june.in_words) == (Month(2020, 6), "2020-06", "June 2020")
    assert Month(2019, 11) < june < Month(2020, 11)
    assert str(Month(1, 6)) == "0001-06"


@pytest.mark.parametrize(
    ("months", "later"),
    [
        (0, Month(2020, 12)),
        (1, Month(2021, 1)),
        (12, Month(2021, 12)),
        (13, Month(2022, 1)),
        (-11, Month(2020, 1)),
        (-12, Month(2019, 12)),
    ],
)
def test_after_december_comes_january_of_the_next_year(months: int, later: Month) -> None:
    assert Month(2020, 12).plus(months) == later


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2020, 2), date(2020, 2, 1), date(2020, 2, 29)),
        (Month(2100, 2), date(2100, 2, 1), date(2100, 2, 28)),
        (Month(1, 1), date.min, date(1, 1, 31)),
        (Month(9999, 12), date(9999, 12, 1), date.max),
        (Month(0, 6), date.min, date.min),
        (Month(10000, 6), date.max, date.max),
    ],
)
def test_a_month_outside_the_calendar_stands_at_its_end(
    month: Month, first: date, last: date
) -> None:
    assert (month.first_day, month.last_day) == (first, last)


@given(st.dates(), st.integers(-30, 30))
def test_months_are_counted_forth_and_back(day: date, months: int) -> None:
    month = Month.of(day)
    assert month.plus(months).plus(-months) == month
    assert month.first_day <= day <= month.last_day
