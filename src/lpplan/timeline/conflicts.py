"""What cannot work in a plan: dates that contradict each other or the programme's rules.

The earliest that one thing can be is held against the latest that the other can, so that a date
which is not recorded never makes a conflict by itself. A gateway is its whole month, a decision:
what waits for it can come in the month after it at the earliest.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lpplan.core.bounds import (
    earliest_end,
    earliest_gateway,
    gateway_in_words,
    gateway_of,
    recorded_sessions,
)
from lpplan.core.plan import Plan, StageEntry
from lpplan.core.programme import SESSIONS, STAGES
from lpplan.timeline.dates import (
    StageDates,
    can_precede,
    latest_launch,
    too_early,
    trainers_qualified,
    waits_for,
)
from lpplan.values.words import day_in_words
from lpplan.values.years import Month


class Conflict(NamedTuple):
    """Something in a plan that cannot work."""

    code: str
    """Stable, and in kebab case."""
    entries: tuple[int, ...]
    """Which of the plan's entries it concerns, counted from 1."""
    stages: tuple[int, ...]
    message: str
    hint: str
    """How to mend it."""


_QUALIFIED = {
    "accredited": (
        "launch-before-gateway",
        ", through which the trainers are accredited.",
        "trainer-accredited-late",
    ),
    "certified": (
        "stage-3-before-certified",
        ", and the trainers are certified at the end of Stage 2.",
        "stage-3-before-certified",
    ),
}
"""By what the programme has trainers need by a Launch (LPLC proposal, Stage 1 and Stage 2): the
code and the reason of a Launch too early for them, and the code of a trainer too late for it."""


def conflicts(plan: Plan, stages: Sequence[StageDates], as_of: date) -> tuple[Conflict, ...]:
    """Everything in a plan that cannot work, stage by stage in the plan's order."""
    every: list[Conflict] = []
    for index, dates in enumerate(stages):
        every += _before_its_year(dates)
        every += _crossing(stages[:index], dates)
        every += _before_its_gateway(plan, dates, as_of)
        every += _unqualified(plan, stages, dates, as_of)
        every += _licence(plan, dates, as_of)
    return tuple(every)


def _before_its_year(dates: StageDates) -> Iterator[Conflict]:
    """A Launch falls in its academic year, and nothing of the stage comes before it."""
    entry = dates.entry
    if latest_launch(entry) >= entry.academic_year.first_day:
        return
    named = [
        f"{SESSIONS[key].in_a_sentence} on {day_in_words(day)}"
        for key, day in recorded_sessions(entry).items()
    ]
    if gateway := gateway_of(entry):
        named.append(f"the gateway in {gateway.in_words}")
    yield _conflict(
        "before-its-year",
        [dates],
        f"{_named(entry)}: {named[0]} comes before the academic year begins.",
        "Correct the date, or the stage's academic_year.",
    )


def _crossing(earlier: Sequence[StageDates], dates: StageDates) -> Iterator[Conflict]:
    """Two entries whose sessions cross: neither is over before the other one is launched.

    A later stage is launched after an earlier one in any case; cohorts of Stage 3 may stand in
    any order in a plan.
    """
    for before in earlier:
        one, two = before.entry, dates.entry
        if can_precede(one, two) or (one.stage == two.stage and can_precede(two, one)):
            continue
        yield _conflict(
            "sessions-cross",
            [before, dates],
            f"T{_launch(two)[1:]} does not come after {_last_session(one)}.",
            "Move one of the sessions, so that one stage's are over when the next one's begin.",
        )
        return


def _before_its_gateway(plan: Plan, dates: StageDates, as_of: date) -> Iterator[Conflict]:
    """An accreditation to come is awarded at a gateway. Source: LPLC proposal, Stage 1."""
    entry = dates.entry
    for trainer in too_early(plan, as_of) if entry.stage == 1 else ():
        day = day_in_words(trainer.accredited) if trainer.accredited else ""
        yield _conflict(
            "accreditation-before-gateway",
            [dates],
            f"{trainer.name}'s accreditation is planned for {day}, before {_gateway(entry)}, which"
            " is to award it.",
            f"Plan it for {earliest_gateway(entry).in_words} or later, as accredited; or plan"
            f" {_named(entry)} for an earlier gateway.",
        )


def _unqualified(
    plan: Plan, stages: Sequence[StageDates], dates: StageDates, as_of: date
) -> Iterator[Conflict]:
    """Trainers qualify by the Launch, at the end of the stage before where no date is recorded."""
    entry, need = dates.entry, STAGES[dates.entry.stage].trainers_need
    if need is None:
        return
    too_early, reason, too_late = _QUALIFIED[need]
    awaited, latest = waits_for(plan, entry, as_of), latest_launch(entry)
    before = None if awaited is None else stages[awaited]
    if before and earliest_gateway(before.entry) >= Month.of(latest):
        yield _conflict(
            too_early,
            [before, dates],
            f"T{_launch(entry)[1:]} does not come after {_gateway(before.entry)}{reason}",
            f"Plan Stage {entry.stage} for later or Stage {before.entry.stage} for an earlier"
            f" gateway; or record, for each trainer who is {need} already, the date as {need}.",
        )
    for trainer, day in zip(plan.trainers, trainers_qualified(plan, entry.stage), strict=True):
        if day and day > latest:
            yield _conflict(
                too_late,
                [dates],
                f"{trainer.name} is {need} on {day_in_words(day)}, after {_launch(entry)}.",
                f"Name trainers who are {need} by then, or plan Stage {entry.stage} for later.",
            )


def _licence(plan: Plan, dates: StageDates, as_of: date) -> Iterator[Conflict]:
    """Stage 3 is delivered under the licence. Source: LPLC proposal, LPLC status.

    A stage without a recorded gateway is taken to end with the one that is suggested for it.
    """
    entry, licence = dates.entry, plan.centre.licence
    if not STAGES[entry.stage].needs_licence:
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
        when = "is past" if latest_launch(entry) < as_of else "is due today"
        yield _conflict(
            "stage-3-without-licence",
            [dates],
            f"There is no licence, and {_launch(entry)} {when}.",
            "Where SSAT has awarded the licence, record it as licence under [centre]; otherwise"
            " plan Stage 3 for later.",
        )


def _conflict(code: str, stages: Sequence[StageDates], message: str, hint: str) -> Conflict:
    entries = tuple(dates.number for dates in stages)
    numbers = tuple(dates.entry.stage for dates in stages)
    return Conflict(code, entries, numbers, message, hint)


def _named(entry: StageEntry) -> str:
    return f"Stage {entry.stage} in {entry.academic_year}"


def _launch(entry: StageEntry) -> str:
    day = day_in_words(latest_launch(entry))
    when = f"on {day}" if entry.launch else f"by {day} at the latest"
    return f"the Launch of {_named(entry)} ({when})"


def _last_session(entry: StageEntry) -> str:
    day, recorded = day_in_words(earliest_end(entry)), [*recorded_sessions(entry)]
    when = f"on {day}" if recorded else f"from {day} at the earliest"
    return f"{SESSIONS[(recorded or ['launch'])[-1]].in_a_sentence} of {_named(entry)} ({when})"


def _gateway(entry: StageEntry) -> str:
    return f"the gateway of {_named(entry)} ({gateway_in_words(entry)})"
