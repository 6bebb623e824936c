"""A timeline as an iCalendar file (RFC 5545), which calendars import."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from lpplan.show.text import visible
from lpplan.timeline.items import Item, Timeline

if TYPE_CHECKING:
    from icalendar import Event


def timeline_calendar(timeline: Timeline) -> str:
    """The timeline as a calendar of all-day events, as sessions have no published time of day.

    The same plan on the same day of asking gives the same text. An event keeps its UID while its
    date changes, so that importing a timeline of a later day moves it; get-togethers keep theirs
    while their month stays.
    """
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//lpplan//lpplan timeline//EN")
    calendar.add("version", "2.0")
    # As a text, since a name of no standard is taken for one that needs no escapes.
    calendar.add("x-wr-calname", vText(visible(f"LP timeline of {timeline.school}")))
    for event in _events(timeline):
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _events(timeline: Timeline) -> Iterator["Event"]:
    from icalendar import Event

    so_far: Counter[int] = Counter()
    places = []
    for stage in timeline.stages:
        so_far[stage.dates.entry.stage] += 1
        places.append(so_far[stage.dates.entry.stage])
    for item in timeline.items:
        if (day := _day(item)) is None:
            continue
        mark = "Suggested: " if item.when.suggested else ""
        event = Event()
        event.add("summary", f"{mark}LP Stage {item.stage}: {item.title}")
        event.add("dtstart", day)
        if day < date.max:
            event.add("dtend", day + timedelta(days=1))
        event.add("description", _description(timeline, item))
        event.add("status", "TENTATIVE" if item.when.suggested else "CONFIRMED")
        # Nothing here lasts a whole day, so nobody is to be shown as busy all day.
        event.add("transp", "TRANSPARENT")
        event.add("dtstamp", datetime.combine(timeline.as_of, time(), UTC))
        event.add("uid", _uid(timeline.school, places[item.entry - 1], item))
        yield event


def _day(item: Item) -> date | None:
    """The day that an event stands on; None where it has none, or a calendar has no such year."""
    month = item.when.month
    if month is None:
        return item.when.day
    return month.first_day if date.min.year <= month.year <= date.max.year else None


def _uid(school: str, nth: int, item: Item) -> str:
    """The same for one thing of one school's plan, whenever it is."""
    # A stage has several get-togethers, one in each of its months.
    which = str(item.when.month) if item.kind == "get-together" else ""
    name = "\n".join(("lpplan", school, str(item.stage), str(nth), item.kind, which))
    return f"{uuid5(NAMESPACE_URL, name)}@lpplan"


def _description(timeline: Timeline, item: Item) -> str:
    stage = timeline.stages[item.entry - 1]
    where = f"{timeline.school}, Stage {item.stage} in {stage.dates.entry.academic_year}."
    paragraphs = [where, item.detail]
    if item.when.month:
        paragraphs.append(
            f"This stands on the 1st because no day is known: it is some time in"
            f" {item.when.month.in_words}."
        )
    if item.when.suggested:
        paragraphs.append(
            "A suggestion: it is not in the plan. Agree it with SSAT, and check it against your"
            " term dates."
        )
    if item.kind == "academic-year":
        paragraphs.append(stage.hours.in_words)
        # What a calendar would otherwise be silent about.
        for other in (other for other in stage.items if _day(other) is None):
            dated = other.when.suggested or other.when.known
            where = "Not in this calendar" if dated else "Throughout"
            paragraphs.append(f"{where}: {other.title}. {other.detail}")
        if topics := stage.dates.entry.topics:
            paragraphs.append(f"Topics of action research: {'; '.join(topics)}.")
    if item.kind in {"academic-year", "launch"}:
        conflicts = (c for c in timeline.conflicts if item.entry in c.entries)
        paragraphs += [f"THIS CANNOT WORK: {c.message} {c.hint}" for c in conflicts]
    return "\n\n".join(map(visible, paragraphs))
