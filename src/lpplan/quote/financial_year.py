"""Financial years of schools: April to March where maintained, September to August in academies."""

from datetime import date
from typing import Literal, NamedTuple, TypeAlias

YearEnd: TypeAlias = Literal["march", "august"]
"""The month in which a financial year ends."""

_FIRST_MONTH: dict[YearEnd, int] = {"march": 4, "august": 9}
_MONTHS: dict[YearEnd, tuple[str, str]] = {
    "march": ("April", "March"),
    "august": ("September", "August"),
}


class FinancialYear(NamedTuple):
    """The financial year that begins in ``start`` and ends in March or August of the next."""

    start: int
    year_end: YearEnd

    @classmethod
    def of(cls, day: date, year_end: YearEnd) -> "FinancialYear":
        """The financial year that a day falls in."""
        return cls(day.year if day.month >= _FIRST_MONTH[year_end] else day.year - 1, year_end)

    @property
    def in_words(self) -> str:
        """From which month to which it runs: ``April 2019 to March 2020``."""
        first, last = _MONTHS[self.year_end]
        return f"{first} {self.start} to {last} {self.start + 1}"

    def __str__(self) -> str:
        return f"{self.start:04}/{(self.start + 1) % 100:02}"
