"""The conversation of a walk: which question follows which, from top to bottom.

It yields a question, and goes on once it is sent the answer; it neither asks nor shows nor saves
anything. The words of each question are a row in ``lpplan.walk.topics``.
"""

from collections.abc import Generator, Iterator, Mapping
from datetime import date
from itertools import count
from typing import NamedTuple, TypeAlias

from lpplan.core.fees import Schedules
from lpplan.core.programme import MOST_TRAINERS, SESSIONS, STAGES
from lpplan.reading.tables import Data
from lpplan.values.words import plain_name
from lpplan.values.years import AcademicYear
from lpplan.walk.kinds import TEXT, LeadsOn, Value
from lpplan.walk.question import PlanTable, Question, entries_by_name, stage_of

_NO_MORE = LeadsOn.NO_MORE
_BEGINNING = (9, 10)
"""The months of a year in which a stage can still begin."""
_TRAINING = ("interned", "train_the_trainer", "shadowed", "certified")
_APPLICANTS = ("contact", "weekly_periods", "part_time", "specialist_leader", "requirements")
_MONEY = ("charge_per_person", "minimum_participants", "own_costs", "support", "topics")

Flow: TypeAlias = Generator[Question, Value, None]


class PlannedStage(NamedTuple):
    """What the answers on a stage mean for the questions after it."""

    number: int
    table: PlanTable
    year: AcademicYear
    schools: Mapping[str, int]
    """The schools that take part with their people; none where one number was given instead."""


def flow(plan: Data, as_of: date, schedules: Schedules) -> Flow:
    """Every question that the answers call for, in order; it is sent the answer to each.

    A plan that exists lends its values as suggestions.
    """
    school = PlanTable(("school",), plan.get("school", {}))
    centre = PlanTable(("centre",), plan.get("centre", {}))
    school_name = str((yield school.ask("school_name", "name")))
    yield school.ask("membership")
    yield school.ask("urn")
    yield PlanTable((), plan).ask("year_end")
    yield centre.ask("ssat_discussion")
    stages = yield from _stages(plan, school_name, as_of)
    own = [stage for stage in stages if STAGES[stage.number].needs_licence]
    training_begun = stages[0] in own or any(
        STAGES[stage.number].trains_trainers and stage.year.first_day <= as_of for stage in stages
    )
    yield from _told(stages, schedules)
    yield from _trainers(plan, _names(plan, school_name, stages), training_begun=training_begun)
    if STAGES[stages[-1].number].readiness:
        yield centre.ask("criteria_considered")
        yield centre.ask("status_discussion")
    if own or training_begun or "licence" in centre.before:
        licence = yield centre.ask("licence")
        if licence in ("awarded", "withdrawn"):
            yield centre.ask("licensed")
            yield centre.ask("licence_scope")
    yield from _money(school, stages)
    applicants = PlanTable(("applicants",), plan.get("applicants", {}))
    wanted = yield PlanTable((), {}).ask("has_applicants", offer=bool(applicants.before))
    for topic in _APPLICANTS if wanted else ():
        yield applicants.ask(topic)


def _stages(
    plan: Data, school_name: str, as_of: date
) -> Generator[Question, Value, list[PlannedStage]]:
    planned = entries_by_name(plan.get("stages", ()), "stage", "{}.{}")
    usual_first = stage_of(next(iter(planned), "1"))
    first = yield PlanTable((), {}).ask("begins", offer=usual_first)
    stages: list[PlannedStage] = []
    # Launches are in autumn: a year that is under way is too late to begin in.
    year = AcademicYear.of(as_of)
    if as_of.month not in _BEGINNING:
        year = AcademicYear(year.start + 1)
    for label in _labels_from(int(str(first))):
        number = stage_of(label)
        if stages:
            topic = "next_stage" if label == str(number) else "another_cohort"
            usual = label in (planned or map(str, STAGES))
            wanted = yield PlanTable(("stages",), {}).ask(topic, label, usual, stage=number)
            if not wanted and (STAGES[number].repeatable or label > max(planned, default="")):
                break
            if not wanted:
                continue
        table = PlanTable(("stages", label), planned.get(label, {}))
        names = _names(plan, school_name, stages)
        stages.append((yield from _stage(number, table, names, stages, year)))
        year = AcademicYear(stages[-1].year.start + 1)
    return stages


def _stage(
    number: int,
    table: PlanTable,
    names: list[str],
    before: list[PlannedStage],
    usual_year: AcademicYear,
) -> Generator[Question, Value, PlannedStage]:
    written = yield table.ask("academic_year", offer=str(usual_year), stage=number)
    year = AcademicYear.parse(str(written))
    # A new stage is likely to have the schools of the one before.
    likely = before[-1].schools if before and not table.before else {}
    by_school = likely or table.before.get("schools")
    usual = LeadsOn.SCHOOL_BY_SCHOOL if by_school else None
    people = yield table.ask("participants", offer=usual, stage=number)
    schools: Mapping[str, int] = {}
    if people is LeadsOn.SCHOOL_BY_SCHOOL:
        schools = yield from _schools(table, names, likely)
    if "cohorts" in table.before:
        yield table.ask("cohorts")
    for key, session in SESSIONS.items():
        question = table.ask("session", key, session=session.in_a_sentence, stage=number)
        yield question.in_year(year)
    yield table.ask("gateway").in_year(year)
    return PlannedStage(number, table, year, schools)


