"""The answers of a walk, kept in a file beside the plan until that is written."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import FailFast, ValidationError

from lpplan.held_files import hold
from lpplan.output import refusing, write_result
from lpplan.reading.toml_file import read_bytes, refuse_pipe, too_large
from lpplan.stopping import clearing_up
from lpplan.values.kinds import FileTable
from lpplan.values.limits import MOST_BYTES_OF_ANSWERS
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
    given: Annotated[tuple[TypedAnswer, ...], FailFast()] = ()
    """Those up to the question that is next."""
    earlier: Annotated[tuple[tuple[Address, str], ...], FailFast()] = ()
    """Those that were stepped back over, as typed."""
    settled: Annotated[tuple[Address, ...], FailFast()] = ()
    """Questions that need not be put again, since their answers are known."""
    renamings: Annotated[tuple[Renaming, ...], FailFast()] = ()
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
    content = read_bytes(path, path, most=MOST_BYTES_OF_ANSWERS)
    if len(content) > MOST_BYTES_OF_ANSWERS:
        raise too_large(path, MOST_BYTES_OF_ANSWERS, "walk")
    try:
        # A walk that is at its first question has an empty file.
        return KeptAnswers.model_validate_json(content) if content else KeptAnswers()
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


class Walk:
    """One walk through a plan, which has the file of its answers for itself."""

    def __init__(self, plan: str) -> None:
        """Not begun; ``plan`` is how its file is named."""
        self._plan = plan
        self._held: int | None = None

    def begin(self) -> None:
        """Hold the file of answers. Raises LpplanError where another walk has it, or none can."""
        path = answers_file(self._plan)
        refuse_pipe(path, path)
        with refusing(path):
            opened = _held_by_its_name(path)
        if opened is None:
            raise LpplanError(
                f"{self._plan}: another walk through this plan is under way",
                "Finish or stop that one first: its answers are kept. Or name another plan.",
            )
        self._let_go()
        self._held = opened

    def save(self, answers: KeptAnswers) -> None:
        """Keep the answers. Raises LpplanError where that is not possible."""
        save_answers(self._plan, answers)
        if sys.platform != "win32":
            # What is written takes the place of the file that was held.
            self.begin()

    def end(self) -> None:
        """Let others walk through the plan; a file without any answer goes."""
        path = Path(answers_file(self._plan))
        if self._held is not None:
            with contextlib.suppress(OSError):
                # An empty one of that name may be another's, begun once ours was removed.
                if _is_open_as(path, self._held) and path.stat().st_size == 0:
                    path.unlink()
        self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
        self._held = None


@contextlib.contextmanager
def only_walk(plan: str) -> Iterator[Walk]:
    """A walk through a plan beside which there is no other.

    Raises LpplanError where another is under way.
    """
    walk = Walk(plan)
    with clearing_up(walk.end):
        walk.begin()
        yield walk


def remove_answers(plan: str) -> None:
    """Remove the answers once the plan has them."""
    with contextlib.suppress(OSError):
        Path(answers_file(plan)).unlink(missing_ok=True)


def _held_by_its_name(path: str) -> int | None:
    """The file of answers, open and held; None where another walk has it.

    On Windows nothing takes the place of a file that is open: there it is a file beside it, which
    is gone with its process.
    """
    if sys.platform == "win32":
        try:
            return os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)
        except FileExistsError:
            return None
    opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    held = True
    with contextlib.suppress(OSError):
        held = hold(opened)
    # Another walk may have put its next answers there meanwhile.
    if held and _is_open_as(Path(path), opened):
        return opened
    os.close(opened)
    return None


def _is_open_as(path: Path, descriptor: int) -> bool:
    return os.path.samestat(os.fstat(descriptor), path.stat())
