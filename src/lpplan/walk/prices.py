"""Prices that SSAT told a school, as the answers of a walk have them."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from lpplan.fees import TOLD_FOLDER, Told, fees_to_add_to, told_written, with_told
from lpplan.reading.fee_folder import FeeFolder
from lpplan.values.money import read_pounds
from lpplan.values.years import AcademicYear
from lpplan.walk.guided_plan import GuidedPlan


def told_prices(guided: GuidedPlan) -> list[Told]:
    """What SSAT told of each year, as far as the answers say so."""
    found: dict[str, dict[str, object]] = {}
    for question, value in guided.answers:
        if question.topic in ("told_price", "told_by", "told_on"):
            found.setdefault(str(question.address[0]), {})[str(question.address[-1])] = value
    membership = guided.data()["school"]["membership"]
    told = []
    for said, answers in found.items():
        by, on = answers.pop("told_by", None), answers.pop("told_on", None)
        amounts = {name: read_pounds(amount) for name, amount in answers.items()}
        prices = {name: amount for name, amount in amounts.items() if amount is not None}
        if isinstance(by, str) and isinstance(on, date) and prices:
            year = AcademicYear.parse(said.removeprefix("told "))
            told.append(Told(year, membership, prices, by, on))
    return told


class ToldFees:
    """The fees that a plan has with what SSAT told; nothing is written before it is asked for."""

    def __init__(self, plan: str, known: FeeFolder, guided: GuidedPlan) -> None:
        """Add what was told to the fees of a plan's own folder, or to those it was priced from.

        Raises LpplanError where the fees would not be sound.
        """
        self.told = told_prices(guided)
        named = guided.plan.get("fees")
        self._folder = str(Path(plan).parent / (named or TOLD_FOLDER))
        self._known = fees_to_add_to(self._folder) if self.told else known
        self.fees = self._known if self.told else known
        for said in self.told:
            prices = self.fees.schedules.prices(said.year)
            if prices is not None:
                self.fees = with_told(self.fees, prices.schedule, said, self._folder)

    @property
    def named(self) -> dict[str, str]:
        """What the plan says of its fees, where it does not say it already."""
        return {"fees": TOLD_FOLDER} if self.told else {}

    def written(self) -> AbstractContextManager[None]:
        """In place in the plan's own folder, where something was told, unless an error follows."""
        return told_written(self.fees, self._known, self._folder) if self.told else nullcontext()
