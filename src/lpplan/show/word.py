"""A document for Word and LibreOffice, with real styles, headings and tables.

Only ``show.formats`` imports this, and only for a Word document: it needs python-docx, and
Typst for pictures. How it looks is in ``word_styles.xml``. What stands on the pages is written as
XML at once, which takes a tenth of the time of adding each cell through python-docx; that library
keeps the file's parts together, and knows pictures.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from urllib.parse import quote

import docx
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.parts.image import ImagePart
from docx.shared import Mm

from lpplan.show.charts import picture_svg
from lpplan.show.document import (
    Bullets,
    Cover,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    KeyFigures,
    Letterhead,
    Paragraph,
    Part,
    Picture,
    Styled,
    Table,
    runs_of,
)
from lpplan.show.gantt import Gantt
from lpplan.show.logo import kind_of, size_of
from lpplan.show.text import visible
from lpplan.show.typeset import svg_png
from lpplan.show.word_table import TONES, key_figures_xml, table_xml
from lpplan.show.word_xml import (
    KEEP,
    PAGE,
    TEXT_WIDTH,
    cell,
    field,
    lines,
    paragraph,
    picture,
    row,
    run,
    table,
)

_LOGO_WIDTH, _LOGO_HEIGHT = Mm(80), Mm(18)
"""What a logo fits into."""
_FIGURE_WIDTH = Mm(160)
_DOTS = 2
"""For each unit of a picture: some 200 to the inch, as printers ask for."""
_ADDRESS = "%/:?#[]@!$&'()*+,;=~"
"""What an address may hold beside letters and digits."""
_NUMBERED = 2
"""Numbered lists, in ``word_numbering.xml``."""
_NOT_OURS = ("/customXml", "/stylesWithEffects", "/thumbnail", "/extended-properties")
"""What python-docx brings along: among it the name of a program that wrote it, and a picture."""
_NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")


def document_word(document: Document) -> bytes:
    """The document as .docx."""
    word = docx.Document(io.BytesIO(_template(document.letterhead.colour)))
    properties = word.core_properties
    properties.title = visible(document.title)[:255]
    properties.author = visible(document.letterhead.name or "lpplan")[:255]
    properties.created = properties.modified = datetime.combine(document.made, time())
    _head_and_foot(word, document)
    content = _Content(word, document).xml
    body = parse_xml(f"<w:body {_NAMESPACES}>{content}</w:body>")
    # Whole, since elements that are moved one by one take time by the square of what is in them.
    body.append(word.element.body.sectPr)
    word.element.replace(word.element.body, body)
    return _saved(word)


@cache
def _template(colour: str) -> bytes:
    """A document without words: its styles in the house colour, and its pages."""
    word = docx.Document()
    word.core_properties.comments = ""
    word.core_properties.language = "en-GB"
    for relationships in (word.part.rels, word.part.package.rels):
        for name, one in [*relationships.items()]:
            if one.reltype.endswith(_NOT_OURS):
                del relationships[name]
    for element, file in (
        (word.styles.element, "word_styles.xml"),
        (word.part.numbering_part.element, "word_numbering.xml"),
        (word.settings.element, "word_settings.xml"),
    ):
        look = (files("lpplan.show") / file).read_text(encoding="utf-8")
        look = look.replace("COLOUR", colour[1:].upper()).replace("TINT", _tint(colour))
        element[:] = parse_xml(look.encode())[:]
    section = word.sections[0]
    for part in (section.header, section.footer, section.first_page_footer):
        part.is_linked_to_previous = False
    pages = word.element.body.sectPr
    for size in parse_xml(f"<w:sectPr {_NAMESPACES}>{PAGE}</w:sectPr>")[:]:
        pages.replace(pages.find(size.tag), size)
    return _saved(word)


def _saved(word: Word) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _tint(colour: str) -> str:
    """A tenth of a colour on white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "".join(f"{round(255 - (255 - part) / 10):02X}" for part in parts)


def _head_and_foot(word: Word, document: Document) -> None:
    """Nothing above the first page; its cover has no foot either, nor a part of this section."""
    section = word.sections[0]
    section.different_first_page_header_footer = document.cover is None
    section.header.paragraphs[0].text = visible(document.title)
    number = (field("PAGE"), field("NUMPAGES"))
    words = document.footer or "All amounts exc VAT"
    runs = f"{run(words)}<w:r><w:tab/></w:r>{run('Page ')}{run(' of ').join(number)}"
    for foot in (section.footer, section.first_page_footer):
        foot.paragraphs[0]._p.extend(parse_xml(f"<w:p {_NAMESPACES}>{runs}</w:p>")[:])


def _introduces_a_table(parts: Sequence[Part]) -> bool:
    """Whether the first part is a paragraph, the last or but one, above a table."""
    first, *others = parts
    after = next((part for part in others if not isinstance(part, Paragraph)), None)
    return isinstance(first, Paragraph) and isinstance(after, Table)


