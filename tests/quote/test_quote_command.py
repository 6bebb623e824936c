"""``lpplan quote``: flags, what-ifs and demands."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TESTS, Lpplan

SINGLE = ROOT / "examples" / "single-school.toml"
CLIFF = ROOT / "examples" / "on-the-cliff.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
SYNTHETIC = TESTS / "synthetic" / "many_charges"


def quoted(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("quote", *arguments, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def test_the_year_of_flags_defaults_to_the_day_of_asking(lpplan: Lpplan) -> None:
    asked = ("--stage", "1", "--participants", "25", "--as-of")
    august = quoted(lpplan, *asked, "2019-08-31")["stages"][0]
    september = quoted(lpplan, *asked, "2019-09-01")["stages"][0]
    assert (august["academic_year"], august["price_status"]) == ("2018/19", "published")
    assert (september["academic_year"], september["price_status"]) == ("2019/20", "estimate")


def test_a_stage_narrows_a_plan(lpplan: Lpplan) -> None:
    found = quoted(lpplan, SINGLE, "--stage", "2")
    assert [stage["stage"] for stage in found["stages"]] == [2]
    assert found["total"] == "10600.00"  # 18 × 400 + 2,200 + 1,200
    assert "compared_with" not in found


def test_a_plan_can_be_narrowed_past_a_stage_without_prices(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        SINGLE.read_text(encoding="utf-8")
        .replace('"2018/19"', '"2008/09"')
        .replace("2018-10-02", "2008-10-02")
        .replace("2019-02-05", "2009-02-05"),
        encoding="utf-8",
    )
    assert lpplan("quote", plan).code == 2
    assert quoted(lpplan, plan, "--stage", "3")["total"] == "8000.00"


def test_a_what_if_quotes_the_whole_changed_plan_and_the_difference(lpplan: Lpplan) -> None:
    found = quoted(lpplan, SINGLE, "--stage", "1", "--participants", "26")
    # As it stands 11,800 + 10,600 + 8,000; Stage 1 with 26 is 14,800.
    assert found["total"] == "33400.00"
    assert found["compared_with"] == {"total": "30400.00", "difference": "3000.00"}


def test_a_what_if_needs_no_stage_where_the_plan_has_only_one(lpplan: Lpplan) -> None:
    found = quoted(lpplan, CLIFF, "--participants", "25")
    assert found["compared_with"] == {"total": "14800.00", "difference": "-2600.00"}


def test_a_what_if_on_cohorts_or_year(lpplan: Lpplan) -> None:
    cohorts = quoted(lpplan, CLIFF, "--stage", "1", "--cohorts", "3")
    assert (cohorts["stages"][0]["cohorts"], cohorts["total"]) == ([9, 9, 8], "17000.00")
    year = quoted(lpplan, SINGLE, "--stage", "3", "--year", "2022/23")
    assert year["stages"][2]["years_before"] == 4


def test_a_what_if_on_the_year_sets_the_dates_of_the_old_one_aside(lpplan: Lpplan) -> None:
    found = quoted(lpplan, ALLIANCE, "--stage", "2", "--year", "2028/29")
    assert found["stages"][0]["academic_year"] == "2028/29"


def test_a_what_if_on_participants_takes_the_place_of_the_schools(lpplan: Lpplan) -> None:
    found = quoted(lpplan, ALLIANCE, "--stage", "2", "--participants", "25")
    assert found["total"] == "13400.00"
    assert "schools" not in found["stages"][0]
    assert found["notes"][0]["code"] == "schools-set-aside"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "There is nothing to quote: name a plan, or give a stage and its participants."),
        (("--participants", "5"), "--stage: is missing"),
        (("--stage", "1"), "--participants: is missing"),
        (
            ("--stage", "1", "--participants", "5", "--year", "2010/11"),
            "--year: is 2010/11, and the first year with prices is 2018/19",
        ),
        (
            ("--stage", "1", "--participants", "60", "--year", "2018/19", "--cohorts", "2"),
            "--cohorts: must be at least 3: 60 participants, and at most 25 in a cohort",
        ),
        (
            ("--stage", "2", "--participants", "5", "--year", "2018/19", "--non-member"),
            "--non-member: no non-member price is published for LP accreditation fee (2018/19), ",
        ),
        (
            ("--stage", "1", "--participants", "5", "--year", "2018/19", "--school", " "),
            '--school: must be a text in quotes that is not blank, not " "',
        ),
        ((SINGLE, "--participants", "5"), "--stage: is missing: the plan has several stages"),
        ((CLIFF, "--stage", "2"), "--stage: the plan has no Stage 2"),
        ((SINGLE, "--non-member"), "--non-member: the plan says this itself"),
        (("--entry", "1"), "--entry: asks about a plan, and there is none"),
        (("--without", "A"), "--without: asks about a plan, and there is none"),
        (("--school", "A", "--school", "B"), "--school: names the one school that is quoted"),
        (
            (SINGLE, "--format", "rtf"),
            '--format: must be table, json, csv, markdown, html, docx, pdf or xlsx, not "rtf"',
        ),
        ((SINGLE, "--as-of", "2026-02-30"), "--as-of: must be a date such as 2026-11-21"),
        ((SINGLE, "--fees", "nowhere"), "nowhere: cannot be read as a folder of fee schedules"),
        ((SINGLE, "--fees", TESTS), f"{TESTS}: holds no fee schedule"),
        ((SINGLE, "--colour"), "No such option: --colour"),
    ],
)
def test_what_is_wrong_with_flags_is_said_in_their_words(
    arguments: tuple[str | Path, ...], message: str, lpplan: Lpplan
) -> None:
    outcome = lpplan("quote", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)


def test_everything_wrong_with_flags_is_said_at_once(lpplan: Lpplan) -> None:
    asked = ("--stage", "4", "--year", "18/19", "--participants", "x", "--cohorts", "0")
    outcome = lpplan("quote", *asked)
    assert outcome.code == 2
    flags = [line.split(":")[0] for line in outcome.err.splitlines()[::2]]
    assert flags == ["--stage", "--year", "--participants", "--cohorts"]


def test_a_what_if_names_the_flag_and_the_key_that_it_runs_into(
    lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT / "examples")
    asked = ("single-school.toml", "--stage", "3", "--year", "2017/18")
    assert lpplan("quote", *asked).err.startswith(
        "--year: must not be 2017/18, a year before 2019/20 of an entry above it"
    )
    asked = ("single-school.toml", "--stage", "1", "--year", "2020/21")
    assert lpplan("quote", *asked).err.startswith(
        "single-school.toml:28: stages[2].academic_year: must not be 2019/20, a year before 2020/21"
    )


def test_published_only_names_each_estimate_and_is_exit_1(lpplan: Lpplan) -> None:
    outcome = lpplan("quote", SINGLE, "--published-only")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "--published-only: these prices are estimates, not published\n"
        "  Stage 2 in 2019/20, LP accreditation fee: 2018/19 prices, 1 year before the stage\n"
        "  Stage 2 in 2019/20, LP support package: 2018/19 prices, 1 year before the stage\n"
        "  Stage 2 in 2019/20, Train the trainer: 2018/19 prices, 1 year before the stage\n"
        "  Stage 3 in 2020/21, LP accreditation fee: 2018/19 prices, 2 years before the stage\n"
    )


def test_published_only_lets_published_prices_pass(lpplan: Lpplan) -> None:
    assert lpplan("quote", SINGLE, "--stage", "1", "--published-only").code == 0


def test_the_environment_names_a_folder_of_fees_and_the_flag_outweighs_it(
    lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LPPLAN_FEES", str(SYNTHETIC))
    found = quoted(lpplan, CLIFF)
    assert found["fees"] == str(SYNTHETIC)
    assert found["stages"][0]["lines"][0]["unit_price"] == "399.99"
    monkeypatch.setenv("LPPLAN_FEES", "nowhere")
    assert quoted(lpplan, CLIFF, "--fees", SYNTHETIC)["fees"] == str(SYNTHETIC)
    monkeypatch.setenv("LPPLAN_FEES", "")
    assert quoted(lpplan, CLIFF)["fees"] == "bundled"


def test_an_explanation_follows_the_fee_file(lpplan: Lpplan) -> None:
    found = quoted(lpplan, CLIFF, "--fees", SYNTHETIC, "--explain")
    file = SYNTHETIC / "2018-19.toml"
    for line in found["stages"][0]["lines"]:
        told = line["explanation"]
        assert told["file"] == str(file)
        assert told["source"] == "An invented price list, for tests alone"
        assert told["checked"] == "2026-01-02"
        assert told["section"] == line["reference"]
        written = file.read_text(encoding="utf-8").splitlines()[told["line"] - 1]
        assert written.startswith("member = ")


def test_an_explanation_for_a_non_member_points_at_the_non_member_price(lpplan: Lpplan) -> None:
    asked = ("--stage", "3", "--year", "2018/19", "--participants", "5", "--non-member")
    found = quoted(lpplan, *asked, "--fees", SYNTHETIC, "--explain")
    written = (SYNTHETIC / "2018-19.toml").read_text(encoding="utf-8").splitlines()
    for line in found["stages"][0]["lines"]:
        assert written[line["explanation"]["line"] - 1].startswith("non_member = ")
