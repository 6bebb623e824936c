"""What a plan costs: worked examples first, then what holds for any schedules and plan."""

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TESTS
from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.plan import Plan
from lpplan.core.quote import Quote, StageQuote, quote_plan, stage_cost, total
from lpplan.core.recharge import shared_cost
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import read_plan
from lpplan.values.problem import Problem
from lpplan.values.years import AcademicYear
from strategies import latest, plans, schedules

EXAMPLES = tomllib.loads((TESTS / "core" / "worked_examples.toml").read_text(encoding="utf-8"))


def plan_of(*stages: dict[str, Any], membership: str = "member") -> Plan:
    school = {"name": "Oakfield Academy", "membership": membership}
    plan, problems = read_plan({"school": school, "stages": list(stages)})
    assert plan is not None, problems
    return plan


def quoted(plan: Plan, folder: Schedules | None = None) -> Quote:
    quote, problems = quote_plan(plan, folder or load_fees(None).schedules)
    assert quote is not None, problems
    return quote


def sums(stage: StageQuote) -> list[str]:
    return [f"{line.quantity} x {line.unit_price} = {line.amount}" for line in stage.lines]


@pytest.mark.parametrize("example", EXAMPLES["example"], ids=lambda example: example["name"])
def test_a_stage_costs_what_it_does_by_hand(example: dict[str, Any]) -> None:
    entry = {
        "stage": example["stage"],
        "academic_year": example["year"],
        "participants": example["participants"],
    }
    if "asked_for" in example:
        entry["cohorts"] = example["asked_for"]
    quote = quoted(plan_of(entry))
    (stage,) = quote.stages
    cohorts = example["cohorts"]
    assert list(stage.cohorts) == ([25] * 4000 if cohorts == "4000 of 25" else cohorts)
    assert sums(stage) == example["lines"]
    assert str(stage.total) == str(quote.total) == example["total"]
    assert str(stage.per_head) == example["per_head"]
    years = example.get("estimated_years_before", 0)
    assert stage.prices.years_before == years
    assert stage.prices.status == ("estimate" if years else "published")
    assert str(stage.prices.fees_from) == "2018/19"


def test_the_whole_is_split_by_year_and_into_published_and_estimated() -> None:
    quote = quoted(
        plan_of(
            {"stage": 1, "academic_year": "2018/19", "participants": 25},
            {"stage": 2, "academic_year": "2018/19", "participants": 25},
            {"stage": 3, "academic_year": "2020/21", "participants": 25},
        )
    )
    # 12,200 + 13,400 in 2018/19; 10,000 two years on.
    assert str(quote.total) == "35600.00"
    assert [f"{y}: {quote.in_year(y).total}" for y in quote.years] == [
        "2018/19: 25600.00",
        "2020/21: 10000.00",
    ]
    assert str(quote.total_of("published")) == "25600.00"
    assert str(quote.total_of("estimate")) == "10000.00"


@pytest.mark.parametrize(
    ("participants", "cliffs"),
    [
        (20, []),  # the next cohort opens with the 26th: 6 more
        (21, ["5: 4200.00"]),  # 5 × 400 + 2,200
        (25, ["1: 2600.00"]),  # 400 + 2,200
        (26, ["-1: -2600.00"]),
        (27, ["-2: -3000.00"]),  # 2 × 400 + 2,200
        (30, ["-5: -4200.00"]),
        (31, []),
        (50, ["1: 2600.00"]),
    ],
)
def test_a_cliff_nearby_is_within_a_fifth_of_a_cohort(participants: int, cliffs: list[str]) -> None:
    entry = {"stage": 1, "academic_year": "2018/19", "participants": participants}
    (stage,) = quoted(plan_of(entry)).stages
    assert [f"{cliff.people}: {cliff.difference}" for cliff in stage.cliffs] == cliffs


