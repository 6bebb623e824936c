"""Whether somebody meets the conditions to apply for LP accreditation.

The published conditions are rows of ``CONDITIONS``; a school may add its own. That they are met
says that a person may apply, never that they will be accredited.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lpplan.core.readiness import CheckResult, Status, Verdict, verdict_of

SCHOOL_SOURCE = "the school's own requirements"


class Condition(NamedTuple):
    """One published condition."""

    title: str
    question: str
    met: str
    """What it says of somebody who meets it."""
    action: str
    source: str


CONDITIONS: Mapping[str, Condition] = {
    "contributes": Condition(
        "work that helps others",
        "Does your work help to improve how others support learning?",
        "their work improves how others support learning",
        "Take on work, such as coaching or a project, that helps colleagues support learning.",
        "LP course FAQ, who can apply",
    ),
    "evidence": Condition(
        "evidence of it",
        "Can you show that it does?",
        "they can show it",
        "Collect what shows the effect of your work: notes, results, what colleagues say.",
        "LP course FAQ, who can apply",
    ),
    "sessions": Condition(
        "time for both sessions",
        "Will you attend both sessions, the Launch and Application Support?",
        "will attend Launch and Application Support",
        "Agree with your school that you are free for both sessions, about 2.5 hours each.",
        "LP course FAQ, time commitment",
    ),
    "other_cpd": Condition(
        "CPD outside the calendar",
        "Are you prepared to attend CPD that falls outside the usual school calendar?",
        "prepared to attend",
        "Ask your school for the list of these sessions, and whether you can attend them.",
        "LP course FAQ, time commitment",
    ),
    "part_time": Condition(
        "commitment of part-time staff",
        "You work part time: are you committed to taking part, also on days you do not work?",
        "committed, also on days they do not work",
        "Talk to your school about sessions that fall on days you do not normally work.",
        "LP course FAQ, who can apply",
    ),
}
"""In the order in which they are asked. The last concerns part-time staff alone."""


class Applicant(NamedTuple):
    """What somebody has said; what they have not said is None, or is not there."""

    works_part_time: bool | None
    said: Mapping[str, bool | None]
    """By the names of the conditions."""
    requirements: Mapping[int, bool | None]
    """By the school's requirements, counted from 1."""


class ApplicantChecks(NamedTuple):
    """Every check of one applicant."""

    checks: tuple[CheckResult, ...]

    @property
    def verdict(self) -> Verdict:
        """Ready to apply where every check is met, not ready where one is not, else not known."""
        return verdict_of(self.checks)


def check_applicant(applicant: Applicant, requirements: Sequence[str]) -> ApplicantChecks:
    """Hold an applicant to the published conditions and a school's own.

    Source: LP course FAQ, who can apply and time commitment.
    """
    return ApplicantChecks((*_published(applicant), *_own(applicant, requirements)))


def _published(applicant: Applicant) -> Iterator[CheckResult]:
    for name, condition in CONDITIONS.items():
        if name == "part_time":
            if applicant.works_part_time is False:
                continue
            if applicant.works_part_time is None:
                detail = "whether they work part time is not recorded"
                yield _result(name, condition, "not recorded", detail)
                continue
        answer = applicant.said.get(name)
        detail = "nothing recorded"
        if answer is not None:
            detail = condition.met if answer else "they have said no"
        yield _result(name, condition, _STATUS[answer], detail)


def _result(name: str, condition: Condition, status: Status, detail: str) -> CheckResult:
    action = None if status == "met" else condition.action
    return CheckResult(name, condition.title, "applicant", status, detail, action, condition.source)


def _own(applicant: Applicant, requirements: Sequence[str]) -> Iterator[CheckResult]:
    for number, requirement in enumerate(requirements, 1):
        answer = applicant.requirements.get(number)
        status = _STATUS[answer]
        detail = "nothing recorded" if answer is None else "yes" if answer else "they have said no"
        action = None if status == "met" else "Talk to your school about this requirement."
        yield CheckResult(
            f"requirement_{number}", requirement, "applicant", status, detail, action, SCHOOL_SOURCE
        )


_STATUS: Mapping[bool | None, Status] = {True: "met", False: "not met", None: "not recorded"}
