"""The command line: one table of the commands, their help, and where their functions are.

Starting lpplan loads the command that is asked for and no other, so that it costs no more as
commands are added; help needs none of them.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from lpplan import __version__
from lpplan.completion import completion_script
from lpplan.flags import as_it_stands
from lpplan.output import write_result, writing_to_stdout

SCHOOLS = "For schools"
FEES = "For those who maintain fee schedules"


class Command(NamedTuple):
    """A command: its module and function, its help, and how a person would type it."""

    function: str
    help: str
    examples: tuple[str, ...]


class Group(NamedTuple):
    """Commands that begin with the same word."""

    help: str
    panel: str
    example: str


COMMANDS = {
    "walk": Command(
        "walk.command:walk",
        "Make a plan by answering questions, one at a time, and see what each stage costs.\n\n"
        "Stop at any question: nothing is lost, and the same command carries on there.",
        ("lpplan walk", "lpplan walk oakfield.toml"),
    ),
    "quote": Command(
        "quote.command:quote",
        "Itemise what becoming a centre costs, stage by stage, exc VAT.\n\n"
        'From a plan, from flags alone, or as a "what if" on a plan: one stage or entry with other'
        " numbers, another year, or without some schools.",
        (
            "lpplan quote my-plan.toml",
            "lpplan quote --stage 1 --participants 27",
            'lpplan quote my-plan.toml --without "Riverside Primary"',
        ),
    ),
    "recheck": Command(
        "recheck.command:recheck",
        "Check whether a saved quote still holds today, to the penny.\n\n"
        "QUOTE is the JSON of a quote; with PLAN, also against its plan as it is now. Exits with 1"
        " where something changed, and says what.",
        (
            "lpplan quote my-plan.toml -o quote.json",
            "lpplan recheck quote.json my-plan.toml",
        ),
    ),
    "compare": Command(
        "compare.command:compare",
        "Hold two to six plans or saved quotes side by side against the first.\n\n"
        "What differs comes first: stages, years, lines, people, readiness and dates; then all of"
        " them with their totals.",
        (
            "lpplan compare my-plan.toml larger.toml",
            "lpplan compare last-year.json my-plan.toml -o comparison.docx",
        ),
    ),
    "split": Command(
        "split.command:split",
        "Divide people into cohorts, and see what each size costs.",
        ("lpplan split 27", "lpplan split 20-30"),
    ),
    "readiness": Command(
        "readiness:readiness",
        "Check whether the centre and its trainers are ready, and what to do next.\n\n"
        "Exits with 1 unless every stage checked is ready.",
        ("lpplan readiness my-plan.toml",),
    ),
    "timeline": Command(
        "timeline.command:timeline",
        "Show each stage from its academic year to its gateway, with deadlines and hours.\n\n"
        "Dates that the plan lacks are suggested, and marked so. Exits with 1 where something in"
        " the plan cannot work.",
        ("lpplan timeline my-plan.toml", "lpplan timeline my-plan.toml -o my-plan.ics"),
    ),
    "recharge": Command(
        "recharge.command:recharge",
        "Show what each participating school pays, to the penny, exc VAT.\n\n"
        "For a Stage 3 with a charge or costs of its own, also what it earns and when it breaks"
        " even.",
        ("lpplan recharge my-plan.toml", "lpplan recharge my-plan.toml --share equal"),
    ),
    "case": Command(
        "case.command:case",
        "Show whether becoming a centre is worth it: what it saves, and when it pays back.\n\n"
        "The same people through the same years, with sessions that SSAT runs or as a centre.",
        ("lpplan case my-plan.toml", "lpplan case my-plan.toml --years 10 --own-cost 600"),
    ),
    "proposal": Command(
        "proposal.command:proposal",
        "Write a proposal: the stages, who does what, the costs, and room to sign.\n\n"
        "As Markdown, as HTML that prints well, as .docx for Word, or as PDF.",
        (
            "lpplan proposal my-plan.toml -o proposal.docx",
            "lpplan proposal my-plan.toml --style our-style.toml -o proposal.html",
        ),
    ),
    "offer": Command(
        "offer.command:offer",
        "Write the sheet with which a centre recruits other schools for its Stage 2 or 3.\n\n"
        "What a place costs and covers, dates, support, who should come, and a reply slip.",
        (
            "lpplan offer my-plan.toml -o offer.docx",
            "lpplan offer my-plan.toml --stage 3 --reply-by 2027-07-02 -o offer.pdf",
        ),
    ),
    "batch": Command(
        "batch.command:batch",
        "Quote many schools in one run, for a mailing or a trust.\n\n"
        "FILE, a CSV file or an Excel workbook, has the columns school, membership, stage,"
        " academic_year and participants: one row for each stage, the rows of a school together."
        " It may have reference, valid_until, launch, application_support and gateway too; any"
        " other column is passed on.\n\n"
        "A bad row is reported with its line, leaves its school out, and makes the exit code 1;"
        " the other schools are quoted.",
        (
            "lpplan batch schools.csv -o quotes.csv",
            "lpplan batch schools.xlsx -o summary.xlsx --proposals proposals",
        ),
    ),
    "example": Command(
        "example:example",
        "List the example plans, print one, or write one to a file of yours.",
        ("lpplan example single-school -o my-plan.toml",),
    ),
    "schema": Command(
        "schema:plan_schema",
        "Print the JSON Schema of a plan, for an editor's completion and checks.",
        ("lpplan schema -o plan-schema.json",),
    ),
    "applicant sheet": Command(
        "applicant.sheet:sheet",
        "Write what staff need to know who think of applying for LP accreditation.\n\n"
        "Your school's own details come from the plan's [applicants] table.",
        ("lpplan applicant sheet my-plan.toml -o sheet.docx",),
    ),
    "applicant check": Command(
        "applicant.check:check",
        "Check whether somebody meets the conditions to apply, published and the school's own.\n\n"
        "Without answers it asks for them, at a terminal. Exits with 1 unless all are met.",
        ("lpplan applicant check", "lpplan applicant check --contributes yes --evidence no"),
    ),
    "fees list": Command(
        "fees.schedules:list_fees",
        "List the years that have fees: for whom, from which source, checked when.",
        ("lpplan fees list",),
    ),
    "fees show": Command(
        "fees.schedules:show_fees",
        "Show one year's charges, and where they come from.",
        ("lpplan fees show 2018/19",),
    ),
    "fees check": Command(
        "fees.check:check_fees",
        "Find everything wrong or unusual in fee files.\n\nExits with 1 where there is an error.",
        ("lpplan fees check", "lpplan fees check our-fees"),
    ),
    "fees diff": Command(
        "fees.diff:diff_fees",
        "Show what changed between two sets of fees, and what it does to quotes.\n\n"
        "Exits with 1 where a published schedule is missing, or its amounts changed without a newer"
        " check date.",
        ("lpplan fees diff origin/main:fees fees",),
    ),
    "fees new": Command(
        "fees.new:new_fees",
        "Make a provisional schedule for a later year from an existing one.\n\n"
        "The schedule has no source: add one before publishing it. The command never overwrites a"
        " file.",
        ("lpplan fees new 2026/27 --from 2018/19 -o our-fees/2026-27.toml",),
    ),
    "fees told": Command(
        "fees.told:told",
        "Write prices that SSAT told you into a fee folder beside your plan.\n\n"
        "They are provisional: quotes use them, and mark them as estimates.",
        ('lpplan fees told 2027/28 accreditation=450 --by "SSAT LP team" --plan my-plan.toml',),
    ),
    "fees schema": Command(
        "schema:fees_schema",
        "Print the JSON Schema of a fee file, for an editor's completion and checks.",
        ("lpplan fees schema -o fees-schema.json",),
    ),
}
"""By what is typed, in the order in which help shows them."""

GROUPS = {
    "applicant": Group(
        help="Tell staff what applying for LP accreditation means, and check who may apply.",
        panel=SCHOOLS,
        example="lpplan applicant check",
    ),
    "fees": Group(
        help="Look at, check and make the fee schedules that quotes are made from.",
        panel=FEES,
        example="lpplan fees check",
    ),
}


class _Helped:
    """Mixed into what Typer makes: help without the kind of value that --help has not."""

    def get_help_option(self, ctx: Any) -> Any:
        option: Any = super().get_help_option(ctx)  # type: ignore[misc] # of the other class
        option.metavar = ""
        return option


class _HelpedCommand(_Helped, TyperCommand):
    """A command with such help."""


class _HelpedGroup(_Helped, TyperGroup):
    """A group of commands with such help."""


def command_line(arguments: Sequence[str]) -> typer.Typer:
    """The command line, with only that command loaded which the arguments begin with.

    For help, or a mistyped name, every command is there, and none of them is loaded.
    """
    app = _group(
        "Plan what becoming an SSAT Lead Practitioner Learning Centre (LPLC) costs and asks for."
    )
    app.callback(epilog="Begin with: lpplan walk")(_root)
    first, second = [*arguments[:2], "", ""][:2]
    known = first in {name.split()[0] for name in COMMANDS}
    groups = {"": app}
    for name, group in GROUPS.items():
        if name == first or not known:
            groups[name] = _group(group.help)
            groups[name].callback(epilog=f"Example: {group.example}")(_help_where_alone)
            app.add_typer(groups[name], name=name, rich_help_panel=group.panel)
    for name, command in COMMANDS.items():
        if name.split()[0] == first or not known:
            group_name, _, own_name = name.rpartition(" ")
            function: Any = _not_loaded
            if name in (first, f"{first} {second}"):
                module, _, attribute = command.function.partition(":")
                function = getattr(import_module(f"lpplan.{module}"), attribute)
            groups[group_name].command(
                own_name,
                cls=_HelpedCommand,
                help=as_it_stands(command.help),
                epilog=as_it_stands("\n\n".join(f"Example: {it}" for it in command.examples)),
                rich_help_panel=None if group_name else SCHOOLS,
            )(function)
    return app


def _not_loaded() -> None:
    """Stands for a command that nobody asked for, so that help can show it."""


def _group(about: str) -> typer.Typer:
    return typer.Typer(
        cls=_HelpedGroup,
        help=as_it_stands(about),
        invoke_without_command=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", "-V", metavar="", help="Show the version.")
    ] = False,
    completion: Annotated[
        str | None,
        typer.Option(
            metavar="SHELL",
            help="Show the script that completes commands and flags: for bash, zsh, fish or"
            " powershell.",
        ),
    ] = None,
) -> None:
    if version:
        write_result(f"lpplan {__version__}\n", None, force=False)
        raise typer.Exit
    if completion is not None:
        write_result(completion_script(completion), None, force=False)
        raise typer.Exit
    _help_where_alone(context)


def _help_where_alone(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        with writing_to_stdout():
            typer.echo(context.get_help(), nl=False)
