"""The page on the problems of fee files is true: each example gets the output it shows."""

import os
import re
from pathlib import Path

import pytest

from conftest import TESTS, Lpplan
from lpplan.reading.fee_rules import FEE_RULES

PAGE = TESTS / "fee_problems.md"
SECTION = re.compile(
    r"^## (?P<code>\S+)\n\n(?P<kind>\w+)\. (?P<sentence>.+)\n\n"
    r"```diff\n--- (?P<file>\S+)\n(?P<change>(?:.*\n)*?)```\n\n"
    r"```text\n(?P<output>(?:.*\n)*?)```\n\n\*\*Cure\.\*\* (?P<cure>.+)$",
    re.MULTILINE,
)
DAY = ("--as-of", "2032-10-01")


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def sections() -> dict[str, re.Match[str]]:
    return {section["code"]: section for section in SECTION.finditer(page())}


def write_example(section: re.Match[str], folder: Path) -> None:
    """Write the page's files with the change that a section makes."""
    text = re.findall(r"^```toml\n(.*?)^```$", page(), re.MULTILINE | re.DOTALL)[1]
    folder.mkdir()
    for year, checked in (("2030/31", "2030-09-20"), ("2031/32", "2031-09-20")):
        path = folder / f"{year.replace('/', '-')}.toml"
        content = text.replace('"2030/31"', f'"{year}"').replace("2030-09-20", checked)
        path.write_text(content, encoding="utf-8", newline="\n")
    path = folder / section["file"]
    change = section["change"].splitlines(keepends=True)
    old = "".join(line[1:] for line in change if line.startswith("-"))
    new = "".join(line[1:] for line in change if line.startswith("+"))
    if change[0].startswith("# (rename to)"):
        content = path.read_text(encoding="utf-8").replace("2031/32", "2033/34")
        path.unlink()
        (folder / change[0].split()[-1]).write_text(content, encoding="utf-8", newline="\n")
    elif change[0].startswith("# (replace by)"):
        path.unlink()
        path.mkdir()
    else:
        content = path.read_text(encoding="utf-8")
        assert content.count(old) == 1, section["code"]
        encoding = "latin-1" if "Latin-1" in new else "utf-8"
        new = new.replace(" in Latin-1", "")
        path.write_text(content.replace(old, new), encoding=encoding, newline="\n")


def test_every_code_is_on_the_page_with_its_meaning_and_in_the_same_order() -> None:
    kinds = {"error": "Error", "warning": "Warning", "info": "Remark"}
    found = {code: (section["kind"], section["sentence"]) for code, section in sections().items()}
    expected = {code: (kinds[rule.severity], rule.sentence) for code, rule in FEE_RULES.items()}
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize("code", FEE_RULES)
def test_an_example_gets_the_output_that_the_page_shows(
    code: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = sections()[code]
    write_example(section, tmp_path / "fees")
    monkeypatch.chdir(tmp_path)
    outcome = lpplan("fees", "check", *DAY)
    if os.environ.get("LPPLAN_WRITE_EXPECTED"):
        written = page()
        start, end = sections()[code].span("output")
        PAGE.write_text(written[:start] + outcome.out + written[end:], "utf-8", newline="\n")
    assert sections()[code]["output"] == outcome.out
    assert f"[{code}]" in outcome.out
    assert outcome.code == (1 if "error[" in outcome.out else 0)
    assert outcome.err == ""


def test_the_unchanged_files_of_the_page_have_no_problem(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = sections()["file-name"]
    write_example(section, tmp_path / "fees")
    (tmp_path / "fees" / "2031-32.toml").unlink()
    monkeypatch.chdir(tmp_path)
    assert lpplan("fees", "check", *DAY).out == "No problems in 1 file.\n"


@pytest.mark.parametrize("code", [c for c, rule in FEE_RULES.items() if rule.severity != "error"])
def test_what_can_be_ignored_is_ignored_by_flag_and_in_the_file(
    code: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_example(sections()[code], tmp_path / "fees")
    monkeypatch.chdir(tmp_path)
    assert f"[{code}]" not in lpplan("fees", "check", *DAY, "--ignore", code).out
    if code == "unknown-code":
        return
    for file in (tmp_path / "fees").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(f'ignore = ["{code}"] # looked into\n{text}', encoding="utf-8")
    assert lpplan("fees", "check", *DAY, "--strict") == (0, "No problems in 2 files.\n", "")
