"""Problems as lines of text: where, what is wrong, how to mend it."""

from collections.abc import Iterable

from lpplan.core.problem import LocatedProblem
from lpplan.show.text import visible, without_commands


def problems_text(problems: Iterable[LocatedProblem]) -> str:
    """Two lines a problem: ``PATH:LINE: KEY: what is wrong``, then how to mend it."""
    return "".join(f"{_where(found)}\n  {visible(found.problem.hint)}\n" for found in problems)


def problems_told(problems: Iterable[LocatedProblem]) -> str:
    """The same, where no workflow of GitHub takes a line for a command."""
    return without_commands(problems_text(problems))


def _where(found: LocatedProblem) -> str:
    path = None if found.path is None else visible(found.path)
    place = f"{path}:{found.line}" if path and found.line else path
    parts = [place, visible(found.key), visible(found.problem.message)]
    return ": ".join(part for part in parts if part)
