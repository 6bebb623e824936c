"""Amounts are exact, and pence are shared out to the last one."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.values.money import (
    NOTHING,
    DecimalText,
    discounted,
    fewest_to_cover,
    least_per_head,
    most_per_head,
    per_head,
    percent_text,
    read_percent,
    read_pounds,
    read_signed_pounds,
    rounded,
    share_out,
    uplifted,
)

AMOUNTS = st.integers(0, 10**13).map(lambda pence: Decimal(pence) / 100)


@pytest.mark.parametrize(
    ("written", "pounds"),
    [
        (400, "400.00"),
        (0, "0.00"),
        (-1, "-1.00"),
        (DecimalText("399.99"), "399.99"),
        (DecimalText("399.9"), "399.90"),
        (DecimalText("+1_000.5"), "1000.50"),
    ],
)
def test_whole_numbers_and_plain_decimals_are_amounts(
    written: int | DecimalText, pounds: str
) -> None:
    assert str(read_pounds(written)) == pounds


@pytest.mark.parametrize(
    "written",
    [
        DecimalText("4e2"),
        DecimalText("400.005"),
        DecimalText("inf"),
        DecimalText("nan"),
        DecimalText("-0.01"),
        DecimalText("9" * 30 + ".00"),
        DecimalText("٤.٠٠"),
        10**30,
        True,
        "400",
        400.0,
        None,
    ],
)
def test_anything_else_is_no_amount(written: object) -> None:
    assert read_pounds(written) is None


@pytest.mark.parametrize(
    ("total", "people", "figure"),
    [
        ("14800.00", 26, "569.23"),  # 569.2307…
        ("15200.00", 27, "562.96"),  # 562.9629…
        ("0.01", 2, "0.01"),  # 0.005, half up
        ("1.00", 3, "0.33"),
        ("0.00", 7, "0.00"),
    ],
)
def test_a_figure_per_head_is_rounded_half_up(total: str, people: int, figure: str) -> None:
    assert str(per_head(Decimal(total), people)) == figure


@given(AMOUNTS, st.lists(st.integers(1, 100_000), min_size=1, max_size=30))
def test_shares_add_up_to_the_whole_and_are_fair_to_the_penny(
    total: Decimal, weights: list[int]
) -> None:
    shares = share_out(total, weights)
    assert sum(shares, NOTHING) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) < Decimal("0.01")
        alike = [s for s, w in zip(shares, weights, strict=True) if w == weight]
        assert max(alike) - min(alike) <= Decimal("0.01")


def test_left_over_pence_go_to_the_largest_remainders_ties_in_order() -> None:
    # 100 pence by 1:1:1 is 33⅓ each: one penny is left, and the first takes it.
    assert share_out(Decimal("1.00"), [1, 1, 1]) == tuple(map(Decimal, ("0.34", "0.33", "0.33")))
    # 100 pence by 1:5 is 16⅔ and 83⅓: the penny left goes to the larger remainder.
    assert share_out(Decimal("1.00"), [1, 5]) == (Decimal("0.17"), Decimal("0.83"))


def test_nobody_to_share_among_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        share_out(Decimal("1.00"), [])


@pytest.mark.parametrize(
    ("text", "pounds"),
    [("400.00", "400.00"), ("-12.50", "-12.50"), ("9" * 15 + ".99", "9" * 15 + ".99")],
)
def test_an_amount_of_a_saved_file_may_have_a_minus(text: str, pounds: str) -> None:
    assert str(read_signed_pounds(text)) == pounds


@pytest.mark.parametrize("text", ["400", "400.0", "+1.00", "9" * 16 + ".00", "٤.٠٠", "1e2", ""])
def test_other_text_is_no_amount_of_a_saved_file(text: str) -> None:
    assert read_signed_pounds(text) is None


def test_whole_numbers_are_amounts_as_far_as_they_are_exact() -> None:
    twenty_digits = "9" * 20
    assert str(read_pounds(int(twenty_digits))) == f"{twenty_digits}.00"
    assert read_pounds(int(twenty_digits) + 1) is None
    assert str(read_pounds(-int(twenty_digits))) == f"-{twenty_digits}.00"
    assert read_pounds(-int(twenty_digits) - 1) is None
    assert str(read_pounds(DecimalText(f"{twenty_digits}.5"))) == f"{twenty_digits}.50"
    assert str(read_pounds(DecimalText(f"+9_{twenty_digits[1:]}.5"))) == f"{twenty_digits}.50"
    assert read_pounds(DecimalText(f"{twenty_digits}1.00")) is None


@pytest.mark.parametrize(
    ("typed", "percent", "shown"),
    [
        ("3.5%", "3.5", "3.5%"),
        (" 3.50 % ", "3.50", "3.5%"),
        ("0", "0", "0%"),
        ("1000", "1000", "1000%"),
        ("0.0001", "0.0001", "0.0001%"),
    ],
)
def test_a_percentage_is_read_with_its_sign_or_without(
    typed: str, percent: str, shown: str
) -> None:
    read = read_percent(typed)
    assert read is not None
    assert (str(read), percent_text(read)) == (percent, shown)


@pytest.mark.parametrize("typed", ["1000.1", "1001", "10000", "-1", "3.12345", "3,5", "%", ""])
def test_other_text_is_no_percentage(typed: str) -> None:
    assert read_percent(typed) is None


@pytest.mark.parametrize(
    ("exact", "pounds"),
    [
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("-0.005", "-0.01"),
        ("-0.0049", "0.00"),
        ("12.344", "12.34"),
        ("12.345", "12.35"),
        ("-12.345", "-12.35"),
        ("0", "0.00"),
    ],
)
def test_half_a_penny_is_rounded_away_from_nothing(exact: str, pounds: str) -> None:
    assert rounded(Decimal(exact)) == rounded(Fraction(exact)) == Decimal(pounds)
    assert str(rounded(Decimal(exact))).lstrip("-") == pounds.lstrip("-")


def test_a_rise_is_compounded_and_rounded_once() -> None:
    # 400 × 1.035² = 428.49; 2,200 × 1.035³ = 2,439.1793 …; none for no year.
    assert uplifted(Decimal("400.00"), Decimal("3.5"), 2) == Decimal("428.49")
    assert uplifted(Decimal("2200.00"), Decimal("3.5"), 3) == Decimal("2439.18")
    assert uplifted(Decimal("2200.00"), Decimal("3.5"), 0) == Decimal("2200.00")


def test_what_comes_later_is_worth_less_today() -> None:
    # 3,200 ÷ 1.035 = 3,091.787 …; 3,200 ÷ 1.035⁴ = 2,788.6152 …
    assert discounted(Decimal("3200.00"), Decimal("3.5"), 1) == Decimal("3091.79")
    assert discounted(Decimal("3200.00"), Decimal("3.5"), 4) == Decimal("2788.62")
    assert discounted(Decimal("-1200.00"), Decimal("3.5"), 0) == Decimal("-1200.00")


def test_a_charge_covers_the_total_and_the_total_the_most_a_head() -> None:
    # 10 ÷ 3 = 3.333 …
    assert str(least_per_head(Decimal("10.00"), 3)) == "3.34"
    assert str(most_per_head(Decimal("10.00"), 3)) == "3.33"
    assert least_per_head(Decimal("9.00"), 3) == most_per_head(Decimal("9.00"), 3) == 3
    assert str(most_per_head(Decimal("-10.00"), 3)) == "-3.34"


@pytest.mark.parametrize(
    ("total", "each", "payments"),
    [("10.00", "3.33", 4), ("9.99", "3.33", 3), ("0.01", "500.00", 1), ("0.00", "1.00", 0)],
)
def test_as_many_payments_as_it_takes_cover_a_total(total: str, each: str, payments: int) -> None:
    assert fewest_to_cover(Decimal(total), Decimal(each)) == payments


def test_decimals_of_a_file_are_the_same_where_their_text_is() -> None:
    assert str(DecimalText("3.50")) == "3.50"
    assert DecimalText("3.50") == DecimalText("3.50") != DecimalText("3.5")
    assert DecimalText("3.50") != "3.50"
    assert len({DecimalText("3.50"), DecimalText("3.50"), DecimalText("3.5")}) == 2


def test_weights_that_add_up_to_nothing_share_nothing() -> None:
    with pytest.raises(ValueError, match=r"^a sum is shared among at least one$"):
        share_out(Decimal("1.00"), [0, 0])
    assert share_out(Decimal("1.00"), [1]) == (Decimal("1.00"),)
