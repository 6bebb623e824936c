"""Use the folder for those who have no Python as they would, and compare all it makes.

    python .ci/release/exercise.py                the zip in dist/
    python .ci/release/exercise.py lpplan.zip     another one

It is unzipped into an empty folder, and asked with an empty home and a PATH that leads nowhere.
What it says, writes and exits with has to be, to the byte, what the lpplan installed beside this
Python makes of the same commands.
"""

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
AS_OF = ("--as-of", "2026-11-21")
COMMANDS = (
    ["--version"],
    ["--help"],
    ["quote", "--help"],
    ["quoted"],
    ["example"],
    ["example", "single-school", "-o", "plan.toml"],
    ["example", "worth-it", "-o", "case.toml"],
    ["quote", "plan.toml", *AS_OF],
    ["quote", "plan.toml", *AS_OF, "--format", "json"],
    *(["quote", "plan.toml", *AS_OF, "-o", f"q.{form}"] for form in ("json", "xlsx", "html", "md")),
    *(["proposal", "plan.toml", *AS_OF, "-o", f"p.{form}"] for form in ("docx", "pdf", "html")),
    ["offer", "plan.toml", *AS_OF, "-o", "offer.pdf"],
    ["case", "case.toml", *AS_OF, "-o", "case.xlsx"],
    ["case", "case.toml", *AS_OF, "-o", "case.docx"],
    ["recharge", "case.toml", *AS_OF, "-o", "pays.xlsx"],
    ["recheck", "q.json", "plan.toml", *AS_OF],
    ["compare", "plan.toml", "case.toml", *AS_OF],
    ["timeline", "plan.toml", *AS_OF, "-o", "t.ics"],
    ["timeline", "plan.toml", *AS_OF, "-o", "t.svg"],
    ["readiness", "plan.toml", *AS_OF],
    ["split", "20-30"],
    ["schema"],
    ["fees", "list"],
    ["fees", "check", "--bundled"],
    ["fees", "check", "--bundled", "-o", "fees.sarif"],
    ["fees", "check", "--explain", "price-rose"],
    ["fees", "diff", "HEAD:fees", "fees"],
    ["applicant", "sheet", "plan.toml", "-o", "sheet.docx"],
    ["quote", "none.toml"],
    ["walk", "walked.toml"],
    # More than are made before other processes begin, and those are this program once more.
    ["batch", "schools.csv", *AS_OF, "-o", "b.xlsx", "--proposals", "word"],
    ["batch", "schools.csv", *AS_OF, "-o", "b.csv", "--proposals", "p", "--proposal-format", "pdf"],
    *(["--completion", shell] for shell in ("bash", "zsh", "fish", "powershell")),
)
CODES = {
    "quoted": 2,
    "quote none.toml": 2,
    "readiness": 1,
    "timeline": 1,
    "fees diff HEAD:fees fees": 2,
    "walk walked.toml": 2,
}
"""How a command exits that does not give 0, by how it begins."""
TAB = {
    "_LPPLAN_COMPLETE": "complete_bash",
    "COMP_WORDS": "lpplan fees check --ex",
    "COMP_CWORD": "3",
}
"""The environment in which bash asks for completion."""
SCHOOLS = 14
ANSWERS = ("Ysgol Gŵyr", "yes", "don't know", "no", "2018/19", "27")
"""What is typed at the first questions of a walk, before somebody stops."""


