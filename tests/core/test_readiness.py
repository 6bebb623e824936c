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
        (
            "ssat_discussion",
            [(("centre", "ssat_discussion"), None)],
            "not recorded",
            "no date recorded",
        ),
        (
            "ssat_discussion",
            [(("centre", "ssat_discussion"), date(2020, 9, 2))],
            "not recorded",
            "planned for 2 September 2020",
        ),
        (
            "ssat_discussion",
            [(("centre", "ssat_discussion"), AS_OF)],
            "met",
            "held on 1 September 2020",
        ),
        (
            "criteria_considered",
            [(("centre", "criteria_considered"), None)],
            "not recorded",
            "no date recorded",
        ),
        ("team_size", [(("trainers",), [])], "not recorded", "no trainers named"),
        ("team_size", [(("trainers",), [{"name": "A"}])], "not met", "1 trainer named"),
        ("team_size", [(("trainers",), [{"name": n} for n in "ABCD"])], "met", "4 trainers named"),
        (
            "team_size",
            [(("trainers",), [{"name": n} for n in "ABCDE"])],
            "not met",
            "5 trainers named",
        ),
        ("expertise", [((*TRAINER, "expertise"), False)], "not met", "the school has said no"),
        ("aptitude", [((*TRAINER, "aptitude"), None)], "not recorded", "nothing recorded"),
        ("capacity", [((*TRAINER, "capacity"), False)], "not met", "the school has said no"),
        ("accredited", [((*TRAINER, "accredited"), None)], "not recorded", "no date recorded"),
        (
            "accredited",
            [((*TRAINER, "accredited"), date(2019, 10, 1))],
            "met",
            "accredited on 1 October 2019, in time for the Stage 2 Launch on 1 October 2019",
        ),
        (
            "accredited",
            [((*TRAINER, "accredited"), date(2019, 10, 2))],
            "not met",
            "accredited on 2 October 2019, after the Stage 2 Launch on 1 October 2019",
        ),
        (
            "accredited",
            [(LAUNCH, None), ((*TRAINER, "accredited"), date(2019, 8, 31))],
            "met",
            "accredited on 31 August 2019, before 2019/20 begins",
        ),
        (
            "accredited",
            [(LAUNCH, None), ((*TRAINER, "accredited"), date(2019, 9, 1))],
            "not recorded",
            (
                "accredited on 1 September 2019, within 2019/20: before or after the Launch is not"
                " recorded"
            ),
        ),
        (
            "accredited",
            [
                (LAUNCH, None),
                ((*TRAINER, "accredited"), date(2020, 9, 1)),
                ((*TRAINER, "certified"), None),
            ],
            "not met",
            "accredited on 1 September 2020, after Stage 2 in 2019/20",
        ),
        (
            "accredited",
            [(("stages",), READY["stages"][1:]), ((*TRAINER, "accredited"), date(2020, 8, 31))],
            "met",
            "accredited on 31 August 2020",
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
        (
            "interned",
            [((*TRAINER, "interned"), ["launch"])],
            "not met",
            "not at Application Support",
        ),
        (
            "interned",
            [((*TRAINER, "interned"), [])],
            "not met",
            "not at Launch or Application Support",
        ),
        (
            "train_the_trainer",
            [((*TRAINER, "train_the_trainer"), [])],
            "not met",
            "not at Launch or Application Support",
        ),
        (
            "shadowed",
            [((*TRAINER, "shadowed"), ["application_support"])],
            "not met",
            "not at Launch",
        ),
        (
            "shadowed",
            [(SUPPORT, date(2020, 9, 2))],
            "not recorded",
            "Application Support planned for 2 September 2020",
        ),
        (
            "shadowed",
            [
                (LAUNCH, None),
                (SUPPORT, None),
                (("stages", 0, "academic_year"), "2021/22"),
                (("stages", 1, "academic_year"), "2021/22"),
            ],
            "not recorded",
            "Stage 2 planned for 2021/22",
        ),
        ("certified", [((*TRAINER, "certified"), None)], "not recorded", "no date recorded"),
        (
            "certified",
            [((*TRAINER, "certified"), date(2019, 6, 27))],
            "not met",
            "certified on 27 June 2019, before the accreditation on 28 June 2019",
        ),
        (
            "certified",
            [((*TRAINER, "certified"), date(2019, 6, 28))],
            "met",
            "certified on 28 June 2019",
        ),
        (
            "certified",
            [((*TRAINER, "certified"), date(2021, 7, 3))],
            "not recorded",
            "planned for 3 July 2021",
        ),
        ("licence", [(("centre", "licence"), None)], "not recorded", "nothing recorded"),
        ("licence", [(("centre", "licence"), "none")], "not met", "none so far"),
        ("licence", [(("centre", "licence"), "withdrawn")], "not met", "withdrawn"),
        (
            "cohort_planned",
            [(("stages",), READY["stages"][:1])],
            "not recorded",
            "no Stage 3 in the plan",
        ),
    ],
)
def test_a_check_comes_out_as_the_plan_records(
    check: str, changes: list[Any], status: str, detail: str
) -> None:
    result = result_of(plan_with(*changes), check)
    assert (result.status, result.detail) == (status, detail)
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


