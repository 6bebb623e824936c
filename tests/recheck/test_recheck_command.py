"""``lpplan recheck``: a quote holds until something changes, and then each cause is named."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from frozen_fees import FROZEN_FEES
from lpplan.reading.plan_source import load_plan
from lpplan.recheck.plan_changes import plan_changes
from lpplan.recheck.plan_words import change_in_words, elsewhere_in_words
from lpplan.values.years import AcademicYear

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
SYNTHETIC = TESTS / "synthetic" / "many_charges"
NET = TESTS / "plans" / "net.toml"
OLDER = TESTS / "expected" / "older-quote.json"
SINGLE = ROOT / "examples" / "single-school.toml"
CLIFF = ROOT / "examples" / "on-the-cliff.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"

Named: TypeAlias = tuple[str, int | None, str | None]
"""A cause, its stage, and the charge or key it is about."""
Fees: TypeAlias = Callable[[Path], None]


def edited(*replaced: tuple[str, str], file: str = "2018-19.toml") -> Fees:
    """A change of a fee file: what stands there, and what is to. Prices are made up for a test."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in replaced:
            assert re.search(old, text, re.MULTILINE), old
            text = re.sub(old, new, text, flags=re.MULTILINE)
        (folder / file).write_text(text, encoding="utf-8")

    return change


def new_year(*replaced: tuple[str, str], status: str = "published") -> Fees:
    """A schedule for 2019/20 beside the one of 2018/19, with changes."""

    def change(folder: Path) -> None:
        shutil.copy(folder / "2018-19.toml", folder / "2019-20.toml")
        year = ('"2018/19"', '"2019/20"'), ('"published"', f'"{status}"')
        edited(*year, *replaced, file="2019-20.toml")(folder)

    return change


def both(*changes: Fees) -> Fees:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


CHECKED = ("checked = .*", "checked = 2027-01-15")
DEARER = (r"^member = 400$", "member = 420")
PACKAGE = (r"^member = 2200$", "member = 2300")
NO_TRAINING = (r"^(member = 1200)$", r"\1"), (r"stages = \[2\]$", "stages = [3]")
PER_COHORT = (r'per = "stage"', 'per = "cohort"\nmax_cohort_size = 25')
LIMIT = ("max_cohort_size = 25", "max_cohort_size = 15")
HIGHER = ("max_cohort_size = 25", "max_cohort_size = 30")
LICENCE = (
    r"\Z",
    '\n[fees.licence]\nlabel = "Licence"\nper = "stage"\nstages = [3]\nmember = 750\n',
)
PAST = ("--as-of", "2027-02-01")
BY_YEAR = ("--by", "financial-year")
UNTIL = ("--valid-until", "2027-01-31")

S2, S3 = ("accreditation", "support_package"), ("accreditation",)
LATER = [
    ("launch = 2019-10-01", "launch = 2020-04-10"),
    (r"application_support = 2020-.*\ngateway = .*", ""),
]
MORE = ("participants = 18", "participants = 20")


def prices(stage: int, *fees: str) -> list[Named]:
    return [("price", stage, fee) for fee in fees]


class Case(NamedTuple):
    """What happens after a quote was saved, and what its recheck is to name."""

    name: str
    named: Sequence[Named]
    fees: Fees = edited()
    plan: Sequence[tuple[str, str]] | None = None
    """Replacements in the plan that the recheck is given; None where it is given none."""
    quote: Sequence[str] = ()
    recheck: Sequence[str] = ()
    of: Path = SINGLE


