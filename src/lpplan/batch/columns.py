"""The columns of a list of schools, however a spreadsheet writes their headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lpplan.values.limits import MOST_COLUMNS
from lpplan.values.problem import LocatedProblem, LpplanError, Problem

COLUMNS = ("school", "membership", "stage", "academic_year", "participants")
OPTIONAL = ("launch", "application_support", "gateway", "reference", "valid_until")
"""What a row may say besides: the dates of its stage, and what a proposal says of itself."""

_SPELLINGS = {
    "name": "school",
    "school_name": "school",
    "name_of_school": "school",
    "member": "membership",
    "ssat_membership": "membership",
    "year": "academic_year",
    "people": "participants",
    "number_of_people": "participants",
    "number_of_participants": "participants",
    "valid_to": "valid_until",
    "launch_date": "launch",
    "application_support_date": "application_support",
}
"""What else people write above a column."""

_HINT = f"The first line names the columns: {','.join(COLUMNS)}."
_PROBLEMS = {
    "too-many-columns": (
        f"is one column more than the {MOST_COLUMNS:,} that a list has room for",
        "Leave out those that nobody needs.",
    ),
    "no-header": ("has no header", _HINT),
    "missing-column": ("is missing from the header", _HINT),
    "repeated-column": ("is a column twice", "Remove one of the two."),
    "unknown-column": ("is not a column of a list", "Did you mean {close}?"),
}
_LONGEST_SHOWN = 40


class Columns(NamedTuple):
    """Where in a row each column stands."""

    width: int
    needed: tuple[int, ...]
    """The places of ``COLUMNS``."""
    optional: Mapping[str, int]
    """The places of those of ``OPTIONAL`` that there are."""
    others: Mapping[str, int]
    """The columns that are passed on as they are, by their headings."""


def columns_of(header: Sequence[str], path: str, line: int) -> Columns:
    """Where the columns stand below a header. Raises LpplanError with all that is wrong with it."""
    written = [heading.strip() for heading in header]
    while written and not written[-1]:
        written.pop()
    names = [_plain(heading) for heading in written]
    problems = [LocatedProblem(path, line, *problem) for problem in _problems(names)]
    if problems:
        raise LpplanError(problems=problems)
    known = {name: place for place, name in enumerate(names) if name in (*COLUMNS, *OPTIONAL)}
    return Columns(
        width=len(names),
        needed=tuple(known[column] for column in COLUMNS),
        optional={name: known[name] for name in OPTIONAL if name in known},
        others={
            heading: place
            for place, heading in enumerate(written)
            if heading and names[place] not in known
        },
    )


def _plain(heading: str) -> str:
    name = re.sub(r"[\s_-]+", "_", heading.lower()).strip("_")
    return _SPELLINGS.get(name, name)


def _problems(names: list[str]) -> Iterator[tuple[str, Problem]]:
    """What is wrong with a header, each with the column that it concerns."""
    from difflib import get_close_matches

    if not any(names):
        yield "", _problem("no-header")
        return
    if len(names) > MOST_COLUMNS:
        yield _shown(names[MOST_COLUMNS]), _problem("too-many-columns")
        return
    lacking = [column for column in COLUMNS if column not in names]
    meant = set()
    seen: set[str] = set()
    for name in names:
        shown = _shown(name)
        if name and name in seen:
            yield shown, _problem("repeated-column")
        seen.add(name)
        if name and lacking and name not in (*COLUMNS, *OPTIONAL):
            close = get_close_matches(name[:_LONGEST_SHOWN], lacking, n=1, cutoff=0.7)
            if close and close[0] not in meant:
                meant.add(close[0])
                yield shown, _problem("unknown-column", close=close[0])
    for column in lacking:
        if column not in meant:
            yield column, _problem("missing-column")


def _shown(name: str) -> str:
    return name if len(name) <= _LONGEST_SHOWN else f"{name[: _LONGEST_SHOWN - 1]}…"


def _problem(code: str, **facts: str) -> Problem:
    message, hint = _PROBLEMS[code]
    return Problem(key=(), code=code, message=message, hint=hint.format(**facts))
