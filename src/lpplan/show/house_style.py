"""Documents in a house style: its letterhead, and its own words section by section."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lpplan.show.document import Heading, Letterhead, Logo, Paragraph, Part
from lpplan.show.style import HouseStyle, SectionStyle, Style


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
    style, logo = house.style, None
    if house.logo is not None:
        logo = Logo(house.logo, "png" if house.logo.startswith(b"\x89PNG") else "jpeg")
    return Letterhead(style.name, style.address, style.contact, logo, style.colour)
