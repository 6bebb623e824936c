"""``lpplan compare``: what differs, to the penny, and what it refuses."""

import csv
import io
import itertools
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from lpplan.compare.command import names_of
from lpplan.compare.facts import Comparison, Side, matched
from lpplan.core.quote import quote_plan
from lpplan.quote import QuoteReport, quote_data
from lpplan.reading.saved_tables import SavedQuote, SavedStage
from lpplan.values.years import AcademicYear
from strategies import plans, schedules

DAY = ("--as-of", "2026-11-21")
EXPECTED = TESTS / "expected"
SINGLE = ROOT / "examples" / "single-school.toml"
CLIFF = ROOT / "examples" / "on-the-cliff.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
NET = TESTS / "plans" / "net.toml"
OLDER = EXPECTED / "older-quote.json"


def changed(plan: Path, file: Path, *replaced: tuple[str, str]) -> Path:
    """A copy of a plan in which some words are others."""
    text = plan.read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


def compared(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("compare", *arguments, *DAY, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def brief(scope: dict[str, Any]) -> dict[str, Any]:
    """What differs, by its key, each as it is in the first and in this, and the difference."""
    return {
        each["what"]: (each["first"], each["this"], each["difference"])
        for each in scope["differences"]
    }


def test_one_person_fewer_differs_in_exactly_this(lpplan: Lpplan, tmp_path: Path) -> None:
    fewer = changed(CLIFF, tmp_path / "fewer.toml", ("= 26", "= 25"))
    (difference,) = compared(lpplan, CLIFF, fewer)["differences"]
    # 26 × 400 + 2 × 2,200 = 14,800; 25 × 400 + 2,200 = 12,200. 14,800 / 26 = 569.23, and 488.00.
    people = {
        "what": "participants",
        "label": "People",
        "first": 26,
        "this": 25,
        "difference": -1,
        "estimate": False,
    }
    sums = {
        "per_head": ("569.23", "488.00", "-81.23"),
        "net": ("14800.00", "12200.00", "-2600.00"),
        "total": ("14800.00", "12200.00", "-2600.00"),
    }
    published = {"total_published": sums["total"]}
    one_fewer = {"participants": (26, 25, -1)}
    (stage,), (year,) = difference["stages"], difference["years"]
    assert stage["differences"][0] == people
    assert brief(stage) == {
        **one_fewer,
        "cohorts": (2, 1, -1),
        "accreditation.quantity": (26, 25, -1),
        "accreditation.amount": ("10400.00", "10000.00", "-400.00"),
        "support_package.quantity": (2, 1, -1),
        "support_package.amount": ("4400.00", "2200.00", "-2200.00"),
        **sums,
    }
    assert brief(year) == brief(difference) == one_fewer | published | sums
    assert {key: stage[key] for key in ("stage", "academic_year", "only_in", "total")} == {
        "stage": 1,
        "academic_year": "2018/19",
        "only_in": None,
        "total": "-2600.00",
    }
    assert (year["academic_year"], year["total"]) == ("2018/19", "-2600.00")
    assert [difference[key] for key in ("name", "against", "total")] == [
        "fewer",
        "on-the-cliff",
        "-2600.00",
    ]


def test_what_is_compared_is_the_quote_as_its_json_has_it(lpplan: Lpplan) -> None:
    found = compared(lpplan, SINGLE, NET)["compared"]
    assert [side["name"] for side in found] == ["single-school", "net"]
    for side, plan in zip(found, (SINGLE, NET), strict=True):
        assert side["quote"] == json.loads(lpplan("quote", plan, *DAY, "-f", "json").out)
    assert found[0]["readiness"] == [
        {"stage": 2, "verdict": "ready"},
        {"stage": 3, "verdict": "not ready"},
    ]
    assert found[0]["first_date"] == {"date": "2018-09-01", "month": None, "suggested": False}
    assert found[0]["last_date"] == {"date": "2020-09-01", "month": None, "suggested": False}


def test_the_centres_own_money_differs_line_by_line(lpplan: Lpplan, tmp_path: Path) -> None:
    other = changed(
        NET,
        tmp_path / "other.toml",
        ("charge_per_person = 620", "charge_per_person = 600"),
        ("amount = 600", "amount = 650"),
        ("cost = 40\n", "cost = 40\n\n[[stages.own_costs]]\nlabel = 'Travel'\namount = 90\n"),
    )
    (difference,) = compared(lpplan, NET, other)["differences"]
    (stage,) = difference["stages"]
    # Others pay 22 × 600 = 13,200 instead of 13,640. Own costs: 2 × 650 + 90 + 200 = 1,590 for
    # 1,400. Net: 18,000 + 1,590 − 13,200 = 6,390 for 5,760. SSAT's charges are the same.
    assert brief(stage) == {
        "own_costs.Cover for two trainers.unit_price": ("600.00", "650.00", "50.00"),
        "own_costs.Cover for two trainers.amount": ("1200.00", "1300.00", "100.00"),
        "own_costs.Travel.quantity": (None, 1, 1),
        "own_costs.Travel.unit_price": (None, "90.00", None),
        "own_costs.Travel.amount": (None, "90.00", "90.00"),
        "charge_per_person": ("620.00", "600.00", "-20.00"),
        "schools.Riverside Primary.total": ("7440.00", "7200.00", "-240.00"),
        "schools.Hillside School.total": ("6200.00", "6000.00", "-200.00"),
        "own_costs": ("1400.00", "1590.00", "190.00"),
        "income": ("13640.00", "13200.00", "-440.00"),
        "net": ("5760.00", "6390.00", "630.00"),
    }
    assert (stage["total"], difference["total"]) == ("0.00", "0.00")
    assert brief(difference)["net"] == ("20160.00", "20790.00", "630.00")


def test_own_costs_of_one_label_are_told_apart(lpplan: Lpplan, tmp_path: Path) -> None:
    cost = "[[stages.own_costs]]\nlabel = '{}'\namount = {}\n"
    costs = cost.format("Cover", 10) + cost.format("Cover", 20) + cost.format("Cover 2", 30)
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(CLIFF.read_text(encoding="utf-8") + costs, encoding="utf-8")
    changed(one, other, ("= 20\n", "= 25\n"), ("= 30\n", "= 37\n"))
    found = brief(compared(lpplan, one, other)["differences"][0]["stages"][0])
    # 10 + 20 + 30 = 60, and 10 + 25 + 37 = 72.
    assert {key: each[2] for key, each in found.items() if key.endswith(".amount")} == {
        "own_costs[2].Cover.amount": "5.00",
        "own_costs.Cover 2.amount": "7.00",
    }
    assert found["own_costs"] == ("60.00", "72.00", "12.00")


def test_a_stage_and_a_year_that_only_one_has_count_as_a_whole(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    text = SINGLE.read_text(encoding="utf-8")
    without = text[: text.index("# Stage 3:")] + text[text.index("# The two to four") :]
    shorter = tmp_path / "shorter.toml"
    shorter.write_text(without, encoding="utf-8")
    for plans_given, only_in, total in (
        ((SINGLE, shorter), "single-school", "-8000.00"),
        ((shorter, SINGLE), "single-school", "8000.00"),
    ):
        (difference,) = compared(lpplan, *plans_given)["differences"]
        (stage,), (year,) = difference["stages"], difference["years"]
        for scope in (stage, year):
            found = [scope[key] for key in ("academic_year", "only_in", "total")]
            assert found == ["2020/21", only_in, total]
        assert brief(stage)["per_head"][2] is None
        assert brief(difference)["readiness.3"][2] is None


def test_a_later_year_is_an_estimate_wherever_it_touches(lpplan: Lpplan, tmp_path: Path) -> None:
    later = changed(CLIFF, tmp_path / "later.toml", ("2018/19", "2020/21"), ("= 26", "= 25"))
    (difference,) = compared(lpplan, CLIFF, later)["differences"]
    (stage,) = difference["stages"]
    marked = {each["what"] for each in stage["differences"] if each["estimate"]}
    assert marked == {"accreditation.amount", "support_package.amount", "per_head", "net", "total"}
    assert brief(stage)["prices"][:2] == ("published 2018/19", "estimate from 2018/19")
    assert brief(stage)["academic_year"][:2] == ("2018/19", "2020/21")
    assert brief(difference)["total_estimated"] == ("0.00", "12200.00", "12200.00")
    shown = lpplan("compare", CLIFF, later, *DAY).out
    assert "Estimate (later): Stage 1 in 2020/21 is an estimate from 2018/19 prices" in shown
    (total,) = (line for line in shown.splitlines() if line.startswith("Difference from"))
    assert total.endswith("-£2,600.00  estimate")
    (sums,) = (line for line in shown.splitlines() if line.startswith("TOTAL exc VAT"))
    assert sums.endswith("£12,200.00  estimate")
    assert re.search(r"\nExc VAT +on-the-cliff +estimate +Difference\n", shown)
    assert re.search(r"Cost exc VAT +£14,800.00 +£12,200.00 +-£2,600.00 estimate\n", shown)


def test_an_assumed_rise_is_compared_too(lpplan: Lpplan, tmp_path: Path) -> None:
    later = changed(CLIFF, tmp_path / "later.toml", ("2018/19", "2019/20"))
    (difference,) = compared(lpplan, CLIFF, later, "--uplift", "10%")["differences"]
    # 26 × 440 + 2 × 2,420 = 16,280.
    assert difference["total"] == "1480.00"
    prices = brief(difference["stages"][0])
    assert prices["accreditation.unit_price"] == ("400.00", "440.00", "40.00")
    assert prices["prices"][1] == "estimate from 2018/19, 10% a year added"


@pytest.mark.parametrize(
    ("firsts", "others", "pairs"),
    [
        # The year decides first, whatever the order.
        (["3 2020", "3 2021"], ["3 2021"], ["2020 -", "2021 2021"]),
        # What is left is matched in its order.
        (["3 2020", "3 2021"], ["3 2022", "3 2023"], ["2020 2022", "2021 2023"]),
        (["3 2020", "3 2021"], ["3 2021", "3 2022"], ["2020 2022", "2021 2021"]),
        # Two entries of one stage in one year, in their order.
        (["3 2020 a", "3 2020 b"], ["3 2020 c", "3 2020 d"], ["a c", "b d"]),
        # Never across stages.
        (["1 2018"], ["2 2018"], ["2018 -", "- 2018"]),
        (["2 2019"], ["1 2018", "2 2020"], ["- 2018", "2019 2020"]),
    ],
)
def test_stages_are_matched_by_number_then_year_then_order(
    firsts: list[str], others: list[str], pairs: list[str]
) -> None:
    def stage(words: str) -> SavedStage:
        number, year, *_ = words.split()
        named = {"stage": int(number), "academic_year": AcademicYear(int(year)), "total": words}
        return SavedStage.model_construct(None, **named)

    found = matched([*map(stage, firsts)], [*map(stage, others)])
    last = [[str(it.total).split()[-1] if it else "-" for it in pair] for pair in found]
    assert [" ".join(pair) for pair in last] == pairs


def test_a_saved_quote_is_compared_as_its_plan_is(lpplan: Lpplan, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    assert lpplan("quote", NET, *DAY, "-o", saved).code == 0
    (difference,) = compared(lpplan, NET, saved)["differences"]
    assert difference["total"] == "0.00"
    assert [difference[key] for key in ("differences", "stages", "years")] == [[], [], []]


def test_the_plan_in_a_saved_quote_says_whether_it_is_ready(lpplan: Lpplan, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    assert lpplan("quote", SINGLE, *DAY, "-o", saved).code == 0
    first, second = compared(lpplan, saved, SINGLE)["compared"]
    for key in ("readiness", "first_date", "last_date"):
        assert first[key] == second[key]


def test_of_a_saved_quote_without_its_plan_readiness_and_dates_are_let_be(lpplan: Lpplan) -> None:
    found = compared(lpplan, CLIFF, OLDER)
    assert found["differences"][0]["differences"] == []
    assert (found["compared"][1]["readiness"], "first_date" in found["compared"][1]) == ([], False)
    shown = lpplan("compare", OLDER, OLDER, *DAY)
    assert (shown.code, shown.err) == (0, "")
    assert "Ready for" not in shown.out


@pytest.mark.parametrize("form", ["txt", "md"])
@pytest.mark.parametrize(
    ("given_plans", "name"),
    [((CLIFF, NET), "compared-two"), ((SINGLE, ALLIANCE, CLIFF), "compared-three")],
    ids=["two", "three"],
)
def test_a_comparison_is_exactly_this(
    given_plans: tuple[Path, ...], name: str, form: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    file = tmp_path / f"comparison.{form}"
    assert lpplan("compare", *given_plans, *DAY, "-o", file) == (0, "", "")
    assert_same_as_file(file.read_text(encoding="utf-8"), EXPECTED / f"{name}.{form}")


def test_csv_has_each_difference_in_a_row(lpplan: Lpplan, tmp_path: Path) -> None:
    fewer = changed(CLIFF, tmp_path / "fewer.toml", ("= 26", "= 25"))
    rows = list(csv.reader(io.StringIO(lpplan("compare", CLIFF, fewer, *DAY, "-f", "csv").out)))
    assert rows[0] == [
        *("name", "against", "stage", "academic_year", "what", "label", "first", "this"),
        *("difference", "price_status"),
    ]
    both = ["fewer", "on-the-cliff"]
    assert rows[1] == [*both, "1", "2018/19", "participants", "People", "26", "25", "-1", ""]
    total = ["total", "Cost exc VAT", "14800.00", "12200.00", "-2600.00", ""]
    assert [row[2:4] for row in rows if row[4:] == total] == [
        ["1", "2018/19"],
        ["", "2018/19"],
        ["", ""],
    ]


def test_a_year_that_is_one_stage_and_a_whole_that_is_one_are_not_told_twice(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    def groups(one: Path, other: Path) -> list[str]:
        lines = lpplan("compare", one, other, *DAY).out.splitlines()
        return [line for line in lines if re.match(r"(Stage \d, )?20../..$|In all|Published", line)]

    more = changed(SINGLE, tmp_path / "more.toml", ("participants = 18", "participants = 26"))
    all_stages = ["Stage 1, 2018/19", "Stage 2, 2019/20", "Stage 3, 2020/21"]
    found = groups(SINGLE, more)
    assert found[:-1] == ["Stage 2, 2019/20", "In all", *all_stages, "In all"]
    # Published and estimated stand apart only where a sum has both.
    assert found[-1].startswith("Published prices")
    fewer = changed(CLIFF, tmp_path / "fewer.toml", ("= 26", "= 25"))
    assert groups(CLIFF, fewer) == ["Stage 1, 2018/19", "In all"]


def test_a_saved_quote_differs_from_its_plan_by_its_day_alone_in_nothing(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan, saved = changed(SINGLE, tmp_path / "plan.toml"), tmp_path / "plan.json"
    assert lpplan("quote", plan, "--as-of", "2026-10-01", "-o", saved).code == 0
    shown = lpplan("compare", plan, saved, *DAY).out
    assert "plan.json: Oakfield Academy, member prices, prepared on 1 October 2026." in shown
    assert "Nothing differs: both come to £30,400.00 (estimate) exc VAT." in shown


def test_a_plan_differs_from_itself_in_nothing(lpplan: Lpplan) -> None:
    shown = lpplan("compare", SINGLE, SINGLE, *DAY)
    assert (
        "\nsingle-school 2 against single-school\n"
        "Nothing differs: both come to £30,400.00 (estimate) exc VAT.\n" in shown.out
    )
    assert "Side by side" not in shown.out


@pytest.mark.parametrize("number", [2, 3, 4, 6])
@pytest.mark.parametrize("name", ["a", "a-plan-with-a-very-long-name-indeed-" * 3, "計画" * 8])
def test_no_line_is_wider_than_80_columns(
    number: int, name: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    from rich.cells import cell_len

    given_plans = []
    for place in range(number):
        plan = tmp_path / f"{name}{place}.toml"
        given_plans.append(
            changed(
                NET,
                plan,
                ("2019/20", "2031/32"),
                ("amount = 75", f"amount = {999_000 + place}"),
                ("participants = 22", "participants = 99_000"),
            )
        )
    shown = lpplan("compare", *given_plans)
    assert (shown.code, shown.err) == (0, "")
    assert max(map(cell_len, shown.out.splitlines())) <= 80
    for place in range(1, number):
        # 2 × 3,961 cohorts of 99,009 people, each session so many pounds dearer.
        assert f"+£{7_922 * place:,}.00" in shown.out


def test_files_of_one_name_are_told_apart() -> None:
    for paths, names in (
        (["a/plan.toml", "b/other.toml", "-", "."], ["plan", "other", "standard input", ""]),
        (["a/plan.toml", "a/plan.json"], ["plan.toml", "plan.json"]),
        (["a/plan.toml", "b/plan.toml", "plan.json"], ["a/plan", "b/plan", "plan"]),
        (["a/p.toml", "b/p.toml", "a/p.json"], ["a/p.toml", "b/p.toml", "a/p.json"]),
        (["1/a/p.toml", "2/a/p.toml"], ["1/a/p.toml", "2/a/p.toml"]),
        (["plan.toml", "plan 2.toml", "plan.toml"], ["plan", "plan 2", "plan 3"]),
        (["a/plan.toml", "b/plan.toml", "a/plan.toml"], ["a/plan", "b/plan", "a/plan 2"]),
    ):
        assert names_of(paths) == names


@pytest.mark.parametrize("number", [0, 1, 7])
def test_two_to_six_are_compared(number: int, lpplan: Lpplan) -> None:
    outcome = lpplan("compare", *[CLIFF] * number)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("compare: name two to six plans or saved quotes, not ")


def test_everything_wrong_with_every_file_is_said_at_once(lpplan: Lpplan, tmp_path: Path) -> None:
    early = changed(CLIFF, tmp_path / "early.toml", ("2018/19", "2017/18"))
    outside = changed(SINGLE, tmp_path / "outside.toml", ('"member"', '"non-member"'))
    bad = changed(CLIFF, tmp_path / "bad.toml", ("participants", "people"))
    no_quote = tmp_path / "no-quote.json"
    no_quote.write_text("{}")
    files = (early, outside, CLIFF, bad, no_quote, tmp_path / "missing.toml")
    outcome = lpplan("compare", *files, *DAY)
    assert (outcome.code, outcome.out) == (2, "")
    told = (
        f"{early}:11: stages[1].academic_year: is 2017/18, and the first year with prices",
        f"{outside}:9: school.membership: no non-member price is published for",
        f"{bad}:12: stages[1].people: is not a key",
        f"{no_quote}: is not a quote that lpplan saved",
        f"{tmp_path / 'missing.toml'}: there is no such file",
    )
    for words in told:
        assert words in outcome.err


def test_no_file_that_is_compared_is_written_over(lpplan: Lpplan, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    assert lpplan("quote", CLIFF, "-o", saved).code == 0
    outcome = lpplan("compare", CLIFF, saved, "-o", saved, "--force")
    assert (outcome.code, "is the file the result is made from" in outcome.err) == (2, True)


def test_standard_input_is_named_once(lpplan: Lpplan) -> None:
    outcome = lpplan("compare", "-", "-")
    assert (outcome.code, "can be read once" in outcome.err) == (2, True)


@st.composite
def sides(draw: st.DrawFn, number: int) -> list[Side]:
    """Quotes of any plans, at the same fees."""
    folder, found = draw(schedules()), []
    for place in range(number):
        plan = draw(plans(folder))
        quote, problems = quote_plan(plan, folder)
        assert quote is not None, problems
        data = quote_data(QuoteReport(quote, (), date(2026, 11, 24), None, (), plan))
        found.append(Side(str(place), SavedQuote.model_validate(data), data))
    return found


@given(sides(2))
def test_the_differences_of_stages_and_of_years_add_up_to_that_of_the_total(
    pair: list[Side],
) -> None:
    comparison = Comparison(*pair)
    difference = pair[1].quote.total - pair[0].quote.total
    assert comparison.whole.total == difference
    assert sum(scope.total for scope in comparison.stages) == difference
    assert sum(scope.total for scope in comparison.years) == difference
    for what in ("participants", "own_costs", "income", "net"):
        of_stages, of_years, of_whole = (
            sum(
                Decimal(each.change or 0)
                for scope in scopes
                for each in scope.differences
                if each.what == what
            )
            for scopes in (comparison.stages, comparison.years, [comparison.whole])
        )
        assert of_stages == of_years == of_whole, what


@given(sides(1))
def test_a_quote_differs_from_itself_in_nothing(alone: list[Side]) -> None:
    comparison = Comparison(alone[0], alone[0])
    assert [*comparison.stages, *comparison.years, *comparison.whole.differences] == []


@given(sides(2))
def test_the_other_way_round_every_difference_has_the_other_sign(pair: list[Side]) -> None:
    there, back = Comparison(*pair), Comparison(*reversed(pair))
    for one, other in ((there.years, back.years), ([there.whole], [back.whole])):
        assert [scope.total for scope in one] == [-scope.total for scope in other]


def test_the_order_of_the_others_does_not_change_their_differences(lpplan: Lpplan) -> None:
    found = []
    for others in itertools.permutations((ALLIANCE, CLIFF, NET)):
        differences = compared(lpplan, SINGLE, *others)["differences"]
        found.append(sorted(differences, key=lambda each: each["name"]))
    assert all(each == found[0] for each in found)
