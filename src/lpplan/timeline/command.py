"""``lpplan timeline``: when each stage of a plan is, and what in it cannot work."""

from typing import Annotated

import typer

from lpplan.flags import AsOfOption, Flags, ForceOption, OutputOption, PlanArgument, format_option
from lpplan.output import destination
from lpplan.reading.plan_source import load_plan
from lpplan.show.formats import Formats, for_reading
from lpplan.timeline.calendar import timeline_calendar
from lpplan.timeline.document import timeline_document, timeline_json
from lpplan.timeline.items import Timeline
from lpplan.timeline.items import timeline as timeline_of

FORMATS: Formats[Timeline] = {
    "table": timeline_document,
    "json": timeline_json,
    "ics": timeline_calendar,
    **for_reading(timeline_document),
}


def timeline(
    plan: PlanArgument,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show each stage from its academic year to its gateway, with deadlines and hours.

    Dates that the plan lacks are suggested, and marked so. Exits with 1 where something in the
    plan cannot work.
    """
    with Flags() as flags:
        day = flags.as_of(as_of)
    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    dated = timeline_of(load_plan(plan).plan, day)
    to.write(dated)
    if dated.conflicts:
        raise typer.Exit(1)
