"""The case agrees to the penny with a second calculation that shares nothing with it."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from second_calculation import case_again, in_pence

from lpplan.case.data import case_json
from lpplan.case.options import case_of
from lpplan.case.report import Asked, CaseReport, report_on
from lpplan.core.fees import Schedules
from lpplan.core.plan import Plan
from lpplan.values.years import AcademicYear
from strategies import plans, schedules

POUNDS = st.integers(0, 10**7).map(lambda pence: Decimal(pence) / 100)
NO_RISE = Decimal(0)


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """What may be asked of a case."""
    return Asked(
        years=draw(st.integers(1, 15)),
        own_cost=draw(st.none() | POUNDS),
        charge=draw(st.none() | POUNDS),
        discount=draw(st.none() | st.sampled_from([Decimal("3.5"), Decimal("12.25")])),
        people=draw(st.sampled_from([range(0), range(1, 4), range(24, 27), range(70, 72)])),
    )


@st.composite
def made(draw: st.DrawFn) -> tuple[Plan, Schedules, Asked]:
    """A plan with a case, its fees, and what is asked of it."""
    folder = draw(schedules())
    rise = draw(st.sampled_from([NO_RISE, NO_RISE, Decimal("2.75")]))
    plan = draw(plans(folder))
    assume(plan.stages[-1].stage != 1)
    # More of Stage 3, several in a year among them.
    stages = [*plan.stages]
    for later in draw(st.lists(st.integers(0, 2), max_size=4)):
        year = AcademicYear(stages[-1].academic_year.start + later)
        again = {"stage": 3, "academic_year": year, "cohorts": stages[-1].people}
        stages.append(stages[-1].model_copy(update=again))
    plan = plan.model_copy(update={"stages": tuple(stages)})
    return plan, Schedules(folder, rise), draw(asked())


def report_of(plan: Plan, fees: Schedules, wanted: Asked) -> CaseReport:
    case, problems = case_of(plan, fees, wanted.years, wanted.assuming)
    # A rise may make a price of a million too high, and that is refused.
    assume({problem.code for problem in problems} != {"uplift-too-high"})
    assert case is not None, problems
    report = report_on(case, wanted, date(2026, 11, 26), None)
    assume("change-not-priced" not in {note.code for note in report.notes})
    return report


NO_FIGURES = {"school", "membership", "currency", "vat", "as_of", "fees", "text"}
NO_FIGURES |= {"assumptions", "notes"}


def same_parts(found: Any, expected: Any, where: str = "case") -> None:
    """Both say the same, but for what is no figure, and neither has one that the other has not."""
    if isinstance(expected, Mapping):
        assert isinstance(found, Mapping), where
        assert found.keys() - NO_FIGURES == expected.keys(), where
        for key, value in expected.items():
            same_parts(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            same_parts(one, other, f"{where}[{number}]")
    else:
        assert found == expected, where


@given(made())
def test_every_figure_of_the_json_is_that_of_the_second_calculation(
    given_case: tuple[Plan, Schedules, Asked],
) -> None:
    plan, fees, wanted = given_case
    found = json.loads(case_json(report_of(plan, fees, wanted)))
    again = case_again(
        plan,
        [*fees],
        wanted.years,
        uplift=fees.uplift,
        own_cost=None if wanted.own_cost is None else in_pence(wanted.own_cost),
        charge=None if wanted.charge is None else in_pence(wanted.charge),
        discount=wanted.discount,
        people=wanted.people,
    )
    same_parts(found, again)


def several_in_a_year(plan: Plan) -> bool:
    years = [entry.academic_year for entry in plan.stages if entry.stage == 3]
    return len(years) > len(set(years))


def has_a_gap(plan: Plan) -> bool:
    return is_gapped(entry.academic_year for entry in plan.stages)


def is_gapped(years: Iterable[AcademicYear]) -> bool:
    return any(later - one > 1 for one, later in pairwise(years))


KINDS: dict[str, Callable[[Plan, Schedules, Asked], bool]] = {
    "provisional years": lambda plan, fees, _: any(s.status == "provisional" for s in fees),
    "gaps in the fees": lambda plan, fees, _: is_gapped(fees.years),
    "gaps in the plan": lambda plan, fees, _: has_a_gap(plan),
    "extra charges": lambda plan, fees, _: any("venue" in s.fees for s in fees),
    "other limits": lambda plan, fees, _: any(s.cohort_limit not in (None, 25) for s in fees),
    "non-members": lambda plan, fees, _: plan.school.membership == "non-member",
    "several Stage 3 entries a year": lambda plan, fees, _: several_in_a_year(plan),
    "no Stage 1": lambda plan, fees, _: all(entry.stage != 1 for entry in plan.stages),
    "only Stage 3": lambda plan, fees, _: all(entry.stage == 3 for entry in plan.stages),
    "no Stage 3": lambda plan, fees, _: all(entry.stage != 3 for entry in plan.stages),
    "a rise": lambda plan, fees, _: bool(fees.uplift),
    "equal shares": lambda plan, fees, _: any(entry.share == "equal" for entry in plan.stages),
    "own costs": lambda plan, fees, _: any(entry.own_costs for entry in plan.stages),
    "support": lambda plan, fees, _: any(entry.support for entry in plan.stages),
    "more cohorts than needed": lambda plan, fees, _: any(e.cohorts for e in plan.stages),
    "15 years": lambda plan, fees, asked: asked.years == 15,
    "one year": lambda plan, fees, asked: asked.years == 1 and len(plan.stages) == 1,
    "numbers of people": lambda plan, fees, asked: bool(asked.people),
}


@pytest.mark.parametrize("kind", KINDS)
def test_random_cases_are_of_every_kind(kind: str) -> None:
    quick = settings(database=None, derandomize=True, phases=[Phase.generate], max_examples=500)
    find(made(), lambda one: KINDS[kind](*one), settings=quick)
