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
    sheets = openpyxl.load_workbook(workbook)
    filled = {
        (sheet.title, cell.coordinate): cell
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    formula = {place: cell.value for place, cell in filled.items() if cell.data_type == "f"}
    values = {place: cell.value for place, cell in filled.items() if place not in formula}
    model, first = _model(workbook, formula, values)
    changed = {place: value for place, value in values.items() if value != first.get(place)}
    solution = model.calculate({_node(workbook, *place): changed[place] for place in changed})
    found: Cells = {sheet.title: {} for sheet in sheets}
    for place in filled:
        sheet, cell = place
        given = solution[_node(workbook, *place)].value[0, 0] if place in formula else values[place]
        if given != "":
            found[sheet][cell] = given
    return found


Places = dict[tuple[str, str], Any]
"""What stands in the cells, by sheet and by name."""

_models: dict[tuple[str, tuple[object, ...]], tuple[Any, Places]] = {}


def _model(workbook: Path, formula: Places, values: Places) -> tuple[Any, Places]:
    """The formulas of a workbook, ready to calculate, and the values that they are ready with.

    To read them takes ten times as long as to calculate, so they are kept for the next workbook
    that has the same ones. A cell that was filled cannot be emptied.
    """
    import formulas

    key = (workbook.name, tuple(formula.items()))
    if key not in _models or not _models[key][1].keys() <= values.keys():
        _models.clear()
        model = formulas.ExcelModel().loads(str(workbook)).finish(circular=False)
        _models[key] = model, values
    return _models[key]


def _node(workbook: Path, sheet: str, cell: str) -> str:
    return f"'[{workbook.name}]{sheet.upper()}'!{cell}"
