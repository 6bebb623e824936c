"""``lpplan fees list`` and ``lpplan fees show``: what is published."""

from typing import Annotated

import typer

from lpplan.commands.options import (
    FeesOption,
    ForceOption,
    OutputOption,
    chosen_format,
    format_option,
)
from lpplan.values.problem import LpplanError


def list_fees(
    fees: FeesOption = None,
    form: Annotated[str | None, format_option("table", "json")] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the years that have fees: for whom, from which source, checked when."""
    from lpplan.files.fee_folder import load_fees
    from lpplan.files.output import check_writable, write_result
    from lpplan.rendering.fees import list_json, list_table
    from lpplan.rendering.screen import screen_for

    written_as = chosen_format(form, output, ("table", "json"))
    check_writable(output, force=force)
    folder = load_fees(fees)
    as_json = written_as == "json"
    text = list_json(folder) if as_json else list_table(folder, screen_for(output))
    write_result(text, output, force=force)


def show_fees(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="An academic year, such as 2018/19.")],
    fees: FeesOption = None,
    form: Annotated[str | None, format_option("table", "json")] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show one year's charges, and where they come from."""
    from lpplan.files.fee_folder import load_fees
    from lpplan.files.output import check_writable, write_result
    from lpplan.rendering.fees import show_json, show_table
    from lpplan.rendering.screen import screen_for
    from lpplan.reports.flags import Flags

    written_as = chosen_format(form, output, ("table", "json"))
    check_writable(output, force=force)
    flags = Flags()
    asked = flags.year("YEAR", year, "lpplan fees show 2018/19")
    flags.refuse_problems()
    folder = load_fees(fees)
    schedule = folder.schedules.of(asked) if asked else None
    if schedule is None:
        years = ", ".join(map(str, folder.schedules.years))
        raise LpplanError(f"{asked}: has no fee schedule\n  The years that have one: {years}.")
    as_json = written_as == "json"
    text = (
        show_json(folder, schedule) if as_json else show_table(folder, schedule, screen_for(output))
    )
    write_result(text, output, force=force)