@pytest.mark.parametrize(
    ("changes", "check", "step"),
    [
        (
            [(LAUNCH, None), ((*TRAINER, "accredited"), date(2019, 12, 1))],
            "accredited",
            "Record the date of the Stage 2 Launch as launch in its entry.",
        ),
        (
            [((*TRAINER, "accredited"), date(2019, 12, 1))],
            "accredited",
            "Name someone who is accredited by the Stage 2 Launch, or plan Stage 2 for later.",
        ),
        (
            [((*TRAINER, "certified"), date(2021, 7, 3))],
            "certified",
            "Check again after that date.",
        ),
        (
            [
                (LAUNCH, None),
                (SUPPORT, None),
                (("stages", 0, "academic_year"), "2021/22"),
                (("stages", 1, "academic_year"), "2021/22"),
            ],
            "shadowed",
            "Check again once that year has begun.",
        ),
    ],
)
def test_what_is_to_be_done_is_what_this_plan_lacks(
    changes: list[Any], check: str, step: str
) -> None:
    result = result_of(plan_with(*changes), check)
    assert result.step == result.action == step
    assert result.waits == step.startswith("Check again")


def test_a_session_counts_from_its_day_on_and_its_stage_from_the_first_day_of_the_year() -> None:
    assert result_of(plan_with((SUPPORT, AS_OF)), "shadowed").status == "met"
    undated = plan_with(
        (LAUNCH, None),
        (SUPPORT, None),
        (("stages", 0, "academic_year"), "2020/21"),
    )
    assert result_of(undated, "shadowed", as_of=date(2020, 9, 1)).status == "met"
    assert result_of(undated, "shadowed", as_of=date(2020, 8, 31)).status == "not recorded"


def test_a_certificate_that_is_planned_is_not_held_against_an_accreditation_after_it() -> None:
    plan = plan_with(
        ((*TRAINER, "accredited"), date(2021, 6, 25)), ((*TRAINER, "certified"), date(2021, 1, 8))
    )
    result = result_of(plan, "certified")
    assert (result.status, result.detail) == ("not recorded", "planned for 8 January 2021")


def test_a_certificate_of_somebody_without_an_accreditation_on_record_is_met() -> None:
    assert result_of(plan_with(((*TRAINER, "accredited"), None)), "certified").status == "met"


def test_a_check_is_of_no_trainer_unless_it_says_so() -> None:
    checked = CheckResult("period", "a period", "An applicant", "met", "", None, "LP course FAQ")
    assert (checked.of_trainer, checked.step, checked.waits) == (False, None, False)


def test_nothing_waits_that_is_met_or_can_be_done_now() -> None:
    assert not result_of(plan_with(), "certified").waits
    assert not result_of(plan_with(((*TRAINER, "certified"), None)), "certified").waits


MET = {
    "ssat_discussion": "held on 14 May 2018",
    "criteria_considered": "considered on 20 June 2018",
    "team_size": "2 trainers named",
    "expertise": "the school says so",
    "aptitude": "the school says so",
    "capacity": "the school says so",
    "accredited": "accredited on 28 June 2019, in time for the Stage 2 Launch on 1 October 2019",
    "interned": "at both sessions",
    "train_the_trainer": "at both sessions",
    "shadowed": "at both sessions",
    "certified": "certified on 3 July 2020",
    "licence": "awarded",
    "cohort_planned": "20 participants in 2020/21",
}


def test_what_is_met_says_by_what() -> None:
    results = check_stage(plan_with(), 3, AS_OF).checks
    assert {result.check: result.detail for result in results} == MET


