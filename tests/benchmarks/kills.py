"""Kills and signals at random moments: what was partial, lost, left behind or told.

    python tests/benchmarks/kills.py [KILLS [SIGNALS [SEED]]]

500 kills, and 100 of each signal, unless said otherwise; a fifth of them are of walks, a tenth of a
batch with documents, the rest are shared by the formats. Aim: no fault. It takes half an hour.
"""

import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from killing import KINDS, SIGNALS, Kills


def main(kills: int = 500, signals: int = 100, seed: int = 15) -> None:
    """Print each fault as it is found, and how many kills there were."""
    began = time.monotonic()
    kinds = [kind for kind in KINDS if kind not in ("walk", "documents")]
    total = kills + signals * len(SIGNALS)
    with tempfile.TemporaryDirectory() as folder:
        runs = Kills(Path(folder), seed=seed)
        numbers = [signal.SIGKILL] * kills
        numbers += [number for number in SIGNALS for _ in range(signals)]
        told = 0
        for done, number in enumerate(numbers):
            others = kinds[done % len(kinds)]
            kind = {0: "walk", 5: "walk", 1: "documents"}.get(done % 10, others)
            runs.kill(kind, number)
            for fault in runs.faults[told:]:
                print(f"  {fault}", flush=True)
            told = len(runs.faults)
            if sys.stderr.isatty():
                left = (time.monotonic() - began) / (done + 1) * (total - done - 1)
                print(f"\r{done + 1} of {total}, {left:.0f} s left ", end="", file=sys.stderr)
    print(f"{kills} kills, {signals} of each of {len(SIGNALS)} signals: {told} faults   aim: none")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
