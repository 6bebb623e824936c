"""Whether becoming a centre is worth it: the same people through the same years, SSAT-run or not.

Source: LPLC proposal, Stages 1 to 3 and their costs tables. Amounts are pounds exc VAT, exact.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from lpplan.core.fees import Schedules
from lpplan.core.plan import ParticipatingSchool, Plan, StageEntry
from lpplan.core.programme import CENTRE_STAGES, INDEPENDENT_STAGE, SESSIONS, SSAT_RUN_STAGE
from lpplan.core.quote import StageQuote, fewest_cohorts, quote_plan, total
from lpplan.core.recharge import net_of
from lpplan.values.money import NOTHING, Pounds, discounted, fewest_to_cover
from lpplan.values.problem import Problem
from lpplan.values.years import AcademicYear


class Delivery(NamedTuple):
    """One entry under both options."""

    centre: StageQuote
    """As a centre plans it."""
    ssat_run: StageQuote
    """Charged as Stage 1 is, cohort for cohort, in the same year."""


class Payback(NamedTuple):
    """When a centre has saved what it cost to become one, and stays so to the horizon."""

    academic_year: AcademicYear
    cohort: int | None
    """The Stage 3 cohort, counted from the plan's first; None in a year without any."""


class Case(NamedTuple):
    """Both options over the same academic years; what is saved is so for everyone together."""

    plan: Plan
    schedules: Schedules
    years: tuple[AcademicYear, ...]
    deliveries: tuple[Delivery, ...]
    """The plan's entries, then those that are assumed."""
    by_year: tuple[Pounds, ...]
    """What a centre saves in each academic year."""

    @property
    def centre(self) -> tuple[StageQuote, ...]:
        """Every entry as a centre."""
        return tuple(one.centre for one in self.deliveries)

    @property
    def ssat_run(self) -> tuple[StageQuote, ...]:
        """Every entry as SSAT would run it."""
        return tuple(one.ssat_run for one in self.deliveries)

    @property
    def independent(self) -> tuple[StageQuote, ...]:
        """What the centre delivers by itself: Stage 3."""
        return tuple(stage for stage in self.centre if stage.stage == INDEPENDENT_STAGE)

    @property
    def cohorts(self) -> int:
        """How many cohorts the centre delivers by itself."""
        return sum(len(stage.cohorts) for stage in self.independent)

    @property
    def cumulative(self) -> tuple[Pounds, ...]:
        """What a centre has saved by the end of each academic year."""
        return tuple(accumulate(self.by_year))

    @property
    def saving(self) -> Pounds:
        """What a centre saves in all."""
        return total(self.by_year)

    @property
    def own_saving(self) -> Pounds:
        """What a centre saves the plan's own school."""
        return net_of(self.ssat_run).net - net_of(self.centre).net

    @property
    def at_risk(self) -> Pounds:
        """The most by which a centre has at any time cost more than SSAT would."""
        return -min(NOTHING, *self.cumulative)

    @property
    def payback(self) -> Payback | None:
        """When the saving so far is not below nothing, and stays so; None where it never is.

        A year's saving is spread over its Stage 3 cohorts in equal parts to find the cohort.
        """
        so_far = self.cumulative
        place = max((n for n, saved in enumerate(so_far, 1) if saved < 0), default=0)
        if place == len(so_far):
            return None
        year = self.years[place]
        there = sum(len(s.cohorts) for s in self.independent if s.academic_year == year)
        if not there:
            return Payback(year, None)
        before = sum(len(s.cohorts) for s in self.independent if s.academic_year < year)
        behind = -so_far[place - 1] if place else NOTHING
        nth = fewest_to_cover(behind * there, self.by_year[place]) if behind else 1
        return Payback(year, before + nth)

    @property
    def years_to_payback(self) -> int | None:
        """In which of the academic years it pays back, counted from 1; None where it never does."""
        payback = self.payback
        return payback.academic_year - self.years[0] + 1 if payback else None

    def present_value(self, percent: Decimal) -> Pounds:
        """The saving discounted by so many percent a year, from the second year on.

        Each year's is rounded to the penny. Source: HM Treasury, Green Book, discounting.
        """
        return total(discounted(saved, percent, n) for n, saved in enumerate(self.by_year))

    def instead(self, entries: Iterable[StageEntry]) -> "Case | None":
        """The case of other entries in the same years; None where they cannot be priced."""
        deliveries, problems = _delivered(self.plan, entries, self.schedules)
        if problems:
            return None
        return self._replace(deliveries=deliveries, by_year=_saved(self.years, deliveries))


