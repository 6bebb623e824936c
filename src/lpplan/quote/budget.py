"""Which financial years pay for a quote.

A decision: SSAT publishes no dates of payment, so a stage is put down to the day of its Launch,
and where that is not known to 1 September, when its academic year begins.
"""

from datetime import date
from typing import NamedTuple

from lpplan.core.money import Pounds
from lpplan.core.pricing import total
from lpplan.core.quote import Quote, StageQuote
from lpplan.quote.financial_year import FinancialYear, YearEnd


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
    return stage.launch or stage.academic_year.first_day


def budget(quote: Quote, year_end: YearEnd) -> tuple[BudgetYear, ...]:
    """The quote laid over the financial years in which something is charged, the earliest first."""
    by_year: dict[FinancialYear, list[StageQuote]] = {}
    for stage in quote.stages:
        by_year.setdefault(FinancialYear.of(charged_on(stage), year_end), []).append(stage)
    return tuple(BudgetYear(year, tuple(by_year[year])) for year in sorted(by_year))
