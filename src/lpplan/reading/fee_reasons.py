"""The ``[[changes]]`` entries of a fee file: what each covers, and rules on their form.

Whether a change has its entry, and whether that counts, needs an older set of fees to compare
with: see ``lpplan.fees.gates``.
"""

from collections.abc import Iterator
from functools import partial

from lpplan.core.fees import Acceptance
from lpplan.reading.fee_rule import Fault, FeeFile, FeeRule
from lpplan.reading.words import Draft
from lpplan.values.problem import KeyPath
from lpplan.values.words import listed

PLACEHOLDER = "TO COMPLETE"
"""How a text begins that ``fees new`` leaves for its user to write."""
_SAYS_NOTHING = ("tbc", "tbd", "tba", "todo", "to be confirmed")


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing yet, but that something is to be written there."""
    plain = text.strip().casefold()
    says_nothing = plain.strip(" .:!?") in _SAYS_NOTHING or not any(map(str.isalnum, plain))
    return says_nothing or plain.startswith(PLACEHOLDER.casefold())


def covers(reason: Draft, name: str) -> bool:
    """Whether an entry speaks of a charge."""
    return reason.fees == "all" or name in (reason.fees or ())


def accepted(file: FeeFile, name: str, bound: Acceptance) -> bool:
    """Whether an entry of the file accepts that a charge crosses a bound."""
    reasons = file.draft.changes
    return any(covers(reason, name) and bound in (reason.accepts or ()) for reason in reasons)


def _future_change(file: FeeFile) -> Iterator[Fault]:
    hint = "Put the day on which somebody learnt of the change."
    for place, reason in enumerate(file.draft.changes):
        if reason.on and file.as_of and reason.on > file.as_of:
            message = f"must not be after the day of asking, {file.as_of}, and is {reason.on}"
            yield ("changes", place, "on"), message, hint


def _unchecked_change(file: FeeFile) -> Iterator[Fault]:
    checked = file.draft.source.checked if file.draft.source else None
    hint = "Hold the file against its source again, and put that day into checked."
    for place, reason in enumerate(file.draft.changes):
        if file.draft.status == "published" and checked and reason.on and reason.on > checked:
            message = f"is {reason.on}, and the file was last checked on {checked}"
            yield ("changes", place, "on"), message, hint


def _repeated_change(file: FeeFile) -> Iterator[Fault]:
    reasons = file.draft.changes
    for place, reason in enumerate(reasons):
        if reason in reasons[:place]:
            message = f"says the same as changes[{reasons.index(reason) + 1}]"
            hint = "Remove it, or say what is different about the second change."
            yield ("changes", place), message, hint


def _unknown_charge(file: FeeFile) -> Iterator[Fault]:
    known = {*file.charges, *file.draft.withdrawn}
    for place, reason in enumerate(file.draft.changes):
        names = () if reason.fees == "all" else reason.fees or ()
        if unknown := [name for name in names if name not in known]:
            message = f"names {listed(unknown)}, which this schedule neither makes nor withdrew"
            hint = f"Correct it. Named here: {', '.join(sorted(known))}."
            yield ("changes", place, "fees"), message, hint


def _placeholder(file: FeeFile) -> Iterator[Fault]:
    reasons, source = enumerate(file.draft.changes), file.draft.source
    texts: dict[KeyPath, str | None] = {
        **{("changes", place, "because"): reason.because for place, reason in reasons},
        **{("source", key): getattr(source, key, None) for key in ("title", "publisher")},
    }
    for key, text in texts.items():
        if text is not None and is_placeholder(text):
            yield key, "is still to be written", "Say who told you the prices, in what, and when."


_error, _warning = partial(FeeRule, "error"), partial(FeeRule, "warning")

REASON_RULES = {
    "change-in-future": _error("A change is dated in the future.", _future_change),
    "change-not-checked": _error("A file was not checked since it changed.", _unchecked_change),
    "change-repeated": _error("Two entries under changes are the same.", _repeated_change),
    "change-unknown-charge": _warning("A change is of an unknown charge.", _unknown_charge),
    "placeholder": _warning("A text is still to be written.", _placeholder),
}
"""What is wrong with the reasons that a file gives for its changes."""
