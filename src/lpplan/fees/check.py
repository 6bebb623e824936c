"""``lpplan fees check``: whether fee files can be trusted, told to people and to programs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from lpplan.fees.codes import CODES, explanation
from lpplan.fees.findings import finding_parts, github_log, gitlab, junit, problems_data, sarif
from lpplan.flags import (
    AsOfOption,
    Flags,
    ForceOption,
    OutputOption,
    format_option,
    switch,
    text_option,
)
from lpplan.output import destination, write_result
from lpplan.reading.fee_folder import FeeText, examine, fee_text, folder_texts, stray_files
from lpplan.reading.fee_oddities import IGNORABLE
from lpplan.reading.fee_rules import FEE_RULES
from lpplan.reading.likely_file import in_quotes, likely_file
from lpplan.show.data import to_json
from lpplan.show.document import Document, Paragraph, Part, Row, table
from lpplan.show.formats import Formats, for_reading
from lpplan.values.problem import LocatedProblem, LpplanError, Severity
from lpplan.values.words import day_in_words, listed, plural

_COUNTED: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "remark"}


class FeeCheck(NamedTuple):
    """The outcome of checking some fee files."""

    as_of: date
    files: int
    problems: Sequence[LocatedProblem]
    lines: Mapping[str, Sequence[str]]
    """The lines of each file that has a problem, by its path."""
    strict: bool = False
    """Whether warnings count as errors do."""
    counts_only: bool = False
    """Whether its reader asked how often each code occurs, and not for each problem."""

    def count(self, severity: Severity) -> int:
        """How many problems are that bad."""
        return sum(located.problem.severity == severity for located in self.problems)

    @property
    def fails(self) -> bool:
        """Whether the answer is no: for an error, or where strict for a warning."""
        return self.count("error") > 0 or (self.strict and self.count("warning") > 0)

    @property
    def verdict(self) -> str:
        """How many problems of each kind there are, in a sentence."""
        if not self.files:
            return "No fee file to check in what is staged or pushed."
        numbers = {word: self.count(severity) for severity, word in _COUNTED.items()}
        counts = [plural(number, word) for word, number in numbers.items() if number]
        return f"{listed(counts) or 'No problems'} in {plural(self.files, 'file')}."


def check_document(check: FeeCheck) -> Document:
    """Each problem with its line pointed at, and last how many there are."""
    return Document("", check.as_of, [*_findings(check), Paragraph(check.verdict, "strong")])


def check_page(check: FeeCheck) -> Document:
    """The same for a page, which is read from its top: how many problems there are, then each."""
    title = f"Fee files checked as on {day_in_words(check.as_of)}"
    return Document(title, check.as_of, [Paragraph(check.verdict, "strong"), *_findings(check)])


def _findings(check: FeeCheck) -> Iterator[Part]:
    if not check.counts_only:
        yield from finding_parts(check.problems, check.lines)
    elif check.problems:
        counted = Counter(located.problem.code for located in check.problems)
        rows = [
            Row((number, code, CODES[code].severity, CODES[code].sentence))
            for code, number in counted.most_common()
        ]
        yield table("Times", "Code", "Severity", "What it is", rows=rows)


def check_json(check: FeeCheck) -> str:
    """The problems as JSON in ASCII."""
    return to_json({"files": check.files, "problems": problems_data(check.problems)})


FORMATS: Formats[FeeCheck] = {
    **for_reading(check_page),
    "table": check_document,
    "json": check_json,
    "github": lambda check: github_log(check.problems, check.verdict),
    "sarif": lambda check: sarif(check.problems),
    "gitlab": lambda check: gitlab(check.problems),
    "junit": lambda check: junit(
        check.problems, "lpplan fees check", check.verdict, strict=check.strict
    ),
}


def check_fees(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Fee files, or folders of them (default: the folder fees here)."
        ),
    ] = None,
    bundled: Annotated[
        bool, switch("--bundled", help="Judge the fee files that come with lpplan.")
    ] = False,
    staged: Annotated[
        bool, switch("--staged", help="Judge what is staged in git, where it touches fee files.")
    ] = False,
    strict: Annotated[bool, switch("--strict", help="Let warnings count as errors do.")] = False,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Look for this kind of problem only; may be repeated."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Leave a kind of warning out; may be repeated."),
    ] = None,
    statistics: Annotated[
        bool, switch("--statistics", help="Show how often each code occurs, in place of each.")
    ] = False,
    exit_zero: Annotated[
        bool, switch("--exit-zero", help="Exit 0 whatever is found; for trying out.")
    ] = False,
    explain: Annotated[
        str | None, text_option(metavar="CODE", help="Explain a code, with an example and a cure.")
    ] = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Judge fee files by every rule."""
    with Flags() as flags:
        day = flags.as_of(as_of)
        known = {"--select": tuple(FEE_RULES), "--ignore": IGNORABLE, "--explain": tuple(CODES)}
        named = {"--select": select, "--ignore": ignore, "--explain": [explain] if explain else ()}
        for flag, codes in named.items():
            for code in codes or ():
                if code not in known[flag]:
                    hint = f"The codes that it takes: {', '.join(known[flag])}."
                    flags.add(f"{flag} {code}", "wrong-value", "is not a code that it takes", hint)
    if explain is not None:
        write_result(explanation(explain), output, force=force)
        return
    to = destination(form, output, force=force, formats=FORMATS)
    check = check_files(folders_to_check(paths or (), bundled=bundled, staged=staged), day)
    check = check._replace(
        strict=strict,
        counts_only=statistics,
        problems=[
            located
            for located in check.problems
            if located.problem.code not in (ignore or ())
            and (not select or located.problem.code in select)
        ],
    )
    to.write(check)
    if check.fails and not exit_zero:
        raise typer.Exit(1)


