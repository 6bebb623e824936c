"""A git repository with the fees of 2018/19, for tests of what git holds."""

import shutil
import subprocess
from pathlib import Path

import pytest

from frozen_fees import FROZEN_FEES


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository whose first commit has the published fees, and which is where we are."""
    folder = tmp_path / "repository"
    (folder / "fees").mkdir(parents=True)
    shutil.copy(FROZEN_FEES / "2018-19.toml", folder / "fees")
    monkeypatch.chdir(folder)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git("init", "-q", "-b", "main")
    commit("the fees as published")
    return folder


def git(*arguments: str) -> str:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *who, *arguments], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


def edit(old: str, new: str, file: str = "fees/2018-19.toml") -> None:
    path = Path(file)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
