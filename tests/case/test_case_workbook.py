"""``lpplan case -o case.xlsx``: the same answers, before and after somebody changes some."""

import json
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import tomli_w
from case_workbooks import (
    FROZEN,
    KINDS,
    NO_SCHOOLS,
    PLANS,
    WORTH_IT,
    Tried,
    agree,
    answers,
    fee_folder,
    schedule,
    type_into,
)

from conftest import Lpplan
from spreadsheets import ENGINES, HOSTILE, Change, change, recalculated, stored

DAY = ("--as-of", "2026-11-21")


def made(tried: Tried, folder: Path, lpplan: Lpplan) -> tuple[Path, Path, Path]:
    """The workbook of a plan, the plan, and its fees."""
    plan, workbook = folder / "plan.toml", folder / "case.xlsx"
    plan.write_text(tried.plan, encoding="utf-8")
    fees = fee_folder(tried, folder / "fees")
    outcome = lpplan("case", plan, *DAY, *tried.flags, "--fees", fees, "-o", workbook)
    assert outcome == (0, "", "")
    return workbook, plan, fees


def told(lpplan: Lpplan, plan: Path, fees: Path, *flags: str) -> dict[str, Any]:
    outcome = lpplan("case", plan, *DAY, *flags, "--fees", fees, "--format", "json")
    assert outcome.code == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


