"""The conversation of a walk: which question follows which, from top to bottom.

It yields a question, and goes on once it is sent the answer; it neither asks nor shows nor saves
anything. The words of each question are a row in ``lpplan.walk.questions``.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.plan import same_name
from lpplan.core.programme import MOST_TRAINERS, SESSIONS, STAGES
from lpplan.reading.tables import Data
from lpplan.values.years import AcademicYear
from lpplan.walk.questions import TOPICS, AnswerKind, LeadsOn, Value

Address: TypeAlias = tuple[str | int, ...]
"""Names an answer: where it goes in the plan, stages by their labels, so that it stays the same
while other stages come and go: ``("stages", "3.2", "launch")``."""

NAMED_BY = {"stages": "stage", "schools": "name", "trainers": "name", "own_costs": "label"}
"""The lists of tables in a plan, and the key that tells one entry from another."""

_TRAINING = ("interned", "train_the_trainer", "shadowed", "certified")


class PlanTable(NamedTuple):
    """A table of the plan that answers go to."""

    address: Address
    before: Data
    """What the existing plan has in the table that this one continues; nothing for a new one."""

    def ask(self, topic: str, key: str = "", offer: Value = None, **about: object) -> "Question":
        """A question whose answer goes to a key of the table, which is called like the topic."""
        return Question(
            topic=topic, address=(*self.address, key or topic), table=self, about=about, offer=offer
        )

    def entry(self, key: str, number: int, name: Value = None) -> "PlanTable":
        """An entry of a list in the table, counted from 0.

        It continues the entry of the same name; without a name yet, the one at the same index.
        """
        entries = self.before.get(key, ())
        candidates: Iterable[Data] = entries[number : number + 1]
        if name is not None:
            named = (*candidates, *entries)
            candidates = (e for e in named if same_name(str(e.get(NAMED_BY[key])), str(name)))
        return PlanTable((*self.address, key, number), next(iter(candidates), {}))


class Question(NamedTuple):
    """A question as it is asked: what it is about, and where its answer goes."""

    topic: str
    address: Address
    table: PlanTable | None
    """None where the answer stands in no plan, and only leads on to other questions."""
    about: Mapping[str, object]
    offer: Value
    """What to suggest where neither the plan nor an earlier answer has anything; None for that."""

    @property
    def prompt(self) -> str:
        """The question in words."""
        return TOPICS[self.topic].prompt.format(**self.about)

    @property
    def why(self) -> str:
        """Why it is asked."""
        return TOPICS[self.topic].why.format(**self.about)

    @property
    def kind(self) -> AnswerKind:
        """How its answer is read and written."""
        return TOPICS[self.topic].kind

    @property
    def in_plan(self) -> Any:
        """What the existing plan says to it, None for nothing."""
        return None if self.table is None else self.table.before.get(str(self.address[-1]))

    def stands_in_plan(self, value: Value) -> bool:
        """Whether an answer is written into the plan, and does not only lead on."""
        if self.topic == "share" and value == self.offer:
            # What goes without saying is not written where it was not before.
            return self.in_plan is not None
        return self.table is not None and value is not None and not isinstance(value, LeadsOn)


class PlannedStage(NamedTuple):
    """What the answers on a stage mean for the questions after it."""

    number: int
    table: PlanTable
    year: AcademicYear
    by_school: bool
    """Whether its participants were given school by school."""


Flow: TypeAlias = Generator[Question, Value, None]


def flow(plan: Data, as_of: date) -> Flow:
    """Every question that the answers call for, in order; it is sent the answer to each.

    A plan that exists lends its values as suggestions.
    """
    school = PlanTable(("school",), plan.get("school", {}))
    centre = PlanTable(("centre",), plan.get("centre", {}))
    school_name = yield school.ask("school_name", "name")
    yield school.ask("membership")
    yield centre.ask("ssat_discussion")
    stages = yield from _stages(plan, school_name, as_of)
    own = [stage for stage in stages if STAGES[stage.number].needs_licence]
    training_begun = stages[0] in own or any(
        STAGES[stage.number].trains_trainers and stage.year.first_day <= as_of for stage in stages
    )
    by_school = any(stage.by_school for stage in stages)
    yield from _trainers(plan, by_school=by_school, training_begun=training_begun)
    if STAGES[stages[-1].number].readiness:
        yield centre.ask("criteria_considered")
    if own or training_begun or "licence" in centre.before:
        yield centre.ask("licence")
    for stage in own:
        yield from _charge(stage)


def _stages(
    plan: Data, school_name: Value, as_of: date
) -> Generator[Question, Value, list[PlannedStage]]:
    planned = labelled(plan)
    usual_first = stage_of(next(iter(planned), "1"))
    first = yield Question(
        topic="begins", address=("begins",), table=None, about={}, offer=usual_first
    )
    stages: list[PlannedStage] = []
    year = AcademicYear.of(as_of)
    for label in _labels_from(int(str(first))):
        number, usual = stage_of(label), label in (planned or map(str, STAGES))
        if stages:
            topic = "next_stage" if label == str(number) else "another_cohort"
            wanted = yield Question(
                topic=topic,
                address=("stages", label),
                table=None,
                about={"stage": number},
                offer=usual,
            )
            if not wanted and (STAGES[number].repeatable or label > max(planned, default="")):
                break
            if not wanted:
                continue
        table = PlanTable(("stages", label), planned.get(label, {}))
        stages.append((yield from _stage(number, table, school_name, year)))
        year = AcademicYear(stages[-1].year.start + 1)
    return stages


def _stage(
    number: int, table: PlanTable, school_name: Value, usual_year: AcademicYear
) -> Generator[Question, Value, PlannedStage]:
    year = yield table.ask("academic_year", offer=str(usual_year), stage=number)
    usual = LeadsOn.SCHOOL_BY_SCHOOL if table.before.get("schools") else None
    people = yield table.ask("participants", offer=usual, stage=number)
    if by_school := people is LeadsOn.SCHOOL_BY_SCHOOL:
        yield from _schools(table, school_name)
    if "cohorts" in table.before:
        yield table.ask("cohorts")
    for key, session in SESSIONS.items():
        yield table.ask("session", key, session=session.in_a_sentence, stage=number)
    yield table.ask("gateway")
    return PlannedStage(
        number=number, table=table, year=AcademicYear.parse(str(year)), by_school=by_school
    )


def _schools(stage: PlanTable, school_name: Value) -> Flow:
    for number in count():
        school = stage.entry("schools", number)
        if number == 0:
            name = yield school.ask("first_school", "name", offer=school_name)
        else:
            name = yield school.ask("next_school", "name", offer=LeadsOn.NO_MORE)
        if name is LeadsOn.NO_MORE:
            break
        school = stage.entry("schools", number, name)
        yield school.ask("school_participants", "participants", school=name)
    if number > 1:
        yield stage.ask("share", offer="per_head")


def _trainers(plan: Data, *, by_school: bool, training_begun: bool) -> Flow:
    whole = PlanTable((), plan)
    for number in range(max(MOST_TRAINERS, len(plan.get("trainers", ())))):
        trainer = whole.entry("trainers", number)
        if number == 0:
            person = yield trainer.ask("first_trainer", "name")
        else:
            person = yield trainer.ask("next_trainer", "name", offer=LeadsOn.NO_MORE)
        if person in (None, LeadsOn.NO_MORE):
            return
        trainer = whole.entry("trainers", number, person)
        if by_school or "school" in trainer.before:
            yield trainer.ask("trainer_school", "school", person=person)
        for quality in ("expertise", "aptitude", "capacity"):
            yield trainer.ask("quality", quality, person=person, quality=quality)
        yield trainer.ask("accredited", person=person)
        if training_begun or any(topic in trainer.before for topic in _TRAINING):
            for topic in _TRAINING:
                yield trainer.ask(topic, person=person)


def _charge(stage: PlannedStage) -> Flow:
    table, stage_number, year = stage.table, stage.number, stage.year
    charge = yield table.ask("charge_per_person", stage=stage_number, year=year)
    if charge is None and "own_costs" not in table.before:
        return
    for number in count():
        cost = table.entry("own_costs", number)
        usual = LeadsOn.NO_MORE
        label = yield cost.ask("own_cost", "label", usual, stage=stage_number, year=year)
        if label is LeadsOn.NO_MORE:
            return
        cost = table.entry("own_costs", number, label)
        yield cost.ask("own_cost_amount", "amount", cost=label)


def _labels_from(first: int) -> Iterator[str]:
    """The stages in order, the last again and again: 2, 3, 3.2, 3.3 and so on."""
    last = max(STAGES)
    yield from map(str, range(first, last + 1))
    yield from (f"{last}.{repeat}" for repeat in count(2))


def stage_of(label: str) -> int:
    """The stage that a label is of."""
    return int(label.partition(".")[0])


def labelled(plan: Data) -> dict[str, Data]:
    """A plan's stages by their labels, in order."""
    entries: dict[str, Data] = {}
    for entry in plan.get("stages", ()):
        stage = entry.get("stage")
        repeats = sum(stage_of(label) == stage for label in entries)
        entries[f"{stage}.{repeats + 1}" if repeats else str(stage)] = entry
    return entries
