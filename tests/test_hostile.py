"""Nothing ends in a traceback, whatever the input, the console or the disk."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan, Process
from lpplan.reading.tables import read_plan
from lpplan.reading.toml_file import parse_toml
from lpplan.values.problem import LpplanError

PLAN = ROOT / "examples" / "single-school.toml"
ODD_NAMES = TESTS / "plans" / "odd_names.toml"
FEES = TESTS / "synthetic" / "many_charges"

LONG = "x" * 5000
"""More than a name of a file may have."""

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "cp850", "utf-8"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_any_console_gets_a_result_in_its_characters(
    encoding: str, form: str, lpplan_process: Process
) -> None:
    done = lpplan_process("quote", ODD_NAMES, "--fees", FEES, "-f", form, encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)
    assert b"\x1b" not in done.stdout


def test_a_problem_is_shown_in_the_characters_of_the_console(lpplan_process: Process) -> None:
    done = lpplan_process("quote", "Gŵyr.toml", encoding="ascii")
    assert done.returncode == 2
    assert done.stderr.startswith(b"G?yr.toml: there is no such file")


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    windows = tmp_path / "plan.toml"
    windows.write_bytes(b"\xef\xbb\xbf" + PLAN.read_bytes().replace(b"\n", b"\r\n"))
    assert lpplan("quote", windows).out == lpplan("quote", PLAN).out


def test_a_plan_may_come_from_standard_input(lpplan_process: Process) -> None:
    done = lpplan_process("quote", "-", input=PLAN.read_bytes())
    assert done.stdout == lpplan_process("quote", PLAN).stdout
    wrong = lpplan_process("quote", "-", input=b"x = 1")
    assert b"standard input:1: x: is not a key" in wrong.stderr


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (".", "is a folder"),
        ("", "is a folder"),
        ("missing.toml", "there is no such file"),
        ("a\0b", "cannot be read"),
        ("x" * 5000, "cannot be read"),
    ],
)
def test_a_path_that_is_no_file_is_exit_2(path: str, told: str, lpplan: Lpplan) -> None:
    outcome = lpplan("quote", path)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        *(
            ["fees", "check", LONG],
            ["fees", "diff", LONG, "fees"],
            ["fees", "list", "--fees", LONG],
        ),
        *(["quote", LONG], ["proposal", PLAN, "--style", LONG], ["batch", LONG], ["recheck", LONG]),
        *(["walk", LONG], ["compare", LONG, LONG], ["quote", PLAN, "-o", f"{LONG}.csv"]),
        ["batch", ROOT / "examples" / "schools.csv", "--proposals", LONG],
        ["fees", "new", "2030/31", "-o", f"{LONG}.toml"],
    ],
)
def test_a_name_that_is_too_long_is_exit_2(arguments: list[str | Path], lpplan: Lpplan) -> None:
    outcome = lpplan(*arguments)
    assert (outcome.code, outcome.out, "Traceback" in outcome.err) == (2, "", False)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_exit_2(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    plan.touch(0o000)
    outcome = lpplan("quote", plan)
    assert (outcome.code, "Permission denied" in outcome.err) == (2, True)


@posix
def test_a_file_without_end_is_refused(lpplan: Lpplan) -> None:
    outcome = lpplan("quote", "/dev/zero")
    assert (outcome.code, "is larger than" in outcome.err) == (2, True)


@posix
def test_a_pipe_in_place_of_a_file_keeps_nobody_waiting(tmp_path: Path, lpplan: Lpplan) -> None:
    pipe, style, folder = (tmp_path / name for name in ("pipe", "style.toml", "p"))
    os.mkfifo(pipe)
    refused = (2, "", f"{pipe}: is a pipe, not a file\n  Remove it, or name a file.\n")
    style.write_text('logo = "pipe"\n')
    assert lpplan("proposal", PLAN, "--style", style, "-f", "html") == refused
    for arguments in (["quote", pipe], ["batch", pipe], ["recheck", pipe]):
        assert lpplan(*arguments) == refused
    folder.mkdir()
    os.mkfifo(folder / "lpplan-documents.jsonl")
    schools = tmp_path / "schools.csv"
    schools.write_text(
        "school,membership,stage,academic_year,participants\nOak,member,1,2018/19,5\n"
    )
    outcome = lpplan("batch", schools, "--proposals", folder)
    assert (outcome.code, "jsonl: is a pipe, not a file" in outcome.err) == (2, True)


@posix
def test_a_plan_may_come_from_a_pipe_that_is_open_already() -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m lpplan quote /dev/stdin < <(cat "{PLAN}");'
        f' "{sys.executable}" -m lpplan quote <(cat "{PLAN}")',
        shell=True,
        capture_output=True,
        check=False,
        executable="/bin/bash",
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"TOTAL exc VAT") == 2


@posix
@pytest.mark.parametrize("arguments", [["quote", str(PLAN)], ["--help"], ["quote", "--help"]])
def test_a_closed_pipe_ends_quietly(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "lpplan", *arguments], stdout=writer, stderr=-1, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@posix
@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf", "xlsx", "csv", "json"])
def test_a_current_folder_that_is_gone_is_not_needed(
    form: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    whole = tmp_path / f"quote.{form}"
    outcome = lpplan("quote", "--stage", "1", "--participants", "20", "-o", whole)
    assert (outcome.code, outcome.err) == (0, "")
    assert whole.stat().st_size > 100


@posix
def test_without_standard_output_nothing_can_be_written() -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m lpplan quote "{PLAN}" >&-', shell=True, stderr=-1, check=False
    )
    assert done.returncode == 2
    assert done.stderr == b"The result cannot be written: there is no standard output.\n"


@posix
def test_a_file_size_limit_leaves_the_old_file_whole(tmp_path: Path) -> None:
    old = tmp_path / "quote.json"
    old.write_text("old")
    done = subprocess.run(
        f'ulimit -f 1; "{sys.executable}" -m lpplan quote "{PLAN}" -o quote.json --force | cat',
        shell=True,
        cwd=tmp_path,
        stderr=-1,
        check=False,
        executable="/bin/bash",
    )
    assert b"cannot be written: File too large" in done.stderr
    assert old.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["quote.json"]


@posix
def test_an_interruption_is_exit_130_without_a_traceback() -> None:
    # A plan that never arrives keeps the process waiting, certainly inside a command.
    process = subprocess.Popen(
        [sys.executable, "-m", "lpplan", "quote", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_plan_or_are_refused_with_problems(content: bytes) -> None:
    try:
        data = parse_toml("plan.toml", content).data
    except LpplanError as refusal:
        refused: LpplanError | None = refusal
    else:
        refused = None
        plan, problems = read_plan(data)
        assert (plan is None) == bool(problems)
    assert refused is None or refused.problems


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.dates(), st.times()
).filter(lambda value: value is not None)
ANY_DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "school",
                    "name",
                    "membership",
                    "centre",
                    "licence",
                    "stages",
                    "stage",
                    "academic_year",
                    "participants",
                    "schools",
                    "cohorts",
                    "launch",
                    "gateway",
                    "trainers",
                    "interned",
                    "accredited",
                    "x",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["school", "centre", "stages", "trainers", "x"]), ANY_DATA))
def test_any_data_is_a_plan_or_is_refused_with_problems(data: dict[str, object]) -> None:
    plan, problems = read_plan(data)
    assert (plan is None) == bool(problems)
    for problem in problems:
        assert problem.key
        assert problem.message
        assert problem.hint
