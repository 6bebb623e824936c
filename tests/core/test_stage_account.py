"""What a stage costs in the end, who pays it, and when a charge of the centre's own breaks even."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_quote import plan_of, quoted

from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.programme import SESSIONS
from lpplan.core.quote import fewest_cohorts
from lpplan.core.recharge import StageAccount, accounts, bills, fee_per_person, net_of
from lpplan.values.money import NOTHING
from strategies import plans, schedules

COVER = {"label": "Cover", "amount": 1000}
OWN = "Oakfield Academy"


def account_of(folder: Schedules | None = None, **keys: Any) -> StageAccount:
    entry = {"stage": 3, "academic_year": "2018/19", "participants": 20} | keys
    if "schools" in keys:
        del entry["participants"]
    (account,) = accounts(quoted(plan_of(entry), folder))
    return account


def schools(**people: int) -> list[dict[str, Any]]:
    """Schools by name; the plan's own is ``own``."""
    return [
        {"name": OWN if name == "own" else name, "participants": n} for name, n in people.items()
    ]


def made_up_prices(limit: int, accreditation: int, package: int) -> Schedules:
    """Synthetic prices, of no year: a support package is charged at Stage 3 as well."""
    data = {
        "academic_year": "2018/19",
        "status": "provisional",
        "fees": {
            "accreditation": {"per": "person", "stages": [3], "member": accreditation},
            "support_package": {
                "per": "cohort",
                "max_cohort_size": limit,
                "stages": [3],
                "member": package,
            },
        },
        "withdrawn": ["train_the_trainer"],
    }
    return Schedules([FeeSchedule.model_validate(data)])


def test_own_costs_are_counted_by_stage_cohort_session_and_person() -> None:
    costs = [
        {"label": per, "amount": 100, "per": per}
        for per in ("stage", "cohort", "session", "person")
    ]
    account = account_of(participants=30, own_costs=costs)
    # 30 people are two cohorts, and a cohort has two sessions: 1 + 2 + 4 + 30 times £100.
    assert [line.quantity for line in account.own_costs] == [1, 2, 4, 30]
    assert account.net.own_costs == 3700


def test_support_is_an_own_cost_for_each_time_it_is_given() -> None:
    support = [{"kind": "twilight", "times": 5, "cost": 40}, {"kind": "forum"}]
    account = account_of(support=support)
    assert [f"{line.label} {line.amount}" for line in account.own_costs] == ["Twilight 200.00"]


def test_a_stage_without_schools_or_a_charge_is_the_schools_own() -> None:
    account = account_of(own_costs=[COVER])
    assert account.net.ssat == 8000  # 20 × 400
    assert account.net.own_costs == 1000
    assert account.income == 0
    assert account.net.net == 9000
    assert (account.surplus, account.break_even_charge, account.bill) == (None, None, None)


def test_without_schools_a_charge_is_paid_by_everybody() -> None:
    account = account_of(charge_per_person=500, own_costs=[COVER])
    assert account.income == 10_000  # 20 × 500
    assert account.net.net == -1000  # 8,000 + 1,000 - 10,000
    assert account.surplus == 1000


def test_the_centres_own_people_bring_no_income() -> None:
    account = account_of(schools=schools(own=20), charge_per_person=600)
    assert account.income == 0
    assert account.net.net == 8000
    found = {account.surplus, account.break_even_charge, account.break_even_participants}
    assert found == {None}


def test_a_charge_takes_the_place_of_shares_and_own_people_pay_nobody() -> None:
    account = account_of(stage=2, schools=schools(own=8, Riverside=12), charge_per_person=700)
    assert account.bill is not None
    paid = [f"{school.school} {school.total}" for school in account.bill.schools]
    assert paid == [f"{OWN} 0.00", "Riverside 8400.00"]
    # Stage 2: 20 × 400 + 2,200 + 1,200 = 11,400, of which others pay 12 × 700.
    assert account.net.net == 3000
    # 8,400 less 12 × 400 and 3,400: the accreditation of the centre's own eight is not in it.
    assert account.surplus == 200


def test_a_charge_is_no_estimate_but_shares_of_estimated_prices_are() -> None:
    year: dict[str, Any] = {"academic_year": "2025/26", "schools": schools(own=8, Riverside=12)}
    assert account_of(**year).income_is_estimate
    assert not account_of(**year, charge_per_person=700).income_is_estimate


