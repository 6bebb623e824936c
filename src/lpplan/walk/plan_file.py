"""A plan's file written anew, or rewritten with everything in it that nobody changed."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import tomlkit

from lpplan.output import check_writable
from lpplan.reading.tables import Data, problems_beside_gaps
from lpplan.reading.toml_file import TomlFile, parse_toml, read_toml
from lpplan.values.money import DecimalText
from lpplan.values.problem import LpplanError
from lpplan.values.words import day_in_words
from lpplan.walk.question import NAMED_BY, entries_by_name
from lpplan.walk.renaming import Renaming, rename

_COMMENT_OR_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|(?P<comment>#[^\n]*)',
    re.DOTALL,
)
_HEADER = """\
# Made by lpplan walk; change it in any editor, or with lpplan walk again.
# What is left out is not recorded, never "no".

"""


def plan_to_complete(path: str) -> TomlFile | None:
    """The file of a plan that may still lack keys, None where there is none yet.

    Raises LpplanError with everything that is wrong with it, or with where it is to be.
    """
    where = Path(path)
    check_writable(str(where), force=True)
    if path == "-" or (where.exists() and not where.is_file()):
        raise LpplanError(f"{path}: cannot be used as a plan file", "Name a file.")
    if not where.parent.is_dir():
        raise LpplanError(f"{path}: there is no such folder", "Make it first.")
    if not where.exists():
        if Path(f"{path}.toml").is_file():
            raise LpplanError(f"{path}: there is no such file", f"Did you mean {path}.toml?")
        return None
    file = read_toml(path, problems_beside_gaps)
    problems = problems_beside_gaps(file.data)
    if problems:
        raise LpplanError(problems=file.locate(problems))
    return file


def plan_to_write(
    path: str, file: TomlFile | None, data: Data, renamings: Sequence[Renaming] = ()
) -> tuple[str, str]:
    """The file that a plan is to be written to, and its text.

    That is the file it came from, unless writing there would lose a comment, or what somebody
    has changed in the meantime.
    """
    if file is None and not Path(path).exists():
        return path, new_plan_text(data)
    text = None
    with contextlib.suppress(LpplanError):
        if file is not None and read_toml(path).text == file.text:
            text = rewritten(file, data, renamings)
    if text is not None:
        return path, text
    where = Path(path)
    names = (where.with_name(f"{where.stem}-{number}{where.suffix}") for number in count(2))
    return str(next(name for name in names if not name.exists())), new_plan_text(data)


def new_plan_text(data: Data) -> str:
    """The text of a new plan file."""
    return _HEADER + tomlkit.dumps({name: _plain(table) for name, table in data.items() if table})


def rewritten(file: TomlFile, data: Data, renamings: Sequence[Renaming] = ()) -> str | None:
    """A plan's text with other data in it, and its comments and layout as they were.

    None where a comment would be lost, or the text would not say what the data does.
    """
    if not _comments(file.text) - _comments(_HEADER):
        return new_plan_text(data)
    try:
        document = tomlkit.parse(f"{file.text.rstrip()}\n")
        before = deepcopy(dict(file.data))
        for renaming in renamings:
            rename(document, renaming)
            rename(before, renaming)
        _change(document, before, data)
        text = f"{document.as_string().rstrip()}\n"
        same = parse_toml(file.path, text.encode()).data == data
    except Exception:
        # However a layout defeats tomlkit, a new file beside the old one will do.
        return None
    return text if same and not _comments(file.text) - _comments(text) else None


def _comments(text: str) -> Counter[str]:
    comments = (match["comment"] for match in _COMMENT_OR_STRING.finditer(text))
    return Counter(comment.rstrip() for comment in comments if comment)


def _change(table: Any, before: Data, after: Data) -> None:
    """Change what differs, key by key, so that all else keeps its place and its comment."""
    for key in [key for key in before if key not in after]:
        del table[key]
    for key, value in after.items():
        if key not in before:
            table.append(key, _plain(value))
            if isinstance(table[key], tomlkit.items.AoT):
                table[key][-1].add(tomlkit.nl())
        elif isinstance(value, Mapping):
            _change(table[key], before[key], value)
        elif key in NAMED_BY:
            _change_entries(table[key], before[key], value, NAMED_BY[key])
        elif value != before[key]:
            table[key] = _plain(value)


def _change_entries(entries: Any, before: list[Data], after: list[Data], name: str) -> None:
    """Change the entries of a list, first dropping those whose names are gone.

    Raises LookupError where those that stay do not come first, in the order they had.
    """
    kept = list(before)
    names, wanted = ([str(entry.get(name)) for entry in side] for side in (before, after))
    surplus = Counter(names) - Counter(wanted)
    for index in reversed(range(len(before))):
        if surplus[names[index]]:
            surplus[names[index]] -= 1
            del entries[index], kept[index], names[index]
    if names != wanted[: len(names)]:
        # A comment would come to stand beside another entry than the one it is about.
        raise LookupError(name)
    for entry, old, new in zip(entries, kept, after, strict=False):
        _change(entry, old, new)
    for new in after[len(kept) :]:
        entries.append(_plain(new))
        entries[-1].trivia.indent = "\n"


def _plain(value: Any) -> Any:
    """Data with its decimals as tomlkit has them."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return tomlkit.value(value.text) if isinstance(value, DecimalText) else value


def changes(
    before: Data, after: Data, renamings: Sequence[Renaming] = ()
) -> list[tuple[str, str, str]]:
    """What a plan would say otherwise: each fact with what it says before and after.

    They are in words, a dash for nothing, and in the order of the new plan; before them, what is
    called otherwise now.
    """
    renamed = deepcopy(dict(before))
    for renaming in renamings:
        rename(renamed, renaming)
    old, new = dict(_facts(renamed, "")), dict(_facts(after, ""))
    names = [(f"Name of a {what}", before, after) for what, before, after in renamings]
    return names + [
        (fact[:1].upper() + fact[1:], old.get(fact, "-"), new.get(fact, "-"))
        for fact in {**new, **old}
        if old.get(fact) != new.get(fact)
    ]


def _facts(table: Data, about: str) -> Iterator[tuple[str, str]]:
    """Each thing that a table says, called by the stage, school or person that it is about."""
    for key, value in table.items():
        fact = f"{about}{key.replace('_', ' ')}"
        if isinstance(value, Mapping):
            yield from _facts(value, f"{fact}: ")
        elif key in NAMED_BY:
            entries = entries_by_name(value, NAMED_BY[key])
            if entries:
                yield fact, ", ".join(entries)
            for name, entry in entries.items():
                known = {k: inner for k, inner in entry.items() if k != NAMED_BY[key]}
                yield from _facts(known, f"{fact.removesuffix('s')} {name}: ")
        else:
            yield fact, _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one).replace("_", " ") for one in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return day_in_words(value) if isinstance(value, date) else str(value)
