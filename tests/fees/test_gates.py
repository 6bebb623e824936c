"""Which gates stay closed on a change of fees, at their bounds and in their exact words."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from frozen_fees import FROZEN_FEES
from lpplan.core.fees import Charge, FeeSchedule, Reason, Schedules, Source
from lpplan.fees.base import load_base
from lpplan.fees.bounds import Bounds, Crossing, crossings
from lpplan.fees.changes import FeeChange, fee_changes, new_years
from lpplan.fees.gates import Gate, closed_gates
from lpplan.fees.reasons import changed_years, tells_of, with_reasons
from lpplan.values.problem import LpplanError
from lpplan.values.years import AcademicYear

EARLIER, DAY = date(2026, 1, 1), date(2026, 2, 1)
NO_BOUNDS = Bounds(None, None, None)
FIRST, SECOND, THIRD = map(AcademicYear, (2018, 2019, 2020))


def charge(member: int = 400, **more: Any) -> Charge:
    keys: dict[str, Any] = {"per": "person", "stages": (1,), "member": Decimal(member)} | more
    return Charge.model_construct(**keys)


def of_year(year: AcademicYear = FIRST, price: int = 400, **more: Any) -> FeeSchedule:
    """A year's schedule with one charge."""
    keys: dict[str, Any] = {
        "academic_year": year,
        "status": "published",
        "source": Source(title="A list", publisher="P", checked=DAY),
        "fees": {"accreditation": charge(price)},
    }
    return FeeSchedule.model_construct(**keys | more)


def because(text: str = "A letter", on: date = DAY, **more: Any) -> Reason:
    return Reason(on=on, because=text, **{"fees": "all"} | more)


def closed(
    before: list[FeeSchedule], after: list[FeeSchedule], bounds: Bounds = NO_BOUNDS
) -> list[Gate]:
    """The gates that stay closed on the day, but for those on whole quotes."""
    old, new = Schedules(before), Schedules(after)
    return [*closed_gates(old, new, changed_years(old, new, DAY), (), bounds)]


@pytest.mark.parametrize(
    ("price", "bounds", "told"),
    [
        (440, Bounds(Decimal(10), None, None), []),  # 400 × 1.1
        (
            441,
            Bounds(Decimal(10), None, None),
            ["accreditation rises by more than 10% a year: £400.00 → £441.00"],
        ),
        (360, Bounds(None, Decimal(10), None), []),  # 400 × 0.9
        (
            359,
            Bounds(None, Decimal(10), None),
            ["accreditation falls by more than 10% a year: £400.00 → £359.00"],
        ),
        (441, NO_BOUNDS, []),
    ],
)
def test_a_charge_may_rise_or_fall_up_to_its_bound_whatever_the_other_one(
    price: int, bounds: Bounds, told: list[str]
) -> None:
    def words(crossing: Crossing) -> str:
        return crossing.message.partition(",")[0]

    old, new = (
        of_year(year, fees={"accreditation": charge(amount, per="stage")})
        for year, amount in ((FIRST, 400), (SECOND, price))
    )
    assert [words(one) for one in crossings(old, new, bounds)] == told


def test_a_new_year_is_held_to_the_bounds_from_the_year_before_it_alone() -> None:
    # 400 fell to 300 before; 300 again is no fall.
    before = [of_year(), of_year(SECOND, 300)]
    third = of_year(THIRD, 300, changes=(because(),))
    assert closed(before, [*before, third], Bounds(None, Decimal(0), None)) == []


def test_a_year_that_is_gone_is_told_with_the_file_that_is_to_say_why() -> None:
    (gate,) = closed([of_year(), of_year(SECOND)], [of_year()])
    assert (gate.code, gate.academic_year, gate.mend_in) == ("published-removed", SECOND, FIRST)
    assert gate.message == "2019/20 has no schedule any more"
    assert gate.hint == (
        "Put it back, or in 2018-19.toml accept it in an entry [[changes]] with"
        ' on = 2026-02-01, fees = "all", because = "TO COMPLETE", accepts = ["gone"].'
    )


def test_a_check_that_moved_back_is_about_that_key() -> None:
    earlier = Source(title="A list", publisher="P", checked=EARLIER)
    (gate,) = closed([of_year()], [of_year(source=earlier)])
    assert (gate.code, gate.keys) == ("checked-backwards", (("source", "checked"),))
    assert gate.message == ("source.checked of 2018/19 moved back from 2026-02-01 to 2026-01-01")


