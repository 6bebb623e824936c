"""A document as one HTML file that prints well and reads well without its styles."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from lpplan.show.charts import chart_svg
from lpplan.show.document import (
    Bullets,
    Document,
    Excerpt,
    Figure,
    Folded,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    Table,
)
from lpplan.show.text import visible

_STYLE = """\
:root { color-scheme: light; }
body { font: 11pt/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2 { color: COLOUR; line-height: 1.2; break-after: avoid; }
h2 { border-bottom: 1px solid COLOUR; padding-bottom: .2rem; margin-top: 2rem; }
header { display: flex; gap: 1.5rem; align-items: flex-start; justify-content: space-between; }
header img { max-height: 5rem; max-width: 14rem; }
address { font-style: normal; text-align: right; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: 10pt; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid #ccc; font-weight: normal; }
thead th, thead td { font-weight: bold; border-bottom: 2px solid COLOUR; }
.figure { text-align: right; white-space: nowrap; }
thead .figure { white-space: normal; }
.long { overflow-wrap: anywhere; }
main { overflow-x: auto; }
tr.strong th, tr.strong td { font-weight: bold; border-top: 2px solid #1a1a1a; }
tr.group th { font-weight: bold; padding-top: .8rem; }
tr.tall th, tr.tall td { height: 3rem; border: 1px solid #999; }
.strong, .loud, .good, .bad { font-weight: bold; }
.loud, .mark { color: #8a4200; }
.good { color: #2e6b2e; }
.bad { color: #a01c1c; }
.quiet { color: #595959; }
.mark { white-space: nowrap; }
pre { white-space: pre-wrap; font-size: 9pt; }
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


_LONGEST_WORD = 24
"""How many characters of a word a column of a table always holds."""


def document_html(document: Document) -> str:
    """The document as one file: its styles, logo and picture stand within it."""
    letterhead = document.letterhead
    parts = [document.heading, *document.parts]
    body = "\n".join(line for part in parts for line in _lines(part, letterhead.colour))
    footer = f"<footer>{_text(document.footer)}</footer>\n" if document.footer else ""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n"
        f"<style>\n{_STYLE.replace('COLOUR', letterhead.colour)}</style>\n</head>\n<body>\n"
        f"{_letterhead(letterhead)}<main>\n{body}\n</main>\n"
        f"{footer}</body>\n</html>\n"
    )


def _letterhead(letterhead: Letterhead) -> str:
    logo = ""
    if letterhead.logo is not None:
        kind = "png" if letterhead.logo.startswith(b"\x89PNG") else "jpeg"
        source = f"data:image/{kind};base64,{b64encode(letterhead.logo).decode('ascii')}"
        logo = f'<img src="{source}" alt="{_text(letterhead.name or "Logo")}">'
    if not letterhead.lines and not logo:
        return ""
    lines = "<br>".join(map(_text, letterhead.lines))
    return f"<header>{logo}<address>{lines}</address></header>\n"


def _lines(part: Part, colour: str) -> Iterator[str]:
    match part:
        case Heading():
            page = ' class="new-page"' if part.new_page else ""
            yield f"<h{part.level}{page}>{_text(part.words)}</h{part.level}>"
        case Paragraph():
            tone = "" if part.tone == "plain" else f' class="{part.tone}"'
            yield f"<p{tone}>{_text(part.words)}</p>"
        case Bullets():
            yield f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in part.items)}</ul>"
        case Excerpt():
            lines = [f"--> {part.where}", *([part.line] if part.line else []), f"= {part.hint}"]
            yield f"<pre>{'&#10;'.join(map(_text, lines))}</pre>"
        case Table():
            yield from _table(part)
        case Figure():
            caption = f"<figcaption>{_text(part.words)}</figcaption>"
            yield f"<figure>{chart_svg(part, colour)}{caption}</figure>"
        case Folded():
            yield f"<details><summary>{_text(part.summary)}</summary>"
            for inner in part.parts:
                yield from _lines(inner, colour)
            yield "</details>"


def _table(grid: Table) -> Iterator[str]:
    figures, marks = grid.figures, grid.marks
    headings = marks.headings(grid.columns)
    kinds = ["figure" if n in figures else "" for n in range(len(grid.columns))]
    kinds += ["mark"] * marks.apart
    yield "<table>"
    yield f"<thead><tr>{''.join(map(_heading, headings, kinds))}</tr></thead>"
    yield "<tbody>"
    for row in grid.rows:
        words = marks.row(row)
        if row.group:
            spanning = f'scope="colgroup" colspan="{len(headings)}"'
            yield f'<tr class="group"><th {spanning}>{_text(words[0])}</th></tr>'
            continue
        style = ' class="strong"' if row.strong else ' class="tall"' if row.tall else ""
        # The first cell tells what the row is about.
        first = _cell(words[0], kinds[0], scope="row")
        yield f"<tr{style}>{first}{''.join(map(_cell, words[1:], kinds[1:]))}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield from (f"<p>{_text(sentence)}</p>" for sentence in grid.below)


def _heading(words: str, kind: str) -> str:
    return _cell(words, kind, scope="col") if words else "<td></td>"


def _cell(words: str, kind: str, scope: str = "") -> str:
    """A cell, or with a scope a heading of its row or column."""
    # Only where one word could be wider than the page may it break anywhere.
    if not kind and max(map(len, words.split()), default=0) > _LONGEST_WORD:
        kind = "long"
    style = f' class="{kind}"' if kind else ""
    if scope:
        return f'<th scope="{scope}"{style}>{_text(words)}</th>'
    return f"<td{style}>{_text(words)}</td>"


def _text(words: str) -> str:
    return escape(visible(words))
