"""Files that one process has for itself until it ends, however it ends."""

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

from lpplan.stopping import clearing_up


def hold(descriptor: int, *, wait: bool = False) -> bool:
    """Have a file until it is closed or this process ends; false where another has it.

    Raises OSError on a disk that knows no locks. On Windows whoever has a file open has it.
    """
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
    return True


@contextlib.contextmanager
def temporary_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file in a folder, gone when the block ends or the program is stopped in it.

    Those of programs that were killed go first. Raises OSError where there can be no file.
    """
    _clear(folder)
    path = folder / f".lpplan-{os.urandom(8).hex()}.tmp"
    opened: list[BinaryIO] = []

    def remove() -> None:
        for file in opened:
            # RuntimeError: the program was stopped as it wrote.
            with contextlib.suppress(OSError, RuntimeError):
                file.close()
        _remove(path)

    with clearing_up(remove):
        # It may be cleared as one left behind for as long as it is not held.
        while not (opened and path.exists()):
            opened.append(path.open("xb"))
            with contextlib.suppress(OSError):
                hold(opened[-1].fileno(), wait=True)
        yield path, opened[-1]


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            # Windows keeps a file that is read-only, as one is that took on such permissions.
            path.chmod(stat.S_IREAD | stat.S_IWRITE)
            path.unlink()


@cache
def _clear(folder: Path) -> None:
    """Remove the temporary files that nobody holds any more, once in a run."""
    for path in folder.glob(".lpplan-*.tmp"):
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                path.unlink()
            elif path.is_file():
                with path.open("rb") as file:
                    if hold(file.fileno()):
                        path.unlink()
