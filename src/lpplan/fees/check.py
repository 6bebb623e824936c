"""``lpplan fees check``: whether fee files can be trusted."""

from typing import TYPE_CHECKING, Annotated

import typer

from lpplan.options import (
    AsOfOption,
    Destination,
    ForceOption,
    OutputOption,
    day_of_asking,
    destination,
    format_option,
)

if TYPE_CHECKING:
    from lpplan.fees.check_report import FeeCheck

FORMATS = ("table", "json", "github", "sarif")


def check_fees(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Fee files, or folders of them (default: fees here, else bundled)."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", metavar="", help="Let warnings count as errors do.")
    ] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Leave a kind of warning out; may be repeated."),
    ] = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Find everything unsound or odd in fee files.

    Exits with 1 where there is an error.
    """
    from lpplan.fees import check_report as fee_check

    to = destination(form, output, force=force, formats=FORMATS)
    report = fee_check.check_fees(paths or (), day_of_asking(as_of), ignore or ())
    to.write(_text(report, to))
    if report.fails(strict=strict):
        raise typer.Exit(1)


def _text(report: "FeeCheck", to: Destination) -> str:
    from lpplan.fees.check_document import check_github, check_json, check_sarif, check_table

    if to.form == "table":
        return check_table(report, to.screen())
    return {"json": check_json, "github": check_github, "sarif": check_sarif}[to.form](report)
