"""What can be wrong with a file or a flag, as a value that any rendering can show."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where in a file: names of keys, and places in lists counted from 0."""

Severity: TypeAlias = Literal["error", "warning", "info"]


class Problem(NamedTuple):
    """One thing that is wrong at a key, and how to mend it.

    The message continues the sentence that the key begins ("stages[1].cohorts: must be …").
    The code is stable and in kebab case.
    """

    key: KeyPath
    code: str
    message: str
    hint: str
    severity: Severity = "error"
    excerpt: str = ""
    """The line at fault and a mark below the place, where saying its number is not enough."""


class LocatedProblem(NamedTuple):
    """A problem with the place where its reader will find it.

    ``path`` is None for a flag; ``line`` counts from 1, and is None for a folder or a flag.
    """

    path: str | None
    line: int | None
    key: str
    problem: Problem


class LpplanError(Exception):
    """What ends a command: a sentence with hints below it, or problems, and an exit code."""

    exit_code = 2

    def __init__(
        self, message: str = "", *hints: str, problems: Sequence[LocatedProblem] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints
        self.problems = tuple(problems)


class Interrupted(LpplanError):
    """Somebody stopped at a question."""

    exit_code = 130


class DemandNotMet(LpplanError):
    """The input is sound, and the answer to what was demanded of it is no."""

    exit_code = 1
