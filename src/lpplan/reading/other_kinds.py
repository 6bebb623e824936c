"""Texts that are no TOML from beginning to end, because they are something else.

Loaded only for a text that is not TOML.
"""

import re
from typing import NamedTuple

_TO_START = "'lpplan example' lists plans to start from."


class _Kind(NamedTuple):
    pattern: re.Pattern[str]
    code: str
    message: str
    hint: str


def _begins(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\A\s*(?P<here>{pattern})", re.ASCII | re.IGNORECASE)


_KINDS = (
    _Kind(
        re.compile(r"^(?P<here><{7}|={7}|>{7})(?= |$)", re.MULTILINE),
        "merge-conflict",
        "holds a merge conflict that git marked and nobody has settled yet",
        "Keep the lines that are right, and remove the marks <<<<<<<, ======= and >>>>>>>.",
    ),
    _Kind(
        _begins(r"\{\\rtf"),
        "syntax",
        "is a document of a word processor (RTF), and must be plain text in TOML",
        f"Save it as plain text; {_TO_START}",
    ),
    _Kind(
        _begins(r"%PDF-"),
        "syntax",
        "is a PDF, and must be plain text in TOML",
        f"Name the file that it was made from; {_TO_START}",
    ),
    _Kind(
        _begins(r"<(?:!doctype|!--|\?xml|html|head|body|div|table|p)\b"),
        "syntax",
        "is a web page (HTML or XML), and must be plain text in TOML",
        f"Save the text itself, not the page around it; {_TO_START}",
    ),
    _Kind(
        _begins(r"\{\s*(?:\"|\})|\[\s*\{\s*\""),
        "syntax",
        "is JSON, and must be TOML",
        f"A saved quote goes to 'lpplan recheck' or 'lpplan compare'; {_TO_START}",
    ),
    _Kind(
        # No line of it has an equals sign or a header, and the first has three cells or more.
        re.compile(
            r"\A\s*(?P<here>[^\n=\[]+?([,;\t])[^\n=\[]*?\2[^\n=\[]*)(?:\n[^\n=\[]*)*\Z", re.ASCII
        ),
        "syntax",
        "is a list with separators (CSV), and must be TOML",
        f"A list of schools goes to 'lpplan batch'; {_TO_START}",
    ),
)


def other_kind(text: str) -> tuple[int, str, str, str] | None:
    """The line where it shows that a text is of another kind, a code, a message and a hint."""
    for pattern, code, message, hint in _KINDS:
        if match := pattern.search(text):
            return 1 + text.count("\n", 0, match.start("here")), code, message, hint
    return None
