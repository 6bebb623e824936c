"""The JSON Schemas refuse what the loader refuses, as two tools that use them see it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, TESTS, Lpplan
from lpplan.reading import schema
from lpplan.reading.toml_file import read_toml
from lpplan.values.problem import LpplanError

BIN = Path(sys.executable).parent


def is_toml(file: Path) -> bool:
    try:
        read_toml(str(file))
    except LpplanError:
        return False
    return True


PLANS = [
    *ROOT.glob("examples/*.toml"),
    *(TESTS / "plans" / f"{n}.toml" for n in ("odd_names", "centre")),
]
FEES = [*ROOT.glob("fees/*.toml"), *TESTS.glob("synthetic/*/*.toml")]
BAD_PLANS = [path for path in TESTS.glob("bad_files/plans/*.toml") if is_toml(path)]
BAD_FEES = [path for path in TESTS.glob("bad_files/fees/*/*.toml") if is_toml(path)]

# What JSON Schema cannot say, and why.
BEYOND_SCHEMA = {
    # to JSON, 27.0 is the whole number 27, and 4e2 is 400
    "participants_with_decimal_point",
    "amount_with_exponent",
    # a multiple of 0.01 is not exact in binary
    "amount_with_three_decimals",
    # to JSON, a date is a text
    "date_in_quotes",
    # comparing one value with another, or adding some up
    "based_on_a_later_year",
    "earlier_year_after_later",
    "gateway_before_application_support",
    "gateway_before_launch",
    "launch_outside_year",
    "limits_that_differ",
    "more_cohorts_than_participants",
    "schools_over_100000",
    "second_stage_1",
    "second_stage_2",
    "stages_out_of_order",
    "support_before_launch",
    "two_schools_of_one_name",
    "two_trainers_of_one_name",
    # looking into another file, or at the name of this one
    "charge_of_the_year_before_missing",
    "fewer_cohorts_than_needed",
    "name_is_not_its_year",
    "non_member_without_prices",
    "two_files_for_one_year",
    "year_before_the_first_schedule",
}


def name(path: Path) -> str:
    """What the catalogue calls a bad file."""
    return path.stem if path.parent.name == "plans" else path.parent.name


def refused_by_check_jsonschema(schema: Path, files: list[Path]) -> set[Path]:
    command = [str(BIN / "check-jsonschema"), "-o", "json", "--schemafile", str(schema)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, check=False)
    found = json.loads(done.stdout)
    assert not found.get("parse_errors")
    return {Path(error["filename"]) for error in found.get("errors", [])}


def refused_by_taplo(schema: Path, files: list[Path]) -> set[Path]:
    command = [str(BIN / "taplo"), "lint", "--colors", "never", "--no-auto-config"]
    done = subprocess.run(
        [*command, "--schema", schema.as_uri(), *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # Now and then taplo ends before it has written the last line on a file, never the first.
    told = re.findall(r'invalid file error=.* path="(.*)"', done.stderr)
    shown = re.findall(r"┌─ (.*?):\d+", done.stderr)
    return {Path(path) for path in (*told, *shown)}


@pytest.fixture
def plan_schema(tmp_path: Path, lpplan: Lpplan) -> Path:
    assert lpplan("schema", "-o", tmp_path / "plan.json").code == 0
    return tmp_path / "plan.json"


@pytest.fixture
def fees_schema(tmp_path: Path, lpplan: Lpplan) -> Path:
    assert lpplan("fees", "schema", "-o", tmp_path / "fees.json").code == 0
    return tmp_path / "fees.json"


TOOLS = pytest.mark.parametrize("refused", [refused_by_check_jsonschema, refused_by_taplo])


@TOOLS
def test_good_plans_are_accepted(refused: object, plan_schema: Path) -> None:
    assert callable(refused)
    assert refused(plan_schema, PLANS) == set()


@TOOLS
def test_good_fee_files_are_accepted(refused: object, fees_schema: Path) -> None:
    assert callable(refused)
    assert refused(fees_schema, FEES) == set()


@TOOLS
def test_bad_plans_are_refused_but_for_what_json_schema_cannot_say(
    refused: object, plan_schema: Path
) -> None:
    assert callable(refused)
    accepted = {*BAD_PLANS} - refused(plan_schema, BAD_PLANS)
    assert {name(path) for path in accepted} == BEYOND_SCHEMA & {name(path) for path in BAD_PLANS}


@TOOLS
def test_bad_fee_files_are_refused_but_for_what_json_schema_cannot_say(
    refused: object, fees_schema: Path
) -> None:
    assert callable(refused)
    # A folder is bad as soon as one of its files is.
    bad = {name(path) for path in refused(fees_schema, BAD_FEES)}
    every = {name(path) for path in BAD_FEES}
    assert every - bad == BEYOND_SCHEMA & every


def test_the_schemas_name_their_draft_and_hold_nothing_that_the_models_made_up() -> None:
    plan, fees = schema.plan_schema(), schema.schedule_schema()
    draft = "http://json-schema.org/draft-07/schema#"
    assert [*plan.items()][:2] == [("$schema", draft), ("title", "A plan for lpplan")]
    assert [*fees.items()][:2] == [("$schema", draft), ("title", "A fee schedule for lpplan")]
    assert fees["properties"]["currency"] == {
        "const": "GBP",
        "type": "string",
        "description": '"GBP"',
    }
    assert fees["$defs"]["Reason"]["properties"]["fees"]["description"] == (
        'a list of charges such as ["accreditation"], or "all"'
    )
    # At Stage 1 it is SSAT that charges and supports.
    entry = plan["$defs"]["StageEntry"]
    assert entry["if"]["properties"] == {"stage": {"enum": [1]}}
    assert entry["then"] == {
        "allOf": [
            {"not": {"required": ["charge_per_person"]}},
            {"not": {"required": ["minimum_participants"]}},
        ],
        "properties": {"support": {"maxItems": 0}},
    }
