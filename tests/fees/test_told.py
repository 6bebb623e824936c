"""``lpplan fees told``: prices that SSAT told a school, and plans that are priced from them."""

import json
import os
from pathlib import Path

import pytest

from conftest import ROOT, Lpplan
from frozen_fees import FROZEN_FEES

DAY = ("--as-of", "2027-03-10")
ON = ("--by", "SSAT LP team", "--on", "2027-03-02")
WORTH_IT = ROOT / "examples" / "worth-it.toml"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan in the current folder, saved by an editor of Windows."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "plan.toml"
    text = WORTH_IT.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return file


def told(lpplan: Lpplan, *arguments: str) -> None:
    outcome = lpplan("fees", "told", "2027/28", *arguments, *ON, *DAY)
    assert (outcome.code, outcome.err) == (0, "")


def test_what_ssat_told_is_written_beside_the_plan_and_said(lpplan: Lpplan, plan: Path) -> None:
    outcome = lpplan(
        *("fees", "told", "2027/28", "accreditation=450", "support_package=£2,400.50"),
        *(*ON, *DAY, "--plan", "plan.toml"),
    )
    assert outcome == (
        0,
        (
            "Prices of 2027/28, as told by SSAT LP team on 2 March 2027\n\n"
            "Charge                                                      Member price exc VAT\n"
            f"{'─' * 80}\n"
            "accreditation                  as told                                   £450.00\n"
            "support_package                as told                                 £2,400.50\n"
            "train_the_trainer              not told now: as in 2018/19             £1,200.00\n\n"
            "What comes next\n\n"
            "- They are in our-fees/2027-28.toml, as provisional: a quote marks them as\n"
            "  estimates until SSAT publishes them.\n"
            "- plan.toml uses them from now on.\n"
        ),
        "",
    )
    assert sorted(path.name for path in Path("our-fees").iterdir()) == [
        *("2018-19.toml", "2027-28.toml"),
    ]
    assert plan.read_bytes().startswith(b'\xef\xbb\xbffees = "our-fees"\r\n#')
    assert lpplan("fees", "check", "our-fees", "--strict", *DAY).code == 0


