"""An offer's content, section by section: what a place is, when, for whom, and a slip to reply.

Source: LPLC proposal, Stage 2 (the centre recruits schools around it) and Stage 3.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from lpplan.applicant import NO_POST, WHO, about, commitments
from lpplan.core.plan import Plan, StageEntry
from lpplan.core.programme import GATEWAY_NAMES, SESSIONS, STAGES
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageAccount, fee_per_person
from lpplan.show.cells import Money
from lpplan.show.document import Bullets, Document, KeyFigure, KeyFigures, Paragraph, Row, table
from lpplan.show.house_style import HouseStyle, Section, in_house_style, letterhead
from lpplan.show.stage_words import mark_of, marked, support_in_words
from lpplan.timeline import StageTimeline, When, nearest_tuesday
from lpplan.values.money import Pounds
from lpplan.values.words import day_in_words, listed, people_in_words, plural

_REPLY_BEFORE = timedelta(weeks=6)
"""How long before the Launch a reply is suggested: a decision, so that cover can be arranged."""


class OfferReport(NamedTuple):
    """One stage as it is offered to other schools."""

    plan: Plan
    stage: StageQuote
    dates: StageTimeline
    made: date
    reply_by: date | None
    """As it was asked for; None for one that is suggested."""
    contact: str | None

    @property
    def entry(self) -> StageEntry:
        """The plan's entry for the stage."""
        return self.stage.entry

    @property
    def closing(self) -> When:
        """The day by which schools have to reply."""
        launch = self.dates.dates.launch.day
        if self.reply_by is not None or launch is None:
            return When(day=self.reply_by)
        target = (launch - _REPLY_BEFORE).toordinal()
        day = nearest_tuesday(target, self.made.toordinal(), launch.toordinal())
        return When(day=day, suggested=day is not None)


def offer_document(report: OfferReport, house: HouseStyle) -> Document:
    """The offer of one stage in a house style, one or two pages long."""
    school, year = report.plan.school.name, report.stage.academic_year
    sections = [
        (name, heading, content(report)) for name, (heading, content) in OFFER_SECTIONS.items()
    ]
    return Document(
        title=f"Become a Lead Practitioner in {year}: places for your school, from {school}",
        made=report.made,
        parts=[*in_house_style("offer", sections, house.style)],
        footer=f"{school}, {day_in_words(report.made)}, all amounts exc VAT",
        letterhead=letterhead(house),
    )


def _offered(report: OfferReport) -> Section:
    school = report.plan.school.name
    entry, dates = report.entry, report.dates.dates
    # Source: LPLC proposal, Stages 2 and 3: who delivers the sessions.
    led = f"SSAT leads {_EVERY_SESSION}, and {school}'s trainers work beside its expert."
    if STAGES[entry.stage].needs_licence:
        led = f"{school}'s own trainers lead {_EVERY_SESSION}, under SSAT's licence."
    cohorts = plural(len(report.stage.cohorts), "cohort")
    figures = [
        _price(report),
        KeyFigure("Places", report.stage.participants, f"planned, in {cohorts}"),
        KeyFigure("It begins", dates.launch.in_words, "with the Launch"),
        KeyFigure("Reply by", report.closing.in_words, ""),
    ]
    return Section((about("your"), led), (KeyFigures(figures),))


_EVERY_SESSION = listed([session.in_a_sentence for session in SESSIONS.values()])


def _price(report: OfferReport) -> KeyFigure:
    charge = report.entry.charge_per_person
    if charge is not None:
        return KeyFigure("A place, exc VAT", Money(charge), "for each person")
    mark = mark_of(report.stage.prices)
    if equal := _equal_share(report.stage):
        each_school = f"and {marked(equal, mark)} for each school"
        accreditation = _accreditation(report.stage)
        return KeyFigure("A place, exc VAT", Money(accreditation, mark), each_school)
    remark = f"for each person, if {report.stage.participants:,} take part"
    return KeyFigure("A place, exc VAT", Money.a_head(fee_per_person(report.stage), mark), remark)


def _accreditation(stage: StageQuote) -> Pounds:
    """What SSAT charges for each person, in pounds exc VAT."""
    prices = (line.unit_price for line in stage.lines if line.per == "person")
    return sum(prices, start=Pounds(0))


