"""From what a TOML file says to a plan or a fee schedule, or to everything wrong with it.

Two passes, so that one mistake does not hide another: the models judge each key by itself,
then the rules between keys judge a draft of whatever was sound.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from datetime import date, datetime, time
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError, create_model

from lpplan.core.plan import Plan
from lpplan.reading import words
from lpplan.reading.plan_rules import plan_problems
from lpplan.reading.toml_file import toml_line
from lpplan.reading.words import Draft, Expects
from lpplan.values.kinds import FileTable
from lpplan.values.money import DecimalText
from lpplan.values.problem import KeyPath, Problem

GAPS = ("missing-key", "participants-or-schools", "missing-label", "missing-reference")
"""Codes of what is missing, or may be."""
_LONGEST_SHOWN = 40
_TOO_LONG = {
    "string_too_long": ("characters", "Shorten the text."),
    "too_long": ("entries", "Keep those that count."),
}
"""What a text or a list has too many of, by the kind of error, and how to mend it."""

Data: TypeAlias = Mapping[str, Any]
"""What a TOML parser gives for a file, with decimals as DecimalText."""
Words: TypeAlias = Mapping[str, Expects]

_Model = TypeVar("_Model", bound=FileTable)


def read_plan(data: Data) -> tuple[Plan | None, list[Problem]]:
    """The plan that the data holds and no problem, or None and every problem."""
    return read_table(data, Plan, words.PLAN, plan_problems)


def problems_beside_gaps(data: Data) -> list[Problem]:
    """What is wrong with a plan that may still lack keys, but for the number of a stage."""
    return [
        problem
        for problem in read_plan(data)[1]
        if problem.key[-1] == "stage" or not _is_gap(problem)
    ]


def _is_gap(problem: Problem) -> bool:
    neither = problem.code == "participants-or-schools" and problem.key[-1] == "participants"
    return problem.code == "missing-key" or neither


def read_table(
    data: Data,
    model: type[_Model],
    expected: Words,
    rules: Callable[[Draft], Iterable[Problem]],
) -> tuple[_Model | None, list[Problem]]:
    """What the data holds and no error, or None and every problem.

    ``expected`` has a row for each key of the model; ``rules`` judge the keys together.
    """
    problems: list[Problem] = []
    misspelt: set[KeyPath] = set()
    result: _Model | None = None
    draft: Draft
    try:
        result = draft = model.model_validate(data)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
        problems = [_in_plain_words(expected, error) for error in errors]
        misspelt = {meant for error in errors if (meant := _meant(expected, error))}
        draft = _draft_of(model).model_validate(_without(data, [error["loc"] for error in errors]))
    reported = {problem.key for problem in problems}
    for problem in rules(draft):
        if not any(problem.key[:length] in reported for length in range(1, len(problem.key) + 1)):
            problems.append(problem)
    # A key that is there but misspelt is not missing as well.
    problems = [p for p in problems if p.key not in misspelt or p.code not in GAPS]
    unsound = any(problem.severity == "error" for problem in problems)
    return (None if unsound else result), problems


@cache
def _draft_of(model: type[BaseModel]) -> type[BaseModel]:
    """A model of the same keys, in which each that is required may be missing."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        kind: Any = Annotated[_with_drafts(field.annotation), None, *field.metadata]
        fields[name] = (kind | None, None) if field.is_required() else (kind, field.default)
    return create_model(f"{model.__name__}Draft", __config__=model.model_config, **fields)


