"""What participating schools pay a centre, with all that is shown beside it."""

from datetime import date
from typing import NamedTuple

from lpplan.core.notes import Note, notes
from lpplan.core.plan import Plan, Share
from lpplan.core.quote import Quote, quote_plan
from lpplan.core.recharge import Delivery, StageRecharge, asked_for, deliveries, shared_costs
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import load_plan
from lpplan.values.problem import LpplanError

SHARES: tuple[Share, ...] = ("per_head", "equal")

_SAID_BESIDE = ("own-costs", "own-charge")
"""Notes on a quote that this report says with figures of its own."""


class RechargeReport(NamedTuple):
    """How the cost of a plan's stages falls on the schools that take part."""

    quote: Quote
    """The stages that name their schools, or say what the centre charges or pays itself."""
    notes: tuple[Note, ...]
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""

    @property
    def shared(self) -> tuple[StageRecharge, ...]:
        """What SSAT charges, shared among the schools, stage by stage."""
        return shared_costs(self.quote)

    @property
    def asked_for(self) -> tuple[StageRecharge, ...]:
        """What schools are asked for: their share, or a charge of the centre's own instead."""
        return asked_for(self.quote)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What each Stage 3 with a charge or costs of its own earns the centre."""
        return deliveries(self.quote)


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
        stage for stage in quote.stages if stage.entry.schools or stage.entry.sets_its_charge
    )
    if not concerned:
        raise LpplanError(
            f"{plan}: no stage names the schools that take part, so there is nobody to charge",
            "Give a stage [[stages.schools]] entries, each with name and participants,"
            " instead of participants.",
        )
    quote = quote._replace(stages=concerned)
    worth_saying = (note for note in notes(quote, shared, ()) if note.code not in _SAID_BESIDE)
    return RechargeReport(
        quote=quote, notes=tuple(worth_saying), as_of=day, fees_folder=folder.folder
    )


def _shared(plan: Plan, share: str | None) -> Plan:
    if share is None:
        return plan
    stages = tuple(entry.model_copy(update={"share": share}) for entry in plan.stages)
    return plan.model_copy(update={"stages": stages})
