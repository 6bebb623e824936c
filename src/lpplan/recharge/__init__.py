"""Who pays how much of a plan. Other features use what is named here."""

from lpplan.recharge.document import school_matrix

__all__ = ["school_matrix"]
