"""Stopped at any moment and by any signal, lpplan ends with 130, quietly, and leaves nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT
from lpplan import stopping

if sys.platform == "win32":
    pytest.skip("Windows has other signals", allow_module_level=True)

from killing import KINDS, SIGNALS, Kills, write_schools

PLAN = str(ROOT / "examples" / "on-the-cliff.toml")
STOPPED = '''
import atexit, signal, sys
import lpplan.__main__

class Swallows:
    """What Python calls where it cannot pass an exception on."""
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "{module}":
            Swallows()

sys.meta_path.insert(0, Finder)
if not "{module}":
    atexit.register(signal.raise_signal, signal.SIGINT)
lpplan.__main__.main()
'''
"""Begins lpplan, and interrupts it where a module is looked for, or at the end."""


@pytest.mark.parametrize(
    ("module", "code"), [("lpplan.running", 130), ("typer", 130), ("lpplan.quote", 130), ("", 0)]
)
def test_an_interruption_is_never_swallowed_and_never_shown(module: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED.replace("{module}", module), "quote", PLAN],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, b"")
    assert bool(done.stdout) == (code == 0)


def test_a_block_of_steps_is_left_between_two_of_them() -> None:
    done = []

    def in_three_steps() -> None:
        with stopping.in_steps() as look:
            for step in range(3):
                look()
                if step == 1:
                    stopping._stop()
                done.append(step)

    with pytest.raises(KeyboardInterrupt):
        in_three_steps()
    assert done == [0, 1]


def test_an_error_of_a_block_that_was_stopped_is_its_end() -> None:
    def wrong(*, stopped: bool) -> None:
        with stopping.in_steps():
            if stopped:
                stopping._stop()
            raise ValueError("a process has ended")

    with pytest.raises(KeyboardInterrupt):
        wrong(stopped=True)
    with pytest.raises(ValueError, match="a process has ended"):
        wrong(stopped=False)


@pytest.mark.parametrize("number", SIGNALS)
def test_no_signal_leaves_a_file_half_written(number: int, tmp_path: Path) -> None:
    write_schools(tmp_path / "schools.csv", 20_000)
    before = {*tmp_path.iterdir()}
    command = [sys.executable, "-m", "lpplan", "batch", "schools.csv", "-o", "q.csv"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=-1, stderr=-1)
    while not [*tmp_path.glob(".lpplan-*")]:
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(number)
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 130
    assert {*tmp_path.iterdir()} == before


def test_a_signal_that_is_ignored_stays_so() -> None:
    process = subprocess.Popen(
        f'trap "" HUP; exec "{sys.executable}" -m lpplan quote -',
        shell=True,
        stdin=-1,
        stdout=-1,
        stderr=-1,
    )
    time.sleep(1)
    process.send_signal(signal.SIGHUP)
    out, err = process.communicate(Path(PLAN).read_bytes(), timeout=30)
    assert (process.returncode, bool(out), err) == (0, True, b"")


@pytest.mark.slow
def test_the_processes_of_a_batch_that_is_killed_end_with_it(tmp_path: Path) -> None:
    write_schools(tmp_path / "schools.csv", 300)
    command = [sys.executable, "-m", "lpplan", "batch", "schools.csv", "--proposals", "p"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=-1, stderr=-1, start_new_session=True)
    while len([*tmp_path.glob("p/*.docx")]) < 20:
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=30)
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    raise AssertionError("its processes are still there")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_kills_at_any_moment_lose_nothing_and_the_next_run_clears_up(
    kind: str, tmp_path: Path
) -> None:
    kills = Kills(tmp_path, seed=15)
    for number in (signal.SIGKILL, *SIGNALS):
        for _ in range(2):
            kills.kill(kind, number)
    assert kills.faults == []
