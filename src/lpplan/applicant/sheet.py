"""``lpplan applicant sheet``: the school's information sheet for staff who think of applying."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

from lpplan.core.plan import Applicants, Plan
from lpplan.core.programme import SESSIONS
from lpplan.flags import (
    AsOfOption,
    Flags,
    ForceOption,
    OutputOption,
    PlanArgument,
    StyleOption,
    format_option,
)
from lpplan.output import destination
from lpplan.reading.plan_source import load_plan
from lpplan.show.document import Bullets, Document, Paragraph, Row, table
from lpplan.show.formats import Formats, as_it_is, for_reading
from lpplan.show.house_style import HouseStyle, Section, in_house_style, letterhead, load_style
from lpplan.timeline import HOURS, Timeline, timeline
from lpplan.values.words import day_in_words, listed, plural
from lpplan.values.years import Month

FORMATS: Formats[Document] = for_reading(as_it_is, "markdown")

_ABOUT = (
    "SSAT accredits people in schools as Lead Practitioners (LP) for work that makes the teaching"
    " and learning of others better. You work on a project that matters to our school, with others"
    " who are doing the same, and apply with a portfolio of what you did and what came of it."
)
_WHO = (
    "Anybody who wants to lead in teaching and learning, from support staff to headteachers. What"
    " counts is that your work improves how others support learning, and that you can show it."
)
_NO_POST = "You need no TLR and no management post."
_PART_TIME = "You may apply if you work part time and are committed to taking part."
_DAYS_OFF = "Sessions may fall on days on which you do not normally work."
_NO_DAY = ("A gateway, when applications are judged, has a month but no published day.",)
_LEADS_TO = (
    "Your portfolio helps if you apply to become a Specialist Leader of Education (SLE).",
    "It is evidence for performance management.",
    "You join SSAT's database of Lead Practitioners, and may be offered activities.",
    "You do not have to take part in them.",
)


def _who(own: Applicants, _: Timeline) -> Section:
    part_time = Paragraph(f"{_PART_TIME} {own.part_time or _DAYS_OFF}")
    return Section((_WHO, _NO_POST), (part_time,))


def _commitments(own: Applicants) -> Iterator[str]:
    number = "Two" if len(SESSIONS) == 2 else str(len(SESSIONS))
    sessions = listed([session.in_a_sentence for session in SESSIONS.values()])
    hours = HOURS[1].participant
    yield f"{number} sessions face to face, {sessions}: about {hours} hours together."
    yield "A get-together of the group, encouraged every half term."
    yield "An online portfolio, to which you upload your work."
    if own.weekly_periods is not None:
        periods = plural(own.weekly_periods, "period")
        yield f"Our school gives you {periods} a week for it; some weeks will take more."
    yield "Some training outside the usual calendar, which you need to be prepared to attend."
    yield "No overnight stays, and travel that is generally local."


def _sessions(_: Applicants, dates: Timeline) -> Section:
    """What the plan says of the stages whose academic year has not ended."""
    rows = []
    for entry in (stage.dates.entry for stage in dates.stages):
        if entry.academic_year.last_day >= dates.as_of:
            days = (getattr(entry, key) for key in SESSIONS)
            gateway = Month.parse(entry.gateway) if entry.gateway else None
            cells = (cell or "to be announced" for cell in (*days, gateway))
            rows.append(Row((entry.academic_year, *cells)))
    sessions = (session.name for session in SESSIONS.values())
    dated = table("Academic year", *sessions, "Gateway", rows=rows)
    return Section(_NO_DAY, (dated,)) if rows else Section(())


SHEET_SECTIONS: Mapping[str, tuple[str, Callable[[Applicants, Timeline], Section]]] = {
    "about": ("What it is", lambda _, __: Section((_ABOUT,))),
    "commitment": (
        "What you commit to",
        lambda own, _: Section((), (Bullets([*_commitments(own)]),)),
    ),
    "sessions": ("When the sessions are", _sessions),
    "who": ("Who may apply", _who),
    "requirements": (
        "What our school also asks",
        lambda own, _: Section((), (Bullets(own.requirements),) if own.requirements else ()),
    ),
    "leads_to": ("What accreditation leads to", lambda _, __: Section((), (Bullets(_LEADS_TO),))),
    "contact": ("Whom to ask", lambda own, _: Section((own.contact,) if own.contact else ())),
}
"""The sections of the sheet in their order: the heading of each, and what makes its content."""


def applicant_sheet(plan: Plan, dates: Timeline, house: HouseStyle) -> Document:
    """The school's information sheet for staff who think of applying.

    Source: LP course FAQ. What the plan's [applicants] table does not say is left out.
    """
    own = plan.applicants or Applicants()
    sections = [
        (name, heading, content(own, dates)) for name, (heading, content) in SHEET_SECTIONS.items()
    ]
    return Document(
        title=f"Lead Practitioner accreditation at {plan.school.name}: information for staff",
        made=dates.as_of,
        parts=[*in_house_style(sections, house.style)],
        footer=f"{plan.school.name}, {day_in_words(dates.as_of)}",
        letterhead=letterhead(house),
    )


def sheet(
    plan: PlanArgument,
    style: StyleOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write the sheet of a plan's school."""
    with Flags() as flags:
        day = flags.as_of(as_of)
    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    house = load_style(style, list(SHEET_SECTIONS))
    source = load_plan(plan).plan
    to.write(applicant_sheet(source, timeline(source, day), house))
