"""When the stages of a plan are: the dates it has, and suggestions for those it lacks.

What a plan does not say is never guessed where it is judged: ``latest_launch`` and the two
``earliest_…`` functions give the last or first time that a date which is missing can still have.
A suggestion keeps to those bounds, so that following it breaks nothing else in the plan.
"""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from lpplan.core.plan import Plan, StageEntry
from lpplan.core.years import Month

GATEWAYS = (6, 11)
"""The months in which applications are judged, June and November (LPLC proposal, Stage 1)."""

_LAST_GATEWAY = Month(9999, 11)
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

    place: int
    """Where the stage stands among the plan's entries, from 0."""
    entry: StageEntry
    launch: When
    application_support: When
    gateway: When

    @property
    def filled(self) -> StageEntry:
        """The entry as it would be with the suggestions written into it."""
        gateway = self.gateway.month
        return self.entry.model_copy(
            update={
                "launch": self.launch.day,
                "application_support": self.application_support.day,
                "gateway": str(gateway) if gateway else None,
            }
        )


def gateway_from(month: Month) -> Month:
    """The first gateway that is not before a month."""
    return next(m for m in (month.plus(n) for n in range(12)) if m.number in GATEWAYS)


def gateway_before(month: Month) -> Month:
    """The last gateway before a month."""
    return next(m for m in (month.plus(-n) for n in range(1, 12)) if m.number in GATEWAYS)


def gateway_of(entry: StageEntry) -> Month | None:
    """The gateway that an entry names."""
    return Month.parse(entry.gateway) if entry.gateway else None


def latest_launch(entry: StageEntry) -> date:
    """The last day on which the Launch of an entry can be, its own day where that is recorded."""
    if entry.launch:
        return entry.launch
    bounds = [entry.academic_year.last_day]
    if entry.application_support:
        bounds.append(entry.application_support)
    if gateway := gateway_of(entry):
        bounds.append(gateway.last_day)
    return min(bounds)


def earliest_support(entry: StageEntry) -> date:
    """The first day on which Application Support of an entry can be."""
    return entry.application_support or entry.launch or entry.academic_year.first_day


def earliest_gateway(entry: StageEntry) -> Month:
    """The first gateway that an entry can have."""
    days = (entry.academic_year.first_day, entry.launch, entry.application_support)
    return gateway_of(entry) or gateway_from(Month.of(max(day for day in days if day)))


def trainers_qualified(plan: Plan, stage: int) -> list[date | None]:
    """When each trainer has what they need by the Launch of Stage 2 or 3.

    Before Stage 2 that is their own accreditation, before Stage 3 their certificate (LPLC
    proposal, Stage 1 and Stage 2). Nobody needs anything before Stage 1.
    """
    if stage == 2:
        return [trainer.accredited for trainer in plan.trainers]
    return [trainer.certified for trainer in plan.trainers] if stage == 3 else []


def waits_for(plan: Plan, entry: StageEntry) -> StageEntry | None:
    """The entry whose gateway must be over before the Launch of this one.

    None where no entry of a stage before is in the plan, or where every trainer is recorded as
    accredited (before Stage 2) or certified (before Stage 3) in time in any case.
    """
    needed = trainers_qualified(plan, entry.stage)
    latest = latest_launch(entry)
    if needed and all(day is not None and day <= latest for day in needed):
        return None
    # Stages stand in order, so the entry just before this stage's first is of the stage before.
    place = next(n for n, first in enumerate(plan.stages) if first.stage == entry.stage)
    return plan.stages[place - 1] if place else None


class _Bounds(NamedTuple):
    """The first and last day of the calendar, counted in days, between which something must be."""

    first: int
    last: int

    def since(self, day: date) -> "_Bounds":
        """The part that lies on a day, or after it."""
        return self._replace(first=max(self.first, day.toordinal()))

    def after(self, day: date) -> "_Bounds":
        """The part that lies after a day."""
        return self._replace(first=max(self.first, day.toordinal() + 1))

    def until(self, day: date) -> "_Bounds":
        """The part that lies before a day, or on it."""
        return self._replace(last=min(self.last, day.toordinal()))

    def nearest_tuesday(self, target: int) -> date | None:
        """The Tuesday in term that is nearest to a day, the earlier of two; None if there is none.

        Where no term dates are published, school holidays at Christmas and in summer alone are
        left out; the others are for the school to check.
        """
        start = min(max(target, self.first), self.last)
        # No stretch without a Tuesday in term is longer than the summer and two weeks.
        for away in range(70):
            for day in (start - away, start + away):
                if max(self.first, 1) <= day <= min(self.last, date.max.toordinal()):
                    found = date.fromordinal(day)
                    if found.weekday() == 1 and _in_term(found):
                        return found
        return None


