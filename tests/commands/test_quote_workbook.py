"""``lpplan quote -o quote.xlsx``: the same figures, before and after somebody changes some."""

import json
import random
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import ROOT, TESTS
from lpplan.rendering.text import visible
from lpplan.running import run
from spreadsheets import ENGINES, Cells, Change, change, recalculated, stored

FEES = ROOT / "fees"
SYNTHETIC = TESTS / "synthetic" / "many_charges"
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
ALLIANCE = (ROOT / "examples" / "alliance-from-stage-2.toml").read_text(encoding="utf-8")
MANY_STAGES = (TESTS / "plans" / "many_stages.toml").read_text(encoding="utf-8")
ODD_NAMES = (TESTS / "plans" / "odd_names.toml").read_text(encoding="utf-8")

STAGE_1 = """
school = {name = "Oakfield Academy", membership = "member"}
[[stages]]
stage = 1
academic_year = "2018/19"
participants = 27
"""


def many_shares() -> str:
    """A plan of many stages whose pence hardly ever divide."""
    draw = random.Random(20181119)
    plan = 'school = {name = "School 0", membership = "member"}\n'
    for place in range(40):
        share = draw.choice(["per_head", "equal"])
        stage = f'stage = 3\nacademic_year = "{2018 + place // 4}/{19 + place // 4}"'
        plan += f'[[stages]]\n{stage}\nshare = "{share}"\n'
        for school in draw.sample(range(9), draw.randint(1, 7)):
            heads = draw.choice([1, 1, 2, 3, draw.randint(1, 60)])
            plan += f'[[stages.schools]]\nname = "School {school}"\nparticipants = {heads}\n'
    return plan


class Case(NamedTuple):
    """A plan made into a workbook, what is typed there, and the plan or fees that say the same."""

    plan: str
    changes: tuple[Change, ...] = ()
    plan_after: str | None = None
    fees: tuple[tuple[str, str], ...] = ()
    """What is replaced in the fee file before, and besides after the change."""
    fees_after: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    uplift: tuple[str, ...] = ()
    folder: Path = FEES


ODD_PRICES = (
    ("member = 400", "member = 399.99"),
    ("member = 2200", "member = 2200.03"),
    ("stages = [1, 2]", "stages = [1, 2, 3]"),
    ("max_cohort_size = 25", "max_cohort_size = 7"),
)
HUGE_PRICES = (
    ("member = 400", "member = 999999.99"),
    ("member = 2200", "member = 999999.97"),
    ("max_cohort_size = 25", "max_cohort_size = 1"),
)
HUGE = """
school = {name = "A", membership = "member"}
[[stages]]
stage = 2
academic_year = "2018/19"
schools = [{name = "A", participants = 33331}, {name = "B", participants = 33334},
           {name = "C", participants = 33333}]
"""

CASES = {
    **{path.stem: Case(path.read_text(encoding="utf-8")) for path in EXAMPLES},
    "many stages": Case(MANY_STAGES, uplift=("--uplift", "2.5%")),
    "odd names": Case(ODD_NAMES, folder=SYNTHETIC),
    "financial years": Case(MANY_STAGES, flags=("--by", "financial-year")),
    "shares of odd pence": Case(many_shares(), fees=ODD_PRICES),
    "as much as can be": Case(HUGE, fees=HUGE_PRICES),
    "27 people are 31": Case(
        STAGE_1,
        (Change("Quote", "Participants", "C", 31),),
        STAGE_1.replace("27", "31"),
    ),
    "27 people are 25 in more cohorts": Case(
        STAGE_1,
        (
            Change("Quote", "Participants", "C", 25),
            Change("Quote", "Cohorts asked for", "C", 3),
        ),
        STAGE_1.replace("27", "25\ncohorts = 3"),
    ),
    "a school sends more": Case(
        ALLIANCE,
        (Change("Schools", "Lighthouse Primary", "B", 26),),
        re.sub(r'(Lighthouse Primary"\nparticipants = )\d+', r"\g<1>26", ALLIANCE),
    ),
    "shared otherwise": Case(
        ALLIANCE,
        (Change("Schools", "How the rest is shared: per_head or equal", "B", "equal"),),
        ALLIANCE.replace('share = "per_head"', 'share = "equal"'),
    ),
    "other prices": Case(
        ALLIANCE,
        (
            Change("Quote", "LP accreditation fee", "D", 412.35),
            Change("Quote", "LP support package", "D", 2200.01),
            Change("Quote", "Most people in a cohort", "C", 10),
        ),
        fees_after=(
            ("member = 400", "member = 412.35"),
            ("member = 2200", "member = 2200.01"),
            ("max_cohort_size = 25", "max_cohort_size = 10"),
        ),
    ),
    "one of many stages": Case(
        MANY_STAGES,
        (
            Change("Schools", "=Riverside Primary", "B", 8),
            Change("Schools", "=Riverside Primary", "B", 31, nth=1),
            Change("Quote", "Participants", "C", 26),
        ),
        MANY_STAGES.replace(
            '"=Riverside Primary", participants = 7', '"=Riverside Primary", participants = 8'
        )
        .replace("participants = 30", "participants = 31")
        .replace("participants = 24", "participants = 26"),
    ),
}


