"""A house style for documents: who they are from, how they look, and words of one's own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from lpplan.reading import words
from lpplan.reading.tables import read_table
from lpplan.reading.toml_file import MOST_BYTES, read_bytes, read_toml
from lpplan.show.document import Heading, Letterhead, Paragraph, Part
from lpplan.values.kinds import FileTable, Text
from lpplan.values.problem import LpplanError, Problem


class SectionStyle(FileTable):
    """One ``[sections.NAME]`` table: words for a section of a document."""

    heading: Text | None = None
    text: Text | None = None
    """Takes the place of the section's own paragraphs; its tables stay."""
    add: Text | None = None
    """Stands after the section's paragraphs."""


class Style(FileTable):
    """A style file, in which every key is optional."""

    name: Text | None = None
    address: tuple[Text, ...] = ()
    contact: Text | None = None
    logo: Text | None = None
    colour: Annotated[str, Field(strict=True, pattern=r"^#[0-9a-fA-F]{6}$")] = "#1f3864"
    sections: Mapping[str, SectionStyle] = {}


class HouseStyle(NamedTuple):
    """A sound style and the content of its logo."""

    style: Style
    logo: bytes | None


def load_style(path: str | None, sections: Sequence[str]) -> HouseStyle:
    """The style in a file, or a plain one where none is named.

    ``sections`` are the names of the document's sections. Raises LpplanError with every problem
    of the file, or where its logo is no image that a document can hold.
    """
    if path is None:
        return HouseStyle(Style(), None)
    file = read_toml(path)

    def rules(style: Style) -> list[Problem]:
        message, hint = "is not a section of this document", f"Its sections: {', '.join(sections)}."
        return [
            Problem(key=("sections", name), code="unknown-key", message=message, hint=hint)
            for name in style.sections
            if name not in sections
        ]

    style, problems = read_table(file.data, Style, words.STYLE, rules)
    if style is None:
        raise LpplanError(problems=file.locate(problems))
    if style.logo is None:
        return HouseStyle(style, None)
    logo = str(Path(path).parent / style.logo)
    content = read_bytes(logo, logo)
    is_image = content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
    if not is_image or len(content) > MOST_BYTES:
        message = f"must name a PNG or JPEG image of at most {MOST_BYTES:,} bytes"
        hint = "Save the logo in one of these forms."
        problem = Problem(key=("logo",), code="wrong-value", message=message, hint=hint)
        raise LpplanError(problems=file.locate([problem]))
    return HouseStyle(style, content)


class Section(NamedTuple):
    """A section: words that a house style may replace, and what stands in any case."""

    words: Sequence[str]
    facts: Sequence[Part] = ()
    new_page: bool = False


def in_house_style(sections: Iterable[tuple[str, str, Section]], style: Style) -> Iterator[Part]:
    """Sections by their names and headings; one without anything to say is left out."""
    for name, heading, section in sections:
        own = style.sections.get(name, SectionStyle())
        words = section.words if own.text is None else _paragraphs(own.text)
        words = [*words, *_paragraphs(own.add or "")]
        if words or section.facts:
            yield Heading(own.heading or heading, new_page=section.new_page)
            yield from map(Paragraph, words)
            yield from section.facts


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines set apart."""
    return [" ".join(words.split()) for words in text.split("\n\n") if words.strip()]


def letterhead(house: HouseStyle) -> Letterhead:
    """Who a document is from, and how it looks."""
    style = house.style
    return Letterhead(style.name, style.address, style.contact, house.logo, style.colour)
