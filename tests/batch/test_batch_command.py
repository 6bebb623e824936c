"""``lpplan batch``: every school soundly quoted or left out with all its faults."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from conftest import ROOT, TESTS, Lpplan, Process, assert_same_as_file
from lpplan.batch import quoting
from lpplan.batch.document_folder import MANIFEST
from lpplan.batch.list_file import csv_records
from lpplan.batch.quoting import Batch
from lpplan.batch.rows_as_plan import plan_of
from lpplan.batch.school_rows import SchoolRows, listed_schools
from lpplan.core.fees import Schedules
from lpplan.core.plan import Plan
from lpplan.reading.fee_folder import FeeFolder, load_fees
from lpplan.reading.tables import Data, read_plan
from lpplan.values.problem import LocatedProblem, Problem
from strategies import FIRST_YEAR, schedules

LIST = ROOT / "examples" / "schools.csv"
BAD = TESTS / "bad_files" / "batch" / "every_fault.csv"
NON_MEMBER_FEES = TESTS / "synthetic" / "many_charges"
HEADER = "school,membership,stage,academic_year,participants\n"
OAK = "Oak,member,1,2018/19,27\n"
ELM = "Elm,member,1,2018/19,5\n"

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    return tmp_path / "schools.csv"


def test_every_kind_of_fault_gets_exactly_this_message(lpplan: Lpplan) -> None:
    outcome = lpplan("batch", BAD)
    assert outcome.code == 1
    told = outcome.err.replace(str(BAD), BAD.name)
    assert_same_as_file(told, TESTS / "expected" / "batch-every-fault.txt")
    sound = {row["school"] for row in csv.DictReader(io.StringIO(outcome.out))}
    assert sound == {"Oak", "two\\nlines"}


def test_csv_has_the_rows_of_the_quotes_under_one_header(lpplan: Lpplan, tmp_path: Path) -> None:
    file = tmp_path / "quotes.csv"
    assert lpplan("batch", LIST, "-o", file) == (0, "", "")
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfschool,stage,")
    assert written.count(b"school,stage,") == 1
    shown = lpplan("batch", LIST)
    assert (shown.code, shown.err) == (0, "")
    assert written.decode("utf-8-sig") == shown.out


def test_each_json_line_is_the_quote_of_the_school(lpplan: Lpplan, tmp_path: Path) -> None:
    file = tmp_path / "quotes.jsonl"
    assert lpplan("batch", LIST, "--as-of", "2026-11-21", "-o", file) == (0, "", "")
    lines = file.read_text(encoding="ascii").splitlines()
    plan = tmp_path / "plan.toml"
    listed = io.StringIO(LIST.read_text(encoding="utf-8"))
    for line, school in zip(
        lines, listed_schools(csv_records(listed, "schools.csv"), "schools.csv")[1], strict=True
    ):
        stages = "".join(
            f'[[stages]]\nstage = {row.cells[2]}\nacademic_year = "{row.cells[3]}"\n'
            f"participants = {row.cells[4]}\n"
            for row in school.rows
        )
        told = f'[school]\nname = "{school.name}"\nmembership = "member"\n{stages}'
        plan.write_text(told, encoding="utf-8")
        quoted = lpplan("quote", plan, "--as-of", "2026-11-21", "-f", "json")
        assert json.loads(line) == json.loads(quoted.out)


def test_csv_adds_up_to_the_totals_of_the_json_lines(lpplan: Lpplan) -> None:
    rows = csv.DictReader(io.StringIO(lpplan("batch", LIST, "--uplift", "3.5%").out))
    lines = lpplan("batch", LIST, "--uplift", "3.5%", "-f", "jsonl").out.splitlines()
    totals: dict[str, float] = {}
    for row in rows:
        totals.setdefault(row["school"], 0)
        totals[row["school"]] += float(row["amount_exc_vat"])
        assert row["uplift_percent_a_year"] == "3.5%"
    assert {q["school"]: float(q["total"]) for q in map(json.loads, lines)} == totals


def test_a_list_may_come_from_standard_input(lpplan_process: Process, lpplan: Lpplan) -> None:
    done = lpplan_process("batch", "-", input=LIST.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == lpplan("batch", LIST).out
    wrong = lpplan_process("batch", "-", input=f"{HEADER}{OAK}Elm,member,1,,5\n".encode())
    assert wrong.returncode == 1
    assert wrong.stderr.startswith(b"standard input:3: academic_year: is missing\n")
    assert wrong.stderr.endswith(b"1 bad row of 2: 1 school left out.\n")


def test_one_bad_row_leaves_out_its_school_whole_and_no_other(
    lpplan: Lpplan, schools: Path, tmp_path: Path
) -> None:
    schools.write_text(f"{HEADER}{OAK}Oak,member,2,2018/19,0\n{ELM}")
    outcome = lpplan("batch", schools, "-o", tmp_path / "q.jsonl")
    assert outcome.code == 1
    assert outcome.err.startswith(f"{schools}:3: participants: must be a whole number from 1")
    (line,) = (tmp_path / "q.jsonl").read_text().splitlines()
    assert json.loads(line)["school"] == "Elm"


def test_rows_apart_from_their_school_are_in_no_quote_and_the_school_is_not_left_out(
    lpplan: Lpplan, schools: Path, tmp_path: Path
) -> None:
    schools.write_text(f"{HEADER}{OAK}{ELM}Oak,member,2,2018/19,5\n")
    outcome = lpplan("batch", schools, "-o", tmp_path / "q.jsonl")
    assert outcome.code == 1
    assert outcome.err == (
        f'{schools}:4: school: must not be "Oak" again after other schools: its quote does not'
        " include this row\n"
        "  Put the rows of a school together: sorting the list by school does that.\n"
        "1 bad row of 3: 1 row that stands apart in no quote.\n"
    )
    oak, _ = map(json.loads, (tmp_path / "q.jsonl").read_text().splitlines())
    assert [stage["stage"] for stage in oak["stages"]] == [1]


def test_of_thousands_of_problems_the_first_are_told_and_all_bad_rows_counted(
    lpplan: Lpplan, schools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Data] = []

    def counting(data: Data) -> tuple[Plan | None, list[Problem]]:
        calls.append(data)
        return read_plan(data)

    monkeypatch.setattr(quoting, "read_plan", counting)
    monkeypatch.setattr(quoting, "MOST_PROBLEMS", 7)
    rows = "".join(f"S{n},xx,1,2018/19,5.5\n" for n in range(2_000))
    schools.write_text(f"{HEADER}{rows}{OAK}")
    outcome = lpplan("batch", schools)
    assert outcome.code == 1
    assert outcome.err.count(": must be ") == 8
    # A school's problems are told all or none.
    told = "2,000 schools left out. Only the first 8 problems are told; mend them first."
    assert outcome.err.endswith(f"2,000 bad rows of 2,001: {told}\n")
    assert outcome.out.count("\nOak,") == 2
    # Bad rows that differ only in the school's name are judged once.
    assert len(calls) == 2
    lpplan("batch", schools, "-o", tmp_path / "s.xlsx")
    sheet = load_workbook(tmp_path / "s.xlsx")["Left out"]
    assert [row[0] for row in sheet.values if str(row[0]).startswith("S")][-1] == "S3"
    assert any(row[0] == told for row in sheet.values)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_stop_on_error_leaves_the_schools_before_on_standard_output(
    form: str, lpplan: Lpplan, schools: Path
) -> None:
    schools.write_text(
        f"{HEADER}Oak,member,1,2018/19,5\nElm,,1,2018/19,5\nAsh,member,1,2018/19,5\n"
    )
    outcome = lpplan("batch", schools, "--stop-on-error", "-f", form)
    assert outcome.code == 1
    assert ("Oak" in outcome.out, "Elm" in outcome.out, "Ash" in outcome.out) == (
        True,
        False,
        False,
    )
    assert outcome.err.endswith("Stopped at the first bad school: 1 bad row of 2.\n")


def test_stop_on_error_writes_no_file(lpplan: Lpplan, schools: Path, tmp_path: Path) -> None:
    schools.write_text(f"{HEADER}{OAK}Ash,member,1,2018/19,0\n{ELM}")
    outcome = lpplan("batch", schools, "--stop-on-error", "-o", tmp_path / "q.csv")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.endswith("Stopped at the first bad school: 1 bad row of 2.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["schools.csv"]
    assert lpplan("batch", schools, "--stop-on-error").code == 1
    schools.write_text(HEADER + OAK + ELM)
    assert lpplan("batch", schools, "--stop-on-error").code == 0


def test_published_only_leaves_out_schools_with_estimates(lpplan: Lpplan, schools: Path) -> None:
    schools.write_text(f"{HEADER}{OAK}Oak,member,2,2019/20,18\n{ELM}")
    outcome = lpplan("batch", schools, "--published-only")
    assert outcome.code == 1
    assert outcome.err == (
        f"{schools}:3: academic_year: is 2019/20, for which no prices are published, only"
        " estimates: 2018/19 prices, 1 year before the stage\n"
        "  --published-only leaves out a school with any estimate.\n"
        "1 bad row of 3: 1 school left out.\n"
    )
    assert "Oak" not in outcome.out
    assert "Elm" in outcome.out


def test_non_members_are_quoted_where_there_are_prices(lpplan: Lpplan, schools: Path) -> None:
    schools.write_text(HEADER + OAK.replace("member", "non-member"))
    assert "no non-member price is published" in lpplan("batch", schools).err
    outcome = lpplan("batch", schools, "--fees", NON_MEMBER_FEES)
    assert (outcome.code, outcome.err) == (0, "")


def test_a_list_without_schools_is_refused_and_leaves_no_folder(
    lpplan: Lpplan, schools: Path, tmp_path: Path
) -> None:
    told = (
        f"{schools}: has no schools below its header\n"
        "  Write a row below it for each stage of a school.\n"
    )
    for text in (HEADER, HEADER + "\n,,,,\n"):
        schools.write_text(text)
        assert lpplan("batch", schools) == (2, "", told)
        assert lpplan("batch", schools, "--proposals", tmp_path / "p") == (2, "", told)
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("broken", ["", "x = \n"])
def test_a_plan_is_told_from_a_list(broken: str, lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "my-plan.toml"
    plan.write_bytes((ROOT / "examples" / "single-school.toml").read_bytes() + broken.encode())
    told = f"{plan}: is a plan, not a list of schools\n  A plan goes to 'lpplan quote'.\n"
    assert lpplan("batch", plan) == (2, "", told)


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/zero is of Linux")
@pytest.mark.parametrize("name", ["z.csv", "z.xlsx"])
def test_a_device_without_end_is_no_list(name: str, lpplan: Lpplan, tmp_path: Path) -> None:
    path = tmp_path / name
    path.symlink_to("/dev/zero")
    told = f"{path}: is a device, not a file\n  Name a file instead, or remove the link to it.\n"
    assert lpplan("batch", path) == (2, "", told)


@pytest.mark.parametrize("content", [b"", b"school,stage\n", HEADER.encode("utf-16"), b"\xff\n"])
def test_an_unsound_header_is_exit_2_and_nothing_is_written(
    content: bytes, lpplan: Lpplan, schools: Path, tmp_path: Path
) -> None:
    schools.write_bytes(content)
    outcome = lpplan("batch", schools, "-o", tmp_path / "q.csv")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{schools}:1: ")
    assert [path.name for path in tmp_path.iterdir()] == ["schools.csv"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (".", "is a folder"),
        ("", "is a folder"),
        ("missing.csv", "no such file"),
        ("a\0b", "cannot be read"),
    ],
)
def test_a_path_that_is_no_file_is_exit_2(path: str, told: str, lpplan: Lpplan) -> None:
    outcome = lpplan("batch", path)
    assert (outcome.code, outcome.out, told in outcome.err) == (2, "", True)


def test_the_list_is_never_written_over(lpplan: Lpplan, schools: Path) -> None:
    schools.write_text(HEADER + OAK)
    outcome = lpplan("batch", schools, "-o", schools, "--force")
    assert (outcome.code, "is the file" in outcome.err) == (2, True)
    assert schools.read_text() == HEADER + OAK


def test_a_file_that_comes_while_the_list_is_read_is_not_written_over(
    lpplan: Lpplan, schools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schools.write_text(HEADER + OAK)
    output = tmp_path / "q.csv"
    monkeypatch.setattr(Batch, "refuse_bad_rows", lambda _: None)
    sound = Batch.sound
    monkeypatch.setattr(
        Batch, "sound", lambda *given: (output.write_text("mine"), sound(*given))[1]
    )
    outcome = lpplan("batch", schools, "-o", output)
    assert (outcome.code, "exists already" in outcome.err) == (2, True)
    assert output.read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 2


NAMES = [
    ("=1+1", "'=1+1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\u202eevil", "\\u202eevil"),
    ("a\x1b[31mb", "a\\x1b[31mb"),
    ("[bold]x[/]", "[bold]x[/]"),
]


@pytest.mark.parametrize(("name", "cell"), NAMES)
def test_a_name_is_text_in_results_and_in_messages(
    name: str, cell: str, lpplan: Lpplan, schools: Path
) -> None:
    schools.write_text(f"{HEADER}{name},member,1,2018/19,5\n{OAK}{name},member,1,x,5\n")
    outcome = lpplan("batch", schools)
    assert next(csv.DictReader(io.StringIO(outcome.out)))["school"] == cell
    assert f'must not be "{cell.removeprefix(chr(39))}" again' in outcome.err
    assert "\x1b" not in outcome.out + outcome.err
    assert lpplan("batch", schools, "-f", "jsonl").out.isascii()


@posix
def test_no_workflow_takes_a_message_for_a_command(
    lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("::error::x.csv").write_text(f"{HEADER}Oak,##[error],1,2018/19,5\n")
    outcome = lpplan("batch", "::error::x.csv")
    assert outcome.code == 1
    assert not any(line.startswith("::") for line in outcome.err.splitlines())
    assert "##[" not in outcome.err


def many(rows: int) -> bytes:
    return (HEADER + "".join(f"S{n},member,1,2018/19,{n % 90 + 1}\n" for n in range(rows))).encode()


@posix
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_closed_pipe_ends_quietly(form: str, schools: Path) -> None:
    schools.write_bytes(many(3_000) + b"bad,,,,\n")
    command = f'"{sys.executable}" -m lpplan batch "{schools}" -f {form} | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is of Linux")
def test_a_full_disk_is_exit_2(schools: Path, lpplan_process: Process) -> None:
    schools.write_bytes(many(3_000))
    with open("/dev/full", "wb") as full:
        done = lpplan_process("batch", schools, stdout=full.fileno())
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    done = lpplan_process("batch", schools, "-o", "/dev/full")
    assert (done.returncode, b"No space left" in done.stderr) == (2, True)
    assert b"Traceback" not in done.stderr


@posix
def test_a_file_size_limit_leaves_nothing_behind(schools: Path, tmp_path: Path) -> None:
    schools.write_bytes(many(3_000))
    done = subprocess.run(
        f'ulimit -f 8; "{sys.executable}" -m lpplan batch "{schools}" -o q.csv | cat',
        shell=True,
        cwd=tmp_path,
        stderr=-1,
        check=False,
        executable="/bin/bash",
    )
    assert done.stderr.startswith(b"q.csv: cannot be written: File too large\n")
    assert [path.name for path in tmp_path.iterdir()] == ["schools.csv"]


@pytest.mark.parametrize(
    ("term", "terminal", "output", "is_shown"),
    [
        ("xterm", True, os.devnull, True),
        ("dumb", True, os.devnull, False),
        ("xterm", False, os.devnull, False),
        ("xterm", True, "-", False),
    ],
)
def test_a_bar_shows_on_a_terminal_alone(
    *,
    term: str,
    terminal: bool,
    output: str,
    is_shown: bool,
    schools: Path,
    lpplan: Lpplan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schools.write_bytes(many(1_000) + b"bad,[bold],,,\n")
    monkeypatch.setattr("lpplan.batch.progress.PATIENCE", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", term)
    outcome = lpplan("batch", schools, "-f", "csv", "-o", output)
    assert outcome.code == 1
    assert ("Quoting schools" in outcome.err) == is_shown
    assert (
        f'{schools}:1002: membership: must be "member" or "non-member", not "[bold]"\n'
        in outcome.err
    )
    assert outcome.err.endswith("1 bad row of 1,001: 1 school left out.\n")


DAY = date(2026, 11, 21)
CELLS = st.tuples(
    st.sampled_from(["Oak", "Elm", "Gŵyr", "", "=Ash", "a\x1bb", "\u3000Yew"]),
    st.sampled_from(["member", "member", "member", "non-member", "Member", ""]),
    st.sampled_from(["1", "2", "3", "3", "4", "01", "", "x"]),
    st.sampled_from(["2018/19", "2018-19", "2021/22", "2027/28", "2018/20", "1999/00", ""]),
    st.sampled_from(["1", "25", "26", "100000", "100001", "027", "+5", "٣", "1.0", "0", "-1", ""]),
)
SOUND = st.tuples(
    st.sampled_from(["Oak", "Elm", "Gŵyr"]),
    st.just("member"),
    st.sampled_from(["1", "2", "3", "3"]),
    st.sampled_from(["2018/19", "2021/22"]),
    st.integers(1, 100_000).map(str),
)


def batch_of(folder: Schedules, *, published_only: bool = False) -> Batch:
    fees = FeeFolder(folder, {}, "synthetic")
    return Batch("s.csv", fees, DAY, lambda _: None, published_only=published_only)


def schools_of(rows: list[tuple[str, ...]]) -> list[SchoolRows]:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER.strip().split(","), *rows])
    text.seek(0)
    return list(listed_schools(csv_records(text, "s.csv"), "s.csv")[1])


@given(st.lists(CELLS | SOUND, max_size=8), schedules(), st.booleans())
def test_both_ways_to_judge_a_school_agree(
    rows: list[tuple[str, ...]], folder: Schedules, published_only: bool
) -> None:
    batch = batch_of(folder, published_only=published_only)
    for school in schools_of(rows):
        quick = batch.quick_quote(school)
        full, faults = batch.full_quote(school)
        assert (full is None) == bool(faults)
        assert batch.judged(school) == (full, faults)
        if quick is not None:
            assert quick == full
            assert [s.cliffs for s in quick.stages] == [s.cliffs for s in full.stages]


@given(st.lists(st.tuples(*[st.text(max_size=6)] * 5) | CELLS | SOUND, max_size=8))
def test_any_rows_are_quoted_as_the_school_alone_or_left_out_with_faults(
    rows: list[tuple[str, ...]],
) -> None:
    fees = load_fees(None)
    told: list[LocatedProblem] = []
    batch = Batch("s.csv", fees, DAY, told.extend)
    found = schools_of(rows)
    sound = list(batch.sound(found))
    for school in sound:
        assert batch.report(school.rows).quote == school.quote
        assert plan_of(school.rows).plan.school.name == school.rows.name
    apart = [school for school in found if school.came_before]
    assert len(sound) + batch.schools_left_out == len(found) - len(apart)
    assert batch.rows_in_no_quote == sum(len(school.rows) for school in apart)
    assert batch.rows == sum(len(school.rows) for school in found)
    assert batch.bad_rows == len({problem.line for problem in told})
    assert bool(told) == bool(batch.schools_left_out or apart)
    for problem in told:
        assert problem.problem.message
        assert problem.problem.hint
        assert problem.key in {"", *HEADER.strip().split(",")}


def test_a_stage_like_that_of_another_school_is_still_the_school_s_own() -> None:
    rows: list[tuple[str, ...]] = [
        (name, "member", "1", "2018/19", "27") for name in ("Oak", "Elm")
    ]
    quoted = Batch("s.csv", load_fees(None), DAY, lambda _: None).sound(schools_of(rows))
    assert [q.quote.stages[0].own_school for q in quoted] == ["Oak", "Elm"]


def test_a_school_is_quoted_before_the_next_but_one_is_read() -> None:
    taken = []

    def found() -> Iterator[SchoolRows]:
        for number in range(5):
            taken.append(number)
            yield from schools_of([(f"S{number}", "member", "1", "2018/19", str(FIRST_YEAR))])

    quotes = Batch("s.csv", load_fees(None), DAY, lambda _: None).sound(found())
    for number in range(3):
        assert next(quotes).quote.school == f"S{number}"
        assert taken == list(range(number + 1))


ODD_SCHOOLS = ("../../x", "<b>=1+1</b>", "N" * 300, "مدرسة", "CON", "a/b\\c", "Same", "SAME", "?")


@pytest.mark.parametrize(
    "form", [pytest.param("docx", marks=pytest.mark.slow), "html", "md", "pdf"]
)
def test_each_school_gets_a_proposal_under_a_safe_name(
    form: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    rows = [f'"{school}",member,1,2018/19,27' for school in ODD_SCHOOLS]
    schools = tmp_path / "schools.csv"
    header = "school,membership,stage,academic_year,participants"
    schools.write_text("\n".join((header, *rows)), encoding="utf-8")
    folder = tmp_path / "inner" / "proposals"
    asked = ("batch", schools, "--proposals", folder, "--proposal-format", form)
    assert lpplan(*asked, "-o", tmp_path / "quotes.csv").code == 0
    written = sorted(path.name for path in folder.iterdir() if path.name != MANIFEST)
    assert len({name.casefold() for name in written}) == len(ODD_SCHOOLS)
    assert all(name.endswith(f".{form}") for name in written)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "inner",
        "quotes.csv",
        "schools.csv",
    ]
    assert lpplan(*asked, "-o", tmp_path / "again.csv").code == 0
    again = sorted(path.name for path in folder.iterdir() if path.name != MANIFEST)
    assert again == written


def test_a_school_that_is_left_out_gets_no_proposal(lpplan: Lpplan, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text(
        "school,membership,stage,academic_year,participants\n"
        "Good,member,1,2018/19,27\nBad,member,9,2018/19,27\n"
    )
    outcome = lpplan("batch", schools, "--proposals", tmp_path / "p", "--proposal-format", "md")
    assert outcome.code == 1
    assert sorted(path.name for path in (tmp_path / "p").iterdir()) == ["Good.md", MANIFEST]


def test_proposals_leave_out_the_sections_named(lpplan: Lpplan, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text(
        "school,membership,stage,academic_year,participants\nGood,member,2,2018/19,27\n"
    )
    asked = ("batch", schools, "--proposal-format", "md", "--proposals")
    assert lpplan(*asked, tmp_path / "all", "-o", tmp_path / "1.csv").code == 0
    without = ("--without", "case", "--without", "roles")
    assert lpplan(*asked, tmp_path / "some", *without, "-o", tmp_path / "2.csv").code == 0
    headings = [
        {
            line
            for line in (tmp_path / folder / "Good.md").read_text("utf-8").splitlines()
            if line.startswith("## ")
        }
        for folder in ("all", "some")
    ]
    assert headings[0] - headings[1] == {"## Is it worth it?", "## Who does what"}


def test_sections_left_out_are_checked_as_proposal_does(lpplan: Lpplan, tmp_path: Path) -> None:
    schools = ROOT / "examples" / "schools.csv"
    asked = ("batch", schools, "--without", "cases")
    outcome = lpplan(*asked, "--proposals", tmp_path / "p")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == lpplan("proposal", schools, "--without", "cases").err
    assert not (tmp_path / "p").exists()
    outcome = lpplan("batch", schools, "--without", "case")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--without: goes with --proposals")


def test_proposals_that_cannot_be_written_are_told(lpplan: Lpplan, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_bytes((ROOT / "examples" / "schools.csv").read_bytes())
    outcome = lpplan("batch", schools, "--proposals", tmp_path / "p", "--proposal-format", "rtf")
    assert outcome.code == 2
    assert (
        outcome.err == '--proposal-format: must be markdown, table, html, docx or pdf, not "rtf"\n'
    )
    outcome = lpplan("batch", schools, "--proposals", tmp_path / "p", "--proposal-format", "Word")
    assert outcome.err.endswith(', not "Word"\n  For Word it is docx.\n')
    outcome = lpplan("batch", schools, "--proposals", schools)
    told = f"{schools}: is a file, not a folder\n  Name another folder.\n"
    assert outcome == (2, "", told)
    outcome = lpplan("batch", schools, "--proposals", schools / "p")
    assert outcome.code == 2
    assert "the folder cannot be created" in outcome.err
