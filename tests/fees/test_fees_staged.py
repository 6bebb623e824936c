"""``lpplan fees check --staged``, and pre-commit's hook: what is committed is what is checked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Lpplan
from frozen_fees import FROZEN_FEES
from git_repository import commit, edit, git

GOOD = FROZEN_FEES / "2018-19.toml"
BIN = Path(sys.executable).parent
PRE_COMMIT = shutil.which("pre-commit", path=BIN)


@pytest.fixture(autouse=True)
def _not_in_a_hook_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
        monkeypatch.delenv(name, raising=False)


def put(file: str, text: str | None = None) -> None:
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(GOOD.read_text(encoding="utf-8") if text is None else text, encoding="utf-8")


def staged(lpplan: Lpplan, *arguments: str) -> dict[str, Any]:
    outcome = lpplan("fees", "check", "--staged", "-f", "json", *arguments)
    assert outcome.err == ""
    found: dict[str, Any] = json.loads(outcome.out)
    assert outcome.code == bool(found["problems"])
    return found


def paths(found: dict[str, Any]) -> set[str]:
    return {problem["path"] for problem in found["problems"]}


BAD = "status = 1"


@pytest.mark.parametrize(
    "folder", ["our-fees", "data/fees", "fees/drafts", "prices & more", "fées"]
)
def test_a_bad_file_is_found_whatever_its_folder_is_called(
    folder: str, repository: Path, lpplan: Lpplan
) -> None:
    put(f"{folder}/2018-19.toml", BAD)
    git("add", "-A")
    assert paths(staged(lpplan)) == {f"{folder}/2018-19.toml"}


def test_it_is_what_is_staged_and_not_what_lies_in_the_folder(
    repository: Path, lpplan: Lpplan
) -> None:
    put("our-fees/2018-19.toml", BAD)
    git("add", "-A")
    put("our-fees/2018-19.toml")
    assert paths(staged(lpplan)) == {"our-fees/2018-19.toml"}
    git("add", "-A")
    put("our-fees/2018-19.toml", BAD)
    put("our-fees/2019-20.toml", BAD)
    assert staged(lpplan) == {"files": 1, "problems": []}


def test_a_folder_is_checked_whole_where_one_file_of_it_is_touched(
    repository: Path, lpplan: Lpplan
) -> None:
    put("our-fees/2019-20.toml", BAD)
    put("others/2018-19.toml", BAD)
    commit("unsound, and not ours")
    put("our-fees/2018-19.toml")
    git("add", "-A")
    found = staged(lpplan)
    assert (found["files"], paths(found)) == (2, {"our-fees/2019-20.toml"})


def test_a_file_that_is_removed_or_renamed_touches_its_folder(
    repository: Path, lpplan: Lpplan
) -> None:
    put("a/2018-19.toml")
    put("a/2019-20.toml", BAD)
    put("b/2019-20.toml", BAD)
    commit("before")
    git("rm", "-q", "a/2018-19.toml")
    assert paths(staged(lpplan)) == {"a/2019-20.toml"}
    commit("removed")
    git("mv", "a/2019-20.toml", "b/2018-19.toml")
    assert paths(staged(lpplan)) == {"b/2018-19.toml", "b/2019-20.toml"}
    commit("renamed to another folder")
    git("mv", "b/2018-19.toml", "b/prices.txt")
    git("rm", "-q", "b/2019-20.toml")
    assert lpplan("fees", "check", "--staged").out.startswith("No fee file to check")


def test_a_file_of_another_name_in_a_fee_folder_touches_it(
    repository: Path, lpplan: Lpplan
) -> None:
    put("fees/2018-20.toml")
    git("add", "-A")
    assert paths(staged(lpplan)) == {"fees/2018-20.toml"}


def test_a_commit_without_fees_is_let_pass(repository: Path, lpplan: Lpplan) -> None:
    put("our-fees/2018-19.toml", BAD)
    commit("unsound already")
    put("notes/2024-12.toml", "month = 12")
    git("add", "-A")
    assert lpplan("fees", "check", "--staged", "--strict") == (
        0,
        "No fee file to check in what is staged or pushed.\n",
        "",
    )


def test_where_nothing_is_staged_every_fee_folder_is_checked(
    repository: Path, lpplan: Lpplan
) -> None:
    put("our-fees/2018-19.toml", BAD)
    put("2018-19.toml", BAD)
    commit("unsound already")
    found = staged(lpplan)
    assert (found["files"], paths(found)) == (3, {"our-fees/2018-19.toml", "2018-19.toml"})


def test_before_the_first_commit_it_is_all_that_is_staged(repository: Path, lpplan: Lpplan) -> None:
    git("checkout", "-q", "--orphan", "new")
    assert staged(lpplan) == {"files": 1, "problems": []}


def test_a_repository_without_fees_is_not_green(repository: Path, lpplan: Lpplan) -> None:
    git("rm", "-q", "-r", "fees")
    commit("no fees")
    code, out, err = lpplan("fees", "check", "--staged")
    assert (code, out, err.startswith("git knows no fee schedule here")) == (2, "", True)


def test_folders_can_be_named_whatever_is_staged(
    repository: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("sub/our-fees/2018-19.toml", BAD)
    put("other/2018-19.toml", BAD)
    commit("unsound already")
    put("README.md")
    git("add", "-A")
    ours = {"sub/our-fees/2018-19.toml"}
    for named in ("sub/our-fees", "./sub/our-fees/", str(repository / "sub/our-fees"), *ours):
        assert paths(staged(lpplan, named)) == ours
    monkeypatch.chdir("sub")
    assert paths(staged(lpplan, "our-fees")) == ours
    assert paths(staged(lpplan, "../fees")) == set()
    put("new/2018-19.toml")
    for nothing in ("nowhere", "new", "."):
        code, out, err = lpplan("fees", "check", "--staged", nothing)
        assert (code, out) == (2, "")
        assert "holds no fee schedule that git knows" in err


def test_what_is_pushed_is_judged_as_it_is_pushed(
    repository: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("old/2018-19.toml", BAD)
    commit("unsound already")
    git("branch", "pushed")
    put("theirs/2018-19.toml", BAD)
    commit("theirs")
    git("checkout", "-q", "pushed")
    put("ours/2018-19.toml", BAD)
    commit("ours")
    put("ours/2018-19.toml")
    git("add", "-A")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", git("rev-parse", "HEAD").strip())
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "main")
    assert paths(staged(lpplan)) == {"ours/2018-19.toml"}
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "0" * 40)
    assert paths(staged(lpplan)) == {"old/2018-19.toml", "ours/2018-19.toml"}
    git("checkout", "-q", "-f", "--orphan", "apart")
    put("ours/2018-19.toml")
    commit("nothing in common")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "apart")
    assert paths(staged(lpplan)) == {"ours/2018-19.toml"}
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "nowhere")
    code, _, err = lpplan("fees", "check", "--staged")
    assert (code, err.startswith("--staged: there is no such revision here: nowhere\n")) == (
        2,
        True,
    )


def test_a_staged_file_that_git_has_lost_is_exit_2(repository: Path, lpplan: Lpplan) -> None:
    name = git("rev-parse", ":fees/2018-19.toml").strip()
    Path(".git/objects", name[:2], name[2:]).unlink()
    code, out, err = lpplan("fees", "check", "--staged")
    assert (code, out) == (2, "")
    assert err.startswith("fees/2018-19.toml: git cannot read this\n  fatal: ")


def test_the_index_is_not_touched(repository: Path, lpplan: Lpplan) -> None:
    edit("member = 400", "member = 420")
    git("add", "-A")
    os.utime("fees/2018-19.toml", (0, 0))
    before = Path(".git/index").read_bytes()
    staged(lpplan)
    assert Path(".git/index").read_bytes() == before


@pytest.fixture
def hooked(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that uses our hook, with the lpplan of this environment."""
    if PRE_COMMIT is None:
        pytest.skip("pre-commit is not installed")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "language: python" in hook
    hook = hook.replace("language: python", "language: system").replace("\n", "\n      ")
    config = f"repos:\n  - repo: local\n    hooks:\n      {hook.rstrip()}\n"
    put(".pre-commit-config.yaml", config)
    commit("with a hook")
    return repository