class Answer(NamedTuple):
    """A workbook as it was made, and what lpplan says of the plan that it was changed into."""

    workbook: Path
    changed: Path
    quote: dict[str, Any]
    recharge: dict[str, Any] | None


def made(case: Case, folder: Path) -> Answer:
    """Make a workbook in a folder, change it, and ask lpplan the same."""
    before, after = folder / "before.toml", folder / "after.toml"
    before.write_text(case.plan, encoding="utf-8")
    after.write_text(case.plan_after or case.plan, encoding="utf-8")
    first = fee_folder(case.folder, folder / "fees", case.fees)
    second = fee_folder(case.folder, folder / "fees-after", case.fees + case.fees_after)
    workbook, changed = folder / "quote.xlsx", folder / f"{folder.name}.xlsx"
    flags = ["--as-of", "2026-11-21", *case.flags, *case.uplift]
    assert run(["quote", str(before), "--fees", first, *flags, "-o", str(workbook)]) == 0
    changed.write_bytes(workbook.read_bytes())
    change(changed, case.changes)

    def told(command: str, *more: str) -> dict[str, Any]:
        to = folder / f"{command}.json"
        assert run([command, str(after), "--fees", second, *more, "-o", str(to)]) == 0
        found: dict[str, Any] = json.loads(to.read_text())
        return found

    quote = told("quote", *flags)
    schools = any("schools" in stage for stage in quote["stages"])
    recharged = told("recharge", *case.uplift) if schools else None
    return Answer(workbook, changed, quote, recharged)


def fee_folder(source: Path, to: Path, changes: tuple[tuple[str, str], ...]) -> str:
    to.mkdir()
    for file in source.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (to / file.name).write_text(text, encoding="utf-8")
    return str(to)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    folder = tmp_path_factory.mktemp("workbooks")
    found = {}
    for name, case in CASES.items():
        inside = folder / name.replace(" ", "-")
        inside.mkdir()
        found[name] = made(case, inside)
    return found


@pytest.fixture(scope="module", params=ENGINES)
def cells(request: pytest.FixtureRequest, answers: dict[str, Answer]) -> dict[str, Cells]:
    """Every workbook after its change, recalculated in one run."""
    found = recalculated([answer.changed for answer in answers.values()], request.param)
    return dict(zip(answers, found, strict=True))


def rows(sheet: dict[str, Any], label: str) -> list[int]:
    """The rows whose first cell matches a pattern, from the top."""
    return sorted(
        int(name[1:])
        for name, value in sheet.items()
        if name[0] == "A" and re.fullmatch(label, str(value))
    )


def amounts(sheet: dict[str, Any], label: str, column: str = "E") -> list[float]:
    return [sheet[f"{column}{row}"] for row in rows(sheet, label)]


def money(*told: str) -> list[float]:
    return [float(amount) for amount in told]


