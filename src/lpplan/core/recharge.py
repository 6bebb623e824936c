"""What participating schools pay the centre, and what is left over, in pounds exc VAT.

Source: LPLC proposal, Stage 2 and Stage 3, fee charged; decision training-shared-by-all.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lpplan.core.plan import plain_name, same_name
from lpplan.core.quote import Quote, StageQuote, total
from lpplan.values.kinds import MOST_PEOPLE
from lpplan.values.money import NOTHING, Pounds, fewest_to_cover, least_per_head, share_out


class SchoolRecharge(NamedTuple):
    """One school's part of a stage."""

    school: str
    participants: int
    per_person: Pounds
    """All charges per person, for the school's own people."""
    share: Pounds
    """The school's part of everything else."""

    @property
    def total(self) -> Pounds:
        """What the school pays."""
        return self.per_person + self.share


class StageRecharge(NamedTuple):
    """What each school pays of a stage, in the plan's order."""

    stage: StageQuote
    schools: tuple[SchoolRecharge, ...]

    @property
    def total(self) -> Pounds:
        """What all schools pay."""
        return total(school.total for school in self.schools)

    @property
    def kept(self) -> Pounds:
        """The part of the plan's own school, where it takes part itself."""
        return total(school.total for school in self.schools if self.is_own(school))

    @property
    def billed(self) -> Pounds:
        """What the other schools pay."""
        return total(school.total for school in self.schools if not self.is_own(school))

    def is_own(self, school: SchoolRecharge) -> bool:
        """Whether a participating school is the one whose plan this is."""
        return same_name(school.school, self.stage.own_school)


def shared_costs(quote: Quote) -> tuple[StageRecharge, ...]:
    """The cost of each stage that names its schools, shared among them to the penny.

    Charges per person follow each school's people; all others are added up and that one sum
    is shared, per head or equally.
    """
    return tuple(shared for stage in quote.stages if (shared := shared_cost(stage)))


def shared_cost(stage: StageQuote) -> StageRecharge | None:
    """The cost of one stage shared among its schools; None where it names none."""
    entry = stage.entry
    if not entry.schools:
        return None
    for_each_person = total(line.unit_price for line in stage.lines if line.per == "person")
    by_head = entry.share == "per_head"
    weights = [school.participants if by_head else 1 for school in entry.schools]
    shares = share_out(stage.sum_of("cohort", "stage"), weights)
    schools = (
        SchoolRecharge(
            school=school.name,
            participants=school.participants,
            per_person=school.participants * for_each_person,
            share=share,
        )
        for school, share in zip(entry.schools, shares, strict=True)
    )
    return StageRecharge(stage, tuple(schools))


def asked_for(quote: Quote) -> tuple[StageRecharge, ...]:
    """What each school is asked for, stage by stage, in the stages that name their schools.

    Where a Stage 3 has a charge of the centre's own, that; otherwise the share of the cost.
    """
    return tuple(map(_with_own_charge, shared_costs(quote)))


def _with_own_charge(shared: StageRecharge) -> StageRecharge:
    charge = shared.stage.entry.charge_per_person
    if charge is None:
        return shared
    schools = (
        school._replace(per_person=school.participants * charge, share=NOTHING)
        for school in shared.schools
    )
    return shared._replace(schools=tuple(schools))


def totals_of_schools(recharges: Iterable[StageRecharge]) -> dict[str, Pounds]:
    """What each school pays over several stages, by its name where it first stands."""
    names: dict[str, str] = {}
    sums: dict[str, Pounds] = {}
    for recharge in recharges:
        for school in recharge.schools:
            name = names.setdefault(plain_name(school.school), school.school)
            sums[name] = sums.get(name, NOTHING) + school.total
    return sums


class Delivery(NamedTuple):
    """What a centre earns and pays at a Stage 3 for which the plan says what it charges or pays.

    Source: LPLC proposal, Stage 3, fee charged: it may charge schools more than SSAT charges it.
    A decision: the charge is counted for everyone who takes part, the centre's own people among
    them, so that the charge that breaks even is the same whoever comes.
    """

    stage: StageQuote

    @property
    def charge_per_person(self) -> Pounds | None:
        """What the centre charges for each participant."""
        return self.stage.entry.charge_per_person

    @property
    def own_total(self) -> Pounds:
        """The sum of the centre's own costs."""
        return total(cost.amount for cost in self.stage.entry.own_costs)

    @property
    def costs(self) -> Pounds:
        """What SSAT charges and what the centre pays besides."""
        return self.stage.total + self.own_total

    @property
    def income(self) -> Pounds | None:
        """The charge for everyone who takes part; None where the plan has none."""
        charge = self.charge_per_person
        return None if charge is None else charge * self.stage.participants

    @property
    def payments(self) -> tuple[SchoolRecharge, ...]:
        """What each school that the plan names pays at the charge, its own among them."""
        shared = shared_cost(self.stage)
        if self.charge_per_person is None or shared is None:
            return ()
        return _with_own_charge(shared).schools

    @property
    def surplus(self) -> Pounds | None:
        """Income less costs, with a minus where it falls short; None without a charge."""
        return None if self.income is None else self.income - self.costs

    @property
    def break_even_charge(self) -> Pounds:
        """The least charge per person that covers the costs at these numbers."""
        return least_per_head(self.costs, self.stage.participants)

    @property
    def break_even_participants(self) -> int | None:
        """The fewest people whose charges cover the costs; None without any such number.

        Cohorts are as few as hold them, but as many as the plan asks for beyond that.
        """
        if self.charge_per_person is None:
            return None
        prices = {"person": NOTHING, "cohort": NOTHING, "stage": NOTHING}
        for line in self.stage.lines:
            prices[line.per] += line.unit_price
        margin, per_cohort = self.charge_per_person - prices["person"], prices["cohort"]
        fixed = self.own_total + prices["stage"]
        asked_for_more = len(self.stage.cohorts) > self.stage.fewest_cohorts
        cohorts = len(self.stage.cohorts) if asked_for_more else 1
        if (limit := self.stage.prices.schedule.cohort_limit) is not None:
            gain_of_full_cohort = margin * limit - per_cohort
            if cohorts * gain_of_full_cohort < fixed:
                if gain_of_full_cohort <= 0:
                    return None
                cohorts = fewest_to_cover(fixed, gain_of_full_cohort)
        to_cover = fixed + cohorts * per_cohort
        if margin < 0 or (to_cover and not margin):
            return None
        people = max(cohorts, fewest_to_cover(to_cover, margin) if to_cover else 1)
        return people if people <= MOST_PEOPLE else None


def deliveries(quote: Quote) -> tuple[Delivery, ...]:
    """Each Stage 3 of a quote that says what the centre charges or pays itself."""
    return tuple(Delivery(stage) for stage in quote.stages if stage.entry.sets_its_charge)
