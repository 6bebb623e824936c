"""A proposal's content, section by section, the same for every format."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lpplan.core.plan import same_name
from lpplan.core.programme import ALL_OF_THEM, GATEWAY_NAMES, SESSIONS, STAGES
from lpplan.core.recharge import accounts, bills, totals_of_schools
from lpplan.core.remarks import REMARKS
from lpplan.proposal.report import ProposalReport
from lpplan.readiness import remarks_parts
from lpplan.recharge import net_parts, school_matrix
from lpplan.show.document import (
    Bullets,
    Document,
    Figure,
    Money,
    Paragraph,
    Part,
    Row,
    amounts_table,
    table,
)
from lpplan.show.house_style import HouseStyle, Section, in_house_style, letterhead
from lpplan.show.stage_words import (
    CAVEAT,
    basis,
    cliff_in_words,
    mark_of,
    mark_of_sum,
    own_charge_in_words,
    people_and_cohorts,
    sharing,
    stage_title,
)
from lpplan.timeline import When
from lpplan.values.words import day_in_words, listed


def proposal_document(report: ProposalReport, house: HouseStyle) -> Document:
    """The whole proposal in a house style."""
    title = f"Proposal for {report.plan.school.name}: becoming an SSAT LP Learning Centre"
    reference = f"{report.reference}, " if report.reference else ""
    sections = [(name, heading, content(report)) for name, (heading, content) in SECTIONS.items()]
    return Document(
        title=title,
        made=report.made,
        parts=[*in_house_style(sections, house.style)],
        footer=f"{reference}{day_in_words(report.made)}, all amounts exc VAT",
        letterhead=letterhead(house),
    )


def _parties(report: ProposalReport) -> Section:
    plan, quote = report.plan, report.quoted.quote
    others = totals_of_schools(bills(quote))
    taking_part = [name for name in others if not same_name(name, plan.school.name)]
    member = "a member of SSAT" if quote.membership == "member" else "not a member of SSAT"
    rows = {
        "School": f"{plan.school.name}, {member}",
        "Schools taking part": listed(taking_part) if taking_part else "",
        "Provider": "SSAT",
        "Prepared by": report.prepared_by or "",
        "Reference": report.reference or "",
        "Date": day_in_words(report.made),
        "Valid until": day_in_words(report.valid_until) if report.valid_until else "",
    }
    return Section((), (table("", "", rows=[Row(row) for row in rows.items() if row[1]]),))


def _programme(_: ProposalReport) -> Section:
    return Section((_PROGRAMME, _CENTRE), (Bullets(_GAINS),))


_SESSIONS = [session.in_a_sentence for session in SESSIONS.values()]
_PROGRAMME = (
    "Lead Practitioner (LP) accreditation is for people in schools, whatever their post, whose work"
    " makes the teaching and learning of others better. They carry out a project of their own on"
    f" something their school needs, meet for {listed(_SESSIONS)}, build up a portfolio online,"
    f" and apply for accreditation at a gateway, in {listed(GATEWAY_NAMES, 'or')}."
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
    rows = [
        Row(
            (
                f"{stage.stage}: {STAGES[stage.stage].title}, {stage.academic_year}",
                people_and_cohorts(stage),
                *(_when(planned.dates.sessions[session]) for session in SESSIONS),
                _when(planned.dates.gateway),
            )
        )
        for stage, planned in zip(report.quoted.quote.stages, report.timeline.stages, strict=True)
    ]
    names = [session.name for session in SESSIONS.values()]
    headings = ("Stage", "Places", *names, "Gateway")
    words = ["No day is published for a gateway, only its month."]
    if any("suggested" in str(cell) for row in rows for cell in row.cells):
        words.append("Dates marked as suggested are for the school and SSAT to agree.")
    over = [one.dates.entry for one in report.timeline.stages if one.dates.over]
    words += [f"Stage {entry.stage} in {entry.academic_year} is over." for entry in over]
    conflicts = [Paragraph(f"To be settled: {c.message}") for c in report.timeline.conflicts]
    return Section(words, (table(*headings, rows=rows), *conflicts))


def _when(when: When) -> str:
    if when.day is None and when.month is None:
        return "past, not recorded" if when.past else "to be agreed"
    words = day_in_words(when.day) if when.day else when.month.in_words if when.month else ""
    return f"{words} (suggested)" if when.suggested else words


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
        ssat=f"Leads {ALL_OF_THEM} sessions, trains the trainers in the same visits, is there by"
        " phone and email in their first year, and certifies them at the end.",
        school="Recruits at least one cohort from the schools around it, decides on further"
        " support, and charges the schools for accreditation and a share of the training.",
        trainers=f"Attend and intern at {ALL_OF_THEM} sessions, are trained for each, and shadow"
        " SSAT's expert.",
    ),
    3: _Roles(
        ssat="Accredits the participants, provides the materials free of charge and reviews them"
        " every year, and advises on costing.",
        school="Recruits, sets its own charge, and answers for the quality under the licence.",
        trainers="Lead every session, to SSAT's programme.",
    ),
}
"""Source: LPLC proposal, Stages 1 to 3."""


def _roles(report: ProposalReport) -> Section:
    stages = dict.fromkeys(stage.stage for stage in report.quoted.quote.stages)
    rows = [Row((f"Stage {stage}", *_ROLES[stage])) for stage in stages]
    return Section((), (table("", "SSAT", "The school", "The trainers", rows=rows),))


def _costs(report: ProposalReport) -> Section:
    quote = report.quoted.quote
    facts: list[Part] = []
    if mark_of_sum(quote.stages):
        facts.append(Paragraph(CAVEAT, "loud"))
    rows: list[Row] = []
    for stage in quote.stages:
        mark = mark_of(stage.prices)
        title = f"{stage_title(stage)}: {people_and_cohorts(stage)}"
        rows.append(Row((title, None, None, None), group=True))
        for line in stage.lines:
            label, amount = f"{line.label}, per {line.per}", Money(line.amount, mark)
            rows.append(Row((label, line.quantity, Money(line.unit_price), amount)))
        rows.append(_sum(f"Stage {stage.stage} exc VAT", Money(stage.total, mark), strong=True))
    mark = mark_of_sum(quote.stages)
    if mark:
        rows.append(_sum("Of this at published prices", Money(quote.total_of("published"))))
        rows.append(_sum("Of this estimated", Money(quote.total_of("estimate"), mark)))
    rows.append(_sum("TOTAL exc VAT", Money(quote.total, mark), strong=True))
    headings = ("What", "Quantity", "Unit price exc VAT", "Amount exc VAT")
    facts.append(amounts_table(*headings, rows=rows))
    facts += net_parts(quote.stages)
    facts += _a_head(report)
    return Section(("Every amount is in pounds and exc VAT.",), facts, new_page=True)


def _sum(words: str, amount: Money, *, strong: bool = False) -> Row:
    return Row((words, None, None, amount), strong)


def _a_head(report: ProposalReport) -> Iterator[Part]:
    """What the number of people does to the cost a head."""
    if report.curve is None:
        return
    stage, curve = report.curve
    yield Paragraph(
        f"The number of people decides what Stage {stage.stage} costs a head: each cohort is paid"
        " for in full, however many are in it."
    )
    yield Figure(curve)
    mark = mark_of(stage.prices)
    rows = [
        Row(
            (point.people, point.cohorts, Money(point.per_head, mark)),
            strong=point.people == stage.participants,
            ruled=False,
        )
        for point in curve.turning_points
    ]
    yield table("People", "Cohorts", "Cost a head exc VAT", rows=rows)
    yield from (Paragraph(cliff_in_words(cliff, stage.prices)) for cliff in stage.cliffs)


def _schools(report: ProposalReport) -> Section:
    quote = report.quoted.quote
    if not any(account.bill or account.income for account in accounts(quote)):
        return Section(())
    rules = [
        sharing(account.stage) if account.charge is None else own_charge_in_words(account.stage)
        for account in accounts(quote)
        if account.bill or account.income
    ]
    words = (
        "What the schools that take part pay is exc VAT. Whether VAT is to be charged on it, or can"
        " be recovered, is not settled here: take advice."
    )
    return Section((words,), (*school_matrix(accounts(quote)), Bullets(rules)))


def _basis(report: ProposalReport) -> Section:
    rows = []
    for stage in report.quoted.quote.stages:
        source = stage.prices.schedule.source
        names = [source.title, source.publisher] if source else []
        source_words = ", ".join(name for name in names if name) or "no source named"
        checked = day_in_words(source.checked) if source and source.checked else "not checked"
        name = f"Stage {stage.stage}, {stage.academic_year}"
        rows.append(Row((name, basis(stage), source_words, checked)))
    notes = [
        f"{note.text} ({note.code})"
        for note in report.quoted.notes
        if note.code not in ("readiness", "own-costs", *REMARKS)
    ]
    grid = table("Stage", "Prices", "Source", "Checked against it", rows=rows)
    folder = report.quoted.fees_folder
    where = () if folder is None else (f"The prices come from the folder {folder}.",)
    return Section(where, (grid, *((Bullets(notes),) if notes else ())))


def _excluded(report: ProposalReport) -> Section:
    items = [
        "VAT.",
        "The school's own costs, such as cover, travel and a venue.",
        "Further support that a centre decides to give its participants.",
    ]
    if any(note.code == "no-licence-fee" for note in report.quoted.notes):
        items.append("Any fee for the LPLC licence or status: none is published, so ask SSAT.")
    return Section((), (Bullets(items),))


def _readiness(report: ProposalReport) -> Section:
    facts: list[Part] = []
    for stage in report.readiness:
        title = f"Stage {stage.stage}, {STAGES[stage.stage].title}: {stage.verdict}"
        facts.append(Paragraph(title, "loud"))
        rows = [
            Row((check.title, check.subject, check.status, check.step or ""))
            for check in stage.checks
            if check.status != "met"
        ]
        if rows:
            facts.append(table("Still open", "Who", "State", "Next step", rows=rows))
        facts += remarks_parts(stage.remarks)
    words = (
        f"As the plan stands on {day_in_words(report.quoted.as_of)}. Whether the school is eligible"
        " is for SSAT to decide: this only says what is recorded."
    )
    return Section((words,), facts)


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
        ("The school accepts this proposal, with the amounts above exc VAT.",),
        (table("", "For the school", "For SSAT", rows=rows),),
        new_page=True,
    )


SECTIONS: Mapping[str, tuple[str, Callable[[ProposalReport], Section]]] = {
    "parties": ("Who this is for", _parties),
    "programme": ("The programme, and what the school gains", _programme),
    "stages": ("The stages", _stages),
    "roles": ("Who does what", _roles),
    "costs": ("What it costs", _costs),
    "schools": ("What each school pays", _schools),
    "basis": ("What the prices rest on", _basis),
    "excluded": ("What is not included", _excluded),
    "readiness": ("Readiness and next steps", _readiness),
    "withdrawal": ("What could end LPLC status", _withdrawal),
    "acceptance": ("Acceptance", _acceptance),
}
"""The sections of a proposal in their order: the heading of each, and what makes its content."""
