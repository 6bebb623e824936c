"""A recheck as a document, and as JSON."""

from collections.abc import Iterator

from lpplan.reading.plan_json import plan_data
from lpplan.recheck.causes import Difference
from lpplan.recheck.report import Figure, Recheck
from lpplan.show.cells import Money
from lpplan.show.data import to_json
from lpplan.show.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    table,
)
from lpplan.values.money import Pounds
from lpplan.values.words import day_in_words, plural


def recheck_document(report: Recheck) -> Document:
    """Whether the quote holds, every difference with its cause, and both totals."""
    title = f"Recheck of the quote for {report.saved.school or 'your school'}"
    return Document(title, report.as_of, [*_parts(report)])


def _parts(report: Recheck) -> Iterator[Part]:
    saved, number = report.saved, len(report.differences)
    where = "that come with lpplan" if report.fees_folder is None else f"in {report.fees_folder}"
    reference = f", reference {saved.reference}" if saved.reference else ""
    yield Paragraph(
        f"Quoted on {day_in_words(saved.as_of)}{reference}. Rechecked on"
        f" {day_in_words(report.as_of)} against the fees {where}."
    )
    if report.holds:
        yield Paragraph(
            "HOLDS: every amount is as it was quoted, to the penny.", "good", apart=True
        )
    else:
        words = f"DOES NOT HOLD: {plural(number, 'difference')}."
        yield Paragraph(words, "bad", apart=True)
        rows = [Row((_where(one), one.text)) for one in report.differences]
        yield Table([Column("Where", keep=True), Column("Difference", share=1)], rows)
    if report.remarks:
        yield Heading("Remarks")
        yield Bullets(report.remarks)
    yield table("Exc VAT", "As quoted", "Today", "Difference", rows=[*_totals(report)])


_WHERE = {"past-valid-until": "Validity", "worked-out-otherwise": "Quote"}


def _where(difference: Difference) -> str:
    if difference.stage is not None:
        return f"Stage {difference.stage}, {difference.academic_year}"
    return _WHERE.get(difference.code, "Plan")


def _totals(report: Recheck) -> Iterator[Row]:
    """The total last; by financial year and the net above it, where the quote has them."""
    for year, figure in report.financial_years.items():
        yield _row(f"Financial year {year}", figure)
    if report.net:
        yield _row("Net", report.net)
    yield _row("TOTAL", report.total)._replace(strong=True, ruled=True)


def _row(label: str, figure: Figure) -> Row:
    was, now = ("estimate" if is_estimate else "" for is_estimate in figure.estimates)
    if figure.today is None or figure.difference is None:
        return Row((label, Money(figure.quoted, was), "no price", None))
    change = Money(figure.difference, was or now, signed=True)
    return Row((label, Money(figure.quoted, was), Money(figure.today, now), change))


def recheck_json(report: Recheck) -> str:
    """The recheck as JSON in ASCII, money as text with two decimals."""
    saved = report.saved
    years = [
        {"financial_year": year, **_figure(figure)}
        for year, figure in report.financial_years.items()
    ]
    data = {
        "quote": report.path,
        "school": saved.school,
        "reference": saved.reference,
        "quoted_on": saved.as_of,
        "valid_until": saved.valid_until,
        "lpplan": saved.lpplan,
        "as_of": report.as_of,
        "fees": report.fees_folder or "bundled",
        "holds": report.holds,
        "total": _figure(report.total),
        **({"net": _figure(report.net)} if report.net else {}),
        **({"financial_years": years} if years else {}),
        "differences": [
            one._asdict() | {"before": plan_data(one.before), "after": plan_data(one.after)}
            for one in report.differences
        ],
        "remarks": report.remarks,
    }
    return to_json(data)


def _figure(figure: Figure) -> dict[str, Pounds | None]:
    return {"quoted": figure.quoted, "today": figure.today, "difference": figure.difference}
