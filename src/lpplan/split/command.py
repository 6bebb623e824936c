"""``lpplan split``: how a number of people divides into cohorts, as a document and as JSON."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from lpplan.core.fees import Membership
from lpplan.core.notes import basis_of_estimate
from lpplan.core.programme import STAGES
from lpplan.core.quote import balanced, fewest_cohorts, prices_for
from lpplan.flags import (
    AsOfOption,
    FeesOption,
    Flags,
    ForceOption,
    OutputOption,
    UpliftOption,
    format_option,
    switch,
    text_option,
)
from lpplan.output import destination
from lpplan.reading.fee_folder import load_fees
from lpplan.show.cells import Cell, Money, Tone
from lpplan.show.data import to_json
from lpplan.show.document import Column, Document, Paragraph, Part, Row, Table, table
from lpplan.show.formats import Formats, for_reading
from lpplan.show.stage_words import cliff_in_words, cost_in_a_line, mark_of, marked_a_head
from lpplan.split.split import Pricing, Split, SplitReport, best_size, cliffs, filled
from lpplan.split.split import split as split_into
from lpplan.values.kinds import MOST_PEOPLE
from lpplan.values.limits import MOST_COHORTS
from lpplan.values.money import percent_text
from lpplan.values.problem import Problem
from lpplan.values.words import people_in_words, plural, pounds, sizes_in_words
from lpplan.values.years import AcademicYear

MOST_SIZES = 1_000
"""How many sizes a range may have: more than anyone reads, and few enough to answer at once."""


def split_json(report: SplitReport) -> str:
    """The split as JSON in ASCII; a range gives a list."""
    if not report.is_range:
        return to_json(_data(report.splits[0]))
    best, openings = best_size(report.splits), cliffs(report.splits)
    return to_json(
        [
            _data(one) | {"opens_cohort": one.participants in openings, "best": one is best}
            for one in report.splits
        ]
    )


def _data(one: Split) -> dict[str, Any]:
    cost = None
    if one.cost is not None:
        prices = one.cost.prices
        cost = {
            "stage": one.cost.stage,
            "academic_year": prices.year,
            "fees_from": prices.fees_from,
            "price_status": prices.status,
            "uplift": percent_text(prices.uplift) if prices.uplift else None,
            "uplift_years": prices.uplifted_years,
            "total": one.cost.total,
            "per_head": one.cost.per_head,
            "one_more_person": one.one_more,
        }
    return {
        "participants": one.participants,
        "max_cohort_size": one.limit,
        "cohorts": one.cohorts,
        "spare_places": one.spare_places,
        "cost": cost,
    }


def split_document(report: SplitReport) -> Document:
    """The split, or each of a range; what it costs, last."""
    first, last = report.splits[0], report.splits[-1]
    if report.is_range:
        people = people_in_words(last.participants)
        title = people if first is last else f"{first.participants:,} to {people}"
        return Document(title, report.as_of, [*_range(report)])
    cohorts = plural(len(first.cohorts), "cohort")
    title = f"{people_in_words(first.participants)} in {cohorts}"
    return Document(title, report.as_of, [*_single(report)])


def _single(report: SplitReport) -> Iterator[Part]:
    (one,) = report.splits
    people, number = one.participants, len(one.cohorts)
    yield Paragraph(_limit(report))
    arrangements = {
        "Balanced": balanced(people, number),
        "Filled": filled(people, number, one.limit),
    }
    rows = [
        Row((name, sizes_in_words(sizes), "chosen" if (name == "Filled") == report.fill else ""))
        for name, sizes in arrangements.items()
    ]
    yield table("Arrangement", "Sizes", "", rows=rows)
    if one.spare_places == 0:
        yield Paragraph("Every place is taken.")
    elif one.spare_places is not None:
        places = plural(one.spare_places, "place")
        yield Paragraph(f"{places} still free before another cohort is needed.")
    yield Paragraph(*_basis(report), apart=True)
    if one.cost is None or one.one_more is None:
        return
    more = "opens another cohort and costs" if one.spare_places == 0 else "costs"
    mark = mark_of(one.cost.prices)
    beside = f" ({mark})" if mark else ""
    yield Paragraph(f"One more person {more} {pounds(one.one_more)}{beside}.")
    for cliff in one.cost.cliffs:
        if cliff.people != 1:
            yield Paragraph(cliff_in_words(cliff, mark))
    yield Paragraph(cost_in_a_line(one.cost), "strong")


def _range(report: SplitReport) -> Iterator[Part]:
    splits = report.splits
    best, openings = best_size(splits), set(cliffs(splits))
    yield Paragraph(_limit(report))
    yield Paragraph(*_basis(report))
    prices = report.pricing.prices if report.pricing else None
    mark = mark_of(prices) if prices else ""
    rise = f"+{percent_text(prices.uplift)}" if prices and prices.uplifted_years else ""
    smallest = splits[0].cost
    rows = []
    for one in splits:
        cells: list[Cell] = [
            one.participants,
            len(one.cohorts),
            sizes_in_words(one.cohorts),
            one.spare_places,
        ]
        if one.cost is not None:
            cells += [Money(one.cost.total, mark), Money.a_head(one.cost.per_head, mark)]
            cells += [rise] if rise else []
        remark = "best" if one is best else "cliff" if one.participants in openings else ""
        rows.append(Row((*cells, remark), strong=one is best, ruled=False))
    costs = ("Cost", "A head", *(("Rise",) if rise else ())) if smallest else ()
    columns = [Column(heading) for heading in ("People", "Cohorts", "Sizes", "Spare")]
    yield Table([*columns, *(Column(heading, keep=True) for heading in (*costs, ""))], rows)
    if smallest is not None:
        a_head = marked_a_head(smallest.per_head, mark)
        verdict = f"Every size costs the same: {a_head} a head exc VAT"
        if best is not None and best.cost is not None:
            people = people_in_words(best.participants)
            a_head = marked_a_head(best.cost.per_head, mark)
            verdict = f"Best in this range: {people} at {a_head} a head exc VAT"
        yield Paragraph(verdict, "strong")


def _limit(report: SplitReport) -> str:
    limit = report.splits[0].limit
    if limit is None:
        return "No charge is per cohort, so there is no limit to one."
    return f"At most {people_in_words(limit)} in a cohort."


def _basis(report: SplitReport) -> tuple[str, Tone]:
    """What the split rests on; loud where that is an estimate."""
    if report.pricing is None:
        return "Without cost: the limit is your own, and no price rests on it.", "plain"
    stage, prices, membership = report.pricing
    title = f"Stage {stage}, {STAGES[stage].title}, in {prices.year}"
    tone: Tone = "loud" if prices.status == "estimate" else "plain"
    if report.splits[0].cost is None:
        return f"{title}: no non-member price is published for all its charges. Ask SSAT.", tone
    if prices.status == "estimate":
        return f"{title}, {membership} prices: estimate from {basis_of_estimate(prices)}.", tone
    return f"{title}: published {membership} prices, exc VAT.", tone


FORMATS: Formats[SplitReport] = {
    "table": split_document,
    "json": split_json,
    **for_reading(split_document),
}


def split(
    people: Annotated[
        str, typer.Argument(metavar="PEOPLE", help="How many people, or a range such as 20-30.")
    ],
    fill: Annotated[
        bool, switch("--fill", help="Fill one cohort after another, not evenly.")
    ] = False,
    cohorts: Annotated[
        str | None, text_option(metavar="N", help="How many cohorts (default: as few as possible).")
    ] = None,
    stage: Annotated[
        str, typer.Option(metavar="N", help="The stage that it is priced for: 1, 2 or 3.")
    ] = "1",
    year: Annotated[
        str | None,
        text_option(metavar="YEAR", help="Its academic year, such as 2018/19 (default: now)."),
    ] = None,
    non_member: Annotated[
        bool, switch("--non-member", help="The school is not an SSAT member.")
    ] = False,
    limit: Annotated[
        str | None,
        text_option("--max", metavar="N", help="A limit of your own; then there is no cost."),
    ] = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Divide people into cohorts."""
    flags = Flags()
    day, percent = flags.as_of(as_of), flags.uplift(uplift)
    to = destination(form, output, force=force, formats=FORMATS)
    schedules = load_fees(fees, percent).schedules
    sizes = _sizes(flags, people)
    number = flags.number("--cohorts", cohorts, MOST_PEOPLE, "--cohorts 2")
    most = flags.number("--max", limit, MOST_PEOPLE, "--max 25")
    stage_number = flags.number("--stage", stage, 3, "--stage 1") or 1
    priced_year = flags.year("--year", year, "--year 2018/19") or AcademicYear.of(day)
    pricing = None
    if limit is None:
        membership: Membership = "non-member" if non_member else "member"
        prices = prices_for(priced_year, schedules, stage_number, membership)
        if isinstance(prices, Problem):
            flags.add("--year", prices.code, prices.message, prices.hint)
        else:
            pricing = Pricing(stage_number, prices, membership)
            most = prices.schedule.cohort_limit
    flags.refuse_problems()
    _check_cohorts(flags, number, sizes, most)
    flags.refuse_problems()
    splits = [split_into(size, most, cohorts=number, fill=fill, pricing=pricing) for size in sizes]
    to.write(SplitReport(splits, "-" in people, fill, day, pricing))


