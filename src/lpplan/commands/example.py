"""``lpplan example``: plans to start from."""

from typing import Annotated

import typer

from lpplan.commands.options import ForceOption, chosen_format, format_option
from lpplan.values.problem import LpplanError


def example(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which example (default: list them).")
    ] = None,
    form: Annotated[str | None, format_option("table", "json")] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file."),
    ] = None,
    force: ForceOption = False,
) -> None:
    """List the example plans, print one, or write one to a file of yours."""
    from lpplan.files.examples import example_plans
    from lpplan.files.output import check_writable, write_result

    check_writable(output, force=force)
    plans = example_plans()
    if name is None:
        text = _list(plans, chosen_format(form, output, ("table", "json")), output)
    elif name.removesuffix(".toml") not in plans:
        raise LpplanError(f"{name}: is not an example\n  The examples: {', '.join(plans)}.")
    else:
        text = plans[name.removesuffix(".toml")]
    write_result(text, output, force=force)


def _list(plans: dict[str, str], form: str, output: str | None) -> str:
    from lpplan.files.examples import about

    described = {name: about(plan) for name, plan in plans.items()}
    if form == "json":
        import json

        found = [{"name": name, "about": told} for name, told in described.items()]
        return json.dumps(found, indent=2) + "\n"
    from lpplan.rendering.screen import screen_for

    screen = screen_for(output)
    table = screen.table("Example", "What it shows")
    for name, told in described.items():
        table.add_row(screen.text(name), screen.text(told))
    start = screen.text("Start from one: lpplan example NAME -o my-plan.toml")
    return screen.render(table, screen.text(""), start)
