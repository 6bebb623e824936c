"""The rules on fee files: every code that a problem can have, and the rule that finds it.

A code is one row at the end of this file. Codes are stable: files, commands and CI name them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import NamedTuple, TypeAlias

from lpplan.core.fees import FeeSchedule
from lpplan.core.programme import STANDARD_CHARGES
from lpplan.reading.words import Draft
from lpplan.values.money import Pounds
from lpplan.values.problem import KeyPath, Problem, Severity
from lpplan.values.years import AcademicYear

MOST_RISE_A_YEAR = 10
"""In percent: what a price may rise without a second look."""

_COMPARE = (
    "Check it against the source; if it is correct, ignore this code in the file and say why."
)


class FeeFile(NamedTuple):
    """A fee file, any of whose keys may still be missing, and what it is judged beside."""

    draft: Draft
    name: str
    earlier: Sequence[FeeSchedule]
    """The sound schedules of its folder whose files come before it by name."""
    as_of: date | None
    """The day of asking; None where only what makes a schedule unsound is looked for."""

    @property
    def charges(self) -> Mapping[str, Draft]:
        """Its charges by name."""
        return self.draft.fees or {}

    @property
    def before(self) -> FeeSchedule | None:
        """The schedule of the year before it in the folder; None for the first."""
        # In the order of their names, files of sound names come in the order of their years.
        return self.earlier[-1] if self.earlier else None

    @property
    def years(self) -> int:
        """How many years after the schedule before it the file is; 0 where that is not known."""
        year, before = self.draft.academic_year, self.before
        return year - before.academic_year if year is not None and before is not None else 0


Fault: TypeAlias = tuple[KeyPath, str, str]
"""The key at fault, what is wrong there, and how to mend it."""


class FeeRule(NamedTuple):
    """How bad a problem of a code is, what it is in one sentence, and what finds it."""

    severity: Severity
    sentence: str
    find: Callable[[FeeFile], Iterable[Fault]] = lambda _: ()
    """Nothing more where reading the file finds every such problem."""


def fee_problems(
    draft: Draft, *, name: str, earlier: Sequence[FeeSchedule], as_of: date | None
) -> Iterator[Problem]:
    """What is wrong with a fee file beside the others, and on a day of asking what is odd.

    What the file itself asks to ignore is left out, unless it is an error.
    """
    file = FeeFile(draft, name, earlier, as_of)
    rules = _FILE_RULES if as_of is None else FEE_RULES
    for code, rule in rules.items():
        if rule.severity == "error" or code not in draft.ignore:
            for key, message, hint in rule.find(file):
                yield Problem(key, code, message, hint, rule.severity)


def _missing_key(file: FeeFile) -> Iterator[Fault]:
    examples = {"title": '"…"', "publisher": '"SSAT"', "checked": "2026-11-21"}
    for key, example in examples.items():
        if file.draft.status == "published" and getattr(file.draft.source, key, None) is None:
            hint = f"Under [source], say where the prices were read: {key} = {example}."
            yield ("source", key), "is missing, and a published schedule needs it", hint
    hint = "Say how many people a cohort may have, for example: max_cohort_size = 25."
    for name, charge in file.charges.items():
        if charge.per == "cohort" and charge.max_cohort_size is None:
            key_path = ("fees", name, "max_cohort_size")
            yield key_path, "is missing, and a charge per cohort needs it", hint


def _no_stages(file: FeeFile) -> Iterator[Fault]:
    message = "must be a list of stages such as [1, 2, 3], at least one, not []"
    hint = "To stop charging it, remove the table and name it under withdrawn."
    for name, charge in file.charges.items():
        if charge.stages == ():
            yield ("fees", name, "stages"), message, hint


def _blank_name(file: FeeFile) -> Iterator[Fault]:
    hint = "Give the charge one, such as [fees.accreditation]."
    for name in file.charges:
        if not name.strip():
            yield ("fees", name), "needs a name that is not blank", hint


def _stray_limit(file: FeeFile) -> Iterator[Fault]:
    belongs = 'belongs to a charge with per = "cohort", and this one has per'
    for name, charge in file.charges.items():
        if charge.per in ("person", "stage") and charge.max_cohort_size is not None:
            message = f'{belongs} = "{charge.per}"'
            yield ("fees", name, "max_cohort_size"), message, "Remove it, or correct per."


def _limits_differ(file: FeeFile) -> Iterator[Fault]:
    limits = {name: c.max_cohort_size for name, c in file.charges.items() if c.per == "cohort"}
    stated = {name: limit for name, limit in limits.items() if limit is not None}
    first = next(iter(stated), "")
    for name, limit in stated.items():
        if limit != stated[first]:
            beside = f"it is {limit} here and {stated[first]} on {first}"
            message = f"must be the same on every charge per cohort: {beside}"
            hint = "A cohort has one limit; correct the one that is wrong."
            yield ("fees", name, "max_cohort_size"), message, hint


def _stray_keys(file: FeeFile) -> Iterator[Fault]:
    hint = "Remove it, or change the status: published prices rest on their source."
    for key in ("based_on", "uplift"):
        if file.draft.status == "published" and getattr(file.draft, key) is not None:
            yield (key,), 'belongs in a schedule with status = "provisional"', hint


def _base_later(file: FeeFile) -> Iterator[Fault]:
    base, year = file.draft.based_on, file.draft.academic_year
    if base and year and base >= year:
        message = f"must be a year before {year}, not {base}"
        yield ("based_on",), message, "Name the year whose prices this schedule starts from."


def _withdrawn_charged(file: FeeFile) -> Iterator[Fault]:
    for name in file.draft.withdrawn:
        if name in file.charges:
            hint = f"Take {name} out of withdrawn, or remove [fees.{name}]."
            yield ("withdrawn",), f"names {name}, which this schedule charges", hint


def _missing_charge(file: FeeFile) -> Iterator[Fault]:
    """What is gone without a word, so that every quote would be too low."""
    charged = file.before.fees if file.before else ()
    for name in dict.fromkeys((*STANDARD_CHARGES, *charged)):
        if file.draft.fees is not None and name not in {*file.charges, *file.draft.withdrawn}:
            why = "a standard charge of the programme"
            if name not in STANDARD_CHARGES and file.before is not None:
                why = f"charged in {file.before.academic_year}"
            add = f"Add the table [fees.{name}], or where it is no longer charged, add"
            yield ("fees", name), f"is missing: {why}", f'{add} "{name}" to withdrawn.'


def _file_name(file: FeeFile) -> Iterator[Fault]:
    year = file.draft.academic_year
    if year is not None and file.name != (expected := f"{year.in_file_names}.toml"):
        message = f"is {year}, and the file is not named after it"
        yield ("academic_year",), message, f"Name the file {expected}, or correct the year."


def _repeated_year(file: FeeFile) -> Iterator[Fault]:
    year = file.draft.academic_year
    if any(schedule.academic_year == year for schedule in file.earlier):
        message = f"is {year}, and another file in the folder is for that year already"
        hint = "A year has one file: remove or correct one of the two."
        yield ("academic_year",), message, hint


def _future_day(file: FeeFile) -> Iterator[Fault]:
    checked = file.draft.source.checked if file.draft.source else None
    if checked and file.as_of and checked > file.as_of:
        message = f"must not be after the day of asking, {file.as_of}, and is {checked}"
        hint = "Put the day on which somebody last compared the file with its source."
        yield ("source", "checked"), message, hint


def _differs(key: str, file: FeeFile) -> Iterator[Fault]:
    """Whether a charge is made as before, or for the first schedule as in the programme."""
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


def _prices(file: FeeFile) -> Iterator[tuple[KeyPath, Pounds | None, Pounds, str]]:
    """The prices that there were before: the key, the price, the one then, and that in words."""
    if file.before is None or file.draft.academic_year is None:
        return
    for name, charge in file.charges.items():
        for column in ("member", "non_member"):
            then = getattr(file.before.fees.get(name), column, None)
            if then is not None:
                was = f"was {then} in {file.before.academic_year}"
                yield ("fees", name, column), getattr(charge, column), then, was


def _price_fell(file: FeeFile) -> Iterator[Fault]:
    for key, now, then, was in _prices(file):
        if file.years > 0 and now is not None and now < then:
            yield key, f"is {now}, and {was}", _COMPARE


def _price_rose(file: FeeFile) -> Iterator[Fault]:
    span = "" if file.years == 1 else f" for {file.years} years"
    for key, now, then, was in _prices(file):
        most = Fraction(then) * (1 + Fraction(MOST_RISE_A_YEAR, 100)) ** file.years
        if file.years > 0 and now is not None and now > most:
            more = f"over {MOST_RISE_A_YEAR}% more a year{span}"
            yield key, f"is {now}, and {was}: {more}", _COMPARE


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
    known = {*STANDARD_CHARGES, *(file.before.fees if file.before else ())}
    for name in file.draft.withdrawn:
        if name not in known:
            hint = f"Correct it, or remove it. Charged before: {', '.join(sorted(known))}."
            yield ("withdrawn",), f"names {name}, which was not charged before", hint


def _unknown_code(file: FeeFile) -> Iterator[Fault]:
    for code in file.draft.ignore:
        if code not in IGNORABLE:
            message = f'names "{code}", which is not the code of a warning or remark'
            yield ("ignore",), message, f"The codes that can be ignored: {', '.join(IGNORABLE)}."


def _gap(file: FeeFile) -> Iterator[Fault]:
    before, year = file.before, file.draft.academic_year
    if before is not None and year is not None and file.years > 1:
        first, last = AcademicYear(before.academic_year.start + 1), AcademicYear(year.start - 1)
        missing = f"{first}" if first == last else f"{first} to {last}"
        message = f"is {year}, and there is no schedule for {missing}"
        hint = f"Quotes for {missing} are estimates from {before.academic_year}."
        yield ("academic_year",), message, hint


_error, _warning = partial(FeeRule, "error"), partial(FeeRule, "warning")

_FILE_RULES = {
    "unreadable": _error("The file cannot be read."),
    "not-utf-8": _error("The file is not saved as UTF-8."),
    "syntax": _error("The file is not TOML."),
    "missing-key": _error("A key that is required is missing.", _missing_key),
    "unknown-key": _error("A key is not known, most often because it is misspelt."),
    "wrong-value": _error("A value is not of the kind that its key takes.", _no_stages),
    "blank-name": _error("A charge has a blank name.", _blank_name),
    "cohort-limit-misplaced": _error("A charge that is not per cohort has a limit.", _stray_limit),
    "cohort-limits-differ": _error("Charges per cohort have different limits.", _limits_differ),
    "provisional-only": _error("A published schedule has a key of provisional ones.", _stray_keys),
    "based-on-not-earlier": _error("A schedule is based on its own or a later year.", _base_later),
    "withdrawn-but-charged": _error("A charge is both withdrawn and made.", _withdrawn_charged),
    "missing-charge": _error("A charge is gone without being withdrawn.", _missing_charge),
    "file-name": _error("A file is not named after its year.", _file_name),
    "repeated-year": _error("Two files are for one year.", _repeated_year),
}
"""What makes a file unsound, by itself or in its folder."""

_PER, _STAGES, _LIMIT = (partial(_differs, key) for key in ("per", "stages", "max_cohort_size"))

_CHECK_RULES = {
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
    "withdrawn-unknown": _warning("What is withdrawn was never charged.", _never_charged),
    "unknown-code": _warning("A code listed in ignore cannot be ignored.", _unknown_code),
    "gap-between-years": FeeRule("info", "There are years without a schedule.", _gap),
}
"""What is odd about a file on a day of asking."""

FEE_RULES = _FILE_RULES | _CHECK_RULES
"""Every code that a problem of a fee file can have."""

IGNORABLE = tuple(code for code, rule in FEE_RULES.items() if rule.severity != "error")
"""The codes that a file or a command may ask to ignore: an error stays one."""
