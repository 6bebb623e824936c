"""``lpplan batch``: what many schools' plans cost, from one list."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lpplan.batch.file_names import names_in, proposal_file_name
from lpplan.batch.progress import ProgressBar
from lpplan.batch.quoting import Batch, SoundSchool
from lpplan.batch.school_rows import open_list
from lpplan.core.words import listed
from lpplan.flags import (
    AsOfOption,
    FeesOption,
    Flags,
    ForceOption,
    OutputOption,
    StyleOption,
    UpliftOption,
    format_option,
    switch,
    text_option,
)
from lpplan.output import Destination, chosen_format, destination, make_folder
from lpplan.proposal.command import FORMATS as PROPOSAL
from lpplan.proposal.document import SECTIONS, proposal_document
from lpplan.proposal.report import proposal_report
from lpplan.quote.data import quote_json_line, quotes_csv
from lpplan.reading.fee_folder import FeeFolder, load_fees
from lpplan.reading.plan_source import PlanSource
from lpplan.show.formats import ENDINGS, Formats
from lpplan.show.house_style import load_style
from lpplan.show.text import problems_text

_Quoted = tuple[Batch, Iterable[SoundSchool]]


def _csv(quoted: _Quoted) -> Iterator[str]:
    run, schools = quoted
    return quotes_csv((school.quote for school in schools), uplifted=run.uplifted)


def _json_lines(quoted: _Quoted) -> Iterator[str]:
    run, schools = quoted
    return (quote_json_line(run.report(school.rows)) for school in schools)


FORMATS: Formats[_Quoted] = {"csv": _csv, "jsonl": _json_lines}


def batch(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The list, a CSV file; - is standard input.")
    ],
    stop_on_error: Annotated[
        bool,
        switch(
            "--stop-on-error",
            help="Stop at the first bad school. A file is not written then; standard output"
            " has the schools before it.",
        ),
    ] = False,
    published_only: Annotated[
        bool,
        switch("--published-only", help="Leave out schools with estimates, as if bad."),
    ] = False,
    proposals: Annotated[
        str | None,
        text_option(metavar="DIR", help="Write a proposal for each school into this folder."),
    ] = None,
    proposal_format: Annotated[
        str,
        typer.Option(metavar="FORM", help=f"Their format: {listed([*PROPOSAL], 'or')}."),
    ] = "docx",
    style: StyleOption = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Quote the schools of a list."""
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
    to = destination(form, output, force=force, formats=FORMATS, source=file)
    folder = load_fees(fees, percent)
    with (
        open_list(file) as schools,
        ProgressBar("Quoting schools", lambda: schools.share_read) as bar,
    ):
        run = Batch(
            schools.path,
            folder,
            day,
            lambda problems: bar.say(problems_text(problems)),
            published_only=published_only,
            stop_on_error=stop_on_error,
        )
        sound = run.sound(bar.over(schools.schools(), to_screen=to.is_screen))
        if proposals is not None:
            write_one = _proposal_writer(proposals, proposal_format, style, folder, day)
            sound = _with_proposals(sound, lambda school: write_one(run.plan(school.rows)))
        to.write((run, sound))
    run.refuse_bad_rows()


def _with_proposals(
    sound: Iterator[SoundSchool], write_one: Callable[[SoundSchool], None]
) -> Iterator[SoundSchool]:
    """Each school, once its proposal is written."""
    for school in sound:
        write_one(school)
        yield school


def _proposal_writer(
    folder: str, form: str, style: str | None, fees: FeeFolder, day: date
) -> Callable[[PlanSource], None]:
    """What writes a school's proposal into a folder, under a name of its own."""
    chosen = chosen_format(form, None, PROPOSAL, flag="--proposal-format")
    ending = next(ending for ending, form in ENDINGS.items() if form == chosen)
    house = load_style(style, list(SECTIONS))
    make_folder(folder)
    taken = names_in(Path(folder))

    def write_one(source: PlanSource) -> None:
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
        to = Destination(chosen, PROPOSAL, str(Path(folder) / name), force=False)
        to.write(proposal_document(report, house))

    return write_one
