"""``lpplan recharge``: its formats, its flags, and what it refuses."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file

ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
CLIFF = ROOT / "examples" / "on-the-cliff.toml"
MANY_STAGES = TESTS / "plans" / "many_stages.toml"


def recharged(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("recharge", *arguments, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


@pytest.mark.parametrize("form", ["txt", "md", "csv", "json"])
@pytest.mark.parametrize("plan", [ALLIANCE, MANY_STAGES], ids=lambda path: path.stem)
def test_a_recharge_is_exactly_this(plan: Path, form: str, lpplan: Lpplan, tmp_path: Path) -> None:
    file = tmp_path / f"recharge.{form}"
    assert lpplan("recharge", plan, "--as-of", "2026-11-21", "-o", file) == (0, "", "")
    expected = TESTS / "expected" / f"{plan.stem}-recharge.{form}"
    assert_same_as_file(file.read_text(encoding="utf-8-sig"), expected)


def test_the_example_of_the_interface(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        """
        school = {name = "Oakfield Academy", membership = "member"}
        [[stages]]
        stage = 2
        academic_year = "2019/20"
        schools = [{name = "Oakfield Academy", participants = 8},
                   {name = "Riverside Primary", participants = 12}]
        """
    )
    (stage,) = recharged(lpplan, plan)["stages"]
    # 20 × 400 + 2,200 + 1,200 = 11,400. Riverside: 12 × 400 = 4,800, and 12/20 of 3,400 = 2,040.
    assert stage["schools"][1] == {
        "school": "Riverside Primary",
        "is_own_school": False,
        "participants": 12,
        "accreditation": "4800.00",
        "share": "2040.00",
        "total": "6840.00",
    }
    assert (stage["total"], stage["kept"], stage["billed"]) == ("11400.00", "4560.00", "6840.00")


@pytest.mark.parametrize(("share", "second"), [("per_head", "1200.00"), ("equal", "1133.33")])
def test_the_flag_shares_otherwise_than_the_plan_says(
    share: str, second: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        """
        school = {name = "Oakfield Academy", membership = "member"}
        [[stages]]
        stage = 2
        academic_year = "2018/19"
        share = "equal"
        schools = [{name = "A", participants = 10}, {name = "B", participants = 6},
                   {name = "C", participants = 1}]
        """
    )
    (stage,) = recharged(lpplan, plan, "--share", share)["stages"]
    assert stage["share"] == share
    # 3,400 by heads 10 : 6 : 1 gives B 1,200.00; in equal parts 1,133.33⅓.
    assert stage["schools"][1]["share"] == second


def test_schools_of_several_stages_are_added_up_by_name(lpplan: Lpplan) -> None:
    found = recharged(lpplan, MANY_STAGES)
    for school in found["schools"]:
        parts = [
            Decimal(part["total"])
            for stage in found["asked_for"]
            for part in stage["schools"]
            if part["school"].split() == school["school"].split()
        ]
        assert sum(parts) == Decimal(school["total"])
    assert sum(Decimal(s["total"]) for s in found["schools"]) == Decimal(found["total"])
    assert Decimal(found["kept"]) + Decimal(found["billed"]) == Decimal(found["total"])


def test_csv_adds_up_to_the_quote(lpplan: Lpplan) -> None:
    rows = csv.DictReader(io.StringIO(lpplan("recharge", ALLIANCE, "--format", "csv").out))
    quote = json.loads(lpplan("quote", ALLIANCE, "--format", "json").out)
    assert sum(Decimal(row["total_exc_vat"]) for row in rows) == Decimal(quote["total"])


def test_an_assumed_rise_is_shared_too_and_marked_at_the_total(lpplan: Lpplan) -> None:
    outcome = lpplan("recharge", ALLIANCE, "--uplift", "3%", "--as-of", "2026-11-21")
    table = outcome.out.partition("Share")[2].partition("All stages")[0]
    amounts = [line for line in table.splitlines() if line.count("£") > 1 and "rounded" not in line]
    assert len(amounts) == 5, amounts
    assert [line for line in amounts if line.endswith("+3%")] == amounts[-1:]


def test_a_plan_without_schools_is_refused(lpplan: Lpplan) -> None:
    outcome = lpplan("recharge", CLIFF)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"{CLIFF}: no stage names the schools that take part, so there is nobody to charge\n"
        "  Give a stage [[stages.schools]] entries, each with name and participants, instead of"
        " participants.\n"
    )


def test_a_charge_is_reported_without_schools_too(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        """
        school = {name = "Oakfield Academy", membership = "member"}
        [[stages]]
        stage = 3
        academic_year = "2018/19"
        participants = 20
        charge_per_person = 400
        """
    )
    found = recharged(lpplan, plan)
    assert found["stages"] == found["schools"] == []
    (delivery,) = found["deliveries"]
    assert (delivery["income"], delivery["surplus"]) == ("8000.00", "0.00")
    shown = lpplan("recharge", plan).out
    assert "Other schools' people leave a surplus of £0.00" in shown
    assert "Schools not named" in shown


@pytest.mark.parametrize(
    "unpriced",
    [
        # A year before any prices.
        'stage = 1\nacademic_year = "2010/11"\nparticipants = 5',
        # Fewer cohorts than the people need.
        'stage = 1\nacademic_year = "2018/19"\nparticipants = 60\ncohorts = 2',
    ],
)
def test_a_stage_without_schools_that_cannot_be_priced_is_left_out_and_noted(
    unpriced: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        f"""
        school = {{name = "Oakfield Academy", membership = "member"}}
        [[stages]]
        {unpriced}
        [[stages]]
        stage = 2
        academic_year = "2018/19"
        schools = [{{name = "Riverside Primary", participants = 12}}]
        """
    )
    assert lpplan("quote", plan).code == 2
    found = recharged(lpplan, plan)
    # 12 x 400 + 2,200 + 1,200 = 8,200.
    assert (found["billed"], [stage["stage"] for stage in found["all_stages"]]) == ("8200.00", [2])
    (note,) = [note for note in found["notes"] if note["code"] == "no-price"]
    assert note["stage"] == 1
    assert note["text"].endswith("is left out: it names no schools, and its prices are not known.")
    assert "is left out: it names no" in lpplan("recharge", plan).out


def test_a_stage_with_schools_that_cannot_be_priced_is_refused(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        """
        school = {name = "Oakfield Academy", membership = "member"}
        [[stages]]
        stage = 2
        academic_year = "2010/11"
        schools = [{name = "Riverside Primary", participants = 12}]
        """
    )
    outcome = lpplan("recharge", plan)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is 2010/11, and the first year with prices is 2018/19" in outcome.err


def test_an_unknown_rule_for_sharing_is_refused(lpplan: Lpplan) -> None:
    outcome = lpplan("recharge", ALLIANCE, "--share", "by_wealth")
    told = (
        '--share: must be per_head or equal, not "by_wealth"\n'
        "  per_head shares by number of people, equal in equal parts by school.\n"
    )
    assert outcome == (2, "", told)


def test_what_stands_in_the_way_of_a_quote_stands_in_the_way_here(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        ALLIANCE.read_text(encoding="utf-8").replace('"member"', '"non-member"'), encoding="utf-8"
    )
    outcome = lpplan("recharge", plan)
    assert outcome.code == 2
    assert "no non-member price is published" in outcome.err


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_the_table_fits_80_columns_on_any_console(encoding: str, lpplan_process: Any) -> None:
    done = lpplan_process("recharge", MANY_STAGES, encoding=encoding)
    assert done.returncode == 0
    assert max(map(len, done.stdout.decode(encoding).splitlines())) <= 80


def test_a_number_beyond_the_least_may_not_break_even_and_is_said_not_to(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        """
        school = {name = "Oakfield Academy", membership = "member"}
        [[stages]]
        stage = 3
        academic_year = "2018/19"
        charge_per_person = 480
        schools = [{name = "Oakfield Academy", participants = 9}, {name = "B", participants = 17}]
        own_costs = [{label = "Cover", amount = 600, per = "cohort"},
                     {label = "Twilights", amount = 200}]
        """
    )
    # Ten are in one cohort with nine of the centre's own: 10 × 80 = 800 = 600 + 200.
    # Seventeen fill a second one: 17 × 80 = 1,360, and it costs 1,400.
    shown = " ".join(lpplan("recharge", plan).out.split())
    assert "At £480.00 each, it takes 10 people from other schools to break even." in shown
    assert "The 17 planned need 2 cohorts, and do not break even." in shown
    assert "leave a shortfall of £40.00" in shown
