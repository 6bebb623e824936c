"""What quoting many schools costs beside a bare script, and what their proposals cost as HTML.

    python tests/benchmarks/batch.py

The bare script reads the same rows with the standard library's csv module, does the same sums with
the same exact decimals and writes the same lines, without any check. CPU time of whole processes,
in turn; 24,000 rows are about every school in England. Aims: at most 3 times the bare script, and
a peak of memory that does not grow with the rows; for a hundred proposals as Word documents, 12
times what they take as HTML. The schools are synthetic.
"""

import csv
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from start_up import cost

RUNS = 9
ROWS = 24_000
ROWS_OF_PROPOSALS = 170

BARE = """
import csv, sys
from decimal import Decimal

PERSON = ("accreditation", "LP accreditation fee", "person", Decimal("400.00"))
COHORT = ("support_package", "LP support package", "cohort", Decimal("2200.00"))
STAGE = ("train_the_trainer", "Train the trainer", "stage", Decimal("1200.00"))
CHARGES = {"1": (PERSON, COHORT), "2": (PERSON, COHORT, STAGE), "3": (PERSON,)}

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    writer = csv.writer(sys.stdout, lineterminator="\\n")
    writer.writerow((
        "school", "stage", "academic_year", "fees_from", "price_status", "fee", "label", "per",
        "quantity", "unit_price_exc_vat", "amount_exc_vat",
    ))
    for row in csv.DictReader(file):
        people, year = int(row["participants"]), row["academic_year"]
        quantities = {"person": people, "cohort": -(-people // 25), "stage": 1}
        status = "published" if year == "2018/19" else "estimate"
        for fee, label, per, price in CHARGES[row["stage"]]:
            quantity = quantities[per]
            writer.writerow((
                row["school"], row["stage"], year, "2018/19", status, fee, label, per, quantity,
                f"{price:.2f}", f"{quantity * price:.2f}",
            ))
"""

PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def write_schools(file: Path, rows: int) -> None:
    """Write a list of so many rows: schools with one to three stages, from any of five years."""
    chance = random.Random(rows)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("school", "membership", "stage", "academic_year", "participants"))
        school = 0
        while rows:
            school += 1
            year = chance.randrange(2018, 2023)
            stages = min(rows, chance.choice((1, 1, 2, 3)))
            for stage in range(1, stages + 1):
                told = f"{year + stage - 1}/{(year + stage) % 100:02}"
                people = chance.randint(1, 120)
                writer.writerow((f"School {school} of Somewhere", "member", stage, told, people))
            rows -= stages


def peak(command: list[str]) -> float:
    """The most memory that a process held, in megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *command], capture_output=True, check=True, encoding="ascii"
    )
    return int(done.stdout) / (1_000_000 if sys.platform == "darwin" else 1_000)


def proposals(batch: list[str], folder: Path) -> None:
    """Print what proposals to about a hundred schools cost in each format beside HTML."""
    schools = folder / "schools.csv"
    write_schools(schools, ROWS_OF_PROPOSALS)
    costs = {
        form: min(
            cost([
                *batch, str(schools), "--proposals", str(folder / f"{form}-{n}"),
                "--proposal-format", form,
            ])
            for n in range(3)
        )
        for form in ("html", "docx", "pdf")
    }  # fmt: skip
    for form, seconds in costs.items():
        ratio = seconds / costs["html"]
        count = len([*(folder / f"{form}-0").iterdir()])
        print(f"{count} proposals as {form}: {seconds:.2f} s, {ratio:.1f} times HTML")
    print("  aim: Word at most 12 times HTML")


def main() -> None:
    """Print the ratios and the peaks."""
    batch = [sys.executable, "-m", "lpplan", "batch"]
    with tempfile.TemporaryDirectory() as folder:
        proposals(batch, Path(folder))
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        one, ten = Path(folder) / "one.csv", Path(folder) / "ten.csv"
        write_schools(one, ROWS)
        write_schools(ten, 10 * ROWS)
        bare = [sys.executable, str(script), str(one)]
        ours = [*batch, str(one)]
        lines = [subprocess.run(c, capture_output=True, check=True).stdout for c in (ours, bare)]
        assert lines[0] == lines[1], "the two do not write the same"
        pairs = [(cost(ours), cost(bare)) for _ in range(RUNS + 1)][1:]
        median = statistics.median(mine / theirs for mine, theirs in pairs)
        best = min(mine for mine, _ in pairs) / min(theirs for _, theirs in pairs)
        print(f"{ROWS:,} rows to CSV: median {median:.2f}   best {best:.2f}   aim: at most 3.00")
        print(f"  {min(mine for mine, _ in pairs):.2f} s, bare {min(b for _, b in pairs):.2f} s")
        if sys.platform != "win32":
            for form in ("csv", "jsonl"):
                small, large = (peak([*batch, str(f), "--format", form]) for f in (one, ten))
                print(
                    f"peak memory, {form}: {small:.1f} MB for {ROWS:,} rows, {large:.1f} MB for"
                    f" {10 * ROWS:,}: {large / small - 1:+.1%}"
                )


if __name__ == "__main__":
    main()
