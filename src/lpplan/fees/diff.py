"""``lpplan fees diff``: what a change of fees does."""

from typing import TYPE_CHECKING, Annotated

import typer

from lpplan.options import (
    Destination,
    ForceOption,
    OutputOption,
    destination,
    format_option,
)

if TYPE_CHECKING:
    from lpplan.fees.diff_report import FeeDiff

FORMATS = ("table", "json", "markdown")


def diff_fees(
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="A folder, a file, or a git tree: origin/main:fees."),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another, such as fees.")],
    plans: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="The plans to quote (default: the examples)."),
    ] = None,
    max_increase: Annotated[
        str | None,
        typer.Option(metavar="PERCENT", help="Exit 1 where a reference quote rises by more."),
    ] = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show what changed between two sets of fees, and what it does to quotes.

    Exits with 1 where a published schedule is gone, or has other amounts and no newer check.
    """
    from lpplan.fees.diff_report import fee_diff

    to = destination(form, output, force=force, formats=FORMATS)
    report = fee_diff(old, new, plans, max_increase)
    to.write(_text(report, to))
    if not report.passes:
        raise typer.Exit(1)


def _text(report: "FeeDiff", to: Destination) -> str:
    from lpplan.fees.diff_document import diff_json, diff_markdown, diff_table

    if to.form == "table":
        return diff_table(report, to.screen())
    return diff_json(report) if to.form == "json" else diff_markdown(report)