# Stage 1 of single-school is published, 24 people; Stage 2 in 2019/20 has 18, Stage 3 in 2020/21
# has 20, both estimates from 2018/19.
CASES = (
    Case("nothing", []),
    Case("nothing, with the plan", [], plan=[]),
    Case("checked again, same prices", [], edited(CHECKED)),
    Case(
        "a price in every stage",
        [*prices(1, "accreditation"), *prices(2, "accreditation"), *prices(3, "accreditation")],
        edited(DEARER, CHECKED),
    ),
    Case(
        "two prices",
        [*prices(1, *S2), *prices(2, *S2), *prices(3, *S3)],
        edited(DEARER, PACKAGE),
    ),
    Case("a price of another stage than the one quoted", [], edited(PACKAGE), quote=["--stage=3"]),
    Case("published at last, same price", [("now-published", 2, None)], new_year()),
    Case(
        "published at last, dearer",
        [("now-published", 2, None), *prices(2, "accreditation"), *prices(3, "accreditation")],
        new_year(DEARER, CHECKED),
    ),
    Case("a provisional schedule with the same prices", [], new_year(status="provisional")),
    Case(
        "a provisional schedule, dearer",
        [*prices(2, "support_package")],
        new_year(PACKAGE, status="provisional"),
    ),
    Case(
        "published no more",
        [("now-estimate", 1, None)],
        edited(('"published"', '"provisional"')),
    ),
    Case(
        "published no more, and dearer",
        [("now-estimate", 1, None), *(n for s in (1, 2, 3) for n in prices(s, "accreditation"))],
        edited(('"published"', '"provisional"'), DEARER),
    ),
    Case(
        "a charge that went from a stage and came to another",
        [("charge-gone", 2, "train_the_trainer"), ("charge-added", 3, "train_the_trainer")],
        edited(*NO_TRAINING),
    ),
    Case("a charge that came", [("charge-added", 3, "licence")], edited(LICENCE)),
    Case(
        "a charge that went",
        [("charge-gone", 2, "train_the_trainer")],
        edited(
            (r"\[fees\.train_the_trainer\](.|\n)*", ""),
            ('^status = "published"', 'withdrawn = ["train_the_trainer"]\nstatus = "published"'),
        ),
    ),
    Case(
        "another basis",
        [("charge-basis", 2, "train_the_trainer")],
        edited(PER_COHORT),
    ),
    Case(
        "another basis and price",
        [("charge-basis", 2, "train_the_trainer"), ("price", 2, "train_the_trainer")],
        edited(PER_COHORT, (r"^member = 1200$", "member = 1300")),
    ),
    Case(
        "a lower cohort limit",
        [("cohort-limit", 1, None), ("cohort-limit", 2, None), ("cohort-limit", 3, None)],
        edited(LIMIT),
    ),
    Case("a higher cohort limit that changes no cohort", [], edited(HIGHER)),
    Case(
        "a higher cohort limit on the cliff", [("cohort-limit", 1, None)], edited(HIGHER), of=CLIFF
    ),
    Case(
        "a lower limit than the cohorts asked for hold",
        [("cohort-limit", 1, None)],
        edited(("max_cohort_size = 25", "max_cohort_size = 9")),
        quote=["--cohorts=2"],
        of=CLIFF,
    ),
    Case(
        "a limit and a price",
        [*prices(1, "support_package"), ("cohort-limit", 1, None)],
        edited(HIGHER, PACKAGE),
        of=CLIFF,
    ),
    Case(
        "no price any more",
        [("no-price", 1, None), ("now-published", 2, None)],
        both(new_year(), lambda folder: (folder / "2018-19.toml").unlink()),
    ),
    Case("a rise that holds", [], quote=["--uplift=3%"]),
    Case(
        "a rise for a year less",
        [("now-published", 2, None), ("uplift-years", 2, None), ("uplift-years", 3, None)],
        new_year(),
        quote=["--uplift=3%"],
    ),
    Case(
        "a rise and a price",
        [
            ("now-published", 2, None),
            *prices(2, "accreditation"),
            ("uplift-years", 2, None),
            *prices(3, "accreditation"),
            ("uplift-years", 3, None),
        ],
        new_year(DEARER),
        quote=["--uplift=3.25%"],
    ),
    Case("past its last day", [("past-valid-until", None, None)], quote=UNTIL, recheck=PAST),
    Case("on its last day", [], quote=UNTIL, recheck=["--as-of", "2027-01-31"]),
    Case("more people", [("plan-changed", None, "stages[2].participants")], plan=[MORE]),
    Case(
        "cohorts asked for, and another trainer",
        [("plan-changed", None, "stages[2].cohorts")],
        plan=[("participants = 18", "participants = 18\ncohorts = 2"), ("Trainer A", "Trainer C")],
    ),
    Case("the day of a Launch", [], plan=LATER),
    Case(
        "a Launch that moves money to another financial year",
        [("plan-changed", None, "stages[2].launch")],
        plan=LATER,
        quote=BY_YEAR,
    ),
    Case(
        "a Launch in the same financial year",
        [],
        plan=[(r"launch = 2019-.*", "launch = 2019-09-02")],
        quote=BY_YEAR,
    ),
    Case(
        "a Launch after March, in a financial year that ends in August",
        [],
        plan=LATER,
        quote=[*BY_YEAR, "--year-end=august"],
    ),
    Case(
        "another end of the financial year",
        [("plan-changed", None, "year_end")],
        plan=[(r"\A", 'year_end = "august"\n')],
        quote=BY_YEAR,
    ),
    Case(
        "an end of the financial year that was asked for all the same",
        [],
        plan=[(r"\A", 'year_end = "august"\n')],
        quote=[*BY_YEAR, "--year-end=august"],
    ),
    Case(
        "a price and a Launch, past the last day",
        [
            *prices(1, "accreditation"),
            *prices(2, "accreditation"),
            *prices(3, "accreditation"),
            ("plan-changed", None, "stages[2].launch"),
            ("past-valid-until", None, None),
        ],
        edited(DEARER),
        plan=LATER,
        quote=[*BY_YEAR, *UNTIL],
        recheck=PAST,
    ),
    Case(
        "another way to share",
        [("plan-changed", None, "stages[1].share")],
        plan=[('share = "per_head"', 'share = "equal"')],
        of=ALLIANCE,
    ),
    Case("trainers alone", [], plan=[("Trainer A", "Trainer C")]),
    Case(
        "another year",
        [("plan-changed", None, "stages[3].academic_year")],
        plan=[('"2020/21"', '"2021/22"')],
    ),
    Case("more people at a stage that was not quoted", [], plan=[MORE], quote=["--stage=3"]),
    Case(
        "more people at the stage that was quoted",
        [("plan-changed", None, "stages[1].participants")],
        plan=[MORE],
        quote=["--entry=2"],
    ),
    Case("a what-if", [], plan=[], quote=["--stage=1", "--participants=26"]),
    Case(
        "a what-if, and another stage",
        [("plan-changed", None, "stages[2].participants")],
        plan=[MORE],
        quote=["--stage=1", "--participants=26"],
    ),
    Case(
        "a stage that is gone",
        [("plan-changed", None, None)],
        plan=[(r"\[\[stages\]\]\nstage = 3(.|\n)*?(?=\[\[trainers)", "")],
        quote=["--stage=3"],
    ),
    Case(
        "a stage less",
        [("plan-changed", None, "stages[3]")],
        plan=[(r"\[\[stages\]\]\nstage = 3(.|\n)*?(?=\[\[trainers)", "")],
    ),
    Case(
        "a school less",
        [("plan-changed", None, "stages[1].schools[4]")],
        plan=[(r'\[\[stages\.schools\]\]\nname = "Ysgol Gŵyr"\nparticipants = \d+\n', "")],
        of=ALLIANCE,
    ),
    Case(
        "what the centre charges, its costs and support",
        [
            ("plan-changed", None, "stages[1].own_costs[1].amount"),
            ("plan-changed", None, "stages[2].charge_per_person"),
            ("plan-changed", None, "stages[2].support[1].times"),
        ],
        plan=[
            ("amount = 150", "amount = 160"),
            ("charge_per_person = 620", "charge_per_person = 610"),
            ("times = 5", "times = 6"),
        ],
        of=NET,
    ),
    Case(
        "everything at once",
        [
            *prices(1, "accreditation"),
            ("now-published", 2, None),
            *prices(2, *S2),
            *prices(3, "accreditation"),
            ("charge-added", 3, "licence"),
            ("plan-changed", None, "stages[2].participants"),
            ("past-valid-until", None, None),
        ],
        both(edited(DEARER), new_year(PACKAGE, LICENCE)),
        plan=[MORE],
        quote=UNTIL,
        recheck=PAST,
    ),
)


