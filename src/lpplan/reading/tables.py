"""From what a TOML file says to a plan or a fee schedule, or to everything wrong with it.

Two passes, so that one mistake does not hide another: the models judge each key by itself,
then the rules between keys judge a draft of whatever was sound.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from lpplan.core.fees import FeeSchedule, FeeScheduleDraft
from lpplan.core.kinds import Expects, Table, expectation
from lpplan.core.money import DecimalText
from lpplan.core.plan import Plan, PlanDraft
from lpplan.core.problem import KeyPath, Problem
from lpplan.reading.fee_rules import schedule_problems
from lpplan.reading.plan_rules import plan_problems
from lpplan.reading.toml_line import toml_line

_MISSING = ("missing-key", "participants-or-schools", "missing-label", "missing-reference")

Data = Mapping[str, Any]
"""What a TOML parser gives for a file, with decimals as DecimalText."""

_Draft = TypeVar("_Draft", bound=Table)
_Whole = TypeVar("_Whole", bound=Table)


def read_plan(data: Data) -> tuple[Plan | None, list[Problem]]:
    """The plan that the data holds and no problem, or None and every problem."""
    return _read(data, Plan, PlanDraft, plan_problems)


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


def read_schedule(
    data: Data, more_rules: Callable[[FeeScheduleDraft], Iterable[Problem]]
) -> tuple[FeeSchedule | None, list[Problem]]:
    """The fee schedule that the data holds, None where it has an error, and every problem.

    ``more_rules`` judge what the file alone cannot say: its name, the schedule before it.
    """

    def rules(draft: FeeScheduleDraft) -> Iterator[Problem]:
        yield from schedule_problems(draft)
        yield from more_rules(draft)

    return _read(data, FeeSchedule, FeeScheduleDraft, rules)


def read_table(
    data: Data, model: type[_Whole], rules: Callable[[_Whole], Iterable[Problem]]
) -> tuple[_Whole | None, list[Problem]]:
    """What the data holds, of a model that requires nothing, or None and every problem."""
    return _read(data, model, model, rules)


def _read(
    data: Data,
    whole: type[_Whole],
    draft: type[_Draft],
    rules: Callable[[_Draft], Iterable[Problem]],
) -> tuple[_Whole | None, list[Problem]]:
    problems: list[Problem] = []
    misspelt: set[KeyPath] = set()
    try:
        result = whole.model_validate(data)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
        problems = [_in_plain_words(whole, error) for error in errors]
        misspelt = {meant for error in errors if (meant := _meant(whole, error))}
        sound = draft.model_validate(_without(data, [error["loc"] for error in errors]))
    else:
        # A whole file is a draft with nothing missing, which the types cannot say here.
        sound = cast("_Draft", result)
    reported = {problem.key for problem in problems}
    for problem in rules(sound):
        if not any(problem.key[:length] in reported for length in range(1, len(problem.key) + 1)):
            problems.append(problem)
    # A key that is there but misspelt is not missing as well.
    problems = [p for p in problems if p.key not in misspelt or p.code not in _MISSING]
    unsound = any(problem.severity == "error" for problem in problems)
    return (None if unsound else result), problems


def _without(data: Data, faults: Iterable[KeyPath]) -> dict[str, Any]:
    """A copy of the data without the keys at fault."""
    from copy import deepcopy

    sound = deepcopy(dict(data))
    for fault in faults:
        # Lists keep their places, so that the keys of later problems still count from the file.
        table: Any = sound
        parts = list(fault)
        while not isinstance(parts[-1], str):
            parts.pop()
        for part in parts[:-1]:
            try:
                table = table[part]
            except (KeyError, IndexError, TypeError):
                break
        else:
            table.pop(parts[-1], None)
    return sound


def _in_plain_words(model: type[BaseModel], error: Any) -> Problem:
    key = _key_at_fault(error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(model, key)
    expects = _expects(model, key)
    if expects.example is None:
        hint = f"Write {expects.words}."
    else:
        hint = f"For example: {toml_line(str(key[-1]), expects.example)}"
    if error["type"] == "missing":
        return Problem(key, "missing-key", "is missing", hint)
    message = f"must be {expects.words}"
    if error["type"] == "value_error":
        message = str(error["ctx"]["error"])
    if not isinstance(error["input"], list):
        message = f"{message}, not {shown_value(error['input'])}"
    return Problem(key, "wrong-value", message, hint)


def _key_at_fault(location: KeyPath) -> KeyPath:
    """The key that holds what is wrong: a list's, where it is one of its simple values."""
    last_name = max(i for i, part in enumerate(location) if isinstance(part, str))
    return location[: last_name + 1]


