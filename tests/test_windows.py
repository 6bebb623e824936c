"""What Windows does otherwise, imitated here: its file names, locks, paths and prompt.

What cannot be imitated is listed in ``docs/windows.md``.
"""

import errno
import stat
from pathlib import Path

import pytest

from conftest import ROOT, Lpplan
from lpplan.output import write_result
from lpplan.running import _without_patterns
from lpplan.values.file_names import is_device_of_windows
from lpplan.values.problem import LpplanError

PLAN = ROOT / "examples" / "on-the-cliff.toml"


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The program as it is on Windows, as far as it asks where it is."""
    for module in ("output", "running", "show.text"):
        monkeypatch.setattr(f"lpplan.{module}.ON_WINDOWS", True)
    return monkeypatch


@pytest.mark.parametrize(
    "name", ["con", "CON.md", "nul.html", "Com1.pdf", "lpt9", "aux .docx", "CONIN$", "com².xlsx"]
)
def test_a_name_that_windows_keeps_for_a_device_is_known(name: str) -> None:
    assert is_device_of_windows(name)


@pytest.mark.parametrize("name", ["console.md", "a-con.md", "com10.md", "quote.con", ".con"])
def test_a_name_like_that_of_a_device_is_as_good_as_any(name: str) -> None:
    assert not is_device_of_windows(name)


def test_nothing_is_written_to_a_device_of_windows(
    windows: pytest.MonkeyPatch, lpplan: Lpplan, tmp_path: Path
) -> None:
    windows.chdir(tmp_path)
    assert lpplan("quote", PLAN, "-o", "aux.md") == (
        2,
        "",
        "aux.md: is a name that Windows keeps\n  Choose another name.\n",
    )
    assert not [*tmp_path.iterdir()]


def refuse_to_replace(path: Path, target: Path) -> Path:
    raise PermissionError(errno.EACCES, "Access is denied", str(target))


def test_a_file_that_is_open_in_another_program_stays_and_is_told(
    windows: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    windows.setattr(Path, "replace", refuse_to_replace)
    quote = tmp_path / "quote.xlsx"
    quote.write_text("open in Excel")
    with pytest.raises(LpplanError) as refused:
        write_result("new", str(quote), force=True)
    assert refused.value.message == f"{quote}: cannot be written: Access is denied"
    assert refused.value.hints == (
        "Nothing was changed. Close it in Word, Excel or wherever it is open, and try again.",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["quote.xlsx"]
    assert quote.read_text() == "open in Excel"


def test_nothing_is_left_beside_a_file_that_is_read_only(
    windows: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    remove = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.exists() and not path.stat().st_mode & stat.S_IWRITE:
            raise PermissionError(errno.EACCES, "Access is denied", str(path))
        remove(path, missing_ok=missing_ok)

    windows.setattr(Path, "unlink", unlink)
    windows.setattr(Path, "replace", refuse_to_replace)
    quote = tmp_path / "quote.md"
    quote.write_text("read only")
    quote.chmod(stat.S_IREAD)
    with pytest.raises(LpplanError):
        write_result("new", str(quote), force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["quote.md"]


def test_a_path_that_is_too_long_is_told_so(windows: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    windows.setattr(Path, "open", refuse)
    with pytest.raises(LpplanError) as refused:
        write_result("new", str(tmp_path / f"{'long' * 60}.md"), force=False)
    assert refused.value.hints == ("Windows takes paths of up to 259 characters: shorten it.",)


def test_a_pattern_stands_for_its_files_as_in_other_shells(
    windows: pytest.MonkeyPatch, lpplan: Lpplan, tmp_path: Path
) -> None:
    windows.chdir(tmp_path)
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_bytes(PLAN.read_bytes())
    assert _without_patterns(["compare", "*.toml", "--school=*", "no*match", "[one].toml"]) == [
        *("compare", "one.toml", "two.toml", "--school=*", "no*match", "[one].toml"),
    ]
    assert lpplan("compare", "*.toml").code == 0
