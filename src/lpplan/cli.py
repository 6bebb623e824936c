"""The command line: which commands there are, and in which groups help shows them."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer

from lpplan import __version__
from lpplan.output import write_result, writing_to_stdout

SCHOOLS = "For schools"
FEES = "For those who maintain fee schedules"


class _Command(NamedTuple):
    """A command: where its function is, and how a person would type it."""

    function: str
    examples: tuple[str, ...]

    def load(self) -> Callable[..., Any]:
        module, _, name = self.function.partition(":")
        loaded: Callable[..., Any] = getattr(import_module(f"lpplan.{module}"), name)
        return loaded

    @property
    def epilog(self) -> str:
        return "\n\n".join(f"Example: {example}" for example in self.examples)


_COMMANDS = {
    "walk": _Command("walk.command:walk", ("lpplan walk", "lpplan walk oakfield.toml")),
    "quote": _Command(
        "quote.command:quote",
        ("lpplan quote my-plan.toml", "lpplan quote --stage 1 --participants 27"),
    ),
    "split": _Command("split.command:split", ("lpplan split 27", "lpplan split 20-30")),
    "readiness": _Command("readiness.command:readiness", ("lpplan readiness my-plan.toml",)),
    "timeline": _Command(
        "timeline.command:timeline",
        ("lpplan timeline my-plan.toml", "lpplan timeline my-plan.toml -o my-plan.ics"),
    ),
    "recharge": _Command(
        "recharge.command:recharge",
        ("lpplan recharge my-plan.toml", "lpplan recharge my-plan.toml --share equal"),
    ),
    "proposal": _Command(
        "proposal.command:proposal",
        (
            "lpplan proposal my-plan.toml -o proposal.docx",
            "lpplan proposal my-plan.toml --style our-style.toml -o proposal.html",
        ),
    ),
    "batch": _Command(
        "batch.command:batch",
        (
            "lpplan batch schools.csv -o quotes.csv",
            "lpplan batch schools.csv -o quotes.csv --proposals proposals",
        ),
    ),
    "example": _Command("example:example", ("lpplan example single-school -o my-plan.toml",)),
    "schema": _Command("schema:plan_schema", ("lpplan schema -o plan-schema.json",)),
}
_APPLICANT_COMMANDS = {
    "sheet": _Command(
        "applicant.command:sheet", ("lpplan applicant sheet my-plan.toml -o sheet.docx",)
    ),
    "check": _Command(
        "applicant.command:check",
        ("lpplan applicant check", "lpplan applicant check --contributes yes --evidence no"),
    ),
}
_FEES_COMMANDS = {
    "list": _Command("fees.list_command:list_fees", ("lpplan fees list",)),
    "show": _Command("fees.list_command:show_fees", ("lpplan fees show 2018/19",)),
    "check": _Command(
        "fees.check_command:check_fees", ("lpplan fees check", "lpplan fees check our-fees")
    ),
    "diff": _Command("fees.diff_command:diff_fees", ("lpplan fees diff origin/main:fees fees",)),
    "new": _Command(
        "fees.new_command:new_fees",
        ("lpplan fees new 2026/27 --from 2018/19 -o our-fees/2026-27.toml",),
    ),
    "schema": _Command("schema:fees_schema", ("lpplan fees schema -o fees-schema.json",)),
}


class _Group(NamedTuple):
    """Commands that begin with the same word."""

    about: str
    panel: str
    example: str
    commands: Mapping[str, _Command]


_GROUPS = {
    "applicant": _Group(
        "Tell staff what applying for LP accreditation means, and check who may apply.",
        SCHOOLS,
        "lpplan applicant check",
        _APPLICANT_COMMANDS,
    ),
    "fees": _Group(
        "Look at, check and make the fee schedules that quotes are made from.",
        FEES,
        "lpplan fees check",
        _FEES_COMMANDS,
    ),
}


def command_line(arguments: Sequence[str]) -> typer.Typer:
    """The command line as far as these arguments need it.

    Where they begin with a command or a group, only that one is loaded, so that starting costs
    no more as commands are added; for help or a mistyped name, all are.
    """
    first = arguments[0] if arguments else ""
    wanted = {first} if first in (*_COMMANDS, *_GROUPS) else {*_COMMANDS, *_GROUPS}
    app = _group(
        "Plan what becoming an SSAT Lead Practitioner Learning Centre (LPLC) costs and asks for."
    )
    app.callback(epilog="Begin with: lpplan walk")(_root)
    for name, command in _COMMANDS.items():
        if name in wanted:
            app.command(name, rich_help_panel=SCHOOLS, epilog=command.epilog)(command.load())
    for name, group in _GROUPS.items():
        if name in wanted:
            inner = _group(group.about)
            inner.callback(epilog=f"Example: {group.example}")(_help_where_alone)
            for inner_name, command in group.commands.items():
                inner.command(inner_name, epilog=command.epilog)(command.load())
            app.add_typer(inner, name=name, rich_help_panel=group.panel)
    return app


def _group(about: str) -> typer.Typer:
    return typer.Typer(
        help=about,
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
) -> None:
    if version:
        write_result(f"lpplan {__version__}\n", None, force=False)
        raise typer.Exit
    _help_where_alone(context)


def _help_where_alone(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        with writing_to_stdout():
            typer.echo(context.get_help(), nl=False)
