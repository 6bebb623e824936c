"""When stages are, what is suggested where the plan does not say, and what cannot work."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lpplan.core.bounds import gateway_from
from lpplan.core.plan import Plan
from lpplan.core.programme import GATEWAY_MONTHS
from lpplan.reading.tables import read_plan
from lpplan.timeline import HOURS, Timeline, When, timeline
from lpplan.timeline.dates import can_precede, gateway_before
from lpplan.timeline.items import MOST_GET_TOGETHERS, Item
from lpplan.values.money import DecimalText
from lpplan.values.years import AcademicYear, Month
from strategies import dated_plans, sessions

AS_OF = date(2018, 1, 15)
SCHOOL = {"name": "Oakfield Academy", "membership": "member"}

STAGE_1: dict[str, Any] = {
    "stage": 1,
    "academic_year": "2018/19",
    "participants": 24,
    "launch": date(2018, 10, 2),
    "application_support": date(2019, 2, 5),
    "gateway": "2019-06",
}
STAGE_2: dict[str, Any] = {
    "stage": 2,
    "academic_year": "2019/20",
    "participants": 18,
    "launch": date(2019, 10, 1),
    "application_support": date(2020, 2, 11),
    "gateway": "2020-06",
}
STAGE_3: dict[str, Any] = {
    "stage": 3,
    "academic_year": "2020/21",
    "participants": 20,
    "launch": date(2020, 10, 6),
    "application_support": date(2021, 2, 2),
    "gateway": "2021-06",
}


def changed(stage: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A stage with some keys changed, or left out where the new value is None."""
    return {key: value for key, value in (stage | changes).items() if value is not None}


def undated(stage: dict[str, Any], **changes: Any) -> dict[str, Any]:
    none = dict.fromkeys(("launch", "application_support", "gateway"))
    return changed(stage, **(none | changes))


def plan_of(
    *stages: dict[str, Any], trainers: Any = (), centre: dict[str, Any] | None = None
) -> Plan:
    data = {
        "school": SCHOOL,
        "centre": centre or {},
        "stages": list(stages),
        "trainers": list(trainers),
    }
    plan, problems = read_plan(data)
    assert plan is not None, problems
    return plan


def of(*stages: dict[str, Any], as_of: date = AS_OF, **more: Any) -> Timeline:
    return timeline(plan_of(*stages, **more), as_of)


def items_of(found: Timeline, kind: str) -> list[Item]:
    return [item for item in found.items if item.kind == kind]


def codes(found: Timeline) -> list[tuple[str, tuple[int, ...]]]:
    return [(conflict.code, conflict.stages) for conflict in found.conflicts]


def suggested(day: date | None = None, month: Month | None = None) -> When:
    return When(day=day, month=month, suggested=True)


# Items


def test_a_stage_goes_from_its_academic_year_to_its_gateway() -> None:
    found = of(STAGE_1)
    assert [(item.kind, item.when.day or item.when.month) for item in found.items] == [
        ("academic-year", date(2018, 9, 1)),
        ("launch", date(2018, 10, 2)),
        ("get-together", Month(2018, 11)),
        ("get-together", Month(2019, 1)),
        ("application-support", date(2019, 2, 5)),
        ("get-together", Month(2019, 3)),
        ("get-together", Month(2019, 5)),
        ("gateway", Month(2019, 6)),
    ]
    assert {item.kind for item in found.items if item.when.suggested} == {"get-together"}


def test_a_gateway_of_june_comes_after_a_session_in_june() -> None:
    found = of(changed(STAGE_1, application_support=date(2019, 6, 25)))
    assert [item.kind for item in found.items][-2:] == ["application-support", "gateway"]


def test_trainers_are_trained_at_both_sessions_of_stage_2() -> None:
    found = of(STAGE_2)
    kinds = ("train-the-trainer-launch", "train-the-trainer-support")
    assert [item.when.day for kind in kinds for item in items_of(found, kind)] == [
        date(2019, 10, 1),
        date(2020, 2, 11),
    ]
    assert not [i for s in (STAGE_1, STAGE_3) for i in of(s).items if "train-the" in i.kind]


@pytest.mark.parametrize(
    ("launch", "through"),
    [
        (date(2019, 10, 1), "June 2019"),
        (date(2019, 11, 30), "June 2019"),  # the gateway of November may be after that day
        (date(2019, 12, 3), "November 2019"),
        (date(2020, 6, 2), "November 2019"),
        (date(2020, 7, 7), "June 2020"),
    ],
)
def test_trainers_are_accredited_through_the_last_gateway_before_the_stage_2_launch(
    launch: date, through: str
) -> None:
    found = of(changed(STAGE_2, launch=launch, application_support=None, gateway=None))
    (deadline,) = items_of(found, "accreditation-deadline")
    assert deadline.when == When(day=launch)
    assert f"through the {through} gateway at the latest." in deadline.detail


