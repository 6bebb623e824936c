"""Whether becoming a centre is worth it. Other features use what is named here."""

from lpplan.case.changes import outcomes
from lpplan.case.document import answer, by_year, what_it_means
from lpplan.case.options import Case, case_of
from lpplan.case.pictures import saving_figure
from lpplan.case.report import CARRIED_ON, USUAL_YEARS, Asked, assumptions

__all__ = [
    "CARRIED_ON",
    "USUAL_YEARS",
    "Asked",
    "Case",
    "answer",
    "assumptions",
    "by_year",
    "case_of",
    "outcomes",
    "saving_figure",
    "what_it_means",
]
