"""What each step of a guided plan rests on: whether an answer fits, and what it costs."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from lpplan.checking.reading import problems_beside_gaps, read_plan, shown_value
from lpplan.core.guided_plan import GuidedPlan
from lpplan.core.questions import Value
from lpplan.core.quote import StageQuote, quote_plan
from lpplan.core.schedules import Schedules
from lpplan.core.walk import Data, Question
from lpplan.files.toml_file import written_key
from lpplan.values.academic_year import AcademicYear
from lpplan.values.problem import KeyPath, Problem


class Change(NamedTuple):
    """One difference between a plan and what is to become of it."""

    key: str
    before: str | None
    """The value as a person would know it again; None where the key is new."""
    after: str | None
    """None where the key goes."""


def what_is_wrong(guided: GuidedPlan, value: Value, schedules: Schedules) -> str | None:
    """Why an answer to the next question does not fit those before it, None where it does."""
    question = guided.next
    if question is None or value is None:
        return None
    if isinstance(value, AcademicYear) and schedules.prices(value) is None:
        return (
            f"must not be before {schedules.years[0]}, the first year with prices: they are"
            " carried forward as estimates, never back"
        )
    tentative = guided.answered(question, value)
    place = tentative.place_in_file(question)
    data = tentative.data()
    problems = problems_beside_gaps(data)
    if question.topic == "cohorts":
        problems += _stage(data, int(place[1]), schedules)[1]
    wrong = next((problem for problem in problems if place and _concerns(problem, place)), None)
    return f"{wrong.message}. {wrong.hint}" if wrong else None


def _concerns(problem: Problem, place: KeyPath) -> bool:
    """Whether a problem is at a place, within it, or with the list that the place is in."""
    shared = min(len(problem.key), len(place))
    return problem.key[:shared] == place[:shared] and len(problem.key) > 1


def suggestion(guided: GuidedPlan, question: Question, schedules: Schedules) -> tuple[Value, ...]:
    """The answer that Enter takes, alone; nothing where there is none that fits."""
    fitting = (
        value
        for value in guided.suggestions(question)
        if what_is_wrong(guided, value, schedules) is None
    )
    return tuple(islice(fitting, 1))


def replayed(guided: GuidedPlan, typed: Mapping[str, str], schedules: Schedules) -> GuidedPlan:
    """The plan after the answers that were given before, as far as they lead.

    An answer that no longer fits is asked again, and those after it are suggested.
    """
    while (question := guided.next) is not None and question.key in typed:
        try:
            value = _meant(guided, question, typed[question.key])
        except ValueError:
            break
        if what_is_wrong(guided, value, schedules):
            break
        guided = guided.answered(question, value)
    left = {key: text for key, text in typed.items() if key not in guided.said}
    return guided._replace(earlier={**guided.earlier, **left})


def _meant(guided: GuidedPlan, question: Question, typed: str) -> Value:
    """The answer behind a text: a suggestion, which may be odd, as it was; else what it reads as.

    Raises ValueError where it reads as none.
    """
    for value in guided.suggestions(question):
        if question.asks.write(value) == typed:
            return value
    return question.asks.read(typed)


def stage_so_far(
    guided: GuidedPlan, question: Question, schedules: Schedules
) -> tuple[StageQuote | None, list[Problem]]:
    """What the stage of a question costs, once its participants are known.

    Otherwise None, with everything that stands in the way.
    """
    return _stage(guided.data(), int(guided.place_in_file(question)[1]), schedules)


def _stage(
    data: Data, number: int, schedules: Schedules
) -> tuple[StageQuote | None, list[Problem]]:
    """The cost of the stage at a place in the list; its problems as they are in the whole plan."""
    alone: dict[str, Any] = {"school": data["school"], "stages": [data["stages"][number]]}
    plan, problems = read_plan(alone)
    if plan is not None:
        quote, problems = quote_plan(plan, schedules)
        if quote is not None:
            return quote.stages[0], []
    in_plan = (
        problem._replace(key=("stages", number, *problem.key[2:]))
        if problem.key[0] == "stages"
        else problem
        for problem in problems
    )
    return None, list(in_plan)


def changes(before: Data, after: Data) -> tuple[Change, ...]:
    """What a plan's file would say otherwise, key by key in the order of the new plan."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return tuple(
        Change(
            written_key(key),
            _shown(old[key]) if key in old else None,
            _shown(new[key]) if key in new else None,
        )
        for key in {**new, **old}
        if str(old.get(key)) != str(new.get(key))
    )


def _leaves(value: object, key: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, (*key, name))
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*key, place))
    else:
        yield key, value


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else shown_value(value)
