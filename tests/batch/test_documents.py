"""Documents of a list: its own are replaced, nobody else's; made by several processes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TESTS, Lpplan, Process
from lpplan.batch import document_folder, documents
from lpplan.batch.document_folder import MANIFEST
from lpplan.batch.documents import Making
from lpplan.batch.school_rows import SchoolRows
from terminal import Terminal

DAY = ("--as-of", "2026-11-27")
HEADER = "school,membership,stage,academic_year,participants\n"
Run = Callable[..., str]


def listed(path: Path, *schools: str, people: int = 27) -> Path:
    rows = [f"{school},member,1,2018/19,{people}\n" for school in schools]
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def run(lpplan: Lpplan, tmp_path: Path) -> Run:
    """Writes the proposals of some schools as Markdown, and gives what standard error says."""

    def written(*schools: str, people: int = 27, force: bool = False) -> str:
        file = listed(tmp_path / "schools.csv", *schools, people=people)
        (tmp_path / "q.csv").unlink(missing_ok=True)
        asked = ("--proposals", tmp_path / "p", "--proposal-format", "md", *DAY)
        flags = ("--force",) if force else ()
        outcome = lpplan("batch", file, *asked, "-o", tmp_path / "q.csv", *flags)
        assert outcome.code == 0
        return outcome.err

    return written


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != MANIFEST)


def test_a_school_whose_rows_stand_apart_gets_no_document_and_no_quote(
    lpplan: Lpplan, lpplan_process: Process, tmp_path: Path
) -> None:
    file = listed(tmp_path / "schools.csv", "Oak", "Elm", "Oak")
    asked = ("batch", file, "--proposals", tmp_path / "p", "--proposal-format", "md", *DAY)
    outcome = lpplan(*asked)
    assert outcome.code == 1
    hint = "  Put the rows of a school together: sorting the list by school does that.\n"
    assert outcome.err == (
        f'{file}:2: school: is "Oak" again on line 4, after other schools: it is left out whole\n'
        f'{hint}{file}:4: school: must not be "Oak" again after other schools: it is left out'
        f" whole\n{hint}2 bad rows of 3: 1 school left out.\n"
    )
    assert "Oak" not in outcome.out
    assert names(tmp_path / "p") == ["Elm.md"]
    # As well from standard input, which is kept until its end is known.
    done = lpplan_process("batch", "-", *asked[2:], input=file.read_bytes())
    assert done.stderr.decode() == outcome.err.replace(str(file), "standard input")
    assert names(tmp_path / "p") == ["Elm.md"]


def test_running_again_replaces_what_it_wrote(run: Run, tmp_path: Path) -> None:
    oak = tmp_path / "p" / "Oak.md"
    assert run("Oak", "Elm") == ""
    # 27 × 400 + 2 × 2,200 = 15,200, then 20 × 400 + 2,200 = 10,200.
    assert "£15,200.00" in oak.read_text("utf-8")
    assert run("Oak", "Elm", people=20) == ""
    assert "£10,200.00" in oak.read_text("utf-8")
    assert names(tmp_path / "p") == ["Elm.md", "Oak.md"]


def test_what_somebody_changed_is_kept_unless_forced(run: Run, tmp_path: Path) -> None:
    oak = tmp_path / "p" / "Oak.md"
    run("Oak", "Elm")
    oak.write_text("Mine.", encoding="utf-8")
    told = f"{oak}: was changed since lpplan wrote it, and is kept.\n  --force writes it anew.\n"
    assert run("Oak", "Elm", people=20) == told
    assert oak.read_text("utf-8") == "Mine."
    assert run("Oak", "Elm", people=20) == told
    assert run("Oak", "Elm", people=20, force=True) == ""
    assert "£10,200.00" in oak.read_text("utf-8")


def test_what_is_somebody_else_s_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    other = tmp_path / "p" / "Oak.md"
    other.write_text("Another's.", encoding="utf-8")
    for force in (False, True, True):
        assert run("Oak", force=force) == ""
        assert names(tmp_path / "p") == ["Oak 2.md", "Oak.md"]
        assert other.read_text("utf-8") == "Another's."


def test_a_document_whose_school_left_the_list_is_told_of_and_kept(
    run: Run, tmp_path: Path
) -> None:
    run("Oak", "Elm")
    told = f"{tmp_path / 'p' / 'Elm.md'}: its school is not in the list, and it is kept.\n"
    assert run("Oak") == told
    assert names(tmp_path / "p") == ["Elm.md", "Oak.md"]
    assert run("Oak", "Elm") == ""


def test_two_schools_of_like_names_keep_their_own_documents(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("St Mary/A", "St Mary A") == ""
        assert names(tmp_path / "p") == ["St Mary A 2.md", "St Mary A.md"]


@pytest.mark.parametrize(
    "line",
    [
        '{"file": "Oak.md"',
        "[]",
        '{"file": "../../Oak.md", "school": "Oak", "sha256": "x"}',
        "[" * 5_000,
        "\x00\ufffd",
    ],
)
def test_a_damaged_manifest_leads_nowhere_and_is_no_error(
    line: str, run: Run, tmp_path: Path
) -> None:
    run("Oak")
    with (tmp_path / "p" / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(line + "\n")
    assert run("Oak") == ""
    assert names(tmp_path / "p") == ["Oak.md"]
    (said,) = (tmp_path / "p" / MANIFEST).read_text("utf-8").splitlines()
    assert json.loads(said)["file"] == "Oak.md"


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/zero is of Linux")
def test_a_manifest_that_is_a_device_or_far_too_large_is_refused(
    lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = listed(tmp_path / "schools.csv", "Oak")
    manifest = tmp_path / "p" / MANIFEST
    manifest.parent.mkdir()
    manifest.symlink_to("/dev/zero")
    asked = ("batch", file, "--proposals", manifest.parent, "--proposal-format", "md", *DAY)
    told = (
        f"{manifest}: is a device, not a file\n  Name a file instead, or remove the link to it.\n"
    )
    assert lpplan(*asked) == (2, "", told)
    manifest.unlink()
    monkeypatch.setattr(document_folder, "MOST_BYTES_OF_A_MANIFEST", 300)
    manifest.write_bytes(b"\n" * 301)
    told = "is larger than 300 bytes, and no folder of proposals needs that"
    assert told in lpplan(*asked).err
    manifest.write_bytes(b"\n" * 300)
    assert lpplan(*asked).code == 0


def test_several_processes_make_the_same_documents_as_one(
    lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = listed(tmp_path / "schools.csv", *(f"School {number}" for number in range(7)))
    monkeypatch.setattr(documents, "_FEW", 2)
    for processes in (1, 2):
        monkeypatch.setattr(documents, "_cores", lambda processes=processes: processes)
        folder = tmp_path / str(processes)
        asked = ("--proposals", folder, "--proposal-format", "pdf", *DAY)
        assert lpplan("batch", file, *asked, "-o", tmp_path / f"{processes}.csv").code == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / n).iterdir()} for n in "12")
    assert one == two
    assert len(one) == 8


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The schools whose documents are made."""
    schools: list[str] = []
    make = Making.document

    def noted(making: Making, school: SchoolRows) -> bytes:
        schools.append(school.name)
        return make(making, school)

    monkeypatch.setattr(Making, "document", noted)
    return schools


