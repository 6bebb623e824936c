"""Academic years as in England, 1 September to 31 August, and months of the calendar."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from lpplan.values.words import MONTHS

_WRITTEN = re.compile(r"(\d{4})[/-](\d{4}|\d{2})", re.ASCII)


class AcademicYear(NamedTuple):
    """The academic year that begins in September of ``start``."""

    start: int

    @classmethod
    def parse(cls, text: str) -> "AcademicYear":
        """Read ``2018/19``, ``2018-19``, ``2018/2019`` or ``2018-2019``.

        Raises ValueError, with a sentence that says what is expected, for anything else.
        """
        match = _WRITTEN.fullmatch(text)
        # 9999 is the last year a calendar date can have, and a year ends in the next one.
        if match is None or not 1 <= int(match[1]) < 9999:
            raise ValueError('must be an academic year such as "2018/19"')
        year = cls(int(match[1]))
        if (year.start + 1 - int(match[2])) % 10 ** len(match[2]):
            raise ValueError(
                f"must end in the year after it begins: {year} is the academic year"
                f" that begins in September {year.start}"
            )
        return year

    @classmethod
    def of(cls, day: date) -> "AcademicYear":
        """The academic year that a day falls in."""
        return cls(day.year if day.month >= 9 else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 September, when the year begins."""
        return date(self.start, 9, 1)

    @property
    def last_day(self) -> date:
        """31 August, when the year ends."""
        return date(self.start + 1, 8, 31)

    @property
    def in_file_names(self) -> str:
        """The year as file names have it: ``2018-19``."""
        return f"{self.start:04}-{(self.start + 1) % 100:02}"

    def covers(self, day: date) -> bool:
        """Whether a day falls in the year."""
        return self.first_day <= day <= self.last_day

    def __sub__(self, earlier: "AcademicYear") -> int:
        """How many years after the earlier one this is."""
        return self.start - earlier.start

    def __str__(self) -> str:
        return f"{self.start:04}/{(self.start + 1) % 100:02}"


class Month(NamedTuple):
    """A month; the earlier of two compares as the less.

    Its year may lie outside 1 to 9999, which dates do not: such a month can still be compared.
    """

    year: int
    number: int
    """From 1 for January to 12 for December."""

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read a month written like ``2020-06``, which is taken to be sound."""
        year, _, number = text.partition("-")
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that a day falls in."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> "Month":
        """The month so many months later."""
        year, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + year, number + 1)

    @property
    def first_day(self) -> date:
        """Its 1st, or the calendar's first or last day where it has no such month."""
        return self._day(1)

    @property
    def last_day(self) -> date:
        """Its last day, or the calendar's first or last day where it has no such month."""
        return self._day(monthrange(self.year, self.number)[1])

    def _day(self, number: int) -> date:
        if self.year < date.min.year:
            return date.min
        if self.year > date.max.year:
            return date.max
        return date(self.year, self.number, number)

    @property
    def in_words(self) -> str:
        """As people write it: June 2020."""
        return f"{MONTHS[self.number - 1]} {self.year:04}"

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
