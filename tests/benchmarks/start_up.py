"""How much starting lpplan costs beside the libraries it stands on, as ratios from one run.

    python tests/benchmarks/start_up.py

Each pair runs in turn, A B A B …, so that a machine whose speed drifts slows both alike. What
is compared is the CPU time of whole processes (wall time where the system does not tell).
Aims: a quote at no more than 1.20 times its bare counterpart, a case 1.35, a comparison of six
plans 1.60, help below it, the version below its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "examples" / "single-school.toml"
RUNS = 25

BARE_TABLE = """
import typer

app = typer.Typer()

@app.command()
def main(name: str = "A"):
    from pydantic import BaseModel
    from rich.console import Console
    from rich.table import Table

    class Model(BaseModel):
        name: str
        number: int

    model = Model.model_validate({"name": name, "number": 1})
    table = Table("Name", "Number")
    table.add_row(model.name, str(model.number))
    Console().print(table)

app()
"""
BARE_LINE = """
import typer

app = typer.Typer()

@app.command()
def main():
    typer.echo("bare 0.1.0")

app()
"""


def cost(command: list[str]) -> float:
    """The seconds of CPU that a process takes."""
    # Bytecode is kept between runs, as it is once lpplan is installed.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if not hasattr(os, "wait4"):
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=True)
        return time.perf_counter() - began
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return usage.ru_utime + usage.ru_stime


def compare(name: str, ours: list[str], bare: list[str], aim: float) -> None:
    """Print the ratio of two commands: the median of the pairs, and that of the best runs."""
    cost(ours), cost(bare)
    pairs = [(cost(ours), cost(bare)) for _ in range(RUNS)]
    median = statistics.median(ours / bare for ours, bare in pairs)
    best = min(ours for ours, _ in pairs) / min(bare for _, bare in pairs)
    print(f"{name:<24} median {median:.2f}   best {best:.2f}   aim: at most {aim:.2f}")


def main() -> None:
    """Print every ratio."""
    lpplan = [sys.executable, "-m", "lpplan"]
    with tempfile.TemporaryDirectory() as folder:
        table, line = Path(folder) / "table.py", Path(folder) / "line.py"
        table.write_text(BARE_TABLE)
        line.write_text(BARE_LINE)
        quote = [*lpplan, "quote", str(PLAN)]
        bare = [sys.executable, str(table)]
        compare("lpplan quote PLAN", quote, bare, 1.20)
        worth_it, plans = ROOT / "examples" / "worth-it.toml", [str(PLAN)] * 6
        compare("lpplan case PLAN", [*lpplan, "case", str(worth_it)], bare, 1.35)
        compare("lpplan compare, six", [*lpplan, "compare", *plans], bare, 1.60)
        compare("lpplan --help", [*lpplan, "--help"], bare, 1.0)
        compare("lpplan --version", [*lpplan, "--version"], [sys.executable, str(line)], 1.0)


if __name__ == "__main__":
    main()
