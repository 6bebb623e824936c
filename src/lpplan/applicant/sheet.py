"""``lpplan applicant sheet``: the school's information sheet for staff who think of applying."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, NamedTuple

from lpplan.applicant.words import NO_POST, WHO, about, commitments
from lpplan.core.plan import Applicants, Plan, StageEntry
from lpplan.core.programme import SESSIONS, STAGES
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
from lpplan.show.stage_words import support_in_words
from lpplan.timeline import Timeline, timeline
from lpplan.values.words import day_in_words, plural
from lpplan.values.years import Month

FORMATS: Formats[Document] = for_reading(as_it_is, "markdown")

_STANDARDS = (
    "The programme has a framework of national standards, and your project gives you evidence"
    " towards them. You present that evidence beyond your own team, to colleagues in our school and"
    " in others."
)
_PART_TIME = "You may apply if you work part time and are committed to taking part."
_DAYS_OFF = "Sessions may fall on days on which you do not normally work."
_NO_DAY = ("A gateway, when applications are judged, has a month but no published day.",)
_SPECIALIST_LEADER = (
    "Your portfolio helps if you apply to become a Specialist Leader of Education (SLE)."
)
_LEADS_TO = (
    "Your portfolio is evidence for performance management.",
    "You join SSAT's database of Lead Practitioners, and may be offered activities.",
    "You do not have to take part in them.",
)


class _About(NamedTuple):
    """What a sheet is filled in from."""

    plan: Plan
    dates: Timeline

    @property
    def own(self) -> Applicants:
        """What the school itself tells applicants."""
        return self.plan.applicants or Applicants()

    @property
    def current(self) -> list[StageEntry]:
        """The stages whose academic year has not ended."""
        as_of = self.dates.as_of
        return [entry for entry in self.plan.stages if entry.academic_year.last_day >= as_of]

    @property
    def next(self) -> StageEntry | None:
        """The stage that is next to begin, as far as the plan says; None where none is left."""
        open_to = (e for e in self.current if e.launch is None or e.launch >= self.dates.as_of)
        return next(open_to, None)


def _what_it_is(sheet: _About) -> Section:
    topics = sheet.plan.topics_of(sheet.next) if sheet.next else sheet.plan.school.topics
    facts = (Paragraph("Topics that our school needs:"), Bullets(topics)) if topics else ()
    return Section((about("our"), _STANDARDS), facts)


def _who(sheet: _About) -> Section:
    part_time = Paragraph(f"{_PART_TIME} {sheet.own.part_time or _DAYS_OFF}")
    return Section((WHO, NO_POST), (part_time,))


def _commitment(sheet: _About) -> Section:
    return Section((), (Bullets([*_commitments(sheet)]),))


def _commitments(sheet: _About) -> Iterator[str]:
    led_by = ""
    if sheet.next is not None:
        # Source: LPLC proposal, Stage 3: under the licence, the centre delivers them itself.
        led_by = "our own trainers" if STAGES[sheet.next.stage].needs_licence else "SSAT"
    *meetings, training, travel = commitments(led_by)
    yield from meetings
    if sheet.own.weekly_periods is not None:
        periods = plural(sheet.own.weekly_periods, "period")
        yield (
            f"Our school gives you {periods} a week to work with colleagues: observing lessons,"
            " coaching, meeting and planning. Some weeks will take more."
        )
    yield from (training, travel)


def _support(sheet: _About) -> Section:
    """What the centre adds to the sessions (LPLC proposal, Stages 2 and 3)."""
    support = sheet.next.support if sheet.next else ()
    items = [f"{support_in_words(one)}." for one in support]
    return Section((), (Bullets(items),) if items else ())


def _leads_to(sheet: _About) -> Section:
    own = sheet.own.specialist_leader
    first = () if own is False else (own or _SPECIALIST_LEADER,)
    return Section((), (Bullets((*first, *_LEADS_TO)),))


def _sessions(sheet: _About) -> Section:
    """What the plan says of the stages whose academic year has not ended."""
    rows = []
    for entry in sheet.current:
        days = (getattr(entry, key) for key in SESSIONS)
        gateway = Month.parse(entry.gateway) if entry.gateway else None
        cells = (cell or "to be announced" for cell in (*days, gateway))
        rows.append(Row((entry.academic_year, *cells)))
    sessions = (session.name for session in SESSIONS.values())
    dated = table("Academic year", *sessions, "Gateway", rows=rows)
    return Section(_NO_DAY, (dated,)) if rows else Section(())


SHEET_SECTIONS: Mapping[str, tuple[str, Callable[[_About], Section]]] = {
    "about": ("What it is", _what_it_is),
    "commitment": ("What you commit to", _commitment),
    "sessions": ("When the sessions are", _sessions),
    "support": ("What you get beside the sessions", _support),
    "who": ("Who may apply", _who),
    "requirements": (
        "What our school also asks",
        lambda it: Section((), (Bullets(it.own.requirements),) if it.own.requirements else ()),
    ),
    "leads_to": ("What accreditation leads to", _leads_to),
    "contact": ("Whom to ask", lambda it: Section((it.own.contact,) if it.own.contact else ())),
}
"""The sections of the sheet in their order: the heading of each, and what makes its content."""


def applicant_sheet(plan: Plan, dates: Timeline, house: HouseStyle) -> Document:
    """The school's information sheet for staff who think of applying.

    Source: LP course FAQ. What the plan's [applicants] table does not say is left out.
    """
    facts = _About(plan, dates)
    sections = [
        (name, heading, content(facts)) for name, (heading, content) in SHEET_SECTIONS.items()
    ]
    return Document(
        title=f"Lead Practitioner accreditation at {plan.school.name}: information for staff",
        made=dates.as_of,
        parts=[*in_house_style("sheet", sections, house.style)],
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
    house = load_style(style)
    source = load_plan(plan).plan
    to.write(applicant_sheet(source, timeline(source, day), house))
