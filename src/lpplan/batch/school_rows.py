"""A list of schools as CSV, read row by row: one row a stage, the rows of a school together.

However long the list is, only the rows of one school are held at a time, and a fixed table of
digests that tells whether a school came before.
"""

import contextlib
import csv
import hashlib
import io
import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from lpplan.reading.toml_file import SAVE_AS_UTF_8, unreadable
from lpplan.values.problem import LocatedProblem, LpplanError, Problem
from lpplan.values.words import in_quotes, plain_name, plural

COLUMNS = ("school", "membership", "stage", "academic_year", "participants")

MOST_CHARACTERS = 1_000_000
"""More than any line needs, and little enough to hold without harm."""
MOST_ROWS = 1_000
"""More rows than any school has, and few enough to hold and to judge together."""
LEAST_SLOTS = 1 << 19
"""How many digests of names there is room for at first."""

_HEADER_HINT = f"The first line names the columns: {','.join(COLUMNS)}."
_PROBLEMS = {
    "utf-16": ("is saved as UTF-16 or UTF-32, and must be UTF-8", SAVE_AS_UTF_8),
    "long-line": ("is longer than {most:,} characters", "Check that it is the file you meant."),
    "header": ("is not a valid header: {why}", _HEADER_HINT),
    "no-header": ("has no header", _HEADER_HINT),
    "missing-column": ("is missing from the header", _HEADER_HINT),
    "repeated-column": ("is a column twice", "Remove one of the two."),
    "unknown-column": ("is not a column of a list", "{mend}"),
    "row-width": (
        "has {fields}, and the header has {width}",
        "Put a text that holds the separator itself in quotes; leave no column out.",
    ),
    "not-utf-8": ("holds bytes that are not UTF-8 text", SAVE_AS_UTF_8),
    "nul": ("holds a NUL character", "Remove it, or save the list again as CSV."),
    "unreadable-row": (
        "cannot be read as a row: {why}",
        'The schools beside it are left out. Put its text in quotes; write a quote in it as "".',
    ),
    "beside-unreadable-row": (
        "may be of the same school as line {broken:,}, which cannot be read",
        "Correct that row first.",
    ),
    "too-many-rows": (
        "is the same on more than {most:,} rows",
        "A list has one row for each stage of a school; correct the column.",
    ),
    "rows-apart": (
        "must not be {name} again after other schools: the quote above does not include this row",
        "Put the rows of a school together: sorting the list by school does that.",
    ),
}
"""What can be wrong with a list, by code: the message, and how to mend it."""


class ListRow(NamedTuple):
    """One row of the list."""

    line: int
    """Where it begins, counted from 1."""
    cells: tuple[str, ...]
    """What it says under each of ``COLUMNS``, without spaces around it.

    Only the school where it has more or fewer fields than the header; nothing at all where it
    cannot be read.
    """
    problems: tuple[Problem, ...] = ()
    """What is wrong with it as a row, whatever its cells say."""

    @property
    def is_whole(self) -> bool:
        """Whether there is a cell for each column."""
        return len(self.cells) == len(COLUMNS)


class SchoolRows(NamedTuple):
    """The rows of one school."""

    name: str
    rows: list[ListRow]


class SchoolList(NamedTuple):
    """A list of schools that is being read."""

    path: str
    """As its reader knows it."""
    schools: Iterator[SchoolRows]
    """Each school with its rows, as soon as they are read."""
    share_read: Callable[[], float | None]
    """How much of the list is read, from 0 to 1; None where nobody knows how long it is."""


@contextlib.contextmanager
def open_list(path: str) -> Iterator[SchoolList]:
    """A list of schools to read; ``-`` is standard input.

    Raises LpplanError with the one problem of a file that cannot be opened, and its schools
    raise it where they cannot be read on, or the header is unsound.
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
        # Bytes that are no text become halves of characters, a problem of the row they stand in.
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
        stack.callback(text.detach)
        schools = schools_in(_lines(text, shown), shown)
        yield SchoolList(shown, schools, lambda: file.tell() / size if size else None)


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
            raise _refusal(path, 1, _problem("utf-16"))
        if len(line) == MOST_CHARACTERS:
            raise _refusal(path, number, _problem("long-line", most=MOST_CHARACTERS))
        yield line


def schools_in(lines: Iterable[str], path: str) -> Iterator[SchoolRows]:
    """The schools in the lines of a list, each once the first row of the next one is read.

    A row that cannot be read leaves out the schools on either side: nobody knows whose it was.
    """
    seen = _SeenNames()
    school = SchoolRows("", [])
    plain_before: str | None = None
    broken: int | None = None
    for row in _rows(lines, path):
        if not row.cells:
            broken = row.line
            if len(school.rows) >= MOST_ROWS:
                yield school
                school = SchoolRows(school.name, [])
            school.rows.append(row)
            continue
        name = row.cells[0]
        plain = plain_name(name)
        if plain == plain_before:
            school.rows.append(row)
            broken = None
            if len(school.rows) > MOST_ROWS:
                problem = _problem("too-many-rows", most=MOST_ROWS)
                raise _refusal(path, row.line, problem, COLUMNS[0])
            continue
        if school.rows:
            yield school
        problems = row.problems
        if broken is not None:
            problems += (_problem("beside-unreadable-row", broken=broken),)
            broken = None
        if name and not seen.add(plain):
            problems += (_problem("rows-apart", "school", name=in_quotes(name)),)
        school = SchoolRows(name, [row._replace(problems=problems) if problems else row])
        plain_before = plain
    if school.rows:
        yield school


class _SeenNames:
    """Which names came before, in memory that does not grow up to ten times England's schools.

    It keeps eight bytes of a digest for each; that two of 400,000 names share theirs has a
    chance of one in two hundred million.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * LEAST_SLOTS))
        self._held = 0

    def add(self, name: str) -> bool:
        """Take a name in; false where it came before."""
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        # 0 marks a free slot.
        if not self._put(int.from_bytes(digest) or 1):
            return False
        self._held += 1
        if self._held > 0.75 * len(self._slots):
            held = self._slots
            self._slots = array("Q", bytes(16 * len(held)))
            for number in filter(None, held):
                self._put(number)
        return True

    def _put(self, number: int) -> bool:
        slots, last = self._slots, len(self._slots) - 1
        slot = number & last
        while slots[slot]:
            if slots[slot] == number:
                return False
            slot = (slot + 1) & last
        slots[slot] = number
        return True


