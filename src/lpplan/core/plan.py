"""A plan: what a school intends, as its TOML file has it."""

import unicodedata
from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, Strict

from lpplan.core.fees import Membership
from lpplan.core.kinds import (
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
