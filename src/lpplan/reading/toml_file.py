"""TOML files as read, with the line of each key, and lines of TOML as they are written."""

import os
import re
import stat
import sys
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from lpplan.reading.excess import TooMuch, refuse_excess, refuse_nesting
from lpplan.values.charset import UNSAFE
from lpplan.values.limits import MOST_BYTES
from lpplan.values.money import DecimalText
from lpplan.values.problem import KeyPath, LocatedProblem, LpplanError, Problem

Judge: TypeAlias = Callable[[dict[str, Any]], Iterable[Problem]]
"""Gives what is wrong with the data of a file, or of what is left of it."""

_LONGEST_NAME = 60
FILE_OF_TOML = "plan, style or fee file"

WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How files of Excel begin: those of today, and old ones or those with a password."""

_MISSING_PLAN = "Check the name and the folder; 'lpplan example' lists plans to start from."

SAVE_AS_UTF_8 = "Open it in an editor and save it with the encoding UTF-8."


@dataclass(frozen=True)
class TomlFile:
    """What a TOML file holds. ``path`` is how its reader knows it."""

    path: str
    text: str
    data: dict[str, Any]

    def line(self, key: KeyPath) -> int:
        """The line, from 1, where a key is written, else the table that it is missing from."""
        while key and key not in self._lines:
            key = key[:-1]
        return self._lines.get(key, 1)

    @cached_property
    def _lines(self) -> dict[KeyPath, int]:
        from lpplan.reading.toml_lines import key_lines

        return key_lines(self.text)

    def locate(self, problems: Iterable[Problem]) -> list[LocatedProblem]:
        """The problems with their lines, in the order of the file."""
        problems_there = [
            LocatedProblem(
                path=self.path,
                line=self.line(problem.key),
                key=written_key(problem.key),
                problem=problem,
            )
            for problem in problems
        ]
        return sorted(problems_there, key=lambda located: located.line or 0)


def written_key(key: KeyPath) -> str:
    """A key as people write it, list entries counted from 1: ``stages[2].participants``."""
    parts = (
        f"[{part + 1}]" if isinstance(part, int) else f".{_written_name(part)}" for part in key
    )
    return "".join(parts).removeprefix(".")


def _written_name(name: str) -> str:
    """A name as TOML has it, in quotes where it needs them, and not at endless length."""
    shown = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    if re.fullmatch(r"[A-Za-z0-9_-]+", shown):
        return shown
    return '"{}"'.format(shown.replace('"', '\\"'))


def _no_problems(_: dict[str, Any]) -> Iterable[Problem]:
    return ()


def read_toml(
    path: str, judge: Judge = _no_problems, where_missing: str = _MISSING_PLAN
) -> TomlFile:
    """Read a TOML file; ``-`` is standard input.

    ``where_missing`` is the hint where there is no such file. Raises LpplanError with what is
    wrong with a file that cannot be read or is not TOML; of the latter also what its reader finds
    in the rest of it.
    """
    shown = "standard input" if path == "-" else path or '""'
    return parse_toml(shown, read_bytes(path, shown, where_missing), judge)


def parse_toml(path: str, content: bytes, judge: Judge = _no_problems) -> TomlFile:
    """Parse the content of a TOML file, saved with or without a byte order mark.

    Raises LpplanError with what is wrong with a content that is not TOML in UTF-8, as above.
    """
    if len(content) > MOST_BYTES:
        raise too_large(path, MOST_BYTES, FILE_OF_TOML)
    text = decode(path, content)
    try:
        data = toml_data(text)
    except tomllib.TOMLDecodeError:
        from lpplan.reading.toml_mending import refused

        raise refused(path, text, judge) from None
    except TooMuch as more:
        problem = more.problem
        line = more.line or TomlFile(path, text, {}).line(problem.key)
        located = LocatedProblem(path, line, written_key(problem.key), problem)
        raise LpplanError(problems=[located]) from None
    except ValueError:
        # Python converts at most 4,300 digits; such a number is no date, year or price.
        digits = re.search(r"\d[\d_]{4000,}", text)
        line = 1 + text.count("\n", 0, digits.start()) if digits else 1
        message = "has a number of thousands of digits"
        raise refusal(path, line, "syntax", message, "Correct the number.") from None
    return TomlFile(path, text, data)


def toml_data(text: str) -> dict[str, Any]:
    """What a text of TOML holds.

    Raises TooMuch where that is more than is read, TOMLDecodeError where the text is none, and
    ValueError where it has a number that Python will not convert.
    """
    refuse_nesting(text)
    data = tomllib.loads(text, parse_float=DecimalText)
    refuse_excess(data)
    return data


def too_large(path: str, most: int, kind: str) -> LpplanError:
    """The error that shows that a file is larger than any of its kind."""
    message = f"is larger than {most:,} bytes, and no {kind} needs that"
    return refusal(path, None, "unreadable", message, "Check that it is the file you meant.")


def read_bytes(
    path: str, shown: str, where_missing: str = _MISSING_PLAN, most: int = MOST_BYTES
) -> bytes:
    """The content of a file that its reader knows as ``shown``; ``-`` is standard input.

    Of a file that is far too large, only so much as shows that. Raises LpplanError with the one
    problem of a file that cannot be read, and a hint for where there is no such file.
    """
    refuse_pipe(path, shown)
    try:
        if path == "-":
            content = sys.stdin.buffer.read(most + 1) if sys.stdin else b""
        else:
            with Path(path).open("rb") as file:
                content = file.read(most + 1)
    except (OSError, ValueError) as wrong:
        raise unreadable(path, shown, wrong, where_missing) from None
    return content


def refuse_pipe(path: str, shown: str) -> None:
    """Raise LpplanError for a pipe with a name, at which one might wait for ever.

    One that is open already has none: ``/dev/stdin``, or what ``<(…)`` of a shell stands for.
    """
    with suppress(OSError, ValueError):
        real = Path(os.path.realpath(path))
        if real.is_fifo() and not real.is_relative_to("/dev"):
            hint = "Remove it, or name a file."
            raise refusal(shown, None, "unreadable", "is a pipe, not a file", hint)


def refuse_device(path: str, shown: str) -> None:
    """Raise LpplanError for a device, which may have no end, for what is read to its end."""
    with suppress(OSError, ValueError):
        mode = Path(path).stat().st_mode
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            hint = "Name a file instead, or remove the link to it."
            raise refusal(shown, None, "unreadable", "is a device, not a file", hint)


def unreadable(
    path: str, shown: str, wrong: OSError | ValueError, where_missing: str
) -> LpplanError:
    """What to say of a file that cannot be read; a hint for where there is no such file."""
    hint = where_missing
    if isinstance(wrong, FileNotFoundError):
        from lpplan.reading.likely_file import in_quotes, likely_file

        message = "there is no such file"
        if likely := likely_file(path):
            hint = f"Did you mean {in_quotes(likely)}?"
    # Windows says of a folder that there is no permission to open it.
    elif isinstance(wrong, IsADirectoryError | PermissionError) and Path(path).is_dir():
        message, hint = "is a folder, not a file", "Name a file in it."
    else:
        # ValueError: a NUL in the path.
        message = f"cannot be read: {getattr(wrong, 'strerror', None) or wrong}"
        hint = "Check the name and that you may read it."
    return refusal(shown, None, "unreadable", message, hint)


def decode(path: str, content: bytes) -> str:
    """Text saved as UTF-8, with or without a byte order mark, its lines ended as here.

    Raises LpplanError for any other, with how to save it.
    """
    if content.startswith((WORKBOOK, OLD_WORKBOOK)):
        message = "is an Excel workbook (or another packed file), and must be a text file"
        if b"word/" in content:
            message = "is a Word document, and must be a text file"
        hint = (
            "Plans, fees and styles are text in TOML: 'lpplan example' lists plans to start from."
            " A list of schools goes to 'lpplan batch'."
        )
        raise refusal(path, None, "not-utf-8", message, hint)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:4]:
        message = "is saved as UTF-16 or UTF-32, and must be UTF-8"
        raise refusal(path, 1, "not-utf-8", message, SAVE_AS_UTF_8)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        line = 1 + content.count(b"\n", 0, wrong.start)
        message = "holds bytes that are not UTF-8 text"
        raise refusal(path, line, "not-utf-8", message, SAVE_AS_UTF_8) from None


def refusal(path: str, line: int | None, code: str, message: str, hint: str) -> LpplanError:
    """The error that shows the one problem of a file which cannot be taken apart into keys."""
    problem = Problem(key=(), code=code, message=message, hint=hint)
    return LpplanError(problems=[LocatedProblem(path=path, line=line, key="", problem=problem)])


def toml_line(name: str, value: object) -> str:
    """A key and its value as TOML has them, on one line: ``stages = [1, 2, 3]``."""
    import tomli_w

    if isinstance(value, list | tuple):
        items = ", ".join(toml_line("x", item).removeprefix("x = ") for item in value)
        return f"{toml_key(name)} = [{items}]"
    line = tomli_w.dumps({name: value}).rstrip("\n")
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04X}", line)


def toml_key(name: str) -> str:
    """A name as TOML has it, in quotes where it needs them."""
    return toml_line(name, 0).removesuffix(" = 0")
