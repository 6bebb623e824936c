"""A document for each school of a list: made by several processes, in a folder of their own.

A file in the folder says which documents are lpplan's: those it replaces when it runs again, and
no others.
"""

import contextlib
import hashlib
import json
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lpplan.batch.file_names import names_in, proposal_file_name
from lpplan.batch.quoting import QuotedSchool, plan_of, said_of, valid_until_of
from lpplan.batch.school_rows import SchoolRows
from lpplan.output import make_folder, write_result
from lpplan.proposal import proposal_document, proposal_report
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.toml_file import refuse_pipe
from lpplan.show.formats import ENDINGS, laid_out
from lpplan.show.house_style import HouseStyle
from lpplan.show.terminal import Screen
from lpplan.stopping import INTERRUPTED, SIGNALS
from lpplan.values.problem import LpplanError
from lpplan.values.words import plain_name

if TYPE_CHECKING:
    from concurrent.futures import Future

MANIFEST = "lpplan-documents.jsonl"
"""Says which documents of a folder are lpplan's: a line for each that it ever wrote there."""
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


class _Known(NamedTuple):
    """A document that lpplan wrote: its file, and the digests of what it put there in turn."""

    file: str
    school: str
    digests: list[str]

    @property
    def line(self) -> str:
        """What the manifest says of it now."""
        said = {"file": self.file, "school": self.school, "sha256": self.digests[-1]}
        return json.dumps(said, ensure_ascii=False) + "\n"


class DocumentFolder:
    """A folder of documents, one for each school."""

    def __init__(self, folder: str, form: str, *, force: bool, say: Callable[[str], None]) -> None:
        """Read which documents are there. Raises LpplanError where the folder cannot be made."""
        make_folder(folder)
        self._folder = Path(folder)
        self._ending = next(ending for ending, its in ENDINGS.items() if its == form)
        self._force, self._say = force, say
        self._taken = names_in(self._folder)
        self._known: dict[tuple[str, str], _Known] = {}
        self._seen: set[tuple[str, str]] = set()
        for file, school, digest in _said_in(self._folder / MANIFEST):
            known = self._known.setdefault(_key(school, file), _Known(file, school, []))
            known.digests.append(digest)

    def write(self, school: str, content: bytes) -> None:
        """Write a school's document, in place of its old one unless somebody changed that.

        Raises LpplanError where it cannot be written.
        """
        key = _key(school, self._ending)
        self._seen.add(key)
        known = self._known.get(key)
        if known is None:
            name = proposal_file_name(school, self._ending, self._taken)
            known = self._known[key] = _Known(name, school, [])
        path = self._folder / known.file
        before = _digest(path)
        if before is not None and not self._force and before not in known.digests:
            self._say(
                f"{path}: was changed since lpplan wrote it, and is kept.\n"
                "  --force writes it anew.\n"
            )
            return
        known.digests.append(hashlib.sha256(content).hexdigest())
        # Said first: a document without its line would be taken for somebody else's.
        with _refusing(self._folder / MANIFEST) as manifest, manifest.open("ab") as file:
            file.write(known.line.encode())
        write_result(content, str(path), force=before is not None)

    def finish(self) -> None:
        """Tell of documents whose schools are not in the list, and keep a line for each that is.

        Raises LpplanError where that cannot be written.
        """
        lines = []
        for key, known in self._known.items():
            path = self._folder / known.file
            if path.exists() and known.digests:
                lines.append(known.line)
                if key not in self._seen and key[1] == self._ending:
                    self._say(f"{path}: its school is not in the list, and it is kept.\n")
        write_result("".join(lines), str(self._folder / MANIFEST), force=True)


def _key(school: str, file: str) -> tuple[str, str]:
    """What tells documents apart: whose they are, and their form."""
    return plain_name(school), file[file.rfind(".") :]


def _said_in(manifest: Path) -> Iterator[tuple[str, str, str]]:
    """The file, school and digest of each line; one that was never finished says nothing."""
    refuse_pipe(str(manifest), str(manifest))
    with _refusing(manifest):
        if not manifest.exists():
            return
        lines = manifest.read_text("utf-8", "replace").splitlines()
    for line in lines:
        try:
            said = json.loads(line)
            file, school, digest = (str(said[name]) for name in ("file", "school", "sha256"))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        # A name leads to no other folder, whatever somebody wrote into the manifest.
        if Path(file).name == file and file != MANIFEST:
            yield file, school, digest


def _digest(path: Path) -> str | None:
    """The digest of a file; None where there is none."""
    refuse_pipe(str(path), str(path))
    with _refusing(path):
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[Path]:
    """Say of what the system refuses that a file cannot be read or written."""
    try:
        yield path
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        hint = "Check the folder, its free space and that you may write there."
        raise LpplanError(f"{path}: cannot be read or written: {reason}", hint) from None


def documents(
    schools: Iterable[QuotedSchool], making: Making
) -> Generator[tuple[QuotedSchool, bytes], None, None]:
    """Each school with its document, in order; several processes make them where there are cores.

    Raises LpplanError where one cannot be made.
    """
    waiting = iter(schools)
    processes = _cores() if making.form in _DEAR else 1
    # With one process, all of them are made here, one by one.
    few = [*islice(waiting, _FEW)] if processes > 1 else waiting
    for school in few:
        yield school, making.document(school.rows)
    first = next(waiting, None)
    if first is not None:
        yield from _in_processes(chain([first], waiting), making, processes)


def _in_processes(
    schools: Iterable[QuotedSchool], making: Making, processes: int
) -> Iterator[tuple[QuotedSchool, bytes]]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # A new process is the same on every system, and shares no thread of ours half done.
    with _without_signals():
        pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (making,))
    in_hand: deque[tuple[QuotedSchool, Future[bytes | str]]] = deque()
    try:
        for school in schools:
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


def _taken(school: QuotedSchool, future: "Future[bytes | str]") -> tuple[QuotedSchool, bytes]:
    made = future.result()
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
