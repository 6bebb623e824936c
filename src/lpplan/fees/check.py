"""``lpplan fees check``: whether fee files can be trusted, told to people and to programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote

import typer

from lpplan import __version__
from lpplan.flags import AsOfOption, Flags, ForceOption, OutputOption, format_option, switch
from lpplan.output import destination
from lpplan.reading.fee_folder import FeeText, examine, fee_text, folder_texts
from lpplan.reading.fee_rules import FEE_RULES, IGNORABLE
from lpplan.show.data import to_json
from lpplan.show.document import Document, Excerpt, Heading, Paragraph, Part, Tone
from lpplan.show.formats import Formats, for_reading
from lpplan.show.text import problems_text, visible
from lpplan.values.problem import LocatedProblem, LpplanError, Severity
from lpplan.values.words import day_in_words, listed, plural

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
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": FEE_RULES[code].sentence},
                "defaultConfiguration": {"level": _SARIF_LEVELS[FEE_RULES[code].severity]},
            }
            for code in codes
        ],
    }
    results = [_result(located, codes) for located in problems]
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return to_json(data)


def _result(located: LocatedProblem, codes: Sequence[str]) -> dict[str, Any]:
    path, line, key, problem = located
    about = f"{key}: " if key else ""
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


_COUNTED: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "remark"}
_TONES: Mapping[Severity, Tone] = {"error": "bad", "warning": "loud", "info": "strong"}


class FeeCheck(NamedTuple):
    """The outcome of checking some fee files."""

    as_of: date
    files: int
    are_bundled: bool
    """Whether they are those that come with lpplan."""
    problems: Sequence[LocatedProblem]
    lines: Mapping[str, Sequence[str]]
    """The lines of each file that has a problem, by its path."""

    def count(self, severity: Severity) -> int:
        """How many problems are that bad."""
        return sum(located.problem.severity == severity for located in self.problems)

    def fails(self, *, strict: bool) -> bool:
        """Whether the answer is no: for an error, or where strict for a warning."""
        return self.count("error") > 0 or (strict and self.count("warning") > 0)

    @property
    def verdict(self) -> str:
        """How many problems of each kind there are, in a sentence."""
        if not self.files:
            return "No fee file to check in what is staged or pushed."
        numbers = {word: self.count(severity) for severity, word in _COUNTED.items()}
        counts = [plural(number, word) for word, number in numbers.items() if number]
        whose = " that comes with lpplan" if self.are_bundled else ""
        return f"{listed(counts) or 'No problems'} in {plural(self.files, 'file')}{whose}."


def check_document(check: FeeCheck) -> Document:
    """Each problem with its line pointed at, and last how many there are."""
    verdict = Paragraph(check.verdict, "strong")
    return Document("", check.as_of, [*_problem_parts(check), verdict])


def check_page(check: FeeCheck) -> Document:
    """The same for a page, which is read from its top: how many problems there are, then each."""
    title = f"Fee files checked as on {day_in_words(check.as_of)}"
    verdict = Paragraph(check.verdict, "strong")
    return Document(title, check.as_of, [verdict, *_problem_parts(check)])


def _problem_parts(check: FeeCheck) -> Iterator[Part]:
    for path, number, key, problem in check.problems:
        about = f" {key}" if key else ""
        words = f"{problem.severity}[{problem.code}]:{about} {problem.message}"
        yield Heading(words, _TONES[problem.severity])
        lines = check.lines.get(path or "", ())
        line = lines[number - 1] if number is not None and number <= len(lines) else None
        address = f"{path}:{number}" if number else f"{path}"
        yield Excerpt(where=address, number=number, line=line, hint=problem.hint)


def check_json(check: FeeCheck) -> str:
    """The problems as JSON in ASCII."""
    problems = [
        {
            "path": path,
            "line": line,
            "key": key,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for path, line, key, problem in check.problems
    ]
    return to_json({"files": check.files, "problems": problems})


FORMATS: Formats[FeeCheck] = {
    **for_reading(check_page),
    "table": check_document,
    "json": check_json,
    "github": lambda check: github_log(check.problems, check.verdict),
    "sarif": lambda check: sarif(check.problems),
}


def check_fees(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Fee files, or folders of them (default: fees here, else bundled)."
        ),
    ] = None,
    staged: Annotated[
        bool, switch("--staged", help="Judge what is staged in git, where it touches fee files.")
    ] = False,
    strict: Annotated[bool, switch("--strict", help="Let warnings count as errors do.")] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Leave a kind of warning out; may be repeated."),
    ] = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Judge fee files by every rule."""
    with Flags() as flags:
        day = flags.as_of(as_of)
        for code in ignore or ():
            if code not in IGNORABLE:
                hint = f"The codes that can be ignored: {', '.join(IGNORABLE)}."
                message = "is not the code of a warning or remark"
                flags.add(f"--ignore {code}", "wrong-value", message, hint)
    to = destination(form, output, force=force, formats=FORMATS)
    check = check_files(paths or (), day, ignore or (), staged=staged)
    to.write(check)
    if check.fails(strict=strict):
        raise typer.Exit(1)


def check_files(
    paths: Sequence[str], as_of: date, ignored: Sequence[str], *, staged: bool = False
) -> FeeCheck:
    """Check fee files and folders of them; without any, ``fees`` here, else those bundled.

    With ``staged``, what is staged in git.

    A file is checked beside the others of its folder. ``ignored`` are codes of warnings and
    remarks. Raises LpplanError for a path that is none.
    """
    are_bundled = not (staged or paths or Path("fees").exists())
    if staged:
        from lpplan.fees.staged import staged_folders

        folders: Iterable[tuple[list[FeeText], str | None]]
        folders = ((texts, None) for texts in staged_folders(paths))
    else:
        named_here = map(_folder_of, paths or ["fees"])
        folders = [(folder_texts(None), None)] if are_bundled else named_here
    chosen: dict[str, FeeText] = {}
    problems: dict[LocatedProblem, None] = {}
    for texts, only in folders:
        named = {text.shown: text for text in texts if only in (None, text.shown)}
        chosen |= named
        for located in examine(texts, as_of)[1]:
            if located.path in named and located.problem.code not in ignored:
                problems[located] = None
    with_problems = {located.path for located in problems if located.path}
    return FeeCheck(
        as_of=as_of,
        files=len(chosen),
        are_bundled=are_bundled,
        problems=tuple(problems),
        lines={path: _lines(chosen[path]) for path in with_problems},
    )


def _folder_of(path: str) -> tuple[list[FeeText], str | None]:
    """The fee files of a folder; of a file's folder, and which of them it is."""
    file = Path(path)
    if not file.exists():
        raise LpplanError(
            f"{path}: there is no such file or folder",
            "Name fee files, or a folder of them such as fees.",
        )
    if file.is_dir():
        return folder_texts(path), None
    named = fee_text(file, path)
    beside = folder_texts(str(file.parent)) if file.suffix.lower() == ".toml" else []
    texts = [named if text.name == file.name else text for text in beside]
    return (texts if named in texts else [named]), path


def _lines(text: FeeText) -> list[str]:
    try:
        return text.read().decode("utf-8-sig", "replace").split("\n")
    except LpplanError:
        return []
