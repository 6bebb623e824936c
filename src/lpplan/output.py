"""Results written in their format: to standard output, or to a file, whole or not at all."""

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, Generic, NamedTuple, TypeVar

from lpplan.held_files import temporary_file
from lpplan.show.document import Document, Letterhead
from lpplan.show.formats import ENDINGS, PROGRAMS, Formats, laid_out
from lpplan.show.terminal import screen_for
from lpplan.show.text import ON_WINDOWS, without_commands
from lpplan.values.charset import in_charset
from lpplan.values.file_names import is_device_of_windows
from lpplan.values.problem import LpplanError
from lpplan.values.words import in_quotes, listed

BYTE_ORDER_MARK = "\ufeff"
_LONGEST_ON_WINDOWS = 259
"""Characters of a path: more than that only where long paths are turned on."""
_MOST_LINKS = 40
"""More than Linux follows."""

_Result = TypeVar("_Result")


class Destination(NamedTuple, Generic[_Result]):
    """Where a result goes, and in which form."""

    form: str
    formats: Formats[_Result]
    output: str | None
    force: bool
    letterhead: Letterhead | None = None
    """Who a document is from, and how it looks, where a house style is asked for."""

    @property
    def is_screen(self) -> bool:
        """Whether the result goes to a terminal."""
        return self.output in (None, "-") and sys.stdout is not None and sys.stdout.isatty()

    def write(self, result: _Result) -> None:
        """Write the result in its form, a file whole or not at all.

        Raises LpplanError where that is not possible.
        """
        shown = self.formats[self.form](result)
        if self.letterhead is not None and isinstance(shown, Document):
            shown = shown._replace(letterhead=self.letterhead)
        made = laid_out(shown, self.form, screen_for(self.output))
        guarded = self._may_be_a_log
        with writing_result(self.output, force=self.force) as write:
            if self.form == "csv" and self.output not in (None, "-"):
                write(BYTE_ORDER_MARK)
            for part in [made] if isinstance(made, str | bytes) else made:
                write(without_commands(part) if guarded and isinstance(part, str) else part)
        if self.output not in (None, "-") and sys.stderr is not None and sys.stderr.isatty():
            say(f"Written to {self.output}.\n")

    @property
    def _may_be_a_log(self) -> bool:
        """Whether the result may stand in a log of GitHub, in which it is to command nothing."""
        is_file = self.output not in (None, "-") and not _is_device(Path(self.output or ""))
        return not is_file and self.form != "github"


def destination(
    form: str | None,
    output: str | None,
    *,
    force: bool,
    formats: Formats[_Result],
    source: str | None = None,
    may_force: bool = True,
    style: str | None = None,
) -> Destination[_Result]:
    """Where the flags send a result, in the form that they or the file's ending name.

    ``source`` is the file that the result is made from; ``may_force`` tells whether the command
    has ``--force``; ``style`` is the file of a house style. Raises LpplanError for a form that the
    command does not have, for an unsound style, and early for a file that is not to be written.
    """
    chosen = chosen_format(form, output, formats)
    check_writable(output, force=force, source=source, may_force=may_force)
    head = None
    if style is not None:
        from lpplan.show.house_style import letterhead, load_style

        head = letterhead(load_style(style))
    return Destination(chosen, formats, output, force, head)


def chosen_format(
    given: str | None, output: str | None, known: Collection[str], flag: str = "--format"
) -> str:
    """The format that a flag names, else the ending of a file, else the first that is known.

    Raises LpplanError where it is none of the known ones.
    """
    if given is not None:
        named = ENDINGS.get(f".{given.lower()}", given.lower())
        if named in known:
            return named
        meant = PROGRAMS.get(given.lower())
        raise LpplanError(
            f"{flag}: must be {listed([*known], 'or')}, not {in_quotes(given)}",
            *([f"For {given.capitalize()} it is {meant}."] if meant in known else []),
        )
    if output is None or output == "-":
        return next(iter(known))
    by_ending = ENDINGS.get(PurePath(output).suffix.lower())
    if by_ending is not None and by_ending in known:
        return by_ending
    if _is_device(Path(output)):
        return next(iter(known))
    endings = [ending for ending, form in ENDINGS.items() if form in known]
    mend = f"End the name in {listed(endings, 'or')}"
    raise LpplanError(
        f"{output or '--output'}: its ending does not say which format to write",
        f"{mend}, or say it with --format." if len(known) > 1 else f"{mend}.",
    )


def write_result(result: str | bytes, output: str | None, *, force: bool) -> None:
    """Write a result to standard output (None or ``-``), or to a file, text in UTF-8.

    A file is never written over unless forced. Raises LpplanError where the result could not be
    written.
    """
    with writing_result(output, force=force) as write:
        write(result)


@contextlib.contextmanager
def writing_result(output: str | None, *, force: bool) -> Iterator[Callable[[str | bytes], None]]:
    """A function that writes a result part by part, where ``write_result`` writes it at once.

    A file comes into place when the block ends, and not at all where an error ends it. The block
    ends quietly and early where the reader of a pipe has gone. Raises LpplanError where the
    result could not be written.
    """
    if output is None or output == "-":
        with writing_to_stdout():
            yield _to_stdout
        return
    with contextlib.suppress(BrokenPipeError), _opened(output, force=force) as file:

        def write(part: str | bytes) -> None:
            with refusing(output):
                file.write(part.encode("utf-8", "replace") if isinstance(part, str) else part)

        yield write


