"""``lpplan batch``: what many schools' plans cost, from one list."""

from typing import Annotated

import typer

from lpplan.commands.options import (
    AsOfOption,
    FeesOption,
    ForceOption,
    OutputOption,
    UpliftOption,
    day_of_asking,
    destination,
    format_option,
    yearly_uplift,
)

_FORMATS = ("csv", "jsonl")


def batch(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The list, a CSV file; - is standard input.")
    ],
    stop_on_error: Annotated[
        bool,
        typer.Option(
            "--stop-on-error",
            metavar="",
            help="Stop at the first bad school. A file is not written then; standard output"
            " has the schools before it.",
        ),
    ] = False,
    published_only: Annotated[
        bool,
        typer.Option(
            "--published-only", metavar="", help="Leave out schools with estimates, as if bad."
        ),
    ] = False,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(_FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Quote many schools in one run, for a mailing or a trust.

    FILE has the columns school, membership, stage, academic_year and
    participants: one row for each stage, the rows of a school together.

    A bad row is told of with its line, leaves its school out, and makes the exit
    code 1; the other schools are quoted.
    """
    from lpplan.files.fee_folder import load_fees
    from lpplan.files.school_rows import open_list
    from lpplan.rendering.problems import problems_told
    from lpplan.rendering.progress import ProgressBar
    from lpplan.rendering.quote_data import quotes_csv, quotes_json_lines
    from lpplan.reports.batch import Batch

    to = destination(form, output, force=force, formats=_FORMATS, source=file)
    day, percent = day_of_asking(as_of), yearly_uplift(uplift)
    folder = load_fees(fees, percent)
    ended = False
    with (
        open_list(file) as schools,
        ProgressBar("Quoting schools", lambda: schools.share_read) as bar,
        to.writing() as write,
    ):
        run = Batch(
            schools.path,
            folder,
            day,
            lambda problems: bar.say(problems_told(problems)),
            published_only=published_only,
            stop_on_error=stop_on_error,
        )
        sound = run.sound(bar.over(schools.schools(), to_screen=to.is_screen))
        if to.form == "csv":
            parts = quotes_csv((school.quote for school in sound), uplifted=bool(percent))
        else:
            parts = quotes_json_lines(run.report(school.rows)[1] for school in sound)
        for part in parts:
            write(part)
        ended = True
    # The reader of a pipe that closed early asks for no count.
    if ended:
        run.refuse_bad_rows()
