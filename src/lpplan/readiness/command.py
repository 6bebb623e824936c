"""``lpplan readiness``: whether a plan is ready to start Stage 2 or 3."""

from typing import Annotated

import typer

from lpplan.core.problem import LpplanError
from lpplan.options import (
    AsOfOption,
    ForceOption,
    OutputOption,
    PlanArgument,
    day_of_asking,
    destination,
    format_option,
)


def readiness(
    plan: PlanArgument,
    stage: Annotated[
        str | None,
        typer.Option(metavar="N", help="Check only Stage 2 or 3 (default: those in the plan)."),
    ] = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option()] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Check whether the centre and its trainers are ready, and what to do next.

    Exits with 1 unless every stage checked is ready.
    """
    from lpplan.core.readiness import check_stage, stages_to_check
    from lpplan.readiness.document import readiness_json, readiness_table
    from lpplan.reading.plan_source import load_plan

    to = destination(form, output, force=force, source=plan)
    day = day_of_asking(as_of)
    if stage not in (None, "2", "3"):
        raise LpplanError(f"--stage: must be 2 or 3, the stages that have checks, not {stage}")
    checked = load_plan(plan).plan
    planned = stages_to_check(entry.stage for entry in checked.stages)
    stages = [check_stage(checked, n, day) for n in ((int(stage),) if stage else planned)]
    school = checked.school.name
    if to.form == "json":
        text = readiness_json(school, day, stages)
    else:
        text = readiness_table(school, day, stages, to.screen())
    to.write(text)
    if any(checks.verdict != "ready" for checks in stages):
        raise typer.Exit(1)
