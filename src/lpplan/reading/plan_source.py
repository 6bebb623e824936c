"""Plans as people give them: a file, flags, or a file with flags that ask "what if"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lpplan.core.plan import Plan
from lpplan.core.programme import SESSIONS
from lpplan.reading.tables import read_plan
from lpplan.reading.toml_file import TomlFile, read_toml
from lpplan.values.problem import KeyPath, LocatedProblem, LpplanError, Problem

_FLAGS = {
    "name": ("--school", '"Oakfield Academy"'),
    "membership": ("--non-member", ""),
    "stage": ("--stage", "1"),
    "academic_year": ("--year", "2018/19"),
    "participants": ("--participants", "27"),
    "cohorts": ("--cohorts", "2"),
    "schools": ("--school", '"Riverside Primary=12"'),
}
"""Which flag gives a key of a plan, and an example of what follows it."""

_REPLACED_BY = {
    "participants": ("schools",),
    "academic_year": (*SESSIONS, "gateway"),
}
"""Which keys of an entry say nothing more once a flag has changed another."""

UNNAMED_SCHOOL = "Your school"


@dataclass(frozen=True)
class PlanSource:
    """A sound plan, and where each of its keys came from."""

    plan: Plan
    data: Mapping[str, Any]
    file: TomlFile | None
    from_flags: frozenset[KeyPath]

    @property
    def shown(self) -> str:
        """How its reader knows the file."""
        return self.file.path if self.file else "The plan"

    @property
    def fees(self) -> str | None:
        """The folder of fee schedules that the plan names; None where it names none.

        Raises LpplanError where there is no such folder.
        """
        named = self.plan.fees
        if named is None:
            return None
        beside = Path(self.file.path).parent if self.file else Path()
        folder = str(beside / named)
        if not Path(folder).is_dir():
            message = f"names no folder of fee schedules beside the plan: there is no {folder}"
            hint = "Correct the name, or remove it to use the fees that come with lpplan."
            raise self.refusal([Problem(("fees",), "no-such-folder", message, hint)])
        return folder

    def refusal(self, problems: Iterable[Problem]) -> LpplanError:
        """The error that shows problems where the reader of the plan will find them."""
        return _refusal(self.file, self.from_flags, problems)


def load_plan(path: str) -> PlanSource:
    """Load a plan from a file. Raises LpplanError with every problem it has."""
    file = read_toml(path, lambda data: read_plan(data)[1])
    return _checked(file.data, file, frozenset())


def plan_from_data(data: Mapping[str, Any]) -> PlanSource:
    """A plan that is in no file yet. Raises LpplanError with every problem it has."""
    return _checked(data, None, frozenset())


def plan_from_flags(
    *, school: str | None, non_member: bool, stage: Mapping[str, str]
) -> PlanSource:
    """A plan for one stage from the flags that were given, as they were typed.

    Raises LpplanError with everything that is wrong or missing.
    """
    data = {
        "school": {
            "name": UNNAMED_SCHOOL if school is None else school,
            "membership": "non-member" if non_member else "member",
        },
        "stages": [as_typed(stage)],
    }
    return _checked(data, None, frozenset())


def what_if(source: PlanSource, changes: Mapping[int, Mapping[str, object]]) -> PlanSource:
    """The plan with keys of some entries changed, by their places in the plan from 0.

    A number of participants takes the place of a list of schools, and another year that of
    the sessions' dates. Raises LpplanError with everything wrong with the changed plan.
    """
    from copy import deepcopy

    data = deepcopy(dict(source.data))
    for place, values in changes.items():
        entry = data["stages"][place]
        for key in values:
            for replaced in _REPLACED_BY.get(key, ()):
                entry.pop(replaced, None)
        entry.update(values)
    changed = {("stages", place, key) for place, values in changes.items() for key in values}
    return _checked(data, source.file, frozenset(changed))


def as_typed(flags: Mapping[str, str]) -> dict[str, object]:
    """Flags or cells as a TOML file would have them; what is no number stays text for checks."""
    return {
        key: int(text)
        if key != "academic_year" and re.fullmatch(r"[+-]?\d{1,30}", text, re.ASCII)
        else text
        for key, text in flags.items()
    }


def _checked(
    data: Mapping[str, Any], file: TomlFile | None, from_flags: frozenset[KeyPath]
) -> PlanSource:
    plan, problems = read_plan(data)
    if plan is None:
        raise _refusal(file, from_flags, problems)
    return PlanSource(plan, data, file, from_flags)


def _refusal(
    file: TomlFile | None, from_flags: frozenset[KeyPath], problems: Iterable[Problem]
) -> LpplanError:
    located = []
    for problem in problems:
        if file is None or problem.key[:3] in from_flags:
            located.append(_at_flag(problem))
        else:
            located += file.locate([problem])
    located.sort(key=lambda problem: problem.line or 0)
    return LpplanError(problems=located)


def _at_flag(problem: Problem) -> LocatedProblem:
    flag, example = _FLAGS[str(problem.key[-1])]
    if problem.code in ("missing-key", "wrong-value", "participants-or-schools"):
        problem = problem._replace(hint=f"For example: {flag} {example}")
    if problem.code == "participants-or-schools":
        problem = problem._replace(code="missing-key", message="is missing")
    return LocatedProblem(path=None, line=None, key=flag, problem=problem)
