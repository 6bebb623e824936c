"""A house style for documents: who they are from, how they look, and words of one's own.

One file serves every document: what concerns a section that a document does not have is left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field

from lpplan.reading import words
from lpplan.reading.tables import Data, read_table
from lpplan.reading.toml_file import read_bytes, read_toml
from lpplan.reading.words import Draft
from lpplan.show.colour import LEAST_CONTRAST, contrast_on_white, readable
from lpplan.show.document import Heading, Letterhead, Paragraph, Part
from lpplan.show.logo import fault_of
from lpplan.values.kinds import FileTable, LongText, Text, YesNo
from lpplan.values.limits import MOST_BYTES_OF_A_LOGO
from lpplan.values.problem import LpplanError, Problem

Kind: TypeAlias = Literal["proposal", "offer", "sheet"]

SECTIONS: Mapping[Kind, Sequence[str]] = {
    "proposal": (
        *("glance", "parties", "programme", "stages", "roles", "costs", "schools", "case"),
        *("excluded", "readiness", "withdrawal", "terms", "acceptance", "basis"),
    ),
    "offer": (
        *("offered", "cost", "dates", "support", "topics", "who", "commitment", "conditions"),
        "reply",
    ),
    "sheet": (
        *("about", "commitment", "sessions", "support", "who", "requirements", "leads_to"),
        "contact",
    ),
}
"""The sections of each document that is made of sections, in their order."""

_MISSING_STYLE = "Check the name and the folder of the style that --style names."
_MISSING_LOGO = "The style names it as its logo: an image on this computer, beside the style."
_KNOWN = tuple(dict.fromkeys(chain(*SECTIONS.values())))


class SectionStyle(FileTable):
    """One ``[sections.NAME]`` table: words for a section, where it stands, or one of one's own."""

    heading: Text | None = None
    text: LongText | None = None
    """Takes the place of the section's own paragraphs; its tables stay."""
    add: LongText | None = None
    """Stands after the section's paragraphs."""
    show: YesNo = True
    before: Text | None = None
    """The section that it is to stand before."""
    after: Text | None = None
    documents: tuple[Kind, ...] = ()
    """The documents that this is for; none for all."""


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


def load_style(path: str | None) -> HouseStyle:
    """The style in a file, or a plain one where none is named.

    Raises LpplanError with every problem of the file, or where its logo is no image that a
    document can hold.
    """
    if path is None:
        return HouseStyle(Style(), None)
    file = read_toml(path, lambda data: _read(data)[1], where_missing=_MISSING_STYLE)
    style, problems = _read(file.data)
    if style is None:
        raise LpplanError(problems=file.locate(problems))
    if style.logo is None:
        return HouseStyle(style, None)
    logo = str(Path(path).parent / style.logo)
    content = read_bytes(logo, logo, _MISSING_LOGO, MOST_BYTES_OF_A_LOGO)
    if fault := fault_of(content):
        problem = Problem(("logo",), "wrong-value", fault.message, fault.hint)
        raise LpplanError(problems=file.locate([problem]))
    return HouseStyle(style, content)


def _read(data: Data) -> tuple[Style | None, list[Problem]]:
    return read_table(data, Style, words.STYLE, _rules)


def _rules(style: Draft) -> Iterator[Problem]:
    colour = style.colour
    if colour and (ratio := contrast_on_white(colour)) < LEAST_CONTRAST:
        yield Problem(
            key=("colour",),
            code="low-contrast",
            message=f"cannot be read on white: its contrast is {ratio:.2f} to 1, and must be"
            f" {LEAST_CONTRAST} to 1",
            hint=f'Take a darker one, such as "{readable(colour)}".',
        )
    for name, section in (style.sections or {}).items():
        yield from _section_rules(name, section)


def _section_rules(name: str, section: Draft) -> Iterator[Problem]:
    """What is wrong with a section: a name that none has, or a place that there is not."""
    key = ("sections", name)
    if section.before and section.after:
        message = "goes with before: a section stands in one place"
        yield Problem((*key, "after"), "before-and-after", message, "Remove one of the two.")
    for place in ("before", "after"):
        anchor = getattr(section, place)
        if anchor and (anchor not in _KNOWN or anchor == name):
            message = "must name another section of a document"
            yield Problem((*key, place), "unknown-section", message, _meant(anchor))
    if name in _KNOWN:
        return
    placed = section.before or section.after
    if not placed and not (section.heading and section.text):
        yield Problem(key, "unknown-key", "is not a section of any document", _meant(name))
    elif not (placed and section.heading and section.text):
        message = "is a section of your own, and needs heading, text, and before or after"
        yield Problem(key, "incomplete-section", message, f'For example: after = "{_KNOWN[2]}"')


def _meant(name: str) -> str:
    """The sections that there are, the one that may be meant first."""
    from difflib import get_close_matches

    close = [] if name in _KNOWN else get_close_matches(name, _KNOWN, n=1, cutoff=0.7)
    meant = f"Did you mean {close[0]}? " if close else ""
    lists = (f"{kind}: {', '.join(names)}" for kind, names in SECTIONS.items())
    return f"{meant}The sections are, of the {'; of the '.join(lists)}."


class Section(NamedTuple):
    """A section: words that a house style may replace, and what stands in any case."""

    words: Sequence[str]
    facts: Sequence[Part] = ()
    new_page: bool = False


def in_house_style(
    kind: Kind, sections: Iterable[tuple[str, str, Section]], style: Style
) -> Iterator[Part]:
    """Sections by their names and headings; one without anything to say is left out."""
    styles = {
        name: own
        for name, own in style.sections.items()
        if not own.documents or kind in own.documents
    }
    for name, heading, section in _in_order([*sections], styles):
        own = styles.get(name, SectionStyle())
        if not own.show:
            continue
        told = map(Paragraph, section.words) if own.text is None else _parts(own.text)
        parts = [*told, *_parts(own.add)]
        if parts or section.facts:
            yield Heading(own.heading or heading, new_page=section.new_page)
            yield from parts
            yield from section.facts


def _in_order(
    sections: list[tuple[str, str, Section]], styles: Mapping[str, SectionStyle]
) -> list[tuple[str, str, Section]]:
    """The sections in the order that a style asks for, with those of its own among them."""
    for name, own in styles.items():
        names = [each[0] for each in sections]
        anchor = own.before or own.after
        if anchor is None or anchor not in names or (name in _KNOWN and name not in names):
            continue
        moved = sections.pop(names.index(name)) if name in names else (name, "", Section(()))
        place = next(n for n, each in enumerate(sections) if each[0] == anchor)
        sections.insert(place if own.before else place + 1, moved)
    return sections


def _parts(text: str | None) -> Iterator[Part]:
    if text is not None:
        from lpplan.show.markup import parts_of

        yield from parts_of(text)


def letterhead(house: HouseStyle) -> Letterhead:
    """Who a document is from, and how it looks."""
    style = house.style
    return Letterhead(style.name, style.address, style.contact, house.logo, style.colour)
