"""What a plan costs. Other features use what is named here."""

from lpplan.quote.asked import Asked
from lpplan.quote.budget import DEFAULT_YEAR_END, FinancialYear, budget
from lpplan.quote.data import quote_data, quote_json_line, quotes_csv
from lpplan.quote.document import quote_document
from lpplan.quote.report import QuoteReport, plan_as_asked, report_on

__all__ = [
    "DEFAULT_YEAR_END",
    "Asked",
    "FinancialYear",
    "QuoteReport",
    "budget",
    "plan_as_asked",
    "quote_data",
    "quote_document",
    "quote_json_line",
    "quotes_csv",
    "report_on",
]
