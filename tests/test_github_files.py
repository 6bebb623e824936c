"""The workflows and the pre-commit hook are what GitHub and pre-commit expect."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from conftest import ROOT
from git_repository import commit, edit, git

BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_valid(workflow: Path) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, str(workflow)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_that_a_branch_name_holds_is_expanded_in_a_script(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    scripts = re.findall(r"run: (\|\n(?:(?: {8,}.*)?\n)+|.*)", text)
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_the_project_checks_its_own_fees_with_both() -> None:
    own = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "lpplan fees check" in own
    assert (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").startswith("- id: lpplan")
    assert any("fees diff" in path.read_text(encoding="utf-8") for path in WORKFLOWS)


@pytest.mark.parametrize(
    "command", [["actionlint"], ["zizmor", "--offline", "--persona", "auditor"]], ids=lambda c: c[0]
)
def test_nothing_is_found_in_a_workflow(command: list[str]) -> None:
    program = shutil.which(command[0], path=BIN)
    if program is None:
        pytest.skip(f"{command[0]} comes with .[dev]")
    done = subprocess.run([program, *command[1:], *WORKFLOWS], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit_and_keeps_no_token(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    assert [one for one in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", one)] == []
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def step(name: str) -> dict[str, Any]:
    """The step of the workflow for fees whose name begins so."""
    workflow = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "fees.yml")
    found: dict[str, Any]
    (found,) = (
        one for one in workflow["jobs"]["check"]["steps"] if one.get("name", "").startswith(name)
    )
    return found


needs_bash = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("bash") is None, reason="the workflow's steps are bash"
)


def run_step(name: str, folder: Path, **environment: str) -> tuple[int, str]:
    """Run a step of the workflow for fees; gives its code and output."""
    return run_script(step(name)["run"], folder, None, **environment)


def run_script(
    script: str, folder: Path, there: Path | None, **environment: str
) -> tuple[int, str]:
    """Run a script as GitHub does, with programs of a folder and this environment's lpplan."""
    path = f"{folder}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
    summary = str(folder / "summary.md")
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=there,
        env=os.environ | {"PATH": path, "GITHUB_STEP_SUMMARY": summary} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@needs_bash
def test_the_workflow_closes_its_gate_and_says_why_in_the_summary(
    repository: Path, tmp_path: Path
) -> None:
    base = git("rev-parse", "HEAD").strip()
    git("update-ref", "refs/remotes/origin/main", base)
    edit("member = 400", "member = 380")
    commit("a price")
    for compared in ("origin/main...HEAD", base):
        code, _ = run_step("Hold the change", tmp_path, BASE=compared)
        summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
        assert (code, "3 gates closed" in summary) == (1, True)
        assert summary.endswith(Path("fees.md").read_text(encoding="utf-8"))
        (tmp_path / "summary.md").unlink()


@needs_bash
def test_a_first_push_and_the_repair_of_an_unsound_base_are_judged(
    repository: Path, tmp_path: Path
) -> None:
    assert run_step("Hold the change", tmp_path, BASE="0" * 40)[0] in {0, 1}
    assert "every year counts as new" in Path("fees.md").read_text(encoding="utf-8")
    edit("member = 400", 'member = "400"')
    commit("unsound")
    edit('member = "400"', "member = 400")
    assert run_step("Hold the change", tmp_path, BASE="HEAD")[0] in {0, 1}
    assert "is unsound, so its year counts as new" in Path("fees.md").read_text(encoding="utf-8")


@needs_bash
def test_what_cannot_be_compared_is_red_and_says_so(repository: Path, tmp_path: Path) -> None:
    code, output = run_step("Hold the change", tmp_path, BASE="origin/gone...HEAD")
    assert (code, "there is no such revision here: origin/gone" in output) == (2, True)
    assert "cannot be compared" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@needs_bash
@pytest.mark.parametrize("may_write", [True, False])
def test_the_comment_is_kept_up_to_date_where_the_run_may_write(
    may_write: bool, repository: Path, tmp_path: Path
) -> None:
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\necho "$@" > asked\nexit {0 if may_write else 1}\n', encoding="utf-8")
    gh.chmod(0o755)
    url = "https://github.com/o/r/pull/1"
    code, output = run_step("Keep a comment", tmp_path, PULL_REQUEST=url, GH_TOKEN="t")
    assert (code, "::notice::" in output) == (0, not may_write)
    asked = Path("asked").read_text(encoding="utf-8")
    assert asked == f"pr comment {url} --edit-last --create-if-none --body-file fees.md\n"


def test_a_pull_request_is_compared_with_where_it_started_and_a_push_with_what_was_there() -> None:
    base = step("Hold the change")["env"]["BASE"]
    # A pull request that is pushed to has a "before" as well, which is a commit of its own.
    assert base == (
        "${{ github.event_name == 'push' && github.event.before"
        " || format('origin/{0}...HEAD', github.base_ref) }}"
    )
