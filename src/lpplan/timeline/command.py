"""``lpplan timeline``: when each stage of a plan is, and what in it cannot work."""

from typing import Annotated

import typer

from lpplan.options import (
    AsOfOption,
    ForceOption,
    OutputOption,
    PlanArgument,
    day_of_asking,
    destination,
    format_option,
)

_FORMATS = ("table", "json", "ics")


def timeline(
    plan: PlanArgument,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(_FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show each stage from its academic year to its gateway, with deadlines and hours.

    Dates that the plan lacks are suggested, and marked so. Exits with 1 where something in the
    plan cannot work.
    """
    from lpplan.reading.plan_source import load_plan
    from lpplan.timeline.items import timeline as timeline_of

    to = destination(form, output, force=force, formats=_FORMATS, source=plan)
    day = day_of_asking(as_of)
    found = timeline_of(load_plan(plan).plan, day)
    if to.form == "ics":
        from lpplan.timeline.calendar import timeline_calendar

        text = timeline_calendar(found)
    else:
        from lpplan.timeline.document import timeline_json, timeline_table

        text = timeline_json(found) if to.form == "json" else timeline_table(found, to.screen())
    to.write(text)
    if found.conflicts:
        raise typer.Exit(1)
