"""A list of schools as a file: CSV as editors and Excel write it, or an Excel workbook.

Either becomes records, one a row. However long the list is, only a few of them are held.
"""

import codecs
import contextlib
import csv
import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from lpplan.reading.toml_file import (
    SAVE_AS_UTF_8,
    WORKBOOK,
    refusal,
    refuse_device,
    refuse_pipe,
    unreadable,
)
from lpplan.values.limits import MOST_BYTES, MOST_CHARACTERS_OF_A_ROW

_STANDARD_INPUT = "standard input"
_MOST_IN_MEMORY = 4_000_000
_PIECE = 1 << 20
_LEGACY = "cp1252"
"""What Excel in England writes as plain "CSV"."""

_TABLE_OF_A_PLAN = re.compile(rb"^\s*(?:\[\s*school\s*\]|\[\[\s*stages\s*\]\])", re.MULTILINE)


class Record(NamedTuple):
    """One row of a list as it is written."""

    line: int
    """Where it begins, counted from 1."""
    cells: list[str]
    unreadable: str = ""
    """Why it cannot be read as a row, where it cannot."""


class ListFile(NamedTuple):
    """A list that is being read."""

    path: str
    """As its reader knows it."""
    records: Iterator[Record]
    """The header and each row below it, blank lines left out."""
    share_read: Callable[[], float | None]
    """How much of the list is read, from 0 to 1; None where nobody knows how long it is."""
    remark: str = ""
    """What to know about how it was read."""
    sheet: str = ""
    """The sheet that is read of a workbook."""


@contextlib.contextmanager
def open_file(path: str, kept: BinaryIO | None = None) -> Iterator[ListFile]:
    """A list to read, a CSV file or a workbook; ``-`` is standard input, from where it is kept.

    Raises LpplanError with the one problem of a file that cannot be opened, and its records raise
    it where they cannot be read on.
    """
    shown = _STANDARD_INPUT if path == "-" else path or '""'
    refuse_pipe(path, shown)
    refuse_device(path, shown)
    with contextlib.ExitStack() as stack:
        try:
            if path == "-":
                file = kept or stack.enter_context(kept_input())
            else:
                file = stack.enter_context(Path(path).open("rb"))
            file.seek(0)
            begin = file.read(8)
            file.seek(0)
        except (OSError, ValueError) as wrong:
            raise unreadable(path, shown, wrong, "Check the name and the folder.") from None
        if begin.startswith(WORKBOOK):
            from lpplan.batch.workbook_list import workbook_records

            records, share, sheet = workbook_records(file, shown)
            yield ListFile(shown, records, share, sheet=sheet)
            return
        yield _csv_file(file, path, shown, stack)


def _csv_file(file: BinaryIO, path: str, shown: str, stack: contextlib.ExitStack) -> ListFile:
    if file.read(4).startswith(b"\xd0\xcf\x11\xe0"):
        message = "is an Excel workbook in an old form (.xls), or one with a password"
        hint = "Save it as .xlsx without a password, or as CSV UTF-8."
        raise refusal(shown, None, "old-workbook", message, hint)
    file.seek(0)
    try:
        size, is_utf_8 = _measured(file)
        file.seek(0)
    except (OSError, ValueError) as wrong:
        raise unreadable(path, shown, wrong, "Check that you may read it.") from None
    # Bytes that are no text become halves of characters, a problem of the row they stand in.
    encoding = "utf-8-sig" if is_utf_8 else _LEGACY
    text = io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
    stack.callback(text.detach)
    remark = ""
    if not is_utf_8:
        remark = (
            f"{shown}: is not saved as UTF-8, and is read as Excel's plain CSV is (Windows-1252):"
            " check names with accents.\n"
        )
    records = csv_records(_lines(text, shown), shown)
    return ListFile(shown, records, lambda: file.tell() / size if size else None, remark)


def holds_a_plan(path: str) -> bool:
    """Whether a file is a plan, sound or not, rather than a list of schools."""
    if not Path(path).is_file():
        return False
    with Path(path).open("rb") as file:
        return bool(_TABLE_OF_A_PLAN.search(file.read(MOST_BYTES)))


@contextlib.contextmanager
def kept_input() -> Iterator[BinaryIO]:
    """Standard input as a file that can be read more than once.

    Raises LpplanError where it cannot be read, or there is no room to keep it.
    """
    source = sys.stdin.buffer if sys.stdin else None
    with tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY) as spool:
        try:
            while source is not None and (piece := source.read(_PIECE)):
                spool.write(piece)
        except (OSError, ValueError) as wrong:
            raise unreadable("-", _STANDARD_INPUT, wrong, "Name a file.") from None
        yield cast("BinaryIO", spool)


def _measured(file: BinaryIO) -> tuple[int, bool]:
    """How long a file is in bytes, and whether all of it is UTF-8 (or no text at all)."""
    decoder, size, is_utf_8 = codecs.getincrementaldecoder("utf-8")(), 0, True
    while piece := file.read(_PIECE):
        size += len(piece)
        if is_utf_8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf_8 = piece.startswith((b"\xff\xfe", b"\xfe\xff"))
    return size, is_utf_8


def _lines(text: io.TextIOWrapper, path: str) -> Iterator[str]:
    """The lines of a file, none of them endless."""
    number = 0
    while True:
        try:
            line = text.readline(MOST_CHARACTERS_OF_A_ROW + 1)
        except (OSError, ValueError) as wrong:
            raise unreadable(path, path, wrong, "Check that you may read it.") from None
        if not line:
            return
        number += 1
        if number == 1 and (line[0] in "\udcff\udcfe" or "\0" in line[:4]):
            message = "is saved as UTF-16 or UTF-32, and must be UTF-8"
            raise refusal(path, 1, "utf-16", message, SAVE_AS_UTF_8)
        if len(line) > MOST_CHARACTERS_OF_A_ROW:
            message = f"is longer than {MOST_CHARACTERS_OF_A_ROW:,} characters"
            hint = "Check that it is the file you meant."
            raise refusal(path, number, "long-line", message, hint)
        yield line


def csv_records(lines: Iterable[str], path: str) -> Iterator[Record]:
    """The rows of CSV, the header first, blank lines left out.

    The separator is the one that a first line ``sep=;`` names, else the one that the header has
    most of: comma, semicolon or tab. Raises LpplanError where the header cannot be read.
    """
    source = iter(lines)
    written = ((before, line) for before, line in enumerate(source) if line.strip())
    skipped, first = next(written, (0, ""))
    named = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and named in (",", ";", "\t", ""):
        more, first = next(written, (0, ""))
        skipped = more
        # A tab is taken for blank.
        delimiter = named or "\t"
    else:
        # Excel separates by semicolons where a comma is the decimal mark.
        delimiter = max(",;\t", key=first.count)
    reader = csv.reader(chain([first], source), delimiter=delimiter, strict=True)
    is_header = True
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            why, last = _in_words(wrong), skipped + reader.line_num
            if is_header:
                message = f"is not a valid header: {why}"
                hint = "The first line names the columns."
                raise refusal(path, line, "header", message, hint) from None
            if last > line:
                why += f"; lines {line} to {last} are left out"
            yield Record(line, [], why)
            continue
        is_header = False
        yield Record(line, cells)


def _in_words(wrong: csv.Error) -> str:
    if "field larger than" in str(wrong):
        return f"a field has more than {csv.field_size_limit():,} characters"
    return "its quotes do not match"
