"""The programme's stages as one table: what each is called, charges by default and asks for first.

Nothing here is a price: those are in the fee schedules alone.
Source: LPLC proposal, Stages 1 to 3 and their costs tables.
"""

from typing import NamedTuple

ACCREDITATION = "accreditation"
SUPPORT_PACKAGE = "support_package"
TRAIN_THE_TRAINER = "train_the_trainer"


class StandardCharge(NamedTuple):
    """How the programme makes a charge (LPLC proposal, the three costs tables)."""

    per: str
    stages: tuple[int, ...]
    max_cohort_size: int | None = None


STANDARD_CHARGES = {
    ACCREDITATION: StandardCharge("person", (1, 2, 3)),
    SUPPORT_PACKAGE: StandardCharge("cohort", (1, 2), max_cohort_size=25),
    TRAIN_THE_TRAINER: StandardCharge("stage", (2,)),
}
"""The charges that every schedule has unless it says that they are withdrawn. A schedule may make
one in another way; quotes follow the schedule, and a check of it points the difference out."""

FEWEST_TRAINERS, MOST_TRAINERS = 2, 4
"""How many people form a centre's training team (LPLC proposal, Stage 1)."""


class StageRules(NamedTuple):
    """What sets one stage apart from the others."""

    title: str
    repeatable: bool
    """Whether a plan may have it more than once."""
    readiness: tuple[str, ...]
    """The readiness checks to start it, by name and in the order they are shown."""


_TO_START_STAGE_2 = (
    "ssat_discussion",
    "criteria_considered",
    "team_size",
    "expertise",
    "aptitude",
    "capacity",
    "accredited",
)
_TO_START_STAGE_3 = ("interned", "train_the_trainer", "shadowed", "certified", "licence")

STAGES: dict[int, StageRules] = {
    1: StageRules("SSAT LP cohort", repeatable=False, readiness=()),
    2: StageRules(
        "SSAT-supported LP cohort",
        repeatable=False,
        readiness=(*_TO_START_STAGE_2, "cohort_planned"),
    ),
    3: StageRules(
        "Independent LPLC cohort",
        repeatable=True,
        readiness=(*_TO_START_STAGE_2, *_TO_START_STAGE_3, "cohort_planned"),
    ),
}
