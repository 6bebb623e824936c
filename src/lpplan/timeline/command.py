"""``lpplan timeline``: when each stage of a plan is, as a document and as JSON."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any

import typer

from lpplan.core.programme import STAGES
from lpplan.flags import (
    AsOfOption,
    Flags,
    ForceOption,
    OutputOption,
    PlanArgument,
    StyleOption,
    format_option,
    text_option,
)
from lpplan.output import destination
from lpplan.reading.plan_source import load_plan
from lpplan.show.cells import cell_words
from lpplan.show.data import to_json
from lpplan.show.document import Bullets, Column, Document, Heading, Paragraph, Part, Row, Table
from lpplan.show.formats import Formats, for_reading
from lpplan.timeline.calendar import MOST_DAYS, timeline_calendar
from lpplan.timeline.dates import When
from lpplan.timeline.items import Item, StageTimeline, Timeline
from lpplan.timeline.items import timeline as timeline_of
from lpplan.timeline.picture import timeline_gantt, timeline_svg
from lpplan.values.words import day_in_words, listed, plural


def timeline_json(timeline: Timeline) -> str:
    """The timeline as JSON in ASCII: stage by stage, and as items in the order of time."""
    return to_json(
        {
            "school": timeline.school,
            "as_of": timeline.as_of,
            "stages": [_stage_data(stage) for stage in timeline.stages],
            "items": [_item_data(item) for item in timeline.items],
            "conflicts": [conflict._asdict() for conflict in timeline.conflicts],
            "notes": [{"code": code, "text": text} for code, text in timeline.notes.items()],
        }
    )


def _item_data(item: Item) -> dict[str, Any]:
    return {
        "date": item.when.day,
        "month": item.when.month,
        "entry": item.entry,
        "stage": item.stage,
        "kind": item.kind,
        "role": item.role,
        "title": item.title,
        "detail": item.detail,
        "suggested": item.when.suggested,
    }


def _stage_data(stage: StageTimeline) -> dict[str, Any]:
    dates, hours = stage.dates, stage.hours
    return {
        "entry": dates.number,
        "stage": dates.entry.stage,
        "academic_year": dates.entry.academic_year,
        **{key: _when_data(when) for key, when in dates.sessions.items()},
        "gateway": _when_data(dates.gateway),
        "hours": {
            "participant": hours.participant,
            "trainer": hours.trainer,
            "trainer_part": hours.trainer_part,
        },
    }


def _when_data(when: When) -> dict[str, Any] | None:
    """A date or month; None for what the plan lacks and for which none fits."""
    known = {"date": when.day} if when.day else {"month": when.month} if when.month else None
    return known and {**known, "suggested": when.suggested}


def timeline_document(timeline: Timeline) -> Document:
    """Each stage, then notes, and near the end what cannot work."""
    title = f"Timeline of {timeline.school} on {day_in_words(timeline.as_of)}"
    return Document(title, timeline.as_of, [*_parts(timeline)])


def _parts(timeline: Timeline) -> Iterator[Part]:
    yield timeline_gantt(timeline)
    said = set()
    for stage in timeline.stages:
        entry, hours = stage.dates.entry, stage.hours.in_words
        yield Heading(f"Stage {entry.stage}: {STAGES[entry.stage].title}, {entry.academic_year}")
        if hours not in said:
            yield Paragraph(hours)
        said.add(hours)
        yield _table(stage.items)
    yield Heading("Notes")
    yield Bullets([*timeline.notes.values()])
    yield from _verdict(timeline)


def _table(items: Sequence[Item]) -> Table:
    columns = (Column("When", keep=True), Column("", keep=True), Column("What", share=1))
    # Get-togethers, and what has passed without a date, stand together where their first is.
    alike: dict[str | int, list[Item]] = {}
    for item in items:
        lost = item.when.past and item.role in ("session", "gateway")
        kind = "lost" if lost else item.role if item.role == "get-together" else len(alike)
        alike.setdefault(kind, []).append(item)
    rows = []
    for one, *others in alike.values():
        when, suggested = one.when.known, one.when.suggested
        mark = "suggested" if when and suggested else ""
        otherwise = "past" if one.when.past else "no date" if suggested else "throughout"
        words = f"{one.title}. {one.detail}"
        if others and when:
            months = listed([cell_words(other.when.known) for other in (one, *others)])
            words = f"{one.title}s, one every half term: {months}."
        elif others:
            titles = dict.fromkeys(other.title for other in (one, *others))
            words = f"{listed([*titles])}. Past, and not in the plan."
        rows.append(Row((when or otherwise, mark, words)))
    return Table(columns, rows)


def _verdict(timeline: Timeline) -> Iterator[Part]:
    if timeline.conflicts:
        yield Heading("THIS CANNOT WORK", "bad")
        yield Bullets([f"{c.message} {c.hint}" for c in timeline.conflicts])
        number = plural(len(timeline.conflicts), "conflict")
        yield Paragraph(f"{number} in the plan: change it, then ask again.", "strong")
    elif not any(item.when.lacking for item in timeline.items):
        yield Paragraph("Nothing in these dates stands in the way of the rest.")
    else:
        yield Paragraph(
            "No date is left for the items without one: plan the stage for a later year, or"
            " change the dates that it has.",
            "loud",
        )


FORMATS: Formats[Timeline] = {
    "table": timeline_document,
    "json": timeline_json,
    "ics": timeline_calendar,
    "svg": timeline_svg,
    **for_reading(timeline_document),
}


def timeline(
    plan: PlanArgument,
    as_of: AsOfOption = None,
    style: StyleOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
    remind: Annotated[
        str | None,
        text_option(
            metavar="DAYS",
            help="In a calendar, remind so many days before each deadline and gateway.",
        ),
    ] = None,
) -> None:
    """Show each stage from its academic year to its gateway, with deadlines and hours.

    Dates that the plan lacks are suggested, and marked so. Exits with 1 where something in the
    plan cannot work.
    """
    with Flags() as flags:
        day = flags.as_of(as_of)
        days = flags.number("--remind", remind, MOST_DAYS, "--remind 14")
    formats: Formats[Timeline] = {**FORMATS, "ics": partial(timeline_calendar, remind=days)}
    to = destination(form, output, force=force, formats=formats, source=plan, style=style)
    if days is not None and to.form != "ics":
        with Flags() as flags:
            hint = "For example: -o plan.ics"
            flags.add("--remind", "remind-without-calendar", "goes with a calendar", hint)
    dated = timeline_of(load_plan(plan).plan, day)
    to.write(dated)
    if dated.conflicts:
        raise typer.Exit(1)