def _equal_share(stage: StageQuote) -> Pounds | None:
    """What each school pays beside the charges for its people; None where heads share it."""
    bill = StageAccount(stage).bill
    if bill is None or stage.entry.share != "equal":
        return None
    return max(school.share for school in bill.schools)


def _cost(report: OfferReport) -> Section:
    """What the price covers, and what it does not (LPLC proposal, Stages 2 and 3, costs)."""
    lines = report.stage.lines
    covers = [f"{_EVERY_SESSION[0].upper()}{_EVERY_SESSION[1:]}, with the programme's materials."]
    covers += [f"{line.label}, which SSAT charges." for line in lines if line.per == "person"]
    shared = [line.label for line in lines if line.per != "person"]
    if shared and report.entry.charge_per_person is None:
        covers.append(f"A share of what else SSAT charges: {listed(shared)}.")
    covers += [f"{one.name}." for one in report.entry.support]
    more = ["It does not cover your staff's cover and travel. VAT may come on top: ask us."]
    if report.entry.charge_per_person is None and (mark := mark_of(report.stage.prices)):
        whole = marked(report.stage.total, mark)
        more.append(
            f"SSAT has not confirmed its prices for {report.stage.academic_year}: in all it charges"
            f" {whole}, and what you pay follows from that and from how many take part."
        )
    return Section(("A place covers:",), (Bullets(covers), *map(Paragraph, more)))


def _dates(report: OfferReport) -> Section:
    dates = report.dates.dates
    rows = [
        Row((session.name, dates.sessions[key].in_words, f"about {session.minutes / 60:g} hours"))
        for key, session in SESSIONS.items()
    ]
    judged = f"applications are judged, in {listed(GATEWAY_NAMES, 'or')}"
    rows.append(Row(("Gateway", dates.gateway.in_words, judged)))
    words = ["Dates marked as suggested are still to be agreed."]
    suggested = any("suggested" in str(row.cells[1]) for row in rows)
    return Section(words if suggested else (), (table("", "When", "", rows=rows),))


def _support(report: OfferReport) -> Section:
    items = [f"{support_in_words(one)}." for one in report.entry.support]
    return Section((), (Bullets(items),) if items else ())


def _topics(report: OfferReport) -> Section:
    topics = report.plan.topics_of(report.entry)
    words = ("Each participant works on a topic that their school needs, such as:",)
    return Section(words, (Bullets(topics),)) if topics else Section(())


def _who(_: OfferReport) -> Section:
    return Section((WHO, NO_POST))


def _commitment(_: OfferReport) -> Section:
    return Section((), (Bullets([*commitments()]),))


def _conditions(report: OfferReport) -> Section:
    """The fewest people, the limit of a cohort, and the day by which to reply."""
    items = []
    if fewest := report.entry.minimum_participants:
        items.append(f"It runs if {people_in_words(fewest)} or more take part.")
    if limit := report.stage.prices.schedule.cohort_limit:
        items.append(f"A cohort has at most {people_in_words(limit)}.")
    if report.closing.day:
        items.append(f"Please reply by {report.closing.in_words}.")
    return Section((), (Bullets(items),) if items else ())


def _reply(report: OfferReport) -> Section:
    blanks = (
        "School",
        "Names and posts of those who are to take part",
        "Purchase-order number, and where to send the invoice",
        "Headteacher's name and signature",
        "Date",
    )
    to = report.contact or report.plan.school.name
    words = [f"Please return this to {to}{_by(report.closing)}."]
    words.append(f"We ask for places in {report.stage.academic_year}, on the terms above.")
    return Section(
        words, (table("", "", rows=[Row((blank, None), tall=True) for blank in blanks]),)
    )


def _by(closing: When) -> str:
    return f" by {day_in_words(closing.day)}" if closing.day else ""


OFFER_SECTIONS: Mapping[str, tuple[str, Callable[[OfferReport], Section]]] = {
    "offered": ("What we offer", _offered),
    "cost": ("What a place covers", _cost),
    "dates": ("When it is", _dates),
    "support": ("What you get beside the sessions", _support),
    "topics": ("What it can be about", _topics),
    "who": ("Who should come", _who),
    "commitment": ("What they commit to", _commitment),
    "conditions": ("How many, and by when", _conditions),
    "reply": ("Reply slip", _reply),
}
"""The sections of an offer in their order: the heading of each, and what makes its content."""
