"""Where lpplan starts."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run lpplan on the command line's arguments, and exit with its code."""
    try:
        # Imported here, so that an interruption this early is caught as well.
        from lpplan.running import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