class ToCheck(NamedTuple):
    """The fee files of one folder, and which of them are to be judged."""

    texts: Sequence[FeeText]
    only: str | None = None
    """The one file that is, as its reader knows it; None for all of the folder."""
    stray: Sequence[LocatedProblem] = ()
    """What lies in the folder and is no fee file, though it is named like one."""


def folders_to_check(paths: Sequence[str], *, bundled: bool, staged: bool) -> list[ToCheck]:
    """The folders that the paths name, else ``fees`` here; or those bundled, or staged in git.

    Raises LpplanError for a path that is none, and where there is nothing to look at.
    """
    if staged:
        from lpplan.fees.staged import staged_folders

        return [*map(ToCheck, staged_folders(paths))]
    if bundled:
        return [ToCheck(folder_texts(None)), *map(_folder_of, paths)]
    if not paths and not Path("fees").exists():
        raise LpplanError(
            "There is no folder fees here, so nothing was checked.",
            "Name fee files, or folders of them: lpplan fees check our-fees",
            "or judge those that come with lpplan: lpplan fees check --bundled",
        )
    return [*map(_folder_of, paths or ["fees"])]


def check_files(folders: Sequence[ToCheck], as_of: date) -> FeeCheck:
    """Judge fee files on a day of asking, each beside the others of its folder."""
    chosen: dict[str, FeeText] = {}
    problems: dict[LocatedProblem, None] = {}
    for texts, only, stray in folders:
        named = {text.shown: text for text in texts if only in (None, text.shown)}
        chosen |= named
        found = examine(texts, as_of)[1]
        problems |= dict.fromkeys(located for located in found if located.path in named)
        problems |= dict.fromkeys(stray)
    with_problems = {located.path for located in problems if located.path in chosen}
    return FeeCheck(
        as_of=as_of,
        files=len(chosen),
        problems=tuple(problems),
        lines={path: _lines(chosen[path]) for path in with_problems if path},
    )


def _folder_of(path: str) -> ToCheck:
    """The fee files of a folder; of a file's folder, and which of them it is."""
    file = Path(path)
    if not file.exists():
        likely = likely_file(path)
        raise LpplanError(
            f"{path}: there is no such file or folder",
            f"Did you mean {in_quotes(likely)}?"
            if likely
            else "Name fee files, or a folder of them such as fees.",
        )
    if file.is_dir():
        return ToCheck(folder_texts(path), stray=stray_files(path))
    named = fee_text(file, path)
    beside = folder_texts(str(file.parent)) if file.suffix.lower() == ".toml" else []
    texts = [named if text.name == file.name else text for text in beside]
    return ToCheck(texts if named in texts else [named], path)


def _lines(text: FeeText) -> list[str]:
    try:
        return text.read().decode("utf-8-sig", "replace").split("\n")
    except LpplanError:
        return []
