"""What holds for the case of any plan and any fees."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from test_second_calculation import POUNDS, made, report_of

from lpplan.case.break_even import charges, own_cost_per_cohort
from lpplan.case.changes import outcomes
from lpplan.case.options import Case, case_of
from lpplan.case.report import Asked
from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.plan import OwnCost, Plan, StageEntry
from lpplan.core.recharge import net_of
from strategies import plans, schedules

PENNY = Decimal("0.01")
Made = tuple[Plan, Schedules, Asked]


def case_for(plan: Plan, fees: Schedules, asked: Asked) -> Case:
    return report_of(plan, fees, asked).case


def as_the_programme_has_them(fees: Schedules) -> Schedules:
    """The same prices, each charge at the stages at which the programme makes it."""

    def usual(schedule: FeeSchedule) -> FeeSchedule:
        stages: dict[str, Any] = {
            "accreditation": {"stages": (1, 2, 3), "per": "person", "max_cohort_size": None},
            "support_package": {"stages": (1, 2), "per": "stage", "max_cohort_size": None},
            "train_the_trainer": {"stages": (2,), "per": "stage", "max_cohort_size": None},
        }
        charges = {
            name: schedule.fees[name].model_copy(update=changed) for name, changed in stages.items()
        }
        return schedule.model_copy(update={"fees": charges})

    return Schedules(map(usual, fees))


@given(made())
def test_savings_add_up(given_case: Made) -> None:
    case = case_for(*given_case)
    difference = net_of(case.ssat_run).cost - net_of(case.centre).cost
    assert case.saving == sum(case.by_year) == case.cumulative[-1] == difference


@given(schedules().flatmap(lambda fees: st.tuples(plans(fees), st.just(fees))))
def test_without_a_cohort_at_stage_3_a_centre_never_saves(
    given_plan: tuple[Plan, Schedules],
) -> None:
    plan, fees = given_plan
    kept = tuple(entry for entry in plan.stages if entry.stage != 3)
    assume(kept and kept[-1].stage == 2)
    case, problems = case_of(
        plan.model_copy(
            update={"stages": tuple(e.model_copy(update={"cohorts": None}) for e in kept)}
        ),
        as_the_programme_has_them(fees),
        years=1,
    )
    assert case is not None, problems
    assert case.cohorts == 0
    assert all(saved <= 0 for saved in case.by_year)
    assert own_cost_per_cohort(case) is None


@given(made(), POUNDS, POUNDS)
def test_dearer_own_costs_never_raise_the_saving(
    given_case: Made, one: Decimal, other: Decimal
) -> None:
    plan, fees, asked = given_case
    cheap = case_for(plan, fees, asked._replace(own_cost=min(one, other)))
    dear = case_for(plan, fees, asked._replace(own_cost=max(one, other)))
    assert dear.saving <= cheap.saving
    # Nor do the plan's own, each half as high again.
    half_as_high = {one.code: one.case for one in outcomes(cheap)}["dearer-to-run"]
    assert half_as_high is not None
    assert half_as_high.saving <= cheap.saving


@given(made())
def test_at_the_break_even_own_cost_of_stage_3_the_saving_is_nothing(given_case: Made) -> None:
    plan, fees, asked = given_case
    most = own_cost_per_cohort(case_for(plan, fees, asked))
    assume(most is not None)

    def at_most(entry: StageEntry) -> StageEntry:
        entry = asked.assuming(entry)
        each = OwnCost.model_construct(label="Own costs", amount=most, per="cohort")
        own = {"own_costs": (each,), "support": ()} if entry.stage == 3 else {}
        return entry.model_copy(update=own)

    case, _ = case_of(plan, fees, asked.years, at_most)
    assert case is not None
    # Rounded down to the penny, for each cohort.
    assert 0 <= case.saving < PENNY * case.cohorts


@given(made())
def test_at_the_charge_that_leaves_it_no_worse_off_the_school_is_not_and_a_penny_below_it_is(
    given_case: Made,
) -> None:
    plan, fees, asked = given_case
    case = case_for(plan, fees, asked)
    # Where no school is named everybody comes from elsewhere, but only once there is a charge.
    entries = [stage.entry for stage in case.independent]
    assume(all(entry.schools or entry.charge_per_person is not None for entry in entries))
    found = charges(case)
    assume(found is not None)
    assert found is not None

    def own_saving(charge: Decimal) -> Decimal:
        return case_for(plan, fees, asked._replace(charge=charge)).own_saving

    assert own_saving(found.no_worse_off) >= 0
    if found.no_worse_off:
        assert own_saving(found.no_worse_off - PENNY) < 0


@given(made())
def test_it_pays_back_at_the_earliest_when_it_is_no_longer_at_risk(given_case: Made) -> None:
    case = case_for(*given_case)
    if case.payback is None:
        assert case.saving < 0 < case.at_risk
        return
    place = case.years.index(case.payback.academic_year)
    assert all(saved >= 0 for saved in case.cumulative[place:])
    assert place == 0 or case.cumulative[place - 1] < 0
    assert case.payback.cohort is None or 1 <= case.payback.cohort <= case.cohorts


@pytest.mark.parametrize(("percent", "worth"), [("0", "2000.00"), ("100", "400.00")])
def test_the_first_year_is_not_discounted(percent: str, worth: str) -> None:
    from test_case_command import WORTH_IT

    from frozen_fees import FROZEN_FEES
    from lpplan.reading.fee_folder import load_fees
    from lpplan.reading.plan_source import load_plan

    case, _ = case_of(load_plan(str(WORTH_IT)).plan, load_fees(str(FROZEN_FEES)).schedules, 2)
    assert case is not None
    # −1,200 + 3,200, and −1,200 + 3,200 / 2.
    assert case.present_value(Decimal(percent)) == Decimal(worth)


@given(made())
def test_what_is_saved_by_year_is_worked_out_once(given_case: Made) -> None:
    case = case_for(*given_case)
    assert case.by_year is case.by_year
    # A change has its own.
    without = case.instead(case.plan.stages)
    assert without is not None
    assert len(without.by_year) == len(case.years)
    assert without.saving == sum(
        net_of([a.ssat_run]).cost - net_of([a.centre]).cost for a in without.deliveries
    )
