"""A plan is rewritten with its comments, or goes to another file."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from lpplan.reading.toml_file import TomlFile, parse_toml, read_toml
from lpplan.values.money import DecimalText
from lpplan.values.problem import LpplanError
from lpplan.walk.plan_file import new_plan_text, plan_to_complete, plan_to_write, rewritten
from strategies import plan_data_with_money

ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"


def changed(change: Callable[[dict[str, Any]], object], file: Path = ALLIANCE) -> str | None:
    read = read_toml(str(file))
    data = deepcopy(read.data)
    change(data)
    text = rewritten(read, data)
    if text is not None:
        assert parse_toml("plan.toml", text.encode()).data == data
    return text


def test_one_value_changes_one_line() -> None:
    text = changed(lambda plan: plan["stages"][0].update(launch=date(2027, 10, 6)))
    before = ALLIANCE.read_text(encoding="utf-8").splitlines()
    assert text is not None
    differing = [
        (old, new) for old, new in zip(before, text.splitlines(), strict=True) if old != new
    ]
    assert differing == [("launch = 2027-10-05", "launch = 2027-10-06")]


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan["school"].update(name='Another \\ "Name" # 1'),
        lambda plan: plan["centre"].update(licence="none"),
        lambda plan: plan["centre"].pop("criteria_considered"),
        lambda plan: plan["stages"][0]["schools"].append({"name": "Z", "participants": 1}),
        lambda plan: plan["stages"][0]["schools"].pop(1),
        lambda plan: plan["stages"].append(
            {
                "stage": 3,
                "academic_year": "2028/29",
                "participants": 20,
                "charge_per_person": DecimalText("412.50"),
                "own_costs": [{"label": "Cover", "amount": 100}],
            }
        ),
        lambda plan: plan["trainers"].append({"name": "Trainer D", "interned": ["launch"]}),
        lambda plan: plan["trainers"].pop(0),
        lambda plan: plan["trainers"][0].update(interned=["launch", "application_support"]),
    ],
)
def test_every_comment_survives_a_change(change: Callable[[dict[str, Any]], object]) -> None:
    text = changed(change)
    assert text is not None
    for comment in ("# An alliance that", "# the buyer's", "# a timetable", "# planned: it"):
        assert comment in text


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan["trainers"].pop(1),  # "a timetable to be freed first"
        lambda plan: plan.pop("trainers"),
        lambda plan: plan["trainers"].insert(0, plan["trainers"].pop(1)),
        lambda plan: plan["trainers"].insert(0, {"name": "First"}),
        lambda plan: plan["trainers"].pop(),
    ],
)
def test_where_a_comment_would_go_or_stand_beside_another_nothing_is_rewritten(
    change: Callable[[dict[str, Any]], object],
) -> None:
    assert changed(change) is None


@pytest.mark.parametrize(
    "text",
    [
        (
            'school = {name = "A", membership = "member"} # inline\n'
            'stages = [{stage = 1, academic_year = "2018/19", participants = 2}]\n'
        ),
        (
            'school.name = "A" # dotted\nschool.membership = "member"\n'
            '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 2'
        ),
        (
            '[school]\r\nname = "A" # windows\r\nmembership = "member"\r\n'
            '[[stages]]\r\nstage = 1\r\nacademic_year = "2018/19"\r\nparticipants = 2\r\n'
        ),
    ],
)
def test_other_ways_to_write_toml_keep_their_comments_or_are_left_alone(text: str) -> None:
    file = parse_toml("plan.toml", text.encode())
    data = deepcopy(dict(file.data))
    data["centre"] = {"licence": "none"}
    data["stages"][0]["participants"] = 3
    data["stages"].append({"stage": 2, "academic_year": "2019/20", "participants": 4})
    new = rewritten(file, data)
    if new is not None:
        assert parse_toml("plan.toml", new.encode()).data == data
        assert text.partition("#")[2].splitlines()[0].strip() in new


@given(plan_data_with_money(), plan_data_with_money())
def test_any_plan_can_become_any_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    file = parse_toml("plan.toml", new_plan_text(before).encode())
    text = rewritten(file, after)
    assert text is not None  # it has no comment of a person's
    said = {key: value for key, value in after.items() if value}
    assert parse_toml("plan.toml", text.encode()).data == said


def test_a_file_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(ALLIANCE.read_bytes())
    file = plan_to_complete(str(path))
    assert file is not None
    path.write_text(file.text + "# changed meanwhile\n", encoding="utf-8")
    (tmp_path / "plan-2.toml").touch()
    target, _ = plan_to_write(str(path), file, file.data)
    assert target == str(tmp_path / "plan-3.toml")


def test_a_file_that_came_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    assert plan_to_complete(str(path)) is None
    path.touch()
    target, _ = plan_to_write(str(path), None, {"school": {"name": "A"}})
    assert target == str(tmp_path / "plan-2.toml")


def test_a_plan_that_lacks_keys_can_be_completed_but_not_one_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('[school]\nname = "A"\n[[stages]]\nstage = 1\n')
    file = plan_to_complete(str(path))
    assert isinstance(file, TomlFile)
    path.write_text('[school]\nname = 3\ncolour = "red"\n')
    with pytest.raises(LpplanError) as refused:
        plan_to_complete(str(path))
    assert [(p.line, p.key) for p in refused.value.problems] == [
        (2, "school.name"),
        (3, "school.colour"),
    ]


@pytest.mark.parametrize("path", ["-", "", "no-such-folder/plan.toml", "."])
def test_what_can_hold_no_plan_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(LpplanError):
        plan_to_complete(path)


def test_a_plan_named_without_its_ending_is_not_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert plan_to_complete("oakfield") is None
    Path("oakfield.toml").write_bytes(ALLIANCE.read_bytes())
    with pytest.raises(LpplanError) as refused:
        plan_to_complete("oakfield")
    assert refused.value.hints == ("Did you mean oakfield.toml?",)


@given(st.text(max_size=40))
def test_no_text_of_a_school_breaks_a_new_file(name: str) -> None:
    text = new_plan_text({"school": {"name": name}})
    assert parse_toml("plan.toml", text.encode("utf-8", "replace")).data["school"]
