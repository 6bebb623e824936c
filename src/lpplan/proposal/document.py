"""A proposal's content, section by section, the same for every format."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lpplan.case import CARRIED_ON, Asked, assumptions
from lpplan.core.plan import Plan
from lpplan.core.programme import ALL_OF_THEM, GATEWAY_NAMES, SESSIONS, STAGES
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import bills, totals_of_schools
from lpplan.core.remarks import REMARKS
from lpplan.proposal.costs import costs, excluded, schools, worth_it
from lpplan.proposal.glance import glance
from lpplan.proposal.report import ProposalReport
from lpplan.readiness import readiness_parts
from lpplan.show.document import Bullets, Cover, Document, Heading, Paragraph, Part, Row, table
from lpplan.show.house_style import HouseStyle, Section, in_house_style, letterhead
from lpplan.show.stage_words import basis, people_and_cohorts, stage_title, support_in_words
from lpplan.timeline import StageDates, timeline_gantt
from lpplan.values.words import day_in_words, listed, people_in_words, same_name


def proposal_document(
    report: ProposalReport, house: HouseStyle, without: Collection[str] = ()
) -> Document:
    """The proposal in a house style, without the sections of some names."""
    school, subject = report.plan.school.name, _subject(report)
    reference = f"{report.reference}, " if report.reference else ""
    sections = [
        (name, heading, content(report))
        for name, (heading, content) in SECTIONS.items()
        if name not in without
    ]
    return Document(
        title=f"Proposal for {school}: {subject[:1].lower()}{subject[1:]}",
        made=report.made,
        parts=[*in_house_style("proposal", sections, house.style)],
        footer=f"{reference}{day_in_words(report.made)}, all amounts exc VAT",
        letterhead=letterhead(house),
        cover=Cover("Proposal", subject, school, [*_cover_facts(report)]),
    )


def _subject(report: ProposalReport) -> str:
    """What it is about: a centre that has its licence is none to become."""
    centre = report.plan.centre
    planned = centre.licensed is not None and centre.licensed > report.quoted.as_of
    if centre.licence == "awarded" and not planned:
        return "Running the Lead Practitioner programme as a Learning Centre"
    return "Becoming an SSAT Lead Practitioner Learning Centre"


def _cover_facts(report: ProposalReport) -> Iterator[tuple[str, str]]:
    if report.reference:
        yield "Reference", report.reference
    yield "Date", day_in_words(report.made)
    if report.valid_until:
        yield "Valid until", day_in_words(report.valid_until)
    if report.prepared_by:
        yield "Prepared by", report.prepared_by


def _parties(report: ProposalReport) -> Section:
    plan, quote = report.plan, report.quoted.quote
    others = totals_of_schools(bills(quote))
    taking_part = [name for name in others if not same_name(name, plan.school.name)]
    member = "a member of SSAT" if quote.membership == "member" else "not a member of SSAT"
    rows = {
        "School": f"{plan.school.name}, {member}",
        "Unique reference number": str(plan.school.urn or ""),
        "Schools taking part": listed(taking_part) if taking_part else "",
        **_status(report),
        "Provider": "SSAT",
    }
    return Section((), (table("", "", rows=[Row(row) for row in rows.items() if row[1]]),))


def _status(report: ProposalReport) -> dict[str, str]:
    """What is recorded of LPLC status. A date is a fact only once it has come."""
    centre, as_of = report.plan.centre, report.quoted.as_of

    def on(day: date | None, done: str) -> str:
        if day is None:
            return done
        words = day_in_words(day)
        return f"planned for {words}" if day > as_of else f"{done} on {words}"

    licence = on(centre.licensed, "awarded") if centre.licence else ""
    if centre.licence == "none":
        licence = "none so far"
    elif centre.licence == "withdrawn":
        licence = f"withdrawn ({licence})" if centre.licensed else "withdrawn"
    return {
        "LPLC status": on(centre.status_discussion, "discussed with SSAT")
        if centre.status_discussion
        else "",
        "LPLC licence": licence,
        "Licence covers": centre.licence_scope or "",
    }


def _programme(_: ProposalReport) -> Section:
    return Section((_PROGRAMME, _CENTRE), (Bullets(_GAINS),))


_SESSIONS = [session.in_a_sentence for session in SESSIONS.values()]
_PROGRAMME = (
    "Lead Practitioner (LP) accreditation is for people in schools, whatever their post, whose work"
    " makes the teaching and learning of others better. They carry out a project of their own,"
    " action research on a topic that their school needs, meet for"
    f" {listed(_SESSIONS)}, build up a portfolio online, and apply for accreditation at a gateway,"
    f" in {listed(GATEWAY_NAMES, 'or')}."
)
_CENTRE = (
    "A Learning Centre (LPLC) is a school that SSAT licenses to run this programme for schools"
    " around it. It gets there in stages: first SSAT leads a cohort, then the school's own trainers"
    " learn beside SSAT's, and in the end they lead by themselves."
)
_GAINS = (
    "Accredited practitioners whose projects answer questions of the school's own.",
    "Trainers of its own, certified by SSAT, who go on developing colleagues.",
    "A programme, with its materials, that it can offer to the schools it works with.",
    "From Stage 3 on, a charge that it sets itself, and that may leave a surplus.",
)


def _stages(report: ProposalReport) -> Section:
    stages = [(stage, _dates_of(stage, report)) for stage in report.quoted.quote.stages]
    rows = [
        Row(
            (
                f"{stage.stage}: {STAGES[stage.stage].title}, {stage.academic_year}",
                people_and_cohorts(stage),
                *(dates.sessions[session].in_words for session in SESSIONS),
                dates.gateway.in_words,
            )
        )
        for stage, dates in stages
    ]
    names = [session.name for session in SESSIONS.values()]
    headings = ("Stage", "Places", *names, "Gateway")
    words = ["No day is published for a gateway, only its month."]
    if any("suggested" in str(cell) for row in rows for cell in row.cells):
        words.append("Dates marked as suggested are for the school and SSAT to agree.")
    over = [one.dates.entry for one in report.timeline.stages if one.dates.over]
    words += [f"Stage {entry.stage} in {entry.academic_year} is over." for entry in over]
    conflicts = [Paragraph(f"To be settled: {c.message}") for c in report.timeline.conflicts]
    more = [part for stage, _ in stages for part in _beside_the_dates(stage, report.plan)]
    picture = timeline_gantt(report.timeline)
    return Section(words, (picture, table(*headings, rows=rows), *conflicts, *more))


def _dates_of(stage: StageQuote, report: ProposalReport) -> StageDates:
    """When a stage of the quote is: equal entries of a plan may have other dates suggested."""
    return next(one.dates for one in report.timeline.stages if one.dates.entry is stage.entry)


def _beside_the_dates(stage: StageQuote, plan: Plan) -> Iterator[Part]:
    """Topics, the fewest people, and what the centre adds, as far as the plan has any.

    Source: LPLC proposal, Stage 1 (action research) and Stages 2 and 3 (further support).
    """
    entry, items = stage.entry, []
    if topics := plan.topics_of(entry):
        items.append(f"Action research on topics that the school needs: {'; '.join(topics)}.")
    if fewest := entry.minimum_participants:
        planned = f"{entry.people:,} {'is' if entry.people == 1 else 'are'} planned"
        short = ", so it would not run" if entry.people < fewest else ""
        items.append(
            f"The centre runs it with {people_in_words(fewest)} or more; {planned}{short}."
        )
    items += [f"Added by the centre: {support_in_words(one)}." for one in entry.support]
    if items:
        yield Heading(stage_title(stage), level=3)
        yield Bullets(items)


class _Roles(NamedTuple):
    """What each side does at a stage."""

    ssat: str
    school: str
    trainers: str


_ROLES = {
    1: _Roles(
        ssat=f"Leads {ALL_OF_THEM} sessions in the school, and gives the future trainers extra"
        " support.",
        school="Recruits the participants, from its own staff or a group of schools; pays, and may"
        " recharge the others; names two to four future trainers.",
        trainers="Take part like everyone else, and earn their own accreditation.",
    ),
    2: _Roles(
        ssat=f"Leads {ALL_OF_THEM} sessions, trains the trainers in the same visits, and certifies"
        " them at the end.",
        school="Recruits at least one cohort from the schools around it, decides on further"
        " support, and charges the schools for accreditation and a share of the training.",
        trainers=f"Attend and intern at {ALL_OF_THEM} sessions, are trained for each, and shadow"
        " SSAT's expert.",
    ),
    3: _Roles(
        ssat="Accredits the participants, provides the materials free of charge and reviews them"
        f" every year, and advises on costing. {STAGES[3].first_year}",
        school="Recruits, sets its own charge, and answers for the quality under the licence.",
        trainers="Lead every session, to SSAT's programme.",
    ),
}
"""Source: LPLC proposal, Stages 1 to 3."""


def _roles(report: ProposalReport) -> Section:
    stages = dict.fromkeys(stage.stage for stage in report.quoted.quote.stages)
    rows = [Row((f"Stage {stage}", *_ROLES[stage])) for stage in stages]
    return Section((), (table("", "SSAT", "The school", "The trainers", rows=rows),))


def _basis(report: ProposalReport) -> Section:
    rows = []
    for stage in report.quoted.quote.stages:
        source = stage.prices.schedule.source
        source_words = stage.prices.schedule.named_source or "no source named"
        checked = day_in_words(source.checked) if source and source.checked else "not checked"
        name = f"Stage {stage.stage}, {stage.academic_year}"
        rows.append(Row((name, basis(stage), source_words, checked)))
    parts: list[Part] = [table("Stage", "Prices", "Source", "Checked against it", rows=rows)]
    # The table tells of the estimates, and sections of their own of the rest.
    told = ("estimate", "readiness", "own-costs", *REMARKS)
    taken = [Row((note.text, note.source)) for note in report.quoted.notes if note.code not in told]
    if report.case is not None:
        taken += [Row((one.text, CARRIED_ON)) for one in assumptions(report.case, Asked())]
    if taken:
        parts += [
            Heading("What is assumed", level=3),
            table("Taken to be so", "Source", rows=taken),
        ]
    folder = report.quoted.fees_folder
    where = () if folder is None else (f"The prices come from the folder {folder}.",)
    return Section(where, parts)


def _readiness(report: ProposalReport) -> Section:
    words = (
        f"As the plan stands on {day_in_words(report.quoted.as_of)}. Whether the school is eligible"
        " is for SSAT to decide: this only says what is recorded."
    )
    return Section((words,), [*readiness_parts(report.readiness, plain=True, level=3)])


def _withdrawal(_: ProposalReport) -> Section:
    words = (
        "The status rests on the quality of what the centre delivers. Where SSAT's quality"
        " assurance finds problems with it, SSAT may withdraw the status, and with it the"
        " licence to run the programme. Stage 3 then cannot go on."
    )
    return Section((words,))


def _acceptance(_: ProposalReport) -> Section:
    blanks = ("Purchase-order number", "Name", "Position", "Signature", "Date")
    rows = [Row((blank, None, None), tall=True) for blank in blanks]
    return Section(
        ("The school accepts this proposal, and SSAT's charges in it: the TOTAL exc VAT.",),
        (table("", "For the school", "For SSAT", rows=rows),),
        new_page=True,
    )


SECTIONS: Mapping[str, tuple[str, Callable[[ProposalReport], Section]]] = {
    "glance": ("At a glance", glance),
    "parties": ("Who this is for", _parties),
    "programme": ("The programme, and what the school gains", _programme),
    "stages": ("The stages", _stages),
    "roles": ("Who does what", _roles),
    "costs": ("What it costs", costs),
    "schools": ("What each school pays", schools),
    "case": ("Is it worth it?", worth_it),
    "excluded": ("What is not included", excluded),
    "readiness": ("Readiness and next steps", _readiness),
    "withdrawal": ("What could end LPLC status", _withdrawal),
    "terms": ("Terms", lambda _: Section(())),
    "acceptance": ("Acceptance", _acceptance),
    "basis": ("Appendix: what the figures rest on", _basis),
}
"""The sections of a proposal in their order: the heading of each, and what makes its content."""
