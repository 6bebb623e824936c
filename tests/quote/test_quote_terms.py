"""A quote's reference and until when it is valid, and what its JSON holds for a recheck."""

import json
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT, TESTS, Lpplan
from lpplan import __version__
from lpplan.reading.saved_quote import load_saved

SINGLE = ROOT / "examples" / "single-school.toml"
TERMS = ("--reference", "LP-17", "--valid-until", "2027-01-31", "--as-of", "2026-11-21")


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_a_reference_and_a_last_day_stand_under_the_title(
    form: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    assert lpplan("quote", SINGLE, *TERMS, "-o", tmp_path / f"q.{form}").code == 0
    written = (tmp_path / f"q.{form}").read_text(encoding="utf-8").replace("\\", "")
    assert "Reference: LP-17. Valid until 31 January 2027." in written


@pytest.mark.parametrize(
    ("form", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")]
)
def test_they_stand_in_office_files_too(
    form: str, part: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    assert lpplan("quote", SINGLE, *TERMS, "-o", tmp_path / f"q.{form}").code == 0
    inside = zipfile.ZipFile(tmp_path / f"q.{form}").read(part).decode()
    assert "Reference: LP-17. Valid until 31 January 2027." in inside


def test_csv_has_each_in_a_column_at_the_end_where_it_is_given(lpplan: Lpplan) -> None:
    header, *rows = lpplan("quote", SINGLE, *TERMS, "-f", "csv").out.splitlines()
    assert header.endswith("amount_exc_vat,reference,valid_until")
    assert all(row.endswith(",LP-17,2027-01-31") for row in rows)
    header = lpplan("quote", SINGLE, "--reference", "LP-17", "-f", "csv").out.splitlines()[0]
    assert header.endswith("amount_exc_vat,reference")


def test_columns_match_where_ssat_charges_nothing_and_there_is_a_net(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    fees, plan = tmp_path / "fees", tmp_path / "plan.toml"
    fees.mkdir()
    text = (TESTS / "fees_of_2018_19" / "2018-19.toml").read_text(encoding="utf-8")
    file = text.replace("stages = [1, 2, 3]", "stages = [1, 2]")
    (fees / "2018-19.toml").write_text(file, encoding="utf-8")
    plan.write_text(
        'school = { name = "A", membership = "member" }\n'
        '[[stages]]\nstage = 3\nacademic_year = "2018/19"\nparticipants = 5\n'
        'own_costs = [{ label = "Venue", amount = 75 }]\n',
        encoding="utf-8",
    )
    written = lpplan("quote", plan, "--fees", fees, *TERMS, "-f", "csv").out.splitlines()
    header, row = (line.split(",") for line in written)
    assert row[header.index("net_exc_vat") :] == ["75.00", "LP-17", "2027-01-31"]


def test_json_has_the_plan_as_priced_its_prices_and_the_version(lpplan: Lpplan) -> None:
    found = json.loads(lpplan("quote", SINGLE, "--stage", "2", *TERMS, "-f", "json").out)
    assert [entry["stage"] for entry in found["plan"]["stages"]] == [2]
    assert found["plan"]["trainers"][0]["accredited"] == "2019-07-05"
    assert found["asked"] == {"stage": "2"}
    assert found["prices"][1] == {
        "fee": "support_package",
        "label": "LP support package",
        "per": "cohort",
        "price": "2200.00",
        "fees_from": "2018/19",
        "status": "published",
        "checked": "2026-11-21",
    }
    terms = [found[key] for key in ("reference", "valid_until", "lpplan")]
    assert terms == ["LP-17", "2027-01-31", __version__]


def test_a_what_if_holds_the_plan_as_changed(lpplan: Lpplan, tmp_path: Path) -> None:
    asked = ("--stage", "1", "--participants", "26", "--uplift", "3%")
    assert lpplan("quote", SINGLE, *asked, "-o", tmp_path / "q.json").code == 0
    quote, _ = load_saved(str(tmp_path / "q.json"))
    assert quote.plan is not None
    assert [entry.people for entry in quote.plan.stages] == [26, 18, 20]
    assert quote.uplift == 3
    assert quote.asked == {"stage": "1", "participants": "26"}


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (
            ("--valid-until", "2026-11-20", "--as-of", "2026-11-21"),
            "--valid-until: must not be before the day of asking 2026-11-21, and is 2026-11-20\n",
        ),
        (("--valid-until", "soon"), "--valid-until: must be a date such as 2026-11-21"),
        (("--reference", "a\nb"), "--reference: must be words on one line"),
        (("--reference", ""), "--reference: must be words on one line"),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    flags: tuple[str, ...], told: str, lpplan: Lpplan
) -> None:
    outcome = lpplan("quote", SINGLE, *flags)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)
