"""The questions of a walk: which follow which, and the plan that they make."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering import (
    SCHEDULES,
    STAGE_1,
    USUAL,
    Answers,
    answer,
    at,
    begun,
    go_on,
    names,
    topics,
    walked,
)
from conftest import ROOT, TESTS
from lpplan.reading.tables import Data, read_plan
from lpplan.reading.toml_file import read_toml
from lpplan.values.money import DecimalText
from lpplan.walk.conversation import Conversation, Partner
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.kinds import LeadsOn
from lpplan.walk.plan_file import changes
from lpplan.walk.topics import TOPICS
from strategies import plan_data_with_money

PLANS = [*sorted((ROOT / "examples").glob("*.toml")), *sorted((TESTS / "plans").glob("*.toml"))]

STAGE_2: Answers = {
    "begins": "yes",
    "academic_year": "2019/20",
    "participants": "20",
    "next_stage": "no",
}
STAGE_3: Answers = {"begins": "licensed", "academic_year": "2026/27", "participants": "20"}
BY_SCHOOL: Answers = {**STAGE_2, "participants": "schools", "school_participants": "8"}


def example(name: str) -> Data:
    return read_toml(str(ROOT / "examples" / f"{name}.toml")).data


def again(guided: GuidedPlan, plan: Data | None = None) -> GuidedPlan:
    """The walk carried on from the answers that are kept of it."""
    resumed = begun(plan)
    resumed.resume(guided.kept())
    return resumed


def why_not(guided: GuidedPlan, typed: str) -> str:
    """Why an answer to the next question is refused."""
    with pytest.raises(ValueError, match=r".") as refused:
        guided.read(at(guided), typed)
    return str(refused.value)


def test_the_shortest_walk_makes_a_plan_of_stage_1() -> None:
    guided = walked(STAGE_1)
    assert guided.question is None
    assert guided.data() == {
        "school": {"name": "Oakfield Academy", "membership": "member"},
        "stages": [{"stage": 1, "academic_year": "2018/19", "participants": 27}],
    }


def test_a_school_with_accredited_lps_begins_at_stage_2() -> None:
    guided = walked({"begins": "yes"}, until="academic_year")
    assert at(guided).prompt == "In which academic year does Stage 2 run?"


def test_a_licensed_centre_begins_at_stage_3_and_is_asked_for_its_charge() -> None:
    guided = walked(STAGE_3)
    assert [entry["stage"] for entry in guided.data()["stages"]] == [3]
    assert "licence" in topics(guided)
    assert "charge_per_person" in topics(guided)
    assert "own_cost" in topics(guided)
    assert "charge_per_person" not in topics(walked({**STAGE_3, "has_money": "no"}))


def test_a_later_stage_is_suggested_for_the_year_after() -> None:
    year_of_stage_2 = ("stages", "2", "academic_year")
    guided = walked({**STAGE_1, "next_stage": "yes"}, until=year_of_stage_2)
    assert guided.suggestion(at(guided)) == ("2019/20",)


def test_participants_may_be_given_school_by_school() -> None:
    names_of_schools = {
        "school_name": "A",
        ("stages", "2", "schools", 1, "name"): "Riverside Primary",
        ("stages", "2", "schools", 1, "participants"): "12",
    }
    guided = walked({**BY_SCHOOL, **names_of_schools, "share": "equal"})
    (entry, *_) = guided.data()["stages"]
    assert entry["schools"] == [
        {"name": "A", "participants": 8},
        {"name": "Riverside Primary", "participants": 12},
    ]
    assert entry["share"] == "equal"
    assert "participants" not in entry


def test_a_new_stage_offers_the_schools_and_numbers_of_the_one_before() -> None:
    second = ("stages", "2", "schools", 1)
    guided = walked({**BY_SCHOOL, "next_stage": "yes", (*second, "name"): "Riverside Primary"})
    before, after, *_ = guided.data()["stages"]
    assert after["schools"] == before["schools"]
    assert len(after["schools"]) == 2


@pytest.mark.parametrize("typed", ["none", "no", "don't know"])
def test_none_is_no_topic(typed: str) -> None:
    guided = walked({**STAGE_3, "topics": typed, "has_applicants": "yes", "contact": typed})
    assert "topics" not in guided.data()["stages"][0]
    assert "applicants" not in guided.data()


@pytest.mark.parametrize(("typed", "year"), [("27/28", "2027/28"), ("27-28", "2027/28")])
def test_a_year_may_be_typed_without_its_century(typed: str, year: str) -> None:
    guided = walked(STAGE_1, until="academic_year")
    assert guided.read(at(guided), typed) == year


def test_a_cost_is_called_something_and_is_no_amount() -> None:
    guided = walked(STAGE_3, until="own_cost")
    assert why_not(guided, "£600").startswith("must say what it is, such as cover")


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 10, 31), "2026/27"),
        (date(2026, 11, 1), "2027/28"),
        (date(2027, 8, 31), "2027/28"),
    ],
)
def test_a_year_is_suggested_in_which_a_stage_can_still_begin(day: date, year: str) -> None:
    guided = go_on(GuidedPlan({}, day, SCHEDULES), STAGE_1, until="academic_year")
    assert guided.suggestion(at(guided)) == (year,)


def test_one_school_alone_has_nobody_to_share_with() -> None:
    assert "share" not in topics(walked(BY_SCHOOL))


def test_training_is_asked_about_once_stage_2_has_begun() -> None:
    trainer = {"first_trainer": "Trainer A"}
    assert "interned" in topics(walked({**STAGE_2, **trainer}))
    future = {**STAGE_2, **trainer, "academic_year": "2030/31"}
    assert "interned" not in topics(walked(future))


def test_only_a_plan_beyond_stage_1_is_asked_about_criteria_and_licence() -> None:
    assert not {"criteria_considered", "licence"} & {*topics(walked(STAGE_1))}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("2017/18", "is 2017/18, and the first year with prices is 2018/19"),
        ("2018/20", "must end in the year after it begins"),
        ("don't know", "is needed: the planner cannot do without it"),
        ("", "is needed: an academic year such as 2027/28"),
    ],
)
def test_an_answer_that_cannot_be_is_told_why(typed: str, wrong: str) -> None:
    assert why_not(walked(STAGE_1, until="academic_year"), typed).startswith(wrong)


@pytest.mark.parametrize(
    ("before", "key", "typed", "wrong"),
    [
        ({}, "launch", "1/9/2019", "must be in the stage's academic year 2018/19, and is 2019-"),
        (
            {"launch": "2/10/2018"},
            "application_support",
            "1/10/2018",
            "must not be before the Launch on 2018-10-02",
        ),
        (
            {"launch": "5/3/2019"},
            "gateway",
            "November 2018",
            "must not be in a month before the Launch",
        ),
        ({}, "gateway", "June 2018", "must not be before the academic year 2018/19 begins"),
        (
            {},
            "application_support",
            "31/8/2018",
            "must not be before the academic year 2018/19 begins",
        ),
    ],
)
def test_dates_are_checked_against_each_other(
    before: dict[str, str], key: str, typed: str, wrong: str
) -> None:
    assert why_not(walked({**STAGE_1, **before}, until=key), typed).startswith(wrong)


def test_an_earlier_year_for_a_later_stage_is_refused() -> None:
    year_of_stage_2 = ("stages", "2", "academic_year")
    guided = walked(
        {**STAGE_1, "academic_year": "2020/21", "next_stage": "yes"}, until=year_of_stage_2
    )
    assert why_not(guided, "2019/20").startswith("must not be 2019/20, a year before 2020/21")


def test_two_trainers_of_one_name_are_refused() -> None:
    guided = walked({**STAGE_1, "first_trainer": "Trainer A"}, until="next_trainer")
    assert why_not(guided, "Trainer A").startswith('must not be "Trainer A" again')


def test_fewer_cohorts_than_needed_are_refused_where_a_plan_asks_for_some() -> None:
    plan = {
        "school": {"name": "A", "membership": "member"},
        "stages": [{"stage": 1, "academic_year": "2018/19", "participants": 10, "cohorts": 2}],
    }
    guided = walked({"participants": "60"}, plan, until="cohorts")
    assert guided.suggestion(at(guided)) == (None,)  # 2 no longer do
    assert why_not(guided, "2").startswith("must be at least 3: 60 part")
    assert answer(guided, "3")


def test_stepping_back_suggests_what_was_said() -> None:
    guided = walked(STAGE_1, until="launch")
    while at(guided).topic != "begins":
        guided.step_back()
    assert guided.suggestion(at(guided)) == (1,)
    go_on(guided, until="launch")
    assert guided.data()["stages"][0]["participants"] == 27


def test_at_the_first_question_there_is_nothing_to_step_back_to() -> None:
    guided = begun()
    guided.step_back()
    assert (at(guided).topic, guided.answers, guided.earlier) == ("school_name", [], {})


@pytest.mark.parametrize("file", PLANS, ids=lambda path: path.stem)
def test_enter_all_the_way_through_a_plan_changes_nothing(file: Path) -> None:
    plan = read_toml(str(file)).data
    guided = walked({}, plan)
    assert guided.data() == plan
    assert changes(plan, guided.data()) == []


@given(plan_data_with_money())
def test_enter_all_the_way_through_any_plan_changes_nothing(plan: Data) -> None:
    data = walked({}, plan).data()
    assert data == {key: value for key, value in plan.items() if value}
    assert changes(plan, data) == []


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


def after(typed: list[str], plan: Data | None = None) -> GuidedPlan:
    guided = begun(plan)
    for text in typed:
        if guided.question is not None:
            answer(guided, text)
    return guided


@given(st.lists(ANYTHING, max_size=60), st.sampled_from([None, *PLANS]))
def test_any_answers_end_in_a_plan_that_loads_and_replays(typed: list[str], file: Any) -> None:
    plan = {} if file is None else read_toml(str(file)).data
    guided = go_on(after(typed, plan))
    loaded, problems = read_plan(guided.data())
    assert loaded is not None, problems
    resumed = again(guided, plan)
    assert (resumed.question, resumed.data()) == (None, guided.data())


@given(st.lists(ANYTHING, max_size=60))
def test_a_walk_carries_on_where_it_was_left(typed: list[str]) -> None:
    guided = after(typed)
    resumed = again(guided)
    assert resumed.question == guided.question
    assert resumed.answers == guided.answers
    assert resumed.earlier == guided.earlier


def test_answers_that_no_longer_fit_are_asked_again() -> None:
    participants = ("stages", "1", "participants")
    kept = walked(STAGE_1).kept()
    given = tuple(
        answer._replace(typed="many") if answer.address == participants else answer
        for answer in kept.given
    )
    resumed = begun()
    resumed.resume(kept.model_copy(update={"given": given}))
    assert at(resumed).address == participants
    assert resumed.earlier["stages", "1", "gateway"] == "don't know"


def test_every_topic_is_asked_somewhere_and_says_why() -> None:
    answers = {
        "begins": "no",
        "academic_year": "2018/19",
        "participants": "20",
        "next_stage": "yes",
        "first_trainer": "T",
        "charge_per_person": "£500",
        ("stages", "2", "participants"): "schools",
        ("stages", "2", "schools", 1, "name"): "B",
        ("stages", "3.2"): "yes",
        ("stages", "3", "own_costs", 0, "label"): "Cover",
        ("stages", "3", "support", 0, "kind"): "further support",
        "times": "5",
        "licence": "awarded",
        "has_applicants": "yes",
        "told": "yes",
        ("stages", "3", "academic_year"): "2027/28",
        ("stages", "3.2", "academic_year"): "2028/29",
    }
    guided = walked(answers)
    # Cohorts are asked for only where a plan has some already, writing only at a terminal, and
    # other prices only where a fee folder has some.
    assert {*topics(guided)} == {*TOPICS} - {"cohorts", "write", "told_again"}
    for question, _ in guided.answers:
        assert question.prompt.endswith("?")
        assert question.why.endswith(".")
        assert "{" not in question.prompt + question.why


def test_a_trainer_of_another_name_does_not_inherit_what_is_known_of_the_one_before() -> None:
    plan = example("alliance-from-stage-2")
    guided = walked({"first_trainer": "Somebody Else"}, plan)
    assert guided.data()["trainers"][0] == {"name": "Somebody Else"}
    assert guided.data()["trainers"][1]["name"] == "Trainer B"


def test_what_changes_is_told_key_by_key() -> None:
    plan = example("on-the-cliff")
    guided = walked({"participants": "25"}, plan)
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
    assert walked({}, plan).data() == plan
    (change,) = changes(plan, walked({"own_cost_amount": "£100"}, plan).data())
    assert tuple(change) == ("Stage 3: own cost Cover (2): amount", "200", "100")


def test_who_does_not_know_a_first_trainer_takes_nobody_away() -> None:
    plan = example("single-school")
    guided = walked({"first_trainer": "don't know"}, plan)
    assert guided.data()["trainers"] == plan["trainers"]
    assert "trainers" not in walked({"first_trainer": "no more"}, plan).data()


def test_what_was_taken_from_a_plan_follows_it_where_it_is_changed() -> None:
    plan = example("on-the-cliff")
    guided = walked({"membership": "no"}, plan, until="application_support")
    as_planned = {kept.address: kept.as_planned for kept in guided.kept().given}
    assert not as_planned["school", "membership"]
    assert as_planned["stages", "1", "participants"]
    edited = {**plan, "stages": [{**plan["stages"][0], "participants": 22}]}
    resumed = again(guided, edited)
    assert resumed.data()["stages"][0]["participants"] == 22
    assert resumed.data()["school"]["membership"] == "non-member"


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
    assert walked({}, plan).data() == plan


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the flow is begun, a question made, and a plan validated."""
    counts: Counter[str] = Counter()

    def count(target: str, what: str) -> None:
        module, _, name = target.rpartition(".")
        real: Callable[..., Any] = getattr(__import__(module, fromlist=[name]), name)

        def counting(*arguments: Any, **named: Any) -> Any:
            counts[what] += 1
            return real(*arguments, **named)

        monkeypatch.setattr(target, counting)

    count("lpplan.walk.guided_plan.flow", "flows")
    count("lpplan.walk.question.Question", "questions")
    count("lpplan.walk.guided_plan.problems_beside_gaps", "validations")
    return counts


