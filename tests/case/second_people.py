"""The grid over numbers of people a second time, from the rules alone, as its JSON has it."""

from collections.abc import Sequence
from typing import Any

from second_calculation import Run, World, charges, money, payback_place, written


def own_beside_others(run: Run) -> int:
    """The school's own people at a stage where others come too."""
    own = sum(heads for is_own, heads in run.schools if is_own)
    return own if any(not is_own for is_own, _ in run.schools) else 0


def resized(run: Run, people: int) -> Run:
    """The same stage with so many people: its own stay, and other schools send the rest alike."""
    others = [heads for is_own, heads in run.schools if not is_own]
    if not others:
        schools = [(True, people) for _ in run.schools]
        return run.but(people=people, schools=schools, cohorts_asked=0)
    each, more = divmod(people - own_beside_others(run), len(others))
    schools, nth = [], 0
    for is_own, heads in run.schools:
        if not is_own:
            heads = each + (nth < more)  # noqa: PLW2901 - what it was is not needed
            nth += 1
        if heads:
            schools.append((is_own, heads))
    return run.but(people=people, schools=schools, cohorts_asked=0)


def people_again(
    world: World, runs: Sequence[Run], horizon: Sequence[int], tried: range
) -> list[dict[str, Any]]:
    """A row for each number of people, but for fewer than the school's own."""
    own = max((own_beside_others(run) for run in runs if run.stage == 3), default=0)
    rows = []
    for people in tried:
        if people < own:
            continue
        then = [resized(run, people) if run.stage == 3 else run for run in runs]
        pairs = [(run, world.by_ssat(run)) for run in then]
        by_year = [
            sum(world.cost(b) - world.cost(a) for a, b in pairs if a.year == year)
            for year in horizon
        ]
        place = payback_place(by_year)
        each = [world.cohorts(run) for run in then if run.stage == 3]
        rows.append(
            {
                "participants": people,
                "cohorts": sum(each),
                "cohorts_each": each,
                "saving": money(sum(by_year)),
                "payback": None if place is None else {"academic_year": written(horizon[place])},
                "charge": charges(world, then, [b for _, b in pairs]),
            }
        )
    return rows