@pytest.mark.parametrize("there_is_room_for", [0, 1, 2])
def test_where_the_disk_is_full_nothing_was_changed(
    there_is_room_for: int, lpplan: Lpplan, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, synced = plan.read_bytes(), os.fsync
    written: list[int] = []

    def room_for_some(file: int) -> None:
        if len(written) == there_is_room_for:
            raise OSError(28, "No space left on device")
        written.append(file)
        synced(file)

    # Two fee files, then the plan, are to be written.
    monkeypatch.setattr(os, "fsync", room_for_some)
    outcome = lpplan(
        "fees", "told", "2027/28", "accreditation=450", *ON, *DAY, "--plan", "plan.toml"
    )
    assert outcome.code == 2
    assert "No space left on device\n  Nothing was changed." in outcome.err
    assert [path.name for path in Path().iterdir()] == ["plan.toml"]
    assert plan.read_bytes() == before


def test_every_command_that_prices_uses_the_fees_of_the_plan(lpplan: Lpplan, plan: Path) -> None:
    told(lpplan, "accreditation=450", "support_package=2400", "--plan", "plan.toml")
    # Stage 2: 31 × 450 + 2 × 2,400 + 1,200 = 19,950.
    quote = json.loads(lpplan("quote", plan, *DAY, "-f", "json").out)
    assert quote["stages"][0]["total"] == "19950.00"
    assert quote["stages"][0]["price_status"] == "estimate"
    assert "from the fees in the folder" in " ".join(lpplan("quote", plan, *DAY).out.split())
    recharge = json.loads(lpplan("recharge", plan, *DAY, "-f", "json").out)
    assert recharge["stages"][0]["total"] == "19950.00"
    case = json.loads(lpplan("case", plan, *DAY, "-f", "json").out)
    assert case["options"][1]["years"][0]["ssat"] == "19950.00"
    assert "£19,950.00" in lpplan("proposal", plan, *DAY).out
    # 19,950 by 31 people, rounded up to the penny and shown to the pound.
    assert "£644 estimate" in lpplan("offer", plan, *DAY).out
    compared = lpplan("compare", plan, WORTH_IT, *DAY).out
    assert "£19,950.00" in compared
    assert "£18,000.00" in compared


def test_a_folder_of_a_flag_goes_before_that_of_the_plan_and_this_before_the_variable(
    lpplan: Lpplan, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(lpplan, "accreditation=450", "--plan", "plan.toml")
    monkeypatch.setenv("LPPLAN_FEES", str(FROZEN_FEES))

    def total(*flags: str | Path) -> str:
        found: dict[str, str] = json.loads(lpplan("quote", plan, *DAY, *flags, "-f", "json").out)
        return found["total"]

    # 30,400 as published; 62 people at £50.00 more each.
    assert total() == "33500.00"
    assert total("--fees", FROZEN_FEES) == "30400.00"


def test_prices_that_are_all_told_are_of_their_own_year(lpplan: Lpplan, plan: Path) -> None:
    every = ("accreditation=450", "support_package=2400", "train_the_trainer=1300")
    told(lpplan, *every, "--plan", "plan.toml")
    assert "\nbased_on =" not in Path("our-fees/2027-28.toml").read_text("utf-8")
    shown = lpplan("quote", plan, *DAY, "--stage", "2").out
    assert "Estimate from provisional 2027/28 prices." in shown


def test_a_later_word_corrects_the_file_and_says_why(lpplan: Lpplan, plan: Path) -> None:
    told(lpplan, "accreditation=450", "--plan", "plan.toml")
    later = ("--by", "SSAT", "--on", "2027-03-09", *DAY, "--plan", "plan.toml")
    assert lpplan("fees", "told", "2027/28", "accreditation=455.5", *later).code == 0
    text = Path("our-fees/2027-28.toml").read_text("utf-8")
    assert "member = 455.50 # as told; check it\n" in text
    assert text.endswith(
        '[[changes]]\non = 2027-03-09\nfees = ["accreditation"]\n'
        'because = "Told by SSAT on 9 March 2027"\n'
    )
    assert text.count("\n[[changes]]\n") == 2
    assert plan.read_text("utf-8-sig").count("our-fees") == 1
    assert lpplan("fees", "check", "our-fees", "--strict", *DAY).code == 0


def test_without_a_plan_it_says_what_to_write_into_one(lpplan: Lpplan, plan: Path) -> None:
    outcome = lpplan("fees", "told", "2027/28", "accreditation=450", *ON, *DAY, "--into", "ssat")
    assert 'For a plan to use them, write at its top: fees = "ssat"\n' in outcome.out
    assert Path("ssat/2027-28.toml").is_file()
    assert "fees" not in plan.read_text("utf-8-sig").partition("[school]")[0].split("#")[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("2027/28", "accreditation=450"), "--by: is missing\n  For example: --by"),
        (
            ("2027/28", "acreditation=450", *ON),
            "NAME=AMOUNT: must name a charge (accreditation, support_package, train_the_trainer)",
        ),
        (("2027/28", "accreditation=4,5", *ON), "NAME=AMOUNT: must be an amount"),
        (
            ("2027/28", "accreditation=1", "accreditation=2", *ON),
            "NAME=AMOUNT: names a charge twice\n",
        ),
        (
            ("2018/19", "accreditation=450", *ON),
            "YEAR: has published prices already, in fees/2018-19.toml\n",
        ),
        (("2017/18", "accreditation=450", *ON), "YEAR: must not be before 2018/19, the first"),
        (("2027", "accreditation=450", *ON), "YEAR: must be"),
        (
            ("2027/28", "accreditation=450", "--by", "SSAT", "--on", "2027-04-01"),
            "--on: must not be after 2027-03-10, and is 2027-04-01\n",
        ),
        (
            ("2027/28", "accreditation=450", *ON, "--plan", "plan.toml", "--into", "x"),
            "--into: goes without --plan\n",
        ),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is(
    arguments: tuple[str, ...], message: str, lpplan: Lpplan, plan: Path
) -> None:
    before = plan.read_bytes()
    outcome = lpplan("fees", "told", *arguments, *DAY)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)
    assert plan.read_bytes() == before
    assert [path.name for path in Path().iterdir()] == ["plan.toml"]


def test_a_plan_that_names_no_folder_is_told_with_its_line(lpplan: Lpplan, plan: Path) -> None:
    plan.write_text('fees = "elsewhere"\n' + WORTH_IT.read_text("utf-8"), encoding="utf-8")
    assert lpplan("quote", "plan.toml", *DAY) == (
        2,
        "",
        (
            "plan.toml:1: fees: names no folder of fee schedules beside the plan: there is no"
            " elsewhere\n  Correct the name, or remove it to use the fees that come with lpplan.\n"
        ),
    )


def test_a_year_of_which_every_price_was_told_is_based_on_no_other(
    lpplan: Lpplan, plan: Path
) -> None:
    every = ("accreditation=480", "support_package=2600", "train_the_trainer=1400")
    told(lpplan, *every, "--non-member")
    text = Path("our-fees/2027-28.toml").read_text(encoding="utf-8")
    assert "\nbased_on = " not in text
    assert text.count("\nnon_member = ") == 3
    corrected = lpplan("fees", "told", "2027/28", "support_package=2500", *ON, *DAY, "--non-member")
    assert "not told now: as before" in corrected.out


def test_membership_is_that_of_the_plan(lpplan: Lpplan, plan: Path) -> None:
    flags = ("--plan", plan, "--non-member", *ON, *DAY)
    assert lpplan("fees", "told", "2027/28", "accreditation=1", *flags) == (
        2,
        "",
        "--non-member: goes without --plan\n  Leave one of them out.\n",
    )
