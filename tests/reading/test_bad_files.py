"""A catalogue of bad files, each beside the exact message that it gets."""

from pathlib import Path

import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file

PLANS = sorted((TESTS / "bad_files" / "plans").glob("*.toml"))
FEE_FOLDERS = sorted(path for path in (TESTS / "bad_files" / "fees").iterdir() if path.is_dir())
GOOD_PLAN = ROOT / "examples" / "on-the-cliff.toml"


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_a_bad_plan_gets_exactly_this_message(
    plan: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plan.parent)
    outcome = lpplan("quote", plan.name)
    assert (outcome.code, outcome.out) == (2, "")
    assert_same_as_file(outcome.err, plan.with_suffix(".txt"))


@pytest.mark.parametrize("folder", FEE_FOLDERS, ids=lambda path: path.name)
def test_a_bad_fee_folder_refuses_every_quote_with_exactly_this_message(
    folder: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    outcome = lpplan("quote", GOOD_PLAN, "--fees", folder.name)
    assert (outcome.code, outcome.out) == (2, "")
    assert_same_as_file(outcome.err, folder / "expected.txt")


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_readiness_refuses_a_plan_with_the_same_problems(
    plan: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_priced_wrong = {
        "fewer_cohorts_than_needed",
        "non_member_without_prices",
        "year_before_the_first_schedule",
    }
    monkeypatch.chdir(plan.parent)
    outcome = lpplan("readiness", plan.name)
    if plan.stem in only_priced_wrong:
        assert (outcome.code, outcome.err) == (1, "")
    else:
        assert outcome.code == 2
        assert outcome.err == plan.with_suffix(".txt").read_text(encoding="utf-8")