def _with_drafts(annotation: Any) -> Any:
    """A type with each table in it made a draft."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _draft_of(annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return Annotated[_with_drafts(inner[0]), *inner[1:]]
    if origin in (UnionType, Union):
        return Union[tuple(map(_with_drafts, inner))]  # noqa: UP007 - of a number of types
    if origin in (tuple, Mapping):
        return origin[tuple(map(_with_drafts, inner))]
    return annotation


def _without(data: Data, faults: Iterable[KeyPath]) -> dict[str, Any]:
    """A copy of the data without the keys at fault."""
    sound = deepcopy(dict(data))
    for fault in faults:
        # Lists keep their places, so that the keys of later problems still count from the file.
        table: Any = sound
        *outer, last = _key_at_fault(fault)
        for part in outer:
            try:
                table = table[part]
            except (KeyError, IndexError, TypeError):
                break
        else:
            table.pop(last, None)
    return sound


def _in_plain_words(expected: Words, error: Any) -> Problem:
    key = _key_at_fault(error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(expected, key)
    expects = expected[_path(expected, key)]
    if expects.example is None:
        hint = f"Write {expects.words}."
    elif (meant := _unquoted(expects.example, error["input"])) is not None:
        hint = f"Write: {toml_line(str(key[-1]), meant)}"
    else:
        hint = f"For example: {toml_line(str(key[-1]), expects.example)}"
    if error["type"] == "missing":
        return Problem(key=key, code="missing-key", message="is missing", hint=hint)
    message = f"must be {expects.words}"
    if error["type"] == "value_error":
        message = str(error["ctx"]["error"])
    if error["type"] in _TOO_LONG:
        what, hint = _TOO_LONG[error["type"]]
        message = f"must be of at most {error['ctx']['max_length']:,} {what}"
        return Problem(key=key, code="too-long", message=message, hint=hint)
    if not isinstance(error["input"], list):
        message = f"{message}, not {shown_value(error['input'])}"
    return Problem(key=key, code="wrong-value", message=message, hint=hint)


def _unquoted(example: object, given: object) -> date | bool | None:
    """The date, or true or false, that was typed as a text where one belongs."""
    from lpplan.reading.typed import read_day, read_yes_no

    if isinstance(given, str) and isinstance(example, bool | date):
        with suppress(ValueError):
            if isinstance(example, date):
                return read_day(given)
            return read_yes_no({"true": "yes", "false": "no"}.get(given.lower(), given))
    return None


def _key_at_fault(location: KeyPath) -> KeyPath:
    """The key that holds what is wrong: a list's, where it is one of its simple values."""
    last_name = max(i for i, part in enumerate(location) if isinstance(part, str))
    return location[: last_name + 1]


def _path(expected: Words, key: KeyPath) -> str:
    """The row for a key: without the numbers of entries, a star for a name that is free."""
    path = ""
    for part in key:
        if isinstance(part, str):
            free = f"{path}.*" in expected
            path = f"{path}.{'*' if free else part}" if path else part
    return path


def _keys_in(expected: Words, table: str) -> list[str]:
    """The keys that a table may have; those of the top of the file where it has no name."""
    start = f"{table}." if table else ""
    inside = (path.removeprefix(start) for path in expected if path.startswith(start))
    return [name for name in inside if name and "." not in name]


def _unknown_key(expected: Words, key: KeyPath) -> Problem:
    name = str(key[-1])
    tables = {"": "the top of the file"} | {
        path: expects.table for path, expects in expected.items() if expects.table
    }
    homes = [named for path, named in tables.items() if name in _keys_in(expected, path)]
    if homes:
        hint = f"It belongs to {homes[0]}: move it there."
    elif close := _close_key(expected, key):
        hint = f"Did you mean {close}?"
    else:
        here = _keys_in(expected, _path(expected, key[:-1]))
        hint = f"Remove it. The keys known here: {', '.join(here)}."
    return Problem(
        key=key, code="unknown-key", message="is not a key that is known here", hint=hint
    )


def _meant(expected: Words, error: Any) -> KeyPath | None:
    """The key that a misspelt one stands for."""
    key: KeyPath = error["loc"]
    close = _close_key(expected, key) if error["type"] == "extra_forbidden" else None
    return (*key[:-1], close) if close else None


def _close_key(expected: Words, key: KeyPath) -> str | None:
    from difflib import get_close_matches

    here = _keys_in(expected, _path(expected, key[:-1]))
    return next(iter(get_close_matches(str(key[-1]), here, n=1, cutoff=0.7)), None)


def shown_value(value: object) -> str:
    """A value from a file as its writer would know it again, shortened where it is long."""
    match value:
        case None:
            # In JSON; TOML has no such value.
            text = "null"
        case bool():
            text = "true" if value else "false"
        case str():
            text = f'"{value}"'
        case int():
            # Python refuses to write out numbers of more than 4,300 digits.
            text = str(value) if abs(value) < 10**_LONGEST_SHOWN else "a far larger number"
        case DecimalText() | date() | datetime() | time():
            text = str(value)
        case list():
            text = "a list" if value else "[]"
        case dict():
            text = "a table"
        case _:
            text = type(value).__name__
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
