"""What CI asks of the code, in the order that fails fastest.

Run it with the Python of the environment that has ``.[dev]``, on any system:

    python .ci/check.py             everything
    python .ci/check.py lint types  these steps alone

It stops at the first step that fails, with that step's exit code. ``bash .ci/run`` is all of CI:
these steps in fresh environments, with the oldest dependencies besides.
"""

import subprocess
import sys
import time
from pathlib import Path

STEPS = {
    "lint": ("ruff", "check"),
    "format": ("ruff", "format", "--check"),
    "types": ("mypy",),
    "fees": ("lpplan", "fees", "check", "fees"),
    "tests": ("pytest", "-q"),
    "slow": ("pytest", "-q", "-m", "slow"),
}
"""Each step's name, and the module that it runs with its arguments."""


def main(wanted: list[str]) -> int:
    """Run the steps wanted, or all of them; gives the exit code of the first that fails, else 0."""
    if unknown := [name for name in wanted if name not in STEPS]:
        print(f"No step {', '.join(unknown)}. The steps: {', '.join(STEPS)}.", file=sys.stderr)
        return 2
    for name, command in STEPS.items():
        if wanted and name not in wanted:
            continue
        print(f"== {name}: {' '.join(command)}", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=Path(__file__).parent.parent, check=False
        )
        if done.returncode:
            print(f"== {name} failed: {' '.join(command)}", file=sys.stderr)
            return done.returncode
        print(f"== {name} passed in {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
