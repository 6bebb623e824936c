"""The case a second time, written plainly from the rules, to hold the first one to.

It shares nothing with ``lpplan.case.options``, ``quote`` and ``recharge`` but the plan and the fee
schedules as files have them. Amounts are whole pence.
"""

import math
from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lpplan.core.fees import FeeSchedule
from lpplan.core.plan import Plan
from lpplan.values.words import plain_name


def in_pence(amount: Decimal) -> int:
    assert amount * 100 == int(amount * 100)
    return int(amount * 100)


def money(pence: int) -> str:
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02}"


def to_the_penny(exact: Fraction) -> int:
    """Half a penny away from nothing."""
    size = math.floor(abs(exact) + Fraction(1, 2))
    return size if exact >= 0 else -size


class Run:
    """One stage in one year, as the rules speak of it."""

    def __init__(self, entry: Any, own_school: str) -> None:
        self.stage: int = entry.stage
        self.year: int = entry.academic_year.start
        own = plain_name(own_school)
        self.schools = [(plain_name(s.name) == own, s.participants) for s in entry.schools]
        self.people: int = entry.participants or sum(heads for _, heads in self.schools)
        self.cohorts_asked: int = entry.cohorts or 0
        self.equal: bool = entry.share == "equal"
        charge = entry.charge_per_person
        self.charge = None if charge is None else in_pence(charge)
        self.own = [(cost.per, in_pence(cost.amount)) for cost in entry.own_costs]
        self.own += [
            ("stage", support.times * in_pence(support.cost))
            for support in entry.support
            if support.times and support.cost is not None
        ]
        self.charged_as = self.stage
        """The stage whose charges it has."""
        self.ours = True
        """Whether the centre runs it, and bears its own costs and sets its charge."""

    def but(self, **changes: Any) -> "Run":
        other = copy(self)
        vars(other).update(changes)
        return other


class World:
    """The fees, and who buys."""

    def __init__(self, fees: Sequence[FeeSchedule], plan: Plan, uplift: Decimal) -> None:
        self.fees = sorted(fees, key=lambda schedule: schedule.academic_year.start)
        self.member = plan.school.membership == "member"
        self.uplift = Fraction(uplift) / 100

    def schedule(self, year: int) -> FeeSchedule:
        return [s for s in self.fees if s.academic_year.start <= year][-1]

    def is_estimate(self, year: int) -> bool:
        schedule = self.schedule(year)
        return schedule.academic_year.start < year or schedule.status == "provisional"

    def cohorts(self, run: Run) -> int:
        limits = {c.max_cohort_size for c in self.schedule(run.year).fees.values()} - {None}
        fewest = math.ceil(Fraction(run.people, limits.pop())) if limits else 1
        return max(fewest, run.cohorts_asked)

    def per_unit(self, run: Run) -> dict[str, int]:
        """What each person, each cohort and the stage are charged."""
        schedule = self.schedule(run.year)
        years = run.year - schedule.academic_year.start
        sums = {"person": 0, "cohort": 0, "stage": 0}
        for fee in schedule.fees.values():
            if run.charged_as in fee.stages:
                price = fee.member if self.member else fee.non_member
                assert price is not None
                raised = in_pence(price) * (1 + self.uplift) ** years
                sums[fee.per] += to_the_penny(raised)
        return sums

    def ssat(self, run: Run) -> int:
        unit = self.per_unit(run)
        return run.people * unit["person"] + self.cohorts(run) * unit["cohort"] + unit["stage"]

    def own(self, run: Run) -> int:
        if run.stage != 1 and not run.ours:
            return 0
        cohorts = self.cohorts(run)
        times = {"stage": 1, "cohort": cohorts, "session": 2 * cohorts, "person": run.people}
        return sum(times[per] * amount for per, amount in run.own)

    def cost(self, run: Run) -> int:
        return self.ssat(run) + self.own(run)

    def others(self, run: Run) -> int:
        if run.schools:
            return sum(heads for own, heads in run.schools if not own)
        return 0 if run.charge is None else run.people

    def income(self, run: Run) -> int:
        if run.ours and run.charge is not None:
            return run.charge * self.others(run)
        if not run.schools:
            return 0 if run.charge is None else self.ssat(run)
        unit = self.per_unit(run)
        rest = self.cohorts(run) * unit["cohort"] + unit["stage"]
        weights = [1 if run.equal else heads for _, heads in run.schools]
        exact = [Fraction(rest * weight, sum(weights)) for weight in weights]
        parts = [math.floor(part) for part in exact]
        missing = rest - sum(parts)
        order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
        for n in order[:missing]:
            parts[n] += 1
        return sum(
            heads * unit["person"] + part
            for (own, heads), part in zip(run.schools, parts, strict=True)
            if not own
        )

    def by_ssat(self, run: Run) -> Run:
        """Charged as Stage 1 is, cohort for cohort."""
        return run.but(charged_as=1, ours=False, cohorts_asked=self.cohorts(run))


