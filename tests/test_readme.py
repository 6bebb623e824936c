"""Every command that the README shows is run, and every output compared."""

import os
import re
import shlex
import shutil
import sys
import textwrap
from pathlib import Path

import pytest

from conftest import ROOT, Lpplan
from frozen_fees import FROZEN_FEES
from lpplan.cli import COMMANDS
from lpplan.proposal.document import SECTIONS

README = ROOT / "README.md"
CONSOLE = re.compile(r"^(?P<indent> *)```console\n(?P<shown>.*?)^ *```$", re.MULTILINE | re.DOTALL)


def commands_shown() -> list[str]:
    written = README.read_text(encoding="utf-8")
    return [command for block in CONSOLE.finditer(written) for command in commands_in(block)]


def commands_in(block: re.Match[str]) -> list[str]:
    lines = textwrap.dedent(block["shown"]).splitlines()
    return [line[2:] for line in lines if line.startswith("$ ")]


def test_every_command_in_the_readme_prints_what_it_shows(
    lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(FROZEN_FEES, tmp_path / "fees")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")

    def run_again(block: re.Match[str]) -> str:
        shown = ""
        for command in commands_in(block):
            program, *arguments = shlex.split(command)
            shown += f"$ {command}\n"
            if program == "mkdir":
                Path(*arguments).mkdir()
            elif arguments[:1] == ["walk"]:
                shown += walked(arguments[1:], block["shown"], tmp_path)
            elif program == "cp":
                shutil.copy(*arguments)
            else:
                assert program == "lpplan"
                outcome = lpplan(*arguments)
                shown += f"{outcome.out}{outcome.err}"
        return (
            block["indent"] + textwrap.indent(f"```console\n{shown}```", block["indent"]).lstrip()
        )

    written = README.read_text(encoding="utf-8")
    real = CONSOLE.sub(run_again, written)
    if os.environ.get("LPPLAN_WRITE_EXPECTED"):
        README.write_text(real, encoding="utf-8", newline="\n")
    assert real == README.read_text(encoding="utf-8")


def walked(arguments: list[str], transcript: str, folder: Path) -> str:
    """What a terminal shows of a walk in which somebody types what the README has them type.

    They stop with Ctrl-C in the end.
    """
    typed = re.findall(r"^>(?: (.*))?$", transcript, re.MULTILINE)[:-1]
    if sys.platform == "win32":
        return transcript.partition("\n")[2]
    from terminal import Terminal

    with Terminal("walk", *arguments, folder=folder) as terminal:
        terminal.read_to_question()
        terminal.type(*typed)
        terminal.press("\x03")
        terminal.read_to_end()
    return "".join(f"{line.rstrip()}\n" for line in terminal.shown.splitlines())


def test_the_tour_shows_every_command() -> None:
    shown = {" ".join(command.split()[1:3]) for command in commands_shown()}
    for command in COMMANDS:
        assert any(f"{words} ".startswith(f"{command} ") for words in shown), command


def test_set_up_is_one_line_each_and_ci_runs_both_as_they_are_printed() -> None:
    written = README.read_text(encoding="utf-8")
    lines = re.findall(r"^```sh\n(.*)\n```$", written, re.MULTILINE)
    assert [line.split(" && ")[-1] for line in lines] == [
        ".venv/bin/lpplan quote examples/single-school.toml",
        ".venv/bin/pytest -q",
    ]
    assert all(line.startswith("python3 -m venv .venv && ") for line in lines)
    assert "^python3 -m venv" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert written.count("| Windows PowerShell | `py -m venv .venv; ") == 2
    assert written.count("uv") >= 2


def test_the_readme_names_every_section_of_a_proposal() -> None:
    written = README.read_text(encoding="utf-8")
    named = ", ".join(f"`{name}`" for name in SECTIONS)
    assert " and ".join(named.rsplit(", ", 1)) in " ".join(written.split())
