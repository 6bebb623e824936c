"""A plan's timeline: each stage from its academic year to its gateway, and what cannot work.

``dates`` has the dates and suggests those that lack, ``conflicts`` finds what contradicts; here
they become items in order, with the deadlines and get-togethers between them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.plan import Plan, StageEntry
from lpplan.core.programme import ALL_OF_THEM, SESSIONS, STAGES
from lpplan.show.stage_words import support_in_words
from lpplan.timeline.conflicts import Conflict, conflicts
from lpplan.timeline.dates import (
    StageDates,
    When,
    dates_of_stages,
    first_ahead,
    gateway_before,
    trainers_qualified,
)
from lpplan.values.words import day_in_words, listed
from lpplan.values.years import Month

HALF_TERMS = {
    10: "First half of the autumn term",
    11: "Second half of the autumn term",
    1: "First half of the spring term",
    3: "Second half of the spring term",
    5: "First half of the summer term",
    6: "Second half of the summer term",
}
"""A month that lies in each half term, and no holiday fills: a decision, as England has no term
dates that hold for all schools."""

MOST_GET_TOGETHERS = 12
"""Two school years of half terms, more than any stage needs: a stage takes about one year."""


class Hours(NamedTuple):
    """The hours, rounded up, that each person gives to a stage's sessions and its support."""

    participant: int
    trainer: int
    trainer_part: str
    """What a trainer gives them for, in a few words."""
    support: Decimal = Decimal(0)
    """How many of either are support that the centre adds."""

    @property
    def in_words(self) -> str:
        """A sentence on them."""
        what = "sessions and the centre's support" if self.support else "sessions"
        return (
            f"About {self.participant:,} hours of {what} for each participant, and about"
            f" {self.trainer:,} for each trainer, {self.trainer_part}."
        )


_TRAINERS_PART = {
    1: "as a participant",
    2: f"with Train the trainer at {ALL_OF_THEM} sessions",
    3: "for each cohort they lead",
}


def _hours(stage: int, support: Decimal = Decimal(0)) -> Hours:
    sessions = sum(session.minutes for session in SESSIONS.values())
    training = sum(session.train_the_trainer_minutes for session in SESSIONS.values())
    of_trainer = sessions + training * STAGES[stage].trains_trainers
    participant, trainer = (ceil(Decimal(it) / 60 + support) for it in (sessions, of_trainer))
    return Hours(participant, trainer, _TRAINERS_PART[stage], support)


HOURS: Mapping[int, Hours] = {stage: _hours(stage) for stage in STAGES}
"""Those of the sessions alone.

Source: LP course FAQ, time commitment; LPLC proposal, Stages 1 to 3 and Stage 2, costs."""


Role: TypeAlias = Literal["year", "deadline", "session", "get-together", "support", "gateway"]

_ROLES: Mapping[str, Role] = {
    "academic-year": "year",
    "accreditation-deadline": "deadline",
    "certificate-deadline": "deadline",
    "licence-deadline": "deadline",
    "launch": "session",
    "application-support": "session",
    "train-the-trainer-launch": "session",
    "train-the-trainer-support": "session",
    "get-together": "get-together",
    "support": "support",
    "first-year-support": "support",
    "gateway": "gateway",
}
"""By the kind of an item."""


class Item(NamedTuple):
    """One thing on the timeline."""

    entry: int
    """Which of the plan's entries it belongs to, from 1."""
    stage: int
    kind: str
    """What it is, in kebab case."""
    title: str
    detail: str
    when: When
    order: tuple[int, ...] = ()
    """When it is: a month stands behind its days, what has no day behind what it follows."""
    number: int = 0
    """Which of several of its kind it is, counted from the stage's Launch, from 1."""

    @property
    def role(self) -> Role:
        """What it is to somebody who plans ahead."""
        return _ROLES[self.kind]


class StageTimeline(NamedTuple):
    """One stage of a plan, and what happens in it."""

    dates: StageDates
    items: tuple[Item, ...]
    """In the order of time."""

    @property
    def hours(self) -> Hours:
        """What its sessions and its support ask of each person.

        As if everybody took part in all of the support: a decision, as the plan does not say.
        """
        entry = self.dates.entry
        return _hours(entry.stage, sum((one.hours_in_all for one in entry.support), Decimal(0)))


