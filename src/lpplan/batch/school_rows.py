"""A list of schools as CSV, read row by row: one row a stage, the rows of a school together.

However long the list is, only the rows of one school are held at a time, and a fixed table of
digests that tells whether a school came before.
"""

import contextlib
import csv
import io
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from lpplan.batch.seen_names import SeenNames
from lpplan.core.plan import plain_name
from lpplan.core.problem import LocatedProblem, LpplanError, Problem
from lpplan.reading.charset import UNSAFE
from lpplan.reading.toml_file import SAVE_AS_UTF_8, unreadable

COLUMNS = ("school", "membership", "stage", "academic_year", "participants")

MOST_CHARACTERS = 1_000_000
"""More than any line needs, and little enough to hold without harm."""

MOST_ROWS = 1_000
"""More rows than any school has, and few enough to hold and to judge together."""


class Row(NamedTuple):
    """One row of the list."""

    line: int
    """Where it begins, counted from 1."""
    cells: tuple[str, ...]
    """What it says under each of ``COLUMNS``, without spaces around it.

    Only the school where it has more or fewer fields than the header; nothing at all where it
    cannot be read.
    """
    faults: tuple[Problem, ...] = ()
    """What is wrong with it as a row, whatever its cells say."""

    @property
    def is_whole(self) -> bool:
        """Whether there is a cell for each column."""
        return len(self.cells) == len(COLUMNS)


class School(NamedTuple):
    """The rows of one school."""

    name: str
    rows: list[Row]


class SchoolList:
    """A list of schools that is being read."""

    def __init__(self, path: str, file: BinaryIO, text: io.TextIOWrapper, size: int | None) -> None:
        """Take a file and its text; ``path`` is how its reader knows it, its size in bytes."""
        self.path = path
        self._file = file
        self._text = text
        self._size = size

    @property
    def share_read(self) -> float | None:
        """How much of the list is read, from 0 to 1; None where nobody knows how long it is."""
        return self._file.tell() / self._size if self._size else None

    def schools(self) -> Iterator[School]:
        """Each school with its rows, as soon as they are read.

        Raises LpplanError where the list cannot be read on, or its header is unsound.
        """
        return schools_in(_lines(self._text, self.path), self.path)


@contextlib.contextmanager
def open_list(path: str) -> Iterator[SchoolList]:
    """A list of schools to read; ``-`` is standard input.

    Raises LpplanError with the one problem of a file that cannot be opened.
    """
    shown = "standard input" if path == "-" else path or '""'
    with contextlib.ExitStack() as stack:
        size = None
        try:
            if path == "-":
                file: BinaryIO = sys.stdin.buffer if sys.stdin else io.BytesIO()
            else:
                file = stack.enter_context(Path(path).open("rb"))
                size = Path(path).stat().st_size
        except (OSError, ValueError) as wrong:
            raise unreadable(path, shown, wrong, "Check the name and the folder.") from None
        # Bytes that are no text become halves of characters, which the row they stand in tells of.
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
        stack.callback(text.detach)
        yield SchoolList(shown, file, text, size)


def _lines(text: io.TextIOWrapper, path: str) -> Iterator[str]:
    """The lines of a file, none of them endless."""
    number = 0
    while True:
        try:
            line = text.readline(MOST_CHARACTERS)
        except (OSError, ValueError) as wrong:
            raise unreadable(path, path, wrong, "Check that you may read it.") from None
        if not line:
            return
        number += 1
        if number == 1 and (line[0] in "\udcff\udcfe" or "\0" in line[:4]):
            told = "is saved as UTF-16 or UTF-32, and must be UTF-8"
            raise _refusal(path, 1, "not-utf-8", told, SAVE_AS_UTF_8)
        if len(line) == MOST_CHARACTERS:
            told = f"is longer than {MOST_CHARACTERS:,} characters, and no row needs that"
            raise _refusal(path, number, "unreadable", told, "Check that it is the file you meant.")
        yield line


def schools_in(lines: Iterable[str], path: str) -> Iterator[School]:
    """The schools in the lines of a list, each once the first row of the next one is read.

    A row that cannot be read leaves out the schools on either side: nobody knows whose it was.
    """
    seen = SeenNames()
    school = School("", [])
    plain_before: str | None = None
    broken: int | None = None
    for row in _rows(lines, path):
        name = row.cells[0] if row.cells else ""
        if not row.cells:
            broken = row.line
            if len(school.rows) >= MOST_ROWS:
                yield school
                school = School(school.name, [])
            school.rows.append(row)
            continue
        plain = plain_name(name)
        if plain == plain_before:
            school.rows.append(row)
            broken = None
            if len(school.rows) > MOST_ROWS:
                raise _too_many_rows(path, row.line)
            continue
        if school.rows:
            yield school
        faults = row.faults
        if broken is not None:
            faults += (_beside(broken),)
            broken = None
        if name and not seen.add(plain):
            faults += (_came_before(name),)
        school = School(name, [row._replace(faults=faults) if faults else row])
        plain_before = plain
    if school.rows:
        yield school


