"""When the stages of a plan are: the dates it has, and suggestions for those it lacks.

A suggestion lies ahead of the day of asking, and keeps to what ``core.bounds`` says of each entry,
so that following it breaks nothing else in the plan.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

from lpplan.core.bounds import (
    before_its_gateway,
    earliest_end,
    earliest_gateway,
    gateway_from,
    gateway_of,
    recorded_sessions,
    to_come_from,
)
from lpplan.core.plan import Plan, StageEntry, Trainer
from lpplan.core.programme import GATEWAY_MONTHS, SESSIONS, STAGES
from lpplan.values.words import day_in_words
from lpplan.values.years import Month

_LAST_GATEWAY = Month(9999, max(GATEWAY_MONTHS))
"""The last that a plan can name."""
_MONTHS_TO_GATEWAY = 5
"""How long after a Launch a gateway is suggested at the earliest: a decision, for the time
between October and June is usual and no least time is published."""


def gateway_before(month: Month) -> Month:
    """The last gateway before a month."""
    return next(m for m in (month.plus(-n) for n in count(1)) if m.number in GATEWAY_MONTHS)


def latest_launch(entry: StageEntry) -> date:
    """The last day on which the Launch of an entry can be, its own day where that is recorded."""
    if entry.launch:
        return entry.launch
    bounds = [entry.academic_year.last_day, *recorded_sessions(entry).values()]
    if gateway := gateway_of(entry):
        bounds.append(gateway.last_day)
    return min(bounds)


def can_precede(one: StageEntry, other: StageEntry) -> bool:
    """Whether the sessions of one entry can be over before the Launch of the other."""
    return earliest_end(one) < latest_launch(other)


class When(NamedTuple):
    """When something is: a day, or a month where no day is known, or neither where none fits.

    What has neither and is not suggested goes on throughout its stage.
    """

    day: date | None = None
    month: Month | None = None
    suggested: bool = False
    """Whether the plan does not say it."""
    past: bool = False
    """Whether the plan does not say it, and it is too late to suggest anything."""

    @property
    def known(self) -> date | Month | None:
        """The day, or else the month."""
        return self.day or self.month

    @property
    def in_words(self) -> str:
        """Such as ``5 October 2027 (suggested)``, or ``to be agreed`` where nothing is known."""
        if self.day is None and self.month is None:
            return "past, not recorded" if self.past else "to be agreed"
        words = day_in_words(self.day) if self.day else self.month.in_words if self.month else ""
        return f"{words} (suggested)" if self.suggested else words

    @property
    def lacking(self) -> bool:
        """Whether it is still to come, and nothing is left for it."""
        return self.suggested and not self.known and not self.past


class StageDates(NamedTuple):
    """When one stage's sessions and gateway are."""

    number: int
    """Which of the plan's entries it is, from 1."""
    entry: StageEntry
    sessions: Mapping[str, When]
    """Each session by its key in a plan, in order."""
    gateway: When
    over: bool
    """Whether the stage lacks dates, and is past."""

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


def first_ahead(as_of: date) -> Month:
    """The first month that is not begun before the day of asking."""
    return Month.of(as_of).plus(int(as_of.day > 1))


def trainers_qualified(plan: Plan, stage: int) -> list[date | None]:
    """When each trainer has what they need by the Launch of a stage; empty where it is nothing."""
    need = STAGES[stage].trainers_need
    return [getattr(trainer, need) for trainer in plan.trainers] if need else []


def waits_for(plan: Plan, entry: StageEntry, as_of: date) -> int | None:
    """Where the entry stands whose gateway must be over before the Launch of this one, from 0.

    None where no entry of a stage before is in the plan, or where every trainer is recorded as
    accredited (before Stage 2) or certified (before Stage 3) in time in any case. An accreditation
    before the gateway that is to award it is none.
    """
    needed = trainers_qualified(plan, entry.stage)
    latest = latest_launch(entry)
    in_time = needed and all(day is not None and day <= latest for day in needed)
    by_accreditation = STAGES[entry.stage].trainers_need == "accredited"
    if in_time and not (by_accreditation and too_early(plan, as_of)):
        return None
    # Stages stand in order, so the entry just before this stage's first is of the stage before.
    first = next(n for n, other in enumerate(plan.stages) if other.stage == entry.stage)
    return first - 1 if first else None


def too_early(plan: Plan, as_of: date) -> list[Trainer]:
    """The trainers whose accreditation is planned for before the gateway that is to award it."""
    first = plan.first(1)
    return [t for t in plan.trainers if first and before_its_gateway(first, t, as_of)]


def nearest_tuesday(target: int, first: int, last: int) -> date | None:
    """The Tuesday in term nearest to a day, the earlier of two; None if there is none.

    Days are counted as calendars do; it is not before the first of them nor after the last. Where
    no term dates are published, school holidays at Christmas and in summer alone are left out;
    the others are for the school to check.
    """
    start = min(max(target, first), last)
    for away in range(last - first + 1):
        for number in (start - away, start + away):
            if first <= number <= last:
                day = date.fromordinal(number)
                if day.weekday() == 1 and in_term(day):
                    return day
    return None


def in_term(day: date) -> bool:
    """Whether schools are open around a day, as far as all of England has it alike."""
    in_year = (day.month, day.day)
    return (1, 6) < in_year < (7, 20) or (9, 5) < in_year < (12, 18)