def test_a_new_published_year_says_what_its_prices_were_read_in() -> None:
    source = Source(title="TO COMPLETE", publisher="P", checked=DAY)
    second = of_year(SECOND, source=source, changes=(because(),))
    (gate,) = closed([of_year()], [of_year(), second])
    assert (gate.code, gate.keys) == ("unexplained-change", (("source", "title"),))
    assert gate.message == "2019/20 is published, and source.title is still to be written"
    assert gate.hint == "Say what the prices were read in."


def test_an_entry_that_counts_for_nothing_is_told_with_why() -> None:
    told = because("A list", EARLIER)
    before = [of_year(changes=(told,)), of_year(SECOND)]
    (gate,) = [
        gate
        for gate in closed(before, [before[0], of_year(SECOND, 420, changes=(told,))])
        if gate.code == "unexplained-change"
    ]
    assert gate.message == (
        "fees.accreditation.member of 2019/20 changed, and no entry under [[changes]] says why;"
        " that of 2026-01-01 stands in 2018/19 already"
    )


def test_an_entry_of_the_future_may_be_taken_away_and_one_that_counted_may_not() -> None:
    counted, future = because("A list", EARLIER), because(on=date(2026, 2, 2))
    old, new = Schedules([of_year(changes=(counted, future))]), Schedules([of_year()])
    years = changed_years(old, new, DAY)
    assert years[FIRST].removed == [counted]
    assert [*with_reasons((), years)] == [
        FeeChange("-", FIRST, "changes", "2026-01-01: A list", None)
    ]
    back = changed_years(new, Schedules([of_year(changes=(counted,))]), DAY)
    assert [*with_reasons((), back)] == [
        FeeChange("+", FIRST, "changes", None, "2026-01-01: A list")
    ]


def test_the_nearest_earlier_year_tells_of_one_that_is_gone_else_the_next() -> None:
    after = Schedules([of_year(FIRST), of_year(SECOND)])
    years = changed_years(after, after, DAY)
    assert tells_of(THIRD, years).academic_year == SECOND
    assert tells_of(AcademicYear(2017), years).academic_year == FIRST


def test_another_order_of_stages_is_no_change_and_another_price_is_one_without_a_reason() -> None:
    old, new = (
        Schedules([of_year(fees={"accreditation": charge(stages=stages)})])
        for stages in ((1, 2), (2, 1))
    )
    assert [*fee_changes(old, new)] == []
    assert [*fee_changes(Schedules([of_year()]), Schedules([of_year(price=420)]))] == [
        (
            *("~", FIRST, "fees.accreditation.member", Decimal(400), Decimal(420)),
            *("accreditation", ""),
        )
    ]


def test_a_new_year_shows_the_prices_of_non_members_and_what_else_is_made_otherwise() -> None:
    second = of_year(
        SECOND, fees={"accreditation": charge(420, non_member=Decimal(500), per="stage")}
    )
    (new,) = new_years(Schedules([of_year()]), Schedules([of_year(), second]))
    assert (new.academic_year, new.against) == (SECOND, FIRST)
    assert [
        (name, membership, *(cost and cost.amount for cost in costs))
        for name, membership, costs in new.prices
    ] == [
        ("accreditation", "member", Decimal(400), Decimal(420)),
        ("accreditation", "non-member", None, Decimal(500)),
    ]
    assert new.otherwise == (
        FeeChange("~", SECOND, "fees.accreditation.per", "person", "stage", "accreditation"),
    )


def test_an_unsound_base_is_compared_with_only_where_that_is_asked_for(tmp_path: Path) -> None:
    fees = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8")
    (tmp_path / "2018-19.toml").write_text(fees, encoding="utf-8")
    sound = load_base(str(tmp_path), may_be_unsound=False)
    assert ([*sound.schedules.years], sound.remarks) == ([FIRST], ())
    unsound = fees.replace("member = 400", 'member = "400"')
    (tmp_path / "2018-19.toml").write_text(unsound, encoding="utf-8")
    with pytest.raises(LpplanError) as caught:
        load_base(str(tmp_path), may_be_unsound=False)
    assert caught.value.message == f"{tmp_path}: cannot be compared with"
    assert caught.value.hints == ("To compare a repair of it, add --base-may-be-unsound.",)
    base = load_base(str(tmp_path), may_be_unsound=True)
    assert [*base.schedules.years] == []
    (remark,) = base.remarks
    assert remark.startswith(f"{tmp_path}/2018-19.toml:")
    assert " is unsound, so its year counts as new: fees.accreditation.member must be" in remark
