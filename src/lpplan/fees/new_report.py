"""A provisional schedule from flags as they were typed."""

import re
from collections.abc import Sequence
from decimal import Decimal

from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.kinds import MOST_POUNDS
from lpplan.core.money import DecimalText, Pounds, read_percent, read_pounds
from lpplan.core.problem import LpplanError
from lpplan.core.years import AcademicYear
from lpplan.fees.next_schedule import NextSchedule, PriceKey
from lpplan.flags import Flags


def next_schedule(
    schedules: Schedules, year: str, base: str | None, uplift: str | None, told: Sequence[str]
) -> NextSchedule:
    """The schedule that the flags ask for. Raises LpplanError with everything wrong with them."""
    flags = Flags()
    new_year = flags.year("YEAR", year, "lpplan fees new 2026/27 --from 2018/19")
    schedule = _base(flags, schedules, base)
    percent = Decimal(0) if uplift is None else read_percent(uplift)
    if percent is None:
        message = f"must be a percentage a year such as 3.5%, not {uplift}"
        flags.add("--uplift", "wrong-value", message, "For example: --uplift 3.5%")
    if new_year and schedule and new_year <= schedule.academic_year:
        message = f"must be after {schedule.academic_year}, whose prices it starts from"
        flags.add("YEAR", "wrong-value", message, "Choose a later year, or another --from.")
    given = [] if schedule is None else [_told(flags, schedule, one) for one in told]
    prices = dict(given)
    if len(prices) < len(given):
        flags.add("--set", "wrong-value", "names a price twice", "Give each price once.")
    flags.refuse_problems()
    if new_year is None or schedule is None or percent is None:
        raise LpplanError
    _refuse_too_dear(flags, NextSchedule(new_year, schedule, percent, prices))
    return NextSchedule(new_year, schedule, percent, prices)


def _refuse_too_dear(flags: Flags, new: NextSchedule) -> None:
    dear = [
        f"{name}.{column}"
        for name in new.base.fees
        for column in ("member", "non_member")
        if (price := new.price(name, column)) is not None and price > MOST_POUNDS
    ]
    if dear:
        message = (
            f"makes {', '.join(dear)} more than 1,000,000 pounds, the most that a price may be"
        )
        flags.add("--uplift", "wrong-value", message, "Take a smaller one.")
    flags.refuse_problems()


def _base(flags: Flags, schedules: Schedules, base: str | None) -> FeeSchedule | None:
    if base is None:
        return schedules.of(schedules.years[-1])
    year: AcademicYear | None = flags.year("--from", base, "--from 2018/19")
    schedule = schedules.of(year) if year else None
    if year and schedule is None:
        years = ", ".join(map(str, schedules.years))
        flags.add("--from", "no-schedule", f"{year} has no fee schedule", f"There is {years}.")
    return schedule


def _told(flags: Flags, schedule: FeeSchedule, typed: str) -> tuple[PriceKey, Pounds]:
    """One ``--set NAME.member=AMOUNT``; any price, and a problem, where it is not one."""
    nothing: tuple[PriceKey, Pounds] = (("", ""), Pounds(0))
    example = "For example: --set accreditation.member=399.99"
    target, equals, amount = typed.partition("=")
    name, dot, column = target.rpartition(".")
    if not equals or not dot or column not in ("member", "non_member"):
        message = f"must name a charge, member or non_member, and an amount, not {typed}"
        flags.add("--set", "wrong-value", message, example)
        return nothing
    if name not in schedule.fees:
        known = ", ".join(schedule.fees)
        message = f"names {name}, which {schedule.academic_year} does not charge"
        flags.add("--set", "wrong-value", message, f"Its charges: {known}.")
        return nothing
    written = int(amount) if re.fullmatch(r"\d{1,7}", amount, re.ASCII) else DecimalText(amount)
    price = read_pounds(written)
    if price is None or not 0 <= price <= MOST_POUNDS:
        message = f"must be an amount in pounds from 0 to 1,000,000, not {amount or 'nothing'}"
        flags.add("--set", "wrong-value", message, example)
        return nothing
    return (name, column), price
