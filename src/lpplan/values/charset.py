"""Text in the characters that a console or pipe has, and those that do harm anywhere."""

import re

# Controls, line separators, overrides of the reading direction, halves of characters that a file
# name or flag which is no text leaves behind, and two codes that no XML may hold.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

_STAND_INS = {
    "£": "GBP ",
    "–": "-",
    "—": "-",
    "─": "-",
    "·": "-",
    "…": "...",
    "×": "x",
    "½": "1/2",
    "→": "->",
    "✓": "+",
    "✗": "x",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
}


def in_charset(text: str, encoding: str) -> str:
    """The text in characters of an encoding, something like it for those that it lacks."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_in_charset(character, encoding) for character in text)
    return text


def _in_charset(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return _STAND_INS.get(character, "?")
    return character