def test_people_to_break_even_follow_the_cohorts_that_they_fill() -> None:
    cover = {"label": "Cover", "amount": 600, "per": "cohort"}
    account = account_of(participants=30, charge_per_person=480, own_costs=[cover])
    # Thirty people are two cohorts, £1,200; eight are one: 8 × (480 - 400) = 640, 7 only 560.
    assert account.break_even_participants == 8


@pytest.mark.parametrize(
    ("charge", "own_cost", "people"),
    [
        (500, 1000, 10),  # 1,000 / (500 - 400)
        (499, 1000, 11),  # 1,000 / 99 = 10.1
        (400, 1000, None),  # nothing is left over
        (399, 1000, None),
        (400, 0, 1),  # covers itself
        (399, 0, None),
        (401, 100_000, 100_000),  # as many as a plan may have
        (401, 100_001, None),
        (401, 1_000_000, None),
    ],
)
def test_the_number_that_breaks_even(charge: int, own_cost: int, people: int | None) -> None:
    costs = [{"label": "Cover", "amount": own_cost}]
    account = account_of(charge_per_person=charge, own_costs=costs)
    assert account.break_even_participants == people


def test_full_cohorts_that_earn_a_pound_each_break_even_in_the_end() -> None:
    # A cohort of three earns 3 × £1 and costs £2; five of them earn the £5: 15 = 5 × 2 + 5.
    account = account_of(
        made_up_prices(3, 10, 0),
        participants=3,
        charge_per_person=11,
        own_costs=[
            {"label": "Room", "amount": 2, "per": "cohort"},
            {"label": "Cover", "amount": 5},
        ],
    )
    assert account.break_even_participants == 15


def test_the_charge_that_breaks_even_is_rounded_up_so_that_it_does() -> None:
    account = account_of(schools=schools(Riverside=21), own_costs=[COVER])
    # 21 × 400 + 1,000 = 9,400; 9,400 / 21 = 447.619…
    assert account.break_even_charge == Decimal("447.62")


def test_a_fee_at_stage_2_covers_accreditation_and_training() -> None:
    # 21 × 400 + 2,200 + 1,200 = 11,800; 11,800 / 21 = 561.904…, rounded up.
    account = account_of(stage=2, participants=21)
    assert fee_per_person(account.stage) == Decimal("561.91")


@given(
    limit=st.integers(1, 12),
    prices=st.tuples(st.integers(0, 20), st.integers(0, 60)),
    charge=st.integers(0, 40),
    own=st.integers(0, 9),
    costs=st.tuples(*[st.integers(0, 30)] * 4),
)
def test_the_number_that_breaks_even_is_the_first_that_does(
    limit: int, prices: tuple[int, int], charge: int, own: int, costs: tuple[int, ...]
) -> None:
    accreditation, package = prices
    kinds = ("stage", "cohort", "session", "person")
    own_costs = [{"label": k, "amount": c, "per": k} for k, c in zip(kinds, costs, strict=True)]
    own_school = schools(own=own) if own else []
    account = account_of(
        made_up_prices(limit, accreditation, package),
        schools=[*own_school, *schools(Riverside=5)],
        charge_per_person=charge,
        own_costs=own_costs,
    )
    for_stage, for_cohort, for_session, for_person = costs

    def breaks_even(others: int) -> bool:
        cohorts = fewest_cohorts(own + others, limit)
        costs = accreditation * others + cohorts * (package + for_cohort)
        costs += cohorts * len(SESSIONS) * for_session + for_stage + (own + others) * for_person
        return others * charge >= costs

    # What a full cohort adds is a whole pound or nothing, so this many cover any cost above.
    first = next((n for n in range(1, 400 * limit) if breaks_even(n)), None)
    assert account.break_even_participants == first


@given(st.integers(1, 10), st.integers(2, 30))
def test_cohorts_that_a_plan_asks_for_are_paid_for_at_any_number(limit: int, asked: int) -> None:
    folder = made_up_prices(limit, 10, 100)
    account = account_of(folder, participants=asked, cohorts=asked, charge_per_person=1010)
    fewest = account.break_even_participants
    assert fewest is not None
    assert fewest >= asked or asked == account.stage.fewest_cohorts


@given(st.integers(1, 90_000), st.integers(0, 10_000), st.integers(0, 10**6))
def test_the_charge_that_breaks_even_is_the_least_that_does(
    others: int, own: int, cost: int
) -> None:
    taking_part = schools(Riverside=others) + (schools(own=own) if own else [])
    account = account_of(schools=taking_part, own_costs=[{"label": "Cover", "amount": cost}])
    charge = account.break_even_charge
    assert charge is not None
    to_cover = 400 * others + cost
    assert (charge - Decimal("0.01")) * others < to_cover <= charge * others


