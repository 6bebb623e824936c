"""The command line: which commands there are, and in which groups help shows them."""

from typing import Annotated

import typer

from lpplan import __version__
from lpplan.commands.example import example
from lpplan.commands.fees import list_fees, show_fees
from lpplan.commands.quote import quote
from lpplan.commands.readiness import readiness
from lpplan.commands.split import split

FOR_SCHOOLS = "For schools"
FOR_FEES = "For those who maintain fee schedules"


def _group(about: str) -> typer.Typer:
    return typer.Typer(
        help=about,
        invoke_without_command=True,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


app = _group(
    "Plan what becoming an SSAT Lead Practitioner Learning Centre (LPLC) costs and asks for."
)
fees = _group("Look at the fee schedules that quotes are made from.")


@app.callback(epilog="Begin with: lpplan example single-school -o my-plan.toml")
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version.")] = False,
) -> None:
    if version:
        typer.echo(f"lpplan {__version__}")
        raise typer.Exit
    _help_where_alone(context)


@fees.callback()
def _help_where_alone(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), nl=False)


def _example(*commands: str) -> str:
    """What stands below a command's help: how a person would type it."""
    return "\n\n".join(f"Example: {command}" for command in commands)


app.command(
    rich_help_panel=FOR_SCHOOLS,
    epilog=_example("lpplan quote my-plan.toml", "lpplan quote --stage 1 --participants 27"),
)(quote)
app.command(rich_help_panel=FOR_SCHOOLS, epilog=_example("lpplan split 20-30"))(split)
app.command(rich_help_panel=FOR_SCHOOLS, epilog=_example("lpplan readiness my-plan.toml"))(
    readiness
)
app.command(
    rich_help_panel=FOR_SCHOOLS,
    epilog=_example("lpplan example single-school -o my-plan.toml"),
)(example)
fees.command("list", epilog=_example("lpplan fees list"))(list_fees)
fees.command("show", epilog=_example("lpplan fees show 2018/19"))(show_fees)
app.add_typer(fees, name="fees", rich_help_panel=FOR_FEES)
