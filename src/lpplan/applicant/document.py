"""An applicant's checks, and the school's information sheet for staff."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lpplan.core.plan import Applicants, Plan
from lpplan.core.programme import SESSIONS
from lpplan.core.readiness import CheckResult, Verdict, verdict_of
from lpplan.readiness import checks_data, checks_parts
from lpplan.show.data import to_json
from lpplan.show.document import Bullets, Document, Paragraph, Row, table
from lpplan.show.house_style import HouseStyle, Section, in_house_style, letterhead
from lpplan.timeline import HOURS, Timeline
from lpplan.values.words import day_in_words, listed, plural
from lpplan.values.years import Month

_VERDICTS = {
    "ready": "CONDITIONS MET",
    "not ready": "CONDITIONS NOT MET",
    "not known": "NOT KNOWN YET",
}
_NO_PROMISE = (
    "This says whether the conditions to apply are met. Whether somebody is accredited is judged"
    " on their application."
)


class ApplicantReport(NamedTuple):
    """The checks of one applicant, at a school or at none."""

    school: str | None
    checks: tuple[CheckResult, ...]
    as_of: date

    @property
    def verdict(self) -> Verdict:
        """Ready to apply where every check is met, not ready where one is not, else not known."""
        return verdict_of(self.checks)


def applicant_json(report: ApplicantReport) -> str:
    """The checks as JSON in ASCII."""
    verdicts = {"ready": "met", "not ready": "not met", "not known": "not known"}
    return to_json(
        {
            "school": report.school,
            "verdict": verdicts[report.verdict],
            "checks": checks_data(report.checks),
        }
    )


def applicant_document(report: ApplicantReport) -> Document:
    """The verdict, what is missing, and in brief what is met."""
    verdict = _VERDICTS[report.verdict]
    where = f" at {report.school}" if report.school else ""
    return Document(
        title=f"{verdict}: applying for LP accreditation{where}",
        made=report.as_of,
        parts=[*checks_parts(report.checks), Paragraph(_NO_PROMISE, apart=True)],
        tone="good" if report.verdict == "ready" else "loud",
    )


def applicant_sheet(plan: Plan, dates: Timeline, house: HouseStyle) -> Document:
    """The school's information sheet for staff who think of applying.

    Source: LP course FAQ. What the plan's [applicants] table does not say is left out.
    """
    own = plan.applicants or Applicants()
    sections = [
        (name, heading, content(own, dates)) for name, (heading, content) in SHEET_SECTIONS.items()
    ]
    title = f"Lead Practitioner accreditation at {plan.school.name}: information for staff"
    return Document(
        title=title,
        made=dates.as_of,
        parts=[*in_house_style(sections, house.style)],
        footer=f"{plan.school.name}, {day_in_words(dates.as_of)}",
        letterhead=letterhead(house),
    )


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