class _Content:
    """What stands on the pages of a document, as XML."""

    def __init__(self, word: Word, document: Document) -> None:
        self._part = word.part
        self._colour = document.letterhead.colour
        self._level = 1
        self._pictures = 0
        self.xml = "".join(self._all(document))

    def _all(self, document: Document) -> Iterator[str]:
        yield self._letterhead(document.letterhead)
        if document.cover:
            yield from self._cover(document.cover)
        else:
            yield paragraph("Heading1", run(document.title, TONES.get(document.tone, "")))
        for n, part in enumerate(document.parts):
            keep = KEEP if _introduces_a_table(document.parts[n : n + 3]) else ""
            yield from self._shown(part, keep)

    def _letterhead(self, letterhead: Letterhead) -> str:
        logo, words = "", lines(letterhead.lines)
        if letterhead.logo is not None:
            logo = self._logo(letterhead.logo, letterhead.name or "Logo")
        if not logo or not words:
            return paragraph("Letterhead", logo or words) if logo or words else ""
        width = TEXT_WIDTH // 2
        cells = [
            cell(width, paragraph("Letterhead", logo)),
            cell(width, paragraph("Letterhead", words, '<w:jc w:val="right"/>')),
        ]
        return table("TableNormal", [width, width], [row(cells)])

    def _logo(self, content: bytes, words: str) -> str:
        # python-docx does not take every image that is sound.
        kind, (width, height) = kind_of(content), size_of(content)
        image = ImagePart(PackURI(f"/word/media/logo.{kind}"), f"image/{kind}", content)
        relationship = self._part.relate_to(image, RELATIONSHIP_TYPE.IMAGE)
        fit = min(_LOGO_WIDTH / width, _LOGO_HEIGHT / height)
        return self._picture(relationship, width * fit, height * fit, words)

    def _picture(self, relationship: str, width: float, height: float, words: str) -> str:
        self._pictures += 1
        return picture(relationship, self._pictures, round(width), round(height), words)

    def _cover(self, cover: Cover) -> Iterator[str]:
        yield paragraph("CoverKind", run(cover.kind))
        yield paragraph("Heading1", run(cover.subject))
        yield paragraph("CoverRecipient", run(f"for {cover.recipient}"))
        widths = [TEXT_WIDTH // 4, TEXT_WIDTH * 3 // 4]
        facts = (
            row([
                cell(widths[0], paragraph("TableText", run(name, "Quiet"))),
                cell(widths[1], paragraph("TableText", run(words))),
            ])
            for name, words in cover.facts
        )  # fmt: skip
        yield table("CoverFacts", widths, facts) if cover.facts else ""
        # A part of its own, with neither header nor footer.
        yield f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr></w:p>"

    def _shown(self, part: Part, keep: str = "") -> Iterator[str]:
        match part:
            case Heading():
                # No level is skipped: those who hear it read find their way by levels.
                self._level = min(part.level, self._level + 1)
                # It begins no page: nothing tells how much of the one before would stay empty.
                yield paragraph(f"Heading{self._level}", run(part.words, TONES.get(part.tone, "")))
            case Paragraph():
                style = "Normal" if part.tone == "plain" else f"{part.tone.title()}Text"
                strong = part.tone not in ("plain", "quiet")
                yield paragraph(style, self._runs(part.words, strong=strong), keep)
            case Bullets():
                style = "ListNumber" if part.numbered else "ListBullet"
                own = self._numbers() if part.numbered else ""
                yield from (paragraph(style, self._runs(item), own) for item in part.items)
            case Excerpt():
                said = (f"{part.where}:", visible(part.line or "").strip(), part.hint)
                yield paragraph("Excerpt", lines(line for line in said if line))
            case Table():
                yield table_xml(part)
            case KeyFigures():
                yield from key_figures_xml(part)
            case Figure() | Gantt():
                yield from self._figure(part)
            case Folded():
                # A page cannot be asked to unfold it.
                for inner in (Heading(part.summary), *part.parts):
                    yield from self._shown(inner)

    def _runs(self, words: Styled, *, strong: bool = False) -> str:
        """Runs, in a paragraph that is strong altogether or is not."""
        made = []
        for one in runs_of(words):
            bold = "Strong" if one.bold and not strong else ""
            look = bold + ("Emphasis" if one.italic else "")
            if one.link:
                # Word calls a file damaged where an address holds what none may hold.
                address = quote(visible(one.link), safe=_ADDRESS)
                to = self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                linked = run(one.words, look or "Hyperlink")
                made.append(f'<w:hyperlink r:id="{to}">{linked}</w:hyperlink>')
            else:
                made.append(run(one.words, look))
        return "".join(made)

    def _numbers(self) -> str:
        """What makes a list's numbers begin with 1."""
        numbers = self._part.numbering_part.element.add_num(_NUMBERED)
        numbers.add_lvlOverride(ilvl=0).add_startOverride(1)
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbers.numId}"/></w:numPr>'

    def _figure(self, figure: Picture) -> Iterator[str]:
        png = svg_png(picture_svg(figure, self._colour), scale=_DOTS)
        relationship, image = self._part.get_or_add_image(io.BytesIO(png))
        height = _FIGURE_WIDTH * image.height / image.width
        shown = self._picture(relationship, _FIGURE_WIDTH, height, figure.words)
        yield paragraph("Picture", shown)
        yield paragraph("Caption", run(figure.words))
