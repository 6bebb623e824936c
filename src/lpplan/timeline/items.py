"""A plan's timeline: each stage from its academic year to its gateway, and what cannot work.

``timeline_dates`` has the dates and suggests those that lack, ``timeline_conflicts`` finds what
contradicts; here they become items in order, with the deadlines and get-togethers between them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lpplan.core.plan import Plan, StageEntry
from lpplan.core.words import day_in_words, listed
from lpplan.core.years import Month
from lpplan.timeline.conflicts import Conflict, conflicts
from lpplan.timeline.dates import StageDates, When, dates_of_stages, gateway_before

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
    """The hours that each person gives to a stage's sessions."""

    participant: int
    trainer: int
    trainer_part: str
    """What a trainer gives them for, in a few words."""


_SESSIONS = 2 * 150 // 60
"""Hours of both sessions, about 2½ each (LP course FAQ, time commitment)."""
_TRAIN_THE_TRAINER = 2 * 2
"""Hours of training at both sessions, about 2 each (LPLC proposal, Stage 2, costs)."""

HOURS = {
    1: Hours(_SESSIONS, _SESSIONS, "as a participant"),
    2: Hours(_SESSIONS, _SESSIONS + _TRAIN_THE_TRAINER, "with Train the trainer at both sessions"),
    3: Hours(_SESSIONS, _SESSIONS, "for each cohort they lead"),
}
"""Source: LP course FAQ, time commitment; LPLC proposal, Stages 1 to 3 and Stage 2, costs."""


class Item(NamedTuple):
    """One thing on the timeline."""

    place: int
    """Where its stage stands among the plan's entries, from 0."""
    stage: int
    kind: str
    """What it is, in kebab case."""
    title: str
    detail: str
    when: When
    order: tuple[int, int, int]
    """Its place in time: a month stands behind its days, what has no day behind what it follows."""


class StageTimeline(NamedTuple):
    """One stage of a plan, and what happens in it."""

    dates: StageDates
    hours: Hours
    items: tuple[Item, ...]
    """In the order of time."""


class TimelineNote(NamedTuple):
    """What a reader has to know beside the dates."""

    code: str
    text: str


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
    def notes(self) -> tuple[TimelineNote, ...]:
        """What holds for this timeline."""
        return tuple(_notes(self.stages))


def timeline(plan: Plan, as_of: date) -> Timeline:
    """What a plan's stages ask for, when, and what in it cannot work, on the day of asking."""
    stages = dates_of_stages(plan, as_of)
    told = tuple(
        StageTimeline(dates, HOURS[dates.entry.stage], _in_order(dates, _items(plan, dates)))
        for dates in stages
    )
    return Timeline(plan.school.name, as_of, told, conflicts(plan, stages, as_of))


class _Told(NamedTuple):
    """An item before its place in time is known."""

    kind: str
    title: str
    detail: str
    when: When


def _in_order(dates: StageDates, told: Iterator[_Told]) -> tuple[Item, ...]:
    items: list[Item] = []
    order = (0, 0, 0)
    for item in told:
        if item.when.day:
            order = (item.when.day.year, item.when.day.month, item.when.day.day)
        elif item.when.month:
            order = (*item.when.month, 32)
        items.append(Item(dates.place, dates.entry.stage, *item, order))
    return tuple(sorted(items, key=lambda item: item.order))


def _items(plan: Plan, dates: StageDates) -> Iterator[_Told]:
    entry, launch, support = dates.entry, dates.launch, dates.application_support
    year = entry.academic_year
    yield _Told(
        "academic-year",
        f"Academic year {year} begins",
        "Recruit the participants by the Launch.",
        When(day=year.first_day),
    )
    yield from _deadlines(plan, dates)
    yield _session("launch", "Launch", "First session, about 2.5 hours.", launch)
    if entry.stage == 2:
        yield _session("train-the-trainer-launch", "Train the trainer", _TRAINING, launch)
    yield _session(
        "application-support", "Application Support", "Second session, about 2.5 hours.", support
    )
    if entry.stage == 2:
        yield _session("train-the-trainer-support", "Train the trainer", _TRAINING, support)
    for month in _half_terms(dates):
        yield _Told(
            "get-together",
            "Get-together",
            f"{HALF_TERMS[month.number]}.",
            When(month=month, suggested=True),
        )
    judged = "Applications are judged." if dates.gateway.month else "None fits the other dates."
    yield _Told("gateway", "Gateway", judged, dates.gateway)


