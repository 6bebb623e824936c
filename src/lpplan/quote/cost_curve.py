"""What a stage costs a head for one number of people after another, to be looked at."""

from lpplan.core.quote import StageQuote, fewest_cohorts, stage_cost
from lpplan.show.charts import CostCurve, CurvePoint
from lpplan.values.money import per_head


def cost_curve(stage: StageQuote) -> CostCurve | None:
    """The cost a head around a stage's number of people; None where cohorts cost nothing.

    Source: LPLC proposal, Stage 1, costs (cohorts of up to 25).
    """
    limit = stage.prices.schedule.cohort_limit
    if not limit or not any(line.per == "cohort" and line.unit_price for line in stage.lines):
        return None
    smallest = -(-2 * limit // 5)
    first = min(max(smallest, stage.participants - 2 * limit), stage.participants)
    last = max(stage.participants + limit, 2 * limit + 2)
    points = []
    for people in range(first, last + 1):
        cost = stage_cost(stage.prices, stage.stage, people, stage.membership)
        points.append(CurvePoint(people, fewest_cohorts(people, limit), per_head(cost, people)))
    return CostCurve(stage.stage, stage.participants, points)
