"""A document as Markdown."""

import re
from collections.abc import Iterable, Iterator
from itertools import count, groupby

from lpplan.show.document import (
    Bullets,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    KeyFigures,
    Paragraph,
    Part,
    Row,
    Styled,
    Table,
    runs_of,
)
from lpplan.show.gantt import Gantt
from lpplan.show.text import html_text, markdown_text, visible

_BEGINS = re.compile(r"^(?:\d+(?=[.)](?:\s|$))|(?=[-+=](?:[\s=-]|$)))")
"""What stands before a mark that means something where a line begins: a number, or nothing."""
_SEAM = "<!-- -->"
"""What stands between marks and what touches them, and is not shown."""
_TOUCHES = re.compile(r"[^\s!-)+-/:-@\[-`{-~]")
"""What is neither a blank nor a sign, but for ``*``."""


def document_markdown(document: Document, most: int = 0) -> str:
    """The document as Markdown in which every text shows as it stands.

    Where it has more than ``most`` characters (0 for any number), each of its lists and tables
    keeps to an equal part of them, and says how many lines it leaves out.
    """
    letterhead = "".join(f"{_text(line)}  \n" for line in document.letterhead.lines)
    foot = f"\n---\n\n{_text(document.footer)}\n" if document.footer else ""
    # A table beside it says what a picture in time says.
    parts = [p for p in (*document.opening, *document.parts) if not isinstance(p, Gantt)]

    def laid_out(room: int) -> str:
        body = "\n\n".join(_part(part, room) for part in parts) + "\n"
        return f"{letterhead}\n{body}{foot}".lstrip("\n")

    whole = laid_out(0)
    return laid_out(most // _lengthy(parts)) if 0 < most < len(whole) else whole


def _lengthy(parts: Iterable[Part]) -> int:
    """How many lists and tables there are, and one more for all else."""
    insides = (part.parts for part in parts if isinstance(part, Folded))
    lengthy = sum(isinstance(part, Bullets | Table) for part in parts)
    return lengthy + sum(map(_lengthy, insides)) + 1


def _part(part: Part, room: int) -> str:
    shown = part.table if isinstance(part, KeyFigures) else part
    return "\n".join(_lines(shown, room))


def _lines(part: Part, room: int) -> Iterator[str]:
    match part:
        case Heading():
            yield f"{'#' * part.level} {_text(part.words)}"
        case Paragraph():
            yield _styled(part.words, strong=part.tone not in ("plain", "quiet"))
        case Bullets():
            signs = (f"{number}." if part.numbered else "-" for number in count(1))
            yield from _up_to(room, map("{} {}".format, signs, map(_styled, part.items)))
        case Excerpt():
            yield _text(part.where) + (f": {_code(part.line)}" if part.line else "")
            yield from ("", _text(part.hint))
        case Table():
            yield from _table(part, room)
            for sentence in part.below:
                yield from ("", _text(sentence))
        case Figure():
            yield _text(part.words)
        case Folded():
            yield f"<details><summary>{html_text(part.summary)}</summary>"
            for inner in part.parts:
                yield from ("", _part(inner, room))
            yield from ("", "</details>")


def _text(words: str) -> str:
    """Words that begin a line, where blanks before them would make code of them."""
    return _begun(_cell(words))


def _cell(words: str) -> str:
    return markdown_text(visible(words).strip())


def _begun(line: str) -> str:
    """A line that begins no list, and is no rule and no line under a heading."""
    return _BEGINS.sub(r"\g<0>\\", line)


def _code(line: str) -> str:
    """A line as code, between more marks than any in it."""
    code = visible(line).strip()
    marks = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
    return f"{marks} {code} {marks}" if "`" in code else f"{marks}{code}{marks}"


def _styled(words: Styled, *, strong: bool = False) -> str:
    """Words run by run, those of one look together; all bold where the paragraph is strong."""
    runs = (run._replace(bold=run.bold or strong) for run in runs_of(words))
    shown, was_marked = "", False
    for look, alike in groupby(runs, lambda run: run._replace(words="")):
        text = visible("".join(run.words for run in alike))
        core = text.strip()
        before, _, after = text.partition(core) if core else (text, "", "")
        mark = "*" * (2 * look.bold + look.italic) if core else ""
        said = f"{mark}{markdown_text(core)}{mark}"
        if look.link and core:
            said, mark = f"[{said}](<{look.link}>)", ""
        said = f"{before}{said}{after}"
        # Marks count where a blank or a sign is beside them.
        begins, ends = mark and not before, mark and not after
        if (was_marked and _TOUCHES.match(said)) or (begins and _TOUCHES.match(shown[-1:])):
            shown += _SEAM
        shown += said
        was_marked = bool(ends)
    return _begun(shown.strip())


def _up_to(room: int, lines: Iterable[str]) -> Iterator[str]:
    """The lines that keep to so many characters (0 for any number), and how many do not."""
    left_out = size = 0
    for line in lines:
        if room and size + len(line) + 1 > room:
            left_out += 1
        else:
            size += len(line) + 1
            yield line
    if left_out:
        yield from ("", f"… and {left_out:,} more, left out for length.")


def _table(grid: Table, room: int) -> Iterator[str]:
    figures, marks = grid.figures, grid.marks
    headings = marks.headings(grid.columns)
    yield _line(map(_cell, headings))
    yield _line("---:" if n in figures else ":---" for n in range(len(headings)))
    rows = (_row(row, marks.row(row)) for row in grid.rows)
    yield from _up_to(room, rows)


def _row(row: Row, cells: Iterable[str]) -> str:
    shown = map(_cell, cells)
    strong = row.strong or row.group
    return _line(f"**{words}**" if words and strong else words for words in shown)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
