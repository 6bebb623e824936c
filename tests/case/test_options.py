"""The case by hand, by direct calls: what is saved, when it pays back, and what could change it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lpplan.case.break_even import ceilings, charges, licence_fee, own_cost_per_cohort
from lpplan.case.changes import cohorts_each, outcomes, own_people, with_people
from lpplan.case.options import Case, Payback, case_of
from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.plan import Plan
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import read_plan
from lpplan.values.money import DecimalText
from lpplan.values.years import AcademicYear

OWN = "Harbour Teaching Alliance"
SCHOOLS = {OWN: 9, "Lighthouse Primary": 5, "Saltmarsh High School": 12, "Ysgol Gŵyr": 5}
COVER = [{"label": "Cover", "amount": 600, "per": "cohort"}]


def entry(stage: int, year: str, people: int | dict[str, int], **more: Any) -> dict[str, Any]:
    taking_part: dict[str, Any] = {"participants": people}
    if isinstance(people, dict):
        taking_part = {"schools": [{"name": n, "participants": p} for n, p in people.items()]}
    return {"stage": stage, "academic_year": year} | taking_part | more


def plan_of(*stages: dict[str, Any]) -> Plan:
    school = {"name": OWN, "membership": "member"}
    plan, problems = read_plan({"school": school, "stages": list(stages)})
    assert plan is not None, problems
    return plan


def case_for(*stages: dict[str, Any], years: int = 5, fees: Schedules | None = None) -> Case:
    case, problems = case_of(plan_of(*stages), fees or load_fees(None).schedules, years)
    assert case is not None, problems
    return case


def by_hand(**more: Any) -> Case:
    """31 people at Stage 2 in 2027/28 and at Stage 3 in each of the four years after it."""
    return case_for(
        entry(2, "2027/28", SCHOOLS),
        entry(3, "2028/29", SCHOOLS, own_costs=COVER, charge_per_person=480, **more),
    )


def saved(case: Case | None) -> list[str]:
    assert case is not None
    return [str(amount) for amount in case.by_year]


def test_the_same_people_cost_less_in_a_centre_from_its_first_stage_3_on() -> None:
    case = by_hand()
    # SSAT-run: 31 × 400 + 2 × 2,200 = 16,800 a year. The centre: that and 1,200 for the training;
    # then 31 × 400 + 2 × 600 = 13,600 a year.
    assert saved(case) == ["-1200.00", *["3200.00"] * 4]
    assert [str(amount) for amount in case.cumulative] == [
        "-1200.00",
        "2000.00",
        "5200.00",
        "8400.00",
        "11600.00",
    ]
    assert (str(case.saving), str(case.at_risk)) == ("11600.00", "1200.00")
    assert case.years == tuple(map(AcademicYear, range(2027, 2032)))
    assert (len(case.deliveries), len(case.independent), case.cohorts) == (5, 4, 8)
    # The first cohort of 2028/29 saves 1,600, more than the 1,200 it takes.
    assert case.payback == Payback(AcademicYear(2028), 1)
    assert case.years_to_payback == 2
    # 9/31 of 16,800 and so on: own net 24,387.10 against 17,385.81.
    assert str(case.own_saving) == "7001.29"
    # 3,200 at 3.5 %: 3,091.79 + 2,987.23 + 2,886.22 + 2,788.62, less 1,200.
    assert str(case.present_value(Decimal("3.5"))) == "10553.86"


def test_what_may_be_charged_and_spent_until_it_is_not_worth_it() -> None:
    case = by_hand()
    found = charges(case)
    assert found is not None
    assert [str(amount) for amount in found] == ["480.00", "400.44", "438.71", "541.93"]
    assert [str(amount) for amount in ceilings(case)] == ["541.93"] * 4
    # (11,600 + 4 × 1,200) ÷ 8 cohorts, and 11,600 ÷ 4 years.
    assert str(own_cost_per_cohort(case)) == "2050.00"
    assert str(licence_fee(case)) == "2900.00"


def test_without_a_stage_3_there_is_nothing_to_charge_or_to_spend_on() -> None:
    case = case_for(entry(2, "2027/28", SCHOOLS), years=1)
    assert (charges(case), ceilings(case), own_cost_per_cohort(case), licence_fee(case)) == (
        None,
        (),
        None,
        None,
    )
    assert (case.payback, case.years_to_payback, saved(case)) == (None, None, ["-1200.00"])
    assert [one.code for one in outcomes(case)] == ["dearer-to-run"]
    assert (own_people(case), cohorts_each(case)) == (0, "")


def test_own_costs_may_use_the_saving_up_to_the_penny() -> None:
    # 25 people: 2,200 less a year, of which own costs take 2,200: nothing is saved beside -1,200.
    costs = [{"label": "Cover", "amount": 2200}]
    stages = entry(2, "2027/28", 25), entry(3, "2028/29", 25, own_costs=costs)
    case = case_for(*stages, years=2)
    assert (str(case.saving), licence_fee(case)) == ("-1200.00", None)
    assert str(own_cost_per_cohort(case)) == "1000.00"
    # Of two cohorts that saved 2,200 each at nothing, the training takes 1,200.
    free = case_for(entry(3, "2028/29", 25, own_costs=costs), years=1)
    assert (str(free.saving), licence_fee(free), free.payback) == (
        "0.00",
        None,
        Payback(AcademicYear(2028), 1),
    )
    # Room for nothing is none, and less than that is no room at all.
    exactly = [{"label": "Cover", "amount": 1200}]
    level = case_for(entry(2, "2027/28", 25, own_costs=[]), entry(3, "2028/29", 12), years=2)
    assert own_cost_per_cohort(level) == 1000
    dear = case_for(entry(2, "2027/28", 25, own_costs=exactly), entry(3, "2028/29", 12), years=2)
    assert own_cost_per_cohort(dear) is None
    even = [{"label": "Cover", "amount": 1000}]
    no_more = case_for(entry(2, "2027/28", 25, own_costs=even), entry(3, "2028/29", 12), years=2)
    assert own_cost_per_cohort(no_more) == 0


def test_own_costs_of_a_stage_1_are_none_of_a_centre() -> None:
    first = entry(1, "2026/27", 20, own_costs=COVER)
    case = case_for(first, entry(2, "2027/28", 20), entry(3, "2028/29", 20), years=3)
    (dearer,) = (one for one in outcomes(case) if one.code == "dearer-to-run")
    assert dearer.text == "The centre's own costs (none are named) are half as high again"
    assert dearer.case is not None
    assert dearer.case.saving == case.saving


def test_half_a_pound_of_saving_is_still_a_fee() -> None:
    # 1,200 for the training against 2,200 less 999.50 at Stage 3: 0.50 in one year of it.
    costs = [{"label": "Cover", "amount": DecimalText("999.50")}]
    stages = entry(2, "2027/28", 20), entry(3, "2028/29", 20, own_costs=costs)
    case = case_for(*stages, years=2)
    assert str(case.saving) == "0.50"
    assert str(licence_fee(case)) == "0.50"


def test_a_saving_without_a_stage_3_pays_no_fee_and_half_a_pound_short_is_no_room() -> None:
    package = {"per": "cohort", "max_cohort_size": 25, "stages": [1], "member": 100}
    accreditation = {"per": "person", "stages": [1, 2, 3], "member": 10}
    data = {
        "academic_year": "2027/28",
        "status": "provisional",
        "fees": {"accreditation": accreditation, "support_package": package},
    }
    made_up = Schedules([FeeSchedule.model_validate(data)])
    case = case_for(entry(2, "2027/28", 20), years=1, fees=made_up)
    assert (str(case.saving), licence_fee(case)) == ("100.00", None)
    assert own_cost_per_cohort(case) is None
    costs = [{"label": "Cover", "amount": DecimalText("1000.50")}]
    short = case_for(entry(2, "2027/28", 25, own_costs=costs), entry(3, "2028/29", 12), years=2)
    assert own_cost_per_cohort(short) is None


def test_each_change_of_the_table_comes_to_this() -> None:
    found = {one.code: one for one in outcomes(by_hand())}
    assert {code: str(one.case and one.case.saving) for code, one in found.items()} == {
        "no-first-cohort": "8400.00",
        "fewer-people": "5200.00",
        "more-people": "11600.00",
        "dearer-to-run": "9200.00",
        "trainers-leave": "6000.00",
        "licence-withdrawn": "5200.00",
        "no-licence": "-1200.00",
    }
    assert [one.text for one in found.values()] == [
        "The first Stage 3 year has no cohort",
        "A fifth fewer people at every Stage 3: 24 instead of 31",
        "A fifth more people at every Stage 3: 38 instead of 31",
        "The centre's own costs are half as high again",
        "Trainers leave: Stage 3 in 2030/31 is run as a Stage 2 again, to train others",
        "The licence is withdrawn: SSAT runs the cohorts from 2030/31 on",
        "There is no licence at all: SSAT runs every Stage 3",
    ]
    assert saved(found["trainers-leave"].case) == [
        "-1200.00",
        "3200.00",
        "3200.00",
        "-2400.00",  # 1,200 for the training, and 1,200 own costs
        "3200.00",
    ]
    assert saved(found["licence-withdrawn"].case)[2:] == ["3200.00", "0.00", "0.00"]
    for code, stages in (("licence-withdrawn", [2, 3, 3, 1, 1]), ("no-licence", [2, 1, 1, 1, 1])):
        changed = found[code].case
        assert changed is not None
        assert [stage.stage for stage in changed.centre] == stages
    # Own costs of 1,200 become 1,800 a year.
    assert saved(found["dearer-to-run"].case) == ["-1200.00", *["2600.00"] * 4]


def test_people_of_a_fifth_fewer_or_more_are_rounded_down_and_up_and_never_none() -> None:
    def people(code: str, planned: int) -> int:
        case = case_for(entry(2, "2027/28", 20), entry(3, "2028/29", planned), years=2)
        (changed,) = (one.case for one in outcomes(case) if one.code == code)
        assert changed is not None
        return changed.independent[0].participants

    assert [people("fewer-people", n) for n in (1, 2, 6, 10)] == [1, 1, 4, 8]
    assert [people("more-people", n) for n in (1, 2, 6, 10)] == [2, 3, 8, 12]


def test_changes_that_need_more_years_are_left_out_and_no_own_costs_are_said() -> None:
    case = case_for(entry(2, "2027/28", 20), entry(3, "2028/29", 20), years=2)
    assert [one.code for one in outcomes(case)] == [
        "no-first-cohort",
        "fewer-people",
        "more-people",
        "dearer-to-run",
        "no-licence",
    ]
    (dearer,) = (one.text for one in outcomes(case) if one.code == "dearer-to-run")
    assert dearer == "The centre's own costs (none are named) are half as high again"


def test_only_the_first_stage_3_of_a_year_is_run_as_a_stage_2_again() -> None:
    stages = (entry(3, f"20{n}/{n + 1}", 20) for n in (28, 28, 29, 29))
    (again,) = (one for one in outcomes(case_for(*stages, years=2)) if one.code == "trainers-leave")
    assert again.case is not None
    assert [stage.stage for stage in again.case.centre] == [3, 3, 2, 3]
    assert "Stage 3 in 2029/30" in again.text


def test_a_case_with_other_numbers_of_people_keeps_its_own_and_shares_the_rest() -> None:
    case = by_hand()
    assert (own_people(case), cohorts_each(case)) == (9, "2")

    def heads(people: int) -> list[int]:
        changed = with_people(case, people)
        assert changed is not None
        assert changed.centre[0].participants == 31
        return [school.participants for school in changed.independent[0].entry.schools]

    assert heads(31) == [9, 8, 7, 7]
    assert heads(11) == [9, 1, 1]
    assert heads(9) == [9]
    assert heads(5) == [5]
    alone = case_for(entry(2, "2027/28", {OWN: 20}), entry(3, "2028/29", {OWN: 20}), years=2)
    changed = with_people(alone, 30)
    assert changed is not None
    assert changed.independent[0].participants == 30
    assert own_people(alone) == 0
    asked = case_for(entry(2, "2027/28", 20), entry(3, "2028/29", 20, cohorts=3), years=2)
    fewer = with_people(asked, 26)
    assert fewer is not None
    assert cohorts_each(fewer) == "2"


def test_its_own_people_are_the_most_of_any_year_that_has_others_too() -> None:
    # 9 and 4 beside others; the 12 of a year by itself are nobody's guests.
    some = [SCHOOLS, {OWN: 4, "Lighthouse Primary": 5}, {OWN: 12}]
    stages = (entry(3, f"20{n}/{n + 1}", people) for n, people in enumerate(some, 28))
    assert own_people(case_for(*stages, years=3)) == 9


def test_it_pays_back_with_the_cohort_that_brings_what_is_behind() -> None:
    # Two cohorts of 2,200 each, less 1,700 own costs: 1,000 a year. Behind are 1,200.
    costs = [{"label": "Cover", "amount": 3400}]
    case = case_for(entry(2, "2027/28", 50), entry(3, "2028/29", 50, own_costs=costs))
    assert saved(case) == ["-1200.00", *["1000.00"] * 4]
    # After 2028/29, with its two cohorts, 200 are behind: the first of 2029/30 brings 500.
    assert case.payback == Payback(AcademicYear(2029), 3)
    assert case.years_to_payback == 3
    exact = [{"label": "Cover", "amount": 3200}]
    case = case_for(entry(2, "2027/28", 50), entry(3, "2028/29", 50, own_costs=exact))
    assert case.payback == Payback(AcademicYear(2028), 2)
    # Three of 1,000 each: the second brings what is behind.
    third = [{"label": "Cover", "amount": 3600}]
    case = case_for(entry(2, "2027/28", 75), entry(3, "2028/29", 75, own_costs=third))
    assert case.payback == Payback(AcademicYear(2028), 2)
    none = [{"label": "Cover", "amount": 3300}]
    case = case_for(entry(2, "2027/28", 50), entry(3, "2028/29", 50, own_costs=none), years=2)
    assert (case.payback, case.years_to_payback, str(case.at_risk)) == (None, None, "1200.00")


def test_a_year_without_a_stage_3_can_pay_back_and_names_no_cohort() -> None:
    case = case_for(entry(2, "2027/28", 20, own_costs=[]), entry(3, "2029/30", 20), years=1)
    assert saved(case) == ["-1200.00", "0.00", "2200.00"]
    assert case.payback == Payback(AcademicYear(2029), 1)
    ready = case_for(entry(3, "2027/28", 20), entry(3, "2029/30", 20), years=1)
    assert ready.payback == Payback(AcademicYear(2027), 1)
    assert str(ready.at_risk) == "0.00"


def test_a_plan_is_carried_on_to_the_horizon_and_never_cut() -> None:
    def years(horizon: int) -> list[str]:
        stages = entry(2, "2027/28", 20), entry(3, "2029/30", 20)
        case = case_for(*stages, years=horizon)
        return [f"{stage.stage} {stage.academic_year}" for stage in case.centre]

    assert years(1) == years(3) == ["2 2027/28", "3 2029/30"]
    assert years(4) == ["2 2027/28", "3 2029/30", "3 2030/31"]


def test_what_follows_a_stage_2_has_its_people_and_charge_and_none_of_its_costs() -> None:
    second = entry(
        2,
        "2027/28",
        SCHOOLS,
        own_costs=COVER,
        support=[{"kind": "forum", "times": 1, "cost": 5}],
        charge_per_person=480,
        launch=date(2027, 10, 5),
        application_support=date(2028, 2, 1),
        gateway="2028-06",
        cohorts=3,
    )
    planned, repeat = (one.entry for one in case_for(second, years=2).centre)
    assert (repeat.stage, str(repeat.academic_year)) == (3, "2028/29")
    assert (repeat.schools, repeat.cohorts) == (planned.schools, 3)
    assert repeat.charge_per_person == 480
    assert (repeat.own_costs, repeat.support) == ((), ())
    assert (repeat.launch, repeat.application_support, repeat.gateway) == (None, None, None)
    third = entry(3, "2028/29", 20, own_costs=COVER, support=[{"kind": "forum"}])
    _, again = (one.entry for one in case_for(third, years=2).centre)
    assert (len(again.own_costs), len(again.support)) == (1, 1)


def test_ssat_runs_the_same_cohorts_as_stage_1_without_charge_or_own_costs() -> None:
    second = entry(2, "2027/28", 20, cohorts=2, own_costs=COVER, charge_per_person=480)
    first = entry(1, "2027/28", 20, own_costs=COVER)
    one, two = case_for(first, second, years=1).ssat_run
    assert (one.stage, two.stage, two.cohorts) == (1, 1, (10, 10))
    assert (len(one.entry.own_costs), two.entry.own_costs) == (1, ())
    # Everybody of the second is taken to come from elsewhere, and then pays all of it.
    assert (two.entry.charge_per_person, two.entry.participants) == (None, None)
    assert [(school.name, school.participants) for school in two.entry.schools] == [("", 20)]
    assert one.entry.schools == ()


def smaller_later() -> Schedules:
    """Synthetic prices: cohorts of up to 25 in 2027/28, and of up to 10 from 2028/29 on."""

    def schedule(year: str, limit: int) -> FeeSchedule:
        package = {"per": "cohort", "max_cohort_size": limit, "stages": [1, 2], "member": 100}
        fees = {
            "accreditation": {"per": "person", "stages": [1, 2, 3], "member": 10},
            "support_package": package,
        }
        data = {"academic_year": year, "status": "provisional", "fees": fees}
        return FeeSchedule.model_validate(data)

    return Schedules([schedule("2027/28", 25), schedule("2028/29", 10)])


@pytest.mark.parametrize(("asked", "repeated"), [(1, 2), (2, 2), (3, 3)])
def test_a_repeat_has_as_many_cohorts_as_are_asked_for_or_as_a_smaller_limit_takes(
    asked: int, repeated: int
) -> None:
    case = case_for(entry(3, "2027/28", 20, cohorts=asked), years=2, fees=smaller_later())
    assert [len(stage.cohorts) for stage in case.centre] == [asked, repeated]


def test_problems_of_repeats_stand_once_at_the_entry_that_they_repeat() -> None:
    plan = plan_of(entry(2, "2027/28", 20), entry(3, "2028/29", 20))
    plan = plan.model_copy(
        update={"school": plan.school.model_copy(update={"membership": "non-member"})}
    )
    case, problems = case_of(plan, load_fees(None).schedules, 5)
    assert case is None
    assert [problem.key for problem in problems] == [("school", "membership")]
    dear = Schedules(load_fees(None).schedules, Decimal(100))
    case, problems = case_of(plan_of(entry(2, "2025/26", 20), entry(3, "2026/27", 20)), dear, 20)
    assert case is None
    assert [(problem.key, problem.code) for problem in problems] == [
        (("stages", 1, "academic_year"), "uplift-too-high")
    ]
    case, problems = case_of(plan_of(entry(1, "2027/28", 20)), load_fees(None).schedules, 5)
    assert case is None
    assert [tuple(problem)[:4] for problem in problems] == [
        (
            ("stages",),
            "no-case",
            "has neither Stage 2 nor Stage 3, so there is no centre to make a case for",
            "Add a [[stages]] entry with stage = 2, and one with stage = 3 for what follows it.",
        )
    ]
