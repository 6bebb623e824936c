"""``lpplan readiness``: whether a plan is ready to start Stage 2 or 3.

Other documents show checks with ``checks_parts``, and remarks with ``remarks_parts``.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, NamedTuple

import typer

from lpplan.core.programme import STAGES
from lpplan.core.readiness import CheckResult, StageReadiness, check_stage, stages_to_check
from lpplan.core.remarks import Remark
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
from lpplan.reading.plan_source import load_plan
from lpplan.show.data import to_json
from lpplan.show.document import Bullets, Column, Document, Heading, Paragraph, Part, Row, Table
from lpplan.show.formats import Formats, for_reading
from lpplan.values.words import day_in_words, listed, sentence


class ReadinessReport(NamedTuple):
    """The checks of some stages of a school's plan."""

    school: str
    as_of: date
    stages: Sequence[StageReadiness]
    plain: bool = False
    """Whether to say what to do next without how a plan's file records it."""


def readiness_json(report: ReadinessReport) -> str:
    """The checks as JSON in ASCII."""
    stages = [
        {
            "stage": stage.stage,
            "verdict": stage.verdict,
            "checks": checks_data(stage.checks),
            "remarks": [remark._asdict() for remark in stage.remarks],
        }
        for stage in report.stages
    ]
    return to_json({"school": report.school, "as_of": report.as_of, "stages": stages})


def checks_data(checks: Sequence[CheckResult]) -> list[dict[str, str | None]]:
    """Checks as JSON has them."""
    return [
        {
            "check": result.check,
            "subject": result.subject,
            "status": result.status,
            "detail": result.detail,
            "action": result.action,
            "source": result.source,
        }
        for result in checks
    ]


def readiness_document(report: ReadinessReport) -> Document:
    """The verdict of each stage, what is missing, in brief what is met, and any remarks."""
    title = f"Readiness of {report.school} on {day_in_words(report.as_of)}"
    return Document(title, report.as_of, [*_parts(report)])


def _parts(report: ReadinessReport) -> Iterator[Part]:
    for stage in report.stages:
        words = f"{stage.verdict.upper()}: Stage {stage.stage}, {STAGES[stage.stage].title}"
        yield Heading(words, "good" if stage.verdict == "ready" else "loud")
        checks = stage.checks
        if report.plain:
            checks = tuple(check._replace(action=check.step) for check in checks)
        yield from checks_parts(checks)
        if first_year := STAGES[stage.stage].first_year:
            yield Paragraph(f"{first_year} (LPLC proposal, Stage 2)", apart=True)
        yield from remarks_parts(stage.remarks)
    yield Paragraph(
        "This says what the plan records. Whether a school is eligible is for SSAT to decide.",
        apart=True,
    )


def checks_parts(checks: Sequence[CheckResult]) -> Iterator[Part]:
    """What is missing and what to do about it, then in brief what is met."""
    for status in ("not met", "not recorded"):
        rows = []
        for group in _grouped([c for c in checks if c.status == status], by_detail=True):
            result = group[0]
            what_next = f"{sentence(result.detail)} {result.action}"
            rows.append(Row((result.title, _subjects(group), f"{what_next} ({result.source})")))
        if rows:
            columns = (
                Column(status.capitalize(), share=3),
                Column("Who", share=3),
                Column("Why, and what to do next", share=7),
            )
            yield Table(columns, rows)
    met = _grouped([result for result in checks if result.status == "met"])
    if met:
        brief = "; ".join(f"{group[0].title} ({_subjects(group)})" for group in met)
        yield Paragraph(f"Met: {brief}.", apart=True)


def remarks_parts(remarks: Sequence[Remark]) -> Iterator[Part]:
    """What is worth a look beside the checks; nothing where there is nothing."""
    if remarks:
        yield Paragraph(
            "Worth a look; none of this decides whether the stage is ready:", apart=True
        )
        yield Bullets([f"{remark.text} ({remark.source})" for remark in remarks])


def _grouped(results: Sequence[CheckResult], *, by_detail: bool = False) -> list[list[CheckResult]]:
    """Results of one check together, and apart where they differ in detail."""
    groups: dict[tuple[str, str], list[CheckResult]] = {}
    for result in results:
        groups.setdefault((result.check, result.detail if by_detail else ""), []).append(result)
    return list(groups.values())


def _subjects(group: Sequence[CheckResult]) -> str:
    return listed([result.subject for result in group])


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
