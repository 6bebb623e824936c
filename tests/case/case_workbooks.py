"""What the workbook of a case must show, and the plans that it is tried with."""

import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from conftest import ROOT
from frozen_fees import FROZEN_FEES
from spreadsheets import Cells

EXAMPLES = ("worth-it", "alliance-from-stage-2", "licensed-centre", "single-school")
FROZEN = (FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8")
NO_SCHOOLS = """
school = {name = "Oakfield Academy", membership = "member"}
[[stages]]
stage = 2
academic_year = "2018/19"
participants = 30
own_costs = [{label = "Handbook", amount = 9.99, per = "person"}]
"""
SEVERAL = """
school = {name = "Oakfield Academy", membership = "member"}
[[stages]]
stage = 1
academic_year = "2018/19"
participants = 12
own_costs = [{label = "Venue", amount = 100}]
[[stages]]
stage = 2
academic_year = "2019/20"
schools = [{name = "Oakfield Academy", participants = 8}, {name = "Hillside", participants = 9},
           {name = "Riverside", participants = 10}]
[[stages]]
stage = 3
academic_year = "2020/21"
participants = 20
charge_per_person = 450
own_costs = [{label = "Cover", amount = 80, per = "session"}]
[[stages]]
stage = 3
academic_year = "2020/21"
cohorts = 3
schools = [{name = "Hillside", participants = 7}, {name = "Oakfield Academy", participants = 19}]
support = [{kind = "twilight", times = 3, cost = 40.5}]
"""
SYNTHETIC = "# Synthetic: no price here is SSAT's."


def example(name: str) -> str:
    """An example plan."""
    return (ROOT / "examples" / f"{name}.toml").read_text(encoding="utf-8")


WORTH_IT = example("worth-it")
"""The one that is worked out by hand."""


def schedule(year: str, status: str, *prices: tuple[str, str]) -> str:
    """A schedule like that of 2018/19, with another year, another status and other prices."""
    text = f"{SYNTHETIC}\n{FROZEN}".replace("2018/19", year)
    for old, new in (('status = "published"', f'status = "{status}"'), *prices):
        assert old in text
        text = text.replace(old, new)
    return text


class Tried(NamedTuple):
    """A plan to be made into a workbook, with flags, and fee files beside that of 2018/19."""

    plan: str
    flags: tuple[str, ...] = ()
    fees: Mapping[str, str] = {}


PLANS = {
    **{name: Tried(example(name)) for name in EXAMPLES},
    "provisional years": Tried(
        WORTH_IT,
        fees={
            "2028-29.toml": schedule("2028/29", "provisional", ("= 400", "= 411.37")),
            "2030-31.toml": schedule(
                "2030/31",
                "provisional",
                ("= 2200", "= 2310.55"),
                ("max_cohort_size = 25", "max_cohort_size = 15"),
            ),
        },
    ),
    "no charge": Tried(WORTH_IT.replace("charge_per_person = 480", 'share = "equal"')),
    "no schools": Tried(NO_SCHOOLS, flags=("--years", "7")),
    "several in a year": Tried(SEVERAL),
}
"""By what they are."""

AMOUNTS = (
    "SSAT-run, everyone together",
    "As a centre, everyone together",
    "Saved in all",
    "At risk",
    "Present value of the saving",
    "Own cost per cohort at which nothing is saved any more",
    "Licence fee in each Stage 3 year that would use the saving up",
    "No worse off, from",
    "Full cost, from",
    "Ceiling, up to",
    "The charge as assumed",
)
FIELDS = dict(
    zip(
        "BCDEFGH",
        ("participants", "cohorts", "ssat", "own_costs", "cost", "income", "net"),
        strict=True,
    )
)


def fee_folder(tried: Tried, to: Path) -> Path:
    """The fees of a plan, in a folder that is made."""
    to.mkdir()
    for file in FROZEN_FEES.glob("*.toml"):
        shutil.copy(file, to)
    for name, text in tried.fees.items():
        (to / name).write_text(text, encoding="utf-8")
    return to


def answers(cells: Cells) -> dict[str, Any]:
    """The figures of the sheet Case by their labels."""
    sheet = cells["Case"]
    return {
        str(label): sheet.get(f"B{name[1:]}") for name, label in sheet.items() if name[0] == "A"
    }


def pounds(value: Any) -> str | None:
    """An amount as JSON has it."""
    return None if value in (None, "") else f"{Decimal(repr(float(value))):.2f}"


def agree(cells: Cells, case: dict[str, Any]) -> None:
    """Assert that every figure of a workbook is that of the JSON."""
    _answers_agree(answers(cells), case)
    sheet, saving = cells["By year"], case["saving"]
    rows = [
        int(name[1:])
        for name, value in sheet.items()
        if name[0] == "A" and re.fullmatch(r"\d{4}/\d\d", str(value))
    ]
    expected = [year for option in case["options"] for year in option["years"]]
    for row, year in zip(rows, expected, strict=True):
        assert sheet[f"A{row}"] == year["academic_year"]
        for column, field in FIELDS.items():
            found = sheet.get(f"{column}{row}", 0)
            shown = int(found) if column in "BC" else pounds(found)
            assert shown == year[field], (row, field)
    in_all = [
        row for row in range(rows[0], rows[-1] + 2) if sheet.get(f"A{row}") == "In all exc VAT"
    ]
    for row, option in zip(in_all, case["options"], strict=True):
        assert int(sheet[f"B{row}"]) == option["participants"]
        assert [pounds(sheet[f"{column}{row}"]) for column in "FGH"] == [
            option[key] for key in ("cost", "income", "net")
        ]
    places = rows[len(rows) // 2 :]
    assert [pounds(sheet[f"I{row}"]) for row in places] == saving["by_year"]
    assert [pounds(sheet[f"J{row}"]) for row in places] == saving["cumulative"]
    payback = saving["payback"] and saving["payback"]["academic_year"]
    # What the chart of it is drawn from.
    drawn = {sheet[f"A{row}"]: (sheet[f"T{row}"], pounds(sheet[f"U{row}"])) for row in places}
    for year, so_far in zip(drawn, saving["cumulative"], strict=True):
        back = year == payback
        assert drawn[year] == (f"{year}{' pays back' * back}", so_far if back else "0.00")
    _curve_agrees(cells)


def _answers_agree(found: dict[str, Any], case: dict[str, Any]) -> None:
    saving, charge = case["saving"], case["charge"] or {}
    payback = saving["payback"] or {"academic_year": "never", "cohort": None}
    present = saving["present_value"]
    assert found["Pays back in"] == payback["academic_year"]
    assert (found["Pays back with this cohort of Stage 3"] or None) == payback["cohort"]
    assert pounds(found[f"Saved for {case['school']} itself"]) == saving["own_school"]
    assert {label: pounds(found[label]) for label in AMOUNTS} == dict(
        zip(
            AMOUNTS,
            (
                *(option["cost"] for option in case["options"]),
                saving["total"],
                saving["at_risk"],
                present["total"] if present else saving["total"],
                case["break_even_own_cost_per_cohort"],
                case["licence_fee_break_even"],
                *(charge.get(key) for key in ("no_worse_off", "full_cost", "ceiling", "plan")),
            ),
            strict=True,
        )
    )


def _curve_agrees(cells: Cells) -> None:
    """Assert that the curves pass through what the first Stage 3 costs, and are costs a head."""
    curve, entries = cells["Cost a head"], cells["Entries"]
    thirds = [
        int(name[1:])
        for name, value in entries.items()
        if name[0] == "A" and str(value).startswith("Stage 3")
    ]
    ssat_run, centre = thirds[0], thirds[len(thirds) // 2]
    (here,) = (int(c[1:]) for c, value in curve.items() if value == "as many as in this case")
    assert [curve[f"{column}{here}"] for column in "ABCE"] == [
        *(entries[f"{column}{centre}"] for column in "BC"),
        entries[f"F{ssat_run}"],
        entries[f"F{centre}"],
    ]
    cent = Decimal("0.01")
    for name, people in curve.items():
        if name[0] == "A" and isinstance(people, int | float):
            for cost, a_head in ("CD", "EF"):
                each = Decimal(str(curve[f"{cost}{name[1:]}"])) / int(people)
                shown = Decimal(str(curve[f"{a_head}{name[1:]}"]))
                assert abs(each - shown) <= cent / 2


Typed = dict[str, Any]
"""What is typed into a workbook, by the name of the input."""


class Changed(NamedTuple):
    """What somebody types, and the plan, the fees and the flags that say the same."""

    typed: Typed
    plan: dict[str, Any]
    fees: tuple[str, str] = ("", "")
    flags: tuple[str, ...] = ()


def _own_cost(last: str, plan: dict[str, Any]) -> Changed:
    stage = plan["stages"][-1]
    if "own_costs" in stage:
        stage["own_costs"][0]["amount"] = 2050.01
    elif "support" in stage:
        stage["support"][0]["cost"] = 2050.01
    else:
        stage["own_costs"] = [{"label": "Own costs", "amount": 2050.01, "per": "cohort"}]
    return Changed({f"{last}_own_cost_1": 2050.01}, plan)


def _charge(last: str, plan: dict[str, Any]) -> Changed:
    plan["stages"][-1]["charge_per_person"] = 399.99
    return Changed({f"{last}_charge": 399.99}, plan)


def _people(last: str, plan: dict[str, Any]) -> Changed:
    stage = plan["stages"][-1]
    if "schools" in stage:
        stage["schools"][0]["participants"] = 47
        return Changed({f"{last}_school_1_participants": 47}, plan)
    stage["participants"] = 47
    return Changed({f"{last}_participants": 47}, plan)


def _price(last: str, plan: dict[str, Any]) -> Changed:
    year = plan["stages"][0]["academic_year"].replace("/", "_")
    typed = {f"Year_{year}_accreditation_price": 412.37}
    return Changed(typed, plan, fees=("member = 400\n", "member = 412.37\n"))


def _discount(last: str, plan: dict[str, Any]) -> Changed:
    return Changed({"Discount_percent": 3.5}, plan, flags=("--discount", "3.5%"))


KINDS: Mapping[str, Callable[[str, dict[str, Any]], Changed]] = {
    "own cost": _own_cost,
    "charge": _charge,
    "people": _people,
    "price": _price,
    "discount": _discount,
}
"""What can be changed, of the last entry of a plan or of all."""


def type_into(workbook: Path, kind: str, plan: str) -> Changed:
    """Change an input of a workbook, and take out what its formulas gave so far."""
    book = openpyxl.load_workbook(workbook)
    places = {name: cell.attr_text.rpartition("!")[2] for name, cell in book.defined_names.items()}
    rows = {
        int(cell.rpartition("$")[2]): name.removesuffix("_cohorts")
        for name, cell in places.items()
        if name.startswith("Stage_") and name.endswith("_cohorts")
    }
    values = tomllib.loads(plan)
    last = [rows[row] for row in sorted(rows)][len(values["stages"]) - 1]
    changed = KINDS[kind](last, values)
    for name, value in changed.typed.items():
        sheet, _, cell = book.defined_names[name].attr_text.rpartition("!")
        book[sheet.strip("'")][cell.replace("$", "")].value = value
    book.save(workbook)
    return changed
