"""Words, numbers, days and amounts as sentences have them, and names that stand for others."""

from datetime import date
from decimal import Decimal

import pytest

from lpplan.values.words import (
    close_name,
    day_in_words,
    in_quotes,
    listed,
    people_in_words,
    plain_name,
    plural,
    pounds,
    same_name,
    sentence,
    sizes_in_words,
    whole_pounds,
)


def test_words_stand_in_a_row() -> None:
    assert listed([]) == ""
    assert listed(["14"]) == "14"
    assert listed(["14", "13"]) == "14 and 13"
    assert listed(["14", "13", "12"]) == "14, 13 and 12"
    assert listed(["14", "13", "12"], "or") == "14, 13 or 12"


def test_what_was_typed_is_repeated_in_quotes_and_not_at_endless_length() -> None:
    assert in_quotes("") == "nothing"
    assert in_quotes("a" * 40) == f'"{"a" * 40}"'
    assert in_quotes("a" * 41) == f'"{"a" * 39}…"'


def test_a_sentence_begins_with_a_capital_and_ends_with_a_full_stop() -> None:
    assert sentence("the plan") == "The plan."
    assert sentence("SSAT's price") == "SSAT's price."


def test_a_number_has_its_noun() -> None:
    assert plural(1, "cohort") == "1 cohort"
    assert plural(2000, "cohort") == "2,000 cohorts"
    assert plural(0, "person", "people") == "0 people"
    assert plural(Decimal("1.5"), "hour") == "1.5 hours"
    assert people_in_words(1) == "1 person"
    assert people_in_words(100_000) == "100,000 people"


def test_a_day_is_written_as_people_write_it() -> None:
    assert day_in_words(date(2018, 5, 14)) == "14 May 2018"
    assert day_in_words(date(1, 1, 1)) == "1 January 0001"
    assert day_in_words(date(2018, 12, 31)) == "31 December 2018"


@pytest.mark.parametrize(
    ("amount", "full", "whole"),
    [
        ("12200.00", "£12,200.00", "£12,200"),
        ("0.50", "£0.50", "£1"),
        ("0.49", "£0.49", "£0"),
        ("-0.50", "-£0.50", "-£1"),
        ("-1234.49", "-£1,234.49", "-£1,234"),
        ("0.00", "£0.00", "£0"),
    ],
)
def test_an_amount_has_its_sign_its_commas_and_its_pence(
    amount: str, full: str, whole: str
) -> None:
    assert (pounds(Decimal(amount)), whole_pounds(Decimal(amount))) == (full, whole)


def test_sizes_of_cohorts_are_named_singly_up_to_three_and_then_counted() -> None:
    assert sizes_in_words([1400, 1300]) == "1,400 and 1,300"
    assert sizes_in_words([18, 18, 17]) == "18, 18 and 17"
    assert sizes_in_words([18, 18, 17, 17]) == "2 of 18 people and 2 of 17 people"
    assert sizes_in_words([1] * 1000) == "1,000 of 1 person"


def test_names_are_the_same_but_for_spaces_and_the_encoding_of_accents() -> None:
    assert plain_name("  Ysgol   Gwˆyr ") == "Ysgol Gwˆyr"
    assert same_name("Ysgol G\u0175yr", " Ysgol  Gw\u0302yr")
    assert not same_name("Riverside", "riverside")


@pytest.mark.parametrize(
    ("name", "others", "meant"),
    [
        ("Riverside", ["Oak", "Riverside Primary"], "Riverside Primary"),
        ("Riverside Primary", ["Oak", "Riverside"], "Riverside"),
        ("riverside primary", ["Riverside Primary"], "Riverside Primary"),
        ("Rivreside Primary", ["Riverside Primary"], "Riverside Primary"),
        # The one with further words comes before the one that is spelt alike.
        ("Riverside", ["Riversidd", "Riverside Primary"], "Riverside Primary"),
        ("riverside", ["Riverside", "Riverside Primary"], "Riverside"),
        ("St Oaken", ["St Oakem"], "St Oakem"),
        ("Riverside", ["Riverside", "Riverside Primary"], None),
        ("River", ["Riverside Primary"], None),
        ("  ", ["Oak"], None),
        ("School 1", ["School 2"], None),
        ("A", ["B"], None),
        ("Oak", ["Elm"], None),
        ("Oaks", ["Oaky"], None),  # 3 of 4 letters: 0.75
        ("Oaken", ["Oakem"], "Oakem"),  # 4 of 5: 0.8
        ("Oake", ["Oakes"], "Oakes"),  # 8 of 9 letters
        ("Oak", ["Oaks"], None),  # too short for a slip to be told from another name
        ("Riverside Primary", ["Rivreside Primary School"], None),
        ("Riverside Primary", ["Riverside Academy"], None),
    ],
)
def test_a_name_stands_for_another_that_is_longer_shorter_or_spelt_alike(
    name: str, others: list[str], meant: str | None
) -> None:
    assert close_name(name, others) == meant
