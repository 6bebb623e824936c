"""No change of what anybody is quoted gets past the gates without a reason, whatever it is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import assume, event, given
from hypothesis import strategies as st

from lpplan.core.fees import Charge, FeeSchedule, Reason, Schedules, Source
from lpplan.core.programme import STAGES
from lpplan.core.quote import stage_cost, unpublished
from lpplan.fees.bounds import Bounds
from lpplan.fees.changes import MEMBERSHIPS, REFERENCE_SIZES, fee_changes, reference_costs
from lpplan.fees.gates import closed_gates
from lpplan.fees.reasons import changed_years
from lpplan.values.years import AcademicYear
from strategies import FIRST_YEAR, LAST_YEAR, charges, schedules

EARLIER, DAY = date(2026, 1, 1), date(2026, 2, 1)
SOURCE = Source(title="T", publisher="P", checked=DAY)
NO_BOUNDS = Bounds(None, None, None)
STRICT = Bounds(Decimal(10), Decimal(0), Decimal(10))
TOLD = Reason(on=EARLIER, fees="all", because="A list", accepts=())
RIGHT = Reason(
    on=DAY,
    fees="all",
    because="A letter",
    accepts=("rise", "fall", "withdrawn", "gone", "published"),
)


def with_charges(schedule: FeeSchedule, fees: dict[str, Charge], **more: Any) -> FeeSchedule:
    return schedule.model_copy(update={"fees": fees, **more})


@st.composite
def edited(draw: st.DrawFn, old: FeeSchedule) -> FeeSchedule:
    """A schedule after one edit, which may change nothing that anybody is quoted."""
    fees, name = dict(old.fees), draw(st.sampled_from(sorted(old.fees)))
    limit = old.cohort_limit or 25
    match draw(st.sampled_from(["words", "status", "charge", "gone", "new", "limit"])):
        case "status":
            other = "published" if old.status == "provisional" else "provisional"
            more = {"status": other, "based_on": None}
            return old.model_copy(update=more)
        case "charge":
            made = Charge.model_validate(draw(charges(limit)))
            keys = draw(st.sets(st.sampled_from(["stages", "member", "non_member"]), min_size=1))
            update = {key: getattr(made, key) for key in keys}
            if "non_member" in keys and draw(st.booleans()):
                update["non_member"] = None
            if draw(st.booleans()):
                update |= {"per": made.per, "max_cohort_size": made.max_cohort_size}
            return with_charges(old, fees | {name: fees[name].model_copy(update=update)})
        case "gone":
            del fees[name]
            return with_charges(old, fees, withdrawn=(*old.withdrawn, name))
        case "new":
            return with_charges(old, fees | {"room": Charge.model_validate(draw(charges(limit)))})
        case "limit":
            another = {"max_cohort_size": draw(st.integers(1, 61))}
            per_cohort = {n: c for n, c in fees.items() if c.per == "cohort"}
            changed = {n: c.model_copy(update=another) for n, c in per_cohort.items()}
            return with_charges(old, fees | changed)
        case _:
            return with_charges(old, fees | {name: fees[name].model_copy(update={"note": "N"})})


@st.composite
def changes_of_folders(draw: st.DrawFn) -> tuple[Schedules, list[FeeSchedule]]:
    """A folder, and what its schedules are after some edits: years may be gone or new."""
    before = draw(schedules())
    is_told = draw(st.booleans())
    old = [one.model_copy(update={"changes": (TOLD,) if is_told else ()}) for one in before]
    new = [draw(edited(one)) for one in old if draw(st.integers(0, 4))]
    free = {*map(AcademicYear, range(FIRST_YEAR - 1, LAST_YEAR + 2))} - {*before.years}
    if draw(st.booleans()):
        year = {"academic_year": draw(st.sampled_from(sorted(free))), "based_on": None}
        new.append(draw(edited(draw(st.sampled_from(old)))).model_copy(update=year))
    assume(new)
    # Checked again, so that only a reason is missing.
    checked = [s.model_copy(update={"source": SOURCE}) for s in new]
    return Schedules(old), checked


def quoted(prices_of: Schedules, years: range) -> Iterator[object]:
    """What each reference cohort is quoted, and whether as an estimate; None where it cannot."""
    for year, membership, stage in product(years, MEMBERSHIPS, STAGES):
        prices = prices_of.prices(AcademicYear(year))
        for people in REFERENCE_SIZES:
            if prices is None or unpublished(prices, stage, membership):
                yield None
            else:
                yield prices.status, stage_cost(prices, stage, people, membership)


def gates(before: Schedules, after: Schedules, bounds: Bounds) -> list[str]:
    """The codes of the gates that stay closed."""
    years, references = changed_years(before, after, DAY), tuple(reference_costs(before, after))
    return [gate.code for gate in closed_gates(before, after, years, references, bounds)]


@given(changes_of_folders())
def test_whatever_changes_a_quote_needs_a_reason_and_passes_with_one(
    change: tuple[Schedules, list[FeeSchedule]],
) -> None:
    before, new = change
    after = Schedules(new)
    told = Schedules(s.model_copy(update={"changes": (*s.changes, RIGHT)}) for s in new)
    starts = [year.start for year in (*before.years, *after.years)]
    years = range(min(starts), max(starts) + 2)
    if [*quoted(before, years)] != [*quoted(after, years)]:
        event("another quote")
        assert [*fee_changes(before, after)]
        assert gates(before, after, NO_BOUNDS)
    assert gates(before, told, STRICT) == []
