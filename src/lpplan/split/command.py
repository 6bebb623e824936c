"""``lpplan split``: how a number of people divides into cohorts."""

from typing import Annotated

import typer

from lpplan.flags import (
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
from lpplan.show.formats import Formats, for_reading
from lpplan.split.document import split_document, split_json
from lpplan.split.split import SplitReport, split_report

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
        str | None, text_option(metavar="N", help="How many cohorts (default: as few as can be).")
    ] = None,
    stage: Annotated[
        str, typer.Option(metavar="N", help="The stage that it is priced for: 1, 2 or 3.")
    ] = "1",
    year: Annotated[
        str | None,
        text_option(metavar="YEAR", help="Its academic year (default: the latest with fees)."),
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
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Divide people into cohorts."""
    flags = Flags()
    percent = flags.uplift(uplift)
    to = destination(form, output, force=force, formats=FORMATS)
    report = split_report(
        flags,
        people,
        load_fees(fees, percent).schedules,
        fill=fill,
        cohorts=cohorts,
        stage=stage,
        year=year,
        limit=limit,
        membership="non-member" if non_member else "member",
    )
    to.write(report)
