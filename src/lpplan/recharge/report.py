"""What participating schools pay a centre, with all that is shown beside it."""

from datetime import date
from typing import NamedTuple

from lpplan.core.delivery import Delivery, asked_for, deliveries
from lpplan.core.money import Pounds
from lpplan.core.notes import Note, notes
from lpplan.core.plan import Plan, Share
from lpplan.core.pricing import total
from lpplan.core.problem import LpplanError
from lpplan.core.quote import Quote, StageQuote, quote_plan
from lpplan.core.recharge import StageRecharge, totals_of_schools
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import load_plan

SHARES: tuple[Share, ...] = ("per_head", "equal")


_SAID_BESIDE = ("own-costs", "own-charge")
"""Notes on a quote that this report says with figures of its own."""


class RechargeReport(NamedTuple):
    """How the cost of a plan's stages falls on the schools that take part."""

    quote: Quote
    """The stages that name their schools, or say what the centre charges or pays itself."""
    deliveries: tuple[Delivery, ...]
    asked_for: tuple[tuple[StageQuote, StageRecharge], ...]
    """What schools are asked for: their share, or a charge of the centre's own instead."""
    notes: tuple[Note, ...]
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""

    @property
    def stages(self) -> tuple[tuple[StageQuote, StageRecharge], ...]:
        """Each stage with what its schools repay."""
        return tuple((stage, stage.recharge) for stage in self.quote.stages if stage.recharge)

    @property
    def schools(self) -> dict[str, Pounds]:
        """What each school repays over all stages, by name."""
        return totals_of_schools([shared for _, shared in self.stages])

    @property
    def kept(self) -> Pounds:
        """The part of the plan's own school over all stages."""
        return total(shared.kept for _, shared in self.stages)

    @property
    def billed(self) -> Pounds:
        """What the other schools repay over all stages."""
        return total(shared.billed for _, shared in self.stages)


def recharge_report(plan: str, share: str | None, day: date, folder: FeeFolder) -> RechargeReport:
    """What each school pays, as the plan shares the costs, or by a rule of ``SHARES``.

    Raises LpplanError with everything that is wrong, and where no stage names its schools and
    no Stage 3 says what it charges.
    """
    source = load_plan(plan)
    shared = _shared(source.plan, share)
    quote, problems = quote_plan(shared, folder.schedules)
    if quote is None:
        raise source.refusal(problems)
    concerned = tuple(
        stage
        for entry, stage in zip(shared.stages, quote.stages, strict=True)
        if entry.schools or entry.sets_its_charge
    )
    if not concerned:
        raise LpplanError(
            f"{plan}: no stage names the schools that take part, so there is nobody to charge",
            "Give a stage [[stages.schools]] entries, each with name and participants,"
            " instead of participants.",
        )
    run_by_centre, asked = deliveries(shared, quote), asked_for(shared, quote)
    quote = quote._replace(stages=concerned)
    told = [note for note in notes(quote, shared, ()) if note.code not in _SAID_BESIDE]
    return RechargeReport(quote, run_by_centre, asked, tuple(told), day, folder.folder)


def _shared(plan: Plan, share: str | None) -> Plan:
    if share is None:
        return plan
    stages = tuple(entry.model_copy(update={"share": share}) for entry in plan.stages)
    return plan.model_copy(update={"stages": stages})
