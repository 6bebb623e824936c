"""What a stage costs a head for one number of people after another, to be looked at."""

from typing import NamedTuple

from lpplan.core.cohorts import fewest_cohorts
from lpplan.core.money import Pounds, per_head
from lpplan.core.pricing import stage_cost
from lpplan.core.quote import Quote, StageQuote


class CurvePoint(NamedTuple):
    """What so many people cost a head, in as few cohorts as hold them."""

    people: int
    cohorts: int
    per_head: Pounds


class CostCurve(NamedTuple):
    """The cost a head around the number of people that a stage has."""

    stage: StageQuote
    points: tuple[CurvePoint, ...]
    """For every number of people from the first to the last."""

    @property
    def telling(self) -> tuple[CurvePoint, ...]:
        """The ends, the stage's own number, and the last and first number beside each cliff."""
        cohorts = {point.people: point.cohorts for point in self.points}
        ends = (self.points[0].people, self.points[-1].people, self.stage.participants)
        return tuple(
            point
            for point in self.points
            if point.people in ends
            or point.cohorts != cohorts.get(point.people - 1, point.cohorts)
            or point.cohorts != cohorts.get(point.people + 1, point.cohorts)
        )


def cost_curve(quote: Quote) -> CostCurve | None:
    """The curve of the first stage whose cost depends on the number of cohorts; None without one.

    Source: LPLC proposal, Stage 1, costs (cohorts of up to 25).
    """
    for stage in quote.stages:
        limit = stage.prices.schedule.cohort_limit
        if limit and any(line.per == "cohort" and line.unit_price for line in stage.lines):
            smallest = -(-2 * limit // 5)
            first = min(max(smallest, stage.participants - 2 * limit), stage.participants)
            last = max(stage.participants + limit, 2 * limit + 2)
            points = (_point(quote, stage, people, limit) for people in range(first, last + 1))
            return CostCurve(stage, tuple(points))
    return None


def _point(quote: Quote, stage: StageQuote, people: int, limit: int) -> CurvePoint:
    cost = stage_cost(stage.prices, stage.stage, people, quote.membership)
    return CurvePoint(people, fewest_cohorts(people, limit), per_head(cost, people))
