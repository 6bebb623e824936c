"""The codes of all problems that a fee file can have, and what each is about.

They are stable: files, commands and CI name them. ``fees/README.md`` has an example and a cure
for each.
"""

from typing import NamedTuple

from lpplan.core.problem import Severity


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
