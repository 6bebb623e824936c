"""Each cause that a stage is not as it was quoted, in its exact words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lpplan.core.fees import FeeSchedule, Membership, Schedules
from lpplan.core.plan import YearEnd, entry_for
from lpplan.core.quote import StageQuote, quote_stage
from lpplan.core.recharge import StageAccount
from lpplan.reading.saved_tables import SavedLine, SavedNet, SavedPrice, SavedQuote, SavedStage
from lpplan.recheck.causes import (
    Difference,
    plan_differences,
    stage_differences,
    stage_remarks,
)
from lpplan.recheck.plan_changes import PlanChange
from lpplan.recheck.plan_words import change_in_words
from lpplan.values.problem import Problem
from lpplan.values.years import AcademicYear

YEAR = AcademicYear(2018)
CHARGES: dict[str, Any] = {
    "accreditation": {"label": "Fee", "per": "person", "stages": [1], "member": 400},
    "support_package": {
        "label": "Package",
        "per": "cohort",
        "max_cohort_size": 25,
        "stages": [1],
        "member": 2200,
    },
}


def priced(
    charges: dict[str, Any] = CHARGES,
    *,
    people: int = 20,
    year: int = 2018,
    uplift: int = 0,
    status: str = "published",
    checked: date | None = date(2026, 1, 1),
    cohorts: int | None = None,
) -> StageQuote:
    """Stage 1 in 2018/19 at prices that are made up, from a schedule of a year."""
    data: dict[str, Any] = {"academic_year": str(AcademicYear(year)), "status": status}
    if checked:
        data["source"] = {"title": "T", "publisher": "P", "checked": checked}
    schedule = FeeSchedule.model_validate(data | {"fees": charges})
    prices = Schedules([schedule], Decimal(uplift)).prices(YEAR)
    assert prices is not None
    membership: Membership = "member"
    return quote_stage(entry_for(1, YEAR, people, cohorts), prices, membership, "Oak")


def saved(stage: StageQuote, **changes: object) -> SavedStage:
    """A stage as a quote has it, with keys changed."""
    lines = tuple(
        SavedLine.model_validate(
            {
                "fee": line.fee,
                "label": line.label,
                "per": line.per,
                "quantity": line.quantity,
                "unit_price": f"{line.unit_price:.2f}",
                "amount": f"{line.amount:.2f}",
            }
        )
        for line in stage.lines
    )
    return SavedStage.model_construct(
        stage=stage.stage,
        academic_year=stage.academic_year,
        fees_from=stage.prices.fees_from,
        price_status=stage.prices.status,
        uplift_years=stage.prices.uplifted_years,
        participants=stage.participants,
        cohorts=stage.cohorts,
        cohort_limit=stage.prices.schedule.cohort_limit,
        lines=lines,
        total=stage.total,
        net=None,
    ).model_copy(update=changes)


def quote(**keys: Any) -> SavedQuote:
    return SavedQuote.model_construct(**{"prices": (), "plan": None, "lpplan": None, **keys})


def price(fee: str, year: int, checked: date) -> SavedPrice:
    return SavedPrice.model_construct(fee=fee, fees_from=AcademicYear(year), checked=checked)


def found(was: SavedStage, now: StageQuote | Problem, of: SavedQuote | None = None) -> list[Any]:
    """The differences, each without its stage and year, which are those of the stage."""
    differences = stage_differences(was, now, of or quote())
    assert {one[1:3] for one in differences} <= {(1, YEAR)}
    return [(one.code, one.key, one.before, one.after, one.text) for one in differences]


def changed(**charges: object) -> dict[str, Any]:
    """The charges, with some of them added, changed, or left out where they are None."""
    every = CHARGES | charges
    return {name: charge for name, charge in every.items() if charge is not None}


NOW = "(2018/19, checked 1 January 2026)"
THEN = "(2018/19, check not recorded)"
DEARER = changed(accreditation=CHARGES["accreditation"] | {"member": 420})
ROOMIER = changed(support_package=CHARGES["support_package"] | {"max_cohort_size": 30})


def test_a_stage_as_it_was_has_no_difference_and_no_remark() -> None:
    assert found(saved(priced()), priced()) == []
    assert [*stage_remarks(saved(priced()), priced())] == []


def test_a_price_says_both_and_when_each_file_was_checked() -> None:
    then = quote(
        prices=(
            price("accreditation", 2017, date(2024, 1, 1)),
            price("support_package", 2018, date(2024, 1, 1)),
            price("accreditation", 2018, date(2025, 2, 3)),
        )
    )
    (one,) = stage_differences(saved(priced()), priced(DEARER), then)
    assert one == Difference(
        "price",
        1,
        YEAR,
        "accreditation",
        400,
        420,
        f"Fee: £420.00 per person now {NOW}, and £400.00 when quoted (2018/19, checked"
        " 3 February 2025).",
        date(2025, 2, 3),
        date(2026, 1, 1),
    )
    (bare,) = stage_differences(
        saved(priced()), priced(DEARER, checked=None, status="provisional"), quote()
    )[1:]
    assert bare.text == f"Fee: £420.00 per person now {THEN}, and £400.00 when quoted {THEN}."
    assert (bare.checked_before, bare.checked_after) == (None, None)


def test_a_charge_that_is_gone_added_or_made_in_another_way_is_named() -> None:
    gone = priced(changed(support_package=None))
    assert found(saved(priced()), gone)[0] == (
        "charge-gone",
        "support_package",
        2200,
        None,
        f"Package: £2,200.00 when quoted {THEN}, and not charged now {NOW}.",
    )
    venue = {"label": "Venue", "per": "stage", "stages": [1], "member": 50}
    assert found(saved(priced()), priced(changed(venue=venue))) == [
        (
            "charge-added",
            "venue",
            None,
            50,
            f"Venue: £50.00 now {NOW}, and not charged when quoted.",
        )
    ]
    by_stage = priced(changed(accreditation=CHARGES["accreditation"] | {"per": "stage"}))
    assert found(saved(priced()), by_stage) == [
        (
            "charge-basis",
            "accreditation",
            "person",
            "stage",
            f"Fee: per stage now {NOW}, and per person when quoted {THEN}.",
        )
    ]


def test_prices_are_published_now_or_an_estimate() -> None:
    provisional = priced(status="provisional", year=2017)
    assert found(saved(priced()), provisional)[0] == (
        "now-estimate",
        None,
        "published",
        "estimate",
        "Prices are an estimate now, from 2017/18, in place of published ones of 2018/19.",
    )
    assert found(saved(provisional), priced())[0] == (
        "now-published",
        None,
        "estimate",
        "published",
        "Prices are published now, 2018/19, in place of an estimate from 2017/18.",
    )


def test_another_limit_makes_other_cohorts_or_is_a_remark() -> None:
    assert found(saved(priced(people=28)), priced(ROOMIER, people=28)) == [
        (
            "cohort-limit",
            None,
            25,
            30,
            (
                "1 cohort now, at most 30 people in each, and 2 when quoted, at most 25 people in"
                " each."
            ),
        )
    ]
    without = priced(changed(support_package=None), people=28)
    assert found(saved(priced(people=28)), without)[-1][-1] == (
        "1 cohort now, without a limit, and 2 when quoted, at most 25 people in each."
    )
    older = saved(priced(people=28), cohort_limit=None)
    assert found(older, priced(ROOMIER, people=28))[-1][2:] == (
        None,
        30,
        "1 cohort now, at most 30 people in each, and 2 when quoted.",
    )
    assert [*stage_remarks(saved(priced()), priced(ROOMIER))] == [
        (
            "Stage 1 in 2018/19 has as many cohorts as before, at most 30 people in each now and at"
            " most 25 people in each when quoted."
        )
    ]
    assert [*stage_remarks(saved(priced(), cohort_limit=None), priced(ROOMIER))] == []


def test_the_same_prices_of_another_year_are_a_remark() -> None:
    estimate = priced(year=2017)
    was = saved(estimate, fees_from=AcademicYear(2016))
    assert found(was, estimate) == []
    assert [*stage_remarks(was, estimate)] == [
        (
            "Stage 1 in 2018/19 is priced from the 2017/18 fees now, and was from those of 2016/17:"
            " the same prices."
        )
    ]


def test_a_rise_for_other_years_is_a_difference_and_what_it_adds_is_none() -> None:
    rising = priced(year=2016, uplift=10)
    as_quoted = saved(priced(year=2016), uplift_years=1)
    assert found(as_quoted, rising) == [
        (
            "uplift-years",
            None,
            1,
            2,
            "The assumed rise is for 2 years now, and was for 1 year when quoted.",
        )
    ]


def test_a_stage_that_cannot_be_priced_any_more_says_why() -> None:
    problem = Problem(("stages", 0, "academic_year"), "no-earlier-schedule", "is 2018/19", "Hint.")
    text = "It cannot be priced any more. academic_year: is 2018/19."
    assert found(saved(priced()), problem) == [("no-price", None, None, None, text)]
    few = problem._replace(key=("stages", 0, "cohorts"), code="too-few-cohorts", message="is 1")
    text = "It cannot be priced any more. cohorts: is 1."
    assert found(saved(priced()), few) == [("cohort-limit", None, None, None, text)]


def worked_out(before: str, after: str, by: str) -> list[Any]:
    text = (
        f"£{before} when quoted by {by}, and £{after} now, though neither its prices nor its plan"
        " changed."
    )
    pounds = (Decimal(amount.replace(",", "")) for amount in (before, after))
    return [("worked-out-otherwise", None, *pounds, text)]


def test_a_figure_without_a_cause_was_worked_out_otherwise() -> None:
    was = saved(priced(), total=Decimal("10000.00"))
    older = worked_out("10,000.00", "10,200.00", "an older lpplan")
    assert found(was, priced()) == older
    told = worked_out("10,000.00", "10,200.00", "lpplan 0.1.0")
    assert found(was, priced(), quote(lpplan="0.1.0")) == told


@pytest.mark.parametrize(
    ("net", "income", "figures"),
    [(0, 0, None), (-100, 0, ("10,100.00", "10,200.00")), (0, 7, ("7.00", "0.00"))],
)
def test_a_net_is_compared_only_where_a_plan_stands_beside_it(
    net: int, income: int, figures: tuple[str, str] | None
) -> None:
    now = priced()
    parts = StageAccount(now).net
    saved_net = SavedNet.model_construct(net=parts.net + net, income=parts.income + income)
    was = saved(now, net=saved_net)
    expected = worked_out(*figures, "an older lpplan") if figures else []
    assert found(was, now, quote(plan="a plan")) == expected
    assert found(was, now, quote()) == []
    assert found(saved(now), now, quote(plan="a plan")) == []


LAUNCH = entry_for(1, YEAR, 20)


@pytest.mark.parametrize(
    ("change", "year_end", "moved"),
    [
        (
            PlanChange("stages[1].launch", date(2019, 3, 31), date(2019, 4, 1), (LAUNCH,)),
            "march",
            ", which puts it in the financial year 2019/20 instead of 2018/19",
        ),
        (
            PlanChange("stages[1].launch", None, date(2019, 4, 1), (LAUNCH,)),
            "march",
            ", which puts it in the financial year 2019/20 instead of 2018/19",
        ),
        (PlanChange("stages[1].launch", None, date(2019, 4, 1), (LAUNCH,)), "august", None),
        (PlanChange("stages[1].launch", None, date(2019, 4, 1), (LAUNCH,)), None, None),
        (PlanChange("stages[1].gateway", "2018-11", "2019-06", (LAUNCH,)), "march", None),
        (PlanChange("trainers[1].launch", None, date(2019, 4, 1)), "march", None),
        (
            PlanChange("year_end", None, "august"),
            "march",
            ", and the quote is laid over financial years",
        ),
        (
            PlanChange("year_end", "august", None),
            "august",
            ", and the quote is laid over financial years",
        ),
        (PlanChange("year_end", "march", None), "march", None),
        (PlanChange("year_end", None, "march"), "august", None),
        (
            PlanChange(
                "stages[1].application_support", date(2019, 3, 31), date(2019, 4, 1), (LAUNCH,)
            ),
            "march",
            None,
        ),
        (PlanChange("year_end", None, "august"), "august", None),
        (PlanChange("year_end", "august", "march"), "march", None),
    ],
)
def test_a_date_decides_an_amount_only_where_it_moves_one_between_financial_years(
    change: PlanChange, year_end: YearEnd | None, moved: str | None
) -> None:
    differences, elsewhere = plan_differences([change], year_end)
    if moved is None:
        assert (differences, elsewhere) == ([], [change])
        return
    (one,) = differences
    assert elsewhere == []
    assert (one.code, one.key, one.before, one.after) == (
        "plan-changed",
        change.key,
        change.before,
        change.after,
    )
    assert one.text == f"{change_in_words(change)}{moved}."
