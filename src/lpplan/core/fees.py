"""Fee schedules: what SSAT charges in one academic year, and which of them prices a given year."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, TypeAlias

from lpplan.values.kinds import (
    AmountField,
    Day,
    Distinct,
    FileTable,
    LongText,
    Name,
    NamesOrAll,
    People,
    StageNumber,
    Text,
    UpliftField,
    YearField,
)
from lpplan.values.money import Pounds, uplifted
from lpplan.values.years import AcademicYear

Membership: TypeAlias = Literal["member", "non-member"]
Per: TypeAlias = Literal["person", "cohort", "stage"]
Acceptance: TypeAlias = Literal["rise", "fall", "withdrawn", "gone", "published"]
PriceStatus: TypeAlias = Literal["published", "estimate"]


class Source(FileTable):
    """Where a schedule's prices were read; a provisional one may have none of it yet."""

    title: Text | None = None
    publisher: Text | None = None
    checked: Day | None = None
    url: Text | None = None
    note: LongText | None = None


class Charge(FileTable):
    """One ``[fees.NAME]`` table: what is charged, for whom, at which stages, in pounds exc VAT."""

    label: Name | None = None
    per: Per
    max_cohort_size: People | None = None
    stages: Annotated[tuple[StageNumber, ...], Distinct]
    member: AmountField
    non_member: AmountField | None = None
    reference: Name | None = None
    url: Text | None = None
    note: LongText | None = None

    def price(self, membership: Membership) -> Pounds | None:
        """The price in pounds exc VAT for a school of this membership; None where unpublished."""
        return self.member if membership == "member" else self.non_member


class Reason(FileTable):
    """One ``[[changes]]`` entry: why charges of a schedule are what they are now."""

    on: Day
    fees: NamesOrAll
    because: Text
    accepts: Annotated[tuple[Acceptance, ...], Distinct] = ()
    """The bounds that the change may cross."""


class FeeSchedule(FileTable):
    """One academic year's prices, in pounds exc VAT."""

    academic_year: YearField
    status: Literal["published", "provisional"]
    currency: Literal["GBP"] = "GBP"
    vat: Literal["exclusive"] = "exclusive"
    based_on: YearField | None = None
    uplift: UpliftField | None = None
    withdrawn: Annotated[tuple[Text, ...], Distinct] = ()
    ignore: Annotated[tuple[Text, ...], Distinct] = ()
    """The warnings and remarks of ``fees check`` that are not to be made of this file."""
    note: LongText | None = None
    changes: tuple[Reason, ...] = ()
    source: Source | None = None
    fees: Mapping[str, Charge]

    def label(self, name: str) -> str:
        """How a charge is called: its label, else its name in words."""
        return self.fees[name].label or name.replace("_", " ").capitalize()

    def at_stage(self, stage: int) -> Iterator[tuple[str, Charge]]:
        """The charges of a stage by name, in the file's order."""
        return ((name, charge) for name, charge in self.fees.items() if stage in charge.stages)

    @property
    def named_source(self) -> str:
        """Where its prices are from: title and publisher, else who gave them; nothing for neither.

        Without a source, the newest entry of its changes says so.
        """
        names = (self.source.title, self.source.publisher) if self.source else ()
        said = ", ".join(name for name in names if name)
        newest = max(self.changes, key=lambda reason: reason.on, default=None)
        return said or (newest.because if newest else "")

    @property
    def cohort_limit(self) -> int | None:
        """The most people a cohort may have; None where nothing is charged per cohort."""
        return next((c.max_cohort_size for c in self.fees.values() if c.per == "cohort"), None)


def _start_of_prices(
    schedule: FeeSchedule, known: Mapping[AcademicYear, FeeSchedule]
) -> AcademicYear:
    """The year whose prices a schedule really has: its own, or the one it is based on.

    A schedule based on a provisional one leads on to that one's start.
    """
    year = schedule.academic_year
    # Each step goes to an earlier year, so this ends.
    while schedule.based_on is not None:
        year = schedule.based_on
        if year not in known:
            break
        schedule = known[year]
    return year


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
        """Take the schedules in any order, one a year; an absent base has none.

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
        start = _start_of_prices(schedule, self._by_year)
        return Prices(schedule=schedule, year=year, prices_from=start, uplift=self.uplift)
