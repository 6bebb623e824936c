"""Folders of fee schedules, examined file by file and loaded whole or refused whole."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.reading import words
from lpplan.reading.bundled import bundled_folder
from lpplan.reading.fee_rule import FeeFile
from lpplan.reading.fee_rules import fee_problems
from lpplan.reading.plan_source import PlanSource
from lpplan.reading.tables import read_table
from lpplan.reading.toml_file import TomlFile, parse_toml, read_bytes, refusal
from lpplan.reading.words import Draft
from lpplan.values.limits import MOST_BYTES_OF_FEES, MOST_FEE_FILES, MOST_PROBLEMS
from lpplan.values.problem import KeyPath, LocatedProblem, LpplanError, Problem
from lpplan.values.years import AcademicYear

FEES_VARIABLE = "LPPLAN_FEES"


class FeeText(NamedTuple):
    """A fee file, wherever it is."""

    shown: str
    """How its reader knows the file."""
    name: str
    read: Callable[[], bytes]
    """Gives its content. Raises LpplanError where it cannot be read."""


@dataclass(frozen=True)
class FeeFolder:
    """The schedules of a folder, and the files they came from."""

    schedules: Schedules
    files: dict[AcademicYear, TomlFile]
    folder: str | None
    """How the user named the folder; None for the schedules that come with lpplan."""

    def file_and_line(self, year: AcademicYear, key: KeyPath) -> tuple[str, int]:
        """The file and line where a year's schedule has a key."""
        return self.files[year].path, self.files[year].line(key)


def load_fees(
    folder: str | None, uplift: Decimal = Decimal(0), plan: PlanSource | None = None
) -> FeeFolder:
    """The schedules of a folder, else of the plan's, else of ``LPPLAN_FEES``, else those bundled.

    ``uplift`` is how many percent a year prices are assumed to rise beyond a schedule's year.
    Raises LpplanError with every problem of every file: an unsound file refuses them all.
    """
    named = folder
    if named is None and plan is not None:
        named = plan.fees
    if named is None:
        named = os.environ.get(FEES_VARIABLE) or None
    return sound_folder(folder_texts(named), named, uplift)


def sound_folder(
    texts: Iterable[FeeText], named: str | None, uplift: Decimal = Decimal(0)
) -> FeeFolder:
    """The schedules of some fee files. Raises LpplanError with every problem that they have."""
    sound, problems = examine(texts)
    if problems:
        raise LpplanError(problems=problems)
    schedules = Schedules((schedule for schedule, _ in sound), uplift)
    return FeeFolder(schedules, {schedule.academic_year: file for schedule, file in sound}, named)


def folder_texts(folder: str | None) -> list[FeeText]:
    """The fee files in a folder, or without one those bundled, in the order of their names.

    Raises LpplanError where there is no such folder, or no fee file in it.
    """
    root = bundled_folder("fees") if folder is None else Path(folder)
    shown = "fees" if folder is None else folder
    try:
        paths = sorted(path for path in root.iterdir() if is_fee_file(path.name))
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(
            f"{shown}: cannot be read as a folder of fee schedules: {reason}",
            f"Name a folder of files such as 2018-19.toml with --fees or {FEES_VARIABLE}.",
        ) from None
    if not paths:
        raise LpplanError(
            f"{shown}: holds no fee schedule",
            "Put files such as 2018-19.toml there, or leave --fees and"
            f" {FEES_VARIABLE} out to use those that come with lpplan.",
        )
    return [fee_text(path, f"{shown.rstrip('/')}/{path.name}") for path in paths]


def fee_text(path: Path, shown: str) -> FeeText:
    """The fee file at a path, which its reader knows as ``shown``."""
    return FeeText(shown, path.name, lambda: read_bytes(str(path), shown))


def is_fee_file(name: str) -> bool:
    """Whether a file in a folder of schedules is one by its name."""
    return name.lower().endswith(".toml") and not name.startswith(".")


