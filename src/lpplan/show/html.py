"""A document as one HTML file that prints well and reads well without its styles."""

from base64 import b64encode
from collections.abc import Iterator, Sequence

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
    KeyFigure,
    KeyFigures,
    Letterhead,
    Paragraph,
    Part,
    Styled,
    Table,
    runs_of,
)
from lpplan.show.gantt import Gantt
from lpplan.show.logo import kind_of
from lpplan.show.text import html_text as _text

_STYLE = """\
:root { color-scheme: light; --house: COLOUR; --rule: #c8c8c8; --ink: #1a1a1a; --quiet: #595959;
  --tint: color-mix(in srgb, COLOUR 10%, white); }
body { font: 11pt/1.45 system-ui, sans-serif; color: var(--ink); background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2, h3 { color: var(--house); line-height: 1.2; break-after: avoid; }
h1 { font-size: 20pt; }
h2 { font-size: 14pt; margin: 2.2rem 0 .6rem; }
h3 { font-size: 11.5pt; margin: 1.4rem 0 .4rem; }
p { margin: .5rem 0; }
li { margin: .2rem 0; }
header { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start;
  justify-content: space-between; margin-bottom: 1.5rem; }
header img { max-height: 5rem; max-width: min(20rem, 100%); }
address { font-style: normal; text-align: right; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 10pt; font-variant-numeric: tabular-nums; }
table.wide { width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid var(--rule); font-weight: normal; }
thead th, thead td { font-weight: bold; background: var(--tint);
  border-bottom: 2px solid var(--house); }
.facts th { color: var(--quiet); white-space: nowrap; padding-right: 1.5rem; }
.figure { text-align: right; white-space: nowrap; }
thead .figure { white-space: normal; }
.long { overflow-wrap: anywhere; }
tr.strong th, tr.strong td { font-weight: bold; }
tr:not(.strong) + tr.strong > * { border-top: 2px solid var(--house); }
tr.group th { font-weight: bold; padding-top: .8rem; color: var(--house); }
tr.tall th, tr.tall td { height: 3rem; border-bottom: 1px solid var(--ink); }
tr.tall td { width: 40%; }
.strong, .loud, .good, .bad { font-weight: bold; }
.loud, .mark { color: #8a4200; }
.good { color: #2e6b2e; }
.bad { color: #a01c1c; }
.quiet { color: var(--quiet); }
.mark, .status, .keep { white-space: nowrap; }
.cover { background: var(--tint); border-top: 6px solid var(--house); padding: 1.5rem;
  margin-bottom: 2rem; }
.cover p { margin: 0; }
.cover h1 { font-size: 24pt; margin: .6rem 0 1rem; }
.cover .kind { color: var(--quiet); font-weight: bold; }
.cover .recipient { font-size: 14pt; }
dl { display: flex; flex-wrap: wrap; gap: .8rem 2rem; margin: 1.5rem 0 0; }
dt { font-size: 9pt; color: var(--quiet); }
dd { margin: 0; }
.key-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
  gap: 1rem; margin: 1rem 0 1.5rem; }
.key-figures div { border-left: 3px solid var(--house); padding-left: .6rem; }
.key-figures dd { font-size: 9pt; }
.key-figures dd:nth-of-type(1) { font-size: 16pt; font-weight: bold; color: var(--house); }
pre { white-space: pre-wrap; font-size: 9pt; }
figure { margin: 1.5rem 0; break-inside: avoid; }
figcaption, footer { font-size: 9pt; color: var(--quiet); }
footer { border-top: 1px solid var(--rule); margin-top: 3rem; padding-top: .5rem; }
@page { size: A4; margin: 18mm; }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
  table { font-size: 9pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, .key-figures, .short { break-inside: avoid; }
  .cover { break-after: page; min-height: 150mm; padding-top: 60mm; }
}
"""


_LONGEST_WORD = 24
"""How many characters of a word a column of a table always holds."""
_FEW = 14
"""How many characters a column keeps on one line."""
_SHORT = 12
"""The rows of a table that stays on one page."""


def document_html(document: Document) -> str:
    """The document as one file: its styles, logo and picture stand within it."""
    letterhead = document.letterhead
    opening = _cover(document.cover) if document.cover else _lines(document.heading, "")
    inside = (line for part in document.parts for line in _lines(part, letterhead.colour))
    body = "\n".join([*opening, *inside])
    footer = f"<footer>{_text(document.footer)}</footer>\n" if document.footer else ""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n"
        f"<style>\n{_STYLE.replace('COLOUR', letterhead.colour)}</style>\n</head>\n<body>\n"
        f"{_letterhead(letterhead)}<main>\n{body}\n</main>\n"
        f"{footer}</body>\n</html>\n"
    )


