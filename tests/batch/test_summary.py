"""The summary of a list: a workbook for whoever minds the money."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from conftest import Lpplan
from lpplan.show.stage_words import CAVEAT

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
    book = load_workbook(summary)
    assert rows_of(summary, "Summary", values=False)[-1][1:] == ["=0"] * 3
    assert above(book, "Summary") == [
        "What the schools cost",
        "As on 1 June 2018, in pounds exc VAT: 0 schools.",
    ]
    assert above(book, "Left out") == ["What was left out, and why", "1 school left out."]


def summary_of(lpplan: Lpplan, folder: Path, *lines: str) -> Workbook:
    """The summary of a list, its formulas as they are written."""
    schools, summary = folder / "schools.csv", folder / "summary.xlsx"
    schools.write_text("\n".join(lines), encoding="utf-8")
    assert lpplan("batch", schools, *DAY, "-o", summary).code in (0, 1)
    return load_workbook(summary)


def above(book: Workbook, sheet: str) -> list[Any]:
    """What stands above the headings."""
    said = [row[0] for row in book[sheet].iter_rows(values_only=True)]
    return said[: said.index("School")]


def headings(book: Workbook, sheet: str) -> list[tuple[str, int, str]]:
    """The heading of each column, how many characters wide it is, and where its words stand."""
    page = book[sheet]
    row = page[len(above(book, sheet)) + 1]
    dimensions = {
        n: d.width for d in page.column_dimensions.values() for n in range(d.min, d.max + 1)
    }
    return [(c.value, int(dimensions[c.column]), c.alignment.horizontal) for c in row]


HEADER = "school,membership,stage,academic_year,participants"


def test_each_sheet_says_what_it_has_and_can_be_filtered(lpplan: Lpplan, tmp_path: Path) -> None:
    book = summary_of(
        lpplan,
        tmp_path,
        f"{HEADER},valid_until,Region",
        "Oak,member,2,2019/20,20,2018-07-01,North",
        "Elm,member,1,2018/19,25,,",
        "Bad,member,9,2018/19,3,,",
        "Worse,member,1,2018/19,x,,",
    )
    assert book.properties.title == "Summary of schools exc VAT"
    assert above(book, "Summary") == [
        "What the schools cost",
        "As on 1 June 2018, in pounds exc VAT: 2 schools.",
        CAVEAT,
    ]
    # £23,600.00 takes 10 characters: 1.35 × 10 + 4 = 17.5.
    assert headings(book, "Summary") == [
        ("School", 34, "left"),
        *((words, 16, "left") for words in ("Membership", "Valid until", "Region")),
        *((words, 18, "right") for words in ("Stage 1", "Stage 2", "2018/19", "2019/20")),
        *((words, 18, "right") for words in ("Published", "Estimated", "Total")),
        ("Prices", 11, "left"),
    ]
    oak, elm, all_schools = rows_of(tmp_path / "summary.xlsx", "Summary", values=False)[1:]
    # 20 × 400 + 2,200 + 1,200 = 11,400; 25 × 400 + 2,200 = 12,200.
    assert oak == [
        *("Oak", "member", "1 July 2018", "North"),
        *(0, 11400, 0, 11400, 0, 11400, 11400, "estimate"),
    ]
    assert elm == ["Elm", "member", "", "", 12200, 0, 12200, 0, 12200, 0, 12200, "published"]
    assert all_schools == [
        "All schools exc VAT",
        *(f"=SUBTOTAL(109,{letter}5:{letter}6)" for letter in "EFGHIJK"),
    ]
    assert book["Summary"].auto_filter.ref == "A4:L6"
    assert above(book, "Left out") == ["What was left out, and why", "2 schools left out."]
    assert headings(book, "Left out") == [
        ("School", 30, "left"),
        ("Line", 8, "right"),
        ("Column", 16, "left"),
        ("What is wrong", 60, "left"),
        ("How to mend it", 50, "left"),
    ]
    assert book["Left out"].auto_filter.ref == "A3:E5"


def test_published_prices_have_no_caveat_and_a_sound_list_leaves_nothing_out(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    book = summary_of(lpplan, tmp_path, HEADER, "Elm,member,1,2018/19,25")
    assert above(book, "Summary") == [
        "What the schools cost",
        "As on 1 June 2018, in pounds exc VAT: 1 school.",
    ]
    assert above(book, "Left out") == ["What was left out, and why", "Nothing was left out."]
    # Nothing says until when, or has a reference.
    assert [words for words, *_ in headings(book, "Summary")][1:3] == ["Membership", "Stage 1"]


def test_columns_that_have_no_room_are_named(lpplan: Lpplan, tmp_path: Path) -> None:
    others = [f"C{n}" for n in range(1, 22)]
    cells = [f"c{n}" for n in range(1, 22)]
    book = summary_of(
        lpplan,
        tmp_path,
        ",".join([HEADER, *others]),
        ",".join(["Elm,member,1,2018/19,25", *cells]),
    )
    # A to Z, of which a school has two, amounts five, and one says what prices they are.
    assert (
        above(book, "Summary")[-1] == "Columns of the list that have no room here: C19, C20, C21."
    )
    found = [words for words, *_ in headings(book, "Summary")]
    amounts = ["Stage 1", "2018/19", "Published", "Estimated", "Total"]
    assert found == ["School", "Membership", *others[:18], *amounts, "Prices"]
    assert len(found) == 26
    (elm, _) = rows_of(tmp_path / "summary.xlsx", "Summary")[1:]
    assert elm[2:20] == cells[:18]


@pytest.mark.parametrize("number", [8, 9])
def test_years_have_columns_in_their_order_up_to_eight(
    number: int, lpplan: Lpplan, tmp_path: Path
) -> None:
    years = [f"{year}/{year - 1999}" for year in range(2018, 2018 + number)]
    rows = (f"School of {year},member,3,{year},25" for year in reversed(years))
    book = summary_of(lpplan, tmp_path, HEADER, *rows)
    found = [words for words, *_ in headings(book, "Summary")][2:]
    assert found == ["Stage 3", *years * (number == 8), "Published", "Estimated", "Total", "Prices"]
