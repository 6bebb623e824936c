"""Every command that the README shows is run, and every output compared."""

import os
import re
import shlex
from pathlib import Path

import pytest

from conftest import ROOT, Lpplan

README = ROOT / "README.md"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_shown() -> list[str]:
    blocks = CONSOLE.findall(README.read_text(encoding="utf-8"))
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_every_command_in_the_readme_prints_what_it_shows(
    lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def run_again(block: re.Match[str]) -> str:
        shown = ""
        for command in (line for line in block[1].splitlines() if line.startswith("$ ")):
            program, *arguments = shlex.split(command[2:])
            assert program == "lpplan"
            outcome = lpplan(*arguments)
            shown += f"{command}\n{outcome.out}{outcome.err}"
        return f"```console\n{shown}```"

    written = README.read_text(encoding="utf-8")
    real = CONSOLE.sub(run_again, written)
    if os.environ.get("LPPLAN_WRITE_EXPECTED"):
        README.write_text(real, encoding="utf-8", newline="\n")
    assert real == README.read_text(encoding="utf-8")


def test_the_tour_shows_every_command() -> None:
    shown = {" ".join(command.split()[1:3]) for command in commands_shown()}
    for command in ("quote", "split", "readiness", "example", "fees list", "fees show"):
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
