"""``lpplan quote -o quote.xlsx``: the same figures, before and after somebody changes some."""

import json
import random
import re
import sys
import tomllib
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan
from frozen_fees import FROZEN_FEES
from lpplan.core.plan import Share
from lpplan.core.quote import cliffs_near, quote_plan
from lpplan.core.recharge import net_of
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import read_plan
from lpplan.running import run
from lpplan.show.extra import how_to_install
from lpplan.show.net import net_data
from lpplan.show.text import visible
from lpplan.values.money import DecimalText, share_out
from lpplan.values.years import AcademicYear
from spreadsheets import ENGINES, HOSTILE, Cells, Change, change, recalculated, stored

SYNTHETIC = TESTS / "synthetic" / "many_charges"
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
ALLIANCE = (ROOT / "examples" / "alliance-from-stage-2.toml").read_text(encoding="utf-8")
MANY_STAGES = (TESTS / "plans" / "many_stages.toml").read_text(encoding="utf-8")
NET = (TESTS / "plans" / "net.toml").read_text(encoding="utf-8")
ODD_NAMES = (TESTS / "plans" / "odd_names.toml").read_text(encoding="utf-8")

STAGE_1 = """
school = {name = "Oakfield Academy", membership = "member"}
[[stages]]
stage = 1
academic_year = "2018/19"
participants = 27
"""


def many_shares() -> str:
    """A plan of several stages whose pence hardly ever divide."""
    draw = random.Random(20181119)
    plan = 'school = {name = "School 0", membership = "member"}\n'
    for place in range(6):
        share = draw.choice(["per_head", "equal"])
        stage = f'stage = 3\nacademic_year = "{2018 + place // 4}/{19 + place // 4}"'
        plan += f'[[stages]]\n{stage}\nshare = "{share}"\n'
        for school in draw.sample(range(9), draw.randint(1, 7)):
            heads = draw.choice([1, 1, 2, 3, draw.randint(1, 60)])
            plan += f'[[stages.schools]]\nname = "School {school}"\nparticipants = {heads}\n'
    return plan


FROM_ELSEWHERE = """
school = {name = "Oakfield Academy", membership = "member"}
[[stages]]
stage = 2
academic_year = "2018/19"
participants = 30
charge_per_person = 500
own_costs = [{label = "Handbook", amount = 9.99, per = "person"}]
"""
CHARGE = "Paid by other schools"


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
    folder: Path = FROZEN_FEES


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
    "many stages": Case(MANY_STAGES, flags=("--by", "financial-year"), uplift=("--uplift", "2.5%")),
    "odd names": Case(ODD_NAMES, folder=SYNTHETIC),
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


