"""A proposal: the quote of a plan with all that a school needs to approve it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from lpplan.case import USUAL_YEARS, Case, case_of
from lpplan.core.plan import Plan
from lpplan.core.quote import Quote, StageQuote, fewest_cohorts, stage_cost
from lpplan.core.readiness import StageReadiness, check_stage, stages_to_check
from lpplan.quote import QuoteReport, report_on
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource
from lpplan.show.charts import CostCurve, CurvePoint, people_nearby
from lpplan.timeline import Timeline, timeline
from lpplan.values.money import per_head


class ProposalReport(NamedTuple):
    """What a proposal says beside its words."""

    quoted: QuoteReport
    plan: Plan
    readiness: Sequence[StageReadiness]
    timeline: Timeline
    curve: tuple[StageQuote, CostCurve] | None
    """The first stage whose cost depends on the number of cohorts, and its cost a head."""
    case: Case | None
    """Whether a centre is worth it; None without Stages 2 and 3, or where a year has no price."""
    made: date
    reference: str | None
    valid_until: date | None
    prepared_by: str | None


def proposal_report(
    source: PlanSource,
    folder: FeeFolder,
    *,
    made: date,
    as_of: date,
    prepared_by: str | None,
    reference: str | None = None,
    valid_until: date | None = None,
) -> ProposalReport:
    """A proposal for a sound plan. Raises LpplanError where it cannot be quoted."""
    quoted, plan = report_on(source, folder, as_of), source.plan
    stages = stages_to_check(entry.stage for entry in plan.stages)
    return ProposalReport(
        quoted=quoted,
        plan=plan,
        readiness=[check_stage(plan, stage, as_of) for stage in stages],
        timeline=timeline(plan, as_of),
        curve=_first_curve(quoted.quote),
        case=case_of(plan, folder.schedules, USUAL_YEARS)[0],
        made=made,
        reference=reference,
        valid_until=valid_until,
        prepared_by=prepared_by,
    )


def _first_curve(quote: Quote) -> tuple[StageQuote, CostCurve] | None:
    curves = ((stage, _cost_curve(stage)) for stage in quote.stages)
    return next(((stage, curve) for stage, curve in curves if curve), None)


def _cost_curve(stage: StageQuote) -> CostCurve | None:
    """The cost a head around a stage's number of people; None where cohorts cost nothing."""
    limit = stage.prices.schedule.cohort_limit
    points = []
    for people in people_nearby(stage):
        cost = stage_cost(stage.prices, stage.stage, people, stage.membership)
        points.append(CurvePoint(people, fewest_cohorts(people, limit), per_head(cost, people)))
    return CostCurve(stage.stage, stage.participants, points) if points else None
