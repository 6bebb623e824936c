"""Which schedule prices a year, and how far its prices can be relied on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lpplan.core.fees import FeeSchedule, Prices, Schedules
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


@pytest.mark.parametrize(
    ("source", "changes", "named"),
    [
        (SOURCE, [], "Synthetic, Nobody"),
        ({"title": "Synthetic"}, [], "Synthetic"),
        ({"publisher": "Nobody"}, [("2026-01-01", "an email")], "Nobody"),
        (None, [("2026-01-02", "a letter"), ("2026-01-01", "an email")], "a letter"),
        (None, [("2026-01-01", "an email"), ("2026-01-02", "a letter")], "a letter"),
        (None, [], ""),
    ],
)
def test_a_schedule_names_its_title_and_publisher_else_its_newest_change(
    source: dict[str, Any] | None, changes: list[tuple[str, str]], named: str
) -> None:
    entries = [
        {"on": date.fromisoformat(day), "fees": "all", "because": because}
        for day, because in changes
    ]
    year = {"academic_year": "2018/19", "status": "provisional", "changes": entries}
    (schedule,) = folder(year | ({"source": source} if source else {}))
    assert schedule.named_source == named


def test_amounts_are_in_pounds_and_without_vat_where_the_file_does_not_say() -> None:
    (schedule,) = folder({"academic_year": "2018/19", "status": "provisional"})
    assert (schedule.currency, schedule.vat) == ("GBP", "exclusive")


def test_prices_rise_only_where_a_rise_is_assumed() -> None:
    known = folder({"academic_year": "2018/19", "status": "published"})
    (schedule,) = known
    charge = schedule.fees["accreditation"]
    prices = Prices(schedule, AcademicYear(2020), schedule.academic_year)
    assert (prices.uplift, prices.uplifted_years) == (Decimal(0), 0)
    assert str(prices.price(charge, "member")) == "1.00"
    # 1.00 × 1.5 × 1.5 = 2.25
    rising = prices._replace(uplift=Decimal(50))
    assert (rising.uplifted_years, str(rising.price(charge, "member"))) == (2, "2.25")


def test_a_price_that_is_unpublished_has_no_rise_either() -> None:
    known = folder({"academic_year": "2018/19", "status": "published"})
    rising = Schedules(known, Decimal(10)).prices(AcademicYear(2020))
    assert rising is not None
    assert rising.price(rising.schedule.fees["accreditation"], "non-member") is None


def test_a_folder_of_schedules_assumes_no_rise_unless_it_is_told() -> None:
    assert Schedules([]).uplift == 0