def test_a_document_that_would_be_the_same_is_not_made_again(
    run: Run, made: list[str], tmp_path: Path, lpplan: Lpplan
) -> None:
    folder, file = tmp_path / "p", tmp_path / "schools.csv"
    run("Oak", "Elm", "Yew")
    manifest = (folder / MANIFEST).read_bytes()
    made.clear()
    run("Oak", "Elm", "Yew")
    run("Oak", "Elm", "Yew", force=True)
    assert made == []
    assert (folder / MANIFEST).read_bytes() == manifest
    (folder / "Elm.md").unlink()
    run("Ash", "Oak", "Elm", "Yew")
    assert made == ["Ash", "Elm"]
    made.clear()
    style = tmp_path / "style.toml"
    style.write_text('name = "Harbour"\n')
    asked = ("--proposals", folder, "--proposal-format", "md", "-o", tmp_path / "q.csv", "--force")
    for flags in (
        ("--as-of", "2026-11-28"),
        (*DAY, "--style", style),
        (*DAY, "--without", "case"),
        (*DAY, "--uplift", "2"),
        (*DAY, "--fees", TESTS / "synthetic" / "many_charges"),
    ):
        assert lpplan("batch", file, *asked, *flags).code == 0
        assert len(made) == 4, flags
        made.clear()


def test_a_manifest_that_does_not_say_from_what_leaves_nothing_as_it_is(
    run: Run, made: list[str], tmp_path: Path
) -> None:
    run("Oak")
    manifest = tmp_path / "p" / MANIFEST
    said = json.loads(manifest.read_text("utf-8"))
    del said["made_from"]
    manifest.write_text(json.dumps(said) + "\n", encoding="utf-8")
    assert run("Oak") == ""
    assert made == ["Oak", "Oak"]
    assert names(tmp_path / "p") == ["Oak.md"]


