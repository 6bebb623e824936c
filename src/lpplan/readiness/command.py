"""``lpplan readiness``: whether a plan is ready to start Stage 2 or 3."""

from typing import Annotated

import typer

from lpplan.core.programme import STAGES
from lpplan.core.readiness import check_stage, stages_to_check
from lpplan.flags import (
    AsOfOption,
    Flags,
    ForceOption,
    OutputOption,
    PlanArgument,
    format_option,
    text_option,
)
from lpplan.output import destination
from lpplan.readiness.document import ReadinessReport, readiness_document, readiness_json
from lpplan.reading.plan_source import load_plan
from lpplan.show.formats import Formats, for_reading

FORMATS: Formats[ReadinessReport] = {
    "table": readiness_document,
    "json": readiness_json,
    **for_reading(readiness_document),
}


def readiness(
    plan: PlanArgument,
    stage: Annotated[
        str | None,
        text_option(metavar="N", help="Check only Stage 2 or 3 (default: those in the plan)."),
    ] = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Hold a plan to the checks of its stages."""
    with Flags() as flags:
        day = flags.as_of(as_of)
        with_checks = [str(number) for number, rules in STAGES.items() if rules.readiness]
        only = flags.one_of("--stage", stage, with_checks, "Only these stages have checks.")
    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    source = load_plan(plan).plan
    numbers = (int(only),) if only else stages_to_check(entry.stage for entry in source.stages)
    checked = [check_stage(source, number, day) for number in numbers]
    to.write(ReadinessReport(source.school.name, day, checked))
    if any(stage.verdict != "ready" for stage in checked):
        raise typer.Exit(1)