def _sizes(flags: Flags, people: str) -> range:
    first, dash, last = re.sub(r"\s+", "", people).partition("-")
    ends = [
        flags.number("PEOPLE", end, MOST_PEOPLE, "lpplan split 27, or lpplan split 20-30")
        for end in ((first, last) if dash else (first,))
    ]
    smallest, largest = ends[0] or 1, ends[-1] or 1
    if None not in ends and largest < smallest:
        message = f"must begin with the smaller number, not {smallest}-{largest}"
        flags.add("PEOPLE", "wrong-value", message, f"For example: {largest}-{smallest}")
    if largest - smallest >= MOST_SIZES:
        message = f"must be a range of at most {MOST_SIZES:,} sizes, not {smallest}-{largest}"
        flags.add("PEOPLE", "wrong-value", message, "Ask for the part that matters.")
    return range(smallest, largest + 1)


def _check_cohorts(flags: Flags, number: int | None, sizes: range, limit: int | None) -> None:
    every = sum(number or fewest_cohorts(size, limit) for size in sizes)
    if every > MOST_COHORTS:
        message = f"comes to {every:,} cohorts in all sizes, and there is room for {MOST_COHORTS:,}"
        flags.add("PEOPLE", "too-many-cohorts", message, "Ask for the part that matters.")
    if number is None:
        return
    fewest = fewest_cohorts(sizes[-1], limit)
    if number < fewest:
        flags.add(
            "--cohorts",
            "too-few-cohorts",
            f"must be at least {fewest:,}: {sizes[-1]:,} people, and at most {limit} in a cohort",
            "Ask for more cohorts, or leave it out for as few as possible.",
        )
    if number > sizes[0]:
        flags.add(
            "--cohorts",
            "too-many-cohorts",
            f"must be at most one per person: {number:,} for {sizes[0]:,}",
            "Ask for fewer cohorts, or leave it out for as few as possible.",
        )
