"""The answers of a walk that has not come to its end, in a file beside the plan."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lpplan.core.problem import LpplanError
from lpplan.output import write_result
from lpplan.reading.toml_file import read_bytes

_VERSION = 1


class Answers(NamedTuple):
    """Answers as typed, by the keys of their questions."""

    given: Mapping[str, str]
    """Those up to the question that is next."""
    earlier: Mapping[str, str]
    """Those that were stepped back over."""
    taken: Sequence[str] = ()
    """The keys of those that say what the plan said: where it was changed since, it is right."""


def answers_file(plan: str) -> str:
    """Where the answers on the way to a plan are kept."""
    return f"{plan}.answers"


def load_answers(plan: str) -> Answers | None:
    """The answers given on the way to a plan, None where there are none.

    Raises LpplanError where their file cannot be read, or holds something else.
    """
    path = answers_file(plan)
    if not Path(path).exists():
        return None
    content = read_bytes(path, path)
    try:
        found = json.loads(content)
        answers = Answers(found["given"], found["earlier"], found["taken"])
        texts = (*answers.given.values(), *answers.earlier.values(), *answers.taken)
        sound = found["version"] == _VERSION and all(isinstance(text, str) for text in texts)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        raise LpplanError(
            f"{path}: does not hold the answers of a walk, or those of another version of lpplan",
            "Move it away, and lpplan walk begins again.",
        )
    return answers


def save_answers(plan: str, answers: Answers) -> None:
    """Keep the answers, so that whatever comes next they are not lost.

    Raises LpplanError where that is not possible.
    """
    text = json.dumps({"version": _VERSION, **answers._asdict()}, indent=1) + "\n"
    write_result(text, answers_file(plan), force=True)


def remove_answers(plan: str) -> None:
    """Remove the answers once the plan has them."""
    with contextlib.suppress(OSError):
        Path(answers_file(plan)).unlink(missing_ok=True)
