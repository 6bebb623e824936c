"""Where lpplan starts."""

# Nothing else is imported here, so that an interruption this early is caught as well.
import os
import sys


def main() -> None:
    """Run lpplan on the command line's arguments, and end with its code."""
    try:
        from contextlib import suppress

        from lpplan.stopping import INTERRUPTED, leave, stop_quietly

        stop_quietly()
    except KeyboardInterrupt:
        os._exit(130)
    try:
        from lpplan.running import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()
    # Python takes a while to end, and would tell of an interruption meanwhile.
    leave(code)


if __name__ == "__main__":
    main()