def test_where_a_cohort_costs_nothing_there_is_no_cliff() -> None:
    entry = {"stage": 3, "academic_year": "2018/19", "participants": 26}
    assert quoted(plan_of(entry)).stages[0].cliffs == ()


def test_where_a_cohort_is_charged_nothing_there_is_no_cliff_either() -> None:
    """A charge per cohort of £0, which is made up."""
    charges = {
        "accreditation": {"per": "person", "stages": [1], "member": 1},
        "support_package": {"per": "cohort", "stages": [1], "member": 0, "max_cohort_size": 25},
    }
    schedule = {"academic_year": "2018/19", "status": "provisional", "fees": charges}
    folder = Schedules([FeeSchedule.model_validate(schedule)])
    entry = {"stage": 1, "academic_year": "2018/19", "participants": 26}
    assert quoted(plan_of(entry), folder).stages[0].cliffs == ()


def test_where_more_cohorts_are_asked_for_than_needed_there_is_no_cliff() -> None:
    entry = {"stage": 1, "academic_year": "2018/19", "participants": 26, "cohorts": 3}
    assert quoted(plan_of(entry)).stages[0].cliffs == ()


def test_everything_that_stands_in_the_way_of_a_quote_is_said_at_once() -> None:
    plan = plan_of(
        {"stage": 1, "academic_year": "2017/18", "participants": 25},
        {"stage": 2, "academic_year": "2018/19", "participants": 26, "cohorts": 1},
        {"stage": 3, "academic_year": "2018/19", "participants": 25},
        membership="non-member",
    )
    quote, problems = quote_plan(plan, load_fees(None).schedules)
    assert quote is None
    assert [(problem.key, problem.code) for problem in problems] == [
        (("stages", 0, "academic_year"), "no-earlier-schedule"),
        (("stages", 1, "cohorts"), "too-few-cohorts"),
        (("school", "membership"), "no-non-member-price"),
    ]


@given(st.data())
def test_lines_add_up_to_stages_and_stages_to_the_whole(data: st.DataObject) -> None:
    folder = data.draw(schedules())
    plan = data.draw(plans(folder))
    quote = quoted(plan, folder)
    for stage, entry in zip(quote.stages, plan.stages, strict=True):
        assert stage.total == total(line.quantity * line.unit_price for line in stage.lines)
        assert stage.participants == entry.people
        limit = stage.prices.schedule.cohort_limit
        assert limit is None or max(stage.cohorts) <= limit
        assert len(stage.cohorts) == (entry.cohorts or stage.fewest_cohorts)
        if recharge := shared_cost(stage):
            assert recharge.kept + recharge.billed == stage.total
    assert quote.total == total(stage.total for stage in quote.stages)
    assert quote.total == total(quote.in_year(year).total for year in quote.years)
    assert quote.total == quote.total_of("published") + quote.total_of("estimate")


@given(st.data())
def test_an_amount_follows_the_schedule_it_names(data: st.DataObject) -> None:
    folder = data.draw(schedules())
    plan = data.draw(plans(folder))
    for stage in quoted(plan, folder).stages:
        schedule = folder.of(stage.prices.fees_from)
        assert schedule is not None
        assert schedule.academic_year <= stage.academic_year
        assert not any(
            schedule.academic_year < year <= stage.academic_year for year in folder.years
        )
        assert [line.fee for line in stage.lines] == [n for n, _ in schedule.at_stage(stage.stage)]
        for line in stage.lines:
            assert line.unit_price == schedule.fees[line.fee].price(plan.school.membership)
        published = schedule.status == "published" and schedule.academic_year == stage.academic_year
        assert stage.prices.status == ("published" if published else "estimate")


@given(schedules(), st.integers(1, 400), st.integers(1, 3))
def test_one_more_person_never_costs_less(folder: Schedules, people: int, stage: int) -> None:
    prices = folder.prices(latest(folder).academic_year)
    assert prices is not None
    now = stage_cost(prices, stage, people, "member")
    assert stage_cost(prices, stage, people + 1, "member") >= now


