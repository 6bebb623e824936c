"""A saved quote in which anything was altered is refused, wherever in it that stands."""

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan
from lpplan.core.plan import YearEnd
from lpplan.core.quote import quote_plan
from lpplan.quote.data import quote_data
from lpplan.quote.report import QuoteReport
from lpplan.recheck import load_sound
from lpplan.values.money import read_signed_pounds
from lpplan.values.problem import LpplanError
from strategies import plans, schedules

NET = TESTS / "plans" / "net.toml"
SINGLE = ROOT / "examples" / "single-school.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
TOLD_ONCE = {
    *("as_of", "fees", "reference", "valid_until", "checked", "asked", "notes", "plan"),
    *("lpplan", "hours"),
    # A limit may be another and make as many cohorts.
    "cohort_limit",
    # Where a price stands, of a quote that explains itself.
    *("source", "file", "line"),
}
"""Keys of which a quote says nothing elsewhere, beside the amounts in its plan."""
DROPPED_OUT = "Ysgol Gŵyr"
"""Nor does it name a school elsewhere that a "what if" leaves out."""
SAVED: dict[str, Sequence[str | Path]] = {
    "net": (NET, "--by", "financial-year"),
    "a part": (NET, "--stage", "2"),
    "explained, with a rise": (SINGLE, "--uplift", "3.5%", "--explain", "--reference", "LP-17"),
    "what if": (ALLIANCE, "--school", "Riverside Primary=3", "--without", DROPPED_OUT),
    "what if, with nothing to net": (SINGLE, "--stage", "1", "--participants", "26"),
    "from flags": ("--stage", "2", "--participants", "27", "--cohorts", "3"),
}


@pytest.fixture(params=SAVED)
def quote(request: pytest.FixtureRequest, tmp_path: Path, lpplan: Lpplan) -> Path:
    file = tmp_path / "quote.json"
    assert lpplan("quote", *SAVED[request.param], "-o", file).code == 0
    return file


def leaves(data: Any, *within: str | int) -> Iterator[tuple[Any, Any, tuple[str | int, ...]]]:
    """Each table or list with each of its keys or places, and the way there."""
    for key, inner in [*(data.items() if isinstance(data, dict) else enumerate(data))]:
        if isinstance(inner, dict | list):
            yield from leaves(inner, *within, key)
        else:
            yield data, key, (*within, key)


def is_amount(value: object) -> bool:
    return isinstance(value, str) and read_signed_pounds(value) is not None


def a_penny_more(amount: str) -> str:
    return str(Decimal(amount) + Decimal("0.01"))


def altered(value: object) -> object:
    match value:
        case str():
            return a_penny_more(value) if is_amount(value) else f"{value}x"
        case bool():
            return not value
        case int():
            return value + 1
        case _:
            return "x"


def is_refused(data: object, file: Path) -> bool:
    file.write_text(json.dumps(data), encoding="utf-8")
    try:
        load_sound(str(file))
    except LpplanError as refused:
        return refused.exit_code == 2
    return False


def test_no_altered_value_passes_whatever_its_key(quote: Path) -> None:
    data, file = json.loads(quote.read_text()), quote.with_name("altered.json")
    assert not is_refused(data, file)
    passed = []
    for holder, key, way in leaves(data):
        was = holder[key]
        once = TOLD_ONCE & {*way} or was == DROPPED_OUT
        if (is_amount(was) and key != "hours") or not once:
            holder[key] = altered(was)
            passed += [] if is_refused(data, file) else [way]
            holder[key] = was
    assert not passed, "; ".join(map(str, passed))


def test_nothing_that_is_gone_or_there_twice_passes(quote: Path) -> None:
    data, file = json.loads(quote.read_text()), quote.with_name("altered.json")
    passed = []
    for holder, key, way in leaves({"all": [data]}):
        if TOLD_ONCE & {*way}:
            continue
        without = copy.deepcopy(data)
        within: Any = {"all": [without]}
        for part in way[:-1]:
            within = within[part]
        del within[key]
        passed += [] if is_refused(without, file) else [way]
        if isinstance(holder, list):
            within.extend([holder[key]] * 2)
            passed += [] if is_refused(without, file) else [way]
    assert not passed, "; ".join(map(str, passed))


