"""Quotes saved as JSON, read back: typed, whole, and refused where they are none."""

import contextlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS
from lpplan.core.quote import quote_plan
from lpplan.quote.data import quote_json
from lpplan.quote.report import QuoteReport
from lpplan.reading.plan_json import plan_data, plan_from_json
from lpplan.reading.plan_source import load_plan
from lpplan.reading.saved_quote import load_saved
from lpplan.reading.saved_tables import SavedFinancialYear, SavedShare
from lpplan.show.data import to_json
from lpplan.values.problem import LpplanError
from lpplan.values.years import AcademicYear
from strategies import plans, schedules

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
PLANS = [*EXAMPLES, *sorted((TESTS / "plans").glob("*.toml"))]
SINGLE = ROOT / "examples" / "single-school.toml"
OLDER = TESTS / "expected" / "older-quote.json"
"""What ``quote`` wrote before it also held the plan."""


def refusal_of(content: bytes, folder: Path) -> str:
    """Everything that is said of a file with this content."""
    file = folder / "quote.json"
    file.write_bytes(content)
    with pytest.raises(LpplanError) as refused:
        load_saved(str(file))
    assert refused.value.exit_code == 2
    return "\n".join(f"{p.key}: {p.problem.message}" for p in refused.value.problems)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_comes_back_from_json_as_it_was(path: Path) -> None:
    plan = load_plan(str(path)).plan
    assert plan_from_json(json.loads(to_json(plan_data(plan)))) == plan


def test_a_plan_in_json_has_days_and_amounts_as_text_and_only_keys_that_are_set() -> None:
    data = json.loads(to_json(plan_data(load_plan(str(TESTS / "plans" / "net.toml")).plan)))
    assert data["school"] == {"name": "Oakfield Academy", "membership": "member"}
    assert data["stages"][1]["charge_per_person"] == "620.00"
    assert data["stages"][0]["academic_year"] == "2018/19"


def test_an_older_quote_is_read_as_far_as_it_goes() -> None:
    quote = load_saved(str(OLDER))[0]
    assert (quote.plan, quote.lpplan, quote.prices, quote.valid_until) == (None, None, (), None)
    assert quote.as_of == date(2026, 11, 21)
    stage = quote.stages[0]
    assert (stage.academic_year, stage.participants, stage.cohorts) == (
        AcademicYear(2018),
        26,
        (13, 13),
    )
    assert [(line.fee, line.quantity, line.unit_price) for line in stage.lines] == [
        ("accreditation", 26, Decimal("400.00")),
        ("support_package", 2, Decimal("2200.00")),
    ]
    assert quote.total == Decimal("14800.00")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_quote_that_an_editor_or_a_shell_of_windows_saved_is_read(
    encoding: str, tmp_path: Path
) -> None:
    file = tmp_path / "quote.json"
    file.write_text(OLDER.read_text(encoding="utf-8"), encoding=encoding)
    assert load_saved(str(file)) == load_saved(str(OLDER))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is saved as UTF-16 or UTF-32, and must be UTF-8"),
        ('{"school": "Ysgol Gŵyr"}'.encode("cp1258", "replace") + b"\xff", "not UTF-8 text"),
        (SINGLE.read_bytes(), "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[" * 200 + b"]" * 200, "is not JSON"),
        (b'{"school": "\\ud800"}', "is not JSON"),
        (b"[1" + b"0" * 5000 + b"]", "is not JSON"),
        (b"[]", "is not a quote that lpplan saved"),
        (b"null", "is not a quote that lpplan saved"),
        (b'"quote"', "is not a quote that lpplan saved"),
        (b'{"stages": []}', "is not a quote that lpplan saved"),
    ],
)
def test_what_is_no_quote_is_told_so(content: bytes, told: str, tmp_path: Path) -> None:
    assert told in refusal_of(content, tmp_path)


def test_a_file_that_is_too_large_or_not_there_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpplan.reading.json_file.MOST_BYTES_OF_A_QUOTE", 10)
    assert "is larger than 10 bytes" in refusal_of(b"{" * 11, tmp_path)
    with pytest.raises(LpplanError) as refused:
        load_saved(str(tmp_path / "none.json"))
    assert refused.value.problems[0].problem.message == "there is no such file"


def _line(**changes: object) -> Callable[[dict[str, Any]], None]:
    return lambda quote: quote["stages"][0]["lines"][0].update(changes)