@given(st.data())
def test_what_everybody_pays_adds_up_to_all_charges_and_own_costs(data: st.DataObject) -> None:
    folder = data.draw(schedules())
    quote = quoted(data.draw(plans(folder)), folder)
    net = net_of(quote.stages)
    billed = sum((bill.billed for bill in bills(quote)), NOTHING)
    from_outside = sum((a.income for a in accounts(quote) if a.bill is None), NOTHING)
    assert net.ssat == quote.total
    assert net.net + billed == net.ssat + net.own_costs - from_outside
    by_year = [net_of(quote.in_year(year).stages) for year in quote.years]
    assert sum((part.net for part in by_year), NOTHING) == net.net
    for account in accounts(quote):
        if account.charge is None and account.shared is not None:
            # Shares add up to what SSAT charges, so own costs alone are the centre's besides.
            assert account.net.net == account.shared.kept + account.net.own_costs


def test_the_centres_own_people_are_paid_for_by_the_others_but_for_their_accreditation() -> None:
    costs = [
        {"label": per, "amount": amount, "per": per}
        for per, amount in (("person", 10), ("session", 30), ("stage", 100))
    ]
    support = [{"kind": "twilight", "times": 3, "cost": 20}]
    account = account_of(
        stage=2,
        schools=schools(own=24, Riverside=50),
        charge_per_person=500,
        own_costs=costs,
        support=support,
    )
    # Of each of the others 500 - 400 - 10 = 90 is left. The 24 own people cost 240, the stage
    # 100 + 60 + 1,200 for the training, and each cohort 2,200 + 60. In 2 cohorts that is 6,120: 68
    # people, and 26 fit in. In 3 it is 8,380: 94, and 51 fit in. In 4 it is 10,640: 119 and 76; and
    # so on, each cohort 26 people more and 25 places more, for ever.
    assert account.break_even_participants is None
    # At 600 it is 190: 6,120 are 33 people, 8,380 are 45, who fit in 3 cohorts.
    dearer = account.stage.entry.model_copy(update={"charge_per_person": Decimal(600)})
    at_600 = StageAccount(account.stage._replace(entry=dearer))
    assert at_600.break_even_participants == 45
    assert at_600.others == 50
    assert at_600.income == 30_000
    # 74 people in 3 cohorts: 50 × 400, 740 for people, 100 + 60, 1,200, and 3 × 2,260 = 28,880.
    assert at_600.surplus == 1120
    assert at_600.break_even_charge == Decimal("577.60")  # 28,880 / 50


def test_without_a_limit_everybody_is_in_one_cohort_when_it_breaks_even() -> None:
    data = {
        "academic_year": "2018/19",
        "status": "provisional",
        "fees": {"accreditation": {"per": "person", "stages": [3], "member": 400}},
    }
    folder = Schedules([FeeSchedule.model_validate(data)])
    costs = [{"label": "Cover", "amount": 99_000, "per": "cohort"}]
    account = account_of(
        folder, schools=schools(own=5, Riverside=5), charge_per_person=401, own_costs=costs
    )
    assert account.break_even_participants == 99_000


@pytest.mark.parametrize(
    ("charge", "people"),
    [
        (1100, 5),  # as many as the cohorts asked for, which is enough: 5 × 1,000 ≥ 1,000
        (420, 50),  # 50 × 20 = 1,000: two cohorts would do, and five are asked for
        (401, None),  # a cohort more takes 200 people more, and holds 25
    ],
)
def test_at_least_one_person_for_each_cohort_asked_for(charge: int, people: int | None) -> None:
    cover = {"label": "Cover", "amount": 200, "per": "cohort"}
    account = account_of(participants=30, cohorts=5, charge_per_person=charge, own_costs=[cover])
    assert account.break_even_participants == people


def test_one_person_beside_many_of_its_own_is_enough_where_there_is_nothing_else_to_pay() -> None:
    account = account_of(schools=schools(own=8, Riverside=12), charge_per_person=400)
    assert account.break_even_participants == 1


def test_a_charge_that_covers_a_person_by_a_pound_needs_as_many_as_costs_have_pounds() -> None:
    account = account_of(charge_per_person=401, own_costs=[COVER])
    assert account.break_even_participants == 1000


def test_support_without_a_number_of_times_costs_nothing() -> None:
    support = [{"kind": "twilight", "times": 5}, {"kind": "call", "label": "Calls", "times": 2}]
    assert account_of(support=support).own_costs == ()
