"""``lpplan readiness``, ``example``, ``fees`` and the command line itself."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.text import Text
from typer.main import get_command

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from frozen_fees import FROZEN_FEES
from lpplan import __version__
from lpplan.cli import COMMANDS, GROUPS, command_line
from lpplan.flags import as_it_stands

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
SYNTHETIC = TESTS / "synthetic" / "many_charges"
DAY = ("--as-of", "2026-11-21")


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda path: path.stem)
def test_the_readiness_of_an_example_is_exactly_this(plan: Path, lpplan: Lpplan) -> None:
    outcome = lpplan("readiness", plan, *DAY)
    assert_same_as_file(outcome.out, TESTS / "expected" / f"{plan.stem}-readiness.txt")
    ready = not re.search(": not (ready|known)$", outcome.out, re.MULTILINE)
    assert (outcome.code, outcome.err) == (0 if ready else 1, "")


def test_readiness_in_json_has_the_keys_that_others_rely_on(lpplan: Lpplan) -> None:
    plan = ROOT / "examples" / "single-school.toml"
    found: dict[str, Any] = json.loads(lpplan("readiness", plan, *DAY, "-f", "json").out)
    assert (found["school"], found["as_of"]) == ("Oakfield Academy", "2026-11-21")
    assert [(s["stage"], s["verdict"]) for s in found["stages"]] == [(2, "ready"), (3, "not ready")]
    assert found["stages"][0]["checks"][0] == {
        "check": "ssat_discussion",
        "subject": "centre",
        "status": "met",
        "detail": "held on 14 May 2018",
        "action": None,
        "source": "LPLC proposal, introduction",
    }


def test_remarks_stand_beside_the_checks_of_a_stage_in_json(lpplan: Lpplan) -> None:
    plan = ROOT / "examples" / "licensed-centre.toml"
    (stage,) = json.loads(lpplan("readiness", plan, *DAY, "-f", "json").out)["stages"]
    assert stage["verdict"] == "ready"
    assert [[*remark] for remark in stage["remarks"]] == [["code", "subject", "text", "source"]] * 2
    assert [(remark["code"], remark["subject"]) for remark in stage["remarks"]] == [
        ("accreditation-age", "Trainer A"),
        ("accreditation-age", "Trainer B"),
    ]


def test_ssats_support_in_the_first_year_is_said_of_stage_3_and_not_of_stage_2(
    lpplan: Lpplan,
) -> None:
    plan = ROOT / "examples" / "single-school.toml"
    for stage, told in ((2, False), (3, True)):
        out = lpplan("readiness", plan, "--stage", stage, *DAY).out
        assert ("In their first year of delivery, the trainers have SSAT's support" in out) == told


def test_a_check_and_what_to_do_for_it_are_shown_at_the_first_stage_that_asks_for_it(
    lpplan: Lpplan,
) -> None:
    shown = lpplan("readiness", ROOT / "examples" / "worth-it.toml", *DAY).out
    checks, to_do = shown.split("What to do next")
    assert [part.count("discussion with") for part in (checks, to_do)] == [1, 1]
    assert "All that Stage 2 asks for, and besides:" in checks
    assert to_do.index("For Stage 2") < to_do.index("For Stage 3") < to_do.index("LPLC licence")


def test_trainers_for_whom_all_is_alike_stand_together(lpplan: Lpplan, tmp_path: Path) -> None:
    plan, names = tmp_path / "plan.toml", ("Ann Lee", "Ben Lee", "Cat Lee")
    plan.write_text(
        'school = {name = "Oak", membership = "member"}\n'
        + "".join(f'[[trainers]]\nname = "{name}"\n' for name in names)
        + 'aptitude = true\n[[stages]]\nstage = 2\nacademic_year = "2027/28"\nparticipants = 20\n'
    )
    shown = lpplan("readiness", plan, *DAY).out
    assert "Each trainer          Ann Lee and Ben Lee  Cat Lee\n" in shown
    assert "aptitude              not recorded         met\n" in shown
    assert re.search(r"^expertise +each trainer ", shown, re.MULTILINE)
    assert re.search(r"^aptitude +Ann Lee and ", shown, re.MULTILINE)


def test_a_stage_that_is_ready_by_itself_is_exit_0(lpplan: Lpplan) -> None:
    plan = ROOT / "examples" / "single-school.toml"
    assert lpplan("readiness", plan, "--stage", "2", *DAY).code == 0
    assert lpplan("readiness", plan, "--stage", "2", "--as-of", "2019-01-01").code == 1


def test_only_stages_with_checks_can_be_asked_for(lpplan: Lpplan) -> None:
    outcome = lpplan("readiness", EXAMPLES[0], "--stage", "1")
    assert outcome.code == 2
    assert outcome.err.startswith("--stage: must be 2 or 3")


def test_the_examples_are_listed_with_what_they_show(lpplan: Lpplan) -> None:
    listed = json.loads(lpplan("example", "-f", "json").out)
    assert [entry["name"] for entry in listed] == [path.stem for path in EXAMPLES]
    assert all(len(entry["about"]) > 20 for entry in listed)
    assert all(path.stem in lpplan("example").out for path in EXAMPLES)


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_printed_and_written_as_it_is(
    plan: Path, tmp_path: Path, lpplan: Lpplan
) -> None:
    assert lpplan("example", plan.stem).out == plan.read_text(encoding="utf-8")
    copy = tmp_path / "copy.toml"
    assert lpplan("example", plan.name, "-o", copy) == (0, "", "")
    assert copy.read_bytes() == plan.read_bytes()
    assert lpplan("example", plan.stem, "-o", copy).code == 2
    assert lpplan("quote", copy).code == 0


def test_an_example_of_another_name_is_exit_2(lpplan: Lpplan) -> None:
    outcome = lpplan("example", "nope")
    assert outcome.code == 2
    assert "on-the-cliff" in outcome.err


def test_no_example_has_a_price_in_it() -> None:
    for plan in EXAMPLES:
        # A school's own costs are none of SSAT's.
        said = re.sub(r"(?m)^amount = \d+$", "", plan.read_text(encoding="utf-8"))
        assert not re.search(r"£|price *=|amount|fee *=", said)


def test_the_fees_that_come_with_lpplan_are_listed(lpplan: Lpplan) -> None:
    found = json.loads(lpplan("fees", "list", "-f", "json").out)
    assert found["folder"] == "bundled"
    assert found["schedules"] == [
        {
            "academic_year": "2018/19",
            "status": "published",
            "file": "fees/2018-19.toml",
            "member": True,
            "non_member": False,
            "source": "Becoming an SSAT Lead Practitioner Learning Centre (LPLC)",
            "publisher": "SSAT",
            "url": None,
            "checked": "2026-11-21",
        }
    ]


def test_a_years_fees_are_shown_with_their_lines(lpplan: Lpplan) -> None:
    found = json.loads(lpplan("fees", "show", "2018-2019", "-f", "json").out)
    prices = {fee["fee"]: (fee["per"], fee["member"], fee["non_member"]) for fee in found["fees"]}
    assert prices == {
        "accreditation": ("person", "400.00", None),
        "support_package": ("cohort", "2200.00", None),
        "train_the_trainer": ("stage", "1200.00", None),
    }
    written = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8").splitlines()
    for fee in found["fees"]:
        assert written[fee["line"] - 1] == f"[fees.{fee['fee']}]"


@pytest.mark.parametrize("year", ["2018/19", "2021/22"])
def test_a_synthetic_schedule_is_shown_exactly_like_this(
    year: str, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    fees = ("--fees", SYNTHETIC.relative_to(ROOT))
    outcome = lpplan("fees", "show", year, *fees)
    name = f"fees-{year.replace('/', '-')}.txt"
    assert_same_as_file(outcome.out, TESTS / "expected" / name)
    assert_same_as_file(lpplan("fees", "list", *fees).out, TESTS / "expected" / "fees-list.txt")


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("2019/20", "2019/20: has no fee schedule\n  The years that have one: 2018/19.\n"),
        ("2019", 'YEAR: must be an academic year such as "2018/19", not "2019"\n'),
    ],
)
def test_a_year_without_fees_is_exit_2(year: str, message: str, lpplan: Lpplan) -> None:
    outcome = lpplan("fees", "show", year)
    assert outcome.code == 2
    assert outcome.err.startswith(message)


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["--version", "--version"]])
def test_the_version_is_told(arguments: list[str], lpplan: Lpplan) -> None:
    assert lpplan(*arguments) == (0, f"lpplan {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, lpplan: Lpplan) -> None:
    outcome = lpplan(*command.split(), "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert f"Example: lpplan {command}" in outcome.out
    assert "<bool>" not in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 80


@pytest.mark.parametrize("typed", ["quote plan.toml -o", "fees told 2027/28 --by"])
def test_a_flag_without_its_value_leads_to_the_help_of_its_command(
    typed: str, lpplan: Lpplan
) -> None:
    *words, flag = typed.split()
    command = " ".join(words[:-1])
    told = (
        f"Option '{flag}' requires an argument.\n  'lpplan {command} --help' shows how it is used."
    )
    assert lpplan(*typed.split()) == (2, "", f"{told}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_loses_no_bracket(command: str, lpplan: Lpplan) -> None:
    about, words = COMMANDS[command], command.split()
    parsed: Any = get_command(command_line(words))
    for word in words:
        parsed = parsed.commands[word]
    helps = [getattr(parameter, "help", None) or "" for parameter in parsed.params]
    written = [about.help, *about.examples, *(text.replace("\\[", "[") for text in helps)]
    shown = " ".join(lpplan(*words, "--help").out.replace("│", " ").split())
    for text in written:
        for bracketed in re.findall(r"\[[^\]]*\]+", text):
            assert bracketed in shown
    assert "\\[" not in shown


def test_the_table_that_a_sheet_is_filled_in_from_is_named_in_its_help(lpplan: Lpplan) -> None:
    assert "come from the plan's [applicants] table." in lpplan("applicant", "sheet", "-h").out


@pytest.mark.parametrize(
    "text",
    [
        "[applicants]",
        "[[stages.schools]]",
        "[/]",
        "[red]x[/red]",
        "[27]",
        "[fees.NAME] and [",
        "[@a]",
    ],
)
def test_markup_in_help_is_shown_as_it_stands(text: str) -> None:
    assert Text.from_markup(as_it_stands(text)).plain == text


@pytest.mark.parametrize("odd", ["[bold]", "[[stages.schools]]", "[/]", "\\[x]"])
def test_messages_lose_no_bracket(odd: str, lpplan: Lpplan, tmp_path: Path) -> None:
    plan = ROOT / "examples" / "alliance-from-stage-2.toml"
    for arguments in (
        ("quote", f"{odd}.toml"),
        ("quote", plan, "--without", odd),
        ("quote", plan, "--stage", odd),
        ("quote", plan, odd),
        ("quote", plan, f"--{odd}"),
        ("split", odd),
        ("split", "27", "--fees", odd),
        (odd,),
    ):
        outcome = lpplan(*arguments)
        assert (outcome.code, odd in outcome.err) == (2, True), outcome.err
    wrong = tmp_path / "plan.toml"
    wrong.write_text(f"school = {{name = 'A', membership = '{odd}'}}")
    assert odd in lpplan("quote", wrong).err


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_shows_a_schools_commands_first_and_those_for_fees_last(
    arguments: list[str], lpplan: Lpplan
) -> None:
    outcome = lpplan(*arguments)
    assert (outcome.code, outcome.err) == (0, "")
    alone = [name for name in COMMANDS if " " not in name]
    places = [outcome.out.index(f" {name} ") for name in (*alone, *GROUPS)]
    assert places == sorted(places)


def test_a_mistyped_command_is_told_what_was_meant(lpplan: Lpplan) -> None:
    outcome = lpplan("qoute")
    assert (outcome.code, outcome.out) == (2, "")
    assert "Did you mean 'quote'?" in outcome.err
