"""How far a long run is, on a terminal that somebody watches."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Self, TypeVar

from lpplan.output import say

if TYPE_CHECKING:
    from rich.progress import Progress

_T = TypeVar("_T")

_PATIENCE = 1.0
"""Seconds that nobody needs a bar for."""
_EVERY = 200


class ProgressBar:
    """A bar on standard error, from a second on, where that is a terminal and the result is not."""

    def __init__(self, about: str, share_done: Callable[[], float | None]) -> None:
        """Show what it is about and how much is done, from 0 to 1, None where nobody knows."""
        self._about = about
        self._share_done = share_done
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            with suppress(OSError):
                self._bar.stop()

    def over(self, items: Iterable[_T], *, to_screen: bool) -> Iterator[_T]:
        """The items as they come, each a step; ``to_screen`` is whether the result goes there."""
        wanted = not to_screen and _at_a_terminal()
        began = time.monotonic()
        for number, item in enumerate(items):
            if wanted and number % _EVERY == 0 and time.monotonic() - began > _PATIENCE:
                self._show()
            yield item

    def say(self, message: str) -> None:
        """Write to standard error, above the bar where there is one."""
        if self._bar is None:
            say(message)
        else:
            self._bar.console.out(message, end="", highlight=False)

    def _show(self) -> None:
        share = self._share_done()
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.add_task(self._about, total=None if share is None else 1.0)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=share or 0.0)


def _at_a_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
