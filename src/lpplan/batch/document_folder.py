"""A folder with a document for each school of a list.

A file in it says which documents are lpplan's, and from what each was made: those that would be
the same when it runs again are left, others of its own replaced, and nobody else's.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from lpplan.batch.documents import Making, digest_of
from lpplan.batch.file_names import names_in, proposal_file_name
from lpplan.batch.school_rows import SchoolRows
from lpplan.output import make_folder, write_result
from lpplan.reading.toml_file import refuse_device, refuse_pipe, too_large
from lpplan.show.formats import ENDINGS
from lpplan.show.text import visible, without_commands
from lpplan.values.limits import MOST_BYTES_OF_A_MANIFEST
from lpplan.values.problem import LpplanError
from lpplan.values.words import plain_name

MANIFEST = "lpplan-documents.jsonl"
"""Says which documents of a folder are lpplan's: a line for each that it ever wrote there."""


class _Known(NamedTuple):
    """A document that lpplan wrote: its file, and the digests of what it put there in turn."""

    file: str
    school: str
    digests: list[str]
    made_from: str = ""
    """A digest of what the last of them was made from."""

    @property
    def line(self) -> str:
        """What the manifest says of it now."""
        said = {"file": self.file, "school": self.school, "sha256": self.digests[-1]}
        said["made_from"] = self.made_from
        return json.dumps(said, ensure_ascii=False) + "\n"


class DocumentFolder:
    """A folder of documents, one for each school."""

    def __init__(
        self, folder: str, making: Making, *, force: bool, say: Callable[[str], None]
    ) -> None:
        """Read which documents are there. Raises LpplanError where the folder cannot be made."""
        make_folder(folder)
        self.done = 0
        """How many schools have their document, as far as it came."""
        self.wanted: int | None = None
        """How many schools the list has; None where nobody knows."""
        self._folder = Path(folder)
        self._ending = next(ending for ending, its in ENDINGS.items() if its == making.form)
        self._force, self._say = force, say
        self._made_from = making.digest
        self._taken = names_in(self._folder)
        self._known: dict[tuple[str, str], _Known] = {}
        self._seen: set[tuple[str, str]] = set()
        for said in _said_in(self._folder / MANIFEST):
            key = _key(said.school, said.file)
            before = self._known.get(key, said._replace(digests=[]))
            self._known[key] = said._replace(digests=[*before.digests, *said.digests])

    @property
    def done_in_words(self) -> str:
        """How far it came: ``41 of 120 documents``."""
        return f"{self.done:,}{'' if self.wanted is None else f' of {self.wanted:,}'} documents"

    def tell_done(self, then: str) -> None:
        """Say how far it came, and what then."""
        self._tell(self._folder, f"has {self.done_in_words}{then}")

    def holds(self, school: SchoolRows) -> bool:
        """Whether a school's document is there already, made from the same and left as it was.

        Raises LpplanError where it cannot be read.
        """
        known = self._known.get(_key(school.name, self._ending))
        if known is None or known.made_from != self._made_from_of(school):
            return False
        return _digest(self._folder / known.file) == known.digests[-1]

    def _made_from_of(self, school: SchoolRows) -> str:
        rows = [(row.cells, {**row.more}) for row in school.rows]
        return digest_of((self._made_from, school.name, rows))

    def write(self, school: SchoolRows, content: bytes | None) -> None:
        """Write a school's document, in place of its old one unless somebody changed that.

        It is there already where there is no content. Raises LpplanError where it cannot be
        written.
        """
        key = _key(school.name, self._ending)
        self._seen.add(key)
        if content is not None:
            self._write(key, school, content)
        self.done += 1

    def _write(self, key: tuple[str, str], school: SchoolRows, content: bytes) -> None:
        known = self._known.get(key)
        if known is None:
            name = proposal_file_name(school.name, self._ending, self._taken)
            known = self._known[key] = _Known(name, school.name, [])
        path = self._folder / known.file
        before = _digest(path)
        if before is not None and not self._force and before not in known.digests:
            told = "was changed since lpplan wrote it, and is kept.\n  --force writes it anew."
            self._tell(path, told)
            return
        known.digests.append(hashlib.sha256(content).hexdigest())
        known = self._known[key] = known._replace(made_from=self._made_from_of(school))
        # Said first: a document without its line would be taken for somebody else's.
        with _refusing(self._folder / MANIFEST) as manifest, manifest.open("ab") as file:
            file.write(known.line.encode())
        write_result(content, str(path), force=before is not None)

    def finish(self) -> None:
        """Tell of documents whose schools are not in the list, and keep a line for each that is.

        Raises LpplanError where that cannot be written.
        """
        lines = []
        for key, known in self._known.items():
            path = self._folder / known.file
            if path.exists() and known.digests:
                lines.append(known.line)
                if key not in self._seen and key[1] == self._ending:
                    self._tell(path, "its school is not in the list, and it is kept.")
        write_result("".join(lines), str(self._folder / MANIFEST), force=True)

    def _tell(self, path: Path, told: str) -> None:
        self._say(without_commands(f"{visible(str(path))}: {told}\n"))


def _key(school: str, file: str) -> tuple[str, str]:
    """What tells documents apart: whose they are, and their form."""
    return plain_name(school), file[file.rfind(".") :]


def _said_in(manifest: Path) -> Iterator[_Known]:
    """What each line says of a document; one that was never finished says nothing."""
    refuse_pipe(str(manifest), str(manifest))
    refuse_device(str(manifest), str(manifest))
    with _refusing(manifest):
        if not manifest.exists():
            return
        with manifest.open("rb") as opened:
            content = opened.read(MOST_BYTES_OF_A_MANIFEST + 1)
    if len(content) > MOST_BYTES_OF_A_MANIFEST:
        raise too_large(str(manifest), MOST_BYTES_OF_A_MANIFEST, "folder of proposals")
    # A name may hold what other readers take for the end of a line.
    for line in content.decode("utf-8", "replace").split("\n"):
        try:
            said = json.loads(line)
            file, school, digest = (str(said[name]) for name in ("file", "school", "sha256"))
            made_from = str(said.get("made_from", ""))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        # A name leads to no other folder, whatever somebody wrote into the manifest.
        if Path(file).name == file and file != MANIFEST:
            yield _Known(file, school, [digest], made_from)


def _digest(path: Path) -> str | None:
    """The digest of a file; None where there is none."""
    refuse_pipe(str(path), str(path))
    with _refusing(path):
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[Path]:
    """Say of what the system refuses that a file cannot be read or written."""
    try:
        yield path
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        hint = "Check the folder, its free space and that you may write there."
        raise LpplanError(f"{path}: cannot be read or written: {reason}", hint) from None