_NOTES = {
    "suggestions": "What is marked as suggested is not in the plan: agree it with SSAT, and check"
    " it against your term dates.",
    "over": "Nothing is suggested for a stage that is over, nor for any day that has passed.",
    "gateway-month": "No day of a gateway is published: it is some time in that month.",
    "get-togethers": "One get-together of the cohort is encouraged every half term; schools' half"
    " terms differ, so each is given a month.",
    "get-togethers-left-out": "Of a stage that runs on for years, the first"
    f" {MOST_GET_TOGETHERS} get-togethers are given.",
    "hours": "The hours are those of the sessions. Get-togethers, the online portfolio,"
    " preparation and travel come on top, and their length is not published.",
    "support-hours": "Support whose times and hours the plan says is counted as if each person took"
    " part in all of it; other support is not counted.",
    "future-trainers": "At Stage 1 future trainers have extra support from SSAT, whose length is"
    " not published.",
}


class Timeline(NamedTuple):
    """A plan in time."""

    school: str
    as_of: date
    stages: tuple[StageTimeline, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all stages, in the order of time."""
        return tuple(sorted((i for s in self.stages for i in s.items), key=lambda i: i.order))

    @property
    def ends(self) -> tuple[When, When] | None:
        """When the first and the last thing are; None where no date is known."""
        dated = [item.when for item in self.items if item.when.known]
        return (dated[0], dated[-1]) if dated else None

    @property
    def notes(self) -> dict[str, str]:
        """What a reader has to know beside the dates of this timeline, by its code."""
        together = sum(item.kind == "get-together" for item in self.items)
        cut = any(
            len(_half_terms(stage.dates, self.as_of)) == MOST_GET_TOGETHERS for stage in self.stages
        )
        suggested = sum(item.when.suggested and bool(item.when.known) for item in self.items)
        holds = {
            "suggestions": suggested > together,
            "over": any(item.when.past for item in self.items),
            "get-togethers": together > 0,
            "get-togethers-left-out": cut,
            "support-hours": any(stage.dates.entry.support for stage in self.stages),
            "future-trainers": any(stage.dates.entry.stage == 1 for stage in self.stages),
        }
        return {code: text for code, text in _NOTES.items() if holds.get(code, True)}


def timeline(plan: Plan, as_of: date) -> Timeline:
    """What a plan's stages ask for, when, and what in it cannot work, on the day of asking."""
    dated = dates_of_stages(plan, as_of)
    stages = tuple(StageTimeline(dates, _in_order(_items(plan, dates, as_of))) for dates in dated)
    return Timeline(plan.school.name, as_of, stages, conflicts(plan, dated, as_of))


def _in_order(items: Iterator[Item]) -> tuple[Item, ...]:
    ordered: list[Item] = []
    order: tuple[int, ...] = ()
    for item in items:
        day, month = item.when.day, item.when.month
        order = (day.year, day.month, day.day) if day else (*month, 32) if month else order
        ordered.append(item._replace(order=order))
    return tuple(sorted(ordered, key=lambda item: item.order))


def _items(plan: Plan, dates: StageDates, as_of: date) -> Iterator[Item]:
    def item(kind: str, title: str, detail: str, when: When) -> Item:
        return Item(dates.number, dates.entry.stage, kind, title, detail, when)

    year, rules = dates.entry.academic_year, STAGES[dates.entry.stage]
    recruit = "Recruit the participants by the Launch."
    if dates.over:
        recruit = "This stage is over: record the dates that it had, or plan it for a later year."
    yield item("academic-year", f"Academic year {year} begins", recruit, When(day=year.first_day))
    first = plan.first(dates.entry.stage) is dates.entry
    for kind, title, detail in _deadlines(plan, dates) if first else ():
        yield item(kind, title, detail, dates.launch)
    for key, session in SESSIONS.items():
        when = dates.sessions[key]
        lacking = _lacking(when, " No day that fits is left.")
        length = f"{session.ordinal} session, about {session.minutes / 60:g} hours.{lacking}"
        yield item(key.replace("_", "-"), session.name, length, when)
        if rules.trains_trainers:
            kind = f"train-the-trainer-{key.split('_')[-1]}"
            longer = (
                f"About {session.train_the_trainer_minutes / 60:g} hours more for the trainers,"
                f" in the same visit.{lacking}"
            )
            yield item(kind, "Train the trainer", longer, when)
    for number, month in _half_terms(dates, as_of):
        half_term, when = f"{HALF_TERMS[month.number]}.", When(month=month, suggested=True)
        yield item("get-together", "Get-together", half_term, when)._replace(number=number)
    for support in dates.entry.support:
        yield item("support", "The centre's support", f"{support_in_words(support)}.", When())
    if first and rules.first_year:
        yield item("first-year-support", "SSAT's support", rules.first_year, When())
    judged = _lacking(dates.gateway, " None that fits is left.") or " Applications are judged."
    yield item("gateway", "Gateway", judged.strip(), dates.gateway)


def _lacking(when: When, none_left: str) -> str:
    """Why there is no date, where there is none."""
    if when.known:
        return ""
    return " Past, and not in the plan." if when.past else none_left


def _half_terms(dates: StageDates, as_of: date) -> list[tuple[int, Month]]:
    """A month in each half term ahead, after the Launch's month and before the gateway's.

    Each is numbered from the Launch, so that its number stays the same as time goes by. Source: LP
    course FAQ, time commitment.
    """
    launch, gateway = dates.launch.day, dates.gateway.month
    ahead: list[tuple[int, Month]] = []
    if launch and gateway:
        number, month = 0, Month.of(launch).plus(1)
        while month < gateway and len(ahead) < MOST_GET_TOGETHERS:
            if month.number in HALF_TERMS:
                number += 1
                if month >= first_ahead(as_of):
                    ahead.append((number, month))
            month = month.plus(1)
    return ahead


def _deadlines(plan: Plan, dates: StageDates) -> Iterator[tuple[str, str, str]]:
    """The kind, title and detail of what there must be by the first Launch of a stage."""
    rules = STAGES[dates.entry.stage]
    if rules.trainers_need:
        yield *_TRAINERS_DEADLINES[rules.trainers_need], _trainers_deadline(plan, dates)
    if rules.needs_licence:
        detail = f"By the Stage {dates.entry.stage} Launch. {_LICENCE[plan.centre.licence]}"
        yield "licence-deadline", "Deadline: licence awarded", detail


_TRAINERS_DEADLINES = {
    "accredited": ("accreditation-deadline", "Deadline: trainers accredited"),
    "certified": ("certificate-deadline", "Deadline: trainers certified"),
}
"""The kind and title of each, by what trainers need."""

_LICENCE = {
    None: "Not recorded.",
    "none": "None so far.",
    "awarded": "It is recorded as awarded.",
    "withdrawn": "It has been withdrawn.",
}


def _trainers_deadline(plan: Plan, dates: StageDates) -> str:
    """What trainers must have by the first Launch of a stage, and for whom it is recorded.

    Source: LPLC proposal, Stage 1, Stage 2 and LPLC status.
    """
    entry = dates.entry
    after = f", at the end of Stage {entry.stage - 1}"
    if STAGES[entry.stage].trainers_need == "accredited":
        after = _through(entry, dates.launch.day)
    days = trainers_qualified(plan, entry.stage)
    lacking = [t.name for t, day in zip(plan.trainers, days, strict=True) if day is None]
    recorded = "A date is recorded for each of them." if days else "No trainers are named."
    if lacking:
        recorded = f"No date is recorded for {listed(lacking)}."
    return f"By the Stage {entry.stage} Launch{after}. {recorded}"


def _through(entry: StageEntry, launch: date | None) -> str:
    """Through which gateway at the latest, and what is in time whenever the Launch is."""
    through = ""
    if launch:
        gateway = gateway_before(Month.of(launch))
        through = f", so through the {gateway.in_words} gateway at the latest"
    if entry.launch is None:
        first = day_in_words(entry.academic_year.first_day)
        through += f"; before {first} is in time whenever the Launch is"
    return through
