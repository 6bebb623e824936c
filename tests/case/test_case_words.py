"""What a case says in words: singular and plural, averages, what is left over, and repeats."""

import json
import re
from pathlib import Path

from test_case_command import DAY, LICENSED, STAGE_2, WORTH_IT, found, plan_of, words_of

from conftest import Lpplan


def test_repeated_years_are_one_assumption_for_readers_and_each_one_in_json(
    lpplan: Lpplan,
) -> None:
    said = words_of(lpplan, WORTH_IT, "--years", "15")
    assert said.count("Stage 3 in each year from") == 1
    assert "Stage 3 in each year from 2029/30 to 2041/42: 31 people, as many as at" in said
    each = found(lpplan, WORTH_IT, "--years", "15")["assumptions"]
    assert [one["code"] for one in each] == ["stage-3-repeated"] * 13
    assert "- Stage 3 in 2029/30: 31 people" in words_of(lpplan, WORTH_IT, "--years", "3")


def test_a_rise_says_what_does_not_rise_and_that_the_ceiling_is_an_average(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    said = words_of(lpplan, WORTH_IT, "--uplift", "3%")
    assert (
        "SSAT's prices rise by 3% in each year after the fees end, and no rise is added to the"
        " centre's own costs or its charge."
    ) in said
    # 10 and 13 years after 2018/19: (31 × 537.57 + 2 × 2,956.62) / 31 = 728.318…, down, and
    # (31 × 587.41 + 2 × 3,230.77) / 31 = 795.846…, down.
    assert "Above £761.74, an average over its years, other schools do better" in said
    assert "In single years that is from £728.31 to £795.84." in said
    assert "what other schools would pay SSAT on average." in said
    # Where there is nothing else that could rise, or one year alone, nothing is said of it.
    plan = plan_of(tmp_path, STAGE_2)
    assert "after the fees end." in words_of(lpplan, plan, "--uplift", "3%")
    one_year = words_of(lpplan, WORTH_IT, "--years", "2")
    assert "an average over its years" not in one_year
    assert "In single years" not in words_of(lpplan, WORTH_IT)


def test_changes_of_people_say_how_many(lpplan: Lpplan, tmp_path: Path) -> None:
    def texts(plan: Path) -> dict[str, str]:
        return {one["code"]: one["text"] for one in found(lpplan, plan)["changes"]}

    said = texts(WORTH_IT)
    assert said["fewer-people"].endswith("Stage 3: 24 instead of 31")
    assert said["more-people"].endswith("Stage 3: 38 instead of 31")
    said = texts(LICENSED)
    assert said["fewer-people"].endswith("Stage 3: 17 to 24 instead of 22 to 30")
    assert said["dearer-to-run"] == "The centre's own costs (none are named) are half as high again"
    said = texts(plan_of(tmp_path, STAGE_2.replace("= 20\n", "= 1\n")))
    assert said["fewer-people"].endswith("Stage 3: 1 as planned")


def test_a_licensed_centre_is_not_asked_whether_to_become_one(lpplan: Lpplan) -> None:
    assert words_of(lpplan, LICENSED).startswith(
        "Is it worth it for Millbrook Learning Centre to be a centre?"
    )


def test_several_stages_of_a_year_stand_on_one_line(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, STAGE_2.replace("stage = 2", "stage = 1") + STAGE_2)
    shown = lpplan("case", plan, *DAY).out
    assert re.search(r"^2018/19: Stages 1, 2 +£20,400\.00 +£21,600\.00", shown, re.MULTILINE)


def test_a_net_below_nothing_is_left_over(lpplan: Lpplan) -> None:
    # Stage 2 as before, then 13,600 less 22 × 1,000 a year: 5,225.81 − 4 × 8,400.
    assert (
        "£24,387.10 if SSAT runs it, £28,374.19 left over as a centre, which leaves it £52,761.29"
        " better off."
    ) in words_of(lpplan, WORTH_IT, "--charge", "1000")


def test_what_costs_the_same_in_every_year_has_nothing_to_pay_back(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(tmp_path, STAGE_2.replace("stage = 2", "stage = 3"))
    # No package is charged: what a centre saves, 2,200, is what it costs itself.
    asked = (plan, "--years", "1", "--own-cost", "2200")
    said = words_of(lpplan, *asked)
    assert "A centre costs the same as SSAT-run cohorts in every year" in said
    assert "As planned same cost £0.00" in said
    assert "Saving so far: at the end £0.00." in said
    assert "which leaves it as well off." in said
    # One cohort is no average.
    assert "no more than £2,200.00; here it costs £2,200.00." in said
    # For machines it pays back at once, as the rule has it.
    shown = lpplan("case", *asked, *DAY, "-f", "json").out
    assert json.loads(shown)["saving"]["payback"]["academic_year"] == "2018/19"


def test_a_charge_that_no_side_could_agree_to_is_said(lpplan: Lpplan) -> None:
    said = words_of(lpplan, WORTH_IT, "--own-cost", "5000")
    assert "So no charge leaves both Harbour Teaching Alliance and the other schools" in said
    assert "So no charge" not in words_of(lpplan, WORTH_IT)


def test_a_school_that_gains_without_any_charge_is_told_so(lpplan: Lpplan, tmp_path: Path) -> None:
    schools = 'schools = [{name = "Oakfield", participants = 1}, {name = "B", participants = 1}]'
    plan = plan_of(tmp_path, f'[[stages]]\nstage = 3\nacademic_year = "2018/19"\n{schools}\n')
    # SSAT-run the school pays 1,500 of 3,000; as a centre all 800 without any charge.
    said = words_of(lpplan, plan, "--years", "1", "--charge", "0")
    assert "Charges per person at Stage 3: even none at all leaves Oakfield no worse off" in said
