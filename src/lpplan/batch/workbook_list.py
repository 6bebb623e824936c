"""A list of schools in an Excel workbook: the first sheet, row by row."""

import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from lpplan.batch.list_file import Record
from lpplan.reading.toml_file import refusal
from lpplan.show.formats import need_office
from lpplan.values.limits import MOST_BYTES_OF_A_WORKBOOK, MOST_CHARACTERS_OF_A_ROW

_MOST_ROWS = 1_048_576
"""As many as a sheet of Excel has."""


def workbook_records(
    file: BinaryIO, path: str
) -> tuple[Iterator[Record], Callable[[], float | None], str]:
    """The rows of a workbook's first sheet, how much of it is read, and what it is called.

    Raises LpplanError where it is none, or unpacks to far too much, and where what reads
    workbooks is not installed.
    """
    need_office("An Excel workbook", "openpyxl")
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        file.seek(0)
        small = unpacked <= MOST_BYTES_OF_A_WORKBOOK
        sheets = _sheets(file) if small else []
    # Each kind of damage to a workbook has an error of its own.
    except Exception as wrong:
        raise _damaged(path) from wrong
    if not small:
        message = f"unpacks to more than {MOST_BYTES_OF_A_WORKBOOK:,} bytes"
        hint = "Save the list as CSV UTF-8, which may be of any length."
        raise refusal(path, None, "workbook", message, hint)
    if not sheets:
        message = "has no sheet with rows"
        raise refusal(path, None, "workbook", message, "Put the list into its first sheet.")
    read, sheet = [0], sheets[0]
    rows = sheet.max_row
    # A row further down than the sheet says it is long would be left out without a word.
    sheet.reset_dimensions()
    return (
        _records(sheet, path, read),
        lambda: min(1, read[0] / (rows or read[0] or 1)),
        sheet.title,
    )


def _sheets(file: BinaryIO) -> list[Any]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # Of what it does not read, and no list needs.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        return [*book.worksheets]


def _records(sheet: Any, path: str, read: list[int]) -> Iterator[Record]:
    """The rows that hold anything; ``read`` counts all of them."""
    rows = sheet.iter_rows(values_only=True)
    width, blank = 0, ()
    while True:
        try:
            values = next(rows, None)
        except Exception as wrong:
            raise _damaged(path) from wrong
        if values is None:
            return
        read[0] += 1
        if read[0] > _MOST_ROWS:
            raise _damaged(path)
        # Rows that are left out of the file, maybe a million, are one tuple each time.
        if values is blank:
            continue
        # Of the widest row there can be, only what is as wide as the header has to be looked at.
        is_wider = not width or values[width:].count(None) < len(values) - width
        cells = [_written(value) for value in (values if is_wider else values[:width])]
        while cells and not cells[-1]:
            cells.pop()
        if sum(map(len, cells)) > MOST_CHARACTERS_OF_A_ROW:
            message = f"is longer than {MOST_CHARACTERS_OF_A_ROW:,} characters"
            hint = "Check that it is the file you meant."
            raise refusal(path, read[0], "long-line", message, hint)
        if not cells:
            blank = values
        else:
            # What a row leaves blank at its end is blank under the header too.
            width = width or len(cells)
            yield Record(read[0], cells + [""] * (width - len(cells)))


def _damaged(path: str) -> Exception:
    message = "cannot be read as an Excel workbook"
    return refusal(path, None, "workbook", message, "Open it in Excel and save it again as .xlsx.")


def _written(value: object) -> str:
    """A cell as a list has it: a date as 2027-01-15, a whole number without a point."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()
