"""The answers of a walk, kept in a file beside the plan until that is written."""

import contextlib
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from lpplan.output import write_result
from lpplan.reading.toml_file import read_bytes
from lpplan.values.kinds import FileTable
from lpplan.values.problem import LpplanError
from lpplan.walk.question import Address
from lpplan.walk.renaming import Renaming


class TypedAnswer(NamedTuple):
    """An answer as it is kept until the plan is written."""

    address: Address
    typed: str
    as_planned: bool
    """Whether it says what the plan says: where that is changed meanwhile, the plan is right."""


class KeptAnswers(FileTable):
    """The answers of a walk that has not come to its end."""

    version: Literal[3] = 3
    given: tuple[TypedAnswer, ...] = ()
    """Those up to the question that is next."""
    earlier: tuple[tuple[Address, str], ...] = ()
    """Those that were stepped back over, as typed."""
    settled: tuple[Address, ...] = ()
    """Questions that need not be put again, since their answers are known."""
    renamings: tuple[Renaming, ...] = ()
    """What is called otherwise than in the plan's file, in the order in which that was said."""
    reading: bool = False
    """Whether what the plan's file says is still being taken in."""


def answers_file(plan: str) -> str:
    """Where the answers on the way to a plan are kept."""
    return f"{plan}.answers"


def load_answers(plan: str) -> KeptAnswers:
    """The answers given on the way to a plan.

    Raises LpplanError where their file cannot be read, or holds something else.
    """
    path = answers_file(plan)
    if not Path(path).exists():
        return KeptAnswers()
    try:
        return KeptAnswers.model_validate_json(read_bytes(path, path))
    except ValidationError:
        raise LpplanError(
            f"{path}: is not a saved walk, or is from another version of lpplan",
            "Move it away, and lpplan walk begins again.",
        ) from None


def save_answers(plan: str, answers: KeptAnswers) -> None:
    """Keep the answers, so that whatever comes next they are not lost.

    Raises LpplanError where that is not possible.
    """
    write_result(f"{answers.model_dump_json(indent=1)}\n", answers_file(plan), force=True)


def remove_answers(plan: str) -> None:
    """Remove the answers once the plan has them."""
    with contextlib.suppress(OSError):
        Path(answers_file(plan)).unlink(missing_ok=True)
