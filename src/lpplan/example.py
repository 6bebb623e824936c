"""``lpplan example``: plans to start from."""

from typing import Annotated

import typer

from lpplan.core.problem import LpplanError
from lpplan.options import (
    Destination,
    ForceOption,
    OutputOption,
    destination,
    format_option,
)


def example(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which example (default: list them).")
    ] = None,
    form: Annotated[str | None, format_option()] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the example plans, print one, or write one to a file of yours."""
    from lpplan.examples import example_plans

    plans = example_plans()
    if name is None:
        to = destination(form, output, force=force)
        to.write(_list(plans, to))
        return
    to = destination(form, output, force=force, formats=("toml",))
    if name.removesuffix(".toml") not in plans:
        raise LpplanError(f"{name}: is not an example", f"The examples: {', '.join(plans)}.")
    to.write(plans[name.removesuffix(".toml")])


def _list(plans: dict[str, str], to: Destination) -> str:
    from lpplan.examples import about

    described = {name: about(plan) for name, plan in plans.items()}
    if to.form == "json":
        from lpplan.show.text import to_json

        found = [{"name": name, "about": told} for name, told in described.items()]
        return to_json(found)
    screen = to.screen()
    table = screen.table("Example", "What it shows")
    for name, told in described.items():
        table.add_row(screen.text(name), screen.text(told))
    start = screen.text("Start from one: lpplan example NAME -o my-plan.toml")
    return screen.render(table, screen.text(""), start)
