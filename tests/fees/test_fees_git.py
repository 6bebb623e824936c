"""What git holds is read whole, or refused in git's own words; an absent base is said loudly."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Lpplan
from frozen_fees import FROZEN_FEES
from git_repository import commit, edit, git
from lpplan.reading.fee_folder import FeeText, examine
from lpplan.values.problem import LpplanError

EXAMPLES = ("--plans", str(ROOT / "examples"))
FEES = "fees/2018-19.toml"
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for git")


def compared(lpplan: Lpplan, *asked: str) -> dict[str, Any]:
    outcome = lpplan("fees", "diff", *EXAMPLES, "-f", "json", *asked)
    assert outcome.err == ""
    report: dict[str, Any] = json.loads(outcome.out)
    return report


def changed_keys(lpplan: Lpplan, *asked: str) -> list[str]:
    return [
        change["key"] or change["academic_year"] for change in compared(lpplan, *asked)["changes"]
    ]


def lose(name: str) -> str:
    """Delete the object of that name from the repository."""
    found = git("rev-parse", name).strip()
    Path(".git/objects", found[:2], found[2:]).unlink()
    return found


def two_years(lpplan: Lpplan) -> None:
    assert lpplan("fees", "new", "2019/20", "-o", "fees/2019-20.toml").code == 0
    commit("another year")


@pytest.fixture
def blobless(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone that would get its files from a remote which is gone."""
    git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git("clone", "-q", "--filter=blob:none", "--no-checkout", repository.as_uri(), str(clone))
    repository.rename(tmp_path / "gone")
    monkeypatch.chdir(clone)
    return clone


def test_a_file_of_the_base_that_git_has_lost_is_told_and_not_taken_for_new(
    repository: Path, lpplan: Lpplan
) -> None:
    two_years(lpplan)
    lost = lose("HEAD:fees/2019-20.toml")
    code, out, err = lpplan("fees", "diff", "HEAD:fees", "fees")
    assert (code, out) == (2, "")
    assert err == (
        "HEAD:fees/2019-20.toml: git cannot read this\n"
        f"  fatal: git cat-file {lost}: bad file\n"
        "  Mend what git names ('git fsck' finds all that is missing), or name a folder.\n"
    )


@pytest.mark.parametrize("unsound", [(), ("--base-may-be-unsound",)])
def test_every_file_that_git_cannot_read_is_told(
    unsound: tuple[str, ...], repository: Path, lpplan: Lpplan
) -> None:
    two_years(lpplan)
    lose("HEAD:fees/2019-20.toml")
    lose(f"HEAD:{FEES}")
    for sides in (("HEAD:fees", "fees"), ("fees", "HEAD:fees"), (":fees", "fees")):
        outcome = lpplan("fees", "diff", *unsound, *sides)
        assert (outcome.code, outcome.out) == (2, "")
        told = [line for line in outcome.err.splitlines() if "git cannot read this" in line]
        assert [line.partition(":")[2].partition(":")[0] for line in told] == [
            "fees/2018-19.toml",
            "fees/2019-20.toml",
        ]


def test_a_clone_whose_remote_is_gone_says_so_line_by_line(blobless: Path, lpplan: Lpplan) -> None:
    code, out, err = lpplan("fees", "diff", "HEAD:fees", FROZEN_FEES)
    assert (code, out) == (2, "")
    first, *lines = err.splitlines()
    assert first == f"HEAD:{FEES}: git cannot read this"
    assert "  fatal: Could not read from remote repository." in lines
    assert "\\n" not in err
    assert "try again where git can reach it" in lines[-1]


def test_a_tree_that_git_has_lost_is_exit_2(repository: Path, lpplan: Lpplan) -> None:
    lost = lose("HEAD:fees")
    code, out, err = lpplan("fees", "diff", "HEAD:fees", "fees")
    assert (code, out) == (2, "")
    assert err.startswith(f"HEAD:fees: git cannot read this\n  error: Could not read {lost}\n")


@ON_POSIX
def test_no_link_is_read_as_if_it_were_a_fee_file(repository: Path, lpplan: Lpplan) -> None:
    Path("fees/2019-20.toml").symlink_to("2018-19.toml")
    commit("a link")
    code, out, err = lpplan("fees", "diff", "HEAD:fees", FROZEN_FEES)
    assert (code, out) == (2, "")
    assert err.startswith("HEAD:fees/2019-20.toml: is a symbolic link")


