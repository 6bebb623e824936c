"""A folder of fee schedules, loaded whole or refused whole."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lpplan.checking.reading import read_schedule
from lpplan.core.schedule import FeeSchedule, FeeScheduleDraft, missing_charge_problems
from lpplan.core.schedules import Schedules
from lpplan.files.bundled import bundled_folder
from lpplan.files.toml_file import TomlFile, read_toml
from lpplan.values.academic_year import AcademicYear
from lpplan.values.problem import KeyPath, LocatedProblem, LpplanError, Problem

FEES_VARIABLE = "LPPLAN_FEES"


@dataclass(frozen=True)
class FeeFolder:
    """The schedules of a folder, and the files they came from."""

    schedules: Schedules
    files: dict[AcademicYear, TomlFile]
    folder: str | None
    """How the user named the folder; None for the schedules that come with lpplan."""

    def place(self, year: AcademicYear, key: KeyPath) -> tuple[str, int]:
        """The file and line where a year's schedule has a key."""
        return self.files[year].path, self.files[year].line(key)


def load_fees(folder: str | None) -> FeeFolder:
    """Load the schedules of a folder, else of ``LPPLAN_FEES``, else those bundled.

    Raises LpplanError with every problem of every file: an unsound file refuses them all.
    """
    named = folder if folder is not None else os.environ.get(FEES_VARIABLE) or None
    root = bundled_folder("fees") if named is None else Path(named)
    sound: list[FeeSchedule] = []
    files: dict[AcademicYear, TomlFile] = {}
    problems: list[LocatedProblem] = []
    # Bundled files are shown by the name they have in the project, wherever pip put them.
    folder_shown = "fees" if named is None else named.rstrip("/\\")
    for path in _fee_files(root, named):
        try:
            file = read_toml(str(path), f"{folder_shown}/{path.name}")
        except LpplanError as refused:
            problems += refused.problems
            continue
        year, found = _add(file, path, sound)
        problems += found
        if year is not None:
            files[year] = file
    if problems:
        raise LpplanError(problems=problems)
    return FeeFolder(Schedules(sound), files, named)


def _fee_files(root: Path, named: str | None) -> list[Path]:
    try:
        found = sorted(
            path
            for path in root.iterdir()
            if path.suffix.lower() == ".toml" and not path.name.startswith(".")
        )
    except (OSError, ValueError) as wrong:
        told = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(
            f"{named or root}: cannot be read as a folder of fee schedules: {told}\n"
            f"  Name a folder of files such as 2018-19.toml with --fees or {FEES_VARIABLE}."
        ) from None
    if not found:
        raise LpplanError(
            f"{named or root}: holds no fee schedule\n"
            "  Put files such as 2018-19.toml there, or leave --fees and"
            f" {FEES_VARIABLE} out to use those that come with lpplan."
        )
    return found


def _add(
    file: TomlFile, path: Path, before: list[FeeSchedule]
) -> tuple[AcademicYear | None, list[LocatedProblem]]:
    """Check one file against its name and the schedules of the years before it."""

    def rules(draft: FeeScheduleDraft) -> Iterator[Problem]:
        if draft.academic_year is not None:
            yield from _year_problems(draft.academic_year, path, before)
        # In the order of their names, files of sound names come in the order of their years.
        yield from missing_charge_problems(draft, before[-1] if before else None)

    schedule, problems = read_schedule(file.data, rules)
    if schedule is None:
        return None, file.locate(problems)
    before.append(schedule)
    return schedule.academic_year, []


def _year_problems(year: AcademicYear, path: Path, before: list[FeeSchedule]) -> Iterator[Problem]:
    expected = f"{year.in_file_names}.toml"
    if path.name != expected:
        yield Problem(
            ("academic_year",),
            "file-name",
            f"is {year}, and the file is not named after it",
            f"Name the file {expected}, or correct the year.",
        )
    if any(schedule.academic_year == year for schedule in before):
        yield Problem(
            ("academic_year",),
            "repeated-year",
            f"is {year}, and another file in the folder is for that year already",
            "A year has one file: remove or correct one of the two.",
        )
