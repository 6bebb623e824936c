"""``lpplan batch``: what many schools' plans cost, from one list."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from lpplan.batch.documents import DocumentFolder, Making, documents
from lpplan.batch.quoting import Batch, QuotedSchool
from lpplan.batch.school_rows import SchoolList, SchoolRows, open_list
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
from lpplan.stopping import unwinding
from lpplan.values.words import listed

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds that nobody needs a progress bar for."""
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
            help="Write a proposal for each school into this folder; again, in place of its own.",
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
    # A bar and other processes have more to end than files.
    with unwinding(), open_list(file) as schools, closing(_ProgressBar(schools)) as bar:
        if schools.remark:
            say(schools.remark)
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
        sound = run.sound(bar.schools(to_screen=to.is_screen))
        if proposals is not None:
            chosen = chosen_format(proposal_format, None, PROPOSAL, flag="--proposal-format")
            making = Making(folder, day, chosen, load_style(style), left_out)
            written = DocumentFolder(proposals, chosen, force=force, say=bar.say)
            sound = _with_documents(sound, making, written)
        to.write((run, sound))
    run.refuse_bad_rows()


class _ProgressBar:
    """A bar on standard error, from a second on, where that is a terminal and the result is not."""

    def __init__(self, schools: SchoolList) -> None:
        self._list = schools
        self._bar: Progress | None = None

    def close(self) -> None:
        """Take the bar away, where there is one."""
        if self._bar is not None:
            with suppress(OSError):
                self._bar.stop()

    def schools(self, *, to_screen: bool) -> Iterator[SchoolRows]:
        """The schools of the list; ``to_screen`` is whether their quotes go to the terminal."""
        wanted = not to_screen and sys.stderr is not None and sys.stderr.isatty()
        wanted = wanted and os.environ.get("TERM") != "dumb"
        began = time.monotonic()
        for number, school in enumerate(self._list.schools):
            if wanted and number % _STEP == 0 and time.monotonic() - began > PATIENCE:
                self._show(self._list.share_read())
            yield school

    def say(self, message: str) -> None:
        """Write to standard error, above the bar where there is one."""
        if self._bar is None:
            say(message)
        else:
            self._bar.console.out(message, end="", highlight=False)

    def _show(self, share: float | None) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.add_task("Quoting schools", total=None if share is None else 1.0)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=share or 0.0)


def _with_documents(
    schools: Iterable[QuotedSchool], making: Making, folder: DocumentFolder
) -> Iterator[QuotedSchool]:
    """The schools, each once its document is written."""
    with closing(documents(schools, making)) as made:
        for school, content in made:
            folder.write(school.rows.name, content)
            yield school
    folder.finish()
