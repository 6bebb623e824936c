"""A document as one HTML file that prints well and reads well without its styles."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape

from lpplan.show.charts import chart_in_words, chart_svg
from lpplan.show.document import (
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Letterhead,
    Paragraph,
    Part,
)
from lpplan.show.text import visible

_STYLE = """\
:root { color-scheme: light; }
body { font: 11pt/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2 { color: COLOUR; line-height: 1.2; break-after: avoid; }
h2 { border-bottom: 1px solid COLOUR; padding-bottom: .2rem; margin-top: 2rem; }
header { display: flex; gap: 1.5rem; align-items: flex-start; justify-content: space-between; }
header img { max-height: 5rem; max-width: 14rem; }
address { font-style: normal; text-align: right; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: 10pt; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid #ccc; font-weight: normal; }
thead th { font-weight: bold; border-bottom: 2px solid COLOUR; }
.figure { text-align: right; white-space: nowrap; }
tr.strong th, tr.strong td { font-weight: bold; border-top: 2px solid #1a1a1a; }
tr.group th { font-weight: bold; padding-top: .8rem; }
tr.tall th, tr.tall td { height: 3rem; border: 1px solid #999; }
.loud { font-weight: bold; }
figure { margin: 1rem 0; break-inside: avoid; }
figcaption, footer { font-size: 9pt; color: #444; }
footer { border-top: 1px solid #ccc; margin-top: 3rem; padding-top: .5rem; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  .new-page { break-before: page; }
}
"""


def document_html(document: Document) -> str:
    """The document as one file: its styles, logo and picture stand within it."""
    letterhead = document.letterhead
    body = "\n".join(_html(part, letterhead.colour) for part in document.parts)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n"
        f"<style>\n{_STYLE.replace('COLOUR', letterhead.colour)}</style>\n</head>\n<body>\n"
        f"{_letterhead(letterhead)}<main>\n{body}\n</main>\n"
        f"<footer>{_text(document.footer)}</footer>\n</body>\n</html>\n"
    )


def _letterhead(letterhead: Letterhead) -> str:
    lines = [line for line in (letterhead.name, *letterhead.address, letterhead.contact) if line]
    logo = ""
    if letterhead.logo is not None:
        content = b64encode(letterhead.logo.content).decode("ascii")
        source = f"data:image/{letterhead.logo.kind};base64,{content}"
        logo = f'<img src="{source}" alt="{_text(letterhead.name or "Logo")}">'
    if not lines and not logo:
        return ""
    return f"<header>{logo}<address>{'<br>'.join(map(_text, lines))}</address></header>\n"


def _html(part: Part, colour: str) -> str:
    match part:
        case Heading():
            page = ' class="new-page"' if part.new_page else ""
            return f"<h{part.level}{page}>{_text(part.words)}</h{part.level}>"
        case Paragraph():
            loud = ' class="loud"' if part.loud else ""
            return f"<p{loud}>{_text(part.words)}</p>"
        case Bullets():
            return f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in part.items)}</ul>"
        case Grid():
            return "\n".join(_table(part))
        case Figure():
            caption = f"<figcaption>{_text(chart_in_words(part.curve))}</figcaption>"
            return f"<figure>{chart_svg(part.curve, colour)}{caption}</figure>"


def _table(grid: Grid) -> Iterator[str]:
    figures = set(grid.right)
    yield "<table>"
    yield f"<thead><tr>{''.join(_cells(grid.headings, figures, heading=True))}</tr></thead>"
    yield "<tbody>"
    for row in grid.rows:
        if row.group:
            spanning = f'scope="colgroup" colspan="{len(row.cells)}"'
            yield f'<tr class="group"><th {spanning}>{_text(row.cells[0])}</th></tr>'
            continue
        kind = ' class="strong"' if row.strong else ' class="tall"' if row.tall else ""
        yield f"<tr{kind}>{''.join(_cells(row.cells, figures))}</tr>"
    yield "</tbody>"
    yield "</table>"


def _cells(cells: Iterable[str], figures: set[int], *, heading: bool = False) -> Iterator[str]:
    """The cells of a row; the first tells what the row is about."""
    for place, cell in enumerate(cells):
        figure = ' class="figure"' if place in figures else ""
        if heading and cell:
            yield f'<th scope="col"{figure}>{_text(cell)}</th>'
        elif place == 0 and not heading:
            yield f'<th scope="row">{_text(cell)}</th>'
        else:
            yield f"<td{figure}>{_text(cell)}</td>"


def _text(words: str) -> str:
    return escape(visible(words))
