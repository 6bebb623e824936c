"""The page on the codes of fee files is true: each example gets the output it shows."""

import json
import os
import re
from pathlib import Path

import pytest

from conftest import ROOT, Lpplan
from lpplan.fees.codes import CODES, page_of
from lpplan.fees.gates import GATES
from lpplan.reading.fee_oddities import IGNORABLE

PAGE = ROOT / "src" / "lpplan" / "fees" / "codes.md"
SECTION = re.compile(
    r"^## (?P<code>\S+)\n\n(?P<kind>\w+)\. (?P<sentence>.+)\n\n"
    r"```diff\n--- (?P<file>\S+)\n(?P<change>(?:.*\n)*?)```\n\n"
    r"```text\n(?P<output>(?:.*\n)*?)```\n\n\*\*Cure\.\*\* (?P<cure>.+)$",
    re.MULTILINE,
)
DAY = ("--as-of", "2032-10-01")
EXAMPLES = str(ROOT / "examples")
BOUNDS = ("--max-rise", "10%", "--max-fall", "0%", "--max-increase", "10%")


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def sections() -> dict[str, re.Match[str]]:
    return {section["code"]: section for section in SECTION.finditer(page())}


def write_files(folder: Path) -> None:
    """Write the files of the page as they are before any change."""
    text = re.findall(r"^```toml\n(.*?)^```$", page(), re.MULTILINE | re.DOTALL)[1]
    folder.mkdir()
    for year, checked in (("2030/31", "2030-09-20"), ("2031/32", "2031-09-20")):
        path = folder / f"{year.replace('/', '-')}.toml"
        content = text.replace('"2030/31"', f'"{year}"').replace("2030-09-20", checked)
        path.write_text(content, encoding="utf-8", newline="\n")


def write_example(section: re.Match[str], folder: Path) -> None:
    """Write the page's files with the change that a section makes."""
    write_files(folder)
    path = folder / section["file"]
    change = section["change"].splitlines(keepends=True)
    old = "".join(line[1:] for line in change if line.startswith("-"))
    new = "".join(line[1:] for line in change if line.startswith("+"))
    if change[0].startswith("# (rename to)"):
        name = change[0].split()[-1]
        year = name.partition(".")[0].replace("-", "/")
        content = path.read_text(encoding="utf-8").replace("2031/32", year)
        path.unlink()
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
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
    expected = {
        code: ("Gate" if code in GATES else kinds[rule.severity], rule.sentence)
        for code, rule in CODES.items()
    }
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize("code", CODES)
def test_an_example_gets_the_output_that_the_page_shows(
    code: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = sections()[code]
    write_example(section, tmp_path / "fees")
    monkeypatch.chdir(tmp_path)
    if code in GATES:
        write_files(tmp_path / "before")
        outcome = lpplan("fees", "diff", "before", "fees", *DAY, *BOUNDS, "--plans", EXAMPLES)
        shown = re.search(rf"^error\[{code}\].*?\n\n", outcome.out, re.MULTILINE | re.DOTALL)
        assert shown is not None
        said, exit_code = shown[0].rstrip() + "\n", 1
    else:
        outcome = lpplan("fees", "check", *DAY)
        said, exit_code = outcome.out, 1 if "error[" in outcome.out else 0
    if os.environ.get("LPPLAN_WRITE_EXPECTED"):
        written = page()
        start, end = sections()[code].span("output")
        PAGE.write_text(written[:start] + said + written[end:], "utf-8", newline="\n")
    assert sections()[code]["output"] == said
    assert f"[{code}]" in said
    assert outcome.code == exit_code
    assert outcome.err == ""


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_code_can_be_asked_for(code: str, lpplan: Lpplan) -> None:
    outcome = lpplan("fees", "check", "--explain", code)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{code}\n\n")
    assert CODES[code].sentence in outcome.out
    assert "\nCure. " in outcome.out
    assert "```" not in outcome.out
    assert page_of(code) in page()


def test_the_unchanged_files_of_the_page_have_no_problem(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = sections()["file-name"]
    write_example(section, tmp_path / "fees")
    (tmp_path / "fees" / "2031-32.toml").unlink()
    monkeypatch.chdir(tmp_path)
    assert lpplan("fees", "check", *DAY).out == "No problems in 1 file.\n"


@pytest.mark.parametrize("code", IGNORABLE)
def test_what_can_be_ignored_is_ignored_by_flag_and_in_the_file(
    code: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_example(sections()[code], tmp_path / "fees")
    monkeypatch.chdir(tmp_path)
    assert f"[{code}]" not in lpplan("fees", "check", *DAY, "--ignore", code).out
    found = json.loads(lpplan("fees", "check", *DAY, "-f", "json").out)["problems"]
    of_code = [problem for problem in found if problem["code"] == code]
    if code == "stray-file":
        return
    for path in {problem["path"] for problem in of_code}:
        file = tmp_path / path
        text = file.read_text(encoding="utf-8")
        ignored = f'ignore = ["{code}"] # looked into\n'
        text = re.sub(r"^ignore = .*\n", "", text, flags=re.MULTILINE)
        file.write_text(ignored + text, encoding="utf-8")
    left = lpplan("fees", "check", *DAY).out
    assert f"[{code}]" not in left
    if code != "unknown-code":
        assert "[unused-ignore]" not in left


@pytest.mark.parametrize("code", ["per-differs", "limit-differs", "missing-label"])
def test_one_charge_of_a_file_can_be_ignored_and_no_other(
    code: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = sections()[code]
    write_example(section, tmp_path / "fees")
    monkeypatch.chdir(tmp_path)
    found = json.loads(lpplan("fees", "check", *DAY, "-f", "json").out)["problems"]
    charge = next(p["key"].split(".")[1] for p in found if p["code"] == code)
    other = "train_the_trainer" if charge != "train_the_trainer" else "accreditation"
    file = tmp_path / next(p["path"] for p in found if p["code"] == code)
    text = file.read_text(encoding="utf-8")
    file.write_text(f'ignore = ["{code}:{charge}"]\n{text}', encoding="utf-8")
    assert f"[{code}]" not in lpplan("fees", "check", file, *DAY).out
    file.write_text(f'ignore = ["{code}:{other}"]\n{text}', encoding="utf-8")
    out = lpplan("fees", "check", file, *DAY).out
    assert f"[{code}]" in out
    assert "[unused-ignore]" in out


@pytest.mark.parametrize(("code", "bound"), [("price-fell", "fall"), ("price-rose", "rise")])
def test_a_price_that_moved_far_is_accepted_by_an_entry_and_not_ignored(
    code: str, bound: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_example(sections()[code], tmp_path / "fees")
    monkeypatch.chdir(tmp_path)
    assert lpplan("fees", "check", *DAY, "--ignore", code).code == 2
    file = tmp_path / "fees" / "2031-32.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f'ignore = ["{code}"]\n{text}', encoding="utf-8")
    out = " ".join(lpplan("fees", "check", *DAY).out.split())
    assert f"[{code}]" in out
    assert f'Give the entry of that change: accepts = ["{bound}"].' in out
    file.write_text(f'{text}accepts = ["{bound}"]\n', encoding="utf-8")
    assert lpplan("fees", "check", *DAY, "--strict") == (0, "No problems in 2 files.\n", "")
