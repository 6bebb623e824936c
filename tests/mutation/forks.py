"""Work done in copies of this process, several at once, each with a limit of time."""

import contextlib
import gc
import os
import select
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

MOST_MEMORY = 4 * 2**30
MOST_SECONDS = 900
"""By the clock, whatever the processor did: for what waits and never ends."""

Task = TypeVar("Task")
Work = Callable[[Task, Path], str]
"""Does a task in a copy, with an empty folder of its own; gives what is to be said of it."""


class _Copy(NamedTuple):
    process: int
    said: int
    folder: Path


def in_copies(tasks: Iterable[Task], do: Work[Task], at_once: int) -> Iterator[tuple[Task, str]]:
    """Each task with what ``do`` gave for it, as they end, so many at once.

    Of a copy that was ended by a signal, that is what is said: ``signal 27``.
    """
    running: dict[int, tuple[Task, _Copy]] = {}
    waiting = iter(tasks)
    gc.collect()
    gc.freeze()  # so that the copies share what they never change
    try:
        while True:
            while len(running) < at_once and (task := next(waiting, None)) is not None:
                copy = _start(task, do)
                running[copy.said] = task, copy
            if not running:
                return
            for said in select.select(list(running), [], [])[0]:
                task, copy = running.pop(said)
                yield task, _ended(copy)
    finally:
        for _, copy in running.values():
            os.kill(copy.process, signal.SIGKILL)
            _ended(copy)
        gc.unfreeze()


def _start(task: Task, do: Work[Task]) -> _Copy:
    said, say = os.pipe()
    folder = Path(tempfile.mkdtemp(prefix="mutant-"))
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        _be_the_copy(task, do, say, folder)
    os.close(say)
    return _Copy(process, said, folder)


def _be_the_copy(task: Task, do: Work[Task], say: int, folder: Path) -> NoReturn:
    import resource  # which Windows lacks, and the tests of the lists need not

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the runner, which ends its copies
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    try:
        answer = do(task, folder)
    except BaseException:  # a copy must never go on as if it were the runner
        answer = f"broke: {traceback.format_exc()}"
    with contextlib.suppress(OSError), os.fdopen(say, "w", encoding="utf-8") as pipe:
        pipe.write(answer)
    os._exit(0)


def _ended(copy: _Copy) -> str:
    with os.fdopen(copy.said, encoding="utf-8") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(copy.process, 0)
    shutil.rmtree(copy.folder, ignore_errors=True)
    return answer if os.WIFEXITED(status) else f"signal {os.WTERMSIG(status)}"


def limit_processor(seconds: float) -> None:
    """End this process once it has used so many seconds of the processor from now on."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def lines_of_a_copy(do: Callable[[Callable[[str], None]], None]) -> Iterator[str]:
    """The lines that ``do`` says in a copy of this process, as it says them."""
    said, say = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(said)  # so that a line which nobody reads any more is an error
            with os.fdopen(say, "w", encoding="utf-8", buffering=1) as pipe:
                do(lambda line: print(line, file=pipe))
        except (KeyboardInterrupt, BrokenPipeError):
            pass
        except BaseException:  # as above
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(say)
    try:
        with os.fdopen(said, encoding="utf-8") as pipe:
            for line in pipe:
                yield line.rstrip("\n")
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGINT)
        raise
    finally:
        os.waitpid(process, 0)