def _rows(lines: Iterable[str], path: str) -> Iterator[Row]:
    """The rows below the header, blank ones left out."""
    source = iter(lines)
    skipped, first = _first_written(source)
    # Excel separates by semicolons where a comma is the decimal mark.
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(chain([first], source), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as wrong:
        told = f"is no header of a list: {_told(wrong)}"
        raise _refusal(path, skipped + 1, "header", told, _HEADER_HINT) from None
    width, places = _columns(header, path, skipped + 1)
    pick = itemgetter(*places)
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield Row(line, (), (_broken(_told(wrong), line, skipped + reader.line_num),))
            continue
        if len(cells) == width:
            row = Row(line, tuple(map(str.strip, pick(cells))))
        else:
            row = _of_another_width(line, cells, width, places)
        if not "".join(row.cells).isprintable():
            row = _told_if_no_text(row)
        if any(row.cells) or row.faults:
            yield row


def _first_written(lines: Iterator[str]) -> tuple[int, str]:
    """The first line that is not blank, after how many that are; empty where all are."""
    written = ((skipped, line) for skipped, line in enumerate(lines) if line.strip())
    return next(written, (0, ""))


_HEADER_HINT = f"The first line names the columns: {','.join(COLUMNS)}."


def _columns(header: list[str], path: str, line: int) -> tuple[int, list[int]]:
    """How many columns there are, and where each of ``COLUMNS`` is."""
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:
        names.pop()
    faults = list(_header_faults(names))
    if faults:
        problems = [LocatedProblem(path, line, name, fault) for name, fault in faults]
        raise LpplanError(problems=problems)
    return len(names), [names.index(column) for column in COLUMNS]


def _header_faults(names: list[str]) -> Iterator[tuple[str, Problem]]:
    """What is wrong with a header, each with the column that it concerns."""
    from difflib import get_close_matches

    meant = set()
    if not names:
        yield "", Problem((), "header", "has no header", _HEADER_HINT)
        return
    for place, name in enumerate(names):
        if name in COLUMNS:
            if name in names[:place]:
                told, hint = "is a column twice", "Remove one of the two."
                yield name, Problem((), "repeated-column", told, hint)
            continue
        free = [column for column in COLUMNS if column not in names]
        close = get_close_matches(name, free, n=1, cutoff=0.7)
        meant.update(close)
        hint = f"Did you mean {close[0]}?" if close else f"Remove it. {_HEADER_HINT}"
        shown = name if len(name) <= 40 else f"{name[:39]}…"
        yield shown or '""', Problem((), "unknown-column", "is not a column of a list", hint)
    for column in COLUMNS:
        if column not in names and column not in meant:
            yield column, Problem((), "missing-column", "is missing from the header", _HEADER_HINT)


def _of_another_width(line: int, cells: list[str], width: int, places: list[int]) -> Row:
    """A row of more or fewer cells than the header; more that are empty are no fault."""
    picked = tuple(cells[place].strip() if place < len(cells) else "" for place in places)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) == width or not any(map(str.strip, cells)):
        return Row(line, picked)
    fields = "1 field" if len(cells) == 1 else f"{len(cells):,} fields"
    told = f"has {fields}, and the header has {width}"
    hint = "Put a text that holds the separator itself in quotes; leave no column out."
    return Row(line, picked[:1], (Problem((), "row-width", told, hint),))


def _told_if_no_text(row: Row) -> Row:
    """The row, with a fault where it holds what is no text."""
    found = {found[0] for cell in row.cells for found in UNSAFE.finditer(cell)}
    if any("\ud800" <= character <= "\udfff" for character in found):
        fault = Problem((), "not-utf-8", "holds bytes that are not UTF-8 text", SAVE_AS_UTF_8)
    elif "\0" in found:
        fault = Problem((), "nul", "holds a NUL character", "Remove it, or save the list anew.")
    else:
        return row
    cells = tuple(cell.encode("utf-8", "replace").decode() for cell in row.cells)
    return row._replace(cells=cells, faults=(*row.faults, fault))


def _told(wrong: csv.Error) -> str:
    if "field larger than" in str(wrong):
        return f"a field has more than {csv.field_size_limit():,} characters"
    return "its quotes do not match"


def _broken(told: str, line: int, last: int) -> Problem:
    message = f"cannot be read as a row: {told}"
    if last > line:
        message += f"; lines {line} to {last} are left out"
    hint = (
        "Nobody knows whose row it is, so the schools beside it are left out."
        ' Put a text with quotes or separators in it in quotes, and write a quote in it as "".'
    )
    return Problem((), "unreadable-row", message, hint)


def _beside(broken: int) -> Problem:
    told = (
        f"comes after a row that cannot be read, which may be of the same school: line {broken:,}"
    )
    return Problem((), "beside-unreadable-row", told, "Correct that row first.")


def _too_many_rows(path: str, line: int) -> LpplanError:
    told = f"is the same on more than {MOST_ROWS:,} rows, and no school has so many"
    hint = "A list has one row for each stage of a school; correct the column."
    fault = Problem((), "too-many-rows", told, hint)
    return LpplanError(problems=[LocatedProblem(path, line, COLUMNS[0], fault)])


def _came_before(name: str) -> Problem:
    shown = name if len(name) <= 40 else f"{name[:39]}…"
    return Problem(
        ("school", "name"),
        "rows-apart",
        f'must not be "{shown}" again after rows of other schools: what stands for it above'
        " is without this row",
        "Put the rows of a school together: sorting the list by school does that.",
    )


def _refusal(path: str, line: int | None, code: str, message: str, hint: str) -> LpplanError:
    return LpplanError(problems=[LocatedProblem(path, line, "", Problem((), code, message, hint))])