def test_without_a_stage_2_launch_the_year_before_is_in_time_in_any_case() -> None:
    (deadline,) = items_of(of(undated(STAGE_2)), "accreditation-deadline")
    assert deadline.when == suggested(date(2019, 10, 1))
    assert "through the June 2019 gateway" in deadline.detail
    assert "before 1 September 2019 is in time whenever the Launch is" in deadline.detail


def test_without_any_day_for_the_stage_2_launch_no_gateway_is_named() -> None:
    impossible = undated(STAGE_2, gateway="2019-06")
    (deadline,) = items_of(of(impossible), "accreditation-deadline")
    assert deadline.when == suggested()
    assert "through" not in deadline.detail


@pytest.mark.parametrize(
    ("trainers", "told"),
    [
        ([], "No trainers are named."),
        ([{"name": "A", "accredited": AS_OF}], "A date is recorded for each of them."),
        (
            [{"name": "A"}, {"name": "B", "accredited": AS_OF}, {"name": "C"}],
            "No date is recorded for A and C.",
        ),
    ],
)
def test_a_deadline_says_for_which_trainers_no_date_is_recorded(
    trainers: list[dict[str, Any]], told: str
) -> None:
    (deadline,) = items_of(of(STAGE_2, trainers=trainers), "accreditation-deadline")
    assert deadline.detail.endswith(told)


@pytest.mark.parametrize(
    ("centre", "told"),
    [
        ({}, "Not recorded."),
        ({"licence": "none"}, "None so far."),
        ({"licence": "awarded"}, "awarded."),
        ({"licence": "withdrawn"}, "withdrawn."),
    ],
)
def test_certificates_and_licence_are_there_by_the_first_stage_3_launch_only(
    centre: dict[str, Any], told: str
) -> None:
    found = of(STAGE_3, undated(STAGE_3, academic_year="2021/22"), centre=centre)
    (certificates,) = items_of(found, "certificate-deadline")
    (licence,) = items_of(found, "licence-deadline")
    assert certificates.when == licence.when == When(day=date(2020, 10, 6))
    assert licence.detail.endswith(told)


@pytest.mark.parametrize(
    ("stage", "participant", "trainer"),
    [
        (1, 5, 5),  # 2 × 2.5
        (2, 5, 9),  # 2 × 2.5 + 2 × 2
        (3, 5, 5),
    ],
)
def test_the_hours_of_each_person_follow_from_two_sessions_and_the_training(
    stage: int, participant: int, trainer: int
) -> None:
    assert HOURS[stage][:2] == (participant, trainer)


def test_get_togethers_of_a_stage_without_end_are_cut_and_a_note_says_so() -> None:
    found = of(changed(STAGE_1, gateway="9999-11"))
    assert len(items_of(found, "get-together")) == MOST_GET_TOGETHERS
    assert "get-togethers-left-out" in found.notes


def test_a_gateway_in_the_month_of_the_launch_leaves_no_room_for_get_togethers() -> None:
    found = of(
        changed(STAGE_1, launch=date(2019, 6, 4), application_support=None, gateway="2019-06")
    )
    assert items_of(found, "get-together") == []
    assert "get-togethers" not in found.notes


def test_a_note_is_there_only_where_it_says_something() -> None:
    def noted(found: Timeline) -> list[str]:
        return [*found.notes]

    assert noted(of(STAGE_2)) == ["gateway-month", "get-togethers", "hours"]
    assert noted(of(undated(STAGE_1))) == [
        "suggestions",
        "gateway-month",
        "get-togethers",
        "hours",
        "future-trainers",
    ]


# Suggestions


def test_without_dates_the_first_tuesday_of_october_midway_and_june_are_suggested() -> None:
    # 2 October 2018 to 1 June 2019 are 242 days: 121 after the Launch is Thursday 31 January.
    (stage,) = of(undated(STAGE_1)).stages
    assert stage.dates.launch == suggested(date(2018, 10, 2))
    assert stage.dates.sessions["application_support"] == suggested(date(2019, 1, 29))
    assert stage.dates.gateway == suggested(month=Month(2019, 6))


@pytest.mark.parametrize(
    ("launch", "gateway"),
    [
        (date(2018, 9, 1), Month(2019, 6)),
        (date(2019, 1, 1), Month(2019, 6)),  # five months to the day
        (date(2019, 1, 2), Month(2019, 11)),
        (date(2019, 6, 1), Month(2019, 11)),
        (date(2019, 8, 31), Month(2020, 6)),
    ],
)
def test_the_gateway_suggested_is_the_first_at_least_five_months_after_the_launch(
    launch: date, gateway: Month
) -> None:
    (stage,) = of(undated(STAGE_1, launch=launch)).stages
    assert stage.dates.launch == When(day=launch)
    assert stage.dates.gateway == suggested(month=gateway)


def test_the_gateway_suggested_is_not_before_application_support() -> None:
    (stage,) = of(changed(STAGE_1, application_support=date(2019, 7, 2), gateway=None)).stages
    assert stage.dates.gateway == suggested(month=Month(2019, 11))


