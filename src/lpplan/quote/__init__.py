"""What a plan costs. Other features use what is named here."""

from lpplan.quote.data import quote_data, quote_json_line, quotes_csv
from lpplan.quote.document import quote_document
from lpplan.quote.report import QuoteReport, report_on

__all__ = [
    "QuoteReport",
    "quote_data",
    "quote_document",
    "quote_json_line",
    "quotes_csv",
    "report_on",
]
