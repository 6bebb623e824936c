"""How much a walk thinks between an answer and the next question, in milliseconds of CPU.

    python tests/benchmarks/walk.py

Fourteen questions are answered as somebody would, each answer kept in a file as in a real walk.
Aim: under 20 ms for each.
"""

import contextlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from lpplan.reading.fee_folder import load_fees
from lpplan.show.document import Part
from lpplan.show.terminal import Screen, parts_text
from lpplan.values.problem import Interrupted
from lpplan.walk.conversation import Conversation, Partner
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.kept import save_answers

AIM = 20
ANSWERS = (
    *("Oakfield Academy", "yes", "", "", "14 May 2018", "no", "2018/19", "27"),
    *("2 October 2018", "5 February 2019", "June 2019", "yes", "2019/20", "20"),
)


SCHOOLS = (
    *("Oakfield Academy", "yes", "", "", "14 May 2018", "yes", "2019/20", "schools"),
    *(answer for number in range(60) for answer in (f"School {number}", "3")),
)


def main() -> None:
    """Print the CPU time after each answer, and the most of a walk with many schools."""
    thought = walk(ANSWERS, show=True)
    print(f"most: {max(thought):.1f} ms   aim: under {AIM} ms each")
    print(f"most with 60 schools: {max(walk(SCHOOLS, show=False)):.1f} ms")


def walk(typed_by_somebody: Sequence[str], *, show: bool) -> list[float]:
    """The milliseconds of CPU between each answer and the next question."""
    thought: list[float] = []
    shown: list[str] = []

    def answers() -> Iterator[str]:
        for answer in typed_by_somebody:
            began = time.process_time()
            yield answer
            thought.append((time.process_time() - began) * 1000)
            question = "".join(shown).strip().splitlines()[-2]
            shown.clear()
            if show:
                print(f"{thought[-1]:6.1f} ms after {answer:<18} to: {question}")

    typed = answers()

    def ask(_: str) -> str:
        answer = next(typed, None)
        if answer is None:
            raise Interrupted
        return answer

    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(Interrupted):
        plan = str(Path(folder) / "plan.toml")
        guided = GuidedPlan({}, date(2026, 11, 21), load_fees(None).schedules)

        def show_parts(parts: Sequence[Part]) -> None:
            shown.append(parts_text(parts, Screen()))

        partner = Partner(ask, show_parts, lambda kept: save_answers(plan, kept))
        Conversation(plan, guided, partner).ask_all()
    return thought


if __name__ == "__main__":
    main()
