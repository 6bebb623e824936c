"""Whether a plan is ready to start Stage 2 or 3: one check after another.

Each check is a row of ``CHECKS``: its source, what to do where it is not met, and the function
that judges it. A date counts only once it has come. Source of each: with the row.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.kinds import YesNo
from lpplan.core.plan import Plan, Session, StageEntry, Trainer
from lpplan.core.programme import FEWEST_TRAINERS, MOST_TRAINERS, SESSIONS, STAGES
from lpplan.core.words import day_in_words
from lpplan.core.years import AcademicYear

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


class Finding(NamedTuple):
    """How a check came out, and in a few words why."""

    status: Status
    detail: str
    action: str | None = None
    """What to do next, where it is not what the check says in general."""


class StageReadiness(NamedTuple):
    """All checks of one stage."""

    stage: int
    checks: tuple[CheckResult, ...]

    @property
    def verdict(self) -> Verdict:
        """Ready where every check is met, not ready where one is not, otherwise not known."""
        return verdict_of(self.checks)


class _Asked(NamedTuple):
    """What a check is asked about."""

    plan: Plan
    stage: int
    as_of: date


class _PlanCheck(NamedTuple):
    """A check of the centre, the team or the stage."""

    title: str
    subject: str
    source: str
    action: str
    step: str
    judge: Callable[[_Asked], Finding]


class _TrainerCheck(NamedTuple):
    """A check of each trainer."""

    title: str
    source: str
    action: str
    step: str
    judge: Callable[[_Asked, Trainer], Finding]


def _come(day: date | None, as_of: date, what: str) -> Finding:
    if day is None:
        return Finding("not recorded", "no date recorded")
    if day > as_of:
        return _planned(f"planned for {day_in_words(day)}")
    return Finding("met", f"{what} on {day_in_words(day)}")


def _planned(detail: str) -> Finding:
    return Finding("not recorded", detail, "Check again once that time has come.")


def _said(answer: YesNo | None) -> Finding:
    if answer is None:
        return Finding("not recorded", "nothing recorded")
    if answer:
        return Finding("met", "the school says so")
    return Finding("not met", "the school has said no")


def _ssat_discussion(asked: _Asked) -> Finding:
    return _come(asked.plan.centre.ssat_discussion, asked.as_of, "held")


def _criteria_considered(asked: _Asked) -> Finding:
    return _come(asked.plan.centre.criteria_considered, asked.as_of, "considered")


def _team_size(asked: _Asked) -> Finding:
    named = len(asked.plan.trainers)
    if named == 0:
        return Finding("not recorded", "no trainers named")
    status: Status = "met" if FEWEST_TRAINERS <= named <= MOST_TRAINERS else "not met"
    return Finding(status, f"{named} trainer{'' if named == 1 else 's'} named")


def _accredited(asked: _Asked, trainer: Trainer) -> Finding:
    finding = _come(trainer.accredited, asked.as_of, "accredited")
    stage_2 = asked.plan.first(2)
    if trainer.accredited is None or stage_2 is None:
        return finding
    if finding.status != "met":
        return _planned_accreditation(finding, trainer.accredited, stage_2)
    awarded = f"accredited on {day_in_words(trainer.accredited)}"
    if stage_2.launch is None:
        return _without_launch(awarded, trainer.accredited, stage_2.academic_year)
    launch = f"the Stage 2 Launch on {day_in_words(stage_2.launch)}"
    if trainer.accredited <= stage_2.launch:
        return Finding("met", f"{awarded}, in time for {launch}")
    return Finding("not met", f"{awarded}, after {launch}", _TOO_LATE)


def _without_launch(awarded: str, accredited: date, year: AcademicYear) -> Finding:
    """A decision where the date of the Stage 2 Launch is not recorded."""
    if accredited < year.first_day:
        return Finding("met", f"{awarded}, before {year} begins")
    if accredited > year.last_day:
        return Finding("not met", f"{awarded}, after Stage 2 in {year}", _TOO_LATE)
    return Finding(
        "not recorded",
        f"{awarded}, within {year}: before or after the Launch is not recorded",
        "Record the date of the Stage 2 Launch as launch in its entry.",
    )


def _planned_accreditation(finding: Finding, planned: date, stage_2: StageEntry) -> Finding:
    """A date that has not come decides nothing, but one that will be too late can be said so."""
    if stage_2.launch is None or planned <= stage_2.launch:
        return finding
    launch = f"the Stage 2 Launch on {day_in_words(stage_2.launch)}"
    return Finding("not recorded", f"{finding.detail}, too late for {launch}", _TOO_LATE)


_TOO_LATE = "Name someone who is accredited by the Stage 2 Launch, or plan Stage 2 for later."


def _sessions(asked: _Asked, attended: tuple[Session, ...] | None) -> Finding:
    """Both sessions of Stage 2, neither of which counts before its day has come."""
    if attended is None:
        return Finding("not recorded", "nothing recorded")
    missed = [SESSIONS[session].name for session in SESSIONS if session not in attended]
    if missed:
        return Finding("not met", f"not at {' or '.join(missed)}")
    stage_2 = asked.plan.first(2)
    if stage_2 is not None:
        for session in SESSIONS:
            day: date | None = getattr(stage_2, session)
            if day is not None and day > asked.as_of:
                return _planned(f"{SESSIONS[session].name} planned for {day_in_words(day)}")
        if stage_2.academic_year.first_day > asked.as_of:
            return _planned(f"Stage 2 planned for {stage_2.academic_year}")
    return Finding("met", "at both sessions")


def _certified(asked: _Asked, trainer: Trainer) -> Finding:
    finding = _come(trainer.certified, asked.as_of, "certified")
    accredited, certified = trainer.accredited, trainer.certified
    if finding.status == "met" and accredited and certified and certified < accredited:
        return Finding(
            "not met", f"{finding.detail}, before the accreditation on {day_in_words(accredited)}"
        )
    return finding


def _licence(asked: _Asked) -> Finding:
    match asked.plan.centre.licence:
        case None:
            return Finding("not recorded", "nothing recorded")
        case "awarded":
            return Finding("met", "awarded")
        case "withdrawn":
            return Finding("not met", "withdrawn")
        case "none":
            return Finding("not met", "none so far")


def _cohort_planned(asked: _Asked) -> Finding:
    entry = asked.plan.first(asked.stage)
    if entry is None:
        return Finding("not recorded", f"no Stage {asked.stage} in the plan")
    return Finding("met", f"{entry.people:,} participants in {entry.academic_year}")


CHECKS: dict[str, _PlanCheck | _TrainerCheck] = {
    "ssat_discussion": _PlanCheck(
        "discussion with SSAT",
        "centre",
        "LPLC proposal, introduction",
        "Talk to SSAT's LP team, and record the date as ssat_discussion under [centre].",
        "Talk to SSAT's LP team.",
        _ssat_discussion,
    ),
    "criteria_considered": _PlanCheck(
        "SSAT's eligibility criteria",
        "centre",
        "LPLC proposal, LPLC status",
        "Ask SSAT for the eligibility criteria, consider them, and record the date as"
        " criteria_considered under [centre].",
        "Ask SSAT for the eligibility criteria, and consider them.",
        _criteria_considered,
    ),
    "team_size": _PlanCheck(
        "size of the training team",
        "team",
        "LPLC proposal, Stage 1",
        f"Name {FEWEST_TRAINERS} to {MOST_TRAINERS} future trainers as [[trainers]] entries.",
        f"Name {FEWEST_TRAINERS} to {MOST_TRAINERS} future trainers.",
        _team_size,
    ),
    "expertise": _TrainerCheck(
        "expertise",
        "LPLC proposal, Stage 1",
        "Decide whether they have the expertise to train others: record expertise = true,"
        " or name someone else.",
        "Decide whether they have the expertise to train others, or name someone else.",
        lambda _, trainer: _said(trainer.expertise),
    ),
    "aptitude": _TrainerCheck(
        "aptitude",
        "LPLC proposal, Stage 1",
        "Decide whether they have the aptitude to train others: record aptitude = true,"
        " or name someone else.",
        "Decide whether they have the aptitude to train others, or name someone else.",
        lambda _, trainer: _said(trainer.aptitude),
    ),
    "capacity": _TrainerCheck(
        "capacity",
        "LPLC proposal, Stage 1",
        "Decide whether they have the time to train others: record capacity = true, or make room.",
        "Decide whether they have the time to train others, or make room.",
        lambda _, trainer: _said(trainer.capacity),
    ),
    "accredited": _TrainerCheck(
        "own LP accreditation",
        "LPLC proposal, Stage 1 and Stage 2",
        "Their own LP accreditation must be there by the Stage 2 Launch: record its date as"
        " accredited.",
        "Their own LP accreditation must be there by the Stage 2 Launch.",
        _accredited,
    ),
    "interned": _TrainerCheck(
        "interned at both sessions",
        "LPLC proposal, Stage 2",
        "Have them attend and intern at Launch and Application Support, and list both in interned.",
        "Have them attend and intern at Launch and Application Support.",
        lambda asked, trainer: _sessions(asked, trainer.interned),
    ),
    "train_the_trainer": _TrainerCheck(
        "trained for both sessions",
        "LPLC proposal, Stage 2",
        "Have SSAT train them for Launch and Application Support, and list both in"
        " train_the_trainer.",
        "Have SSAT train them for Launch and Application Support.",
        lambda asked, trainer: _sessions(asked, trainer.train_the_trainer),
    ),
    "shadowed": _TrainerCheck(
        "shadowed SSAT's expert",
        "LPLC proposal, Stage 2",
        "Have them shadow SSAT's expert at Launch and Application Support, and list both in"
        " shadowed.",
        "Have them shadow SSAT's expert at Launch and Application Support.",
        lambda asked, trainer: _sessions(asked, trainer.shadowed),
    ),
    "certified": _TrainerCheck(
        "certified as LP trainer",
        "LPLC proposal, Stage 2",
        "Ask SSAT to certify them as a qualified LP trainer at the end of Stage 2, and record"
        " the date as certified.",
        "Ask SSAT to certify them as a qualified LP trainer at the end of Stage 2.",
        _certified,
    ),
    "licence": _PlanCheck(
        "LPLC licence",
        "centre",
        "LPLC proposal, LPLC status",
        "Discuss the licence with SSAT, and record what was decided as licence under [centre].",
        "Discuss the licence with SSAT.",
        _licence,
    ),
    "cohort_planned": _PlanCheck(
        "cohort in the plan",
        "stage",
        "LPLC proposal, Stage 2 and Stage 3",
        "Add the stage to the plan, with its academic year and participants.",
        "Plan the stage, with its academic year and participants.",
        _cohort_planned,
    ),
}


def check_stage(plan: Plan, stage: int, as_of: date) -> StageReadiness:
    """Every check to start Stage 2 or 3, judged on the day of asking."""
    asked = _Asked(plan, stage, as_of)
    results = (result for name in STAGES[stage].readiness for result in _results(name, asked))
    return StageReadiness(stage, tuple(results))


def _results(name: str, asked: _Asked) -> Iterator[CheckResult]:
    check = CHECKS[name]
    if isinstance(check, _PlanCheck):
        findings = [(check.subject, check.judge(asked))]
    else:
        findings = [(t.name, check.judge(asked, t)) for t in asked.plan.trainers]
    for subject, finding in findings:
        action = step = None
        if finding.status != "met":
            action, step = finding.action or check.action, finding.action or check.step
        yield CheckResult(
            name, check.title, subject, finding.status, finding.detail, action, check.source, step
        )


def stages_to_check(stages: Iterable[int]) -> tuple[int, ...]:
    """Which of some planned stages have checks, each once; Stage 2 where none has."""
    return tuple(sorted({stage for stage in stages if STAGES[stage].readiness})) or (2,)
