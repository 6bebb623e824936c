"""What to type where a library of the extra is missing fits how lpplan was installed."""

import json
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from lpplan.show.extra import how_to_install


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python of its own, at a path that needs no quotes."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/v/bin/python")
    return tmp_path


def came_from(monkeypatch: pytest.MonkeyPatch, origin: str | None) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return origin

    monkeypatch.setattr("lpplan.show.extra.distribution", lambda _: Installed())


@pytest.mark.parametrize(
    ("origin", "what"),
    [
        (None, "'lpplan[office]'"),
        ("{", "'lpplan[office]'"),
        ({"url": "file:///src/lp%20plan", "dir_info": {}}, "'/src/lp plan[office]'"),
        ({"url": "file:///src", "dir_info": {"editable": True}}, "-e '/src[office]'"),
        ({"url": "file:///d/lpplan-1-py3-none-any.whl"}, "'/d/lpplan-1-py3-none-any.whl[office]'"),
        (
            {"url": "https://h.example/lpplan", "vcs_info": {"vcs": "git"}},
            "'lpplan[office] @ git+https://h.example/lpplan'",
        ),
    ],
)
def test_pip_installs_from_where_lpplan_came_from(
    origin: Any, what: str, prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = json.dumps(origin) if isinstance(origin, dict) else origin
    came_from(monkeypatch, written)
    assert how_to_install() == f"/v/bin/python -m pip install {what}"


def test_what_is_not_installed_at_all_comes_from_the_index(
    prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(_: str) -> None:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr("lpplan.show.extra.distribution", nowhere)
    assert how_to_install() == "/v/bin/python -m pip install 'lpplan[office]'"


@pytest.mark.parametrize(
    ("receipt", "command"),
    [
        ("uv-receipt.toml", "uv tool install 'lpplan[office]'"),
        ("pipx_metadata.json", "pipx install --force 'lpplan[office]'"),
    ],
)
def test_what_a_tool_installed_it_adds_to(
    receipt: str, command: str, prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came_from(monkeypatch, None)
    (prefix / receipt).touch()
    assert how_to_install() == command


def test_at_the_prompt_of_windows_words_stand_in_double_quotes(
    prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came_from(monkeypatch, None)
    monkeypatch.setattr(sys, "executable", r"C:\lp plan\python.exe")
    monkeypatch.setattr("lpplan.show.text.ON_WINDOWS", True)
    assert how_to_install() == r'"C:\lp plan\python.exe" -m pip install "lpplan[office]"'
