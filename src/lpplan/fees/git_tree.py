"""Fee files of a folder, a file, a commit or git's index, the last two without any work tree."""

import posixpath
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from lpplan.fees.git import GitRefused, git
from lpplan.reading.fee_folder import FeeText, fee_text, folder_texts, is_fee_file
from lpplan.reading.toml_file import FILE_OF_TOML, refusal, too_large
from lpplan.values.limits import MOST_BYTES
from lpplan.values.problem import LocatedProblem, LpplanError

# A revision may hold colons of its own between braces: HEAD^{/fix: fees}, main@{12:00}.
_REVISION_AND_PATH = re.compile(r"((?:[^:{}]|\{[^{}]*\}|[{}])*):(.*)", re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_ZEROS = re.compile(r"0{40}|0{64}")
"""What GitHub calls the commit before the first."""
_ENTRY = re.compile(r"(\d+) (?:[a-z]+ )?([0-9a-f]+)(?: (\d))?\t(.*)", re.DOTALL)

_FETCH = "Fetch it first, as in: git fetch origin main"
_DEEPEN = (
    "This clone is shallow: 'git fetch --unshallow' gets the rest, as does fetch-depth: 0 with"
    " actions/checkout."
)


class NoFees(LpplanError):
    """The git tree can be read, and there is no fee file in it."""


class Blob(NamedTuple):
    """A file that git holds."""

    path: str
    """From the top of the repository."""
    kind: str
    """Its mode as git has it, and 1 to 3 where a merge is not resolved."""
    name: str
    """The name of its content."""

    @property
    def folder(self) -> str:
        """The folder that it is in; empty for the top."""
        return posixpath.dirname(self.path)

    @property
    def file_name(self) -> str:
        """Its name in its folder."""
        return posixpath.basename(self.path)


def tree_texts(named: str) -> list[FeeText]:
    """The fee files that a folder, a file, or a git tree such as ``origin/main:fees`` holds.

    ``main...HEAD:fees`` is the last commit that both have; ``:fees`` is what is staged. Raises
    NoFees where a git tree has none, and otherwise LpplanError with whatever cannot be read.
    """
    path = Path(named)
    try:
        if path.is_dir():
            return folder_texts(named)
        if path.exists():
            return [fee_text(path, named)]
    except OSError as wrong:
        raise LpplanError(f"{named}: cannot be read: {wrong.strerror}") from None
    parts = None if _DRIVE.match(named) else _REVISION_AND_PATH.fullmatch(named)
    if parts is None:
        raise LpplanError(
            f"{named}: there is no such file or folder",
            "Name a folder, a file, or a git tree such as origin/main:fees.",
        )
    revision, inside = parts.groups()
    if not revision:
        where = from_top(named, inside)
        blobs = index_blobs(named)
    else:
        commit = commit_named(named, revision)
        where = from_top(named, inside)
        blobs = commit_blobs(named, commit, where)
    if where and not any(f"{blob.path}/".startswith(f"{where}/") for blob in blobs):
        raise NoFees(
            f"{named}: there is no {where} in {revision or 'the index'}",
            "Name a folder or file at that revision, from the top of the repository.",
        )
    files = [blob for blob in blobs if where in (blob.path, blob.folder)]
    for blob in files:
        if blob.path == where and (why := _NO_FILES.get(blob.kind)):
            raise refusal(named, None, "unreadable", why, "Put the fees themselves there.")
    texts = blob_texts(named, files, lambda path: f"{revision}:{path}")
    if not texts:
        raise NoFees(f"{named}: holds no fee schedule", "Name the folder that does.")
    return texts


def commit_named(named: str, revision: str) -> str:
    """The full name of a revision's commit; of ``A...B``, the last that both sides have.

    Raises NoFees for the zeros that stand where there is none.
    """
    if not revision or revision.startswith("-"):
        raise LpplanError(
            f"{named}: does not name a revision before the colon",
            "Name a branch, tag or commit, as in origin/main:fees.",
        )
    if _ZEROS.fullmatch(revision):
        raise NoFees(f"{named}: there is no commit before the first", "Name a commit.")
    old, dots, new = revision.partition("...")
    if dots:
        sides = [commit_named(named, side or "HEAD") for side in (old, new)]
        return _commit(named, f"{old} and {new} have no commit in common", "merge-base", *sides)
    asked = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return _commit(named, f"there is no such revision here: {revision}", *asked)


def _commit(named: str, where_none: str, *asked: str) -> str:
    try:
        return git(named, *asked).decode().strip()
    except GitRefused as refused:
        if refused.lines:
            raise
    is_shallow = git(named, "rev-parse", "--is-shallow-repository").strip() == b"true"
    raise LpplanError(f"{named}: {where_none}", _DEEPEN if is_shallow else _FETCH)


def from_top(named: str, path: str) -> str:
    """A path from the top of the repository, empty for the top; ``./fees`` is in this folder.

    Raises LpplanError for one that leads out of the repository.
    """
    if re.match(r"\.\.?(/|$)", path):
        prefix = git(named, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape")
        path = prefix.removesuffix("\n") + path
    path = posixpath.normpath(path)
    if re.match(r"/|\.\.(/|$)", path):
        raise LpplanError(
            f"{named}: leads out of the repository",
            "Name a path from the top of the repository, or from here with ./ before it.",
        )
    return "" if path == "." else path


def commit_blobs(named: str, commit: str, inside: str = "") -> list[Blob]:
    """The files of a commit at a path and below it."""
    return _blobs(git(named, "ls-tree", "-rz", "--full-tree", commit, "--", inside or "."))


def index_blobs(named: str) -> list[Blob]:
    """The files that are staged, which the next commit would hold."""
    return _blobs(git(named, "ls-files", "-sz", "--full-name", "--", ":(top)"))


def _blobs(printed: bytes) -> list[Blob]:
    lines = printed.decode("utf-8", "surrogateescape").split("\0")
    entries = (entry.groups() for line in lines if (entry := _ENTRY.fullmatch(line)))
    return [
        Blob(path, mode if stage in (None, "0") else stage, name)
        for mode, name, stage, path in entries
    ]


_NO_FILES = {
    "120000": "is a symbolic link, of which git holds only where it leads",
    "160000": "is a submodule, not a file",
    **dict.fromkeys("123", "is in a merge that is not resolved"),
}


def blob_texts(named: str, blobs: Iterable[Blob], shown: Callable[[str], str]) -> list[FeeText]:
    """The fee files among some files, in the order of their paths.

    ``shown`` gives how a path is shown. Raises LpplanError with each that cannot be read, and
    what git says of it.
    """
    texts: list[FeeText] = []
    problems: list[LocatedProblem] = []
    by_path = {blob.path: blob for blob in blobs if is_fee_file(blob.file_name)}
    for path, blob in sorted(by_path.items()):
        try:
            texts.append(FeeText(shown(path), blob.file_name, _reader(named, shown(path), blob)))
        except LpplanError as refused:
            problems += refused.problems
    if problems:
        raise LpplanError(problems=problems)
    return texts


def _reader(named: str, shown: str, blob: Blob) -> Callable[[], bytes]:
    """Gives a file's content, which is read at once: a base that misses one is no base."""
    if why := _NO_FILES.get(blob.kind):
        raise refusal(shown, None, "unreadable", why, "Put the fee file itself there.")
    try:
        if _size(named, blob) > MOST_BYTES:
            raise too_large(shown, MOST_BYTES, FILE_OF_TOML)
        content = git(named, "cat-file", "blob", blob.name)
    except GitRefused as refused:
        hint = "\n".join(refused.hints)
        raise refusal(shown, None, "unreadable", "git cannot read this", hint) from None
    return lambda: content


def _size(named: str, blob: Blob) -> int:
    """How large a file is, 0 where git cannot tell: it hands over all of one that is asked for."""
    with suppress(GitRefused):
        return int(git(named, "cat-file", "-s", blob.name))
    return 0
