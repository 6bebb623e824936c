"""A plan's file written anew, or rewritten with everything in it that nobody changed."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from lpplan.core.money import DecimalText
from lpplan.core.problem import LpplanError
from lpplan.reading.tables import problems_beside_gaps
from lpplan.reading.toml_file import TomlFile, parse_toml, read_toml
from lpplan.reading.toml_line import toml_line

_COMMENT_OR_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|(?P<comment>#[^\n]*)',
    re.DOTALL,
)
_HEADER = """\
# Made by lpplan walk; change it in any editor, or with lpplan walk again.
# What is left out is not recorded, never "no".

"""
_ENTRY_IS_NAMED_BY = {"stages": "stage", "schools": "name", "trainers": "name"}


def plan_to_complete(path: str) -> TomlFile | None:
    """The file of a plan that may still lack keys, None where there is none yet.

    Raises LpplanError with everything that is wrong with it, or with where it is to be.
    """
    where = Path(path)
    try:
        if path == "-" or not where.name:
            raise LpplanError(f"{path}: is no file that a plan could be kept in", "Name one.")
        if where.exists() and not where.is_file() and not where.is_dir():
            raise LpplanError(f"{path}: is no file that a plan could be kept in", "Name another.")
        if not where.exists():
            if not where.parent.is_dir():
                raise LpplanError(f"{path}: there is no such folder", "Make it first.")
            return None
    except (OSError, ValueError) as wrong:
        told = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(f"{path}: cannot be used: {told}") from None
    file = read_toml(path)
    problems = problems_beside_gaps(file.data)
    if problems:
        raise LpplanError(problems=file.locate(problems))
    return file


def plan_to_write(path: str, file: TomlFile | None, data: Mapping[str, Any]) -> tuple[str, str]:
    """The file that a plan is to be written to, and its text.

    That is the file it came from, unless writing there would lose a comment, or what somebody
    has changed in the meantime.
    """
    if file is None and not Path(path).exists():
        return path, new_plan_text(data)
    text = None
    with contextlib.suppress(LpplanError):
        if file is not None and read_toml(path).text == file.text:
            text = rewritten(file, data)
    return (_free_name(path), new_plan_text(data)) if text is None else (path, text)


def _free_name(path: str) -> str:
    """A name beside a file's that is not taken."""
    where = Path(path)
    names = (where.with_name(f"{where.stem}-{number}{where.suffix}") for number in count(2))
    return str(next(name for name in names if not name.exists()))


def new_plan_text(data: Mapping[str, Any]) -> str:
    """The text of a new plan file."""
    return _HEADER + "\n".join(_tables(data, ""))


def _tables(data: Mapping[str, Any], within: str) -> Iterator[str]:
    """Each table of a plan as text, those within a table after it."""
    for name, value in data.items():
        entries = value if _is_list_of_tables(value) else [value]
        for entry in entries:
            if isinstance(entry, Mapping):
                header = f"[[{within}{name}]]" if entries is value else f"[{within}{name}]"
                lines = (toml_line(k, _plain(v)) for k, v in entry.items() if not _has_tables(v))
                yield "\n".join((header, *lines)) + "\n"
                yield from _tables({k: v for k, v in entry.items() if _has_tables(v)}, f"{name}.")


def _has_tables(value: object) -> bool:
    return isinstance(value, Mapping) or _is_list_of_tables(value)


def rewritten(file: TomlFile, data: Mapping[str, Any]) -> str | None:
    """A plan's text with other data in it, and its comments and layout as they were.

    None where a comment would be lost, or the text would not say what the data does.
    """
    import tomlkit

    if not _comments(file.text) - _comments(_HEADER):
        return new_plan_text(data)
    try:
        document = tomlkit.parse(f"{file.text.rstrip()}\n")
        _change(document, file.data, data)
        text = document.as_string()
        same = _written(parse_toml(file.path, text.encode()).data) == _written(data)
    except Exception:
        # However a layout defeats tomlkit, a new file beside the old one will do.
        return None
    return text if same and not _comments(file.text) - _comments(text) else None


def _comments(text: str) -> Counter[str]:
    found = (match["comment"] for match in _COMMENT_OR_STRING.finditer(text))
    return Counter(comment.rstrip() for comment in found if comment)


def _change(table: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Change what differs, key by key, so that all else keeps its place and its comment."""
    for key in [key for key in before if key not in after]:
        del table[key]
    for key, value in after.items():
        if key not in before:
            table.append(key, _item(value))
        elif isinstance(value, Mapping):
            _change(table[key], before[key], value)
        elif _is_list_of_tables(value) and _is_list_of_tables(before[key]):
            _change_entries(table[key], before[key], value, _ENTRY_IS_NAMED_BY.get(key, "label"))
        elif _written(value) != _written(before[key]):
            table[key] = _item(value)


def _change_entries(
    entries: Any, before: list[Mapping[str, Any]], after: list[Mapping[str, Any]], name: str
) -> None:
    """Change the entries of a list, first dropping those whose names are gone.

    Raises LookupError where those that stay do not come first, in the order they had.
    """
    import tomlkit

    kept = list(before)
    wanted = Counter(str(entry.get(name)) for entry in after)
    for place in reversed(range(len(before))):
        named = str(before[place].get(name))
        if sum(str(entry.get(name)) == named for entry in kept) > wanted[named]:
            del entries[place]
            del kept[place]
    names = [str(entry.get(name)) for entry in after]
    if [str(entry.get(name)) for entry in kept] != names[: len(kept)]:
        # A comment would come to stand beside another entry than the one it is about.
        raise LookupError(name)
    for place, entry in enumerate(after):
        if place < len(kept):
            _change(entries[place], kept[place], entry)
        else:
            inline = isinstance(entries, tomlkit.items.Array)
            entries.append(_inline(entry) if inline else _item(entry, apart=True))


def _inline(entry: Mapping[str, Any]) -> Any:
    """A table as it stands in a list between brackets."""
    import tomlkit

    table = tomlkit.inline_table()
    for key, value in entry.items():
        table.append(key, _item(value))
    return table


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _item(value: Any, *, apart: bool = False) -> Any:
    """A value as tomlkit has it, made from the text that it has in a file."""
    import tomli_w
    import tomlkit

    item: Any = tomlkit.parse(tomli_w.dumps({"x": _plain(value)}))["x"]
    if apart and hasattr(item, "is_super_table"):
        item.trivia.indent = "\n"
    return item


def _plain(value: Any) -> Any:
    """Data with its decimals as TOML writers take them."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return Decimal(value.text) if isinstance(value, DecimalText) else value


def _written(value: Any) -> Any:
    """Data that compares equal where a file would say the same."""
    if isinstance(value, Mapping):
        return {key: _written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_written(inner) for inner in value]
    return str(value) if isinstance(value, DecimalText) else (type(value), value)
