"""When the stages of a plan are: the dates it has, and suggestions for those it lacks.

What a plan does not say is never guessed where it is judged: ``latest_launch`` and the two
``earliest_…`` functions give the last or first time that a date which is missing can still have.
A suggestion keeps to those bounds, so that following it breaks nothing else in the plan.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from lpplan.core.plan import Plan, StageEntry
from lpplan.core.programme import GATEWAY_MONTHS, SESSIONS, STAGES
from lpplan.values.years import Month

MOST_COMPARED = 100
"""Entries on each side of one that it is held against: far more than any centre runs at once."""

_LAST_GATEWAY = Month(9999, max(GATEWAY_MONTHS))
"""The last that a plan can name."""
_MONTHS_TO_GATEWAY = 5
"""How long after a Launch a gateway is suggested at the earliest: a decision, for the time
between October and June is usual and no least time is published."""


class When(NamedTuple):
    """When something is: a day, or a month where no day is known, or neither where none fits."""

    day: date | None = None
    month: Month | None = None
    suggested: bool = False
    """Whether the plan does not say it."""


class StageDates(NamedTuple):
    """When one stage's sessions and gateway are."""

    number: int
    """Which of the plan's entries it is, from 1."""
    entry: StageEntry
    sessions: Mapping[str, When]
    """Each session by its key in a plan, in order."""
    gateway: When

    @property
    def launch(self) -> When:
        """When its first session is."""
        return self.sessions["launch"]

    @property
    def filled(self) -> StageEntry:
        """The entry as it would be with the suggestions written into it."""
        gateway = self.gateway.month
        days = {key: when.day for key, when in self.sessions.items()}
        return self.entry.model_copy(update={**days, "gateway": str(gateway) if gateway else None})


def gateway_from(month: Month) -> Month:
    """The first gateway that is not before a month."""
    return next(m for m in (month.plus(n) for n in range(12)) if m.number in GATEWAY_MONTHS)


def gateway_before(month: Month) -> Month:
    """The last gateway before a month."""
    return next(m for m in (month.plus(-n) for n in range(1, 13)) if m.number in GATEWAY_MONTHS)


def gateway_of(entry: StageEntry) -> Month | None:
    """The gateway that an entry names."""
    return Month.parse(entry.gateway) if entry.gateway else None


def recorded_sessions(entry: StageEntry) -> dict[str, date]:
    """The days of the sessions that an entry names, by their keys and in order."""
    return {key: day for key in SESSIONS if (day := getattr(entry, key))}


def latest_launch(entry: StageEntry) -> date:
    """The last day on which the Launch of an entry can be, its own day where that is recorded."""
    if entry.launch:
        return entry.launch
    bounds = [entry.academic_year.last_day, *recorded_sessions(entry).values()]
    if gateway := gateway_of(entry):
        bounds.append(gateway.last_day)
    return min(bounds)


def earliest_end(entry: StageEntry) -> date:
    """The first day on which the sessions of an entry can be over."""
    return max(recorded_sessions(entry).values(), default=entry.academic_year.first_day)


def earliest_gateway(entry: StageEntry) -> Month:
    """The first gateway that an entry can have."""
    first = max(entry.academic_year.first_day, earliest_end(entry))
    return gateway_of(entry) or gateway_from(Month.of(first))


def can_precede(one: StageEntry, other: StageEntry) -> bool:
    """Whether the sessions of one entry can be over before the Launch of the other."""
    return earliest_end(one) < latest_launch(other)


def trainers_qualified(plan: Plan, stage: int) -> list[date | None]:
    """When each trainer has what they need by the Launch of a stage; empty where it is nothing."""
    need = STAGES[stage].trainers_need
    return [getattr(trainer, need) for trainer in plan.trainers] if need else []


def waits_for(plan: Plan, entry: StageEntry) -> int | None:
    """Where the entry stands whose gateway must be over before the Launch of this one, from 0.

    None where no entry of a stage before is in the plan, or where every trainer is recorded as
    accredited (before Stage 2) or certified (before Stage 3) in time in any case.
    """
    needed = trainers_qualified(plan, entry.stage)
    latest = latest_launch(entry)
    if needed and all(day is not None and day <= latest for day in needed):
        return None
    # Stages stand in order, so the entry just before this stage's first is of the stage before.
    first = next(n for n, other in enumerate(plan.stages) if other.stage == entry.stage)
    return first - 1 if first else None


def _nearest_tuesday(target: int, first: int, last: int) -> date | None:
    """The Tuesday in term nearest to a day, the earlier of two; None if there is none.

    Days are counted as calendars do; it is not before the first of them nor after the last. Where
    no term dates are published, school holidays at Christmas and in summer alone are left out;
    the others are for the school to check.
    """
    start = min(max(target, first), last)
    # No stretch without a Tuesday in term is longer than the summer and two weeks.
    for away in range(70):
        for number in (start - away, start + away):
            if first <= number <= last:
                day = date.fromordinal(number)
                if day.weekday() == 1 and _in_term(day):
                    return day
    return None