def converse_by_name(guided: GuidedPlan, answers: dict[Any, str]) -> None:
    """A conversation in which each question is answered by name."""

    def ask(_: str) -> str:
        question = at(guided)
        given = (text for name in names(question) if (text := answers.get(name)))
        usual = "" if guided.suggestion(question) else USUAL[question.topic]
        return next(given, usual)

    partner = Partner(ask, show=lambda _: None, save=lambda _: None)
    Conversation("plan.toml", guided, partner).ask_all()


def test_a_walk_forward_asks_each_question_once_and_validates_about_once_an_answer(
    counted: Counter[str],
) -> None:
    guided = begun()
    answers = {
        "next_stage": "yes",
        "academic_year": "2018/19",
        "participants": "20",
        "launch": "2 October 2018",
        "application_support": "5 February 2019",
        "gateway": "June 2019",
        ("stages", "3"): "no",
        "first_trainer": "Trainer A",
        "expertise": "yes",
        "interned": "both",
        ("trainers", 1, "name"): "Trainer B",
    }
    converse_by_name(guided, answers)
    assert len(guided.answers) == counted["questions"] > 30
    assert counted["flows"] == 1
    assert counted["validations"] <= len(guided.answers)


def test_a_step_back_replays_the_questions_once(counted: Counter[str]) -> None:
    guided = walked(STAGE_1)
    counted.clear()
    guided.step_back()
    assert (counted["flows"], counted["validations"]) == (1, 0)
    assert counted["questions"] == len(guided.answers) + 1


