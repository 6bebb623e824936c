"""Words in a row, numbers with their nouns, dates and amounts, as sentences have them."""

import unicodedata
from calendar import month_name
from collections.abc import Collection, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS = tuple(month_name)[1:]
"""In English, since lpplan never takes up the locale of its user."""


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``14, 13 and 13``, or with another word before the last."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def in_quotes(typed: str) -> str:
    """What somebody typed, as a message repeats it: in quotes, and not at endless length."""
    if not typed:
        return "nothing"
    return f'"{typed}"' if len(typed) <= 40 else f'"{typed[:39]}…"'


def sentence(words: str) -> str:
    """A few words as a sentence: with a capital letter first and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def plural(number: int | Decimal, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 cohort``, ``2,000 cohorts``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def people_in_words(number: int) -> str:
    """A number of people: ``1 person``, ``27 people``."""
    return plural(number, "person", "people")


def day_in_words(day: date) -> str:
    """A date as people write it: 14 May 2018."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"


def pounds(amount: Decimal) -> str:
    """An amount in pounds for a person: ``£12,200.00``."""
    return f"-£{-amount:,.2f}" if amount < 0 else f"£{amount:,.2f}"


def whole_pounds(amount: Decimal) -> str:
    """An amount rounded half away from nothing to the pound: ``£12,200``."""
    return pounds(amount.to_integral_value(ROUND_HALF_UP)).removesuffix(".00")


def sizes_in_words(cohorts: Sequence[int]) -> str:
    """Cohort sizes in a sentence: ``14 and 13``, or ``3 of 18 people and 2 of 17 people``."""
    if len(cohorts) <= 3:
        return listed([f"{size:,}" for size in cohorts])
    counts = {size: cohorts.count(size) for size in dict.fromkeys(cohorts)}
    return listed([f"{count:,} of {people_in_words(size)}" for size, count in counts.items()])


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for spaces and how accents are encoded."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """A name in the one form that all ways to write it share."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def close_name(name: str, others: Collection[str]) -> str | None:
    """The one of other names that a name is likely to stand for; None where it is one, or none is.

    It is spelt much like it word by word, or one of the two is the other with further words.
    """
    wanted = plain_name(name).casefold()
    if not wanted or any(same_name(name, other) for other in others):
        return None
    folded = {plain_name(other).casefold(): other for other in others}
    longer = (
        other
        for there, other in folded.items()
        if f"{there} ".startswith(f"{wanted} ") or f"{wanted} ".startswith(f"{there} ")
    )
    alike = (other for there, other in folded.items() if _spelt_alike(wanted, there))
    return next(longer, None) or next(alike, None)


def _spelt_alike(one: str, other: str) -> bool:
    """Whether two names differ by slips alone: School 1 and School 2 do not, nor do A and B."""
    from difflib import SequenceMatcher

    words = [*zip(one.split(), other.split(), strict=False)]
    return one.count(" ") == other.count(" ") and all(
        a == b or (min(len(a), len(b)) > 3 and SequenceMatcher(None, a, b).ratio() >= 0.8)
        for a, b in words
    )
