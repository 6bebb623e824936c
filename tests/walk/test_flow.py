"""The questions of a walk: which follow which, and the plan that they make."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS
from lpplan.core.money import DecimalText
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import read_plan
from lpplan.reading.toml_file import read_toml
from lpplan.walk.flow import Data, flow
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.questions import TOPICS
from lpplan.walk.steps import changes, replayed, suggestion, what_is_wrong
from strategies import plan_data

SCHEDULES = load_fees(None).schedules
DAY = date(2026, 11, 21)
PLANS = [*sorted((ROOT / "examples").glob("*.toml")), *sorted((TESTS / "plans").glob("*.toml"))]

USUAL = {
    "school_name": "Oakfield Academy",
    "membership": "yes",
    "academic_year": "2030/31",
    "participants": "5",
    "school_participants": "4",
    "own_cost_amount": "£3",
}
"""Answers where there is no suggestion."""


def begun(plan: Data | None = None) -> GuidedPlan:
    return GuidedPlan(plan or {}, DAY, {}, {})


def answer(guided: GuidedPlan, typed: str) -> GuidedPlan:
    """The plan after what somebody typed: an answer, Enter, or ``<``."""
    question = guided.next
    assert question is not None
    if typed == "<":
        return guided.stepped_back()
    suggested = suggestion(guided, question, SCHEDULES)
    if not typed and suggested:
        return guided.answered(question, suggested[0])
    try:
        value = question.asks.read(typed or USUAL[question.topic])
    except ValueError:
        return guided
    return guided if what_is_wrong(guided, value, SCHEDULES) else guided.answered(question, value)


def after(typed: Iterable[str], plan: Data | None = None) -> GuidedPlan:
    guided = begun(plan)
    for one in typed:
        guided = answer(guided, one)
    return guided


def finished(guided: GuidedPlan) -> GuidedPlan:
    """The plan once Enter is pressed at each question that is left."""
    while guided.next is not None:
        onward = answer(guided, "")
        if onward.said == guided.said:
            # A school too many: not one more person may take part.
            onward = answer(guided.stepped_back(), "no more")
        assert onward.said != guided.said
        guided = onward
    return guided


def topics(guided: GuidedPlan) -> list[str]:
    return [question.topic for question in guided.asked]


STAGE_1_ALONE = ("Oakfield Academy", "yes", "", "no", "2018/19", "27", "", "", "", "no")


def test_the_shortest_walk_makes_a_plan_of_stage_1() -> None:
    guided = after([*STAGE_1_ALONE, ""])
    assert guided.next is None
    assert guided.data() == {
        "school": {"name": "Oakfield Academy", "membership": "member"},
        "stages": [{"stage": 1, "academic_year": "2018/19", "participants": 27}],
    }


def test_a_school_with_accredited_lps_begins_at_stage_2() -> None:
    guided = after(["A", "yes", "", "yes"])
    assert guided.next is not None
    assert guided.next.prompt == "In which academic year does Stage 2 run?"


def test_a_licensed_centre_begins_at_stage_3_and_is_asked_for_its_charge() -> None:
    guided = finished(after(["A", "yes", "", "licensed", "2026/27", "20"]))
    assert [entry["stage"] for entry in guided.data()["stages"]] == [3]
    assert "licence" in topics(guided)
    assert "charge_per_person" in topics(guided)
    assert "own_cost" not in topics(guided)  # no charge, so nothing to set costs beside


def test_a_later_stage_is_suggested_for_the_year_after() -> None:
    guided = after(["A", "yes", "", "no", "2018/19", "27", "", "", "", "yes"])
    question = guided.next
    assert question is not None
    assert [str(year) for year in suggestion(guided, question, SCHEDULES)] == ["2019/20"]


def test_participants_may_be_given_school_by_school() -> None:
    typed = ["A", "yes", "", "yes", "2019/20", "schools", "", "8", "Riverside Primary", "12"]
    guided = finished(after([*typed, "no more", "equal"]))
    (entry, *_) = guided.data()["stages"]
    assert entry["schools"] == [
        {"name": "A", "participants": 8},
        {"name": "Riverside Primary", "participants": 12},
    ]
    assert entry["share"] == "equal"
    assert "participants" not in entry


def test_one_school_alone_has_nobody_to_share_with() -> None:
    typed = ["A", "yes", "", "yes", "2019/20", "schools", "", "8", "no more"]
    assert "share" not in topics(finished(after(typed)))


def test_training_is_asked_about_once_stage_2_has_begun() -> None:
    past = ["A", "yes", "", "yes", "2019/20", "20", "", "", "", "no", "Trainer A"]
    future = ["A", "yes", "", "yes", "2030/31", "20", "", "", "", "no", "Trainer A"]
    assert "interned" in topics(finished(after(past)))
    assert "interned" not in topics(finished(after(future)))


def test_only_a_plan_beyond_stage_1_is_asked_about_criteria_and_licence() -> None:
    assert not {"criteria_considered", "licence"} & {*topics(finished(after(STAGE_1_ALONE)))}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("2017/18", "must not be before 2018/19, the first year with prices"),
        ("2018/20", "must end in the year after it begins"),
        ("don't know", "is needed: the planner cannot do without it"),
        ("", "is needed: an academic year such as 2018/19"),
    ],
)
def test_an_answer_that_cannot_be_is_told_why(typed: str, wrong: str) -> None:
    guided = after(["A", "yes", "", "no"])
    question = guided.next
    assert question is not None
    try:
        told = what_is_wrong(guided, question.asks.read(typed), SCHEDULES)
    except ValueError as unread:
        told = str(unread)
    assert told is not None
    assert told.startswith(wrong)


@pytest.mark.parametrize(
    ("before", "typed", "wrong"),
    [
        ((), "1/9/2019", "must be in the stage's academic year 2018/19, and is 2019-09-01."),
        (("2/10/2018",), "1/10/2018", "must not be before the Launch on 2018-10-02"),
        (("5/3/2019", ""), "November 2018", "must not be in a month before the Launch"),
        (("", ""), "June 2018", "must not be before the academic year 2018/19 begins"),
        (("",), "31/8/2018", "must not be before the academic year 2018/19 begins"),
    ],
)
def test_dates_are_checked_against_each_other(
    before: tuple[str, ...], typed: str, wrong: str
) -> None:
    guided = after(["A", "yes", "", "no", "2018/19", "27", *before])
    question = guided.next
    assert question is not None
    told = what_is_wrong(guided, question.asks.read(typed), SCHEDULES)
    assert told is not None
    assert told.startswith(wrong)


def test_an_earlier_year_for_a_later_stage_is_refused() -> None:
    guided = after(["A", "yes", "", "no", "2020/21", "27", "", "", "", "yes", "2019/20"])
    assert guided.next is not None
    assert guided.next.topic == "academic_year"


def test_two_trainers_of_one_name_are_refused() -> None:
    guided = after([*STAGE_1_ALONE, "Trainer A", "", "", "", "", "Trainer A"])
    assert guided.next is not None
    assert guided.next.topic == "next_trainer"


def test_fewer_cohorts_than_needed_are_refused_where_a_plan_asks_for_some() -> None:
    plan = {
        "school": {"name": "A", "membership": "member"},
        "stages": [{"stage": 1, "academic_year": "2018/19", "participants": 10, "cohorts": 2}],
    }
    guided = after(["", "", "", "", "", "60"], plan)
    question = guided.next
    assert question is not None
    assert question.topic == "cohorts"
    assert suggestion(guided, question, SCHEDULES) == (None,)  # 2 no longer do
    assert str(what_is_wrong(guided, 2, SCHEDULES)).startswith("must be at least 3: 60 part")
    assert what_is_wrong(guided, 3, SCHEDULES) is None


def test_stepping_back_suggests_what_was_said() -> None:
    guided = after([*STAGE_1_ALONE[:6], "<", "<", "<"])
    question = guided.next
    assert question is not None
    assert question.topic == "begins"
    again = after(["", "", ""], None)._replace(said=guided.said, earlier=guided.earlier)
    assert [str(v) for v in suggestion(again, question, SCHEDULES)] == ["1"]
    assert answer(answer(answer(again, ""), ""), "").typed["stages.1.participants"] == "27"


def test_at_the_first_question_there_is_nothing_to_step_back_to() -> None:
    assert begun().stepped_back() == begun()


@pytest.mark.parametrize("file", PLANS, ids=lambda path: path.stem)
def test_enter_all_the_way_through_a_plan_changes_nothing(file: Any) -> None:
    plan = read_toml(str(file)).data
    guided = finished(begun(plan))
    assert guided.data() == plan
    assert changes(plan, guided.data()) == ()


@given(plan_data())
def test_enter_all_the_way_through_any_plan_changes_nothing(plan: Data) -> None:
    assert changes(plan, finished(begun(plan)).data()) == ()


ANYTHING = st.one_of(
    st.sampled_from(
        [
            *("", "", "", "<", "yes", "no", "27", "3", "schools", "no more", "don't know"),
            *("2018/19", "2019/20", "2027/28", "1 October 2019", "2019-02-01", "14/5/2018"),
            *("June 2020", "2019-11", "A", "B", "both", "launch", "awarded", "licensed"),
            *("per head", "equal", "£450", "12.50", "100000", "6", "2", "1", "neither"),
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(ANYTHING, max_size=60), st.sampled_from([None, *PLANS]))
def test_any_answers_end_in_a_plan_that_loads_and_replays(typed: list[str], file: Any) -> None:
    plan = {} if file is None else read_toml(str(file)).data
    guided = finished(after(typed, plan))
    loaded, problems = read_plan(guided.data())
    assert loaded is not None, problems
    again = replayed(begun(plan), guided.typed, (), SCHEDULES)
    assert (again.next, again.data()) == (None, guided.data())


@given(st.lists(ANYTHING, max_size=60))
def test_a_walk_carries_on_where_it_was_left(typed: list[str]) -> None:
    guided = after(typed)
    again = replayed(begun()._replace(earlier=guided.earlier), guided.typed, (), SCHEDULES)
    assert again.next == guided.next
    assert again.said == guided.said


def test_answers_that_no_longer_fit_are_asked_again() -> None:
    guided = after([*STAGE_1_ALONE, ""])
    tampered = {**guided.typed, "stages.1.participants": "many"}
    again = replayed(begun(), tampered, (), SCHEDULES)
    assert again.next is not None
    assert again.next.topic == "participants"
    assert again.earlier["stages.1.gateway"] == "don't know"


def test_every_topic_is_asked_somewhere_and_says_why() -> None:
    typed = [
        *("A", "yes", "", "no", "2018/19", "20", "", "", "", "yes"),
        *("2019/20", "schools", "", "8", "B", "9", "", "", "", "", "", "yes"),
        *("2020/21", "20", "", "", "", "yes", "2020/21", "21", "", "", "", ""),
        *("T", "", "", "", "", "", "", "", "", "", "U"),
    ]
    guided = finished(after(typed))
    while "own_cost_amount" not in topics(guided):
        guided = guided.stepped_back()
        if guided.next is not None and guided.next.topic == "charge_per_person":
            guided = answer(answer(answer(guided, "£500"), "Cover"), "£90")
    # Cohorts are asked for only where a plan has some already.
    assert {*topics(guided)} == {*TOPICS} - {"cohorts"}
    for topic in TOPICS.values():
        assert topic.prompt.endswith("?")
        assert topic.why.endswith(".")


def test_a_trainer_of_another_name_does_not_inherit_what_is_known_of_the_one_before() -> None:
    plan = read_toml(str(ROOT / "examples" / "alliance-from-stage-2.toml")).data
    guided = begun(plan)
    while guided.next is not None and guided.next.topic != "first_trainer":
        guided = answer(guided, "")
    guided = finished(answer(guided, "Somebody Else"))
    assert guided.data()["trainers"][0] == {"name": "Somebody Else"}
    assert guided.data()["trainers"][1]["name"] == "Trainer B"


def test_what_changes_is_told_key_by_key() -> None:
    plan = read_toml(str(ROOT / "examples" / "on-the-cliff.toml")).data
    guided = begun(plan)
    while guided.next is not None:
        guided = answer(guided, "25" if guided.next.topic == "participants" else "")
    assert [tuple(change) for change in changes(plan, guided.data())] == [
        ("Stage 1: participants", "26", "25")
    ]


def test_two_own_costs_of_one_label_keep_their_amounts() -> None:
    plan = {
        "school": {"name": "A", "membership": "member"},
        "stages": [
            {
                "stage": 3,
                "academic_year": "2018-2019",
                "participants": 5,
                "charge_per_person": DecimalText("412.5"),
                "own_costs": [{"label": "Cover", "amount": 100}, {"label": "Cover", "amount": 200}],
            }
        ],
    }
    assert finished(begun(plan)).data() == plan


def test_who_does_not_know_a_first_trainer_takes_nobody_away() -> None:
    plan = read_toml(str(ROOT / "examples" / "single-school.toml")).data
    guided = begun(plan)
    while guided.next is not None:
        typed = "don't know" if guided.next.topic == "first_trainer" else ""
        guided = answer(guided, typed)
    assert guided.data()["trainers"] == plan["trainers"]


def test_what_was_taken_from_a_plan_follows_it_where_it_is_changed() -> None:
    plan = read_toml(str(ROOT / "examples" / "on-the-cliff.toml")).data
    guided = after(["", "no", "", "", "", "", ""], plan)
    assert set(guided.typed) - set(guided.taken) == {"begins", "school.membership", *NOT_IN_PLAN}
    edited = {**plan, "stages": [{**plan["stages"][0], "participants": 22}]}
    again = replayed(begun(edited), guided.typed, guided.taken, SCHEDULES)
    assert again.said["stages.1.participants"] == 22
    assert again.said["school.membership"] == "non-member"


NOT_IN_PLAN = {"centre.ssat_discussion", "stages.1.launch"}


def test_a_fifth_trainer_and_what_is_not_asked_stay_in_the_plan() -> None:
    plan = {
        "school": {"name": "A", "membership": "member"},
        "centre": {"criteria_considered": date(2019, 1, 1), "licence": "none"},
        "stages": [{"stage": 1, "academic_year": "2030/31", "participants": 5}],
        "trainers": [
            {"name": f"T{n}", "school": "A", "certified": date(2020, 1, 1)} for n in range(6)
        ],
        "applicants": {"weekly_periods": 2},
    }
    assert finished(begun(plan)).data() == plan


def test_many_schools_are_answered_at_once() -> None:
    typed = ["A", "yes", "", "yes", "2019/20", "schools"]
    typed += [text for n in range(60) for text in (f"School {n}", "3")]
    guided = after(typed)
    calls = 0

    def counting(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        return flow(*arguments)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("lpplan.walk.guided_plan.flow", counting)
        assert len(guided.data()["stages"][0]["schools"]) == 60
    assert calls == 1  # once through the questions, however many there are


def test_another_school_does_not_inherit_the_number_of_the_one_before() -> None:
    typed = ["A", "yes", "", "yes", "2019/20", "schools", "One", "1", "Two", "2"]
    guided = after([*typed, "<", "<", "Three"])
    question = guided.next
    assert question is not None
    assert question.prompt == "How many people come from Three?"
    assert suggestion(guided, question, SCHEDULES) == ()


def test_a_list_of_schools_begins_with_a_school() -> None:
    guided = after(["A", "yes", "", "yes", "2019/20", "schools", "no more"])
    assert guided.next is not None
    assert guided.next.topic == "first_school"


def test_a_year_that_the_plan_has_already_may_stay_even_without_prices() -> None:
    plan = {
        "school": {"name": "A", "membership": "member"},
        "stages": [{"stage": 1, "academic_year": "2015/16", "participants": 5}],
    }
    assert finished(begun(plan)).data() == plan


def test_another_order_of_schools_is_a_change() -> None:
    one, other = ({"name": name, "participants": 5} for name in "AB")
    plan = {"stages": [{"stage": 2, "schools": [one, other]}], "trainers": []}
    assert changes(plan, {"stages": [{"stage": 2, "schools": [one, other]}]}) == ()
    (change,) = changes(plan, {"stages": [{"stage": 2, "schools": [other, one]}]})
    assert change.fact == "Order of schools, costs or trainers"
