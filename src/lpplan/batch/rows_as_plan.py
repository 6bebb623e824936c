"""The rows of a school as the plan that says the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from lpplan.batch.school_rows import ListRow, SchoolRows
from lpplan.reading.plan_source import PlanSource, as_typed, plan_from_data
from lpplan.reading.typed import read_day, read_gateway


def plan_of(school: SchoolRows) -> PlanSource:
    """The plan of a sound school."""
    return plan_from_data(plan_data(school.rows))


def said_of(school: SchoolRows, column: str) -> str | None:
    """What the first of a school's rows that fills in a column says there."""
    return next((row.more[column] for row in school.rows if column in row.more), None)


def valid_until_of(school: SchoolRows) -> date | None:
    """Until when a sound school's proposal is valid, where its rows say so."""
    written = said_of(school, "valid_until")
    return None if written is None else read_day(written)


def plan_data(rows: Iterable[ListRow]) -> dict[str, Any]:
    """The whole rows of a school as the plan file that says the same."""
    whole = [row for row in rows if row.is_whole]
    return {
        "school": _said(("name", "membership"), whole[0].cells[:2]),
        "stages": [
            as_typed(_said(("stage", "academic_year", "participants"), row.cells[2:])) | _dates(row)
            for row in whole
        ],
    }


READERS: Mapping[str, Callable[[str], object]] = {
    "launch": read_day,
    "application_support": read_day,
    "gateway": read_gateway,
}
"""What reads each date of a stage."""


def _dates(row: ListRow) -> dict[str, object]:
    """The dates of a row's stage that can be read."""
    dates = {}
    for column, reader in READERS.items():
        with suppress(ValueError):
            dates[column] = reader(row.more[column]) if column in row.more else None
    return {column: day for column, day in dates.items() if day is not None}


def _said(keys: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {key: text for key, text in zip(keys, cells, strict=True) if text}
