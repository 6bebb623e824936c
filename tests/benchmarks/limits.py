"""The worst files up to each limit: seconds and memory of every command that reads them.

    python tests/benchmarks/limits.py [WORD…]

With words, only runs whose names have one of them. Aims: 3 s and 300 MB; lists of schools, which
are read row by row, may take as long as they are. It takes a quarter of an hour, and ends with 1
where a run takes more.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from worst_files import (
    answers,
    fee_folders,
    lists,
    long_style,
    plans,
    refused_plans,
    saved_quotes,
)

from conftest import LPPLAN

SECONDS, MEGABYTES = 3.0, 300.0
PATIENCE = 60

_PEAK = """
import resource, subprocess, sys, time
began = time.monotonic()
done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                      stdin=subprocess.DEVNULL, timeout=float(sys.argv[1]))
seconds, used = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
print(min(seconds, used.ru_utime + used.ru_stime), used.ru_maxrss, done.returncode)
"""


class Run(NamedTuple):
    """One command on one file."""

    name: str
    arguments: tuple[str, ...]
    timed: bool = True
    asks: bool = False
    """Whether it asks at a terminal: it is measured up to its first question."""


def of_plans(folder: Path) -> Iterator[Run]:
    documents = ("table", "markdown", "html", "docx", "pdf")
    commands: dict[str, tuple[str, ...]] = {
        "quote": (*documents, "json", "csv", "xlsx"),
        "quote --by financial-year --explain": documents,
        "readiness": (*documents, "json"),
        "timeline": (*documents, "json", "ics", "svg"),
        "recharge": (*documents, "json", "xlsx"),
        "case": (*documents, "json", "xlsx"),
        "proposal": documents,
        "offer": documents,
        "applicant sheet": documents,
        "applicant check --contributes yes": documents,
    }
    fees, style = str(folder / "fees-charges"), str(folder / "style.toml")
    for name, text in plans():
        plan = file(folder, f"{name}.toml", text)
        for command, forms in commands.items():
            for form in forms:
                asked = (*command.split(), plan, "--format", form, "--output", "-")
                yield Run(f"{command} {form} {name}", asked)
        yield Run(f"compare pdf {name}", ("compare", *[plan] * 6, "-f", "pdf", "-o", "-"))
        yield Run(f"walk {name}", ("walk", plan), asks=True)
        for form in ("table", "json", "docx", "pdf", "xlsx"):
            asked = ("quote", plan, "--fees", fees, "-f", form, "-o", "-")
            yield Run(f"quote {form} {name}, many charges", asked)
        for form in ("html", "docx", "pdf"):
            asked = ("proposal", plan, "--fees", fees, "--style", style, "-f", form, "-o", "-")
            yield Run(f"proposal {form} {name}, many charges and words", asked)
        saved = folder / f"{name}.json"
        lpplan("quote", plan, "--fees", fees, "-o", str(saved))
        if saved.exists():
            for more in ((), (plan,), (plan, "--fees", fees)):
                yield Run(f"recheck of {name} {' '.join(more)}", ("recheck", str(saved), *more))
            yield Run(f"compare json of {name}", ("compare", *[str(saved)] * 6, "-f", "json"))
    for name, text in refused_plans():
        yield Run(f"quote of {name}", ("quote", file(folder, f"{name}.toml", text)))
        yield Run(f"fees check of {name}", ("fees", "check", file(folder, f"{name}.toml", text)))


def of_fees(folder: Path) -> Iterator[Run]:
    base = str(Path(__file__).parents[1] / "fees_of_2018_19")
    for name, texts in fee_folders():
        fees = folder / f"fees-{name}"
        fees.mkdir()
        for year, text in enumerate(texts, 1900 if len(texts) > 99 else 2018):
            written = f"{year}/{(year + 1) % 100:02}"
            file(fees, f"{written.replace('/', '-')}.toml", text.replace("2018/19", written))
        there = str(fees)
        for form in ("table", "json", "github", "sarif", "gitlab"):
            yield Run(f"fees check {form} {name}", ("fees", "check", there, "-f", form))
        yield Run(f"fees list {name}", ("fees", "list", "--fees", there))
        for form in ("table", "pdf", "docx"):
            to = ("-f", form, "-o", "-")
            yield Run(f"fees diff {form} {name}", ("fees", "diff", base, there, *to))
            shown = ("fees", "show", "2018/19", "--fees", there, *to)
            yield Run(f"fees show {form} {name}", shown)
        yield Run(f"fees diff back {name}", ("fees", "diff", there, base))
        yield Run(f"fees new {name}", ("fees", "new", "2099/00", "--fees", there))
    file(folder, "style.toml", long_style())


def of_quotes(folder: Path) -> Iterator[Run]:
    lpplan("quote", file(folder, "plan.toml", dict(plans())["schools"]), "-o", f"{folder}/q.json")
    quote = json.loads((folder / "q.json").read_text())
    for name, text in saved_quotes(quote):
        there = file(folder, f"saved-{name}.json", text)
        yield Run(f"recheck {name}", ("recheck", there))
        yield Run(f"compare {name}", ("compare", there, there))


def of_lists(folder: Path) -> Iterator[Run]:
    for name, text in lists():
        asked = ("batch", file(folder, f"list-{name}.csv", text))
        yield Run(f"batch {name}", asked, timed=False)


def of_answers(folder: Path) -> Iterator[Run]:
    for name, text in answers():
        file(folder, f"walk-{name}.toml.answers", text)
        asked = ("walk", str(folder / f"walk-{name}.toml"))
        yield Run(f"walk answers {name}", asked, asks=True)


def file(folder: Path, name: str, text: str) -> str:
    """Make a file, and give its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def lpplan(*arguments: str) -> None:
    """Run a command that makes what another one reads."""
    subprocess.run([*LPPLAN, *arguments], capture_output=True, check=False, timeout=PATIENCE)


