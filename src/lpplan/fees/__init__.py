"""Fee schedules looked at, checked, compared and made. Other features use what is named here."""

from lpplan.fees.told_prices import (
    TOLD_FOLDER,
    Told,
    fees_to_add_to,
    name_folder,
    told_written,
    with_told,
)

__all__ = ["TOLD_FOLDER", "Told", "fees_to_add_to", "name_folder", "told_written", "with_told"]