@contextlib.contextmanager
def _opened(output: str, *, force: bool) -> Iterator[BinaryIO]:
    """A device or pipe, or a file beside the output that takes its place when the block ends."""
    path = Path(output)
    if _is_device(path):
        with refusing(output):
            # Nothing is cut off that a file behind /dev/stdout holds already.
            device = path.open("ab")
        try:
            yield device
        finally:
            with refusing(output):
                device.close()
        return
    check_writable(output, force=force)
    with contextlib.ExitStack() as stack:
        with refusing(output):
            path = path.resolve()
            beside, file = stack.enter_context(temporary_file(path.parent))
        yield file
        with refusing(output):
            file.flush()
            os.fsync(file.fileno())
            if ON_WINDOWS:
                # There no file moves that is open; elsewhere it is held until it is in place.
                file.close()
            _move(beside, path, force=force)


@contextlib.contextmanager
def refusing(output: str) -> Iterator[None]:
    """Say of what the system refuses that the output cannot be written, but for a closed pipe."""
    try:
        yield
    except FileExistsError:
        raise _exists(output) from None
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(f"{output}: cannot be written: {reason}", _mend(output, wrong)) from None


def _mend(output: str, wrong: Exception) -> str:
    """What to do where a file cannot be written. Nothing was changed."""
    if ON_WINDOWS and isinstance(wrong, PermissionError) and Path(output).is_file():
        # There a program keeps others from a file that it has open.
        return "Nothing was changed. Close it in Word, Excel or wherever it is open, and try again."
    if ON_WINDOWS and len(str(Path(output).absolute())) > _LONGEST_ON_WINDOWS:
        return f"Windows takes paths of up to {_LONGEST_ON_WINDOWS} characters: shorten it."
    return "Nothing was changed. Check the folder, its free space and that you may write there."


def make_folder(folder: str) -> None:
    """Make a folder where there is none. Raises LpplanError where that is not possible."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise LpplanError(f"{folder}: is a file, not a folder", "Name another folder.") from None
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(f"{folder}: the folder cannot be created: {reason}") from None


def check_writable(
    output: str | None, *, force: bool, source: str | None = None, may_force: bool = True
) -> None:
    """Say early what writing would only find out at the end.

    Raises LpplanError where the file exists and is not to be replaced (``may_force``: unless
    forced), is a folder, or is the very file that the result is made from.
    """
    if output is None or output == "-":
        return
    with refusing(output):
        path = Path(output)
        if ON_WINDOWS and is_device_of_windows(path.name):
            raise LpplanError(f"{output}: is a name that Windows keeps", "Choose another name.")
        if path.is_dir():
            raise LpplanError(f"{output}: is a folder", "Name a file in it.")
        # What is read from standard input, or is not there, has no file to be written over.
        has_file = source and source != "-" and Path(source).exists()
        if source and has_file and path.is_file() and path.samefile(source):
            raise LpplanError(
                f"{output}: is the file the result is made from", "Choose another name."
            )
        if path.is_symlink() and not path.exists():
            raise LpplanError(
                f"{output}: is a link to a file that is not there",
                "Name that file itself, or remove the link.",
            )
        if not force and path.exists() and not _is_device(path):
            raise _exists(output, may_force=may_force)


def _exists(output: str, *, may_force: bool = True) -> LpplanError:
    mend = "Choose another name, or add --force to replace it."
    if not may_force:
        mend = "Choose another name, or move that file away first."
    return LpplanError(f"{output}: exists already", mend)


def _is_device(path: Path) -> bool:
    """Whether a path leads to a device or pipe, or to what this process has open already."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or _is_open_already(path)


def _is_open_already(path: Path) -> bool:
    """Whether a path, link by link, leads to a file that is open, as /dev/stdout does.

    Whoever opened it must not see it replaced.
    """
    open_files = ("/dev/fd", os.path.realpath("/dev/fd"))
    for _ in range(_MOST_LINKS):
        if os.path.realpath(path.parent) in open_files:
            return True
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()
    return False


def _move(beside: Path, path: Path, *, force: bool) -> None:
    """Move a file into place, over another only where forced."""
    if force:
        if path.exists():
            # A new file has the usual permissions; a replaced one keeps its own.
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
        return
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # A disk without hard links. Only here can two writers at once overtake each other.
        if path.exists():
            raise FileExistsError(path) from None
        beside.rename(path)


def _to_stdout(result: str | bytes) -> None:
    if isinstance(result, str):
        if os.linesep == "\r\n":
            # There a stream writes every line end as \r\n, and one that is so already as \r\r\n.
            result = result.replace("\r\n", "\n")
        sys.stdout.write(in_charset(result, sys.stdout.encoding or "utf-8"))
    elif sys.stdout.isatty():
        raise LpplanError("This format cannot be shown on a screen.", "Name a file for it with -o.")
    else:
        sys.stdout.buffer.write(result)
    sys.stdout.flush()


@contextlib.contextmanager
def writing_to_stdout() -> Iterator[None]:
    """A place to write to standard output, which ends quietly where its reader has gone.

    Raises LpplanError where there is no standard output, or no more room for it.
    """
    if sys.stdout is None:
        raise LpplanError("The result cannot be written: there is no standard output.")
    try:
        yield
    except (BrokenPipeError, SystemExit):
        # The reader has seen enough, as with `| head`. Rich makes a SystemExit of that.
        _abandon_stdout()
    except OSError as wrong:
        _abandon_stdout()
        reason = wrong.strerror or wrong
        raise LpplanError(f"The result cannot be written to standard output: {reason}.") from None


def _abandon_stdout() -> None:
    """Keep Python from trying once more to write what is left in it as it ends."""
    with contextlib.suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def say(message: str) -> None:
    """Write to standard error, as far as there is one."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        sys.stderr.write(in_charset(message, sys.stderr.encoding or "utf-8"))
        sys.stderr.flush()
