"""What each school repays adds up to what the stage costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_quote import plan_of, quoted

from lpplan.core.recharge import accounts, bills
from strategies import plans, schedules

SCHOOLS = [
    {"name": "Oakfield Academy", "participants": 8},
    {"name": "Riverside Primary", "participants": 12},
]


@pytest.mark.parametrize(
    ("share", "parts"),
    [
        # Accreditation 8 × 400 and 12 × 400. To share: 2,200 + 1,200 = 3,400,
        # by heads 8 : 12 that is 1,360 and 2,040.
        ("per_head", ["3200.00 + 1360.00 = 4560.00", "4800.00 + 2040.00 = 6840.00"]),
        # In equal parts it is 1,700 each.
        ("equal", ["3200.00 + 1700.00 = 4900.00", "4800.00 + 1700.00 = 6500.00"]),
    ],
)
def test_schools_share_all_that_is_not_per_person(share: str, parts: list[str]) -> None:
    entry = {"stage": 2, "academic_year": "2018/19", "schools": SCHOOLS, "share": share}
    (recharge,) = bills(quoted(plan_of(entry)))
    found = [f"{s.per_person} + {s.share} = {s.total}" for s in recharge.schools]
    assert found == parts


def test_the_plans_own_school_keeps_its_part_and_bills_the_rest() -> None:
    entry = {"stage": 2, "academic_year": "2018/19", "schools": SCHOOLS}
    (recharge,) = bills(quoted(plan_of(entry)))
    assert str(recharge.kept) == "4560.00"
    assert str(recharge.billed) == "6840.00"


def test_a_penny_that_does_not_divide_goes_to_the_largest_remainder() -> None:
    # 3,400 among 3 equal heads is 1,133.33⅓ each: one penny is left for the first.
    schools = [{"name": name, "participants": 5} for name in "ABC"]
    entry = {"stage": 2, "academic_year": "2018/19", "schools": schools}
    (recharge,) = bills(quoted(plan_of(entry)))
    assert [str(s.share) for s in recharge.schools] == ["1133.34", "1133.33", "1133.33"]


@given(st.data())
def test_schools_with_as_many_people_never_differ_by_more_than_a_penny(data: st.DataObject) -> None:
    folder = data.draw(schedules())
    for account in accounts(quoted(data.draw(plans(folder)), folder)):
        recharge = account.shared
        if recharge is None:
            continue
        by_people: dict[int, list[int]] = {}
        for school in recharge.schools:
            by_people.setdefault(school.participants, []).append(int(school.total * 100))
        assert all(max(pence) - min(pence) <= 1 for pence in by_people.values())
