"""``lpplan case``: the worked example by hand, its formats, its flags, and what it refuses."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file

WORTH_IT = ROOT / "examples" / "worth-it.toml"
LICENSED = ROOT / "examples" / "licensed-centre.toml"
DAY = ("--as-of", "2026-11-21")
SCHOOL = 'school = {name = "Oakfield", membership = "member"}\n'
STAGE_2 = '[[stages]]\nstage = 2\nacademic_year = "2018/19"\nparticipants = 20\n'


def found(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("case", *arguments, *DAY, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    made: dict[str, Any] = json.loads(outcome.out)
    return made


def plan_of(folder: Path, text: str) -> Path:
    file = folder / "plan.toml"
    file.write_text(SCHOOL + text, encoding="utf-8")
    return file


def test_the_worked_example_comes_out_as_by_hand(lpplan: Lpplan) -> None:
    # 31 people, 9 of them the centre's own; the prices of 2018/19.
    case = found(lpplan, WORTH_IT, "--discount", "3.5%")
    ssat_run, centre = case["options"]
    # SSAT-run: 31 × 400 + 2 × 2,200 = 16,800 a year.
    assert [year["cost"] for year in ssat_run["years"]] == ["16800.00"] * 5
    # Others repay 22 × 400 and 22/31 of 4,400 = 3,122.58: 11,922.58. Net 4,877.42.
    assert {(year["income"], year["net"]) for year in ssat_run["years"]} == {
        ("11922.58", "4877.42")
    }
    # Centre: 16,800 + 1,200 to train the trainers, then 31 × 400 + 2 × 600.
    assert [year["cost"] for year in centre["years"]] == ["18000.00"] + ["13600.00"] * 4
    assert [year["own_costs"] for year in centre["years"]] == ["0.00"] + ["1200.00"] * 4
    # At Stage 3 others pay 22 × 480 = 10,560.
    assert [year["income"] for year in centre["years"]] == ["12774.19"] + ["10560.00"] * 4
    assert (ssat_run["cost"], centre["cost"]) == ("84000.00", "72400.00")
    # 5 × 4,877.42; and 5,225.81 + 4 × 3,040.
    assert (ssat_run["net"], centre["net"]) == ("24387.10", "17385.81")
    # 84,000 / 155 and 72,400 / 155.
    assert (ssat_run["per_head"], centre["per_head"]) == ("541.94", "467.10")
    assert case["saving"] == {
        "by_year": ["-1200.00"] + ["3200.00"] * 4,
        "cumulative": ["-1200.00", "2000.00", "5200.00", "8400.00", "11600.00"],
        "total": "11600.00",
        "own_school": "7001.29",
        "at_risk": "1200.00",
        # Each of the two cohorts saves 1,600: the first is enough.
        "payback": {"academic_year": "2028/29", "cohort": 1},
        # −1,200 + 3,091.79 + 2,987.23 + 2,886.22 + 2,788.62: 3,200 divided by 1.035, by 1.035² …
        "present_value": {"rate": "3.5", "total": "10553.86"},
    }
    # 11,600 and 4,800 of own costs are 16,400, for 8 cohorts.
    assert case["break_even_own_cost_per_cohort"] == "2050.00"
    assert case["charge"] == {
        "plan": "480.00",
        # (5,225.81 + 4 × 13,600 − 24,387.10) / 88 = 400.4399, up.
        "no_worse_off": "400.44",
        # 13,600 / 31 = 438.7097, up.
        "full_cost": "438.71",
        # 16,800 / 31 = 541.9355, down.
        "ceiling": "541.93",
    }
    assert [(one["code"], one["saving"]) for one in case["changes"]] == [
        ("no-first-cohort", "8400.00"),  # 11,600 − 3,200
        ("fewer-people", "5200.00"),  # 24 in one cohort: 4 × (2,200 − 600) − 1,200
        ("more-people", "11600.00"),  # 38 in two cohorts still
        ("dearer-to-run", "9200.00"),  # 11,600 − 8 × 300
        ("trainers-leave", "6000.00"),  # 11,600 − 2 × 2,200 − 1,200
        ("licence-withdrawn", "5200.00"),  # 2 × 3,200 − 1,200
        ("no-licence", "-1200.00"),
    ]
    back = [one["payback"] and one["payback"]["academic_year"] for one in case["changes"]]
    assert back == ["2029/30", *["2028/29"] * 5, None]
    # 11,600 / 4.
    assert case["licence_fee_break_even"] == "2900.00"


def words_of(lpplan: Lpplan, *arguments: str | Path) -> str:
    """What a case says, without line breaks."""
    return " ".join(lpplan("case", *arguments, *DAY).out.split())


@pytest.mark.parametrize("form", ["txt", "md", "csv", "json"])
def test_a_case_is_exactly_this(form: str, lpplan: Lpplan, tmp_path: Path) -> None:
    file = tmp_path / f"case.{form}"
    asked = ("--discount", "3.5", "--people", "24..27", *DAY)
    assert lpplan("case", WORTH_IT, *asked, "-o", file) == (0, "", "")
    expected = TESTS / "expected" / f"worth-it-case.{form}"
    assert_same_as_file(file.read_text(encoding="utf-8-sig"), expected)


def test_estimates_are_loud_and_published_prices_are_none(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, STAGE_2)
    published, later = lpplan("case", plan, "--years", "1"), lpplan("case", plan, "--years", "2")
    assert "estimate" not in published.out.lower()
    assert "Estimate for 2019/20 from 2018/19 prices, 1 year before the stage" in later.out
    first, second, whole = re.findall(r"^(?:20\d\d/\d\d:|In all).*$", later.out, re.MULTILINE)
    assert "estimate" not in first
    assert second.endswith("estimate")
    assert whole.endswith("estimate")


def test_a_long_case_folds_to_its_first_years_the_last_and_the_sum(lpplan: Lpplan) -> None:
    outcome = lpplan("case", WORTH_IT, "--years", "15", *DAY)
    assert outcome.code == 0
    rows = re.findall(r"^(?:20\d\d/\d\d.*|In all exc VAT.*)$", outcome.out, re.MULTILINE)
    assert [row.split(":")[0] for row in rows[:10]] == [
        *(f"{year}/{year - 1999}" for year in range(2027, 2035)),
        "2035/36 to 2040/41",
        "2041/42",
    ]
    # Six years of 3,200 are 19,200; 14 × 3,200 − 1,200 = 43,600.
    assert "£19,200.00" in rows[8]
    assert "£43,600.00" in rows[10]
    assert max(map(len, outcome.out.splitlines())) <= 80


def test_csv_has_a_row_for_each_option_and_year_whose_columns_add_up(lpplan: Lpplan) -> None:
    outcome = lpplan("case", WORTH_IT, "-f", "csv", *DAY)
    assert outcome.out.splitlines()[0] == (
        "school,option,academic_year,participants,cohorts,ssat_exc_vat,own_costs_exc_vat,"
        "cost_exc_vat,income_exc_vat,net_exc_vat,price_status,saving_exc_vat,saving_so_far_exc_vat"
    )
    rows = [*csv.DictReader(io.StringIO(outcome.out))]
    assert len(rows) == 10
    assert {row["option"]: row["academic_year"] for row in rows} == {
        "ssat_run": "2031/32",
        "centre": "2031/32",
    }
    assert rows[-1]["saving_so_far_exc_vat"] == "11600.00"


def test_later_years_without_a_stage_3_are_stage_2s_people_without_its_own_costs(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(
        tmp_path,
        """
        [[stages]]
        stage = 2
        academic_year = "2018/19"
        participants = 30
        cohorts = 3
        charge_per_person = 500
        own_costs = [{label = "Cover", amount = 100, per = "person"}]
        support = [{kind = "twilight", times = 5, cost = 40}]
        """,
    )
    case = found(lpplan, plan, "--years", "2")
    second, third = case["options"][1]["years"]
    # 30 × 400 + 3 × 2,200 + 1,200 = 19,800; 30 × 100 + 5 × 40 = 3,200; 30 × 500 from elsewhere.
    assert (second["ssat"], second["own_costs"]) == ("19800.00", "3200.00")
    assert second["income"] == "15000.00"
    assert third["academic_year"] == "2019/20"
    assert (third["participants"], third["cohorts"]) == (30, 3)
    assert (third["ssat"], third["own_costs"], third["income"]) == ("12000.00", "0.00", "15000.00")
    # They name no school and have a charge: they pay all that SSAT charges, 12,000 + 6,600.
    assert [year["income"] for year in case["options"][0]["years"]] == ["18600.00"] * 2
    assert [one["code"] for one in case["assumptions"]] == ["stage-3-after-stage-2"]
    codes = {note["code"] for note in case["notes"]}
    assert {"charge-for-all", "own-costs", "nothing"} <= codes


def test_years_between_are_listed_with_zeros_and_a_short_horizon_is_lengthened(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(
        tmp_path,
        STAGE_2 + '[[stages]]\nstage = 3\nacademic_year = "2021/22"\nparticipants = 20\n',
    )
    case = found(lpplan, plan, "--years", "2")
    assert (case["from"], case["years"]) == ("2018/19", 4)
    for option in case["options"]:
        assert [year["participants"] for year in option["years"]] == [20, 0, 0, 20]
        assert option["years"][1] == {
            **dict.fromkeys(("ssat", "own_costs", "cost", "income", "net"), "0.00"),
            "academic_year": "2019/20",
            "participants": 0,
            "cohorts": 0,
            "price_status": "published",
        }
    # −1,200 for training, then 2,200 for one package less.
    assert case["saving"]["by_year"] == ["-1200.00", "0.00", "0.00", "2200.00"]
    assert "horizon" in {note["code"] for note in case["notes"]}


def test_trainers_who_leave_are_replaced_in_one_cohort_of_the_year_alone(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    years = ("2018/19", "2019/20", "2019/20")
    entry = '[[stages]]\nstage = 3\nacademic_year = "{}"\nparticipants = 20\n'
    case = found(lpplan, plan_of(tmp_path, "".join(map(entry.format, years))), "--years", "2")
    saved = {one["code"]: one["saving"] for one in case["changes"]}
    # Each saves 2,200; of the second year one is a Stage 2, for 2,200 + 1,200 more.
    assert (case["saving"]["total"], saved["trainers-leave"]) == ("6600.00", "3200.00")
    # Both of the second year are SSAT's.
    assert saved["licence-withdrawn"] == "2200.00"
    assert case["licence_fee_break_even"] == "3300.00"


def test_payback_in_a_year_without_a_stage_3_names_no_cohort(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(
        tmp_path,
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 20\n'
        '[[stages]]\nstage = 3\nacademic_year = "2019/20"\nparticipants = 20\n',
    )
    payback = found(lpplan, plan)["saving"]["payback"]
    # Stage 1 costs the same either way: from the first year on a centre is not behind.
    assert payback == {"academic_year": "2018/19", "cohort": None}


@pytest.mark.parametrize(
    ("set_up", "payback"),
    [
        # Behind by 1,200 + 1,000, as much as one cohort saves: two of them save 4,400 a year.
        ("1000.00", {"academic_year": "2019/20", "cohort": 1}),
        ("1000.01", {"academic_year": "2019/20", "cohort": 2}),
        ("3200.00", {"academic_year": "2019/20", "cohort": 2}),
        ("3200.01", {"academic_year": "2020/21", "cohort": 3}),
    ],
)
def test_it_pays_back_with_the_first_cohort_whose_part_of_the_year_is_enough(
    set_up: str, payback: dict[str, Any], lpplan: Lpplan, tmp_path: Path
) -> None:
    own_costs = f'own_costs = [{{label = "Set-up", amount = {set_up}}}]\n'
    plan = plan_of(tmp_path, STAGE_2.replace("= 20\n", "= 30\n") + own_costs)
    assert found(lpplan, plan)["saving"]["payback"] == payback


def test_what_needs_a_stage_3_is_none_in_a_horizon_without_one(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(tmp_path, STAGE_2)
    case = found(lpplan, plan, "--years", "1")
    assert case["saving"]["payback"] is None
    assert case["break_even_own_cost_per_cohort"] is None
    assert case["charge"] is None
    assert case["licence_fee_break_even"] is None
    assert [one["code"] for one in case["changes"]] == ["dearer-to-run"]
    outcome = lpplan("case", plan, "--years", "1", "--people", "20..25")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--people: there is no Stage 3 in these years")


def test_own_costs_and_a_charge_can_be_assumed(lpplan: Lpplan) -> None:
    case = found(lpplan, WORTH_IT, "--own-cost", "700.50", "--charge", "400.43")
    # Two cohorts at 700.50 each in every year, Stage 2's too.
    assert {year["own_costs"] for year in case["options"][1]["years"]} == {"1401.00"}
    assert case["charge"]["plan"] == "400.43"
    said = {one["code"]: one["text"] for one in case["assumptions"]}
    assert "£700.50" in said["own-cost"]
    assert "£400.43" in said["charge"]


@pytest.mark.parametrize("typed", ["1000", "£1000", "1,000", "£1,000.00", " £ 1,000.0 "])
def test_money_is_typed_as_people_write_it(typed: str, lpplan: Lpplan) -> None:
    case = found(lpplan, WORTH_IT, "--own-cost", typed, "--charge", typed)
    # Two cohorts at 1,000 in each year; everybody from another school pays 1,000.
    assert case["options"][1]["years"][1]["own_costs"] == "2000.00"
    assert case["charge"]["plan"] == "1000.00"
    assert lpplan("quote", WORTH_IT, "--at-most", typed).code == 1


@pytest.mark.parametrize("typed", ["4e2", "-1", "1,00", "412,50", "1000000.01", "£", "nan"])
def test_what_is_no_amount_is_refused(typed: str, lpplan: Lpplan) -> None:
    outcome = lpplan("case", WORTH_IT, f"--charge={typed}")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--charge: must be an amount from 0 to 1,000,000")
    assert "For example: --charge 480" in outcome.err


def test_people_gives_a_grid_in_every_format(lpplan: Lpplan) -> None:
    case = found(lpplan, WORTH_IT, "--people", "25..26")
    one, two = case["people"]
    # 25 people: (25 × 400 + 600) / 25 = 424, of which SSAT would charge 12,200 / 25 = 488.
    assert (one["charge"]["full_cost"], one["charge"]["ceiling"]) == ("424.00", "488.00")
    assert (one["cohorts"], one["cohorts_each"]) == (4, [1, 1, 1, 1])
    assert (two["cohorts"], two["cohorts_each"]) == (8, [2, 2, 2, 2])
    # 4 × (2,200 − 600) − 1,200; another cohort saves as much again.
    assert (one["saving"], two["saving"]) == ("5200.00", "11600.00")
    assert two["payback"] == {"academic_year": "2028/29"}
    outcome = lpplan("case", WORTH_IT, "--people", "25-26", "-f", "csv")
    rows = [*csv.DictReader(io.StringIO(outcome.out))]
    assert [row["saving_exc_vat"] for row in rows] == ["5200.00", "11600.00"]
    shown = lpplan("case", WORTH_IT, "--people", "25..26").out
    assert re.findall(r"^2[56] in \d cohorts?", shown, re.MULTILINE) == [
        "25 in 1 cohort",
        "26 in 2 cohorts",
    ]
    # With no more people than the school's own, nobody comes from elsewhere.
    assert found(lpplan, WORTH_IT, "--people", "9..9")["people"][0]["charge"] is None


@pytest.mark.parametrize("people", [10, 24, 25, 26, 50, 51])
def test_a_row_of_the_grid_is_the_case_of_the_plan_with_so_many_people(
    people: int, lpplan: Lpplan, tmp_path: Path
) -> None:
    (row,) = found(lpplan, WORTH_IT, "--people", str(people))["people"]
    before, stage_3 = WORTH_IT.read_text(encoding="utf-8").split("stage = 3")
    # 9 stay; three other schools send the rest, the first ones one more where it does not divide.
    each, more = divmod(people - 9, 3)
    for nth, (name, planned) in enumerate(
        [("Lighthouse Primary", 5), ("Saltmarsh High School", 12), ("Ysgol Gŵyr", 5)]
    ):
        school = f'name = "{name}"\nparticipants = '
        now = school + str(each + (nth < more)) if each + (nth < more) else ""
        assert school + str(planned) in stage_3
        stage_3 = stage_3.replace(school + str(planned), now)
    stage_3 = stage_3.replace("[[stages.schools]]\n\n", "")
    plan = tmp_path / "plan.toml"
    plan.write_text(f"{before}stage = 3{stage_3}", encoding="utf-8")
    case = found(lpplan, plan)
    by_year = [year["cohorts"] for year in case["options"][1]["years"]]
    assert row == {
        "participants": people,
        "cohorts": sum(by_year[1:]),
        "cohorts_each": by_year[1:],
        "saving": case["saving"]["total"],
        "payback": {"academic_year": case["saving"]["payback"]["academic_year"]},
        "charge": case["charge"],
    }


def test_a_school_of_which_nobody_is_left_in_the_grid_shares_no_cost(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    schools = ", ".join(
        f'{{name = "{name}", participants = {people}}}'
        for name, people in (("Oakfield", 9), ("B", 5), ("C", 5))
    )
    plan = plan_of(
        tmp_path,
        '[[stages]]\nstage = 3\nacademic_year = "2018/19"\nshare = "equal"\n'
        f"schools = [{schools}]\n",
    )
    asked = ("--years", "1", "--own-cost", "3000", "--people", "10")
    (row,) = found(lpplan, plan, *asked)["people"]
    # SSAT-run, 6,200: one of B and none of C, so 400 and half of 2,200 are others': 4,700 remain.
    # As a centre, 4,000 + 3,000: 2,300 more, for one person of another school.
    assert row["charge"]["no_worse_off"] == "2300.00"


def test_the_grid_has_no_fewer_people_than_the_schools_own_who_stay(lpplan: Lpplan) -> None:
    case = found(lpplan, WORTH_IT, "--people", "7..10")
    assert [row["participants"] for row in case["people"]] == [9, 10]
    said = "Fewer than 9 people are left out: so many of the school's own stay."
    assert [n["text"] for n in case["notes"] if n["code"] == "people-below-own"] == [said]
    assert words_of(lpplan, WORTH_IT, "--people", "7..10").count(said) == 1
    assert "are left out" not in words_of(lpplan, WORTH_IT, "--people", "9..10")
    outcome = lpplan("case", WORTH_IT, "--people", "1..8")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(
        "--people: the 9 people of Harbour Teaching Alliance itself stay at Stage 3"
    )


def test_cohorts_of_the_grid_are_a_range_where_limits_differ(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    (tmp_path / "fees").mkdir()
    for year, limit in (("2018/19", 25), ("2020/21", 8)):
        text = MEMBERS_ONLY.replace("2018/19", year).replace("size = 25", f"size = {limit}")
        (tmp_path / "fees" / f"{year.replace('/', '-')}.toml").write_text(text)
    asked = ("--fees", tmp_path / "fees", "--years", "4", "--people", "20..20")
    plan = plan_of(tmp_path, STAGE_2)
    assert found(lpplan, plan, *asked)["people"][0]["cohorts_each"] == [1, 3, 3]
    assert "20 in 1 to 3 cohorts" in lpplan("case", plan, *asked).out
    rows = [*csv.DictReader(io.StringIO(lpplan("case", plan, *asked, "-f", "csv").out))]
    assert rows[0]["cohorts_each"] == "1 to 3"


@pytest.mark.parametrize(
    ("asked", "code"), [(("1",), 1), (("2",), 0), (("3", "--own-cost", "5000"), 1)]
)
def test_a_demand_on_payback_decides_the_exit_code(
    asked: tuple[str, ...], code: int, lpplan: Lpplan
) -> None:
    outcome = lpplan("case", WORTH_IT, "--pays-back-within", *asked)
    assert outcome.code == code
    assert outcome.out.startswith("Is it worth it")
    assert outcome.err.startswith("--pays-back-within: it does not") == bool(code)


@pytest.mark.parametrize(
    ("within", "years", "said"),
    [
        # A loss of 1,200 + 12,000, then 2,200 a year: nothing is behind after six of them.
        ("7", 7, ""),
        ("15", 15, ""),
        ("6", 6, "it does not pay back within 6 years\n"),
        ("4", 5, "it does not pay back within 4 years, nor within the 5 looked at\n"),
    ],
)
def test_a_demand_beyond_the_horizon_looks_that_far_ahead(
    within: str, years: int, said: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    set_up = 'own_costs = [{label = "Set-up", amount = 12000}]\n'
    plan = plan_of(tmp_path, STAGE_2 + set_up)
    outcome = lpplan("case", plan, "--pays-back-within", within, *DAY, "-f", "json")
    case = json.loads(outcome.out)
    assert outcome.code == bool(said)
    assert outcome.err == (f"--pays-back-within: {said}" if said else "")
    assert case["years"] == len(case["saving"]["by_year"]) == years
    noted = [note["text"] for note in case["notes"] if note["code"] == "horizon"]
    assert len(noted) == (years > 5)
    assert all(f"within {years} academic years, so the case looks at as many" in n for n in noted)


def test_a_demand_met_too_late_names_the_year(lpplan: Lpplan) -> None:
    outcome = lpplan("case", WORTH_IT, "--pays-back-within", "1")
    assert outcome.err == (
        "--pays-back-within: it does not pay back within 1 year, but in year 2, 2028/29\n"
    )
    assert "up to 15" in lpplan("case", "--help").out
    assert lpplan("case", WORTH_IT, "--pays-back-within", "16").code == 2


def test_a_plan_without_a_centre_has_no_case(lpplan: Lpplan) -> None:
    outcome = lpplan("case", ROOT / "examples" / "on-the-cliff.toml")
    assert (outcome.code, outcome.out) == (2, "")
    assert "on-the-cliff.toml:9: stages: has neither Stage 2 nor Stage 3" in outcome.err


def test_everything_wrong_with_the_flags_is_said_at_once(lpplan: Lpplan) -> None:
    flags = {
        "--years": "16",
        "--own-cost": "-1",
        "--charge": "4e2",
        "--people": "35..20",
        "--discount": "x",
        "--uplift": "3%",
        "--pays-back-within": "0",
    }
    outcome = lpplan("case", WORTH_IT, *(word for flag in flags.items() for word in flag))
    assert (outcome.code, outcome.out) == (2, "")
    said = re.findall(r"^(--[a-z-]+(?:, --[a-z-]+)*): ", outcome.err, re.MULTILINE)
    assert said == [
        *("--years", "--own-cost", "--charge", "--discount", "--people", "--pays-back-within"),
        "--discount, --uplift",
    ]


def test_a_discount_beside_an_uplift_is_refused_even_of_nothing(lpplan: Lpplan) -> None:
    outcome = lpplan("case", WORTH_IT, "--discount", "3.5%", "--uplift", "0%")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--discount, --uplift: ")


def test_a_rise_is_an_assumption_and_raises_both_options(lpplan: Lpplan) -> None:
    case = found(lpplan, LICENSED, "--uplift", "10%", "--years", "1")
    # 8 years after 2018/19, 400 × 1.1⁸ = 857.44: of 22 people 18,863.68.
    assert case["options"][1]["years"][0]["ssat"] == "18863.68"
    # And 2,200 × 1.1⁸ = 4,715.90.
    assert case["options"][0]["years"][0]["ssat"] == "23579.58"
    assert "uplift" in {one["code"] for one in case["assumptions"]}


def test_a_rise_too_high_for_an_assumed_year_is_refused_at_the_entry_it_repeats(
    lpplan: Lpplan,
) -> None:
    outcome = lpplan("case", LICENSED, "--uplift", "100", "--years", "15")
    assert (outcome.code, outcome.out) == (2, "")
    assert "licensed-centre.toml:25: stages[2].academic_year: is 2030/31" in outcome.err
    # Later years are dearer still, and need no line of their own.
    assert outcome.err.count("academic_year") == 1


MEMBERS_ONLY = """
academic_year = "2018/19"
status = "provisional"
[fees.accreditation]
per = "person"
stages = [1, 2, 3]
member = 400
non_member = 500
[fees.support_package]
per = "cohort"
max_cohort_size = 25
stages = [1, 2]
member = 2200
non_member = 2500
[fees.train_the_trainer]
per = "stage"
stages = [2]
member = 1200
"""


def test_a_change_that_cannot_be_priced_is_left_out_with_a_note(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    (tmp_path / "fees").mkdir()
    (tmp_path / "fees" / "2018-19.toml").write_text(MEMBERS_ONLY)
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = {name = "O", membership = "non-member"}\n'
        '[[stages]]\nstage = 3\nacademic_year = "2018/19"\nparticipants = 20\n'
    )
    case = found(lpplan, plan, "--fees", tmp_path / "fees")
    assert case["fees"] == str(tmp_path / "fees")
    assert "trainers-leave" not in {one["code"] for one in case["changes"]}
    (note,) = (note for note in case["notes"] if note["code"] == "change-not-priced")
    assert note["text"].startswith("Trainers leave: ")
    # What SSAT-run has no price for has no case.
    text = MEMBERS_ONLY.replace("non_member = 2500\n", "")
    (tmp_path / "fees" / "2018-19.toml").write_text(text)
    outcome = lpplan("case", plan, "--fees", tmp_path / "fees")
    assert (outcome.code, outcome.out) == (2, "")
    assert "plan.toml:1: school.membership: no non-member price" in outcome.err


def test_a_repeat_asks_for_no_more_cohorts_than_a_smaller_limit_makes_it_take(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    (tmp_path / "fees").mkdir()
    for year, limit in (("2018/19", 25), ("2020/21", 8)):
        text = MEMBERS_ONLY.replace("2018/19", year).replace("size = 25", f"size = {limit}")
        (tmp_path / "fees" / f"{year.replace('/', '-')}.toml").write_text(text)
    plan = plan_of(tmp_path, STAGE_2 + "cohorts = 2\n")
    case = found(lpplan, plan, "--fees", tmp_path / "fees", "--years", "3")
    assert [year["cohorts"] for year in case["options"][1]["years"]] == [2, 2, 3]


def test_a_plan_of_the_last_years_there_are_gets_no_traceback(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(tmp_path, STAGE_2.replace("2018/19", "9998/99"))
    case = found(lpplan, plan)
    assert case["options"][0]["years"][-1]["academic_year"] == "10002/03"


def test_amounts_too_wide_to_stand_abreast_stand_below_one_another(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(tmp_path, STAGE_2.replace("= 20\n", "= 100000\n"))
    outcome = lpplan("case", plan, *DAY)
    assert (outcome.code, outcome.err) == (0, "")
    assert max(map(len, outcome.out.splitlines())) <= 80
    # 100,000 × 400 + 4,000 × 2,200.
    assert re.search(r"^  SSAT-run +£48,800,000\.00", outcome.out, re.MULTILINE)
