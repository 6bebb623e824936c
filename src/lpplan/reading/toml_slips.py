"""What people type and TOML does not take: a row for each slip, in the order they are looked for.

Loaded only for a file that is not TOML.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lpplan.reading import slip_mends as mends
from lpplan.values.words import MONTHS

SHAPE = (
    'A line is a [table] or a key = value: text in quotes as in name = "Oakfield Academy",'
    " numbers plain as in 27, dates as in 2018-05-14, and true or false in small letters."
)
UNQUOTED = "is text without quotes around it"
_CURLY = "has curly quotes, as word processors make them, where straight ones belong"
_NO_BRACKETS = "is a list without square brackets around it"
_NO_COMMA = "has no comma between two items"
_YEAR = "is an academic year without quotes around it"
_FILL_IN = "Fill it in, or begin the line with # until you can: {line}"
_NO_SUCH_DAY = "is a day that no calendar has"
_CORRECT_THE_DAY = "Correct it; a date is written with its year first, as in launch = 2018-05-14."


class Slip(NamedTuple):
    """A way of writing a line that TOML does not take."""

    pattern: re.Pattern[str]
    """Of a whole line but for its comment; the group ``slip`` is what is wrong in it."""
    message: str
    """Continues the sentence that the key begins."""
    mended: Callable[[mends.Match], str | None]
    """What belongs in the slip's place, None where nobody can tell."""
    hint: str = "Write: {line}"
    unclear: tuple[str, str] | None = None
    """The message and the hint where nobody can tell, if they are others."""


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.DOTALL)


def _value(pattern: str, keys: str = "[^=]*") -> re.Pattern[str]:
    """What stands after an equals sign, of any key or of some."""
    flags = re.ASCII | re.IGNORECASE | re.DOTALL
    return re.compile(rf"\s*{keys}=\s*(?!\s)(?P<slip>{pattern})", flags)


def _any_of(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(names, key=len, reverse=True))})"


def _date(pattern: str, message: str, time: str = "") -> Slip:
    unclear = (_NO_SUCH_DAY, _CORRECT_THE_DAY)
    after = time or f"{_TIME}?"
    return Slip(_value(f"(?P<day>{pattern}){after}"), message, mends.day, unclear=unclear)


_PAIR = r"\"[^\"]*\"|'[^']*'"
_ITEMS = rf"(?P<items>(?:{_PAIR}|[^\"'\[\]{{}}=])*)"
_NUMBER = r"(?P<number>-?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?)"
_MONTH = rf"(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY_FIRST = r"\d{1,2}(?P<a>[/.–-])\d{1,2}(?P=a)(?:\d{4}|\d\d)"
_YEAR_FIRST = r"\d{4}(?P<b>[/.–—-])\d{1,2}(?P=b)\d{1,2}"
_IN_WORDS = (
    rf"(?:[a-z]{{3,9}},? )?{_ORDINAL}[ -](?:of )?{_MONTH},?[ -](?:\d{{4}}|\d\d)"
    rf"|{_MONTH} {_ORDINAL},? \d{{4}}"
)
_TIME = r"(?:(?:T|,? (?:at )?)\d{1,2}(?:[:.]\d\d){0,2} ?(?:[ap]m|h|z)?)"

