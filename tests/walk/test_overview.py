"""A plan looked over section by section: what it says, and one fact of it changed."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from answering import SCHEDULES, USUAL, at, begun, names
from conftest import ROOT
from lpplan.reading.tables import Data, read_plan
from lpplan.reading.toml_file import read_toml
from lpplan.show.document import Paragraph
from lpplan.values.problem import Interrupted
from lpplan.walk.conversation import Conversation, Partner
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.overview import sections
from strategies import plan_data_with_money

FIVE_SCHOOLS: Data = {
    "school": {"name": "Oakfield Academy", "membership": "member"},
    "stages": [
        {"stage": 1, "academic_year": "2027/28", "participants": 27},
        {
            "stage": 2,
            "academic_year": "2028/29",
            "schools": [
                {"name": "Oakfield Academy", "participants": 8},
                {"name": "Greenlea Primary", "participants": 6},
                {"name": "Harbour High", "participants": 5},
                {"name": "Riverside Primary", "participants": 4},
                {"name": "St Mary's", "participants": 3},
            ],
        },
        {
            "stage": 3,
            "academic_year": "2029/30",
            "schools": [
                {"name": "Greenlea Primary", "participants": 6},
                {"name": "St Mary's", "participants": 9},
            ],
            "own_costs": [{"label": "Cover", "amount": 600, "per": "cohort"}],
        },
    ],
    "trainers": [
        {"name": "Trainer A", "school": "Oakfield Academy", "expertise": True},
        {"name": "Trainer B", "school": "Greenlea Primary"},
    ],
}


class Talk:
    """A conversation about a plan that exists, typed beforehand."""

    def __init__(self, typed: Iterable[str], plan: Data = FIVE_SCHOOLS) -> None:
        self.guided = begun(deepcopy(dict(plan)))
        if plan:
            self.guided.read_plan()
        self.shown: list[str] = []
        self._typed = iter(typed)
        partner = Partner(self._ask, self._show, save=lambda _: None)
        self.conversation = Conversation("plan.toml", self.guided, partner)

    def _ask(self, mark: str) -> str:
        try:
            return next(self._typed)
        except StopIteration:
            raise Interrupted from None

    def _show(self, parts: Any) -> None:
        self.shown += [str(part.words) for part in parts if isinstance(part, Paragraph)]

    @property
    def plan(self) -> dict[str, Any]:
        return self.guided.data()


def looked_over(*typed: str, plan: Data = FIVE_SCHOOLS) -> Talk:
    """The plan looked over, with Enter last, at the overview."""
    talk = Talk([*typed, ""], plan)
    talk.conversation.ask_all()
    talk.conversation.look_over()
    return talk


def names_of_schools(plan: Data, stage: int) -> list[str]:
    return [school["name"] for school in plan["stages"][stage - 1]["schools"]]


def test_an_overview_says_what_each_section_says_and_lacks() -> None:
    assert looked_over().shown[1:-3] == [
        "plan.toml",
        "1. School: Oakfield Academy; member of SSAT: yes; 3 things not recorded.",
        "2. Stage 1: 2027/28; 27 taking part; 3 things not recorded.",
        (
            "3. Stage 2: 2028/29; 26 people of Oakfield Academy, Greenlea Primary and 3 more; 3"
            " things not recorded."
        ),
        "4. Stage 3: 2029/30; 15 people of Greenlea Primary and St Mary's; 3 things not recorded.",
        "5. Stage 3 again: not planned.",
        "6. Prices: not told by SSAT for 2027/28.",
        "7. Trainer A: 3 things not recorded.",
        "8. Trainer B: 4 things not recorded.",
        "9. Another trainer: none.",
        "10. Licence: 3 things not recorded.",
        "11. Money and topics: action research topics not recorded.",
        "12. Money, Stage 1: action research topics not recorded.",
        "13. Money, Stage 2: 3 things not recorded.",
        "14. Money, Stage 3: Cover; 3 things not recorded.",
        "15. Applicants: left as it is.",
    ]


def test_a_plan_left_as_it_is_takes_one_answer_and_changes_nothing() -> None:
    assert looked_over().plan == FIVE_SCHOOLS


def test_every_fact_is_asked_again_after_two_answers_and_enter_leaves_it() -> None:
    whole = looked_over().guided
    for number, section in enumerate(sections(whole), 1):
        for item, (question, value) in enumerate(section.answers, 1):
            picked = [str(number)] if len(section.answers) == 1 else [str(number), str(item)]
            talk = looked_over(*picked, "")
            named = f"What is {value} called now, or what takes its place?"
            assert question.prompt in talk.shown or named in talk.shown
            assert talk.plan == FIVE_SCHOOLS


@settings(max_examples=10)
@given(plan_data_with_money())
def test_going_back_from_any_fact_of_any_plan_changes_nothing(plan: Data) -> None:
    whole = looked_over(plan=plan).guided
    before = whole.data()
    for section in sections(whole):
        for question, value in section.answers:
            whole.ask_again(question.address)
            assert names(question) == names(at(whole))
            whole.leave(at(whole))
            assert whole.question is None
            assert whole.data() == before
            assert (question, value) in whole.answers


@pytest.mark.parametrize(
    ("typed", "change"),
    [
        (("stage 1", "2", "30"), ("stages", 0, "participants", 30)),
        (("2", "3", "5/10/27"), ("stages", 0, "launch", date(2027, 10, 5))),
        (("school", "urn", "3", "123456"), ("school", None, "urn", 123456)),
        (("trainer b", "3", "yes"), ("trainers", 1, "expertise", True)),
        (("money, stage 3", "2", "12"), ("stages", 2, "minimum_participants", 12)),
        (("money, stage 3", "4", "£650.50"), ("stages", 2, "own_costs", None)),
    ],
)
def test_one_fact_is_changed_in_three_answers_and_the_rest_stays(
    typed: tuple[str, ...], change: tuple[Any, ...]
) -> None:
    table, index, key, value = change
    plan = looked_over(*typed).plan
    found = plan[table] if index is None else plan[table][index]
    if value is not None:
        assert found[key] == value
    found[key] = (FIVE_SCHOOLS[table] if index is None else FIVE_SCHOOLS[table][index]).get(key)
    assert {k: v for k, v in found.items() if v is not None} == (
        FIVE_SCHOOLS[table] if index is None else FIVE_SCHOOLS[table][index]
    )


def test_a_school_called_otherwise_is_so_wherever_the_plan_names_it() -> None:
    talk = looked_over("stage 3", "4", "Greenlea Academy", "yes")
    question = "Is Greenlea Academy the new name of Greenlea Primary, wherever the plan names it?"
    assert question in talk.shown
    assert names_of_schools(talk.plan, 3) == ["Greenlea Academy", "St Mary's"]
    assert names_of_schools(talk.plan, 2)[1] == "Greenlea Academy"
    assert talk.plan["trainers"][1]["school"] == "Greenlea Academy"
    assert talk.plan["stages"][1]["schools"][1]["participants"] == 6
    assert [tuple(one) for one in talk.guided.renamings] == [
        ("school", "Greenlea Primary", "Greenlea Academy")
    ]


def test_the_own_school_and_a_trainer_are_renamed_too() -> None:
    plan = looked_over("school", "1", "Oakfield School", "trainer a", "1", "Ann Lee").plan
    assert plan["school"]["name"] == names_of_schools(plan, 2)[0] == "Oakfield School"
    assert plan["trainers"][0] == {
        "name": "Ann Lee",
        "school": "Oakfield School",
        "expertise": True,
    }


def test_another_school_takes_one_place_where_that_is_no_new_name() -> None:
    plan = looked_over("stage 3", "4", "Northgate School", "no", "7").plan
    assert plan["stages"][2]["schools"][0] == {"name": "Northgate School", "participants": 7}
    assert names_of_schools(plan, 2)[1] == "Greenlea Primary"


def test_a_trainer_who_works_elsewhere_renames_no_school() -> None:
    plan = looked_over("trainer a", "2", "Northgate School").plan
    assert plan["trainers"][0]["school"] == "Northgate School"
    assert plan["school"]["name"] == "Oakfield Academy"


def test_a_school_that_is_named_already_is_put_in_that_place_alone() -> None:
    plan = looked_over("stage 3", "4", "Harbour High", "7").plan
    assert plan["stages"][2]["schools"][0] == {"name": "Harbour High", "participants": 7}
    assert names_of_schools(plan, 2)[1:3] == ["Greenlea Primary", "Harbour High"]


@pytest.mark.parametrize(
    ("reply", "name"), [("yes", "Harbour High"), ("no", "Harbour"), ("y", "Harbour High")]
)
def test_a_name_close_to_another_is_asked_about(reply: str, name: str) -> None:
    talk = looked_over("stage 3", "8", "Harbour", reply, "4", "")
    assert "Harbour is like Harbour High, which is named already." in talk.shown
    assert "Is that the same school?" in talk.shown
    assert names_of_schools(talk.plan, 3)[2] == name


def test_a_number_picks_a_school_that_is_named_already() -> None:
    talk = looked_over("stage 3", "8", "2", "3", "4", "")
    hint = "1 Oakfield Academy, 3 Harbour High, 4 Riverside Primary."
    assert "Your answer must be a name, or the number of one that is not named yet." in talk.shown
    assert any(hint in words for words in talk.shown)
    assert names_of_schools(talk.plan, 3)[2] == "Harbour High"


def test_an_entry_taken_out_leaves_the_others() -> None:
    talk = looked_over("stage 2", "remove 6", "trainer a", "remove 1")
    assert names_of_schools(talk.plan, 2) == [
        *("Oakfield Academy", "Harbour High", "Riverside Primary", "St Mary's")
    ]
    assert talk.plan["trainers"] == FIVE_SCHOOLS["trainers"][1:]
    assert talk.plan["stages"][1]["schools"][1]["participants"] == 5


def test_a_school_is_named_anew_after_a_step_back() -> None:
    typed = ["A", "yes", "", "", "", "yes", "2027/28", "schools", "B", "<", "C", "5", "no more"]
    talk = Talk(typed, {})
    with pytest.raises(Interrupted):
        talk.conversation.ask_all()
    assert names_of_schools(talk.plan, 1) == ["C"]


def test_an_overview_halfway_through_the_schools_names_those_so_far() -> None:
    typed = ["A", "yes", "", "", "", "yes", "2027/28", "schools", "B", "5", "C", "6", "/"]
    talk = Talk(typed, {})
    with pytest.raises(Interrupted):
        talk.conversation.ask_all()
    assert "2. Stage 2: 2027/28; 11 people of B and C so far." in talk.shown


def test_what_is_no_entry_and_the_last_school_are_not_taken_out() -> None:
    talk = looked_over("stage 3", "remove 2", "remove 4", "stage 3", "remove 4", "remove 9", "")
    assert (
        "Only schools, trainers, own costs and support can be taken out. To empty another line,"
        " choose it and say don't know."
    ) in talk.shown
    assert "The last school cannot be taken out: give another instead." in talk.shown
    assert names_of_schools(talk.plan, 3) == ["St Mary's"]


def test_another_number_of_a_school_is_compared_with_its_other_stages() -> None:
    talk = looked_over("stage 2", "7", "7")
    assert talk.shown.count("Stage 3 still has 6 people of Greenlea Primary.") == 1
    assert talk.plan["stages"][1]["schools"][1]["participants"] == 7


def test_the_name_of_a_school_or_a_fact_finds_its_place() -> None:
    plan = looked_over("harbour high", "harbour high: people", "9", "stage 1", "gateway", "").plan
    assert plan["stages"][1]["schools"][2]["participants"] == 9


def test_a_stage_is_taken_out_by_saying_that_it_is_not_planned() -> None:
    plan = looked_over("stage 3", "1", "no").plan
    assert [entry["stage"] for entry in plan["stages"]] == [1, 2]


def test_what_cannot_work_is_said_as_soon_as_it_is_typed() -> None:
    talk = looked_over(
        *("stage 1", "5", "June 2028"),
        *("stage 2", "2", "2027/28"),
        *("stage 2", "16", "5/10/27"),
    )
    (conflict, *_) = [words for words in talk.shown if words.startswith("This cannot work: ")]
    assert "gateway" in conflict
    assert talk.shown.index(conflict) < len(talk.shown) - 20


def test_an_answer_that_fits_no_longer_is_asked_again() -> None:
    dated = deepcopy(dict(FIVE_SCHOOLS))
    dated["stages"][0]["launch"] = date(2027, 10, 5)
    talk = looked_over("stage 1", "1", "2026/27", "6 October 2026", "", plan=dated)
    assert any(words.startswith("The plan says 5 October 2027, and that") for words in talk.shown)
    assert talk.plan["stages"][0]["launch"] == date(2026, 10, 6)


def test_a_section_is_reached_from_any_question_and_enter_carries_on() -> None:
    guided = GuidedPlan({}, date(2026, 11, 28), SCHEDULES)
    typed = iter(
        ["Oakfield", "yes", "/", "", "", "", "school", "1", "Oakfield School", "", "2/3/27", ""]
    )
    shown: list[str] = []

    def ask(mark: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise Interrupted from None

    def show(parts: Any) -> None:
        shown.extend(str(part.words) for part in parts if isinstance(part, Paragraph))

    with pytest.raises(Interrupted):
        Conversation("plan.toml", guided, Partner(ask, show, lambda _: None)).ask_all()
    assert "2 March 2027." in shown
    assert shown.count("What do you want to look at or change?") == 2
    assert "A number or a name. Enter: carry on." in shown
    data = guided.data()
    assert data["school"]["name"] == "Oakfield School"
    assert data["centre"] == {"ssat_discussion": date(2027, 3, 2)}
    assert guided.question is not None
    assert guided.question.topic == "academic_year"


def test_before_the_first_answer_there_is_nothing_to_look_over() -> None:
    talk = Talk(["/", "/stage 2"], {})
    with pytest.raises(Interrupted):
        talk.conversation.ask_all()
    assert talk.shown.count("Nothing is answered yet.") == 2


def test_changes_are_kept_and_carried_on_with() -> None:
    talk = looked_over("stage 3", "4", "Greenlea Academy", "yes", "stage 2", "remove 6")
    again = begun(deepcopy(dict(FIVE_SCHOOLS)))
    again.resume(talk.guided.kept())
    assert (again.question, again.data()) == (None, talk.plan)
    assert again.kept() == talk.guided.kept()


def test_a_question_that_a_plan_leaves_open_is_asked_before_the_overview() -> None:
    plan = deepcopy(dict(FIVE_SCHOOLS))
    del plan["stages"][0]["participants"]
    talk = looked_over("25", plan=plan)
    assert talk.plan["stages"][0]["participants"] == 25
    assert talk.plan["stages"][1:] == FIVE_SCHOOLS["stages"][1:]


@pytest.mark.parametrize("name", ["licensed-centre", "worth-it"])
def test_anything_picked_in_an_overview_leaves_a_plan_that_loads(name: str) -> None:
    plan = read_toml(str(ROOT / "examples" / f"{name}.toml")).data
    whole = looked_over(plan=plan).guided
    for number, section in enumerate(sections(whole), 1):
        for item, (question, _) in enumerate(section.answers, 1):
            for typed in ("no", "don't know", "2", "Somewhere Else"):
                answers = [str(number), str(item), typed, USUAL.get(question.topic, ""), ""]
                talk = Talk(answers, plan)
                try:
                    talk.conversation.look_over()
                    talk.conversation.ask_all()
                except Interrupted:
                    continue
                loaded, problems = read_plan(talk.plan)
                assert loaded is not None, problems
