"""A plan: what a school intends, as its TOML file has it, and the rules between its entries."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, Strict

from lpplan.core.fields import (
    MOST_PEOPLE,
    AmountField,
    Day,
    Expects,
    People,
    StageNumber,
    Table,
    Text,
    YearField,
    YesNo,
    choice,
    list_of,
    such_as,
)
from lpplan.core.pathway import STAGES
from lpplan.core.schedule import Membership
from lpplan.values.problem import KeyPath, Problem

Session: TypeAlias = Literal["launch", "application_support"]
Share: TypeAlias = Literal["per_head", "equal"]

SESSIONS: tuple[Session, ...] = ("launch", "application_support")

MembershipField = Annotated[Membership, choice("member", "non-member")]
SessionsField = Annotated[
    tuple[Session, ...],
    *list_of('a list of "launch" and "application_support"', ["launch", "application_support"]),
]
GatewayField = Annotated[
    str,
    Field(strict=True, pattern=r"^[0-9]{4}-(06|11)$"),
    Expects('the June or November of a year, such as "2020-06", in quotes', "2020-06"),
]
Licence = Annotated[Literal["none", "awarded", "withdrawn"], choice("none", "awarded", "withdrawn")]
PersonName = Annotated[Text, Expects("a name in quotes that is not blank", "Trainer A")]


class SchoolDraft(Table):
    """The ``[school]`` table, in which any key may still be missing."""

    name: Text | None = None
    membership: MembershipField | None = None


class School(SchoolDraft):
    """The school whose plan this is, and which buys from SSAT."""

    name: Text
    membership: MembershipField


class Centre(Table):
    """What is so of the school as a centre; what is not recorded is None."""

    ssat_discussion: Day | None = None
    criteria_considered: Day | None = None
    licence: Licence | None = None


class ParticipatingSchoolDraft(Table):
    """One ``[[stages.schools]]`` entry, in which any key may still be missing."""

    name: Text | None = None
    participants: People | None = None


class ParticipatingSchool(ParticipatingSchoolDraft):
    """A school that sends people to a stage, and how many."""

    name: Text
    participants: People


class OwnCostDraft(Table):
    """One ``[[stages.own_costs]]`` entry, in which any key may still be missing."""

    label: Annotated[Text, such_as("Cover for two trainers")] | None = None
    amount: AmountField | None = None


class OwnCost(OwnCostDraft):
    """What the centre itself pays to run a cohort of Stage 3, in pounds exc VAT."""

    label: Annotated[Text, such_as("Cover for two trainers")]
    amount: AmountField


class StageDraft(Table):
    """One ``[[stages]]`` entry, in which any key may still be missing."""

    stage: StageNumber | None = None
    academic_year: YearField | None = None
    participants: People | None = None
    schools: Sequence[ParticipatingSchoolDraft] = ()
    cohorts: Annotated[People | None, Expects("a whole number from 1 to 100,000", 2)] = None
    launch: Day | None = None
    application_support: Day | None = None
    gateway: GatewayField | None = None
    share: Annotated[Share, choice("per_head", "equal")] = "per_head"
    charge_per_person: AmountField | None = None
    """At Stage 3: what the centre charges for each participant, in pounds exc VAT."""
    own_costs: Sequence[OwnCostDraft] = ()

    @property
    def headcount(self) -> int | None:
        """How many people take part; None where the entry does not say, or not soundly."""
        if self.participants is not None:
            return self.participants
        heads = [school.participants for school in self.schools]
        return sum(h for h in heads if h) if heads and None not in heads else None


class StageEntry(StageDraft):
    """One stage that a school plans to run in one academic year."""

    stage: StageNumber
    academic_year: YearField
    schools: Annotated[
        tuple[ParticipatingSchool, ...],
        Expects("[[stages.schools]] entries, each with name and participants"),
    ] = ()
    own_costs: Annotated[
        tuple[OwnCost, ...],
        Expects("[[stages.own_costs]] entries, each with label and amount"),
    ] = ()

    @property
    def people(self) -> int:
        """How many participants it has, given as one number or school by school."""
        if self.participants is not None:
            return self.participants
        return sum(school.participants for school in self.schools)

    @property
    def sets_its_charge(self) -> bool:
        """Whether it says what the centre charges for each participant, or pays itself."""
        return self.charge_per_person is not None or bool(self.own_costs)


class TrainerDraft(Table):
    """One ``[[trainers]]`` entry, in which any key may still be missing."""

    name: PersonName | None = None
    school: Text | None = None
    expertise: YesNo | None = None
    aptitude: YesNo | None = None
    capacity: YesNo | None = None
    accredited: Day | None = None
    interned: SessionsField | None = None
    train_the_trainer: SessionsField | None = None
    shadowed: SessionsField | None = None
    certified: Day | None = None


class Trainer(TrainerDraft):
    """Someone who is to become a trainer of the centre; what is not recorded is None."""

    name: PersonName


class Applicants(Table):
    """The ``[applicants]`` table: what the school itself tells staff who think of applying."""

    weekly_periods: Annotated[
        int | None,
        Strict(),
        Field(ge=1, le=50),
        Expects("a whole number of periods a week, from 1 to 50", 1),
    ] = None
    part_time: Annotated[Text, such_as("Sessions may fall on your days off.")] | None = None
    contact: Annotated[Text, such_as("A. Lead, a.lead@example.org")] | None = None
    requirements: Annotated[
        tuple[Text, ...], *list_of("a list of requirements", ["Two years at this school"])
    ] = ()


class PlanDraft(Table):
    """A plan in which any key may still be missing: what the rules between entries read."""

    school: SchoolDraft | None = None
    centre: Annotated[Centre, Expects("a [centre] table")] = Centre()
    stages: Sequence[StageDraft] | None = None
    trainers: Sequence[TrainerDraft] = ()
    applicants: Annotated[Applicants | None, Expects("an [applicants] table")] = None


class Plan(PlanDraft):
    """A school's plan for one or more stages."""

    school: Annotated[School, Expects("a [school] table, with name and membership")]
    stages: Annotated[
        tuple[StageEntry, ...],
        Expects("[[stages]] entries, each with stage, academic_year and participants"),
    ]
    trainers: Annotated[tuple[Trainer, ...], Expects("[[trainers]] entries, each with a name")] = ()

    def first(self, stage: int) -> StageEntry | None:
        """The first entry for a stage, None where the plan has none."""
        return next((entry for entry in self.stages if entry.stage == stage), None)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for spaces and how accents are encoded."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """A name in the one form that all ways to write it share."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def plan_problems(draft: PlanDraft) -> Iterator[Problem]:
    """What is wrong between the keys of one plan, each of which is sound in itself."""
    if draft.stages is not None:
        if not draft.stages:
            yield Problem(
                ("stages",),
                "missing-key",
                "must have at least one stage",
                "Add a [[stages]] entry with its stage, academic_year and participants.",
            )
        yield from _order_problems(draft.stages)
        for place, entry in enumerate(draft.stages):
            yield from _stage_problems(entry, ("stages", place))
    yield from _name_problems(draft.trainers, ("trainers",))


