"""Words of one's own in a small part of Markdown: emphasis, lists and links, and nothing else.

Headings, HTML, images, tables and code show as they stand.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lpplan.show.document import Bullets, Paragraph, Part, Run, Styled

_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library names it)
        return bool(_LINK.match(url))


def parts_of(text: str) -> Iterator[Part]:
    """A text as paragraphs and lists. Only addresses of the web and of mail are links."""
    reader = _Reader("zero").enable(["list", "emphasis", "link", "autolink", "escape", "newline"])
    lists: list[tuple[bool, list[Styled]]] = []
    for token in reader.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append((token.type == "ordered_list_open", []))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbered, items = lists.pop()
            if lists:
                # A list within a list goes on with it.
                lists[-1][1].extend(items)
            else:
                yield Bullets(items, numbered)
        elif token.type == "inline":
            words = _styled(token.children or ())
            if lists:
                lists[-1][1].append(words)
            else:
                yield Paragraph(words)


def _styled(tokens: Sequence[Token]) -> Styled:
    runs: list[Run] = []
    now = Run("")
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                now = now._replace(bold=token.nesting > 0)
            case "em_open" | "em_close":
                now = now._replace(italic=token.nesting > 0)
            case "link_open":
                now = now._replace(link=str(token.attrs["href"]))
            case "link_close":
                now = now._replace(link="")
            case "softbreak" | "hardbreak":
                runs.append(now._replace(words=" "))
            case _:
                runs.append(now._replace(words=token.content))
    told = [run for run in runs if run.words]
    plain = all(run == Run(run.words) for run in told)
    return "".join(run.words for run in told) if plain else tuple(told)
