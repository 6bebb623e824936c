"""Quotes compared whole, in every format."""

import csv
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT, TESTS, Lpplan, Process, assert_same_as_file
from frozen_fees import FROZEN_FEES
from lpplan.show.text import visible

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
EXPECTED = TESTS / "expected"
SYNTHETIC = TESTS / "synthetic" / "many_charges"
ODD_NAMES = TESTS / "plans" / "odd_names.toml"
DAY = ("--as-of", "2026-11-21")
ENDINGS = {"table": "txt", "json": "json", "csv": "csv", "markdown": "md"}


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    # A new version changes no expected output.
    monkeypatch.setattr("lpplan.quote.data.__version__", "0.1.0")


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda path: path.stem)
def test_the_quote_of_an_example_is_exactly_this(plan: Path, form: str, lpplan: Lpplan) -> None:
    outcome = lpplan("quote", plan, *DAY, "--format", form)
    assert (outcome.code, outcome.err) == (0, "")
    assert_same_as_file(outcome.out, EXPECTED / f"{plan.stem}.{ENDINGS[form]}")


@pytest.mark.parametrize("form", ENDINGS)
def test_odd_names_and_synthetic_prices_come_out_exactly_like_this(
    form: str, lpplan: Lpplan
) -> None:
    fees = ("--fees", SYNTHETIC.relative_to(ROOT))
    outcome = lpplan("quote", ODD_NAMES, *DAY, *fees, "--explain", "--format", form)
    assert (outcome.code, outcome.err) == (0, "")
    assert_same_as_file(outcome.out, EXPECTED / f"odd-names-explained.{ENDINGS[form]}")


def test_markdown_shows_odd_names_as_themselves(lpplan: Lpplan) -> None:
    source = lpplan("quote", ODD_NAMES, "--fees", SYNTHETIC, "-f", "markdown").out
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    shown = set()
    for token in tokens:
        kinds = {child.type for child in token.children or ()}
        assert kinds <= {"text", "softbreak", "strong_open", "strong_close"}
        words = "".join(child.content for child in token.children or ())
        # A space of no width keeps an @ from calling somebody.
        shown.add(words.replace("\u200b", ""))
    plan = tomllib.loads(ODD_NAMES.read_text(encoding="utf-8"))
    for school in plan["stages"][0]["schools"][1:]:
        assert visible(school["name"]) in shown
    assert f"Quote for {plan['school']['name']}" in shown
    assert "Portfolio | *hosting* <b>" in shown


def test_csv_shows_odd_names_as_themselves_and_no_formula(tmp_path: Path, lpplan: Lpplan) -> None:
    for name in ("[bold]Oak[/] <b>&amp;", "=1+1", "@SUM(A1)", "-2+3", "| a | b |", "Gŵyr", "مدرسة"):
        asked = ("--stage", "1", "--year", "2018/19", "--participants", "5", f"--school={name}")
        assert lpplan("quote", *asked, "-o", tmp_path / "q.csv", "--force").code == 0
        with (tmp_path / "q.csv").open(encoding="utf-8-sig", newline="") as file:
            schools = {row["school"] for row in csv.DictReader(file)}
        assert schools == {f"'{name}" if name[0] in "=@-" else name}


def test_a_what_if_is_exactly_this(lpplan: Lpplan) -> None:
    asked = ("--stage", "1", "--participants", "27")
    outcome = lpplan("quote", "examples/on-the-cliff.toml", *asked, *DAY)
    assert_same_as_file(outcome.out, EXPECTED / "what-if.txt")


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_two_schools_that_drop_out_are_exactly_this(form: str, lpplan: Lpplan) -> None:
    asked = ("--without", "Lighthouse Primary", "--without", "Ysgol Gŵyr", "--format", form)
    outcome = lpplan("quote", "examples/alliance-from-stage-2.toml", *asked, *DAY)
    assert_same_as_file(outcome.out, EXPECTED / f"two-schools-fewer.{ENDINGS[form]}")


