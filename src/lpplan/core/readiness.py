"""Whether a plan is ready to start Stage 2 or 3: one check after another.

Each check is a row of ``CHECKS``: its source, what to do where it is not met, how the plan records
it, and the function that judges it. A date counts only once it has come. Remarks stand beside.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.plan import Plan, Trainer
from lpplan.core.programme import (
    ALL_OF_THEM,
    FEWEST_TRAINERS,
    MOST_TRAINERS,
    SESSIONS,
    STAGES,
    TRAINING_STAGE,
)
from lpplan.core.remarks import Question, Remark, in_words, remarks
from lpplan.values.kinds import YesNo
from lpplan.values.words import day_in_words, listed, plural

Status: TypeAlias = Literal["met", "not met", "not recorded"]
Verdict: TypeAlias = Literal["ready", "not ready", "not known"]
_CHECK_AGAIN = "Check again"


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
    of_trainer: bool = False
    """Whether its subject is a trainer, by name."""

    @property
    def waits(self) -> bool:
        """Whether nothing is to be done but to wait for a day that is planned."""
        return self.step is not None and self.step.startswith(_CHECK_AGAIN)


def verdict_of(checks: Iterable[CheckResult]) -> Verdict:
    """Ready where every check is met, not ready where one is not, otherwise not known."""
    statuses = {result.status for result in checks}
    if "not met" in statuses:
        return "not ready"
    return "not known" if "not recorded" in statuses else "ready"


class StageReadiness(NamedTuple):
    """All checks of one stage, and what is worth a look beside them."""

    stage: int
    checks: tuple[CheckResult, ...]
    remarks: tuple[Remark, ...]
    """They never change the verdict."""

    @property
    def verdict(self) -> Verdict:
        """Ready where every check is met, not ready where one is not, otherwise not known."""
        return verdict_of(self.checks)


class _Finding(NamedTuple):
    """How a check came out, and in a few words why."""

    status: Status
    detail: str
    step: str | None = None
    """What to do next, where it is not what the check says in general."""


_Judge: TypeAlias = Callable[[Question], list[tuple[str, _Finding]]]
"""Judges each subject of a check."""


class _Check(NamedTuple):
    """One check of the centre, the team, the stage or each trainer."""

    title: str
    source: str
    step: str
    """What to do next."""
    action: str
    """What to do next, and how the plan records it."""
    judge: _Judge
    of_trainer: bool = False
    """Whether each trainer is its subject."""


def _about(subject: str, judge: Callable[[Question], _Finding]) -> _Judge:
    return lambda question: [(subject, judge(question))]


def _each_trainer(judge: Callable[[Question, Trainer], _Finding]) -> _Judge:
    return lambda question: [(t.name, judge(question, t)) for t in question.plan.trainers]


def _come(day: date | None, as_of: date, what: str) -> _Finding:
    if day is None:
        return _Finding("not recorded", "no date recorded")
    if day > as_of:
        return _planned(f"planned for {day_in_words(day)}")
    return _Finding("met", f"{what} on {day_in_words(day)}")


def _planned(detail: str, when: str = "after that date") -> _Finding:
    return _Finding("not recorded", detail, f"{_CHECK_AGAIN} {when}.")


def _said(answer: YesNo | None) -> _Finding:
    if answer is None:
        return _Finding("not recorded", "nothing recorded")
    if answer:
        return _Finding("met", "the school says so")
    return _Finding("not met", "the school has said no")


def _team_size(question: Question) -> _Finding:
    named = len(question.plan.trainers)
    if named == 0:
        return _Finding("not recorded", "no trainers named")
    enough = FEWEST_TRAINERS <= named <= MOST_TRAINERS
    return _Finding("met" if enough else "not met", f"{plural(named, 'trainer')} named")


_LAUNCH = f"the Stage {TRAINING_STAGE} Launch"
_TOO_LATE = (
    f"Name someone who is accredited by {_LAUNCH}, or plan Stage {TRAINING_STAGE} for later."
)


def _accredited(question: Question, trainer: Trainer) -> _Finding:
    """By the Launch of Stage 2; a decision where its date is not recorded."""
    day, entry = trainer.accredited, question.plan.first(TRAINING_STAGE)
    status, detail, _ = finding = _come(day, question.as_of, "accredited")
    if day is None or entry is None:
        return finding
    year, launch, words = entry.academic_year, entry.launch, in_words(entry)
    if day > (launch or year.last_day):
        # Too late already, even where the day has not come.
        how = "after" if status == "met" else "too late for"
        return _Finding("not met", f"{detail}, {how} {words}", _TOO_LATE)
    if status != "met":
        return finding
    if launch or day < year.first_day:
        in_time = f"in time for {words}" if launch else f"before {year} begins"
        return _Finding("met", f"{detail}, {in_time}")
    return _Finding(
        "not recorded",
        f"{detail}, within {year}: before or after the Launch is not recorded",
        f"Record the date of {_LAUNCH} as launch in its entry.",
    )


def _attended(question: Question, attended: Collection[str] | None) -> _Finding:
    """Every session of Stage 2, none of which counts before its day has come."""
    if attended is None:
        return _Finding("not recorded", "nothing recorded")
    missed = [session.name for key, session in SESSIONS.items() if key not in attended]
    if missed:
        return _Finding("not met", f"not at {' or '.join(missed)}")
    entry = question.plan.first(TRAINING_STAGE)
    if entry is not None:
        for key, session in SESSIONS.items():
            day: date | None = getattr(entry, key)
            if day is not None and day > question.as_of:
                return _planned(f"{session.name} planned for {day_in_words(day)}")
        if entry.academic_year.first_day > question.as_of:
            detail = f"Stage {TRAINING_STAGE} planned for {entry.academic_year}"
            return _planned(detail, "once that year has begun")
    return _Finding("met", f"at {ALL_OF_THEM} sessions")


def _certified(question: Question, trainer: Trainer) -> _Finding:
    finding = _come(trainer.certified, question.as_of, "certified")
    accredited, certified = trainer.accredited, trainer.certified
    if finding.status == "met" and accredited and certified and certified < accredited:
        return _Finding(
            "not met", f"{finding.detail}, before the accreditation on {day_in_words(accredited)}"
        )
    return finding


_LICENCE: Mapping[str | None, _Finding] = {
    None: _Finding("not recorded", "nothing recorded"),
    "awarded": _Finding("met", "awarded"),
    "withdrawn": _Finding("not met", "withdrawn"),
    "none": _Finding("not met", "none so far"),
}


def _cohort_planned(question: Question) -> _Finding:
    entry = question.plan.first(question.stage)
    if entry is None:
        return _Finding("not recorded", f"no Stage {question.stage} in the plan")
    return _Finding("met", f"{entry.people:,} participants in {entry.academic_year}")


_TEAM = f"{FEWEST_TRAINERS} to {MOST_TRAINERS}"
_EVERY_SESSION = listed([session.name for session in SESSIONS.values()])


def _suited(title: str, quality: str, otherwise: str) -> _Check:
    """What each trainer needs by the school's own judgement, recorded under the title."""
    return _Check(
        title=title,
        source="LPLC proposal, Stage 1",
        step=f"Decide whether they have the {quality} to train others, or {otherwise}.",
        action=f"Decide whether they have the {quality} to train others: record {title} = true, or"
        f" {otherwise}.",
        judge=_each_trainer(lambda _, trainer: _said(getattr(trainer, title))),
        of_trainer=True,
    )