def _inside(annotation: Any, part: str | int) -> Any:
    """The type at a key or place of a table, mapping or list, its metadata still around it."""
    kind = _bare(annotation)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields[str(part)]
        return Annotated[field.annotation, None, *field.metadata]
    return get_args(kind)[-1 if get_origin(kind) is Mapping else 0]


def _bare(annotation: Any) -> Any:
    """A type without its metadata, and without None as an alternative."""
    while get_origin(annotation) in (Annotated, UnionType, Union):
        annotation = get_args(annotation)[0]
    return annotation


def _type_at(model: type[BaseModel], key: KeyPath) -> Any:
    annotation: Any = model
    for part in key:
        annotation = _inside(annotation, part)
    return annotation


def _expects(model: type[BaseModel], key: KeyPath) -> Expects:
    return expectation(_type_at(model, key)) or Expects("another value")


def _unknown_key(model: type[BaseModel], key: KeyPath) -> Problem:
    name = str(key[-1])
    if places := [place for place, names in _tables(model) if name in names]:
        hint = f"It belongs to {places[0]}: move it there."
    elif close := _close_key(model, key):
        hint = f"Did you mean {close}?"
    else:
        hint = f"Remove it. The keys known here: {', '.join(_keys_at(model, key[:-1]))}."
    return Problem(key, "unknown-key", "is not a key that is known here", hint)


def _meant(model: type[BaseModel], error: Any) -> KeyPath | None:
    """The key that a misspelt one stands for."""
    key: KeyPath = error["loc"]
    close = _close_key(model, key) if error["type"] == "extra_forbidden" else None
    return (*key[:-1], close) if close else None


def _close_key(model: type[BaseModel], key: KeyPath) -> str | None:
    from difflib import get_close_matches

    here = _keys_at(model, key[:-1])
    return next(iter(get_close_matches(str(key[-1]), here, n=1, cutoff=0.7)), None)


def _keys_at(model: type[BaseModel], key: KeyPath) -> list[str]:
    return list(_bare(_type_at(model, key)).model_fields)


_PLACES = {
    "School": "the [school] table",
    "Centre": "the [centre] table",
    "StageEntry": "the stage, a [[stages]] entry",
    "ParticipatingSchool": "a [[stages.schools]] entry",
    "OwnCost": "a [[stages.own_costs]] entry",
    "Trainer": "the trainer, a [[trainers]] entry",
    "Applicants": "the [applicants] table",
    "Source": "the [source] table",
    "Charge": "the charge, a [fees.NAME] table",
}


def _tables(annotation: Any) -> Iterator[tuple[str, list[str]]]:
    """Each kind of table in a file, the outer ones first, with the keys it may have."""
    kind = _bare(annotation)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield _PLACES.get(kind.__name__, "the top of the file"), list(kind.model_fields)
        for field in kind.model_fields.values():
            yield from _tables(field.annotation)
    else:
        for inner in get_args(kind):
            yield from _tables(inner)


_LONGEST_SHOWN = 40


def shown_value(value: object) -> str:
    """A value from a file as its writer would know it again, shortened where it is long."""
    match value:
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
