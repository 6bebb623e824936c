"""Which financial year pays for a stage."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.core.fees import Schedules
from lpplan.core.plan import YearEnd
from lpplan.core.quote import Quote, quote_plan
from lpplan.quote.budget import (
    DEFAULT_YEAR_END,
    FINANCIAL_YEAR,
    FinancialYear,
    budget,
    budget_title,
    charged_in_words,
    charged_on,
)
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import read_plan
from lpplan.values.money import NOTHING
from strategies import plans, schedules


def quote_of(*stages: dict[str, Any]) -> Quote:
    data = {"school": {"name": "Oakfield Academy", "membership": "member"}, "stages": [*stages]}
    plan, problems = read_plan(data)
    assert plan is not None, problems
    quote, problems = quote_plan(plan, load_fees(None).schedules)
    assert quote is not None, problems
    return quote


def stage(number: int, year: str, launch: date | None = None) -> dict[str, Any]:
    entry = {"stage": number, "academic_year": year, "participants": 10}
    return entry if launch is None else entry | {"launch": launch}


@pytest.mark.parametrize(
    ("day", "year_end", "year", "period"),
    [
        (date(2020, 3, 31), "march", "2019/20", "April 2019 to March 2020"),
        (date(2020, 4, 1), "march", "2020/21", "April 2020 to March 2021"),
        (date(2020, 8, 31), "august", "2019/20", "September 2019 to August 2020"),
        (date(2020, 9, 1), "august", "2020/21", "September 2020 to August 2021"),
        (date(1999, 12, 31), "march", "1999/00", "April 1999 to March 2000"),
        (date(9999, 8, 31), "march", "9999/00", "April 9999 to March 10000"),
    ],
)
def test_a_day_falls_in_a_financial_year(
    day: date, year_end: YearEnd, year: str, period: str
) -> None:
    found = FinancialYear.of(day, year_end)
    assert (str(found), found.in_words) == (year, period)


def test_a_stage_falls_in_the_financial_year_of_its_launch() -> None:
    quote = quote_of(stage(1, "2018/19", date(2019, 5, 7)))
    (part,) = budget(quote, "march")
    assert str(part.year) == "2019/20"
    assert charged_on(quote.stages[0]) == date(2019, 5, 7)


def test_without_a_launch_it_falls_in_that_of_1_september() -> None:
    quote = quote_of(stage(1, "2018/19"))
    (part,) = budget(quote, "march")
    assert str(part.year) == "2018/19"
    assert charged_on(quote.stages[0]) == date(2018, 9, 1)


def test_two_academic_years_may_fall_in_one_financial_year() -> None:
    # Stage 1: 10 x 400 + 2,200 = 6,200, launched in June 2019; Stage 2 in October 2019:
    # 10 x 400 + 2,200 + 1,200 = 7,400.
    quote = quote_of(stage(1, "2018/19", date(2019, 6, 4)), stage(2, "2019/20", date(2019, 10, 1)))
    (maintained,) = budget(quote, "march")
    assert (str(maintained.year), maintained.total) == ("2019/20", Decimal(13600))
    assert [str(part.year) for part in budget(quote, "august")] == ["2018/19", "2019/20"]


@given(st.data(), schedules(), st.sampled_from(["march", "august"]))
def test_financial_years_add_up_to_the_quote(
    data: st.DataObject, folder: Schedules, year_end: YearEnd
) -> None:
    quote, problems = quote_plan(data.draw(plans(folder)), folder)
    assert quote is not None, problems
    parts = budget(quote, year_end)
    assert sum((part.total for part in parts), NOTHING) == quote.total
    assert [part.year for part in parts] == sorted({part.year for part in parts})


@given(st.data(), schedules())
def test_without_launches_the_years_of_academies_are_the_academic_ones(
    data: st.DataObject, folder: Schedules
) -> None:
    quote, problems = quote_plan(data.draw(plans(folder)), folder)
    assert quote is not None, problems
    found = [(str(part.year), part.total) for part in budget(quote, "august")]
    assert found == [(str(year), quote.in_year(year).total) for year in quote.years]


def test_years_stand_in_their_order_whatever_that_of_the_stages() -> None:
    quote = quote_of(stage(1, "2019/20", date(2020, 5, 5)), stage(2, "2019/20", date(2019, 10, 1)))
    assert [(str(part.year), str(part.total)) for part in budget(quote, "march")] == [
        ("2019/20", "7400.00"),  # 10 × 400 + 2,200 + 1,200
        ("2020/21", "6200.00"),  # 10 × 400 + 2,200
    ]


def test_what_is_said_of_financial_years() -> None:
    assert DEFAULT_YEAR_END == "march"
    assert budget_title("march") == "By financial year, April to March"
    assert budget_title("august") == "By financial year, September to August"
    quote = quote_of(stage(1, "2018/19"), stage(2, "2019/20", date(2020, 4, 1)))
    assert [*map(charged_in_words, quote.stages)] == [
        "Stage 1, by 1 September 2018: no Launch date",
        "Stage 2, by its Launch on 1 April 2020",
    ]
    assert (FINANCIAL_YEAR.code, FINANCIAL_YEAR.stage) == ("financial-year", None)
    assert FINANCIAL_YEAR.text == (
        "SSAT publishes no dates of payment, so a stage is put down to the financial year of its"
        " Launch, and where no Launch is recorded to that of 1 September, when its academic year"
        " begins."
    )