def _stage(**changes: object) -> Callable[[dict[str, Any]], None]:
    return lambda quote: quote["stages"][0].update(changes)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            _line(amount="10400.01"),
            "stages[1].lines[1].amount: is £10,400.01, and its parts come to £10,400.00",
        ),
        (_line(unit_price="401.00"), "stages[1].lines[1].amount: is £10,400.00, and its parts"),
        (_line(unit_price=400), "stages[1].lines[1].unit_price: must be an amount in pounds"),
        (_line(unit_price="1e3"), "stages[1].lines[1].unit_price: must be an amount in pounds"),
        (_line(unit_price="9" * 40 + ".00"), "stages[1].lines[1].unit_price: must be an amount"),
        (
            _line(quantity=True),
            "stages[1].lines[1].quantity: must be a whole number without quotes",
        ),
        (
            _line(per="month"),
            'stages[1].lines[1].per: must be "person"',
        ),
        (_stage(total="1.00"), "stages[1].total: is £1.00, and its parts come to £14,800.00"),
        (_stage(per_head="1.00"), "stages[1].per_head: is £1.00, and its parts come to £569.23"),
        (_stage(cohorts=[13, 12]), "stages[1].cohorts: hold 25 people, not 26"),
        (
            _stage(cohorts=["x"]),
            "stages[1].cohorts[1]: must be a whole number without quotes",
        ),
        (_stage(academic_year="2018"), "stages[1].academic_year: must be an academic year"),
        (_stage(price_status="estimate"), "total_published: is £14,800.00, and its parts come"),
        (_stage(uplift=""), 'stages[1].uplift: must be a percentage such as "3%"'),
        (lambda quote: quote.update(total="0.00"), "total: is £0.00, and its parts come to"),
        (
            lambda quote: quote["net"].update(income="1.00"),
            "net.income: is £1.00, and its parts come to £0.00",
        ),
        (
            lambda quote: quote["stages"][0]["net"].update(own_costs="5.00"),
            "stages[1].net.net: is £14,800.00, and its parts come to £14,805.00",
        ),
        (lambda quote: quote.update(stages=[]), "stages: must not be []"),
        (lambda quote: quote.update(stages={}), "stages: must be a list, not a table"),
        (lambda quote: quote.update(as_of="yesterday"), "as_of: must be a date such as"),
        (lambda quote: quote.update(valid_until=""), "valid_until: must be a date such as"),
        (lambda quote: quote.update(currency="EUR"), 'currency: must be "GBP", not "EUR"'),
        (lambda quote: quote["stages"][0].pop("lines"), "stages[1].lines: is missing"),
        (lambda quote: quote.update(plan=[]), "plan: must be the plan that the quote is for"),
        (lambda quote: quote.update(plan={}), "plan: school is missing"),
        (
            lambda quote: quote.update(plan=plan_of_one_stage(participants=27)),
            "stages: are not the ones of the plan that stands beside them",
        ),
        (
            lambda quote: quote.update(plan=plan_of_one_stage(), school="Elm"),
            "school: is not the one of the plan that stands beside it",
        ),
        (
            lambda quote: quote.update(plan=plan_of_one_stage(), membership="non-member"),
            "membership: is non-member, and the plan's is member",
        ),
        (
            lambda quote: quote.update(prices=[PRICE]),
            (
                "stages[1].lines[2].unit_price: is £2,200.00, which is not among the prices of the"
                " quote"
            ),
        ),
        (
            lambda quote: quote.update(prices=[PRICE | {"price": "401.00"}]),
            "stages[1].lines[1].unit_price: is £400.00, which is not among the prices of the quote",
        ),
        (
            lambda quote: quote.update(plan=plan_of_one_stage(launch="2018-13-01")),
            "plan: stages[1].launch must be a date such as 2018-05-14, without quotes or a time,",
        ),
    ],
)
def test_a_quote_that_somebody_changed_is_told_where(
    change: Callable[[dict[str, Any]], None], told: str, tmp_path: Path
) -> None:
    quote = json.loads(OLDER.read_text(encoding="utf-8"))
    change(quote)
    assert told in refusal_of(json.dumps(quote).encode(), tmp_path)


PRICE: dict[str, str] = {
    "fee": "accreditation",
    "label": "LP accreditation fee",
    "per": "person",
    "price": "400.00",
    "fees_from": "2018/19",
    "status": "published",
}


def test_a_quote_rises_as_its_stages_do_and_a_year_is_an_estimate_where_any_stage_is() -> None:
    quote, _ = load_saved(str(OLDER))
    assert quote.uplift == 0
    rising = quote.stages[0].model_copy(update={"uplift": Decimal("3.5")})
    assert quote.model_copy(update={"stages": (rising,)}).uplift == Decimal("3.5")
    shares = [SavedShare.model_construct(price_status=one) for one in ("published", "estimate")]
    year = SavedFinancialYear.model_construct(stages=tuple(shares))
    assert year.is_estimate
    assert not year.model_copy(update={"stages": tuple(shares[:1])}).is_estimate


def plan_of_one_stage(**changes: object) -> dict[str, Any]:
    stage = {"stage": 1, "academic_year": "2018/19", "participants": 26, **changes}
    return {"school": {"name": "Oakfield", "membership": "member"}, "stages": [stage]}


@given(st.data())
def test_the_quote_of_any_plan_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = data.draw(schedules())
    plan = data.draw(plans(folder))
    quote, problems = quote_plan(plan, folder)
    assert quote is not None, problems
    file = tmp_path_factory.getbasetemp() / "quote.json"
    file.write_text(quote_json(QuoteReport(quote, (), date(2026, 11, 24), None, (), plan)))
    saved = load_saved(str(file))[0]
    assert (saved.plan, saved.total, saved.uplift) == (plan, quote.total, folder.uplift)
    for was, stage in zip(saved.stages, quote.stages, strict=True):
        assert (was.cohorts, was.total, was.per_head) == (
            stage.cohorts,
            stage.total,
            stage.per_head,
        )
        assert [(line.fee, line.amount) for line in was.lines] == [
            (line.fee, line.amount) for line in stage.lines
        ]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(json.loads(OLDER.read_text(encoding="utf-8")))), JSON)
def test_whatever_stands_at_a_key_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    quote = json.loads(OLDER.read_text(encoding="utf-8")) | {key: value}
    file.write_text(json.dumps(quote), encoding="utf-8")
    with contextlib.suppress(LpplanError):
        load_saved(str(file))
