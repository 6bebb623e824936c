"""Documents of a list: its own are replaced, nobody else's; made by several processes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Lpplan
from lpplan.batch import documents
from lpplan.batch.documents import MANIFEST

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
    assert (started.returncode, told) in ((130, b""), (0, b""))
    folder = tmp_path / "p"
    assert not list(tmp_path.rglob(".lpplan-*"))
    if folder.is_dir():
        assert all(path.read_bytes().startswith(b"PK") for path in folder.glob("*.docx"))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert done.stderr == b""
    assert len(names(folder)) == 150
