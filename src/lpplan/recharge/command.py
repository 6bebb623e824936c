"""``lpplan recharge``: what participating schools pay the centre."""

from typing import Annotated

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
from lpplan.recharge.document import recharge_document
from lpplan.recharge.report import (
    SHARES,
    RechargeReport,
    recharge_csv,
    recharge_json,
    recharge_report,
)
from lpplan.show.formats import Formats, for_reading


def _workbook(report: RechargeReport) -> bytes:
    from lpplan.recharge.workbook import recharge_workbook

    return recharge_workbook(report)


FORMATS: Formats[RechargeReport] = {
    "table": recharge_document,
    "json": recharge_json,
    "csv": recharge_csv,
    **for_reading(recharge_document),
    "xlsx": _workbook,
}


def recharge(
    plan: PlanArgument,
    share: Annotated[
        str | None,
        text_option(
            metavar="RULE",
            help="How to share charges that are not per person: per_head or equal"
            " (default: as the plan says).",
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
    """Share the costs of a plan among its schools."""
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
        hint = "per_head shares by number of people, equal in equal parts by school."
        flags.one_of("--share", share, SHARES, hint)
    to = destination(form, output, force=force, formats=FORMATS, source=plan, style=style)
    source = load_plan(plan)
    to.write(recharge_report(source, share, day, load_fees(fees, percent, source)))
