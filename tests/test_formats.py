"""Every format that a command declares is written, and one that it does not declare is refused."""

import csv
import io
import json
import re
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from conftest import ROOT, TESTS, Lpplan
from frozen_fees import FROZEN_FEES
from lpplan.cli import COMMANDS
from lpplan.show.formats import ENDINGS

SINGLE = ROOT / "examples" / "single-school.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
ANSWERS = (
    *("--contributes", "yes", "--evidence", "yes", "--sessions", "yes"),
    *("--other-cpd", "yes", "--works-part-time", "no"),
)
SYNTHETIC = TESTS / "synthetic" / "many_charges"

ARGUMENTS: Mapping[str, tuple[str | Path, ...]] = {
    "quote": (SINGLE,),
    "recheck": (TESTS / "expected" / "older-quote.json",),
    "compare": (SINGLE, ALLIANCE),
    "split": ("27",),
    "readiness": (SINGLE,),
    "timeline": (SINGLE,),
    "recharge": (ALLIANCE,),
    "case": (ROOT / "examples" / "worth-it.toml",),
    "proposal": (ALLIANCE,),
    "offer": (ALLIANCE,),
    "batch": (ROOT / "examples" / "schools.csv",),
    "example": (),
    "applicant sheet": (SINGLE,),
    "applicant check": ANSWERS,
    "fees list": (),
    "fees show": ("2018/19",),
    "fees check": (SYNTHETIC,),
    "fees diff": (FROZEN_FEES, SYNTHETIC, "--plans", ROOT / "examples"),
}
"""What each command that has formats is tried with."""


def is_table(content: bytes) -> bool:
    text = content.decode()
    return " " in text.partition("\n")[0] and text[0] not in "{[<#"


def is_json(content: bytes) -> bool:
    return isinstance(json.loads(content), dict | list)


def is_csv(content: bytes) -> bool:
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return len(header) > 1 and all(len(row) == len(header) for row in rows)


def is_jsonl(content: bytes) -> bool:
    return all(isinstance(json.loads(line), dict) for line in content.splitlines())


def is_toml(content: bytes) -> bool:
    return bool(tomllib.loads(content.decode()))


def holds(name: str) -> Callable[[bytes], bool]:
    return lambda content: name in zipfile.ZipFile(io.BytesIO(content)).namelist()


KINDS: Mapping[str, Callable[[bytes], bool]] = {
    "table": is_table,
    "json": is_json,
    "csv": is_csv,
    "jsonl": is_jsonl,
    "toml": is_toml,
    "markdown": lambda content: content.startswith((b"# ", b"**")),
    "html": lambda content: content.lower().startswith(b"<!doctype html>"),
    "docx": holds("word/document.xml"),
    "xlsx": holds("xl/workbook.xml"),
    "pdf": lambda content: content.startswith(b"%PDF-") and b"/StructTreeRoot" in content,
    "svg": lambda content: content.startswith(b"<svg "),
    "ics": lambda content: content.startswith(b"BEGIN:VCALENDAR\r\n"),
    "github": lambda content: re.search(rb"\n::(warning|error) file=", content) is not None,
    "gitlab": lambda content: "fingerprint" in json.loads(content)[0],
    "junit": lambda content: ET.fromstring(content).tag == "testsuites",
    "sarif": lambda content: json.loads(content)["version"] == "2.1.0",
}
"""How a result in each format is known."""


def formats_of(command: str, lpplan: Lpplan) -> list[str]:
    """The formats that a command says it has, when it is asked for another; none without a choice.

    It says so before it looks at anything else.
    """
    if not re.search("--format +-f", lpplan(*command.split(), "--help").out):
        return []
    outcome = lpplan(*command.split(), *ARGUMENTS[command], "--format", "yaml")
    assert (outcome.code, outcome.out) == (2, "")
    refused = re.match(r'--format: must be (.+), not "?yaml"?\n', outcome.err)
    assert refused, outcome.err
    return re.split(", | or ", refused[1])


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_format_is_refused_with_those_that_the_command_declares(
    command: str, lpplan: Lpplan
) -> None:
    formats = formats_of(command, lpplan)
    module = import_module(f"lpplan.{COMMANDS[command].function.partition(':')[0]}")
    declared = [
        list(formats_made)
        for name, formats_made in vars(module).items()
        if name.endswith("FORMATS") and isinstance(formats_made, Mapping)
    ]
    assert not formats or formats in declared


@pytest.mark.parametrize("command", ARGUMENTS)
def test_every_format_of_a_command_is_written_as_what_it_is(
    command: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    formats = formats_of(command, lpplan)
    assert formats
    for form in formats:
        # By the ending of the file where one stands for the format.
        ending = next((ending for ending, named in ENDINGS.items() if named == form), None)
        file = tmp_path / f"{form}{ending or ''}"
        flags = () if ending else ("--format", form)
        outcome = lpplan(*command.split(), *ARGUMENTS[command], *flags, "-o", file)
        # A check that is not passed is exit 1, and is written all the same.
        assert (outcome.code in (0, 1), outcome.out, outcome.err) == (True, "", ""), form
        assert KINDS[form](file.read_bytes()), form
