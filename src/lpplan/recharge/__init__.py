"""Who pays how much of a plan. Other features use what is named here."""

from lpplan.recharge.document import school_matrix
from lpplan.recharge.net import (
    NET_COLUMNS,
    NET_HEADINGS,
    four_amounts_table,
    has_more_than_charges,
    net_cells,
    net_data,
    net_parts,
    net_row_ends,
    own_cost_data,
    own_cost_in_words,
)

__all__ = [
    "NET_COLUMNS",
    "NET_HEADINGS",
    "four_amounts_table",
    "has_more_than_charges",
    "net_cells",
    "net_data",
    "net_parts",
    "net_row_ends",
    "own_cost_data",
    "own_cost_in_words",
    "school_matrix",
]
