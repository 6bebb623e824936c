"""Where lpplan starts, and the one place where errors become messages and exit codes."""

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING

from lpplan import __version__

if TYPE_CHECKING:
    import typer

    from lpplan.values.problem import LpplanError

INTERRUPTED = 130


def main() -> None:
    """Run lpplan on the command line's arguments, and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run lpplan and give its exit code: 0 done, 1 the answer is no, 2 wrong input, 130 stopped."""
    # A console that lacks a character gets another one in its place, never an error.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    # A command ends before there is garbage worth looking for.
    gc.set_threshold(100_000)
    # Plugins are for applications that watch their models. Looking for some would read the
    # metadata of every package installed, each time lpplan starts.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        if arguments in (["--version"], ["-V"]):
            from lpplan.files.output import write_result

            write_result(f"lpplan {__version__}\n", None, force=False)
            return 0
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: list[str]) -> int:
    import typer

    from lpplan.cli import command_line
    from lpplan.values.problem import LpplanError

    try:
        app = command_line(arguments)
        code = app(arguments, prog_name="lpplan", standalone_mode=False)
    except LpplanError as error:
        _say(_message(error))
        return error.exit_code
    except typer.TyperException as error:
        _say(_usage_message(error))
        return error.exit_code
    return code if isinstance(code, int) else 0


def _message(error: "LpplanError") -> str:
    from lpplan.rendering.problems import problems_text
    from lpplan.rendering.text import visible

    lines = [visible(line) for line in error.message.splitlines()]
    return "".join(f"{line}\n" for line in lines) + problems_text(error.problems)


def _usage_message(error: "typer.TyperException") -> str:
    from lpplan.rendering.text import visible

    context = getattr(error, "ctx", None)
    command = context.command_path if context else "lpplan"
    lines = [visible(line) for line in error.format_message().splitlines()]
    return "\n".join([*lines, f"  '{command} --help' shows how it is used."]) + "\n"


def _say(message: str) -> None:
    """Write to standard error, as far as there is one."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        sys.stderr.write(message)
        sys.stderr.flush()


if __name__ == "__main__":
    main()
