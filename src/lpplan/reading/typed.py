"""What people type, read as they mean it: dates, numbers, amounts, yes and no.

Each reader gives the value, and raises ValueError with words that say what is expected.
"""

import re
from datetime import date

from lpplan.core.programme import GATEWAY_MONTHS, GATEWAY_NAMES
from lpplan.values.charset import UNSAFE
from lpplan.values.limits import MOST_CHARACTERS_OF_A_TEXT
from lpplan.values.money import DecimalText, Pounds, read_pounds
from lpplan.values.words import MONTHS, listed
from lpplan.values.years import AcademicYear

_WHOLE = r"\d{1,3}(?:,\d{3})+|\d{1,9}"
"""A comma stands between thousands alone: 412,50 is no amount, and 2,5 no number of people."""
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_BRITISH_DAY = re.compile(
    r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d\d)", re.ASCII
)
_DAY_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4}|\d\d)", re.ASCII
)
_CENTURY = "20"
"""That of a year of which two digits are typed."""
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})", re.ASCII)
_BRITISH_MONTH = re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)
_MONTH_IN_WORDS = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<year>\d{4})", re.ASCII)

GATEWAY_MONTHS_IN_WORDS = listed(GATEWAY_NAMES, "or")


def read_text(typed: str) -> str:
    """A name or other words on one line."""
    if "\ufffd" in typed:
        raise ValueError("contains letters that could not be read: try it without accents")
    if not typed or UNSAFE.search(typed):
        raise ValueError("must be words on one line, without tabs or invisible marks")
    if len(typed) > MOST_CHARACTERS_OF_A_TEXT:
        raise ValueError(f"must be of at most {MOST_CHARACTERS_OF_A_TEXT:,} characters")
    return typed


def read_day(typed: str) -> date:
    """A day such as 14 May 2018, 14/5/18 or 2018-05-14; two digits are a year of this century."""
    for pattern in (_ISO_DAY, _BRITISH_DAY, _DAY_IN_WORDS):
        if day := pattern.fullmatch(" ".join(typed.split())):
            year = int(day["year"] if len(day["year"]) == 4 else _CENTURY + day["year"])
            try:
                return date(year, _month_number(day["month"]), int(day["day"]))
            except ValueError:
                raise ValueError(
                    "must be a real date, with its day first as in 14/5/2027"
                ) from None
    raise ValueError("must be a date such as 14 May 2027 or 14/5/2027")


def read_gateway(typed: str) -> str:
    """The month of a gateway, such as June 2020 or 2020-06, as plans have it: ``2020-06``."""
    for pattern in (_MONTH, _BRITISH_MONTH, _MONTH_IN_WORDS):
        if written := pattern.fullmatch(" ".join(typed.split())):
            month = _month_number(written["month"])
            if month in GATEWAY_MONTHS:
                return f"{written['year']}-{month:02}"
    raise ValueError(f"must be the {GATEWAY_MONTHS_IN_WORDS} of a year, such as June 2028")


def _month_number(written: str) -> int:
    """The number of a month from its number, its name, or the beginning of that; 0 for none."""
    if written.isdigit():
        return int(written)
    named = (n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(written.lower()))
    return next(named, 0)


def read_year(typed: str) -> AcademicYear:
    """An academic year such as 2018/19, or 18/19."""
    if re.fullmatch(r"\d\d[-/]\d\d", typed.strip(), re.ASCII):
        typed = _CENTURY + typed.strip()
    try:
        return AcademicYear.parse(re.sub(r"\s", "", typed))
    except ValueError as wrong:
        raise ValueError(str(wrong).replace('"', "")) from None


def read_number(typed: str, most: int) -> int:
    """A whole number from 1 to the most that it may be."""
    if re.fullmatch(_WHOLE, typed.strip(), re.ASCII):
        number = int(typed.replace(",", ""))
        if 1 <= number <= most:
            return number
    raise ValueError(f"must be a whole number from 1 to {most:,}")


def read_amount(typed: str, most: Pounds) -> Pounds:
    """An amount in pounds such as £450, 450 or 1,250.50."""
    plain = typed.strip().removeprefix("£").strip()
    amount = None
    if re.fullmatch(rf"(?:{_WHOLE})(?:\.\d{{1,2}})?", plain, re.ASCII):
        digits = plain.replace(",", "")
        amount = read_pounds(DecimalText(digits) if "." in digits else int(digits))
    if amount is None or amount > most:
        raise ValueError(f"must be an amount from 0 to {most:,} pounds, such as £450 or £412.50")
    return amount


def read_yes_no(typed: str) -> bool:
    """Yes or no, or their first letters."""
    if typed.lower() in ("y", "yes"):
        return True
    if typed.lower() in ("n", "no"):
        return False
    raise ValueError("must be yes or no")
