"""Which financial years pay for a quote, by the decision of ``FINANCIAL_YEAR``."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from lpplan.core.notes import Note
from lpplan.core.plan import YearEnd
from lpplan.core.quote import Quote, StageQuote, total
from lpplan.values.money import Pounds
from lpplan.values.words import day_in_words

FINANCIAL_YEAR = Note(
    "financial-year",
    None,
    "SSAT publishes no dates of payment, so a stage is put down to the financial year of its"
    " Launch, and where no Launch is recorded to that of 1 September, when its academic year"
    " begins.",
)
"""What is said of every quote that is laid over financial years."""

DEFAULT_YEAR_END: YearEnd = "march"
"""When financial years end where nobody says so."""

_FIRST_MONTH: Mapping[YearEnd, int] = {"march": 4, "august": 9}
_MONTHS: Mapping[YearEnd, tuple[str, str]] = {
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


class BudgetYear(NamedTuple):
    """What falls in one financial year."""

    year: FinancialYear
    stages: tuple[StageQuote, ...]

    @property
    def total(self) -> Pounds:
        """The sum of its stages, in pounds exc VAT."""
        return total(stage.total for stage in self.stages)


def charged_on(stage: StageQuote) -> date:
    """The day that a stage's fees are put down to."""
    return stage.entry.launch or stage.academic_year.first_day


def budget(quote: Quote, year_end: YearEnd) -> tuple[BudgetYear, ...]:
    """The quote laid over the financial years in which something is charged, the earliest first."""
    by_year: dict[FinancialYear, list[StageQuote]] = {}
    for stage in quote.stages:
        by_year.setdefault(FinancialYear.of(charged_on(stage), year_end), []).append(stage)
    return tuple(BudgetYear(year, tuple(by_year[year])) for year in sorted(by_year))


def budget_title(year_end: YearEnd) -> str:
    """The heading of the costs by financial year."""
    first, last = _MONTHS[year_end]
    return f"By financial year, {first} to {last}"


def charged_in_words(stage: StageQuote) -> str:
    """Which day puts a stage in its financial year."""
    day = day_in_words(charged_on(stage))
    if stage.entry.launch is not None:
        return f"Stage {stage.stage}, by its Launch on {day}"
    return f"Stage {stage.stage}, by {day}: no Launch date"
