"""``lpplan fees new``: a provisional schedule for a later year."""

from pathlib import PurePath
from typing import Annotated

import typer

from lpplan.core.problem import LpplanError
from lpplan.options import FeesOption, destination


def new_fees(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="The academic year that it is for.")],
    base: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="YEAR", help="The year to start from (default: the latest)."
        ),
    ] = None,
    uplift: Annotated[
        str | None,
        typer.Option(metavar="PERCENT", help="So much more a year, compounding, such as 3.5%."),
    ] = None,
    told: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PRICE",
            help="A price told already: accreditation.member=399.99. May be repeated.",
        ),
    ] = None,
    fees: FeesOption = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a new file."),
    ] = None,
) -> None:
    """Make a provisional schedule for a later year from one that there is.

    It has no source, so that publishing it takes one. No file is ever written over.
    """
    from lpplan.fees.new_file import new_schedule_toml
    from lpplan.fees.new_report import next_schedule
    from lpplan.reading.fee_folder import load_fees

    to = destination(None, output, force=False, formats=("toml",), may_force=False)
    new = next_schedule(load_fees(fees).schedules, year, base, uplift, told or ())
    name = f"{new.year.in_file_names}.toml"
    if output not in (None, "-") and PurePath(str(output)).name != name:
        raise LpplanError(f"{output}: is not named after its year", f"Name the file {name}.")
    to.write(new_schedule_toml(new))
