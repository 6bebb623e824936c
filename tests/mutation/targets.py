"""What is changed, which survivors are known to change nothing, and what has been found so far."""

import hashlib
import json
import re
import tomllib
from functools import cache
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
    """What became of each mutant of a target, kept in a file as it is found.

    That a test noticed holds as long as the file that is changed is the same, the test's file, and
    what tests share; that none did, as long as all of lpplan and every test are the same.
    """

    def __init__(self, target: Target, kept: Path) -> None:
        """Read what earlier runs found, so far as it holds, from a folder of results."""
        self.file = kept / f"{target.name}.jsonl"
        self.known: dict[Key, str] = {}
        """By keys: the test that noticed, or that it survived."""
        self.before: dict[Key, str] = {}
        """The same, whether it holds or not."""
        if self.file.exists():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                state, key, verdict = json.loads(line)
                self._keep(tuple(key), verdict, holds=state == _state(key[0], verdict))

    def add(self, mutant: Mutant, verdict: str) -> None:
        """Keep what became of a mutant."""
        self._keep(mutant.key, verdict, holds=True)
        self.file.parent.mkdir(exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            print(json.dumps([_state(mutant.file, verdict), mutant.key, verdict]), file=file)

    def _keep(self, key: Key, verdict: str, *, holds: bool) -> None:
        self.before[key] = verdict
        if holds:
            self.known[key] = verdict
        else:
            self.known.pop(key, None)

    def survived_before(self, mutant: Mutant) -> bool:
        """Whether no test is known to have noticed it in an earlier run."""
        return self.before.get(mutant.key, SURVIVED) == SURVIVED


@cache
def _state(file: str, verdict: str) -> str:
    """A digest of all that a verdict rests on, as it was when this program began."""
    if verdict == SURVIVED:
        tests, sources = tuple(sorted(_test_files())), sorted(SOURCE.rglob("*.py"))
    else:
        tests, sources = _with_imported(verdict.partition("::")[0]), [SOURCE / file]
    digest = hashlib.sha256(_shared_digest())
    for source in sources:
        digest.update(source.read_bytes())
    for test in tests:
        digest.update(_test_files().get(test, b""))
    return digest.hexdigest()[:16]


@cache
def _shared_digest() -> bytes:
    """Of what tests read, and of what they share."""
    digest = hashlib.sha256()
    for folder in ("tests", "fees", "examples", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            is_own = path.name.startswith("test_") or HERE in path.parents
            if path.suffix in JUDGING and not is_own:
                digest.update(path.read_bytes())
    return digest.digest()


@cache
def _test_files() -> dict[str, bytes]:
    """The text of each file of tests, by its path."""
    paths = (ROOT / "tests").rglob("test_*.py")
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}


@cache
def _with_imported(file: str) -> tuple[str, ...]:
    """A file of tests, and those beside it that it imports from."""
    names = re.findall(rb"^from (test_\w+) import", _test_files().get(file, b""), re.MULTILINE)
    beside = (f"{file.rpartition('/')[0]}/{name.decode()}.py" for name in names)
    return (file, *(found for name in beside for found in _with_imported(name)))
