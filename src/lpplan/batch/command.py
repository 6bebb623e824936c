"""``lpplan batch``: what many schools' plans cost, from one list."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from lpplan.core.problem import LpplanError
from lpplan.core.words import listed
from lpplan.options import (
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
from lpplan.proposal.command import FORMATS, StyleOption, document_as

if TYPE_CHECKING:
    from lpplan.batch.quoting import SoundSchool
    from lpplan.reading.fee_folder import FeeFolder
    from lpplan.reading.plan_source import PlanSource

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
    proposals: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Write a proposal for each school into this folder."),
    ] = None,
    proposal_format: Annotated[
        str,
        typer.Option(metavar="FORM", help=f"Their format: {listed(FORMATS, 'or')}."),
    ] = "docx",
    style: StyleOption = None,
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
    from lpplan.batch.progress import ProgressBar
    from lpplan.batch.quoting import Batch
    from lpplan.batch.school_rows import open_list
    from lpplan.quote.data import quotes_csv, quotes_json_lines
    from lpplan.reading.fee_folder import load_fees
    from lpplan.show.problems import problems_told

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
        if proposals is not None:
            write_one = _proposal_writer(proposals, proposal_format, style, folder, day)
            sound = _with_proposals(sound, lambda school: write_one(run.plan(school.rows)))
        if to.form == "csv":
            parts = quotes_csv((school.quote for school in sound), uplifted=bool(percent))
        else:
            parts = quotes_json_lines(run.report(school.rows) for school in sound)
        for part in parts:
            write(part)
        ended = True
    # The reader of a pipe that closed early asks for no count.
    if ended:
        run.refuse_bad_rows()


def _with_proposals(
    sound: "Iterator[SoundSchool]", write_one: "Callable[[SoundSchool], None]"
) -> "Iterator[SoundSchool]":
    """Each school, once its proposal is written."""
    for school in sound:
        write_one(school)
        yield school


def _proposal_writer(
    folder: str, form: str, style: str | None, fees: "FeeFolder", day: date
) -> "Callable[[PlanSource], None]":
    """What writes a school's proposal into a folder, under a name of its own."""
    from pathlib import Path

    from lpplan.batch.file_names import names_in, proposal_file_name
    from lpplan.output import make_folder, write_result
    from lpplan.proposal.document import proposal_document
    from lpplan.proposal.report import SECTIONS, proposal_report
    from lpplan.show.style import load_style

    endings = {"md": "markdown"}
    chosen = endings.get(form.lower(), form.lower())
    if chosen not in FORMATS:
        raise LpplanError(f"--proposal-format: must be {listed(FORMATS, 'or')}, not {form}")
    house = load_style(style, list(SECTIONS))
    make_folder(folder)
    taken = names_in(Path(folder))
    ending = ".md" if chosen == "markdown" else f".{chosen}"

    def write_one(source: "PlanSource") -> None:
        report = proposal_report(
            source,
            fees,
            made=day,
            as_of=day,
            reference=None,
            valid_until=None,
            prepared_by=house.style.name,
        )
        name = proposal_file_name(source.plan.school.name, ending, taken)
        document = document_as(chosen, proposal_document(report, house))
        write_result(document, str(Path(folder) / name), force=False)

    return write_one
