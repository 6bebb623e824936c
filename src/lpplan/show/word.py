"""A document for Word and LibreOffice, with real styles, headings and tables.

Only ``show.formats`` imports this, and only for a Word document: it needs python-docx, and
Typst for pictures.
"""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from lpplan.show.charts import chart_svg
from lpplan.show.document import (
    Bullets,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    KeyFigures,
    Letterhead,
    Paragraph,
    Part,
    Row,
    Styled,
    Table,
    runs_of,
)
from lpplan.show.text import visible
from lpplan.show.typeset import svg_png
from lpplan.values.problem import LpplanError

_MOST_CHARACTERS, _LEAST_CHARACTERS = 45, 9
"""Of a column of words: what it may ask for, and what it has in any case."""
_PAGE_WIDTH_MM, _PAGE_HEIGHT_MM, _MARGIN_MM = 210, 297, 18


def document_word(document: Document) -> bytes:
    """The document as .docx.

    Raises LpplanError where the logo is damaged.
    """
    word = docx.Document()
    _set_up(word, document)
    _letterhead(word, document.letterhead)
    for part in (*document.opening, *document.parts):
        shown = part.table if isinstance(part, KeyFigures) else part
        _add(word, shown, document.letterhead.colour)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _set_up(word: Word, document: Document) -> None:
    properties = word.core_properties
    properties.title = visible(document.title)[:255]
    properties.author = visible(document.letterhead.name or "lpplan")[:255]
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(document.made, time())
    properties.language = "en-GB"
    colour = RGBColor.from_string(document.letterhead.colour.removeprefix("#").upper())
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    fonts = normal.element.get_or_add_rPr()
    language = fonts.makeelement(qn("w:lang"), {qn("w:val"): "en-GB"})
    fonts.append(language)
    for name in ("Title", "Heading 1", "Heading 2"):
        style: Any = word.styles[name]
        style.font.name, style.font.color.rgb = "Calibri", colour
        style.paragraph_format.keep_with_next = True
    section = word.sections[0]
    section.page_width, section.page_height = Mm(_PAGE_WIDTH_MM), Mm(_PAGE_HEIGHT_MM)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    head = section.header.paragraphs[0]
    head.text = visible(document.title)
    foot = section.footer.paragraphs[0]
    footer_style: Any = word.styles["Footer"]
    footer_style.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(
        Mm(_PAGE_WIDTH_MM - 2 * _MARGIN_MM), WD_TAB_ALIGNMENT.RIGHT
    )
    foot.add_run(f"{visible(document.footer or 'All amounts exc VAT')}\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: WordParagraph, name: str) -> None:
    """Add a number that Word works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, number = OxmlElement("w:r"), OxmlElement("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    paragraph._p.append(field)


def _letterhead(word: Word, letterhead: Letterhead) -> None:
    if letterhead.logo is not None:
        try:
            picture = word.add_picture(io.BytesIO(letterhead.logo), height=Mm(18))
        except Exception as wrong:
            # Each kind of damage to an image has an error of its own.
            raise LpplanError("The logo is damaged: Word could not show it.") from wrong
        _describe(picture, letterhead.name or "Logo")
    if letterhead.lines:
        paragraph = word.add_paragraph("\n".join(map(visible, letterhead.lines)))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _describe(picture: InlineShape, words: str) -> None:
    """Say what a picture shows, for those who do not see it."""
    picture._inline.docPr.set("descr", visible(words))


def _add(word: Word, part: Part, colour: str) -> None:
    match part:
        case Heading():
            style = "Title" if part.level == 1 else f"Heading {part.level - 1}"
            heading = word.add_paragraph(visible(part.words), style=style)
            heading.paragraph_format.page_break_before = part.new_page
        case Paragraph():
            strong = part.tone not in ("plain", "quiet")
            paragraph = word.add_paragraph()
            _runs(paragraph, part.words, bold=strong)
            # It may say what the table below it is about.
            paragraph.paragraph_format.keep_with_next = strong
        case Bullets():
            style = "List Number" if part.numbered else "List Bullet"
            for item in part.items:
                _runs(word.add_paragraph(style=style), item)
        case Excerpt():
            lines = (f"{part.where}:", part.line or "", part.hint)
            word.add_paragraph("\n".join(visible(line.strip()) for line in lines if line))
        case Table():
            _table(word, part)
        case Figure():
            png = io.BytesIO(svg_png(chart_svg(part, colour), scale=3))
            _describe(word.add_picture(png, width=Mm(160)), part.words)
            word.paragraphs[-1].paragraph_format.keep_with_next = True
            word.add_paragraph(visible(part.words), style="Caption")
        case Folded():
            for inner in (Heading(part.summary), *part.parts):
                _add(word, inner, colour)


def _runs(paragraph: WordParagraph, words: Styled, *, bold: bool = False) -> None:
    for one in runs_of(words):
        run = paragraph.add_run(visible(one.words))
        run.bold, run.italic = bold or one.bold, one.italic
        if one.link:
            target = paragraph.part.relate_to(
                one.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), target)
            run._r.addprevious(link)
            link.append(run._r)
            run.font.underline = True


def _table(word: Word, grid: Table) -> None:
    figures, marks = grid.figures, grid.marks
    headings = marks.headings(grid.columns)
    lines = [marks.row(row) for row in grid.rows]
    wrapped = [words for row, words in zip(grid.rows, lines, strict=True) if not row.group]
    table = word.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    widths = _widths([headings, *wrapped], figures)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    heading = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    heading._tr.get_or_add_trPr().append(repeated)
    _fill(heading, Row((), strong=True), headings, figures, widths)
    for row, words in zip(grid.rows, lines, strict=True):
        _fill(table.add_row(), row, words, figures, widths)
    for sentence in grid.below or [""]:
        word.add_paragraph(visible(sentence))


def _widths(lines: Sequence[Sequence[str]], figures: set[int]) -> list[Length]:
    """The columns' widths: figures in full, words by how many there are."""
    needed = []
    for index, column in enumerate(zip(*lines, strict=True)):
        longest = max(map(len, column))
        most = longest if index in figures else min(longest, _MOST_CHARACTERS)
        needed.append(max(most, _LEAST_CHARACTERS) + 3)
    page = _PAGE_WIDTH_MM - 2 * _MARGIN_MM
    return [Mm(page * characters / sum(needed)) for characters in needed]


def _fill(
    line: _Row, row: Row, words: Sequence[str], figures: set[int], widths: Sequence[Length]
) -> None:
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if row.tall:
        line.height = Mm(13)
    if row.group:
        whole = line.cells[0].merge(line.cells[-1])
        for blank in whole.paragraphs[1:]:
            blank._p.getparent().remove(blank._p)
        _write(whole, words[0], strong=True)
        return
    for index, (cell, shown) in enumerate(zip(line.cells, words, strict=True)):
        cell.width = widths[index]
        _write(cell, shown, strong=row.strong, right=index in figures)


def _write(cell: _Cell, words: str, *, strong: bool, right: bool = False) -> None:
    paragraph: WordParagraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(visible(words.strip()))
    run.bold, run.font.size = strong, Pt(9)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
