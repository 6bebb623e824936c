"""A plan: what a school intends, as its TOML file has it."""

import unicodedata
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, Strict

from lpplan.core.fees import Membership
from lpplan.core.programme import GATEWAY_MONTHS
from lpplan.values.kinds import (
    AmountField,
    Day,
    Distinct,
    FileTable,
    People,
    StageNumber,
    Text,
    YearField,
    YesNo,
)
from lpplan.values.years import AcademicYear

Session: TypeAlias = Literal["launch", "application_support"]
"""The keys of ``programme.SESSIONS``."""
Share: TypeAlias = Literal["per_head", "equal"]
"""How schools share what is not charged per person: by their people, or in equal parts."""

_GATEWAY = "|".join(f"{month:02}" for month in GATEWAY_MONTHS)
GatewayField = Annotated[str, Field(strict=True, pattern=rf"^[0-9]{{4}}-({_GATEWAY})$")]
SessionsField = Annotated[tuple[Session, ...], Distinct]


class School(FileTable):
    """The school whose plan this is, and which buys from SSAT."""

    name: Text
    membership: Membership


class Centre(FileTable):
    """What is so of the school as a centre; what is not recorded is None."""

    ssat_discussion: Day | None = None
    criteria_considered: Day | None = None
    licence: Literal["none", "awarded", "withdrawn"] | None = None


class ParticipatingSchool(FileTable):
    """A school that sends people to a stage, and how many."""

    name: Text
    participants: People


class OwnCost(FileTable):
    """What the centre itself pays to run a cohort of Stage 3, in pounds exc VAT."""

    label: Text
    amount: AmountField


class StageEntry(FileTable):
    """One stage that a school plans to run in one academic year."""

    stage: StageNumber
    academic_year: YearField
    participants: People | None = None
    schools: tuple[ParticipatingSchool, ...] = ()
    cohorts: People | None = None
    launch: Day | None = None
    application_support: Day | None = None
    gateway: GatewayField | None = None
    share: Share = "per_head"
    charge_per_person: AmountField | None = None
    """At Stage 3: what the centre charges for each participant, in pounds exc VAT."""
    own_costs: tuple[OwnCost, ...] = ()

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


def entry_for(
    stage: int, year: AcademicYear, people: int, cohorts: int | None = None
) -> StageEntry:
    """An entry that the planner itself makes, of values that are sound."""
    return StageEntry.model_construct(
        stage=stage, academic_year=year, participants=people, cohorts=cohorts
    )


class Trainer(FileTable):
    """Someone who is to become a trainer of the centre; what is not recorded is None."""

    name: Text
    school: Text | None = None
    expertise: YesNo | None = None
    aptitude: YesNo | None = None
    capacity: YesNo | None = None
    accredited: Day | None = None
    interned: SessionsField | None = None
    train_the_trainer: SessionsField | None = None
    shadowed: SessionsField | None = None
    certified: Day | None = None


class Applicants(FileTable):
    """What the school itself tells staff who think of applying."""

    weekly_periods: Annotated[int, Strict(), Field(ge=1, le=50)] | None = None
    part_time: Text | None = None
    contact: Text | None = None
    requirements: Annotated[tuple[Text, ...], Distinct] = ()


class Plan(FileTable):
    """A school's plan for one or more stages."""

    school: School
    centre: Centre = Centre()
    stages: tuple[StageEntry, ...]
    trainers: tuple[Trainer, ...] = ()
    applicants: Applicants | None = None

    def first(self, stage: int) -> StageEntry | None:
        """The first entry for a stage, None where the plan has none."""
        return next((entry for entry in self.stages if entry.stage == stage), None)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for spaces and how accents are encoded."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """A name in the one form that all ways to write it share."""
    return " ".join(unicodedata.normalize("NFC", name).split())