def test_many_schools_are_answered_at_once(counted: Counter[str]) -> None:
    schools = {("stages", "2", "schools", n, "name"): f"School {n}" for n in range(60)}
    guided = walked({**BY_SCHOOL, **schools}, until="share")
    assert len(guided.data()["stages"][0]["schools"]) == 60
    assert counted["flows"] == 1


def test_another_school_does_not_inherit_the_number_of_the_one_before() -> None:
    name = ("stages", "2", "schools", 1, "name")
    guided = walked({**BY_SCHOOL, name: "Two"}, until=("stages", "2", "schools", 2, "name"))
    guided.step_back()
    guided.step_back()
    go_on(guided, {name: "Three"}, until=(*name[:-1], "participants"))
    assert at(guided).prompt == "How many people come from Three?"
    assert guided.suggestion(at(guided)) == ()


def test_a_list_of_schools_begins_with_a_school() -> None:
    guided = walked(BY_SCHOOL, until="first_school")
    assert why_not(guided, "no more").startswith("must be the name of a school")


def test_a_year_that_the_plan_has_already_may_stay_even_without_prices() -> None:
    plan = {
        "school": {"name": "A", "membership": "member"},
        "stages": [{"stage": 1, "academic_year": "2015/16", "participants": 5}],
    }
    assert walked({}, plan).data() == plan


