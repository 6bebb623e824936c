"""Amounts are exact, and pence are shared out to the last one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.values.money import NOTHING, DecimalText, per_head, read_pounds, share_out

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
