"""``lpplan schema`` and ``lpplan fees schema``: JSON Schemas for editors and checkers."""

from typing import Any

from lpplan.options import ForceOption, OutputOption, destination


def plan_schema(output: OutputOption = None, force: ForceOption = False) -> None:
    """Print the JSON Schema of a plan, for an editor's completion and checks."""
    from lpplan.reading import schema

    _write(schema.plan_schema(), output, force=force)


def fees_schema(output: OutputOption = None, force: ForceOption = False) -> None:
    """Print the JSON Schema of a fee file, for an editor's completion and checks."""
    from lpplan.reading import schema

    _write(schema.schedule_schema(), output, force=force)


def _write(schema: dict[str, Any], output: str | None, *, force: bool) -> None:
    import json

    to = destination(None, output, force=force, formats=("json",))
    to.write(json.dumps(schema, indent=2) + "\n")
