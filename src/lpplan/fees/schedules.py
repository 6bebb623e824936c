"""``lpplan fees list`` and ``lpplan fees show``: what is published."""

from typing import Annotated

import typer

from lpplan.core.problem import LpplanError
from lpplan.options import (
    FeesOption,
    ForceOption,
    OutputOption,
    destination,
    format_option,
)


def list_fees(
    fees: FeesOption = None,
    form: Annotated[str | None, format_option()] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the years that have fees: for whom, from which source, checked when."""
    from lpplan.fees.schedule_document import list_json, list_table
    from lpplan.reading.fee_folder import load_fees

    to = destination(form, output, force=force)
    folder = load_fees(fees)
    to.write(list_json(folder) if to.form == "json" else list_table(folder, to.screen()))


def show_fees(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="An academic year, such as 2018/19.")],
    fees: FeesOption = None,
    form: Annotated[str | None, format_option()] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show one year's charges, and where they come from."""
    from lpplan.fees.schedule_document import show_json, show_table
    from lpplan.flags import Flags
    from lpplan.reading.fee_folder import load_fees

    to = destination(form, output, force=force)
    flags = Flags()
    asked = flags.year("YEAR", year, "lpplan fees show 2018/19")
    flags.refuse_problems()
    folder = load_fees(fees)
    schedule = folder.schedules.of(asked) if asked else None
    if schedule is None:
        years = ", ".join(map(str, folder.schedules.years))
        raise LpplanError(f"{asked}: has no fee schedule", f"The years that have one: {years}.")
    if to.form == "json":
        to.write(show_json(folder, schedule))
    else:
        to.write(show_table(folder, schedule, to.screen()))
