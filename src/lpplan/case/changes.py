"""What could come otherwise than a case has it: a table of changes, and other numbers of people."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lpplan.case.options import Case, Delivery
from lpplan.core.plan import OwnCost, StageEntry
from lpplan.core.programme import CENTRE_STAGES, INDEPENDENT_STAGE, TRAINING_STAGE
from lpplan.core.quote import balanced
from lpplan.core.recharge import net_of
from lpplan.values.money import rounded
from lpplan.values.words import same_name


class Place(NamedTuple):
    """Where a Stage 3 entry stands among the years that have one."""

    year: int
    """1 for the first."""
    of: int
    is_first: bool
    """Whether it is the first Stage 3 of its year."""


class Change(NamedTuple):
    """What could come otherwise: its words, and what becomes of each entry that it touches."""

    code: str
    text: str
    """With room for the academic year in which the second half of the Stage 3 years begins."""
    years: int
    """How many years with a Stage 3 it needs."""
    becomes: Callable[[Delivery], StageEntry | None]
    """Gives None for an entry that falls away."""
    where: Callable[[Place], bool] = lambda _: True
    stages: tuple[int, ...] = (INDEPENDENT_STAGE,)


class Outcome(NamedTuple):
    """A change, and the case as it is then."""

    code: str
    text: str
    case: Case | None
    """None where it cannot be priced."""


def outcomes(case: Case) -> Iterator[Outcome]:
    """The changes that apply to a case, in the order of the table."""
    years = list(dict.fromkeys(stage.academic_year for stage in case.independent))
    turn = years[len(years) // 2] if years else None
    for change in CHANGES:
        if len(years) < change.years:
            continue
        seen, entries = set(), []
        for one in case.deliveries:
            entry, year = one.centre.entry, one.centre.academic_year
            number = years.index(year) + 1 if entry.stage == INDEPENDENT_STAGE else 0
            place = Place(number, len(years), is_first=number not in seen)
            seen.add(number)
            touched = entry.stage in change.stages and change.where(place)
            entries.append(change.becomes(one) if touched else entry)
        then = case.instead(entry for entry in entries if entry is not None)
        yield Outcome(change.code, change.text.format(turn), then)


def with_people(case: Case, people: int) -> Case | None:
    """The case with so many people at each Stage 3."""
    return case.instead(
        _of_size(one, people) if one.centre.stage == INDEPENDENT_STAGE else one.centre.entry
        for one in case.deliveries
    )


def _of_size(one: Delivery, people: int) -> StageEntry:
    """An entry with so many people in as few cohorts as hold them.

    The school's own people stay, as far as there is room; the others send equally many.
    """
    stage, entry = one.centre, one.centre.entry
    if not entry.schools:
        return entry.model_copy(update={"participants": people, "cohorts": None})
    is_own = [same_name(school.name, stage.own_school) for school in entry.schools]
    others = is_own.count(False)
    own = sum(s.participants for s, own in zip(entry.schools, is_own, strict=True) if own)
    own = min(people, own) if others else people
    sizes = iter(balanced(people - own, others) if others else ())
    schools = (
        school.model_copy(update={"participants": own if mine else next(sizes)})
        for school, mine in zip(entry.schools, is_own, strict=True)
    )
    taking_part = tuple(school for school in schools if school.participants)
    return entry.model_copy(update={"schools": taking_part, "cohorts": None})


def _dearer(one: Delivery) -> StageEntry:
    amount = rounded(net_of([one.centre]).own_costs * 3 / 2)
    dearer = OwnCost.model_construct(label="Own costs", amount=amount)
    return one.centre.entry.model_copy(update={"own_costs": (dearer,), "support": ()})


def _again_stage_2(one: Delivery) -> StageEntry:
    return one.centre.entry.model_copy(update={"stage": TRAINING_STAGE})


CHANGES = (
    Change(
        "no-first-cohort",
        "The first Stage 3 year has no cohort",
        years=1,
        becomes=lambda _: None,
        where=lambda place: place.year == 1,
    ),
    Change(
        "fewer-people",
        "A fifth fewer people at every Stage 3",
        years=1,
        becomes=lambda one: _of_size(one, max(1, one.centre.participants * 4 // 5)),
    ),
    Change(
        "more-people",
        "A fifth more people at every Stage 3",
        years=1,
        becomes=lambda one: _of_size(one, -(-one.centre.participants * 6 // 5)),
    ),
    Change(
        "dearer-to-run",
        "The centre's own costs are half as high again",
        years=0,
        becomes=_dearer,
        stages=CENTRE_STAGES,
    ),
    Change(
        "trainers-leave",
        "Trainers leave: Stage 3 in {} is run as a Stage 2 again, to train others",
        years=2,
        becomes=_again_stage_2,
        where=lambda place: place.year == place.of // 2 + 1 and place.is_first,
    ),
    Change(
        "licence-withdrawn",
        "The licence is withdrawn: SSAT runs the cohorts from {} on",
        years=2,
        becomes=lambda one: one.ssat_run.entry,
        where=lambda place: place.year > place.of // 2,
    ),
    Change(
        "no-licence",
        "There is no licence at all: SSAT runs every Stage 3",
        years=1,
        becomes=lambda one: one.ssat_run.entry,
    ),
)
"""In the order in which they are shown; each entry that one touches is another, or none."""
