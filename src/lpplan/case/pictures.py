"""A case in pictures: the saving so far by year, and the cost a head by number of people."""

from lpplan.case.options import Case, Delivery
from lpplan.core.programme import INDEPENDENT_STAGE, SSAT_RUN_STAGE
from lpplan.core.quote import fewest_cohorts, stage_cost, total
from lpplan.core.recharge import own_cost_lines
from lpplan.show.charts import CostCurve, CurvePoint, cost_figure, people_nearby
from lpplan.show.document import Figure, Series
from lpplan.show.stage_words import mark_of_sum, marked, marked_a_head
from lpplan.values.money import per_head
from lpplan.values.words import listed, people_in_words


def saving_figure(case: Case) -> Figure:
    """What a centre has saved by the end of each year, with the payback and the worst of it."""
    so_far, years, mark = case.cumulative, case.years, mark_of_sum(case.centre)
    words = ["Saving so far"] if len(years) == 1 else [f"Saving so far, {years[0]} to {years[-1]}"]
    marks = {}
    if case.at_risk:
        worst = so_far.index(-case.at_risk)
        marks[worst] = "At worst"
        words.append(f"at worst {marked(so_far[worst], mark)} in {years[worst]}")
    if case.payback and any(so_far):
        back = years.index(case.payback.academic_year)
        marks[back] = "Pays back"
        words.append(f"pays back in {years[back]}, with {marked(so_far[back], mark)}")
    if len(years) - 1 not in marks:
        words.append(f"at the end {marked(case.saving, mark)}")
    return Figure(
        words=f"{words[0]}: {'; '.join(words[1:])}.",
        up="Saving so far in pounds, exc VAT",
        across="Academic year",
        places=years,
        series=[Series("Saving so far", so_far, marks)],
        estimated=bool(mark),
    )


def people_figure(case: Case) -> Figure | None:
    """What a head costs under both options by number of people, at the first Stage 3.

    None without a Stage 3, and where SSAT charges nothing for a cohort.
    """
    third = (one for one in case.deliveries if one.centre.stage == INDEPENDENT_STAGE)
    one = next(third, None)
    if one is None or not people_nearby(one.ssat_run):
        return None
    curves = {
        "SSAT-run": _curve(one, SSAT_RUN_STAGE),
        "As a centre": _curve(one, INDEPENDENT_STAGE),
    }
    first, *_, last = curves["SSAT-run"].points
    mark = mark_of_sum([one.centre])
    figure = cost_figure("", curves, estimated=bool(mark))
    own = f"With {people_in_words(one.centre.participants)} it is"
    ssat_run, centre = (
        marked_a_head(series.amounts[index], mark)
        for series in figure.series
        for index in series.marks
    )
    opened = listed([f"{figure.places[index]:,}" for index in figure.jumps])
    return figure._replace(
        words=f"Cost a head at Stage {INDEPENDENT_STAGE} in {one.centre.academic_year} for"
        f" {first.people:,} to {last.people:,} people, in as few cohorts as hold them. One more"
        f" cohort opens at {opened}. {own} {ssat_run} SSAT-run, and {centre} as a centre."
    )


def _curve(one: Delivery, stage: int) -> CostCurve:
    """What a head costs at a delivery's prices if it were of a stage, with the own costs there."""
    centre = one.centre
    points = []
    for people in people_nearby(one.ssat_run):
        cohorts = fewest_cohorts(people, centre.prices.schedule.cohort_limit)
        cost = stage_cost(centre.prices, stage, people, centre.membership)
        if stage == centre.stage:
            cost += total(line.amount for line in own_cost_lines(centre.entry, people, cohorts))
        points.append(CurvePoint(people, cohorts, per_head(cost, people)))
    return CostCurve(centre.stage, centre.participants, points)