@pytest.mark.parametrize("name", CASES)
def test_a_workbook_recalculates_to_what_lpplan_says(
    name: str, cells: dict[str, Cells], answers: dict[str, Answer]
) -> None:
    sheet, quote = cells[name]["Quote"], answers[name].quote
    stages = quote["stages"]
    assert amounts(sheet, r"Stage \d exc VAT") == money(*(s["total"] for s in stages))
    assert amounts(sheet, "Per head exc VAT") == money(*(s["per_head"] for s in stages))
    assert amounts(sheet, "Participants", "C") == [s["participants"] for s in stages]
    assert amounts(sheet, "Cohorts", "C") == [len(s["cohorts"]) for s in stages]
    lines = [line for stage in stages for line in stage["lines"]]
    found = [
        (sheet[f"A{n}"], sheet[f"C{n}"], sheet[f"D{n}"], sheet[f"E{n}"])
        for n in range(1, max(rows(sheet, ".*")))
        if str(sheet.get(f"B{n}", "")).startswith("per ")
    ]
    assert found == [
        (line["label"], line["quantity"], *money(line["unit_price"], line["amount"]))
        for line in lines
    ]
    assert amounts(sheet, "TOTAL exc VAT") == money(quote["total"], quote["total"])
    (first_year,) = rows(sheet, "By academic year")
    for row, year in enumerate(quote["years"], first_year + 1):
        assert sheet[f"A{row}"] == year["academic_year"]
        assert sheet[f"E{row}"] == float(year["total"])
    if any(stage["price_status"] == "estimate" for stage in stages):
        assert amounts(sheet, "Published prices") == money(quote["total_published"])
        assert amounts(sheet, "Estimates") == money(quote["total_estimated"])
    budget = quote.get("financial_years", [])
    assert amounts(sheet, r"\d{4}/\d\d, .*") == money(*(year["total"] for year in budget))


@pytest.mark.parametrize("name", CASES)
def test_every_school_pays_to_the_penny_what_lpplan_says(
    name: str, cells: dict[str, Cells], answers: dict[str, Answer]
) -> None:
    recharged = answers[name].recharge
    if recharged is None:
        assert "Schools" not in cells[name]
        return
    sheet = cells[name]["Schools"]
    begin, end = rows(sheet, "How the rest is shared.*"), rows(sheet, r"Stage \d exc VAT")
    for stage, first, last in zip(recharged["stages"], begin, end, strict=True):
        assert sheet[f"B{first}"] == stage["share"]
        found = [[sheet[f"{c}{row}"] for c in "BCDE"] for row in range(first + 3, last)]
        assert found == [
            [s["participants"], *money(s["accreditation"], s["share"], s["total"])]
            for s in stage["schools"]
        ]
        sums = [sheet[f"E{row}"] for row in (last, last + 1, last + 2)]
        assert sums == money(stage["total"], stage["kept"], stage["billed"])
    (whole,) = rows(sheet, "All stages")
    for row, school in enumerate(recharged["schools"], whole + 1):
        name_shown = sheet[f"A{row}"].removesuffix(" (its own part)")
        assert name_shown == visible(school["school"])
        assert sheet[f"E{row}"] == float(school["total"])
    assert amounts(sheet, "All schools exc VAT") == money(recharged["total"])
    kept, billed = amounts(sheet, "Kept: its own part")[-1], amounts(sheet, "Billed .*")[-1]
    assert [kept, billed] == money(recharged["kept"], recharged["billed"])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.changes])
def test_viewers_that_do_not_calculate_show_the_same(
    name: str, cells: dict[str, Cells], answers: dict[str, Answer]
) -> None:
    assert stored(answers[name].workbook) == cells[name]


def test_what_was_changed_is_told(cells: dict[str, Cells]) -> None:
    sheet = cells["other prices"]["Quote"]
    assert amounts(sheet, "LP accreditation fee", "F") == ["estimate, price changed"]
    assert amounts(sheet, "Train the trainer", "F") == ["estimate"]
    assert amounts(sheet, "TOTAL exc VAT", "F") == ["ESTIMATE, price changed"] * 2
    sheet = cells["27 people are 31"]["Quote"]
    # 31 × 400 + 2 × 2,200 = 16,800, which is 4 × 400 more than 27 people cost.
    assert amounts(sheet, "TOTAL exc VAT") == [16800, 16800]
    assert amounts(sheet, "As prepared, before any change here") == [15200]
    assert amounts(sheet, "Change since") == [1600]
