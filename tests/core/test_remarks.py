"""Each remark: where the plan says enough to tell, and only there; never a change of verdict."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_readiness import AS_OF, LAUNCH, READY, SUPPORT, plan_with

from lpplan.core.plan import Plan
from lpplan.core.readiness import check_stage, verdict_of
from lpplan.core.remarks import REMARKS, Remark
from lpplan.reading.tables import read_plan
from strategies import plan_data

A = ("trainers", 0)
OWN = "Oakfield Academy"
STAGE_1 = {
    "stage": 1,
    "academic_year": "2018/19",
    "participants": 2,
    "launch": date(2018, 10, 2),
    "gateway": "2019-06",
}
ACCREDITED = (*A, "accredited")
LICENSED = ("centre", "licensed")


def with_stage_1(*changes: tuple[tuple[str | int, ...], Any], **more: Any) -> Plan:
    """The ready plan with a Stage 1 before it, and keys of both changed."""
    entry = {key: value for key, value in (STAGE_1 | more).items() if value is not None}
    return plan_with((("stages",), [entry, *READY["stages"]]), *changes)


def remarks_on(plan: Plan, stage: int = 2, as_of: date = AS_OF) -> list[Remark]:
    return list(check_stage(plan, stage, as_of).remarks)


def told(plan: Plan, stage: int = 2, as_of: date = AS_OF) -> list[tuple[str, str]]:
    return [(remark.code, remark.subject) for remark in remarks_on(plan, stage, as_of)]


def schools(*names: str) -> dict[str, Any]:
    return {"schools": [{"name": n, "participants": 2} for n in names], "participants": None}


def test_a_plan_as_it_should_be_has_no_remarks() -> None:
    assert remarks_on(with_stage_1()) == remarks_on(with_stage_1(), 3) == []


@pytest.mark.parametrize(
    ("school", "stage_1", "remarked"),
    [
        ("Riverside Primary", schools(OWN, "Lighthouse Primary"), True),
        ("Riverside Primary", schools(OWN, "Riverside  Primary"), False),
        (OWN, schools("Lighthouse Primary"), False),
        ("Riverside Primary", {}, True),  # a bare number names the plan's own school alone
        (OWN, {}, False),
    ],
)
def test_a_trainer_of_a_school_that_does_not_take_part_in_stage_1_is_remarked(
    school: str, stage_1: dict[str, Any], remarked: bool
) -> None:
    plan = with_stage_1(((*A, "school"), school), **stage_1)
    assert told(plan) == [("trainer-from-elsewhere", "Trainer A")] * remarked


def test_without_a_stage_1_nothing_is_said_of_where_trainers_are_from() -> None:
    assert remarks_on(plan_with(((*A, "school"), "Riverside Primary"))) == []


def test_fewer_places_at_stage_1_than_trainers_who_need_one_are_remarked() -> None:
    # Both trainers are accredited on 28 June 2019, after the Launch of 2 October 2018.
    (remark,) = remarks_on(with_stage_1(participants=1))
    assert remark == Remark(
        "too-few-places",
        "team",
        "Stage 1 has places for 1 person, fewer than the 2 trainers without an accreditation from"
        " before it.",
        "LPLC proposal, Stage 1",
    )


@pytest.mark.parametrize(
    ("launch", "accredited", "remarked"),
    [
        (date(2018, 10, 2), date(2018, 10, 1), False),
        (date(2018, 10, 2), date(2018, 10, 2), True),
        (date(2018, 10, 2), None, True),
        (None, date(2018, 8, 31), False),
        (None, date(2018, 9, 1), True),
    ],
)
def test_a_trainer_accredited_before_stage_1_needs_no_place_there(
    launch: date | None, accredited: date | None, remarked: bool
) -> None:
    plan = with_stage_1((ACCREDITED, accredited), participants=1, launch=launch)
    assert told(plan) == [("too-few-places", "team")] * remarked


@pytest.mark.parametrize(
    ("accredited", "as_of", "gateway", "remarked"),
    [
        (date(2019, 5, 31), date(2019, 1, 1), "2019-06", True),
        (date(2019, 6, 1), date(2019, 1, 1), "2019-06", False),
        (date(2019, 5, 31), date(2019, 5, 31), "2019-06", False),  # a fact, no longer planned
        (date(2018, 10, 1), date(2018, 1, 1), "2019-06", False),  # not from Stage 1
        (date(2019, 5, 31), date(2019, 1, 1), None, False),  # it may have been November 2018
        (date(2018, 10, 31), date(2018, 10, 1), None, True),  # before any that can be
    ],
)
def test_an_accreditation_planned_for_before_the_gateway_that_decides_it_is_remarked(
    accredited: date, as_of: date, gateway: str | None, remarked: bool
) -> None:
    undecided = (("centre", "licence"), "none")
    plan = with_stage_1((ACCREDITED, accredited), undecided, gateway=gateway)
    assert told(plan, 2, as_of) == [("accredited-before-gateway", "Trainer A")] * remarked


@pytest.mark.parametrize(
    ("launch", "accredited", "remarked"),
    [
        (date(2019, 10, 1), date(2016, 10, 1), False),  # three years to the day
        (date(2019, 10, 1), date(2016, 9, 30), True),
        (None, date(2016, 9, 1), False),  # the Launch can be on 1 September 2019
        (None, date(2016, 8, 31), True),  # the Launch cannot be before that
        (date(2020, 2, 29), date(2017, 2, 28), True),
        (date(2020, 2, 11), date(1, 1, 1), True),
    ],
)
def test_an_accreditation_of_more_than_three_years_by_the_launch_is_remarked(
    launch: date | None, accredited: date, remarked: bool
) -> None:
    plan = plan_with((LAUNCH, launch), (SUPPORT, None), (ACCREDITED, accredited))
    assert told(plan) == [("accreditation-age", "Trainer A")] * remarked


def test_the_age_is_by_the_launch_of_the_stage_that_is_checked_and_says_where_it_is_from() -> None:
    # Three years from 28 June 2017 are over on 28 June 2020, before 2020/21 begins.
    plan = plan_with((ACCREDITED, date(2017, 6, 28)))
    assert remarks_on(plan, 2) == []
    (remark,) = remarks_on(plan, 3)
    assert remark.text == (
        "Trainer A's accreditation of 28 June 2017 is more than 3 years old by Stage 3 in 2020/21."
        " SSAT's re-accreditation page (undated, and outside the LPLC proposal and the LP course"
        " FAQ) says that it lasts 3 years: ask SSAT."
    )
    assert remark.source == "SSAT's re-accreditation page, undated"


@pytest.mark.parametrize(
    ("licensed", "considered", "remarked"),
    [
        (date(2020, 7, 10), date(2020, 7, 11), True),
        (date(2020, 7, 10), date(2020, 7, 10), False),
        (date(2020, 7, 10), None, False),
        (None, date(2020, 7, 11), False),
    ],
)
def test_a_licence_awarded_before_the_criteria_were_considered_is_remarked(
    licensed: date | None, considered: date | None, remarked: bool
) -> None:
    dates = {"licensed": licensed, "criteria_considered": considered}
    centre = {"licence": "awarded", **{key: day for key, day in dates.items() if day}}
    plan = plan_with((("centre",), centre))
    words = (
        "The licence is recorded as awarded on 10 July 2020, and SSAT's eligibility criteria as"
        " considered only on 11 July 2020."
    )
    assert [remark.text for remark in remarks_on(plan, 3)] == [words] * remarked
    assert told(plan, 3) == [("licensed-before-criteria", "centre")] * remarked


@pytest.mark.parametrize(
    ("changes", "as_of", "remarked"),
    [
        ([(LICENSED, date(2019, 9, 30))], AS_OF, True),
        ([(LICENSED, date(2019, 10, 1))], AS_OF, False),
        ([(LICENSED, date(2019, 8, 31)), (LAUNCH, None)], AS_OF, True),
        ([(LICENSED, date(2019, 9, 1)), (LAUNCH, None)], AS_OF, False),
        # Without a date: awarded by the day of asking, and Stage 2 is not over by then.
        ([], date(2020, 2, 10), True),
        ([], date(2020, 2, 11), False),
        ([(("centre", "licence"), "none")], date(2020, 2, 10), False),
        ([(LAUNCH, None), (SUPPORT, None)], date(2019, 8, 31), True),
        ([(LAUNCH, None), (SUPPORT, None)], date(2019, 9, 1), False),
        ([(("stages",), READY["stages"][1:])], date(2019, 8, 31), False),
    ],
)
def test_a_licence_awarded_before_stage_2_was_run_is_remarked(
    changes: list[Any], as_of: date, remarked: bool
) -> None:
    plan = plan_with(*changes)
    assert told(plan, 3, as_of) == [("licensed-before-stage-2", "centre")] * remarked


@pytest.mark.parametrize(
    ("changes", "when"),
    [
        (
            [(LICENSED, date(2019, 9, 30))],
            "on 30 September 2019, before the Stage 2 Launch on 1 October 2019",
        ),
        ([(LAUNCH, None), (SUPPORT, None)], "before the end of Stage 2 in 2019/20"),
    ],
)
def test_a_licence_that_comes_too_early_is_remarked_in_these_words(
    changes: list[Any], when: str
) -> None:
    (remark,) = remarks_on(plan_with(*changes), 3, date(2019, 8, 31))
    assert remark.text == (
        f"The licence is recorded as awarded {when}, at which the centre's trainers are trained."
    )


def test_the_sources_of_remarks_are_these() -> None:
    assert {code: source for code, (source, _) in REMARKS.items()} == {
        "trainer-from-elsewhere": "LPLC proposal, Stage 1",
        "too-few-places": "LPLC proposal, Stage 1",
        "accredited-before-gateway": "LPLC proposal, Stage 1",
        "accreditation-age": "SSAT's re-accreditation page, undated",
        "licensed-before-criteria": "LPLC proposal, LPLC status",
        "licensed-before-stage-2": "LPLC proposal, Stage 2 and Stage 3",
    }


def test_no_remark_changes_a_verdict() -> None:
    worst = with_stage_1(
        ((*A, "school"), "Riverside Primary"),
        (("trainers", 1, "accredited"), date(2015, 6, 28)),
        (LICENSED, date(2018, 1, 1)),
    )
    readiness = check_stage(worst, 3, AS_OF)
    assert {remark.code for remark in readiness.remarks} == {
        "trainer-from-elsewhere",
        "accreditation-age",
        "licensed-before-criteria",
        "licensed-before-stage-2",
    }
    assert readiness.verdict == "ready"


@given(plan_data(), st.sampled_from([2, 3]), st.dates())
def test_every_plan_can_be_remarked_on_and_its_checks_alone_decide(
    data: dict[str, Any], stage: int, as_of: date
) -> None:
    plan, problems = read_plan(copy.deepcopy(data))
    assert plan is not None, problems
    readiness = check_stage(plan, stage, as_of)
    assert readiness.verdict == verdict_of(readiness.checks)
    assert all(remark.code in REMARKS and remark.source for remark in readiness.remarks)


def test_a_gateway_that_is_not_recorded_is_the_first_that_can_be() -> None:
    plan = with_stage_1(
        (ACCREDITED, date(2018, 10, 31)), (("centre", "licence"), "none"), gateway=None
    )
    (remark,) = remarks_on(plan, 2, date(2018, 10, 1))
    assert remark.text == (
        "Trainer A's accreditation is planned for 31 October 2018, before the gateway of Stage 1 in"
        " November 2018 at the earliest, at which applications are judged."
    )