def measured(run: Run) -> tuple[float, float, int]:
    """Seconds, megabytes, and the exit code; on a busy machine, the seconds that it worked."""
    command = [*LPPLAN, *run.arguments]
    if run.asks:
        return to_first_question(command)
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(PATIENCE), *command],
        capture_output=True,
        check=False,
        encoding="ascii",
    )
    if done.returncode:
        return float(PATIENCE), 0.0, -1
    seconds, peak, code = done.stdout.split()
    return float(seconds), int(peak) / (1e6 if sys.platform == "darwin" else 1e3), int(code)


def to_first_question(command: list[str]) -> tuple[float, float, int]:
    """The same of a command at a terminal, where input ends at its first question."""
    import pty

    began = time.monotonic()
    process, terminal = pty.fork()
    if process == 0:
        os.execv(command[0], command)
    shown = b""
    while time.monotonic() - began < PATIENCE:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 1 << 16)
            except OSError:
                break
            if shown.endswith(b"\n> "):
                os.write(terminal, b"\x04")
    _, status, used = os.wait4(process, 0)
    os.close(terminal)
    seconds = min(time.monotonic() - began, used.ru_utime + used.ru_stime)
    return seconds, used.ru_maxrss / 1e3, os.waitstatus_to_exitcode(status)


def main(*words: str) -> int:
    """Print what takes more than it may, and the most of all; give how many runs do."""
    most_seconds, most_megabytes, runs, faults = (0.0, ""), (0.0, ""), 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in (of_fees, of_plans, of_quotes, of_lists, of_answers):
            for run in [*kind(folder)]:
                if words and not any(word in run.name for word in words):
                    continue
                seconds, megabytes, code = measured(run)
                runs += 1
                is_fault = (run.timed and seconds > SECONDS) or megabytes > MEGABYTES
                is_fault = is_fault or code not in (0, 1, 2, 130)
                faults += is_fault
                if run.timed:
                    most_seconds = max(most_seconds, (seconds, run.name))
                most_megabytes = max(most_megabytes, (megabytes, run.name))
                if is_fault or words or sys.stderr.isatty():
                    told = f"{run.name}: {seconds:.2f} s, {megabytes:.0f} MB, exit {code}"
                    print(f"{told}{'   TOO MUCH' * is_fault}", flush=True)
    print(f"most time: {most_seconds[0]:.2f} s ({most_seconds[1]})   aim: at most {SECONDS:.0f} s")
    print(
        f"most memory: {most_megabytes[0]:.0f} MB ({most_megabytes[1]})   aim: {MEGABYTES:.0f} MB"
    )
    print(f"{runs} runs, {faults} too much   aim: none")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
