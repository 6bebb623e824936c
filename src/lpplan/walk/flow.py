"""A guided plan: which question follows which, and the plan that the answers make.

The flow reads from top to bottom as a conversation would. It yields a question, and goes on
once that is answered; it neither asks nor shows nor saves anything. A plan that exists lends its
values as defaults, and keeps whatever is not asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.plan import same_name
from lpplan.core.problem import KeyPath
from lpplan.core.programme import MOST_TRAINERS
from lpplan.core.years import AcademicYear
from lpplan.walk.questions import NO_MORE, SCHOOL_BY_SCHOOL, TOPICS, Topic, Value

Data: TypeAlias = Mapping[str, Any]
"""What a plan file holds, which may still lack keys."""
Said: TypeAlias = Mapping[str, Value]
"""Answers by the keys of their questions."""
Flow: TypeAlias = Iterator["Question"]

_TRAINING = ("interned", "train_the_trainer", "shadowed", "certified")


class Question(NamedTuple):
    """A question in its place: what it is about, and where its answer goes."""

    topic: str
    key: str
    """Names the answer, the same whenever the question is asked."""
    place: KeyPath | None
    """Where in the plan the answer goes, stages by their labels; None where it only leads on."""
    about: Mapping[str, str]
    offer: Value
    """What to suggest where neither the plan nor an earlier answer has anything; None for that."""

    @property
    def asks(self) -> Topic:
        """Why it is asked, and how its answer is read."""
        return TOPICS[self.topic]

    @property
    def prompt(self) -> str:
        """The question as it is asked."""
        return self.asks.prompt.format(**self.about)


def _ask(
    topic: str, place: KeyPath | None = None, key: str = "", offer: Value = None, **about: object
) -> Question:
    named = {name: str(what) for name, what in about.items()}
    return Question(topic, key or key_of(place or (topic,)), place, named, offer)


def key_of(place: KeyPath) -> str:
    """The key of the question whose answer goes to a place."""
    return ".".join(map(str, place))


def flow(said: Said, plan: Data, as_of: date) -> Flow:
    """Every question that the answers so far call for, in order.

    ``said`` has the answer of each question before the flow is taken on to the next.
    """
    yield _ask("school_name", ("school", "name"))
    yield _ask("membership", ("school", "membership"))
    yield _ask("ssat_discussion", ("centre", "ssat_discussion"))
    planned = list(labelled(plan))
    yield _ask("begins", offer=stage_of(planned[0]) if planned else 1)

    stages: list[str] = []
    for label in _labels_from(int(str(said["begins"]))):
        if stages:
            topic = "next_stage" if label in "123" else "another_stage_3"
            usual = label in (planned or "123")
            yield _ask(topic, key=f"plan.{label}", offer=usual, stage=label)
            if not said[f"plan.{label}"]:
                if stage_of(label) == 3 or not any(later > label for later in planned):
                    break
                continue
        yield from _stage(label, stages, said, plan, as_of)
        stages.append(label)

    is_centre = stages[0] == "3"
    training_begun = is_centre or any(
        stage_of(label) == 2 and _year(label, said).first_day <= as_of for label in stages
    )
    yield from _trainers(stages, said, plan, training_begun=training_begun)
    if stages[-1] != "1":
        yield _ask("criteria_considered", ("centre", "criteria_considered"))
    independent = [label for label in stages if stage_of(label) == 3]
    if independent or training_begun or "licence" in plan.get("centre", {}):
        yield _ask("licence", ("centre", "licence"))
    for label in independent:
        yield from _charge(label, said, plan)


def _stage(label: str, before: Sequence[str], said: Said, plan: Data, as_of: date) -> Flow:
    at = ("stages", label)
    year = AcademicYear(_year(before[-1], said).start + 1) if before else AcademicYear.of(as_of)
    yield _ask("academic_year", (*at, "academic_year"), offer=year, stage=stage_of(label))
    yield _ask("participants", (*at, "participants"), stage=stage_of(label))
    if said[key_of((*at, "participants"))] == SCHOOL_BY_SCHOOL:
        yield from _schools(at, said)
    if "cohorts" in (base_table(plan, at, said) or {}):
        yield _ask("cohorts", (*at, "cohorts"))
    yield _ask("launch", (*at, "launch"), stage=stage_of(label))
    yield _ask("application_support", (*at, "application_support"))
    yield _ask("gateway", (*at, "gateway"))


def _schools(at: KeyPath, said: Said) -> Flow:
    for number in count():
        name = (*at, "schools", number, "name")
        if number == 0:
            yield _ask("first_school", name, offer=said["school.name"])
        else:
            yield _ask("next_school", name, offer=NO_MORE)
        school = said[key_of(name)]
        if school == NO_MORE:
            break
        yield _ask("school_participants", (*name[:-1], "participants"), school=school)
    if number > 1:
        yield _ask("share", (*at, "share"), offer="per_head")


def _trainers(stages: Sequence[str], said: Said, plan: Data, *, training_begun: bool) -> Flow:
    counted = [said[key_of(("stages", label, "participants"))] for label in stages]
    for number in range(max(MOST_TRAINERS, len(plan.get("trainers", ())))):
        at = ("trainers", number)
        topic = "next_trainer" if number else "first_trainer"
        yield _ask(topic, (*at, "name"), offer=NO_MORE if number else None)
        person = said[key_of((*at, "name"))]
        if person in (None, NO_MORE):
            return
        known = base_table(plan, at, said) or {}
        if SCHOOL_BY_SCHOOL in counted or "school" in known:
            yield _ask("trainer_school", (*at, "school"), person=person)
        for topic in ("expertise", "aptitude", "capacity", "accredited"):
            yield _ask(topic, (*at, topic), person=person)
        if training_begun or any(topic in known for topic in _TRAINING):
            for topic in _TRAINING:
                yield _ask(topic, (*at, topic), person=person)


def _charge(label: str, said: Said, plan: Data) -> Flow:
    at, year = ("stages", label), _year(label, said)
    yield _ask("charge_per_person", (*at, "charge_per_person"), year=year)
    costs_known = "own_costs" in (base_table(plan, at, said) or {})
    if said[key_of((*at, "charge_per_person"))] is None and not costs_known:
        return
    for number in count():
        cost = (*at, "own_costs", number, "label")
        yield _ask("own_cost", cost, offer=NO_MORE, year=year)
        named = said[key_of(cost)]
        if named == NO_MORE:
            return
        yield _ask("own_cost_amount", (*cost[:-1], "amount"), cost=named)


def _labels_from(first: int) -> Iterator[str]:
    """The stages in order, Stage 3 again and again: 2, 3, 3.2, 3.3 and so on."""
    yield from map(str, range(first, 4))
    yield from (f"3.{repeat}" for repeat in count(2))


def stage_of(label: str) -> int:
    """The stage that a label is of."""
    return int(label[0])


def labelled(plan: Data) -> dict[str, Data]:
    """A plan's stages by their labels, in order."""
    entries: dict[str, Data] = {}
    repeats = 0
    for entry in plan.get("stages", ()):
        repeats += entry.get("stage") == 3
        entries[f"3.{repeats}" if repeats > 1 else str(entry.get("stage"))] = entry
    return entries


