"""A document as Markdown."""

from collections.abc import Iterable, Iterator

from lpplan.show.charts import chart_in_words
from lpplan.show.document import Bullets, Document, Figure, Grid, Heading, Paragraph, Part
from lpplan.show.text import markdown_text


def whole_document_markdown(document: Document) -> str:
    """A document to send, with its letterhead and its foot."""
    head = document.letterhead
    lines = [line for line in (head.name, *head.address, head.contact) if line]
    letterhead = "".join(f"{markdown_text(line)}  \n" for line in lines)
    foot = f"\n---\n\n{markdown_text(document.footer)}\n"
    return f"{letterhead}\n{document_markdown(document.parts)}{foot}".lstrip("\n")


def document_markdown(parts: Iterable[Part]) -> str:
    """The document as Markdown in which every text shows as it stands."""
    return "\n\n".join("\n".join(_lines(part)) for part in parts) + "\n"


def _lines(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield f"{'#' * part.level} {markdown_text(part.words)}"
        case Paragraph():
            yield _strong(part.words) if part.loud else markdown_text(part.words)
        case Bullets():
            yield from (f"- {markdown_text(item)}" for item in part.items)
        case Grid():
            yield _row(part.headings)
            rules = ("---:" if n in part.right else ":---" for n in range(len(part.headings)))
            yield f"| {' | '.join(rules)} |"
            yield from (_row(row.cells, strong=row.strong or row.group) for row in part.rows)
        case Figure():
            yield markdown_text(chart_in_words(part.curve))


def _row(cells: Iterable[str], *, strong: bool = False) -> str:
    shown = (_strong(cell) if strong else markdown_text(cell) for cell in cells)
    return f"| {' | '.join(shown)} |"


def _strong(words: str) -> str:
    return f"**{markdown_text(words.strip())}**" if words.strip() else ""
