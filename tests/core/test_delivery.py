"""What a centre earns and pays where it runs a Stage 3 itself, and when it breaks even."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_quote import plan_of, quoted

from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.quote import stage_cost
from lpplan.core.recharge import Delivery, deliveries

COVER = {"label": "Cover", "amount": 1000}


def delivered(folder: Schedules | None = None, **keys: Any) -> Delivery:
    entry = {"stage": 3, "academic_year": "2018/19", "participants": 20} | keys
    if "schools" in keys:
        del entry["participants"]
    plan = plan_of(entry)
    (found,) = deliveries(quoted(plan, folder))
    return found


def with_support_at_stage_3(limit: int, accreditation: int, package: int) -> Schedules:
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
    schedule = FeeSchedule.model_validate(data)
    return Schedules([schedule])


def test_a_charge_earns_what_is_left_after_ssat_and_own_costs() -> None:
    found = delivered(charge_per_person=500, own_costs=[COVER])
    assert found.income == 10000  # 20 × 500
    assert found.costs == 9000  # 20 × 400 + 1,000
    assert found.surplus == 1000


def test_a_charge_that_is_too_low_leaves_a_shortfall() -> None:
    assert delivered(charge_per_person=420, own_costs=[COVER]).surplus == -600  # 8,400 - 9,000


def test_the_charge_that_breaks_even_is_rounded_up_so_that_it_does() -> None:
    found = delivered(participants=21, own_costs=[COVER])
    # 21 × 400 + 1,000 = 9,400; 9,400 / 21 = 447.619…
    assert found.break_even_charge == Decimal("447.62")
    assert delivered(own_costs=[COVER]).break_even_charge == 450  # 9,000 / 20


@pytest.mark.parametrize(
    ("charge", "own_cost", "people"),
    [
        (500, 1000, 10),  # 1,000 / (500 - 400)
        (499, 1000, 11),  # 1,000 / 99 = 10.1
        (400, 1000, None),  # nothing is left over
        (399, 1000, None),
        (400, 0, 1),  # covers itself
        (399, 0, None),
        (401, 1000000, None),  # a million people, more than a plan may have
    ],
)
def test_the_number_that_breaks_even(charge: int, own_cost: int, people: int | None) -> None:
    costs = [{"label": "Cover", "amount": own_cost}]
    found = delivered(charge_per_person=charge, own_costs=costs)
    assert found.break_even_participants == people


def test_without_a_charge_there_is_no_income_to_tell() -> None:
    found = delivered(own_costs=[COVER])
    assert (found.income, found.surplus, found.break_even_participants) == (None, None, None)
    assert found.payments == ()


def test_everyone_is_charged_the_centres_own_people_among_them() -> None:
    schools = [
        {"name": "Oakfield Academy", "participants": 8},
        {"name": "Riverside Primary", "participants": 12},
    ]
    found = delivered(schools=schools, charge_per_person=500)
    assert [(s.school, s.total) for s in found.payments] == [
        ("Oakfield Academy", Decimal(4000)),
        ("Riverside Primary", Decimal(6000)),
    ]
    assert found.income == 10000


def test_a_stage_3_that_says_nothing_of_charges_is_no_delivery() -> None:
    plan = plan_of({"stage": 3, "academic_year": "2018/19", "participants": 20})
    assert deliveries(quoted(plan)) == ()


@given(
    limit=st.integers(1, 12),
    accreditation=st.integers(0, 20),
    package=st.integers(0, 60),
    charge=st.integers(0, 40),
    own_cost=st.integers(0, 300),
)
def test_the_number_that_breaks_even_is_the_first_that_does(
    limit: int, accreditation: int, package: int, charge: int, own_cost: int
) -> None:
    folder = with_support_at_stage_3(limit, accreditation, package)
    found = delivered(
        folder, charge_per_person=charge, own_costs=[{"label": "Cover", "amount": own_cost}]
    )
    prices = found.stage.prices

    def breaks_even(people: int) -> bool:
        return people * charge >= stage_cost(prices, 3, people, "member") + own_cost

    # What a full cohort adds is a whole pound or nothing, so 300 cohorts cover any own cost.
    first = next((n for n in range(1, 301 * limit) if breaks_even(n)), None)
    assert found.break_even_participants == first


@given(st.integers(1, 10), st.integers(2, 30))
def test_cohorts_that_a_plan_asks_for_are_paid_for_at_any_number(limit: int, asked: int) -> None:
    folder = with_support_at_stage_3(limit, 10, 100)
    found = delivered(folder, participants=asked, cohorts=asked, charge_per_person=1010)
    fewest = found.break_even_participants
    assert fewest is not None
    assert fewest >= asked or asked == found.stage.fewest_cohorts


@given(st.integers(1, 100_000), st.integers(0, 10**8))
def test_the_charge_that_breaks_even_is_the_least_that_does(people: int, pence: int) -> None:
    own = [{"label": "Cover", "amount": pence // 100}]
    found = delivered(participants=people, own_costs=own)
    assert found.break_even_charge * people >= found.costs
    assert (found.break_even_charge - Decimal("0.01")) * people < found.costs
