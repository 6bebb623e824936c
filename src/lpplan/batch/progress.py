"""How far a list is, on standard error: a bar with what remains, where that is a terminal."""

import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from lpplan.output import say

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds that nobody needs a progress bar for."""


class ProgressBar:
    """A bar, from a second on, where there is a terminal that can show one."""

    def __init__(self, *, wanted: bool) -> None:
        """Show nothing yet, and nothing ever unless it is wanted."""
        self.at_terminal = sys.stderr is not None and sys.stderr.isatty()
        """Whether there is a terminal."""
        self._wanted = wanted and self.at_terminal and os.environ.get("TERM") != "dumb"
        self._began = time.monotonic()
        self._bar: Progress | None = None

    def show(self, words: str, done: float, whole: float | None) -> None:
        """Say what is done and how much of the whole, and estimate how long the rest takes."""
        if not self._wanted or time.monotonic() - self._began <= PATIENCE:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress

            first, _, *others = Progress.get_default_columns()
            self._bar = Progress(
                *(first, BarColumn(20), *others),
                console=Console(stderr=True),
                transient=True,
                # The result goes where it is sent, past the bar.
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._bar.add_task(words)
        self._bar.start()
        self._bar.update(self._bar.task_ids[0], description=words, completed=done, total=whole)

    def hide(self) -> None:
        """Take the bar away until more is done."""
        if self._bar is not None:
            with suppress(OSError):
                self._bar.stop()

    def say(self, message: str) -> None:
        """Write to standard error, above the bar where there is one."""
        if self._bar is None:
            say(message)
        else:
            self._bar.console.out(message, end="", highlight=False)
