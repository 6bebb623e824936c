"""Months of a calendar, for what happens in one without a day that is known."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from lpplan.core.words import MONTHS


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
        return self._day(monthrange(2000 + self.year % 400, self.number)[1])

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