@pytest.mark.parametrize(
    ("known", "launch"),
    [
        ({"application_support": date(2018, 9, 25)}, date(2018, 9, 25)),
        ({"application_support": date(2018, 9, 24)}, date(2018, 9, 18)),
        ({"application_support": date(2018, 9, 10)}, None),  # Tuesday 4 September is holiday still
        ({"gateway": "2018-11"}, date(2018, 10, 2)),
        ({"gateway": "2018-06"}, None),
    ],
)
def test_the_launch_suggested_keeps_to_the_stages_other_dates(
    known: dict[str, Any], launch: date | None
) -> None:
    (stage,) = of(undated(STAGE_1, **known)).stages
    assert stage.dates.launch == suggested(launch)


def test_where_no_launch_fits_nothing_is_suggested_that_would_follow_from_it() -> None:
    (stage,) = of(undated(STAGE_1, application_support=date(2018, 9, 3))).stages
    assert stage.dates.launch == stage.dates.gateway == suggested()
    assert ["that fits is left" in i.detail for i in stage.items] == [
        False,
        True,
        False,
        True,
    ]


def test_where_no_application_support_fits_none_is_suggested() -> None:
    # 27 November 2019 is a Wednesday, and the month has no Tuesday after it.
    late = changed(STAGE_2, launch=date(2019, 11, 27), application_support=None, gateway="2019-11")
    (stage,) = of(late).stages
    assert stage.dates.sessions["application_support"] == suggested()


def test_stage_2_is_suggested_after_the_gateway_of_stage_1() -> None:
    # November's is the gateway; Tuesday 3 December 2019 is the first after it.
    first, second = of(changed(STAGE_1, gateway="2019-11"), undated(STAGE_2)).stages
    assert first.dates.gateway == When(month=Month(2019, 11))
    assert second.dates.launch == suggested(date(2019, 12, 3))


def test_stage_2_is_suggested_once_all_trainers_are_accredited() -> None:
    trainers = [{"name": "A", "accredited": date(2019, 10, 9)}, {"name": "B"}]
    found = of(STAGE_1, undated(STAGE_2), trainers=trainers)
    assert found.stages[1].dates.launch == suggested(date(2019, 10, 15))


def test_stage_2_need_not_wait_for_a_gateway_where_its_trainers_are_accredited_before() -> None:
    found = of(LATE_1, undated(STAGE_2), trainers=[ACCREDITED], as_of=ACCREDITED["accredited"])
    assert found.stages[1].dates.launch == suggested(date(2019, 10, 1))


def test_stage_3_is_suggested_once_all_trainers_are_certified() -> None:
    trainers = [{"name": "A", "certified": date(2020, 11, 2)}]
    found = of(STAGE_2, undated(STAGE_3), trainers=trainers)
    assert found.stages[1].dates.launch == suggested(date(2020, 11, 3))


def test_two_stages_in_one_year_are_suggested_one_after_the_other() -> None:
    # Stage 1 ends with the gateway of June 2019; the first Tuesday after it is 2 July.
    first, second = of(undated(STAGE_1), undated(STAGE_2, academic_year="2018/19")).stages
    assert first.dates.gateway.month == Month(2019, 6)
    assert second.dates.launch == suggested(date(2019, 7, 2))
    assert second.dates.gateway == suggested(month=Month(2020, 6))


def test_a_repeated_stage_3_waits_for_the_sessions_before_it_and_no_gateway() -> None:
    first, second = of(STAGE_3, undated(STAGE_3)).stages
    assert first.dates.sessions["application_support"].day == date(2021, 2, 2)
    assert second.dates.launch == suggested(date(2021, 2, 9))


def test_a_suggestion_leaves_room_for_a_later_stage_whose_launch_is_known() -> None:
    # By itself Stage 1 would be judged in June 2019, which is too late for 4 June 2019.
    late = changed(STAGE_2, academic_year="2018/19", launch=date(2019, 6, 4))
    found = of(undated(STAGE_1), late)
    assert found.stages[0].dates.gateway == suggested(month=Month(2018, 11))
    assert found.conflicts == ()


def test_no_gateway_is_suggested_where_a_later_stage_leaves_no_room_for_one() -> None:
    late = changed(STAGE_2, academic_year="2018/19", launch=date(2019, 6, 4))
    found = of(undated(STAGE_1, launch=date(2018, 12, 4)), late)
    assert found.stages[0].dates.gateway == suggested()


