"""Workbooks opened, changed and recalculated: by LibreOffice, or by a library in Python.

Each gives the values of the cells by sheet and by name, such as ``["Quote"]["E5"]``.
"""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

Cells = dict[str, dict[str, Any]]

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ENGINES = ["formulas", *(["LibreOffice"] if OFFICE else [])]

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.com","click")',
    "@SUM(A1)",
    "-2+3",
    "+1",
    "[bold]Hill[/bold] <script>alert(1)</script> &amp;",
    "http://example.com",
    "../../etc/passwd",
    "file:///etc/passwd",
    "007",
    "2011/12",
    "_x0041_",
    "مدرسة النور",
    "学校" * 40,
    "n" * 300,
    "St Mary and St John " * 15,
    "escape \x1b[31m, override \u202e, line\nend",
    "no character \uffff \ufffe",
]
"""Names that a workbook must show as they stand, and nothing more."""


class Change(NamedTuple):
    """What somebody types into a sheet: in the row with a label, the nth such from the top."""

    sheet: str
    label: str
    column: str
    value: object
    nth: int = 0


def change(workbook: Path, changes: Sequence[Change]) -> None:
    """Type into a workbook, and take out all values that its formulas gave so far."""
    book = openpyxl.load_workbook(workbook)
    for what in changes:
        sheet = book[what.sheet]
        rows = [cell.row for cell in sheet["A"] if cell.value == what.label]
        cell = sheet[f"{what.column}{rows[what.nth]}"]
        assert not cell.protection.locked, f"{what.label} is no input"
        cell.value = what.value
    book.save(workbook)


def recalculated(workbooks: Sequence[Path], engine: str) -> list[Cells]:
    """What the cells of each workbook give, all in one run."""
    if engine == "LibreOffice":
        return _by_libreoffice(workbooks)
    return [_by_formulas(workbook) for workbook in workbooks]


def stored(workbook: Path) -> Cells:
    """The values that stand in a workbook, for viewers that do not calculate."""
    book = openpyxl.load_workbook(workbook, data_only=True)
    return {sheet.title: dict(_values(sheet.iter_rows())) for sheet in book}


def _values(rows: Iterable[Iterable[Any]]) -> Iterator[tuple[str, Any]]:
    for row in rows:
        for cell in row:
            if cell.value not in (None, ""):
                yield cell.coordinate, cell.value


def _by_libreoffice(workbooks: Sequence[Path]) -> list[Cells]:
    assert OFFICE is not None
    there = workbooks[0].parent / "recalculated"
    # A profile of its own, so that no office that is already open answers instead.
    profile = (workbooks[0].parent / "profile").as_uri()
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(there),
            *map(str, workbooks),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [stored(there / workbook.name) for workbook in workbooks]


def _by_formulas(workbook: Path) -> Cells:
    import formulas

    model = formulas.ExcelModel().loads(str(workbook)).finish(circular=False)
    solution = model.calculate()
    book = openpyxl.load_workbook(workbook)
    found: Cells = {}
    for sheet in book:
        cells = dict(_values(sheet.iter_rows()))
        for name, value in cells.items():
            if isinstance(value, str) and value.startswith("=") and sheet[name].data_type == "f":
                key = f"'[{workbook.name}]{sheet.title.upper()}'!{name}"
                cells[name] = solution[key].value[0, 0]
        found[sheet.title] = {name: value for name, value in cells.items() if value != ""}
    return found