def dates_of_stages(plan: Plan, as_of: date) -> tuple[StageDates, ...]:
    """When each stage of a plan is, in the plan's order, with suggestions for what it lacks."""
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
    for other in range(len(filled)):
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
    entry, days = plan.stages[index], recorded_sessions(plan.stages[index])
    gateway, last_gateway = gateway_of(entry), _last_gateway(plan, index, as_of)
    over, launched = _is_over(entry, as_of), latest_launch(entry) <= as_of
    if not over:
        room = _room(filled, index)
        if not gateway:
            room = room._replace(last=min(room.last, last_gateway.last_day.toordinal()))
        if launch := entry.launch or _launch(plan, entry, filled, room, as_of):
            days["launch"] = launch
        elif launched and days:
            # It was some day up to then, and what follows from it may be ahead.
            launch = latest_launch(entry)
        if launch and (gateway := gateway or _gateway(launch, days, last_gateway, as_of)):
            _add_sessions(days, launch, gateway, room, as_of)
    ended = over or (gateway is not None and gateway.last_day < as_of)
    sessions = {
        key: When(
            day=days.get(key),
            suggested=getattr(entry, key) is None,
            past=key not in days and (launched if key == "launch" else ended),
        )
        for key in SESSIONS
    }
    last = When(month=gateway, suggested=entry.gateway is None, past=over and not gateway)
    return StageDates(number=index + 1, entry=entry, sessions=sessions, gateway=last, over=over)


def _is_over(entry: StageEntry, as_of: date) -> bool:
    """Whether a stage that lacks dates is past.

    It is where its year has ended, and neither a date that it has nor the gateway that is usual
    after its sessions is still to come: a decision, as sessions may run into the next year.
    """
    known, gateway = recorded_sessions(entry), gateway_of(entry)
    if gateway and len(known) == len(SESSIONS):
        return False
    if known and not gateway:
        gateway = _usual_gateway(latest_launch(entry), known)
    ends = [entry.academic_year.last_day, *known.values()]
    return max([*ends, gateway.last_day] if gateway else ends) < as_of


def _last_gateway(plan: Plan, index: int, as_of: date) -> Month:
    """The last gateway that an entry may have, if those that wait for it are not to be late.

    Those are stages, and trainers whose accreditation it is to award.
    """
    entry, bounds = plan.stages[index], [_LAST_GATEWAY]
    later = (e for e in plan.stages if e.stage > entry.stage)
    waiting = (e for e in later if waits_for(plan, e, as_of) == index)
    bounds += [gateway_before(Month.of(latest_launch(e))) for e in waiting]
    for trainer in plan.trainers if entry.stage == 1 else ():
        day = to_come_from(entry, trainer, as_of)
        if day and not before_its_gateway(entry, trainer, as_of):
            bounds.append(gateway_before(Month.of(day).plus(1)))
    return min(bounds)


def _launch(
    plan: Plan, entry: StageEntry, filled: Sequence[StageEntry], room: _Room, as_of: date
) -> date | None:
    """The Tuesday nearest to the first one of October."""
    year, until = entry.academic_year, [latest_launch(entry)]
    since = [year.first_day, *(day for day in trainers_qualified(plan, entry.stage) if day)]
    after = [as_of]
    if (awaited := waits_for(plan, entry, as_of)) is not None:
        after.append(earliest_gateway(filled[awaited]).last_day)
    if entry.stage == 1:
        # An accreditation that is to come from it still does.
        until += [day for t in plan.trainers if (day := to_come_from(entry, t, as_of))]
    return nearest_tuesday(
        # The first Tuesday of October is the one nearest to its 4th.
        date(year.start, 10, 4).toordinal(),
        max(room.first, *(d.toordinal() for d in since), *(d.toordinal() + 1 for d in after)),
        min(room.last, *(d.toordinal() for d in until)),
    )


def _usual_gateway(launch: date, days: Mapping[str, date]) -> Month:
    """The first gateway that leaves enough time after the Launch, and comes after the sessions."""
    full_months = _MONTHS_TO_GATEWAY + (launch.day > 1)
    return gateway_from(max(Month.of(launch).plus(full_months), *map(Month.of, days.values())))


def _gateway(launch: date, days: Mapping[str, date], last: Month, as_of: date) -> Month | None:
    """The usual gateway, or the first one ahead; the last one that may be if that is too late."""
    ahead = first_ahead(as_of)
    gateway = min(max(_usual_gateway(launch, days), gateway_from(ahead)), last)
    return gateway if gateway >= max(ahead, *map(Month.of, days.values())) else None


def _add_sessions(
    days: dict[str, date], launch: date, gateway: Month, room: _Room, as_of: date
) -> None:
    """Put those that lack on the Tuesdays nearest to equal steps from Launch to gateway."""
    before, last = launch, gateway.last_day
    way = gateway.first_day.toordinal() - launch.toordinal()
    for number, key in enumerate(SESSIONS):
        if number and key not in days:
            later = [days[other] for other in [*SESSIONS][number:] if other in days]
            day = nearest_tuesday(
                launch.toordinal() + way * number // len(SESSIONS),
                max(room.first, max(before, as_of).toordinal() + 1),
                min(room.last, *(day.toordinal() for day in (last, *later))),
            )
            if day:
                days[key] = day
        before = days.get(key, before)