def _order_problems(stages: Sequence[StageDraft]) -> Iterator[Problem]:
    """Source: LPLC proposal, Stages 1 to 3: each follows on from the one before."""
    latest_stage = latest_year = None
    seen = set()
    for place, entry in enumerate(stages):
        if entry.stage is not None:
            if entry.stage in seen and not STAGES[entry.stage].repeatable:
                yield Problem(
                    ("stages", place, "stage"),
                    "repeated-stage",
                    f"must not be a second Stage {entry.stage}: only Stage 3 may repeat",
                    "Remove one of the two entries, or make them one with all its participants.",
                )
            if latest_stage is not None and entry.stage < latest_stage:
                yield Problem(
                    ("stages", place, "stage"),
                    "stage-order",
                    f"must not be Stage {entry.stage} after Stage {latest_stage}",
                    "Put the entries in the order of their stages.",
                )
            seen.add(entry.stage)
            latest_stage = max(entry.stage, latest_stage or 1)
        if entry.academic_year is not None:
            if latest_year is not None and entry.academic_year < latest_year:
                yield Problem(
                    ("stages", place, "academic_year"),
                    "year-order",
                    f"must not be {entry.academic_year}, a year before {latest_year}"
                    " of an entry above it",
                    "A later stage may share a year or come in a later one;"
                    " correct one of the years.",
                )
            latest_year = max(entry.academic_year, latest_year or entry.academic_year)


