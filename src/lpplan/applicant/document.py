"""An applicant's checks, and the school's information sheet for staff."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lpplan.applicant.conditions import ApplicantChecks
from lpplan.core.plan import Applicants, Plan
from lpplan.core.words import day_in_words
from lpplan.readiness.document import checks_data, checks_parts
from lpplan.show.document import Bullets, Document, Grid, Paragraph, Part, Row
from lpplan.show.house_style import Section, in_house_style, letterhead
from lpplan.show.screen import Screen
from lpplan.show.style import HouseStyle
from lpplan.show.text import plural, to_json
from lpplan.timeline.items import HOURS, StageTimeline, Timeline

if TYPE_CHECKING:
    from rich.console import RenderableType

_VERDICTS = {
    "ready": "CONDITIONS MET",
    "not ready": "CONDITIONS NOT MET",
    "not known": "NOT KNOWN YET",
}
_NO_PROMISE = (
    "This says whether the conditions to apply are met. Whether somebody is accredited is judged"
    " on their application."
)


def applicant_json(school: str | None, found: ApplicantChecks) -> str:
    """The checks as JSON in ASCII."""
    verdict = {"ready": "met", "not ready": "not met", "not known": "not known"}[found.verdict]
    data = {"school": school, "verdict": verdict, "checks": checks_data(found.checks)}
    return to_json(data)


def applicant_table(school: str | None, found: ApplicantChecks, screen: Screen) -> str:
    """The checks as text for the screen."""
    return screen.render(*_parts(school, found, screen))


def _parts(
    school: str | None, found: ApplicantChecks, screen: Screen
) -> "Iterator[RenderableType]":
    loud = "bold green" if found.verdict == "ready" else "bold yellow"
    at = f" at {school}" if school else ""
    yield screen.text(f"{_VERDICTS[found.verdict]}: applying for LP accreditation{at}", loud)
    yield from checks_parts(found.checks, screen)
    yield screen.text("")
    yield screen.text(_NO_PROMISE)


SHEET_SECTIONS: Mapping[str, str] = {
    "about": "What it is",
    "commitment": "What you commit to",
    "sessions": "When the sessions are",
    "who": "Who may apply",
    "requirements": "What our school asks besides",
    "leads_to": "What accreditation leads to",
    "contact": "Whom to ask",
}
"""The sections of the information sheet in their order, each with its heading."""


def applicant_sheet(plan: Plan, dates: Timeline, house: HouseStyle) -> Document:
    """The school's information sheet for staff who think of applying.

    Source: LP course FAQ. What the plan's [applicants] table does not say is left out.
    """
    own = plan.applicants or Applicants()
    part_time = f"{_PART_TIME} {own.part_time or _DAYS_OFF}"
    sections = {
        "about": Section((_ABOUT,)),
        "commitment": Section((), (Bullets([*_commitment(own)]),)),
        "sessions": Section(_NO_DAY, tuple(_sessions(dates))) if _to_come(dates) else Section(()),
        "who": Section((_WHO, _NO_POST), (Paragraph(part_time),)),
        "requirements": Section((), (Bullets(own.requirements),) if own.requirements else ()),
        "leads_to": Section((), (Bullets(_LEADS_TO),)),
        "contact": Section((own.contact,) if own.contact else ()),
    }
    title = f"Lead Practitioner accreditation at {plan.school.name}: information for staff"
    parts = in_house_style(title, SHEET_SECTIONS, sections, house.style)
    footer = f"{plan.school.name}, {day_in_words(dates.as_of)}"
    return Document(title, dates.as_of, footer, letterhead(house), [*parts])


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


def _commitment(own: Applicants) -> Iterator[str]:
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


def _sessions(dates: Timeline) -> Iterator[Part]:
    rows = []
    for stage in _to_come(dates):
        entry, gateway = stage.dates.entry, stage.dates.gateway
        known = [
            day_in_words(day) if day else "to be announced"
            for day in (entry.launch, entry.application_support)
        ]
        month = gateway.month.in_words if gateway.month and entry.gateway else "to be announced"
        rows.append(Row((str(entry.academic_year), *known, month)))
    yield Grid(("Academic year", "Launch", "Application Support", "Gateway"), rows)
