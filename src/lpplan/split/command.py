"""``lpplan split``: how a number of people divides into cohorts."""

from typing import Annotated

import typer

from lpplan.options import (
    FeesOption,
    ForceOption,
    OutputOption,
    UpliftOption,
    destination,
    format_option,
    yearly_uplift,
)


def split(
    people: Annotated[
        str, typer.Argument(metavar="PEOPLE", help="How many people, or a range such as 20-30.")
    ],
    fill: Annotated[
        bool, typer.Option("--fill", metavar="", help="Fill one cohort after another, not evenly.")
    ] = False,
    cohorts: Annotated[
        str | None,
        typer.Option(metavar="N", help="How many cohorts (default: as few as can be)."),
    ] = None,
    stage: Annotated[
        str, typer.Option(metavar="N", help="The stage that it is priced for: 1, 2 or 3.")
    ] = "1",
    year: Annotated[
        str | None,
        typer.Option(metavar="YEAR", help="Its academic year (default: the latest with fees)."),
    ] = None,
    non_member: Annotated[
        bool, typer.Option("--non-member", metavar="", help="The school is not an SSAT member.")
    ] = False,
    limit: Annotated[
        str | None,
        typer.Option("--max", metavar="N", help="A limit of your own; then there is no cost."),
    ] = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    form: Annotated[str | None, format_option()] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Divide people into cohorts, and see what each size costs."""
    from lpplan.reading.fee_folder import load_fees
    from lpplan.split.document import split_json, split_table
    from lpplan.split.report import split_report

    to = destination(form, output, force=force)
    report = split_report(
        people,
        load_fees(fees, yearly_uplift(uplift)).schedules,
        fill=fill,
        cohorts=cohorts,
        stage=stage,
        year=year,
        limit=limit,
        non_member=non_member,
    )
    to.write(split_json(report) if to.form == "json" else split_table(report, to.screen()))
