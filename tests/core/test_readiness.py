"""Each readiness check: met, not met or not recorded, and what makes it so."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.core.plan import Plan
from lpplan.core.programme import STAGES
from lpplan.core.readiness import CheckResult, check_stage, stages_to_check
from lpplan.reading.tables import read_plan
from strategies import plan_data

AS_OF = date(2020, 9, 1)

READY: dict[str, Any] = {
    "school": {"name": "Oakfield Academy", "membership": "member"},
    "centre": {
        "ssat_discussion": date(2018, 5, 14),
        "criteria_considered": date(2018, 6, 20),
        "licence": "awarded",
    },
    "stages": [
        {
            "stage": 2,
            "academic_year": "2019/20",
            "participants": 20,
            "launch": date(2019, 10, 1),
            "application_support": date(2020, 2, 11),
        },
        {"stage": 3, "academic_year": "2020/21", "participants": 20},
    ],
    "trainers": [
        {
            "name": name,
            "expertise": True,
            "aptitude": True,
            "capacity": True,
            "accredited": date(2019, 6, 28),
            "interned": ["launch", "application_support"],
            "train_the_trainer": ["launch", "application_support"],
            "shadowed": ["launch", "application_support"],
            "certified": date(2020, 7, 3),
        }
        for name in ("Trainer A", "Trainer B")
    ],
}
LAUNCH = ("stages", 0, "launch")
SUPPORT = ("stages", 0, "application_support")


def plan_with(*changes: tuple[tuple[str | int, ...], Any]) -> Plan:
    """The ready plan with keys changed, or removed where the new value is None."""
    data = copy.deepcopy(READY)
    for (*path, last), value in changes:
        table: Any = data
        for part in path:
            table = table[part]
        if value is None:
            del table[last]
        else:
            table[last] = value
    plan, problems = read_plan(data)
    assert plan is not None, problems
    return plan


def result_of(plan: Plan, check: str, stage: int = 3, as_of: date = AS_OF) -> CheckResult:
    results = check_stage(plan, stage, as_of).checks
    return next(r for r in results if r.check == check and r.subject != "Trainer B")


@pytest.mark.parametrize("stage", [2, 3])
def test_a_plan_with_everything_recorded_and_past_is_ready(stage: int) -> None:
    readiness = check_stage(plan_with(), stage, AS_OF)
    assert readiness.verdict == "ready"
    assert all(r.action is None and r.source and r.detail for r in readiness.checks)


@pytest.mark.parametrize("stage", [2, 3])
def test_each_check_of_the_stage_is_there_once_for_each_of_its_subjects(stage: int) -> None:
    results = check_stage(plan_with(), stage, AS_OF).checks
    assert tuple(dict.fromkeys(r.check for r in results)) == STAGES[stage].readiness
    assert len({(r.check, r.subject) for r in results}) == len(results)


TRAINER = ("trainers", 0)


@pytest.mark.parametrize(
    ("check", "changes", "status", "detail"),
    [
        ("ssat_discussion", [(("centre", "ssat_discussion"), None)], "not recorded", "no date"),
        (
            "ssat_discussion",
            [(("centre", "ssat_discussion"), date(2020, 9, 2))],
            "not recorded",
            "planned for 2 September 2020",
        ),
        ("ssat_discussion", [(("centre", "ssat_discussion"), AS_OF)], "met", "1 September 2020"),
        ("criteria_considered", [(("centre", "criteria_considered"), None)], "not recorded", "no"),
        ("team_size", [(("trainers",), [])], "not recorded", "no trainers named"),
        ("team_size", [(("trainers",), [{"name": "A"}])], "not met", "1 trainer named"),
        ("team_size", [(("trainers",), [{"name": n} for n in "ABCD"])], "met", "4 trainers"),
        ("team_size", [(("trainers",), [{"name": n} for n in "ABCDE"])], "not met", "5 trainers"),
        ("expertise", [((*TRAINER, "expertise"), False)], "not met", "has said no"),
        ("aptitude", [((*TRAINER, "aptitude"), None)], "not recorded", "nothing recorded"),
        ("capacity", [((*TRAINER, "capacity"), False)], "not met", "has said no"),
        ("accredited", [((*TRAINER, "accredited"), None)], "not recorded", "no date"),
        ("accredited", [((*TRAINER, "accredited"), date(2019, 10, 1))], "met", "in time"),
        ("accredited", [((*TRAINER, "accredited"), date(2019, 10, 2))], "not met", "after"),
        (
            "accredited",
            [(LAUNCH, None), ((*TRAINER, "accredited"), date(2019, 8, 31))],
            "met",
            "before 2019/20 begins",
        ),
        (
            "accredited",
            [(LAUNCH, None), ((*TRAINER, "accredited"), date(2019, 9, 1))],
            "not recorded",
            "within 2019/20",
        ),
        (
            "accredited",
            [
                (LAUNCH, None),
                ((*TRAINER, "accredited"), date(2020, 9, 1)),
                ((*TRAINER, "certified"), None),
            ],
            "not met",
            "after Stage 2 in 2019/20",
        ),
        (
            "accredited",
            [(("stages",), READY["stages"][1:]), ((*TRAINER, "accredited"), date(2020, 8, 31))],
            "met",
            "31 August 2020",
        ),
        (
            "accredited",
            [((*TRAINER, "accredited"), date(2021, 6, 25))],
            "not met",
            "planned for 25 June 2021, too late for the Stage 2 Launch on 1 October 2019",
        ),
        (
            "accredited",
            [(LAUNCH, None), ((*TRAINER, "accredited"), date(2021, 6, 25))],
            "not met",
            "planned for 25 June 2021, too late for Stage 2 in 2019/20",
        ),
        ("interned", [((*TRAINER, "interned"), None)], "not recorded", "nothing recorded"),
        ("interned", [((*TRAINER, "interned"), ["launch"])], "not met", "Application Support"),
        ("interned", [((*TRAINER, "interned"), [])], "not met", "Launch or Application Support"),
        ("train_the_trainer", [((*TRAINER, "train_the_trainer"), [])], "not met", "not at"),
        ("shadowed", [((*TRAINER, "shadowed"), ["application_support"])], "not met", "at Launch"),
        ("shadowed", [(SUPPORT, date(2020, 9, 2))], "not recorded", "planned for 2 September"),
        (
            "shadowed",
            [
                (LAUNCH, None),
                (SUPPORT, None),
                (("stages", 0, "academic_year"), "2021/22"),
                (("stages", 1, "academic_year"), "2021/22"),
            ],
            "not recorded",
            "planned for 2021/22",
        ),
        ("certified", [((*TRAINER, "certified"), None)], "not recorded", "no date"),
        ("certified", [((*TRAINER, "certified"), date(2019, 6, 27))], "not met", "before the"),
        ("certified", [((*TRAINER, "certified"), date(2019, 6, 28))], "met", "28 June 2019"),
        ("certified", [((*TRAINER, "certified"), date(2021, 7, 3))], "not recorded", "planned"),
        ("licence", [(("centre", "licence"), None)], "not recorded", "nothing recorded"),
        ("licence", [(("centre", "licence"), "none")], "not met", "none so far"),
        ("licence", [(("centre", "licence"), "withdrawn")], "not met", "withdrawn"),
        ("cohort_planned", [(("stages",), READY["stages"][:1])], "not recorded", "no Stage 3"),
    ],
)
def test_a_check_comes_out_as_the_plan_records(
    check: str, changes: list[Any], status: str, detail: str
) -> None:
    result = result_of(plan_with(*changes), check)
    assert (result.status, detail in result.detail) == (status, True), result
    assert (result.action is None) == (status == "met")


@pytest.mark.parametrize(
    ("launch", "accredited", "status"),
    [
        # Asked on 1 September 2018, when all of them are still to come.
        (date(2019, 10, 1), date(2019, 10, 1), "not recorded"),
        (date(2019, 10, 1), date(2019, 10, 2), "not met"),
        (None, date(2020, 8, 31), "not recorded"),
        (None, date(2020, 9, 1), "not met"),
    ],
)
def test_a_planned_accreditation_that_will_be_too_late_is_not_met_already(
    launch: date | None, accredited: date, status: str
) -> None:
    plan = plan_with((LAUNCH, launch), ((*TRAINER, "accredited"), accredited))
    assert result_of(plan, "accredited", 2, date(2018, 9, 1)).status == status


def test_only_the_launch_date_is_asked_for_where_it_decides() -> None:
    plan = plan_with((LAUNCH, None), ((*TRAINER, "accredited"), date(2019, 12, 1)))
    assert "Launch" in str(result_of(plan, "accredited").action)


def test_not_met_outweighs_not_recorded_and_that_outweighs_met() -> None:
    unknown = plan_with((("centre", "ssat_discussion"), None))
    assert check_stage(unknown, 2, AS_OF).verdict == "not known"
    refused = plan_with((("centre", "ssat_discussion"), None), ((*TRAINER, "capacity"), False))
    assert check_stage(refused, 2, AS_OF).verdict == "not ready"


@pytest.mark.parametrize(
    ("planned", "checked"), [([1], (2,)), ([1, 2], (2,)), ([2, 3, 3], (2, 3)), ([3], (3,))]
)
def test_the_stages_of_a_plan_are_checked_and_stage_2_where_it_has_only_stage_1(
    planned: list[int], checked: tuple[int, ...]
) -> None:
    assert stages_to_check(planned) == checked


@given(plan_data(), st.sampled_from([2, 3]))
def test_a_plan_of_the_future_is_never_ready_by_its_own_promises(
    data: dict[str, Any], stage: int
) -> None:
    promised = copy.deepcopy(READY) | {"stages": data["stages"], "school": data["school"]}
    plan, problems = read_plan(promised)
    assert plan is not None, problems
    assert check_stage(plan, stage, date(2018, 1, 1)).verdict != "ready"