CASES |= {
    "net": Case(NET),
    "net of other people and amounts": Case(
        NET,
        (
            Change("Quote", "Participants", "C", 26),
            Change("Schools", "Riverside Primary", "B", 29),
            Change("Net", CHARGE, "D", 480.55, nth=1),
            Change("Net", "Cover at the two sessions", "D", 150.01),
            Change("Net", "Cover for two trainers", "D", 650.25),
            Change("Net", "Half-termly twilight", "C", 6),
            Change("Net", "Half-termly twilight", "D", 41.1),
        ),
        NET.replace("participants = 20", "participants = 26")
        .replace("participants = 12", "participants = 29")
        .replace("charge_per_person = 620", "charge_per_person = 480.55")
        .replace("amount = 150", "amount = 150.01")
        .replace("amount = 600", "amount = 650.25")
        .replace("times = 5", "times = 6")
        .replace("cost = 40", "cost = 41.10"),
    ),
    "net of other cohorts and prices": Case(
        NET,
        (
            Change("Quote", "Cohorts asked for", "C", 3, nth=1),
            *(Change("Quote", "LP accreditation fee", "D", 444.44, nth=n) for n in range(3)),
        ),
        NET.replace("charge_per_person", "cohorts = 3\ncharge_per_person"),
        fees_after=(("member = 400", "member = 444.44"),),
    ),
    "no charge any more": Case(
        NET,
        (Change("Net", CHARGE, "D", None, nth=1),),
        NET.replace("charge_per_person = 620", ""),
    ),
    "a charge where there was none": Case(
        NET,
        (Change("Net", CHARGE, "D", 500, nth=2),),
        NET.replace('"2019/20"', '"2019/20"\ncharge_per_person = 500'),
    ),
    "everybody from elsewhere": Case(
        FROM_ELSEWHERE,
        (
            Change("Quote", "Participants", "C", 51),
            Change("Net", CHARGE, "D", 0),
            Change("Net", "Handbook", "D", 12.34),
        ),
        FROM_ELSEWHERE.replace("30", "51").replace("500", "0").replace("9.99", "12.34"),
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


@pytest.fixture(scope="module", params=CASES)
def answer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder = tmp_path_factory.mktemp("workbooks") / request.param.replace(" ", "-")
    folder.mkdir()
    return made(CASES[request.param], folder)


@pytest.fixture(scope="module", params=ENGINES)
def cells(request: pytest.FixtureRequest, answer: Answer) -> Cells:
    """The workbook after its change, recalculated once for all that look at it."""
    (found,) = recalculated([answer.changed], request.param)
    return found


def rows(sheet: dict[str, Any], label: str) -> list[int]:
    """The rows whose first cell matches a pattern, from the top."""
    return sorted(
        int(name[1:])
        for name, value in sheet.items()
        if name[0] == "A" and re.fullmatch(label, str(value))
    )


def amounts(sheet: dict[str, Any], label: str, column: str = "E") -> list[Any]:
    return [sheet[f"{column}{row}"] for row in rows(sheet, label)]


def money(*told: str) -> list[float]:
    return [float(amount) for amount in told]


@pytest.mark.slow
def test_a_workbook_recalculates_to_what_lpplan_says(cells: Cells, answer: Answer) -> None:
    sheet, quote = cells["Quote"], answer.quote
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


@pytest.mark.slow
def test_every_school_pays_to_the_penny_what_lpplan_says(cells: Cells, answer: Answer) -> None:
    recharged = answer.recharge
    if recharged is None:
        assert "Schools" not in cells
        return
    sheet = cells["Schools"]
    begin, end = rows(sheet, "How the rest is shared.*"), rows(sheet, r"Stage \d exc VAT")
    asked = recharged["asked_for"]
    for stage, bill, first, last in zip(recharged["stages"], asked, begin, end, strict=True):
        assert sheet[f"B{first}"] == stage["share"]
        found = [[sheet[f"{c}{row}"] for c in "BCDE"] for row in range(first + 3, last)]
        totals = [school["total"] for school in bill["schools"]]
        shares = [s["share"] for s in stage["schools"]]
        if totals != [s["total"] for s in stage["schools"]]:
            shares = ["0.00"] * len(totals)
        assert found == [
            [s["participants"], *money(str(Decimal(paid) - Decimal(share)), share, paid)]
            for s, share, paid in zip(stage["schools"], shares, totals, strict=True)
        ]
        sums = [sheet[f"E{row}"] for row in (last, last + 1, last + 2)]
        assert sums == money(bill["total"], bill["kept"], bill["billed"])
    (whole,) = rows(sheet, "All stages")
    for row, school in enumerate(recharged["schools"], whole + 1):
        name_shown = sheet[f"A{row}"].removesuffix(" (its own part)")
        assert name_shown == visible(school["school"])
        assert sheet[f"E{row}"] == float(school["total"])
    assert amounts(sheet, "All schools exc VAT") == money(recharged["total"])
    kept, billed = amounts(sheet, "Kept: its own part")[-1], amounts(sheet, "Billed .*")[-1]
    assert [kept, billed] == money(recharged["kept"], recharged["billed"])


@pytest.mark.slow
def test_the_net_is_what_lpplan_says(cells: Cells, answer: Answer) -> None:
    quote, sheet = answer.quote, cells.get("Net")
    if sheet is None:
        assert quote["net"]["ssat"] == quote["net"]["net"]
        return

    def nets(label: str) -> list[list[Any]]:
        return [[sheet[f"{column}{row}"] for column in "EFGH"] for row in rows(sheet, label)]

    def told(*parts: dict[str, Any]) -> list[list[float]]:
        return [money(*(part["net"].values())) for part in parts]

    assert nets(r"Stage \d exc VAT") == told(*quote["stages"])
    assert nets("In all exc VAT") == told(quote, quote)
    if 1 < len(quote["years"]) < len(quote["stages"]):
        assert nets(r"\d{4}/\d\d") == told(*quote["years"])


@pytest.mark.slow
def test_the_curve_passes_through_the_quote(cells: Cells, answer: Answer) -> None:
    per_cohort = [
        stage
        for stage in answer.quote["stages"]
        if any(line["per"] == "cohort" and float(line["unit_price"]) for line in stage["lines"])
    ]
    sheet = cells.get("Cost a head", {})
    here = [int(c[1:]) for c, value in sheet.items() if value == "as many as in this quote"]
    found = [[sheet[f"{column}{row}"] for column in "ABCD"] for row in here]
    assert found == [
        [s["participants"], len(s["cohorts"]), *money(s["total"], s["per_head"])]
        for s in per_cohort
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer", [name for name, case in CASES.items() if not case.changes], indirect=True
)
def test_viewers_that_do_not_calculate_show_the_same(cells: Cells, answer: Answer) -> None:
    assert stored(answer.workbook) == cells


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["other prices"], indirect=True)
def test_what_was_changed_is_told(cells: Cells) -> None:
    sheet = cells["Quote"]
    assert amounts(sheet, "LP accreditation fee", "F") == ["estimate, fees changed"]
    assert amounts(sheet, "Train the trainer", "F") == ["estimate"]
    assert amounts(sheet, "TOTAL exc VAT", "F") == ["estimate, fees changed"] * 2


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["27 people are 31"], indirect=True)
def test_four_people_more_cost_four_fees_more(cells: Cells) -> None:
    sheet = cells["Quote"]
    # 31 × 400 + 2 × 2,200 = 16,800, which is 4 × 400 more than 27 people cost.
    assert amounts(sheet, "TOTAL exc VAT") == [16800, 16800]
    assert amounts(sheet, "As prepared, before any change here") == [15200]
    assert amounts(sheet, "Change since") == [1600]


