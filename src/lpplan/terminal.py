"""A terminal at which somebody can be asked."""

import contextlib
import io
import sys
from importlib import import_module

from lpplan.output import write_result
from lpplan.stopping import unwinding
from lpplan.values.problem import Interrupted, LpplanError


def at_a_terminal() -> bool:
    """Whether there is somebody to ask: both ends are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def show(text: str) -> None:
    """Show a text that ends its own lines."""
    write_result(text, None, force=False)


def ask(mark: str) -> str:
    """The line that is typed behind a mark. Raises Interrupted where input ends, or is stopped."""
    # Lets people edit what they type, where the system can.
    with contextlib.suppress(ImportError):
        import_module("readline")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    try:
        with unwinding():
            line = input(mark)
    except (EOFError, KeyboardInterrupt, OSError, ValueError):
        # Nobody sees it where the terminal itself is gone.
        with contextlib.suppress(LpplanError):
            show("\n")
        raise Interrupted from None
    # A poorer character set than the terminal's has left some letters undone.
    content = line.encode(sys.stdin.encoding or "utf-8", "surrogateescape")
    return content.decode("utf-8", "replace")
