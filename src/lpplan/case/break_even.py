"""How far a figure may move before a centre is no longer worth it, in pounds exc VAT."""

from typing import NamedTuple

from lpplan.case.options import Case
from lpplan.core.programme import INDEPENDENT_STAGE
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageAccount, net_of
from lpplan.values.money import NOTHING, Pounds, least_per_head, most_per_head
from lpplan.values.years import AcademicYear


class Charges(NamedTuple):
    """Charges for each person of another school at Stage 3, over its entries together."""

    plan: Pounds | None
    """The plan's own; None where its entries differ, or have none."""
    no_worse_off: Pounds
    """The least at which no more remains for the plan's own school than if SSAT ran it all."""
    full_cost: Pounds
    """What each person costs at Stage 3, rounded up."""
    ceiling: Pounds
    """What each person would cost if SSAT ran it, rounded down: above it, SSAT is cheaper."""


def charges(case: Case) -> Charges | None:
    """What the centre may charge at Stage 3; None where nobody comes from elsewhere.

    Source: LPLC proposal, Stage 3, fee charged.
    """
    third = case.independent
    others = sum(StageAccount(stage).others for stage in third)
    if not others:
        return None
    net, people = net_of(third), sum(stage.participants for stage in third)
    instead = net_of(run for one, run in case.deliveries if one.stage == INDEPENDENT_STAGE)
    to_earn = net_of(case.centre).net + net.income - net_of(case.ssat_run).net
    planned = {stage.entry.charge_per_person for stage in third}
    return Charges(
        plan=planned.pop() if len(planned) == 1 else None,
        no_worse_off=max(NOTHING, least_per_head(to_earn, others)),
        full_cost=least_per_head(net.cost, people),
        ceiling=most_per_head(instead.cost, people),
    )


def ceilings(case: Case) -> tuple[Pounds, ...]:
    """The ceiling in each year with a Stage 3, of which that of the charges is the average."""
    runs: dict[AcademicYear, list[StageQuote]] = {}
    for centre, ssat_run in case.deliveries:
        if centre.stage == INDEPENDENT_STAGE:
            runs.setdefault(centre.academic_year, []).append(ssat_run)
    return tuple(
        most_per_head(net_of(there).cost, sum(stage.participants for stage in there))
        for there in runs.values()
    )


def own_cost_per_cohort(case: Case) -> Pounds | None:
    """What a Stage 3 cohort may cost the centre itself, rounded down to the penny.

    None without a Stage 3, and where SSAT would be cheaper even if it cost nothing.
    """
    room = case.saving + net_of(case.independent).own_costs
    return most_per_head(room, case.cohorts) if case.cohorts and room >= 0 else None


def licence_fee(case: Case) -> Pounds | None:
    """The fee for each Stage 3 year that would use the saving up, rounded down to the penny.

    None where nothing is saved or there is no Stage 3. Decision no-licence-fee: none is published.
    """
    years = len({stage.academic_year for stage in case.independent})
    return most_per_head(case.saving, years) if years and case.saving > 0 else None
