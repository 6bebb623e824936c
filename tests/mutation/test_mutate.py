"""The runner of mutants judges, keeps what it finds, and can be stopped."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import TESTS

MUTATE = [sys.executable, str(TESTS / "mutation" / "mutate.py"), "split", "--quick"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="it makes copies of its process"),
]


def started(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*MUTATE, "--kept", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_sample_is_judged_and_what_is_known_is_not_judged_again(tmp_path: Path) -> None:
    for _ in range(2):
        run = started(tmp_path, "--sample", "6")
        out, err = run.communicate(timeout=120)
        assert re.search(r"^All of split +6 mutants", out, re.MULTILINE), err
        assert len((tmp_path / "split.jsonl").read_text(encoding="utf-8").splitlines()) == 6


def test_after_ctrl_c_it_says_what_it_finished_and_goes_on_from_there(tmp_path: Path) -> None:
    run = started(tmp_path)
    kept = tmp_path / "split.jsonl"
    while run.poll() is None and not (kept.exists() and kept.stat().st_size):
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, "Traceback" in err) == (130, False), err
    assert "not judged yet: the same command goes on from there." in out
    assert out.endswith("Interrupted.\n")
    assert kept.read_text(encoding="utf-8")
