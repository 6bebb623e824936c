"""A result is written whole or not at all, and never over what is there already."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, Lpplan, Process
from lpplan.held_files import temporary_file
from lpplan.output import destination, write_result, writing_result
from lpplan.values.problem import LpplanError

PLAN = ROOT / "examples" / "on-the-cliff.toml"

posix = pytest.mark.skipif(os.name != "posix", reason="devices and pipes of POSIX systems")


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_result("Gŵyr\n", str(tmp_path / "new.txt"), force=False)
    assert (tmp_path / "new.txt").read_bytes() == "Gŵyr\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["new.txt"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "there.txt"
    file.write_text("old")
    with pytest.raises(LpplanError, match="exists already"):
        write_result("new", str(file), force=False)
    assert file.read_text() == "old"
    write_result("new", str(file), force=True)
    assert file.read_text() == "new"


@posix
def test_a_replaced_file_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    file = tmp_path / "there.txt"
    file.write_text("old")
    file.chmod(0o640)
    write_result("new", str(file), force=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    write_result("new", str(tmp_path / "new.txt"), force=False)
    (tmp_path / "by_hand.txt").touch()
    assert (tmp_path / "new.txt").stat().st_mode == (tmp_path / "by_hand.txt").stat().st_mode


@posix
def test_a_link_is_written_through_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_result("new", str(tmp_path / "link.txt"), force=True)
    assert (tmp_path / "real.txt").read_text() == "new"
    assert (tmp_path / "link.txt").is_symlink()


def test_a_file_that_could_not_be_written_leaves_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "there.txt"
    file.write_text("old")

    def disk_is_full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_is_full)
    with pytest.raises(LpplanError, match="No space left"):
        write_result("new", str(file), force=True)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["there.txt"]


def test_a_file_that_appears_while_writing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "raced.txt"

    def somebody_else_writes(_: int) -> None:
        file.write_text("theirs")

    monkeypatch.setattr(os, "fsync", somebody_else_writes)
    with pytest.raises(LpplanError, match="exists already"):
        write_result("ours", str(file), force=False)
    assert file.read_text() == "theirs"


def test_on_a_disk_without_hard_links_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write_result("new", str(tmp_path / "new.txt"), force=False)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize("output", ["missing/quote.json", "a\0b.json"])
def test_a_place_that_cannot_be_written_is_exit_2(output: str, lpplan: Lpplan) -> None:
    outcome = lpplan("quote", PLAN, "-o", output)
    assert outcome.code == 2
    assert "cannot be written" in outcome.err


def test_a_folder_is_no_file(tmp_path: Path, lpplan: Lpplan) -> None:
    outcome = lpplan("quote", PLAN, "-f", "json", "-o", tmp_path)
    assert outcome.code == 2
    assert outcome.err == f"{tmp_path}: is a folder\n  Name a file in it.\n"


@pytest.mark.parametrize("command", ["quote", "batch"])
def test_what_is_not_there_is_missed_and_no_fault_of_the_file_to_be_written(
    command: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("old")
    outcome = lpplan(command, tmp_path / "none", "-o", there, "--force")
    assert outcome.code == 2
    assert outcome.err.startswith(f"{tmp_path / 'none'}: there is no such file\n")
    assert there.read_text() == "old"


def test_what_standard_input_says_takes_the_place_of_a_file(
    tmp_path: Path, lpplan_process: Process
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("old")
    done = lpplan_process("quote", "-", "-o", there, "--force", input=PLAN.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert there.read_text(encoding="utf-8-sig").startswith("school")


@pytest.mark.parametrize("command", ["quote", "readiness", "timeline"])
def test_the_plan_itself_is_never_written_over(
    command: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes(PLAN.read_bytes())
    outcome = lpplan(command, plan, "-f", "json", "-o", plan, "--force")
    assert (outcome.code, "is the file the" in outcome.err) == (2, True)
    assert plan.read_bytes() == PLAN.read_bytes()


@posix
def test_a_device_is_written_straight_and_needs_no_force(lpplan: Lpplan) -> None:
    assert lpplan("quote", PLAN, "-o", "/dev/null").code == 0
    outcome = lpplan("quote", PLAN, "-o", "/dev/full")
    assert (outcome.code, "No space left" in outcome.err) == (2, True)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="a folder for files under /dev")
def test_a_file_under_dev_is_a_file_like_any_other(lpplan: Lpplan) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        file = Path(folder, "q.csv")
        file.write_text("old")
        assert lpplan("quote", PLAN, "-o", file) == (
            2,
            "",
            f"{file}: exists already\n  Choose another name, or add --force to replace it.\n",
        )
        assert file.read_text() == "old"
        assert lpplan("quote", PLAN, "-o", file, "--force").code == 0
        assert file.read_text("utf-8-sig").startswith("school,stage")
        assert "does not say which format" in lpplan("quote", PLAN, "-o", f"{folder}/quote").err


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/stdout leads there")
def test_what_a_file_holds_already_stays_where_standard_output_is_added_to_it(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    log.write_text("old\n")
    done = subprocess.run(
        f'"{sys.executable}" -m lpplan quote "{PLAN}" -o /dev/stdout >> "{log}"',
        shell=True,
        check=False,
    )
    assert done.returncode == 0
    assert log.read_text("utf-8").startswith("old\nQuote for Cliffe Park School\n")


@posix
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_link_that_leads_nowhere_is_refused_and_makes_no_file(
    force: list[str], tmp_path: Path, lpplan: Lpplan
) -> None:
    link = tmp_path / "q.json"
    link.symlink_to("elsewhere.json")
    told = "is a link to a file that is not there\n  Name that file itself, or remove the link.\n"
    assert lpplan("quote", PLAN, "-o", link, *force) == (2, "", f"{link}: {told}")
    assert [path.name for path in tmp_path.iterdir()] == ["q.json"]


@posix
def test_what_a_killed_run_left_behind_is_cleared_and_what_a_live_one_writes_is_kept(
    tmp_path: Path,
) -> None:
    left = tmp_path / ".lpplan-0123456789abcdef.tmp"
    left.write_text("half a quo")
    with temporary_file(tmp_path) as (live, _):
        assert not left.exists()
        left.write_text("half a quo")
        command = [sys.executable, "-m", "lpplan", "quote", str(PLAN), "-o", "q.json"]
        subprocess.run(command, cwd=tmp_path, check=True)
        assert {path.name for path in tmp_path.iterdir()} == {live.name, "q.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["q.json"]


@posix
def test_a_pipe_is_written_straight(tmp_path: Path, lpplan: Lpplan) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert lpplan("quote", PLAN, "-f", "csv", "-o", pipe).code == 0
    assert os.read(reader, 100).startswith("\ufeffschool,stage".encode())
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("q.json", b"{\n"),
        ("q.csv", b"\xef\xbb\xbfschool,stage,"),
        ("q.md", b"# Quote for Cliffe Park School\n"),
        ("q.txt", b"Quote for Cliffe Park School\n"),
        ("q.JSON", b"{\n"),
    ],
)
def test_the_ending_picks_the_format(
    name: str, start: bytes, tmp_path: Path, lpplan: Lpplan
) -> None:
    assert lpplan("quote", PLAN, "-o", tmp_path / name) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_format_that_is_named_outweighs_the_ending(tmp_path: Path, lpplan: Lpplan) -> None:
    assert lpplan("quote", PLAN, "-f", "json", "-o", tmp_path / "q.csv").code == 0
    assert (tmp_path / "q.csv").read_bytes().startswith(b"{\n")


@pytest.mark.parametrize("name", ["q.xyz", "q", ""])
def test_an_unknown_ending_is_an_error(name: str, lpplan: Lpplan) -> None:
    outcome = lpplan("quote", PLAN, "-o", name)
    assert outcome.code == 2
    assert "does not say which format" in outcome.err


def test_a_format_may_be_named_by_its_ending_in_any_case(lpplan: Lpplan) -> None:
    assert lpplan("quote", PLAN, "-f", "MD").out == lpplan("quote", PLAN, "-f", "markdown").out


def test_an_example_is_toml_whatever_is_asked(tmp_path: Path, lpplan: Lpplan) -> None:
    assert lpplan("example", "on-the-cliff", "-f", "json").code == 2
    assert lpplan("example", "on-the-cliff", "-o", tmp_path / "plan.json").code == 2


def test_a_dash_is_standard_output(lpplan: Lpplan) -> None:
    assert lpplan("quote", PLAN, "-o", "-").out == lpplan("quote", PLAN).out


@pytest.mark.parametrize(("line_end", "written"), [("\n", "a\r\nb\n"), ("\r\n", "a\nb\n")])
def test_line_ends_are_not_doubled_where_a_stream_makes_its_own(
    line_end: str, written: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "linesep", line_end)
    write_result("a\r\nb\n", None, force=False)
    assert capsys.readouterr().out == written


def test_json_is_ascii(lpplan: Lpplan) -> None:
    assert lpplan(
        "quote", ROOT / "examples" / "alliance-from-stage-2.toml", "-f", "json"
    ).out.isascii()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is of Linux")
@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], [], ["fees"], ["quote", str(PLAN)]]
)
def test_standard_output_on_a_full_disk_is_exit_2(
    arguments: list[str], lpplan_process: Process
) -> None:
    with open("/dev/full", "wb") as full:
        done = lpplan_process(*arguments, stdout=full.fileno())
    assert done.returncode == 2
    assert done.stderr.decode().strip().endswith("No space left on device.")
    assert len(done.stderr.splitlines()) == 1


def test_bytes_are_written_as_they_are(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    write_result(b"PK\x00\r\n", str(tmp_path / "q.xlsx"), force=False)
    assert (tmp_path / "q.xlsx").read_bytes() == b"PK\x00\r\n"
    write_result(b"PK\x00\r\n", None, force=False)
    assert capfdbinary.readouterr().out == b"PK\x00\r\n"


def test_bytes_are_not_written_to_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(LpplanError, match="cannot be shown on a screen"):
        write_result(b"PK", "-", force=False)


def test_parts_come_into_place_together_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "q.csv"

    def parts() -> Iterator[str]:
        yield "a\n"
        assert not file.exists()
        yield "ŵ\n"

    to = destination(None, str(file), force=False, formats={"csv": lambda made: made})
    to.write(parts())
    assert file.read_bytes() == b"\xef\xbb\xbfa\n\xc5\xb5\n"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("error", [LpplanError("no"), KeyboardInterrupt(), ValueError("no")])
def test_parts_of_what_did_not_end_are_not_left_behind(
    error: BaseException, tmp_path: Path
) -> None:
    file = tmp_path / "q.csv"
    file.write_text("old")

    def stopped() -> None:
        with writing_result(str(file), force=True) as write:
            write("new")
            raise error

    with pytest.raises(type(error)):
        stopped()
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
