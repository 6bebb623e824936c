"""A document for each school of a list, made by several processes where there are cores."""

import contextlib
import hashlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from lpplan import __version__
from lpplan.batch.quoting import QuotedSchool
from lpplan.batch.rows_as_plan import plan_of, said_of, valid_until_of
from lpplan.batch.school_rows import SchoolRows
from lpplan.proposal import proposal_document, proposal_report
from lpplan.reading.fee_folder import FeeFolder
from lpplan.show.formats import laid_out
from lpplan.show.house_style import HouseStyle
from lpplan.show.terminal import Screen
from lpplan.stopping import INTERRUPTED, SIGNALS
from lpplan.values.problem import LpplanError

if TYPE_CHECKING:
    from concurrent.futures import Future

_FEW = 12
"""So many documents are made sooner than other processes begin."""
_DEAR = ("docx", "pdf")
"""The formats of which a document takes longer to make than to hand to another process."""
_AHEAD = 3
"""How many documents each process has in hand."""


class Making(NamedTuple):
    """How the document of each school is made."""

    folder: FeeFolder
    day: date
    """The day as on which the schools are quoted."""
    form: str
    house: HouseStyle
    without: Sequence[str]

    @property
    def digest(self) -> str:
        """A digest of all that makes a document but its school."""
        fees = [(file.path, file.text) for file in self.folder.files.values()]
        rates = (self.folder.folder, self.folder.schedules.uplift, fees)
        return digest_of((__version__, rates, *self[1:]))

    def document(self, school: SchoolRows) -> bytes:
        """A school's proposal in its format. Raises LpplanError where it cannot be made."""
        report = proposal_report(
            plan_of(school),
            self.folder,
            made=self.day,
            as_of=self.day,
            prepared_by=self.house.style.name,
            reference=said_of(school, "reference"),
            valid_until=valid_until_of(school),
        )
        made = laid_out(proposal_document(report, self.house, self.without), self.form, Screen())
        return made if isinstance(made, bytes) else "".join(made).encode("utf-8", "replace")


def digest_of(values: object) -> str:
    """A digest of values that always look the same."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def documents(
    schools: Iterable[QuotedSchool], making: Making, is_there: Callable[[SchoolRows], bool]
) -> Generator[tuple[QuotedSchool, bytes | None], None, None]:
    """Each school with its document, in order; without one where the same is there already.

    Several processes make them where there are cores. Raises LpplanError where one cannot be made.
    """
    waiting = iter(schools)
    processes = _cores() if making.form in _DEAR else 1
    # With one process, all of them are made here, one by one.
    few = [*islice(waiting, _FEW)] if processes > 1 else waiting
    for school in few:
        yield school, None if is_there(school.rows) else making.document(school.rows)
    first = next(waiting, None)
    if first is not None:
        yield from _in_processes(chain([first], waiting), making, processes, is_there)


def _in_processes(
    schools: Iterable[QuotedSchool],
    making: Making,
    processes: int,
    is_there: Callable[[SchoolRows], bool],
) -> Iterator[tuple[QuotedSchool, bytes | None]]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # A new process is the same on every system, and shares no thread of ours half done.
    with _without_signals():
        pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (making,))
    in_hand: deque[tuple[QuotedSchool, Future[bytes | str] | None]] = deque()
    try:
        for school in schools:
            future = None
            if not is_there(school.rows):
                with _without_signals():
                    future = pool.submit(_made, school.rows)
            in_hand.append((school, future))
            if len(in_hand) > _AHEAD * processes:
                yield _taken(*in_hand.popleft())
        while in_hand:
            yield _taken(*in_hand.popleft())
    except BrokenProcessPool:
        raise LpplanError("A process that makes documents was ended: try again.") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(
    school: QuotedSchool, future: "Future[bytes | str] | None"
) -> tuple[QuotedSchool, bytes | None]:
    made = None if future is None else future.result()
    if isinstance(made, str):
        raise LpplanError(made)
    return school, made


_making: list[Making] = []


@contextlib.contextmanager
def _without_signals() -> Iterator[None]:
    """Begin no process that could be stopped as ours is: ours hears of it, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(making: Making) -> None:
    """Begin a process that makes documents."""
    for number in SIGNALS:
        # By SIGTERM the others are ended where one of them was killed.
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _making[:] = [making]


def _end_with_parent() -> None:
    """End this process once ours is gone, which may be killed before it can do so."""
    from multiprocessing import parent_process

    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(INTERRUPTED)


def _made(school: SchoolRows) -> bytes | str:
    """A school's document, or why it cannot be made."""
    try:
        return _making[0].document(school)
    except LpplanError as refused:
        told = (f"{located.key}: {located.problem.message}" for located in refused.problems)
        return refused.message or "; ".join(told)


def _cores() -> int:
    """How many processes there is room for."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
