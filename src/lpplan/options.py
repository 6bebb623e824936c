"""The options that commands share, and what they mean."""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from lpplan.core.money import read_percent
from lpplan.core.problem import LpplanError
from lpplan.core.words import listed

if TYPE_CHECKING:
    from lpplan.show.screen import Screen

PlanArgument = Annotated[
    str, typer.Argument(metavar="PLAN", help="The plan, a TOML file; - is standard input.")
]
FeesOption = Annotated[
    str | None,
    typer.Option(
        "--fees",
        metavar="DIR",
        help="Use the fee schedules in this folder (default: $LPPLAN_FEES, else those bundled).",
        show_default=False,
    ),
]


TABLE_OR_JSON = ("table", "json")


def format_option(formats: Sequence[str] = TABLE_OR_JSON) -> Any:
    """The option that picks one of a command's formats, the first of them by default."""
    return typer.Option(
        "--format",
        "-f",
        metavar="FORM",
        help=f"The form of the result: {listed(formats, 'or')} (default: {formats[0]}).",
        show_default=False,
    )


OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file; its ending picks the format where --format does not.",
        show_default=False,
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", metavar="", help="Replace the file where it exists already.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Answer as on this day, such as 2026-11-21 (default: today).",
        show_default=False,
    ),
]
UpliftOption = Annotated[
    str | None,
    typer.Option(
        "--uplift",
        metavar="PERCENT",
        help="Assume so much more for each year beyond the fees, compounding, such as 3%.",
        show_default=False,
    ),
]

_BY_ENDING = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".txt": "table",
    ".toml": "toml",
    ".sarif": "sarif",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ics": "ics",
}


class Destination(NamedTuple):
    """Where a result goes, and in which form."""

    form: str
    output: str | None
    force: bool

    @property
    def is_screen(self) -> bool:
        """Whether the result goes to a terminal."""
        return self.output in (None, "-") and sys.stdout is not None and sys.stdout.isatty()

    def screen(self) -> "Screen":
        """What tables are laid out for."""
        from lpplan.show.screen import screen_for

        return screen_for(self.output)

    def write(self, result: str | bytes) -> None:
        """Write the result. Raises LpplanError where that is not possible."""
        from lpplan.output import write_result

        write_result(result, self.output, force=self.force, mark=self.form == "csv")

    def writing(self) -> AbstractContextManager[Callable[[str | bytes], None]]:
        """A function that writes a result part by part; a file comes into place at the end."""
        from lpplan.output import writing_result

        return writing_result(self.output, force=self.force, mark=self.form == "csv")


def destination(
    form: str | None,
    output: str | None,
    *,
    force: bool,
    formats: Sequence[str] = TABLE_OR_JSON,
    source: str | None = None,
    may_force: bool = True,
) -> Destination:
    """Where the flags send a result, in the form that they or the file's ending name.

    ``source`` is the file that the result is made from; ``may_force`` tells whether the command
    has ``--force``. Raises LpplanError for a form that the
    command does not have, and early for a file that is not to be written.
    """
    from lpplan.output import check_writable

    chosen = _chosen_format(form, output, formats)
    check_writable(output, force=force, source=source, may_force=may_force)
    return Destination(chosen, output, force)


def _chosen_format(given: str | None, output: str | None, known: Sequence[str]) -> str:
    if given is not None:
        named = _BY_ENDING.get(f".{given.lower()}", given.lower())
        if named in known:
            return named
        raise LpplanError(f"--format: must be {listed(known, 'or')}, not {given}")
    if output is None or output == "-" or output.startswith("/dev/"):
        return known[0]
    by_ending = _BY_ENDING.get(PurePath(output).suffix.lower())
    if by_ending is not None and by_ending in known:
        return by_ending
    endings = [ending for ending, form in _BY_ENDING.items() if form in known]
    mend = f"End the name in {listed(endings, 'or')}"
    raise LpplanError(
        f"{output or '--output'}: its ending does not say which format to write",
        f"{mend}, or say it with --format." if len(known) > 1 else f"{mend}.",
    )


def day_of_asking(given: str | None) -> date:
    """The day that ``--as-of`` names, else today. Raises LpplanError where it is no date."""
    return read_day_flag("--as-of", given) or datetime.now().astimezone().date()


def read_day_flag(flag: str, given: str | None) -> date | None:
    """The day that a flag names, None without it. Raises LpplanError where it is no date."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise LpplanError(f"{flag}: must be a date such as 2026-11-21, not {given}") from None


def yearly_uplift(given: str | None) -> Decimal:
    """The percentage that ``--uplift`` adds a year. Raises LpplanError where it is none."""
    percent = Decimal(0) if given is None else read_percent(given)
    if percent is None:
        raise LpplanError(
            f"--uplift: must be a percentage a year from 0 to 1,000, not {given or 'nothing'}",
            "For example: --uplift 3%",
        )
    return percent
