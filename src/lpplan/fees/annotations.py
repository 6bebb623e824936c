"""The problems of fee files for machines: a log with annotations for GitHub, and SARIF."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from lpplan import __version__
from lpplan.reading.fee_rules import FEE_RULES
from lpplan.show.data import to_json
from lpplan.show.text import problems_text, visible
from lpplan.values.problem import LocatedProblem, Severity

ANNOTATIONS_SHOWN = 10
"""How many annotations of a kind GitHub shows for one step."""
_ANNOTATIONS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def github_log(problems: Sequence[LocatedProblem], verdict: str) -> str:
    """A log of every problem, annotations for GitHub Actions, as many as it shows, a verdict."""
    lines = problems_text(problems).splitlines()
    for severity, kind in _ANNOTATIONS.items():
        of_a_kind = [located for located in problems if located.problem.severity == severity]
        lines += map(_annotation, of_a_kind[:ANNOTATIONS_SHOWN])
        if len(of_a_kind) > ANNOTATIONS_SHOWN:
            left_out = len(of_a_kind) - ANNOTATIONS_SHOWN
            lines.append(
                f"{left_out} of {len(of_a_kind)} {kind}s are not annotated:"
                f" GitHub shows {ANNOTATIONS_SHOWN} of a kind. All are in this log."
            )
    return "\n".join([*lines, verdict]) + "\n"


def _annotation(located: LocatedProblem) -> str:
    path, line, key, problem = located
    about = f"{key}: " if key else ""
    message = _data(f"{about}{problem.message}\n{problem.hint}")
    properties = f"file={_property(path or '')},line={line or 1},title={_property(problem.code)}"
    return f"::{_ANNOTATIONS[problem.severity]} {properties}::{message}"


def _data(text: str) -> str:
    lines = (visible(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines).replace("##[", "# #[")


def _property(text: str) -> str:
    escaped = _data(text).replace("%0A", "\\n")
    return escaped.replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Sequence[LocatedProblem]) -> str:
    """The problems as SARIF 2.1.0 in ASCII, for code scanning."""
    codes = list(dict.fromkeys(located.problem.code for located in problems))
    driver = {
        "name": "lpplan",
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    results = [_result(located, codes) for located in problems]
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return to_json(data)


def _rule(code: str) -> dict[str, Any]:
    rule = FEE_RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.sentence},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _result(located: LocatedProblem, codes: Sequence[str]) -> dict[str, Any]:
    path, line, key, problem = located
    about = f"{visible(key)}: " if key else ""
    uri = quote((path or "").replace("\\", "/"), errors="surrogateescape")
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if line is not None:
        location["region"] = {"startLine": line}
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _SARIF_LEVELS[problem.severity],
        "message": {"text": visible(f"{about}{problem.message}. {problem.hint}")},
        "locations": [{"physicalLocation": location}],
    }
