"""What participating schools pay the centre, and what is left over, in pounds exc VAT.

Source: LPLC proposal, Stage 2 and Stage 3, fee charged; decision training-shared-by-all.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from lpplan.core.fees import Per
from lpplan.core.plan import OwnCostPer, StageEntry
from lpplan.core.programme import SESSIONS
from lpplan.core.quote import Quote, StageQuote, fewest_cohorts, total
from lpplan.values.kinds import MOST_PEOPLE
from lpplan.values.money import NOTHING, Pounds, fewest_to_cover, least_per_head, share_out
from lpplan.values.words import plain_name, same_name


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


def totals_of_schools(recharges: Iterable[StageRecharge]) -> dict[str, Pounds]:
    """What each school pays over several stages, by its name where it first stands."""
    names: dict[str, str] = {}
    sums: dict[str, Pounds] = {}
    for recharge in recharges:
        for school in recharge.schools:
            name = names.setdefault(plain_name(school.school), school.school)
            sums[name] = sums.get(name, NOTHING) + school.total
    return sums


class OwnCostLine(NamedTuple):
    """What the school itself pays for a stage: how many, at how many pounds each exc VAT."""

    label: str
    per: OwnCostPer | Literal["time"]
    quantity: int
    each: Pounds

    @property
    def amount(self) -> Pounds:
        """Quantity times price."""
        return self.quantity * self.each


def own_cost_lines(entry: StageEntry, people: int, cohorts: int) -> tuple[OwnCostLine, ...]:
    """What the school itself pays for so many people in so many cohorts, support included.

    Source: LPLC proposal, Stages 2 and 3 (a centre decides what further support it offers).
    """
    quantities: dict[OwnCostPer, int] = {
        "stage": 1,
        "cohort": cohorts,
        "session": cohorts * len(SESSIONS),
        "person": people,
    }
    costs = (OwnCostLine(c.label, c.per, quantities[c.per], c.amount) for c in entry.own_costs)
    added = (
        OwnCostLine(support.name, "time", support.times, support.cost)
        for support in entry.support
        if support.times is not None and support.cost is not None
    )
    return (*costs, *added)


class Net(NamedTuple):
    """What something costs in the end, in pounds exc VAT."""

    ssat: Pounds
    """What SSAT charges."""
    own_costs: Pounds
    """What the plan's own school pays besides."""
    income: Pounds
    """What other schools pay it."""

    @property
    def cost(self) -> Pounds:
        """What everyone together pays."""
        return self.ssat + self.own_costs

    @property
    def net(self) -> Pounds:
        """What remains for the plan's own school; with a minus, what it has left over."""
        return self.cost - self.income


