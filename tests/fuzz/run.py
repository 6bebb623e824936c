"""Run lpplan on cases made by chance, and tell of every one that ends as none may.

    python tests/fuzz/run.py                      1,000 cases
    python tests/fuzz/run.py --hours 8 --from 5000
    python tests/fuzz/run.py --only 4711          one case again, with what it shows

A case fails that raises, that ends with another code than 0, 1, 2 or 130, that takes more than
three seconds of CPU, or whose total is not the same in every format. Ctrl-C says what was finished.
"""

import argparse
import contextlib
import io
import json
import os
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from cases import Case, case, write_files  # noqa: E402

from lpplan.running import run  # noqa: E402
from lpplan.values.problem import Interrupted  # noqa: E402

CODES = (0, 1, 2, 130)
MOST_SECONDS = 3


class Ended(Exception):
    """A case that ended as none may; its text says how."""


def ended(one: Case) -> tuple[int, str]:
    """The exit code of a case that is run in the current folder, and what it shows.

    Raises Ended where it ends as none may.
    """
    began = time.process_time()
    try:
        code, shown = _run([*one.arguments], one.typed)
        if one.sound and one.arguments[0] == "quote" and code == 0:
            _compare_totals([*one.arguments])
    except Exception:
        raise Ended(traceback.format_exc()) from None
    took = time.process_time() - began
    if code not in CODES:
        raise Ended(f"exit code {code}\n{shown}")
    if "Traceback" in shown:
        raise Ended(shown)
    if took > MOST_SECONDS:
        raise Ended(f"took {took:.1f} s")
    return code, shown


def _run(arguments: list[str], typed: Any = ()) -> tuple[int, str]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    lines = iter(typed)

    def ask(_: str) -> str:
        line = next(lines, None)
        if line is None:
            raise Interrupted
        return str(line)

    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(out))
        if typed:
            from unittest.mock import patch

            stack.enter_context(patch("lpplan.terminal.ask", ask))
            stack.enter_context(patch("lpplan.terminal.at_a_terminal", lambda: True))
        code = run(arguments)
    content = out.buffer.getvalue()
    return code, content.decode("utf-8", "replace")


def _compare_totals(arguments: list[str]) -> None:
    """Raise Ended where the formats of a quote differ in their total."""
    kept = [a for a in arguments if a not in ("--format", "-o")]
    plain = [a for a in kept if a not in ("table", "json", "csv", "markdown", "html")]
    plain = [a for a in plain if not a.startswith("made.")]
    total = Decimal(json.loads(_run([*plain, "--format", "json"])[1])["total"])
    rows = _run([*plain, "--format", "csv"])[1].splitlines()
    place = rows[0].split(",").index("amount_exc_vat")
    import csv

    added = sum((Decimal(row[place]) for row in csv.reader(rows[1:])), Decimal(0))
    if added != total:
        raise Ended(f"{added} in CSV, {total} in JSON")
    words = f"{total:,.2f}"
    for form in ("table", "markdown", "html"):
        text = re.sub(r"\s+", " ", _run([*plain, "--format", form])[1])
        if words not in text:
            raise Ended(f"no {words} in the {form}")


class Stopping:
    """Ctrl-C, which ends no case but the run: a case would take it for its own, and end with 130.

    A second one ends the case.
    """

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


def failures(
    numbers: Iterator[int], until: float, stopping: Stopping
) -> Iterator[tuple[int, int | None, str]]:
    """Each number with its case's exit code, or None and how it ended."""
    here = Path.cwd()
    for number in numbers:
        if time.monotonic() > until or stopping.asked:
            return
        with tempfile.TemporaryDirectory() as folder:
            one = case(number)
            write_files(one.files, Path(folder))
            os.chdir(folder)
            try:
                yield number, ended(one)[0], ""
            except Ended as how:
                yield number, None, str(how)
            finally:
                os.chdir(here)


def main() -> int:
    """Run the cases that the flags ask for; gives 1 where one of them failed."""
    flags = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    flags.add_argument("--cases", type=int, default=1000)
    flags.add_argument("--from", type=int, default=0, dest="first")
    flags.add_argument("--hours", type=float)
    flags.add_argument("--only", type=int)
    asked = flags.parse_args()
    if asked.only is not None:
        one = case(asked.only)
        folder = Path(tempfile.mkdtemp())
        write_files(one.files, folder)
        os.chdir(folder)
        print(f"{folder}: lpplan {' '.join(one.arguments)}\n{[*one.typed]}")
        print(*ended(one))
        return 0
    numbers = (
        count(asked.first) if asked.hours else iter(range(asked.first, asked.first + asked.cases))
    )
    began, codes, failed = time.monotonic(), Counter[int | None](), 0
    until = began + (asked.hours or 1e6) * 3600
    stopping = Stopping()
    signal.signal(signal.SIGINT, stopping)
    for number, code, how in failures(numbers, until, stopping):
        codes[code] += 1
        if how:
            failed += 1
            print(f"\rcase {number} failed (run it again with --only {number})\n{how}")
        done, took = codes.total(), time.monotonic() - began
        if done % 20 == 0 and sys.stderr.isatty():
            left = until - time.monotonic() if asked.hours else took / done * (asked.cases - done)
            words = f"\r{done:,} cases, {failed} failed, {left:,.0f} s left "
            print(words, end="", file=sys.stderr)
    if stopping.asked:
        print("\nInterrupted.", end=" ")
    ends = ", ".join(
        f"{number:,} with {code}" for code, number in codes.most_common() if code is not None
    )
    print(f"\n{codes.total():,} cases from {asked.first}: {failed} failed; {ends}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
