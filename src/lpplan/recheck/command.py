"""``lpplan recheck``: whether a saved quote still holds."""

from typing import Annotated, Any

import typer

from lpplan.flags import (
    AsOfOption,
    FeesOption,
    Flags,
    ForceOption,
    OutputOption,
    format_option,
)
from lpplan.output import destination
from lpplan.quote import Asked, plan_as_asked
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.plan_source import PlanSource, load_plan
from lpplan.reading.saved_tables import SavedQuote
from lpplan.recheck.document import recheck_document, recheck_json
from lpplan.recheck.report import PlanNow, Recheck
from lpplan.recheck.report import recheck as rechecked
from lpplan.recheck.sound import load_sound, worked_out_otherwise
from lpplan.show.formats import Formats, for_reading
from lpplan.values.problem import LpplanError

FORMATS: Formats[Recheck] = {
    "table": recheck_document,
    "json": recheck_json,
    **for_reading(recheck_document, "markdown"),
}


def recheck(
    quote: Annotated[
        str,
        typer.Argument(metavar="QUOTE", help="The JSON of a quote; - is standard input."),
    ],
    plan: Annotated[
        str | None,
        typer.Argument(metavar="PLAN", help="Its plan as it is now, a TOML file."),
    ] = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Check whether a saved quote still holds."""
    with Flags() as flags:
        day = flags.as_of(as_of)
    to = destination(form, output, force=force, formats=FORMATS, source=quote)
    saved, data = load_sound(quote)
    source = None if plan is None else load_plan(plan)
    new = None if source is None else _plan_now(saved, source)
    folder = load_fees(fees, saved.uplift, source)
    otherwise = worked_out_otherwise(saved, data)
    report = rechecked(quote, saved, folder, day, new, otherwise=otherwise)
    to.write(report)
    if not report.holds:
        raise typer.Exit(1)


def _plan_now(saved: SavedQuote, source: PlanSource) -> PlanNow:
    """What was asked of a plan, asked of it again."""
    try:
        return PlanNow(plan_as_asked(source, _asked(saved)))
    except LpplanError as refused:
        why = "; ".join(f"{p.key}: {p.problem.message}" for p in refused.problems)
        return PlanNow(None, f"{why}.")


def _asked(saved: SavedQuote) -> Asked:
    """What was asked of the plan, as far as this version knows it."""
    asked: dict[str, Any] = {
        name: value
        for name, value in saved.asked.items()
        if name in Asked._fields and isinstance(value, str) == (Asked._field_defaults[name] is None)
    }
    return Asked(**asked)