def stray_files(folder: str) -> list[LocatedProblem]:
    """What lies in a folder of fees, is named after an academic year, and is no fee file there.

    Files of another ending, and fee files in a folder below it: nobody is quoted from them. And
    links, the folder itself among them: what is quoted lies elsewhere, and changes there.
    """
    strays = []
    for path in (Path(folder), *sorted(Path(folder).iterdir())):
        if path.is_symlink():
            message = "is a symbolic link, of which git holds only where it leads"
            hint = "Put the fees themselves there, so that no change of them goes unseen."
            problem = Problem((), "stray-file", message, hint, "warning")
            strays.append(LocatedProblem(_below(folder, path), None, "", problem))
        if path == Path(folder):
            continue
        looks_like_one = re.match(r"\d{4}[-_ ]\d{2}", path.name) and not is_fee_file(path.name)
        below = [path / one.name for one in path.glob("*.toml")] if path.is_dir() else []
        inside = [one for one in below if year_in_name(one.name)]
        for stray in inside or ([path] if looks_like_one and not path.is_dir() else []):
            hint = "Name it as a fee file of that folder, such as 2018-19.toml, or remove it."
            message = "is named after an academic year, and is no fee file of this folder"
            problem = Problem((), "stray-file", message, hint, "warning")
            strays.append(LocatedProblem(_below(folder, stray), None, "", problem))
    return strays


def _below(folder: str, path: Path) -> str:
    """How the reader knows a path in a folder, or the folder itself."""
    inside = path.relative_to(folder).as_posix()
    return folder if inside == "." else f"{folder.rstrip('/')}/{inside}"


def examine(
    texts: Iterable[FeeText], as_of: date | None = None
) -> tuple[list[tuple[FeeSchedule, TomlFile]], list[LocatedProblem]]:
    """The sound schedules of one folder with their files, and every problem of all of them.

    The files are judged in the order of their names, each with those before it; with a day of
    asking, also for what is odd on that day.
    """
    sound: list[tuple[FeeSchedule, TomlFile]] = []
    problems: list[LocatedProblem] = []
    unsound: set[AcademicYear] = set()
    held = 0
    for number, text in enumerate(texts):
        if len(problems) > MOST_PROBLEMS:
            break
        schedule = None
        earlier = [schedule for schedule, _ in sound]
        beside = FeeFile(None, text.name, earlier, as_of, frozenset(unsound))
        rules = partial(fee_problems, beside)
        try:
            content = text.read()
            held += len(content)
            _refuse_excess(text.shown, number + 1, held)
            file = parse_toml(text.shown, content, partial(_problems_of, rules))
        except LpplanError as refused:
            why = (text.shown, None, "unreadable", refused.message, "\n".join(refused.hints))
            problems += refused.problems or refusal(*why).problems
        else:
            schedule, problems_of_file = read_table(file.data, FeeSchedule, words.FEES, rules)
            problems += file.locate(problems_of_file)
        if schedule is not None:
            sound.append((schedule, file))
        elif year := year_in_name(text.name):
            unsound.add(year)
    if len(problems) > MOST_PROBLEMS:
        last = problems[MOST_PROBLEMS - 1]
        hint = f"{last.problem.hint}\nWhat is wrong further on is told once this is mended."
        told = last._replace(problem=last.problem._replace(hint=hint))
        problems[MOST_PROBLEMS - 1 :] = [told]
    return sound, problems


def _refuse_excess(shown: str, files: int, held: int) -> None:
    """Raise LpplanError for a file that brings its folder to more than any needs."""
    most = None
    if held > MOST_BYTES_OF_FEES:
        most = f"{MOST_BYTES_OF_FEES:,} bytes"
    elif files > MOST_FEE_FILES:
        most = f"{MOST_FEE_FILES} files"
    if most:
        message = f"brings the fees of its folder to more than {most}, and no folder needs that"
        raise refusal(shown, None, "unreadable", message, "Move fees that nobody is quoted away.")


def _problems_of(
    rules: Callable[[Draft], Iterable[Problem]], data: dict[str, Any]
) -> list[Problem]:
    return read_table(data, FeeSchedule, words.FEES, rules)[1]


def year_in_name(name: str) -> AcademicYear | None:
    """The academic year that a file is named after."""
    try:
        return AcademicYear.parse(name.rpartition(".")[0])
    except ValueError:
        return None
