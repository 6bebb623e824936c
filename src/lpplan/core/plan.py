"""A plan: what a school intends, as its TOML file has it."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, Strict

from lpplan.core.fees import Membership
from lpplan.core.programme import GATEWAY_MONTHS, SUPPORT_KINDS
from lpplan.values.kinds import (
    AmountField,
    Day,
    Distinct,
    FileTable,
    HoursField,
    Name,
    People,
    StageNumber,
    Text,
    TextOrFalse,
    YearField,
    YesNo,
)
from lpplan.values.limits import MOST_REQUIREMENTS, MOST_TOPICS, MOST_TRAINERS
from lpplan.values.years import AcademicYear

Session: TypeAlias = Literal["launch", "application_support"]
"""The keys of ``programme.SESSIONS``."""
Share: TypeAlias = Literal["per_head", "equal"]
"""How schools share what is not charged per person: by their people, or in equal parts."""
OwnCostPer: TypeAlias = Literal["stage", "cohort", "session", "person"]
"""What a cost of the school's own is paid for; there are as many sessions as a cohort has."""
SupportKind: TypeAlias = Literal[
    "twilight", "call", "day_conference", "forum", "online_session", "other"
]
"""The keys of ``programme.SUPPORT_KINDS``."""
YearEnd: TypeAlias = Literal["march", "august"]
"""The month in which a financial year ends: of maintained schools, and of academies."""

_GATEWAY = "|".join(f"{month:02}" for month in GATEWAY_MONTHS)
GatewayField = Annotated[str, Field(pattern=rf"^[0-9]{{4}}-({_GATEWAY})$")]
SessionsField = Annotated[tuple[Session, ...], Distinct]
TopicsField = Annotated[tuple[Name, ...], Distinct, Field(max_length=MOST_TOPICS)]


class School(FileTable):
    """The school whose plan this is, and which buys from SSAT."""

    name: Name
    membership: Membership
    urn: Annotated[int, Field(strict=True, ge=100_000, le=999_999)] | None = None
    """Its unique reference number."""
    topics: TopicsField = ()
    """The topics for action research that it needs."""


class Centre(FileTable):
    """What is so of the school as a centre; what is not recorded is None."""

    ssat_discussion: Day | None = None
    criteria_considered: Day | None = None
    status_discussion: Day | None = None
    """The second discussion with SSAT: suitability for LPLC status, and interest in it."""
    licence: Literal["none", "awarded", "withdrawn"] | None = None
    licensed: Day | None = None
    """When the licence was awarded."""
    licence_scope: Text | None = None


class ParticipatingSchool(FileTable):
    """A school that sends people to a stage, and how many."""

    name: Name
    participants: People


class OwnCost(FileTable):
    """What the school itself pays to run a stage, in pounds exc VAT."""

    label: Name
    amount: AmountField
    per: OwnCostPer = "stage"


class Support(FileTable):
    """What a centre adds to the sessions of a stage; its cost is each time, in pounds exc VAT."""

    kind: SupportKind
    label: Name | None = None
    times: People | None = None
    """How often in all; None where it is offered but not counted."""
    hours: HoursField | None = None
    cost: AmountField | None = None

    @property
    def name(self) -> str:
        """How it is called: its label, else what its kind is called."""
        return self.label or SUPPORT_KINDS[self.kind]

    @property
    def hours_in_all(self) -> Decimal:
        """How long it takes somebody who is there each time; 0 where it is not counted."""
        return (self.times or 0) * (self.hours or Decimal(0))


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
    """What the centre charges for each person of another school, in pounds exc VAT."""
    minimum_participants: People | None = None
    """The fewest people with whom the centre would run it."""
    topics: TopicsField = ()
    """The topics of this cohort's action research."""
    own_costs: tuple[OwnCost, ...] = ()
    support: tuple[Support, ...] = ()

    @property
    def people(self) -> int:
        """How many participants it has, given as one number or school by school."""
        if self.participants is not None:
            return self.participants
        return sum(school.participants for school in self.schools)


def entry_for(
    stage: int, year: AcademicYear, people: int, cohorts: int | None = None
) -> StageEntry:
    """An entry that the planner itself makes, of values that are sound."""
    return StageEntry.model_construct(
        stage=stage, academic_year=year, participants=people, cohorts=cohorts
    )


class Trainer(FileTable):
    """Someone who is to become a trainer of the centre; what is not recorded is None."""

    name: Name
    school: Name | None = None
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
    specialist_leader: TextOrFalse | None = None
    """What it says of Specialist Leaders of Education; False leaves that out."""
    requirements: Annotated[tuple[Text, ...], Distinct, Field(max_length=MOST_REQUIREMENTS)] = ()


class Plan(FileTable):
    """A school's plan for one or more stages."""

    fees: Text | None = None
    """The folder of fee schedules that it is priced from, relative to its file."""
    year_end: YearEnd | None = None
    """When the school's financial year ends."""
    school: School
    centre: Centre = Centre()
    stages: tuple[StageEntry, ...]
    trainers: Annotated[tuple[Trainer, ...], Field(max_length=MOST_TRAINERS)] = ()
    applicants: Applicants | None = None

    def topics_of(self, entry: StageEntry) -> tuple[str, ...]:
        """The topics for a stage's action research: its own, then what the school needs besides.

        Source: LPLC proposal, Stage 1.
        """
        return tuple(dict.fromkeys((*entry.topics, *self.school.topics)))

    def first(self, stage: int) -> StageEntry | None:
        """The first entry for a stage, None where the plan has none."""
        return next((entry for entry in self.stages if entry.stage == stage), None)
