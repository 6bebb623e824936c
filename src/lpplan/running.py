"""Running a command: the one place where errors become messages and exit codes."""

import contextlib
import gc
import io
import os
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from lpplan import __version__
from lpplan.output import say, write_result, writing_to_stdout
from lpplan.show.text import ON_WINDOWS
from lpplan.values.problem import LpplanError
from lpplan.values.words import in_quotes

if TYPE_CHECKING:
    import typer


_MOST_WORDS = 20
"""Of a command line, among which a name with spaces is looked for."""


def run(arguments: list[str]) -> int:
    """Run lpplan and give its exit code: 0 done, 1 the answer is no, 2 the input is wrong."""
    # A console that lacks a character gets another one in its place, never an error.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # A command ends before there is garbage worth looking for.
    gc.set_threshold(100_000)
    # Plugins are for applications that watch their models. Looking for some would read the
    # metadata of every package installed, each time lpplan starts.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        if arguments in (["--version"], ["-V"]):
            write_result(f"lpplan {__version__}\n", None, force=False)
            return 0
        return _run_command(arguments)
    except OSError as wrong:
        # A path that the system cannot even look at, such as a name that is too long.
        path = in_quotes(str(wrong.filename or ""))
        say(_message(LpplanError(f"{path}: {wrong.strerror or wrong}", "Check the name.")))
        return LpplanError.exit_code
    except LpplanError as error:
        say(_message(error))
        return error.exit_code


def _run_command(arguments: list[str]) -> int:
    import typer

    from lpplan.cli import command_line
    from lpplan.completion import words_to_complete

    code = None
    try:
        # Help that is asked for is written by Typer, all else by write_result.
        is_help = not {"--help", "-h"}.isdisjoint(arguments)
        with writing_to_stdout() if is_help else contextlib.nullcontext():
            app = command_line(words_to_complete() or arguments)
            typed = _without_patterns(arguments) if ON_WINDOWS else arguments
            code = app(typed, prog_name="lpplan", standalone_mode=False)
    except typer.TyperException as error:
        say(_usage_message(error, arguments))
        return error.exit_code
    return code if isinstance(code, int) else 0


def _without_patterns(arguments: list[str]) -> list[str]:
    """The arguments with files in place of patterns such as ``*.toml``, as other shells do it."""
    from glob import glob

    every: list[str] = []
    for typed in arguments:
        is_pattern = not {*"*?"}.isdisjoint(typed)
        found = sorted(glob(typed)) if is_pattern else []  # noqa: PTH207 - as the names are typed
        every += found or [typed]
    return every


def _message(error: LpplanError) -> str:
    from lpplan.show.text import problems_text, visible, without_commands

    hints = "".join(f"  {visible(hint)}\n" for hint in error.hints)
    sentence = f"{visible(error.message)}\n" if error.message else ""
    return without_commands(sentence + hints) + problems_text(error.problems)


def _usage_message(error: "typer.TyperException", arguments: list[str]) -> str:
    from lpplan.show.text import visible, without_commands

    context = getattr(error, "ctx", None)
    command = context.command_path if context else _command_in(arguments)
    lines = [visible(line) for line in error.format_message().splitlines()]
    if name := _name_in_pieces(arguments):
        lines.append(f'  Put quotes around a name with spaces: "{visible(name)}"')
    told = "\n".join([*lines, f"  '{command} --help' shows how it is used."])
    return f"{without_commands(told)}\n"


def _command_in(arguments: list[str]) -> str:
    """The command that arguments begin with, for an error of Typer that does not say."""
    from lpplan.cli import COMMANDS

    words = next((n for n in (2, 1) if " ".join(arguments[:n]) in COMMANDS), 0)
    return " ".join(["lpplan", *arguments[:words]])


def _name_in_pieces(arguments: list[str]) -> str | None:
    """The file or folder whose name has spaces, and was typed without quotes."""
    for start, end in combinations(range(min(len(arguments), _MOST_WORDS) + 1), 2):
        name = " ".join(arguments[start:end])
        for path in (name, f"{name}.toml"):
            with contextlib.suppress(OSError, ValueError):
                if end - start > 1 and Path(path).exists():
                    return path
    return None
