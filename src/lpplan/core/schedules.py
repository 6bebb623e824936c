"""All the schedules of a folder, and which of them prices a given academic year."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.schedule import FeeSchedule, start_of_prices
from lpplan.values.academic_year import AcademicYear

PriceStatus: TypeAlias = Literal["published", "estimate"]


class Prices(NamedTuple):
    """The schedule that prices an academic year, and how far it can be relied on."""

    schedule: FeeSchedule
    year: AcademicYear
    """The academic year that is priced."""
    prices_from: AcademicYear
    """The year the prices were first set for: an earlier one where the schedule is based on it."""

    @property
    def status(self) -> PriceStatus:
        """Published only in the schedule's own year, and only where SSAT confirmed it."""
        own_year = self.schedule.academic_year == self.year
        return "published" if own_year and self.schedule.status == "published" else "estimate"

    @property
    def fees_from(self) -> AcademicYear:
        """The academic year of the schedule that the prices were read from."""
        return self.schedule.academic_year

    @property
    def years_before(self) -> int:
        """How many years before the priced year the prices are from."""
        return self.year - self.prices_from


class Schedules:
    """Fee schedules by academic year."""

    def __init__(self, schedules: Iterable[FeeSchedule]) -> None:
        """Take the schedules in any order; there is at least one, and one a year."""
        self._by_year = {
            s.academic_year: s for s in sorted(schedules, key=lambda s: s.academic_year)
        }

    def __iter__(self) -> Iterator[FeeSchedule]:
        """The schedules, the earliest first."""
        return iter(self._by_year.values())

    @property
    def years(self) -> tuple[AcademicYear, ...]:
        """The academic years that have a schedule, the earliest first."""
        return tuple(self._by_year)

    def of(self, year: AcademicYear) -> FeeSchedule | None:
        """The schedule of exactly this year."""
        return self._by_year.get(year)

    def prices(self, year: AcademicYear) -> Prices | None:
        """What prices a year: its own schedule, else the latest earlier one, else None."""
        reach = [known for known in self._by_year if known <= year]
        if not reach:
            return None
        schedule = self._by_year[reach[-1]]
        return Prices(schedule, year, start_of_prices(schedule, self._by_year))
