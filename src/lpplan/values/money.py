"""Pounds and pence, exact: the only place where an amount is rounded or shared out."""

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

Pounds: TypeAlias = Decimal
"""An amount in pounds, exc VAT, with two decimals."""

PENNY = Decimal("0.01")
NOTHING: Pounds = Decimal("0.00")


class DecimalText:
    """A decimal number as it stands in a file, so that no binary float ever holds money."""

    def __init__(self, text: str) -> None:
        """Keep the text of the number."""
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DecimalText) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


_PLAIN_DECIMAL = r"\+?([0-9]+(?:_[0-9]+)*\.[0-9]{1,2})"


def read_pounds(written: object) -> Pounds | None:
    """The amount that a whole number or a plain decimal of at most two places stands for.

    Gives None for anything else: exponents, a third decimal, infinities, text, true or false.
    """
    if type(written) is int:
        # Beyond any price, and beyond what the default decimal context holds exactly.
        return Decimal(written).quantize(PENNY) if abs(written) < 10**20 else None
    if isinstance(written, DecimalText) and (plain := re.fullmatch(_PLAIN_DECIMAL, written.text)):
        pounds, pence = plain[1].replace("_", "").split(".")
        return Decimal(f"{pounds}.{pence:0<2}") if len(pounds) <= 20 else None
    return None


def read_signed_pounds(text: str) -> Pounds | None:
    """The amount that JSON has as ``400.00`` or ``-12.50``; None for other text."""
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{2}", text, re.ASCII) else None


def read_percent(typed: str) -> Decimal | None:
    """The percentage that ``3.5%`` or ``3.5`` stands for, 0 to 1,000; None for other text."""
    plain = re.fullmatch(r"\s*([0-9]{1,4}(?:\.[0-9]{1,4})?)\s*%?\s*", typed)
    percent = Decimal(plain[1]) if plain else None
    return percent if percent is not None and percent <= 1000 else None


def percent_text(percent: Decimal) -> str:
    """A percentage as people write it: ``3.5%``."""
    return f"{percent.normalize():f}%"


@lru_cache(maxsize=256)
def uplifted(price: Pounds, percent: Decimal, years: int) -> Pounds:
    """A price in pounds at so many percent a year more, compounding, rounded once to the penny.

    Half a penny is rounded up.
    """
    from fractions import Fraction

    return rounded(Fraction(price) * (1 + Fraction(percent) / 100) ** years)


def discounted(amount: Pounds, percent: Decimal, years: int) -> Pounds:
    """What an amount in pounds after so many years is worth today, at so many percent a year.

    Rounded once to the penny.
    """
    from fractions import Fraction

    return rounded(Fraction(amount) / (1 + Fraction(percent) / 100) ** years)


def rounded(exact: "Fraction | Decimal") -> Pounds:
    """An exact amount in pounds to the penny; half a penny is rounded away from nothing."""
    pence = int((exact if exact > 0 else -exact) * 200 + 1) // 2
    return (pence if exact > 0 else -pence) * PENNY


def per_head(total: Pounds, people: int) -> Pounds:
    """The total in pounds divided by the people, rounded half up to the penny.

    For showing only: figures per head are never added up.
    """
    return (total / people).quantize(PENNY, ROUND_HALF_UP)


def least_per_head(total: Pounds, people: int) -> Pounds:
    """The smallest charge per head, in whole pence, at which the people pay the total in full."""
    return (total / people).quantize(PENNY, ROUND_CEILING)


def most_per_head(total: Pounds, people: int) -> Pounds:
    """The largest amount per head, in whole pence, that the total has enough for."""
    return (total / people).quantize(PENNY, ROUND_FLOOR)


def fewest_to_cover(total: Pounds, each: Pounds) -> int:
    """How many payments of so much, above nothing, it takes to cover a total."""
    return -(-int(total / PENNY) // int(each / PENNY))


def share_out(total: Pounds, weights: Sequence[int]) -> tuple[Pounds, ...]:
    """The total in pounds shared in proportion to the weights, exact to the penny.

    Pence that do not divide go one each to the largest remainders, ties in the order given.
    Raises ValueError where the weights add up to nothing.
    """
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("a sum is shared among at least one")
    pence = int(total / PENNY)
    parts = [divmod(pence * weight, whole) for weight in weights]
    left_over = pence - sum(quotient for quotient, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: -parts[i][1])
    favoured = set(by_remainder[:left_over])
    return tuple((quotient + (i in favoured)) * PENNY for i, (quotient, _) in enumerate(parts))