def pre_commit(*arguments: str) -> tuple[int, str]:
    assert PRE_COMMIT is not None
    done = subprocess.run(
        [PRE_COMMIT, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_pre_commit_refuses_a_bad_file_in_any_folder(hooked: Path) -> None:
    put("data/fees/2018-19.toml", BAD)
    git("add", "-A")
    # Mended in the folder, and not staged.
    put("data/fees/2018-19.toml")
    code, out = pre_commit("run")
    assert code == 1
    assert "data/fees/2018-19.toml" in out
    assert Path("data/fees/2018-19.toml").read_text(encoding="utf-8") != BAD
    git("add", "-A")
    assert pre_commit("run")[0] == 0


def test_pre_commit_checks_a_folder_of_which_a_file_was_only_removed(hooked: Path) -> None:
    put("our-fees/2018-19.toml")
    put("our-fees/2019-20.toml", BAD)
    commit("unsound")
    git("rm", "-q", "our-fees/2018-19.toml")
    code, out = pre_commit("run")
    assert (code, "our-fees/2019-20.toml" in out) == (1, True)


def test_pre_commit_checks_all_files_and_what_is_between_two_commits(hooked: Path) -> None:
    assert pre_commit("run", "--all-files")[0] == 0
    put("data/fees/2018-19.toml", BAD)
    commit("unsound")
    put("README.md")
    commit("more")
    assert pre_commit("run", "--all-files")[0] == 1
    assert pre_commit("run", "--from-ref", "HEAD~2", "--to-ref", "HEAD")[0] == 1
    assert pre_commit("run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")[0] == 0


def test_git_itself_refuses_a_commit_of_part_of_what_is_changed(hooked: Path) -> None:
    assert pre_commit("install")[0] == 0
    put("a/2018-19.toml", BAD)
    put("b/2018-19.toml")
    git("add", "-A")
    git("commit", "-q", "-m", "the good one", "b")
    with pytest.raises(subprocess.CalledProcessError):
        git("commit", "-q", "-m", "the bad one", "a")


def test_pre_commit_takes_more_files_than_fit_a_command_line(hooked: Path) -> None:
    put("z-fees/2018-19.toml", BAD)
    git("add", "-A")
    name = git("rev-parse", ":fees/2018-19.toml").strip()
    entries = "".join(f"100644 {name}\tfiles/{'x' * 200}{n}.txt\n" for n in range(3000))
    command = ["git", "update-index", "--index-info"]
    subprocess.run(command, input=entries, encoding="utf-8", check=True)
    code, out = pre_commit("run")
    assert (code, "z-fees/2018-19.toml" in out) == (1, True)
