"""What a plan gives beside what its file says."""

from typing import Any

import pytest
from pydantic import ValidationError
from test_quote import plan_of

from lpplan.core.plan import Applicants, School, StageEntry, Support


def entry(stage: int, **more: Any) -> dict[str, Any]:
    return {"stage": stage, "academic_year": "2018/19", "participants": 20} | more


def test_a_stage_has_its_own_topics_and_then_those_of_the_school_once_each() -> None:
    plan = plan_of(entry(1, topics=["Reading", "Writing"]))
    school = plan.school.model_copy(update={"topics": ("Writing", "Sums")})
    plan = plan.model_copy(update={"school": school})
    assert plan.topics_of(plan.stages[0]) == ("Reading", "Writing", "Sums")


def test_the_first_entry_of_a_stage_is_the_one_that_stands_first() -> None:
    plan = plan_of(entry(3, participants=7), entry(3, participants=8))
    first = plan.first(3)
    assert first is not None
    assert first.people == 7
    assert plan.first(2) is None


def test_support_is_called_by_its_label_else_by_its_kind_and_takes_its_times_and_hours() -> None:
    twilight = Support.model_validate({"kind": "twilight", "times": 5, "hours": 2})
    assert (twilight.name, str(twilight.hours_in_all)) == ("Twilight", "10.00")
    assert Support.model_validate({"kind": "other", "label": "Library"}).name == "Library"
    assert Support.model_validate({"kind": "call", "hours": 2}).hours_in_all == 0
    assert Support.model_validate({"kind": "call", "times": 5}).hours_in_all == 0


OAKFIELD = {"name": "Oakfield Academy", "membership": "member"}


@pytest.mark.parametrize("urn", [100_000, 999_999])
def test_a_reference_number_has_six_digits(urn: int) -> None:
    assert School.model_validate(OAKFIELD | {"urn": urn}).urn == urn


@pytest.mark.parametrize("urn", [99_999, 1_000_000, "123456", 123456.0])
def test_anything_else_is_no_reference_number(urn: object) -> None:
    with pytest.raises(ValidationError):
        School.model_validate(OAKFIELD | {"urn": urn})


@pytest.mark.parametrize("gateway", ["2019-06", "0001-11"])
def test_a_gateway_is_in_june_or_november(gateway: str) -> None:
    assert StageEntry.model_validate(entry(1, gateway=gateway)).gateway == gateway


@pytest.mark.parametrize("gateway", ["2019-6", "2019-07", "19-06", "2019-06-01", "x2019-06"])
def test_no_other_month_is_a_gateway(gateway: str) -> None:
    with pytest.raises(ValidationError):
        StageEntry.model_validate(entry(1, gateway=gateway))


@pytest.mark.parametrize(("periods", "sound"), [(0, False), (1, True), (50, True), (51, False)])
def test_a_weekly_allowance_is_from_1_to_50_periods(periods: int, sound: bool) -> None:
    try:
        assert Applicants.model_validate({"weekly_periods": periods}).weekly_periods == periods
    except ValidationError:
        assert not sound
    else:
        assert sound
