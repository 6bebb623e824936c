"""Fee files of a folder, a file or a git tree, the last without touching any work tree."""

import subprocess
from functools import partial
from pathlib import Path, PurePosixPath

from lpplan.reading.fee_folder import FeeText, fee_text, folder_texts, is_fee_file
from lpplan.values.problem import LpplanError


def tree_texts(named: str) -> list[FeeText]:
    """The fee files that a folder, a file, or a git tree such as ``origin/main:fees`` holds.

    Raises LpplanError where there is nothing of that name, saying what is missing.
    """
    path = Path(named)
    if path.is_dir():
        return folder_texts(named)
    if path.exists():
        return [fee_text(path, named)]
    revision, colon, inside = named.partition(":")
    if not colon:
        raise LpplanError(
            f"{named}: there is no such file or folder",
            "Name a folder, a file, or a git tree such as origin/main:fees.",
        )
    if not revision or revision.startswith("-"):
        raise LpplanError(
            f"{named}: does not name a revision before the colon",
            "Name a branch, tag or commit, as in origin/main:fees.",
        )
    return _git_texts(named, revision, inside)


def _git_texts(named: str, revision: str, inside: str) -> list[FeeText]:
    commit = _git(named, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    commit_name = commit.decode().strip()
    entries = _entries(named, commit_name, inside)
    if inside and "tree" in entries.values():
        entries = _entries(named, commit_name, f"{inside.rstrip('/')}/")
    if inside and not entries:
        raise LpplanError(
            f"{named}: there is no {inside} in {revision}",
            "Name a folder or file at that revision, from the top of the repository.",
        )
    paths = sorted(path for path, kind in entries.items() if kind == "blob")
    files = [path for path in paths if is_fee_file(PurePosixPath(path).name)]
    if not files:
        raise LpplanError(f"{named}: holds no fee schedule", "Name the folder that does.")
    return [
        FeeText(
            f"{revision}:{path}",
            PurePosixPath(path).name,
            partial(_git, named, "cat-file", "blob", f"{commit_name}:{path}"),
        )
        for path in files
    ]


def _entries(named: str, commit: str, inside: str) -> dict[str, str]:
    """The paths that a commit has at a path, each with its kind: ``blob`` is a file."""
    printed = _git(named, "ls-tree", "-z", "--full-tree", commit, "--", inside or ".")
    lines = printed.decode("utf-8", "surrogateescape").split("\0")
    entries = (line.partition("\t") for line in lines if line)
    return {path: about.split()[1] for about, _, path in entries}


def _git(named: str, *arguments: str) -> bytes:
    """What git prints. Raises LpplanError where git, a repository or the revision is missing."""
    try:
        done = subprocess.run(
            ["git", "--no-pager", *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise LpplanError(
            f"{named}: git is not installed, and only it can read this",
            "Install git, or name a folder.",
        ) from None
    except (OSError, ValueError) as wrong:
        raise LpplanError(f"{named}: git could not be run: {wrong}") from None
    if done.returncode == 0:
        return done.stdout
    reason = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
    raise LpplanError(
        f"{named}: git cannot read this: {reason or 'there is no such revision here'}",
        "Fetch the revision first, or name a folder.",
    )
