"""Words in a row, and dates, as sentences have them."""

from collections.abc import Sequence
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``14, 13 and 13``, or with another word before the last."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def day_in_words(day: date) -> str:
    """A date as people write it: 14 May 2018."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"
