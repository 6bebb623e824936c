"""``lpplan case``: whether becoming a centre is worth it."""

import re
from typing import Annotated

from lpplan.case.data import case_csv, case_json
from lpplan.case.document import case_document
from lpplan.case.options import Case
from lpplan.case.report import MOST_PEOPLE_TRIED, USUAL_YEARS, Asked, CaseReport, case_report
from lpplan.flags import (
    AsOfOption,
    FeesOption,
    Flags,
    ForceOption,
    OutputOption,
    PlanArgument,
    StyleOption,
    UpliftOption,
    format_option,
    text_option,
)
from lpplan.output import destination
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.plan_source import load_plan
from lpplan.show.formats import Formats, for_reading
from lpplan.values.kinds import MOST_PEOPLE, MOST_POUNDS
from lpplan.values.problem import DemandNotMet
from lpplan.values.words import plural


def _workbook(report: CaseReport) -> bytes:
    from lpplan.case.workbook import case_workbook

    return case_workbook(report)


FORMATS: Formats[CaseReport] = {
    "table": case_document,
    "json": case_json,
    "csv": case_csv,
    **for_reading(case_document),
    "xlsx": _workbook,
}
_MOST_YEARS = 15


def case(
    plan: PlanArgument,
    years: Annotated[
        str | None,
        text_option(
            metavar="YEARS",
            help=f"How many academic years to look at, up to {_MOST_YEARS} (default:"
            f" {USUAL_YEARS}, and never fewer than the plan has).",
        ),
    ] = None,
    own_cost: Annotated[
        str | None,
        text_option(
            metavar="AMOUNT",
            help="Assume that each cohort at Stages 2 and 3 costs the centre this much itself,"
            " pounds exc VAT.",
        ),
    ] = None,
    charge: Annotated[
        str | None,
        text_option(
            metavar="AMOUNT",
            help="Assume this charge for each person of another school at Stage 3, pounds exc VAT.",
        ),
    ] = None,
    people: Annotated[
        str | None,
        text_option(metavar="RANGE", help="Try numbers of people at Stage 3, such as 20..35."),
    ] = None,
    discount: Annotated[
        str | None,
        text_option(
            metavar="PERCENT", help="Show also what the saving is worth today, such as at 3.5%."
        ),
    ] = None,
    pays_back_within: Annotated[
        str | None,
        text_option(
            metavar="YEARS",
            help="Exit 1 unless it pays back within so many academic years, up to"
            f" {_MOST_YEARS}; the case looks that far ahead.",
        ),
    ] = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    style: StyleOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Say whether becoming a centre is worth it."""
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
        expected = "a percentage a year from 0 to 1,000"
        asked = Asked(
            years=flags.number("--years", years, _MOST_YEARS, "--years 10") or USUAL_YEARS,
            own_cost=flags.amount("--own-cost", own_cost, MOST_POUNDS, "--own-cost 600"),
            charge=flags.amount("--charge", charge, MOST_POUNDS, "--charge 480"),
            discount=flags.percent("--discount", discount, expected, "--discount 3.5%"),
            people=flags.read("--people", people, _range, "--people 20..35") or range(0),
            within=flags.number(
                "--pays-back-within", pays_back_within, _MOST_YEARS, "--pays-back-within 3"
            ),
        )
        if discount is not None and uplift is not None:
            flags.add(
                "--discount, --uplift",
                "real-or-with-rises",
                "go with different prices: a discount is of prices that do not rise",
                "Leave one of them out.",
            )
    to = destination(form, output, force=force, formats=FORMATS, source=plan, style=style)
    source = load_plan(plan)
    report = case_report(source, asked, day, load_fees(fees, percent, source))
    to.write(report)
    within = asked.within
    if within is not None and (report.case.years_to_payback or within + 1) > within:
        raise DemandNotMet(_not_in_time(report.case, within))


def _range(typed: str) -> range:
    ends = re.fullmatch(r"\s*(\d{1,6})\s*(?:(?:\.\.|-)\s*(\d{1,6})\s*)?", typed, re.ASCII)
    first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (0, 0)
    if not 1 <= first <= last <= MOST_PEOPLE or last - first >= MOST_PEOPLE_TRIED:
        raise ValueError(
            f"must be a range of at most {MOST_PEOPLE_TRIED} numbers of people, from 1 to"
            f" {MOST_PEOPLE:,}, the smaller first"
        )
    return range(first, last + 1)


def _not_in_time(case: Case, within: int) -> str:
    demanded = f"--pays-back-within: it does not pay back within {plural(within, 'year')}"
    if case.payback is not None:
        return f"{demanded}, but in year {case.years_to_payback}, {case.payback.academic_year}"
    looked_at = len(case.years)
    return demanded if looked_at == within else f"{demanded}, nor within the {looked_at} looked at"