def test_what_is_suggested_lies_ahead() -> None:
    (now,) = of(undated(STAGE_1), as_of=date(2018, 10, 2)).stages
    assert now.dates.launch == suggested(date(2018, 10, 9))
    (support,) = of(undated(STAGE_1, launch=date(2018, 10, 2)), as_of=date(2019, 3, 5)).stages
    assert support.dates.sessions["application_support"] == suggested(date(2019, 3, 12))
    # The usual gateway, June, has begun already.
    assert of(changed(STAGE_1, gateway=None), as_of=date(2019, 6, 1)).stages[
        0
    ].dates.gateway == suggested(month=Month(2019, 6))
    assert of(changed(STAGE_1, gateway=None), as_of=date(2019, 6, 2)).stages[
        0
    ].dates.gateway == suggested(month=Month(2019, 11))
    together = items_of(of(STAGE_1, as_of=date(2019, 3, 2)), "get-together")
    assert [item.when.month for item in together] == [Month(2019, 5)]


GONE = When(suggested=True, past=True)


@pytest.mark.parametrize(
    ("known", "as_of", "over"),
    [
        ({}, date(2019, 8, 31), False),
        ({}, date(2019, 9, 1), True),
        ({"launch": date(2018, 10, 2)}, date(2019, 9, 1), True),
        ({"gateway": "2019-06"}, date(2019, 9, 1), True),
        # What is still to come is no more over than the calendar says.
        ({"gateway": "2019-11"}, date(2019, 9, 1), False),
        ({"application_support": date(2019, 9, 17)}, date(2019, 9, 16), False),
        # After a Launch in May the gateway of November is the usual one.
        ({"launch": date(2019, 5, 7)}, date(2019, 11, 30), False),
        ({"launch": date(2019, 5, 7)}, date(2019, 12, 1), True),
    ],
)
def test_a_stage_that_lacks_dates_is_over_once_its_year_is_and_nothing_of_it_is_ahead(
    known: dict[str, Any], as_of: date, over: bool
) -> None:
    found = of(undated(STAGE_1, **known), as_of=as_of)
    (dates,) = (stage.dates for stage in found.stages)
    assert dates.over == over
    told = found.items[0].detail.startswith("This stage is over")
    assert (told, "over" in found.notes) == (over, over or "launch" not in known)
    if over:
        assert dates.launch == (When(day=known["launch"]) if "launch" in known else GONE)
        assert dates.sessions["application_support"] == GONE
        assert dates.gateway == (When(month=Month(2019, 6)) if "gateway" in known else GONE)
        assert items_of(found, "get-together") == []
        assert "suggestions" not in found.notes


def test_a_stage_with_all_its_dates_is_not_said_to_be_over() -> None:
    found = of(STAGE_1, as_of=date(2026, 11, 24))
    assert not found.stages[0].dates.over
    assert "over" not in found.notes


def test_after_a_launch_that_is_past_and_not_recorded_the_gateway_is_still_suggested() -> None:
    found = of(undated(STAGE_1, application_support=date(2018, 10, 9)), as_of=date(2018, 11, 24))
    (stage,) = found.stages
    assert stage.dates.launch == GONE
    assert stage.dates.gateway == suggested(month=Month(2019, 6))
    (launch,) = items_of(found, "launch")
    assert launch.detail.endswith("Past, and not in the plan.")


def test_sessions_that_came_before_a_recorded_gateway_are_past_with_it() -> None:
    late = undated(STAGE_1, launch=date(2018, 10, 2), gateway="2018-11")
    (stage,) = of(late, as_of=date(2018, 12, 1)).stages
    assert stage.dates.sessions["application_support"] == GONE
    assert not stage.dates.over


# What is added to the sessions

TWILIGHTS = {
    "kind": "twilight",
    "label": "Half-termly twilight",
    "times": 5,
    "hours": DecimalText("1.5"),
}


def test_support_that_a_centre_adds_stands_in_its_stage_without_a_date_and_in_the_hours() -> None:
    support = [TWILIGHTS, {"kind": "call", "times": 10}, {"kind": "forum", "hours": 3}]
    found = of(changed(STAGE_2, support=support))
    items = items_of(found, "support")
    assert {(item.stage, item.when) for item in items} == {(2, When())}
    assert [item.detail for item in items] == [
        "Half-termly twilight, 5 times, 1.5 hours each.",
        "Call by the trainer, 10 times.",
        "Online forum, offered but not counted, 3 hours each.",
    ]
    kinds = [item.kind for item in found.items]
    assert kinds[-4:] == ["support", "support", "support", "gateway"]
    # 2 × 2.5 + 5 × 1.5 = 12.5, and with 2 × 2 more 16.5; what lacks times or hours is not counted.
    hours = found.stages[0].hours
    assert (hours.participant, hours.trainer) == (13, 17)
    assert hours.in_words == (
        "About 13 hours of sessions and the centre's support for each participant, and about 17 for"
        " each trainer, with Train the trainer at both sessions."
    )
    assert "support-hours" in found.notes
    assert found.conflicts == ()


def test_ssats_support_of_the_first_year_belongs_to_the_first_stage_3() -> None:
    found = of(STAGE_2, STAGE_3, undated(STAGE_3, academic_year="2021/22"))
    (item,) = items_of(found, "first-year-support")
    assert (item.entry, item.stage, item.when) == (2, 3, When())
    assert "phone and email" in item.detail
    assert not any("phone" in i.detail for i in found.stages[0].items + found.stages[2].items)


