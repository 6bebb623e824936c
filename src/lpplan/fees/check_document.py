"""The problems of fee files: for people, for programs, for GitHub and as SARIF."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lpplan import __version__
from lpplan.core.problem import LocatedProblem, Severity
from lpplan.core.words import listed, plural
from lpplan.fees.check_report import FeeCheck
from lpplan.reading.fee_rules import CODES
from lpplan.show.data import to_json
from lpplan.show.screen import Screen
from lpplan.show.text import problems_text, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold"}

ANNOTATIONS_SHOWN = 10
"""How many annotations of a kind GitHub shows for one step."""
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def check_table(report: FeeCheck, screen: Screen) -> str:
    """Each problem with its line pointed at, and in the last line how many there are."""
    return screen.render(*_parts(report, screen))


def _parts(report: FeeCheck, screen: Screen) -> "Iterator[RenderableType]":
    for found in report.problems:
        problem = found.problem
        heading = screen.text(f"{problem.severity}[{problem.code}]", _STYLES[problem.severity])
        key = f" {found.key}" if found.key else ""
        yield heading.append(screen.fit(f":{key} {problem.message}"), style="bold")
        yield from (screen.text(line) for line in _excerpt(found, report, screen))
        yield screen.text("")
    yield screen.text(_counts(report), "bold")


def _excerpt(found: LocatedProblem, report: FeeCheck, screen: Screen) -> Iterator[str]:
    number = str(found.line or "")
    margin = " " * len(number)
    place = f"{found.path}:{number}" if number else f"{found.path}"
    yield f"{margin}--> {place}"
    lines = report.lines.get(found.path or "", ())
    if found.line is not None and found.line <= len(lines):
        written = screen.fit(lines[found.line - 1].rstrip())
        room = screen.width - len(margin) - 4
        stripped = written.strip()[: room - 4]
        indent = min(len(written) - len(written.lstrip()), 4)
        yield f"{margin} |"
        yield f"{number} | {' ' * indent}{stripped}"
        yield f"{margin} | {' ' * indent}{'^' * max(1, _cells(stripped))}"
    yield f"{margin} = {found.problem.hint}"


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _counts(report: FeeCheck) -> str:
    files = plural(report.files, "file")
    names = {"error": "error", "warning": "warning", "info": "remark"}
    counts = [
        plural(count, names[severity])
        for severity in SEVERITIES
        if (count := report.count(severity))
    ]
    whose = " that comes with lpplan" if report.are_bundled else ""
    return f"{listed(counts) if counts else 'No problems'} in {files}{whose}."


def check_json(report: FeeCheck) -> str:
    """The problems as JSON in ASCII."""
    data = {
        "files": report.files,
        "problems": [
            {
                "path": found.path,
                "line": found.line,
                "key": found.key,
                "severity": found.problem.severity,
                "code": found.problem.code,
                "message": found.problem.message,
                "hint": found.problem.hint,
            }
            for found in report.problems
        ],
    }
    return to_json(data)


def check_github(report: FeeCheck) -> str:
    """A log of every problem, then annotations for GitHub Actions, as many as it shows."""
    lines = problems_text(report.problems).splitlines()
    for severity in SEVERITIES:
        of_a_kind = [f for f in report.problems if f.problem.severity == severity]
        lines += [_annotation(found) for found in of_a_kind[:ANNOTATIONS_SHOWN]]
        if len(of_a_kind) > ANNOTATIONS_SHOWN:
            left_out = len(of_a_kind) - ANNOTATIONS_SHOWN
            lines.append(
                f"{left_out} of {len(of_a_kind)} {_ANNOTATIONS[severity]}s are not annotated:"
                f" GitHub shows {ANNOTATIONS_SHOWN} of a kind. All are in this log."
            )
    return "\n".join([*lines, _counts(report)]) + "\n"


def _annotation(found: LocatedProblem) -> str:
    properties = {
        "file": found.path or "",
        "line": str(found.line or 1),
        "title": found.problem.code,
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    key = f"{found.key}: " if found.key else ""
    message = f"{key}{found.problem.message}\n{found.problem.hint}"
    return f"::{_ANNOTATIONS[found.problem.severity]} {told}::{_data(message)}"


def _data(text: str) -> str:
    lines = (visible(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines).replace("##[", "# #[")


def _property(text: str) -> str:
    escaped = _data(text).replace("%0A", "\\n")
    return escaped.replace(":", "%3A").replace(",", "%2C")


def check_sarif(report: FeeCheck) -> str:
    """The problems as SARIF 2.1.0 in ASCII, for code scanning."""
    used = list(dict.fromkeys(found.problem.code for found in report.problems))
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "lpplan",
                        "semanticVersion": __version__,
                        "rules": [_rule(code) for code in used],
                    }
                },
                "results": [_result(found, used) for found in report.problems],
            }
        ],
    }
    return to_json(data)


def _rule(code: str) -> dict[str, Any]:
    about = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": about.sentence},
        "defaultConfiguration": {"level": _SARIF_LEVELS[about.severity]},
    }


def _result(found: LocatedProblem, rules: Sequence[str]) -> dict[str, Any]:
    from urllib.parse import quote

    key = f"{visible(found.key)}: " if found.key else ""
    uri = quote((found.path or "").replace("\\", "/"), errors="surrogateescape")
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if found.line is not None:
        location["region"] = {"startLine": found.line}
    return {
        "ruleId": found.problem.code,
        "ruleIndex": rules.index(found.problem.code),
        "level": _SARIF_LEVELS[found.problem.severity],
        "message": {"text": visible(f"{key}{found.problem.message}. {found.problem.hint}")},
        "locations": [{"physicalLocation": location}],
    }
