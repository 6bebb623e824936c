"""A quote as it reads: nothing is said twice that is said once for all of it."""

from pathlib import Path

import pytest

from conftest import ROOT, Lpplan

DAY = ("--as-of", "2026-11-21")
EXAMPLES = ROOT / "examples"
TOLD = "If SSAT has told you a price, write it down with lpplan fees told."
SCHOOL = '[school]\nname = "Oakfield"\nmembership = "member"\n'


def plan_of(path: Path, *stages: tuple[int, str]) -> Path:
    """A plan of stages in their years, of 20 people each."""
    entries = (
        f'[[stages]]\nstage = {stage}\nacademic_year = "{year}"\nparticipants = 20\n'
        for stage, year in stages
    )
    path.write_text(SCHOOL + "".join(entries), encoding="utf-8")
    return path


def marked(shown: str) -> list[str]:
    """What stands first in each line with a mark."""
    return [line.split("  ")[0] for line in shown.splitlines() if line.endswith("  estimate")]


def test_where_all_is_an_estimate_that_is_said_in_the_heading_and_at_totals(
    lpplan: Lpplan,
) -> None:
    shown = lpplan("quote", EXAMPLES / "licensed-centre.toml", *DAY).out
    assert marked(shown) == ["Stage 3 exc VAT", "Stage 3 exc VAT", "TOTAL exc VAT"]
    (said,) = (line for line in shown.splitlines() if line.startswith("All prices are estimates,"))
    assert shown.index(said) < shown.index("Stage 3: ")


def test_where_some_is_an_estimate_each_line_says_so(lpplan: Lpplan) -> None:
    shown = lpplan("quote", EXAMPLES / "single-school.toml", *DAY).out
    stage_2, stage_3 = shown.split("Stage 2: ")[1].split("Stage 3: ")
    of_it = ["LP accreditation fee", "LP support package", "Train the trainer", "Stage 2 exc VAT"]
    assert marked(stage_2) == [*of_it, "Per head"]
    assert marked(stage_3)[0] == "LP accreditation fee"
    assert marked(shown)[-2:] == ["Estimates", "TOTAL exc VAT"]
    assert "Prices marked as estimates are subject to SSAT's confirmation." in shown


def test_where_nothing_is_an_estimate_nothing_is_said_of_any(lpplan: Lpplan) -> None:
    shown = lpplan("quote", EXAMPLES / "on-the-cliff.toml", *DAY).out
    assert "estimate" not in shown.lower()
    assert TOLD not in " ".join(shown.split())


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_an_estimate_points_once_to_the_command_for_prices_told(form: str, lpplan: Lpplan) -> None:
    shown = lpplan("quote", EXAMPLES / "licensed-centre.toml", *DAY, "-f", form).out
    assert " ".join(shown.split()).count(TOLD) == 1


def test_prices_that_were_told_for_the_year_point_nowhere(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = plan_of(tmp_path / "plan.toml", (1, "2026/27"))
    told = ("2026/27", "accreditation=450", "--by", "SSAT", "--plan", plan)
    assert lpplan("fees", "told", *told, *DAY).code == 0
    shown = " ".join(lpplan("quote", plan, *DAY).out.split())
    assert "All prices are estimates, subject to SSAT's confirmation." in shown
    assert TOLD not in shown


@pytest.mark.parametrize(
    ("stages", "by_year"),
    [
        ([(1, "2018/19")], False),
        ([(1, "2018/19"), (2, "2019/20")], False),
        ([(1, "2018/19"), (2, "2018/19")], False),
        ([(1, "2018/19"), (2, "2018/19"), (3, "2019/20")], True),
    ],
)
def test_costs_by_year_are_shown_only_where_they_are_not_those_of_a_stage_or_of_all(
    stages: list[tuple[int, str]], by_year: bool, tmp_path: Path, lpplan: Lpplan
) -> None:
    shown = lpplan("quote", plan_of(tmp_path / "plan.toml", *stages), *DAY).out
    assert ("By academic year" in shown) == by_year
    assert shown.splitlines()[-1].startswith("TOTAL exc VAT")


def test_costs_by_year_are_not_shown_again_where_the_net_has_them(lpplan: Lpplan) -> None:
    shown = lpplan("quote", ROOT / "tests" / "plans" / "many_stages.toml", *DAY).out
    assert "By academic year" not in shown
    net = shown.split("In the end")[1]
    assert [line[:7] for line in net.splitlines() if line.startswith("20")] == [
        *("2018/19", "2019/20", "2020/21", "2021/22")
    ]


@pytest.mark.parametrize("command", ["quote", "recharge", "case", "timeline"])
@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_no_code_of_a_note_is_shown_to_readers(command: str, form: str, lpplan: Lpplan) -> None:
    shown = lpplan(command, EXAMPLES / "worth-it.toml", *DAY, "-f", form).out
    for code in ("own-costs", "buyer-membership", "pence", "vat", "gateway-month", "nothing"):
        assert f"[{code}" not in shown.replace("\\", "")


def test_a_quote_that_explains_itself_names_the_source_of_each_note(lpplan: Lpplan) -> None:
    asked = ("quote", EXAMPLES / "on-the-cliff.toml", *DAY)
    source = "are not in this quote. (LPLC proposal, Stages 1 to 3, costs)"
    assert source not in " ".join(lpplan(*asked).out.split())
    assert source in " ".join(lpplan(*asked, "--explain").out.split())


def test_a_later_stage_only_names_what_is_lacking_besides(lpplan: Lpplan) -> None:
    shown = " ".join(lpplan("quote", EXAMPLES / "worth-it.toml", *DAY).out.split())
    assert "Stage 3 is not known to be ready. Also not recorded: LPLC licence." in shown
    assert shown.count("size of the training team") == 1
