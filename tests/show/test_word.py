"""Word: styles rather than looks, and everything in the order that Word is strict about."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import nsmap, qn

from conftest import ROOT, Lpplan
from lpplan.show.cells import Money, Status
from lpplan.show.document import (
    Bullets,
    Cover,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    KeyFigure,
    KeyFigures,
    Letterhead,
    Paragraph,
    Part,
    Row,
    Run,
    Series,
    Table,
    amounts_table,
    table,
)
from lpplan.show.typeset import svg_png
from lpplan.show.word import document_word

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
DAY = date(2026, 11, 27)
TEXT_WIDTH = 9866
"""Of A4, 11,906 twentieths of a point, less twice 18 mm, 1,020 of them."""

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct"
    " topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind"
    " contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint"
    " noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect"
    " bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW"
    " jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
    " tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
    " tcFitText vAlign hideMark",
    "tblBorders": "top left start bottom right end insideH insideV",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
    " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi"
    " rtlGutter docGrid printerSettings",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p tbl",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr"
    " tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "styles": "docDefaults latentStyles style",
}
"""The children of each element in the order of ISO/IEC 29500-1, annex A."""


def picture(width: int, height: int) -> bytes:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"><path d="M0 0h9v9"/></svg>'
    )
    return svg_png(svg.format(width, height), scale=1)


def pounds(amount: str, mark: str = "") -> Money:
    return Money(Decimal(amount), mark)


def figure(words: str) -> Figure:
    amounts = [Decimal(500 - n) for n in range(20)]
    return Figure(words, "Pounds", "People", range(10, 30), [Series("all", amounts, {3: "13"})])


COSTS = amounts_table(
    "What",
    "Amount",
    rows=[
        Row(("Of one kind",), group=True),
        Row(("Fee", pounds("400"))),
        Row(("Package", pounds("2200", "estimate"))),
        Row(("TOTAL", pounds("2600", "estimate")), strong=True),
    ],
    below=["A sentence below."],
)
MIXED = table(
    "Year",
    "Cost",
    "Net",
    rows=[
        Row(("2026/27", pounds("100", "estimate"), pounds("-1100"))),
        Row(("2027/28", pounds("90.50"), pounds("2000"))),
    ],
)
CHECKS = table(
    "Check",
    "Status",
    rows=[
        Row(("Mentor", Status("met", "good"))),
        Row(("Time", Status("not met", "bad"))),
        Row(("Room", Status("not known", "quiet"))),
    ],
)
SIGNING = table("", "For the school", "For SSAT", rows=[Row(("Name", None, None), tall=True)])
EVERYTHING: tuple[Part, ...] = (
    Heading("Costs"),
    Heading("Stage 1", level=3),
    Paragraph((Run("plain "), Run("bold", bold=True), Run(" or "), Run("it", italic=True))),
    Paragraph((Run("both", bold=True, italic=True), Run("here", link="https://example.org/?a&b"))),
    *(Paragraph("Toned", tone) for tone in ("strong", "loud", "good", "bad", "quiet")),
    Bullets(["a", "b"]),
    Bullets(["one", "two"], numbered=True),
    Bullets(["one again"], numbered=True),
    Excerpt("fees.toml:3", 3, "price = x", "Say a price."),
    KeyFigures([KeyFigure("TOTAL", pounds("2600", "estimate"), "for 9"), KeyFigure("When", "May")]),
    COSTS,
    MIXED,
    CHECKS,
    SIGNING,
    figure("How it falls"),
    Folded("More", [Paragraph("inside")]),
)
HOUSE = Letterhead("Trust", ("1 Street",), "a@example.org", picture(60, 20), "#7a1f1f")
COVER = Cover("Proposal", "Becoming a centre", "Oakfield", [("Reference", "LP-17")])


def file_of(*parts: Part, **more: Any) -> bytes:
    return document_word(Document("Title", DAY, parts, **more))


def word_of(*parts: Part, **more: Any) -> Any:
    return docx.Document(io.BytesIO(file_of(*parts, **more)))


def elements(part: Any, name: str) -> list[Any]:
    return [*part.iter(qn(f"w:{name}"))]


def style_of(paragraph: Any) -> str:
    return str(paragraph.style.name)


def test_every_element_has_its_children_in_the_order_that_word_asks_for() -> None:
    word = word_of(*EVERYTHING, letterhead=HOUSE, cover=COVER)
    section = word.sections[-1]
    parts = (
        word.element,
        word.styles.element,
        word.part.numbering_part.element,
        section.header._element,
        section.footer._element,
    )
    for part in parts:
        for element in part.iter():
            _, _, name = element.tag.rpartition("}")
            if element.tag.startswith(f"{{{nsmap['w']}}}") and name in ORDER:
                order = ORDER[name].split()
                places = [order.index(child.tag.rpartition("}")[2]) for child in element]
                assert places == sorted(places), f"{name}: {[child.tag for child in element]}"


def test_words_have_their_looks_by_styles_alone_and_every_style_is_there() -> None:
    word = word_of(*EVERYTHING, letterhead=HOUSE, cover=COVER)
    for look in elements(word.element.body, "rPr"):
        assert [child.tag for child in look] == [qn("w:rStyle")]
    defined = {style.style_id for style in word.styles}
    used = {
        element.get(qn("w:val"))
        for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
        for part in (word.element, word.styles.element, word.part.numbering_part.element)
        for element in elements(part, name)
    }
    assert used <= defined
    assert {"Heading1", "Heading2", "Heading3", "ListBullet", "ListNumber", "Caption"} <= used


def test_headings_are_of_levels_one_to_three_and_skip_none() -> None:
    word = word_of(Heading("Deep", level=3), *EVERYTHING)
    headings = [(style_of(p), p.text) for p in word.paragraphs if style_of(p)[:7] == "Heading"]
    assert headings == [
        ("Heading 1", "Title"),
        ("Heading 2", "Deep"),
        ("Heading 2", "Costs"),
        ("Heading 3", "Stage 1"),
        ("Heading 2", "More"),
    ]
    for level in (1, 2, 3):
        heading = word.styles[f"Heading {level}"]
        assert heading.paragraph_format.keep_with_next
        assert str(heading.font.color.rgb) == "1F3864"


def test_each_numbered_list_begins_with_one() -> None:
    word = word_of(*EVERYTHING)
    listed = [p for p in word.paragraphs if style_of(p) == "List Number"]
    first, second, third = (p._p.pPr.numPr.numId.val for p in listed)
    assert first == second != third
    for number in (first, third):
        numbers = word.part.numbering_part.element.num_having_numId(number)
        assert [start.get(qn("w:val")) for start in elements(numbers, "startOverride")] == ["1"]


def test_heads_of_tables_are_repeated_and_no_row_is_split() -> None:
    word = word_of(*EVERYTHING)
    for one in word.tables:
        assert elements(one.rows[0]._tr, "tblHeader")
        assert all(elements(row._tr, "cantSplit") for row in one.rows)
    bare = word_of(table("", "", rows=[Row(("School", "Oakfield"))])).tables[0]
    assert [cell.text for cell in bare.rows[0].cells] == ["School", "Oakfield"]
    assert not elements(bare._tbl, "tblHeader")
    assert elements(bare._tbl, "tblLook")[0].get(qn("w:firstRow")) == "0"


def kept(one: Any) -> list[bool]:
    """Whether each row stays with the next."""
    return [bool(elements(row._tr, "keepNext")) for row in one.rows]


def test_a_small_table_stays_on_one_page_with_what_is_said_about_it() -> None:
    word = word_of(Paragraph("About"), COSTS, CHECKS)
    costs, checks = word.tables
    about = next(p for p in word.paragraphs if p.text == "About")
    assert about.paragraph_format.keep_with_next
    # Its group keeps with the next by its style; its last row with the sentence below.
    assert kept(costs) == [True, False, True, True, True]
    assert word.styles["Table Group"].paragraph_format.keep_with_next
    assert kept(checks) == [True, True, True, False]


def test_a_long_table_keeps_its_head_with_a_row_and_its_total_with_what_it_sums_up() -> None:
    rows = [Row((f"Row {n}", n)) for n in range(30)]
    total = Row(("All", 435), strong=True)
    assert kept(word_of(table("A", "B", rows=[*rows, total])).tables[0]) == [
        True, *[False] * 29, True, False
    ]  # fmt: skip


def test_tables_never_touch_for_then_word_makes_one_of_them() -> None:
    body = [*word_of(*EVERYTHING).element.body]
    for before, after in pairwise(body):
        assert {before.tag, after.tag} != {qn("w:tbl")}


def test_tables_take_the_width_of_the_page() -> None:
    for one in word_of(COSTS, MIXED, CHECKS, SIGNING).tables:
        widths = [int(column.get(qn("w:w"))) for column in elements(one._tbl, "gridCol")]
        assert sum(widths) == pytest.approx(TEXT_WIDTH, abs=len(widths))
        cells = [[c._tc.tcPr.width.twips for c in r.cells] for r in one.rows if len(r._tr) > 2]
        assert all(line == widths for line in cells)


def test_columns_to_write_in_are_equally_wide() -> None:
    _, school, ssat = elements(word_of(SIGNING).tables[0]._tbl, "gridCol")
    assert school.get(qn("w:w")) == ssat.get(qn("w:w"))


def test_amounts_end_in_one_line_whether_or_not_a_mark_is_behind_them() -> None:
    word = word_of(MIXED)
    marked, plain = (row.cells[1].paragraphs[0] for row in word.tables[0].rows[1:])
    assert (marked.text, plain.text) == ("\t£100.00\testimate", "£90.50")
    width = word.tables[0].rows[1].cells[1]._tc.tcPr.width.twips
    end = marked.paragraph_format.tab_stops[0].position.twips
    # The width, less 90 at each side and the room for marks.
    assert end == width - 180 - plain.paragraph_format.right_indent.twips
    assert style_of(plain) == "Table Figure"


LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochxx"


def test_a_crowded_table_has_smaller_letters_rather_than_broken_words() -> None:
    crowded = table(
        *("Column" for _ in range(10)),
        rows=[Row([pounds("123456.00", "estimate"), *[pounds("123456.00")] * 9])] * 2,
    )
    styles = {style_of(c.paragraphs[0]) for c in word_of(crowded).tables[0].rows[1].cells}
    assert styles == {"Small Table Figure"}
    names = table("School", "Cost", rows=[Row((LONG, pounds("1000000.00")))])
    widths = [int(c.get(qn("w:w"))) for c in elements(word_of(names).tables[0]._tbl, "gridCol")]
    # £1,000,000.00 in letters of 9 points: ten of half of that and three thin ones of a quarter,
    # between 90 at both sides: 10 × 90 + 3 × 45 + 180.
    assert widths[1] >= 1215


def test_a_word_wider_than_the_page_breaks_and_no_figure_beside_it_does() -> None:
    grid = table("School", "Cost", rows=[Row(("x" * 300, pounds("1000000.00")))])
    (one,) = word_of(grid).tables
    words, figures = (int(c.get(qn("w:w"))) for c in elements(one._tbl, "gridCol"))
    assert words + figures == pytest.approx(TEXT_WIDTH, abs=2)
    # £1,000,000.00 in letters of 7 points: ten of half of that and three thin ones of a quarter,
    # between 90 at both sides: 10 × 70 + 3 × 35 + 180.
    assert figures >= 985


def test_statuses_are_coloured_by_styles_and_told_in_words() -> None:
    word = word_of(CHECKS)
    runs = [row.cells[1].paragraphs[0].runs[0] for row in word.tables[0].rows[1:]]
    assert [(run.text, run.style.name) for run in runs] == [
        ("met", "Strong Good"),
        ("not met", "Strong Bad"),
        ("not known", "Quiet"),
    ]


def test_key_figures_stand_level_side_by_side() -> None:
    figures = [KeyFigure(f"Label {n}", pounds("51800", "estimate"), "for 9") for n in range(5)]
    first, second = word_of(KeyFigures(figures)).tables
    assert [len(one.columns) for one in (first, second)] == [3, 2]
    assert [[c.text for c in row.cells] for row in second.rows] == [
        ["Label 3", "Label 4"],
        ["£51,800.00", "£51,800.00"],
        ["estimate, for 9", "estimate, for 9"],
    ]
    assert {style_of(cell.paragraphs[0]) for cell in first.rows[1].cells} == {"Key Figure"}


def test_key_figures_that_are_long_words_are_smaller_rather_than_below_each_other() -> None:
    figures = [KeyFigure("Reply by", "7 September 2027 (to be agreed with SSAT)")] * 4
    (one,) = word_of(KeyFigures(figures)).tables
    assert [style_of(cell.paragraphs[0]) for cell in one.rows[1].cells] == ["Key Figure Words"] * 4


def test_links_lead_to_their_addresses() -> None:
    word = word_of(*EVERYTHING)
    (link,) = elements(word.element.body, "hyperlink")
    target = word.part.rels[link.get(qn("r:id"))]
    assert (target.target_ref, target.is_external) == ("https://example.org/?a&b", True)


def test_pictures_say_what_they_show_and_keep_with_their_captions() -> None:
    word = word_of(*EVERYTHING, letterhead=HOUSE)
    shown = [*word.element.body.iter(qn("wp:docPr"))]
    assert [one.get("descr") for one in shown] == ["Trust", "How it falls"]
    assert len({one.get("id") for one in shown}) == 2
    assert word.styles["Picture"].paragraph_format.keep_with_next
    captions = [p.text for p in word.paragraphs if style_of(p) == "Caption"]
    assert captions == ["How it falls"]


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [
        # 600 by 90 dots: 80 mm wide, and so 80 × 90 / 600 = 12 mm high.
        ((600, 90), 80, 12),
        # 30 by 60: 18 mm high, and so 18 × 30 / 60 = 9 mm wide.
        ((30, 60), 9, 18),
    ],
)
def test_a_logo_is_scaled_to_fit(size: tuple[int, int], width: int, height: int) -> None:
    word = word_of(letterhead=Letterhead("Trust", logo=picture(*size)))
    (logo,) = word.inline_shapes
    # What Typst paints may be a dot larger.
    assert (logo.width.mm, logo.height.mm) == pytest.approx((width, height), abs=0.25)


def fields(foot: Any) -> list[str]:
    return [str(field.get(qn("w:instr"))) for field in elements(foot._element, "fldSimple")]


def test_a_cover_has_neither_header_nor_footer_and_the_pages_after_it_do() -> None:
    word = word_of(*EVERYTHING, cover=COVER, footer="LP-17", letterhead=HOUSE)
    cover, pages = word.sections
    assert not elements(cover._sectPr, "headerReference")
    assert not elements(cover._sectPr, "footerReference")
    assert not pages.different_first_page_header_footer
    assert pages.header.paragraphs[0].text == "Title"
    assert pages.footer.paragraphs[0].text.startswith("LP-17\tPage ")
    assert fields(pages.footer) == ["PAGE", "NUMPAGES"]
    words = [(style_of(p), p.text) for p in word.paragraphs[:3]]
    assert words == [
        ("Cover Kind", "Proposal"),
        ("Heading 1", "Becoming a centre"),
        ("Cover Recipient", "for Oakfield"),
    ]


def test_without_a_cover_the_first_page_does_not_say_its_title_twice() -> None:
    (section,) = word_of(Paragraph("x")).sections
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    assert section.header.paragraphs[0].text == "Title"
    assert fields(section.first_page_footer) == fields(section.footer) == ["PAGE", "NUMPAGES"]


def test_it_says_what_it_is_whose_it_is_and_in_which_language() -> None:
    word = word_of(letterhead=HOUSE)
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == ("Title", "Trust", "en-GB")
    assert properties.created.date() == properties.modified.date() == DAY
    (language,) = elements(word.styles.element, "lang")
    assert language.get(qn("w:val")) == "en-GB"


def parts_of(file: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            yield name, parts.read(name)


def test_the_house_colour_is_everywhere_and_no_other_one_is_left() -> None:
    parts = dict(parts_of(file_of(*EVERYTHING, letterhead=HOUSE)))
    written = (parts[f"word/{name}.xml"].decode() for name in ("styles", "numbering", "document"))
    colours = set(
        re.findall(r'(?:fill|color)="([0-9A-F]{6})"|color w:val="(.{6})"', " ".join(written))
    )
    found = {one or other for one, other in colours}
    # The tint: a tenth of 7A1F1F on white; 255 − (255 − 122) ÷ 10 = 241.7, 255 − 224 ÷ 10 = 232.6.
    assert {"7A1F1F", "F2E9E9"} <= found
    assert not found & {"COLOUR", "1F3864"}
    # Neither the picture nor the program's name that python-docx brings along.
    assert not [name for name in parts if "thumbnail" in name or "app.xml" in name]


def test_documents_of_several_house_colours_have_each_its_own() -> None:
    for colour in ("#7a1f1f", "#006644", "#7a1f1f"):
        word = word_of(letterhead=Letterhead(colour=colour))
        assert f"#{word.styles['Heading 1'].font.color.rgb}".lower() == colour


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda plan: plan.stem)
def test_every_amount_of_a_quote_is_read_back_out_of_its_document(
    plan: Path, lpplan: Lpplan, tmp_path: Path
) -> None:
    file = tmp_path / "quote.docx"
    assert lpplan("quote", plan, "--as-of", "2026-11-21", "-o", file) == (0, "", "")
    quote = json.loads(lpplan("quote", plan, "--as-of", "2026-11-21", "-f", "json").out)
    words = {text.text for text in elements(docx.Document(str(file)).element, "t")}
    amounts = [line["amount"] for stage in quote["stages"] for line in stage["lines"]]
    assert amounts
    assert {f"£{Decimal(amount):,.2f}" for amount in amounts} <= words


HOSTILE = """<w:p> & "x" 'y' ]]> \x00\x1b[31m \u202e \ud800 \ufffe COLOUR {} %s مدرسة"""


def test_no_text_breaks_it() -> None:
    status = Status(HOSTILE, "bad")
    word = word_of(
        Heading(HOSTILE),
        Paragraph((Run(HOSTILE, link=f"https://example.org/{HOSTILE}"),)),
        Table(
            COSTS.columns, [Row((HOSTILE, status)), Row((HOSTILE,), group=True)], below=[HOSTILE]
        ),
        KeyFigures([KeyFigure(HOSTILE, HOSTILE, HOSTILE)]),
        figure(HOSTILE),
        footer=HOSTILE,
        letterhead=Letterhead(HOSTILE, (HOSTILE,), logo=picture(9, 9)),
        cover=Cover(HOSTILE, HOSTILE, HOSTILE, [(HOSTILE, HOSTILE)]),
    )
    shown = r"""<w:p> & "x" 'y' ]]> \x00\x1b[31m \u202e \ud800 \ufffe COLOUR {} %s مدرسة"""
    assert word.tables[-2].rows[1].cells[0].text == shown
    assert shown in [p.text for p in word.paragraphs]
