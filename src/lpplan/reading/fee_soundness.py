"""What makes a fee file unsound, by itself or in its folder: nothing is quoted from there."""

from collections.abc import Iterator
from functools import partial

from lpplan.core.programme import STANDARD_CHARGES
from lpplan.reading.fee_rule import Fault, FeeFile, FeeRule
from lpplan.values.limits import MOST_CHARGES


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


def _wrong_value(file: FeeFile) -> Iterator[Fault]:
    for name in [*file.charges][MOST_CHARGES : MOST_CHARGES + 1]:
        message = f"is one charge more than the {MOST_CHARGES} that a fee file has room for"
        yield ("fees", name), message, "Keep those that SSAT makes."
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


_error = partial(FeeRule, "error")

SOUNDNESS_RULES = {
    "unreadable": _error("The file cannot be read."),
    "not-utf-8": _error("The file is not saved as UTF-8."),
    "syntax": _error("The file is not TOML."),
    "merge-conflict": _error("The file holds a merge conflict."),
    "missing-key": _error("A key that is required is missing.", _missing_key),
    "unknown-key": _error("A key is not known, most often because it is misspelt."),
    "wrong-value": _error("A value is not of the kind that its key takes.", _wrong_value),
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
