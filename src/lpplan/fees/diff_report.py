"""What a change of fees does: to the files, to real plans, and to cohorts of typical sizes."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from lpplan.core.fees import Schedules
from lpplan.core.money import read_percent
from lpplan.core.problem import LocatedProblem, LpplanError
from lpplan.core.quote import Quote, quote_plan
from lpplan.fees.changes import Change, Violation, changes, violations
from lpplan.fees.git_tree import tree_texts
from lpplan.fees.reference_quotes import ReferenceQuote, reference_quotes
from lpplan.reading.bundled import bundled_folder
from lpplan.reading.fee_folder import sound_folder
from lpplan.reading.plan_source import load_plan


class PlanQuotes(NamedTuple):
    """The quote of a plan before and after; None where there are no prices for it."""

    plan: str
    before: Quote | None
    after: Quote | None


class FeeDiff(NamedTuple):
    """Everything that changed between two folders of fees, and what it does."""

    old: str
    new: str
    changes: tuple[Change, ...]
    violations: tuple[Violation, ...]
    plans: tuple[PlanQuotes, ...]
    references: tuple[ReferenceQuote, ...]
    max_increase: Decimal | None
    """The most that a reference quote may rise, in percent of what it was."""

    @property
    def exceeding(self) -> tuple[ReferenceQuote, ...]:
        """The reference quotes that rise by more than they may."""
        most = self.max_increase
        if most is None:
            return ()
        return tuple(
            quote
            for quote in self.references
            if quote.before is not None
            and quote.after is not None
            and quote.after * 100 > quote.before * (100 + most)
        )

    @property
    def passes(self) -> bool:
        """Whether no gate is closed."""
        return not self.violations and not self.exceeding


def fee_diff(old: str, new: str, plans: str | None, max_increase: str | None) -> FeeDiff:
    """Compare two folders, files or git trees of fees, for the plans of a folder.

    Without a folder, for the example plans. Raises LpplanError where something is missing, or
    not sound.
    """
    most = None if max_increase is None else _percentage(max_increase)
    before = sound_folder(tree_texts(old), old).schedules
    after = sound_folder(tree_texts(new), new).schedules
    by_year = [{s.academic_year: s for s in schedules} for schedules in (before, after)]
    return FeeDiff(
        old,
        new,
        changes(*by_year),
        violations(*by_year),
        tuple(_plan_quotes(plans, before, after)),
        tuple(reference_quotes(before, after)),
        most,
    )


def _percentage(typed: str) -> Decimal:
    percent = read_percent(typed)
    if percent is None:
        raise LpplanError(f"--max-increase: must be a percentage such as 10%, not {typed}")
    return percent


def _plan_quotes(folder: str | None, before: Schedules, after: Schedules) -> Iterator[PlanQuotes]:
    root = bundled_folder("examples") if folder is None else Path(folder)
    problems: list[LocatedProblem] = []
    found = []
    try:
        paths = sorted(path for path in root.iterdir() if path.suffix.lower() == ".toml")
    except (OSError, ValueError) as wrong:
        told = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(f"{folder}: cannot be read as a folder of plans: {told}") from None
    for path in paths:
        try:
            plan = load_plan(str(path)).plan
        except LpplanError as refused:
            problems += refused.problems
            continue
        quotes = (quote_plan(plan, schedules)[0] for schedules in (before, after))
        found.append(PlanQuotes(path.stem, *quotes))
    if problems:
        raise LpplanError(problems=problems)
    yield from found
