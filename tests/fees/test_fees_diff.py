"""``lpplan fees diff``: what changed, what it does, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from frozen_fees import FROZEN_FEES
from git_repository import commit, edit, git

EXAMPLES = str(ROOT / "examples")
FEES = FROZEN_FEES / "2018-19.toml"


def explain(
    on: str, fees: str = '"all"', accepts: str = "[]", file: str = "fees/2018-19.toml"
) -> None:
    """Add an entry that says why fees changed."""
    entry = f'\n[[changes]]\non = {on}\nfees = {fees}\nbecause = "A letter"\naccepts = {accepts}\n'
    with Path(file).open("a", encoding="utf-8") as written:
        written.write(entry)


def diff(lpplan: Lpplan, *arguments: str) -> tuple[int, dict[str, Any]]:
    asked = ("--plans", EXAMPLES, "--as-of", "2026-11-30", "-f", "json")
    outcome = lpplan("fees", "diff", *arguments, *asked)
    assert outcome.err == ""
    return outcome.code, json.loads(outcome.out)


def changes(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(c["sign"], c["academic_year"], c["key"]) for c in report["changes"]]


def test_nothing_changed_is_exit_0(repository: Path, lpplan: Lpplan) -> None:
    code, report = diff(lpplan, "HEAD:fees", "fees")
    assert (code, report["changes"], report["references"]) == (0, [], [])
    assert report["passes"] is True


@pytest.mark.parametrize("old", ["HEAD:fees", "main:fees/", "HEAD:fees/2018-19.toml"])
def test_an_amount_that_changed_with_a_reason_and_a_newer_check_passes(
    old: str, repository: Path, lpplan: Lpplan
) -> None:
    edit("member = 400", "member = 420")
    edit("checked = 2026-11-21", "checked = 2026-11-22")
    explain("2026-11-22", '["accreditation"]')
    code, report = diff(lpplan, old, "fees")
    assert code == 0
    assert changes(report) == [
        ("~", "2018/19", "source.checked"),
        ("~", "2018/19", "fees.accreditation.member"),
    ]
    assert [change["because"] for change in report["changes"]] == ["", "A letter"]
    by_size = {(r["stage"], r["participants"]): r for r in report["references"]}
    assert len(by_size) == 12
    # 26 × 20 more: 14,800 becomes 15,320.
    assert by_size[1, 26]["before"] == "14800.00"
    assert by_size[1, 26]["after"] == "15320.00"
    assert by_size[1, 26]["difference"] == "520.00"
    plans = {p["plan"]: (p["before"], p["after"], p["difference"]) for p in report["plans"]}
    assert plans["on-the-cliff"] == ("14800.00", "15320.00", "520.00")


@pytest.mark.parametrize("checked", ["2026-11-21", "2026-11-20"])
def test_an_amount_that_changed_without_a_newer_check_is_refused(
    checked: str, repository: Path, lpplan: Lpplan
) -> None:
    edit("member = 400", "member = 380")
    edit("checked = 2026-11-21", f"checked = {checked}")
    explain("2026-11-20")
    code, report = diff(lpplan, "HEAD:fees", "fees")
    assert (code, report["passes"]) == (1, False)
    assert report["violations"] == [
        {
            "code": "charge-changed-unchecked",
            "academic_year": "2018/19",
            "keys": ["fees.accreditation.member"],
        }
    ]


def test_a_published_schedule_that_is_gone_is_refused(repository: Path, lpplan: Lpplan) -> None:
    lpplan("fees", "new", "2019/20", "-o", "fees/2019-20.toml")
    commit("a provisional year")
    Path("fees/2018-19.toml").unlink()
    code, report = diff(lpplan, "HEAD:fees", "fees")
    assert code == 1
    assert [v["code"] for v in report["violations"]] == ["published-removed"]
    assert changes(report) == [("-", "2018/19", "")]
    touched = {r["academic_year"]: r["after"] for r in report["references"]}
    assert touched["2018/19"] is None


def test_a_published_schedule_made_provisional_is_refused(repository: Path, lpplan: Lpplan) -> None:
    edit('status = "published"', 'status = "provisional"')
    code, report = diff(lpplan, "HEAD:fees", "fees")
    assert code == 1
    assert [v["code"] for v in report["violations"]] == ["unexplained-change", "published-removed"]
    explain("2026-11-22", accepts='["published"]')
    assert diff(lpplan, "HEAD:fees", "fees")[0] == 0


def test_whatever_decides_an_amount_is_refused_without_a_newer_check(
    repository: Path, lpplan: Lpplan
) -> None:
    edit("max_cohort_size = 25", "max_cohort_size = 5")
    edit('per = "person"', 'per = "stage"')
    code, report = diff(lpplan, "HEAD:fees", "fees")
    assert code == 1
    keys = ["fees.accreditation.per", "fees.support_package.max_cohort_size"]
    assert [(v["code"], v["keys"]) for v in report["violations"]] == [
        ("unexplained-change", keys),
        ("charge-changed-unchecked", keys),
    ]


def test_non_member_prices_have_reference_quotes_of_their_own(
    repository: Path, lpplan: Lpplan
) -> None:
    for price in ("400", "2200", "1200"):
        edit(f"member = {price}\n", f"member = {price}\nnon_member = {price}\n")
    commit("synthetic non-member prices")
    edit("non_member = 400", "non_member = 800")
    edit("checked = 2026-11-21", "checked = 2026-11-22")
    explain("2026-11-22", '["accreditation"]')
    code, report = diff(lpplan, "HEAD:fees", "fees", "--max-increase", "10%")
    assert (code, {v["code"] for v in report["violations"]}) == (1, {"max-increase"})
    assert {quote["membership"] for quote in report["exceeding"]} == {"non-member"}


def test_a_plan_that_loses_its_prices_is_counted_as_touched(
    repository: Path, lpplan: Lpplan
) -> None:
    lpplan("fees", "new", "2030/31", "-o", "fees/2030-31.toml")
    commit("another year")
    Path("fees/2018-19.toml").unlink()
    out = lpplan("fees", "diff", "HEAD:fees", "fees", "--plans", EXAMPLES).out
    assert "no prices" in out
    assert "5 of 5 plans cost another amount" in out


def test_no_figure_is_cut_however_large(repository: Path, lpplan: Lpplan) -> None:
    edit("member = 400", "member = 1_000_000")
    edit("member = 2200", "member = 1_000_000")
    out = lpplan("fees", "diff", "HEAD:fees", "fees", "--plans", EXAMPLES).out
    assert "…" not in out
    # 60 × 1,000,000 + 3 × 1,000,000 + 1,200 at Stage 2
    assert "£63,001,200.00  +£62,969,400.00" in out


def new_year(lpplan: Lpplan) -> None:
    """Add 2020/21 at 5% a year more than 2018/19: 400 × 1.05² = 441, and so on."""
    new = ("--uplift", "5%", "--because", "A letter", "--as-of", "2026-11-21")
    assert lpplan("fees", "new", "2020/21", *new, "-o", "fees/2020-21.toml").code == 0


def test_a_new_year_is_compared_with_the_estimate_that_it_replaces(
    repository: Path, lpplan: Lpplan
) -> None:
    new_year(lpplan)
    code, report = diff(lpplan, "HEAD:fees", "fees", "--max-increase", "10.25%")
    assert (code, changes(report)) == (0, [("+", "2020/21", "")])
    assert {r["academic_year"] for r in report["references"]} == {"2020/21"}
    first = report["references"][0]
    # 12 × 400 + 2,200, and both 10.25% more: 12 × 441 + 2,425.50.
    assert (first["before"], first["after"]) == ("7000.00", "7717.50")
    assert (first["before_status"], first["after_status"]) == ("estimate", "estimate")
    (year,) = report["new_years"]
    assert (year["academic_year"], year["against"]) == ("2020/21", "2018/19")
    assert [(p["fee"], p["before"], p["after"], p["difference"]) for p in year["prices"]] == [
        ("accreditation", "400.00", "441.00", "41.00"),
        ("support_package", "2200.00", "2425.50", "225.50"),
        ("train_the_trainer", "1200.00", "1323.00", "123.00"),
    ]
    plans = {p["plan"]: p["difference"] for p in report["plans"]}
    assert plans["single-school"] == "820.00"  # Stage 3 in 2020/21: 20 × 41 more


def test_a_rise_over_the_limit_is_exit_1_after_the_full_report(
    repository: Path, lpplan: Lpplan
) -> None:
    new_year(lpplan)
    code, report = diff(lpplan, "HEAD:fees", "fees", "--max-increase", "10.2")
    assert (code, {v["code"] for v in report["violations"]}) == (1, {"max-increase"})
    assert len(report["exceeding"]) == len(report["references"]) == 12


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_change_is_rendered_exactly_like_this(
    form: str, repository: Path, lpplan: Lpplan
) -> None:
    edit("member = 400", "member = 410.50")
    edit('label = "Train the trainer"\n', "")
    edit("stages = [1, 2]", "stages = [1, 2, 3]")
    text = '[fees.venue]\nper = "stage"\nstages = [1]\nmember = 10\n'
    edit("[fees.train_the_trainer]", f"{text}\n[fees.train_the_trainer]")
    asked = ("HEAD:fees", "fees", "--plans", EXAMPLES, "--as-of", "2026-11-30")
    bounds = ("--max-rise", "10%", "--max-fall", "0%", "--max-increase", "48%")
    outcome = lpplan("fees", "diff", *asked, *bounds, "-f", form)
    assert (outcome.code, outcome.err) == (1, "")
    ending = {"table": "txt", "markdown": "md"}[form]
    assert_same_as_file(outcome.out, TESTS / "expected" / f"fees-diff.{ending}")


def test_markdown_keeps_under_the_size_that_github_takes(repository: Path, lpplan: Lpplan) -> None:
    for year in range(2019, 2060):
        new = ("new", f"{year}/{(year + 1) % 100:02}", "--from", "2018/19", "--uplift", "2%")
        more = ("--because", "A letter", "--as-of", "2026-11-21")
        lpplan("fees", *new, *more, "-o", f"fees/{year}-{(year + 1) % 100:02}.toml")
    edit('publisher = "SSAT"', f'publisher = "SSAT"\nnote = "{"x" * 10_000}"')
    asked = ("HEAD:fees", "fees", "--plans", EXAMPLES, "-f", "markdown")
    out = lpplan("fees", "diff", *asked).out
    assert len(out) < 65_536
    assert out.startswith("# Fees from HEAD:fees to fees\n\n**42 changes, ")
    assert (
        "| + | 2059/60 | whole schedule | a provisional schedule of 3 charges | A letter |" in out
    )
    assert "… and 1 more, left out for length." in out


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_a_change_can_be_written_as_a_page(
    ending: str, repository: Path, lpplan: Lpplan, tmp_path: Path
) -> None:
    edit("member = 400", "member = 420")
    edit("checked = 2026-11-21", "checked = 2026-11-22")
    explain("2026-11-22")
    page = tmp_path / f"fees.{ending}"
    assert lpplan("fees", "diff", "HEAD:fees", "fees", "-o", page) == (0, "", "")
    if ending == "html":
        written = page.read_text(encoding="utf-8")
        assert written.index("no gate is closed") < written.index("fees.accreditation.member")
        assert "<details>" in written
        assert "+5.0%" in written


def test_markdown_and_tables_show_what_a_file_or_branch_holds_as_it_is(
    repository: Path, lpplan: Lpplan
) -> None:
    git("branch", "`$(touch${IFS}x)`<b>|(y)")
    edit('label = "Train the trainer"', 'label = "<img src=x> `a` [b](c) | d \\u001b[31m"')
    asked = ("`$(touch${IFS}x)`<b>|(y):fees", "fees", "--plans", EXAMPLES)
    out = lpplan("fees", "diff", *asked, "-f", "markdown").out
    assert "<img" not in out
    assert "\x1b" not in out
    assert "&lt;img src=x&gt;" in out
    assert "\\`\\$(touch\\${IFS}x)\\`&lt;b&gt;\\|(y):fees" in out
    assert not Path("x").exists()


def test_git_is_read_without_touching_the_work_tree(repository: Path, lpplan: Lpplan) -> None:
    edit("member = 400", "member = 999")
    git("add", "-A")
    edit("member = 999", "member = 777")
    before = (git("status", "--porcelain=v2"), Path(FEES.name).exists())
    index = Path(".git/index").read_bytes()
    code, _ = diff(lpplan, "HEAD:fees", "fees")
    assert code == 1
    assert (git("status", "--porcelain=v2"), Path(FEES.name).exists()) == before
    assert Path(".git/index").read_bytes() == index


def test_a_tree_is_named_from_the_top_of_the_repository(
    repository: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "fees")
    assert diff(lpplan, "HEAD:fees", ".")[0] == 0


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("nowhere", "nowhere: there is no such file or folder"),
        ("nowhere:fees", "nowhere:fees: there is no such revision here: nowhere"),
        ("--output=x:fees", "--output=x:fees: does not name a revision before the colon"),
    ],
)
def test_what_is_not_there_is_said_clearly(
    old: str, message: str, repository: Path, lpplan: Lpplan
) -> None:
    outcome = lpplan("fees", "diff", "--", old, "fees")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)


def test_outside_a_repository_or_without_git_it_is_said_clearly(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    fees = str(FEES.parent)
    assert "not a git repository" in lpplan("fees", "diff", "HEAD:fees", fees).err
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = lpplan("fees", "diff", "HEAD:fees", fees)
    assert (outcome.code, "git is not installed" in outcome.err) == (2, True)


def test_an_unsound_side_is_exit_2_with_its_problems(repository: Path, lpplan: Lpplan) -> None:
    edit("member = 400", 'member = "400"')
    outcome = lpplan("fees", "diff", "HEAD:fees", "fees")
    assert outcome.code == 2
    assert outcome.err.startswith("fees/2018-19.toml:20: fees.accreditation.member: must be")


def test_an_unsound_plan_is_exit_2(repository: Path, lpplan: Lpplan) -> None:
    Path("plans").mkdir()
    Path("plans/one.toml").write_text("x = 1", encoding="utf-8")
    outcome = lpplan("fees", "diff", "HEAD:fees", "fees", "--plans", "plans")
    assert (outcome.code, "plans/one.toml:1: x" in outcome.err) == (2, True)
