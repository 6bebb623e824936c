"""What a file holds too much of is told with its key, and what is just below is read."""

from typing import Any

import pytest

from lpplan.reading.excess import TooMuch, refuse_excess, refuse_nesting
from lpplan.reading.toml_file import too_large
from lpplan.values.problem import KeyPath


def refused(data: Any, most: int) -> tuple[KeyPath, str, str, str]:
    """What is said of data of which so many values, and texts of so many letters, are read."""
    with pytest.raises(TooMuch) as caught:
        refuse_excess(data, most, most)
    problem = caught.value.problem
    return problem.key, problem.code, problem.message, problem.hint


def test_a_text_a_key_a_table_and_a_file_that_are_too_large_are_told() -> None:
    is_it_that = "No file needs that many: check that it is the one you meant."
    assert refused({"a": "x" * 2001}, 2000) == (
        ("a",),
        "too-long",
        "must be of at most 2,000 characters",
        "Shorten the text.",
    )
    assert refused({"a": {"x" * 301: 1}}, 2000) == (
        ("a", "x" * 301),
        "too-long",
        "is a key of more than 300 characters",
        "Give it a shorter name.",
    )
    assert refused({"a": {str(number): 1 for number in range(101)}}, 2000) == (
        ("a",),
        "too-many-values",
        "is a table of more than 100 keys",
        is_it_that,
    )
    # One key and 2,000 entries of a list are 2,001 together.
    assert refused({"a": [1] * 2000}, 2000) == (
        ("a",),
        "too-many-values",
        "brings the file to more than 2,000 keys and entries of lists",
        is_it_that,
    )


def test_what_is_as_large_as_may_be_is_read() -> None:
    refuse_excess({"a": "x" * 2000, "x" * 300: 1}, 2000, 2000)
    refuse_excess({"a": {str(number): 1 for number in range(100)}}, 2000, 2000)
    refuse_excess({"a": [1] * 1999}, 2000, 2000)


@pytest.mark.parametrize(("before", "line"), [("", 1), ("\n", 2), ("a = 1\n\n", 3)])
def test_what_is_nested_too_deeply_is_told_with_its_line(before: str, line: int) -> None:
    with pytest.raises(TooMuch) as caught:
        refuse_nesting(f"{before}{'a.' * 20}a = 1")
    assert (caught.value.line, caught.value.problem.message) == (
        line,
        "has a key of more than 20 parts",
    )


def test_a_file_that_is_too_large_says_how_large_it_may_be() -> None:
    (one,) = too_large("plan.toml", 100_000, "plan").problems
    assert (one.line, one.problem.code) == (None, "unreadable")
    assert one.problem.message == "is larger than 100,000 bytes, and no plan needs that"
    assert one.problem.hint == "Check that it is the file you meant."