_TRAINING = "About 2 hours more for the trainers, in the same visit."


def _session(kind: str, title: str, detail: str, when: When) -> _Told:
    return _Told(
        kind, title, detail if when.day else f"{detail} No day fits the other dates.", when
    )


def _half_terms(dates: StageDates) -> list[Month]:
    """A month in each half term after the Launch's month and before the gateway's.

    Source: LP course FAQ, time commitment.
    """
    launch, gateway = dates.launch.day, dates.gateway.month
    found: list[Month] = []
    if launch and gateway:
        month = Month.of(launch).plus(1)
        while month < gateway and len(found) < MOST_GET_TOGETHERS:
            if month.number in HALF_TERMS:
                found.append(month)
            month = month.plus(1)
    return found


def _deadlines(plan: Plan, dates: StageDates) -> Iterator[_Told]:
    """What must be there by the first Launch of Stage 2 and of Stage 3.

    Source: LPLC proposal, Stage 1, Stage 2 and LPLC status.
    """
    entry, launch = dates.entry, dates.launch
    if plan.first(entry.stage) is not entry:
        return
    if entry.stage == 2:
        recorded = _recorded(plan, [trainer.accredited for trainer in plan.trainers])
        yield _Told(
            "accreditation-deadline",
            "Deadline: trainers accredited",
            f"By the Stage 2 Launch{_through(entry, launch.day)}. {recorded}",
            launch,
        )
    if entry.stage == 3:
        recorded = _recorded(plan, [trainer.certified for trainer in plan.trainers])
        yield _Told(
            "certificate-deadline",
            "Deadline: trainers certified",
            f"By the Stage 3 Launch, at the end of Stage 2. {recorded}",
            launch,
        )
        yield _Told(
            "licence-deadline",
            "Deadline: licence awarded",
            f"By the Stage 3 Launch. {_LICENCE[plan.centre.licence]}",
            launch,
        )


_LICENCE = {
    None: "Not recorded.",
    "none": "None so far.",
    "awarded": "It is recorded as awarded.",
    "withdrawn": "It has been withdrawn.",
}


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


def _recorded(plan: Plan, days: Sequence[date | None]) -> str:
    if not days:
        return "No trainers are named."
    lacking = [t.name for t, day in zip(plan.trainers, days, strict=True) if day is None]
    if not lacking:
        return "A date is recorded for each of them."
    return f"No date is recorded for {listed(lacking)}."


def _notes(stages: Sequence[StageTimeline]) -> Iterator[TimelineNote]:
    items = [item for stage in stages for item in stage.items]
    kinds = {item.kind for item in items}
    if any(item.when.suggested and item.kind != "get-together" for item in items):
        yield TimelineNote(
            "suggestions",
            "What is marked as suggested is not in the plan: agree it with SSAT, and check it"
            " against your term dates.",
        )
    yield TimelineNote(
        "gateway-month", "No day of a gateway is published: it is some time in that month."
    )
    if "get-together" in kinds:
        yield TimelineNote(
            "get-togethers",
            "One get-together of the cohort is encouraged every half term; schools' half terms"
            " differ, so each is given a month.",
        )
    if any(len(_half_terms(stage.dates)) == MOST_GET_TOGETHERS for stage in stages):
        yield TimelineNote(
            "get-togethers-left-out",
            f"Of a stage that runs on for years, the first {MOST_GET_TOGETHERS} get-togethers are"
            " given.",
        )
    yield TimelineNote(
        "hours",
        "The hours are those of the sessions. Get-togethers, the online portfolio, preparation"
        " and travel come on top, and nobody publishes theirs.",
    )
    if any(stage.dates.entry.stage == 1 for stage in stages):
        yield TimelineNote(
            "future-trainers",
            "At Stage 1 future trainers have extra support from SSAT, whose length is not"
            " published.",
        )
