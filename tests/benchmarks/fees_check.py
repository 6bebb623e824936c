"""What checking many fee schedules costs beside checking one, as a ratio from one run.

    python tests/benchmarks/fees_check.py

CPU time of whole processes, in turn. Aim: 200 schedules at no more than 1.5 times the cost of one
and 2 ms for each. The schedules are synthetic, and written to a folder that is removed again.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from start_up import cost

ROOT = Path(__file__).resolve().parents[2]
RUNS = 9


def write_schedules(folder: Path, count: int) -> None:
    """Write so many schedules for years one after another, all with the same prices."""
    folder.mkdir()
    text = (ROOT / "fees" / "2018-19.toml").read_text(encoding="utf-8")
    for year in range(1700, 1700 + count):
        name = f"{year}-{(year + 1) % 100:02}"
        content = "# Synthetic.\n" + text.replace('"2018/19"', f'"{name}"')
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")


def main() -> None:
    """Print the ratio."""
    check = [sys.executable, "-m", "lpplan", "fees", "check"]
    with tempfile.TemporaryDirectory() as temporary:
        one, many = Path(temporary) / "one", Path(temporary) / "many"
        write_schedules(one, 1)
        write_schedules(many, 200)
        pairs = [(cost([*check, str(one)]), cost([*check, str(many)])) for _ in range(RUNS + 1)][1:]
    ratio = statistics.median(many / (one + 200 * 0.002) for one, many in pairs)
    single, all_of_them = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"one {single:.3f} s, 200 {all_of_them:.3f} s")
    print(f"200 / (one + 200 x 2 ms): {ratio:.2f}   aim: at most 1.50")


if __name__ == "__main__":
    main()
