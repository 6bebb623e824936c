"""``lpplan compare``: two to six plans or saved quotes held against the first."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Annotated, Any, NamedTuple, TypeAlias

import typer

from lpplan.compare.document import comparison_document
from lpplan.compare.facts import Comparison, Difference, Scope, Side
from lpplan.core.readiness import check_stage, stages_to_check
from lpplan.flags import (
    AsOfOption,
    FeesOption,
    Flags,
    ForceOption,
    OutputOption,
    StyleOption,
    UpliftOption,
    format_option,
)
from lpplan.output import destination
from lpplan.quote import quote_data, report_on
from lpplan.reading.fee_folder import FeeFolder, load_fees
from lpplan.reading.plan_source import PlanSource, load_plan
from lpplan.reading.saved_tables import SavedQuote
from lpplan.recheck import load_sound
from lpplan.show.cells import Cell, Money
from lpplan.show.data import to_csv, to_json
from lpplan.show.document import Document
from lpplan.show.formats import Formats, for_reading
from lpplan.timeline import timeline
from lpplan.values.problem import LocatedProblem, LpplanError

FEWEST, MOST = 2, 6
"""How many quotes are compared at once."""


class Compared(NamedTuple):
    """Quotes to compare, the yardstick first, on a day of asking."""

    sides: Sequence[Side]
    day: date

    @property
    def comparisons(self) -> Iterator[Comparison]:
        """Each of the others held against the first."""
        first, *others = self.sides
        return (Comparison(first, side) for side in others)


def _document(compared: Compared) -> Document:
    return comparison_document(compared.sides, compared.day)


def compared_json(compared: Compared) -> str:
    """The quotes and every difference as JSON in ASCII, money as text with two decimals."""
    return to_json(
        {
            "as_of": compared.day,
            "compared": [_side(side) for side in compared.sides],
            "differences": [
                {
                    "name": comparison.this.name,
                    "against": comparison.first.name,
                    "total": comparison.whole.total,
                    "differences": [*map(_difference, comparison.whole.differences)],
                    "stages": [*map(_scope, comparison.stages)],
                    "years": [*map(_scope, comparison.years)],
                }
                for comparison in compared.comparisons
            ],
        }
    )


def _side(side: Side) -> dict[str, Any]:
    dates = {
        key: {"date": when.day, "month": when.month, "suggested": when.suggested}
        for key, when in side.dates.items()
    }
    verdicts = [{"stage": it.stage, "verdict": it.verdict} for it in side.readiness]
    return {"name": side.name, "quote": side.data, "readiness": verdicts, **dates}


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        **({"stage": scope.stage} if scope.stage else {}),
        "academic_year": scope.years[-1],
        "only_in": scope.only_in,
        "total": scope.total,
        "differences": [*map(_difference, scope.differences)],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "what": difference.what,
        "label": difference.label,
        **dict(zip(("first", "this"), map(_plain, difference.values), strict=True)),
        "difference": difference.change,
        "estimate": difference.is_estimate,
    }


def _plain(value: Cell) -> object:
    return value.amount if isinstance(value, Money) else value


_CSV_COLUMNS = (
    *("name", "against", "stage", "academic_year", "what", "label", "first", "this"),
    *("difference", "price_status"),
)


def compared_csv(compared: Compared) -> str:
    """Every difference as CSV, one a row: of stages, then of years, then of the whole."""
    rows = (
        (
            *(comparison.this.name, comparison.first.name),
            *(scope.stage, scope.years[-1] if scope.years else None),
            *(each.what, each.label, *map(_plain, each.values), each.change),
            "estimate" if each.is_estimate else None,
        )
        for comparison in compared.comparisons
        for scope in (*comparison.stages, *comparison.years, comparison.whole)
        for each in scope.differences
    )
    return to_csv(_CSV_COLUMNS, rows)


_FeesOf: TypeAlias = Callable[[PlanSource], FeeFolder]
"""Gives the fees that a plan is priced from."""


def _load(path: str, name: str, day: date, fees: _FeesOf) -> Side:
    """A saved quote as it stands, or a plan as it is priced on the day of asking."""
    if path.lower().endswith(".json"):
        quote, data = load_sound(path)
        plan = quote.plan
    else:
        source = load_plan(path)
        data, plan = quote_data(report_on(source, fees(source), day)), source.plan
        quote = SavedQuote.model_validate(data | {"plan": None})
    if plan is None:
        return Side(name, quote, data)
    to_check = stages_to_check(entry.stage for entry in plan.stages)
    readiness = [check_stage(plan, stage, day) for stage in to_check]
    return Side(name, quote, data, readiness, timeline(plan, day))


def _load_all(paths: Sequence[str], day: date, fees: _FeesOf) -> Sequence[Side]:
    """Every quote. Raises LpplanError with all problems of all of them at once."""
    sides: list[Side] = []
    problems: list[LocatedProblem] = []
    for path, name in zip(paths, names_of(paths), strict=True):
        try:
            sides.append(_load(path, name, day, fees))
        except LpplanError as refused:
            if not refused.problems:
                raise
            problems += refused.problems
    if problems:
        raise LpplanError(problems=problems)
    return sides


def names_of(paths: Sequence[str]) -> list[str]:
    """The name of each file, as short as tells it from the others; a file named twice is numbered.

    First without its ending, ``plan``; then ``plan.toml``, ``north/plan``, ``north/plan.toml``
    and the whole path.
    """
    names: list[str] = []
    files = [PurePath(path) for path in paths]
    for path, file in zip(paths, files, strict=True):
        alike = {other for other in files if other.stem == file.stem}
        shortest = next(s for s in _SHORTENED if len({*map(s, alike)}) == len(alike))
        name = "standard input" if path == "-" else shortest(file)
        numbered = (f"{name} {number}" for number in range(2, len(paths) + 2))
        names.append(next(it for it in (name, *numbered) if it not in names))
    return names


_SHORTENED: Sequence[Callable[[PurePath], str]] = (
    lambda file: file.stem,
    lambda file: file.name,
    lambda file: (PurePath(file.parent.name) / file.stem).as_posix() if file.name else "",
    lambda file: (PurePath(file.parent.name) / file.name).as_posix(),
    lambda file: file.as_posix(),
)
"""How a file is called, the shortest first."""


FORMATS: Formats[Compared] = {
    "table": _document,
    "json": compared_json,
    "csv": compared_csv,
    **for_reading(_document),
}


def compare(
    plans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ONE TWO...",
            help="Two to six plans (TOML files), or quotes saved as JSON; the first is the"
            " yardstick.",
            show_default=False,
        ),
    ] = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    style: StyleOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Hold quotes against the first of them."""
    paths = plans or []
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
        if not FEWEST <= len(paths) <= MOST:
            message = f"name two to six plans or saved quotes, not {len(paths) or 'none'}"
            hint = "The first is the one to compare with: lpplan compare this-year.toml other.toml"
            flags.add("compare", "wrong-number", message, hint)
        if paths.count("-") > 1:
            flags.add("-", "repeated-flag", "is standard input, which can be read once", "")
    for path in paths:
        to = destination(form, output, force=force, formats=FORMATS, source=path, style=style)
    to.write(Compared(_load_all(paths, day, partial(load_fees, fees, percent)), day))
