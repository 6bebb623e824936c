"""``lpplan recharge``: what participating schools pay the centre."""

from typing import Annotated

import typer

from lpplan.options import (
    AsOfOption,
    FeesOption,
    ForceOption,
    OutputOption,
    PlanArgument,
    UpliftOption,
    day_of_asking,
    destination,
    format_option,
    yearly_uplift,
)

FORMATS = ("table", "json", "csv", "markdown")


def recharge(
    plan: PlanArgument,
    share: Annotated[
        str | None,
        typer.Option(
            metavar="RULE",
            help="Share what is not per person per_head or equal (default: as the plan says).",
        ),
    ] = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show what each participating school pays, to the penny, exc VAT.

    For a Stage 3 with a charge or costs of its own, also what it earns and when it breaks even.
    """
    from lpplan.reading.fee_folder import load_fees
    from lpplan.recharge.report import recharge_report

    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    folder = load_fees(fees, yearly_uplift(uplift))
    report = recharge_report(plan, share, day_of_asking(as_of), folder)
    if to.form in ("json", "csv"):
        from lpplan.recharge.data import recharge_csv, recharge_json

        to.write(recharge_json(report) if to.form == "json" else recharge_csv(report))
        return
    from lpplan.recharge.document import recharge_markdown, recharge_table

    markdown = to.form == "markdown"
    to.write(recharge_markdown(report) if markdown else recharge_table(report, to.screen()))
