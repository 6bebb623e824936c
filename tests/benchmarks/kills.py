"""Kills and signals at random moments: what was partial, lost, left behind or told.

    python tests/benchmarks/kills.py [KILLS [SIGNALS [SEED]]]

500 kills, and 100 of each signal, unless said otherwise; a fifth of them are of walks, a tenth of a
batch with documents, the rest are shared by the formats. Aim: no fault. It takes half an hour, and
stopped before, says what it did.
"""

import contextlib
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from killing import KINDS, SIGNALS, Kills


def main(kills: int = 500, signals: int = 100, seed: int = 15) -> None:
    """Print each fault as it is found, and how many runs were stopped by what."""
    began = time.monotonic()
    kinds = [kind for kind in KINDS if kind not in ("walk", "documents")]
    numbers = [signal.SIGKILL] * kills + [*SIGNALS] * signals
    random.Random(seed).shuffle(numbers)
    for number in SIGNALS:
        # What a shell in the background ignores, whoever it begins would ignore as well.
        signal.signal(number, signal.default_int_handler)
    stopped: Counter[str] = Counter()
    faults = 0
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(KeyboardInterrupt):
        runs = Kills(Path(folder), seed=seed)
        for done, number in enumerate(numbers):
            others = kinds[done % len(kinds)]
            kind = {0: "walk", 7: "walk", 3: "documents"}.get(done % 10, others)
            runs.kill(kind, number)
            stopped[signal.Signals(number).name] += 1
            for fault in runs.faults[faults:]:
                print(f"  {fault}", flush=True)
            faults = len(runs.faults)
            if sys.stderr.isatty():
                seconds = (time.monotonic() - began) / (done + 1) * (len(numbers) - done - 1)
                told = f"\r{done + 1} of {len(numbers)}, {seconds:.0f} s left "
                print(told, end="", file=sys.stderr, flush=True)
    counts = ", ".join(f"{name} {count}" for name, count in stopped.items())
    print(f"{counts}: {faults} faults   aim: none")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