def test_a_name_that_some_take_for_two_lines_keeps_its_document(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("Oak\u2028Elm\x85") == ""
        assert names(tmp_path / "p") == ["Oak Elm.md"]


def test_who_stops_it_hears_how_far_it_came_and_the_next_run_goes_on(
    lpplan: Lpplan, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = listed(tmp_path / "schools.csv", *"ABCDE")
    asked = ("batch", file, "--proposals", tmp_path / "p", "--proposal-format", "md", *DAY)
    make = Making.document

    def stopped(making: Making, school: SchoolRows) -> bytes:
        if school.name == "D":
            raise KeyboardInterrupt
        return make(making, school)

    monkeypatch.setattr(Making, "document", stopped)
    outcome = lpplan(*asked, "-o", tmp_path / "q.csv")
    told = f"{tmp_path / 'p'}: has 3 of 5 documents; run the same command again to go on.\n"
    assert outcome == (130, "", told)
    monkeypatch.setattr(Making, "document", make)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    outcome = lpplan(*asked, "-o", tmp_path / "q.csv")
    assert (outcome.code, made) == (0, [*"ABCDE"])
    told = f"Written to {tmp_path / 'q.csv'}.\n{tmp_path / 'p'}: has 5 of 5 documents.\n"
    assert outcome.err == told
    assert len((tmp_path / "q.csv").read_text().splitlines()) == 11


@pytest.mark.parametrize("screen", [True, False])
def test_a_bar_over_documents_leaves_the_result_as_it_is(
    screen: bool, lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = listed(tmp_path / "schools.csv", *"ABCDE")
    asked = ("batch", file, "-f", "jsonl", *DAY)
    plain = lpplan(*asked)
    monkeypatch.setattr("lpplan.batch.progress.PATIENCE", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: screen)
    monkeypatch.setenv("TERM", "xterm")
    outcome = lpplan(*asked, "--proposals", tmp_path / "p", "--proposal-format", "md")
    assert (outcome.code, outcome.out) == (0, plain.out)
    assert "of 5 documents" in outcome.err
    # Without documents, as well: what is shown is not taken for the bar's.
    outcome = lpplan(*asked)
    assert (outcome.code, outcome.out) == (0, plain.out)


@pytest.mark.slow
def test_somebody_at_a_terminal_sees_how_long_it_takes_stops_it_and_goes_on(
    tmp_path: Path,
) -> None:
    file = listed(tmp_path / "schools.csv", *(f"School {number}" for number in range(60)))
    asked = ("batch", file, "--proposals", "p", "--proposal-format", "pdf", *DAY)
    result = tmp_path / "q.csv"
    with Terminal(*asked, folder=tmp_path, to=result, TERM="xterm", COLUMNS="120") as terminal:
        terminal.read_until(r"\d+ of 60 documents .* \d+% 0:00:\d\d")
        terminal.press("\x03")
        assert terminal.read_to_end() == 130
    stopped = re.search(r"p: has (\d+) of 60 documents; run the same", terminal.shown)
    assert stopped is not None
    assert "Traceback" not in terminal.shown
    before = {path.name: path.read_bytes() for path in (tmp_path / "p").glob("*.pdf")}
    times = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "p").glob("*.pdf")}
    assert len(before) in (int(stopped[1]), int(stopped[1]) + 1)
    again = (*asked, "-o", "whole.csv")
    with Terminal(*again, folder=tmp_path, TERM="xterm", COLUMNS="120") as terminal:
        assert terminal.read_to_end() == 0
    # The bar is gone before.
    ending = r"(^|\r)Written to whole.csv.\np: has 60 of 60 documents.\n$"
    assert re.search(ending, terminal.shown)
    assert len((tmp_path / "whole.csv").read_text().splitlines()) == 121
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "p").glob("*.pdf")}
    assert len(after) == 60
    assert times.items() <= after.items()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.8, 1.6, 2.4])
def test_an_interrupt_ends_quietly_and_the_next_run_clears_up(
    seconds: float, tmp_path: Path
) -> None:
    file = listed(tmp_path / "schools.csv", *(f"School {number}" for number in range(150)))
    command = [sys.executable, "-m", "lpplan", "batch", str(file), "--proposals", "p", *DAY]
    command += ["--proposal-format", "docx", "-o", "q.csv", "--force"]
    started = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    )
    time.sleep(seconds)
    os.killpg(started.pid, signal.SIGINT)
    _, told = started.communicate(timeout=60)
    assert started.returncode in (130, 0)
    if told:
        assert re.fullmatch(
            rb"p: has \d+ of 150 documents; run the same command again to go on\.\n", told
        )
    folder = tmp_path / "p"
    assert not list(tmp_path.rglob(".lpplan-*"))
    if folder.is_dir():
        assert all(path.read_bytes().startswith(b"PK") for path in folder.glob("*.docx"))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert done.stderr == b""
    assert len(names(folder)) == 150
