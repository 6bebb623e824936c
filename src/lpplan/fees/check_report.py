"""What is unsound or odd about fee files, with the lines to show."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lpplan.core.problem import LocatedProblem, LpplanError, Problem, Severity
from lpplan.reading.fee_folder import FeeText, bundled_texts, examine, fee_text, folder_texts
from lpplan.reading.fee_rules import IGNORABLE, fee_findings


class FeeCheck(NamedTuple):
    """The outcome of checking some fee files."""

    files: int
    are_bundled: bool
    """Whether they are those that come with lpplan."""
    problems: tuple[LocatedProblem, ...]
    lines: Mapping[str, Sequence[str]]
    """The lines of each file that has a problem, by its path."""

    def count(self, severity: Severity) -> int:
        """How many problems are that bad."""
        return sum(found.problem.severity == severity for found in self.problems)

    def fails(self, *, strict: bool) -> bool:
        """Whether the answer is no: for an error, or where strict for a warning."""
        return self.count("error") > 0 or (strict and self.count("warning") > 0)


def check_fees(paths: Sequence[str], as_of: date, ignored: Sequence[str]) -> FeeCheck:
    """Check fee files and folders of them; without any, ``fees`` here, else those bundled.

    A file is checked beside the others of its folder. ``ignored`` are codes of warnings and
    remarks. Raises LpplanError for a path or a code that is none.
    """
    _refuse_unknown(ignored)
    texts: dict[str, FeeText] = {}
    problems: dict[LocatedProblem, None] = {}
    for folder, asked in _by_folder(paths):
        examined = examine(folder, lambda draft, before: fee_findings(draft, before, as_of))
        texts |= {text.shown: text for text in asked}
        shown = {text.shown for text in asked}
        for found in examined.problems:
            if found.path in shown and found.problem.code not in ignored:
                problems[found] = None
    with_problems = {found.path for found in problems if found.path}
    lines = {path: _lines(texts[path]) for path in with_problems}
    are_bundled = not paths and not Path("fees").exists()
    return FeeCheck(len(texts), are_bundled, tuple(problems), lines)


def _refuse_unknown(ignored: Sequence[str]) -> None:
    unknown = [code for code in ignored if code not in IGNORABLE]
    if unknown:
        hint = f"The codes that can be ignored: {', '.join(IGNORABLE)}."
        message = "is not the code of a warning or remark"
        raise LpplanError(
            problems=[
                LocatedProblem(None, None, f"--ignore {code}", Problem((), "", message, hint))
                for code in unknown
            ]
        )


def _by_folder(paths: Sequence[str]) -> Iterable[tuple[list[FeeText], list[FeeText]]]:
    """The files of each folder, and those of them that are asked about."""
    if not paths:
        if not Path("fees").exists():
            texts = bundled_texts()
            yield texts, texts
            return
        paths = ("fees",)
    for path in paths:
        if not Path(path).exists():
            raise LpplanError(
                f"{path}: there is no such file or folder",
                "Name fee files, or a folder of them such as fees.",
            )
        if Path(path).is_dir():
            texts = folder_texts(path)
            yield texts, texts
        else:
            yield _with_its_folder(Path(path), path)


def _with_its_folder(path: Path, shown: str) -> tuple[list[FeeText], list[FeeText]]:
    asked = fee_text(path, shown)
    beside = folder_texts(str(path.parent)) if path.suffix.lower() == ".toml" else []
    texts = [asked if text.name == path.name else text for text in beside]
    return (texts if asked in texts else [asked]), [asked]


def _lines(text: FeeText) -> list[str]:
    try:
        return text.read().decode("utf-8-sig", "replace").split("\n")
    except LpplanError:
        return []
