"""What belongs in the place of a slip: one function for each kind of it.

Each is given the match of the slip's pattern, and gives None where nobody can tell.
"""

import re
import tomllib
from collections.abc import Callable
from math import prod
from typing import TypeAlias

from lpplan.reading import words
from lpplan.reading.excess import refuse_nesting
from lpplan.reading.typed import read_day, read_gateway

Match: TypeAlias = re.Match[str]

EXPECTED = {**words.PLAN, **words.FEES, **words.STYLE}
_NAMED = [(path.rpartition(".")[2], expects) for path, expects in EXPECTED.items()]
KNOWN = {name for name, _ in _NAMED} - {"*"}
"""Every name that a key or a table has in some file."""
TABLES = {name for name, expects in _NAMED if expects.example is None} - {"*"}
FREE_TEXT = {name for name, expects in _NAMED if expects.words.startswith(("a text", "a name"))}
"""Keys of texts that may be any words, not one of a few or in a form of their own."""
OF_LISTS = {name for name, expects in _NAMED if isinstance(expects.example, list)} - FREE_TEXT
LISTS = {path for path, expects in EXPECTED.items() if expects.words.startswith("[[")}
"""Tables that come more than once, each under a header in two pairs of brackets."""

_LONGEST = 500
"""Of a line that is looked at; nobody types a longer one by hand."""
_ITEM = r"\"[^\"]*\"|'[^']*'|[^,;\"'\s][^,;\"']*"


def is_sound(line: str) -> bool:
    """Whether a line is TOML as it stands by itself, or is not looked at."""
    if len(line) > _LONGEST:
        return True
    header = re.fullmatch(r"\s*\[\s*([\w.]+)\s*\]\s*(?:#.*)?", line, re.ASCII)
    if header and header[1] in LISTS:
        return False
    return is_toml(line)


def is_toml(text: str) -> bool:
    """Whether a text is TOML, or beyond its parser."""
    try:
        refuse_nesting(text)
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    except ValueError:
        return True
    return True


def nothing(_: Match) -> None:
    """For what nobody can mend."""


def left_out(match: Match) -> str:
    """For a line that says nothing yet, and becomes a comment as it stands."""
    return match["slip"]


def by(text: str) -> Callable[[Match], str]:
    """Puts a text in the place of the slip."""
    return lambda _: text


def in_quotes(text: str) -> str:
    """A text as TOML has it, with as few marks of escape as it can be."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))


def quoted(match: Match) -> str:
    """The text that is meant, or all of the slip, in quotes."""
    inside = [text for name, text in match.groupdict().items() if text and name.startswith("text")]
    return in_quotes(next(iter(inside), match["slip"]).strip())


def unwrapped(match: Match) -> str:
    """A line that a spreadsheet put between quotes, doubling those in it."""
    return match["text"].replace('""', '"')


def header(match: Match) -> str:
    """The header of a table, in as many brackets as its name needs."""
    name = ".".join(re.sub(r"[\s-]+", "_", part.strip()) for part in match["name"].split("."))
    return f"[[{name}]]" if name in LISTS else f"[{name}]"


def key(match: Match) -> str | None:
    """A name in the letters that names of keys have."""
    name = re.sub(r"[^\w.]+", "_", match["slip"], flags=re.ASCII).strip("_.")
    return name.lower() if name.lower() in KNOWN else name or None


def items(match: Match) -> str:
    """A list of whatever stands between commas and quotes, in square brackets."""
    return f"[{', '.join(map(_item, re.findall(_ITEM, match['items'])))}]"


def items_apart(match: Match) -> str:
    """A list of texts in quotes and of numbers, whatever stands between them."""
    found = re.findall(r"\"[^\"]*\"|'[^']*'|\d+", match["items"], re.ASCII)
    return f"[{', '.join(found)}]"


def _item(item: str) -> str:
    return item.strip() if is_sound(f"_ = {item}") else in_quotes(item.strip())


def straight(match: Match) -> str:
    """A list with straight quotes around each of its items."""
    curly = r"[“”„‘]([^“”]*?)[“”’\"](?=\s*[,\]])"
    return re.sub(curly, lambda item: in_quotes(item[1]), match["slip"])


def day(match: Match) -> str | None:
    """A date with its year first: of ``Fri 5th Oct 2027``, ``Oct 5, 2027`` or ``2027/10/5``."""
    typed = re.sub(r"[–—]", "-", match["day"])
    typed = re.sub(r"^[A-Za-z]+,? (?=\d+(?:[a-z]{2})?[ -][A-Za-z])|,| of(?= )", "", typed)
    typed = re.sub(r"^([A-Za-z]+)\.? (\d+)(?:[a-z]{2})? ", r"\2 \1 ", typed)
    typed = re.sub(r"^(\d{4})[/.](\d+)[/.]", r"\1-\2-", typed)
    typed = re.sub(r"^(\d+)-([A-Za-z]+)-", r"\1 \2 ", typed)
    try:
        return read_day(typed).isoformat()
    except ValueError:
        return None


def gateway(match: Match) -> str:
    """A month in quotes, with its year first where it can be one of a gateway."""
    typed = re.sub(r"\s*[–-]\s*|(?<=\d{4})[/.]", "-", match["slip"])
    try:
        return in_quotes(read_gateway(typed.replace(".", "/")))
    except ValueError:
        return in_quotes(match["slip"])


def year(match: Match) -> str:
    """An academic year in quotes: of ``26/27``, ``2026-27`` or ``2026/2027``."""
    century = "20" if len(match["first"]) == 2 else ""
    return f'"{century}{match["first"]}/{match["last"][-2:]}"'


def plain(match: Match) -> str:
    """A number in nothing but its digits and its point."""
    return re.sub(r"[,\s]", "", match["number"])


def pounds(match: Match) -> str:
    """Pence, as an amount in pounds."""
    return f"{int(match['number']) // 100}.{int(match['number']) % 100:02}"


def worked_out(match: Match) -> str | None:
    """What whole numbers that are added and multiplied come to."""
    formula = match["slip"].strip("= ").replace("x", "*").replace("×", "*")
    if not re.fullmatch(r"\d{1,6}(?:\s*[*+]\s*\d{1,6}){0,8}", formula, re.ASCII):
        return None
    return str(sum(prod(map(int, part.split("*"))) for part in formula.split("+")))