def _cover(cover: Cover) -> Iterator[str]:
    yield f'<div class="cover"><p class="kind">{_text(cover.kind)}</p>'
    yield f"<h1>{_text(cover.subject)}</h1>"
    yield f'<p class="recipient">for {_text(cover.recipient)}</p>'
    facts = (
        f"<div><dt>{_text(name)}</dt><dd>{_text(words)}</dd></div>" for name, words in cover.facts
    )
    yield f"<dl>{''.join(facts)}</dl></div>"


def _letterhead(letterhead: Letterhead) -> str:
    logo = ""
    if letterhead.logo is not None:
        packed = b64encode(letterhead.logo).decode("ascii")
        source = f"data:image/{kind_of(letterhead.logo)};base64,{packed}"
        logo = f'<img src="{source}" alt="{_text(letterhead.name or "Logo")}">'
    if not letterhead.lines and not logo:
        return ""
    lines = "<br>".join(map(_text, letterhead.lines))
    return f"<header>{logo}<address>{lines}</address></header>\n"


def _lines(part: Part, colour: str) -> Iterator[str]:
    match part:
        case Heading():
            # Where a browser's page ends is not known here, so none is begun: it could stay empty.
            yield f"<h{part.level}>{_text(part.words)}</h{part.level}>"
        case Paragraph():
            tone = "" if part.tone == "plain" else f' class="{part.tone}"'
            yield f"<p{tone}>{_styled(part.words)}</p>"
        case Bullets():
            kind = "ol" if part.numbered else "ul"
            items = "".join(f"<li>{_styled(item)}</li>" for item in part.items)
            yield f"<{kind}>{items}</{kind}>"
        case Excerpt():
            lines = [f"--> {part.where}", *([part.line] if part.line else []), f"= {part.hint}"]
            yield f"<pre>{'&#10;'.join(map(_text, lines))}</pre>"
        case Table():
            yield from _table(part)
        case KeyFigures():
            yield '<dl class="key-figures">'
            yield from map(_key_figure, part.figures)
            yield "</dl>"
        case Figure() | Gantt():
            caption = f"<figcaption>{_text(part.words)}</figcaption>"
            yield f"<figure>{picture_svg(part, colour)}{caption}</figure>"
        case Folded():
            yield f"<details><summary>{_text(part.summary)}</summary>"
            for inner in part.parts:
                yield from _lines(inner, colour)
            yield "</details>"


def _key_figure(figure: KeyFigure) -> str:
    value = f"<dd>{_text(cell_words(figure.value))}</dd>"
    mark = figure.value.mark if isinstance(figure.value, Money) else ""
    words = [f'<dd class="mark">{mark}</dd>'] if mark else []
    words += [f"<dd>{_text(figure.remark)}</dd>"] if figure.remark else []
    return f"<div><dt>{_text(figure.label)}</dt>{value}{''.join(words)}</div>"


def _table(grid: Table) -> Iterator[str]:
    figures, marks = grid.figures, grid.marks
    headings = marks.headings(grid.columns)
    kinds = [_kind(column, is_figure=n in figures) for n, column in enumerate(_columns(grid))]
    kinds += ["mark"] * marks.apart
    headed = any(headings)
    looks = ["wide"] * (grid.wide or any(row.tall for row in grid.rows))
    looks += ["facts"] * (not headed) + ["short"] * (len(grid.rows) <= _SHORT)
    # Who has no mouse can scroll what takes the focus.
    yield '<div class="scroll" tabindex="0">'
    yield f'<table class="{" ".join(looks)}">' if looks else "<table>"
    if headed:
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
        tones = {n: f"status {c.tone}" for n, c in enumerate(row.cells) if isinstance(c, Status)}
        kinds_here = [tones.get(n, kind) for n, kind in enumerate(kinds)]
        yield f"<tr{style}>{first}{''.join(map(_cell, words[1:], kinds_here[1:]))}</tr>"
    yield "</tbody>"
    yield "</table></div>"
    yield from (f"<p>{_text(sentence)}</p>" for sentence in grid.below)


def _columns(grid: Table) -> Iterator[list[str]]:
    """The words of each column, without those of headings that span all of them."""
    lines = [[*map(cell_words, row.cells)] for row in grid.rows if not row.group]
    return ([column.heading, *(line[n] for line in lines)] for n, column in enumerate(grid.columns))


def _kind(words: Sequence[str], *, is_figure: bool) -> str:
    """How a column is laid out: one of a few short words is kept on a line, as figures are."""
    if is_figure:
        return "figure"
    return "keep" if max(map(len, words)) <= _FEW else ""


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


def _styled(words: Styled) -> str:
    shown = []
    for run in runs_of(words):
        text = _text(run.words)
        text = f"<em>{text}</em>" if run.italic else text
        text = f"<strong>{text}</strong>" if run.bold else text
        shown.append(f'<a href="{_text(run.link)}">{text}</a>' if run.link else text)
    return "".join(shown)
