"""Days and gateways that are suggested, at the bounds of what the plan and the calendar allow."""

from datetime import date, timedelta
from typing import Any

import pytest
from test_timeline import STAGE_1, STAGE_2, changed, of, plan_of, undated

from lpplan.core.plan import Plan
from lpplan.timeline.dates import (
    When,
    dates_of_stages,
    gateway_before,
    in_term,
    latest_launch,
    nearest_tuesday,
    waits_for,
)
from lpplan.timeline.items import Hours
from lpplan.values.years import Month

AS_OF = date(2018, 1, 15)


def launch_of(plan: Plan, as_of: date = AS_OF, entry: int = 0) -> date | None:
    return dates_of_stages(plan, as_of)[entry].launch.day


@pytest.mark.parametrize(
    ("when", "words", "lacking"),
    [
        (When(day=date(2018, 10, 2)), "2 October 2018", False),
        (When(month=Month(2019, 6)), "June 2019", False),
        (When(day=date(2018, 10, 2), suggested=True), "2 October 2018 (suggested)", False),
        (When(month=Month(2019, 6), suggested=True), "June 2019 (suggested)", False),
        (When(), "to be agreed", False),
        (When(suggested=True), "to be agreed", True),
        (When(past=True), "past, not recorded", False),
        (When(suggested=True, past=True), "past, not recorded", False),
    ],
)
def test_when_something_is_stands_in_words(when: When, words: str, lacking: bool) -> None:
    assert (when.in_words, when.lacking) == (words, lacking)


@pytest.mark.parametrize(
    ("day", "is_term"),
    [
        ((1, 6), False),
        ((1, 7), True),
        ((7, 19), True),
        ((7, 20), False),
        ((9, 5), False),
        ((9, 6), True),
        ((12, 17), True),
        ((12, 18), False),
    ],
)
def test_schools_are_closed_in_summer_and_at_christmas(day: tuple[int, int], is_term: bool) -> None:
    assert in_term(date(2019, *day)) is is_term


def tuesday(target: date, first: date, last: date) -> date | None:
    return nearest_tuesday(*(day.toordinal() for day in (target, first, last)))


def test_the_nearest_tuesday_in_term_may_be_the_first_or_the_last_day_there_is() -> None:
    day, week = date(2018, 10, 2), timedelta(7)
    assert tuesday(day, day, day) == day
    assert tuesday(day - week, day, day + week) == day
    assert tuesday(day + week, day - week, day) == day
    # 5 October is a Friday: three days after one Tuesday, and four before the next.
    assert tuesday(date(2018, 10, 5), day, day + week) == day
    assert tuesday(date(2018, 10, 6), day, day + week) == day + week
    assert tuesday(day, day + timedelta(1), day + timedelta(6)) is None
    assert tuesday(day, day, day - timedelta(1)) is None
    # From the middle of the summer it is the last one before it or the first one after.
    assert tuesday(date(2019, 8, 1), date(2019, 1, 1), date(2019, 12, 31)) == date(2019, 7, 16)
    assert tuesday(date(2019, 8, 20), date(2019, 1, 1), date(2019, 12, 31)) == date(2019, 9, 10)


@pytest.mark.parametrize("year", range(2018, 2032))
def test_the_first_tuesday_of_october_is_suggested_for_a_launch(year: int) -> None:
    first = next(day for n in range(1, 8) if (day := date(year, 10, n)).weekday() == 1)
    entry = undated(STAGE_1, academic_year=f"{year}/{(year + 1) % 100:02}")
    assert launch_of(plan_of(entry)) == first


def test_a_launch_and_application_support_are_suggested_for_tomorrow_at_the_earliest() -> None:
    assert launch_of(plan_of(undated(STAGE_1)), date(2018, 10, 1)) == date(2018, 10, 2)
    assert launch_of(plan_of(undated(STAGE_1)), date(2018, 10, 2)) == date(2018, 10, 9)
    (stage,) = of(changed(STAGE_1, application_support=None), as_of=date(2019, 3, 4)).stages
    assert stage.dates.sessions["application_support"].day == date(2019, 3, 5)


def test_application_support_is_midway_to_the_first_of_the_gateways_month() -> None:
    # Friday 5 October 2018 to 1 June 2019 are 239 days: 119 after the Launch is Friday 1 February.
    (stage,) = of(changed(STAGE_1, launch=date(2018, 10, 5), application_support=None)).stages
    assert stage.dates.sessions["application_support"].day == date(2019, 1, 29)


