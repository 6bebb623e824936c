"""What CONTRIBUTING.md sends a newcomer to is there."""

import re

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "lpplan"
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
IN_BACKTICKS = re.findall("`([^`\n]+)`", TEXT)
PATHS = sorted(
    {
        word
        for quoted in IN_BACKTICKS
        for word in quoted.split()
        if re.fullmatch(r"\.?\w[\w./-]*(/|\.py|\.md)", word) and not word.startswith(".venv")
    }
)
NAMES = sorted(set(re.findall(r"`(_?[A-Z][A-Z_]+)` in `([\w/]+\.py)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_every_file_and_folder_that_it_names_exists(path: str) -> None:
    somewhere = [ROOT / path, SOURCE / path, *(room / path for room in SOURCE.iterdir())]
    assert any(file.exists() for file in somewhere)


@pytest.mark.parametrize(("name", "file"), NAMES)
def test_every_table_that_it_names_is_in_its_file(name: str, file: str) -> None:
    text = (SOURCE / file).read_text(encoding="utf-8")
    assert re.search(rf"^{name}\b.*=", text, re.MULTILINE), f"{name} is not in {file}"


def test_it_names_every_room_of_the_source() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert rooms - {path.rstrip("/") for path in PATHS} == set()


def test_it_is_read_in_ten_minutes() -> None:
    assert len(TEXT.splitlines()) < 150


def test_what_it_names_is_seen_by_these_tests() -> None:
    assert {"cli.py", "core/notes.py", "tests/bad_files/"} <= set(PATHS)
    assert ("CHECKS", "core/readiness.py") in NAMES
