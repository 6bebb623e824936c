"""A shell completes commands and flags, from the script that lpplan shows for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import LPPLAN, Lpplan
from lpplan.completion import SHELLS, words_to_complete

BIN = Path(sys.executable).parent


def completed(shell: str, line: str) -> list[str]:
    """What lpplan offers a shell at the end of a line."""
    words = line.split(" ")
    environment = {
        "_LPPLAN_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(words) if shell == "bash" else "",
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": "" if shell == "bash" else line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        LPPLAN, env=os.environ | environment, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("lpplan quo", ["quote"]),
        ("lpplan fees ch", ["check"]),
        ("lpplan quote plan.toml --fo", ["--format", "--force"]),
        ("lpplan fees check --exp", ["--explain"]),
        ("lpplan --c", ["--completion"]),
        ("lpplan quote pla", [""]),
    ],
)
def test_bash_is_offered_the_commands_and_flags_that_fit(line: str, offered: list[str]) -> None:
    assert completed("bash", line) == offered


@pytest.mark.parametrize("shell", SHELLS[1:])
def test_the_other_shells_are_told_what_each_is_for(shell: str) -> None:
    (offered,) = completed(shell, "lpplan fees li")
    assert "list" in offered
    assert "List the years that have fees" in offered


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script_that_asks_lpplan(shell: str, lpplan: Lpplan) -> None:
    code, out, err = lpplan("--completion", shell)
    assert (code, err) == (0, "")
    assert f"complete_{shell}" in out
    assert out.count("lpplan") > 1


def test_a_shell_without_a_script_is_refused(lpplan: Lpplan) -> None:
    told = '--completion: must be bash, zsh, fish or powershell, not "tcsh"\n'
    assert lpplan("--completion", "tcsh") == (2, "", told)


def test_without_a_shell_that_asks_nothing_is_completed() -> None:
    assert words_to_complete({"COMP_WORDS": "lpplan quote"}) is None


@pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("bash") is None, reason="it is bash that completes"
)
def test_bash_completes_with_the_script(tmp_path: Path, lpplan: Lpplan) -> None:
    script = lpplan("--completion", "bash").out
    press_tab = (
        'COMP_WORDS=(lpplan fees sch); COMP_CWORD=2; _lpplan_completion lpplan; echo "$COMPREPLY"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{script}\n{press_tab}"],
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (done.stdout, done.stderr) == ("schema\n", "")