NO_PRICE = Problem(
    key=("stages", 0, "academic_year"),
    code="no-earlier-schedule",
    message="is 2016/17, and the first year with prices is 2018/19",
    hint="Prices are carried forward as estimates, never back: plan a later year, or ask SSAT for"
    " that year's prices and add a fee schedule with them.",
)


def made_up(*years: int, member: int = 1, non_member: int | None = None) -> Schedules:
    """Synthetic prices for people at each stage."""
    charge = {"per": "person", "stages": [1, 2, 3], "member": member, "non_member": non_member}
    return Schedules(
        FeeSchedule.model_validate(
            {
                "academic_year": str(AcademicYear(year)),
                "status": "provisional",
                "fees": {"accreditation": charge},
            }
        )
        for year in years
    )


def problems_of(plan: Plan, folder: Schedules) -> list[Problem]:
    quote, problems = quote_plan(plan, folder)
    assert quote is None
    return problems


def test_a_year_before_the_first_prices_is_told_which_that_is() -> None:
    plan = plan_of({"stage": 1, "academic_year": "2016/17", "participants": 5})
    assert problems_of(plan, made_up(2020, 2018)) == [NO_PRICE]
    none = NO_PRICE._replace(message="is 2016/17, and no year has prices")
    assert problems_of(plan, made_up()) == [none]


def crowd(people: int, cohorts: int | None = None) -> dict[str, Any]:
    asked = {} if cohorts is None else {"cohorts": cohorts}
    return {"stage": 3, "academic_year": "2018/19", "participants": people, **asked}


def test_there_is_room_for_so_many_cohorts_in_all_stages_and_no_more() -> None:
    # 59,000 asked for, and 25,000 / 25 that it takes: 60,000.
    stages = crowd(60_000, 59_000), crowd(25_000)
    quote = quoted(plan_of(*stages, crowd(50_000, 40_000)))
    assert sum(len(stage.cohorts) for stage in quote.stages) == 100_000
    # What comes after is not looked at.
    plan = plan_of(*stages, crowd(50_000, 40_001), crowd(30, 1))
    assert quote_plan(plan, load_fees(None).schedules) == (None, [too_many("cohorts", 100_001)])
    plan = plan_of(*stages, crowd(50_000, 39_999), crowd(26))
    found = quote_plan(plan, load_fees(None).schedules)
    assert found == (None, [too_many("participants", 100_001, number=3)])


def too_many(key: str, cohorts: int, number: int = 2) -> Problem:
    return Problem(
        key=("stages", number, key),
        code="too-many-cohorts",
        message=f"brings the stages to {cohorts:,} cohorts in all, and there is room for 100,000",
        hint="Ask for fewer cohorts, or take some stages into a plan of their own.",
    )


def test_too_few_cohorts_are_told_how_many_it_takes() -> None:
    entry = {"stage": 1, "academic_year": "2018/19", "participants": 25_001, "cohorts": 1000}
    assert problems_of(plan_of(entry), load_fees(None).schedules) == [
        Problem(
            key=("stages", 0, "cohorts"),
            code="too-few-cohorts",
            message="must be at least 1,001: 25,001 participants, and at most 25 in a cohort",
            hint="Ask for more cohorts, or leave the key out for as few as possible.",
        )
    ]


def test_prices_that_no_non_member_has_are_named_each_once_with_its_year() -> None:
    years = ("2018/19", "2018/19", "2020/21")
    entries = ({"stage": 3, "academic_year": year, "participants": 5} for year in years)
    plan = plan_of(*entries, membership="non-member")
    assert problems_of(plan, made_up(2018, 2020)) == [
        Problem(
            key=("school", "membership"),
            code="no-non-member-price",
            message="no non-member price is published for Accreditation (2018/19), Accreditation"
            " (2020/21)",
            hint="Ask SSAT for these prices, and give them in lpplan walk or with lpplan fees told;"
            " the member price is never used instead.",
        )
    ]
    rising = Schedules(made_up(2016), Decimal(10))
    assert [problem.code for problem in problems_of(plan, rising)] == ["no-non-member-price"]


