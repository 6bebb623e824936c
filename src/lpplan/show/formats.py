"""The formats that lpplan writes: one writer for each that people read, and data for machines.

A command says how each of its formats is made, so that it has no format that nothing makes.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TypeAlias, TypeVar

from lpplan.show.document import Document
from lpplan.show.terminal import Screen
from lpplan.values.problem import LpplanError

_Result = TypeVar("_Result")

Made: TypeAlias = Document | str | bytes | Iterator[str]
"""A result: a document to lay out, or what is written as it is, at once or part by part."""
Formats: TypeAlias = Mapping[str, Callable[[_Result], Made]]
"""The formats of a command, the usual one first, each with what makes it from the result."""

_WRITERS = {
    "table": "terminal:document_text",
    "markdown": "markdown:document_markdown",
    "html": "html:document_html",
    "docx": "word:document_word",
    "pdf": "pdf:document_pdf",
}
"""The writer of each format that people read, loaded where it is used; each lays out any
document."""

_TYPESETTING = ("typst", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_NEEDS = {
    "docx": ("A Word document", "docx", *_TYPESETTING),
    "pdf": ("A PDF", *_TYPESETTING),
}
"""What a format is called, and the libraries that it needs beyond those that everybody has."""

ENDINGS: Mapping[str, str] = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".txt": "table",
    ".toml": "toml",
    ".sarif": "sarif",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ics": "ics",
    ".svg": "svg",
}
"""The format that each ending of a file name stands for."""

PROGRAMS: Mapping[str, str] = {"word": "docx", "excel": "xlsx"}
"""The format of those who think of the program that opens it."""


def for_reading(
    document: Callable[[_Result], Document], first: str = "table"
) -> dict[str, Callable[[_Result], Made]]:
    """Every format that people read, the first one first, each made from one document."""
    return dict.fromkeys((first, *_WRITERS), document)


def as_it_is(document: Document) -> Document:
    """For a command whose result is a document already."""
    return document


def laid_out(made: Made, form: str, screen: Screen) -> str | bytes | Iterator[str]:
    """A result in its format. Raises LpplanError where a library for it is not installed."""
    if not isinstance(made, Document):
        return made
    if form in _NEEDS:
        need_office(*_NEEDS[form])
    module, _, function = _WRITERS[form].partition(":")
    write: Callable[..., str | bytes] = getattr(import_module(f"lpplan.show.{module}"), function)
    # Only a screen has a width and a set of characters of its own.
    return write(made, screen) if form == "table" else write(made)


def need_office(feature: str, *libraries: str) -> None:
    """Raise LpplanError where a feature, such as ``A workbook``, lacks a library it is made with.

    It says what to install: they come with the extra ``lpplan[office]``.
    """
    if any(find_spec(library) is None for library in libraries):
        from lpplan.show.extra import how_to_install

        raise LpplanError(
            f"{feature} needs libraries that are not installed: those of lpplan[office]",
            f"Install them: {how_to_install()}",
        )
