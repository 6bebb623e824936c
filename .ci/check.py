"""What CI asks of the code, in the order that fails fastest.

Run it with the Python of the environment that has ``.[dev]``, on any system:

    python .ci/check.py             everything
    python .ci/check.py lint types  these steps alone

It stops at the first step that fails, with that step's exit code. ``bash .ci/run`` is all of CI:
these steps in fresh environments, with the oldest dependencies besides.
"""

import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

STEPS = {
    "lint": ("ruff check",),
    "format": ("ruff format --check",),
    "types": ("mypy",),
    "workflows": ("actionlint", "zizmor --quiet --offline .github/workflows"),
    "fees": ("lpplan fees check fees --strict",),
    "tests": ("pytest -q",),
    "slow": ("pytest -q -m slow",),
}
"""Each step's name, and the commands of this environment that it runs."""


def main(wanted: list[str]) -> int:
    """Run the steps wanted, or all of them; gives the exit code of the first that fails, else 0."""
    if unknown := [name for name in wanted if name not in STEPS]:
        print(f"No step {', '.join(unknown)}. The steps: {', '.join(STEPS)}.", file=sys.stderr)
        return 2
    for name, commands in STEPS.items():
        if wanted and name not in wanted:
            continue
        began = time.monotonic()
        for command in commands:
            print(f"== {name}: {command}", flush=True)
            if code := run(*command.split()):
                print(f"== {name} failed: {command}", file=sys.stderr)
                return code
        print(f"== {name} passed in {time.monotonic() - began:.0f} s", flush=True)
    return 0


def run(program: str, *arguments: str) -> int:
    """Run a command of this environment from the project's folder; gives its exit code."""
    found = shutil.which(program, path=sysconfig.get_path("scripts"))
    if found is None:
        print(f"There is no {program} in this environment: install .[dev].", file=sys.stderr)
        return 2
    return subprocess.run(
        [found, *arguments], cwd=Path(__file__).parent.parent, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
