"""The formats that lpplan writes: one writer for each that people read, and data for machines.

A command says how each of its formats is made, so that it has no format that nothing makes.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias, TypeVar

from lpplan.show.document import Document
from lpplan.show.extras import need_office
from lpplan.show.html import document_html
from lpplan.show.markdown import document_markdown
from lpplan.show.terminal import Screen, document_text

_Result = TypeVar("_Result")

Made: TypeAlias = Document | str | bytes | Iterator[str]
"""A result: a document to lay out, or what is written as it is, at once or part by part."""
Formats: TypeAlias = Mapping[str, Callable[[_Result], Made]]
"""The formats of a command, the usual one first, each with what makes it from the result."""


def _word(document: Document, _: Screen) -> bytes:
    need_office("A Word document", "docx", "PIL")
    from lpplan.show.word import document_word

    return document_word(document)


_WRITERS: Mapping[str, Callable[[Document, Screen], str | bytes]] = {
    "table": document_text,
    "markdown": lambda document, _: document_markdown(document),
    "html": lambda document, _: document_html(document),
    "docx": _word,
}
"""A writer for each format that people read; each lays out any document."""

ENDINGS: Mapping[str, str] = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".txt": "table",
    ".toml": "toml",
    ".sarif": "sarif",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ics": "ics",
}
"""The format that each ending of a file name stands for."""


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
    return _WRITERS[form](made, screen) if isinstance(made, Document) else made
