"""A timeline as an iCalendar file (RFC 5545), which calendars import."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from lpplan.show.text import visible
from lpplan.timeline.dates import in_term
from lpplan.timeline.items import Item, Timeline

if TYPE_CHECKING:
    from icalendar import Alarm, Event

MOST_DAYS = 365
"""How many days ahead somebody may be reminded."""
_REMINDED = ("deadline", "gateway")
"""The roles of what one is reminded of."""


def timeline_calendar(timeline: Timeline, remind: int | None = None) -> str:
    """The timeline as a calendar of all-day events, as sessions have no published time of day.

    The same plan on the same day of asking gives the same text. An event keeps its UID while its
    date changes, so that importing a timeline of a later day moves it. With ``remind``, so many
    days before each deadline and gateway a calendar says that it is coming.
    """
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//lpplan//lpplan timeline//EN")
    calendar.add("version", "2.0")
    # As a text, since a name of no standard is taken for one that needs no escapes.
    calendar.add("x-wr-calname", vText(visible(f"LP timeline of {timeline.school}")))
    for event in _events(timeline, remind):
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _events(timeline: Timeline, remind: int | None) -> Iterator["Event"]:
    from icalendar import Event

    so_far: Counter[int] = Counter()
    places = []
    for stage in timeline.stages:
        so_far[stage.dates.entry.stage] += 1
        places.append(so_far[stage.dates.entry.stage])
    taken = {item.when.day for item in timeline.items if item.when.day}
    for item in timeline.items:
        if (day := _day(item, taken)) is None:
            continue
        taken.add(day)
        mark = "Suggested: " if item.when.suggested else ""
        month = f" (some time in {item.when.month.in_words})" if item.when.month else ""
        event = Event()
        event.add("summary", f"{mark}LP Stage {item.stage}: {item.title}{month}")
        event.add("dtstart", day)
        if day < date.max:
            event.add("dtend", day + timedelta(days=1))
        event.add("description", _description(timeline, item))
        event.add("status", "TENTATIVE" if item.when.suggested or month else "CONFIRMED")
        # Nothing here lasts a whole day, so nobody is to be shown as busy all day.
        event.add("transp", "TRANSPARENT")
        event.add("dtstamp", datetime.combine(timeline.as_of, time(), UTC))
        event.add("uid", _uid(timeline.school, places[item.entry - 1], item))
        if remind is not None and item.role in _REMINDED:
            event.add_component(_alarm(remind, f"LP Stage {item.stage}: {item.title}"))
        yield event


def _alarm(days: int, words: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _day(item: Item, taken: Collection[date]) -> date | None:
    """The day that an event stands on; None where it has none, or a calendar has no such year.

    What is known by its month stands on the weekday in term nearest to the middle of it that no
    other event has.
    """
    month = item.when.month
    if month is None:
        return item.when.day
    if not date.min.year <= month.year <= date.max.year:
        return None
    middle = month.first_day.replace(day=_MIDDLE)
    days = (middle + timedelta(days=away) for n in range(_MIDDLE) for away in (-n, n))
    free = (day for day in days if day.weekday() < _SATURDAY and day not in taken)
    return next(filter(in_term, free), middle)


_MIDDLE, _SATURDAY = 14, 5


def _uid(school: str, nth: int, item: Item) -> str:
    """The same for one thing of one school's plan, whenever it is."""
    which = str(item.number) if item.number else ""
    name = "\n".join(("lpplan", school, str(item.stage), str(nth), item.kind, which))
    return f"{uuid5(NAMESPACE_URL, name)}@lpplan"


def _description(timeline: Timeline, item: Item) -> str:
    stage = timeline.stages[item.entry - 1]
    where = f"{timeline.school}, Stage {item.stage} in {stage.dates.entry.academic_year}."
    paragraphs = [where, item.detail]
    if item.when.month:
        paragraphs.append(
            f"Tentative: no day is known, only that it is some time in {item.when.month.in_words}."
            " The day here just keeps its place."
        )
    if item.when.suggested:
        paragraphs.append(
            "A suggestion: it is not in the plan. Agree it with SSAT, and check it against your"
            " term dates."
        )
    if item.kind == "academic-year":
        paragraphs.append(stage.hours.in_words)
        # What a calendar would otherwise be silent about.
        for other in (other for other in stage.items if _day(other, ()) is None):
            dated = other.when.suggested or other.when.known
            where = "Not in this calendar" if dated else "Throughout"
            paragraphs.append(f"{where}: {other.title}. {other.detail}")
        if topics := stage.dates.entry.topics:
            paragraphs.append(f"Topics of action research: {'; '.join(topics)}.")
    if item.kind in {"academic-year", "launch"}:
        conflicts = (c for c in timeline.conflicts if item.entry in c.entries)
        paragraphs += [f"THIS CANNOT WORK: {c.message} {c.hint}" for c in conflicts]
    return "\n\n".join(map(visible, paragraphs))
