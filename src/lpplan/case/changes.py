"""What could come otherwise than a case has it: a table of changes, and other numbers of people."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from lpplan.case.options import Case, Delivery
from lpplan.core.plan import OwnCost, StageEntry
from lpplan.core.programme import CENTRE_STAGES, INDEPENDENT_STAGE, TRAINING_STAGE
from lpplan.core.quote import StageQuote, balanced
from lpplan.core.recharge import StageAccount, net_of
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
    """With room for the year in which the second half of the Stage 3 years begins, ``{turn}``, for
    the people there are then, ``{people}``, and for whether there are own costs, ``{own_costs}``.
    """
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
    own_costs = net_of(stage for stage in case.centre if stage.stage in CENTRE_STAGES).own_costs
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
        kept = [entry for entry in entries if entry is not None]
        text = change.text.format(
            turn=turn,
            people=_instead(kept, [stage.entry for stage in case.centre]),
            own_costs="" if own_costs else " (none are named)",
        )
        yield Outcome(change.code, text, case.instead(kept))


def _instead(entries: Iterable[StageEntry], planned: Iterable[StageEntry]) -> str:
    """How many people take part at each Stage 3, and how many were to: ``24 instead of 31``."""
    now, before = (
        _in_range([entry.people for entry in some if entry.stage == INDEPENDENT_STAGE])
        for some in (entries, planned)
    )
    return f"{now} as planned" if now == before else f"{now} instead of {before}"


def _in_range(numbers: Collection[int]) -> str:
    """Numbers by the least and the most of them: ``17 to 24``, or ``31``; nothing for none."""
    ends = sorted({min(numbers), max(numbers)}) if numbers else []
    return " to ".join(f"{number:,}" for number in ends)


def own_people(case: Case) -> int:
    """The most people of its own, who all stay, that the school has at a Stage 3 beside others."""
    return max(map(_own_people, case.independent), default=0)


def _own_people(stage: StageQuote) -> int:
    others = StageAccount(stage).others
    return stage.participants - others if others else 0


def cohorts_each(case: Case) -> str:
    """In how many cohorts each Stage 3 runs: ``2``, or ``1 to 2`` where limits differ by year."""
    return _in_range([len(stage.cohorts) for stage in case.independent])


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
    own = min(people, _own_people(stage)) if others else people
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
        "A fifth fewer people at every Stage 3: {people}",
        years=1,
        becomes=lambda one: _of_size(one, max(1, one.centre.participants * 4 // 5)),
    ),
    Change(
        "more-people",
        "A fifth more people at every Stage 3: {people}",
        years=1,
        becomes=lambda one: _of_size(one, -(-one.centre.participants * 6 // 5)),
    ),
    Change(
        "dearer-to-run",
        "The centre's own costs{own_costs} are half as high again",
        years=0,
        becomes=_dearer,
        stages=CENTRE_STAGES,
    ),
    Change(
        "trainers-leave",
        "Trainers leave: Stage 3 in {turn} is run as a Stage 2 again, to train others",
        years=2,
        becomes=_again_stage_2,
        where=lambda place: place.year == place.of // 2 + 1 and place.is_first,
    ),
    Change(
        "licence-withdrawn",
        "The licence is withdrawn: SSAT runs the cohorts from {turn} on",
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
