"""A terminal at which somebody can be asked."""

import contextlib
import sys

from lpplan.files.output import write_result
from lpplan.values.problem import Interrupted


def at_a_terminal() -> bool:
    """Whether there is somebody to ask: both ends are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def show(text: str) -> None:
    """Show a text that ends its own lines."""
    write_result(text, None, force=False)


def ask(mark: str) -> str:
    """The line that is typed behind a mark. Raises Interrupted where input ends, or on Ctrl-C."""
    # Lets people edit what they type, where the system can.
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    try:
        return input(mark)
    except UnicodeDecodeError:
        # What is no text is no answer either.
        return "\ufffd"
    except (EOFError, KeyboardInterrupt, OSError, ValueError):
        show("\n")
        raise Interrupted from None