# Conflicts


def test_the_stages_of_one_school_year_by_year_have_no_conflict() -> None:
    assert of(STAGE_1, STAGE_2, STAGE_3).conflicts == ()
    assert of(undated(STAGE_1), undated(STAGE_2), undated(STAGE_3)).conflicts == ()


ACCREDITED: dict[str, Any] = {"name": "A", "accredited": date(2019, 7, 5)}
CERTIFIED = {"name": "A", "certified": date(2020, 7, 10)}
LATE_1 = changed(STAGE_1, gateway="2019-11")
LATE_2 = changed(STAGE_2, gateway="2020-11")
EARLY, WAITS = "accreditation-before-gateway", "launch-before-gateway"
DAY = timedelta(days=1)
FIRST, JUNE = date(2018, 9, 1), date(2019, 6, 1)
EVE = FIRST - DAY


@pytest.mark.parametrize(
    ("stages", "trainers", "expected"),
    [
        ([LATE_1, STAGE_2], [], ["launch-before-gateway"]),
        # A day to come on which no gateway awards it does not help.
        (
            [LATE_1, STAGE_2],
            [ACCREDITED],
            [EARLY, WAITS],
        ),
        (
            [LATE_1, STAGE_2],
            [ACCREDITED, {"name": "B"}],
            [EARLY, WAITS],
        ),
        ([LATE_1, changed(STAGE_2, launch=date(2019, 12, 3))], [ACCREDITED], [EARLY]),
        ([LATE_1], [ACCREDITED], [EARLY]),
        ([LATE_1], [{"name": "A", "accredited": date(2019, 10, 31)}], [EARLY]),
        ([LATE_1], [{"name": "A", "accredited": date(2019, 11, 1)}], []),
        # From before the Launch of Stage 1, or its year, it does not come from it.
        ([LATE_1, STAGE_2], [{"name": "A", "accredited": date(2018, 10, 1)}], []),
        ([LATE_1, STAGE_2], [{"name": "A", "accredited": date(2018, 10, 2)}], [EARLY, WAITS]),
        ([undated(STAGE_1, gateway="2019-11")], [{"name": "A", "accredited": EVE}], []),
        ([undated(STAGE_1, gateway="2019-11")], [{"name": "A", "accredited": FIRST}], [EARLY]),
        # Without a gateway, the first that can follow the sessions decides.
        ([changed(STAGE_1, gateway=None)], [{"name": "A", "accredited": JUNE - DAY}], [EARLY]),
        ([changed(STAGE_1, gateway=None)], [{"name": "A", "accredited": JUNE}], []),
        ([LATE_1, changed(STAGE_2, launch=date(2019, 12, 3))], [], []),
        # In one year, with nothing recorded: Stage 1 can be judged in November, Stage 2 follow.
        ([undated(STAGE_1), undated(STAGE_2, academic_year="2018/19")], [], []),
        # A Launch in September is certainly not after November.
        (
            [
                undated(STAGE_1),
                undated(STAGE_2, academic_year="2018/19", launch=date(2018, 9, 18)),
            ],
            [],
            ["launch-before-gateway"],
        ),
        # Without a Launch, Application Support and the gateway bound it.
        (
            [LATE_1, undated(STAGE_2, application_support=date(2019, 11, 5))],
            [],
            ["launch-before-gateway"],
        ),
        ([LATE_1, undated(STAGE_2, gateway="2019-11")], [], ["launch-before-gateway"]),
        ([LATE_1, undated(STAGE_2)], [], []),
        ([STAGE_2], [{"name": "A", "accredited": date(2019, 10, 1)}], []),
        (
            [STAGE_2],
            [{"name": "A", "accredited": date(2019, 10, 2)}],
            ["trainer-accredited-late"],
        ),
        ([undated(STAGE_2)], [{"name": "A", "accredited": date(2020, 8, 31)}], []),
        (
            [undated(STAGE_2)],
            [{"name": "A", "accredited": date(2020, 9, 1)}],
            ["trainer-accredited-late"],
        ),
        ([LATE_2, STAGE_3], [], ["stage-3-before-certified"]),
        ([LATE_2, STAGE_3], [CERTIFIED], []),
        ([LATE_2, STAGE_3], [CERTIFIED, {"name": "B"}], ["stage-3-before-certified"]),
        ([STAGE_3], [{"name": "A", "certified": date(2020, 10, 6)}], []),
        (
            [STAGE_3],
            [{"name": "A", "certified": date(2020, 10, 7)}],
            ["stage-3-before-certified"],
        ),
        ([STAGE_3, changed(STAGE_3, launch=date(2021, 2, 2))], [], ["sessions-cross"]),
        (
            [STAGE_3, changed(STAGE_3, launch=date(2021, 2, 3), application_support=None)],
            [],
            [],
        ),
        (
            [
                changed(STAGE_3, application_support=None),
                undated(STAGE_3, launch=date(2020, 10, 6)),
            ],
            [],
            ["sessions-cross"],
        ),
        (
            # The first may still be launched after the second.
            [undated(STAGE_3), undated(STAGE_3, launch=date(2020, 9, 1))],
            [],
            [],
        ),
        (
            # Cohorts of Stage 3 may stand in any order.
            [
                changed(STAGE_3, launch=date(2021, 3, 2), application_support=date(2021, 5, 4)),
                changed(STAGE_3, launch=date(2020, 10, 6), application_support=date(2020, 11, 10)),
            ],
            [],
            [],
        ),
        (
            # Stage 3 waits for Stage 1 where there is no Stage 2 between them.
            [
                undated(STAGE_1, gateway="2020-11"),
                undated(STAGE_3, academic_year="2019/20", launch=date(2020, 7, 7)),
            ],
            [],
            ["stage-3-before-certified"],
        ),
        ([undated(STAGE_1, gateway="2018-06")], [], ["before-its-year"]),
        ([undated(STAGE_1, application_support=date(2018, 8, 31))], [], ["before-its-year"]),
        (
            [undated(STAGE_1, application_support=date(2018, 5, 1), gateway="2018-06")],
            [],
            ["before-its-year"],
        ),
    ],
)
def test_what_cannot_work_is_found_and_nothing_else(
    stages: list[dict[str, Any]], trainers: list[dict[str, Any]], expected: list[str]
) -> None:
    found = of(*stages, trainers=trainers)
    assert [conflict.code for conflict in found.conflicts] == expected


