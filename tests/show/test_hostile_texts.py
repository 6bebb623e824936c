"""What a text says, every format shows: no text is a heading, a link, a formula or a command.

A document of hostile texts is held against one of harmless words: whatever reads the format, and is
not lpplan, must find the same structure, with each text in its word's place.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import cmarkgfm
import docx
import pypdfium2
import pytest
from cmarkgfm.cmark import Options
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from hostile_texts import HOSTILE, HUGE, MARKDOWN, NO_TEXTS
from lpplan.show.cells import Money
from lpplan.show.document import (
    Bullets,
    Column,
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
)
from lpplan.show.formats import laid_out
from lpplan.show.terminal import Screen
from lpplan.show.text import visible
from lpplan.values.money import NOTHING

TEXTS = (*HOSTILE, *NO_TEXTS)
FOOTER = "Foot"
LACKING = "[□\u3000-\u9fff\uff01-\uff5e\ue000-\uf8ff\U0001f000-\U0001ffff]"
"""What the fonts of a PDF do not have, and what stands for it."""
WORDS = tuple(f"Wort{number:04}" for number in range(len(TEXTS)))


def batched(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[at : at + 3] for at in range(0, len(texts), 3))


def document(texts: Sequence[str]) -> Document:
    """A document that has every text in every place where one can stand."""
    # What no font of a PDF has is told at its end.
    parts: list[Part] = [Paragraph("学")]
    for text in texts:
        parts += [
            Heading(text),
            Paragraph(text),
            Paragraph(text, "loud"),
            Paragraph((Run("Said: ", bold=True), Run(text), Run(text, link="https://x.example/"))),
            Paragraph((Run(text, bold=True), Run(text, italic=True), Run("and so on"))),
            Excerpt(f"{text}:1", 1, text, text),
            KeyFigures([KeyFigure(text, text, text)]),
            Folded(text, [Paragraph(text)]),
        ]
    parts += [
        Bullets(texts),
        Bullets([(Run(text, bold=True),) for text in texts], numbered=True),
        Table([Column("")] * 3, [Row((text, text, Money(NOTHING))) for text in texts], below=texts),
        *(
            Table([*map(Column, three)], [Row(three, strong=True), Row(three[:1], group=True)])
            for three in batched(texts)
        ),
    ]
    # Of those that mean something in HTML and XML, which pictures are.
    html = len(MARKDOWN)
    for words, up, name in batched(texts[html : html + 9]):
        series = Series(name, [Decimal(500)] * 3, {1: up})
        parts.append(Figure(words, up, name, range(3), [series]))
    head = Letterhead(texts[0], texts, texts[1])
    cover = Cover(texts[4], texts[5], texts[6], [(text, text) for text in texts[7:13]])
    return Document(texts[2], date(2026, 11, 28), parts, texts[3], head, cover=cover)


class Page(HTMLParser):
    """What a page of HTML holds: tags with their links, and texts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value for name, value in attrs if name not in ("class", "style", "align")}
        self.found.append(f"<{tag} {told}>")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip(" \n"))

    def handle_comment(self, data: str) -> None:
        assert not data.strip()


def read_html(made: str) -> list[str]:
    return Page(made).found


def read_markdown(made: str) -> list[str]:
    """As GitHub reads it, where only addresses of mail lead to themselves.

    What keeps a text from calling somebody is not seen.
    """
    page = cmarkgfm.github_flavored_markdown_to_html(made, Options.CMARK_OPT_UNSAFE)
    page = re.sub(r'<a href="mailto:[^"]*">([^<]*)</a>', r"\1", page)
    return read_html(page.replace("\u200b", ""))


def read_word(made: bytes) -> list[str]:
    """Paragraphs with their styles, and looks, links and texts within them."""
    word = docx.Document(io.BytesIO(made))
    section = word.sections[0]
    found = [word.core_properties.title, word.core_properties.author]
    for element in (section.header._element, section.footer._element, word.element.body):
        for node in element.iter():
            name = node.tag.rpartition("}")[2]
            if name in ("pStyle", "rStyle"):
                # Letters are smaller where words are long.
                found.append(re.sub("Small|Words", "", f"<{node.get(qn('w:val'))}>"))
            elif name in ("p", "tbl", "tr", "tc", "br", "tab", "fldSimple", "drawing"):
                found.append(f"<{name}>")
            elif name == "hyperlink":
                found.append(f"<to {word.part.rels[node.get(qn('r:id'))].target_ref}>")
            elif name == "docPr":
                found.append(node.get("descr"))
            elif name == "t":
                found.append(node.text or "")
    return found


