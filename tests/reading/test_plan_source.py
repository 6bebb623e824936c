"""Plans from flags, and from files with keys changed by flags."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from lpplan.reading.plan_json import plan_from_json
from lpplan.reading.plan_source import load_plan, plan_from_flags, what_if
from lpplan.values.problem import LpplanError

SINGLE = ROOT / "examples" / "single-school.toml"
STAGE = {"stage": "1", "academic_year": "2018/19", "participants": "27"}


def problems_of(error: LpplanError) -> list[tuple[str | None, str, str, str]]:
    return [(p.path, p.key, p.problem.code, p.problem.hint) for p in error.problems]


def test_flags_make_a_plan_of_one_stage() -> None:
    source = plan_from_flags(school=None, non_member=True, stage=STAGE)
    assert (source.plan.school.name, source.plan.school.membership) == ("Your school", "non-member")
    assert (source.plan.stages[0].people, source.shown, source.fees) == (27, "The plan", None)
    named = plan_from_flags(school="Oak", non_member=False, stage=STAGE)
    assert (named.plan.school.name, named.plan.school.membership) == ("Oak", "member")


def test_what_is_wrong_with_flags_is_told_of_each_flag() -> None:
    with pytest.raises(LpplanError) as caught:
        plan_from_flags(school=None, non_member=False, stage={"stage": "7", "cohorts": "x"})
    assert problems_of(caught.value) == [
        (None, "--stage", "wrong-value", "For example: --stage 1"),
        (None, "--year", "missing-key", "For example: --year 2018/19"),
        (None, "--cohorts", "wrong-value", "For example: --cohorts 2"),
        (None, "--participants", "missing-key", "For example: --participants 27"),
    ]


def test_a_plan_with_keys_changed_has_them_and_no_other() -> None:
    source = load_plan(str(SINGLE))
    changed = what_if(source, {1: {"participants": 30}, 0: {"academic_year": "2019/20"}})
    first, second, third = changed.plan.stages
    assert (second.people, third) == (30, source.plan.stages[2])
    assert (first.launch, first.application_support, first.gateway) == (None, None, None)
    assert str(first.academic_year) == "2019/20"
    assert source.plan.stages[1].people == 18
    assert changed.from_flags == {("stages", 1, "participants"), ("stages", 0, "academic_year")}


def test_what_is_wrong_with_a_changed_key_is_told_of_its_flag_and_the_rest_of_the_file() -> None:
    with pytest.raises(LpplanError) as caught:
        what_if(load_plan(str(SINGLE)), {2: {"participants": 0}, 0: {"academic_year": "2021/22"}})
    assert next((one.path, one.key) for one in caught.value.problems) == (None, "--participants")
    assert {one.path for one in caught.value.problems[1:]} == {str(SINGLE)}
    assert [one.line for one in caught.value.problems] == sorted(
        (one.line for one in caught.value.problems), key=lambda line: line or 0
    )


def test_a_folder_of_fees_that_is_not_there_is_a_problem_of_its_key(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(f'fees = "our-fees"\n{SINGLE.read_text(encoding="utf-8")}', encoding="utf-8")
    source = load_plan(str(path))
    with pytest.raises(LpplanError) as caught:
        assert source.fees
    (one,) = caught.value.problems
    assert (one.line, one.key, one.problem.code, one.problem.message, one.problem.hint) == (
        1,
        "fees",
        "no-such-folder",
        (f"names no folder of fee schedules beside the plan: there is no {tmp_path / 'our-fees'}"),
        "Correct the name, or remove it to use the fees that come with lpplan.",
    )
    (tmp_path / "our-fees").mkdir()
    assert source.fees == str(tmp_path / "our-fees")


def plan_data(**more: Any) -> dict[str, Any]:
    entry = {"stage": 1, "academic_year": "2018/19", "participants": 20} | more
    return {"school": {"name": "Oak", "membership": "member"}, "stages": [entry]}


def test_a_plan_in_json_is_refused_with_what_is_wrong_first() -> None:
    (entry,) = plan_from_json(plan_data(launch="2018-10-02")).stages
    assert entry.launch == date(2018, 10, 2)
    with pytest.raises(ValueError, match=r"^must be the plan that the quote is for$"):
        plan_from_json([])
    with pytest.raises(ValueError, match=r"^stages\[1\]\.stage must be 1, 2 or 3"):
        plan_from_json(plan_data(stage=7, participants=0))