def _rows(lines: Iterable[str], path: str) -> Iterator[ListRow]:
    """The rows below the header, blank ones left out."""
    source = iter(lines)
    written = ((blank_lines, line) for blank_lines, line in enumerate(source) if line.strip())
    skipped, first = next(written, (0, ""))
    # Excel separates by semicolons where a comma is the decimal mark.
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(chain([first], source), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as wrong:
        raise _refusal(path, skipped + 1, _problem("header", why=_in_words(wrong))) from None
    width, columns = _columns(header, path, skipped + 1)
    pick = itemgetter(*columns)
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            why, last = _in_words(wrong), skipped + reader.line_num
            if last > line:
                why += f"; lines {line} to {last} are left out"
            yield ListRow(line, (), (_problem("unreadable-row", why=why),))
            continue
        if len(cells) == width:
            row = ListRow(line, tuple(map(str.strip, pick(cells))))
        else:
            row = _of_another_width(line, cells, width, columns)
        told = "".join(row.cells)
        if not told.isprintable():
            row = _with_problem_if_no_text(row, told)
        if told or row.problems:
            yield row


def _columns(header: list[str], path: str, line: int) -> tuple[int, list[int]]:
    """How many columns there are, and the index of each of ``COLUMNS``."""
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:
        names.pop()
    problems = [LocatedProblem(path, line, *problem) for problem in _header_problems(names)]
    if problems:
        raise LpplanError(problems=problems)
    return len(names), [names.index(column) for column in COLUMNS]


def _header_problems(names: list[str]) -> Iterator[tuple[str, Problem]]:
    """What is wrong with a header, each with the column that it concerns."""
    from difflib import get_close_matches

    meant = set()
    if not names:
        yield "", _problem("no-header")
        return
    for index, name in enumerate(names):
        if name in COLUMNS:
            if name in names[:index]:
                yield name, _problem("repeated-column")
            continue
        free = [column for column in COLUMNS if column not in names]
        close = get_close_matches(name, free, n=1, cutoff=0.7)
        meant.update(close)
        mend = f"Did you mean {close[0]}?" if close else f"Remove it. {_HEADER_HINT}"
        shown = name if len(name) <= 40 else f"{name[:39]}…"
        yield shown or '""', _problem("unknown-column", mend=mend)
    for column in COLUMNS:
        if column not in names and column not in meant:
            yield column, _problem("missing-column")


def _of_another_width(line: int, cells: list[str], width: int, columns: list[int]) -> ListRow:
    """A row of more or fewer cells than the header; more that are empty are no problem."""
    picked = tuple(cells[index].strip() if index < len(cells) else "" for index in columns)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) == width or not any(map(str.strip, cells)):
        return ListRow(line, picked)
    problem = _problem("row-width", fields=plural(len(cells), "field"), width=width)
    return ListRow(line, picked[:1], (problem,))


def _with_problem_if_no_text(row: ListRow, told: str) -> ListRow:
    """The row, with a problem where what its cells told is no text."""
    if re.search("[\ud800-\udfff]", told):
        problem = _problem("not-utf-8")
    elif "\0" in told:
        problem = _problem("nul")
    else:
        return row
    cells = tuple(cell.encode("utf-8", "replace").decode() for cell in row.cells)
    return row._replace(cells=cells, problems=(*row.problems, problem))


def _in_words(wrong: csv.Error) -> str:
    if "field larger than" in str(wrong):
        return f"a field has more than {csv.field_size_limit():,} characters"
    return "its quotes do not match"


def _problem(code: str, *key: str, **facts: str | int) -> Problem:
    message, hint = (words.format(**facts) for words in _PROBLEMS[code])
    return Problem(key=key, code=code, message=message, hint=hint)


def _refusal(path: str, line: int, problem: Problem, column: str = "") -> LpplanError:
    return LpplanError(problems=[LocatedProblem(path=path, line=line, key=column, problem=problem)])
