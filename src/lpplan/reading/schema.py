"""JSON Schemas of plans and fee files, for editors and other checkers, made from the models.

They refuse what the loader refuses as far as JSON Schema can say it. It cannot tell ``27.0``
from ``27``, compare two dates, or count people.
"""

from typing import Any

from pydantic import BaseModel

from lpplan.core.fees import Charge, FeeSchedule, Source
from lpplan.core.kinds import expectation
from lpplan.core.plan import (
    Applicants,
    Centre,
    OwnCost,
    ParticipatingSchool,
    Plan,
    School,
    StageEntry,
    Trainer,
)
from lpplan.core.programme import STANDARD_CHARGES

# The draft that editors' TOML support knows best.
_DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]


def plan_schema() -> Schema:
    """The schema of a plan."""
    tables = (School, Centre, StageEntry, ParticipatingSchool, OwnCost, Trainer, Applicants)
    schema = _schema(Plan, "A plan for lpplan", tables)
    schema["properties"]["stages"]["minItems"] = 1
    some_schools = {"required": ["schools"], "properties": {"schools": {"minItems": 1}}}
    schema["$defs"]["StageEntry"] |= {
        "anyOf": [{"required": ["participants"]}, some_schools],
        "not": {"allOf": [{"required": ["participants"]}, some_schools]},
        "if": {"required": ["stage"], "properties": {"stage": {"enum": [1, 2]}}},
        "then": _without("charge_per_person") | {"properties": {"own_costs": {"maxItems": 0}}},
    }
    return schema


def schedule_schema() -> Schema:
    """The schema of a fee file."""
    schema = _schema(FeeSchedule, "A fee schedule for lpplan", (Source, Charge))
    charge = schema["$defs"]["Charge"]
    charge["properties"]["stages"]["minItems"] = 1
    charge |= _if("per", "cohort", {"required": ["max_cohort_size"]}, _without("max_cohort_size"))
    published = {
        "required": ["source"],
        "properties": {"source": {"required": ["title", "publisher", "checked"]}},
        **_without("based_on", "uplift"),
    }
    schema |= _if("status", "published", published, {})
    schema["properties"]["fees"]["propertyNames"] = {"pattern": r"\S"}
    schema["allOf"] = [_charged_or_withdrawn(name) for name in STANDARD_CHARGES]
    return schema


def _if(key: str, value: str, then: Schema, otherwise: Schema) -> Schema:
    condition = {"required": [key], "properties": {key: {"const": value}}}
    return {"if": condition, "then": then, "else": otherwise}


def _without(*keys: str) -> Schema:
    return {"allOf": [{"not": {"required": [key]}} for key in keys]}


def _charged_or_withdrawn(name: str) -> Schema:
    """Exactly one of the two is so of a standard charge."""
    withdrawn = {
        "required": ["withdrawn"],
        "properties": {"withdrawn": {"contains": {"const": name}}},
    }
    charged = {"required": ["fees"], "properties": {"fees": {"required": [name]}}}
    return {"oneOf": [charged, withdrawn]}


def _schema(model: type[BaseModel], title: str, tables: tuple[type[BaseModel], ...]) -> Schema:
    schema: Schema = _plainer(model.model_json_schema())
    for table in tables:
        _describe(schema["$defs"][table.__name__], table)
    _describe(schema, model)
    return {"$schema": _DRAFT, "title": title} | schema


def _plainer(node: Any) -> Any:
    """A schema without the null that TOML does not have, and without made-up titles."""
    if isinstance(node, list):
        return [_plainer(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    plain = {
        key: _plainer(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and key not in ("default", "description")
    }
    alternatives = [one for one in plain.pop("anyOf", []) if one != {"type": "null"}]
    for only in alternatives:
        plain |= only
    if plain.get("type") == "array" and "$ref" not in plain["items"]:
        plain["uniqueItems"] = True
    return plain


def _describe(schema: Schema, model: type[BaseModel]) -> None:
    """Say of each key what it expects, as the messages do."""
    for name, field in model.model_fields.items():
        told = [m for m in field.metadata if hasattr(m, "words")]
        expects = told[-1] if told else expectation(field.annotation)
        if expects is not None:
            schema["properties"][name]["description"] = expects.words
