"""Each edit of fees meets the gates of the workflow that the project ships."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from edit_steps import AS_OF, Edit
from edits import EDITS

from conftest import ROOT, TESTS, Lpplan
from git_repository import commit, git

WORKFLOW = ROOT / ".github" / "workflows" / "fees.yml"
BASE = TESTS / "synthetic" / "three_years"
BOUNDS = {"--max-rise": "10%", "--max-fall": "0%", "--max-increase": "10%"}


def of_workflow(command: str) -> list[str]:
    """The flags with which the workflow first runs a command, but for the format."""
    text = WORKFLOW.read_text(encoding="utf-8").replace("\\\n", " ")
    ran = next(line for line in text.splitlines() if f"lpplan fees {command}" in line)
    words = shlex.split(re.split(r"\|\||>|;", ran.partition("lpplan ")[2])[0])
    words = words[: words.index("--")] if "--" in words else words
    at = words.index("--format")
    return [*words[:at], *words[at + 2 :]]


CHECK, DIFF = of_workflow("check"), of_workflow("diff")


def test_the_workflow_lets_no_warning_pass_and_sets_every_bound() -> None:
    assert CHECK == ["fees", "check", "fees", "--strict"]
    assert {flag: DIFF[DIFF.index(flag) + 1] for flag in BOUNDS if flag in DIFF} == BOUNDS


@pytest.fixture(scope="session")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository whose only commit has three sound years."""
    folder = tmp_path_factory.mktemp("edits") / "repository"
    shutil.copytree(BASE, folder / "fees")
    (folder / "plans").mkdir()
    shutil.copy(ROOT / "examples" / "single-school.toml", folder / "plans")
    git("init", "-q", "-b", "main", str(folder))
    return folder


@pytest.fixture
def repository(three_years: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to edit, in which we are."""
    folder = tmp_path / "repository"
    shutil.copytree(three_years, folder)
    monkeypatch.chdir(folder)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    return folder


def say(lpplan: Lpplan) -> tuple[str, str, tuple[int, int]]:
    """What the commands of the workflow say of the branch that is checked out."""
    day = ("--as-of", AS_OF, "--format", "json")
    check = lpplan(*CHECK, *day)
    diff = lpplan(*DIFF, "--plans", "plans", *day, "--", "main...HEAD:fees", "fees")
    codes = []
    for outcome, key in ((check, "problems"), (diff, "violations")):
        assert "Traceback" not in outcome.err
        assert (outcome.code == 2) == (outcome.err != "")
        found = json.loads(outcome.out)[key] if outcome.code < 2 else ()
        codes.append(" ".join(dict.fromkeys(one["code"] for one in found)))
    return codes[0], codes[1], (check.code, diff.code)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edit_meets_these_gates(edit: Edit, repository: Path, lpplan: Lpplan) -> None:
    for step in edit.base:
        step()
    commit("the base")
    git("checkout", "-q", "-b", "edit")
    for step in edit.steps:
        step()
    commit("the edit")
    assert say(lpplan) == (edit.check, edit.diff, edit.exits)
    if edit.mend:
        for step in edit.mend:
            step()
        commit("what opens the gates")
        assert say(lpplan) == ("", "", (0, 0))


def test_every_edit_has_a_name_of_its_own_and_says_why_it_may_pass_or_how_it_can() -> None:
    names = [edit.name for edit in EDITS]
    assert len({*names}) == len(names) >= 85
    assert [edit.name for edit in EDITS if not (edit.why or edit.mend)] == []
    assert [edit.name for edit in EDITS if edit.exits == (0, 0) and not edit.why] == []
