"""``lpplan proposal``: a document that a school can approve."""

from collections.abc import Sequence
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
from lpplan.proposal.document import SECTIONS, proposal_document
from lpplan.proposal.report import proposal_report
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.plan_source import load_plan
from lpplan.show.document import Document
from lpplan.show.formats import Formats, as_it_is, for_reading
from lpplan.show.house_style import load_style

FORMATS: Formats[Document] = for_reading(as_it_is, "markdown")

WithoutOption = Annotated[
    list[str] | None,
    text_option(
        metavar="SECTION",
        help="Leave this section out of a proposal, such as case, or several: case,terms.",
    ),
]


def sections_left_out(flags: Flags, typed: Sequence[str] | None) -> Sequence[str]:
    """The sections that ``--without`` names, with a problem for each that there is not."""
    names = [name for some in typed or () for name in some.replace(",", " ").split()]
    for name in names:
        flags.one_of("--without", name, list(SECTIONS))
    return names


def proposal(
    plan: PlanArgument,
    reference: Annotated[
        str | None, text_option(metavar="TEXT", help="The proposal's reference.")
    ] = None,
    made: Annotated[
        str | None,
        text_option("--date", metavar="DATE", help="The proposal's date (default: today)."),
    ] = None,
    valid_until: Annotated[
        str | None, text_option(metavar="DATE", help="Until when the school may accept it.")
    ] = None,
    without: WithoutOption = None,
    style: StyleOption = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write the proposal for a plan."""
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
        dated, last_day = flags.day("--date", made) or day, flags.day("--valid-until", valid_until)
        if last_day is not None and last_day < dated:
            message = f"must not be before the proposal's own date {dated}, and is {last_day}"
            flags.add("--valid-until", "wrong-value", message)
        left_out = sections_left_out(flags, without)
    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    house = load_style(style)
    source = load_plan(plan)
    report = proposal_report(
        source,
        load_fees(fees, percent, source),
        made=dated,
        as_of=day,
        reference=reference,
        valid_until=last_day,
        prepared_by=house.style.name,
    )
    to.write(proposal_document(report, house, left_out))
