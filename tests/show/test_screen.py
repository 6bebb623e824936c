"""What a terminal gets, and what a pipe gets."""

import os
import subprocess

import pytest

from conftest import LPPLAN, ROOT

pty = pytest.importorskip("pty", reason="pseudo-terminals are of POSIX systems")

PLAN = str(ROOT / "examples" / "single-school.toml")


def in_a_terminal(columns: int, **environment: str) -> str:
    """What ``lpplan quote PLAN`` writes to a terminal so many columns wide."""
    ours, theirs = pty.openpty()
    settings = {"TERM": "xterm-256color", "COLUMNS": str(columns), **environment}
    process = subprocess.Popen(
        [*LPPLAN, "quote", PLAN],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={k: v for k, v in os.environ.items() if k != "NO_COLOR"} | settings,
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # Linux ends a terminal's output with an error.
            break
        if not chunk:
            break
        written += chunk
    process.wait(timeout=30)
    os.close(ours)
    return written.decode()


def test_a_terminal_gets_colour() -> None:
    assert "\x1b[1;33m estimate" in in_a_terminal(80)


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colour_gets_none(setting: dict[str, str]) -> None:
    written = in_a_terminal(80, **setting)
    assert "\x1b" not in written
    assert "estimate" in written


@pytest.mark.parametrize("columns", [20, 50, 80, 300])
def test_a_table_fits_the_terminal_and_loses_nothing_in_a_narrow_one(columns: int) -> None:
    written = in_a_terminal(columns, NO_COLOR="1")
    assert max(map(len, written.splitlines())) <= max(80, min(columns, 100))
    assert "LP accreditation fee      per person        24     £400.00   £9,600.00" in written
