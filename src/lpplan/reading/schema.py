"""JSON Schemas of plans and fee files, for editors and other checkers, made from the models.

They refuse what the loader refuses as far as JSON Schema can say it. It cannot tell ``27.0``
from ``27``, compare two dates, or count people.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lpplan.core.fees import FeeSchedule
from lpplan.core.plan import Plan
from lpplan.core.programme import CENTRE_STAGES, STAGES, STANDARD_CHARGES
from lpplan.reading import words
from lpplan.values.kinds import FileTable

# The draft that editors' TOML support knows best.
_DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]

_NOT_THE_CENTRES = [stage for stage in STAGES if stage not in CENTRE_STAGES]
_LICENSED = ["awarded", "withdrawn"]


def plan_schema() -> Schema:
    """The schema of a plan."""
    schema = _schema(Plan, "A plan for lpplan", words.PLAN)
    schema["properties"]["stages"]["minItems"] = 1
    some_schools = {"required": ["schools"], "properties": {"schools": {"minItems": 1}}}
    schema["$defs"]["StageEntry"] |= {
        "anyOf": [{"required": ["participants"]}, some_schools],
        "not": {"allOf": [{"required": ["participants"]}, some_schools]},
        "if": {"required": ["stage"], "properties": {"stage": {"enum": _NOT_THE_CENTRES}}},
        "then": _without("charge_per_person", "minimum_participants")
        | {"properties": {"support": {"maxItems": 0}}},
    }
    schema["$defs"]["Support"] |= _if("kind", "other", {"required": ["label"]}, {})
    schema["$defs"]["Support"]["dependencies"] = {"cost": ["times"]}
    licensed = {"required": ["licence"], "properties": {"licence": {"enum": _LICENSED}}}
    schema["$defs"]["Centre"]["dependencies"] = {"licensed": licensed}
    return schema


def schedule_schema() -> Schema:
    """The schema of a fee file."""
    schema = _schema(FeeSchedule, "A fee schedule for lpplan", words.FEES)
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


def _schema(model: type[FileTable], title: str, expected: Mapping[str, words.Expects]) -> Schema:
    schema: Schema = _plainer(model.model_json_schema())
    for path, expects in expected.items():
        key = _at_path(schema, path.split("."))
        if "$ref" not in key:
            key["description"] = expects.words
    return {"$schema": _DRAFT, "title": title} | schema


def _at_path(schema: Schema, path: Sequence[str]) -> Schema:
    """What a schema says of a key; a star stands for a name that is free."""
    node = schema
    for name in path:
        node = node.get("items", node)
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        node = node["additionalProperties"] if name == "*" else node["properties"][name]
    return node


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
