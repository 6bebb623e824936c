"""``lpplan proposal``: a document that a school can approve."""

from typing import TYPE_CHECKING, Annotated

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
    read_day_flag,
    yearly_uplift,
)

if TYPE_CHECKING:
    from lpplan.show.document import Document

FORMATS = ("markdown", "html", "docx")

StyleOption = Annotated[
    str | None,
    typer.Option("--style", metavar="FILE", help="A house style, a TOML file.", show_default=False),
]


def proposal(
    plan: PlanArgument,
    reference: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The proposal's reference.")
    ] = None,
    made: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="The proposal's date (default: today)."),
    ] = None,
    valid_until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Until when the school may accept it.")
    ] = None,
    style: StyleOption = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write a proposal: the stages, who does what, the costs, and room to sign.

    As Markdown, as HTML that prints well, or as .docx for Word.
    """
    from lpplan.proposal.document import proposal_document
    from lpplan.proposal.report import SECTIONS, proposal_report
    from lpplan.reading.fee_folder import load_fees
    from lpplan.reading.plan_source import load_plan
    from lpplan.show.style import load_style

    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    day = day_of_asking(as_of)
    dated = read_day_flag("--date", made) or day
    house = load_style(style, list(SECTIONS))
    report = proposal_report(
        load_plan(plan),
        load_fees(fees, yearly_uplift(uplift)),
        made=dated,
        as_of=day,
        reference=reference,
        valid_until=read_day_flag("--valid-until", valid_until),
        prepared_by=house.style.name,
    )
    to.write(document_as(to.form, proposal_document(report, house)))


def document_as(form: str, document: "Document") -> str | bytes:
    """A document in one of its formats; only that format's rendering is imported."""
    if form == "docx":
        from lpplan.show.extras import need_office
        from lpplan.show.word import document_word

        try:
            return document_word(document)
        except ModuleNotFoundError:
            raise need_office("A Word document") from None
    if form == "html":
        from lpplan.show.html import document_html

        return document_html(document)
    from lpplan.show.markdown import whole_document_markdown

    return whole_document_markdown(document)
