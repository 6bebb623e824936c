"""``lpplan applicant``: an information sheet for staff, and whether somebody may apply."""

from typing import TYPE_CHECKING, Annotated

import typer

from lpplan.options import (
    AsOfOption,
    ForceOption,
    OutputOption,
    PlanArgument,
    day_of_asking,
    destination,
    format_option,
)
from lpplan.proposal.command import FORMATS, StyleOption, document_as

if TYPE_CHECKING:
    from lpplan.applicant.conditions import Applicant


def sheet(
    plan: PlanArgument,
    style: StyleOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write what staff need to know who think of applying for LP accreditation.

    What is your school's own comes from the plan's [applicants] table.
    """
    from lpplan.applicant.document import SHEET_SECTIONS, applicant_sheet
    from lpplan.reading.plan_source import load_plan
    from lpplan.show.style import load_style
    from lpplan.timeline.items import timeline

    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    day = day_of_asking(as_of)
    house = load_style(style, list(SHEET_SECTIONS))
    loaded = load_plan(plan).plan
    to.write(document_as(to.form, applicant_sheet(loaded, timeline(loaded, day), house)))


def _answer(question: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        metavar="YES/NO", help=question, show_default=False
    )
    return option


def check(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="PLAN", help="A plan whose school has requirements of its own."),
    ] = None,
    contributes: Annotated[
        str | None, _answer("Their work improves how others support learning.")
    ] = None,
    evidence: Annotated[str | None, _answer("They can show it.")] = None,
    sessions: Annotated[str | None, _answer("They will attend both sessions.")] = None,
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
    form: Annotated[str | None, format_option()] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Check whether somebody meets the conditions to apply, published and the school's own.

    Without answers it asks for them, at a terminal. Exits with 1 unless all are met.
    """
    from lpplan.applicant.answers import applicant_from_flags
    from lpplan.applicant.conditions import check_applicant
    from lpplan.applicant.document import applicant_json, applicant_table
    from lpplan.reading.plan_source import load_plan
    from lpplan.terminal import at_a_terminal

    to = destination(form, output, force=force, source=plan)
    given = {
        "contributes": contributes,
        "evidence": evidence,
        "sessions": sessions,
        "other_cpd": other_cpd,
        "works_part_time": works_part_time,
        "part_time": part_time,
    }
    loaded = None if plan is None else load_plan(plan).plan
    own = loaded.applicants.requirements if loaded and loaded.applicants else ()
    if not requirement and not any(given.values()) and at_a_terminal():
        applicant = _asked(own)
    else:
        applicant = applicant_from_flags(given, requirement or (), own)
    found = check_applicant(applicant, own)
    school = loaded.school.name if loaded else None
    if to.form == "json":
        to.write(applicant_json(school, found))
    else:
        to.write(applicant_table(school, found, to.screen()))
    if found.verdict != "ready":
        raise typer.Exit(1)


def _asked(requirements: tuple[str, ...]) -> "Applicant":
    """What somebody answers at the terminal, question by question."""
    from lpplan.applicant.answers import applicant_from_questions
    from lpplan.terminal import ask, show

    return applicant_from_questions(requirements, ask, show)
