"""Files that cannot be read, or are no TOML, and how they are called."""

import io
import os
import sys
from pathlib import Path

import pytest

from lpplan.reading.toml_file import parse_toml, read_bytes, read_toml
from lpplan.values.problem import LpplanError


def told(error: LpplanError) -> tuple[str | None, int | None, str, str]:
    (one,) = error.problems
    return one.path, one.line, one.problem.message, one.problem.hint


class _Standard:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_standard_input_is_called_so_and_read_no_further_than_shows_it_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", _Standard(b"123456"))
    assert read_bytes("-", "standard input", "", 3) == b"1234"
    monkeypatch.setattr(sys, "stdin", None)
    assert read_bytes("-", "standard input", "", 3) == b""
    monkeypatch.setattr(sys, "stdin", _Standard(b"key = 1"))
    file = read_toml("-")
    assert (file.path, file.data) == ("standard input", {"key": 1})


def test_a_file_without_a_name_is_called_by_two_quotes() -> None:
    with pytest.raises(LpplanError) as caught:
        read_toml("")
    assert told(caught.value)[0] == '""'


def test_a_folder_and_a_name_that_cannot_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(LpplanError) as caught:
        read_toml(str(tmp_path))
    assert told(caught.value)[2:] == ("is a folder, not a file", "Name a file in it.")
    with pytest.raises(LpplanError) as caught:
        read_bytes("a\0b", "a?b")
    assert told(caught.value)[2:] == (
        "cannot be read: embedded null byte",
        "Check the name and that you may read it.",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="it has no pipes with names")
def test_a_pipe_with_a_name_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LpplanError) as caught:
        read_toml(str(tmp_path / "pipe"))
    assert told(caught.value)[2:] == ("is a pipe, not a file", "Remove it, or name a file.")


@pytest.mark.parametrize(("before", "line"), [("", 1), ("\n", 2), ("\na = 1\n", 3)])
def test_a_number_of_thousands_of_digits_is_told_with_its_line(before: str, line: int) -> None:
    with pytest.raises(LpplanError) as caught:
        parse_toml("plan.toml", f"{before}key = {'9' * 5000}\n".encode())
    assert told(caught.value) == (
        "plan.toml",
        line,
        "has a number of thousands of digits",
        "Correct the number.",
    )
