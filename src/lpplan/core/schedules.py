"""All the schedules of a folder, and which of them prices a given academic year."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.fees import Charge, FeeSchedule, Membership, start_of_prices
from lpplan.core.money import Pounds, uplifted
from lpplan.core.years import AcademicYear

PriceStatus: TypeAlias = Literal["published", "estimate"]


class Prices(NamedTuple):
    """The schedule that prices an academic year, and how far it can be relied on."""

    schedule: FeeSchedule
    year: AcademicYear
    """The academic year that is priced."""
    prices_from: AcademicYear
    """The year the prices were first set for: an earlier one where the schedule is based on it."""
    uplift: Decimal = Decimal(0)
    """How many percent a year the prices are assumed to rise beyond the schedule's own year."""

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

    @property
    def uplifted_years(self) -> int:
        """For how many years an assumed rise is added: those beyond the schedule's own year."""
        return self.year - self.fees_from if self.uplift else 0

    def price(self, charge: Charge, membership: Membership) -> Pounds | None:
        """A unit price in pounds exc VAT, with the assumed rise; None where it is unpublished."""
        price = charge.price(membership)
        years = self.uplifted_years
        return uplifted(price, self.uplift, years) if price is not None and years else price


class Schedules:
    """Fee schedules by academic year."""

    def __init__(self, schedules: Iterable[FeeSchedule], uplift: Decimal = Decimal(0)) -> None:
        """Take the schedules in any order; there is at least one, and one a year.

        ``uplift`` is how many percent a year prices are assumed to rise beyond a schedule's year.
        """
        self.uplift = uplift
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
        start = start_of_prices(schedule, self._by_year)
        return Prices(schedule, year, start, self.uplift)
