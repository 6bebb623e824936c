"""A timeline as a picture: each stage with its sessions, its gateway and its deadlines."""

from calendar import month_abbr
from collections.abc import Iterator
from datetime import MAXYEAR

from lpplan.show.charts import picture_svg
from lpplan.show.document import Letterhead
from lpplan.show.gantt import MOST_ROWS, Gantt, GanttMark, GanttRow, Kind
from lpplan.timeline.items import Role, StageTimeline, Timeline
from lpplan.values.words import listed

_KINDS: dict[Role, Kind] = {"session": "session", "gateway": "gateway", "deadline": "deadline"}


def timeline_gantt(timeline: Timeline) -> Gantt:
    """The stages in time, and in words when each begins and ends."""
    told = [
        f"Stage {stage.dates.entry.stage} in {stage.dates.entry.academic_year}:"
        f" {listed([*_in_words(stage)]) or 'no dates yet'}."
        for stage in timeline.stages[:MOST_ROWS]
    ]
    if len(timeline.stages) > MOST_ROWS:
        told.append(f"The picture has the first {MOST_ROWS} of {len(timeline.stages):,} stages.")
    return Gantt(" ".join(told), [_row(stage) for stage in timeline.stages])


def timeline_svg(timeline: Timeline) -> str:
    """The picture as a file of its own."""
    return picture_svg(timeline_gantt(timeline), Letterhead().colour) + "\n"


def _in_words(stage: StageTimeline) -> Iterator[str]:
    dates = stage.dates
    for item in stage.items:
        if item.kind == "launch" and dates.launch.known:
            yield f"Launch on {item.when.in_words}"
        elif item.kind == "gateway" and item.when.known:
            yield f"gateway in {item.when.in_words}"


def _row(stage: StageTimeline) -> GanttRow:
    entry, gateway = stage.dates.entry, stage.dates.gateway.month
    year = entry.academic_year
    first = stage.dates.launch.day or year.first_day
    last = gateway.last_day if gateway and gateway.year <= MAXYEAR else year.last_day
    return GanttRow(f"Stage {entry.stage}, {year}", first, max(first, last), [*_marks(stage)])


def _marks(stage: StageTimeline) -> Iterator[GanttMark]:
    for item in stage.items:
        kind, when = _KINDS.get(item.role), item.when
        # The training of trainers is in the same visit as the session.
        if kind is None or item.title == "Train the trainer":
            continue
        title = item.title.removeprefix("Deadline: ")
        if when.day:
            words = f"{title} {when.day.day} {month_abbr[when.day.month]}"
            yield GanttMark(kind, words, when.day, when.day, when.suggested)
        elif when.month and when.month.year <= MAXYEAR:
            words = f"{title} {month_abbr[when.month.number]}"
            first, last = when.month.first_day, when.month.last_day
            yield GanttMark(kind, words, first, last, when.suggested)
