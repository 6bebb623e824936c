"""Change lpplan in every small way there is, one at a time, and tell which changes no test notices.

    python tests/mutation/mutate.py                           everything in targets.toml
    python tests/mutation/mutate.py core                      one target
    python tests/mutation/mutate.py --only core/quote.py      one file
    python tests/mutation/mutate.py --survivors               what no test noticed the last time
    python tests/mutation/mutate.py reading --sample 100 --seed 7

What is found is kept in .mutation_cache/: after Ctrl-C the same command goes on from there, as long
as no source and no test has changed. A survivor that changes nothing stands in equivalent.toml with
its reason. Exit code 1 where any other survives, and where the tests notice less than 97 % of the
mutants of a target. Needs Linux or macOS.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from forks import in_copies, lines_of_a_copy  # noqa: E402
from judge import COLD, ROOT, SURVIVED, NotSound, Run, Source, Warm, judged_cold  # noqa: E402
from mutants import Mutant  # noqa: E402
from targets import KEPT, Key, Target, Verdicts, equivalents, sampled, targets  # noqa: E402

ENOUGH = 97
"""How many percent of the mutants of a target the tests have to notice."""

RECENT = 3
"""How many of the tests that noticed the last mutants of a file are tried first on the next."""

UNLIKELY = "not noticed by the likely ones"

_HEAVY = ("docx", "hypothesis.strategies", "rich.table", "tomli_w", "tomlkit", "typer", "typst")
"""What lpplan and its tests import from others, once here so that no copy has to."""


class Progress:
    """How far it is, and how long the rest will take, on standard error."""

    def __init__(self, number: int) -> None:
        """Count so many mutants."""
        self.number, self.done, self.survived = number, 0, 0
        self.began = self.shown = time.monotonic()

    def step(self, verdict: str) -> None:
        """Count one more, and show it: at a terminal at once, else twice a minute."""
        self.done += 1
        self.survived += verdict == SURVIVED
        now, at_a_terminal = time.monotonic(), sys.stderr.isatty()
        if self.done == 1:
            self.began = now  # what comes before is no measure of the rest
        if now - self.shown < (0.2 if at_a_terminal else 30):
            return
        self.shown = now
        left = (now - self.began) / max(1, self.done - 1) * (self.number - self.done) / 60
        text = f"{self.done:,} of {self.number:,} mutants, {self.survived} survived"
        begin, end = ("\r", " ") if at_a_terminal else ("", "\n")
        print(f"{begin}{text}, about {left:.0f} min left", end=end, file=sys.stderr, flush=True)


class Judging:
    """The mutants of a target that are judged now, and what is known so far."""

    def __init__(
        self,
        target: Target,
        sources: dict[str, Source],
        wanted: list[Mutant],
        verdicts: Verdicts,
        *,
        quick: bool,
    ) -> None:
        """Take the files and those of their mutants that are wanted."""
        self.target, self.sources, self.wanted, self.quick = target, sources, wanted, quick
        self.verdicts, self.progress = verdicts, Progress(len(wanted))
        self.recent: dict[str, list[str]] = defaultdict(list)
        """By the name of a file."""
        self.everything = Run(target.tests, None)

    def judge(self, at_once: int) -> None:
        """Judge them all, so many at once, and keep each verdict as it comes."""
        cold = self._warm(at_once)
        if not cold:
            return
        left = []
        for (mutant, _), verdict in in_copies([(None, []), *cold], self._likely, at_once):
            if mutant is None:
                if verdict != SURVIVED:
                    raise NotSound(f"The tests have to pass before they can judge: {verdict}")
            elif verdict == UNLIKELY:
                left.append(mutant)
            else:
                self._found(mutant, verdict)
        for mutant, verdict in in_copies(left, self._everything, at_once):
            self._found(mutant, verdict)

    def _warm(self, at_once: int) -> list[tuple[Mutant | None, list[str]]]:
        """Judge what is judged in functions; gives the rest, each with the tests to be run."""
        waiting = {mutant.key: mutant for mutant in self.wanted}
        cold: list[tuple[Mutant | None, list[str]]] = []
        told = equivalents()
        hints = {str(key): verdict for key, verdict in self.verdicts.before.items()}

        def warm(say: Callable[[str], None]) -> None:
            try:
                Warm(self.sources, self.wanted, hints, at_once, say).run(self.target.tests)
            except NotSound as reason:
                print(reason, file=sys.stderr)

        for line in lines_of_a_copy(warm):
            key, verdict, tests = json.loads(line)
            mutant = waiting.pop(tuple(key))
            if verdict == COLD:
                cold.append((mutant, []))
            elif verdict == SURVIVED and not self.quick and mutant.key not in told:
                cold.append((mutant, tests))
            else:
                self._found(mutant, verdict)
        if waiting:
            raise NotSound("The tests have to pass before they can judge: see above.")
        return cold

    def _likely(self, task: tuple[Mutant | None, list[str]], folder: Path) -> str:
        """What the tests say that are chosen for a mutant, or that noticed it or one like it."""
        mutant, chosen = task
        if mutant is None:
            return judged_cold(next(iter(self.sources.values())), None, self.everything, folder)
        likely = [self.verdicts.before.get(mutant.key, ""), *self.recent[mutant.file]]
        tests = chosen or [test for test in likely if "::" in test]
        # Only files are named to pytest: a test that a mutant gives another name would be an error.
        run = Run(list(dict.fromkeys(test.partition("::")[0] for test in tests)), {*tests})
        found = judged_cold(self.sources[mutant.file], mutant, run, folder) if tests else SURVIVED
        return UNLIKELY if found == SURVIVED and not chosen else found

    def _everything(self, mutant: Mutant, folder: Path) -> str:
        return judged_cold(self.sources[mutant.file], mutant, self.everything, folder)

    def _found(self, mutant: Mutant, verdict: str) -> None:
        self.verdicts.add(mutant, verdict)
        self.progress.step(verdict)
        if "::" in verdict:
            recent = self.recent[mutant.file]
            recent[:] = [verdict, *(test for test in recent if test != verdict)][:RECENT]


def report(target: Target, mutants: list[Mutant], known: dict[Key, str]) -> bool:
    """Print what became of a target's mutants; gives whether that is enough."""
    told = equivalents()
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    survivors = []
    for mutant in mutants:
        if (verdict := known.get(mutant.key)) is None:
            continue
        what = "noticed" if verdict != SURVIVED else "alike" if mutant.key in told else "open"
        for counts in (rows[mutant.file], rows[target.name], kinds[mutant.kind]):
            counts[what] += 1
        if what == "open":
            survivors.append(mutant)
    total = rows.pop(target.name, Counter())
    for name, counts in [*rows.items(), *kinds.items(), (f"All of {target.name}", total)]:
        print(
            f"{name:26} {counts.total():6,} mutants {counts['noticed']:6,} noticed"
            f" {counts['noticed'] / counts.total():7.1%} {counts['alike']:4} equivalent"
            f" {counts['open']:4} open"
        )
    print(*(f"{mutant}    [{mutant.within}]" for mutant in survivors), sep="\n")
    if left := len(mutants) - total.total():
        print(f"{left:,} not judged yet: the same command goes on from there.")
    return not survivors and not left and 100 * total["noticed"] >= ENOUGH * total.total()


