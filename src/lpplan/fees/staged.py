"""The fee folders that a commit or a push touches, as it has them: what pre-commit checks."""

import os
import posixpath
from collections.abc import Iterable, Sequence
from pathlib import Path

from lpplan.fees.git import GitRefused, git
from lpplan.fees.git_tree import (
    Blob,
    NoFees,
    blob_texts,
    commit_blobs,
    commit_named,
    from_top,
    index_blobs,
)
from lpplan.reading.fee_folder import FeeText, is_fee_file, year_in_name
from lpplan.values.problem import LpplanError

_STAGED = "--staged"


def staged_folders(paths: Sequence[str]) -> list[list[FeeText]]:
    """The fee files of each folder that is touched, with the content that is staged.

    Where pre-commit names what is pushed (``PRE_COMMIT_FROM_REF``, ``PRE_COMMIT_TO_REF``), they are
    those of the commit pushed. ``paths`` are the folders to take instead, touched or not. Where
    nothing at all is touched, they are all that git knows. Raises LpplanError where there is no
    fee file to be had, and for those that git cannot read.
    """
    old, new = (os.environ.get(f"PRE_COMMIT_{side}_REF") for side in ("FROM", "TO"))
    if old and new:
        commit = commit_named(_STAGED, new)
        blobs, touched = commit_blobs(_STAGED, commit), _touched_since(old, commit)
    else:
        blobs, touched = index_blobs(_STAGED), _touched("--cached")
    known = {blob.folder for blob in blobs if _names_a_year(blob.path)}
    if paths:
        wanted = {_folder(path, blobs) for path in paths}
    elif touched:
        wanted = {*map(posixpath.dirname, filter(_names_a_year, touched))}
        wanted |= known.intersection(map(posixpath.dirname, touched))
    else:
        wanted = known
    folders: dict[str, list[FeeText]] = {folder: [] for folder in sorted(wanted)}
    for text in blob_texts(_STAGED, (blob for blob in blobs if blob.folder in wanted), str):
        folders[posixpath.dirname(text.shown)].append(text)
    empty = [folder or "." for folder, texts in folders.items() if not texts]
    if paths and empty:
        raise LpplanError(f"{empty[0]}: holds no fee schedule that git knows", "Stage it first.")
    if not (touched or known):
        hint = "Stage one, such as fees/2018-19.toml."
        raise LpplanError("git knows no fee schedule here, so nothing was checked.", hint)
    return [texts for texts in folders.values() if texts]


def _names_a_year(path: str) -> bool:
    """Whether a file is named as fee files are, which is how a folder of them is known."""
    name = posixpath.basename(path)
    return is_fee_file(name) and year_in_name(name) is not None


def _folder(path: str, blobs: Iterable[Blob]) -> str:
    """The folder of that name from here, or of the file, from the top of the repository."""
    try:
        here = Path(os.path.relpath(path)).as_posix()
    except ValueError as wrong:
        raise LpplanError(f"{path}: cannot be in this repository: {wrong}") from None
    inside = from_top(path, f"./{here}")
    return next((blob.folder for blob in blobs if blob.path == inside), inside)


def _touched_since(old: str, commit: str) -> list[str]:
    """The files that a commit changed since it parted from another; none where there is no other.

    Where the two have nothing in common, the files in which they differ.
    """
    try:
        before = commit_named(_STAGED, old)
    except NoFees:
        return []
    try:
        return _touched(f"{before}...{commit}")
    except GitRefused:
        return _touched(before, commit)


def _touched(*what: str) -> list[str]:
    """The files that were added, changed or removed: renamed ones under both names."""
    printed = git(_STAGED, "diff", "--name-only", "-z", "--no-renames", *what, "--")
    return printed.decode("utf-8", "surrogateescape").split("\0")[:-1]
