"""PDF: tagged pages that hold every figure and every text as it is, on any machine."""

import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from conftest import ROOT, TESTS, Lpplan
from lpplan.show.cells import Money
from lpplan.show.document import (
    Bullets,
    Column,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    Row,
    Series,
    Table,
)
from lpplan.show.pdf import document_pdf

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
DAY = ("--as-of", "2026-11-21")
PAGE_WIDTH = 595.28
MARGIN = 51.02
"""18 mm at each side of a page of A4."""
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochxx"
HOSTILE = (
    '#let x = 1; #panic("x") #read("/etc/passwd")',
    "$x^2$ @here <label> *bold* _it_ `raw` = Head",
    r"a\b \u{41} \\ // note /* more */",
    "- item + item / term: [content] ~ --- 'quoted' \"twice\"",
    "{code} https://example.org https://example.org/#x",
    "Ysgol Gŵyr a Thŷ'r Ŵyl, Ελληνικά, Кириллица",
)


def pdf_of(*parts: Part, **options: Any) -> bytes:
    return document_pdf(Document("Title", date(2026, 11, 21), parts, **options))


def words_of(pdf: bytes) -> str:
    """The text of every page, with one space for any space."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def tags_of(pdf: bytes) -> Iterator[tuple[str, str]]:
    """The kind of every tag, and what stands for it where it is a picture."""
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"]), str(node.get("/Alt", ""))
            if "/K" in node:
                waiting.append(node["/K"])


def test_a_proposal_is_tagged_and_says_what_it_is_and_in_which_language(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    file = tmp_path / "p.pdf"
    assert lpplan("proposal", ALLIANCE, *DAY, "--reference", "LP-17", "-o", file) == (0, "", "")
    reader = PdfReader(file)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata
    title = (
        "Proposal for Harbour Teaching Alliance: becoming an SSAT Lead Practitioner Learning Centre"
    )
    assert reader.metadata.title == title
    outline: Any = reader.outline
    assert outline[0].title == "Becoming an SSAT Lead Practitioner Learning Centre"
    sections = [entry.title for entry in outline[1] if not isinstance(entry, list)]
    assert sections[:2] == ["At a glance", "Who this is for"]
    tags = [*tags_of(file.read_bytes())]
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/THead", "/TH", "/TD"} <= {
        kind for kind, _ in tags
    }
    told = [words for kind, words in tags if kind == "/Figure"]
    assert [words[:24] for words in told] == [
        "Stage 2 in 2027/28: Laun",
        "Cost a head at Stage 2 f",
        "Saving so far, 2027/28 t",
    ]
    cover, *pages = (page.extract_text() for page in reader.pages)
    assert "Page" not in cover
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "LP-17, 21 November 2026, all amounts exc VAT" in text


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda plan: plan.stem)
def test_every_amount_of_a_quote_is_read_back_out_of_its_pdf(
    plan: Path, lpplan: Lpplan, tmp_path: Path
) -> None:
    file = tmp_path / "quote.pdf"
    assert lpplan("quote", plan, *DAY, "-o", file) == (0, "", "")
    quote = json.loads(lpplan("quote", plan, *DAY, "-f", "json").out)
    words = words_of(file.read_bytes())
    amounts = [line["amount"] for stage in quote["stages"] for line in stage["lines"]]
    assert amounts
    for amount in [quote["total"], *(stage["total"] for stage in quote["stages"]), *amounts]:
        assert f"£{Decimal(amount):,.2f}" in words


def table(*rows: Sequence[str]) -> Table:
    return Table([Column("Words") for _ in rows[0]], [Row(cells) for cells in rows])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_code_and_every_text_shows_as_it_is(text: str) -> None:
    parts = (Heading(text), Paragraph(text), Bullets([text]), Folded(text, [Paragraph(text)]))
    letterhead = Letterhead(text, [text], text)
    excerpt = Excerpt("plan.toml:1", 1, text, text)
    grid = table([text, "x"])
    pdf = pdf_of(*parts, excerpt, grid, footer=text, letterhead=letterhead)
    # Four parts and one within, two of an excerpt, a cell, a footer, and three of a letterhead.
    assert words_of(pdf).count(text) == 12


def test_controls_and_overrides_of_the_direction_are_shown_escaped() -> None:
    words = words_of(pdf_of(Paragraph("a\x1b[31m \u202eb\nc\x00"), table(["\u202e\x07"])))
    assert r"a\x1b[31m \u202eb\nc\x00" in words
    assert r"\u202e\x07" in words


def test_arabic_is_joined_up_from_a_font_of_its_own() -> None:
    pdf = pdf_of(Paragraph("مدرسة النور"), table(["مدرسة النور"]))
    assert "stands for" not in words_of(pdf)
    assert b"NotoSansArabic" in pdf


def test_a_character_that_no_font_has_is_replaced_and_told_once_at_the_end() -> None:
    words = words_of(pdf_of(Heading("Oak \U0001f984"), table(["Oak \U0001f984 \u4e2d\u6587"])))
    assert "Oak □ Words Oak □ □□ □ stands for what the fonts of this document do not have:" in words
    assert words.count("stands for") == 1
    assert "U+4E2D (cjk unified ideograph-4e2d), U+6587" in words
    assert "U+1F984 (unicorn face)." in words


@pytest.mark.parametrize(
    "text", ["a\u064b", "\ufeffb", "e\u0d00", "\U0001f468\u200d\U0001f469", "ก"]
)
def test_no_text_is_an_error_not_even_in_a_picture(text: str) -> None:
    series = [Series(text, [Decimal(1), Decimal(3)], {0: f"{text}\x07"})]
    figure = Figure(f"What it shows {text}", text, text, [1, 2], series)
    pdf = pdf_of(Paragraph(text), figure, footer=text, letterhead=Letterhead(text))
    assert pdf.startswith(b"%PDF-")
    assert "What it shows" in words_of(pdf)


def test_headings_skip_no_level() -> None:
    kinds = [
        kind for kind, _ in tags_of(pdf_of(Heading("Deep", level=3), Heading("Deeper", level=3)))
    ]
    assert [kind for kind in kinds if re.fullmatch(r"/H\d", kind)] == ["/H1", "/H2", "/H3"]


def test_the_same_document_is_the_same_to_the_byte() -> None:
    parts = (Paragraph("x"), table(["x"]))
    assert pdf_of(*parts) == pdf_of(*parts)


def starts_of(pdf: bytes) -> list[float]:
    """How far from the left of its page each piece of text begins."""
    starts: list[float] = []

    def visit(text: str, ctm: list[float], matrix: list[float], *_: Any) -> None:
        if text.strip():
            starts.append(ctm[0] * matrix[4] + ctm[4])

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return starts


def wide_table(columns: int) -> Table:
    headings = ["School", *(f"Stage {number}" for number in range(1, columns))]
    amounts = [Money(Decimal("123456.78"), mark) for mark in ("estimate", "")]
    rows = [
        Row([name, *[amount] * (columns - 1)])
        for name, amount in zip((LONG, "Lighthouse Primary"), amounts, strict=True)
    ]
    return Table([Column(heading) for heading in headings], rows)


@pytest.mark.parametrize("columns", [2, 5, 8])
def test_a_table_with_long_words_and_many_amounts_keeps_to_the_page(columns: int) -> None:
    pdf = pdf_of(wide_table(columns))
    words = words_of(pdf)
    assert words.count("£123,456.78") == 2 * (columns - 1)
    assert words.count("estimate") == columns - 1
    assert all(MARGIN - 1 <= x <= PAGE_WIDTH - MARGIN for x in starts_of(pdf))


def test_a_word_of_60_letters_stays_whole_where_there_is_room() -> None:
    assert LONG in words_of(
        pdf_of(Paragraph(LONG), table([LONG, "x"]), letterhead=Letterhead(LONG))
    )


def test_a_word_that_no_line_holds_is_broken_and_leaves_every_other_whole() -> None:
    word = "Rhyd" * 60
    broken = words_of(pdf_of(Heading(word), Paragraph(f"{word} Rhyd"), table([word, "Rhyd"])))
    assert broken.replace(" ", "").count(word) == 3
    assert " Rhyd Words Words " in broken


def test_a_head_of_a_table_stands_on_each_of_its_pages() -> None:
    pdf = pdf_of(table(*([f"Row {number}"] for number in range(120))))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 1
    assert all("Words" in page for page in pages)


def test_a_section_begins_a_page_unless_that_would_leave_one_nearly_empty() -> None:
    costs = (Heading("Costs", new_page=True), Paragraph("x"))
    pages = [
        len(PdfReader(io.BytesIO(pdf_of(Paragraph("words " * many), *costs))).pages)
        for many in (600, 6)
    ]
    assert pages == [2, 1]


@pytest.mark.slow
def test_a_hundred_proposals_are_written(lpplan: Lpplan, tmp_path: Path) -> None:
    rows = [f'"School {number}",member,1,2018/19,27' for number in range(100)]
    schools = tmp_path / "schools.csv"
    header = "school,membership,stage,academic_year,participants"
    schools.write_text("\n".join((header, *rows)), encoding="utf-8")
    asked = ("batch", schools, "--proposals", tmp_path / "p", "--proposal-format", "pdf")
    assert lpplan(*asked, "-o", tmp_path / "quotes.csv").code == 0
    assert len([*(tmp_path / "p").glob("*.pdf")]) == 100


def test_a_plan_of_odd_names_has_every_one_of_them(lpplan: Lpplan, tmp_path: Path) -> None:
    file = tmp_path / "r.pdf"
    plan = TESTS / "plans" / "odd_names.toml"
    fees = TESTS / "synthetic" / "many_charges"
    assert lpplan("recharge", plan, *DAY, "--fees", fees, "-o", file) == (0, "", "")
    words = words_of(file.read_bytes())
    for name in ("[bold]Oak[/] <b>&amp;", "=1+1", "@SUM(A1)", "| a | b |", "Gŵyr", r"\u202e"):
        assert name in words
