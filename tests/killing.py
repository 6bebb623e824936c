"""Runs of lpplan that are killed or stopped at some moment, and what is wrong afterwards."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

from conftest import ROOT
from terminal import Terminal

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

_PLAN = str(ROOT / "examples" / "single-school.toml")
_DATED = str(ROOT / "examples" / "on-the-cliff.toml")
_DAY = ("--as-of", "2026-11-21")
_LIST = "schools.csv"
_DOCUMENTS = "p"

KINDS: dict[str, tuple[str, ...]] = {
    "walk": (),
    "documents": (
        *("batch", _LIST, "-o", "quotes.csv", "--force", "--proposals", _DOCUMENTS),
        *("--proposal-format", "docx"),
    ),
    "jsonl": ("batch", _LIST, "-o", "quotes.jsonl", "--force"),
    "summary": ("batch", _LIST, "-o", "summary.xlsx", "--force"),
    "ics": ("timeline", _DATED, "-o", "plan.ics", "--force"),
    "svg": ("timeline", _DATED, "-o", "plan.svg", "--force"),
    **{
        ending: ("quote", _PLAN, "-o", f"quote.{ending}", "--force")
        for ending in ("txt", "json", "csv", "md", "html", "docx", "pdf", "xlsx")
    },
}
"""What is stopped, and the command that is."""

_BEGIN = """
import os, sys
from lpplan.__main__ import main

class Begun:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "lpplan.stopping":
            os.write(2, b".")

sys.meta_path.insert(0, Begun)
main()
"""
"""Says when the first line of lpplan runs: what comes before is Python's own."""

_ANSWERS = (
    *("Oakfield Academy", "yes", "", "", "14 May 2018", "no", "2018/19", "27"),
    *("2 October 2018", "5 February 2019", "June 2019", "yes", "2019/20", "20"),
)


def write_schools(file: Path, number: int) -> None:
    """Write a list of so many schools."""
    rows = (f"School {n},member,1,2018/19,{n % 90 + 1}\n" for n in range(number))
    file.write_text("school,membership,stage,academic_year,participants\n" + "".join(rows))


