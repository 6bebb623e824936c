"""``lpplan quote``: what a plan costs."""

from collections.abc import Mapping
from typing import Annotated

import typer

from lpplan.core.plan import YearEnd
from lpplan.flags import (
    AsOfOption,
    FeesOption,
    Flags,
    ForceOption,
    OutputOption,
    StyleOption,
    UpliftOption,
    format_option,
    switch,
    text_option,
)
from lpplan.output import destination
from lpplan.quote.asked import Asked
from lpplan.quote.at_most import refuse_more_than
from lpplan.quote.budget import DEFAULT_YEAR_END
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
from lpplan.reading.plan_source import load_plan
from lpplan.reading.typed import read_text
from lpplan.show.formats import Formats, for_reading
from lpplan.values.money import Pounds


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
        text_option(
            metavar="YEAR",
            help="Its academic year, such as 2018/19 (default: now). Of several entries of a"
            " stage, it picks the one in that year.",
        ),
    ] = None,
    entry: Annotated[
        str | None,
        text_option(
            metavar="N",
            help="An entry of the plan by its place, from 1; --year beside it changes its year.",
        ),
    ] = None,
    participants: Annotated[
        str | None, text_option(metavar="PEOPLE", help="How many people take part.")
    ] = None,
    cohorts: Annotated[
        str | None, text_option(metavar="N", help="How many cohorts (default: as few as possible).")
    ] = None,
    school: Annotated[
        list[str] | None,
        text_option(
            metavar="NAME",
            help="The school, without a plan. With one, NAME=12 is how many people a school sends,"
            " in every stage that names it or the one picked; repeat it for several.",
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        text_option(
            metavar="NAME", help="A school of the plan that drops out; repeat it for several."
        ),
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
    at_most: Annotated[
        str | None,
        text_option(metavar="POUNDS", help="Exit 1 where the total is more, and say what to save."),
    ] = None,
    net: Annotated[
        bool,
        switch("--net", help="With --at-most, look at what remains in the end, not the total."),
    ] = False,
    by: Annotated[
        str | None,
        text_option(metavar="YEARS", help="academic-year, or financial-year as well."),
    ] = None,
    year_end: Annotated[
        str | None,
        text_option(
            metavar="MONTH",
            help="When financial years end: march (maintained schools) or august (academies)"
            " (default: as the plan's year_end has it, else march).",
        ),
    ] = None,
    reference: Annotated[
        str | None, text_option(metavar="TEXT", help="The quote's reference.")
    ] = None,
    valid_until: Annotated[
        str | None, text_option(metavar="DATE", help="Until when the quote is valid.")
    ] = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    style: StyleOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Quote a plan, a stage from flags, or a plan with a change."""
    asked = Asked(stage, year, participants, cohorts, entry, school or (), without or ())
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
        by_financial_year, ends = _financial_year(flags, by, year_end)
        most = flags.amount("--at-most", at_most, _MOST, "--at-most 15000")
        if net and at_most is None:
            hint = "For example: --at-most 15000 --net"
            flags.add("--net", "without-at-most", "goes with --at-most", hint)
        referred_to = flags.read("--reference", reference, read_text, "--reference LP-17")
        last_day = flags.day("--valid-until", valid_until)
        if last_day is not None and last_day < day:
            message = f"must not be before the day of asking {day}, and is {last_day}"
            flags.add("--valid-until", "wrong-value", message)
        _check_beside_plan(flags, asked, plan=plan is not None, non_member=non_member)
    to = destination(form, output, force=force, formats=FORMATS, source=plan, style=style)
    if plan is None:
        folder = load_fees(fees, percent)
        report = quote_from_flags(asked, day, folder, non_member=non_member)
    else:
        source = load_plan(plan)
        folder = load_fees(fees, percent, source)
        report = quote_from_plan(source, asked, day, folder)
        ends = ends or source.plan.year_end
    report = report._replace(reference=referred_to, valid_until=last_day)
    if published_only:
        refuse_estimates(report.quote)
    if explain or to.form == "xlsx":
        report = explained(report, folder)
    to.write(report.by_financial_year(ends or DEFAULT_YEAR_END) if by_financial_year else report)
    if most is not None:
        refuse_more_than(most, report.quote, of_net=net)


def _check_beside_plan(flags: Flags, asked: Asked, *, plan: bool, non_member: bool) -> None:
    """Note what makes sense only with a plan, or only without one."""
    if plan:
        if non_member:
            flags.add(
                "--non-member",
                "plan-says-so",
                "the plan says this itself",
                "Change its [school] table, or leave PLAN out to quote from flags alone.",
            )
        return
    for flag, given in (("--entry", asked.entry is not None), ("--without", asked.without)):
        if given:
            flags.add(
                flag,
                "needs-a-plan",
                "asks about a plan, and there is none",
                f"For example: lpplan quote my-plan.toml {flag} {_EXAMPLES[flag]}",
            )
    if len(asked.schools) > 1:
        flags.add(
            "--school",
            "repeated-flag",
            "names the one school that is quoted, without a plan",
            "Several schools stand in a plan, or in a file for lpplan batch.",
        )


_YEAR_ENDS: Mapping[str, YearEnd] = {"march": "march", "august": "august"}
_MOST = Pounds(10**9)
_EXAMPLES = {"--entry": "2 --participants 20", "--without": '"Riverside Primary"'}


def _financial_year(
    flags: Flags, by: str | None, year_end: str | None
) -> tuple[bool, YearEnd | None]:
    """Whether a quote is laid over financial years too, and when these end, if that is said."""
    flags.one_of(
        "--by",
        by,
        ("academic-year", "financial-year"),
        "For example: --by financial-year --year-end august",
    )
    flags.one_of(
        "--year-end",
        year_end,
        tuple(_YEAR_ENDS),
        "Maintained schools close their year in March, academies in August.",
    )
    if year_end is not None and by != "financial-year":
        flags.add(
            "--year-end",
            "without-by",
            "says when a financial year ends, and goes with --by financial-year",
            f"For example: --by financial-year --year-end {year_end}",
        )
    return by == "financial-year", _YEAR_ENDS.get(year_end or "")