def test_an_accreditation_that_has_come_is_a_fact_whatever_the_gateway() -> None:
    for as_of, planned in ((date(2019, 7, 4), True), (date(2019, 7, 5), False)):
        found = of(LATE_1, STAGE_2, trainers=[ACCREDITED], as_of=as_of)
        assert codes(found) == [(EARLY, (1,)), (WAITS, (1, 2))] * planned


def test_an_accreditation_to_come_before_its_gateway_names_both_and_how_to_mend_it() -> None:
    (conflict,) = of(LATE_1, trainers=[ACCREDITED | {"name": "Gwen"}]).conflicts
    assert conflict.message == (
        "Gwen's accreditation is planned for 5 July 2019, before the gateway of Stage 1 in 2018/19"
        " (November 2019), which is to award it."
    )
    assert conflict.hint == (
        "Plan it for November 2019 or later, as accredited; or plan Stage 1 in 2018/19 for an"
        " earlier gateway."
    )


def test_the_gateway_suggested_can_award_the_accreditation_that_is_planned() -> None:
    # Seven months after its Launch would be November 2019, which is too late for July.
    late = undated(STAGE_1, launch=date(2019, 2, 5))
    (stage,) = of(late, trainers=[ACCREDITED]).stages
    assert stage.dates.gateway == suggested(month=Month(2019, 6))


@pytest.mark.parametrize(
    ("licence", "stage", "as_of", "conflict"),
    [
        ("withdrawn", STAGE_3, date(2021, 6, 30), True),
        ("withdrawn", STAGE_3, date(2021, 7, 1), False),
        ("withdrawn", undated(STAGE_3, gateway="2020-06"), date(2021, 8, 31), False),
        ("withdrawn", STAGE_2, date(2019, 9, 1), False),
        ("none", STAGE_3, date(2020, 10, 5), False),
        ("none", STAGE_3, date(2020, 10, 6), True),
        ("none", undated(STAGE_3), date(2021, 8, 30), False),
        ("none", undated(STAGE_3), date(2021, 8, 31), True),
        ("awarded", STAGE_3, date(2021, 6, 30), False),
        (None, STAGE_3, date(2021, 6, 30), False),
    ],
)
def test_stage_3_needs_the_licence(
    licence: str | None, stage: dict[str, Any], as_of: date, conflict: bool
) -> None:
    found = of(stage, as_of=as_of, centre={"licence": licence} if licence else {})
    assert ("stage-3-without-licence" in {code for code, _ in codes(found)}) == conflict


def test_a_launch_without_licence_is_due_on_its_day_and_past_after_it() -> None:
    for as_of, when in ((date(2020, 10, 6), "is due today."), (date(2020, 10, 7), "is past.")):
        conflicts = of(STAGE_3, as_of=as_of, centre={"licence": "none"}).conflicts
        messages = {each.code: each.message for each in conflicts}
        assert messages["stage-3-without-licence"].endswith(when)


def test_a_stage_3_for_which_no_gateway_fits_ends_with_its_year() -> None:
    # Application Support in August 2020 leaves no day for a Launch in 2020/21.
    stage = undated(STAGE_3, application_support=date(2020, 8, 4))
    for as_of, ended in ((date(2021, 8, 31), False), (date(2021, 9, 1), True)):
        found = of(stage, as_of=as_of, centre={"licence": "withdrawn"})
        assert (("stage-3-without-licence", (3,)) not in codes(found)) == ended


