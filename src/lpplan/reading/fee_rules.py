"""The rules on fee files: every code that a problem can have, and the rules that find them.

Codes are stable: files, commands and CI name them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from lpplan.core.fees import FeeSchedule
from lpplan.core.money import Pounds
from lpplan.core.problem import KeyPath, Problem, Severity
from lpplan.core.programme import STANDARD_CHARGES
from lpplan.core.years import AcademicYear
from lpplan.reading.words import Draft


class About(NamedTuple):
    """How bad a problem of a code is, and what it is in one sentence."""

    severity: Severity
    sentence: str


CODES: dict[str, About] = {
    "unreadable": About("error", "The file cannot be read."),
    "not-utf-8": About("error", "The file is not saved as UTF-8."),
    "syntax": About("error", "The file is not TOML."),
    "missing-key": About("error", "A key that is required is missing."),
    "unknown-key": About("error", "A key is not known, most often because it is misspelt."),
    "wrong-value": About("error", "A value is not of the kind that its key takes."),
    "blank-name": About("error", "A charge has a blank name."),
    "cohort-limit-misplaced": About("error", "A charge that is not per cohort has a limit."),
    "cohort-limits-differ": About("error", "Charges per cohort have different limits."),
    "provisional-only": About("error", "A published schedule has a key of provisional ones."),
    "based-on-not-earlier": About("error", "A schedule is based on its own or a later year."),
    "withdrawn-but-charged": About("error", "A charge is both withdrawn and made."),
    "missing-charge": About("error", "A charge is gone without being withdrawn."),
    "file-name": About("error", "A file is not named after its year."),
    "repeated-year": About("error", "Two files are for one year."),
    "checked-in-future": About("error", "A schedule was checked on a day that has not come."),
    "per-differs": About("warning", "A charge is made per something else than before."),
    "stages-differ": About("warning", "A charge is made at other stages than before."),
    "limit-differs": About("warning", "A cohort has another limit than before."),
    "price-fell": About("warning", "A price is lower than before."),
    "price-rose": About("warning", "A price rose by more than 10% a year."),
    "non-member-gone": About("warning", "A price for non-members is gone."),
    "non-member-below-member": About("warning", "Non-members would pay less than members."),
    "provisional-year-over": About("warning", "A year is over, and its prices unconfirmed."),
    "missing-label": About("warning", "A charge has no label."),
    "missing-reference": About("warning", "A charge does not say where in the source it is."),
    "withdrawn-unknown": About("warning", "What is withdrawn was never charged."),
    "unknown-code": About("warning", "A code to ignore is none that can be ignored."),
    "gap-between-years": About("info", "There are years without a schedule."),
}

IGNORABLE = tuple(code for code, about in CODES.items() if about.severity != "error")
"""The codes that a file or a command may ask to ignore: an error stays one."""

MOST_RISE_A_YEAR = Fraction(10, 100)


def fee_findings(draft: Draft, before: FeeSchedule | None, as_of: date) -> Iterator[Problem]:
    """Every problem between a fee file, the schedule before it and the day of asking.

    Those that the file itself asks to ignore are left out, unless they are errors.
    """
    yield from missing_charge_problems(draft, before)
    for problem in _findings(draft, before, as_of):
        if problem.code not in draft.ignore or problem.severity == "error":
            yield problem


def _findings(draft: Draft, before: FeeSchedule | None, as_of: date) -> Iterator[Problem]:
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


def _unknown_codes(draft: Draft) -> Iterator[Problem]:
    for code in draft.ignore:
        if code not in IGNORABLE:
            yield _found(
                ("ignore",),
                "unknown-code",
                f'names "{code}", which is not the code of a warning or remark',
                f"The codes that can be ignored: {', '.join(IGNORABLE)}.",
            )


def _never_charged(draft: Draft, before: FeeSchedule | None) -> Iterator[Problem]:
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


def _dates(draft: Draft, before: FeeSchedule | None, as_of: date) -> Iterator[Problem]:
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


def _charge_findings(charge: Draft, key: KeyPath) -> Iterator[Problem]:
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


def _differences(name: str, charge: Draft, before: FeeSchedule | None) -> Iterator[Problem]:
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


def schedule_problems(draft: Draft) -> Iterator[Problem]:
    """What is wrong between the keys of one fee file, each of which is sound in itself."""
    yield from _source_problems(draft)
    if draft.status == "published":
        for key in ("based_on", "uplift"):
            if getattr(draft, key) is not None:
                yield Problem(
                    (key,),
                    "provisional-only",
                    'belongs in a schedule with status = "provisional"',
                    "Remove it, or change the status: published prices rest on their source.",
                )
    if draft.based_on and draft.academic_year and draft.based_on >= draft.academic_year:
        yield Problem(
            ("based_on",),
            "based-on-not-earlier",
            f"must be a year before {draft.academic_year}, not {draft.based_on}",
            "Name the year whose prices this schedule starts from.",
        )
    if draft.fees is not None:
        yield from _charge_problems(draft, draft.fees)


def _source_problems(draft: Draft) -> Iterator[Problem]:
    if draft.status != "published":
        return
    examples = {"title": '"…"', "publisher": '"SSAT"', "checked": "2026-11-21"}
    for key, example in examples.items():
        if draft.source is None or getattr(draft.source, key) is None:
            yield Problem(
                ("source", key),
                "missing-key",
                "is missing, and a published schedule needs it",
                f"Under [source], say where the prices were read: {key} = {example}.",
            )


def _charge_problems(draft: Draft, fees: Mapping[str, Draft]) -> Iterator[Problem]:
    for name, charge in fees.items():
        yield from _problems_of_charge(name, charge)
    yield from _differing_limits(fees)
    for name in draft.withdrawn:
        if name in fees:
            yield Problem(
                ("withdrawn",),
                "withdrawn-but-charged",
                f"names {name}, which this schedule charges",
                f"Take {name} out of withdrawn, or remove [fees.{name}].",
            )


def _problems_of_charge(name: str, charge: Draft) -> Iterator[Problem]:
    if not name.strip():
        yield Problem(
            ("fees", name),
            "blank-name",
            "needs a name that is not blank",
            "Give the charge one, such as [fees.accreditation].",
        )
    if charge.stages == ():
        yield Problem(
            ("fees", name, "stages"),
            "wrong-value",
            "must be a list of stages such as [1, 2, 3], at least one, not []",
            "To stop charging it, remove the table and name it under withdrawn.",
        )
    limit = ("fees", name, "max_cohort_size")
    if charge.per == "cohort" and charge.max_cohort_size is None:
        yield Problem(
            limit,
            "missing-key",
            "is missing, and a charge per cohort needs it",
            "Say how many people a cohort may have, for example: max_cohort_size = 25.",
        )
    if charge.per in ("person", "stage") and charge.max_cohort_size is not None:
        yield Problem(
            limit,
            "cohort-limit-misplaced",
            f'belongs to a charge with per = "cohort", and this one has per = "{charge.per}"',
            "Remove it, or correct per.",
        )


def _differing_limits(fees: Mapping[str, Draft]) -> Iterator[Problem]:
    limits = {
        name: charge.max_cohort_size
        for name, charge in fees.items()
        if charge.per == "cohort" and charge.max_cohort_size is not None
    }
    first = next(iter(limits), None)
    for name, limit in limits.items():
        if first is not None and limit != limits[first]:
            yield Problem(
                ("fees", name, "max_cohort_size"),
                "cohort-limits-differ",
                f"must be the same on every charge per cohort: it is {limit} here"
                f" and {limits[first]} on {first}",
                "A cohort has one limit; correct the one that is wrong.",
            )


def missing_charge_problems(draft: Draft, before: FeeSchedule | None) -> Iterator[Problem]:
    """The charges that a schedule has lost without saying so: every quote would be too low.

    ``before`` is the schedule of the year before it in the same folder, None for the first.
    """
    if draft.fees is None:
        return
    needed: dict[str, str] = dict.fromkeys(STANDARD_CHARGES, "a standard charge of the programme")
    if before is not None:
        for name in before.fees:
            needed.setdefault(name, f"charged in {before.academic_year}")
    for name, why in needed.items():
        if name not in draft.fees and name not in draft.withdrawn:
            yield Problem(
                ("fees", name),
                "missing-charge",
                f"is missing: {why}",
                f"Add the table [fees.{name}], or where it is no longer charged,"
                f' add "{name}" to withdrawn.',
            )
