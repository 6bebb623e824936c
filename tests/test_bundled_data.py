"""What ships with lpplan, whatever years and examples it holds: checked, priced and shown.

No figure of any year is asserted here, and no other test looks at the real ``fees/``: a new year is
a new file and nothing else.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TESTS, Lpplan
from lpplan.values.years import AcademicYear

FEES = ROOT / "fees"
YEARS = sorted(FEES.glob("*.toml"))
PLANS = sorted((ROOT / "examples").glob("*.toml"))
REAL = ("--fees", FEES)
FOLDER = 'ROOT / "fees"'
"""How a test would name them."""


def year_of(file: Path) -> str:
    return str(AcademicYear(int(file.stem.partition("-")[0])))


def in_json(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan(*arguments, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    made: dict[str, Any] = json.loads(outcome.out)
    return made


def assert_adds_up(quote: dict[str, Any]) -> None:
    for stage in quote["stages"]:
        assert Decimal(stage["total"]) == sum(Decimal(line["amount"]) for line in stage["lines"])
    assert Decimal(quote["total"]) == sum(Decimal(stage["total"]) for stage in quote["stages"])


def test_no_fee_file_has_an_error(lpplan: Lpplan) -> None:
    outcome = lpplan("fees", "check", FEES)
    assert (outcome.code, outcome.err) == (0, ""), outcome.out


def test_every_year_is_listed(lpplan: Lpplan) -> None:
    listed = in_json(lpplan, "fees", "list", *REAL)["schedules"]
    assert [Path(schedule["file"]).name for schedule in listed] == [file.name for file in YEARS]


@pytest.mark.parametrize("file", YEARS, ids=lambda file: file.stem)
def test_a_year_is_shown_and_prices_every_stage(file: Path, lpplan: Lpplan) -> None:
    year = year_of(file)
    shown = in_json(lpplan, "fees", "show", year, *REAL)
    assert shown["academic_year"] == year
    assert shown["fees"]
    for stage in ("1", "2", "3"):
        asked = ("--stage", stage, "--year", year, "--participants", "27", *REAL)
        quote = in_json(lpplan, "quote", *asked)
        assert quote["stages"][0]["fees_from"] == year
        assert_adds_up(quote)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_an_example_is_priced_and_shown(plan: Path, lpplan: Lpplan) -> None:
    assert_adds_up(in_json(lpplan, "quote", plan, *REAL))
    for command in ("quote", "proposal"):
        outcome = lpplan(command, plan, *REAL)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.count("£") > 3


def test_the_list_of_schools_is_quoted_without_a_bad_row(lpplan: Lpplan) -> None:
    outcome = lpplan("batch", ROOT / "examples" / "schools.csv", *REAL)
    assert outcome.code == 0, outcome.err


def test_no_other_test_looks_at_the_real_fees() -> None:
    by_name = {file.name for file in TESTS.rglob("test_*.py") if FOLDER in file.read_text("utf-8")}
    # The wheel is compared with the checkout that it was built from.
    assert by_name == {"test_bundled_data.py", "test_installed.py"}
