"""A proposal: the quote of a plan with all that a school needs to approve it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from lpplan.core.plan import Plan
from lpplan.core.problem import LpplanError
from lpplan.core.readiness import StageReadiness, check_stage, stages_to_check
from lpplan.quote.report import QuoteReport, report_on
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource
from lpplan.show.cost_curve import CostCurve, cost_curve
from lpplan.timeline.items import Timeline, timeline

SECTIONS: Mapping[str, str] = {
    "parties": "Who this is for",
    "programme": "The programme, and what the school gains",
    "stages": "The stages",
    "roles": "Who does what",
    "costs": "What it costs",
    "schools": "What each school pays",
    "basis": "What the prices rest on",
    "excluded": "What is not included",
    "readiness": "Readiness and next steps",
    "withdrawal": "What could end LPLC status",
    "acceptance": "Acceptance",
}
"""The sections of a proposal in their order, each with its heading."""


class ProposalReport(NamedTuple):
    """What a proposal says beside its words."""

    quoted: QuoteReport
    plan: Plan
    readiness: Sequence[StageReadiness]
    timeline: Timeline
    curve: CostCurve | None
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
    reference: str | None,
    valid_until: date | None,
    prepared_by: str | None,
) -> ProposalReport:
    """A proposal for a sound plan. Raises LpplanError where it cannot be quoted."""
    if valid_until is not None and valid_until < made:
        raise LpplanError(
            f"--valid-until: must not be before the proposal's own date {made},"
            f" and is {valid_until}"
        )
    quoted, plan = report_on(source, folder, as_of), source.plan
    stages = stages_to_check(entry.stage for entry in plan.stages)
    return ProposalReport(
        quoted,
        plan,
        [check_stage(plan, stage, as_of) for stage in stages],
        timeline(plan, as_of),
        cost_curve(quoted.quote),
        made,
        reference,
        valid_until,
        prepared_by,
    )