class Kills:
    """Runs that are stopped, each in a folder of its kind; moments and places depend on a seed."""

    def __init__(self, folder: Path, *, seed: int, schools: int = 20) -> None:
        self.faults: list[str] = []
        """What was partial, lost, left behind or told, one sentence each."""
        self.counted: Counter[str] = Counter()
        """How many were stopped before, in and after writing, by kind."""
        self._folder, self._schools = folder, schools
        self._chance = random.Random(seed)
        self._whole: dict[str, dict[str, bytes]] = {}
        self._seconds: dict[str, float] = {}

    def kill(self, kind: str, number: int) -> None:
        """Stop a run of a kind by a signal, and note every fault."""
        name = f"{kind}, {signal.Signals(number).name}"
        self.counted[name] += 1
        if kind == "walk":
            self._kill_walk(name, number)
            return
        folder = self._folder / kind
        if kind not in self._whole:
            self._learn(kind)
        out = folder / KINDS[kind][3]
        if self._chance.random() < 0.5:
            out.write_bytes(b"old")
        else:
            out.unlink(missing_ok=True)
        process = self._begin(kind)
        self._wait(kind)
        process.send_signal(number)
        told = process.communicate(timeout=60)[1]
        self._check_end(name, process, number, told)
        self._check_files(name, kind)
        left = [*folder.rglob(".lpplan-*")]
        if left and number != signal.SIGKILL:
            self._fault(name, f"left {left[0].name}")
        # A next run is worth its time where there is something to clear up, or several files.
        if left or (kind == "documents" and number == signal.SIGKILL):
            self._run(kind)
            if self._files(kind) != self._whole[kind]:
                odd = {*self._files(kind).items()} ^ {*self._whole[kind].items()}
                self._fault(name, f"the next run left {sorted({file for file, _ in odd})}")

    def _learn(self, kind: str) -> None:
        """What a run makes that nobody stops, and how long it takes."""
        (self._folder / kind).mkdir()
        write_schools(self._folder / kind / _LIST, self._schools)
        if kind == "jsonl":
            write_schools(self._folder / kind / _LIST, 4_000)
        began = time.monotonic()
        self._run(kind)
        self._seconds[kind] = time.monotonic() - began
        self._whole[kind] = self._files(kind)

    def _files(self, kind: str) -> dict[str, bytes]:
        """What lies in a kind's folder beside the list and what lpplan says of its documents."""
        return {
            path.name: _content(path)
            for path in (self._folder / kind).rglob("*")
            if path.is_file() and path.name not in (_LIST, "lpplan-documents.jsonl")
        }

    def _run(self, kind: str) -> None:
        process = self._begin(kind)
        told = process.communicate(timeout=120)[1]
        assert (process.returncode, told) == (0, b""), told.decode()

    def _begin(self, kind: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN, *KINDS[kind], *_DAY],
            cwd=self._folder / kind,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stderr is not None
        os.read(process.stderr.fileno(), 1)
        return process

    def _wait(self, kind: str) -> None:
        """Wait for some moment of a run: any, or one at which it is writing."""
        until = time.monotonic() + self._chance.uniform(0, self._seconds[kind])
        any_moment = self._chance.random() < 0.5
        while time.monotonic() < until:
            if not any_moment and [*(self._folder / kind).rglob(".lpplan-*")]:
                time.sleep(self._chance.uniform(0, 0.005))
                return
            time.sleep(0.0002)

    def _check_end(
        self, name: str, process: "subprocess.Popen[bytes]", number: int, told: bytes
    ) -> None:
        if number == signal.SIGKILL:
            for _ in range(100):
                try:
                    os.killpg(process.pid, 0)
                except ProcessLookupError:
                    return
                time.sleep(0.05)
            self._fault(name, "its processes are still there")
            return
        ends = {0, 130}
        if number != signal.SIGINT:
            # Python knows of no other until lpplan is there, and is ended.
            ends.add(-number)
        if name.startswith("documents"):
            told = re.sub(
                rb"^p: has \d+ of \d+ documents; run the same command again.*\n", b"", told
            )
        if process.returncode not in ends or told:
            self._fault(name, f"exit {process.returncode}, told {told.decode()[-300:]!r}")

    def _check_files(self, name: str, kind: str) -> None:
        """Every file is whole, or as it was."""
        for file, content in self._files(kind).items():
            if content not in (b"old", self._whole[kind].get(file)) and ".lpplan-" not in file:
                self._fault(name, f"{file} is not whole")

    def _kill_walk(self, name: str, number: int) -> None:
        for path in self._folder.glob("plan.toml*"):
            path.unlink()
        answered = self._chance.randrange(len(_ANSWERS))
        with Terminal("walk", "plan.toml", *_DAY, folder=self._folder) as terminal:
            terminal.read_to_question()
            for typed in _ANSWERS[:answered]:
                terminal.type(typed)
            terminal.answer(_ANSWERS[answered])
            time.sleep(self._chance.uniform(0, 0.05))
            terminal.process.send_signal(number)
            code = terminal.read_to_end()
        if code not in (130, -signal.SIGKILL) or "Traceback" in terminal.shown:
            self._fault(name, f"exit {code}, shown {terminal.shown[-300:]!r}")
        answers = self._folder / "plan.toml.answers"
        kept = answers.read_text("utf-8") if answers.exists() else ""
        given = [typed for _, typed, _ in json.loads(kept)["given"]] if kept else []
        if len(given) not in (answered, answered + 1):
            self._fault(name, f"of {answered} answers {len(given)} are left: {given}")
        if left := [*self._folder.glob(".lpplan-*")]:
            if number != signal.SIGKILL:
                self._fault(name, f"left {left[0].name}")
            with Terminal("walk", "plan.toml", *_DAY, folder=self._folder) as terminal:
                terminal.read_to_question()
                terminal.type("", "<")
            if [*self._folder.glob(".lpplan-*")]:
                self._fault(name, "the next walk did not clear up")

    def _fault(self, name: str, words: str) -> None:
        self.faults.append(f"{name}: {words}")


def _content(path: Path) -> bytes:
    """What a file holds; of one that is packed, the sound parts, which say when they were made."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return repr((packed.testzip(), packed.namelist())).encode()