def test_a_price_of_nothing_is_a_price() -> None:
    entry = {"stage": 1, "academic_year": "2018/19", "participants": 5}
    plan = plan_of(entry, membership="non-member")
    assert sums(quoted(plan, made_up(2018, non_member=0)).stages[0]) == ["5 x 0.00 = 0.00"]


def test_a_rise_may_take_a_price_to_a_million_pounds_and_no_further() -> None:
    plan = plan_of({"stage": 1, "academic_year": "2019/20", "participants": 5})
    folder = Schedules(made_up(2018, member=500_000), Decimal(100))
    assert str(quoted(plan, folder).stages[0].lines[0].unit_price) == "1000000.00"
    dearer = Schedules(made_up(2018, member=500_001), Decimal(100))
    assert problems_of(plan, dearer) == [
        Problem(
            key=("stages", 0, "academic_year"),
            code="uplift-too-high",
            message="is 2019/20, and by then 100% a year makes Accreditation more than 1,000,000"
            " pounds",
            hint="Take a smaller --uplift, or an earlier year.",
        )
    ]


def test_a_quote_is_narrowed_to_the_entries_that_are_wanted() -> None:
    plan = plan_of(
        {"stage": 1, "academic_year": "2016/17", "participants": 5},
        {"stage": 2, "academic_year": "2018/19", "participants": 6},
    )
    quote, problems = quote_plan(plan, made_up(2018), lambda entry: entry.stage == 2)
    assert quote is not None
    assert ([stage.participants for stage in quote.stages], problems) == ([6], [])


def test_a_stage_costs_as_many_cohorts_as_it_takes_or_as_are_asked_for() -> None:
    prices = load_fees(None).schedules.prices(AcademicYear(2018))
    assert prices is not None
    # 26 × 400 + 2 × 2,200; 20 × 400 + 2,200; 20 × 400 + 3 × 2,200.
    assert stage_cost(prices, 1, 26, "member") == 14_800
    assert stage_cost(prices, 1, 20, "member") == 10_200
    assert stage_cost(prices, 1, 20, "member", cohorts=3) == 14_600


@pytest.mark.parametrize(
    ("limit", "participants", "cliffs"),
    [
        (1, 7, ["-1: -2", "1: 2"]),  # one person is nearby however small a cohort is
        (1, 2, ["-1: -2", "1: 2"]),
        (4, 8, ["1: 2"]),
        (4, 7, []),  # 9 is two people off, and a fifth of four people less than one
        (10, 2, []),  # below the first cohort there is none
        (10, 12, ["-2: -3"]),
        (10, 13, []),
        (11, 9, []),  # 12 is three people off, and a fifth of eleven is two
        (11, 10, ["2: 3"]),
    ],
)
def test_nearby_is_at_least_one_person_and_at_most_a_fifth_of_a_cohort(
    limit: int, participants: int, cliffs: list[str]
) -> None:
    """At £1 a person and £1 a cohort, which are made up."""
    charges = {
        "accreditation": {"per": "person", "stages": [1], "member": 1},
        "support_package": {
            "per": "cohort", "stages": [1], "member": 1, "max_cohort_size": limit,
        },
    }  # fmt: skip
    schedule = {"academic_year": "2018/19", "status": "provisional", "fees": charges}
    folder = Schedules([FeeSchedule.model_validate(schedule)])
    plan = plan_of({"stage": 1, "academic_year": "2018/19", "participants": participants})
    found = quoted(plan, folder).stages[0].cliffs
    assert [f"{cliff.people}: {cliff.difference:.0f}" for cliff in found] == cliffs
