"""The case agrees to the penny with a second calculation that shares nothing with it."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
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


def same_parts(found: Any, expected: Any, where: str = "case") -> None:
    """All that the second calculation says stands in the first, and lists are as long."""
    if isinstance(expected, Mapping):
        assert isinstance(found, Mapping), where
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
    )
    same_parts(found, again)
