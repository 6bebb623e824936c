"""Problems of fee files and closed gates, as people read them and as CI systems take them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import metadata
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from lpplan import __version__
from lpplan.fees.codes import CODES, page_of
from lpplan.show.cells import Tone
from lpplan.show.data import to_json
from lpplan.show.document import Excerpt, Heading, Part
from lpplan.show.text import problems_text, visible
from lpplan.values.problem import LocatedProblem, Severity

ANNOTATIONS_SHOWN = 10
"""How many annotations of a kind GitHub shows for one step."""


class _Kind(NamedTuple):
    """How a severity is called, and how loud it is."""

    tone: Tone
    github: str
    sarif: str
    gitlab: str


_KINDS: Mapping[Severity, _Kind] = {
    "error": _Kind("bad", "error", "error", "major"),
    "warning": _Kind("loud", "warning", "warning", "minor"),
    "info": _Kind("strong", "notice", "note", "info"),
}


def finding_parts(
    problems: Sequence[LocatedProblem], lines: Mapping[str, Sequence[str]]
) -> Iterator[Part]:
    """Each problem with its line pointed at. ``lines`` are those of each file, by its path."""
    for path, number, key, problem in problems:
        about = f" {key}" if key else ""
        words = f"{problem.severity}[{problem.code}]:{about} {problem.message}"
        yield Heading(words, _KINDS[problem.severity].tone)
        of_file = lines.get(path or "", ())
        line = of_file[number - 1] if number is not None and number <= len(of_file) else None
        address = f"{path}:{number}" if number else f"{path}"
        yield Excerpt(where=address, number=number, line=line, hint=problem.hint)


def problems_data(problems: Sequence[LocatedProblem]) -> list[dict[str, Any]]:
    """The problems as JSON has them."""
    return [
        {
            "path": path,
            "line": line,
            "key": key,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for path, line, key, problem in problems
    ]


def github_log(problems: Sequence[LocatedProblem], verdict: str) -> str:
    """A log of every problem, annotations for GitHub Actions, as many as it shows, a verdict."""
    lines = problems_text(problems).splitlines()
    for severity, kind in _KINDS.items():
        of_a_kind = [located for located in problems if located.problem.severity == severity]
        lines += map(_annotation, of_a_kind[:ANNOTATIONS_SHOWN])
        if len(of_a_kind) > ANNOTATIONS_SHOWN:
            left_out = len(of_a_kind) - ANNOTATIONS_SHOWN
            lines.append(
                f"{left_out} of {len(of_a_kind)} {kind.github}s are not annotated:"
                f" GitHub shows {ANNOTATIONS_SHOWN} of a kind. All are in this log."
            )
    return "\n".join([*lines, verdict]) + "\n"


def _annotation(located: LocatedProblem) -> str:
    problem = located.problem
    message = _data(f"{_message(located)}\n{problem.hint}")
    where = f"file={_property(_in_repository(located.path))},line={located.line or 1}"
    kind = _KINDS[problem.severity].github
    return f"::{kind} {where},title={_property(problem.code)}::{message}"


def _message(located: LocatedProblem) -> str:
    return f"{located.key}: {located.problem.message}" if located.key else located.problem.message


def _data(text: str) -> str:
    lines = (visible(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines).replace("##[", "# #[")


def _property(text: str) -> str:
    escaped = _data(text).replace("%0A", "\\n")
    return escaped.replace(":", "%3A").replace(",", "%2C")


def _in_repository(path: str | None) -> str:
    """A path from the top of the git repository that holds it; outside of one as it stands.

    CI systems know files by that, wherever in the repository the command was run.
    """
    absolute = Path(os.path.abspath(path or ""))  # noqa: PTH100 - links are to stay
    root = next((one for one in absolute.parents if (one / ".git").exists()), None)
    if root is None or not absolute.exists():
        return (path or "").replace("\\", "/")
    return absolute.relative_to(root).as_posix()


def sarif(problems: Sequence[LocatedProblem]) -> str:
    """The problems as SARIF 2.1.0 in ASCII, for code scanning."""
    home = metadata("lpplan")["Project-URL"].partition(", ")[2]
    codes = list(dict.fromkeys(located.problem.code for located in problems))
    driver = {
        "name": "lpplan",
        "semanticVersion": __version__,
        "informationUri": home,
        "rules": [_sarif_rule(code, home) for code in codes],
    }
    results = [_sarif_result(located, codes) for located in problems]
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return to_json(data)


def _sarif_rule(code: str, home: str) -> dict[str, Any]:
    rule = CODES[code]
    cure = page_of(code).partition("**Cure.** ")[2].strip()
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in code.split("-")),
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": f"{rule.sentence} {cure}"},
        "help": {"text": cure, "markdown": page_of(code)},
        "helpUri": f"{home}/blob/main/src/lpplan/fees/codes.md#{code}",
        "defaultConfiguration": {"level": _KINDS[rule.severity].sarif},
    }


def _sarif_result(located: LocatedProblem, codes: Sequence[str]) -> dict[str, Any]:
    problem = located.problem
    uri = quote(_in_repository(located.path), errors="surrogateescape")
    location = {"artifactLocation": {"uri": uri}, "region": {"startLine": located.line or 1}}
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _KINDS[problem.severity].sarif,
        "message": {"text": visible(f"{_message(located)}. {problem.hint}")},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"lpplan/v1": _fingerprint(located)},
    }


def _fingerprint(located: LocatedProblem) -> str:
    """What stays the same of a problem while lines above it come and go."""
    what = (_in_repository(located.path), located.key, located.problem.code, _message(located))
    return sha256("\0".join(what).encode("utf-8", "replace")).hexdigest()


def gitlab(problems: Sequence[LocatedProblem]) -> str:
    """The problems as GitLab's code quality report has them, JSON in ASCII."""
    report = [
        {
            "description": visible(f"{_message(located)}. {located.problem.hint}"),
            "check_name": located.problem.code,
            "fingerprint": _fingerprint(located),
            "severity": _KINDS[located.problem.severity].gitlab,
            "location": {
                "path": _in_repository(located.path),
                "lines": {"begin": located.line or 1},
            },
        }
        for located in problems
    ]
    return to_json(report)


def junit(problems: Sequence[LocatedProblem], suite: str, verdict: str, *, strict: bool) -> str:
    """The problems as a JUnit report: a case each, failed where it refuses, or one that passed.

    A warning fails where ``strict``; other warnings and remarks are what a case says.
    """
    from xml.etree import ElementTree as ET

    fatal = {"error", "warning"} if strict else {"error"}
    failures = sum(located.problem.severity in fatal for located in problems)
    counts = {"tests": str(len(problems) or 1), "failures": str(failures)}
    root = ET.Element("testsuites", {"name": "lpplan", **counts})
    cases = ET.SubElement(root, "testsuite", {"name": suite, **counts})
    for located in problems:
        path, line, _, problem = located
        name = visible(f"{problem.code}: {_message(located)}")
        case = ET.SubElement(cases, "testcase", {"classname": visible(path or suite), "name": name})
        if path:
            case.attrib |= {"file": visible(_in_repository(path)), "line": str(line or 1)}
        kind = "failure" if problem.severity in fatal else "system-out"
        said = ET.SubElement(case, kind)
        said.text = visible(f"{_message(located)}. {problem.hint}")
        if kind == "failure":
            said.attrib |= {"type": problem.code, "message": visible(_message(located))}
    if not problems:
        ET.SubElement(cases, "testcase", {"classname": suite, "name": verdict})
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=True)
    return written.decode() + "\n"