def test_a_conflict_names_the_stages_the_days_and_the_trainer() -> None:
    gwen: dict[str, Any] = {"name": "Gwen", "accredited": date(2019, 10, 2)}
    gateway, trainer = of(LATE_1, STAGE_2, trainers=[gwen], as_of=gwen["accredited"]).conflicts
    assert (gateway.entries, gateway.stages) == ((1, 2), (1, 2))
    assert gateway.message == (
        "The Launch of Stage 2 in 2019/20 (on 1 October 2019) does not come after the gateway of"
        " Stage 1 in 2018/19 (November 2019), through which the trainers are accredited."
    )
    assert trainer.message == (
        "Gwen is accredited on 2 October 2019, after the Launch of Stage 2 in 2019/20"
        " (on 1 October 2019)."
    )
    one, other = (undated(STAGE_3, launch=date(2020, 9, 1)) for _ in range(2))
    (crossing,) = of(one, other).conflicts
    assert crossing.message == (
        "The Launch of Stage 3 in 2020/21 (on 1 September 2020) does not come after the Launch of"
        " Stage 3 in 2020/21 (on 1 September 2020)."
    )


# The ends of the calendar


@pytest.mark.parametrize("year", ["0001/02", "9997/98", "9998/99"])
@pytest.mark.parametrize(
    "known",
    [
        {},
        {"launch": (9, 1)},
        {"launch": (8, 31)},
        {"application_support": (12, 31)},
        {"gateway": "0000-06"},
        {"gateway": "0001-06"},
        {"gateway": "9999-11"},
    ],
)
@pytest.mark.parametrize("as_of", [date.min, AS_OF, date.max])
def test_the_first_and_last_years_of_the_calendar_have_a_timeline(
    year: str, known: dict[str, Any], as_of: date
) -> None:
    start = AcademicYear.parse(year).start
    told = {
        key: value if isinstance(value, str) else date(start + (value == (8, 31)), *value)
        for key, value in known.items()
    }
    stages: list[dict[str, Any]] = [
        {"stage": n, "academic_year": year, "participants": 1} for n in (1, 2, 3, 3)
    ]
    for place in range(4):
        dated = copy.deepcopy(stages)
        dated[place] |= told
        for licence in ("none", "withdrawn"):
            found = of(*dated, as_of=as_of, centre={"licence": licence})
            assert len(items_of(found, "gateway")) == 4


def test_application_support_on_the_last_day_there_is_leaves_no_gateway() -> None:
    year = {"stage": 1, "academic_year": "9998/99", "participants": 1}
    (stage,) = of(year | {"launch": date(9999, 8, 31), "application_support": date.max}).stages
    assert stage.dates.gateway == suggested()


# Properties

days = st.dates(date(2027, 1, 1), date(2033, 1, 1))


def filled(found: Timeline, plan: Plan) -> Plan:
    """The plan with every suggestion written into it."""
    data = plan.model_dump(exclude_none=True)
    for stage, entry in zip(found.stages, data["stages"], strict=True):
        dates = stage.dates
        suggestions: dict[str, Any] = {key: when.day for key, when in dates.sessions.items()}
        suggestions["gateway"] = str(dates.gateway.month) if dates.gateway.month else None
        entry |= {key: value for key, value in suggestions.items() if value is not None}
        entry["academic_year"] = str(dates.entry.academic_year)
        entry["schools"] = list(entry["schools"])
    data |= {"stages": list(data["stages"]), "trainers": list(data["trainers"])}
    again, problems = read_plan(data)
    assert again is not None, problems
    return again


def crossing_pairs(plan: Plan) -> set[tuple[int, int]]:
    """The pairs of entries whose sessions cross, which a conflict names only the first of."""
    return {
        (n, m)
        for m, two in enumerate(plan.stages)
        for n, one in enumerate(plan.stages[:m])
        if not can_precede(one, two) and not (one.stage == two.stage and can_precede(two, one))
    }


def assert_suggestions_can_be_followed(plan: Plan, as_of: date) -> None:
    before = timeline(plan, as_of)
    followed = filled(before, plan)
    after = timeline(followed, as_of)
    assert [(c.code, c.entries) for c in before.conflicts] == [
        (c.code, c.entries) for c in after.conflicts
    ]
    assert crossing_pairs(plan) == crossing_pairs(followed)
    for one, other in zip(before.stages, after.stages, strict=True):
        assert [when.day for when in one.dates.sessions.values()] == [
            when.day for when in other.dates.sessions.values()
        ]
        assert one.dates.gateway.month == other.dates.gateway.month