def test_an_entry_is_filled_in_with_what_is_suggested() -> None:
    (stage,) = dates_of_stages(plan_of(undated(STAGE_1)), AS_OF)
    filled = stage.filled
    assert (filled.launch, filled.gateway) == (date(2018, 10, 2), "2019-06")
    assert filled.application_support == date(2019, 1, 29)


def test_the_latest_launch_is_before_all_that_follows_it_in_its_year() -> None:
    def latest(**keys: Any) -> date:
        return latest_launch(plan_of(undated(STAGE_1, **keys)).stages[0])

    assert latest() == date(2019, 8, 31)
    assert latest(launch=date(2018, 10, 2), gateway="2019-06") == date(2018, 10, 2)
    assert latest(application_support=date(2019, 2, 5), gateway="2019-06") == date(2019, 2, 5)
    assert latest(gateway="2018-11") == date(2018, 11, 30)
    assert latest(gateway="2019-11") == date(2019, 8, 31)


@pytest.mark.parametrize(
    ("month", "before"),
    [
        (Month(2019, 6), Month(2018, 11)),
        (Month(2019, 7), Month(2019, 6)),
        (Month(2019, 11), Month(2019, 6)),
        (Month(2019, 12), Month(2019, 11)),
        (Month(2019, 1), Month(2018, 11)),
    ],
)
def test_the_gateway_before_a_month_is_never_in_it(month: Month, before: Month) -> None:
    assert gateway_before(month) == before


@pytest.mark.parametrize(
    ("keys", "as_of", "over"),
    [
        # Both sessions are known, and the gateway that is usual after them is past.
        ({"gateway": None}, date(2019, 8, 31), False),
        ({"gateway": None}, date(2019, 9, 1), True),
        # A gateway that the plan names is the one, however late it is.
        ({"application_support": None, "gateway": "2019-11"}, date(2019, 11, 30), False),
        ({"application_support": None, "gateway": "2019-11"}, date(2019, 12, 1), True),
        # With all its dates nothing is lacking.
        ({}, date(2030, 1, 1), False),
    ],
)
def test_a_stage_is_over_once_all_that_it_can_have_is(
    keys: dict[str, Any], as_of: date, over: bool
) -> None:
    (stage,) = of(changed(STAGE_1, **keys), as_of=as_of).stages
    assert stage.dates.over is over


@pytest.mark.parametrize(
    ("as_of", "past"), [(date(2018, 11, 30), False), (date(2018, 12, 1), True)]
)
def test_what_lacks_before_a_gateway_is_past_once_its_month_is(as_of: date, past: bool) -> None:
    late = changed(STAGE_1, application_support=None, gateway="2018-11")
    (stage,) = of(late, as_of=as_of).stages
    assert stage.dates.sessions["application_support"] == When(suggested=True, past=past)


def trainer(**keys: Any) -> dict[str, Any]:
    return {"name": "A", **keys}


@pytest.mark.parametrize(
    ("accredited", "gateway"),
    [
        (date(2019, 6, 1), Month(2019, 6)),  # that of June may award it
        (date(2019, 5, 31), Month(2018, 11)),
        (date(2018, 11, 30), Month(2018, 11)),
        (date(2018, 10, 31), Month(2019, 6)),  # none can: it binds nothing
    ],
)
def test_the_gateway_suggested_comes_before_an_accreditation_that_it_is_to_award(
    accredited: date, gateway: Month
) -> None:
    (stage,) = of(undated(STAGE_1), trainers=[trainer(accredited=accredited)]).stages
    assert stage.dates.gateway.month == gateway


def test_the_launch_suggested_comes_before_an_accreditation_that_its_stage_is_to_bring() -> None:
    plan = plan_of(undated(STAGE_1), trainers=[trainer(accredited=date(2018, 9, 20))])
    assert launch_of(plan) == date(2018, 9, 18)
    second = plan_of(undated(STAGE_2), trainers=[trainer(accredited=date(2019, 9, 20))])
    assert launch_of(second) == date(2019, 10, 1)


def test_only_a_stage_that_waits_for_a_gateway_hastens_it() -> None:
    soon = changed(
        STAGE_2,
        academic_year="2018/19",
        launch=date(2018, 12, 11),
        gateway=None,
        application_support=None,
    )
    accredited = [trainer(accredited=date(2017, 6, 1))]
    stages = undated(STAGE_1, launch=date(2018, 9, 11), application_support=date(2018, 9, 18)), soon
    assert of(*stages).stages[0].dates.gateway.month == Month(2018, 11)
    assert of(*stages, trainers=accredited).stages[0].dates.gateway.month == Month(2019, 6)


