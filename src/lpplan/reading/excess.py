"""What a file holds that is more than is read: refused before anything is built of it."""

import re
from typing import Any

from lpplan.values.limits import (
    MOST_CHARACTERS,
    MOST_CHARACTERS_OF_A_NAME,
    MOST_KEYS,
    MOST_LEVELS,
    MOST_VALUES,
)
from lpplan.values.problem import KeyPath, Problem

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"?+|'[^'\n]*+'?+)"""
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?+'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5})?+"
    r"|\#[^\n]*+"
    rf"|(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+)"
    r"|(?P<bracket>[\[{\]}])",
    re.DOTALL,
)
"""Texts and comments, keys (or other values), and brackets; one pass over any text, TOML or not."""
_HINT = "No key of a plan, style or fee file is that deep; remove it."
_IS_IT_THAT = "No file needs that many: check that it is the one you meant."


class TooMuch(ValueError):
    """A file holds more than is read: what, and where."""

    def __init__(self, problem: Problem, line: int | None = None) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.line = line
        """Counted from 1; None where the key of the problem says where."""


def refuse_nesting(text: str) -> None:
    """Raise TooMuch for a text whose keys or brackets nest too deeply for a parser of TOML.

    That takes memory by the square of a key's parts, and calls itself at each bracket.
    """
    depth = 0
    for token in _TOKEN.finditer(text):
        if bracket := token["bracket"]:
            depth += 1 if bracket in "[{" else -1
        parts = token["key"].count(".") + 1 if token["key"] else 0
        if parts > MOST_LEVELS:
            parts = len(re.findall(_PART, token["key"]))
        if depth > MOST_LEVELS or parts > MOST_LEVELS:
            what = "tables or lists nested too deeply"
            if parts > MOST_LEVELS:
                what = f"a key of more than {MOST_LEVELS} parts"
            line = 1 + text.count("\n", 0, token.start())
            raise TooMuch(Problem((), "syntax", f"has {what}", _HINT), line)


def refuse_excess(
    data: Any, most_values: int = MOST_VALUES, most_characters: int = MOST_CHARACTERS
) -> None:
    """Raise TooMuch for data that is too deep, has too many values, or has too long a text."""
    held = 0
    inside: list[tuple[KeyPath, Any]] = [((), data)]
    while inside:
        key, value = inside.pop()
        if isinstance(value, str) and len(value) > most_characters:
            message = f"must be of at most {most_characters:,} characters"
            raise TooMuch(Problem(key, "too-long", message, "Shorten the text."))
        if key and isinstance(key[-1], str) and len(key[-1]) > MOST_CHARACTERS_OF_A_NAME:
            message = f"is a key of more than {MOST_CHARACTERS_OF_A_NAME} characters"
            raise TooMuch(Problem(key, "too-long", message, "Give it a shorter name."))
        if not isinstance(value, dict | list):
            continue
        if len(key) > MOST_LEVELS:
            raise TooMuch(Problem(key, "syntax", "is nested too deeply", _HINT))
        if isinstance(value, dict) and len(value) > MOST_KEYS:
            message = f"is a table of more than {MOST_KEYS} keys"
            raise TooMuch(Problem(key, "too-many-values", message, _IS_IT_THAT))
        held += len(value)
        if held > most_values:
            message = f"brings the file to more than {most_values:,} keys and entries of lists"
            raise TooMuch(Problem(key, "too-many-values", message, _IS_IT_THAT))
        named = value.items() if isinstance(value, dict) else enumerate(value)
        inside += [((*key, name), inner) for name, inner in named][::-1]
