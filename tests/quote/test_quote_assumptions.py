"""``lpplan quote`` with an assumed rise of prices, and by financial year."""

import csv
import json
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from lpplan.core.fees import Schedules
from lpplan.core.quote import quote_plan
from strategies import plans, schedules

SINGLE = ROOT / "examples" / "single-school.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
LICENSED = ROOT / "examples" / "licensed-centre.toml"


def quoted(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("quote", *arguments, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


@pytest.mark.parametrize("form", ["txt", "md", "csv", "json"])
def test_every_line_is_marked_with_the_rise_and_every_stage_with_its_financial_year(
    form: str, lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A new version changes no expected output.
    monkeypatch.setattr("lpplan.quote.data.__version__", "0.1.0")
    flags = ("--uplift", "3%", "--by", "financial-year", "--explain", "--as-of", "2026-11-21")
    file = tmp_path / f"quote.{form}"
    assert lpplan("quote", SINGLE, *flags, "-o", file) == (0, "", "")
    expected = TESTS / "expected" / f"assumptions.{form}"
    assert_same_as_file(file.read_text(encoding="utf-8-sig"), expected)


def test_a_rise_compounds_and_is_rounded_once_per_unit_price(lpplan: Lpplan) -> None:
    found = quoted(lpplan, SINGLE, "--uplift", "3.33%")
    prices = {
        (stage["stage"], line["fee"]): line["unit_price"]
        for stage in found["stages"]
        for line in stage["lines"]
    }
    assert prices == {
        (1, "accreditation"): "400.00",  # published
        (1, "support_package"): "2200.00",
        (2, "accreditation"): "413.32",  # 400 x 1.0333 = 413.32
        (2, "support_package"): "2273.26",  # 2,200 x 1.0333 = 2,273.26
        (2, "train_the_trainer"): "1239.96",  # 1,200 x 1.0333 = 1,239.96
        (3, "accreditation"): "427.08",  # 400 x 1.0333 x 1.0333 = 427.083556
    }
    assert found["stages"][2]["total"] == "8541.60"  # 20 x 427.08


def test_from_a_provisional_schedule_a_rise_counts_from_its_own_year(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    # Synthetic: the file holds the 2018/19 prices under another year.
    fees = tmp_path / "2020-21.toml"
    assert lpplan("fees", "new", "2020/21", "-o", fees).code == 0
    asked = ("--stage", "3", "--participants", "1", "--fees", tmp_path, "--uplift", "10%")
    (own_year,) = quoted(lpplan, *asked, "--year", "2020/21")["stages"]
    (two_on,) = quoted(lpplan, *asked, "--year", "2022/23")["stages"]
    assert (own_year["uplift_years"], own_year["total"]) == (0, "400.00")
    assert (own_year["price_status"], own_year["years_before"]) == ("estimate", 2)
    assert (two_on["uplift_years"], two_on["total"]) == (2, "484.00")  # 400 x 1.1 x 1.1


def test_what_is_published_is_never_raised(lpplan: Lpplan) -> None:
    plain = quoted(lpplan, "--stage", "1", "--year", "2018/19", "--participants", "27")
    raised = quoted(
        lpplan, "--stage", "1", "--year", "2018/19", "--participants", "27", "--uplift", "50"
    )
    assert raised["total"] == plain["total"] == "15200.00"


def test_no_rise_at_all_is_as_good_as_none(lpplan: Lpplan) -> None:
    asked = ("quote", SINGLE, "--as-of", "2026-11-21")
    assert lpplan(*asked, "--uplift", "0%") == lpplan(*asked)


@given(st.data(), schedules(), st.integers(0, 300))
def test_each_unit_price_is_the_exact_power_rounded_half_up(
    data: st.DataObject, folder: Schedules, tenths: int
) -> None:
    percent = Decimal(tenths) / 10
    plan = data.draw(plans(folder))
    raised, _ = quote_plan(plan, Schedules(folder, percent))
    assume(raised is not None)  # None where it goes beyond what a price may be
    assert raised is not None
    for stage in raised.stages:
        years = stage.academic_year - stage.prices.fees_from
        for line in stage.lines:
            schedule = stage.prices.schedule
            price = schedule.fees[line.fee].price(plan.school.membership)
            assert price is not None
            exact = Fraction(price) * (1 + Fraction(percent) / 100) ** years
            assert line.unit_price * 100 == floor(exact * 100 + Fraction(1, 2))


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("three", 'not "three"\n  For example: --uplift 3%\n'),
        ("-3%", 'not "-3%"\n  For example: --uplift 3%\n'),
        ("1001%", 'not "1001%"\n  For example: --uplift 3%\n'),
    ],
)
def test_what_is_no_percentage_is_refused(flag: str, told: str, lpplan: Lpplan) -> None:
    outcome = lpplan("quote", SINGLE, f"--uplift={flag}")
    expected = f"--uplift: must be a percentage a year from 0 to 1,000, {told}"
    assert outcome == (2, "", expected)


def test_a_rise_beyond_any_price_is_refused_where_the_year_stands(lpplan: Lpplan) -> None:
    outcome = lpplan("quote", SINGLE, "--uplift", "1000%", "--stage", "3", "--year", "2099/00")
    expected = (
        "--year: is 2099/00, and by then 1000% a year makes LP accreditation fee more than"
        " 1,000,000 pounds\n  Take a smaller --uplift, or an earlier year.\n"
    )
    assert outcome == (2, "", expected)
    outcome = lpplan("split", "27", "--year", "9998/99", "--uplift", "1000%")
    assert outcome.code == 2
    assert outcome.err.startswith("--year: is 9998/99, and by then 1000% a year makes LP accr")


def test_a_split_is_priced_with_the_rise(lpplan: Lpplan) -> None:
    asked = ("split", "27", "--year", "2020/21", "--uplift", "3.5%")
    found = json.loads(lpplan(*asked, "--format", "json").out)["cost"]
    # 27 x 428.49 + 2 x 2,356.695 -> 11,569.23 + 2 x 2,356.70 = 16,282.63
    assert (found["total"], found["uplift"], found["uplift_years"]) == ("16282.63", "3.5%", 2)
    assert "estimate +3.5%" in lpplan(*asked).out
    rows = lpplan("split", "20-30", *asked[2:]).out.splitlines()
    assert sum("  +3.5%" in row for row in rows) == 11
    assert max(map(len, rows)) <= 80


@pytest.mark.parametrize("year_end", ["march", "august"])
def test_financial_years_add_up_in_every_format(year_end: str, lpplan: Lpplan) -> None:
    flags = ("--by", "financial-year", "--year-end", year_end)
    found = quoted(lpplan, LICENSED, *flags)
    sums = [Decimal(part["total"]) for part in found["financial_years"]]
    assert sum(sums) == Decimal(found["total"])
    assert found["year_end"] == year_end
    rows = list(csv.DictReader(lpplan("quote", LICENSED, *flags, "-f", "csv").out.splitlines()))
    by_year: dict[str, Decimal] = {}
    for row in rows:
        amount = Decimal(row["amount_exc_vat"])
        by_year[row["financial_year"]] = by_year.get(row["financial_year"], Decimal(0)) + amount
    assert [*by_year.values()] == sums


@pytest.mark.parametrize("form", ["table", "json", "markdown", "html"])
def test_the_decision_behind_financial_years_is_noted_where_they_are_shown(
    form: str, lpplan: Lpplan
) -> None:
    asked = ("quote", SINGLE, "--format", form)
    assert "SSAT publishes no dates of payment" not in lpplan(*asked).out
    shown = lpplan(*asked, "--by", "financial-year").out
    assert "SSAT publishes no dates of payment" in shown


@pytest.mark.parametrize(
    ("planned", "flags", "year_end"),
    [
        ("", (), "march"),
        ('year_end = "august"', (), "august"),
        ('year_end = "august"', ("--year-end", "march"), "march"),
        ('year_end = "march"', ("--year-end", "august"), "august"),
    ],
)
def test_the_plan_says_when_its_financial_year_ends_unless_a_flag_does(
    planned: str, flags: tuple[str, ...], year_end: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(f"{planned}\n{SINGLE.read_text(encoding='utf-8')}", encoding="utf-8")
    assert quoted(lpplan, plan, "--by", "financial-year", *flags)["year_end"] == year_end
    # Nobody asked for financial years here.
    assert "year_end" not in quoted(lpplan, plan)


def test_the_launch_decides_where_it_is_known(lpplan: Lpplan) -> None:
    found = quoted(lpplan, SINGLE, "--by", "financial-year")
    days = [
        (stage["charged_on"], stage["launch_known"])
        for part in found["financial_years"]
        for stage in part["stages"]
    ]
    assert days == [("2018-10-02", True), ("2019-10-01", True), ("2020-09-01", False)]


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--by", "month"), '--by: must be academic-year or financial-year, not "month"'),
        (
            ("--by", "financial-year", "--year-end", "april"),
            '--year-end: must be march or august, not "april"',
        ),
        (("--year-end", "august"), "--year-end: says when a financial year ends, and goes with"),
        (
            ("--by", "academic-year", "--year-end", "march"),
            "--year-end: says when a financial year ends, and goes with",
        ),
    ],
)
def test_flags_on_years_that_make_no_sense_are_refused(
    flags: tuple[str, ...], told: str, lpplan: Lpplan
) -> None:
    outcome = lpplan("quote", ALLIANCE, *flags)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)


def test_by_academic_year_is_what_there_is_anyway(lpplan: Lpplan) -> None:
    asked = ("quote", ALLIANCE, "--as-of", "2026-11-21")
    assert lpplan(*asked, "--by", "academic-year") == lpplan(*asked)