def payback_place(by_year: Sequence[int]) -> int | None:
    for place in range(len(by_year)):
        sums = [sum(by_year[: n + 1]) for n in range(place, len(by_year))]
        if all(so_far >= 0 for so_far in sums):
            return place
    return None


def written(year: int) -> str:
    return f"{year:04}/{(year + 1) % 100:02}"


def runs_of(plan: Plan, end: int, own_cost: int | None, charge: int | None) -> list[Run]:
    runs = [Run(entry, plan.school.name) for entry in plan.stages]
    last = runs[-1]
    repeated = last if last.stage == 3 else last.but(own=[])
    later = range(last.year + 1, end)
    runs += [repeated.but(stage=3, charged_as=3, year=year) for year in later]
    if own_cost is not None:
        runs = [run if run.stage == 1 else run.but(own=[("cohort", own_cost)]) for run in runs]
    if charge is not None:
        runs = [run.but(charge=charge) if run.stage == 3 else run for run in runs]
    return runs


def case_again(
    plan: Plan,
    fees: Sequence[FeeSchedule],
    years: int,
    *,
    uplift: Decimal = Decimal(0),
    own_cost: int | None = None,
    charge: int | None = None,
    discount: Decimal | None = None,
    people: range = range(0),
) -> dict[str, Any]:
    """The figures of the case as its JSON has them."""
    from second_people import people_again

    world = World(fees, plan, uplift)
    first, last = plan.stages[0].academic_year.start, plan.stages[-1].academic_year.start
    end = max(first + years, last + 1)
    horizon = list(range(first, end))
    runs = runs_of(plan, end, own_cost, charge)
    third = [run for run in runs if run.stage == 3]

    def saved(pairs: Sequence[tuple[Run, Run]]) -> list[int]:
        """By year: what SSAT-run costs less what a centre does."""
        return [
            sum(world.cost(b) - world.cost(a) for a, b in pairs if a.year == year)
            for year in horizon
        ]

    pairs = [(run, world.by_ssat(run)) for run in runs]
    by_year = saved(pairs)
    cumulative = [sum(by_year[: n + 1]) for n in range(len(by_year))]
    place = payback_place(by_year)
    return {
        "from": written(first),
        "years": len(horizon),
        "price_status": "estimate" if any(world.is_estimate(r.year) for r in runs) else "published",
        "options": [
            option("ssat_run", world, horizon, [b for _, b in pairs]),
            option("centre", world, horizon, runs),
        ],
        "saving": {
            "by_year": [money(one) for one in by_year],
            "cumulative": [money(one) for one in cumulative],
            "total": money(sum(by_year)),
            "own_school": money(
                sum(world.cost(b) - world.income(b) for _, b in pairs)
                - sum(world.cost(run) - world.income(run) for run in runs)
            ),
            "at_risk": money(max(0, *(-one for one in cumulative))),
            "payback": None
            if place is None
            else {
                "academic_year": written(horizon[place]),
                "cohort": payback_cohort(world, third, horizon[place], place, by_year),
            },
            "present_value": None if discount is None else worth(by_year, discount),
        },
        "break_even_own_cost_per_cohort": break_even(world, third, sum(by_year)),
        "charge": charges(world, runs, [b for _, b in pairs]),
        "changes": changes(world, runs, horizon, saved),
        "people": people_again(world, runs, horizon, people),
        "uplift": f"{uplift}%" if uplift else None,
        "licence_fee_break_even": money(sum(by_year) // len({run.year for run in third}))
        if third and sum(by_year) > 0
        else None,
    }


def worth(by_year: Sequence[int], discount: Decimal) -> dict[str, str]:
    rate = 1 + Fraction(discount) / 100
    total = sum(to_the_penny(saving / rate**n) for n, saving in enumerate(by_year))
    return {"rate": str(discount), "total": money(total)}


def option(name: str, world: World, horizon: Sequence[int], runs: Sequence[Run]) -> dict[str, Any]:
    def figures(some: Sequence[Run]) -> dict[str, Any]:
        cost, income = sum(map(world.cost, some)), sum(map(world.income, some))
        return {
            "participants": sum(run.people for run in some),
            "ssat": money(sum(map(world.ssat, some))),
            "own_costs": money(sum(map(world.own, some))),
            "cost": money(cost),
            "income": money(income),
            "net": money(cost - income),
        }

    by_year = []
    for year in horizon:
        there = [run for run in runs if run.year == year]
        estimate = any(world.is_estimate(run.year) for run in there)
        by_year.append(
            {
                "academic_year": written(year),
                "cohorts": sum(map(world.cohorts, there)),
                "price_status": "estimate" if estimate else "published",
                **figures(there),
            }
        )
    people = sum(run.people for run in runs)
    per_head = to_the_penny(Fraction(sum(map(world.cost, runs)), people))
    return {"option": name, "years": by_year, **figures(runs), "per_head": money(per_head)}


def payback_cohort(
    world: World, third: Sequence[Run], year: int, place: int, by_year: Sequence[int]
) -> int | None:
    there = sum(world.cohorts(run) for run in third if run.year == year)
    before = sum(world.cohorts(run) for run in third if run.year < year)
    for number in range(1, there + 1):
        so_far = [
            sum(by_year[:place]) + Fraction(by_year[place] * n, there)
            for n in range(number, there + 1)
        ]
        if all(one >= 0 for one in so_far):
            return before + number
    assert not there
    return None


def break_even(world: World, third: Sequence[Run], saving: int) -> str | None:
    cohorts = sum(map(world.cohorts, third))
    room = saving + sum(map(world.own, third))
    return money(room // cohorts) if cohorts and room >= 0 else None


def charges(world: World, runs: Sequence[Run], by_ssat: Sequence[Run]) -> dict[str, Any] | None:
    third = [(a, b) for a, b in zip(runs, by_ssat, strict=True) if a.stage == 3]
    others = sum(world.others(run) for run, _ in third)
    if not others:
        return None
    people = sum(run.people for run, _ in third)
    ours = sum(world.cost(run) for run in runs)
    ours -= sum(world.income(run) for run in runs if run.stage != 3)
    theirs = sum(world.cost(run) - world.income(run) for run in by_ssat)
    own_charges = {run.charge for run, _ in third}
    own = own_charges.pop() if len(own_charges) == 1 else None
    return {
        "plan": None if own is None else money(own),
        "no_worse_off": money(max(0, math.ceil(Fraction(ours - theirs, others)))),
        "full_cost": money(math.ceil(Fraction(sum(world.cost(a) for a, _ in third), people))),
        "ceiling": money(math.floor(Fraction(sum(world.cost(b) for _, b in third), people))),
    }


def changes(
    world: World, runs: Sequence[Run], horizon: Sequence[int], saved: Any
) -> list[dict[str, Any]]:
    years = sorted({run.year for run in runs if run.stage == 3})
    n = len(years)
    found = []

    def then(code: str, instead: Sequence[Run | None], by_ssat: Sequence[Run] = ()) -> None:
        kept = [run for run in instead if run is not None]
        by_year = saved([(run, world.by_ssat(run)) for run in kept])
        place = payback_place(by_year)
        back = None if place is None else {"academic_year": written(horizon[place])}
        found.append({"code": code, "saving": money(sum(by_year)), "payback": back})

    def at_third(change: Any) -> list[Run | None]:
        return [change(run) if run.stage == 3 else run for run in runs]

    def size(run: Run, people: int) -> Run:
        return run.but(people=people, cohorts_asked=0)

    if n >= 1:
        then("no-first-cohort", at_third(lambda run: None if run.year == years[0] else run))
        fewer = at_third(lambda run: size(run, max(1, math.floor(run.people * Fraction(8, 10)))))
        then("fewer-people", fewer)
        then(
            "more-people", at_third(lambda run: size(run, math.ceil(run.people * Fraction(12, 10))))
        )
    dearer = [
        run
        if run.stage == 1
        else run.but(own=[("stage", to_the_penny(world.own(run) * Fraction(3, 2)))])
        for run in runs
    ]
    then("dearer-to-run", dearer)
    if n >= 2:
        again = next(run for run in runs if run.stage == 3 and run.year == years[n // 2])
        then("trainers-leave", [run.but(charged_as=2) if run is again else run for run in runs])
        late = years[n // 2 :]
        then(
            "licence-withdrawn",
            at_third(lambda run: world.by_ssat(run) if run.year in late else run),
        )
    if n >= 1:
        then("no-licence", at_third(world.by_ssat))
    return found