class StageAccount(NamedTuple):
    """What one stage costs, who pays how much of it, and what that leaves, in pounds exc VAT.

    Source: LPLC proposal, Stages 2 and 3, fee charged. The centre's own people pay nobody.
    """

    stage: StageQuote

    @property
    def charge(self) -> Pounds | None:
        """What the centre charges for each person of another school; None without a charge."""
        return self.stage.entry.charge_per_person

    @property
    def own_costs(self) -> tuple[OwnCostLine, ...]:
        """What the school itself pays, line by line."""
        stage = self.stage
        return own_cost_lines(stage.entry, stage.participants, len(stage.cohorts))

    @property
    def shared(self) -> StageRecharge | None:
        """What SSAT charges, shared among the schools; None where the stage names none."""
        return shared_cost(self.stage)

    @property
    def bill(self) -> StageRecharge | None:
        """What each school is asked for: the centre's charge, else its share; None without any."""
        shared, charge = self.shared, self.charge
        if shared is None or charge is None:
            return shared
        schools = (
            school._replace(
                per_person=NOTHING if shared.is_own(school) else school.participants * charge,
                share=NOTHING,
            )
            for school in shared.schools
        )
        return shared._replace(schools=tuple(schools))

    @property
    def others(self) -> int:
        """How many people come from other schools.

        A stage that names no schools is the school's own; with a charge, everybody is taken to
        come from elsewhere.
        """
        entry = self.stage.entry
        if not entry.schools:
            return 0 if self.charge is None else entry.people
        own = self.stage.own_school
        return sum(s.participants for s in entry.schools if not same_name(s.name, own))

    @property
    def income(self) -> Pounds:
        """What other schools pay."""
        if self.charge is not None:
            return self.charge * self.others
        return self.shared.billed if self.shared else NOTHING

    @property
    def net(self) -> Net:
        """What the stage costs in the end."""
        own_costs = total(line.amount for line in self.own_costs)
        return Net(ssat=self.stage.total, own_costs=own_costs, income=self.income)

    @property
    def income_is_estimate(self) -> bool:
        """Whether what other schools pay is an estimate: a charge of the centre's own never is."""
        return self.charge is None and self.stage.prices.status == "estimate"

    @property
    def surplus(self) -> Pounds | None:
        """Income less what it takes to earn it, with a minus where it falls short.

        None without a charge, and where nobody comes from elsewhere. The accreditation of the
        centre's own people is not paid out of it.
        """
        if self.charge is None or not self.others:
            return None
        return self.income - self._to_cover

    @property
    def _to_cover(self) -> Pounds:
        """Charges per person for other schools' people, all other charges, and own costs."""
        per_person, _, _ = self._costs_by_number
        shared = self.stage.sum_of("cohort", "stage")
        return per_person.ssat * self.others + shared + self.net.own_costs

    @property
    def break_even_charge(self) -> Pounds | None:
        """The least charge per person at which the surplus is not below nothing."""
        return least_per_head(self._to_cover, self.others) if self.others else None

    @property
    def break_even_participants(self) -> int | None:
        """The fewest people of other schools, beside the centre's own, whose charges cover it all.

        Cohorts and own costs follow the people, but there are as many cohorts as the plan asks for
        beyond the fewest. None without a charge, where nobody comes from elsewhere, and where no
        number up to 100,000 does.
        """
        if self.charge is None or not self.others:
            return None
        stage, own = self.stage, self.stage.participants - self.others
        per_person, per_cohort, fixed = self._costs_by_number
        limit = stage.prices.schedule.cohort_limit or own + MOST_PEOPLE
        asked = len(stage.cohorts)
        cohorts = asked if asked > stage.fewest_cohorts else fewest_cohorts(own, limit)
        margin = self.charge - per_person.ssat - per_person.own_costs
        # A cohort more never makes the costs less: whom fewer could not pay for do not fit into
        # fewer cohorts either.
        while True:
            fewest = max(1, cohorts - own)
            to_cover = fixed.cost + cohorts * per_cohort.cost + own * per_person.own_costs
            if to_cover > fewest * margin:
                if margin <= 0:
                    return None
                fewest = fewest_to_cover(to_cover, margin)
            if fewest > MOST_PEOPLE:
                return None
            if fewest <= cohorts * limit - own:
                return fewest
            cohorts += 1

    @property
    def _costs_by_number(self) -> tuple[Net, Net, Net]:
        """What each person adds to the costs, what each cohort does, and what nobody changes."""
        of_one = own_cost_lines(self.stage.entry, people=1, cohorts=1)

        def costs(charged: Per, *own: str) -> Net:
            ssat = total(line.unit_price for line in self.stage.lines if line.per == charged)
            return Net(ssat, total(line.amount for line in of_one if line.per in own), NOTHING)

        return (
            costs("person", "person"),
            costs("cohort", "cohort", "session"),
            costs("stage", "stage", "time"),
        )


def accounts(quote: Quote) -> tuple[StageAccount, ...]:
    """The account of each stage of a quote."""
    return tuple(map(StageAccount, quote.stages))


def bills(quote: Quote) -> tuple[StageRecharge, ...]:
    """What each school is asked for, stage by stage, in the stages that name their schools."""
    return tuple(bill for account in accounts(quote) if (bill := account.bill))


def net_of(stages: Iterable[StageQuote]) -> Net:
    """What several stages cost in the end."""
    nets = [StageAccount(stage).net for stage in stages]
    return Net(
        ssat=total(net.ssat for net in nets),
        own_costs=total(net.own_costs for net in nets),
        income=total(net.income for net in nets),
    )


def fee_per_person(stage: StageQuote) -> Pounds:
    """What a fee per person must be to cover all that SSAT charges, rounded up to the penny.

    Source: LPLC proposal, Stage 2 (a fee per person to cover the accreditation fee and the
    relevant training costs).
    """
    return least_per_head(stage.total, stage.participants)
