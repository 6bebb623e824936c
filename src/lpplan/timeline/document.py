"""A timeline for a terminal and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lpplan.core.programme import STAGES
from lpplan.core.words import day_in_words, plural
from lpplan.show.data import to_json
from lpplan.show.screen import Screen
from lpplan.timeline.conflicts import Conflict
from lpplan.timeline.dates import When
from lpplan.timeline.items import Hours, Item, StageTimeline, Timeline

if TYPE_CHECKING:
    from rich.console import RenderableType


def timeline_json(timeline: Timeline) -> str:
    """The timeline as JSON in ASCII: stage by stage, and as items in the order of time."""
    data = {
        "school": timeline.school,
        "as_of": timeline.as_of.isoformat(),
        "stages": [_stage(stage) for stage in timeline.stages],
        "items": [_item(item) for item in timeline.items],
        "conflicts": [_conflict(conflict) for conflict in timeline.conflicts],
        "notes": [note._asdict() for note in timeline.notes],
    }
    return to_json(data)


def _stage(stage: StageTimeline) -> dict[str, Any]:
    dates = stage.dates
    return {
        "entry": dates.place + 1,
        "stage": dates.entry.stage,
        "academic_year": str(dates.entry.academic_year),
        "launch": _known(dates.launch, "date"),
        "application_support": _known(dates.application_support, "date"),
        "gateway": _known(dates.gateway, "month"),
        "hours": stage.hours._asdict(),
    }


def _known(when: When, unit: str) -> dict[str, Any] | None:
    """A date or month; None where the plan has none, and none fits."""
    told = _when(when)[unit]
    return {unit: told, "suggested": when.suggested} if told else None


def _when(when: When) -> dict[str, str | None]:
    return {
        "date": when.day.isoformat() if when.day else None,
        "month": str(when.month) if when.month else None,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        **_when(item.when),
        "entry": item.place + 1,
        "stage": item.stage,
        "kind": item.kind,
        "title": item.title,
        "detail": item.detail,
        "suggested": item.when.suggested,
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "code": conflict.code,
        "entries": [place + 1 for place in conflict.places],
        "stages": list(conflict.stages),
        "message": conflict.message,
        "hint": conflict.hint,
    }


def hours_in_words(hours: Hours) -> str:
    """A sentence on the hours that each participant and each trainer gives to a stage."""
    return (
        f"About {hours.participant} hours of sessions for each participant, and about"
        f" {hours.trainer} for each trainer, {hours.trainer_part}."
    )


def timeline_table(timeline: Timeline, screen: Screen) -> str:
    """The timeline as text: each stage, then notes, and near the end what cannot work."""
    return screen.render(*_parts(timeline, screen))


def _parts(timeline: Timeline, screen: Screen) -> "Iterator[RenderableType]":
    as_of = day_in_words(timeline.as_of)
    yield screen.text(f"Timeline of {timeline.school} on {as_of}", "bold")
    for stage in timeline.stages:
        entry = stage.dates.entry
        title = f"Stage {entry.stage}: {STAGES[entry.stage].title}, {entry.academic_year}"
        yield screen.text("")
        yield screen.text(title, "bold")
        yield screen.text(hours_in_words(stage.hours))
        yield screen.text("")
        yield _table(stage.items, screen)
    yield screen.text("")
    yield screen.text("Notes", "bold")
    yield _list([f"{note.text} [{note.code}]" for note in timeline.notes], screen)
    yield screen.text("")
    without_date = any(not _in_words(item.when) for item in timeline.items)
    yield from _verdict(timeline.conflicts, screen, without_date=without_date)


def _table(items: Sequence[Item], screen: Screen) -> "RenderableType":
    table = screen.table("When", "", "What")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    table.columns[2].ratio = 1
    table.width = screen.width
    for item in items:
        mark = "suggested" if item.when.suggested and _in_words(item.when) else ""
        cells = (_in_words(item.when) or "no date", mark, f"{item.title}. {item.detail}")
        table.add_row(*map(screen.text, cells))
    return table


def _in_words(when: When) -> str:
    if when.day:
        return day_in_words(when.day)
    return when.month.in_words if when.month else ""


def _verdict(
    conflicts: Sequence[Conflict], screen: Screen, *, without_date: bool
) -> "Iterator[RenderableType]":
    if not conflicts:
        words = "Nothing in these dates stands in the way of the rest."
        if without_date:
            words = (
                "For what has no date none is left that fits: plan the stage for a later year, or"
                " change the dates that it has."
            )
        yield screen.text(words, "bold yellow" if without_date else "")
        return
    yield screen.text("THIS CANNOT WORK", "bold red")
    yield _list([f"{told.message} {told.hint} [{told.code}]" for told in conflicts], screen)
    yield screen.text("")
    found = plural(len(conflicts), "conflict")
    yield screen.text(f"{found} in the plan: change it, then ask again.", "bold")


def _list(paragraphs: Sequence[str], screen: Screen) -> "RenderableType":
    remarks = screen.remarks()
    for words in paragraphs:
        remarks.add_row(screen.text("-"), screen.text(words))
    return remarks
