"""A document as Markdown."""

from collections.abc import Iterable, Iterator

from lpplan.show.charts import chart_in_words
from lpplan.show.document import (
    Bullets,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    cell_words,
    figure_columns,
    last_mark,
    marks_apart,
    words_with_mark,
)
from lpplan.show.text import markdown_text


def document_markdown(document: Document) -> str:
    """The document as Markdown in which every text shows as it stands."""
    letterhead = "".join(f"{markdown_text(line)}  \n" for line in document.letterhead.lines)
    foot = f"\n---\n\n{markdown_text(document.footer)}\n" if document.footer else ""
    parts = [document.heading, *document.parts]
    body = "\n\n".join(map(_part, parts)) + "\n"
    return f"{letterhead}\n{body}{foot}".lstrip("\n")


def _part(part: Part) -> str:
    return "\n".join(_lines(part))


def _lines(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield f"{'#' * part.level} {markdown_text(part.words)}"
        case Paragraph():
            words = markdown_text(part.words)
            yield words if part.tone in ("plain", "quiet") else f"**{words}**"
        case Bullets():
            yield from (f"- {markdown_text(item)}" for item in part.items)
        case Excerpt():
            yield f"{markdown_text(part.where)}: `{(part.line or '').strip().replace('`', ' ')}`"
            yield from ("", markdown_text(part.hint))
        case Table():
            yield from _table(part)
            for sentence in part.below:
                yield from ("", markdown_text(sentence))
        case Figure():
            yield markdown_text(chart_in_words(part.curve))
        case Folded():
            yield f"<details><summary>{markdown_text(part.summary)}</summary>"
            for inner in part.parts:
                yield from ("", _part(inner))
            yield from ("", "</details>")


def _table(grid: Table) -> Iterator[str]:
    figures, apart = figure_columns(grid), marks_apart(grid)
    headings = [column.heading for column in grid.columns] + [""] * apart
    yield _line(map(markdown_text, headings))
    yield _line("---:" if n in figures else ":---" for n in range(len(headings)))
    for row in grid.rows:
        cells = [cell_words(cell) if apart else words_with_mark(cell) for cell in row.cells]
        yield _line(_cell(words, row) for words in cells + [last_mark(row)] * apart)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(words: str, row: Row) -> str:
    shown = markdown_text(words.strip())
    return f"**{shown}**" if shown and (row.strong or row.group) else shown