def test_another_order_of_schools_is_a_change() -> None:
    one, other = ({"name": name, "participants": 5} for name in "AB")
    plan = {"stages": [{"stage": 2, "schools": [one, other]}], "trainers": []}
    assert changes(plan, {"stages": [{"stage": 2, "schools": [one, other]}]}) == []
    (change,) = changes(plan, {"stages": [{"stage": 2, "schools": [other, one]}]})
    assert tuple(change) == ("Stage 2: schools", "A, B", "B, A")


def test_a_year_written_in_another_way_stays_as_it_is_written() -> None:
    plan = {
        "school": {"name": "A", "membership": "member"},
        "stages": [{"stage": 1, "academic_year": "2018-2019", "participants": 5}],
    }
    assert walked({"academic_year": "2018/19"}, plan).data() == plan


def test_a_school_may_be_called_schools() -> None:
    guided = walked({**BY_SCHOOL, "first_school": "schools"})
    assert guided.data()["stages"][0]["schools"] == [{"name": "schools", "participants": 8}]


@pytest.mark.parametrize(
    ("typed", "sessions"),
    [
        *[(every, ["launch", "application_support"]) for every in ("both", "all of them")],
        ("Launch and application support", ["launch", "application_support"]),
        ("launch", ["launch"]),
        ("Application Support", ["application_support"]),
        *[(none, []) for none in ("neither", "none of them")],
    ],
)
def test_the_sessions_somebody_attended_are_read_as_people_say_them(
    typed: str, sessions: list[str]
) -> None:
    kind = TOPICS["interned"].kind
    assert kind.read(typed) == sessions
    assert kind.read(kind.write(sessions)) == sessions
    with pytest.raises(ValueError, match="must be all of them, launch, application support or"):
        kind.read("the first")


def test_an_answer_that_leads_on_stands_in_no_plan() -> None:
    for question, value in walked(BY_SCHOOL).answers:
        if isinstance(value, LeadsOn):
            assert not question.stands_in_plan(value)
