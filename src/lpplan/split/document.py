"""A split, or a range of them, for a terminal and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lpplan.core.cohorts import balanced, filled
from lpplan.core.money import NOTHING, percent_text
from lpplan.core.notes import basis_of_estimate
from lpplan.core.programme import STAGES
from lpplan.quote.words import cliff_in_words, mark_of
from lpplan.show.screen import Screen
from lpplan.show.text import plain_amount, plural, pounds, sizes_in_words, to_json
from lpplan.split.cohort_split import Split, best_size, cliffs
from lpplan.split.report import SplitReport

if TYPE_CHECKING:
    from rich.console import RenderableType


def split_json(report: SplitReport) -> str:
    """The split as JSON in ASCII; a range gives a list."""
    best = best_size(report.splits)
    openings = set(cliffs(report.splits))
    found = [_split(one) for one in report.splits]
    if report.is_range:
        for one, data in zip(report.splits, found, strict=True):
            data["opens_cohort"] = one.participants in openings
            data["best"] = one is best
    return to_json(found if report.is_range else found[0])


def _split(one: Split) -> dict[str, Any]:
    cost = None
    if one.cost is not None and one.per_head is not None:
        cost = {
            "stage": one.cost.stage,
            "academic_year": str(one.cost.prices.year),
            "fees_from": str(one.cost.prices.fees_from),
            "price_status": one.cost.prices.status,
            "uplift": percent_text(one.cost.prices.uplift) if one.cost.prices.uplift else None,
            "uplift_years": one.cost.prices.uplifted_years,
            "total": plain_amount(one.cost.total),
            "per_head": plain_amount(one.per_head),
            "one_more_person": plain_amount(one.cost.one_more),
        }
    return {
        "participants": one.participants,
        "max_cohort_size": one.limit,
        "cohorts": list(one.cohorts),
        "spare_places": one.spare_places,
        "cost": cost,
    }


def split_table(report: SplitReport, screen: Screen) -> str:
    """The split as text for the screen."""
    parts = _range(report, screen) if report.is_range else _single(report, screen)
    return screen.render(*parts)


def _single(report: SplitReport, screen: Screen) -> "Iterator[RenderableType]":
    (one,) = report.splits
    people, number = one.participants, len(one.cohorts)
    yield screen.text(f"{_people(people)} in {plural(number, 'cohort')}", "bold")
    yield screen.text(_limit(report))
    yield screen.text("")
    table = screen.table("Arrangement", "Sizes", "")
    arrangements = {
        "Balanced": balanced(people, number),
        "Filled": filled(people, number, one.limit),
    }
    for name, sizes in arrangements.items():
        chosen = "chosen" if (name == "Filled") == report.fill else ""
        table.add_row(*map(screen.text, (name, sizes_in_words(sizes), chosen)))
    yield table
    if one.spare_places is not None:
        yield screen.text("")
        yield screen.text(_places(one.spare_places))
    yield screen.text("")
    yield screen.text(_basis(report), _loud(report))
    if one.cost is None or one.per_head is None or report.prices is None:
        return
    more = "opens another cohort and costs" if one.spare_places == 0 else "costs"
    mark = mark_of(report.prices)
    beside = f" ({mark})" if mark else ""
    yield screen.text(f"One more person {more} {pounds(one.cost.one_more)}{beside}.")
    for cliff in one.cost.cliffs:
        if cliff.people != 1:
            yield screen.text(cliff_in_words(cliff, report.prices))
    cost = f"Cost exc VAT: {pounds(one.cost.total)}, {pounds(one.per_head)} a head"
    yield screen.text(f"{cost}   {mark.upper()}".rstrip(), "bold")


def _range(report: SplitReport, screen: Screen) -> "Iterator[RenderableType]":
    splits = report.splits
    best, openings = best_size(splits), set(cliffs(splits))
    first, last = splits[0].participants, splits[-1].participants
    sizes = _people(last) if first == last else f"{first:,} to {_people(last)}"
    yield screen.text(sizes, "bold")
    yield screen.text(_limit(report))
    yield screen.text(_basis(report), _loud(report))
    yield screen.text("")
    priced = splits[0].cost is not None
    rise = _rise(report)
    costs = ["Cost", "A head", *(["Rise"] if rise else [])] if priced else []
    headings = ["People", "Cohorts", "Sizes", "Spare", *costs, ""]
    right = [place for place in range(len(headings) - 1) if headings[place] != "Sizes"]
    table = screen.table(*headings, right=right)
    for one in splits:
        spare = "" if one.spare_places is None else f"{one.spare_places:,}"
        row = [f"{one.participants:,}", f"{len(one.cohorts):,}", sizes_in_words(one.cohorts), spare]
        if one.cost is not None and one.per_head is not None:
            mark = " est." if one.cost.prices.status == "estimate" else ""
            row += [f"{pounds(amount)}{mark}" for amount in (one.cost.total, one.per_head)]
            row += [rise] if rise else []
        opening = "cliff" if one.participants in openings else ""
        row.append("best" if one is best else opening)
        style = "bold" if one is best else "yellow" if opening else ""
        table.add_row(*(screen.text(cell, style) for cell in row))
    yield table
    if priced:
        mark = mark_of(report.prices) if report.prices else ""
        yield screen.text("")
        verdict = f"{_verdict(splits, best)} a head exc VAT"
        yield screen.text(f"{verdict}   {mark.upper()}".rstrip(), "bold")


def _rise(report: SplitReport) -> str:
    """The rise a year that is assumed, where the prices have one."""
    prices = report.prices
    return f"+{percent_text(prices.uplift)}" if prices and prices.uplifted_years else ""


def _verdict(splits: Sequence[Split], best: Split | None) -> str:
    if best is None:
        return f"Every size costs the same: {pounds(splits[0].per_head or NOTHING)}"
    return f"Best in this range: {_people(best.participants)} at {pounds(best.per_head or NOTHING)}"


def _people(number: int) -> str:
    return plural(number, "person", "people")


def _limit(report: SplitReport) -> str:
    limit = report.splits[0].limit
    if limit is None:
        return "No charge is per cohort, so there is no limit to one."
    return f"At most {_people(limit)} in a cohort."


def _places(spare: int) -> str:
    if spare == 0:
        return "Every place is taken."
    return f"{plural(spare, 'place')} still free before another cohort is needed."


def _basis(report: SplitReport) -> str:
    if report.prices is None:
        return "Without cost: the limit is your own, and no price rests on it."
    title = f"Stage {report.stage}, {STAGES[report.stage].title}, in {report.prices.year}"
    if report.splits[0].cost is None:
        return f"{title}: no non-member price is published for all its charges. Ask SSAT."
    if report.prices.status == "estimate":
        return f"{title}: ESTIMATE from {basis_of_estimate(report.prices)}."
    return f"{title}: published {report.membership} prices, exc VAT."


def _loud(report: SplitReport) -> str:
    estimate = report.prices is not None and report.prices.status == "estimate"
    return "bold yellow" if estimate else ""
