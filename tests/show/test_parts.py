"""Every format says all that a document's parts hold."""

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from lpplan.show.cells import Money, Status
from lpplan.show.document import (
    Bullets,
    Cover,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Part,
    Row,
    Run,
    table,
)
from lpplan.show.formats import laid_out
from lpplan.show.terminal import Screen


def _word(made: bytes) -> str:
    texts = docx.Document(io.BytesIO(made)).element.body.iter(qn("w:t"))
    return " ".join(text.text for text in texts)


def _pdf(made: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def _plain(made: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]*>", " ", made, flags=re.DOTALL)


READERS: dict[str, Callable[..., str]] = {
    "table": str,
    "markdown": str,
    "html": _plain,
    "docx": _word,
    "pdf": _pdf,
}


def said(form: str, *parts: Part, cover: Cover | None = None) -> str:
    """The words of a document in a format, with one space for any space."""
    document = Document("Title", date(2026, 11, 27), parts, cover=cover)
    return " ".join(READERS[form](laid_out(document, form, Screen())).split())


@pytest.mark.parametrize("form", READERS)
def test_every_format_has_what_a_cover_says(form: str) -> None:
    facts = [("Reference", "SSAT/7"), ("Valid until", "31 January 2027")]
    words = said(form, Paragraph("Begin"), cover=Cover("Proposal", "Becoming", "Oakfield", facts))
    assert words.index("SSAT/7") < words.index("31 January 2027") < words.index("Begin")


@pytest.mark.parametrize("form", READERS)
def test_every_format_has_key_figures_with_their_marks_and_remarks(form: str) -> None:
    figures = [
        KeyFigure("TOTAL exc VAT", Money(Decimal("15200.00"), "estimate"), "for 27 people"),
        KeyFigure("Pays back", "2028/29"),
    ]
    words = said(form, KeyFigures(figures))
    for expected in ("TOTAL exc VAT", "£15,200.00", "estimate", "for 27 people", "2028/29"):
        assert expected in words


@pytest.mark.parametrize("form", READERS)
def test_every_format_has_words_of_several_looks(form: str) -> None:
    looks = (Run("plain "), Run("bold", bold=True), Run(" or "), Run("italic", italic=True))
    words = said(form, Paragraph(looks), Bullets([looks], numbered=True))
    assert len(re.findall(r"plain \W*bold\W* or \W*italic", words)) == 2


@pytest.mark.parametrize("form", READERS)
def test_every_format_has_a_link_with_its_words(form: str) -> None:
    words = said(form, Paragraph((Run("our page", link="https://school.example/lp"),)))
    assert "our page" in words
    if form in ("table", "markdown"):
        assert "https://school.example/lp" in words


@pytest.mark.parametrize("form", READERS)
def test_every_format_says_how_something_stands(form: str) -> None:
    rows = [Row(("Licence", Status("met", "good"))), Row(("Team", Status("not met", "bad")))]
    assert re.search(
        r"Licence\W+met\W+Team\W+not met", said(form, table("Check", "State", rows=rows))
    )
