"""``lpplan readiness``: whether a plan is ready to start Stage 2 or 3.

Other documents show checks with ``readiness_parts`` or, of one subject, with ``checks_parts``.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, NamedTuple

import typer

from lpplan.core.notes import Note, together
from lpplan.core.programme import MOST_TRAINERS, STAGES
from lpplan.core.readiness import (
    CheckResult,
    StageReadiness,
    check_stage,
    stages_to_check,
)
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
from lpplan.show.cells import Status, Tone
from lpplan.show.data import to_json
from lpplan.show.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    table,
)
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
    """The verdict of each stage, how each check came out, what to do, and any remarks."""
    title = f"Readiness of {report.school} on {day_in_words(report.as_of)}"
    parts = [*readiness_parts(report.stages, plain=report.plain)]
    parts += [
        Paragraph(f"{rules.first_year} (LPLC proposal, Stage 2)", apart=True)
        for stage in report.stages
        if (rules := STAGES[stage.stage]).first_year
    ]
    words = "This says what the plan records. Whether a school is eligible is for SSAT to decide."
    return Document(title, report.as_of, [*parts, Paragraph(words, apart=True)])


def readiness_parts(
    stages: Sequence[StageReadiness], *, plain: bool = False, level: int = 2
) -> Iterator[Part]:
    """How the checks of stages came out, then one list of what to do, and any remarks.

    ``plain`` says what to do without how a plan's file records it; ``level`` is that of the
    headings. Of a later stage only those checks are shown that come on top of an earlier one's.
    """
    shown: list[CheckResult] = []
    for place, stage in enumerate(stages):
        words = f"Stage {stage.stage}, {STAGES[stage.stage].title}: {stage.verdict}"
        yield Heading(words, "good" if stage.verdict == "ready" else "loud", level=level)
        if place:
            before = stages[place - 1].stage
            yield Paragraph(f"All that Stage {before} asks for, and besides:")
        new = [check for check in stage.checks if check not in shown]
        yield _one_by_one("The school", [check for check in new if not check.of_trainer])
        yield from _by_trainer([check for check in new if check.of_trainer])
        shown += new
    if any(stage.verdict != "ready" for stage in stages):
        yield Heading("What to do next", level=level)
        yield from _to_do([(stage.stage, stage.checks) for stage in stages], plain=plain)
        if not plain:
            yield Paragraph("lpplan walk asks for all of this, and writes it into the plan.")
    if remarks := dict.fromkeys(remark for stage in stages for remark in stage.remarks):
        yield Paragraph("Worth a look; none of this decides whether a stage is ready:", apart=True)
        as_notes = (Note(remark.code, None, remark.text, remark.source) for remark in remarks)
        yield Bullets(together(as_notes, sources=True))


def checks_parts(checks: Sequence[CheckResult]) -> Iterator[Part]:
    """How each check of one subject came out, then what to do."""
    yield _one_by_one("", checks)
    yield from _to_do([(0, checks)])


def _one_by_one(subject: str, checks: Sequence[CheckResult]) -> Table:
    rows = [Row((check.title, _status(check), check.detail)) for check in checks]
    return Table((Column(subject, share=3), Column("", keep=True), Column("", share=4)), rows)


def _by_trainer(checks: Sequence[CheckResult]) -> Iterator[Table]:
    """Each check with how it came out for each trainer, or for several for whom all is alike."""
    titles = dict.fromkeys(check.title for check in checks)
    of_trainer: dict[str, list[Status]] = {}
    for check in checks:
        of_trainer.setdefault(check.subject, []).append(_status(check))
    alike: dict[tuple[Status, ...], list[str]] = {}
    for trainer, results in of_trainer.items():
        alike.setdefault((*results,), []).append(trainer)
    columns = [(listed(trainers), results) for results, trainers in alike.items()]
    for first in range(0, len(columns), MOST_TRAINERS):
        names, abreast = zip(*columns[first : first + MOST_TRAINERS], strict=True)
        rows = [Row((title, *of)) for title, *of in zip(titles, *abreast, strict=True)]
        yield table("Each trainer", *names, rows=rows)


_TONES: Mapping[str, Tone] = {"met": "good", "not met": "bad", "not recorded": "quiet"}


def _status(check: CheckResult) -> Status:
    return Status(check.status, _TONES[check.status])


class _Task(NamedTuple):
    """What is still to do for a check."""

    title: str
    words: str
    source: str


def _to_do(
    stages: Sequence[tuple[int, Sequence[CheckResult]]], *, plain: bool = False
) -> Iterator[Table]:
    """One list, stage by stage, of what is not met, then of what is not recorded.

    What several stages ask for stands at the first; nothing is given where nothing is open.
    """
    rows: list[Row] = []
    done: list[CheckResult] = []
    for number, checks in stages:
        tasks: dict[_Task, list[str]] = {}
        for status in ("not met", "not recorded"):
            for check in checks:
                if check.status == status and check not in done:
                    words = f"{sentence(check.detail)} {check.step if plain else check.action}"
                    task = _Task(check.title, words, check.source)
                    tasks.setdefault(task, []).append(check.subject)
        if tasks and len(stages) > 1:
            rows.append(Row((f"For Stage {number}", None, None), group=True))
        trainers = list(dict.fromkeys(check.subject for check in checks if check.of_trainer))
        for task, subjects in tasks.items():
            who = "each trainer" if subjects == trainers != subjects[:1] else listed(subjects)
            rows.append(Row((task.title, who, f"{task.words} ({task.source})")))
        done += checks
    if rows:
        columns = (
            Column("Still open", share=3),
            Column("Who", share=2),
            Column("Why, and what to do next", share=7),
        )
        yield Table(columns, rows)


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
    style: StyleOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Hold a plan to the checks of its stages."""
    with Flags() as flags:
        day = flags.as_of(as_of)
        with_checks = [str(number) for number, rules in STAGES.items() if rules.readiness]
        only = flags.one_of("--stage", stage, with_checks, "Only these stages have checks.")
    to = destination(form, output, force=force, formats=FORMATS, source=plan, style=style)
    source = load_plan(plan).plan
    numbers = (int(only),) if only else stages_to_check(entry.stage for entry in source.stages)
    checked = [check_stage(source, number, day) for number in numbers]
    to.write(ReadinessReport(source.school.name, day, checked))
    if any(stage.verdict != "ready" for stage in checked):
        raise typer.Exit(1)
