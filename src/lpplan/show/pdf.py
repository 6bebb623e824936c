"""A document as PDF, tagged for those who hear it read (PDF/UA-1).

Only ``show.formats`` imports this, and only for a PDF. How it looks is in ``pdf.typ``, which reads
the document's texts as data: nothing that anybody writes in a plan is code of Typst.
"""

import json
import re
from collections.abc import Collection
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any
from unicodedata import name

import typst

from lpplan.show.cells import Money, Status, cell_words
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
    Paragraph,
    Part,
    Styled,
    Table,
    runs_of,
)
from lpplan.show.gantt import Gantt
from lpplan.show.text import visible
from lpplan.show.typeset import svg_png, typeset
from lpplan.values.problem import LpplanError

_STAND_IN = "□"
_LACKING = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`')
_MOST_NAMED = 5


def document_pdf(document: Document) -> bytes:
    """The document as PDF, the same to the byte for the same day.

    What no font can show is replaced, and a line at the end says so, since PDF/UA does not let it
    stand. Raises LpplanError where Typst cannot make it.
    """
    template = (files("lpplan.show") / "pdf.typ").read_bytes()
    made = datetime.combine(document.made, time(), UTC)
    lacking: set[str] = set()
    painted = False
    while True:
        data = json.dumps(_Content(document, lacking, painted=painted).data).encode()
        content = {"main.typ": template, "document.json": data}
        try:
            return typeset(content, "pdf", pdf_standards=["ua-1"], timestamp=made)
        except typst.TypstError as wrong:
            if found := set(map(_unescaped, _LACKING.findall(wrong.diagnostic))) - lacking:
                lacking |= found
            elif painted:
                raise LpplanError(f"The PDF cannot be made: {wrong.message}.") from wrong
            else:
                # Which text within a picture no font can show is not told: dots need no font.
                painted = True


def _unescaped(text: str) -> str:
    r"""A text as a message of Typst has it, where ``\u{e000}`` may stand for a character."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)


def _in_words(text: str) -> str:
    """A text that no font has, such as ``U+1F984 (unicorn face)``."""
    codes = " ".join(f"U+{ord(character):04X}" for character in text)
    known = name(text, "").lower() if len(text) == 1 else ""
    return f"{codes} ({known})" if known else codes


class _Content:
    """The data that ``pdf.typ`` reads, with a stand-in for each text that no font has."""

    def __init__(self, document: Document, lacking: Collection[str], *, painted: bool) -> None:
        longest_first = sorted(lacking, key=lambda text: (-len(text), text))
        self._lacking = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
        self._painted = painted
        letterhead = document.letterhead
        self._colour = letterhead.colour
        self._level = 0
        parts: list[Part] = [*document.parts]
        if lacking:
            named = [_in_words(text) for text in longest_first[:_MOST_NAMED]]
            more = ["others"] if len(lacking) > _MOST_NAMED else []
            note = f"{_STAND_IN} stands for what the fonts of this document do not have:"
            parts.append(Paragraph(f"{note} {', '.join([*named, *more])}.", "quiet", apart=True))
        cover = document.cover and self._cover(document.cover)
        self.data = {
            "title": self._text(document.title),
            "author": self._text(letterhead.name or "lpplan"),
            "footer": self._text(document.footer),
            "colour": letterhead.colour,
            "logo": None if letterhead.logo is None else [*letterhead.logo],
            "lines": [*map(self._text, letterhead.lines)],
            "cover": cover,
            "parts": [self._part(part) for part in ([] if cover else [document.heading]) + parts],
        }

    def _cover(self, cover: Cover) -> dict[str, Any]:
        self._level = 1
        return {
            "kind": self._text(cover.kind),
            "subject": self._text(cover.subject),
            "recipient": self._text(cover.recipient),
            "facts": [[*map(self._text, fact)] for fact in cover.facts],
        }

    def _text(self, words: str) -> str:
        return self._shown(words).strip()

    def _shown(self, words: str) -> str:
        return self._lacking.sub(_STAND_IN, visible(words))

    def _part(self, part: Part) -> dict[str, Any]:
        """A part as data of one kind, with its texts."""
        words: dict[str, Any] = {"kind": type(part).__name__}
        match part:
            case Heading():
                # PDF/UA has no heading two levels below the one before it.
                self._level = min(part.level, self._level + 1)
                words |= {"level": self._level, "new-page": part.new_page, "tone": part.tone}
                words["words"] = self._text(part.words)
            case Paragraph():
                words |= {"runs": self._runs(part.words), "tone": part.tone}
            case Bullets():
                words |= {"items": [*map(self._runs, part.items)], "numbered": part.numbered}
            case Excerpt():
                lines = (f"{part.where}:", part.line or "", part.hint)
                words["lines"] = [self._text(line) for line in lines if line]
            case Table():
                words |= self._table(part)
            case KeyFigures():
                words["figures"] = [
                    {
                        "label": self._text(figure.label),
                        "value": self._text(cell_words(figure.value)),
                        "mark": figure.value.mark if isinstance(figure.value, Money) else "",
                        "remark": self._text(figure.remark),
                    }
                    for figure in part.figures
                ]
            case Figure() | Gantt():
                words["kind"] = "Picture"
                svg = picture_svg(part, self._colour)
                # Bytes of an image as numbers: a file that Typst is handed holds text.
                words["picture"] = [*svg_png(svg, scale=3)] if self._painted else svg
                words["words"] = self._text(part.words)
            case Folded():
                # A page cannot be asked to unfold it.
                summary = self._part(Heading(part.summary))
                words["parts"] = [summary, *map(self._part, part.parts)]
        return words

    def _runs(self, words: Styled) -> list[dict[str, Any]]:
        return [run._asdict() | {"words": self._shown(run.words)} for run in runs_of(words)]

    def _table(self, grid: Table) -> dict[str, Any]:
        marks, figures = grid.marks, grid.figures
        return {
            "headings": [*map(self._text, marks.headings(grid.columns))],
            "figures": [index in figures for index in range(len(grid.columns))],
            "keep": [column.keep or n in figures for n, column in enumerate(grid.columns)],
            "marks": marks.apart,
            "wide": grid.wide,
            "rows": [
                {
                    "cells": [*map(self._text, marks.row(row))],
                    "tones": {
                        str(n): cell.tone
                        for n, cell in enumerate(row.cells)
                        if isinstance(cell, Status)
                    },
                    "strong": row.strong,
                    "group": row.group,
                    "tall": row.tall,
                }
                for row in grid.rows
            ],
            "below": [*map(self._text, grid.below)],
        }
