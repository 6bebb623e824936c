"""What a plan costs in the end is the same in every format, in `quote` and in `recharge`."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TESTS, Lpplan
from lpplan.core.quote import quote_plan
from lpplan.core.recharge import net_of
from lpplan.quote import QuoteReport
from lpplan.quote.data import quote_csv, quote_json
from strategies import plans, schedules

PLAN = TESTS / "plans" / "net.toml"
BY_HAND = ["40600.00", "2000.00", "22440.00", "20160.00"]
"""SSAT's charges, own costs, what others pay and the net, as the plan's file works them out."""
AS_PEOPLE_READ = ["£40,600.00", "£2,000.00", "£22,440.00", "£20,160.00"]


def data_of(lpplan: Lpplan, command: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lpplan(command, PLAN, "--format", "json").out)
    return found


@pytest.mark.parametrize("command", ["quote", "recharge"])
def test_json_has_the_net_by_stage_by_year_and_in_all(command: str, lpplan: Lpplan) -> None:
    found = data_of(lpplan, command)
    stages = found["stages" if command == "quote" else "all_stages"]
    assert [stage["net"]["net"] for stage in stages] == ["10500.00", "5760.00", "3900.00"]
    assert [year["net"]["net"] for year in found["years"]] == ["16260.00", "3900.00"]
    assert list(found["net"].values()) == BY_HAND


@pytest.mark.parametrize("command", ["quote", "recharge"])
def test_csv_adds_up_to_the_net(command: str, lpplan: Lpplan) -> None:
    rows = list(csv.DictReader(io.StringIO(lpplan(command, PLAN, "--format", "csv").out)))
    sums = [
        sum(Decimal(row[column] or 0) for row in rows)
        for column in ("own_costs_exc_vat", "income_exc_vat", "net_exc_vat")
    ]
    assert [str(each) for each in sums] == BY_HAND[1:]


@pytest.mark.parametrize("command", ["quote", "recharge", "proposal"])
@pytest.mark.parametrize("form", ["md", "html", "docx", "txt"])
def test_each_document_closes_with_the_net(
    command: str, form: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    if (command, form) == ("proposal", "txt"):
        command, form = "quote", "txt"
    file = tmp_path / f"net.{form}"
    # A proposal's case has a table of its own that closes with all years.
    without = ("--without", "case") if command == "proposal" else ()
    assert lpplan(command, PLAN, *without, "-o", file).code == 0
    if form == "docx":
        from docx import Document

        cells = [c.text for t in Document(str(file)).tables for r in t.rows for c in r.cells]
        text = " ".join(cells)
    else:
        text = file.read_text(encoding="utf-8")
    _, _, closing = text.rpartition("In all exc VAT")
    assert re.findall(r"£[\d,]+\.\d\d", closing)[:4] == AS_PEOPLE_READ


def test_financial_years_have_their_net_too(lpplan: Lpplan) -> None:
    arguments = (PLAN, "--by", "financial-year", "--year-end", "august")
    found = json.loads(lpplan("quote", *arguments, "--format", "json").out)
    assert [year["net"]["net"] for year in found["financial_years"]] == ["16260.00", "3900.00"]
    table = lpplan("quote", *arguments).out.partition("By financial year")[2]
    assert "£16,260.00" in table


def test_there_is_one_bill(lpplan: Lpplan) -> None:
    """Where the centre has a charge, no other figure is said to be billed at that stage."""
    quote, recharge = data_of(lpplan, "quote"), data_of(lpplan, "recharge")
    asked = {s["school"]: s["total"] for s in recharge["asked_for"][0]["schools"]}
    # 12 × 620 and 10 × 620; the centre's own people pay nobody.
    assert asked == {
        "Oakfield Academy": "0.00",
        "Riverside Primary": "7440.00",
        "Hillside School": "6200.00",
    }
    assert {s["school"]: s["total"] for s in quote["stages"][1]["schools"]} == asked
    assert recharge["asked_for"][0]["billed"] == recharge["deliveries"][0]["income"] == "13640.00"
    shown = lpplan("recharge", PLAN).out
    billed = [line for line in shown.splitlines() if line.startswith("Billed to the others")]
    assert [re.findall(r"£[\d,.]+", line) for line in billed] == [["£13,640.00"], ["£8,800.00"]]


def test_a_charge_is_never_marked_as_an_estimate(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "later.toml"
    later = PLAN.read_text(encoding="utf-8").replace('"2018/19"', '"2025/26"')
    plan.write_text(later.replace('"2019/20"', '"2026/27"'), encoding="utf-8")
    bill = lpplan("quote", plan).out.partition("What participating schools pay")[2]
    (line,) = (line for line in bill.splitlines() if line.startswith("Hillside School"))
    assert line.endswith("£6,200.00")
    (line,) = (row for row in bill.splitlines() if re.match(r"Riverside Primary +3 ", row))
    assert line.endswith("estimate")


def test_the_note_on_own_costs_says_which_the_plan_has(lpplan: Lpplan) -> None:
    (note,) = (n for n in data_of(lpplan, "quote")["notes"] if n["code"] == "own-costs")
    assert note["text"] == (
        "The total is what SSAT charges. Of the school's own costs, the plan names Cover at the two"
        " sessions, Cover for two trainers, Half-termly twilight and Venue; others are in no figure"
        " here."
    )


def test_a_stage_without_schools_or_a_price_does_not_stop_a_recharge(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "earlier.toml"
    text = PLAN.read_text(encoding="utf-8").replace('"2018/19"', '"2016/17"', 1)
    own_costs = text[text.index("[[stages.own_costs]]") : text.index("[[stages]]\nstage = 2")]
    plan.write_text(text.replace(own_costs, "", 1), encoding="utf-8")
    outcome = lpplan("recharge", plan, "--format", "json")
    assert outcome.code == 0
    found = json.loads(outcome.out)
    assert [stage["stage"] for stage in found["all_stages"]] == [2, 3]
    assert "no-price" in {note["code"] for note in found["notes"]}


@given(st.data())
def test_json_and_csv_of_any_plan_have_its_net(data: st.DataObject) -> None:
    folder = data.draw(schedules())
    plan = data.draw(plans(folder))
    quote, problems = quote_plan(plan, folder)
    assert quote is not None, problems
    net, report = net_of(quote.stages), QuoteReport(quote, (), date(2026, 11, 24), None, (), plan)
    assert json.loads(quote_json(report))["net"]["net"] == f"{net.net:.2f}"
    table = csv.DictReader(io.StringIO(quote_csv(report)))
    if "net_exc_vat" in (table.fieldnames or ()):
        assert sum(Decimal(row["net_exc_vat"] or 0) for row in table) == net.net
    else:
        assert net.net == quote.total
