"""``lpplan fees new``: a provisional schedule that says what to confirm."""

import json
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TESTS, Lpplan, assert_same_as_file
from frozen_fees import FROZEN_FEES
from lpplan.values.money import uplifted

SYNTHETIC = TESTS / "synthetic" / "many_charges"


def test_a_new_schedule_is_exactly_this(lpplan: Lpplan) -> None:
    told = ("--set", "accreditation.non_member=480", "--set", "train_the_trainer.member=1234.5")
    asked = ("2026/27", "--from", "2018/19", "--uplift", "3.5%", "--as-of", "2026-11-21")
    outcome = lpplan("fees", "new", *asked, *told)
    assert (outcome.code, outcome.err) == (0, "")
    assert_same_as_file(outcome.out, TESTS / "expected" / "fees-new.toml")


def test_a_new_schedule_follows_every_charge_of_its_base(lpplan: Lpplan) -> None:
    out = lpplan("fees", "new", "2019/20", "--from", "2018/19", "--fees", SYNTHETIC).out
    made = tomllib.loads(out)
    base = tomllib.loads((SYNTHETIC / "2018-19.toml").read_text(encoding="utf-8"))
    assert made["fees"].keys() == base["fees"].keys()
    for name, charge in base["fees"].items():
        assert made["fees"][name] == charge
    assert "source" not in made
    assert "uplift" not in made
    assert (made["status"], made["based_on"]) == ("provisional", "2018/19")


def test_check_has_nothing_to_say_of_it_but_what_is_true(tmp_path: Path, lpplan: Lpplan) -> None:
    shutil.copy(FROZEN_FEES / "2018-19.toml", tmp_path)
    new = ("new", "2026/27", "--uplift", "3.5%", "--fees", tmp_path, "--as-of", "2026-11-21")
    assert lpplan("fees", *new, "-o", tmp_path / "2026-27.toml") == (0, "", "")
    outcome = lpplan("fees", "check", tmp_path, "--as-of", "2026-11-21", "-f", "json")
    assert [p["code"] for p in json.loads(outcome.out)["problems"]] == [
        "gap-between-years",
        "placeholder",
    ]


def test_a_reason_given_at_once_leaves_nothing_to_complete(tmp_path: Path, lpplan: Lpplan) -> None:
    shutil.copy(FROZEN_FEES / "2018-19.toml", tmp_path)
    new = ("new", "2019/20", "--because", 'SSAT\'s "list", by post', "--as-of", "2026-11-21")
    assert lpplan("fees", *new, "--fees", tmp_path, "-o", tmp_path / "2019-20.toml").code == 0
    made = tomllib.loads((tmp_path / "2019-20.toml").read_text(encoding="utf-8"))
    (entry,) = made["changes"]
    assert (str(entry["on"]), entry["fees"]) == ("2026-11-21", "all")
    assert entry["because"] == 'SSAT\'s "list", by post'
    found = lpplan("fees", "check", tmp_path, "--as-of", "2026-11-21", "-f", "json").out
    assert [p["code"] for p in json.loads(found)["problems"]] == ["provisional-year-over"]


def test_quotes_from_it_are_estimates_that_name_where_the_prices_are_really_from(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    shutil.copy(FROZEN_FEES / "2018-19.toml", tmp_path)
    lpplan("fees", "new", "2026/27", "--fees", tmp_path, "-o", tmp_path / "2026-27.toml")
    asked = ("--stage", "1", "--year", "2026/27", "--participants", "25", "--fees", tmp_path)
    found = json.loads(lpplan("quote", *asked, "-f", "json").out)
    (stage,) = found["stages"]
    assert (stage["price_status"], stage["fees_from"]) == ("estimate", "2026/27")
    assert (stage["prices_from"], stage["years_before"]) == ("2018/19", 8)
    assert "based on 2018/19, 8 years before" in found["notes"][0]["text"]


def test_no_file_is_written_over_and_each_has_the_name_of_its_year(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    file = tmp_path / "2026-27.toml"
    file.write_text("mine")
    outcome = lpplan("fees", "new", "2026/27", "-o", file)
    assert (outcome.code, "exists already" in outcome.err) == (2, True)
    assert "--force" not in outcome.err
    assert file.read_text() == "mine"
    outcome = lpplan("fees", "new", "2027/28", "-o", tmp_path / "new.toml")
    assert (outcome.code, "Name the file 2027-28.toml" in outcome.err) == (2, True)


def test_a_label_with_control_characters_is_written_escaped(tmp_path: Path, lpplan: Lpplan) -> None:
    text = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8")
    text = text.replace("LP accreditation fee", "LP\x9b31m \u202e fee")
    (tmp_path / "2018-19.toml").write_text(text, encoding="utf-8")
    out = lpplan("fees", "new", "2026/27", "--fees", tmp_path).out
    assert 'label = "LP\\u009B31m \\u202E fee"' in out
    assert tomllib.loads(out)["fees"]["accreditation"]["label"] == "LP\x9b31m \u202e fee"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2098/99", "--uplift", "50%"], "--uplift: makes accreditation.member, support_package"),
        (
            ["2026/27", *["--set", "accreditation.member=1"] * 2],
            "--set: names a price twice",
        ),
        (["2026/27", "--because", "tbc"], '--because: must say something, not "tbc"'),
        (["2026"], 'YEAR: must be an academic year such as "2018/19"'),
        (["2018/19"], "YEAR: must be after 2018/19"),
        (["2026/27", "--from", "2020/21"], "--from: must be a year that has fees: 2018/19"),
        (["2026/27", "--uplift", "a lot"], "--uplift: must be a percentage a year"),
        (["2026/27", "--uplift", "-3%"], "--uplift: must be a percentage a year"),
        (["2026/27", "--set", "accreditation=3"], "--set: must name a charge (accreditation, "),
        (["2026/27", "--set", "venue.member=3"], "--set: must name a charge (accreditation, "),
        (
            ["2026/27", "--set", "accreditation.member=4e2"],
            "--set: must be an amount from 0 to 1,000,000",
        ),
        (
            ["2026/27", "--set", "accreditation.member="],
            "--set: must be an amount from 0 to 1,000,000",
        ),
        (["2026/27", "--set", "accreditation.member=1000000.01"], "--set: must be an amount"),
    ],
)
def test_what_cannot_be_made_is_exit_2(arguments: list[str], message: str, lpplan: Lpplan) -> None:
    outcome = lpplan("fees", "new", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)


@pytest.mark.parametrize(
    ("price", "percent", "years", "then"),
    [
        ("400.00", "3.5", 8, "526.72"),  # 400 × 1.035⁸ = 526.7236…
        ("2200.00", "3", 1, "2266.00"),
        ("1.00", "50", 1, "1.50"),
        ("0.01", "50", 1, "0.02"),  # 0.015, half up
        ("0.03", "50", 2, "0.07"),  # 0.0675: rounded once, not 0.045 → 0.05 → 0.075 → 0.08
        ("400.00", "0", 30, "400.00"),
    ],
)
def test_an_uplift_compounds_exactly_and_is_rounded_once_half_up(
    price: str, percent: str, years: int, then: str
) -> None:
    assert str(uplifted(Decimal(price), Decimal(percent), years)) == then


@given(st.integers(0, 10**8), st.integers(0, 1000), st.integers(0, 40))
def test_an_uplift_never_lowers_a_price(pence: int, tenths: int, years: int) -> None:
    price = Decimal(pence) / 100
    assert uplifted(price, Decimal(tenths) / 10, years) >= price
