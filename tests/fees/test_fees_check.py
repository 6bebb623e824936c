"""``lpplan fees check``: which files, in which form, with which exit code."""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from frozen_fees import FROZEN_FEES
from lpplan.reading.fee_folder import FeeText, examine

SYNTHETIC = TESTS / "synthetic" / "many_charges"
SEVERAL = TESTS / "bad_files" / "fees" / "several_unsound_files"
DAY = ("--as-of", "2026-11-21")


def checked(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lpplan("fees", "check", *arguments, "-f", "json").out)
    return found


def test_the_fees_of_2018_19_have_no_problem(lpplan: Lpplan) -> None:
    assert lpplan("fees", "check", FROZEN_FEES, "--strict", *DAY) == (
        0,
        "No problems in 1 file.\n",
        "",
    )


def test_without_a_path_it_is_the_folder_here(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fees").mkdir()
    (tmp_path / "fees" / "2018-19.toml").write_text("")
    assert [p["path"] for p in checked(lpplan)["problems"]] == ["fees/2018-19.toml"] * 3


@pytest.mark.parametrize("form", ["table", "json", "github", "sarif", "gitlab", "junit"])
def test_a_workbook_and_a_slip_are_reported_in_every_form(
    form: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    (tmp_path / "2018-19.toml").write_bytes(b"PK\x03\x04")
    (tmp_path / "2019-20.toml").write_text("vat = “exclusive”\n", encoding="utf-8")
    outcome = lpplan("fees", "check", tmp_path, "-f", form, *DAY)
    assert (outcome.code, outcome.err) == (1, "")
    assert "is an Excel workbook" in outcome.out
    assert "has curly quotes" in outcome.out
    assert lpplan("fees", "check", tmp_path, "--statistics", *DAY).code == 1


def test_a_slip_names_its_key_and_the_line_to_write(tmp_path: Path, lpplan: Lpplan) -> None:
    text = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8")
    (tmp_path / "2018-19.toml").write_text(text.replace("member = 400", "member = £400"), "utf-8")
    (problem,) = checked(lpplan, tmp_path, *DAY)["problems"]
    assert (problem["code"], problem["key"]) == ("syntax", "fees.accreditation.member")
    assert problem["hint"] == "Write: member = 400"


def test_without_a_folder_here_nothing_is_green_unless_the_bundled_ones_are_asked_for(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lpplan("fees", "check", *DAY, "--strict")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "There is no folder fees here, so nothing was checked.\n"
        "  Name fee files, or folders of them: lpplan fees check our-fees\n"
        "  or judge those that come with lpplan: lpplan fees check --bundled\n"
    )
    assert lpplan("fees", "check", *DAY, "--bundled").out == "No problems in 1 file.\n"


def test_only_what_is_selected_is_looked_for(lpplan: Lpplan) -> None:
    found = checked(lpplan, SYNTHETIC, *DAY, "--select", "limit-differs")
    assert {p["code"] for p in found["problems"]} == {"limit-differs"}
    strict = lpplan("fees", "check", SYNTHETIC, *DAY, "--select", "price-fell", "--strict")
    assert strict.code == 0


def test_any_outcome_can_be_exit_0(lpplan: Lpplan) -> None:
    outcome = lpplan("fees", "check", SEVERAL, *DAY, "--exit-zero")
    assert (outcome.code, "errors in 2 files." in outcome.out) == (0, True)
    assert lpplan("fees", "check", "nowhere", "--exit-zero").code == 2


def test_statistics_count_each_code_and_show_no_single_problem(lpplan: Lpplan) -> None:
    out = lpplan("fees", "check", SYNTHETIC, *DAY, "--statistics").out
    found = checked(lpplan, SYNTHETIC, *DAY)["problems"]
    assert "-->" not in out
    for code in {p["code"] for p in found}:
        number = sum(p["code"] == code for p in found)
        assert re.search(rf"^ *{number}  {code} ", out, re.MULTILINE), code
    assert out.endswith("in 2 files.\n")


@pytest.mark.parametrize(
    "name", ["2020-21.tml", "2020-21.toml.txt", "2020-21.toml.bak", "2020/2020-21.toml"]
)
def test_a_file_that_nobody_is_quoted_from_is_told(
    name: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    shutil.copy(FROZEN_FEES / "2018-19.toml", tmp_path)
    stray = tmp_path / name
    stray.parent.mkdir(exist_ok=True)
    shutil.copy(FROZEN_FEES / "2018-19.toml", stray)
    found = checked(lpplan, tmp_path, *DAY)
    assert [(p["code"], p["path"]) for p in found["problems"]] == [("stray-file", str(stray))]
    assert lpplan("fees", "check", tmp_path, *DAY, "--strict").code == 1


def test_a_file_with_a_capital_ending_is_not_named_after_its_year(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    shutil.copy(FROZEN_FEES / "2018-19.toml", tmp_path / "2018-19.TOML")
    found = checked(lpplan, tmp_path, *DAY)
    assert [p["code"] for p in found["problems"]] == ["file-name"]


def test_a_year_that_is_there_but_unsound_is_named_by_no_comparison(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    text = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8")
    for year in ("2018/19", "2019/20", "2020/21"):
        new = text.replace("2018/19", year).replace("member = 400", "member = 900")
        new = new if year == "2020/21" else text.replace("2018/19", year)
        new = new.replace("member = 2200", 'member = "2200"') if year == "2019/20" else new
        (tmp_path / f"{year.replace('/', '-')}.toml").write_text(new, encoding="utf-8")
    assert [p["code"] for p in checked(lpplan, tmp_path, *DAY)["problems"]] == ["wrong-value"]


def test_a_file_is_checked_beside_the_others_of_its_folder(lpplan: Lpplan) -> None:
    file = SYNTHETIC / "2021-22.toml"
    found = checked(lpplan, file, *DAY)
    assert found["files"] == 1
    assert {p["path"] for p in found["problems"]} == {str(file)}
    limits = [p for p in found["problems"] if p["code"] == "limit-differs"]
    assert [p["message"] for p in limits] == ["is 12, and 10 in 2018/19"]


def test_a_file_named_twice_is_checked_once(lpplan: Lpplan) -> None:
    once = checked(lpplan, SYNTHETIC, *DAY)
    assert checked(lpplan, SYNTHETIC, SYNTHETIC, *DAY) == once


def test_a_problem_in_json_has_the_keys_that_others_rely_on(
    lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SEVERAL.parent)
    found = checked(lpplan, SEVERAL.name)
    assert found["files"] == 2
    assert found["problems"][0] == {
        "path": "several_unsound_files/2018-19.toml",
        "line": 16,
        "key": "fees.accreditation.member",
        "severity": "error",
        "code": "wrong-value",
        "message": "must be an amount in pounds from 0 to 1,000,000, a whole number or with"
        ' pence as in 399.99, without quotes, not "400"',
        "hint": "For example: member = 400",
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([SEVERAL], 1), ([SYNTHETIC], 0), ([SYNTHETIC, "--strict"], 1), ([FROZEN_FEES], 0)],
)
def test_an_error_is_exit_1_and_a_warning_where_it_counts(
    arguments: list[str | Path], code: int, lpplan: Lpplan
) -> None:
    assert lpplan("fees", "check", *arguments, *DAY).code == code


@pytest.mark.parametrize("form", ["table", "github", "sarif"])
def test_a_check_is_rendered_exactly_like_this(
    form: str, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    folder = str(SYNTHETIC.relative_to(ROOT))
    outcome = lpplan("fees", "check", folder, *DAY, "-f", form)
    ending = {"table": "txt", "github": "github.txt", "sarif": "sarif"}[form]
    assert_same_as_file(outcome.out, TESTS / "expected" / f"fees-check.{ending}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere: there is no such file or folder"),
        (["--ignore", "price-fel"], "--ignore price-fel: is not a code that it takes"),
        (["--ignore", "price-fell"], "--ignore price-fell: is not a code that it takes"),
        (["--ignore", "syntax"], "--ignore syntax: is not a code that it takes"),
        (["--select", "max-rise"], "--select max-rise: is not a code that it takes"),
        (["--explain", "price"], "--explain price: is not a code that it takes"),
        ([str(ROOT / "src")], f"{ROOT / 'src'}: holds no fee schedule"),
    ],
)
def test_what_cannot_be_checked_is_exit_2(
    arguments: list[str], message: str, lpplan: Lpplan
) -> None:
    outcome = lpplan("fees", "check", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)


# What SARIF 2.1.0 asks of the parts that are used here (OASIS, sections 3.13, 3.14, 3.19, 3.27).
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[!-~]+$"}},
                },
                "region": {"properties": {"startLine": {"type": "integer", "minimum": 1}}},
            },
        }
    },
}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "fullDescription", "help", "helpUri"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]+$"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": {"required": ["text"], "properties": {"markdown": {"type": "string"}}},
        "helpUri": {"type": "string", "pattern": "^https://"},
        "defaultConfiguration": {"properties": {"level": LEVEL}},
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "additionalProperties": False,
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "semanticVersion": {"type": "string"},
        "informationUri": {"type": "string", "pattern": "^https://"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {"required": ["driver"], "properties": {"driver": DRIVER}},
                    "results": {"type": "array", "items": RESULT},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "folder", [FROZEN_FEES, SYNTHETIC, *SEVERAL.parent.iterdir()], ids=lambda path: path.name
)
def test_sarif_has_the_parts_that_the_standard_asks_for(folder: Path, lpplan: Lpplan) -> None:
    found = json.loads(lpplan("fees", "check", folder, "-f", "sarif").out)
    jsonschema.validate(found, SARIF)
    (run,) = found["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def hostile(folder: Path, count: int) -> Path:
    """A fee file whose keys hold markup, workflow commands and control sequences."""
    folder.mkdir(exist_ok=True)
    keys = "".join(f'"::error::{n} ##[group] %0A [bold] \\u001b[31m" = 1\n' for n in range(count))
    (folder / "2018-19.toml").write_text(keys, encoding="utf-8")
    return folder


def test_github_shows_ten_of_a_kind_and_is_told_how_many_more_there_are(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    out = lpplan("fees", "check", hostile(tmp_path / "fees", 20), "-f", "github").out
    lines = out.splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(": is not a key that is known here" in line for line in lines) == 20 + 7
    assert (
        "13 of 23 errors are not annotated: GitHub shows 10 of a kind. All are in this log." in out
    )
    assert lines[-1] == "23 errors in 1 file."


@pytest.mark.parametrize(
    "form", ["table", "json", "github", "sarif", "gitlab", "junit", "markdown", "html"]
)
def test_what_a_file_holds_is_no_command_and_no_control_sequence(
    form: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    out = lpplan("fees", "check", hostile(tmp_path / "fees", 2), "-f", form).out
    assert "\x1b" not in out
    if form == "github":
        commands = [line for line in out.splitlines() if line.lstrip().startswith("::")]
        assert all(line.startswith("::error file=") for line in commands)
        assert "##[" not in out
        assert "%250A" in out
    if form in ("json", "sarif", "gitlab"):
        json.loads(out)
    if form in ("markdown", "html"):
        assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]


def test_a_line_of_a_broken_file_is_shown_escaped_on_a_page(tmp_path: Path, lpplan: Lpplan) -> None:
    (tmp_path / "2018-19.toml").write_text("x = `\x1b[31m\n", encoding="utf-8")
    out = lpplan("fees", "check", tmp_path, "-f", "markdown").out
    assert "\x1b" not in out
    assert "2018-19.toml:1: `` x = `\\x1b[31m ``\n" in out


@pytest.mark.parametrize("ending", ["html", "docx", "md"])
def test_a_check_can_be_written_as_a_page_with_its_verdict_first(
    ending: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    page = tmp_path / f"check.{ending}"
    assert lpplan("fees", "check", SYNTHETIC, *DAY, "-o", page) == (0, "", "")
    if ending == "md":
        written = page.read_text(encoding="utf-8")
        assert written.startswith(
            "# Fee files checked as on 21 November 2026\n\n"
            "**10 warnings and 1 remark in 2 files.**\n\n## warning\\[missing-label\\]: "
        )


COMMANDS = ["::error::x", "::add-mask::x", "##[error]x", "##[group]x"]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("filler", range(40, 80, 3))
def test_no_word_wrap_makes_a_workflow_command_of_a_label(
    command: str, filler: int, tmp_path: Path, lpplan: Lpplan
) -> None:
    text = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8")
    label = f"{'b' * filler} {command} {command}"
    text = text.replace('"LP support package"', f'"{label}"')
    text = f'ignore = ["{label}"]\n{text}'
    (tmp_path / "2018-19.toml").write_text(text, encoding="utf-8")
    asked = ("--stage", "1", "--year", "2018/19", "--participants", "5", "--fees", tmp_path)
    for outcome in (
        lpplan("fees", "check", tmp_path),
        lpplan("fees", "diff", FROZEN_FEES, tmp_path),
        lpplan("fees", "show", "2018/19", "--fees", tmp_path),
        lpplan("fees", "check", tmp_path, "-f", "markdown"),
        lpplan("fees", "diff", FROZEN_FEES, tmp_path, "-f", "markdown"),
        lpplan("quote", *asked, "--explain"),
        lpplan("quote", *asked, "-f", "json"),
    ):
        assert outcome.out
        assert not [line for line in outcome.out.splitlines() if line.lstrip().startswith("::")]
        assert "##[" not in outcome.out


def test_a_path_of_several_lines_is_one_line(lpplan: Lpplan) -> None:
    err = lpplan("fees", "check", "x\n::error::q").err
    assert err.startswith("x\\n::error::q: there is no such file or folder\n  Name fee files")


def test_the_line_shown_is_the_line_named_whatever_characters_end_lines_elsewhere(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    text = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8")
    text = text.replace("LP accreditation fee", "LP\x85 accreditation\u2028 fee")
    text = text.replace("member = 2200", 'member = "2200"')
    (tmp_path / "2018-19.toml").write_text(text, encoding="utf-8")
    out = lpplan("fees", "check", tmp_path).out
    assert '28 | member = "2200"\n' in out


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_sarif_can_name_a_file_that_is_no_text(tmp_path: Path, lpplan: Lpplan) -> None:
    (tmp_path / os.fsdecode(b"\xff.toml")).write_text("")
    found = json.loads(lpplan("fees", "check", tmp_path, "-f", "sarif").out)
    (location,) = found["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"].endswith("/%FF.toml")


@pytest.mark.skipif(sys.platform != "linux", reason="pipes with names")
def test_a_pipe_among_the_files_keeps_nobody_waiting(tmp_path: Path, lpplan: Lpplan) -> None:
    os.mkfifo(tmp_path / "2018-19.toml")
    found = checked(lpplan, tmp_path)
    assert [p["message"] for p in found["problems"]] == ["is a pipe, not a file"]


# Spelling a good file in every way that TOML allows, and then putting one mistake into it.
KEYS = ["label", "per", "stages", "member", "reference"]
VALUES = {
    "label": '"LP accreditation fee"',
    "per": '"person"',
    "stages": "[1, 2, 3]",
    "member": "400",
    "reference": '"Stage 1, costs"',
}
NOISE = st.sampled_from(
    ["", "# member = 1\n", "\n\n", '# [fees.accreditation]\n\n# label = """\n', "   \n"]
)
LONG_TEXTS = st.sampled_from(
    ['"""\nmember = true\n[fees.accreditation]\n"""', "'''\nper = 1\n'''", '"a # b"']
)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, int, str]:
    """A fee file with one wrong value, the line where it is, and the key."""
    wrong = draw(st.sampled_from(KEYS))
    style = draw(st.sampled_from(["header", "dotted", "inline"]))
    quote = draw(st.sampled_from(["", '"', "'"]))
    text = (
        f'academic_year = "2018/19"\n{draw(NOISE)}note = {draw(LONG_TEXTS)}\nstatus="provisional"\n'
    )
    text += draw(NOISE)
    wrong_value = draw(st.sampled_from(["true", "1979-05-27", "{ a = 1 }", "[[1]]"]))
    values = VALUES | {wrong: wrong_value}
    lines = {}
    spaces = draw(st.sampled_from(["", " ", "\t "]))
    order = draw(st.permutations(KEYS))
    if style == "inline":
        pairs = ", ".join(f"{quote}{key}{quote}{spaces}={values[key]}" for key in order)
        lines = dict.fromkeys(KEYS, 1 + text.count("\n"))
        text += f"fees.accreditation = {{ {pairs} }}\n"
    else:
        prefix = f"fees . {quote}accreditation{quote}." if style == "dotted" else ""
        if style == "header":
            text += f"[ fees.{quote}accreditation{quote} ] # here\n"
        for key in order:
            text += draw(NOISE)
            lines[key] = 1 + text.count("\n")
            text += f"{spaces}{prefix}{quote}{key}{quote} = {values[key]} # {key} = 1\n"
    return text, lines[wrong], wrong


@given(spelled(), st.booleans(), st.booleans())
def test_a_problem_is_on_the_line_of_its_key_however_the_file_is_spelled(
    example: tuple[str, int, str], windows: bool, marked: bool
) -> None:
    text, line, key = example
    content = text.replace("\n", "\r\n").encode() if windows else text.encode()
    if marked:
        content = b"\xef\xbb\xbf" + content
    _, found = examine([FeeText("2018-19.toml", "2018-19.toml", lambda: content)])
    lines = {p.line for p in found if p.key == f"fees.accreditation.{key}"}
    assert lines == {line}
