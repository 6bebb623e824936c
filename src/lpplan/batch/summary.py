"""A summary of a list for whoever minds the money: a workbook with a row for each school."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any, NamedTuple

from lpplan.batch.quoting import Batch, QuotedSchool
from lpplan.batch.rows_as_plan import said_of, valid_until_of
from lpplan.core.programme import STAGES
from lpplan.core.quote import Quote, total
from lpplan.show.stage_words import CAVEAT, mark_of_sum
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, SheetColumn, Value, amount_width
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.words import day_in_words, plural
from lpplan.values.years import AcademicYear

_MOST_YEARS = 8
"""Of more, the sheet would not be read."""


class _School(NamedTuple):
    """What the summary says of a school; amounts in pounds exc VAT."""

    name: str
    membership: str
    reference: str
    valid_until: str
    others: Sequence[str]
    quote: Quote


def summary_workbook(run: Batch, quoted: Iterable[QuotedSchool]) -> bytes:
    """The schools of a list as an .xlsx file: what each costs, and what was left out and why.

    By stage and by academic year, published and estimated, with sums that recalculate. Raises
    LpplanError where XlsxWriter is not installed, and where a workbook cannot hold it.
    """
    schools = [_school(one) for one in quoted]
    largest = total(one.quote.total for one in schools)
    book = Book("Summary of schools exc VAT", run.day, largest)
    _write_schools(book, run, schools, largest)
    _write_left_out(book, run)
    return book.content()


def _school(one: QuotedSchool) -> _School:
    rows = one.rows.rows
    until = valid_until_of(one.rows)
    columns = zip(*(row.others for row in rows), strict=True)
    return _School(
        name=one.rows.name,
        membership=one.quote.membership,
        reference=said_of(one.rows, "reference") or "",
        valid_until=day_in_words(until) if until else "",
        others=["; ".join(dict.fromkeys(filter(None, cells))) for cells in columns],
        quote=one.quote,
    )


def _write_schools(book: Book, run: Batch, schools: Sequence[_School], largest: Pounds) -> None:
    amounts = _amounts(schools)
    words = ["Membership"]
    words += ["Reference"] * any(one.reference for one in schools)
    words += ["Valid until"] * any(one.valid_until for one in schools)
    # What does not fit stands in the CSV of the same list.
    room = len(ascii_uppercase) - 2 - len(words) - len(amounts)
    others = run.others[:room]
    columns = [
        SheetColumn("School", 34),
        *(SheetColumn(heading, 16) for heading in (*words, *others)),
        *(SheetColumn(heading, amount_width(largest), figures=True) for heading in amounts),
        SheetColumn("Prices", 11, words="mark"),
    ]
    about = [f"As on {day_in_words(run.day)}, in pounds exc VAT: {plural(len(schools), 'school')}."]
    if any(mark_of_sum(one.quote.stages) for one in schools):
        about.append(CAVEAT)
    if left := run.others[room:]:
        about.append(f"Columns of the list that have no room here: {', '.join(left)}.")
    page = Page(book, "Summary", columns, title="What the schools cost", about=about)
    first = page.row
    letters = ascii_uppercase[1 : len(columns)]
    for one in schools:
        said = {"Membership": one.membership, "Reference": one.reference}
        said["Valid until"] = one.valid_until
        cells: list[Value] = [said[heading] for heading in words]
        cells += [*one.others[:room], *_of(one.quote, amounts)]
        cells.append(mark_of_sum(one.quote.stages) or "published")
        there: dict[str, Any] = dict(zip(letters, cells, strict=True))
        page.line(one.name, **there)
    rows = range(first, page.row)
    page.filter(rows)
    sums = zip(letters[len(words) + len(others) :], amounts.values(), strict=False)
    totals: dict[str, Any] = {letter: _sum(letter, rows, value) for letter, value in sums}
    page.line("All schools exc VAT", "grand", **totals)


def _sum(letter: str, rows: range, value: Pounds) -> Formula:
    if not rows:
        return Formula("=0", value)
    # Those that a filter hides are left out, as whoever filters expects.
    return Formula(f"=SUBTOTAL(109,{letter}{rows[0]}:{letter}{rows[-1]})", value)


def _amounts(schools: Sequence[_School]) -> Mapping[str, Pounds]:
    """Each column of amounts, with what all schools come to."""
    quotes = [one.quote for one in schools]
    years = sorted({year for quote in quotes for year in quote.years})
    names = [f"Stage {n}" for n in STAGES if any(s.stage == n for q in quotes for s in q.stages)]
    names += [str(year) for year in years] if len(years) <= _MOST_YEARS else []
    names += ["Published", "Estimated", "Total"]
    sums = dict.fromkeys(names, NOTHING)
    for quote in quotes:
        for name, amount in zip(names, _of(quote, names), strict=True):
            sums[name] += amount
    return sums


def _of(quote: Quote, names: Iterable[str]) -> list[Decimal]:
    """What a quote comes to under the heading of each column, in pounds exc VAT."""
    return [_amount(quote, name) for name in names]


def _amount(quote: Quote, name: str) -> Pounds:
    match name:
        case "Published":
            return quote.total_of("published")
        case "Estimated":
            return quote.total_of("estimate")
        case "Total":
            return quote.total
    if name.startswith("Stage "):
        return total(s.total for s in quote.stages if f"Stage {s.stage}" == name)
    return quote.in_year(AcademicYear.parse(name)).total


def _write_left_out(book: Book, run: Batch) -> None:
    """What was wrong with the list, school by school, and how to mend it."""
    columns = [
        SheetColumn("School", 30),
        SheetColumn("Line", 8, figures=True),
        SheetColumn("Column", 16),
        SheetColumn("What is wrong", 60),
        SheetColumn("How to mend it", 50),
    ]
    said = run.left_out_in_words if run.left_out else "Nothing was left out."
    page = Page(book, "Left out", columns, title="What was left out, and why", about=[said])
    first = page.row
    for school, located in run.left_out:
        problem = located.problem
        place: dict[str, Any] = {"B": located.line, "C": located.key}
        page.line(school, **place, D=problem.message, E=problem.hint)
    page.filter(range(first, page.row))