def case_of(
    plan: Plan,
    schedules: Schedules,
    years: int,
    assuming: Callable[[StageEntry], StageEntry] = lambda entry: entry,
) -> tuple[Case | None, list[Problem]]:
    """The case for a plan over so many academic years, or None and every problem in its way.

    It is never shorter than the plan. In each year after the plan its last entry comes again.
    ``assuming`` gives what to take for each entry, repeats included.
    """
    first, last = plan.stages[0].academic_year, plan.stages[-1].academic_year
    if plan.stages[-1].stage not in CENTRE_STAGES:
        return None, [_NO_CASE]
    end = max(first.start + years, last.start + 1)
    horizon = tuple(map(AcademicYear, range(first.start, end)))
    repeats = (_repeat(plan.stages[-1], year, schedules) for year in horizon if year > last)
    entries = map(assuming, (*plan.stages, *repeats))
    deliveries, problems = _delivered(plan, entries, schedules)
    if problems:
        there = (_in_the_plan(problem, len(plan.stages)) for problem in reversed(problems))
        return None, [*{problem.key: problem for problem in there}.values()]
    return Case(plan, schedules, horizon, deliveries, _saved(horizon, deliveries)), []


def _saved(years: Iterable[AcademicYear], deliveries: Iterable[Delivery]) -> tuple[Pounds, ...]:
    """What a centre saves in each of some academic years."""
    sums = dict.fromkeys(years, NOTHING)
    for centre, ssat_run in deliveries:
        sums[centre.academic_year] += net_of([ssat_run]).cost - net_of([centre]).cost
    return tuple(sums.values())


_NO_CASE = Problem(
    key=("stages",),
    code="no-case",
    message="has neither Stage 2 nor Stage 3, so there is no centre to make a case for",
    hint="Add a [[stages]] entry with stage = 2, and one with stage = 3 for what follows it.",
)


def _in_the_plan(problem: Problem, planned: int) -> Problem:
    """A problem of an assumed entry at the one that it repeats, the plan's last."""
    parts = (min(part, planned - 1) if isinstance(part, int) else part for part in problem.key)
    return problem._replace(key=tuple(parts))


def _repeat(last: StageEntry, year: AcademicYear, schedules: Schedules) -> StageEntry:
    """Stage 3 again as it was, or after Stage 2 with its people, without own costs or support."""
    changed: dict[str, object] = {"stage": INDEPENDENT_STAGE, "academic_year": year}
    changed |= dict.fromkeys((*SESSIONS, "gateway"))
    if last.stage != INDEPENDENT_STAGE:
        changed |= {"own_costs": (), "support": ()}
    prices = schedules.prices(year)
    limit = prices.schedule.cohort_limit if prices else None
    if (last.cohorts or 0) < fewest_cohorts(last.people, limit):
        # A later schedule's cohorts may hold fewer people.
        changed["cohorts"] = None
    return last.model_copy(update=changed)


def _delivered(
    plan: Plan, entries: Iterable[StageEntry], schedules: Schedules
) -> tuple[tuple[Delivery, ...], list[Problem]]:
    centre, problems = quote_plan(plan.model_copy(update={"stages": tuple(entries)}), schedules)
    if centre is None:
        return (), problems
    instead = tuple(map(_ssat_run, centre.stages))
    ssat_run, problems = quote_plan(plan.model_copy(update={"stages": instead}), schedules)
    return tuple(map(Delivery, centre.stages, ssat_run.stages)) if ssat_run else (), problems


def _ssat_run(stage: StageQuote) -> StageEntry:
    """An entry as SSAT would run it: the same people in the same cohorts, without a charge."""
    entry = stage.entry
    changed: dict[str, object] = {"stage": SSAT_RUN_STAGE, "charge_per_person": None}
    if entry.stage in CENTRE_STAGES:
        changed |= {"own_costs": (), "support": ()}
    if entry.charge_per_person is not None and not entry.schools:
        # Everybody is taken to come from elsewhere, and then pays all that SSAT charges.
        elsewhere = ParticipatingSchool.model_construct(name="", participants=entry.people)
        changed |= {"participants": None, "schools": (elsewhere,)}
    return entry.model_copy(update=changed)
