"""A quote for machines and spreadsheets: JSON and CSV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lpplan import __version__
from lpplan.core.plan import YearEnd
from lpplan.core.quote import Line, Quote, StageQuote
from lpplan.core.recharge import StageAccount, net_of
from lpplan.quote.budget import BudgetYear, FinancialYear, charged_on
from lpplan.quote.report import QuoteReport
from lpplan.reading.plan_json import plan_data
from lpplan.show.data import csv_cells, csv_parts, notes_data, plain, to_csv, to_json
from lpplan.show.net import (
    NET_COLUMNS,
    has_more_than_charges,
    net_data,
    net_row_ends,
    own_cost_data,
)
from lpplan.show.stage_words import arithmetic
from lpplan.values.money import Pounds, percent_text

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
_UPLIFT = ("uplift_percent_a_year", "uplift_years", "unit_price_before_uplift_exc_vat")
_EXPLANATION = ("arithmetic", "source", "section", "file", "line", "checked")
_MOST_ENCODED = 4_000
"""How many stages of many quotes are held as CSV, in case they come again."""
_BUDGET = ("financial_year", "charged_on", "launch_known")


def quote_json(report: QuoteReport) -> str:
    """The quote as JSON in ASCII, money as text with two decimals."""
    return to_json(_quote(report))


def quote_data(report: QuoteReport) -> dict[str, Any]:
    """What ``quote_json`` writes, as it is read back from there."""
    data: dict[str, Any] = plain(_quote(report))
    return data


def quote_json_line(report: QuoteReport, columns: Sequence[Mapping[str, str]] = ()) -> str:
    """What ``quote_json`` gives, on one line; ``columns`` are passed on, where there are any."""
    more = {"columns": [*columns]} if any(columns) else {}
    return to_json({**_quote(report), **more}, indent=None)


def quote_csv(report: QuoteReport) -> str:
    """The quote as CSV, one row a line item.

    An explanation, an assumed rise, financial years and anything to net each add columns at the
    end; own costs, income and net stand on the first row of a stage, so that columns add up.
    """
    quote = report.quote
    uplifted = any(stage.prices.uplift for stage in quote.stages)
    columns = [*_CSV_COLUMNS]
    if report.origins is not None:
        columns += _EXPLANATION
    if uplifted:
        columns += _UPLIFT
    if report.year_end is not None:
        columns += _BUDGET
    with_net = has_more_than_charges(quote.stages)
    if with_net:
        columns += NET_COLUMNS
    terms = {key: value for key, value in _terms(report).items() if value is not None}
    columns += terms
    rows: list[tuple[object, ...]] = []
    for stage in quote.stages:
        begins, net_cells = (quote.school, *_stage_cells(stage)), net_row_ends(stage)
        cells = [
            (
                *begins,
                *_line_cells(line),
                *_explanation(line, stage, report).values(),
                *(_uplift(line, stage) if uplifted else ()),
                *(_budget_cells(stage, report.year_end) if report.year_end is not None else ()),
            )
            for line in stage.lines
        ]
        if with_net and not cells:
            # A stage that SSAT charges nothing for may have costs of its own all the same.
            others = len(columns) - len(begins) - len(NET_COLUMNS) - len(terms)
            cells = [(*begins, *[None] * others)]
        rows += [(*row, *(next(net_cells) if with_net else ()), *terms.values()) for row in cells]
    return to_csv(columns, rows)


def quotes_csv(
    quotes: Iterable[tuple[Quote, Sequence[Sequence[str]]]],
    *,
    uplifted: bool,
    more: Sequence[str] = (),
) -> Iterator[str]:
    """Many quotes as one CSV, part by part: the columns and rows of ``quote_csv``.

    ``uplifted`` is whether a rise is assumed, which adds its columns; ``more`` are columns that are
    passed on, with the cells of each stage beside its quote.
    """
    columns = _CSV_COLUMNS + (_UPLIFT if uplifted else ()) + tuple(map(str, csv_cells(more)))
    return csv_parts(columns, _rows_of(quotes, uplifted=uplifted))


def _rows_of(
    quotes: Iterable[tuple[Quote, Sequence[Sequence[str]]]], *, uplifted: bool
) -> Iterator[list[object]]:
    # Encoding is what takes long: lines that come again, the very same, are encoded once.
    encoded: dict[int, tuple[StageQuote, list[list[object]]]] = {}
    for quote, beside in quotes:
        school = csv_cells((quote.school,))
        for stage, others in zip(quote.stages, beside, strict=True):
            known = id(stage.lines)
            if known not in encoded:
                if len(encoded) >= _MOST_ENCODED:
                    encoded.clear()
                encoded[known] = stage, _encoded(stage, uplifted=uplifted)
            for cells in encoded[known][1]:
                yield school + cells + csv_cells(others)


def _encoded(stage: StageQuote, *, uplifted: bool) -> list[list[object]]:
    """The cells behind the school's name, line by line."""
    begins, uplift = _stage_cells(stage), _uplift if uplifted else None
    return [
        csv_cells((*begins, *_line_cells(line), *(uplift(line, stage) if uplift else ())))
        for line in stage.lines
    ]


def _stage_cells(stage: StageQuote) -> tuple[object, ...]:
    prices = stage.prices
    return stage.stage, prices.year, prices.fees_from, prices.status


def _line_cells(line: Line) -> tuple[object, ...]:
    return line.fee, line.label, line.per, line.quantity, line.unit_price, line.amount


def _uplift(line: Line, stage: StageQuote) -> tuple[object, ...]:
    return percent_text(stage.prices.uplift), stage.prices.uplifted_years, line.before_uplift


def _budget_cells(stage: StageQuote, year_end: YearEnd) -> tuple[object, ...]:
    day = charged_on(stage)
    return str(FinancialYear.of(day, year_end)), day, "yes" if stage.entry.launch else "no"


