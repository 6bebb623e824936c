"""What the tests share: running lpplan in this process, and comparing text with a file."""

import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

import lpplan as package
from frozen_fees import use_frozen_fees
from git_repository import repository  # noqa: F401 - a fixture
from lpplan.running import run

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"

LPPLAN = [sys.executable, str(TESTS / "run_lpplan.py")]
"""Begins the command line of lpplan as a process."""

# Before any test, or what it tests, has asked where the fees are.
use_frozen_fees()

# Whether a property holds depends on no chance: the examples are the same in every run, at the
# desk and in CI, and none is remembered from the run before. Hypothesis also tries the constants
# of whatever source is loaded: all of it is, so that they do not depend on the tests run before.
# CI looks at more examples (--hypothesis-profile=thorough), and whoever wants to look for new ones
# takes "searching", which prints what replays a failure. A busy machine makes no property false.
for module in pkgutil.walk_packages(package.__path__, "lpplan."):
    import_module(module.name)
for profile, examples, fixed in (
    ("quick", 30, True),
    ("thorough", 200, True),
    ("searching", 1000, False),
):
    settings.register_profile(
        profile,
        derandomize=fixed,
        database=None,
        print_blob=True,
        deadline=None,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("quick")


class Outcome(NamedTuple):
    """How a run of lpplan ended."""

    code: int
    out: str
    err: str


Lpplan = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _as_a_school_would_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LPPLAN_FEES", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def lpplan(capsys: pytest.CaptureFixture[str]) -> Lpplan:
    """Runs lpplan in this process."""

    def run_with(*arguments: str | Path) -> Outcome:
        code = run([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Outcome(code, written.out, written.err)

    return run_with


Process = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def lpplan_process() -> Process:
    """Runs lpplan as a process of its own."""

    def run_with(
        *arguments: str | Path,
        input: bytes | None = None,  # noqa: A002 - as subprocess calls it
        encoding: str | None = None,
        stdout: int = subprocess.PIPE,
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [*LPPLAN, *map(str, arguments)],
            input=input,
            env=os.environ | ({"PYTHONIOENCODING": encoding} if encoding else {}),
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )

    return run_with


def assert_same_as_file(text: str, file: Path) -> None:
    """Compare a text with what a file holds, or write it there to be read and committed.

    Set LPPLAN_WRITE_EXPECTED to write.
    """
    if os.environ.get("LPPLAN_WRITE_EXPECTED"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")
