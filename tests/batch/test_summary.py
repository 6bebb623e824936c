"""The summary of a list: a workbook for whoever minds the money."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from conftest import Lpplan

LIST = (
    "school,membership,stage,academic_year,participants,Region,reference\n"
    "Oak,member,1,2018/19,27,=North,LP-1\nOak,member,2,2019/20,20,South,\n"
    "Elm,member,1,2018/19,25,,\nBad,member,9,2018/19,3,,\n"
)
DAY = ("--as-of", "2018-06-01")


def rows_of(file: Path, sheet: str, *, values: bool = True) -> list[list[Any]]:
    """The rows below the headings, the headings first."""
    page = load_workbook(file, data_only=values)[sheet]
    rows = [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]
    first = next(n for n, row in enumerate(rows) if row and row[0] == "School")
    return [row for row in rows[first:] if row]


def test_a_summary_has_a_row_a_school_and_what_failed(lpplan: Lpplan, tmp_path: Path) -> None:
    schools, summary = tmp_path / "schools.csv", tmp_path / "summary.xlsx"
    schools.write_text(LIST, encoding="utf-8")
    outcome = lpplan("batch", schools, *DAY, "-o", summary)
    assert (outcome.code, outcome.out) == (1, "")
    heading, oak, elm, all_schools = rows_of(summary, "Summary")
    assert heading == [
        *("School", "Membership", "Reference", "Region", "Stage 1", "Stage 2"),
        *("2018/19", "2019/20", "Published", "Estimated", "Total", "Prices"),
    ]
    # 27 × 400 + 2 × 2,200 = 15,200; 20 × 400 + 2,200 + 1,200 = 11,400.
    assert oak == [
        *("Oak", "member", "LP-1", "=North; South", 15200, 11400),
        *(15200, 11400, 15200, 11400, 26600, "estimate"),
    ]
    # 25 × 400 + 2,200 = 12,200.
    assert elm[2:] == ["", "", 12200, 0, 12200, 0, 12200, 0, 12200, "published"] or (
        elm[2:] == [12200, 0, 12200, 0, 12200, 0, 12200, "published"]
    )
    assert all_schools == ["All schools exc VAT", 27400, 11400, 27400, 11400, 27400, 11400, 38800]
    formulas = rows_of(summary, "Summary", values=False)[-1]
    assert formulas[1].startswith("=SUBTOTAL(109,E")
    assert formulas[-1].startswith("=SUBTOTAL(109,K")
    left_out = rows_of(summary, "Left out")
    assert left_out[1] == [
        *("Bad", 5, "stage", "must be 1, 2 or 3, the number of a stage, not 9"),
        "For example: 1",
    ]


def test_text_of_a_list_is_no_formula_in_a_summary(lpplan: Lpplan, tmp_path: Path) -> None:
    schools, summary = tmp_path / "schools.csv", tmp_path / "summary.xlsx"
    schools.write_text(LIST.replace("Oak", "=1+1"), encoding="utf-8")
    lpplan("batch", schools, *DAY, "-o", summary)
    page = load_workbook(summary)["Summary"]
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
    texts = [cell for cell in cells if cell.value in ("=1+1", "=North; South")]
    assert [cell.data_type for cell in texts] == ["s", "s"]


def test_a_list_without_a_sound_school_has_an_empty_summary(lpplan: Lpplan, tmp_path: Path) -> None:
    schools, summary = tmp_path / "schools.csv", tmp_path / "summary.xlsx"
    header, *_, bad = LIST.splitlines(keepends=True)
    schools.write_text(header + bad, encoding="utf-8")
    assert lpplan("batch", schools, *DAY, "-o", summary).code == 1
    assert rows_of(summary, "Summary")[-1] == ["All schools exc VAT", 0, 0, 0]
