"""How a check comes out, whatever it checks: a centre, a trainer or an applicant."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

Status: TypeAlias = Literal["met", "not met", "not recorded"]
Verdict: TypeAlias = Literal["ready", "not ready", "not known"]


class CheckResult(NamedTuple):
    """The outcome of one check on its subject."""

    check: str
    title: str
    """The check in words, as it reads in a sentence."""
    subject: str
    """The centre, the team, the stage, an applicant or a trainer's name."""
    status: Status
    detail: str
    action: str | None
    """What to do next, and how the plan records it; None where the check is met."""
    source: str
    step: str | None = None
    """What to do next, for somebody who does not see the plan; None where the check is met."""


def verdict_of(checks: Iterable[CheckResult]) -> Verdict:
    """Ready where every check is met, not ready where one is not, otherwise not known."""
    found = {result.status for result in checks}
    if "not met" in found:
        return "not ready"
    return "not known" if "not recorded" in found else "ready"
