"""What is odd about a sound fee file on a day of asking, beside the year before it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial

from lpplan.core.programme import STANDARD_CHARGES
from lpplan.reading.fee_reasons import REASON_RULES, accepted
from lpplan.reading.fee_rule import Fault, FeeFile, FeeRule
from lpplan.values.money import Pounds
from lpplan.values.years import AcademicYear

MOST_RISE_A_YEAR = 10
"""In percent: what a price may rise without a second look."""

_YEARS_AHEAD = 3
_EARLIEST_CHECK = 2
"""How many years before its year begins prices can have been checked at the earliest."""
_ACCEPTED = {"price-fell": "fall", "price-rose": "rise"}
"""The warnings that only an entry under ``[[changes]]`` silences, and what that accepts."""

_ACCEPT = "Check it against the source; if it is correct, say so in an entry under [[changes]]"
_COMPARE = (
    "Check it against the source; if it is correct, ignore this code in the file and say why."
)


def _future_day(file: FeeFile) -> Iterator[Fault]:
    checked = file.draft.source.checked if file.draft.source else None
    if checked and file.as_of and checked > file.as_of:
        message = f"must not be after the day of asking, {file.as_of}, and is {checked}"
        hint = "Put the day on which somebody last compared the file with its source."
        yield ("source", "checked"), message, hint


def _differs(key: str, file: FeeFile) -> Iterator[Fault]:
    """Whether a charge is made as before, or for the first schedule as in the programme."""
    if file.follows_unsound:
        return
    before = file.before
    usual: Mapping[str, object] = STANDARD_CHARGES if before is None else before.fees
    whose = "in the programme" if before is None else f"in {before.academic_year}"
    message = 'is "{}", and "{}" {}' if key == "per" else "is {}, and {} {}"
    for name, charge in file.charges.items():
        now, then = (getattr(made, key, None) for made in (charge, usual.get(name)))
        if isinstance(now, tuple) and isinstance(then, tuple):
            now, then = [*now], [*then]
        alike = now == then or (key == "stages" and now and then and sorted(now) == sorted(then))
        if now and then and not alike:
            yield ("fees", name, key), message.format(now, then, whose), _COMPARE


def _prices(file: FeeFile) -> Iterator[tuple[tuple[str, str, str], Pounds | None, Pounds, str]]:
    """The prices that there were before: the key, the price, the one then, and that in words."""
    if file.before is None or file.draft.academic_year is None or file.follows_unsound:
        return
    for name, charge in file.charges.items():
        for column in ("member", "non_member"):
            then = getattr(file.before.fees.get(name), column, None)
            if then is not None:
                was = f"was {then} in {file.before.academic_year}"
                yield ("fees", name, column), getattr(charge, column), then, was


def _price_fell(file: FeeFile) -> Iterator[Fault]:
    for key, now, then, was in _prices(file):
        fell = file.years > 0 and now is not None and now < then
        if fell and not accepted(file, key[1], "fall"):
            yield key, f"is {now}, and {was}", f'{_ACCEPT}: accepts = ["fall"].'


def _price_rose(file: FeeFile) -> Iterator[Fault]:
    span = "" if file.years == 1 else f" for {file.years} years"
    for key, now, then, was in _prices(file):
        most = Fraction(then) * (1 + Fraction(MOST_RISE_A_YEAR, 100)) ** file.years
        rose = file.years > 0 and now is not None and now > most
        if rose and not accepted(file, key[1], "rise"):
            more = f"over {MOST_RISE_A_YEAR}% more a year{span}"
            yield key, f"is {now}, and {was}: {more}", f'{_ACCEPT}: accepts = ["rise"].'


def _non_member_gone(file: FeeFile) -> Iterator[Fault]:
    hint = "Without it non-members get no quote: add it, or ignore this code and say why."
    for key, now, _, was in _prices(file):
        if key[-1] == "non_member" and now is None:
            yield key, f"is missing, and {was}", hint


def _below_member(file: FeeFile) -> Iterator[Fault]:
    hint = "Check both against the source: they may be the wrong way round."
    for name, charge in file.charges.items():
        price = charge.non_member
        if charge.member is not None and price is not None and price < charge.member:
            message = f"is {price}, below the member price of {charge.member}"
            yield ("fees", name, "non_member"), message, hint


def _year_over(file: FeeFile) -> Iterator[Fault]:
    year, as_of = file.draft.academic_year, file.as_of
    if file.draft.status == "provisional" and year and as_of and year.last_day < as_of:
        message = f"is still provisional, and {year} ended on {year.last_day}"
        hint = "Ask SSAT which prices held, and publish the schedule with its source."
        yield ("status",), message, hint


def _no_label(file: FeeFile) -> Iterator[Fault]:
    message = "is missing, and quotes use the charge's name instead"
    for name, charge in file.charges.items():
        if charge.label is None:
            hint = 'Say how SSAT calls the charge: label = "…".'
            yield ("fees", name, "label"), message, hint


def _no_source(file: FeeFile) -> Iterator[Fault]:
    hint = 'Say where in the source it stands: reference = "Stage 1, costs".'
    for name, charge in file.charges.items():
        if charge.reference is None:
            yield ("fees", name, "reference"), "is missing, and nobody can look the price up", hint


def _never_charged(file: FeeFile) -> Iterator[Fault]:
    if file.follows_unsound:
        return
    # An entry may name what this very year charged until it was corrected.
    reasons = file.draft.changes
    told = {name for one in reasons if one.fees != "all" for name in one.fees or ()}
    known = {*STANDARD_CHARGES, *(file.before.fees if file.before else ()), *told}
    for name in file.draft.withdrawn:
        if name not in known:
            hint = f"Correct it, or remove it. Charged before: {', '.join(sorted(known))}."
            yield ("withdrawn",), f"names {name}, which was not charged before", hint


def _unknown_code(file: FeeFile) -> Iterator[Fault]:
    for written in file.draft.ignore:
        code = written.partition(":")[0]
        if code in _ACCEPTED:
            message = f'names "{code}", which only an entry under [[changes]] accepts'
            hint = f'Give the entry of that change: accepts = ["{_ACCEPTED[code]}"].'
            yield ("ignore",), message, hint
        elif code not in IGNORABLE:
            message = f'names "{code}", which is not the code of a warning or remark'
            yield ("ignore",), message, f"The codes that can be ignored: {', '.join(IGNORABLE)}."


def _gap(file: FeeFile) -> Iterator[Fault]:
    before, year = file.before, file.draft.academic_year
    if before is not None and year is not None and file.years > 1:
        between = map(AcademicYear, range(before.academic_year.start + 1, year.start))
        gone = [one for one in between if one not in file.unsound]
        if not gone:
            return
        missing = f"{gone[0]}" if len(gone) == 1 else f"{gone[0]} to {gone[-1]}"
        message = f"is {year}, and there is no schedule for {missing}"
        hint = f"Quotes for {missing} are estimates from {before.academic_year}."
        yield ("academic_year",), message, hint


def _early_check(file: FeeFile) -> Iterator[Fault]:
    checked = file.draft.source.checked if file.draft.source else None
    year = file.draft.academic_year
    is_published = file.draft.status == "published"
    if is_published and checked and year and year - AcademicYear.of(checked) > _EARLIEST_CHECK:
        message = f"is {checked}, more than {_EARLIEST_CHECK} years before {year} begins"
        hint = "Correct the day, or check the prices against SSAT's list for that year."
        yield ("source", "checked"), message, hint


def _base_without_schedule(file: FeeFile) -> Iterator[Fault]:
    base = file.draft.based_on
    known = {*(schedule.academic_year for schedule in file.earlier), *file.unsound}
    is_earlier = base and file.draft.academic_year and base < file.draft.academic_year
    if is_earlier and base not in known and file.draft.status == "provisional":
        message = f"is {base}, which has no schedule in this folder"
        yield ("based_on",), message, "Put its file there too, or name a year that has one."


def _far_ahead(file: FeeFile) -> Iterator[Fault]:
    year, as_of = file.draft.academic_year, file.as_of
    if year and as_of and year - AcademicYear.of(as_of) > _YEARS_AHEAD:
        message = f"is {year}, more than {_YEARS_AHEAD} years ahead"
        yield ("academic_year",), message, "Correct the year, or leave it to a later file."


def _repeated_label(file: FeeFile) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, charge in file.charges.items():
        label = " ".join((charge.label or "").split()).casefold()
        if label and first.setdefault(label, name) != name:
            message = f"is the label of {first[label]} too, and quotes would show two lines alike"
            yield ("fees", name, "label"), message, "Say how the two charges differ."


_error, _warning = partial(FeeRule, "error"), partial(FeeRule, "warning")
_PER, _STAGES, _LIMIT = (partial(_differs, key) for key in ("per", "stages", "max_cohort_size"))

ODDITY_RULES = {
    "checked-in-future": _error("A schedule's check date is in the future.", _future_day),
    "per-differs": _warning("A charge is made on a different basis from before.", _PER),
    "stages-differ": _warning("A charge is made at other stages than before.", _STAGES),
    "limit-differs": _warning("A cohort has another limit than before.", _LIMIT),
    "price-fell": _warning("A price is lower than before.", _price_fell),
    "price-rose": _warning(f"A price rose by more than {MOST_RISE_A_YEAR}% a year.", _price_rose),
    "non-member-gone": _warning("A price for non-members is gone.", _non_member_gone),
    "non-member-below-member": _warning("Non-members would pay less than members.", _below_member),
    "provisional-year-over": _warning("A year is over, and its prices unconfirmed.", _year_over),
    "missing-label": _warning("A charge has no label.", _no_label),
    "missing-reference": _warning("A charge does not say where in the source it is.", _no_source),
    "checked-early": _warning("A check date is from years before the year.", _early_check),
    "based-on-unknown": _warning("A schedule rests on a missing year.", _base_without_schedule),
    "year-far-ahead": _warning("A schedule is for a year far ahead.", _far_ahead),
    "repeated-label": _warning("Two charges have one label.", _repeated_label),
    "withdrawn-unknown": _warning("What is withdrawn was never charged.", _never_charged),
    "unknown-code": _warning("A code listed in ignore cannot be ignored.", _unknown_code),
    **REASON_RULES,
    "unused-ignore": _warning("What is ignored does not occur."),
    "stray-file": _warning("A file named after a year is no fee file of the folder."),
    "gap-between-years": FeeRule("info", "There are years without a schedule.", _gap),
}
"""What is odd about a file on a day of asking."""

IGNORABLE = tuple(
    code
    for code, rule in ODDITY_RULES.items()
    if rule.severity != "error" and code not in (*_ACCEPTED, "unused-ignore")
)
"""The codes that a file or a command may ask to ignore: an error stays one."""