ASKED_FOR = {
    "ssat_discussion": (
        "discussion with SSAT",
        "centre",
        "Talk to SSAT's LP team.",
        "Talk to SSAT's LP team, and record the date as ssat_discussion under [centre].",
        "LPLC proposal, introduction",
    ),
    "criteria_considered": (
        "SSAT's eligibility criteria",
        "centre",
        "Ask SSAT for the eligibility criteria, and consider them.",
        (
            "Ask SSAT for the eligibility criteria, consider them, and record the "
            "date as criteria_considered under [centre]."
        ),
        "LPLC proposal, LPLC status",
    ),
    "team_size": (
        "size of the training team",
        "team",
        "Name 2 to 4 future trainers.",
        "Name 2 to 4 future trainers as [[trainers]] entries.",
        "LPLC proposal, Stage 1",
    ),
    "expertise": (
        "expertise",
        "B",
        "Decide whether they have the expertise to train others, or name someone else.",
        (
            "Decide whether they have the expertise to train others: record expertise = "
            "true, or name someone else."
        ),
        "LPLC proposal, Stage 1",
    ),
    "aptitude": (
        "aptitude",
        "B",
        "Decide whether they have the aptitude to train others, or name someone else.",
        (
            "Decide whether they have the aptitude to train others: record aptitude = true, "
            "or name someone else."
        ),
        "LPLC proposal, Stage 1",
    ),
    "capacity": (
        "capacity",
        "B",
        "Decide whether they have the time to train others, or make room.",
        "Decide whether they have the time to train others: record capacity = true, or make room.",
        "LPLC proposal, Stage 1",
    ),
    "accredited": (
        "own LP accreditation",
        "B",
        "Their own LP accreditation must be complete by the Stage 2 Launch.",
        (
            "Their own LP accreditation must be complete by the Stage 2 Launch: record its "
            "date as accredited."
        ),
        "LPLC proposal, Stage 1 and Stage 2",
    ),
    "interned": (
        "interned at both sessions",
        "B",
        "Have them attend and intern at Launch and Application Support.",
        "Have them attend and intern at Launch and Application Support, and list both in interned.",
        "LPLC proposal, Stage 2",
    ),
    "train_the_trainer": (
        "trained for both sessions",
        "B",
        "Have SSAT train them for Launch and Application Support.",
        (
            "Have SSAT train them for Launch and Application Support, and list both "
            "in train_the_trainer."
        ),
        "LPLC proposal, Stage 2",
    ),
    "shadowed": (
        "shadowed SSAT's expert",
        "B",
        "Have them shadow SSAT's expert at Launch and Application Support.",
        (
            "Have them shadow SSAT's expert at Launch and Application Support, and list both "
            "in shadowed."
        ),
        "LPLC proposal, Stage 2",
    ),
    "certified": (
        "certified as LP trainer",
        "B",
        "Ask SSAT to certify them as a qualified LP trainer at the end of Stage 2.",
        (
            "Ask SSAT to certify them as a qualified LP trainer at the end of Stage 2, and "
            "record the date as certified."
        ),
        "LPLC proposal, Stage 2",
    ),
    "licence": (
        "LPLC licence",
        "centre",
        "Discuss the licence with SSAT.",
        "Discuss the licence with SSAT, and record what was decided as licence under [centre].",
        "LPLC proposal, LPLC status",
    ),
    "cohort_planned": (
        "cohort in the plan",
        "stage",
        "Plan the stage, with its academic year and participants.",
        "Add the stage to the plan, with its academic year and participants.",
        "LPLC proposal, Stage 2 and Stage 3",
    ),
}


def test_a_check_that_is_not_recorded_says_what_to_do_how_to_record_it_and_its_source() -> None:
    nothing = {"school": READY["school"], "trainers": [{"name": "A"}, {"name": "B"}]}
    other = {"stage": 1, "academic_year": "2018/19", "participants": 1000}
    plan, problems = read_plan(nothing | {"stages": [other]})
    assert plan is not None, problems
    results = check_stage(plan, 3, AS_OF).checks
    said = {r.check: (r.title, r.subject, r.step, r.action, r.source) for r in results}
    said["team_size"] = next(
        (r.title, r.subject, r.step, r.action, r.source)
        for r in check_stage(plan.model_copy(update={"trainers": ()}), 3, AS_OF).checks
        if r.check == "team_size"
    )
    assert said == ASKED_FOR
    of_trainers = {result.check for result in results if result.of_trainer}
    assert of_trainers == {check for check, told in ASKED_FOR.items() if told[1] == "B"}


def test_the_people_of_a_cohort_are_written_with_their_commas() -> None:
    plan = plan_with((("stages", 1, "participants"), 1000))
    assert result_of(plan, "cohort_planned").detail == "1,000 participants in 2020/21"


def test_not_met_outweighs_not_recorded_and_that_outweighs_met() -> None:
    unknown = plan_with((("centre", "ssat_discussion"), None))
    assert check_stage(unknown, 2, AS_OF).verdict == "not known"
    refused = plan_with((("centre", "ssat_discussion"), None), ((*TRAINER, "capacity"), False))
    assert check_stage(refused, 2, AS_OF).verdict == "not ready"


@pytest.mark.parametrize(
    ("planned", "checked"), [([1], (2,)), ([1, 2], (2,)), ([3, 2, 3], (2, 3)), ([3], (3,))]
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
