"""``lpplan quote``: what a plan costs."""

from typing import Annotated

import typer

from lpplan.core.plan import YearEnd
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
from lpplan.quote.data import quote_csv, quote_json
from lpplan.quote.document import quote_document
from lpplan.quote.report import (
    QuoteReport,
    explained,
    quote_from_flags,
    quote_from_plan,
    refuse_estimates,
)
from lpplan.reading.fee_folder import load_fees
from lpplan.show.formats import Formats, for_reading


def _workbook(report: QuoteReport) -> bytes:
    from lpplan.quote.workbook import quote_workbook

    return quote_workbook(report)


FORMATS: Formats[QuoteReport] = {
    "table": quote_document,
    "json": quote_json,
    "csv": quote_csv,
    **for_reading(quote_document, "markdown"),
    "xlsx": _workbook,
}


def quote(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="PLAN", help="The plan, a TOML file; - is standard input."),
    ] = None,
    stage: Annotated[
        str | None,
        text_option(
            metavar="N",
            help="The stage: 1, 2 or 3. With a plan, quote it alone, or change it as below.",
        ),
    ] = None,
    year: Annotated[
        str | None,
        text_option(metavar="YEAR", help="Its academic year, such as 2018/19 (default: now)."),
    ] = None,
    participants: Annotated[
        str | None, text_option(metavar="PEOPLE", help="How many people take part.")
    ] = None,
    cohorts: Annotated[
        str | None, text_option(metavar="N", help="How many cohorts (default: as few as possible).")
    ] = None,
    school: Annotated[
        str | None, text_option(metavar="NAME", help="The school, without a plan.")
    ] = None,
    non_member: Annotated[
        bool, switch("--non-member", help="The school is not an SSAT member, without a plan.")
    ] = False,
    explain: Annotated[
        bool, switch("--explain", help="Show how each amount and price comes about.")
    ] = False,
    published_only: Annotated[
        bool, switch("--published-only", help="Refuse estimates: exit 1 where there is one.")
    ] = False,
    by: Annotated[
        str | None,
        text_option(metavar="YEARS", help="academic-year, or financial-year as well."),
    ] = None,
    year_end: Annotated[
        str | None,
        text_option(
            metavar="MONTH",
            help="When financial years end: march (maintained schools) or august (academies).",
        ),
    ] = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Quote a plan, a stage from flags, or a plan with a change."""
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
        budget_ends = _year_end(flags, by, year_end)
        if plan is not None and (school is not None or non_member):
            flags.add(
                "--school, --non-member",
                "plan-says-so",
                "the plan says these itself",
                "Change its [school] table, or leave PLAN out to quote from flags alone.",
            )
    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    folder = load_fees(fees, percent)
    typed = {
        "stage": stage,
        "academic_year": year,
        "participants": participants,
        "cohorts": cohorts,
    }
    changes = {key: text for key, text in typed.items() if text is not None}
    if plan is None:
        report = quote_from_flags(changes, day, folder, school=school, non_member=non_member)
    else:
        report = quote_from_plan(plan, changes, day, folder)
    if published_only:
        refuse_estimates(report.quote)
    if explain or to.form == "xlsx":
        report = explained(report, folder)
    to.write(report._replace(year_end=budget_ends))


def _year_end(flags: Flags, by: str | None, year_end: str | None) -> YearEnd | None:
    """When the financial years end that a quote is laid over; None for academic years alone."""
    flags.one_of(
        "--by",
        by,
        ("academic-year", "financial-year"),
        "For example: --by financial-year --year-end august",
    )
    flags.one_of(
        "--year-end",
        year_end,
        ("march", "august"),
        "Maintained schools close their year in March, academies in August.",
    )
    if by == "financial-year":
        return "august" if year_end == "august" else "march"
    if year_end is not None:
        flags.add(
            "--year-end",
            "without-by",
            "says when a financial year ends, and goes with --by financial-year",
            f"For example: --by financial-year --year-end {year_end}",
        )
    return None
