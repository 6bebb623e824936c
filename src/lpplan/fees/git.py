"""Git, asked without a prompt, and told on in its own words where it cannot answer."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lpplan.values.problem import LpplanError

_ENVIRONMENT = {
    # A password is asked for nowhere, neither by git nor by what helps it.
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "force",
    "GCM_INTERACTIVE": "never",
    # Reading refreshes no index, and messages are in the language of this program.
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}

_ADVICE = (
    (
        "dubious ownership",
        "The repository belongs to another account. Where you trust it, add that safe.directory.",
    ),
    ("(or any of the parent", "Go to a clone of the repository, or name a folder of fee files."),
    (
        "emote repository",
        "Files are still at the remote: try again where git can reach it, or clone all of it.",
    ),
    ("promisor remote", "Try again where git can reach the remote, or clone all of it."),
)
"""What helps, by words of git's message: the first row that fits."""

_OTHERWISE = "Mend what git names ('git fsck' finds all that is missing), or name a folder."


class GitRefused(LpplanError):
    """What git cannot do: its own lines as hints, and what helps below them."""

    def __init__(self, message: str, lines: list[str]) -> None:
        said = "\n".join(lines)
        advice = next((advice for words, advice in _ADVICE if words in said), _OTHERWISE)
        super().__init__(message, *lines, advice)
        self.lines = lines


def git(named: str, *arguments: str) -> bytes:
    """What git prints. ``named`` is what its reader asked for.

    Raises GitRefused with what git says, and LpplanError where there is no git.
    """
    try:
        program = _program()
        if program is None:
            raise LpplanError(
                f"{named}: git is not installed, and only it can read this",
                "Install git, or name a folder.",
            )
        done = subprocess.run(
            [program, "-c", "core.fsmonitor=false", "-c", "diff.relative=false", *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=_environment(),
            # Without a terminal nothing that git starts can ask there.
            start_new_session=True,
        )
    except (OSError, ValueError) as wrong:
        raise LpplanError(f"{named}: git could not be run: {wrong}") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").splitlines()
    lines = [line.rstrip().expandtabs(4) for line in said if line.strip()]
    raise GitRefused(f"{named}: git cannot read this", lines)


def _environment() -> dict[str, str]:
    """The environment of git: ours, but for what the program without Python needs for itself."""
    ours = os.environ | _ENVIRONMENT
    if getattr(sys, "frozen", False):
        # PyInstaller leads to the libraries of its own folder, and keeps what was said before.
        ours["LD_LIBRARY_PATH"] = ours.pop("LD_LIBRARY_PATH_ORIG", "")
    return ours


def _program() -> str | None:
    """Git by its full path, and never from the current folder, where anybody may have put one.

    Windows looks there first, and so does everything for an entry of PATH that is relative.
    """
    here = Path.cwd()
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in map(Path, os.get_exec_path()):
        if folder.is_absolute() and folder.resolve() != here and shutil.which(folder / name):
            return str(folder / name)
    return None