def read_screen(made: str) -> list[str]:
    """What a wide screen shows, but for rules, which are as long as words are."""
    return made.replace("─", "").split("Said:")


def read_pdf(made: bytes) -> list[str]:
    """Words without the head and foot of pages, links, bookmarks, tags; and nothing that acts."""
    pdf = PdfReader(io.BytesIO(made))
    assert pdf.metadata is not None
    head, foot = flat(pdf.metadata.title or ""), re.compile(f"{FOOTER}Page\\d+of\\d+$")
    drawn = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))
    # So this reader writes a hyphen that ends a line.
    pages = [flat(page.replace("\ufffe", "-")) for page in drawn]
    # Neither stands on a cover, nor the head on the page after it.
    assert all(page.startswith(head) for page in pages[2:])
    assert all(map(foot.search, pages[1:]))
    words = "".join(foot.sub("", page.removeprefix(head)) for page in pages)
    links = [link.get_object()["/A"] for page in pdf.pages for link in page.get("/Annots", ())]
    root: Any = pdf.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & {*root}
    return [
        words.partition("standsforwhat")[0],
        # One that wraps is two.
        *{f"{link['/S']} {link['/URI']}" for link in links},
        *map(flat, (head, pdf.metadata.author or "", *bookmarks(pdf.outline))),
        *tags(root["/StructTreeRoot"]),
    ]


def flat(words: str) -> str:
    """Words without blanks, and without what is not drawn or what no font has.

    A letter with several marks is found several times.
    """
    known = unicodedata.normalize("NFKC", re.sub(LACKING, "", words))
    drawn = "".join(c for c in known if unicodedata.category(c) != "Cf" and not c.isspace())
    return re.sub("(?:é\u0301+)+", "é", drawn)


def bookmarks(outline: Any) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from bookmarks(one)
        else:
            yield one.title


def tags(element: Any) -> Iterator[str]:
    """The tags of what a PDF says, those within a line left out."""
    inside = element.get("/K", []) if isinstance(element, dict) else []
    for there in inside if isinstance(inside, list) else [inside]:
        one = there.get_object() if isinstance(there, IndirectObject) else there
        if isinstance(one, dict) and "/S" in one and one["/S"] != "/Span":
            yield str(one["/S"])
        yield from tags(one)


READERS: dict[str, Callable[[Any], list[str]]] = {
    "table": read_screen,
    "markdown": read_markdown,
    "html": read_html,
    "docx": read_word,
    "pdf": read_pdf,
}
BLANKS = {"table": r"[\s^]", "markdown": r"^\s+|\s+$|\u200b"}
"""What a format may leave out of a text; others, blanks at its ends."""


def in_place(found: list[str], texts: Sequence[str]) -> list[str]:
    """What was found, with each text in its word's place."""
    return [re.sub(r"Wort(\d{4})", lambda word: texts[int(word[1])], one) for one in found]


FORMATS = [pytest.param(form, marks=[pytest.mark.slow] * (form == "pdf")) for form in READERS]


@pytest.mark.parametrize("form", FORMATS)
def test_every_text_stands_as_it_is_in_the_structure_of_harmless_words(form: str) -> None:
    # Readers of a PDF leave what is written from the right in the order in which it is drawn, and
    # take a soft hyphen for one that is seen.
    texts = [t for t in TEXTS if form != "pdf" or not re.search("[\u0590-\u06ff\u00ad]", t)]

    def read(texts: Sequence[str]) -> list[str]:
        made = document(texts)
        made = made._replace(footer=FOOTER) if form == "pdf" else made
        return READERS[form](laid_out(made, form, Screen(100_000)))

    def words(found: Sequence[str]) -> list[str]:
        if form == "pdf":
            return [*map(flat, found)]
        return [re.sub(BLANKS.get(form, r"^\s+|\s+$"), "", one) for one in found]

    expected, found = in_place(read(WORDS[: len(texts)]), [*map(visible, texts)]), read(texts)
    assert words(expected) == words(found)


@pytest.mark.parametrize("form", FORMATS)
def test_a_very_long_text_is_there_to_its_end(form: str) -> None:
    parts: list[Part] = [Paragraph(HUGE), Bullets([HUGE]), Table([Column("")], [Row((HUGE,))])]
    made = Document("Title", date(2026, 11, 28), parts, FOOTER)
    words = flat("".join(READERS[form](laid_out(made, form, Screen()))))
    assert words.count(flat(HUGE)) == 3