def _quote(report: QuoteReport) -> dict[str, Any]:
    quote = report.quote
    data: dict[str, Any] = {
        "school": quote.school,
        "membership": quote.membership,
        "currency": "GBP",
        "vat": "exclusive",
        "as_of": report.as_of,
        "fees": report.fees_folder or "bundled",
        "stages": [_stage(stage, report) for stage in quote.stages],
        "years": [
            {"academic_year": part.years[0], "total": part.total, "net": _net(part.stages)}
            for part in map(quote.in_year, quote.years)
        ],
        "total": quote.total,
        "total_published": quote.total_of("published"),
        "total_estimated": quote.total_of("estimate"),
        "net": _net(quote.stages),
        "notes": notes_data(report.notes),
        **_for_a_recheck(report),
    }
    if report.year_end is not None:
        data["year_end"] = report.year_end
        data["financial_years"] = [_budget_year(part) for part in report.budget]
    if report.compared_with is not None:
        data["compared_with"] = {
            "total": report.compared_with.total,
            "difference": report.difference,
            **_school_changes(report),
        }
    return data


def _for_a_recheck(report: QuoteReport) -> dict[str, Any]:
    """What it takes to price a quote again, and to say what has changed since.

    ``reading/saved_tables.py`` reads it back.
    """
    asked = {name: value for name, value in report.asked._asdict().items() if value}
    return {
        **_terms(report),
        "plan": plan_data(report.plan),
        **({"asked": asked} if asked else {}),
        "prices": [*_prices(report.quote).values()],
        "lpplan": __version__,
    }


def _terms(report: QuoteReport) -> dict[str, object]:
    return {"reference": report.reference, "valid_until": report.valid_until}


def _prices(quote: Quote) -> dict[object, dict[str, object]]:
    """Each price that a quote rests on, without an assumed rise, and what its file says of it."""
    prices: dict[object, dict[str, object]] = {}
    for stage in quote.stages:
        schedule = stage.prices.schedule
        for line in stage.lines:
            charge = schedule.fees[line.fee]
            prices[stage.prices.fees_from, line.fee] = {
                "fee": line.fee,
                "label": line.label,
                "per": line.per,
                "price": charge.price(quote.membership),
                "fees_from": stage.prices.fees_from,
                "status": schedule.status,
                "checked": schedule.source.checked if schedule.source else None,
            }
    return prices


def _school_changes(report: QuoteReport) -> dict[str, Any]:
    """What a change does to each school's bill and to the net, where there are any."""
    before, after = report.compared_with, report.quote
    if before is None:
        return {}
    if not report.school_changes and not has_more_than_charges((*before.stages, *after.stages)):
        return {}
    was = net_of(before.stages)
    return {
        "schools": [
            {"school": school.school, "total": school.before, "difference": school.difference}
            for school in report.school_changes
        ],
        "net": {**net_data(was), "difference": net_of(after.stages).net - was.net},
    }


def _stage(stage: StageQuote, report: QuoteReport) -> dict[str, Any]:
    prices, account = stage.prices, StageAccount(stage)
    data: dict[str, Any] = {
        "stage": stage.stage,
        "academic_year": stage.academic_year,
        "fees_from": prices.fees_from,
        "price_status": prices.status,
        "prices_from": prices.prices_from,
        "years_before": prices.years_before,
        "uplift": percent_text(prices.uplift) if prices.uplift else None,
        "uplift_years": prices.uplifted_years,
        "participants": stage.participants,
        "cohorts": stage.cohorts,
        "cohort_limit": prices.schedule.cohort_limit,
        "lines": [_line(line, stage, report) for line in stage.lines],
        "total": stage.total,
        "per_head": stage.per_head,
        "cliffs": [cliff._asdict() for cliff in stage.cliffs],
        "net": net_data(account.net),
    }
    if account.own_costs:
        data["own_costs"] = own_cost_data(account.own_costs)
    if account.charge is not None:
        data["charge_per_person"] = account.charge
    if bill := account.bill:
        data["schools"] = [
            {
                "school": school.school,
                "participants": school.participants,
                "total": school.total,
            }
            for school in bill.schools
        ]
    return data


def _net(stages: Sequence[StageQuote]) -> dict[str, Pounds]:
    return net_data(net_of(stages))


def _line(line: Line, stage: StageQuote, report: QuoteReport) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fee": line.fee,
        "label": line.label,
        "per": line.per,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "amount": line.amount,
        "reference": line.reference,
    }
    if line.before_uplift is not None:
        data["unit_price_before_uplift"] = line.before_uplift
    if report.origins is not None:
        data["explanation"] = _explanation(line, stage, report)
    return data


def _explanation(line: Line, stage: StageQuote, report: QuoteReport) -> dict[str, object]:
    """How a line comes about and where its price is from; nothing where nobody asked."""
    if report.origins is None:
        return {}
    source = stage.prices.schedule.source
    path, number = report.origins[stage.prices.fees_from, line.fee]
    cells = (
        arithmetic(line, stage.prices),
        source.title if source else None,
        line.reference,
        path,
        number,
        source.checked if source else None,
    )
    return dict(zip(_EXPLANATION, cells, strict=True))


def _budget_year(part: BudgetYear) -> dict[str, Any]:
    return {
        "financial_year": str(part.year),
        "period": part.year.in_words,
        "total": part.total,
        "net": _net(part.stages),
        "stages": [
            {
                "stage": stage.stage,
                "academic_year": stage.academic_year,
                "charged_on": charged_on(stage),
                "launch_known": stage.entry.launch is not None,
                "price_status": stage.prices.status,
                "total": stage.total,
            }
            for stage in part.stages
        ],
    }
