"""Lists as Excel writes them: CSV of every kind, and workbooks; and what is none of these."""

import io
import random
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from conftest import ROOT, Lpplan
from lpplan.batch.school_rows import SchoolRows, open_list
from lpplan.values.problem import LpplanError

HEADER = ("school", "membership", "stage", "academic_year", "participants")
OAK = ("Ysgol Gŵyr", "member", "2", "2027/28", "27")
CAFE = ("École Café", "member", "2", "2027/28", "27")
DAY = ("--as-of", "2026-11-27")


def read(path: Path) -> list[SchoolRows]:
    with open_list(str(path)) as found:
        return list(found.schools)


def csv_of(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\r\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (csv_of([HEADER, CAFE]), "utf-8"),
        (csv_of([HEADER, CAFE]), "utf-8-sig"),
        (csv_of([HEADER, CAFE]), "cp1252"),
        (csv_of([HEADER, CAFE], ";"), "cp1252"),
        (csv_of([HEADER, CAFE], "\t"), "utf-8-sig"),
        ("sep=;\r\n" + csv_of([HEADER, CAFE], ";"), "cp1252"),
        ("sep=,\r\n" + csv_of([HEADER, CAFE]), "utf-8-sig"),
        ("SEP=\t\n\n" + csv_of([HEADER, CAFE], "\t", "\n"), "utf-8"),
    ],
)
def test_every_kind_of_csv_that_excel_writes_is_read(
    text: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    (school,) = read(path)
    assert school.name == "École Café"
    assert school.rows[0].cells == CAFE
    assert school.rows[0].line == 2 + text.lower().startswith("sep=") + text.count("\n\n")


@pytest.mark.parametrize(
    "header",
    [
        ("School name", "SSAT membership", "Stage", "Academic year", "People"),
        ("SCHOOL", "Membership", "STAGE", "Academic-Year", "Number of participants"),
        (" Name of school ", "member", "stage", "Year", "participants"),
    ],
)
def test_headings_are_read_as_people_write_them(header: Sequence[str], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(csv_of([header, OAK]), encoding="utf-8")
    (school,) = read(path)
    assert school.rows[0].cells == OAK


def test_a_list_in_the_old_encoding_is_told_of_once(lpplan: Lpplan, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_of([HEADER, CAFE]).encode("cp1252"))
    outcome = lpplan("batch", path, *DAY)
    assert "École Café,2" in outcome.out
    assert outcome.err == (
        f"{path}: is not saved as UTF-8, and is read as Excel's plain CSV is (Windows-1252): check"
        " names with accents.\n"
    )


def test_columns_of_ones_own_are_passed_on(lpplan: Lpplan, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [(*HEADER, "Region", "Head"), (*OAK, "=North", "A. Lead")]
    path.write_text(csv_of(rows), encoding="utf-8")
    shown = lpplan("batch", path, *DAY).out.splitlines()
    assert shown[0].endswith(",amount_exc_vat,Region,Head")
    assert all(line.endswith(",'=North,A. Lead") for line in shown[1:])
    line = lpplan("batch", path, *DAY, "-f", "jsonl").out
    assert '"columns": [{"Region": "=North", "Head": "A. Lead"}]' in line


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_as_the_same_list_in_csv_is(lpplan: Lpplan, tmp_path: Path) -> None:
    header = (*HEADER, "launch", "gateway", "valid until", "reference", "Region")
    path = workbook(
        tmp_path / "list.xlsx",
        [
            header,
            (*OAK[:2], 2, OAK[3], 27.0, date(2027, 10, 5), "June 2028", None, "LP-1", None),
            (),
            ("Café", "Member", 1, "2027-28", 9, None, None, date(2027, 1, 31), None, "North"),
        ],
    )
    text = tmp_path / "list.csv"
    rows = [
        header,
        (*OAK, "5/10/2027", "June 2028", "", "LP-1", ""),
        ("Café", "member", "1", "2027-28", "9", "", "", "31 Jan 2027", "", "North"),
    ]
    text.write_text(csv_of(rows), encoding="utf-8")
    for form in ("csv", "jsonl"):
        one, other = (lpplan("batch", file, *DAY, "-f", form) for file in (path, text))
        assert (one.code, one.err) == (0, "")
        assert one.out == other.out
    assert [school.rows[0].line for school in read(path)] == [2, 4]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_workbook_is_known_by_what_it_holds(suffix: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", [HEADER, OAK]).rename(tmp_path / f"x{suffix}")
    assert read(path)[0].name == "Ysgol Gŵyr"


def refused(path: Path) -> str:
    with pytest.raises(LpplanError) as refusal:
        read(path)
    (located,) = refusal.value.problems
    return located.problem.message


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "is an Excel workbook in an old form (.xls)"),
        (b"PK\x03\x04" + bytes(40), "cannot be read as an Excel workbook"),
        (zipped(readme=b"no workbook"), "cannot be read as an Excel workbook"),
        (zipped(bomb=bytes(8_000_001)), "unpacks to more than 8,000,000 bytes"),
    ],
)
def test_what_is_no_workbook_that_can_be_read_is_told(
    content: bytes, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert refused(path).startswith(told)


def test_a_damaged_workbook_is_told_and_never_a_traceback(lpplan: Lpplan, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", [HEADER, *([OAK] * 3)]).read_bytes()
    damaged, chance = tmp_path / "damaged.xlsx", random.Random(13)
    for _ in range(60):
        place = chance.randrange(4, len(whole))
        damaged.write_bytes(whole[:place] + chance.randbytes(3) + whole[place + 3 :])
        assert lpplan("batch", damaged, *DAY).code in (0, 1, 2)


def with_a_cell_at(path: Path, cell: str) -> Path:
    """A workbook with a further cell, and without saying how large its sheet is."""
    parts = {}
    with zipfile.ZipFile(workbook(path, [HEADER, OAK])) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    row = f'<row r="{cell.strip("ABCDEFX")}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    sheet = re.sub("<dimension[^>]*>", "", sheet).replace("</sheetData>", row)
    path.write_bytes(zipped(**parts | {"xl/worksheets/sheet1.xml": sheet.encode()}))
    return path


def test_a_cell_far_down_is_a_row_and_one_below_any_sheet_is_damage(tmp_path: Path) -> None:
    oak, far = read(with_a_cell_at(tmp_path / "far.xlsx", "A1048576"))
    assert (oak.name, far.name, far.rows[0].line) == (OAK[0], "1", 1_048_576)
    beyond = with_a_cell_at(tmp_path / "beyond.xlsx", "A999999999")
    assert refused(beyond) == "cannot be read as an Excel workbook"


def test_a_row_below_the_end_that_a_sheet_claims_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(workbook(tmp_path / "list.xlsx", [HEADER, OAK, OAK, CAFE])) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    short, far = tmp_path / "short.xlsx", tmp_path / "far.xlsx"
    for path, old, new in ((short, b'"A1:E4"', b'"A1:E2"'), (far, b'r="2"', b'r="99999999999999"')):
        assert old in sheet
        changed = {"xl/worksheets/sheet1.xml": sheet.replace(old, new)}
        path.write_bytes(zipped(**parts | changed))
    assert [len(school.rows) for school in read(short)] == [2, 1]
    assert refused(far) == "cannot be read as an Excel workbook"


def test_empty_rows_below_a_list_are_made_no_wider_than_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "list.xlsx", [HEADER, OAK, *([("",) * 5] * 50)])
    wide: list[int] = []
    sheet = import_module("openpyxl.worksheet._read_only").ReadOnlyWorksheet
    rows = sheet._get_row

    def noted(*given: Any, **named: Any) -> Any:
        row = rows(*given, **named)
        wide.append(len(row))
        return row

    monkeypatch.setattr(sheet, "_get_row", noted)
    assert len(read(path)) == 1
    assert max(wide) == 5


def test_a_list_on_the_second_sheet_is_told_which_one_is_read(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Notes"
    notes.append(["What this is"])
    schools = book.create_sheet("Schools")
    for row in (HEADER, OAK):
        schools.append(row)
    book.save(tmp_path / "two.xlsx")
    outcome = lpplan("batch", tmp_path / "two.xlsx")
    assert outcome.code == 2
    assert outcome.err.endswith('\n  Only the first sheet is read: "Notes".\n')


def test_a_cell_far_to_the_right_is_a_field_too_many(tmp_path: Path) -> None:
    *_, wide = read(with_a_cell_at(tmp_path / "wide.xlsx", "XFD3"))
    assert wide.rows[0].problems[0].message == "has 16,384 fields, and the header has 5"


def test_a_workbook_where_a_plan_is_wanted_is_told_in_words(lpplan: Lpplan, tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [HEADER, OAK])
    told = (
        f"{path}: is an Excel workbook (or another packed file), and must be a text file\n"
        "  Plans, fees and styles are text in TOML: 'lpplan example' lists plans to start from. A"
        " list of schools goes to 'lpplan batch'.\n"
    )
    assert lpplan("quote", path) == (2, "", told)
    plan = ROOT / "examples" / "single-school.toml"
    assert lpplan("proposal", plan, "--style", path) == (2, "", told)


def test_a_header_of_10_000_columns_is_no_trouble(lpplan: Lpplan, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    more = [f"column {number}" for number in range(10_000)]
    path.write_text(csv_of([(*HEADER, *more), (*OAK, *more)]), encoding="utf-8")
    assert lpplan("batch", path, *DAY).out.splitlines()[1].endswith(",column 9999")


@pytest.mark.parametrize(
    ("column", "written", "told"),
    [
        ("launch", "soon", "must be a date such as 14 May 2027 or 14/5/2027"),
        ("launch", "5/10/2030", "must be in the stage's academic year 2027/28"),
        (
            "application_support",
            "31/2/2028",
            "must be a real date, with its day first as in 14/5/2027",
        ),
        ("gateway", "July 2028", "must be the June or November of a year"),
        ("valid_until", "1/1/2020", "must not be before the proposal's own date 2026-11-27"),
        ("reference", "a\tb", "must be words on one line"),
    ],
)
def test_what_a_row_says_besides_is_judged_too(
    column: str, written: str, told: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(csv_of([(*HEADER, column), (*OAK, written)]), encoding="utf-8")
    outcome = lpplan("batch", path, *DAY)
    assert outcome.code == 1
    assert f"{path}:2: {column}: {told}" in outcome.err
