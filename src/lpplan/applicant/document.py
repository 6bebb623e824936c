"""An applicant's checks, and the school's information sheet for staff."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lpplan.applicant.conditions import ApplicantChecks
from lpplan.core.plan import Applicants, Plan
from lpplan.core.words import day_in_words, plural
from lpplan.readiness.document import checks_data, checks_parts
from lpplan.show.data import to_json
from lpplan.show.document import Bullets, Document, Paragraph, Row, table
from lpplan.show.house_style import HouseStyle, Section, in_house_style, letterhead
from lpplan.timeline.items import HOURS, StageTimeline, Timeline

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
    checked: ApplicantChecks
    as_of: date


def applicant_json(report: ApplicantReport) -> str:
    """The checks as JSON in ASCII."""
    verdicts = {"ready": "met", "not ready": "not met", "not known": "not known"}
    return to_json(
        {
            "school": report.school,
            "verdict": verdicts[report.checked.verdict],
            "checks": checks_data(report.checked.checks),
        }
    )


def applicant_document(report: ApplicantReport) -> Document:
    """The verdict, what is missing, and in brief what is met."""
    verdict = _VERDICTS[report.checked.verdict]
    at = f" at {report.school}" if report.school else ""
    return Document(
        title=f"{verdict}: applying for LP accreditation{at}",
        made=report.as_of,
        parts=[*checks_parts(report.checked.checks), Paragraph(_NO_PROMISE, apart=True)],
        tone="good" if report.checked.verdict == "ready" else "loud",
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
    "Nothing obliges you to take part in them.",
)


def _about(_: Applicants, __: Timeline) -> Section:
    return Section((_ABOUT,))


def _leads_to(_: Applicants, __: Timeline) -> Section:
    return Section((), (Bullets(_LEADS_TO),))


def _commitment(own: Applicants, _: Timeline) -> Section:
    return Section((), (Bullets([*_commitments(own)]),))


def _who(own: Applicants, _: Timeline) -> Section:
    part_time = Paragraph(f"{_PART_TIME} {own.part_time or _DAYS_OFF}")
    return Section((_WHO, _NO_POST), (part_time,))


def _requirements(own: Applicants, _: Timeline) -> Section:
    return Section((), (Bullets(own.requirements),) if own.requirements else ())


def _contact(own: Applicants, _: Timeline) -> Section:
    return Section((own.contact,) if own.contact else ())


def _commitments(own: Applicants) -> Iterator[str]:
    yield (
        f"Two sessions face to face, the Launch and Application Support: about"
        f" {HOURS[1].participant} hours together."
    )
    yield "A get-together of the group, encouraged every half term."
    yield "An online portfolio, to which you upload your work."
    if own.weekly_periods is not None:
        periods = plural(own.weekly_periods, "period")
        yield f"Our school gives you {periods} a week for it; some weeks will take more."
    yield "Some training outside the usual calendar, which you need to be prepared to attend."
    yield "No overnight stays, and travel that is generally local."


def _to_come(dates: Timeline) -> list[StageTimeline]:
    """The stages whose academic year has not ended."""
    return [
        stage for stage in dates.stages if stage.dates.entry.academic_year.last_day >= dates.as_of
    ]


def _sessions(_: Applicants, dates: Timeline) -> Section:
    rows = []
    for stage in _to_come(dates):
        entry, gateway = stage.dates.entry, stage.dates.gateway
        known = [
            day_in_words(day) if day else "to be announced"
            for day in (entry.launch, entry.application_support)
        ]
        month = gateway.month.in_words if gateway.month and entry.gateway else "to be announced"
        rows.append(Row((str(entry.academic_year), *known, month)))
    headings = ("Academic year", "Launch", "Application Support", "Gateway")
    return Section(_NO_DAY, (table(*headings, rows=rows),)) if rows else Section(())


SHEET_SECTIONS: Mapping[str, tuple[str, Callable[[Applicants, Timeline], Section]]] = {
    "about": ("What it is", _about),
    "commitment": ("What you commit to", _commitment),
    "sessions": ("When the sessions are", _sessions),
    "who": ("Who may apply", _who),
    "requirements": ("What our school asks besides", _requirements),
    "leads_to": (
        "What accreditation leads to",
        _leads_to,
    ),
    "contact": ("Whom to ask", _contact),
}
"""The sections of the sheet in their order: the heading of each, and what makes its content."""
