"""What cannot work in a plan: dates that contradict each other or the programme's rules.

The earliest that one thing can be is held against the latest that the other can, so that a date
which is not recorded never makes a conflict by itself. A gateway is its whole month, a decision:
what waits for it can come in the month after it at the earliest.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lpplan.core.plan import Plan, StageEntry
from lpplan.core.words import day_in_words
from lpplan.core.years import Month
from lpplan.timeline.dates import (
    StageDates,
    earliest_gateway,
    earliest_support,
    gateway_of,
    latest_launch,
    trainers_qualified,
    waits_for,
)

_MOST_COMPARED = 100
"""Entries before one that its sessions are held against: far more than any centre runs at once."""


class Conflict(NamedTuple):
    """Something in a plan that cannot work."""

    code: str
    """Stable, and in kebab case."""
    places: tuple[int, ...]
    """Where the stages that it concerns stand among the plan's entries, from 0."""
    stages: tuple[int, ...]
    message: str
    hint: str
    """How to mend it."""


def conflicts(plan: Plan, stages: Sequence[StageDates], as_of: date) -> tuple[Conflict, ...]:
    """Everything in a plan that cannot work, stage by stage in the plan's order."""
    found: list[Conflict] = []
    for place, dates in enumerate(stages):
        found += _before_its_year(dates)
        found += _crossing(stages[max(0, place - _MOST_COMPARED) : place], dates)
        found += _before_the_gateway(plan, stages, dates)
        found += _late_trainers(plan, dates)
        found += _licence(plan, dates, as_of)
    return tuple(found)


def _before_its_year(dates: StageDates) -> Iterator[Conflict]:
    """A Launch falls in its academic year, and nothing of the stage comes before it."""
    entry = dates.entry
    if latest_launch(entry) >= entry.academic_year.first_day:
        return
    gateway = gateway_of(entry)
    support = entry.application_support
    if support and (not gateway or support <= gateway.last_day):
        what = f"Application Support on {day_in_words(support)}"
    else:
        what = f"the gateway in {gateway.in_words if gateway else ''}"
    yield _conflict(
        "before-its-year",
        [dates],
        f"{_named(entry)}: {what} comes before the academic year begins.",
        "Correct the date, or the stage's academic_year.",
    )


def _crossing(earlier: Sequence[StageDates], dates: StageDates) -> Iterator[Conflict]:
    """Two entries whose sessions cross: neither is over before the other one is launched.

    A later stage is launched after an earlier one in any case; cohorts of Stage 3 may stand in
    any order in a plan.
    """
    for before in earlier:
        one, other = before.entry, dates.entry
        if latest_launch(other) > earliest_support(one):
            continue
        if one.stage == other.stage and latest_launch(one) > earliest_support(other):
            continue
        yield _conflict(
            "sessions-cross",
            [before, dates],
            f"T{_launch(other)[1:]} does not come after {_last_session(one)}.",
            "Move one of the sessions, so that one stage's are over when the next one's begin.",
        )
        return


def _before_the_gateway(
    plan: Plan, stages: Sequence[StageDates], dates: StageDates
) -> Iterator[Conflict]:
    """Trainers are accredited, then certified, at the end of the stage before.

    Source: LPLC proposal, Stage 1 and Stage 2.
    """
    entry = dates.entry
    awaited = waits_for(plan, entry)
    if awaited is None or earliest_gateway(awaited) < Month.of(latest_launch(entry)):
        return
    before = next(stage for stage in stages if stage.entry is awaited)
    what = f"T{_launch(entry)[1:]} does not come after {_gateway(awaited)}"
    if entry.stage == 2:
        yield _conflict(
            "launch-before-gateway",
            [before, dates],
            f"{what}, through which the trainers are accredited.",
            "Plan Stage 2 for later or Stage 1 for an earlier gateway; or record, for each"
            " trainer who holds the LP accreditation already, its date as accredited.",
        )
    else:
        yield _conflict(
            "stage-3-before-certified",
            [before, dates],
            f"{what}, and the trainers are certified at the end of Stage 2.",
            f"Plan Stage 3 for later or Stage {awaited.stage} for an earlier gateway; or record,"
            " for each trainer who is certified already, the date as certified.",
        )


def _late_trainers(plan: Plan, dates: StageDates) -> Iterator[Conflict]:
    """Trainers whose own date is too late. Source: LPLC proposal, Stage 1 and Stage 2."""
    entry = dates.entry
    for trainer, day in zip(plan.trainers, trainers_qualified(plan, entry.stage), strict=False):
        if day is None or day <= latest_launch(entry):
            continue
        when = f"on {day_in_words(day)}, after {_launch(entry)}."
        if entry.stage == 2:
            yield _conflict(
                "trainer-accredited-late",
                [dates],
                f"{trainer.name} is accredited {when}",
                "Name someone who is accredited by then, or plan Stage 2 for later.",
            )
        else:
            yield _conflict(
                "stage-3-before-certified",
                [dates],
                f"{trainer.name} is certified as a trainer {when}",
                "Leave the sessions to trainers who are certified by then, or plan Stage 3 for"
                " later.",
            )


def _licence(plan: Plan, dates: StageDates, as_of: date) -> Iterator[Conflict]:
    """Stage 3 is delivered under the licence. Source: LPLC proposal, LPLC status.

    A stage without a recorded gateway is taken to end with the one that is suggested for it.
    """
    entry, licence = dates.entry, plan.centre.licence
    if entry.stage != 3:
        return
    gateway = dates.gateway.month
    end = gateway.last_day if gateway else entry.academic_year.last_day
    if licence == "withdrawn" and end >= as_of:
        yield _conflict(
            "stage-3-without-licence",
            [dates],
            f"{_named(entry)} has not ended, and the licence is withdrawn.",
            "Talk to SSAT about the licence before anything else is done for Stage 3.",
        )
    if licence == "none" and latest_launch(entry) <= as_of:
        yield _conflict(
            "stage-3-without-licence",
            [dates],
            f"There is no licence, and {_launch(entry)} has come.",
            "Where SSAT has awarded the licence, record it as licence under [centre]; otherwise"
            " plan Stage 3 for later.",
        )


def _conflict(code: str, stages: Sequence[StageDates], message: str, hint: str) -> Conflict:
    places = tuple(dates.place for dates in stages)
    return Conflict(code, places, tuple(dates.entry.stage for dates in stages), message, hint)


def _named(entry: StageEntry) -> str:
    return f"Stage {entry.stage} in {entry.academic_year}"


def _launch(entry: StageEntry) -> str:
    when = f"on {day_in_words(entry.launch)}" if entry.launch else _by(latest_launch(entry))
    return f"the Launch of {_named(entry)} ({when})"


def _by(day: date) -> str:
    return f"by {day_in_words(day)} at the latest"


def _last_session(entry: StageEntry) -> str:
    day = day_in_words(earliest_support(entry))
    if entry.application_support:
        return f"Application Support of {_named(entry)} (on {day})"
    when = f"on {day}" if entry.launch else f"from {day} at the earliest"
    return f"the Launch of {_named(entry)} ({when})"


def _gateway(entry: StageEntry) -> str:
    gateway = earliest_gateway(entry).in_words
    return (
        f"the gateway of {_named(entry)} ({gateway}{'' if entry.gateway else ' at the earliest'})"
    )