def _year(label: str, said: Said) -> AcademicYear:
    year = said[key_of(("stages", label, "academic_year"))]
    if not isinstance(year, AcademicYear):
        raise TypeError(f"the year of a stage, not {year}")
    return year


_NAMED_BY = {"schools": "name", "trainers": "name", "own_costs": "label"}
"""The key that tells one entry of a list from another."""


def base_table(plan: Data, at: KeyPath, said: Said) -> Data | None:
    """The table of an existing plan that an entry continues: the same stage, or the same name.

    None where it has none. The name itself is continued by place.
    """
    table: Any = plan
    for depth, part in enumerate(at):
        if isinstance(table, Mapping):
            table = table.get(str(part))
        elif depth == 1 and at[0] == "stages":
            table = labelled(plan).get(str(part))
        else:
            name = _NAMED_BY[str(at[depth - 1])]
            said_name = said.get(key_of((*at[: depth + 1], name)))
            table = _entry_of_name(table, int(part), name, said_name)
        if table is None:
            return None
    return table if isinstance(table, Mapping) else None


def _entry_of_name(entries: Sequence[Data], place: int, name: str, said_name: Value) -> Data | None:
    there = entries[place] if place < len(entries) else None
    if said_name is None or (there is not None and same_name(str(there.get(name)), str(said_name))):
        return there
    named = (entry for entry in entries if same_name(str(entry.get(name)), str(said_name)))
    return next(named, None)
