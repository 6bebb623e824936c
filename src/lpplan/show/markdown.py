"""A document as Markdown."""

from collections.abc import Iterable, Iterator
from itertools import count

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
from lpplan.show.text import markdown_text, visible, without_commands


def document_markdown(document: Document, most: int = 0) -> str:
    """The document as Markdown in which every text shows as it stands.

    Where it has more than ``most`` characters (0 for any number), each of its lists and tables
    keeps to an equal part of them, and says how many lines it leaves out.
    """
    letterhead = "".join(f"{markdown_text(line)}  \n" for line in document.letterhead.lines)
    foot = f"\n---\n\n{markdown_text(document.footer)}\n" if document.footer else ""
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
            yield f"{'#' * part.level} {markdown_text(part.words)}"
        case Paragraph():
            words = _styled(part.words)
            yield words if part.tone in ("plain", "quiet") else f"**{words}**"
        case Bullets():
            signs = (f"{number}." if part.numbered else "-" for number in count(1))
            yield from _up_to(room, map("{} {}".format, signs, map(_styled, part.items)))
        case Excerpt():
            line = without_commands(visible(part.line or "")).strip().replace("`", " ")
            yield markdown_text(part.where) + (f": `{line}`" if line else "")
            yield from ("", markdown_text(part.hint))
        case Table():
            yield from _table(part, room)
            for sentence in part.below:
                yield from ("", markdown_text(sentence))
        case Figure():
            yield markdown_text(part.words)
        case Folded():
            yield f"<details><summary>{markdown_text(part.summary)}</summary>"
            for inner in part.parts:
                yield from ("", _part(inner, room))
            yield from ("", "</details>")


def _styled(words: Styled) -> str:
    shown = []
    for run in runs_of(words):
        mark = "*" * (2 * run.bold + run.italic)
        text = f"{mark}{markdown_text(run.words)}{mark}"
        shown.append(f"[{text}](<{run.link}>)" if run.link else text)
    return "".join(shown)


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
    yield _line(map(markdown_text, headings))
    yield _line("---:" if n in figures else ":---" for n in range(len(headings)))
    rows = (_row(row, marks.row(row)) for row in grid.rows)
    yield from _up_to(room, rows)


def _row(row: Row, cells: Iterable[str]) -> str:
    shown = (markdown_text(words.strip()) for words in cells)
    strong = row.strong or row.group
    return _line(f"**{words}**" if words and strong else words for words in shown)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
