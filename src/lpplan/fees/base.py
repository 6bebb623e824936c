"""The fees that a change starts from, which may be absent, or unsound where that is allowed."""

from typing import NamedTuple

from lpplan.core.fees import Schedules
from lpplan.fees.git_tree import NoFees, tree_texts
from lpplan.reading.fee_folder import examine
from lpplan.values.problem import LpplanError


class Base(NamedTuple):
    """The sound schedules of a base."""

    schedules: Schedules
    """None at all where the base is absent."""
    remarks: tuple[str, ...]
    """What of the base is not compared, so that it counts as new."""


def load_base(named: str, *, may_be_unsound: bool) -> Base:
    """The base of that name.

    Raises LpplanError where a file of it cannot be read, or is unsound and may not be.
    """
    try:
        texts = tree_texts(named)
    except NoFees as absent:
        return Base(Schedules(()), (f"{absent.message}: every year counts as new.",))
    sound, problems = examine(texts)
    cannot_be_read = any(located.problem.code == "unreadable" for located in problems)
    if cannot_be_read or (problems and not may_be_unsound):
        hints = () if cannot_be_read else ("To compare a repair of it, add --base-may-be-unsound.",)
        raise LpplanError(f"{named}: cannot be compared with", *hints, problems=problems)
    first = {located.path: located for located in reversed(problems)}
    remarks = (
        f"{path}:{line or 1} is unsound, so its year counts as new: {key} {problem.message}."
        for path, line, key, problem in reversed(first.values())
    )
    return Base(Schedules(schedule for schedule, _ in sound), tuple(remarks))