def main(arguments: list[str]) -> int:
    """Judge what the flags ask for; gives the exit code."""
    flags = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    known = targets()
    flags.add_argument("targets", nargs="*", help=f"from {', '.join(known)}; all without any")
    flags.add_argument("--only", action="append", metavar="FILE", help="of the files, this alone")
    flags.add_argument("--sample", type=int, metavar="N", help="so many mutants of each target")
    flags.add_argument("--seed", type=int, default=15, help="which ones those are")
    flags.add_argument("--survivors", action="store_true")
    flags.add_argument("--quick", action="store_true", help="without a second look at survivors")
    flags.add_argument("--kept", type=Path, default=KEPT, help="the folder of results")
    flags.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    asked = flags.parse_args(arguments)
    if not hasattr(os, "fork"):
        flags.error("this system cannot copy a process: use Linux, macOS or WSL")
    if unknown := sorted({*asked.targets} - {*known}):
        flags.error(f"targets.toml has no {', '.join(unknown)}: it has {', '.join(known)}")
    kept = asked.kept.absolute()
    os.chdir(ROOT)
    enough = True
    for name in asked.targets or known:
        target = known[name]
        files = [file for file in target.files if not asked.only or file in asked.only]
        sources = {file: Source(file) for file in files}
        mutants = [mutant for source in sources.values() for mutant in source.mutants]
        if number := asked.sample or target.sample:
            mutants = sampled(mutants, number, asked.seed)
        verdicts = Verdicts(target, kept)
        wanted = [
            mutant
            for mutant in mutants
            if mutant.key not in verdicts.known
            and (not asked.survivors or verdicts.survived_before(mutant))
        ]
        try:
            if wanted:
                Judging(target, sources, wanted, verdicts, quick=asked.quick).judge(asked.jobs)
        except KeyboardInterrupt:
            report(target, mutants, verdicts.known)
            print("Interrupted.")
            return 130
        except NotSound as reason:
            print(f"{name}: {reason}", file=sys.stderr)
            return 2
        if mutants:
            enough = report(target, mutants, verdicts.known) and enough
    return 0 if enough else 1


if __name__ == "__main__":
    for heavy in _HEAVY:
        import_module(heavy)
    sys.exit(main(sys.argv[1:]))