def _trained(key: str, title: str, step: str) -> _Check:
    """What each trainer does at every session of Stage 2, recorded as a list of sessions."""
    return _Check(
        title=title,
        source="LPLC proposal, Stage 2",
        step=f"{step} {_EVERY_SESSION}.",
        action=f"{step} {_EVERY_SESSION}, and list {ALL_OF_THEM} in {key}.",
        judge=_each_trainer(lambda question, t: _attended(question, getattr(t, key))),
        of_trainer=True,
    )


CHECKS: dict[str, _Check] = {
    "ssat_discussion": _Check(
        title="discussion with SSAT",
        source="LPLC proposal, introduction",
        step="Talk to SSAT's LP team.",
        action="Talk to SSAT's LP team, and record the date as ssat_discussion under [centre].",
        judge=_about("centre", lambda q: _come(q.plan.centre.ssat_discussion, q.as_of, "held")),
    ),
    "criteria_considered": _Check(
        title="SSAT's eligibility criteria",
        source="LPLC proposal, LPLC status",
        step="Ask SSAT for the eligibility criteria, and consider them.",
        action="Ask SSAT for the eligibility criteria, consider them, and record the date as"
        " criteria_considered under [centre].",
        judge=_about(
            "centre", lambda q: _come(q.plan.centre.criteria_considered, q.as_of, "considered")
        ),
    ),
    "team_size": _Check(
        title="size of the training team",
        source="LPLC proposal, Stage 1",
        step=f"Name {_TEAM} future trainers.",
        action=f"Name {_TEAM} future trainers as [[trainers]] entries.",
        judge=_about("team", _team_size),
    ),
    "expertise": _suited("expertise", "expertise", "name someone else"),
    "aptitude": _suited("aptitude", "aptitude", "name someone else"),
    "capacity": _suited("capacity", "time", "make room"),
    "accredited": _Check(
        title="own LP accreditation",
        source="LPLC proposal, Stage 1 and Stage 2",
        step=f"Their own LP accreditation must be complete by {_LAUNCH}.",
        action=f"Their own LP accreditation must be complete by {_LAUNCH}: record its date as"
        " accredited.",
        judge=_each_trainer(_accredited),
        of_trainer=True,
    ),
    "interned": _trained(
        "interned", f"interned at {ALL_OF_THEM} sessions", "Have them attend and intern at"
    ),
    "train_the_trainer": _trained(
        "train_the_trainer", f"trained for {ALL_OF_THEM} sessions", "Have SSAT train them for"
    ),
    "shadowed": _trained("shadowed", "shadowed SSAT's expert", "Have them shadow SSAT's expert at"),
    "certified": _Check(
        title="certified as LP trainer",
        source="LPLC proposal, Stage 2",
        step="Ask SSAT to certify them as a qualified LP trainer at the end of Stage"
        f" {TRAINING_STAGE}.",
        action="Ask SSAT to certify them as a qualified LP trainer at the end of Stage"
        f" {TRAINING_STAGE}, and record the date as certified.",
        judge=_each_trainer(_certified),
        of_trainer=True,
    ),
    "licence": _Check(
        title="LPLC licence",
        source="LPLC proposal, LPLC status",
        step="Discuss the licence with SSAT.",
        action="Discuss the licence with SSAT, and record what was decided as licence under"
        " [centre].",
        judge=_about("centre", lambda question: _LICENCE[question.plan.centre.licence]),
    ),
    "cohort_planned": _Check(
        title="cohort in the plan",
        source="LPLC proposal, Stage 2 and Stage 3",
        step="Plan the stage, with its academic year and participants.",
        action="Add the stage to the plan, with its academic year and participants.",
        judge=_about("stage", _cohort_planned),
    ),
}


def check_stage(plan: Plan, stage: int, as_of: date) -> StageReadiness:
    """Every check to start Stage 2 or 3, judged on the day of asking, and every remark."""
    question = Question(plan, stage, as_of)
    results = (result for name in STAGES[stage].readiness for result in _results(name, question))
    return StageReadiness(stage, tuple(results), tuple(remarks(question)))


def _results(name: str, question: Question) -> Iterator[CheckResult]:
    check = CHECKS[name]
    for subject, finding in check.judge(question):
        missing = finding.status != "met"
        yield CheckResult(
            check=name,
            title=check.title,
            subject=subject,
            status=finding.status,
            detail=finding.detail,
            action=finding.step or check.action if missing else None,
            source=check.source,
            step=finding.step or check.step if missing else None,
            of_trainer=check.of_trainer,
        )


def stages_to_check(stages: Iterable[int]) -> tuple[int, ...]:
    """Which of some planned stages have checks, each once; Stage 2 where none has."""
    planned = {*stages}
    return tuple(n for n, rules in STAGES.items() if n in planned and rules.readiness) or (2,)
