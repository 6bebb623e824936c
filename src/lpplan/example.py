"""``lpplan example``: plans to start from."""

from collections.abc import Mapping
from typing import Annotated

import typer

from lpplan.flags import Flags, ForceOption, OutputOption, format_option
from lpplan.output import destination
from lpplan.reading.bundled import bundled_folder
from lpplan.show.data import to_json
from lpplan.show.document import Document, Paragraph, Row, table
from lpplan.show.formats import Formats, for_reading
from lpplan.values.problem import LpplanError


def example_plans() -> dict[str, str]:
    """The text of each example plan by its name, in the order of the names."""
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(bundled_folder("examples").glob("*.toml"))
    }


def _about(plan: str) -> str:
    """What an example is about: the first line of its first comment."""
    return plan.partition("\n")[0].removeprefix("#").strip()


def _list_document(plans: Mapping[str, str]) -> Document:
    rows = [Row((name, _about(plan))) for name, plan in plans.items()]
    start = "Start from one: lpplan example NAME -o my-plan.toml"
    return Document(
        title="Example plans",
        made=Flags().as_of(None),
        parts=[table("Example", "What it shows", rows=rows), Paragraph(start)],
    )


def _list_json(plans: Mapping[str, str]) -> str:
    return to_json([{"name": name, "about": _about(plan)} for name, plan in plans.items()])


LIST_FORMATS: Formats[Mapping[str, str]] = {
    "table": _list_document,
    "json": _list_json,
    **for_reading(_list_document),
}
PLAN_FORMATS: Formats[str] = {"toml": str}


def example(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which example (default: list them).")
    ] = None,
    form: Annotated[str | None, format_option(LIST_FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the examples, or write one."""
    plans = example_plans()
    if name is None:
        destination(form, output, force=force, formats=LIST_FORMATS).write(plans)
        return
    plan = plans.get(name.removesuffix(".toml"))
    if plan is None:
        raise LpplanError(f"{name}: is not an example", f"The examples: {', '.join(plans)}.")
    destination(form, output, force=force, formats=PLAN_FORMATS).write(plan)
