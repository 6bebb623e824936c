"""Every command that the README and ``docs/`` show is run, and every output compared."""

import json
import os
import re
import shlex
import shutil
import sys
import textwrap
import tomllib
from itertools import groupby
from pathlib import Path

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Parser

from conftest import ROOT, Lpplan
from frozen_fees import FROZEN_FEES
from lpplan.cli import COMMANDS
from lpplan.proposal.document import SECTIONS
from test_formats import ARGUMENTS, formats_of

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^(?P<indent> *)```console\n(?P<shown>.*?)^ *```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"
"""Stands in an output for lines that the page does without."""


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands_in(block: re.Match[str]) -> list[tuple[str, list[str]]]:
    """Each command of a block with the lines that are shown under it."""
    commands: list[tuple[str, list[str]]] = []
    for line in textwrap.dedent(block["shown"]).splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        else:
            commands[-1][1].append(line)
    return commands


def commands_shown(page: Path) -> list[str]:
    return [
        command for block in CONSOLE.finditer(text_of(page)) for command, _ in commands_in(block)
    ]


def as_shown(real: list[str], shown: list[str]) -> list[str]:
    """Of an output the lines that a page shows of it, in as many pieces."""
    pieces = [[*lines] for left_out, lines in groupby(shown, LEFT_OUT.__eq__) if not left_out]
    if LEFT_OUT not in shown:
        return real
    lines: list[str] = [LEFT_OUT] if shown[0] == LEFT_OUT else []
    done = 0
    for piece in pieces:
        is_first, is_last = shown[: len(piece)] == piece, shown[-len(piece) :] == piece
        if is_first:
            begins = 0
        else:
            begins = len(real) - len(piece) if is_last else real.index(piece[0], done)
        done = begins + len(piece)
        lines += [*real[begins:done], *([] if is_last else [LEFT_OUT])]
    return lines


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_command_prints_what_the_page_shows(
    page: Path, lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(FROZEN_FEES, tmp_path / "fees")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")

    def output_of(command: str, shown: list[str]) -> str:
        program, *arguments = shlex.split(command)
        if program == "mkdir":
            Path(*arguments).mkdir()
        elif program == "cp":
            shutil.copy(*arguments)
        elif arguments[:1] == ["walk"]:
            return walked(arguments[1:], shown, tmp_path)
        else:
            assert program == "lpplan"
            outcome = lpplan(*arguments)
            return outcome.out + outcome.err
        return ""

    def run_again(block: re.Match[str]) -> str:
        lines = []
        for command, shown in commands_in(block):
            real = output_of(command, shown).splitlines()
            lines += [f"$ {command}", *as_shown(real, shown)]
        text = "\n".join(["```console", *lines, "```"])
        return textwrap.indent(text, block["indent"])

    real = CONSOLE.sub(run_again, text_of(page))
    if os.environ.get("LPPLAN_WRITE_EXPECTED"):
        page.write_text(real, encoding="utf-8", newline="\n")
    assert real == text_of(page)


def walked(arguments: list[str], transcript: list[str], folder: Path) -> str:
    """What a terminal shows of a walk in which somebody types what the page has them type.

    They stop with Ctrl-C in the end.
    """
    typed = [line[2:] for line in transcript if re.match(r">( |$)", line)][:-1]
    if sys.platform == "win32":
        return "\n".join(transcript)
    from terminal import Terminal

    with Terminal("walk", *arguments, folder=folder) as terminal:
        terminal.read_to_question()
        terminal.type(*typed)
        terminal.press("\x03")
        terminal.read_to_end()
    return "".join(f"{line.rstrip()}\n" for line in terminal.shown.splitlines())


def test_every_command_is_shown_somewhere() -> None:
    shown = {" ".join(one.split()[1:3]) for page in PAGES for one in commands_shown(page)}
    for command in COMMANDS:
        assert any(f"{words} ".startswith(f"{command} ") for words in shown), command


def test_the_readme_is_short_and_its_outputs_fit_a_screen() -> None:
    assert len(text_of(README).splitlines()) <= 250
    for block in CONSOLE.finditer(text_of(README)):
        for command, shown in commands_in(block):
            assert len(shown) <= 24, command
            assert max(map(len, shown), default=0) <= 80, command


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]*)(?:#[^)]*)?\)", text_of(page)):
        assert target.startswith("http") or not target or (page.parent / target).exists(), target
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)]*)\)", text_of(page)):
        if not target.startswith("http"):
            linked = page.parent / target if target else page
            assert anchor in anchors_of(linked), f"{target}#{anchor}"


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_piece_of_toml_is_toml(page: Path) -> None:
    for block in re.findall(r"```toml\n(.*?)```", textwrap.dedent(text_of(page)), re.DOTALL):
        tomllib.loads(textwrap.dedent(block))


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_powershell_would_take_its_lines_and_every_command(page: Path) -> None:
    """Its syntax alone is held to: GitHub's Windows runs the README's own lines (``ci.yml``)."""
    written = text_of(page)
    lines = re.findall(r"\| (?:Windows )?PowerShell \|.* `(.*)` \|", written)
    for block in re.findall(r"```powershell\n(.*?)```", written, re.DOTALL):
        lines += block.splitlines()
    for line in [one.replace(r"\|", "|") for one in lines] + commands_shown(page):
        assert is_powershell(line), line
        assert ".venv/" not in line, line


