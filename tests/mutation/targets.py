"""What is changed, which survivors are known to change nothing, and what has been found so far."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import NamedTuple

from judge import ROOT, SOURCE, SURVIVED
from mutants import Mutant

HERE = Path(__file__).parent
KEPT = ROOT / ".mutation_cache"

Key = tuple[str, str, str, str]

JUDGING = {".py", ".toml", ".txt", ".csv", ".json", ".md", ".html", ".ics"}
"""The endings of files that can decide what a test says."""


class Target(NamedTuple):
    """Files that are changed, and the tests that are to notice."""

    name: str
    files: list[str]
    tests: list[str]
    sample: int | None
    """Of how many mutants it is judged; None for all."""


def targets() -> dict[str, Target]:
    """What ``targets.toml`` says, with the files that its patterns name."""
    table = tomllib.loads((HERE / "targets.toml").read_text(encoding="utf-8"))
    return {
        name: Target(
            name,
            [
                path.relative_to(SOURCE).as_posix()
                for pattern in told["files"]
                for path in sorted(SOURCE.glob(pattern))
            ],
            [f"tests/{test}" for test in told["tests"]],
            told.get("sample"),
        )
        for name, told in table.items()
    }


def equivalents() -> dict[Key, str]:
    """The mutants of ``equivalent.toml`` by their keys, each with why it changes nothing."""
    table = tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8"))
    return {
        (told["file"], told.get("in", ""), told["line"], change): told["because"]
        for told in table.get("equivalent", [])
        for change in told["changes"]
    }


def sampled(mutants: list[Mutant], number: int, seed: int) -> list[Mutant]:
    """So many of the mutants, the same ones as long as they are there, whatever else changes."""
    ranked = sorted(mutants, key=lambda m: hashlib.sha256(f"{seed}{m.key}".encode()).digest())
    chosen = {mutant.key for mutant in ranked[:number]}
    return [mutant for mutant in mutants if mutant.key in chosen]


class Verdicts:
    """What became of each mutant of a target, kept in a file as it is found."""

    def __init__(self, target: Target) -> None:
        """Read what earlier runs found; it holds where neither source nor tests have changed."""
        self.file = KEPT / f"{target.name}.jsonl"
        self.state = _state()
        self.known: dict[Key, str] = {}
        """By keys: the test that noticed, or that it survived."""
        self.before: dict[Key, str] = {}
        """The same, of any earlier state."""
        if self.file.exists():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                state, key, verdict = json.loads(line)
                self._keep(tuple(key), verdict, known=state == self.state)

    def add(self, mutant: Mutant, verdict: str) -> None:
        """Keep what became of a mutant."""
        self._keep(mutant.key, verdict, known=True)
        KEPT.mkdir(exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            print(json.dumps([self.state, mutant.key, verdict]), file=file)

    def _keep(self, key: Key, verdict: str, *, known: bool) -> None:
        self.before[key] = verdict
        if known:
            self.known[key] = verdict

    def survived_before(self, mutant: Mutant) -> bool:
        """Whether no test is known to have noticed it in an earlier run."""
        return self.before.get(mutant.key, SURVIVED) == SURVIVED


def _state() -> str:
    """A digest of all that a verdict rests on."""
    digest = hashlib.sha256()
    for folder in ("src", "tests", "fees", "examples", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in JUDGING and path.name != "equivalent.toml":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
