"""``lpplan batch``: what many schools' plans cost, from one list."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from typing import Annotated

import typer

from lpplan.batch.document_folder import DocumentFolder
from lpplan.batch.documents import Making, documents
from lpplan.batch.list_file import kept_input
from lpplan.batch.progress import ProgressBar
from lpplan.batch.quoting import Batch, QuotedSchool
from lpplan.batch.school_rows import SchoolList, SchoolRows, Survey, open_list, survey
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
from lpplan.output import chosen_format, destination, say
from lpplan.proposal import FORMATS as PROPOSAL
from lpplan.proposal import (
    WithoutOption,
    sections_left_out,
)
from lpplan.quote import quote_json_line, quotes_csv
from lpplan.reading.fee_folder import load_fees
from lpplan.show.formats import Formats
from lpplan.show.house_style import load_style
from lpplan.show.text import problems_text
from lpplan.stopping import in_steps
from lpplan.values.words import listed

_STEP = 200
"""How many schools the bar moves on by."""

_Quoted = tuple[Batch, Iterable[QuotedSchool]]


def _csv(quoted: _Quoted) -> Iterator[str]:
    run, schools = quoted
    return quotes_csv(
        ((school.quote, [row.others for row in school.rows.rows]) for school in schools),
        uplifted=bool(run.folder.schedules.uplift),
        more=run.others,
    )


def _json_lines(quoted: _Quoted) -> Iterator[str]:
    run, schools = quoted
    return (quote_json_line(run.report(school.rows), _passed_on(run, school)) for school in schools)


def _passed_on(run: Batch, school: QuotedSchool) -> list[dict[str, str]]:
    """What each row says under the columns that are passed on; nothing where there are none."""
    rows = school.rows.rows
    return [dict(zip(run.others, row.others, strict=True)) for row in rows] if run.others else []


def _summary(quoted: _Quoted) -> bytes:
    from lpplan.batch.summary import summary_workbook

    return summary_workbook(*quoted)


FORMATS: Formats[_Quoted] = {"csv": _csv, "jsonl": _json_lines, "xlsx": _summary}


def batch(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="The list, a CSV file or an Excel workbook; - is standard input."
        ),
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
        text_option(
            metavar="DIR",
            help="Write a proposal for each school into this folder, unless the same is there.",
        ),
    ] = None,
    proposal_format: Annotated[
        str,
        typer.Option(metavar="FORM", help=f"Their format: {listed([*PROPOSAL], 'or')}."),
    ] = "docx",
    without: WithoutOption = None,
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
        left_out = sections_left_out(flags, without)
        if left_out and proposals is None:
            hint = "For example: --proposals proposals --without case"
            flags.add("--without", "without-proposals", "goes with --proposals", hint)
    to = destination(form, output, force=force, formats=FORMATS, source=file)
    folder = load_fees(fees, percent)
    with ExitStack() as ending:
        # A document of half a school would be mailed: who is whole is known before the first one.
        kept = ending.enter_context(kept_input()) if file == "-" else None
        known = Survey() if proposals is None else survey(file, kept)
        schools = ending.enter_context(open_list(file, known.apart, kept))
        if schools.remark:
            say(schools.remark)
        # A bar and other processes have more to end than files.
        look = ending.enter_context(in_steps())
        bar = ProgressBar(wanted=proposals is not None or not to.is_screen)
        ending.callback(bar.hide)
        run = Batch(
            path=schools.path,
            others=schools.others,
            folder=folder,
            day=day,
            say=lambda problems: bar.say(problems_text(problems)),
            published_only=published_only,
            stop_on_error=stop_on_error,
            keeps_problems=to.form == "xlsx",
        )
        if proposals is None:
            to.write((run, run.sound(_shown(schools, bar, look))))
        else:
            chosen = chosen_format(proposal_format, None, PROPOSAL, flag="--proposal-format")
            making = Making(folder, day, chosen, load_style(style), left_out)
            written = DocumentFolder(proposals, making, force=force, say=bar.say)
            written.wanted = known.schools
            made = documents(run.sound(schools.schools), making, written.holds)
            each = _with_documents(made, run, written, bar, to_screen=to.is_screen)
            try:
                to.write((run, _until_stopped(each, look)))
            except KeyboardInterrupt:
                bar.hide()
                written.tell_done("; run the same command again to go on.")
                raise
            if bar.at_terminal:
                bar.hide()
                written.tell_done(".")
    run.refuse_bad_rows()


def _shown(schools: SchoolList, bar: ProgressBar, look: Callable[[], None]) -> Iterator[SchoolRows]:
    """The schools of a list, while a bar shows how much of it is read."""
    for number, school in enumerate(schools.schools):
        look()
        if number % _STEP == 0:
            share = schools.share_read()
            bar.show("Quoting schools", share or 0, None if share is None else 1)
        yield school
    bar.hide()


def _until_stopped(
    each: Generator[QuotedSchool, None, None], look: Callable[[], None]
) -> Iterator[QuotedSchool]:
    with closing(each):
        for school in each:
            look()
            yield school


def _with_documents(
    made: Generator[tuple[QuotedSchool, bytes | None], None, None],
    run: Batch,
    folder: DocumentFolder,
    bar: ProgressBar,
    *,
    to_screen: bool,
) -> Generator[QuotedSchool, None, None]:
    """The schools, each once its document is there, while a bar shows how many are."""
    with closing(made):
        for school, content in made:
            folder.write(school.rows, content)
            bar.show(folder.done_in_words, folder.done + run.schools_left_out, folder.wanted)
            if to_screen:
                # What is shown of the school stands above.
                bar.hide()
            yield school
    bar.hide()
    folder.finish()
