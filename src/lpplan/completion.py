"""Completion at a shell's prompt: the script that makes a shell ask, and what it asks about."""

import os
from collections.abc import Mapping

from lpplan.values.problem import LpplanError
from lpplan.values.words import in_quotes, listed

SHELLS = ("bash", "zsh", "fish", "powershell")
_ASKED = "_LPPLAN_COMPLETE"
"""The variable in which a shell says that it wants what could come next, and nothing done."""
_TYPED = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")
"""Those in which it has the line typed so far: bash, and the others."""


def completion_script(shell: str) -> str:
    """The script with which a shell completes commands and flags.

    Raises LpplanError for a shell that has none.
    """
    from typer._completion_shared import get_completion_script

    if shell not in SHELLS:
        known = listed([*SHELLS], "or")
        raise LpplanError(f"--completion: must be {known}, not {in_quotes(shell)}")
    # Not the flag --install-completion: that changes start-up files unasked, and on Windows which
    # scripts may run at all.
    script = get_completion_script(prog_name="lpplan", complete_var=_ASKED, shell=shell)
    return f"{script}\n"


def words_to_complete(environment: Mapping[str, str] = os.environ) -> list[str] | None:
    """The words behind ``lpplan`` that a shell wants completed; None where none asks.

    From then on Typer knows how to answer it.
    """
    if not environment.get(_ASKED):
        return None
    from typer._completion_classes import completion_init

    completion_init()
    return " ".join(environment.get(name, "") for name in _TYPED).split()[1:]
