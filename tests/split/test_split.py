"""Splits: spare places, costs, cliffs and the best size of a range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.core.fees import Schedules
from lpplan.core.quote import StageQuote, stage_cost
from lpplan.reading.fee_folder import load_fees
from lpplan.split.split import Pricing, Split, best_size, cliffs, split
from strategies import latest, schedules


def priced(people: int, stage: int = 1, cohorts: int | None = None) -> Split:
    folder = load_fees(None).schedules
    prices = folder.prices(folder.years[-1])
    assert prices is not None
    return split(people, 25, cohorts=cohorts, pricing=Pricing(stage, prices, "member"))


def cost_of(found: Split) -> StageQuote:
    assert found.cost is not None
    return found.cost


@pytest.mark.parametrize(
    ("people", "spare", "total", "per_head", "one_more"),
    [
        (25, 0, "12200.00", "488.00", "2600.00"),  # the 26th opens a cohort: 400 + 2,200
        (26, 24, "14800.00", "569.23", "400.00"),
        (50, 0, "24400.00", "488.00", "2600.00"),
    ],
)
def test_a_split_says_what_it_costs_and_what_one_more_would_add(
    people: int, spare: int, total: str, per_head: str, one_more: str
) -> None:
    found = priced(people)
    assert found.spare_places == spare
    assert (str(cost_of(found).total), str(cost_of(found).per_head)) == (total, per_head)
    assert str(found.one_more) == one_more


def test_one_more_person_finds_a_place_in_a_cohort_asked_for() -> None:
    found = priced(25, cohorts=2)
    assert str(cost_of(found).total) == "14400.00"  # 25 × 400 + 2 × 2,200
    assert str(found.one_more) == "400.00"


def test_the_best_size_of_a_range_costs_least_a_head_and_the_cliffs_are_marked() -> None:
    found = [priced(people) for people in range(20, 56)]
    assert (
        getattr(best_size(found), "participants", None) == 50
    )  # £488.00 as at 25, for twice as many
    assert cliffs(found) == (26, 51)


def test_where_cohorts_cost_nothing_every_size_is_as_good_and_there_is_no_cliff() -> None:
    found = [priced(people, stage=3) for people in range(20, 60)]
    assert best_size(found) is None
    assert cliffs(found) == ()


def test_a_limit_of_ones_own_has_no_cost_and_so_no_best_size() -> None:
    found = split(27, 10, fill=True)
    assert (found.cohorts, found.spare_places, found.cost) == ((10, 10, 7), 3, None)
    assert found.one_more is None
    assert best_size([found]) is None


def test_without_a_limit_there_are_no_spare_places_to_count() -> None:
    assert split(27, None).spare_places is None


@given(schedules(), st.integers(1, 300), st.integers(1, 3))
def test_a_split_costs_what_the_stage_does(folder: Schedules, people: int, stage: int) -> None:
    schedule = latest(folder)
    prices = folder.prices(schedule.academic_year)
    assert prices is not None
    found = split(people, schedule.cohort_limit, pricing=Pricing(stage, prices, "non-member"))
    assert found.participants == people
    assert cost_of(found).total == stage_cost(prices, stage, people, "non-member")
    assert (found.one_more or 0) >= 0


def test_a_cohort_asked_for_is_still_asked_for_with_one_person_more() -> None:
    # One cohort would do for 21 people: what they cost more in three is paid for already.
    assert str(priced(20, cohorts=3).one_more) == "400.00"
    assert str(priced(20).one_more) == "400.00"


def test_of_one_number_of_people_that_is_the_best_and_of_several_alike_none_is() -> None:
    one = priced(20)
    assert best_size([one]) == one
    assert best_size([priced(25), priced(50)]) is None
    assert best_size([priced(24), priced(25), priced(26)]) == priced(25)


def test_without_prices_nothing_is_best_and_a_cliff_opens_a_cohort() -> None:
    sizes = [split(people, 25) for people in (24, 25, 26)]
    assert (best_size(sizes), cliffs(sizes)) == (None, (26,))
    assert (sizes[0].one_more, split(20, None).spare_places) == (None, None)


def test_cohorts_are_balanced_unless_they_are_to_be_filled() -> None:
    assert split(53, 25).cohorts == (18, 18, 17)
    assert split(53, 25, fill=True).cohorts == (25, 25, 3)