def test_a_quote_in_json_has_the_keys_that_others_rely_on(lpplan: Lpplan) -> None:
    asked = ("--stage", "1", "--year", "2018/19", "--participants", "27", "--school", "Oakfield")
    found: dict[str, Any] = json.loads(lpplan("quote", *asked, *DAY, "-f", "json").out)
    assert [found[key] for key in ("school", "membership", "currency", "vat", "as_of")] == [
        "Oakfield",
        "member",
        "GBP",
        "exclusive",
        "2026-11-21",
    ]
    (stage,) = found["stages"]
    assert stage["lines"] == [
        {
            "fee": "accreditation",
            "label": "LP accreditation fee",
            "per": "person",
            "quantity": 27,
            "unit_price": "400.00",
            "amount": "10800.00",
            "reference": "Stage 1, costs",
        },
        {
            "fee": "support_package",
            "label": "LP support package",
            "per": "cohort",
            "quantity": 2,
            "unit_price": "2200.00",
            "amount": "4400.00",
            "reference": "Stage 1, costs",
        },
    ]
    fixed = {
        "stage": 1,
        "academic_year": "2018/19",
        "fees_from": "2018/19",
        "price_status": "published",
        "participants": 27,
        "cohorts": [14, 13],
        "total": "15200.00",
        "per_head": "562.96",
    }
    assert {key: stage[key] for key in fixed} == fixed
    assert [found[key] for key in ("total", "total_published", "total_estimated")] == [
        "15200.00",
        "15200.00",
        "0.00",
    ]
    assert all(set(note) == {"code", "stage", "text"} for note in found["notes"])


def test_a_what_if_in_json_is_compared_with_the_plan_as_it_stands(lpplan: Lpplan) -> None:
    asked = ("--stage", "1", "--participants", "27", "-f", "json")
    found = json.loads(lpplan("quote", "examples/on-the-cliff.toml", *asked).out)
    assert found["compared_with"] == {"total": "14800.00", "difference": "400.00"}


def test_without_a_name_the_school_is_null(lpplan: Lpplan) -> None:
    asked = ("--stage", "3", "--year", "2018/19", "--participants", "5", "-f", "json")
    assert json.loads(lpplan("quote", *asked).out)["school"] is None


@pytest.mark.parametrize("plan", [*EXAMPLES, ODD_NAMES], ids=lambda path: path.stem)
def test_every_format_has_the_same_total(plan: Path, lpplan: Lpplan) -> None:
    folder = SYNTHETIC if plan == ODD_NAMES else FROZEN_FEES
    asked = ("quote", plan, "--fees", folder)
    found = json.loads(lpplan(*asked, "-f", "json").out)
    amount = f"£{float(found['total']):,.2f}"
    table = lpplan(*asked).out.splitlines()[-1]
    assert table.startswith("TOTAL exc VAT")
    assert amount in table
    assert amount in lpplan(*asked, "-f", "markdown").out.splitlines()[-1]
    rows = list(csv.DictReader(io.StringIO(lpplan(*asked, "-f", "csv").out)))
    pence = [int(row["amount_exc_vat"].replace(".", "")) for row in rows]
    assert sum(pence) == int(found["total"].replace(".", ""))
    lines = [line for stage in found["stages"] for line in stage["lines"]]
    assert [row["amount_exc_vat"] for row in rows] == [line["amount"] for line in lines]


def test_no_line_of_a_table_is_wider_than_80_columns(
    lpplan: Lpplan, lpplan_process: Process, tmp_path: Path
) -> None:
    from rich.cells import cell_len

    # The largest of everything: people, prices, names and charges.
    name = "The Distinguished School of a Name that has Sixty Characters"
    assert len(name) == 60
    charge = f'label = "{name}"\nstages = [1, 2, 3]\nmember = 1000000\n'
    names = ["accreditation", "support_package", "train_the_trainer", *(f"c{n}" for n in range(7))]
    text = '# Synthetic.\nacademic_year = "2018/19"\nstatus = "provisional"\n'
    for place, fee in enumerate(names):
        per = ("person", 'cohort"\nmax_cohort_size = 1\n#"', "stage")[place % 3]
        text += f'[fees.{fee}]\nper = "{per}"\n{charge}'
    (tmp_path / "2018-19.toml").write_text(text, encoding="utf-8")
    plan = tmp_path / "plan"
    plan.write_text(
        f'school = {{ name = "{name}", membership = "member" }}\n'
        '[[stages]]\nstage = 2\nacademic_year = "2030/31"\n'
        f'[[stages.schools]]\nname = "{name}"\nparticipants = 99_999\n'
        '[[stages.schools]]\nname = "B"\nparticipants = 1\n',
        encoding="utf-8",
    )
    outcome = lpplan("quote", plan, "--fees", tmp_path, "--explain")
    assert outcome.code == 0, outcome.err
    assert max(map(cell_len, outcome.out.splitlines())) <= 80
    # 7 charges of a million for each of 100,000 people, a cohort for each of them, and 3 once.
    assert "£700,003,000,000.00" in outcome.out.splitlines()[-1]
    ascii_only = lpplan_process("quote", plan, "--fees", tmp_path, encoding="ascii")
    assert max(map(len, ascii_only.stdout.splitlines())) <= 80
    assert b"GBP 700,003,000,000.00  estimate" in ascii_only.stdout.splitlines()[-1]
    assert b"100,000  GBP 1,000,000.00  GBP 100,000,000,000.00\n" in ascii_only.stdout