@given(st.data())
def test_the_quote_of_any_plan_is_sound_and_no_amount_in_it_can_be_altered(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = data.draw(schedules())
    plan = data.draw(plans(folder))
    priced, problems = quote_plan(plan, folder)
    assert priced is not None, problems
    ends: YearEnd | None = data.draw(st.sampled_from([None, "march", "august"]))
    report = QuoteReport(priced, (), date(2026, 11, 24), None, (), plan, year_end=ends)
    quote, file = quote_data(report), tmp_path_factory.getbasetemp() / "sound.json"
    assert not is_refused(quote, file)
    holder, key, _ = data.draw(
        st.sampled_from([leaf for leaf in leaves(quote) if is_amount(leaf[0][leaf[1]])])
    )
    holder[key] = a_penny_more(holder[key])
    assert is_refused(quote, file)


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda quote: quote["stages"][1]["schools"][1].update(total="1.00"),
            "stages[2].schools[2].total: is £1.00, and by its plan and prices £7,440.00",
        ),
        (
            lambda quote: quote["stages"][1]["schools"].pop(),
            "stages[2].schools: has 2 entries, and by its plan and prices 3",
        ),
        (
            lambda quote: quote["years"][0].update(total="1.00"),
            "years[1].total: is £1.00, and by its plan and prices £28,200.00",
        ),
        (
            lambda quote: quote["years"][0]["net"].update(net=None),
            "years[1].net.net: is null, and by its plan and prices £16,260.00",
        ),
        (
            lambda quote: quote["stages"][0]["lines"][0].update(label="Free lunch"),
            (
                'stages[1].lines[1].label: is "Free lunch", and by its plan and prices'
                ' "LP accreditation fee"'
            ),
        ),
        (lambda quote: quote.pop("prices"), "prices: is missing"),
        (lambda quote: quote.pop("lpplan"), "lpplan: is missing"),
        (lambda quote: quote.pop("plan"), "plan: is missing"),
        (
            lambda quote: quote["stages"][0].update(discount="5.00"),
            "stages[1].discount: does not belong to this quote",
        ),
        (
            lambda quote: quote["stages"][0].update(cohort_limit=1),
            "stages[1].cohorts: are 1, and by its plan and prices 20",
        ),
    ],
)
def test_what_was_altered_is_told_by_its_key_with_how_to_mend_it(
    change: Change, told: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    file = tmp_path / "quote.json"
    assert lpplan("quote", NET, "-o", file).code == 0
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")
    hint = "  A quote is read as lpplan saved it; make it anew from its plan.\n"
    for command in (("recheck", file), ("compare", file, NET)):
        outcome = lpplan(*command)
        assert (outcome.code, outcome.out) == (2, "")
        assert f"{file}: {told}" in outcome.err
        assert hint in outcome.err


def test_what_another_version_has_otherwise_does_not_hold_but_its_words_may_be_others(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    file = tmp_path / "quote.json"
    assert lpplan("quote", NET, "-o", file).code == 0
    data = json.loads(file.read_text(encoding="utf-8")) | {"lpplan": "0.0.9"}
    del data["stages"][0]["cliffs"]
    data["stages"][0] |= {"new": "1.00", "prices_from": "2018/19"}
    data["stages"][0]["lines"][0]["reference"] = "Stage 1"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert lpplan("recheck", file).code == 0
    data["stages"][1]["schools"][1]["total"] = "1.00"
    data["years"][0]["total"] = None
    file.write_text(json.dumps(data), encoding="utf-8")
    outcome = lpplan("recheck", file, "-f", "json")
    assert outcome.code == 1
    assert [(one["stage"], one["text"]) for one in json.loads(outcome.out)["differences"]] == [
        (
            2,
            (
                "stages[2].schools[2].total in the quote by lpplan 0.0.9 is £1.00, and by its plan"
                " and prices £7,440.00."
            ),
        ),
        (
            None,
            (
                "years[1].total in the quote by lpplan 0.0.9 is null, and by its plan and prices"
                " £28,200.00."
            ),
        ),
    ]
    assert "\nQuote " in lpplan("recheck", file).out


def test_the_amounts_of_another_version_s_quote_cannot_be_altered_either(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    file = tmp_path / "quote.json"
    assert lpplan("quote", *SAVED["net"], "-o", file).code == 0
    data = json.loads(file.read_text(encoding="utf-8")) | {"lpplan": "0.0.9"}
    passed = []
    for holder, key, way in leaves(data):
        if is_amount(was := holder[key]) and key != "hours":
            holder[key] = a_penny_more(was)
            file.write_text(json.dumps(data), encoding="utf-8")
            passed += [] if lpplan("recheck", file).code else [way]
            holder[key] = was
    assert not passed, "; ".join(map(str, passed))
