"""A file named nearly as it is called is met with its name, and never read in its place."""

from pathlib import Path

import pytest

from conftest import ROOT, Lpplan
from lpplan.reading.likely_file import likely_file

PLAN = ROOT / "examples" / "on-the-cliff.toml"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("oakfield.toml", "My plan.toml", "notes.toml.txt", "oakfield.docx", "other.json"):
        Path(name).write_bytes(PLAN.read_bytes())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oakfield", "oakfield.toml"),
        ("OAKFIELD", "oakfield.toml"),
        ("oakfeild.toml", "oakfield.toml"),
        ("oak-field.toml", "oakfield.toml"),
        ("notes.toml", "notes.toml.txt"),
        ("My", "My plan.toml"),
        ("my_plan.toml", "My plan.toml"),
        ("My plan", "My plan.toml"),
        ("other", "other.json"),
        ("nothing-like-it.toml", None),
        ("no-such-folder/oakfield.toml", None),
        ("", None),
        ("a\0b", None),
    ],
)
def test_the_likeliest_file_of_the_folder_is_the_one_meant(typed: str, meant: str | None) -> None:
    assert likely_file(typed) == meant


def test_a_file_of_another_folder_is_named_with_it(tmp_path: Path) -> None:
    assert likely_file(str(tmp_path / "oakfield")) == str(tmp_path / "oakfield.toml")


def test_a_plan_named_without_its_ending_is_not_read(lpplan: Lpplan) -> None:
    outcome = lpplan("quote", "oakfield")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "oakfield: there is no such file\n  Did you mean oakfield.toml?\n"


def test_the_first_word_of_a_name_with_spaces_is_met_with_the_name_in_quotes(
    lpplan: Lpplan,
) -> None:
    outcome = lpplan("compare", "My", "plan.toml", "oakfield.toml")
    assert outcome.code == 2
    assert '  Did you mean "My plan.toml"?\n' in outcome.err


@pytest.mark.parametrize("typed", ["My plan.toml", "My plan"])
def test_a_name_whose_words_came_one_by_one_is_shown_in_quotes(typed: str, lpplan: Lpplan) -> None:
    outcome = lpplan("quote", *typed.split())
    assert (outcome.code, outcome.out) == (2, "")
    assert '  Put quotes around a name with spaces: "My plan.toml"\n' in outcome.err


def test_other_faults_of_a_command_line_say_nothing_of_quotes(lpplan: Lpplan) -> None:
    for arguments in (["quote", "oakfield.toml", "more"], ["quote", "--nothing"], ["quote", "\0"]):
        outcome = lpplan(*arguments)
        assert outcome.code == 2
        assert "quotes around" not in outcome.err


def test_a_fee_file_named_without_its_ending_is_met_with_its_name(lpplan: Lpplan) -> None:
    outcome = lpplan("fees", "check", "oakfield")
    assert outcome.code == 2
    assert outcome.err.endswith("  Did you mean oakfield.toml?\n")


def test_of_files_of_one_name_a_plan_is_likelier_than_any_other() -> None:
    for ending in (".csv", ".json", ".toml", ".txt"):
        Path(f"elm{ending}").touch()
    assert likely_file("elm") == "elm.toml"
    Path("elm.toml").unlink()
    assert likely_file("elm") == "elm.txt"
