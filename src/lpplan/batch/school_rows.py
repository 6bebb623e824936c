"""The rows of a list of schools, read one by one: one a stage, those of a school together.

However long the list is, only the rows of one school are held at a time, and a fixed table of
digests that tells whether a school came before.
"""

import contextlib
import hashlib
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple, get_args

from lpplan.batch.columns import COLUMNS, Columns, columns_of
from lpplan.batch.list_file import ListFile, Record, holds_a_plan, open_file
from lpplan.core.fees import Membership
from lpplan.reading.toml_file import SAVE_AS_UTF_8
from lpplan.values.problem import LocatedProblem, LpplanError, Problem
from lpplan.values.words import in_quotes, plain_name, plural

MOST_ROWS = 1_000
"""More rows than any school has, and few enough to hold and to judge together."""
LEAST_SLOTS = 1 << 19
"""How many digests of names there is room for at first."""

_TOGETHER = "Put the rows of a school together: sorting the list by school does that."
_PROBLEMS = {
    "no-schools": (
        "has no schools below its header",
        "Write a row below it for each stage of a school.",
    ),
    "plan": ("is a plan, not a list of schools", "A plan goes to 'lpplan quote'."),
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
        "must not be {name} again after other schools: its quote does not include this row",
        _TOGETHER,
    ),
    "known-apart": (
        "is {name} again on line {again:,}, after other schools: it is left out whole",
        _TOGETHER,
    ),
    "left-out-apart": (
        "must not be {name} again after other schools: it is left out whole",
        _TOGETHER,
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
    more: Mapping[str, str] = {}
    """What it says under those of ``OPTIONAL`` that it fills in."""
    others: tuple[str, ...] = ()
    """What it says under the columns that are passed on."""

    @property
    def is_whole(self) -> bool:
        """Whether there is a cell for each column."""
        return len(self.cells) == len(COLUMNS)


class SchoolRows(NamedTuple):
    """The rows of one school."""

    name: str
    rows: list[ListRow]

    @property
    def came_before(self) -> bool:
        """Whether other rows of the school stand further up, with those of others between."""
        return not {"rows-apart", "left-out-apart"}.isdisjoint(self._codes)

    @property
    def is_known_apart(self) -> bool:
        """Whether it is left out whole because its rows stand apart."""
        return not {"known-apart", "left-out-apart"}.isdisjoint(self._codes)

    @property
    def _codes(self) -> Iterator[str]:
        return (problem.code for problem in self.rows[0].problems)


class Survey(NamedTuple):
    """What is known of a list before it is read to be quoted."""

    schools: int | None = None
    """How many schools it has; None where nobody knows."""
    apart: Mapping[str, int] = {}
    """The names of schools whose rows do not stand together, with the line where they go on."""


class SchoolList(NamedTuple):
    """A list of schools that is being read."""

    path: str
    """As its reader knows it."""
    schools: Iterator[SchoolRows]
    """Each school with its rows, as soon as they are read."""
    share_read: Callable[[], float | None]
    """How much of the list is read, from 0 to 1; None where nobody knows how long it is."""
    others: tuple[str, ...]
    """The headings of columns that are passed on."""
    remark: str
    """What to know about how it was read."""


@contextlib.contextmanager
def open_list(
    path: str, apart: Mapping[str, int] | None = None, kept: BinaryIO | None = None
) -> Iterator[SchoolList]:
    """A list of schools to read; ``-`` is standard input, from where it is kept.

    ``apart`` has the schools that are known not to stand together, which are left out whole.
    Raises LpplanError with the one problem of a file that cannot be opened or has no schools, or
    with all that is wrong with its header; its schools raise it where they cannot be read on.
    """
    with open_file(path, kept) as file:
        try:
            columns, schools = listed_schools(file.records, file.path, apart)
        except LpplanError as refused:
            raise _more_of(refused, path, file) from None
        first = next(schools, None)
        if first is None:
            raise _more_of(_refusal(file.path, None, _problem("no-schools")), path, file)
        others = tuple(columns.others)
        yield SchoolList(file.path, chain([first], schools), file.share_read, others, file.remark)


def _more_of(refused: LpplanError, path: str, file: ListFile) -> LpplanError:
    """What refuses a list, where it may be no list, or the list may stand on another sheet."""
    if holds_a_plan(path):
        return _refusal(file.path, None, _problem("plan"))
    if file.sheet and refused.problems:
        *before, last = refused.problems
        hint = f"{last.problem.hint}\nOnly the first sheet is read: {in_quotes(file.sheet)}."
        last = last._replace(problem=last.problem._replace(hint=hint))
        return LpplanError(problems=[*before, last])
    return refused


def survey(path: str, kept: BinaryIO | None = None) -> Survey:
    """What a list holds, as far as it can be read before it is quoted; of others, nothing.

    It reads the list, but for the schools whose rows stand apart it holds none of it.
    """
    if kept is None and not Path(path).is_file():
        return Survey()
    number, apart = 0, dict[str, int]()
    try:
        with open_list(path, kept=kept) as listed:
            for school in listed.schools:
                if school.came_before:
                    apart.setdefault(plain_name(school.name), school.rows[0].line)
                else:
                    number += 1
    except LpplanError:
        # Whoever reads it to quote it tells of that, once it comes there.
        return Survey(None, apart)
    return Survey(number, apart)


def listed_schools(
    records: Iterator[Record], path: str, apart: Mapping[str, int] | None = None
) -> tuple[Columns, Iterator[SchoolRows]]:
    """The columns of a list, and its schools as they are read; ``apart`` as for ``open_list``.

    Raises LpplanError with all that is wrong with the header, the first record.
    """
    header = next(records, Record(1, []))
    columns = columns_of(header.cells, path, header.line)
    return columns, _schools(_rows(records, columns), path, apart or {})


def _schools(rows: Iterable[ListRow], path: str, apart: Mapping[str, int]) -> Iterator[SchoolRows]:
    """The schools in the rows of a list, each once the first row of the next one is read.

    A row that cannot be read leaves out the schools on either side: nobody knows whose it was.
    """
    seen = _SeenNames()
    school = SchoolRows("", [])
    plain_before: str | None = None
    broken: int | None = None
    for row in rows:
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
        is_new, again = not name or seen.add(plain), apart.get(plain)
        if not is_new or again:
            code = "known-apart" if is_new else "left-out-apart" if again else "rows-apart"
            told = _problem(code, "school", name=in_quotes(name), again=again or 0)
            problems += (told,)
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


def _rows(records: Iterable[Record], columns: Columns) -> Iterator[ListRow]:
    """The rows below the header, blank ones left out."""
    pick = itemgetter(*columns.needed)
    for line, cells, why in records:
        if why:
            yield ListRow(line, (), (_problem("unreadable-row", why=why),))
            continue
        if len(cells) == columns.width:
            row = ListRow(line, tuple(map(str.strip, pick(cells))))
        else:
            row = _of_another_width(line, cells, columns)
        told = "".join(cells)
        if not told.isprintable():
            row = _with_problem_if_no_text(row, told)
        if row.is_whole:
            row = _with_more(row, cells, columns)
        if told.strip() or row.problems:
            yield row


def _with_more(row: ListRow, cells: list[str], columns: Columns) -> ListRow:
    """The row with what it says besides, and its membership as a plan has it."""
    membership = row.cells[1].lower().replace(" ", "-")
    if membership != row.cells[1] and membership in get_args(Membership):
        row = row._replace(cells=(row.cells[0], membership, *row.cells[2:]))
    if not columns.optional and not columns.others:
        return row
    there = [cell.strip() for cell in cells] + [""] * (columns.width - len(cells))
    return row._replace(
        more={name: there[place] for name, place in columns.optional.items() if there[place]},
        others=tuple(there[place] for place in columns.others.values()),
    )


def _of_another_width(line: int, cells: list[str], columns: Columns) -> ListRow:
    """A row of more or fewer cells than the header; more that are empty are no problem."""
    width = columns.width
    picked = tuple(cells[n].strip() if n < len(cells) else "" for n in columns.needed)
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


def _problem(code: str, *key: str, **facts: str | int) -> Problem:
    message, hint = (words.format(**facts) for words in _PROBLEMS[code])
    return Problem(key=key, code=code, message=message, hint=hint)


def _refusal(path: str, line: int | None, problem: Problem, column: str = "") -> LpplanError:
    return LpplanError(problems=[LocatedProblem(path=path, line=line, key=column, problem=problem)])
