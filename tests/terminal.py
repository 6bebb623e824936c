"""A person at a terminal: lpplan behind a real pseudo-terminal, typed at and read."""

import os
import re
import select
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from conftest import LPPLAN

MARK = "> "
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>])")


class Terminal:
    """Runs lpplan at a terminal of 80 columns until it ends or is left.

    Its result goes to a file of ours where one is named.
    """

    def __init__(
        self, *arguments: str | Path, folder: Path, to: Path | None = None, **environment: str
    ) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        out = theirs if to is None else os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self.process = subprocess.Popen(
            [*LPPLAN, *map(str, arguments)],
            stdin=theirs,
            stdout=out,
            stderr=theirs,
            cwd=folder,
            env=os.environ
            | {"TERM": "dumb", "COLUMNS": "80", "LINES": "24", "PYTHONIOENCODING": "utf-8"}
            | environment,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - no test has a thread
        )
        for descriptor in {theirs, out}:
            os.close(descriptor)
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._ours >= 0:
            os.close(self._ours)

    def read_to_question(self) -> str:
        """What is shown up to the next question, or to the end."""
        began = len(self.shown)
        while not self.shown[began:].endswith(f"\n{MARK}"):
            if not self._read():
                break
        return self.shown[began:]

    def read_until(self, pattern: str) -> None:
        """Wait until something that matches a pattern is shown."""
        while not re.search(pattern, self.shown):
            assert self._read(), f"it ended after:\n{self.shown}"

    def read_to_end(self) -> int:
        """The exit code, once all is shown."""
        while self._read():
            pass
        return self.process.wait(timeout=30)

    def type(self, *answers: str) -> str:
        """Answer one question after another; gives what is shown after the last answer."""
        after = ""
        for answer in answers:
            self.answer(answer)
            after = self.read_to_question()
        return after

    def answer(self, typed: str) -> None:
        """Answer a question, and do not wait for the next."""
        os.write(self._ours, f"{typed}\n".encode())

    def press(self, key: str) -> None:
        """Press a key such as Ctrl-C, which is ``\\x03``."""
        # Within microseconds of a prompt, faster than any person, a signal can get lost.
        time.sleep(0.05)
        os.write(self._ours, key.encode())

    def close(self) -> None:
        """Close the window."""
        os.close(self._ours)
        self._ours = -1
        self.process.wait(timeout=30)

    def kill(self) -> None:
        """Kill the program as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)

    def _read(self) -> bool:
        """Take in what is shown next; false at the end."""
        ready, _, _ = select.select([self._ours], [], [], 30)
        assert ready, f"nothing more after:\n{self.shown}"
        try:
            new = os.read(self._ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            new = b""
        text = new.decode("utf-8", "replace").replace("\r\n", "\n")
        self.shown += _ESCAPE.sub("", text)
        return bool(new)


def _take_terminal() -> None:
    """Make the terminal the controlling one, so that Ctrl-C and closing reach the program."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def wait_until(there: Path) -> None:
    """Wait for a file."""
    for _ in range(300):
        if there.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"no {there}")