def test_no_launch_is_suggested_after_the_last_gateway_there_can_be() -> None:
    soon = undated(STAGE_2, academic_year="2018/19", launch=date(2018, 12, 12))
    plan = plan_of(undated(STAGE_1), soon)
    assert launch_of(plan, date(2018, 11, 20)) == date(2018, 11, 27)
    # The only Tuesday ahead of 28 November and before 12 December is in December.
    assert launch_of(plan, date(2018, 11, 28)) is None


def test_an_earlier_stage_is_suggested_before_a_later_one_whatever_else_would_fit() -> None:
    first = undated(STAGE_1, application_support=date(2018, 10, 9))
    second = undated(STAGE_2, academic_year="2018/19", launch=date(2018, 9, 20))
    accredited = [trainer(accredited=date(2017, 6, 1))]
    assert launch_of(plan_of(first, second, trainers=accredited)) == date(2018, 9, 18)


def third(**keys: Any) -> dict[str, Any]:
    return {"stage": 3, "academic_year": "2020/21", "participants": 9} | keys


def test_entries_that_cross_in_any_order_keep_that_of_the_plan() -> None:
    one = third(application_support=date(2020, 10, 13))
    other = third(launch=date(2020, 9, 15), application_support=date(2020, 12, 1))
    assert launch_of(plan_of(one, other)) == date(2020, 9, 8)


@pytest.mark.parametrize(
    ("launch", "suggested"),
    [
        (date(2020, 10, 7), date(2020, 10, 6)),
        (date(2020, 10, 6), date(2020, 9, 29)),
    ],
)
def test_one_stage_3_is_over_the_day_before_the_next_is_launched(
    launch: date, suggested: date
) -> None:
    assert launch_of(plan_of(third(), third(launch=launch))) == suggested


def test_one_stage_3_is_launched_the_day_after_the_one_before_is_over() -> None:
    before = third(launch=date(2020, 9, 8), application_support=date(2020, 10, 5))
    assert launch_of(plan_of(before, third()), entry=1) == date(2020, 10, 6)
    later = before | {"application_support": date(2020, 10, 6)}
    assert launch_of(plan_of(later, third()), entry=1) == date(2020, 10, 13)


def test_the_last_gateway_that_can_be_suggested_is_that_of_november_9999() -> None:
    # June 9999 is less than five months after this Launch.
    late = undated(STAGE_1, academic_year="9998/99", launch=date(9999, 3, 2))
    (dates,) = dates_of_stages(plan_of(late), AS_OF)
    assert dates.gateway == When(month=Month(9999, 11), suggested=True)


def test_a_stage_waits_for_no_gateway_where_its_trainers_qualify_by_the_last_day() -> None:
    plan = plan_of(STAGE_1, STAGE_2, trainers=[trainer(accredited=date(2019, 10, 1))])
    assert waits_for(plan, plan.stages[1], date(2020, 1, 1)) is None
    plan = plan_of(STAGE_1, STAGE_2, trainers=[trainer(accredited=date(2019, 10, 2))])
    assert waits_for(plan, plan.stages[1], date(2020, 1, 1)) == 0
    # Planned for before the gateway that is to award it: none, and what is certified is another.
    early = trainer(accredited=date(2019, 5, 31), certified=date(2020, 7, 1))
    plan = plan_of(STAGE_1, STAGE_2, third(), trainers=[early])
    assert waits_for(plan, plan.stages[1], AS_OF) == 0
    assert waits_for(plan, plan.stages[2], AS_OF) is None


def test_the_ends_of_a_timeline_are_the_first_and_the_last_thing_with_a_date() -> None:
    support = [{"kind": "forum"}]
    found = of(STAGE_1, STAGE_2 | {"support": support})
    assert found.ends == (When(day=date(2018, 9, 1)), When(month=Month(2020, 6)))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("0.05", Hours(6, 10, "with Train the trainer at both sessions")),
        (None, Hours(5, 9, "with Train the trainer at both sessions")),
    ],
)
def test_hours_are_rounded_up_once_support_is_added(hours: str | None, expected: Hours) -> None:
    from lpplan.values.money import DecimalText

    support = [{"kind": "forum", "times": 1, "hours": DecimalText(hours)}] if hours else []
    (stage,) = of(STAGE_2 | {"support": support}).stages
    assert stage.hours[:3] == expected[:3]
    assert bool(stage.hours.support) is bool(hours)
