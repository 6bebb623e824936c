"""What-ifs: which entry of a plan is meant, and what a change of its schools does."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Lpplan

CENTRE = ROOT / "examples" / "licensed-centre.toml"
SINGLE = ROOT / "examples" / "single-school.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"

SEVERAL = """
school = {name = "Oakfield Academy", membership = "member"}

[[stages]]
stage = 2
academic_year = "2018/19"
schools = [{name = "Oakfield Academy", participants = 8},
           {name = "Riverside Primary", participants = 12},
           {name = "A=B School", participants = 5}]

[[stages]]
stage = 3
academic_year = "2018/19"
charge_per_person = 480
schools = [{name = "Riverside Primary", participants = 10}, {name = "Hillside", participants = 2}]

[[stages]]
stage = 3
academic_year = "2018/19"
participants = 20
"""
"""Stage 2: 25 x 400 + 2,200 + 1,200 = 13,400; Stage 3: 12 x 400 = 4,800 and 20 x 400 = 8,000."""

OF_CENTRE = (
    "  Take one of: --entry 1 (Stage 3 in 2026/27, 22 people) or --entry 2 (Stage 3 in 2027/28,"
    " 30 people). Beside --entry, --year changes the year.\n"
)


@pytest.fixture
def several(tmp_path: Path) -> Path:
    plan = tmp_path / "plan.toml"
    plan.write_text(SEVERAL, encoding="utf-8")
    return plan


def quoted(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("quote", *arguments, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def entries(found: dict[str, Any]) -> list[tuple[str, int]]:
    return [(stage["academic_year"], stage["participants"]) for stage in found["stages"]]


def test_a_change_of_a_repeated_stage_that_names_no_entry_is_refused(lpplan: Lpplan) -> None:
    outcome = lpplan("quote", CENTRE, "--stage", "3", "--participants", "26")
    told = "--entry: is missing: Stage 3 has several entries, and one is meant\n"
    assert outcome == (2, "", told + OF_CENTRE)
    # The stage goes without saying where there is no other.
    assert lpplan("quote", CENTRE, "--cohorts", "3").err == told + OF_CENTRE


@pytest.mark.parametrize("flags", [("--year", "2027/28"), ("--entry", "2")])
def test_one_entry_of_a_repeated_stage_is_changed_and_the_difference_is_its_own(
    flags: tuple[str, ...], lpplan: Lpplan
) -> None:
    found = quoted(lpplan, CENTRE, "--stage", "3", *flags, "--participants", "26")
    assert entries(found) == [("2026/27", 22), ("2027/28", 26)]
    # 52 x 400 = 20,800 as it stands, and 4 x 400 less.
    assert found["compared_with"] == {"total": "20800.00", "difference": "-1600.00"}


def test_beside_an_entry_a_year_changes_it(lpplan: Lpplan) -> None:
    found = quoted(lpplan, CENTRE, "--entry", "2", "--year", "2029/30", "--participants", "31")
    assert entries(found) == [("2026/27", 22), ("2029/30", 31)]
    outcome = lpplan("quote", CENTRE, "--entry", "1", "--year", "2028/29")
    assert outcome.code == 2
    assert "must not be 2027/28, a year before 2028/29" in outcome.err


def test_the_only_entry_of_a_stage_still_changes_its_year(lpplan: Lpplan) -> None:
    found = quoted(lpplan, SINGLE, "--stage", "3", "--year", "2022/23")
    assert [year for year, _ in entries(found)] == ["2018/19", "2019/20", "2022/23"]
    assert found["compared_with"]["difference"] == "0.00"


def test_its_own_year_leaves_an_entry_its_dates(lpplan: Lpplan) -> None:
    asked = ("--stage", "1", "--year", "2018/19", "--participants", "20", "--by", "financial-year")
    stage = quoted(lpplan, SINGLE, *asked)["financial_years"][0]["stages"][0]
    assert (stage["charged_on"], stage["launch_known"]) == ("2018-10-02", True)


def test_an_entry_or_its_year_narrows_a_plan_and_a_stage_shows_all_of_its_entries(
    lpplan: Lpplan,
) -> None:
    for flags in (("--entry", "2"), ("--stage", "3", "--year", "2027/28"), ("--year", "2027/28")):
        found = quoted(lpplan, CENTRE, *flags)
        assert entries(found) == [("2027/28", 30)]
        assert "compared_with" not in found
    assert entries(quoted(lpplan, CENTRE, "--stage", "3")) == [("2026/27", 22), ("2027/28", 30)]


def test_two_equal_entries_are_told_apart_by_their_place(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    entry = '[[stages]]\nstage = 3\nacademic_year = "2018/19"\nparticipants = 9\n'
    plan.write_text(f'school = {{name = "A", membership = "member"}}\n{entry}{entry}')
    assert entries(quoted(lpplan, plan, "--entry", "2")) == [("2018/19", 9)]
    changed = quoted(lpplan, plan, "--entry", "2", "--participants", "10")
    assert entries(changed) == [("2018/19", 9), ("2018/19", 10)]


def test_two_entries_in_the_year_that_is_picked_are_refused(lpplan: Lpplan, several: Path) -> None:
    outcome = lpplan("quote", several, "--stage", "3", "--year", "2018/19", "--participants", "9")
    assert outcome == (
        2,
        "",
        (
            "--entry: is missing: Stage 3 in 2018/19 has several entries, and one is meant\n"
            "  Take one of: --entry 2 (Stage 3 in 2018/19, 12 people) or --entry 3 (Stage 3 in"
            " 2018/19, 20 people). Beside --entry, --year changes the year.\n"
        ),
    )


def test_two_schools_drop_out_in_one_command(lpplan: Lpplan) -> None:
    asked = ("--without", "Lighthouse Primary", "--without", "Ysgol Gŵyr")
    found = quoted(lpplan, ALLIANCE, *asked)
    # 31 people in 2 cohorts: 31 x 400 + 2 x 2,200 + 1,200 = 18,000. 21 in one: 8,400 + 3,400.
    compared = found["compared_with"]
    assert (found["total"], compared["total"]) == ("11800.00", "18000.00")
    assert compared["difference"] == "-6200.00"
    # Saltmarsh: 12 x 400 + 12/21 of 3,400 = 6,742.86. Harbour's own: 9 x 400 + 9/21 = 5,057.14.
    assert compared["schools"] == [
        {"school": "Lighthouse Primary", "total": "2903.23", "difference": "-2903.23"},
        {"school": "Saltmarsh High School", "total": "6967.74", "difference": "-224.88"},
        {"school": "Ysgol Gŵyr", "total": "2903.22", "difference": "-2903.22"},
    ]
    assert compared["net"] == {
        "ssat": "18000.00",
        "own_costs": "0.00",
        "income": "12774.19",
        "net": "5225.81",
        "difference": "-168.67",
    }


def test_a_school_sends_other_numbers_to_every_entry_that_has_it_unless_one_is_picked(
    lpplan: Lpplan, several: Path
) -> None:
    def people(*flags: str) -> list[int]:
        return [n for _, n in entries(quoted(lpplan, several, "--school", *flags))]

    # Without it, the first two entries have 13 and 2 people; the third does not name it.
    assert people("Riverside Primary=1") == [14, 3, 20]
    assert people("Riverside Primary=1", "--stage", "2") == [14, 12, 20]


@pytest.mark.parametrize("typed", ["riverside primary", "Riverside", "Riverside Primry"])
def test_a_school_misspelt_is_not_added(typed: str, lpplan: Lpplan, several: Path) -> None:
    outcome = lpplan("quote", several, "--stage", "2", "--school", f"{typed}=8")
    assert (outcome.code, outcome.out) == (2, "")
    assert 'Did you mean "Riverside Primary"?' in outcome.err


def test_a_school_is_added_to_one_entry(lpplan: Lpplan, several: Path) -> None:
    outcome = lpplan("quote", several, "--school", "Newcomer=8")
    assert outcome.code == 2
    assert outcome.err.startswith('--school: adds "Newcomer", and several entries name schools')


def test_a_school_drops_out_of_every_entry_that_has_it_unless_one_is_picked(
    lpplan: Lpplan, several: Path
) -> None:
    def people(*flags: str) -> list[int]:
        return [n for _, n in entries(quoted(lpplan, several, "--without", *flags))]

    assert people("Riverside  Primary") == [13, 2, 20]
    assert people("Riverside Primary", "--stage", "2") == [13, 12, 20]
    assert people("Riverside Primary", "--entry", "2") == [25, 2, 20]
    assert people("Riverside Primary", "--stage", "3") == [25, 2, 20]
    assert people("Riverside Primary", "--year", "2018/19") == [13, 2, 20]


def test_a_charge_of_the_centres_own_changes_the_income_and_so_the_net(
    lpplan: Lpplan, several: Path
) -> None:
    compared = quoted(lpplan, several, "--entry", "2", "--without", "Hillside")["compared_with"]
    # Hillside: 2 x 480 = 960 less in income, and 2 x 400 = 800 less for SSAT.
    assert compared["schools"][-1] == {
        "school": "Hillside",
        "total": "960.00",
        "difference": "-960.00",
    }
    assert (compared["difference"], compared["net"]["difference"]) == ("-800.00", "160.00")


def test_a_school_sends_another_number_or_joins(lpplan: Lpplan, several: Path) -> None:
    asked = ("--stage", "2", "--school", "A=B School=6", "--school", "Newcomer=3")
    found = quoted(lpplan, several, *asked)
    names = [(s["school"], s["participants"]) for s in found["stages"][0]["schools"]]
    assert names[2:] == [("A=B School", 6), ("Newcomer", 3)]
    assert found["notes"][0] == {
        "code": "school-added",
        "stage": 2,
        "text": "Newcomer is not among the schools of Stage 2 in 2018/19, and is added to them.",
    }
    changes = {s["school"]: s["total"] for s in found["compared_with"]["schools"]}
    assert changes["Newcomer"] == "0.00"
    swapped = quoted(lpplan, several, *asked, "--without", "Riverside Primary")
    assert swapped["stages"][0]["participants"] == 8 + 6 + 3


def test_without_a_plan_an_equals_sign_is_part_of_the_name(lpplan: Lpplan) -> None:
    asked = ("--stage", "1", "--year", "2018/19", "--participants", "5", "--school", "A=5")
    assert quoted(lpplan, *asked)["school"] == "A=5"


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (
            ("--without", "riverside primary"),
            (
                '--without: names "riverside primary", which is not among the schools there\n'
                '  Did you mean "Riverside Primary"?\n'
            ),
        ),
        (
            ("--without", "Zzz", "--entry", "2"),
            (
                '--without: names "Zzz", which is not among the schools there\n'
                "  The schools there are Riverside Primary and Hillside.\n"
            ),
        ),
        (
            ("--school", "Hillside", "--entry", "2"),
            (
                "--school: must be a school and how many people it sends, from 1 to 100,000, as in"
                ' NAME=12, not "Hillside"\n'
                '  For example: --school "Riverside Primary=12", or --without "Riverside Primary"\n'
            ),
        ),
        (
            ("--entry", "4"),
            (
                '--entry: must be an entry\'s place in the plan, from 1 to 3, not "4"\n'
                "  Take one of: --entry 1 (Stage 2 in 2018/19, 25 people), --entry 2 (Stage 3 in"
                " 2018/19, 12 people) or --entry 3 (Stage 3 in 2018/19, 20 people). Beside --entry,"
                " --year changes the year.\n"
            ),
        ),
        (
            ("--entry", "3", "--school", "Hillside=3"),
            (
                "--school: Stage 3 in 2018/19 names no schools, only how many people take part\n"
                "  Use --participants, or name the schools in the plan as [[stages.schools]]"
                " entries.\n"
            ),
        ),
        (
            ("--entry", "2", "--without", "Hillside", "--without", "Riverside Primary"),
            (
                "--without: leaves no school in Stage 3 in 2018/19\n"
                "  To see the plan without that stage, take its entry out of a copy of the file.\n"
            ),
        ),
        (
            ("--entry", "2", "--school", "Hillside=3", "--participants", "9"),
            (
                "--participants: takes the place of the schools, and goes with neither --school nor"
                " --without\n  Leave out the one or the other.\n"
            ),
        ),
        (
            ("--entry", "2", "--stage", "2"),
            "--stage: must be 3 beside --entry 2, or be left out: that is Stage 3\n",
        ),
        (
            ("--entry", "2", "--school", "A=1", "--school", "A=2"),
            '--school: names "A" twice\n',
        ),
        (
            ("--entry", "2", "--school", "Hillside=1", "--without", "Hillside"),
            '--school: names "Hillside" here and in --without\n',
        ),
        (
            ("--entry", "2", "--school", "Hillside=99999"),
            (
                "--school: must add up to at most 100,000 participants, and add up to 100,009\n"
                '  For example: --school "Riverside Primary=12"\n'
            ),
        ),
    ],
)
def test_what_cannot_be_changed_is_said_in_the_words_of_the_flags(
    flags: tuple[str, ...], told: str, lpplan: Lpplan, several: Path
) -> None:
    assert lpplan("quote", several, *flags) == (2, "", told)


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "1.5", "100001", "9" * 5000])
def test_a_number_of_people_is_from_1_to_100_000(
    number: str, lpplan: Lpplan, several: Path
) -> None:
    outcome = lpplan("quote", several, "--entry", "2", "--school", f"Hillside={number}")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--school: must be a school and how many people it sends")


def test_a_name_that_is_no_text_is_told_of_at_its_flag(lpplan: Lpplan, several: Path) -> None:
    # What Python makes of bytes on the command line that are not UTF-8.
    outcome = lpplan("quote", several, "--entry", "2", "--school", "\udcff=3")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--school: must be a text in quotes")


def test_a_plan_without_schools_says_so(lpplan: Lpplan) -> None:
    assert lpplan("quote", CENTRE, "--without", "A").err.startswith(
        "--without: the plan names no schools, only how many people take part\n"
    )


def test_everything_wrong_with_a_what_if_is_said_at_once(lpplan: Lpplan, several: Path) -> None:
    outcome = lpplan(
        "quote",
        several,
        *("--stage", "1", "--year", "18/19", "--entry", "x", "--participants", "0"),
        *("--cohorts", "y", "--school", "Hillside"),
    )
    assert outcome.code == 2
    flags = [line.split(":")[0] for line in outcome.err.splitlines() if line.startswith("--")]
    assert flags == [
        *("--year", "--participants", "--cohorts", "--participants", "--school", "--stage"),
        "--entry",
    ]


def test_a_message_lists_only_so_many_entries(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    entry = '[[stages]]\nstage = 3\nacademic_year = "2018/19"\nparticipants = 9\n'
    plan.write_text(f'school = {{name = "A", membership = "member"}}\n{entry * 40}')
    told = lpplan("quote", plan, "--participants", "3").err
    assert told.count("--entry") == 1 + 12 + 1
    assert " or 28 more." in told
