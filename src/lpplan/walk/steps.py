"""What each step of a guided plan rests on: whether an answer fits, and what it costs."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from lpplan.core.fees import Schedules
from lpplan.core.plan import StageEntry
from lpplan.core.problem import KeyPath, Problem
from lpplan.core.quote import StageQuote, quote_plan
from lpplan.core.words import day_in_words
from lpplan.core.years import AcademicYear
from lpplan.reading.tables import problems_beside_gaps, read_plan
from lpplan.timeline.dates import latest_launch
from lpplan.walk.flow import Data, Question, flow, labelled
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.questions import Value


class Change(NamedTuple):
    """One difference between a plan and what is to become of it."""

    fact: str
    before: str | None
    """What it said, as a person would; None for nothing."""
    after: str | None


def what_is_wrong(guided: GuidedPlan, value: Value, schedules: Schedules) -> str | None:
    """Why an answer to the next question does not fit those before it, None where it does."""
    question = guided.next
    if question is None or value is None:
        return None
    said_before = value != question.offer and value == next(guided.suggestions(question), None)
    if isinstance(value, AcademicYear) and not said_before and schedules.prices(value) is None:
        return (
            f"must not be before {schedules.years[0]}, the first year with prices: they are"
            " carried forward as estimates, never back"
        )
    tentative = guided.answered(question, value)
    place = tentative.place_in_file(question)
    data = tentative.data()
    if question.topic in ("application_support", "gateway"):
        alone, _ = read_plan(_alone(data, int(place[1])))
        if alone is not None and (year := _ends_before_it_begins(alone.stages[0])):
            return f"must not be before the academic year {year} begins, in September {year.start}"
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


def replayed(
    guided: GuidedPlan, typed: Mapping[str, str], taken: Collection[str], schedules: Schedules
) -> GuidedPlan:
    """The plan after the answers that were given before, as far as they lead.

    Those ``taken`` from the plan are what it says now. An answer that no longer fits is asked
    again, and those after it are suggested.
    """
    whole = _read_again(guided, typed, taken, None)
    if problems_beside_gaps(whole.data()):
        whole = _read_again(guided, typed, taken, schedules)
    left = {key: text for key, text in typed.items() if key not in whole.said}
    return whole._replace(earlier={**whole.earlier, **left})


def _read_again(
    guided: GuidedPlan,
    typed: Mapping[str, str],
    taken: Collection[str],
    schedules: Schedules | None,
) -> GuidedPlan:
    """The plan after answers read again; with schedules, each is held to those before it."""
    said = dict(guided.said)
    # The flow looks at what is said as it goes on, so that each answer leads to the next question.
    for question in flow(said, guided.plan, guided.as_of):
        if question.key not in typed:
            break
        so_far = guided._replace(said=said)
        try:
            value = _meant(so_far, question, typed[question.key], taken)
        except ValueError:
            break
        if schedules and what_is_wrong(so_far._replace(said=dict(said)), value, schedules):
            break
        said[question.key] = value
    return guided._replace(said=said)


def _meant(guided: GuidedPlan, question: Question, typed: str, taken: Collection[str]) -> Value:
    """The answer behind a text: a suggestion, which may be odd, as it was; else what it reads as.

    Raises ValueError where it reads as none.
    """
    for value in guided.suggestions(question):
        if question.key in taken or question.asks.write(value) == typed:
            return value
    return question.asks.read(typed)


def refused_suggestion(
    guided: GuidedPlan, question: Question, schedules: Schedules
) -> tuple[Value, str] | None:
    """What the plan says to a question and why it no longer fits; None where it does."""
    for value in islice(guided.suggestions(question), 1):
        wrong = what_is_wrong(guided, value, schedules)
        if wrong is not None and value != question.offer:
            return value, wrong
    return None


def stage_so_far(
    guided: GuidedPlan, question: Question, schedules: Schedules
) -> tuple[StageQuote | None, list[Problem]]:
    """What the stage of a question costs, once its participants are known.

    Otherwise None, with everything that stands in the way.
    """
    return _stage(guided.data(), int(guided.place_in_file(question)[1]), schedules)


def _alone(data: Data, number: int) -> dict[str, Any]:
    """A plan with nothing but the stage at a place in the list."""
    return {"school": data["school"], "stages": [data["stages"][number]]}


def _ends_before_it_begins(entry: StageEntry) -> AcademicYear | None:
    """The year of a stage that is over before that year begins; None for any other."""
    year = entry.academic_year
    return year if latest_launch(entry) < year.first_day else None


def _stage(
    data: Data, number: int, schedules: Schedules
) -> tuple[StageQuote | None, list[Problem]]:
    """The cost of the stage at a place in the list; its problems as they are in the whole plan."""
    plan, problems = read_plan(_alone(data, number))
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
    """What a plan would say otherwise, fact by fact in the order of the new plan."""
    old, new = dict(_facts(before)), dict(_facts(after))
    found = [
        Change(fact, old.get(fact), new.get(fact))
        for fact in {**new, **old}
        if old.get(fact) != new.get(fact)
    ]
    if not found and _without_empty(before) != _without_empty(after):
        # Odd pence go by the order of the schools.
        found.append(Change("Order of schools, costs or trainers", "as it was", "as you gave it"))
    return tuple(found)


def _without_empty(value: Any) -> Any:
    """Data without tables and lists that hold nothing, which say nothing."""
    if isinstance(value, Mapping):
        kept = {key: _without_empty(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in ({}, [])}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value


def _facts(plan: Data) -> Iterator[tuple[str, str]]:
    """Each thing that a plan says, called by the stage, school or person that it is about."""
    for table, told in plan.items():
        if isinstance(told, Mapping):
            yield from _facts_of(table.capitalize(), told)
    for label, entry in labelled(plan).items():
        stage, _, repeat = label.partition(".")
        name = f"Stage {stage}" + (f", cohort {repeat}" if repeat else "")
        yield from _facts_of(name, entry)
        for school in entry.get("schools", ()):
            yield f"{name}, {school.get('name')}", f"{school.get('participants')} participants"
        for place, cost in enumerate(entry.get("own_costs", ()), 1):
            yield f"{name}, own cost {place}", f"{cost.get('label')}: {_shown(cost.get('amount'))}"
    for trainer in plan.get("trainers", ()):
        yield f"Trainer {trainer.get('name')}", "named"
        known = {key: told for key, told in trainer.items() if key != "name"}
        yield from _facts_of(str(trainer.get("name")), known)


def _facts_of(about: str, table: Data) -> Iterator[tuple[str, str]]:
    for key, told in table.items():
        if key not in ("schools", "own_costs"):
            yield f"{about}: {key.replace('_', ' ')}", _shown(told)


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one).replace("_", " ") for one in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return day_in_words(value) if isinstance(value, date) else str(value)
