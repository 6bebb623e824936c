"""A text that is not TOML line by line: how far a list goes, what is where, and what is meant."""

import pytest

from lpplan.reading.other_kinds import other_kind
from lpplan.reading.toml_file import parse_toml
from lpplan.reading.toml_mending import mend
from lpplan.reading.toml_slips import _any_of
from lpplan.values.problem import LpplanError

SHAPE = (
    'A line is a [table] or a key = value: text in quotes as in name = "Oakfield Academy",'
    " numbers plain as in 27, dates as in 2018-05-14, and true or false in small letters."
)


def told(text: str) -> list[tuple[int | None, str, str, str]]:
    """The line of each problem, what it is, how to mend it, and what is shown of the line."""
    with pytest.raises(LpplanError) as caught:
        parse_toml("plan.toml", text.encode())
    return [
        (one.line, one.problem.message, one.problem.hint, one.problem.excerpt)
        for one in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("line", "meant", "message"),
    [
        ("  topics =", "# topics =", "has no value after the equals sign"),
        ("colour = # none", "# colour = # none", "has no value after the equals sign"),
        ("launch = null", "# launch = null", "has no value yet, only a stand-in for one"),
        ("launch = TBC", "# launch = TBC", "has no value yet, only a stand-in for one"),
        ("uplift = 5%", 'uplift = "5%"', "is a percentage without quotes around it"),
        ("uplift = 5 per cent", 'uplift = "5%"', "is a percentage without quotes around it"),
        ("topics = ['a'; 'b']", "topics = ['a', 'b']", "has a semicolon where a comma belongs"),
        (
            "expertise = TRUE",
            "expertise = true",
            "has a capital letter, where small letters belong",
        ),
        (
            "participants = 27 people #1f3864",
            "participants = 27 #1f3864",
            "has words after its number",
        ),
    ],
)
def test_a_slip_is_named_and_the_line_is_as_it_was_meant(
    line: str, meant: str, message: str
) -> None:
    mended = mend(line)
    assert mended is not None
    assert (mended.line, mended.message) == (meant, message)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("licence scope Harbour", 'licence_scope = "Harbour"'),
        ("status discussion 2019-03-11", "status_discussion = 2019-03-11"),
    ],
)
def test_of_two_keys_that_begin_alike_the_longer_one_is_seen(line: str, meant: str) -> None:
    mended = mend(line)
    assert mended is not None
    assert mended.line == meant
    # In the pattern it comes first, whatever the order of a set.
    assert _any_of(("licence", "licence_scope")) == "(?:licence_scope|licence)"


def test_six_slips_on_a_line_are_mended() -> None:
    mended = mend("• launch date : £27; // note")
    assert mended is not None
    assert mended.line == "launch_date = 27 # note"
    assert mended.message.split("; it also ") == [
        "begins with a bullet or a number that is no part of it",
        "has a colon where an equals sign belongs",
        "has a space or a mark in the name of its key, where only letters, digits and _ belong",
        "has a comment that does not begin with #",
        "ends in a mark that does not belong there",
        "has a pound sign, where only the number belongs",
    ]


def test_a_line_that_is_not_sound_once_its_slips_are_mended_says_what_lines_look_like() -> None:
    mended = mend("launch date => =2*3")
    assert mended is not None
    message = (
        "has a space or a mark in the name of its key, where only letters, digits and _ belong"
    )
    assert mended == (None, message, 0, SHAPE)


@pytest.mark.parametrize(
    "line", ['"launch = 2019-01-15', "a..b = 2019-01-15", "a..b = true", "a..b = [1, 2]"]
)
def test_a_value_that_is_sound_is_no_slip_where_its_key_is_not(line: str) -> None:
    assert mend(line) is None


def test_a_line_of_five_hundred_letters_is_looked_at_and_no_longer_one() -> None:
    line = f"note = {'x' * 493}"
    assert mend(line) is not None
    assert mend(f"{line}x") is None


def test_a_list_ends_with_its_bracket_or_where_another_key_begins() -> None:
    bullet = "begins with a bullet or a number that is no part of it"
    unquoted = "has an item without quotes around it"
    assert told("a = [\n  x y,\n]\n• launch = 2018-09-01\n") == [
        (2, unquoted, 'Write: "x y",', "x y,\n^"),
        (4, bullet, "Write: launch = 2018-09-01", "• launch = 2018-09-01\n^"),
    ]
    assert told("a = [\n b,\nc = 1\n• d = 2\n") == [
        (
            1,
            "is a list without a square bracket at its end",
            "Write one after its last item: b,]",
            "a = [\n    ^",
        ),
        (2, unquoted, 'Write: "b",]', "b,\n^"),
        (4, bullet, "Write: d = 2", "• d = 2\n^"),
    ]


def test_a_slip_within_a_list_is_shown_where_it_is() -> None:
    # Two spaces are not shown; "1," is two letters.
    assert told("a = [\n  1,\u00a02,\n]\n") == [
        (
            2,
            "has a space of another kind, as word processors and web pages make them",
            "Write: 1, 2,",
            "1,\u00a02,\n  ^",
        )
    ]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (
            "a.b = 1\na.c = 2\n[a]\nd = 4\n",
            3,
            "is written on line 1 already",
            "Put the keys of both under one; an entry of a list begins as in [[stages]].",
        ),
        (
            "a = 1\n[a.b]\nc = 2\n",
            2,
            "is written in two ways",
            "Put the keys of both under one; an entry of a list begins as in [[stages]].",
        ),
        ("a = 1\nb = 2\na = 3\n", 3, "is written on line 1 already", "Remove one of the two."),
        ('x = {a = "b', 1, "is not TOML: a quote is opened and not closed", SHAPE),
    ],
)
def test_what_the_parser_objects_to_is_told_in_plain_words(
    text: str, line: int, message: str, hint: str
) -> None:
    ((at, what, mends, _),) = told(text)
    assert (at, what, mends) == (line, message, hint)


def test_of_a_long_line_ninety_letters_are_shown_with_the_place_in_their_middle() -> None:
    ((_, _, _, excerpt),) = told(f'name = "{"x" * 400}" {"y" * 60}\n')
    # The place is 45 letters from the left, half of 90: 43 x, the quote and the space.
    assert excerpt == f'{"x" * 43}" {"y" * 45}\n{" " * 45}^'


def test_the_parser_is_asked_again_of_a_text_as_long_as_a_file_may_be() -> None:
    first, last = "a = {{}\n#", "\nb = {{}\n"
    text = f"{first}{'x' * (100_000 - len(first) - len(last))}{last}"
    assert [line for line, *_ in told(text)] == [1, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n{\\RTF1", "is a document of a word processor (RTF), and must be plain text in TOML"),
        ("\n%pdf-1.4", "is a PDF, and must be plain text in TOML"),
        ("\n<HTML>", "is a web page (HTML or XML), and must be plain text in TOML"),
        ('\n{"a": 1}', "is JSON, and must be TOML"),
        ("\na,b,c\nd,e,f\n", "is a list with separators (CSV), and must be TOML"),
    ],
)
def test_a_text_of_another_kind_is_known_by_how_it_begins(text: str, message: str) -> None:
    other = other_kind(text)
    assert other is not None
    assert other[:3] == (2, "syntax", message)


def test_of_a_text_of_too_many_lines_to_mend_what_the_parser_objects_to_is_told() -> None:
    assert [line for line, *_ in told("a = {{}\n" + "\n" * 20_000 + "b = 1,200\n")] == [1, 20_002]
