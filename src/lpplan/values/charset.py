"""Text in the characters that a console or pipe has."""

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
