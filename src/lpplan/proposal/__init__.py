"""A document that a school can approve. Other features use what is named here."""

from lpplan.proposal.command import FORMATS, WithoutOption, sections_left_out
from lpplan.proposal.document import SECTIONS, proposal_document
from lpplan.proposal.report import proposal_report

__all__ = [
    "FORMATS",
    "SECTIONS",
    "WithoutOption",
    "proposal_document",
    "proposal_report",
    "sections_left_out",
]
