"""Flags read one by one, so that everything wrong with them is said at once."""

import re

from lpplan.core.problem import LocatedProblem, LpplanError, Problem
from lpplan.core.years import AcademicYear


class Flags:
    """Reads flags as they were typed, and keeps what is wrong with them."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._problems: list[LocatedProblem] = []

    def add(self, flag: str, code: str, message: str, hint: str) -> None:
        """Note a problem with a flag."""
        self._problems.append(LocatedProblem(None, None, flag, Problem((), code, message, hint)))

    def whole_number(self, flag: str, typed: str | None, most: int, example: str) -> int | None:
        """A whole number from 1 to ``most``; None where not given, or with a problem not one."""
        if typed is None:
            return None
        number = int(typed) if re.fullmatch(r"\d{1,9}", typed, re.ASCII) else 0
        if 1 <= number <= most:
            return number
        message = f"must be a whole number from 1 to {most:,}, not {_shown(typed)}"
        self.add(flag, "wrong-value", message, f"For example: {example}")
        return None

    def year(self, flag: str, typed: str, example: str) -> AcademicYear | None:
        """An academic year; None, and a problem, where it is not one."""
        try:
            return AcademicYear.parse(typed)
        except ValueError as wrong:
            message = f"{wrong}, not {_shown(typed)}"
            self.add(flag, "wrong-value", message, f"For example: {example}")
            return None

    def refuse_problems(self) -> None:
        """Raise LpplanError with every problem found so far, if there is any."""
        if self._problems:
            raise self.refusal()

    def refusal(self) -> LpplanError:
        """The error that shows every problem found so far."""
        return LpplanError(problems=self._problems)


def _shown(typed: str) -> str:
    if not typed:
        return "nothing"
    return f'"{typed}"' if len(typed) <= 40 else f'"{typed[:39]}…"'
