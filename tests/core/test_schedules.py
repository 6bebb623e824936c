"""Which schedule prices a year, and how far its prices can be relied on."""

from datetime import date
from typing import Any

import pytest

from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.values.years import AcademicYear

SOURCE = {"title": "Synthetic", "publisher": "Nobody", "checked": date(2026, 1, 1)}


def folder(*years: dict[str, Any]) -> Schedules:
    found = []
    for year in years:
        data = {"fees": {"accreditation": {"per": "person", "stages": [1], "member": 1}}, **year}
        if data["status"] == "published":
            data["source"] = SOURCE
        found.append(FeeSchedule.model_validate(data))
    return Schedules(found)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ("2017/18", None),
        ("2018/19", ("2018/19", "published", "2018/19", 0)),
        ("2019/20", ("2018/19", "estimate", "2018/19", 1)),
        ("2021/22", ("2021/22", "estimate", "2021/22", 0)),
        ("2022/23", ("2022/23", "estimate", "2018/19", 4)),
        ("2023/24", ("2023/24", "estimate", "2018/19", 5)),
        ("2024/25", ("2023/24", "estimate", "2018/19", 6)),
        ("2026/27", ("2026/27", "published", "2026/27", 0)),
        ("2030/31", ("2026/27", "estimate", "2026/27", 4)),
    ],
)
def test_a_year_has_its_own_prices_else_the_latest_earlier_ones(
    year: str, expected: tuple[str, str, str, int] | None
) -> None:
    known = folder(
        {"academic_year": "2026/27", "status": "published"},
        {"academic_year": "2018/19", "status": "published"},
        {"academic_year": "2021/22", "status": "provisional"},
        {"academic_year": "2022/23", "status": "provisional", "based_on": "2018/19"},
        {"academic_year": "2023/24", "status": "provisional", "based_on": "2022/23"},
    )
    prices = known.prices(AcademicYear.parse(year))
    found = prices and (
        str(prices.fees_from),
        prices.status,
        str(prices.prices_from),
        prices.years_before,
    )
    assert found == expected


def test_a_base_that_is_not_in_the_folder_is_still_named() -> None:
    known = folder({"academic_year": "2022/23", "status": "provisional", "based_on": "2018/19"})
    prices = known.prices(AcademicYear(2022))
    assert prices is not None
    assert (str(prices.prices_from), prices.years_before) == ("2018/19", 4)


def test_a_charge_without_a_label_is_called_by_its_name() -> None:
    schedule = folder({"academic_year": "2018/19", "status": "published"}).of(AcademicYear(2018))
    assert schedule is not None
    assert schedule.label("accreditation") == "Accreditation"
    assert schedule.cohort_limit is None