def _in_term(day: date) -> bool:
    in_year = (day.month, day.day)
    return (1, 6) < in_year < (7, 20) or (9, 5) < in_year < (12, 18)


def dates_of_stages(plan: Plan, as_of: date) -> tuple[StageDates, ...]:
    """When each stage of a plan is, in the plan's order, with suggestions for what it lacks.

    A day that has passed by the day of asking is suggested only where the stage itself has.
    """
    last_sessions = _last_sessions(plan.stages)
    found: list[StageDates] = []
    before = 0
    for place in range(len(plan.stages)):
        dates = _dates(plan, place, found, _Bounds(before + 1, last_sessions[place]), as_of)
        found.append(dates)
        before = max(before, earliest_support(dates.filled).toordinal())
    return tuple(found)


def _last_sessions(stages: Sequence[StageEntry]) -> list[int]:
    """The last day that each entry's sessions may have, if they are not to cross a later one's."""
    launches = [latest_launch(entry).toordinal() - 1 for entry in stages[:0:-1]]
    return list(accumulate([date.max.toordinal(), *launches], min))[::-1]


def _dates(
    plan: Plan, place: int, before: Sequence[StageDates], sessions: _Bounds, as_of: date
) -> StageDates:
    entry = plan.stages[place]
    last_gateway = _last_gateway(plan, entry)
    launch = entry.launch
    if launch is None:
        bounds = sessions if entry.gateway else sessions.until(last_gateway.last_day)
        launch = _launch(plan, entry, before, bounds, as_of)
    month = gateway_of(entry)
    if launch and not month:
        month = _gateway(entry, launch, last_gateway)
    support = entry.application_support
    if launch and month and not support:
        support = _support(launch, month, sessions, as_of)
    return StageDates(
        place,
        entry,
        When(day=launch, suggested=entry.launch is None),
        When(day=support, suggested=entry.application_support is None),
        When(month=month, suggested=entry.gateway is None),
    )


def _last_gateway(plan: Plan, entry: StageEntry) -> Month:
    """The last gateway that an entry may have, if those that wait for it are not to be late."""
    if entry.stage == 3:
        return _LAST_GATEWAY
    waiting = [
        later
        for later in plan.stages
        if later.stage > entry.stage and waits_for(plan, later) is entry
    ]
    return min([gateway_before(Month.of(latest_launch(e))) for e in waiting] + [_LAST_GATEWAY])


def _launch(
    plan: Plan, entry: StageEntry, before: Sequence[StageDates], bounds: _Bounds, as_of: date
) -> date | None:
    """The Tuesday nearest to the first one of October."""
    year, latest = entry.academic_year, latest_launch(entry)
    bounds = bounds.until(latest)
    for day in (year.first_day, *trainers_qualified(plan, entry.stage)):
        if day:
            bounds = bounds.since(day)
    if awaited := waits_for(plan, entry):
        dates = next(dates for dates in before if dates.entry is awaited)
        bounds = bounds.after(earliest_gateway(dates.filled).last_day)
    if latest > as_of:
        bounds = bounds.after(as_of)
    october = date(year.start, 10, 1)
    return bounds.nearest_tuesday(october.toordinal() + (1 - october.weekday()) % 7)


def _gateway(entry: StageEntry, launch: date, last: Month) -> Month | None:
    """The first gateway that leaves enough time after the Launch; the last one if none does."""
    sessions = Month.of(max(launch, entry.application_support or launch))
    full_months = _MONTHS_TO_GATEWAY + (launch.day > 1)
    gateway = min(gateway_from(max(Month.of(launch).plus(full_months), sessions)), last)
    return gateway if gateway >= sessions else None


def _support(launch: date, gateway: Month, sessions: _Bounds, as_of: date) -> date | None:
    """The Tuesday nearest to midway between the Launch and the gateway."""
    last = gateway.last_day
    bounds = sessions.after(launch).until(last)
    if last > as_of:
        bounds = bounds.after(as_of)
    return bounds.nearest_tuesday((launch.toordinal() + gateway.first_day.toordinal()) // 2)
