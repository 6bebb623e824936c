"""A quote for machines and spreadsheets: JSON and CSV."""

import csv
import io
from typing import Any

from lpplan.core.pricing import Line
from lpplan.core.quote import StageQuote
from lpplan.rendering.quote_words import arithmetic
from lpplan.rendering.text import csv_text, plain_amount, to_json
from lpplan.reports.quote_report import QuoteReport

_CSV_COLUMNS = (
    "school",
    "stage",
    "academic_year",
    "fees_from",
    "price_status",
    "fee",
    "label",
    "per",
    "quantity",
    "unit_price_exc_vat",
    "amount_exc_vat",
)
_EXPLANATION = ("arithmetic", "source", "section", "file", "line", "checked")
"""What an explanation adds, in JSON and as further columns in CSV."""


def quote_json(report: QuoteReport) -> str:
    """The quote as JSON in ASCII, money as text with two decimals."""
    return to_json(_quote(report))


def quote_csv(report: QuoteReport) -> str:
    """The quote as CSV, one row a line item; an explanation adds columns at the end."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS + (() if report.places is None else _EXPLANATION))
    for stage in report.quote.stages:
        for line in stage.lines:
            explained = _explanation(line, stage, report)
            writer.writerow(
                (
                    csv_text(report.quote.school or ""),
                    stage.stage,
                    stage.academic_year,
                    stage.prices.fees_from,
                    stage.prices.status,
                    csv_text(line.fee),
                    csv_text(line.label),
                    line.per,
                    line.quantity,
                    plain_amount(line.unit_price),
                    plain_amount(line.amount),
                    *(csv_text("" if told is None else str(told)) for told in explained.values()),
                )
            )
    return text.getvalue()


def _quote(report: QuoteReport) -> dict[str, Any]:
    quote = report.quote
    data: dict[str, Any] = {
        "school": quote.school,
        "membership": quote.membership,
        "currency": "GBP",
        "vat": "exclusive",
        "as_of": report.as_of.isoformat(),
        "fees": report.fees_folder or "bundled",
        "stages": [_stage(stage, report) for stage in quote.stages],
        "years": [
            {"academic_year": str(year), "total": plain_amount(quote.in_year(year).total)}
            for year in quote.years
        ],
        "total": plain_amount(quote.total),
        "total_published": plain_amount(quote.total_of("published")),
        "total_estimated": plain_amount(quote.total_of("estimate")),
        "notes": [
            {"code": note.code, "stage": note.stage, "text": note.text} for note in report.notes
        ],
    }
    if report.compared_with is not None and report.difference is not None:
        data["compared_with"] = {
            "total": plain_amount(report.compared_with.total),
            "difference": plain_amount(report.difference),
        }
    return data


def _stage(stage: StageQuote, report: QuoteReport) -> dict[str, Any]:
    data: dict[str, Any] = {
        "stage": stage.stage,
        "academic_year": str(stage.academic_year),
        "fees_from": str(stage.prices.fees_from),
        "price_status": stage.prices.status,
        "prices_from": str(stage.prices.prices_from),
        "years_before": stage.prices.years_before,
        "participants": stage.participants,
        "cohorts": list(stage.cohorts),
        "lines": [_line(line, stage, report) for line in stage.lines],
        "total": plain_amount(stage.total),
        "per_head": plain_amount(stage.per_head),
        "cliffs": [
            {"people": cliff.people, "difference": plain_amount(cliff.difference)}
            for cliff in stage.cliffs
        ],
    }
    if stage.recharge:
        data["schools"] = [
            {
                "school": school.school,
                "participants": school.participants,
                "total": plain_amount(school.total),
            }
            for school in stage.recharge.schools
        ]
    return data


def _line(line: Line, stage: StageQuote, report: QuoteReport) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fee": line.fee,
        "label": line.label,
        "per": line.per,
        "quantity": line.quantity,
        "unit_price": plain_amount(line.unit_price),
        "amount": plain_amount(line.amount),
        "reference": line.reference,
    }
    if report.places is not None:
        data["explanation"] = _explanation(line, stage, report)
    return data


def _explanation(line: Line, stage: StageQuote, report: QuoteReport) -> dict[str, str | int | None]:
    """How a line comes about and where its price is from; nothing where nobody asked."""
    if report.places is None:
        return {}
    source = stage.prices.schedule.source
    path, number = report.places[stage.prices.fees_from, line.fee]
    checked = source.checked if source else None
    told = (
        arithmetic(line),
        source.title if source else None,
        line.reference,
        path,
        number,
        checked.isoformat() if checked else None,
    )
    return dict(zip(_EXPLANATION, told, strict=True))
