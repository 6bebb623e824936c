"""A provisional schedule for a later year, made from one that there is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from lpplan.core.fees import Charge, FeeSchedule
from lpplan.core.money import Pounds, uplifted
from lpplan.core.programme import STANDARD_CHARGES
from lpplan.core.years import AcademicYear

PriceKey = tuple[str, str]
"""A charge's name, and ``member`` or ``non_member``."""


class NextSchedule(NamedTuple):
    """What a provisional schedule will say, and where each of its prices comes from."""

    year: AcademicYear
    base: FeeSchedule
    uplift: Decimal
    """In percent a year."""
    told: Mapping[PriceKey, Pounds]
    """Prices that SSAT has told already, in pounds exc VAT."""

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """The standard charges that the base has withdrawn, and which stay so."""
        return tuple(name for name in self.base.withdrawn if name in STANDARD_CHARGES)

    def price(self, name: str, column: str) -> Pounds | None:
        """What a charge is to cost: as told, else the base's price with the uplift of the years.

        Rounded once, half up to the penny. None where the base has no such price either.
        """
        if (name, column) in self.told:
            return self.told[name, column]
        then = self.then(name, column)
        if then is None:
            return None
        return uplifted(then, self.uplift, self.year - self.base.academic_year)

    def then(self, name: str, column: str) -> Pounds | None:
        """What the charge costs in the base."""
        charge: Charge = self.base.fees[name]
        return charge.member if column == "member" else charge.non_member
