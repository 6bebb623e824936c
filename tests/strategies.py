"""Any valid fee schedules and plans, for properties that must hold for all of them.

The prices are made up by Hypothesis, and are those of no year.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.plan import Plan
from lpplan.core.programme import CENTRE_STAGES, STANDARD_CHARGES
from lpplan.reading.tables import read_plan
from lpplan.values.money import DecimalText
from lpplan.values.words import plain_name
from lpplan.values.years import AcademicYear

FIRST_YEAR, LAST_YEAR = 2018, 2028

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.strip)


def _as_written(pence: int) -> int | DecimalText:
    return pence // 100 if pence % 100 == 0 else DecimalText(str(Decimal(pence) / 100))


amounts = st.integers(0, 10**8).map(_as_written)


@st.composite
def charges(draw: st.DrawFn, limit: int) -> dict[str, Any]:
    """One ``[fees.NAME]`` table."""
    per = draw(st.sampled_from(["person", "cohort", "stage"]))
    table: dict[str, Any] = {
        "per": per,
        "stages": draw(st.lists(st.integers(1, 3), min_size=1, unique=True)),
        "member": draw(amounts),
        "non_member": draw(amounts),
    }
    if per == "cohort":
        table["max_cohort_size"] = limit
    if draw(st.booleans()):
        table["label"] = draw(NAMES)
    return table


@st.composite
def schedules(draw: st.DrawFn) -> Schedules:
    """A folder of schedules: some years, provisional ones among them, gaps between them."""
    years = draw(st.lists(st.integers(FIRST_YEAR, LAST_YEAR), min_size=1, max_size=4, unique=True))
    names = [*STANDARD_CHARGES, *draw(st.lists(st.sampled_from(["venue", "licence"]), unique=True))]
    found = []
    for start in sorted(years):
        limit = draw(st.integers(1, 60))
        data: dict[str, Any] = {
            "academic_year": str(AcademicYear(start)),
            "status": draw(st.sampled_from(["published", "provisional"])),
            "fees": {name: draw(charges(limit)) for name in names},
        }
        if data["status"] == "published":
            data["source"] = {"title": "T", "publisher": "P", "checked": date(2026, 1, 1)}
        elif draw(st.booleans()):
            data["based_on"] = str(AcademicYear(start - draw(st.integers(1, 3))))
        found.append(FeeSchedule.model_validate(data))
    return Schedules(found)


def latest(folder: Schedules) -> FeeSchedule:
    """The last schedule of a folder."""
    return list(folder)[-1]


own_costs = st.fixed_dictionaries(
    {"label": NAMES, "amount": amounts},
    optional={"per": st.sampled_from(["stage", "cohort", "session", "person"])},
)
support = st.fixed_dictionaries(
    {"kind": st.sampled_from(["twilight", "call", "forum"]), "times": st.integers(1, 40)},
    optional={"cost": amounts, "label": NAMES},
)


@st.composite
def stages(draw: st.DrawFn, stage: int, year: int, own_school: str) -> dict[str, Any]:
    """One ``[[stages]]`` entry, without money of the centre's own."""
    entry: dict[str, Any] = {"stage": stage, "academic_year": str(AcademicYear(year))}
    people = draw(st.integers(1, 300))
    if draw(st.booleans()):
        entry["participants"] = people
    else:
        names = draw(st.lists(NAMES | st.just(own_school), min_size=1, max_size=5))
        names = list({plain_name(name): name for name in names}.values())
        entry["schools"] = [
            {"name": name, "participants": draw(st.integers(1, 60))} for name in names
        ]
        entry["share"] = draw(st.sampled_from(["per_head", "equal"]))
        people = sum(school["participants"] for school in entry["schools"])
    if draw(st.booleans()):
        # As many as there are people is always enough, whatever the limit.
        entry["cohorts"] = people
    return entry


@st.composite
def own_money(draw: st.DrawFn, stage: int) -> dict[str, Any]:
    """What a stage's entry may say of the centre's own costs, support and charge."""
    keys: dict[str, Any] = {"own_costs": st.lists(own_costs, min_size=1, max_size=3)}
    if stage in CENTRE_STAGES:
        keys["support"] = st.lists(support, min_size=1, max_size=2)
        keys["charge_per_person"] = amounts
    return draw(st.fixed_dictionaries({}, optional=keys))


@st.composite
def plan_data(draw: st.DrawFn, first_year: int = FIRST_YEAR) -> dict[str, Any]:
    """What a sound plan file holds."""
    numbers = sorted(draw(st.lists(st.sampled_from([1, 2]), unique=True)))
    numbers += [3] * draw(st.integers(0 if numbers else 1, 2))
    years = sorted(draw(st.integers(first_year, LAST_YEAR + 2)) for _ in numbers)
    trainers = draw(st.lists(st.sampled_from(["A", "B", "C", "D", "E"]), unique=True))
    own_school = draw(NAMES)
    return {
        "school": {
            "name": own_school,
            "membership": draw(st.sampled_from(["member", "non-member"])),
        },
        "stages": [
            draw(stages(n, year, own_school)) for n, year in zip(numbers, years, strict=True)
        ],
        "trainers": [{"name": name} for name in trainers],
    }


@st.composite
def sessions(draw: st.DrawFn, year: AcademicYear) -> dict[str, Any]:
    """Some of a stage's dates, in an order that a plan may have them in."""
    first, about_a_year = year.first_day, timedelta(days=400)
    launch = draw(st.none() | st.dates(first, year.last_day))
    earliest = launch or first - timedelta(days=90)
    support = draw(st.none() | st.dates(earliest, earliest + about_a_year))
    months = [f"{y}-{m}" for y in range(year.start, year.start + 4) for m in ("06", "11")]
    last = (support or launch or date.min).isoformat()[:7]
    gateway = draw(st.none() | st.sampled_from([month for month in months if month >= last]))
    told = {"launch": launch, "application_support": support, "gateway": gateway}
    return {key: value for key, value in told.items() if value}


@st.composite
def dated_plans(draw: st.DrawFn) -> Plan:
    """A sound plan with some of the dates that a timeline is made of, in few years."""
    data = draw(plan_data(LAST_YEAR))
    for entry in data["stages"]:
        entry.update(draw(sessions(AcademicYear.parse(entry["academic_year"]))))
    days = st.none() | st.dates(date(LAST_YEAR, 1, 1), date(LAST_YEAR + 4, 1, 1))
    for trainer in data["trainers"]:
        told = {key: draw(days) for key in ("accredited", "certified")}
        trainer.update({key: day for key, day in told.items() if day})
    if licence := draw(st.sampled_from([None, "none", "awarded", "withdrawn"])):
        data["centre"] = {"licence": licence}
    plan, problems = read_plan(data)
    assert plan is not None, problems
    return plan


@st.composite
def plan_data_with_money(draw: st.DrawFn, first_year: int = FIRST_YEAR) -> dict[str, Any]:
    """What a sound plan file holds, with money of the centre's own."""
    data = draw(plan_data(first_year))
    for entry in data["stages"]:
        entry.update(draw(own_money(entry["stage"])))
    return data


@st.composite
def plans(draw: st.DrawFn, folder: Schedules) -> Plan:
    """A sound plan whose years all have prices in the folder."""
    data = draw(plan_data_with_money(folder.years[0].start))
    plan, problems = read_plan(data)
    assert plan is not None, problems
    return plan
