"""What is worth a look beside the readiness checks, and by itself never makes a plan not ready.

Each remark is a row of ``REMARKS``: its source, and the function that says it of each subject
where the plan says enough to tell.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from lpplan.core.bounds import (
    before_its_gateway,
    earliest_end,
    earliest_launch,
    gateway_in_words,
)
from lpplan.core.plan import Plan, StageEntry, Trainer
from lpplan.core.programme import ACCREDITATION_YEARS, TRAINING_STAGE
from lpplan.values.words import day_in_words, people_in_words, plural, same_name


class Remark(NamedTuple):
    """Something worth a look."""

    code: str
    subject: str
    """The centre, the team or a trainer's name."""
    text: str
    """Whole sentences, which name the subject."""
    source: str


class Question(NamedTuple):
    """Whether a plan is ready to start a stage on the day of asking."""

    plan: Plan
    stage: int
    as_of: date


def remarks(question: Question) -> Iterator[Remark]:
    """Every remark that a plan calls for beside the checks of a stage."""
    for code, (source, say) in REMARKS.items():
        for subject, text in say(question):
            yield Remark(code, subject, text, source)


def in_words(entry: StageEntry) -> str:
    """A stage by its Launch, or by its academic year where the Launch is not recorded."""
    if entry.launch:
        return f"the Stage {entry.stage} Launch on {day_in_words(entry.launch)}"
    return f"Stage {entry.stage} in {entry.academic_year}"


def _accredited_before(trainer: Trainer, entry: StageEntry) -> bool:
    return trainer.accredited is not None and trainer.accredited < earliest_launch(entry)


def _from_elsewhere(question: Question, trainer: Trainer) -> str | None:
    entry, own = question.plan.first(1), question.plan.school.name
    if entry is None or trainer.school is None:
        return None
    if any(same_name(trainer.school, name) for name in (own, *(s.name for s in entry.schools))):
        return None
    return (
        f"{trainer.name} is from {trainer.school}, which is neither the school of this plan nor one"
        " of the schools of Stage 1."
    )


def _too_few_places(question: Question) -> str | None:
    entry = question.plan.first(1)
    if entry is None:
        return None
    takers = sum(not _accredited_before(trainer, entry) for trainer in question.plan.trainers)
    if entry.people >= takers:
        return None
    return (
        f"Stage 1 has places for {people_in_words(entry.people)}, fewer than the"
        f" {plural(takers, 'trainer')} without an accreditation from before it."
    )


def _before_the_gateway(question: Question, trainer: Trainer) -> str | None:
    entry, day = question.plan.first(1), trainer.accredited
    if not (entry and day and before_its_gateway(entry, trainer, question.as_of)):
        return None
    return (
        f"{trainer.name}'s accreditation is planned for {day_in_words(day)}, before the gateway of"
        f" Stage 1 in {gateway_in_words(entry)}, at which applications are judged."
    )


def _long_accredited(question: Question, trainer: Trainer) -> str | None:
    entry, day = question.plan.first(question.stage), trainer.accredited
    if entry is None or day is None:
        return None
    begins = earliest_launch(entry)
    # Part by part, since no date is so many years before the calendar's first ones.
    latest = (begins.year - ACCREDITATION_YEARS, begins.month, begins.day)
    if (day.year, day.month, day.day) >= latest:
        return None
    return (
        f"{trainer.name}'s accreditation of {day_in_words(day)} is more than"
        f" {ACCREDITATION_YEARS} years old by {in_words(entry)}. SSAT's re-accreditation page"
        " (undated, and outside the LPLC proposal and the LP course FAQ) says that it lasts"
        f" {ACCREDITATION_YEARS} years: ask SSAT."
    )


def _licensed_before_criteria(question: Question) -> str | None:
    licensed, considered = question.plan.centre.licensed, question.plan.centre.criteria_considered
    if licensed is None or considered is None or licensed >= considered:
        return None
    return (
        f"The licence is recorded as awarded on {day_in_words(licensed)}, and SSAT's eligibility"
        f" criteria as considered only on {day_in_words(considered)}."
    )


def _licensed_before_training(question: Question) -> str | None:
    centre, entry = question.plan.centre, question.plan.first(TRAINING_STAGE)
    if entry is None:
        return None
    if centre.licensed is not None:
        if centre.licensed >= earliest_launch(entry):
            return None
        when = f"on {day_in_words(centre.licensed)}, before {in_words(entry)}"
    else:
        if centre.licence != "awarded" or question.as_of >= earliest_end(entry):
            return None
        when = f"before the end of Stage {entry.stage} in {entry.academic_year}"
    return f"The licence is recorded as awarded {when}, at which the centre's trainers are trained."


_Say: TypeAlias = Callable[[Question], list[tuple[str, str]]]
"""The subjects that a remark is to be made of, each with its text."""


def _about(subject: str, say: Callable[[Question], str | None]) -> _Say:
    return lambda question: [(subject, text)] if (text := say(question)) else []


def _each_trainer(say: Callable[[Question, Trainer], str | None]) -> _Say:
    return lambda question: [
        (trainer.name, text)
        for trainer in question.plan.trainers
        if (text := say(question, trainer))
    ]


REMARKS: Mapping[str, tuple[str, _Say]] = {
    "trainer-from-elsewhere": ("LPLC proposal, Stage 1", _each_trainer(_from_elsewhere)),
    "too-few-places": ("LPLC proposal, Stage 1", _about("team", _too_few_places)),
    "accredited-before-gateway": ("LPLC proposal, Stage 1", _each_trainer(_before_the_gateway)),
    "accreditation-age": (
        "SSAT's re-accreditation page, undated",
        _each_trainer(_long_accredited),
    ),
    "licensed-before-criteria": (
        "LPLC proposal, LPLC status",
        _about("centre", _licensed_before_criteria),
    ),
    "licensed-before-stage-2": (
        "LPLC proposal, Stage 2 and Stage 3",
        _about("centre", _licensed_before_training),
    ),
}
"""In the order in which they are shown."""
