"""Cohorts are as few as can be, within the limit, and hold everyone."""

from hypothesis import given
from hypothesis import strategies as st

from lpplan.core.quote import balanced, fewest_cohorts
from lpplan.split.split import filled

PEOPLE = st.integers(1, 2_000)
LIMITS = st.integers(1, 200)


def test_53_people_are_balanced_as_18_18_17_and_filled_as_25_25_3() -> None:
    assert fewest_cohorts(53, 25) == 3
    assert balanced(53, 3) == (18, 18, 17)
    assert filled(53, 3, 25) == (25, 25, 3)


def test_without_a_limit_everyone_is_together() -> None:
    assert fewest_cohorts(100_000, None) == 1
    assert filled(27, 1, None) == (27,)


def test_more_cohorts_than_needed_still_have_someone_each() -> None:
    assert filled(27, 4, 25) == (24, 1, 1, 1)


@given(PEOPLE, LIMITS)
def test_no_fewer_cohorts_would_do(people: int, limit: int) -> None:
    number = fewest_cohorts(people, limit)
    assert (number - 1) * limit < people <= number * limit


@given(PEOPLE, LIMITS, st.data())
def test_cohorts_add_up_and_none_is_over_the_limit_or_empty(
    people: int, limit: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(fewest_cohorts(people, limit), people))
    for sizes in (balanced(people, number), filled(people, number, limit)):
        assert sum(sizes) == people
        assert len(sizes) == number
        assert 1 <= min(sizes) <= max(sizes) <= limit
        assert list(sizes) == sorted(sizes, reverse=True)
    evened = balanced(people, number)
    assert max(evened) - min(evened) <= 1
