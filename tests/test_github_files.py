"""The workflows and the pre-commit hook are what GitHub and pre-commit expect."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

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