SLIPS = (
    # Lines, and what stands in front of the equals sign.
    Slip(
        _line(r"[^\x00-\x08\x0b-\x1f\x7f]*(?P<slip>[\x00-\x08\x0b-\x1f\x7f]+).*"),
        "holds a character that cannot be seen and is no part of a text",
        mends.by(""),
    ),
    Slip(
        _line(r"[^\"'“‘]*?(?P<slip>[\u00a0\u2000-\u200b\u202f\u2060\u3000\ufeff]+).*"),
        "has a space of another kind, as word processors and web pages make them",
        mends.by(" "),
    ),
    Slip(
        _line(r'\s*(?P<slip>"(?P<text>[\w-]+\s*=.*)")'),
        "has quotes around the whole line, as spreadsheets put them",
        mends.unwrapped,
    ),
    Slip(
        _line(r"\s*(?P<slip>//|;|--|/\*|<!--|%|!).*"),
        "begins with a mark other than #, which begins a comment",
        mends.by("#"),
    ),
    Slip(
        _line(r"\s*(?P<slip>(?:[•·▪*>|–-]|\d+\s*[.:)|]|\d+(?=\s+[a-z_]+\s*=))\s*)[A-Za-z\[\"'].*"),
        "begins with a bullet or a number that is no part of it",
        mends.by(""),
    ),
    Slip(
        _line(rf"\s*(?P<slip>\[\s*(?P<name>{_any_of(mends.LISTS)})\s*\])"),
        "has one pair of square brackets, where an entry of a list has two",
        mends.header,
    ),
    Slip(
        _line(r"\s*(?P<slip>(?=.*[\[\]])[\[\s]*(?P<name>[A-Za-z][\w .-]*)[\]\s]*:?)"),
        "has square brackets that do not match, or more than a name in them",
        mends.header,
    ),
    Slip(
        _line(rf"\s*(?P<slip>(?P<name>{_any_of(mends.TABLES)})\s*:)"),
        "ends in a colon, where square brackets around the name belong",
        mends.header,
    ),
    Slip(
        _line(r"[^=\"':]*?(?P<slip>\s*(?:==|:\s*=|=>|->)\s*)[^=\s].*"),
        "has another sign where an equals sign belongs",
        mends.by(" = "),
    ),
    Slip(
        _line(r"\s*[A-Za-z][\w .-]*?(?P<slip>\s*:\s*)(?!//|=).*"),
        "has a colon where an equals sign belongs",
        mends.by(" = "),
    ),
    Slip(
        _line(
            rf"\s*(?:{_any_of(name.replace('_', '[_ ]') for name in mends.KNOWN)}(?!.*=)"
            r"|[\w-]+(?=\s+(?:\"[^\"]*\"|\d[\d,./-]*|true|false)$))(?P<slip>\s+)[^=\s].*"
        ),
        "has no equals sign after the key",
        mends.by(" = "),
    ),
    Slip(
        _line(r"\s*(?P<slip>=).*"),
        "has no key before the equals sign",
        mends.nothing,
        "Write what it is a value of in front of it, as in participants = 27.",
    ),
    Slip(
        _line(r"\s*(?P<slip>(?=[^=]*[^\w.=\s-]|[^=]*\w\s+\w)[^\s=\"'\[{#.][^=\"']*?)\s*=.*"),
        "has a space or a mark in the name of its key, where only letters, digits and _ belong",
        mends.key,
    ),
    # After the equals sign, and at the end.
    Slip(
        _line(rf"[^=]*=\s*(?:{_PAIR}|[^\"'\s,;\[{{]+)[\s,;]+(?P<slip>[A-Za-z_]+\s*=\s*[^\s=].*)"),
        "holds two keys on one line",
        mends.nothing,
        "Give each key a line of its own.",
    ),
    Slip(
        _line(rf"[^\"']*=\s*(?:{_PAIR}|[^\"'\s]+)\s+(?P<slip>//|;|--)\s[^\"]*"),
        "has a comment that does not begin with #",
        mends.by("#"),
    ),
    Slip(
        _line(r"[^=]*=\s*[^\[{\s,;](?:.*[^\s,;])?\s*(?P<slip>[,;]+)"),
        "ends in a mark that does not belong there",
        mends.by(""),
    ),
    Slip(
        _line(r"[^=]*(?P<slip>=)\s*"),
        "has no value after the equals sign",
        mends.left_out,
        _FILL_IN,
    ),
    Slip(
        _value(
            r"null|nil|none|n/?a|tb[acd]|unknown|not (?:yet|known|applicable)|[-–—]+|\?+|\.{3}|…",
            keys=r"(?!licence\b)[^=]*",
        ),
        "has no value yet, only a stand-in for one",
        mends.left_out,
        _FILL_IN,
    ),
    # Quotes.
    Slip(
        _value(r"[“”„‟«»″‘’‚`´](?P<text>[^“”„‟″\"]*?)[“”„‟«»″‘’`´\"']?|\"(?P<text_2>[^\"]*)[”“„″]"),
        _CURLY,
        mends.quoted,
    ),
    Slip(_value(r"\[.*[“”„‘].*\]"), _CURLY, mends.straight),
    Slip(_value(r'"""(?P<text>[^"]*)"?'), "has three quotes that are never closed", mends.quoted),
    Slip(_value(r'""(?P<text>[^"]+)"{1,2}'), "has its quotes doubled", mends.quoted),
    Slip(
        _value(
            rf"(?P<items>(?:{_PAIR})(?:\s*,\s*(?:{_PAIR}))+"
            r"|\d{1,2}(?:, *\d{1,2}){2,}|\d{1,2}(?:, +\d{1,2})+)"
        ),
        _NO_BRACKETS,
        mends.items,
    ),
    Slip(
        _value(r"'(?P<text>[^\"]*'[^\"]*)'"),
        "has an apostrophe between single quotes, where it ends the text",
        mends.quoted,
    ),
    Slip(
        _value(r'"(?P<text>[^"]*\\[^"]*)"'),
        "has a backslash between double quotes, where it does not stand for itself",
        mends.quoted,
    ),
    Slip(
        _value(r'"(?P<text>[^"].*".*)"'),
        "has a double quote between double quotes, where it ends the text",
        mends.quoted,
    ),
    Slip(
        _value(r"\"(?P<text>[^\"']*)'|'(?P<text_2>[^\"']*)\""),
        "begins with one kind of quote and ends with another",
        mends.quoted,
    ),
    Slip(
        _value(r"\"(?P<text>[^\"]+)|'(?P<text_2>[^']+)"),
        "has a quote that is opened and not closed",
        mends.quoted,
    ),
    Slip(
        _value(r"(?P<text>[^\"'\[{(]+)[\"”]"),
        "has a quote at the end and none at the beginning",
        mends.quoted,
    ),
    # Lists.
    Slip(_value(rf"\[{_ITEMS}"), "is a list without a square bracket at its end", mends.items),
    Slip(_value(rf"{_ITEMS}\]"), "is a list without a square bracket before it", mends.items),
    Slip(
        _value(rf"[({{]{_ITEMS}[)}}]"),
        "is a list in other brackets than square ones",
        mends.items,
    ),
    Slip(
        _value(rf"\[(?=(?:{_PAIR}|[^\"';])*;){_ITEMS}\]"),
        "has a semicolon where a comma belongs",
        mends.items,
    ),
    Slip(_value(rf"\[(?P<items>(?:{_PAIR}|[\d\s,])+)\]"), _NO_COMMA, mends.items_apart),
    Slip(_value(rf"\[{_ITEMS}\]"), "has an item without quotes around it", mends.items),
    Slip(
        _value(r"(?P<items>[^\"'\[\]{}=]+)", rf"{_any_of(mends.OF_LISTS)}\s*"),
        _NO_BRACKETS,
        mends.items,
    ),
    # A text that may be any words, before numbers and dates are seen in it.
    Slip(_value(r"[^\"'\[{].*", rf"{_any_of(mends.FREE_TEXT)}\s*"), UNQUOTED, mends.quoted),
    # Days, months and years.
    _date(_DAY_FIRST, "is a date with its day first, where its year belongs"),
    _date(_IN_WORDS, "is a date in words, where digits belong"),
    _date(r"\d{4}-\d\d-\d\d", "has a time after the day, where the day alone belongs", time=_TIME),
    _date(_YEAR_FIRST, "is a date that is not written as in 2018-05-14"),
    Slip(
        _value(
            rf"\d{{4}} ?[-/.–] ?\d{{1,2}}|\d{{1,2}}[/.-]\d{{4}}|{_MONTH} \d{{4}}", r"gateway\s*"
        ),
        "is a month without quotes around it",
        mends.gateway,
    ),
    Slip(
        _value(
            r"(?P<first>\d{4}|\d\d) ?[/–-] ?(?P<last>\d{4}|\d\d)", r"(?:academic_year|based_on)\s*"
        ),
        _YEAR,
        mends.year,
    ),
    Slip(_value(r"(?P<first>\d{4}|\d\d) ?/ ?(?P<last>\d{4}|\d\d)"), _YEAR, mends.year),
    # Numbers.
    Slip(
        _value(r"=.*|\d+(?:\s*[*+x×]\s*\d+)+"),
        "is a formula, where only its result belongs",
        mends.worked_out,
        unclear=(
            "is a formula, where only its result belongs",
            "Work it out: participants = 27.",
        ),
    ),
    Slip(
        _value(r"(?P<number>\d{1,9}) ?p(?:ence)?"),
        "is in pence, where pounds belong",
        mends.pounds,
    ),
    Slip(
        _value(rf"(?:£|GBP) ?{_NUMBER}(?: [a-z+/].*)?"),
        "has a pound sign, where only the number belongs",
        mends.plain,
    ),
    Slip(
        _value(rf"{_NUMBER} ?(?:£|GBP|pounds?|quid)"),
        "names its currency, where only the number belongs",
        mends.plain,
    ),
    Slip(
        _value(r"(?P<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?)"),
        "has a comma between thousands",
        mends.plain,
    ),
    Slip(
        _value(r"(?P<number>-?\d{1,3}(?: \d{3})+(?:\.\d+)?)"),
        "has a space between thousands",
        mends.plain,
    ),
    Slip(
        _value(r"(?P<number>\d+),(?P<pence>\d{1,2})"),
        "has a comma where a decimal point belongs",
        lambda match: f"{match['number']}.{match['pence']}",
    ),
    Slip(_value(r"0+(?P<number>\d+(?:\.\d+)?)"), "begins with a nought", mends.plain),
    Slip(_value(r"(?P<number>\d+)\."), "ends in a point that no digit follows", mends.plain),
    Slip(
        _value(r"[–—−] ?(?P<number>\d[\d.,]*)"),
        "has a dash where a minus sign belongs",
        lambda match: f"-{mends.plain(match)}",
    ),
    Slip(
        _value(r"(?P<text>[\d.]+) ?(?:%|per ?cent)"),
        "is a percentage without quotes around it",
        lambda match: f'"{match["text"]}%"',
    ),
    Slip(
        _value(r"\d+ ?(?:-|–|to) ?\d+"),
        "is a range, where one number belongs",
        mends.nothing,
        "Write one number, as in participants = 27.",
    ),
    Slip(_value(rf"{_NUMBER} [a-z(].*"), "has words after its number", mends.plain),
    # Words.
    Slip(
        _value("true|false"),
        "has a capital letter, where small letters belong",
        lambda match: match["slip"].lower(),
    ),
    Slip(
        _value("(?P<yes>y|yes|on)|no?|off"),
        "says yes or no, where true or false belongs",
        lambda match: "true" if match["yes"] else "false",
    ),
    Slip(_value("#[0-9a-f]{6}"), "is a colour without quotes around it", mends.quoted),
    Slip(_value(r"[^\"'\[\]{}=\s#][^=]*"), UNQUOTED, mends.quoted),
    Slip(
        _line(r"\s*(?P<slip>[^\s=\[\]{}][^=]*)"),
        "is neither a [table], a key = value nor a comment",
        mends.nothing,
        "Remove the line, or make it a comment with # in front.",
    ),
)