@st.composite
def crowded_plans(draw: st.DrawFn) -> Plan:
    """A sound plan with several cohorts of Stage 3 in one year or two."""
    years = sorted(draw(st.lists(st.sampled_from([2028, 2029]), min_size=2, max_size=6)))
    stages: list[dict[str, Any]] = []
    for start in years:
        year = AcademicYear(start)
        entry = {"stage": 3, "academic_year": str(year), "participants": 20}
        stages.append(entry | draw(sessions(year)))
    return plan_of(*stages)


@st.composite
def awaiting_plans(draw: st.DrawFn) -> Plan:
    """A sound plan whose trainers are to be accredited about when Stage 1 is."""
    years = sorted(draw(st.lists(st.sampled_from([2028, 2029]), min_size=2, max_size=2)))
    stages: list[dict[str, Any]] = []
    for stage, start in enumerate(years, 1):
        year = AcademicYear(start)
        entry = {"stage": stage, "academic_year": str(year), "participants": 20}
        stages.append(entry | draw(sessions(year)))
    planned = draw(st.lists(st.dates(date(2028, 8, 1), date(2030, 7, 1)), max_size=2))
    return plan_of(
        *stages, trainers=[{"name": str(n), "accredited": day} for n, day in enumerate(planned)]
    )


@given(dated_plans() | crowded_plans() | awaiting_plans(), days)
def test_following_the_suggestions_gives_a_plan_without_a_new_conflict(
    plan: Plan, as_of: date
) -> None:
    assert_suggestions_can_be_followed(plan, as_of)


def test_sessions_keep_clear_of_a_launch_that_comes_sooner_but_stands_later() -> None:
    later, sooner = (
        undated(STAGE_3, academic_year="2028/29", launch=date(2028, 9, day)) for day in (2, 1)
    )
    plan = plan_of(later, sooner)
    one, other = timeline(plan, AS_OF).stages
    assert one.dates.sessions["application_support"] == suggested(date(2029, 1, 16))
    assert other.dates.sessions["application_support"] == suggested()
    assert_suggestions_can_be_followed(plan, AS_OF)


def test_a_launch_keeps_clear_of_what_another_stage_3_can_still_be() -> None:
    # The first can only come after the second, on Monday 2 October, which is no Tuesday.
    first = undated(STAGE_3, academic_year="2028/29", application_support=date(2028, 10, 2))
    second = undated(STAGE_3, academic_year="2028/29", launch=date(2028, 10, 1))
    plan, as_of = plan_of(first, second), date(2027, 1, 1)
    one, other = timeline(plan, as_of).stages
    assert one.dates.launch == suggested()
    assert other.dates.sessions["application_support"] == suggested()
    assert_suggestions_can_be_followed(plan, as_of)


@given(dated_plans() | crowded_plans() | awaiting_plans(), days)
def test_nothing_is_suggested_for_before_the_day_of_asking(plan: Plan, as_of: date) -> None:
    found = timeline(plan, as_of)
    dates = [stage.dates for stage in found.stages]
    every = [when for d in dates for when in (*d.sessions.values(), d.gateway)]
    for when in (*every, *(item.when for item in found.items)):
        day = when.month.first_day if when.month else when.day
        if when.suggested and day:
            assert day >= as_of
            assert not when.past
    for each in dates:
        if each.over:
            assert each.filled == each.entry
            assert each.entry.academic_year.last_day < as_of


@given(dated_plans(), days)
def test_what_the_plan_says_stands_and_only_the_rest_is_suggested(plan: Plan, as_of: date) -> None:
    for stage in timeline(plan, as_of).stages:
        dates, entry = stage.dates, stage.dates.entry
        for when, told in (
            (dates.launch, entry.launch),
            (dates.sessions["application_support"], entry.application_support),
            (dates.gateway, entry.gateway),
        ):
            assert when.suggested == (told is None)
            assert told in (None, when.day, str(when.month))
            if when.suggested and when.day:
                assert when.day.weekday() == 1
                assert when.day.month != 8


@given(dated_plans(), days)
def test_items_are_in_the_order_of_time_and_each_stage_has_its_own(plan: Plan, as_of: date) -> None:
    found = timeline(plan, as_of)
    assert sorted(found.items) == sorted(i for s in found.stages for i in s.items)
    months = [item.when.month or Month.of(item.when.day) for item in found.items if item.when.day]
    assert months == sorted(months)
    for stage in found.stages:
        kinds = [item.kind for item in stage.items if item.kind != "get-together"]
        assert len(kinds) == len(set(kinds))
        assert {"academic-year", "launch", "application-support", "gateway"} <= set(kinds)


@given(st.integers(1, 9999), st.integers(1, 12))
@example(1, 1)
@example(9999, 12)
def test_gateways_are_the_nearest_june_or_november(year: int, number: int) -> None:
    month = Month(year, number)
    after, before = gateway_from(month), gateway_before(month)
    assert {after.number, before.number} <= set(GATEWAY_MONTHS)
    assert before < month <= after
    assert gateway_from(before.plus(1)) == after