def _in_term(day: date) -> bool:
    in_year = (day.month, day.day)
    return (1, 6) < in_year < (7, 20) or (9, 5) < in_year < (12, 18)


def dates_of_stages(plan: Plan, as_of: date) -> tuple[StageDates, ...]:
    """When each stage of a plan is, in the plan's order, with suggestions for what it lacks.

    A day that has passed by the day of asking is suggested only where the stage itself has.
    """
    filled, stages = list(plan.stages), []
    for index in range(len(filled)):
        stages.append(_dates(plan, index, filled, as_of))
        filled[index] = stages[-1].filled
    return tuple(stages)


class _Room(NamedTuple):
    """The days, counted as calendars do, between which sessions are to be."""

    first: int
    last: int


def _room(filled: Sequence[StageEntry], index: int) -> _Room:
    """The days that an entry's sessions can have without crossing those of any other entry.

    Of two entries the one that stands first in the plan comes first, unless both are of one stage
    and only the other order is left. Every suggestion keeps to that order, so that it stays the
    same for the entries that are dated later.
    """
    first, last = 1, date.max.toordinal()
    for other in range(max(0, index - MOST_COMPARED), min(len(filled), index + MOST_COMPARED + 1)):
        one, two = filled[min(index, other)], filled[max(index, other)]
        if one.stage == two.stage and not can_precede(one, two) and can_precede(two, one):
            one, two = two, one
        if other != index and one is filled[index]:
            last = min(last, latest_launch(two).toordinal() - 1)
        elif other != index:
            first = max(first, earliest_end(one).toordinal() + 1)
    return _Room(first, last)


def _dates(plan: Plan, index: int, filled: Sequence[StageEntry], as_of: date) -> StageDates:
    """The dates of one entry, those before it filled in already."""
    entry, room, last_gateway = plan.stages[index], _room(filled, index), _last_gateway(plan, index)
    days, gateway = recorded_sessions(entry), gateway_of(entry)
    if not gateway:
        room = room._replace(last=min(room.last, last_gateway.last_day.toordinal()))
    if launch := entry.launch or _launch(plan, entry, filled, room, as_of):
        days["launch"] = launch
        if gateway := gateway or _gateway(days, last_gateway):
            _add_sessions(days, gateway, room, as_of)
    sessions = {
        key: When(day=days.get(key), suggested=getattr(entry, key) is None) for key in SESSIONS
    }
    last = When(month=gateway, suggested=entry.gateway is None)
    return StageDates(number=index + 1, entry=entry, sessions=sessions, gateway=last)


def _last_gateway(plan: Plan, index: int) -> Month:
    """The last gateway that an entry may have, if those that wait for it are not to be late."""
    stage = plan.stages[index].stage
    waiting = [e for e in plan.stages if e.stage > stage and waits_for(plan, e) == index]
    return min([gateway_before(Month.of(latest_launch(e))) for e in waiting] + [_LAST_GATEWAY])


def _launch(
    plan: Plan, entry: StageEntry, filled: Sequence[StageEntry], room: _Room, as_of: date
) -> date | None:
    """The Tuesday nearest to the first one of October."""
    year, latest = entry.academic_year, latest_launch(entry)
    since = [year.first_day, *(day for day in trainers_qualified(plan, entry.stage) if day)]
    after = [as_of] if latest > as_of else []
    if (awaited := waits_for(plan, entry)) is not None:
        after.append(earliest_gateway(filled[awaited]).last_day)
    october = date(year.start, 10, 1)
    return _nearest_tuesday(
        october.toordinal() + (1 - october.weekday()) % 7,
        max(room.first, *(d.toordinal() for d in since), *(d.toordinal() + 1 for d in after)),
        min(room.last, latest.toordinal()),
    )


def _gateway(days: Mapping[str, date], last: Month) -> Month | None:
    """The first gateway that leaves enough time after the Launch; the last one if none does."""
    launch, sessions = days["launch"], Month.of(max(days.values()))
    full_months = _MONTHS_TO_GATEWAY + (launch.day > 1)
    gateway = min(gateway_from(max(Month.of(launch).plus(full_months), sessions)), last)
    return gateway if gateway >= sessions else None


def _add_sessions(days: dict[str, date], gateway: Month, room: _Room, as_of: date) -> None:
    """Put those that lack on the Tuesdays nearest to equal steps from Launch to gateway."""
    before, last = days["launch"], gateway.last_day
    launch = before.toordinal()
    way = gateway.first_day.toordinal() - launch
    for number, key in enumerate(SESSIONS):
        if key not in days:
            after = max(before, as_of) if last > as_of else before
            later = [days[other] for other in [*SESSIONS][number:] if other in days]
            day = _nearest_tuesday(
                launch + way * number // len(SESSIONS),
                max(room.first, after.toordinal() + 1),
                min(room.last, *(day.toordinal() for day in (last, *later))),
            )
            if day:
                days[key] = day
        before = days.get(key, before)
