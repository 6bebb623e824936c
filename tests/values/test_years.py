"""Academic years are read in four spellings, and always written in one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.values.years import AcademicYear


@pytest.mark.parametrize("text", ["2018/19", "2018-19", "2018/2019", "2018-2019"])
def test_every_spelling_is_the_same_year(text: str) -> None:
    year = AcademicYear.parse(text)
    assert (str(year), year.in_file_names) == ("2018/19", "2018-19")


@pytest.mark.parametrize(
    "text",
    ["2018", "18/19", "2018/9", "2018 /19", "2018/19 ", "", "0000/01", "9999/00", "２０１８/19"],
)
def test_what_is_no_year_says_what_is_expected(text: str) -> None:
    with pytest.raises(ValueError, match='such as "2018/19"'):
        AcademicYear.parse(text)


@pytest.mark.parametrize("text", ["2018/20", "2018/2018", "2018/2119", "2018-18"])
def test_a_year_that_does_not_end_in_the_next_is_told_the_right_one(text: str) -> None:
    with pytest.raises(ValueError, match="2018/19 is the academic year"):
        AcademicYear.parse(text)


def test_a_year_is_from_september_to_august() -> None:
    year = AcademicYear(2018)
    assert (year.first_day, year.last_day) == (date(2018, 9, 1), date(2019, 8, 31))
    assert AcademicYear.of(date(2018, 8, 31)) == AcademicYear(2017)
    assert AcademicYear.of(date(2018, 9, 1)) == year


def test_the_turn_of_a_century_is_written_with_two_zeros() -> None:
    assert str(AcademicYear(1999)) == "1999/00"
    assert AcademicYear.parse("1999/2000") == AcademicYear.parse("1999-00")


@given(st.integers(1, 9998))
def test_what_is_written_is_read_back(start: int) -> None:
    year = AcademicYear(start)
    assert AcademicYear.parse(str(year)) == AcademicYear.parse(year.in_file_names) == year
    assert year.covers(year.first_day)
    assert year.covers(year.last_day)


def test_what_is_expected_of_a_year_is_said_in_full() -> None:
    with pytest.raises(ValueError, match=r'^must be an academic year such as "2018/19"$'):
        AcademicYear.parse("2018")
    with pytest.raises(
        ValueError,
        match=r"^must end in the year after it begins: 2018/19 is the academic year that begins in"
        " September 2018$",
    ):
        AcademicYear.parse("2018/20")


def test_a_year_covers_its_own_days_alone_and_is_so_many_after_another() -> None:
    year = AcademicYear(2018)
    assert not year.covers(date(2018, 8, 31))
    assert not year.covers(date(2019, 9, 1))
    assert AcademicYear(2021) - year == 3
    assert AcademicYear(98).in_file_names == "0098-99"
    assert str(AcademicYear(99)) == "0099/00"
    assert str(AcademicYear.parse("9998/99")) == "9998/99"
    assert AcademicYear.parse("0001/02") == AcademicYear.parse("0001/0002") == AcademicYear(1)
