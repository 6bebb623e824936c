"""A quote for machines and spreadsheets: JSON and CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from lpplan.core.money import percent_text
from lpplan.core.pricing import Line
from lpplan.core.quote import Quote, StageQuote
from lpplan.core.years import AcademicYear
from lpplan.quote.budget import BudgetYear, charged_on
from lpplan.quote.financial_year import FinancialYear, YearEnd
from lpplan.quote.report import QuoteReport
from lpplan.quote.words import arithmetic
from lpplan.show.text import csv_text, plain_amount, to_json

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
_UPLIFT = ("uplift_percent_a_year", "uplift_years", "unit_price_before_uplift_exc_vat")
_BUDGET = ("financial_year", "charged_on", "launch_known")


def quote_json(report: QuoteReport) -> str:
    """The quote as JSON in ASCII, money as text with two decimals."""
    return to_json(_quote(report))


def quotes_json_lines(reports: Iterable[QuoteReport]) -> Iterator[str]:
    """Many quotes as JSON lines, one at a time: each is what ``quote_json`` gives, on one line."""
    return (to_json(_quote(report), indent=None) for report in reports)


def quote_csv(report: QuoteReport) -> str:
    """The quote as CSV, one row a line item.

    An explanation, an assumed rise and financial years each add columns at the end.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    uplifted = any(stage.prices.uplift for stage in report.quote.stages)
    added = (
        *(() if report.places is None else _EXPLANATION),
        *(_UPLIFT if uplifted else ()),
        *(() if report.year_end is None else _BUDGET),
    )
    writer.writerow(_CSV_COLUMNS + added)
    school = csv_text(report.quote.school or "")
    for stage in report.quote.stages:
        start = _start(school, stage)
        for line in stage.lines:
            more = _explanation(line, stage, report)
            if uplifted:
                more |= _uplift(line, stage)
            if report.year_end is not None:
                more |= _budget_of(stage, report.year_end)
            writer.writerow((*start, *_charge(line), *_cells(more)))
    return text.getvalue()


def quotes_csv(quotes: Iterable[Quote], *, uplifted: bool) -> Iterator[str]:
    """Many quotes as one CSV, part by part: the columns and rows of ``quote_csv``.

    ``uplifted`` is whether a rise is assumed, which adds its columns.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS + (_UPLIFT if uplifted else ()))
    for quote in quotes:
        school = csv_text(quote.school or "")
        for stage in quote.stages:
            start = _start(school, stage)
            for line in stage.lines:
                more = _cells(_uplift(line, stage)) if uplifted else ()
                writer.writerow((*start, *_charge(line), *more))
        if text.tell() > _LEAST_PART:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


_LEAST_PART = 1 << 16
"""Characters that are worth being written together."""


def _start(school: str, stage: StageQuote) -> tuple[str | int, ...]:
    """The cells that all rows of a stage begin with."""
    prices = stage.prices
    return school, stage.stage, _year(prices.year), _year(prices.fees_from), prices.status


def _charge(line: Line) -> tuple[str | int, ...]:
    return (
        _cell(line.fee),
        _cell(line.label),
        line.per,
        line.quantity,
        plain_amount(line.unit_price),
        plain_amount(line.amount),
    )


def _cells(more: Mapping[str, str | int | None]) -> tuple[str, ...]:
    return tuple(csv_text("" if told is None else str(told)) for told in more.values())


# The same few charges and years stand in every row.
_cell = lru_cache(maxsize=256)(csv_text)
_year: Callable[[AcademicYear], str] = lru_cache(maxsize=256)(str)


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
    if report.year_end is not None:
        data["year_end"] = report.year_end
        data["financial_years"] = [_budget_year(part) for part in report.budget]
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
        "uplift": percent_text(stage.prices.uplift) if stage.prices.uplift else None,
        "uplift_years": stage.prices.uplifted_years,
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
    if line.before_uplift is not None:
        data["unit_price_before_uplift"] = plain_amount(line.before_uplift)
    if report.places is not None:
        data["explanation"] = _explanation(line, stage, report)
    return data


def _budget_year(part: BudgetYear) -> dict[str, Any]:
    return {
        "financial_year": str(part.year),
        "period": part.year.in_words,
        "total": plain_amount(part.total),
        "stages": [
            {
                "stage": stage.stage,
                "academic_year": str(stage.academic_year),
                "charged_on": charged_on(stage).isoformat(),
                "launch_known": stage.launch is not None,
                "price_status": stage.prices.status,
                "total": plain_amount(stage.total),
            }
            for stage in part.stages
        ],
    }


def _uplift(line: Line, stage: StageQuote) -> dict[str, str | int | None]:
    before = None if line.before_uplift is None else plain_amount(line.before_uplift)
    told = (percent_text(stage.prices.uplift), stage.prices.uplifted_years, before)
    return dict(zip(_UPLIFT, told, strict=True))


def _budget_of(stage: StageQuote, year_end: YearEnd) -> dict[str, str | int | None]:
    day = charged_on(stage)
    known = "yes" if stage.launch is not None else "no"
    return dict(zip(_BUDGET, (str(FinancialYear.of(day, year_end)), str(day), known), strict=True))


def _explanation(line: Line, stage: StageQuote, report: QuoteReport) -> dict[str, str | int | None]:
    """How a line comes about and where its price is from; nothing where nobody asked."""
    if report.places is None:
        return {}
    source = stage.prices.schedule.source
    path, number = report.places[stage.prices.fees_from, line.fee]
    checked = source.checked if source else None
    told = (
        arithmetic(line, stage.prices),
        source.title if source else None,
        line.reference,
        path,
        number,
        checked.isoformat() if checked else None,
    )
    return dict(zip(_EXPLANATION, told, strict=True))
