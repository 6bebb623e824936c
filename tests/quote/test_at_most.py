"""``--at-most``: a total, or a net, to keep under, and what would save a cohort."""

from pathlib import Path

import pytest

from conftest import ROOT, TESTS, Lpplan

CLIFF = ROOT / "examples" / "on-the-cliff.toml"
SINGLE = ROOT / "examples" / "single-school.toml"
NET = TESTS / "plans" / "net.toml"
DAY = ("--as-of", "2026-11-21")


def test_a_quote_at_the_limit_or_under_it_passes(lpplan: Lpplan) -> None:
    assert lpplan("quote", CLIFF, "--at-most", "14800")[::2] == (0, "")
    assert lpplan("quote", CLIFF, "--at-most", "£15,000.00")[::2] == (0, "")


def test_a_penny_more_is_exit_1_and_the_quote_is_shown_all_the_same(lpplan: Lpplan) -> None:
    outcome = lpplan("quote", CLIFF, "--at-most", "14799.99", *DAY)
    assert outcome.code == 1
    assert outcome.out == lpplan("quote", CLIFF, *DAY).out
    # 26 people are 10,400 + 4,400; 25 are 10,000 + 2,200.
    assert outcome.err == (
        "--at-most: the total is £14,800.00 exc VAT, £0.01 more than £14,799.99\n"
        "  Stage 1 in 2018/19: 1 fewer person needs one cohort fewer: £2,600.00 less."
        " That alone is enough.\n"
    )


def test_what_does_not_save_enough_is_named_without_saying_so(lpplan: Lpplan) -> None:
    told = lpplan("quote", CLIFF, "--at-most", "12000").err
    assert told.endswith("£2,600.00 less.\n")
    assert "£2,800.00 more than £12,000.00" in told


def test_cohorts_beyond_the_fewest_come_first_since_nobody_loses_a_place(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = { name = "A", membership = "member" }\n'
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 27\n'
        '[[stages]]\nstage = 2\nacademic_year = "2019/20"\nparticipants = 20\ncohorts = 3\n'
        # Cohorts cost nothing at Stage 3.
        '[[stages]]\nstage = 3\nacademic_year = "2020/21"\nparticipants = 26\ncohorts = 4\n',
        encoding="utf-8",
    )
    # 15,200 + (8,000 + 3 x 2,200 + 1,200 = 15,800) + 10,400 = 41,400.
    outcome = lpplan("quote", plan, "--at-most", "38000", *DAY)
    assert outcome.code == 1
    assert outcome.err == (
        "--at-most: the total is £41,400.00 exc VAT (estimate), £3,400.00 more than £38,000.00\n"
        "  Stage 2 in 2019/20: 3 cohorts are asked for, and 1 would hold everyone: £4,400.00 less"
        " (estimate). That alone is enough.\n"
        "  Stage 1 in 2018/19: 2 fewer people need one cohort fewer: £3,000.00 less.\n"
    )


def test_where_no_cohort_can_be_saved_that_is_said(lpplan: Lpplan) -> None:
    told = lpplan("quote", SINGLE, "--at-most", "100").err
    assert told.endswith(
        "  No cohort can be saved: none is needless, or there for a few people alone.\n"
    )


def test_the_net_is_what_remains_in_the_end(lpplan: Lpplan) -> None:
    assert lpplan("quote", NET, "--at-most", "20160", "--net").code == 0
    outcome = lpplan("quote", NET, "--at-most", "20000", "--net")
    assert outcome.code == 1
    assert outcome.err.startswith(
        "--at-most: the net is £20,160.00 exc VAT (estimate), £160.00 more than £20,000.00\n"
    )


def test_a_saving_of_the_net_counts_own_costs_and_what_others_pay(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    own = '[[stages.own_costs]]\nlabel = "Cover"\namount = 100\nper = "session"\n'
    plan.write_text(
        'school = { name = "A", membership = "member" }\n'
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 26\ncohorts = 2\n'
        + own
        + '[[stages]]\nstage = 2\nacademic_year = "2018/19"\ncohorts = 2\n'
        '[[stages.schools]]\nname = "A"\nparticipants = 10\n'
        '[[stages.schools]]\nname = "B"\nparticipants = 10\n' + own,
        encoding="utf-8",
    )
    told = lpplan("quote", plan, "--at-most", "1", "--net").err
    # Stage 1: 400 + 2,200, and two sessions of 100. Stage 2: half of 2,200, and two sessions.
    assert "2 cohorts are asked for, and 1 would hold everyone: £1,300.00 less.\n" in told
    assert "1 fewer person needs one cohort fewer: £2,800.00 less.\n" in told


def test_whose_people_go_decides_what_others_pay_and_is_left_open(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = { name = "A", membership = "member" }\n'
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\n'
        '[[stages.schools]]\nname = "A"\nparticipants = 16\n'
        '[[stages.schools]]\nname = "B"\nparticipants = 10\n',
        encoding="utf-8",
    )
    told = lpplan("quote", plan, "--at-most", "9000", "--net").err
    assert told.endswith("one cohort fewer: £2,600.00 less. That is SSAT's part.\n")


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--net",), "--net: goes with --at-most\n"),
        (("--at-most", "lots"), "--at-most: must be an amount from 0 to 1,000,000,000 pounds"),
        (("--at-most", "-5"), "--at-most: must be an amount"),
        (("--at-most", "12.345"), "--at-most: must be an amount"),
        (("--at-most", ""), "--at-most: must be an amount"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(
    flags: tuple[str, ...], told: str, lpplan: Lpplan
) -> None:
    outcome = lpplan("quote", CLIFF, *flags)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)


def test_a_file_is_written_all_the_same(lpplan: Lpplan, tmp_path: Path) -> None:
    outcome = lpplan("quote", CLIFF, "--at-most", "1", "-o", tmp_path / "q.json")
    assert (outcome.code, (tmp_path / "q.json").exists()) == (1, True)