@pytest.fixture
def fees(tmp_path: Path) -> Path:
    shutil.copytree(FROZEN_FEES, tmp_path / "fees")
    return tmp_path / "fees"


def rechecked(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("recheck", *arguments, "-f", "json")
    assert (outcome.code in (0, 1), outcome.err) == (True, "")
    found: dict[str, Any] = json.loads(outcome.out)
    assert (outcome.code == 0) == found["holds"] == (not found["differences"])
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_the_causes_are_named(
    case: Case, fees: Path, tmp_path: Path, lpplan: Lpplan
) -> None:
    quote, plan = tmp_path / "quote.json", tmp_path / "plan.toml"
    asked = ("--fees", fees, "--as-of", "2026-11-21", *case.quote, "-o", quote)
    assert lpplan("quote", case.of, *asked).code == 0
    case.fees(fees)
    given = []
    if case.plan is not None:
        text = case.of.read_text(encoding="utf-8")
        for old, new in case.plan:
            assert re.search(old, text), old
            text = re.sub(old, new, text, count=1)
        plan.write_text(text, encoding="utf-8")
        given = [plan]
    as_of = case.recheck or ("--as-of", "2026-12-01")
    found = rechecked(lpplan, quote, *given, "--fees", fees, *as_of)
    named = [(one["code"], one["stage"], one["key"]) for one in found["differences"]]
    assert named == list(case.named)


@pytest.mark.parametrize(
    "flags", [(), ("--uplift", "3%"), ("--by", "financial-year"), ("--explain",)]
)
@pytest.mark.parametrize("plan", [*EXAMPLES, NET], ids=lambda path: path.stem)
def test_a_quote_just_saved_holds(
    plan: Path, flags: tuple[str, ...], tmp_path: Path, lpplan: Lpplan
) -> None:
    assert lpplan("quote", plan, *flags, "-o", tmp_path / "q.json").code == 0
    assert rechecked(lpplan, tmp_path / "q.json", plan)["remarks"] == []


@pytest.mark.parametrize(
    "asked",
    [
        ("--stage", "1", "--participants", "27"),
        ("--stage", "2", "--participants", "31", "--cohorts", "3", "--school", "Oakfield"),
        ("--stage", "3", "--participants", "5", "--non-member", "--fees", str(SYNTHETIC)),
        (str(TESTS / "plans" / "odd_names.toml"), "--fees", str(SYNTHETIC)),
        (str(TESTS / "plans" / "many_stages.toml"), "--entry", "2"),
        (str(ALLIANCE), "--without", "Ysgol Gŵyr"),
        (str(ALLIANCE), "--school", "Riverside Primary=3"),
    ],
)
def test_so_does_one_from_flags_of_a_non_member_or_for_a_part(
    asked: tuple[str, ...], tmp_path: Path, lpplan: Lpplan
) -> None:
    outcome = lpplan("quote", *asked, "-o", tmp_path / "q.json")
    assert outcome.code == 0, outcome.err
    fees = ("--fees", SYNTHETIC) if "--fees" in asked else ()
    plan = (asked[0],) if asked[0].endswith(".toml") else ()
    assert rechecked(lpplan, tmp_path / "q.json", *plan, *fees)["holds"]


def test_a_price_is_told_with_the_checks_of_both_files_and_the_totals(
    fees: Path, tmp_path: Path, lpplan: Lpplan
) -> None:
    assert lpplan("quote", CLIFF, "--fees", fees, "-o", tmp_path / "q.json").code == 0
    edited(DEARER, CHECKED)(fees)
    found = rechecked(lpplan, tmp_path / "q.json", "--fees", fees)
    (price,) = found["differences"]
    assert [price[key] for key in ("before", "after", "checked_before", "checked_after")] == [
        "400.00",
        "420.00",
        "2026-11-21",
        "2027-01-15",
    ]
    # 26 people at £20.00 more.
    assert found["total"] == {"quoted": "14800.00", "today": "15320.00", "difference": "520.00"}


@pytest.mark.parametrize("form", ["txt", "md"])
def test_everything_at_once_reads_exactly_like_this(
    form: str, fees: Path, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    flags = ("--reference", "LP-17", *UNTIL, "--as-of", "2026-11-21")
    assert lpplan("quote", SINGLE, *flags, "-o", "quote.json").code == 0
    both(edited(DEARER), new_year(PACKAGE, LICENCE, CHECKED))(fees)
    text = SINGLE.read_text(encoding="utf-8").replace(*MORE).replace("Trainer A", "Trainer C")
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    asked = ("quote.json", "plan.toml", "--fees", "fees", *PAST, "-o", f"recheck.{form}")
    assert lpplan("recheck", *asked).code == 1
    written = (tmp_path / f"recheck.{form}").read_text(encoding="utf-8")
    assert_same_as_file(written, TESTS / "expected" / f"recheck.{form}")


def test_a_non_member_price_that_is_gone_is_no_price(
    fees: Path, tmp_path: Path, lpplan: Lpplan
) -> None:
    # Made up for this test: no non-member price is published.
    edited(DEARER, (r"^member = 420$", "member = 420\nnon_member = 500"))(fees)
    flags = ("--stage", "3", "--year", "2018/19", "--participants", "5", "--non-member")
    asked = (*flags, "--fees", fees, "-o", tmp_path / "q.json")
    assert lpplan("quote", *asked).code == 0
    assert rechecked(lpplan, tmp_path / "q.json", "--fees", fees)["holds"]
    edited(("^non_member = 500$", ""))(fees)
    found = rechecked(lpplan, tmp_path / "q.json", "--fees", fees)
    (one,) = found["differences"]
    assert (one["code"], found["total"]["today"]) == ("no-price", None)
    assert "no non-member price is published for LP accreditation fee (2018/19)" in one["text"]
    table = lpplan("recheck", tmp_path / "q.json", "--fees", fees).out
    assert "no price" in table.splitlines()[-1]


def test_a_plan_that_cannot_be_priced_now_is_told(tmp_path: Path, lpplan: Lpplan) -> None:
    assert lpplan("quote", CLIFF, "-o", tmp_path / "q.json").code == 0
    text = CLIFF.read_text(encoding="utf-8").replace('"2018/19"', '"2010/11"')
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    found = rechecked(lpplan, tmp_path / "q.json", tmp_path / "plan.toml")
    assert [one["key"] for one in found["differences"]] == ["stages[1].academic_year"]
    assert found["remarks"][0].startswith(
        "The plan as it is now cannot be priced. academic_year: is 2010/11, and the first year"
    )


def test_another_folder_of_fees_is_remarked(tmp_path: Path, lpplan: Lpplan) -> None:
    assert lpplan("quote", CLIFF, "--fees", SYNTHETIC, "-o", tmp_path / "q.json").code == 0
    (remark,) = rechecked(lpplan, tmp_path / "q.json")["remarks"]
    assert remark.startswith(f"The quote was made from the fees in the folder {SYNTHETIC}, and")


def test_an_older_quote_is_rechecked_as_far_as_it_tells(fees: Path, lpplan: Lpplan) -> None:
    found = rechecked(lpplan, OLDER, CLIFF)
    assert found["holds"]
    assert found["remarks"][0].startswith("The quote was saved by an older lpplan, without its")
    edited(DEARER)(fees)
    (price,) = rechecked(lpplan, OLDER, "--fees", fees)["differences"]
    assert "£400.00 when quoted (2018/19, check not recorded)" in price["text"]


def test_a_figure_that_another_version_worked_out_otherwise_is_told(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    quote = tmp_path / "q.json"
    assert lpplan("quote", NET, "-o", quote).code == 0
    data = json.loads(quote.read_text(encoding="utf-8"))
    # Another rule let others pay a penny more at Stage 2: 22 people at 620 are 13,640.
    data["stages"][1]["net"] |= {"income": "13640.01", "net": "5759.99"}
    data["net"] |= {"income": "22440.01", "net": "20159.99"}
    data["lpplan"] = "0.0.9"
    quote.write_text(json.dumps(data), encoding="utf-8")
    (one,) = rechecked(lpplan, quote)["differences"]
    assert (one["code"], one["stage"]) == ("worked-out-otherwise", 2)
    assert "£5,759.99 when quoted by lpplan 0.0.9, and £5,760.00 now" in one["text"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[school]", ":1: is not JSON: expecting value, column 2"),
        ("", ": is not JSON: it is empty"),
        ('{"school": "Oak', ":1: is not JSON: it ends before it is complete"),
        ("[]", ": is not a quote that lpplan saved"),
        ('{"total": "1.00"}', ": is not a quote that lpplan saved\n"),
    ],
)
def test_what_is_no_quote_is_exit_2(
    content: str, told: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    file = tmp_path / "q.json"
    file.write_text(content, encoding="utf-8")
    outcome = lpplan("recheck", file)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{file}{told}")


def test_a_plan_that_is_not_sound_is_exit_2(tmp_path: Path, lpplan: Lpplan) -> None:
    assert lpplan("quote", CLIFF, "-o", tmp_path / "q.json").code == 0
    (tmp_path / "plan.toml").write_text("[school]", encoding="utf-8")
    outcome = lpplan("recheck", tmp_path / "q.json", tmp_path / "plan.toml")
    assert (outcome.code, "school.name: is missing" in outcome.err) == (2, True)


def test_stages_that_make_no_plan_are_exit_2(tmp_path: Path, lpplan: Lpplan) -> None:
    data = json.loads(OLDER.read_text(encoding="utf-8"))
    data["stages"] *= 2
    data |= {"total": "29600.00", "total_published": "29600.00"}
    data["net"] |= {"ssat": "29600.00", "net": "29600.00"}
    (tmp_path / "q.json").write_text(json.dumps(data), encoding="utf-8")
    outcome = lpplan("recheck", tmp_path / "q.json")
    assert (outcome.code, "its stages are no sound plan" in outcome.err) == (2, True)


def test_a_change_is_said_in_plain_words_with_what_it_does_to_net_and_years(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    text = NET.read_text(encoding="utf-8")
    changed = (
        ("participants = 12", "participants = 10"),
        ("amount = 150", "amount = 160"),
        ("charge_per_person = 620", "charge_per_person = 610\nlaunch = 2019-06-01"),
        ("times = 5", "times = 6"),
        (
            '[[stages.schools]]\nname = "Hillside School"\nparticipants = 10',
            '[[stages.schools]]\nname = "Greenlea"\nparticipants = 12',
        ),
    )
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    quote, plan = tmp_path / "q.json", tmp_path / "plan.toml"
    plan.write_text(text, encoding="utf-8")
    assert lpplan("quote", NET, *BY_YEAR, "--as-of", "2026-11-21", "-o", quote).code == 0
    found = rechecked(lpplan, quote, plan, "--as-of", "2026-11-20")
    assert [one["text"] for one in found["differences"]] == [
        "Stage 1 in 2018/19: Cover at the two sessions, £160.00 instead of £150.00.",
        "Stage 2 in 2018/19: Riverside Primary, 10 people instead of 12.",
        "Stage 2 in 2018/19: Greenlea, 12 people, added.",
        "Stage 2 in 2018/19: Hillside School, 10 people, no longer there.",
        (
            "Stage 2 in 2018/19: Launch on 1 June 2019 instead of a day not recorded, which puts it"
            " in the financial year 2019/20 instead of 2018/19."
        ),
        "Stage 2 in 2018/19: charge per person £610.00 instead of £620.00.",
        "Stage 2 in 2018/19: Half-termly twilight, 6 times instead of 5.",
    ]
    (remark,) = found["remarks"]
    assert remark == (
        "The day of the recheck, 20 November 2026, is before the day of the quote,"
        " 21 November 2026."
    )
    # Two sessions at £10.00 more, 22 people of others at £10.00 less, one twilight more at £40.00.
    assert found["net"] == {"quoted": "20160.00", "today": "20440.00", "difference": "280.00"}
    # Stage 2 moves with its 18,000.00; the total stays as it is.
    assert found["total"]["difference"] == "0.00"
    assert found["financial_years"] == [
        {
            "financial_year": "2018/19",
            "quoted": "28200.00",
            "today": "10200.00",
            "difference": "-18000.00",
        },
        {
            "financial_year": "2019/20",
            "quoted": "12400.00",
            "today": "30400.00",
            "difference": "18000.00",
        },
    ]
    shown = lpplan("recheck", quote, plan).out
    assert re.search(r"Net +£20,160.00 estimate +£20,440.00 estimate +\+£280.00 estimate", shown)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cohorts": 3}, "3 cohorts instead of as few cohorts as hold everyone"),
        ({"academic_year": AcademicYear(2019)}, "in 2019/20 instead of 2018/19"),
        ({"share": "equal"}, "equal shares instead of shares by number of people"),
        ({"charge_per_person": None}, "charge per person none of its own instead of £620.00"),
        ({"participants": 1}, "1 person instead of people school by school"),
        ({"own_costs": ()}, "Cover for two trainers, £600.00 per cohort, no longer there"),
        ({"support": ()}, "Half-termly twilight, 5 times at £40.00, no longer there"),
    ],
)
def test_each_key_that_decides_amounts_has_its_words(change: dict[str, Any], said: str) -> None:
    plan = load_plan(str(NET)).plan
    one, two, three = plan.stages
    changed = plan.model_copy(update={"stages": (one, two.model_copy(update=change), three)})
    (found,) = plan_changes(plan, changed)
    year = change.get("academic_year", two.academic_year)
    assert change_in_words(found) == f"Stage 2 in {year}: {said}"


def test_another_school_is_said_to_be_one() -> None:
    plan = load_plan(str(NET)).plan
    school = plan.school.model_copy(update={"name": "Greenlea", "membership": "non-member"})
    changes = plan_changes(plan, plan.model_copy(update={"school": school}))
    assert [*map(change_in_words, changes)] == [
        "The school: Greenlea instead of Oakfield Academy",
        "The school: non-member prices instead of member",
    ]


def test_what_changed_elsewhere_in_a_plan_is_said_without_its_values() -> None:
    plan = load_plan(str(SINGLE)).plan
    one, *others = plan.stages
    changed = plan.model_copy(
        update={
            "centre": plan.centre.model_copy(update={"ssat_discussion": None}),
            "stages": (one.model_copy(update={"topics": ("Reading",), "launch": None}), *others),
            "trainers": plan.trainers[:1],
        }
    )
    assert elsewhere_in_words(plan_changes(plan, changed)) == (
        "the centre (SSAT discussion), Stage 1 in 2018/19 (launch and topics) and"
        " Trainer B (no longer there)"
    )


def test_a_quote_by_financial_year_that_lost_its_plan_or_a_year_is_told(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    quote = tmp_path / "q.json"
    assert lpplan("quote", SINGLE, *BY_YEAR, "-o", quote).code == 0
    data = json.loads(quote.read_text(encoding="utf-8"))
    quote.write_text(json.dumps(data | {"plan": None}), encoding="utf-8")
    outcome = lpplan("recheck", quote)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{quote}: plan: is missing\n" in outcome.err
    # Older ones never had it.
    older = data | {"plan": None, "lpplan": None}
    quote.write_text(json.dumps(older), encoding="utf-8")
    assert "financial_years" not in rechecked(lpplan, quote)
    data["financial_years"].pop()
    quote.write_text(json.dumps(data), encoding="utf-8")
    outcome = lpplan("recheck", quote)
    assert (outcome.code, outcome.out) == (2, "")
    # 11,800 at Stage 1, 10,600 at Stage 2, and 8,000 at Stage 3, whose year is gone.
    assert "total: is £30,400.00, and its parts come to £22,400.00\n" in outcome.err
