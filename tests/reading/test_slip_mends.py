"""What belongs in the place of a slip."""

import re

import pytest

from lpplan.reading import slip_mends as mends
from lpplan.reading.slip_mends import header, in_quotes, worked_out


@pytest.mark.parametrize(
    ("formula", "result"),
    [("= 2 x 400 + 3", "803"), ("12×3", "36"), ("1+2*3", "7"), ("2 - 1", None)],
)
def test_a_sum_of_whole_numbers_is_worked_out(formula: str, result: str | None) -> None:
    match = re.match(r"(?P<slip>.*)", formula)
    assert match is not None
    assert worked_out(match) == result


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("fees . our charge", "[fees.our_charge]"),
        (" stages ", "[[stages]]"),
        ("centre", "[centre]"),
    ],
)
def test_a_header_has_as_many_brackets_as_its_name_needs(name: str, written: str) -> None:
    match = re.match(r"(?P<name>.*)", name)
    assert match is not None
    assert header(match) == written


def test_texts_are_quoted_with_as_few_marks_as_can_be() -> None:
    assert in_quotes("Oak") == '"Oak"'
    assert in_quotes('"Oak"') == "'\"Oak\"'"
    assert in_quotes("a\\b") == "'a\\b'"
    assert in_quotes("O'\"ak\\") == '"O\'\\"ak\\\\"'


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Fri 5th Oct 2027", "2027-10-05"),
        ("Oct 5, 2027", "2027-10-05"),
        ("October 5th 2027", "2027-10-05"),
        ("5 of October 2027", "2027-10-05"),
        ("2027/10/5", "2027-10-05"),
        ("5-Oct-2027", "2027-10-05"),
        ("soon", None),
    ],
)
def test_a_day_is_written_with_its_year_first(typed: str, day: str | None) -> None:
    match = re.match(r"(?P<day>.*)", typed)
    assert match is not None
    assert mends.day(match) == day


@pytest.mark.parametrize(
    ("typed", "gateway"),
    [
        ("June 2020", '"2020-06"'),
        ("2020/06", '"2020-06"'),
        ("2020 - 11", '"2020-11"'),
        ("x", '"x"'),
    ],
)
def test_a_gateway_is_a_month_in_quotes(typed: str, gateway: str) -> None:
    match = re.match(r"(?P<slip>.*)", typed)
    assert match is not None
    assert mends.gateway(match) == gateway


def test_of_a_slip_with_a_text_in_it_that_text_is_meant() -> None:
    match = re.match(r"(?P<slip>'(?P<text_1>[^']*)'|(?P<other>x)\S+)", "' Oak '")
    assert match is not None
    assert mends.quoted(match) == '"Oak"'
    match = re.match(r"(?P<slip>'(?P<text_1>[^']*)'|(?P<other>x)\S+)", "xyz")
    assert match is not None
    assert mends.quoted(match) == '"xyz"'
