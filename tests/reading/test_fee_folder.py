"""Folders of fee files, and what lies in them that is none."""

from pathlib import Path

import pytest

from frozen_fees import FROZEN_FEES
from lpplan.reading.fee_folder import (
    FeeText,
    examine,
    folder_texts,
    is_fee_file,
    load_fees,
    year_in_name,
)
from lpplan.values.problem import LpplanError
from lpplan.values.years import AcademicYear


@pytest.mark.parametrize(
    ("folder", "reason"),
    [("no-such-folder", "No such file or directory"), ("a\0b", "embedded null byte")],
)
def test_a_folder_that_cannot_be_read_says_why(folder: str, reason: str) -> None:
    with pytest.raises(LpplanError) as caught:
        folder_texts(folder)
    assert (caught.value.message, caught.value.hints) == (
        f"{folder}: cannot be read as a folder of fee schedules: {reason}",
        ("Name a folder of files such as 2018-19.toml with --fees or LPPLAN_FEES.",),
    )


def test_a_folder_without_fees_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ".2018-19.toml").write_text("", encoding="utf-8")
    (tmp_path / "2018-19.txt").write_text("", encoding="utf-8")
    with pytest.raises(LpplanError) as caught:
        folder_texts(str(tmp_path))
    assert (caught.value.message, caught.value.hints) == (
        f"{tmp_path}: holds no fee schedule",
        (
            (
                "Put files such as 2018-19.toml there, or leave --fees and LPPLAN_FEES out to use"
                " those that come with lpplan."
            ),
        ),
    )


def test_files_are_known_by_their_names_below_the_folder() -> None:
    (text,) = folder_texts(f"{FROZEN_FEES}/")
    assert (text.shown, text.name) == (f"{FROZEN_FEES}/2018-19.toml", "2018-19.toml")
    (bundled,) = folder_texts(None)
    assert bundled.shown == "fees/2018-19.toml"


def test_a_fee_file_that_cannot_be_read_is_a_problem_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "2018-19.toml").mkdir()
    sound, problems = examine(folder_texts(str(tmp_path)))
    assert sound == []
    assert [(one.path, one.line, one.problem.code) for one in problems] == [
        (f"{tmp_path}/2018-19.toml", None, "unreadable")
    ]
    with pytest.raises(LpplanError):
        load_fees(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("2018-19.toml", True), ("2018-19.TOML", True), (".a.toml", False), ("a.toml.txt", False)],
)
def test_fee_files_are_told_by_their_names(name: str, is_one: bool) -> None:
    assert is_fee_file(name) is is_one


def test_a_file_is_named_after_its_year() -> None:
    assert year_in_name("2018-19.toml") == AcademicYear(2018)
    assert year_in_name("fees.toml") is None


def test_a_file_that_cannot_be_had_is_a_problem_without_a_line() -> None:
    def refuse() -> bytes:
        raise LpplanError("HEAD: no such file", "Name another.", "Or none.")

    _, (one,) = examine([FeeText("2018-19.toml", "2018-19.toml", refuse)])
    assert (one.path, one.line, one.key, one.problem.code) == (
        "2018-19.toml",
        None,
        "",
        "unreadable",
    )
    assert (one.problem.message, one.problem.hint) == (
        "HEAD: no such file",
        "Name another.\nOr none.",
    )


def test_of_too_many_problems_the_last_that_is_told_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lpplan.reading.fee_folder.MOST_PROBLEMS", 2)
    # Of an empty file four keys are missing.
    _, problems = examine([FeeText("2018-19.toml", "2018-19.toml", lambda: b"")])
    assert [one.key for one in problems] == ["academic_year", "status"]
    more = "What is wrong further on is told once this is mended."
    assert [more in one.problem.hint for one in problems] == [False, True]


def test_a_file_too_many_says_how_many_a_folder_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lpplan.reading.fee_folder.MOST_FEE_FILES", 1)
    texts = [FeeText(name, name, lambda: b"") for name in ("2018-19.toml", "2019-20.toml")]
    (one,) = [one for one in examine(texts)[1] if one.path == "2019-20.toml"]
    message = "brings the fees of its folder to more than 1 files, and no folder needs that"
    assert (one.problem.code, one.problem.message) == ("unreadable", message)
    assert one.problem.hint == "Move fees that nobody is quoted away."
