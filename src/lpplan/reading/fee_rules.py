"""What is odd about a fee file that can be loaded, most of it beside the schedule before."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from lpplan.core.fees import (
    ChargeDraft,
    FeeSchedule,
    FeeScheduleDraft,
    missing_charge_problems,
)
from lpplan.core.money import Pounds
from lpplan.core.problem import KeyPath, Problem
from lpplan.core.programme import STANDARD_CHARGES
from lpplan.core.years import AcademicYear
from lpplan.reading.fee_codes import CODES, IGNORABLE

MOST_RISE_A_YEAR = Fraction(10, 100)


def fee_findings(
    draft: FeeScheduleDraft, before: FeeSchedule | None, as_of: date
) -> Iterator[Problem]:
    """Every problem between a fee file, the schedule before it and the day of asking.

    Those that the file itself asks to ignore are left out, unless they are errors.
    """
    yield from missing_charge_problems(draft, before)
    for problem in _findings(draft, before, as_of):
        if problem.code not in draft.ignore or problem.severity == "error":
            yield problem


def _findings(
    draft: FeeScheduleDraft, before: FeeSchedule | None, as_of: date
) -> Iterator[Problem]:
    yield from _unknown_codes(draft)
    yield from _never_charged(draft, before)
    yield from _dates(draft, before, as_of)
    for name, charge in (draft.fees or {}).items():
        key = ("fees", name)
        yield from _charge_findings(charge, key)
        yield from _differences(name, charge, before)
        if before is not None and name in before.fees and draft.academic_year is not None:
            years = draft.academic_year - before.academic_year
            for column in ("member", "non_member"):
                now, then = getattr(charge, column), getattr(before.fees[name], column)
                if now is None and then is not None and column == "non_member":
                    yield _non_member_gone((*key, column), then, before.academic_year)
                if now is not None and then is not None and years > 0:
                    yield from _price_change((*key, column), now, then, years, before.academic_year)


def _found(key: KeyPath, code: str, message: str, hint: str) -> Problem:
    return Problem(key, code, message, hint, CODES[code].severity)


def _unknown_codes(draft: FeeScheduleDraft) -> Iterator[Problem]:
    for code in draft.ignore:
        if code not in IGNORABLE:
            yield _found(
                ("ignore",),
                "unknown-code",
                f'names "{code}", which is not the code of a warning or remark',
                f"The codes that can be ignored: {', '.join(IGNORABLE)}.",
            )


def _never_charged(draft: FeeScheduleDraft, before: FeeSchedule | None) -> Iterator[Problem]:
    known = {*STANDARD_CHARGES, *(before.fees if before else ())}
    for name in draft.withdrawn:
        if name not in known:
            yield _found(
                ("withdrawn",),
                "withdrawn-unknown",
                f"names {name}, which was not charged before",
                f"Correct it, or remove it. Charged before: {', '.join(sorted(known))}.",
            )


def _non_member_gone(key: KeyPath, then: Pounds, then_year: AcademicYear) -> Problem:
    return _found(
        key,
        "non-member-gone",
        f"is missing, and was {then} in {then_year}",
        "Without it non-members get no quote: add it, or ignore this code and say why.",
    )


def _dates(draft: FeeScheduleDraft, before: FeeSchedule | None, as_of: date) -> Iterator[Problem]:
    checked = draft.source.checked if draft.source else None
    if checked is not None and checked > as_of:
        yield _found(
            ("source", "checked"),
            "checked-in-future",
            f"must not be after the day of asking, {as_of}, and is {checked}",
            "Put the day on which somebody last held the file against its source.",
        )
    year = draft.academic_year
    if year is None:
        return
    if draft.status == "provisional" and year.last_day < as_of:
        yield _found(
            ("status",),
            "provisional-year-over",
            f"is still provisional, and {year} ended on {year.last_day}",
            "Ask SSAT which prices held, and publish the schedule with its source.",
        )
    if before is not None and year - before.academic_year > 1:
        first = AcademicYear(before.academic_year.start + 1)
        last = AcademicYear(year.start - 1)
        missing = f"{first}" if first == last else f"{first} to {last}"
        yield _found(
            ("academic_year",),
            "gap-between-years",
            f"is {year}, and there is no schedule for {missing}",
            f"Quotes for {missing} are estimates from {before.academic_year}.",
        )


def _charge_findings(charge: ChargeDraft, key: KeyPath) -> Iterator[Problem]:
    if charge.label is None:
        yield _found(
            (*key, "label"),
            "missing-label",
            "is missing, and quotes make do with the name in words",
            'Say how SSAT calls the charge: label = "…".',
        )
    if charge.reference is None:
        yield _found(
            (*key, "reference"),
            "missing-reference",
            "is missing, and nobody can look the price up",
            'Say where in the source it stands: reference = "Stage 1, costs".',
        )
    member, non_member = charge.member, charge.non_member
    if member is not None and non_member is not None and non_member < member:
        yield _found(
            (*key, "non_member"),
            "non-member-below-member",
            f"is {non_member}, below the member price of {member}",
            "Check both against the source: they may be the wrong way round.",
        )


def _differences(name: str, charge: ChargeDraft, before: FeeSchedule | None) -> Iterator[Problem]:
    usual = STANDARD_CHARGES.get(name) if before is None else before.fees.get(name)
    if usual is None:
        return
    whose = "in the programme" if before is None else f"in {before.academic_year}"
    key = ("fees", name)
    hint = "Check it against the source; if it is so, ignore this code in the file and say why."
    if charge.per is not None and charge.per != usual.per:
        message = f'is "{charge.per}", and "{usual.per}" {whose}'
        yield _found((*key, "per"), "per-differs", message, hint)
    if charge.stages and set(charge.stages) != set(usual.stages):
        message = f"is {list(charge.stages)}, and {list(usual.stages)} {whose}"
        yield _found((*key, "stages"), "stages-differ", message, hint)
    limits = (charge.max_cohort_size, usual.max_cohort_size)
    if None not in limits and limits[0] != limits[1]:
        message = f"is {limits[0]}, and {limits[1]} {whose}"
        yield _found((*key, "max_cohort_size"), "limit-differs", message, hint)


def _price_change(
    key: KeyPath, now: Pounds, then: Pounds, years: int, then_year: AcademicYear
) -> Iterator[Problem]:
    hint = "Check it against the source; if it is so, ignore this code in the file and say why."
    if now < then:
        yield _found(key, "price-fell", f"is {now}, and was {then} in {then_year}", hint)
    elif now > Fraction(then) * (1 + MOST_RISE_A_YEAR) ** years:
        span = "" if years == 1 else f" for {years} years"
        message = f"is {now}, and was {then} in {then_year}: over 10% more a year{span}"
        yield _found(key, "price-rose", message, hint)
