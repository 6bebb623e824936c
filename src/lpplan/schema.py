"""``lpplan schema`` and ``lpplan fees schema``: JSON Schemas for editors and checkers."""

from typing import Any

from lpplan.flags import ForceOption, OutputOption
from lpplan.output import destination
from lpplan.reading import schema
from lpplan.show.data import to_json
from lpplan.show.formats import Formats

FORMATS: Formats[dict[str, Any]] = {"json": to_json}


def plan_schema(output: OutputOption = None, force: ForceOption = False) -> None:
    """Write the schema of a plan."""
    destination(None, output, force=force, formats=FORMATS).write(schema.plan_schema())


def fees_schema(output: OutputOption = None, force: ForceOption = False) -> None:
    """Write the schema of a fee file."""
    destination(None, output, force=force, formats=FORMATS).write(schema.schedule_schema())
