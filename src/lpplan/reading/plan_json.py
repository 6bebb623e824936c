"""A plan inside the JSON of a quote: as its TOML has it, with days and amounts as text."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from lpplan.core.plan import Plan
from lpplan.reading.excess import refuse_excess
from lpplan.reading.tables import read_plan
from lpplan.reading.toml_file import written_key
from lpplan.values.money import DecimalText
from lpplan.values.years import AcademicYear


def plan_data(value: Any) -> Any:
    """A plan, or a part of one, as ``to_json`` takes it: the keys that are set, and no others."""
    if isinstance(value, BaseModel):
        there = {name: getattr(value, name) for name in type(value).model_fields}
        return {
            name: plan_data(inner)
            for name, inner in there.items()
            if name in value.model_fields_set and inner is not None
        }
    if isinstance(value, tuple) and not isinstance(value, AcademicYear):
        return [plan_data(inner) for inner in value]
    return value


def plan_from_json(data: object) -> Plan:
    """The plan that ``plan_data`` made such data from.

    Raises ValueError, with what is wrong first, where it is no sound plan.
    """
    if not isinstance(data, dict):
        raise ValueError("must be the plan that the quote is for")
    refuse_excess(data)
    plan, problems = read_plan(_as_in_toml(data))
    if plan is None:
        raise ValueError(f"{written_key(problems[0].key)} {problems[0].message}")
    return plan


def _as_in_toml(value: Any, kind: str = "") -> Any:
    match value:
        case dict():
            return {
                name: _as_in_toml(inner, _kinds().get(name, "")) for name, inner in value.items()
            }
        case list():
            return [_as_in_toml(inner) for inner in value]
        case str() if kind == "date":
            try:
                return date.fromisoformat(value)
            except ValueError:
                return value
        case str() if kind == "number":
            return DecimalText(value)
        case _:
            return value


@cache
def _kinds() -> Mapping[str, str]:
    """Which keys of a plan are days (``date``), and which are amounts or hours (``number``)."""
    kinds = {}
    for table in Plan.model_json_schema()["$defs"].values():
        for name, key in table["properties"].items():
            for option in key.get("anyOf", [key]):
                kinds[name] = option.get("format") or option.get("type")
                if kinds[name] in ("date", "number"):
                    break
    return kinds
