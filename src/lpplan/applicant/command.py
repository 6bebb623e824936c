"""``lpplan applicant``: an information sheet for staff, and whether somebody may apply."""

from typing import Annotated, Any

import typer

from lpplan.applicant.conditions import (
    applicant_from_flags,
    applicant_from_questions,
    check_applicant,
)
from lpplan.applicant.document import (
    SHEET_SECTIONS,
    ApplicantReport,
    applicant_document,
    applicant_json,
    applicant_sheet,
)
from lpplan.core.programme import ALL_OF_THEM
from lpplan.flags import (
    AsOfOption,
    Flags,
    ForceOption,
    OutputOption,
    PlanArgument,
    StyleOption,
    format_option,
    text_option,
)
from lpplan.output import destination
from lpplan.reading.plan_source import load_plan
from lpplan.show.document import Document
from lpplan.show.formats import Formats, as_it_is, for_reading
from lpplan.show.house_style import load_style
from lpplan.terminal import ask, at_a_terminal, show
from lpplan.timeline import timeline

SHEET_FORMATS: Formats[Document] = for_reading(as_it_is, "markdown")
CHECK_FORMATS: Formats[ApplicantReport] = {
    "table": applicant_document,
    "json": applicant_json,
    **for_reading(applicant_document),
}


def sheet(
    plan: PlanArgument,
    style: StyleOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(SHEET_FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write the sheet of a plan's school."""
    with Flags() as flags:
        day = flags.as_of(as_of)
    to = destination(form, output, force=force, formats=SHEET_FORMATS, source=plan)
    house = load_style(style, list(SHEET_SECTIONS))
    source = load_plan(plan).plan
    to.write(applicant_sheet(source, timeline(source, day), house))


def _answer(question: str) -> Any:
    return text_option(metavar="YES/NO", help=question)


def check(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="PLAN", help="A plan whose school has requirements of its own."),
    ] = None,
    contributes: Annotated[
        str | None, _answer("Their work improves how others support learning.")
    ] = None,
    evidence: Annotated[str | None, _answer("They can show it.")] = None,
    sessions: Annotated[str | None, _answer(f"They will attend {ALL_OF_THEM} sessions.")] = None,
    other_cpd: Annotated[
        str | None, _answer("They are prepared to attend CPD outside the usual calendar.")
    ] = None,
    works_part_time: Annotated[str | None, _answer("They work part time.")] = None,
    part_time: Annotated[
        str | None, _answer("Part time, they are committed, also on days off.")
    ] = None,
    requirement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="N=YES/NO", help="They meet the school's N-th requirement. May be repeated."
        ),
    ] = None,
    form: Annotated[str | None, format_option(CHECK_FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Hold an applicant to the conditions."""
    with Flags() as flags:
        day = flags.as_of(None)
    to = destination(form, output, force=force, formats=CHECK_FORMATS, source=plan)
    typed = {
        "contributes": contributes,
        "evidence": evidence,
        "sessions": sessions,
        "other_cpd": other_cpd,
        "works_part_time": works_part_time,
        "part_time": part_time,
    }
    source = None if plan is None else load_plan(plan).plan
    own = source.applicants.requirements if source and source.applicants else ()
    if not requirement and not any(typed.values()) and at_a_terminal():
        applicant = applicant_from_questions(own, ask, show)
    else:
        applicant = applicant_from_flags(typed, requirement or (), own)
    school = source.school.name if source else None
    report = ApplicantReport(school, check_applicant(applicant, own), day)
    to.write(report)
    if report.verdict != "ready":
        raise typer.Exit(1)
