"""Results as data for machines: JSON and CSV. Money, years and dates are encoded here alone."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lpplan.core.notes import Note
from lpplan.show.text import visible
from lpplan.values.problem import LpplanError
from lpplan.values.years import AcademicYear, Month

_LEAST_PART = 1 << 16
"""Characters that are worth being written together."""


def plain(value: object) -> Any:
    """A value as JSON has it: pounds with two decimals, years, months and dates as text."""
    match value:
        case Decimal():
            return f"{value:.2f}"
        case AcademicYear() | Month():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {key: plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case _:
            return value


def to_json(data: object, *, indent: int | None = 2) -> str:
    """JSON in ASCII, on one line where ``indent`` is None; no workflow takes it for a command."""
    import json

    return json.dumps(plain(data), indent=indent).replace("##[", "#\\u0023[") + "\n"


def csv_text(text: str) -> str:
    """A text as a CSV cell that no spreadsheet takes for a formula."""
    guard = "'" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else ""
    return guard + visible(text)


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV; nothing for None, and no text that a spreadsheet takes for a formula."""
    return "".join(csv_parts(columns, map(csv_cells, rows)))


def csv_cells(values: Iterable[object]) -> list[object]:
    """Values as cells of a row of CSV, as ``to_csv`` writes them."""
    return [csv_text(value) if isinstance(value, str) else plain(value) for value in values]


def csv_parts(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table as CSV part by part, for one too long to hold; its cells are from ``csv_cells``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    try:
        for row in rows:
            writer.writerow(row)
            if text.tell() > _LEAST_PART:
                yield _no_commands(text.getvalue())
                text.seek(0)
                text.truncate()
    except LpplanError:
        # What came before a bad row is sound.
        yield _no_commands(text.getvalue())
        raise
    yield _no_commands(text.getvalue())


def _no_commands(rows: str) -> str:
    """Rows that no workflow of GitHub takes for a command, and CSV's readers for the same rows."""
    if "::" not in rows:
        return rows
    return re.sub(r"^([^\S\n]*::[^,\n]*)", r'"\1"', rows, flags=re.MULTILINE)


def notes_data(notes: Iterable[Note]) -> list[dict[str, object]]:
    """Notes as JSON has them."""
    return [{"code": note.code, "stage": note.stage, "text": note.text} for note in notes]
