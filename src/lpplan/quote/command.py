"""``lpplan quote``: what a plan costs."""

from typing import TYPE_CHECKING, Annotated

import typer

from lpplan.core.problem import LpplanError
from lpplan.options import (
    AsOfOption,
    Destination,
    FeesOption,
    ForceOption,
    OutputOption,
    UpliftOption,
    day_of_asking,
    destination,
    format_option,
    yearly_uplift,
)

if TYPE_CHECKING:
    from lpplan.quote.report import QuoteReport

FORMATS = ("table", "json", "csv", "markdown", "xlsx")


def quote(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="PLAN", help="The plan, a TOML file; - is standard input."),
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help="The stage: 1, 2 or 3. With a plan, quote it alone, or change it as below.",
        ),
    ] = None,
    year: Annotated[
        str | None,
        typer.Option(metavar="YEAR", help="Its academic year, such as 2018/19 (default: now)."),
    ] = None,
    participants: Annotated[
        str | None, typer.Option(metavar="PEOPLE", help="How many people take part.")
    ] = None,
    cohorts: Annotated[
        str | None,
        typer.Option(metavar="N", help="How many cohorts (default: as few as can be)."),
    ] = None,
    school: Annotated[
        str | None, typer.Option(metavar="NAME", help="The school, without a plan.")
    ] = None,
    non_member: Annotated[
        bool,
        typer.Option(
            "--non-member", metavar="", help="The school is not an SSAT member, without a plan."
        ),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", metavar="", help="Show how each amount and price comes about."),
    ] = False,
    published_only: Annotated[
        bool,
        typer.Option(
            "--published-only", metavar="", help="Refuse estimates: exit 1 where there is one."
        ),
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(metavar="YEARS", help="academic-year, or financial-year as well."),
    ] = None,
    year_end: Annotated[
        str | None,
        typer.Option(
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
    """Itemise what becoming a centre costs, stage by stage, exc VAT.

    From a plan, from flags alone, or as a "what if" on a plan with --stage and a change.
    """
    from lpplan.quote import report as quote_report
    from lpplan.reading.fee_folder import load_fees

    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    day = day_of_asking(as_of)
    budget_ends = quote_report.year_end_asked_for(by, year_end)
    folder = load_fees(fees, yearly_uplift(uplift))
    given = {
        "stage": stage,
        "academic_year": year,
        "participants": participants,
        "cohorts": cohorts,
    }
    flags = {key: text for key, text in given.items() if text is not None}
    if plan is None:
        report = quote_report.quote_from_flags(
            flags, day, folder, school=school, non_member=non_member
        )
    elif school is None and not non_member:
        report = quote_report.quote_from_plan(plan, flags, day, folder)
    else:
        raise LpplanError(
            "--school, --non-member: the plan says these itself",
            "Change its [school] table, or leave PLAN out to quote from flags alone.",
        )
    if published_only:
        quote_report.refuse_estimates(report.quote)
    if explain or to.form == "xlsx":
        report = quote_report.explained(report, folder)
    to.write(_rendered(report._replace(year_end=budget_ends), to))


def _rendered(report: "QuoteReport", to: Destination) -> str | bytes:
    """The report in a format; only that format's rendering is imported."""
    if to.form == "xlsx":
        from lpplan.quote.workbook import quote_workbook

        return quote_workbook(report)
    if to.form == "table":
        from lpplan.quote.table import quote_table

        return quote_table(report, to.screen())
    if to.form == "markdown":
        from lpplan.quote.markdown import quote_markdown

        return quote_markdown(report)
    from lpplan.quote.data import quote_csv, quote_json

    return quote_json(report) if to.form == "json" else quote_csv(report)
