"""What a quote says fact by fact, by direct calls, and how stages of two quotes are paired."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from test_compare import CLIFF, NET, changed

from lpplan.compare.facts import Comparison, Facts, Side, matched, stage_facts, sums, whole_facts
from lpplan.core.readiness import check_stage
from lpplan.quote import quote_data, report_on
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.plan_source import load_plan
from lpplan.reading.saved_tables import SavedQuote, SavedStage
from lpplan.show.cells import Money, cell_words
from lpplan.timeline import timeline
from lpplan.values.years import AcademicYear

DAY = date(2026, 11, 21)


def side_of(plan: Path) -> Side:
    """A plan as it is compared."""
    source = load_plan(str(plan))
    data = quote_data(report_on(source, load_fees(None), DAY))
    readiness = [check_stage(source.plan, stage, DAY) for stage in (2, 3)]
    quote = SavedQuote.model_validate(data | {"plan": None})
    return Side(plan.stem, quote, data, readiness, timeline(source.plan, DAY))


def said(facts: Facts) -> dict[str, str]:
    """Facts as people read them, each by its key."""
    return {key: f"{fact.label}: {cell_words(fact.value)}" for key, fact in facts.items()}


def test_a_stage_says_its_year_its_prices_every_line_and_what_it_comes_to() -> None:
    stage = side_of(NET).quote.stages[1]
    # 31 × 400 + 2 × 2,200 + 1,200 = 18,000, a head 580.65; 2 × 600 + 5 × 40 = 1,400 own costs.
    # Others pay 12 × 620 = 7,440 and 10 × 620 = 6,200; 18,000 + 1,400 − 13,640 = 5,760.
    assert said(stage_facts(stage)) == {
        "academic_year": "academic year: 2018/19",
        "prices": "prices: published 2018/19",
        "participants": "People: 31",
        "cohorts": "Cohorts: 2",
        "accreditation.quantity": "LP accreditation fee, number: 31",
        "accreditation.unit_price": "LP accreditation fee, each: £400.00",
        "accreditation.amount": "LP accreditation fee: £12,400.00",
        "support_package.quantity": "LP support package, number: 2",
        "support_package.unit_price": "LP support package, each: £2,200.00",
        "support_package.amount": "LP support package: £4,400.00",
        "train_the_trainer.quantity": "Train the trainer, number: 1",
        "train_the_trainer.unit_price": "Train the trainer, each: £1,200.00",
        "train_the_trainer.amount": "Train the trainer: £1,200.00",
        "own_costs.Cover for two trainers.quantity": "Cover for two trainers, number: 2",
        "own_costs.Cover for two trainers.unit_price": "Cover for two trainers, each: £600.00",
        "own_costs.Cover for two trainers.amount": "Cover for two trainers: £1,200.00",
        "own_costs.Half-termly twilight.quantity": "Half-termly twilight, number: 5",
        "own_costs.Half-termly twilight.unit_price": "Half-termly twilight, each: £40.00",
        "own_costs.Half-termly twilight.amount": "Half-termly twilight: £200.00",
        "charge_per_person": "Charge per person: £620.00",
        "schools.Oakfield Academy.participants": "Oakfield Academy, people: 9",
        "schools.Oakfield Academy.total": "Oakfield Academy pays: £0.00",
        "schools.Riverside Primary.participants": "Riverside Primary, people: 12",
        "schools.Riverside Primary.total": "Riverside Primary pays: £7,440.00",
        "schools.Hillside School.participants": "Hillside School, people: 10",
        "schools.Hillside School.total": "Hillside School pays: £6,200.00",
        "per_head": "Per head: £580.65",
        "own_costs": "Own costs: £1,400.00",
        "income": "Others pay: £13,640.00",
        "net": "Net: £5,760.00",
        "total": "Cost exc VAT: £18,000.00",
    }


def test_the_whole_says_whose_it_is_how_ready_and_when() -> None:
    side = side_of(NET)
    # The sums are those by hand in the plan; 40,600 / 82 is 495.12, an estimate to the pound.
    assert said(whole_facts(side, with_plan=True)) == {
        "school": "School: Oakfield Academy",
        "membership": "Membership: member",
        "as_of": "Prepared on: 21 November 2026",
        "fees": "Fees: bundled",
        "readiness.2": "Ready for Stage 2: not known",
        "readiness.3": "Ready for Stage 3: not known",
        "first_date": "First date: 1 September 2018",
        "last_date": "Last date: 1 September 2019",
        "dates_work": "Dates can work: yes",
        "participants": "People: 82",
        "total_published": "Published prices: £28,200.00",
        "total_estimated": "Estimates: £12,400.00",
        "per_head": "Per head: £495",
        "own_costs": "Own costs: £2,000.00",
        "income": "Others pay: £22,440.00",
        "net": "Net: £20,160.00",
        "total": "Cost exc VAT: £40,600.00",
    }
    without = whole_facts(side, with_plan=False)
    assert [*without][:5] == ["school", "membership", "as_of", "fees", "participants"]


def test_what_others_pay_is_an_estimate_only_where_ssats_charges_are_shared(
    tmp_path: Path,
) -> None:
    later = changed(NET, tmp_path / "later.toml", ("2018/19", "2019/20"))
    # Nobody else takes part; then 22 × 620, the centre's own charge; then 22 × 400 of SSAT's.
    assert [sums([stage])["income"].value for stage in side_of(later).quote.stages] == [
        Money(Decimal("0.00")),
        Money(Decimal("13640.00")),
        Money(Decimal("8800.00"), "estimate"),
    ]


def test_a_quote_from_before_there_were_nets_costs_what_ssat_charges() -> None:
    data: dict[str, Any] = {**side_of(CLIFF).data, "plan": None}
    stage = {key: value for key, value in data["stages"][0].items() if key != "net"}
    older = SavedQuote.model_validate(data | {"stages": [stage]})
    facts = said(sums(older.stages))
    # 26 × 400 + 2 × 2,200.
    assert (facts["net"], facts["own_costs"], facts["income"]) == (
        "Net: £14,800.00",
        "Own costs: £0.00",
        "Others pay: £0.00",
    )


def test_a_pair_has_a_stage_and_both_its_years(tmp_path: Path) -> None:
    later = changed(CLIFF, tmp_path / "later.toml", ("2018/19", "2020/21"))
    (scope,) = Comparison(side_of(CLIFF), side_of(later)).stages
    assert (scope.stage, scope.years) == (1, (AcademicYear(2018), AcademicYear(2020)))


@pytest.mark.parametrize(
    ("firsts", "others", "pairs"),
    [
        # What has its twin keeps it, though another entry of its stage is still free.
        ("ab", "ac", "a0 b1"),
        # What is left is taken in its order, of however many entries; each has its year's place.
        ("acdefghxy", "abcdefghi", "a0 c2 d3 e4 f5 g6 h7 x1 y8"),
        ("acdefgh", "abcdefghb", "a0 -1 -8 c2 d3 e4 f5 g6 h7"),
    ],
)
def test_stages_keep_their_twins_and_their_order(firsts: str, others: str, pairs: str) -> None:
    def stages(years: str) -> list[SavedStage]:
        """A Stage 3 in the year of each letter, its total its place."""
        return [
            SavedStage.model_construct(
                None, stage=3, academic_year=AcademicYear(ord(year)), total=Decimal(place)
            )
            for place, year in enumerate(years)
        ]

    shown = [
        f"{chr(one.academic_year.start) if one else '-'}{other.total if other else '-'}"
        for one, other in matched(stages(firsts), stages(others))
    ]
    assert " ".join(shown) == pairs