def is_powershell(line: str) -> bool:
    """Whether a line is one for PowerShell 5.1, which comes with Windows and knows no ``&&``."""
    parser = Parser(Language(tree_sitter_powershell.language()))
    return "&&" not in line and not parser.parse(line.encode()).root_node.has_error


@pytest.mark.parametrize(
    "line",
    ['lpplan quote "our-plan.toml', "a && b", "(Get-FileHash a.zip", "lpplan quote --fees a,b"],
)
def test_what_powershell_would_not_take_is_known(line: str) -> None:
    assert not is_powershell(line)


def test_set_up_is_one_line_each_and_ci_runs_both_as_they_are_printed() -> None:
    written = text_of(README)
    lines = re.findall(r"^```sh\n(.*)\n```$", written, re.MULTILINE)
    assert [line.split(" && ")[-1] for line in lines] == [
        ".venv/bin/lpplan quote examples/single-school.toml",
        ".venv/bin/pytest -q",
    ]
    assert all(line.startswith("python3 -m venv .venv && ") for line in lines)
    assert "^python3 -m venv" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert written.count("| Windows PowerShell | `py -m venv .venv; ") == 2
    assert written.count("uv") >= 2


JSON_KEYS = re.findall(
    r"^\| `([a-z ]+)` \| (`.*`) \|$",
    text_of(ROOT / "docs" / "exit-codes-and-json.md"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("command", "keys"), JSON_KEYS, ids=[command for command, _ in JSON_KEYS])
def test_json_has_the_keys_that_are_documented_and_no_other(
    command: str, keys: str, lpplan: Lpplan
) -> None:
    given = json.loads(lpplan(*command.split(), *ARGUMENTS[command], "--format", "json").out)
    assert list(given) == re.findall("`([^`]+)`", keys)


def test_the_json_of_every_command_that_gives_a_table_is_documented(lpplan: Lpplan) -> None:
    gives_json = {one for one in ARGUMENTS if "json" in formats_of(one, lpplan)}
    # It gives a list, which the page says.
    assert gives_json - {command for command, _ in JSON_KEYS} == {"example"}


def test_the_page_on_documents_names_every_section_of_a_proposal() -> None:
    written = text_of(ROOT / "docs" / "documents.md")
    named = ", ".join(f"`{name}`" for name in SECTIONS)
    assert " and ".join(named.rsplit(", ", 1)) in " ".join(written.split())