def _stage_problems(entry: StageDraft, key: KeyPath) -> Iterator[Problem]:
    if entry.participants is not None and entry.schools:
        yield Problem(
            (*key, "schools"),
            "participants-or-schools",
            "must not stand beside participants: the schools give the number already",
            "Remove participants, or the [[stages.schools]] entries.",
        )
    if entry.participants is None and not entry.schools:
        yield Problem(
            (*key, "participants"),
            "participants-or-schools",
            "is missing, and there are no schools either",
            "Add a line such as participants = 27, or a [[stages.schools]] entry for each school.",
        )
    people = entry.headcount
    if people is not None and people > MOST_PEOPLE:
        yield Problem(
            (*key, "schools"),
            "wrong-value",
            f"must add up to at most 100,000 participants, and add up to {people:,}",
            "Correct the participants of the schools.",
        )
    if people is not None and entry.cohorts is not None and entry.cohorts > people:
        yield Problem(
            (*key, "cohorts"),
            "too-many-cohorts",
            f"must be at most one per participant: {entry.cohorts:,} for {people:,}",
            "Ask for fewer cohorts, or leave the key out for as few as can be.",
        )
    yield from _date_problems(entry, key)
    yield from _charging_problems(entry, key)
    yield from _name_problems(entry.schools, (*key, "schools"))


def _charging_problems(entry: StageDraft, key: KeyPath) -> Iterator[Problem]:
    """Source: LPLC proposal, Stage 3, fee charged: only there does a centre set its own charge."""
    charging = {"charge_per_person": entry.charge_per_person, "own_costs": entry.own_costs or None}
    for name, value in charging.items():
        if value is not None and entry.stage in (1, 2):
            yield Problem(
                (*key, name),
                "stage-3-only",
                f"belongs to a Stage 3, which the centre runs itself, not to Stage {entry.stage}",
                "Remove it: at Stages 1 and 2 schools repay what SSAT charges, by their share.",
            )


def _date_problems(entry: StageDraft, key: KeyPath) -> Iterator[Problem]:
    launch, support, year = entry.launch, entry.application_support, entry.academic_year
    if launch and year and not year.covers(launch):
        yield Problem(
            (*key, "launch"),
            "launch-outside-year",
            f"must be in the stage's academic year {year}, and is {launch}",
            f"{year} is from {year.first_day} to {year.last_day}; correct the date or the year.",
        )
    if support and launch and support < launch:
        yield Problem(
            (*key, "application_support"),
            "support-before-launch",
            f"must not be before the Launch on {launch}, and is {support}",
            "Application Support follows the Launch; correct one of the dates.",
        )
    if entry.gateway:
        sessions = {"the Launch": launch, "Application Support": support}
        for name, day in sessions.items():
            if day and entry.gateway < day.isoformat()[:7]:
                yield Problem(
                    (*key, "gateway"),
                    "gateway-before-session",
                    f"must not be in a month before {name} on {day}, and is {entry.gateway}",
                    "Applications are judged after the sessions; correct the gateway or the date.",
                )
                break


def _name_problems(
    named: Sequence[ParticipatingSchoolDraft | TrainerDraft], key: KeyPath
) -> Iterator[Problem]:
    seen = set()
    for place, entry in enumerate(named):
        if entry.name is None:
            continue
        if plain_name(entry.name) in seen:
            yield Problem(
                (*key, place, "name"),
                "repeated-name",
                f'must not be "{entry.name}" again: an entry above has that name',
                "Give each its own name, or make the two entries one.",
            )
        seen.add(plain_name(entry.name))