def test_another_owners_repository_is_met_with_safe_directory(
    repository: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, _, err = lpplan("fees", "diff", "HEAD:fees", "fees")
    assert (code, "\\n" in err, "\\t" in err) == (2, False, False)
    first, second, *_, command, advice = err.splitlines()
    assert first == "HEAD:fees: git cannot read this"
    assert second.startswith("  fatal: detected dubious ownership in repository at")
    assert command.lstrip().startswith("git config --global --add safe.directory")
    assert "safe.directory" in advice
    assert "etch" not in err


def test_a_shallow_clone_is_met_with_fetch_depth(
    repository: Path, lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_years(lpplan)
    git("clone", "-q", "--depth", "1", repository.as_uri(), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    code, _, err = lpplan("fees", "diff", "HEAD~1:fees", "fees")
    assert (code, err.startswith("HEAD~1:fees: there is no such revision here: HEAD~1\n")) == (
        2,
        True,
    )
    assert "fetch-depth: 0" in err


def test_a_revision_that_is_not_here_is_to_be_fetched(repository: Path, lpplan: Lpplan) -> None:
    code, out, err = lpplan("fees", "diff", "origin/main:fees", "fees")
    assert (code, out) == (2, "")
    assert err == (
        "origin/main:fees: there is no such revision here: origin/main\n"
        "  Fetch it first, as in: git fetch origin main\n"
    )


def test_a_path_that_begins_with_a_dot_is_in_this_folder(
    repository: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree("fees", "plans/fees")
    edit("member = 400", "member = 420", "plans/fees/2018-19.toml")
    commit("fees of another kind")
    fees = str(repository / "fees")
    assert changed_keys(lpplan, "HEAD:./fees", fees) == []
    monkeypatch.chdir("plans")
    here = ["fees.accreditation.member"]
    assert changed_keys(lpplan, "HEAD:./fees", fees) == here
    assert changed_keys(lpplan, ":./fees", fees) == here
    assert changed_keys(lpplan, "HEAD:fees", fees) == []
    monkeypatch.chdir("fees")
    assert changed_keys(lpplan, "HEAD:.", fees) == here
    assert changed_keys(lpplan, "HEAD:../../fees", fees) == []
    assert changed_keys(lpplan, "HEAD:./2018-19.toml", fees) == here


@pytest.mark.parametrize("path", ["../fees", "/fees", "fees/../../fees"])
def test_a_path_out_of_the_repository_is_refused(
    path: str, repository: Path, lpplan: Lpplan
) -> None:
    code, _, err = lpplan("fees", "diff", f"HEAD:{path}", "fees")
    assert (code, err.startswith(f"HEAD:{path}: leads out of the repository\n")) == (2, True)


def test_without_a_revision_it_is_what_is_staged(repository: Path, lpplan: Lpplan) -> None:
    edit("member = 400", "member = 420")
    git("add", "-A")
    edit("member = 420", "member = 440")
    edit("member = 1200", "member = 1300")
    assert changed_keys(lpplan, "HEAD:fees", ":fees") == ["fees.accreditation.member"]
    assert changed_keys(lpplan, ":fees", "fees") == [
        "fees.accreditation.member",
        "fees.train_the_trainer.member",
    ]


def test_a_merge_that_is_not_resolved_is_told(repository: Path, lpplan: Lpplan) -> None:
    git("checkout", "-q", "-b", "other")
    edit("member = 400", "member = 420")
    commit("one price")
    git("checkout", "-q", "main")
    edit("member = 400", "member = 410")
    commit("another")
    with pytest.raises(Exception, match="merge"):
        git("merge", "-q", "other")
    code, out, err = lpplan("fees", "diff", "HEAD:fees", ":fees")
    assert (code, out) == (2, "")
    assert err.startswith(f":{FEES}: is in a merge that is not resolved\n")


def test_three_dots_compare_a_stale_branch_with_what_it_started_from(
    repository: Path, lpplan: Lpplan
) -> None:
    git("checkout", "-q", "-b", "ours")
    edit("member = 1200", "member = 1300")
    commit("ours")
    git("checkout", "-q", "main")
    edit("member = 400", "member = 420")
    commit("theirs")
    git("checkout", "-q", "ours")
    ours = ["fees.train_the_trainer.member"]
    assert changed_keys(lpplan, "main:fees", "fees") == ["fees.accreditation.member", *ours]
    for base in ("main...HEAD:fees", "main...:fees", "ours...main:fees"):
        assert changed_keys(lpplan, base, "fees") == ours
    git("checkout", "-q", "--orphan", "apart")
    commit("another beginning")
    code, _, err = lpplan("fees", "diff", "main...HEAD:fees", "fees")
    assert code == 2
    assert err.startswith("main...HEAD:fees: main and HEAD have no commit in common\n")


def test_a_revision_may_hold_colons_between_braces(repository: Path, lpplan: Lpplan) -> None:
    edit("member = 400", "member = 420")
    commit("fix: a price")
    for revision in ("HEAD^{/fix: a}", "HEAD@{2099-01-01 12:00:00}"):
        assert changed_keys(lpplan, f"{revision}:fees", "fees") == []
    assert lpplan("fees", "diff", f"{'{' * 5000}:fees", "fees").code == 2


@pytest.mark.parametrize("named", ["C:\\work\\fees", "C:/work/fees", "x" * 5000])
def test_a_folder_of_windows_is_no_revision(named: str, repository: Path, lpplan: Lpplan) -> None:
    code, _, err = lpplan("fees", "diff", named, "fees")
    assert code == 2
    assert "revision" not in err


ZEROS = "0" * 40


@pytest.mark.parametrize(
    ("old", "said"),
    [
        (f"{ZEROS}:fees", "there is no commit before the first"),
        (f"{ZEROS}...HEAD:fees", "there is no commit before the first"),
        ("HEAD:new-fees", "there is no new-fees in HEAD"),
        (":new-fees", "there is no new-fees in the index"),
        ("HEAD:notes", "holds no fee schedule"),
    ],
)
def test_where_the_base_has_no_fees_all_is_new_and_that_is_said(
    old: str, said: str, repository: Path, lpplan: Lpplan
) -> None:
    Path("notes").mkdir()
    Path("notes/README.md").touch()
    commit("notes")
    report = compared(lpplan, old, "fees")
    assert report["base_remarks"] == [f"{old}: {said}: every year counts as new."]
    assert [(c["sign"], c["academic_year"], c["key"]) for c in report["changes"]] == [
        ("+", "2018/19", "")
    ]
    # 12 × 400 + 2,200, and nothing before.
    assert (report["references"][0]["before"], report["references"][0]["after"]) == (
        None,
        "7000.00",
    )
    out = lpplan("fees", "diff", *EXAMPLES, "-f", "markdown", old, "fees").out
    assert "every year counts as new" in out


def test_what_is_new_must_be_there(repository: Path, lpplan: Lpplan) -> None:
    for new in ("HEAD:nowhere", ":nowhere", f"{ZEROS}:fees"):
        code, out, err = lpplan("fees", "diff", "fees", new)
        assert (code, out, err.startswith(f"{new}: there is no ")) == (2, "", True)


def test_the_repair_of_an_unsound_base_is_compared_where_that_is_asked(
    repository: Path, lpplan: Lpplan
) -> None:
    two_years(lpplan)
    edit("member = 400", 'member = "400"')
    commit("unsound")
    edit('member = "400"', "member = 400")
    code, out, err = lpplan("fees", "diff", "HEAD:fees", "fees")
    assert (code, out) == (2, "")
    assert err.startswith(
        "HEAD:fees: cannot be compared with\n"
        "  To compare a repair of it, add --base-may-be-unsound.\n"
        f"HEAD:{FEES}:20: fees.accreditation.member: must be an amount"
    )
    report = compared(lpplan, "--base-may-be-unsound", "HEAD:fees", "fees")
    assert [(c["sign"], c["academic_year"]) for c in report["changes"]] == [("+", "2018/19")]
    (remark,) = report["base_remarks"]
    assert remark.startswith(
        f"HEAD:{FEES}:20 is unsound, so its year counts as new: fees.accreditation.member must be"
    )


@ON_POSIX
@pytest.mark.parametrize("path", ["", ".", "tools", "{here}"])
def test_a_git_in_the_current_folder_is_never_started(
    path: str, repository: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tools").mkdir()
    for place in (Path("git"), Path("tools/git")):
        place.write_text("#!/bin/sh\ntouch started\nexit 1\n", encoding="utf-8")
        place.chmod(0o755)
    before = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{path.format(here=repository)}{os.pathsep}{before}")
    assert changed_keys(lpplan, "HEAD:fees", "fees") == []
    monkeypatch.setenv("PATH", path.format(here=repository))
    outcome = lpplan("fees", "diff", "HEAD:fees", "fees")
    assert (outcome.code, "git is not installed" in outcome.err) == (2, True)
    assert not Path("started").exists()


@ON_POSIX
def test_git_is_told_to_ask_for_no_password(
    repository: Path, lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nenv >&2\nexit 128\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    told = lpplan("fees", "diff", "HEAD:fees", "fees").err.splitlines()
    for setting in ("GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS_REQUIRE=force"):
        assert f"  {setting}" in told


@ON_POSIX
@pytest.mark.parametrize("before", [None, "/their/own"])
def test_git_does_not_take_the_libraries_of_the_program_without_python(
    before: str | None,
    repository: Path,
    lpplan: Lpplan,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho [$LD_LIBRARY_PATH] >&2\nexit 128\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/lpplan/_internal")
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    told = lpplan("fees", "diff", "HEAD:fees", "fees").err
    assert f"  [{before or ''}]\n" in told


def test_no_file_that_cannot_be_read_is_left_out_whatever_says_so() -> None:
    def read() -> bytes:
        raise LpplanError("the disk is on fire", "Put it out.")

    sound, (located,) = examine([FeeText("2018-19.toml", "2018-19.toml", read)])
    assert (sound, located.path, located.problem.code) == ([], "2018-19.toml", "unreadable")
    assert located.problem.message == "the disk is on fire"
