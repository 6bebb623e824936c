"""Being stopped: by Ctrl-C, by the system, or because the window is closed.

It imports next to nothing, so that it is there early.
"""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator

TYPE_CHECKING = False  # as in typing, which takes its time to import
if TYPE_CHECKING:
    from threading import Timer

INTERRUPTED = 130

SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
    if hasattr(signal, name)
)
"""Those that ask a program to end. Windows has SIGBREAK where others have SIGHUP and SIGQUIT."""

_clear_ups: list[Callable[[], None]] = []
"""What must not stay as it is, however the program ends."""

_unwound: list[bool] = []
"""Not empty within a block that is left by an exception."""

_in_steps: list[list["Timer"]] = []
"""For each block that ends between two steps, what ends it otherwise, once it was asked to."""

PATIENCE = 5.0
"""Seconds that a step may go on for after that, such as one that waits for a reader."""


def stop_quietly() -> None:
    """From now on, end with 130, without a word and with nothing left behind, where stopped."""
    for number in SIGNALS:
        # What `nohup` and shells keep from a program stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(*_: object) -> None:
    # An exception could come up anywhere, in code that swallows it or prints it: so there is one
    # only where it is waited for. Whoever stops the program once more means at once.
    if _unwound:
        _unwound.clear()
        raise KeyboardInterrupt
    if _in_steps and not _in_steps[-1]:
        from threading import Timer

        at_last = Timer(PATIENCE, leave, (INTERRUPTED,))
        at_last.daemon = True
        _in_steps[-1].append(at_last)
        at_last.start()
        return
    leave(INTERRUPTED)


def leave(code: int) -> None:
    """End the program at once with an exit code; no signal comes between this and the end."""
    for clear_up in _clear_ups[::-1]:
        with contextlib.suppress(Exception):
            clear_up()
    os._exit(code)


@contextlib.contextmanager
def unwinding() -> Iterator[None]:
    """A block that waits for nothing but an input: stopped, it is left by a KeyboardInterrupt."""
    _unwound.append(True)
    try:
        yield
    finally:
        del _unwound[-1:]


@contextlib.contextmanager
def in_steps() -> Iterator[Callable[[], None]]:
    """A block that has more to end than files: what is called between two steps of it.

    Where the program was stopped, that leaves the block by a KeyboardInterrupt; in the middle of a
    step a library could swallow one, or print it.
    """
    asked: list[Timer] = []

    def look() -> None:
        if asked:
            raise KeyboardInterrupt

    _in_steps.append(asked)
    try:
        yield look
        look()
    except Exception:
        # Other processes may have been stopped as well.
        look()
        raise
    finally:
        for at_last in asked:
            at_last.cancel()
        _in_steps.pop()


@contextlib.contextmanager
def clearing_up(clear_up: Callable[[], None]) -> Iterator[None]:
    """A block after which something is cleared up, also where the program is stopped in it."""
    _clear_ups.append(clear_up)
    try:
        yield
    finally:
        clear_up()
        _clear_ups.remove(clear_up)
