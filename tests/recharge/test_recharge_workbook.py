"""``lpplan recharge -o pays.xlsx``: a summary, and a sheet to send to each school."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conftest import ROOT, TESTS, Lpplan
from lpplan.show.text import visible
from spreadsheets import ENGINES, HOSTILE, Cells, recalculated, stored

PLANS = {
    "net": TESTS / "plans" / "net.toml",
    "many_stages": TESTS / "plans" / "many_stages.toml",
    "alliance": ROOT / "examples" / "alliance-from-stage-2.toml",
}


def written(lpplan: Lpplan, folder: Path, plan: Path, *flags: str) -> Path:
    to = folder / f"{plan.stem}-pays.xlsx"
    assert lpplan("recharge", plan, "--as-of", "2026-11-21", *flags, "-o", to) == (0, "", "")
    return to


def rows(sheet: dict[str, Any], label: str) -> list[int]:
    found = [name for name, value in sheet.items() if name[0] == "A" and value == label]
    return sorted(int(name[1:]) for name in found)


def told(lpplan: Lpplan, plan: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lpplan("recharge", plan, "--format", "json").out)
    return found


def assert_it_says_what_json_says(cells: Cells, data: dict[str, Any]) -> None:
    summary, own = cells["Summary"], f"{data['school']} (its own part)"
    *stages, whole = (
        row
        for row in range(1, 200)
        if re.search(r"^(Stage \d|All stages) exc VAT$", str(summary.get(f"A{row}")))
    )
    kept = rows(summary, own)
    for row, own_row, part in zip((*stages, whole), kept, (*data["all_stages"], data), strict=True):
        net = {key: float(amount) for key, amount in part["net"].items()}
        assert [summary[f"{c}{row}"] for c in "CDE"] == [
            net["ssat"],
            net["own_costs"],
            net["income"],
        ]
        assert summary[f"F{row}"] == round(net["ssat"] + net["own_costs"], 2)
        assert summary[f"F{own_row}"] == net["net"]
    for sheet, school in zip(list(cells)[1:], data["schools"], strict=True):
        (row,) = rows(cells[sheet], "All stages exc VAT")
        assert cells[sheet][f"D{row}"] == float(school["total"])
        if school["school"] != data["school"]:
            last = rows(summary, visible(school["school"]))[-1]
            assert summary[f"F{last}"] == float(school["total"])


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_it_says_what_json_says(plan: Path, lpplan: Lpplan, tmp_path: Path) -> None:
    cells = stored(written(lpplan, tmp_path, plan))
    assert_it_says_what_json_says(cells, told(lpplan, plan))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_recalculated_it_says_the_same(engine: str, lpplan: Lpplan, tmp_path: Path) -> None:
    books = [written(lpplan, tmp_path, plan) for plan in PLANS.values()]
    assert recalculated(books, engine) == [stored(book) for book in books]


def test_a_school_sees_what_it_pays_for_each_stage(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    text = PLANS["net"].read_text(encoding="utf-8")
    dates = 'launch = 2018-10-01\ngateway = "2019-06"\ncharge_per_person'
    plan.write_text(text.replace("charge_per_person", dates), encoding="utf-8")
    sheet = stored(written(lpplan, tmp_path, plan))["Riverside Primary"]
    assert sheet["A1"] == "What Riverside Primary pays Oakfield Academy"
    assert rows(sheet, "Launch on 1 October 2018; gateway in June 2019.")
    (charge,), (per_person,) = (
        rows(sheet, label)
        for label in ("The centre's charge for each person", "Charges per person")
    )
    # 12 × 620 by the centre's charge, and 22 × 400 by what SSAT charges for each person.
    assert [sheet.get(f"{c}{charge}") for c in "BCDE"] == [12, 620, 7440, None]
    assert [sheet[f"{c}{per_person}"] for c in "BCDE"] == [22, 400, 8800, "estimate"]
    (last,) = rows(sheet, "All stages exc VAT")
    assert [sheet[f"{c}{last}"] for c in "DE"] == [16240, "estimate"]
    assert "Riverside Primary" not in str(stored(tmp_path / "plan-pays.xlsx")["Hillside School"])


def test_schools_not_named_are_in_the_summary_alone(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = {name = "A", membership = "member"}\n[[stages]]\nstage = 3\n'
        'academic_year = "2018/19"\nparticipants = 10\ncharge_per_person = 450\n'
    )
    cells = stored(written(lpplan, tmp_path, plan))
    assert list(cells) == ["Summary"]
    # 10 × 450, of which 10 × 400 go to SSAT.
    assert [cells["Summary"][f"F{row}"] for row in rows(cells["Summary"], "Schools not named")] == [
        4500
    ] * 2
    assert [cells["Summary"][f"F{row}"] for row in rows(cells["Summary"], "A (its own part)")] == [
        -500
    ] * 2


TWINS = [
    "Summary",
    "summary",
    "History",
    "St Mary's",
    "'quoted'",
    "[]:*?/\\",
    "St Mary and St John Primary School, Upper",
    "st mary and st john primary school, lower",
    "😀" * 40,
]


def test_sheets_are_named_after_schools_safely(lpplan: Lpplan, tmp_path: Path) -> None:
    plan, names = tmp_path / "plan.toml", [*HOSTILE, *TWINS]
    schools = "".join(
        f"[[stages.schools]]\nname = {json.dumps(name)}\nparticipants = 2\n"
        for name in names
        if "😀" not in name
    )
    schools += f'[[stages.schools]]\nname = "{TWINS[-1]}"\nparticipants = 2\n'
    plan.write_text(
        f'school = {{name = {json.dumps(HOSTILE[1])}, membership = "member"}}\n'
        f'[[stages]]\nstage = 2\nacademic_year = "2018/19"\n{schools}',
        encoding="utf-8",
    )
    workbook = written(lpplan, tmp_path, plan)
    book = openpyxl.load_workbook(workbook)
    assert len(book.sheetnames) == 1 + len(names)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    for name in book.sheetnames:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or "HYPERLINK(" not in re.sub(
                    "'[^!]*'!", "", cell.value
                )
                assert cell.hyperlink is None
    total = rows(stored(workbook)["Summary"], "All stages exc VAT")[0]
    # 27 schools with 2 people each: 54 × 400 + 3 × 2,200 + 1,200.
    assert stored(workbook)["Summary"][f"F{total}"] == 29400


def test_the_same_recharge_is_the_same_file_and_prints_well(lpplan: Lpplan, tmp_path: Path) -> None:
    one = written(lpplan, tmp_path, PLANS["net"]).read_bytes()
    other = tmp_path / "net-pays.xlsx"
    written(lpplan, tmp_path, PLANS["net"], "--force")
    assert other.read_bytes() == one
    for sheet in openpyxl.load_workbook(other):
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.column_dimensions["A"].width > 40