def main(arguments: list[str]) -> int:
    """Exercise a zip; gives 0 where everything is as from Python, else 1."""
    began = time.monotonic()
    (archive,) = map(Path, arguments or (ROOT / "dist").glob("lpplan-*.zip"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unzip(archive, folder)
        (program,) = (path for path in (folder / "lpplan").glob("lpplan*") if path.is_file())
        frozen = User([str(program)], folder / "frozen")
        python = User([sys.executable, "-m", "lpplan"], folder / "python")
        with ThreadPoolExecutor() as both:
            theirs, ours = both.map(User.everything, (frozen, python))
    wrong = [key for key in sorted(ours.keys() | theirs) if ours.get(key) != theirs.get(key)]
    for key in wrong:
        print(f"Not as from Python: {key}\n  {theirs.get(key, b'')[-2000:]!r}", file=sys.stderr)
    seconds = time.monotonic() - began
    print(f"{archive.name}: {len(ours)} results, {len(wrong)} wrong, in {seconds:.0f} s")
    return 1 if wrong else 0


def unzip(archive: Path, folder: Path) -> None:
    """Unzip as ``unzip`` does: with links, and with what may be run."""
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            mode = entry.external_attr >> 16
            path = folder / entry.filename
            if stat.S_ISLNK(mode) and sys.platform != "win32":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.symlink_to(packed.read(entry).decode())
                continue
            packed.extract(entry, folder)
            path.chmod(stat.S_IMODE(mode))


class User:
    """Somebody with an lpplan, a folder and a home of their own, and nothing on the PATH."""

    def __init__(self, program: Sequence[str], folder: Path) -> None:
        """Give them an empty home, and a list of schools in their folder."""
        self.program, self.folder = program, folder
        for name in ("home", "nothing", "work"):
            (folder / name).mkdir(parents=True)
        self.environment = {
            "PATH": str(folder / "nothing"),
            "HOME": str(folder / "home"),
            "USERPROFILE": str(folder / "home"),
        }
        for needed in ("SYSTEMROOT", "TEMP", "TMP"):
            if needed in os.environ:
                self.environment[needed] = os.environ[needed]
        rows = (f"Ysgol Gŵyr {n},member,1,2018/19,{20 + n}\n" for n in range(SCHOOLS))
        heading = "school,membership,stage,academic_year,participants\n"
        (self.work / "schools.csv").write_text(heading + "".join(rows), encoding="utf-8")

    @property
    def work(self) -> Path:
        """Where they are."""
        return self.folder / "work"

    def ask(self, *arguments: str, **environment: str) -> tuple[int, bytes, bytes]:
        """The exit code, the output and the messages of a command."""
        done = subprocess.run(
            [*self.program, *arguments],
            cwd=self.work,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def everything(self) -> dict[str, bytes]:
        """What every command says, and every file that they leave."""
        said = {}
        for command in COMMANDS:
            code, out, messages = self.ask(*command)
            words = " ".join(command)
            expected = next(
                (CODES[begun] for begun in CODES if f"{words} ".startswith(f"{begun} ")), 0
            )
            if code != expected:
                raise SystemExit(f"lpplan {words}: exits with {code}\n{messages.decode()}")
            said[f"lpplan {words}"] = out + messages
        code, out, messages = self.ask(**TAB)
        said["completion at a prompt"] = b"%d\n%s%s" % (code, out, messages)
        if sys.platform != "win32":
            said["a walk at a terminal"] = walked(self)
        return said | self.files()

    def files(self) -> dict[str, bytes]:
        """What lies in their folder and their home."""
        # Word documents have the hour in them, and the list of a batch their digests.
        paths = (path for path in self.folder.rglob("*.*") if path.suffix != ".jsonl")
        return {path.relative_to(self.folder).as_posix(): content(path) for path in paths}


def content(path: Path) -> bytes:
    """What is in a file: of one that is a zip, its members without their hours."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return b"".join(name.encode() + packed.read(name) for name in packed.namelist())


def walked(user: User) -> bytes:
    """What a terminal shows of a walk that is answered and then stopped."""
    import pty

    ours, theirs = pty.openpty()
    command = [*user.program, "walk", "walked.toml", *AS_OF]
    environment = user.environment | {"TERM": "dumb", "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, cwd=user.work, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        shown = b""
        waiting = [*ANSWERS, "\x04"]
        # A terminal whose program has ended refuses to be read.
        with contextlib.suppress(OSError):
            while more := os.read(ours, 65536):
                shown += more
                if waiting and shown.endswith(b"\n> "):
                    answer = waiting.pop(0)
                    os.write(ours, answer.encode() + (b"" if answer == "\x04" else b"\n"))
        os.close(ours)
    return shown


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