def _schools(
    stage: PlanTable, names: list[str], likely: Mapping[str, int]
) -> Generator[Question, Value, Mapping[str, int]]:
    schools: dict[str, int] = {}
    for number in count():
        own = {plain_name(school) for school in schools}
        # One that is taken leaves a gap, so that the others keep their numbers.
        left = [name if plain_name(name) not in own else "" for name in names]
        offers = [name for name in (likely if schools else likely or names) if name in left]
        topic = "next_school" if schools else "first_school"
        offer = offers[0] if offers else _NO_MORE if schools else None
        question = stage.ask(topic, offer=offer, choices=left)
        name, school = yield from stage.entry("schools", number, question)
        if name is _NO_MORE:
            break
        usual = likely.get(str(name))
        people = yield school.ask("school_participants", "participants", offer=usual, school=name)
        schools[str(name)] = int(str(people))
    if len(schools) > 1:
        yield stage.ask("share", offer="per_head")
    return schools


def _names(plan: Data, school_name: str, stages: list[PlannedStage]) -> list[str]:
    """The schools that are named so far, or in the plan that exists, the own one first."""
    said = [name for stage in stages for name in stage.schools]
    entries = (entry for stage in plan.get("stages", ()) for entry in stage.get("schools", ()))
    there = [str(entry["name"]) for entry in entries if "name" in entry]
    return [*{plain_name(name): name for name in (school_name, *said, *there)}.values()]


def _told(stages: list[PlannedStage], schedules: Schedules) -> Flow:
    """The prices that SSAT told for the years without published ones, up to the first unknown."""
    for year in dict.fromkeys(stage.year for stage in stages):
        prices = schedules.prices(year)
        if prices is None or (prices.status == "published" and prices.fees_from == year):
            continue
        whole = PlanTable((), {})
        topic = "told" if prices.fees_from != year else "told_again"
        wanted = yield whole.ask(topic, f"told {year}", offer=False, year=year)
        if not wanted and topic == "told":
            return
        if not wanted:
            continue
        told = PlanTable((f"told {year}",), {})
        planned = {stage.number for stage in stages if stage.year == year}
        for name, charge in prices.schedule.fees.items():
            if planned & {*charge.stages}:
                label = prices.schedule.label(name)
                yield told.ask("told_price", name, charge=label, year=year)
        yield told.ask("told_by", year=year)
        yield told.ask("told_on", year=year)


def _trainers(plan: Data, names: list[str], *, training_begun: bool) -> Flow:
    whole = PlanTable((), plan)
    for number in range(max(MOST_TRAINERS, len(plan.get("trainers", ())))):
        topic, offer = ("next_trainer", _NO_MORE) if number else ("first_trainer", None)
        person, trainer = yield from whole.entry("trainers", number, whole.ask(topic, offer=offer))
        if person in (None, _NO_MORE):
            return
        if len(names) > 1 or "school" in trainer.before:
            yield trainer.ask("trainer_school", "school", choices=names, person=person)
        for quality in ("expertise", "aptitude", "capacity"):
            yield trainer.ask("quality", quality, person=person, quality=quality)
        yield trainer.ask("accredited", person=person)
        if training_begun or any(topic in trainer.before for topic in _TRAINING):
            for topic in _TRAINING:
                yield trainer.ask(topic, person=person)


def _money(school: PlanTable, stages: list[PlannedStage]) -> Flow:
    """Charges, own costs, support and topics, of those who say that there are any."""
    said = any(key in stage.table.before for stage in stages for key in _MONEY)
    delivers = any(STAGES[stage.number].needs_licence for stage in stages)
    usual = said or delivers or "topics" in school.before
    if not (yield PlanTable((), {}).ask("has_money", offer=usual)):
        return
    yield school.ask("topics", about="the school")
    for stage in stages:
        table, number, year = stage.table, stage.number, stage.year
        if STAGES[number].centre_charges:
            yield table.ask("charge_per_person", stage=number, year=year)
            yield table.ask("minimum_participants", stage=number)
        yield from _own_costs(stage)
        if STAGES[number].centre_charges:
            yield from _support(stage)
        yield table.ask("topics", about=f"Stage {stage.number}")


def _own_costs(stage: PlannedStage) -> Flow:
    table = stage.table
    for number in count():
        question = table.ask("own_cost", offer=_NO_MORE, stage=stage.number, year=stage.year)
        label, cost = yield from table.entry("own_costs", number, question)
        if label is _NO_MORE:
            return
        yield cost.ask("own_cost_amount", "amount", cost=label)
        yield cost.ask("own_cost_per", "per", offer="stage", cost=label)


def _support(stage: PlannedStage) -> Flow:
    for number in count():
        question = stage.table.ask("support", offer=_NO_MORE, stage=stage.number)
        kind, support = yield from stage.table.entry("support", number, question)
        if kind is _NO_MORE:
            return
        label = support.ask("support_label", "label", support=question.kind.write(kind))
        if kind == "other":
            # Alone, it does not say what it is.
            label = label._replace(kind=TEXT)
        called = (yield label) or question.kind.write(kind)
        times = yield support.ask("support_times", "times", support=called)
        yield support.ask("support_hours", "hours", support=called)
        if times is not None:
            yield support.ask("support_cost", "cost", support=called)


def _labels_from(first: int) -> Iterator[str]:
    """The stages in order, the last again and again: 2, 3, 3.2, 3.3 and so on."""
    last = max(STAGES)
    yield from map(str, range(first, last + 1))
    yield from (f"{last}.{repeat}" for repeat in count(2))
