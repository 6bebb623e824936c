"""Readiness for a terminal and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lpplan.core.check_results import CheckResult
from lpplan.core.programme import STAGES
from lpplan.core.readiness import StageReadiness
from lpplan.core.words import day_in_words, listed
from lpplan.show.screen import Screen
from lpplan.show.text import to_json

if TYPE_CHECKING:
    from rich.console import RenderableType


def readiness_json(school: str, as_of: date, stages: Sequence[StageReadiness]) -> str:
    """The checks as JSON in ASCII."""
    data = {
        "school": school,
        "as_of": as_of.isoformat(),
        "stages": [
            {
                "stage": stage.stage,
                "verdict": stage.verdict,
                "checks": checks_data(stage.checks),
            }
            for stage in stages
        ],
    }
    return to_json(data)


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


def readiness_table(
    school: str,
    as_of: date,
    stages: Sequence[StageReadiness],
    screen: Screen,
    *,
    plain: bool = False,
) -> str:
    """The checks as text: the verdict, what is missing, then in brief what is met.

    ``plain`` says what to do next without how a plan's file records it.
    """
    return screen.render(*_parts(school, as_of, stages, screen, plain=plain))


def _parts(
    school: str, as_of: date, stages: Sequence[StageReadiness], screen: Screen, *, plain: bool
) -> "Iterator[RenderableType]":
    yield screen.text(f"Readiness of {school} on {day_in_words(as_of)}", "bold")
    for stage in stages:
        yield screen.text("")
        loud = "bold green" if stage.verdict == "ready" else "bold yellow"
        title = f"Stage {stage.stage}, {STAGES[stage.stage].title}"
        yield screen.text(f"{stage.verdict.upper()}: {title}", loud)
        checks = stage.checks
        if plain:
            checks = tuple(check._replace(action=check.step) for check in checks)
        yield from checks_parts(checks, screen)
    yield screen.text("")
    yield screen.text(
        "This says what the plan records. Whether a school is eligible is for SSAT to decide."
    )


def checks_parts(checks: Sequence[CheckResult], screen: Screen) -> "Iterator[RenderableType]":
    """What is missing and what to do about it, then in brief what is met."""
    for status in ("not met", "not recorded"):
        yield from _missing(status, checks, screen)
    met = list(_grouped([result for result in checks if result.status == "met"]).values())
    if met:
        yield screen.text("")
        brief = "; ".join(f"{group[0].title} ({_subjects(group)})" for group in met)
        yield screen.text(f"Met: {brief}.")


def _missing(
    status: str, checks: Sequence[CheckResult], screen: Screen
) -> "Iterator[RenderableType]":
    open_checks = [result for result in checks if result.status == status]
    if not open_checks:
        return
    yield screen.text("")
    table = screen.table(status.capitalize(), "Who", "Why, and what to do next")
    table.columns[0].ratio, table.columns[1].ratio, table.columns[2].ratio = 3, 3, 7
    table.width = screen.width
    for group in _grouped(open_checks, by_detail=True).values():
        result = group[0]
        what_next = f"{result.detail[:1].upper()}{result.detail[1:]}. {result.action}"
        cells = (result.title, _subjects(group), f"{what_next} ({result.source})")
        table.add_row(*map(screen.text, cells))
    yield table


def _grouped(
    results: Sequence[CheckResult], *, by_detail: bool = False
) -> dict[tuple[str, str], list[CheckResult]]:
    """Results of one check together, and apart where they differ in detail."""
    groups: dict[tuple[str, str], list[CheckResult]] = {}
    for result in results:
        groups.setdefault((result.check, result.detail if by_detail else ""), []).append(result)
    return groups


def _subjects(group: Sequence[CheckResult]) -> str:
    return listed([result.subject for result in group])