@pytest.fixture(scope="module")
def shared_by_formulas(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The shares of four schools as a function of heads, the share rule and a price, in pounds."""
    import formulas

    folder = tmp_path_factory.mktemp("shares")
    plan, workbook = folder / "plan.toml", folder / "shares.xlsx"
    schools = ", ".join(f'{{name = "{name}", participants = 1}}' for name in "ABCD")
    plan.write_text(
        'school = {name = "A", membership = "member"}\n'
        f'[[stages]]\nstage = 2\nacademic_year = "2018/19"\nschools = [{schools}]\n'
    )
    assert run(["quote", str(plan), "--fees", str(FROZEN_FEES), "-o", str(workbook)]) == 0
    sheets = stored(workbook)
    (rule,) = rows(sheets["Schools"], "How the rest is shared.*")
    first = rows(sheets["Schools"], "A .its own part.")[0]
    (limit,) = rows(sheets["Quote"], "Most people in a cohort")
    (price,) = rows(sheets["Quote"], "LP support package")
    schools_sheet, quote_sheet = f"'[{workbook.name}]SCHOOLS'!", f"'[{workbook.name}]QUOTE'!"
    model = formulas.ExcelModel().loads(str(workbook)).finish(circular=False)
    heads = [f"{schools_sheet}B{row}" for row in range(first, first + 4)]
    shares = [f"{schools_sheet}D{row}" for row in range(first, first + 4)]
    inputs = [*heads, f"{schools_sheet}B{rule}", f"{quote_sheet}C{limit}", f"{quote_sheet}D{price}"]
    return model.compile(inputs=inputs, outputs=shares)


@pytest.mark.slow
@given(
    heads=st.lists(st.integers(1, 9) | st.integers(1, 25_000), min_size=4, max_size=4),
    rule=st.sampled_from(["per_head", "equal"]),
    limit=st.integers(1, 30),
    pence=st.integers(0, 10**8),
)
def test_shares_are_those_of_lpplan_whatever_the_numbers(
    heads: list[int], rule: Share, limit: int, pence: int, shared_by_formulas: Any
) -> None:
    price, cohorts = Decimal(pence) / 100, -(-sum(heads) // limit)
    to_share = cohorts * price + Decimal("1200.00")
    weights = heads if rule == "per_head" else [1] * len(heads)
    expected = [float(share) for share in share_out(to_share, weights)]
    assert [
        share.value[0, 0] for share in shared_by_formulas(*heads, rule, limit, float(price))
    ] == expected


@pytest.fixture(scope="module")
def net_by_formulas(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The net of a stage as a function of inputs by their names, and of two schools' people."""
    import formulas

    folder = tmp_path_factory.mktemp("net")
    plan, workbook = folder / "plan.toml", folder / "net.xlsx"
    plan.write_text(_plan_of_two_schools(heads=(1, 1), charge="1", costs=("1", "1", "1"), times=1))
    assert run(["quote", str(plan), "--fees", str(FROZEN_FEES), "-o", str(workbook)]) == 0
    named = openpyxl.load_workbook(workbook).defined_names
    places = [
        named[f"Stage_2_{name}"].attr_text.replace("$", "").split("!")
        for name in (
            *("school_1_participants", "school_2_participants", "charge"),
            *("own_cost_1", "own_cost_2", "own_cost_3", "own_cost_3_times"),
        )
    ]
    (total, *_) = rows(stored(workbook)["Net"], "In all exc VAT")
    places += [["Net", f"{column}{total}"] for column in "EFGH"]
    cells = [f"'[{workbook.name}]{sheet.upper()}'!{cell}" for sheet, cell in places]
    model = formulas.ExcelModel().loads(str(workbook)).finish(circular=False)
    return model.compile(inputs=cells[:-4], outputs=cells[-4:])


def _plan_of_two_schools(
    heads: tuple[int, int], charge: str, costs: tuple[str, str, str], times: int
) -> str:
    return (
        'school = {name = "A", membership = "member"}\n'
        f'[[stages]]\nstage = 2\nacademic_year = "2018/19"\ncharge_per_person = {charge}\n'
        f'schools = [{{name = "A", participants = {heads[0]}}},'
        f' {{name = "B", participants = {heads[1]}}}]\n'
        f'own_costs = [{{label = "a", per = "session", amount = {costs[0]}}},'
        f' {{label = "b", per = "person", amount = {costs[1]}}}]\n'
        f'support = [{{kind = "call", times = {times}, cost = {costs[2]}}}]\n'
    )


PENCE = st.integers(0, 10**8).map(lambda pence: str(Decimal(pence) / 100))


@pytest.mark.slow
@given(
    heads=st.tuples(st.integers(1, 60), st.integers(1, 25_000)),
    charge=PENCE,
    costs=st.tuples(PENCE, PENCE, PENCE),
    times=st.integers(1, 400),
)
def test_the_net_is_that_of_lpplan_whatever_the_numbers(
    heads: tuple[int, int],
    charge: str,
    costs: tuple[str, str, str],
    times: int,
    net_by_formulas: Any,
) -> None:
    text = _plan_of_two_schools(heads, charge, costs, times)
    written = tomllib.loads(text, parse_float=DecimalText)
    plan, problems = read_plan(written)
    assert plan is not None, problems
    quote, _ = quote_plan(plan, load_fees(str(FROZEN_FEES)).schedules)
    assert quote is not None
    found = net_by_formulas(*heads, float(charge), *map(float, costs), times)
    expected = [float(amount) for amount in net_data(net_of(quote.stages)).values()]
    assert [cell.value[0, 0] for cell in found] == expected


def quoted(lpplan: Lpplan, folder: Path, *arguments: str | Path) -> Path:
    to = folder / "quote.xlsx"
    assert lpplan("quote", *arguments, "--as-of", "2026-11-21", "-o", to) == (0, "", "")
    return to


def test_a_name_is_itself_in_every_cell_and_does_no_harm(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    schools = "".join(
        f"[[stages.schools]]\nname = {json.dumps(name)}\nparticipants = 2\n" for name in HOSTILE
    )
    plan.write_text(
        f'school = {{name = {json.dumps(HOSTILE[1])}, membership = "member"}}\n'
        f'[[stages]]\nstage = 2\nacademic_year = "2018/19"\n{schools}'
        f"[[trainers]]\nname = {json.dumps(HOSTILE[0])}\n"
    )
    workbook = quoted(lpplan, tmp_path, plan)
    book = openpyxl.load_workbook(workbook)
    names = {cell.value: cell for cell in book["Schools"]["A"] if cell.data_type == "s"}
    for name in HOSTILE:
        own = " (its own part)" if name == HOSTILE[1] else ""
        # Characters that XML cannot have are escaped in the file, and openpyxl leaves them so.
        shown = visible(name).replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")
        assert shown + own in names, name
        assert names[shown + own].hyperlink is None
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or "HYPERLINK" not in cell.value
    (trainer,) = {cell.value for cell in book["Readiness"]["B"]} & set(HOSTILE)
    assert trainer == HOSTILE[0]
    with zipfile.ZipFile(workbook) as parts:
        for part in parts.namelist():
            assert "external" not in part
            ET.fromstring(parts.read(part))


def test_a_name_of_300_characters_is_seen_whole(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(MANY_STAGES.replace("=Riverside Primary", "St Mary & St John " * 16))
    sheet = openpyxl.load_workbook(quoted(lpplan, tmp_path, plan))["Schools"]
    long = [cell for cell in sheet["A"] if str(cell.value).startswith("St Mary")]
    assert len(long) == 3
    for cell in long:
        assert cell.alignment.wrap_text
        assert sheet.row_dimensions[cell.row].height > 60


def test_sheets_are_made_to_be_read_changed_and_printed(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = TESTS / "plans" / "many_stages.toml"
    book = openpyxl.load_workbook(quoted(lpplan, tmp_path, plan))
    assert book.sheetnames == [
        "Quote",
        "Net",
        "Schools",
        "Cost a head",
        "Readiness",
        "Sources",
    ]
    for sheet in book:
        assert sheet.freeze_panes
        headings = int(sheet.freeze_panes[1:]) - 1
        assert sheet.print_title_rows == f"${headings}:${headings}"
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$1:")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.right.text.endswith("Page &P of &N")
        printed = sheet.print_area.split("$")[3]
        for row in sheet.iter_rows():
            for cell in row:
                if "£" in cell.number_format:
                    assert "exc VAT" in sheet[f"{cell.column_letter}{headings}"].value
                    assert cell.column_letter <= printed
                if str(cell.value).startswith("Helper"):
                    assert cell.column_letter > printed
    assert {sheet.title for sheet in book if sheet.protection.sheet} == {"Quote", "Net", "Schools"}


@pytest.mark.parametrize("plan", ["net", "many_stages"])
def test_every_input_has_a_name_of_its_own(plan: str, tmp_path: Path, lpplan: Lpplan) -> None:
    book = openpyxl.load_workbook(quoted(lpplan, tmp_path, TESTS / "plans" / f"{plan}.toml"))
    inputs = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    named = [name.attr_text.replace("$", "") for name in book.defined_names.values()]
    assert sorted(named) == sorted(inputs)
    assert all(re.fullmatch(r"Stage_[123](_\w+)+", name) for name in book.defined_names)
    few = {
        "net": {"Stage_1_participants", "Stage_2_charge", "Stage_2_own_cost_2_times"},
        "many_stages": {"Stage_2_cohort_limit", "Stage_3_2019_20_charge", "Stage_3_2020_21_share"},
    }
    assert few[plan] <= set(book.defined_names)


def test_names_stay_apart_where_stages_share_a_year(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    stage = '[[stages]]\nstage = 3\nacademic_year = "2018/19"\nparticipants = 4\n'
    plan.write_text('school = {name = "A", membership = "member"}\n' + 2 * stage)
    names = openpyxl.load_workbook(quoted(lpplan, tmp_path, plan)).defined_names
    assert "Stage_3_2018_19_entry_1_participants" in names
    assert "Stage_3_2018_19_entry_2_participants" in names


@pytest.mark.slow
def test_another_limit_is_told_like_another_price(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(STAGE_1)
    workbook = quoted(lpplan, tmp_path, plan)
    change(workbook, [Change("Quote", "Most people in a cohort", "C", 30)])
    (cells,) = recalculated([workbook], "formulas")
    sheet = cells["Quote"]
    # 27 × 400 + 1 × 2,200 = 13,000: nobody published that.
    assert amounts(sheet, "TOTAL exc VAT") == [13000, 13000]
    assert amounts(sheet, "TOTAL exc VAT", "F") == ["fees changed"] * 2
    assert amounts(sheet, "LP support package", "F") == ["fees changed"]
    (row,) = rows(sheet, "LP accreditation fee")
    assert f"F{row}" not in sheet


@pytest.mark.parametrize("people", [1, 19, 20, 21, 24, 25, 26, 30, 31, 45, 46, 50, 51])
def test_a_cliff_is_marked_where_it_is_near(people: int, tmp_path: Path, lpplan: Lpplan) -> None:
    flags = ("--stage", "1", "--year", "2018/19", "--participants", str(people))
    workbook = quoted(lpplan, tmp_path, *flags)
    sheet = openpyxl.load_workbook(workbook)["Quote"]
    values = stored(workbook)["Quote"]
    (more,) = rows(values, "More people that open another cohort")
    (fewer,) = rows(values, "Fewer people that save a cohort")
    marked = {str(area.sqref): area.rules[0].formula for area in sheet.conditional_formatting}
    (limit,) = rows(values, "Most people in a cohort")
    within = f"AND(ISNUMBER($C{more}),$C{more}<=MAX(1,INT($C${limit}/5)))"
    assert marked == {f"A{more}:F{fewer}": [within]}
    prices = load_fees(str(FROZEN_FEES)).schedules.prices(AcademicYear(2018))
    assert prices is not None
    told = [values.get(f"C{row}") for row in (fewer, more)]
    near = [number for number in told if number is not None and number <= 5]
    # A number that comes with a change must stand where numbers do.
    assert {sheet[f"C{row}"].alignment.horizontal for row in (fewer, more)} == {"right"}
    assert near == [abs(c.people) for c in cliffs_near(prices, 1, people, "member")]


def test_the_cost_a_head_is_drawn(tmp_path: Path, lpplan: Lpplan) -> None:
    workbook = quoted(lpplan, tmp_path, ROOT / "examples" / "single-school.toml")
    cells = stored(workbook)["Cost a head"]
    # 25 × 400 + 2,200 is £488.00 each, and 26 × 400 + 4,400 £569.23.
    first, last = [row for row in range(1, 200) if cells.get(f"A{row}") in (25, 26)][:2]
    assert [cells[f"D{first}"], cells[f"D{last}"]] == [488, 569.23]
    with zipfile.ZipFile(workbook) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    x, y = re.findall(r"<c:f>'Cost a head'!\$([AD])\$(\d+):\$[AD]\$(\d+)</c:f>", drawn)
    assert (x[0], y[0], x[1:]) == ("A", "D", y[1:])
    assert int(x[1]) < first < last < int(x[2])


def test_an_estimate_is_marked_wherever_it_is_shown(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(ALLIANCE, encoding="utf-8")
    sheets = stored(quoted(lpplan, tmp_path, plan, "--uplift", "3%"))
    for name, column, marks in (
        ("Quote", "E", "F"),
        ("Schools", "E", "F"),
        ("Cost a head", "D", "F"),
        ("Net", "H", "I"),
    ):
        sheet = sheets[name]
        amounts_shown = [
            int(cell[1:])
            for cell, value in sheet.items()
            if cell[0] == column and not isinstance(value, str) and value
        ]
        assert amounts_shown
        for row in amounts_shown:
            assert sheet[f"{marks}{row}"].lower().startswith("estimate")
        assert any("subject to SSAT's confirmation" in str(cell) for cell in sheet.values())
    assert amounts(sheets["Quote"], "Stage 2 exc VAT", "F") == ["estimate +3%"]
    notes = json.loads(lpplan("quote", plan, "--uplift", "3%", "-f", "json").out)["notes"]
    for note in notes:
        if note["code"] not in ("estimate", "readiness"):
            assert rows(sheets["Quote"], re.escape(note["text"]) + r"( \(.+\))?")


def test_sources_and_readiness_are_in_it(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = ROOT / "examples" / "single-school.toml"
    sheets = stored(quoted(lpplan, tmp_path, plan, "--stage", "3"))
    (row,) = rows(sheets["Sources"], "LP accreditation fee")
    assert [sheets["Sources"][f"{column}{row}"] for column in "BCDEFGHI"] == [
        400,
        "2018/19",
        "published",
        "Stage 1, costs",
        "Becoming an SSAT Lead Practitioner Learning Centre (LPLC)",
        "SSAT",
        "21 November 2026",
        "fees/2018-19.toml line 20",
    ]
    flags = ("--stage", "3", "--as-of", "2026-11-21", "--format", "json")
    (stage,) = json.loads(lpplan("readiness", plan, *flags).out)["stages"]
    sheet = sheets["Readiness"]
    found = [
        (sheet[f"B{row}"], sheet[f"C{row}"], sheet.get(f"E{row}"), sheet[f"F{row}"])
        for row in rows(sheet, ".*")
        if f"C{row}" in sheet and sheet[f"C{row}"] != "Status"
    ]
    assert found == [(c["subject"], c["status"], c["action"], c["source"]) for c in stage["checks"]]


def test_a_what_if_stands_beside_the_plan(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(STAGE_1)
    workbook = quoted(lpplan, tmp_path, plan, "--participants", "28")
    sheet = stored(workbook)["Quote"]
    assert amounts(sheet, "The plan as it stands") == [15200]
    assert amounts(sheet, "Difference") == [400]
    change(workbook, [Change("Quote", "Participants", "C", 29)])
    (cells,) = recalculated([workbook], "formulas")
    assert amounts(cells["Quote"], "Difference") == [800]


def test_flags_alone_are_enough(tmp_path: Path, lpplan: Lpplan) -> None:
    flags = ("--stage", "1", "--year", "2018/19", "--participants", "27")
    sheet = stored(quoted(lpplan, tmp_path, *flags))["Quote"]
    assert sheet["A1"] == "Quote for your school"
    assert amounts(sheet, "TOTAL exc VAT") == [15200, 15200]


@pytest.mark.parametrize("day", ["0001-01-01", "2026-11-21", "9999-12-31"])
def test_the_same_quote_is_the_same_file(day: str, tmp_path: Path, lpplan: Lpplan) -> None:
    plan, found = TESTS / "plans" / "many_stages.toml", []
    for name in ("one.xlsx", "other.xlsx"):
        to = tmp_path / name
        assert lpplan("quote", plan, "--as-of", day, "-o", to) == (0, "", "")
        found.append(to.read_bytes())
    assert found[0] == found[1]
    assert openpyxl.load_workbook(tmp_path / "one.xlsx").properties.created.year >= 1980


@pytest.mark.slow
def test_a_stage_without_charges_costs_nothing(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(MANY_STAGES)
    folder = fee_folder(FROZEN_FEES, tmp_path / "fees", (("stages = [1, 2, 3]", "stages = [1]"),))
    workbook = quoted(lpplan, tmp_path, plan, "--fees", folder)
    before = stored(workbook)
    change(workbook, [])
    assert recalculated([workbook], "formulas") == [before]
    assert rows(before["Quote"], "Nothing is charged for this stage.")
    assert amounts(before["Quote"], "Stage 3 exc VAT") == [0, 0, 0]


def test_more_than_a_workbook_holds_exactly_is_refused(tmp_path: Path, lpplan: Lpplan) -> None:
    plan, to = tmp_path / "plan.toml", tmp_path / "quote.xlsx"
    stage = '[[stages]]\nstage = 3\nacademic_year = "2018/19"\nparticipants = 100000\n'
    plan.write_text('school = {name = "A", membership = "member"}\n' + 11 * stage)
    folder = fee_folder(FROZEN_FEES, tmp_path / "fees", HUGE_PRICES[:2])
    outcome = lpplan("quote", plan, "--fees", folder, "-o", to)
    told = (
        "A workbook holds pence exactly up to 1,000,000,000,000 pounds, and this is more\n"
        "  Take another format, such as --format csv.\n"
    )
    assert outcome == (2, "", told)
    assert not to.exists()


def test_more_rows_than_a_sheet_has_are_refused(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpplan.show.workbook._MOST_ROWS", 20)
    to = tmp_path / "quote.xlsx"
    told = (
        "A sheet of a workbook has 20 rows, and this needs more\n"
        "  Take another format, such as --format csv.\n"
    )
    assert lpplan("quote", EXAMPLES[0], "-o", to) == (2, "", told)
    assert not to.exists()


def test_without_the_library_it_says_what_to_install(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    to = tmp_path / "quote.xlsx"
    told = (
        "A workbook needs libraries that are not installed: those of lpplan[office]\n"
        f"  Install them: {how_to_install()}\n"
    )
    assert lpplan("quote", EXAMPLES[0], "-o", to) == (2, "", told)
    assert not to.exists()