@pytest.mark.parametrize("name", PLANS)
def test_viewers_that_do_not_calculate_show_the_case(
    name: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    workbook, plan, fees = made(PLANS[name], tmp_path, lpplan)
    agree(stored(workbook), told(lpplan, plan, fees, *PLANS[name].flags))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", PLANS)
def test_a_workbook_recalculates_to_what_it_shows(
    name: str, engine: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    workbook, *_ = made(PLANS[name], tmp_path, lpplan)
    (cells,) = recalculated([workbook], engine)
    assert cells == stored(workbook)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PLANS)
def test_what_is_typed_gives_what_the_same_plan_and_fees_give(
    name: str, kind: str, engine: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    tried = PLANS[name]
    workbook, plan, fees = made(tried, tmp_path, lpplan)
    before = told(lpplan, plan, fees, *tried.flags)
    changed = type_into(workbook, kind, tried.plan)
    plan.write_text(tomli_w.dumps(changed.plan), encoding="utf-8")
    (fees / "2018-19.toml").write_text(FROZEN.replace(*changed.fees), encoding="utf-8")
    after = told(lpplan, plan, fees, *tried.flags, *changed.flags)
    assert after != before
    (cells,) = recalculated([workbook], engine)
    agree(cells, after)


class Typed(NamedTuple):
    """What is typed into the workbook of a plan, and the plan and fees that say the same."""

    plan: str
    changes: tuple[Change, ...]
    plan_after: str
    fees_after: str = FROZEN


CHARGE = "Charge for each of them (empty: schools pay their shares)"
STAGE_2, STAGE_3 = WORTH_IT.split("stage = 3", 1)
TYPED = {
    "own costs that nobody named": Typed(
        NO_SCHOOLS,
        (Change("Assumptions", "Own costs", "D", 250),),
        NO_SCHOOLS
        + '[[stages]]\nstage = 3\nacademic_year = "2019/20"\nparticipants = 30\n'
        + 'own_costs = [{label = "Own costs", amount = 250, per = "cohort"}]',
    ),
    "no charge any more": Typed(
        WORTH_IT,
        (Change("Assumptions", CHARGE, "D", None, nth=1),),
        WORTH_IT.replace("charge_per_person = 480", ""),
    ),
    "more people open a cohort": Typed(
        WORTH_IT,
        (
            Change("Assumptions", "Saltmarsh High School", "C", 33, nth=1),
            Change("Assumptions", "Ysgol Gŵyr", "C", 1, nth=0),
        ),
        STAGE_2.replace('Gŵyr"\nparticipants = 5', 'Gŵyr"\nparticipants = 1')
        + "stage = 3"
        + STAGE_3.replace("participants = 12", "participants = 33"),
    ),
    "other cohorts": Typed(
        WORTH_IT,
        (Change("Assumptions", "Cohorts asked for (empty: as few as hold everyone)", "C", 4, 1),),
        WORTH_IT.replace("charge_per_person = 480", "cohorts = 4\ncharge_per_person = 480"),
    ),
    "another limit": Typed(
        WORTH_IT,
        (Change("Prices", "Most people in a cohort (empty: no limit)", "C", 15),),
        WORTH_IT,
        fees_after=FROZEN.replace("max_cohort_size = 25", "max_cohort_size = 15"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", TYPED)
def test_a_workbook_follows_whatever_else_is_typed(
    name: str, engine: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    typed = TYPED[name]
    workbook, plan, fees = made(Tried(typed.plan), tmp_path, lpplan)
    change(workbook, typed.changes)
    plan.write_text(typed.plan_after, encoding="utf-8")
    (fees / "2018-19.toml").write_text(typed.fees_after, encoding="utf-8")
    (cells,) = recalculated([workbook], engine)
    agree(cells, told(lpplan, plan, fees))


@pytest.mark.slow
def test_a_year_whose_people_are_0_has_no_cohort(tmp_path: Path, lpplan: Lpplan) -> None:
    workbook, *_ = made(PLANS["licensed-centre"], tmp_path, lpplan)
    # The second Stage 3, with 30 people, which the later years follow.
    change(workbook, (Change("Assumptions", "Participants", "C", 0, nth=1),))
    (cells,) = recalculated([workbook], "formulas")
    found = answers(cells)
    # 22 × 400 + 2,200 against 22 × 400, in the first year alone.
    assert found["SSAT-run, everyone together"] == 11000
    assert found["As a centre, everyone together"] == 8800
    assert found["Licence fee in each Stage 3 year that would use the saving up"] == 2200


def test_the_case_by_hand_is_in_it(tmp_path: Path, lpplan: Lpplan) -> None:
    workbook, *_ = made(PLANS["worth-it"], tmp_path, lpplan)
    assert {label: value for label, value in answers(stored(workbook)).items() if value} == {
        "Answer": "Figure exc VAT",
        # 31 × 400 + 2 × 2,200 = 16,800 in each of five years.
        "SSAT-run, everyone together": 84000,
        # That and 1,200; then four times 31 × 400 + 2 × 600 = 13,600.
        "As a centre, everyone together": 72400,
        "Saved in all": 11600,
        "Saved for Harbour Teaching Alliance itself": 7001.29,
        "At risk": 1200,
        "Pays back in": "2028/29",
        "Pays back with this cohort of Stage 3": 1,
        "Present value of the saving": 11600,
        # (11,600 + 4,800) by 8 cohorts.
        "Own cost per cohort at which nothing is saved any more": 2050,
        "Own cost per cohort as assumed, on average": 600,
        "Licence fee in each Stage 3 year that would use the saving up": 2900,
        "No worse off, from": 400.44,
        "Full cost, from": 438.71,
        "Ceiling, up to": 541.93,
        "The charge as assumed": 480,
    }


@pytest.mark.parametrize("name", ["provisional years", "worth-it"])
def test_an_estimate_is_marked_wherever_it_is_shown(
    name: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    workbook, *_ = made(PLANS[name], tmp_path, lpplan)
    sheets = stored(workbook)
    own = ("Own cost per cohort as assumed, on average", "The charge as assumed")
    for sheet_name, column, marks in (
        ("Case", "B", "C"),
        ("By year", "H", "K"),
        ("Prices", "D", "E"),
        ("Entries", "H", "I"),
        ("Cost a head", "E", "H"),
        ("Changes", "C", "D"),
    ):
        sheet = sheets[sheet_name]
        shown = [
            cell[1:]
            for cell, value in sheet.items()
            if cell[0] == column
            and (value == "2028/29" or not isinstance(value, str))
            and sheet.get(f"A{cell[1:]}") not in own
        ]
        assert len(shown) >= 5
        for row in shown:
            assert sheet[f"{marks}{row}"] == "estimate", (sheet_name, row)
        assert any("subject to SSAT's confirmation" in str(words) for words in sheet.values()) or (
            sheet_name == "Changes"
        )
    with zipfile.ZipFile(workbook) as parts:
        for number in (1, 2):
            drawn = parts.read(f"xl/charts/chart{number}.xml").decode()
            assert "exc VAT (estimate)</a:t>" in drawn


def test_published_prices_are_no_estimate(tmp_path: Path, lpplan: Lpplan) -> None:
    years = ("2019/20", "2020/21", "2021/22", "2022/23")
    fees = {f"{y.replace('/', '-')}.toml": schedule(y, "published") for y in years}
    workbook, *_ = made(Tried(NO_SCHOOLS, fees=fees), tmp_path, lpplan)
    words = [str(v) for sheet in stored(workbook).values() for v in sheet.values()]
    assert not [one for one in words if "estimate" in one.casefold()]
    assert "All prices are published." in words


@pytest.mark.slow
def test_what_was_changed_is_told(tmp_path: Path, lpplan: Lpplan) -> None:
    workbook, *_ = made(PLANS["worth-it"], tmp_path, lpplan)
    change(workbook, (Change("Prices", "LP accreditation fee", "D", 412.37, nth=4),))
    (cells,) = recalculated([workbook], "formulas")
    case, prices, years = cells["Case"], cells["Prices"], cells["By year"]
    fees = [f"E{n[1:]}" for n, label in prices.items() if label == "LP accreditation fee"]
    assert [prices[cell] for cell in fees] == ["estimate"] * 4 + ["estimate, fees changed"]
    (saved,) = (f"C{n[1:]}" for n, label in case.items() if label == "Saved in all")
    assert case[saved] == "estimate, fees changed"
    status = [years[f"K{n[1:]}"] for n, year in years.items() if n[0] == "A" and year == "2031/32"]
    assert status == ["estimate, fees changed"] * 2


def test_every_assumption_is_an_input_with_a_name(tmp_path: Path, lpplan: Lpplan) -> None:
    workbook, *_ = made(PLANS["worth-it"], tmp_path, lpplan)
    book = openpyxl.load_workbook(workbook)
    named = {name.attr_text.replace("$", "") for name in book.defined_names.values()}
    inputs = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if sheet.protection.sheet and not cell.protection.locked
    }
    assert named == inputs
    assert {
        "Stage_3_2028_29_own_cost_1",
        "Stage_3_2028_29_charge",
        "Stage_2_school_1_participants",
        "Year_2027_28_accreditation_price",
        "Discount_percent",
    } <= set(book.defined_names)


def test_a_name_is_itself_in_every_cell_and_does_no_harm(tmp_path: Path, lpplan: Lpplan) -> None:
    shown = [name for name in HOSTILE if "\x1b" not in name and "\uffff" not in name]
    plan = tomllib.loads(NO_SCHOOLS)
    (stage,) = plan["stages"]
    del stage["participants"]
    stage["schools"] = [{"name": name, "participants": 1} for name in shown]
    stage["own_costs"] = [{"label": name, "amount": 1} for name in shown]
    workbook, *_ = made(Tried(tomli_w.dumps(plan)), tmp_path, lpplan)
    sheet = openpyxl.load_workbook(workbook)["Assumptions"]
    labels = [cell.value for cell in sheet["A"] if cell.data_type == "s"]
    # One entry, and four that follow it; those have its schools and not its own costs.
    assert [labels.count(name) for name in shown] == [6] * len(shown)
    assert not [cell for cell in sheet["A"] if cell.data_type == "f" or cell.hyperlink]


def test_both_charts_are_drawn_from_cells(tmp_path: Path, lpplan: Lpplan) -> None:
    workbook, *_ = made(PLANS["worth-it"], tmp_path, lpplan)
    with zipfile.ZipFile(workbook) as parts:
        saving, a_head = (parts.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2))
    ranges = r"<c:f>'([^']+)'!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)</c:f>"
    cells = stored(workbook)
    for chart, sheet, columns in ((saving, "By year", "TJTU"), (a_head, "Cost a head", "ADAF")):
        drawn = re.findall(ranges, chart)
        assert [(name, column) for name, column, *_ in drawn] == [(sheet, c) for c in columns]
        ((first, last),) = {(int(start), int(end)) for *_, start, end in drawn}
        assert f"A{first}" in cells[sheet]
        assert f"A{last}" in cells[sheet]
        for title in re.findall(r"<a:t>(.*?)</a:t>", chart):
            assert title
        assert len(re.findall(r"<a:t>", chart)) == 3
    # A cliff: 25 × 400 + 2,200 is £488.00 each and 26 × 400 + 4,400 £569.23 SSAT-run; as a centre
    # 25 × 400 + 600 is £424.00 and 26 × 400 + 1,200 £446.15.
    curve = cells["Cost a head"]
    rows = [
        int(name[1:]) for name, people in curve.items() if name[0] == "A" and people in (25, 26)
    ]
    assert [[curve[f"{c}{row}"] for c in "DF"] for row in rows] == [[488, 424], [569.23, 446.15]]
    assert curve[f"G{rows[1]}"] == "one more person opened a cohort"


def test_without_a_stage_3_nothing_is_drawn_by_people(tmp_path: Path, lpplan: Lpplan) -> None:
    tried = Tried(NO_SCHOOLS, flags=("--years", "1"))
    workbook, *_ = made(tried, tmp_path, lpplan)
    assert "Cost a head" not in stored(workbook)


def test_the_same_case_is_the_same_file(tmp_path: Path, lpplan: Lpplan) -> None:
    workbook, plan, fees = made(PLANS["several in a year"], tmp_path, lpplan)
    again = tmp_path / "again.xlsx"
    assert lpplan("case", plan, *DAY, "--fees", fees, "-o", again) == (0, "", "")
    assert again.read_bytes() == workbook.read_bytes()
