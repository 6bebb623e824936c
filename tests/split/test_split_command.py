"""``lpplan split``: one number or a range."""

import json
from typing import Any

import pytest

from conftest import TESTS, Lpplan

SYNTHETIC = str(TESTS / "synthetic" / "many_charges")


def found(lpplan: Lpplan, *arguments: str) -> Any:
    outcome = lpplan("split", *arguments, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    return json.loads(outcome.out)


def test_a_split_has_the_keys_that_others_rely_on(lpplan: Lpplan) -> None:
    split = found(lpplan, "27", "--as-of", "2018-10-01")
    assert {key: split[key] for key in split if key != "cost"} == {
        "participants": 27,
        "max_cohort_size": 25,
        "cohorts": [14, 13],
        "spare_places": 23,
    }
    fixed = {
        "stage": 1,
        "academic_year": "2018/19",
        "price_status": "published",
        "total": "15200.00",
        "per_head": "562.96",
    }
    assert {key: split["cost"][key] for key in fixed} == fixed


@pytest.mark.parametrize(
    ("arguments", "cohorts"),
    [
        (["53"], [18, 18, 17]),
        (["53", "--fill"], [25, 25, 3]),
        (["53", "--cohorts", "4"], [14, 13, 13, 13]),
        (["53", "--max", "20"], [18, 18, 17]),
        (["53", "--max", "20", "--fill"], [20, 20, 13]),
    ],
)
def test_a_split_is_balanced_unless_it_is_to_be_filled(
    arguments: list[str], cohorts: list[int], lpplan: Lpplan
) -> None:
    assert found(lpplan, *arguments)["cohorts"] == cohorts


def test_a_range_is_a_list_with_its_cliffs_and_its_best_size(lpplan: Lpplan) -> None:
    splits = found(lpplan, "24-27")
    assert [split["participants"] for split in splits] == [24, 25, 26, 27]
    assert [split["cost"]["total"] for split in splits] == [
        "11800.00",
        "12200.00",
        "14800.00",
        "15200.00",
    ]
    assert [split["best"] for split in splits] == [False, True, False, False]
    assert [split["opens_cohort"] for split in splits] == [False, False, True, False]


def test_a_range_of_one_is_still_a_list(lpplan: Lpplan) -> None:
    assert [split["participants"] for split in found(lpplan, "27-27")] == [27]


def test_a_split_is_priced_in_the_year_of_the_day_of_asking_as_a_quote_is(lpplan: Lpplan) -> None:
    for day, year, status in (
        ("2019-08-31", "2018/19", "published"),
        ("2019-09-01", "2019/20", "estimate"),
    ):
        cost = found(lpplan, "27", "--as-of", day)["cost"]
        assert (cost["academic_year"], cost["price_status"]) == (year, status)
        asked = ("--stage", "1", "--participants", "27", "--as-of", day, "--format", "json")
        (stage,) = json.loads(lpplan("quote", *asked).out)["stages"]
        assert (stage["academic_year"], stage["total"]) == (year, cost["total"])


def test_a_provisional_schedule_has_prices_of_its_own(lpplan: Lpplan) -> None:
    cost = found(lpplan, "12", "--as-of", "2021-10-01", "--fees", SYNTHETIC)["cost"]
    # A provisional schedule's own prices: 12 × 443.47 + 2,439.18.
    assert (cost["academic_year"], cost["price_status"]) == ("2021/22", "estimate")
    assert cost["total"] == "7760.82"


def test_a_split_follows_stage_year_and_membership(lpplan: Lpplan) -> None:
    asked = ("11", "--stage", "2", "--year", "2019/20", "--non-member", "--fees", SYNTHETIC)
    split = found(lpplan, *asked)
    # 11 × (450 + 0.02) + 2 × (2,500 + 66.66) + 1,300
    assert (split["cohorts"], split["cost"]["total"]) == ([6, 5], "11383.54")
    assert split["cost"]["price_status"] == "estimate"


def test_the_table_says_where_every_size_costs_the_same(lpplan: Lpplan) -> None:
    out = lpplan("split", "40-60", "--stage", "3", "--year", "2018/19").out
    assert out.splitlines()[-1] == "Every size costs the same: £400.00 a head exc VAT"
    assert "cliff" not in out
    assert "best" not in out


@pytest.mark.parametrize("arguments", [["27", "--max", "25"], ["27", "--non-member"]])
def test_without_prices_there_is_a_split_and_no_cost(arguments: list[str], lpplan: Lpplan) -> None:
    split = found(lpplan, *arguments)
    assert (split["cohorts"], split["cost"]) == ([14, 13], None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["0"], 'PEOPLE: must be a whole number from 1 to 100,000, not "0"'),
        (["27.5"], "PEOPLE: must be a whole number"),
        (["100001"], "PEOPLE: must be a whole number"),
        (["9" * 5000], "PEOPLE: must be a whole number"),
        (["1-1001"], "PEOPLE: must be a range of at most 1,000 sizes, not 1-1001"),
        (["20-"], "PEOPLE: must be a whole number from 1 to 100,000, not nothing"),
        (["30-20"], "PEOPLE: must begin with the smaller number, not 30-20"),
        (["27", "--cohorts", "1"], "--cohorts: must be at least 2"),
        (["20-60", "--cohorts", "2"], "--cohorts: must be at least 3: 60 people"),
        (["3", "--cohorts", "4"], "--cohorts: must be at most one per person: 4 for 3"),
        (["27", "--max", "0"], "--max: must be a whole number"),
        (["27", "--stage", "4"], "--stage: must be a whole number from 1 to 3"),
        (["27", "--year", "2018/20"], "--year: must end in the year after it begins"),
        (["27", "--year", "2017/18"], "--year: is 2017/18, and the first year with prices"),
        (["27", "--as-of", "2018-08-31"], "--year: is 2017/18, and the first year with prices"),
        (["27", "--as-of", "31.8"], "--as-of: must be a date such as 2026-11-21"),
    ],
)
def test_a_wrong_flag_is_exit_2(arguments: list[str], message: str, lpplan: Lpplan) -> None:
    outcome = lpplan("split", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)


def test_everything_wrong_is_said_at_once(lpplan: Lpplan) -> None:
    asked = ("x", "--cohorts", "y", "--stage", "9", "--year", "z", "--max", "0")
    err = lpplan("split", *asked).err
    flags = [line.split(":")[0] for line in err.splitlines()[::2]]
    assert flags == ["PEOPLE", "--cohorts", "--max", "--stage", "--year"]
