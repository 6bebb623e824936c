"""What a centre earns and pays where it runs a cohort of Stage 3 itself, in pounds exc VAT.

Source: LPLC proposal, Stage 3, fee charged: it may charge schools more than SSAT charges it.
A decision: the charge is counted for everyone who takes part, the centre's own people among
them, so that the charge that breaks even is the same whoever comes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lpplan.core.fees import Per
from lpplan.core.kinds import MOST_PEOPLE
from lpplan.core.money import NOTHING, Pounds, fewest_to_cover, least_per_head
from lpplan.core.plan import OwnCost, Plan
from lpplan.core.pricing import total
from lpplan.core.quote import Quote, StageQuote
from lpplan.core.recharge import SchoolRecharge, StageRecharge


class Delivery(NamedTuple):
    """One Stage 3 for which the plan says what the centre charges, or what it pays itself."""

    quote: StageQuote
    charge_per_person: Pounds | None
    own_costs: Sequence[OwnCost]

    @property
    def costs(self) -> Pounds:
        """What SSAT charges and what the centre pays besides."""
        return self.quote.total + self.own_total

    @property
    def own_total(self) -> Pounds:
        """The sum of the centre's own costs."""
        return total(cost.amount for cost in self.own_costs)

    @property
    def income(self) -> Pounds | None:
        """The charge for everyone who takes part; None where the plan has none."""
        charge = self.charge_per_person
        return None if charge is None else charge * self.quote.participants

    @property
    def payments(self) -> tuple[tuple[SchoolRecharge, Pounds], ...]:
        """What each school that the plan names pays at the charge, its own among them."""
        charge, shared = self.charge_per_person, self.quote.recharge
        if charge is None or shared is None:
            return ()
        return tuple((school, school.participants * charge) for school in shared.schools)

    @property
    def surplus(self) -> Pounds | None:
        """Income less costs, with a minus where it falls short; None without a charge."""
        return None if self.income is None else self.income - self.costs

    @property
    def break_even_charge(self) -> Pounds:
        """The least charge per person that covers the costs at these numbers."""
        return least_per_head(self.costs, self.quote.participants)

    @property
    def break_even_participants(self) -> int | None:
        """The fewest people whose charges cover the costs; None without any such number.

        Cohorts are as few as hold them, but as many as the plan asks for beyond that.
        """
        if self.charge_per_person is None:
            return None
        margin = self.charge_per_person - self._unit_price("person")
        per_cohort = self._unit_price("cohort")
        fixed = self.own_total + self._unit_price("stage")
        asked = len(self.quote.cohorts) > self.quote.fewest_cohorts
        cohorts = len(self.quote.cohorts) if asked else 1
        if (limit := self.quote.prices.schedule.cohort_limit) is not None:
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

    def _unit_price(self, per: Per) -> Pounds:
        return total(line.unit_price for line in self.quote.lines if line.per == per)


def asked_for(plan: Plan, quote: Quote) -> tuple[tuple[StageQuote, StageRecharge], ...]:
    """What each school is asked for, stage by stage, in the stages that name their schools.

    Where a Stage 3 has a charge of the centre's own, that; otherwise the share of the cost.
    """
    asked = []
    for entry, stage in zip(plan.stages, quote.stages, strict=True):
        shared, charge = stage.recharge, entry.charge_per_person
        if shared is None:
            continue
        if charge is not None:
            paid = tuple(
                school._replace(per_person=school.participants * charge, share=NOTHING)
                for school in shared.schools
            )
            shared = shared._replace(schools=paid)
        asked.append((stage, shared))
    return tuple(asked)


def deliveries(plan: Plan, quote: Quote) -> tuple[Delivery, ...]:
    """Each Stage 3 of a quoted plan that says what the centre charges or pays itself."""
    return tuple(
        Delivery(priced, entry.charge_per_person, entry.own_costs)
        for entry, priced in zip(plan.stages, quote.stages, strict=True)
        if entry.sets_its_charge
    )
