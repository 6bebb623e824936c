"""What the programme is made of, as tables: its charges, sessions, gateways and stages.

Nothing here is a price: those are in the fee schedules alone.
Source: LPLC proposal, Stages 1 to 3 and their costs tables.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from lpplan.values.words import MONTHS

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

ACCREDITATION_YEARS = 3
"""For how long accreditation lasts, by SSAT's page on re-accreditation. It is undated and neither
of the two documents: something to ask SSAT about, and never a reason against a plan."""


class SessionRules(NamedTuple):
    """One of the sessions that a cohort attends."""

    name: str
    in_a_sentence: str
    ordinal: str
    """Which of the sessions it is, in a word."""
    minutes: int
    """About how long it takes (LP course FAQ, time commitment)."""
    train_the_trainer_minutes: int
    """About how much longer future trainers stay at Stage 2 (LPLC proposal, Stage 2, costs)."""


SESSIONS: Mapping[str, SessionRules] = {
    "launch": SessionRules(
        name="Launch",
        in_a_sentence="the Launch",
        ordinal="First",
        minutes=150,
        train_the_trainer_minutes=120,
    ),
    "application_support": SessionRules(
        name="Application Support",
        in_a_sentence="Application Support",
        ordinal="Second",
        minutes=150,
        train_the_trainer_minutes=120,
    ),
}
"""The sessions of a cohort by their keys in a plan, in order (LPLC proposal, Stage 1)."""

ALL_OF_THEM = "both" if len(SESSIONS) == 2 else f"all {len(SESSIONS)}"
"""How many sessions all of them are, as in *both sessions*."""

GATEWAY_MONTHS = (6, 11)
"""The months in which applications are judged (LPLC proposal, Stage 1)."""
GATEWAY_NAMES = tuple(MONTHS[month - 1] for month in GATEWAY_MONTHS)
"""The same by their names."""

SUPPORT_KINDS: Mapping[str, str] = {
    "twilight": "Twilight",
    "call": "Call by the trainer",
    "day_conference": "Day conference",
    "forum": "Online forum",
    "online_session": "Online session",
    "other": "Further support",
}
"""What a centre may add to the sessions, by its key in a plan (LPLC proposal, Stage 2)."""


class StageRules(NamedTuple):
    """What sets one stage apart from the others."""

    title: str
    repeatable: bool
    """Whether a plan may have it more than once."""
    readiness: tuple[str, ...]
    """The readiness checks to start it, by name and in the order they are shown."""
    trainers_need: Literal["accredited", "certified"] | None = None
    """What each trainer must have by its Launch: the key of that date in a plan."""
    trains_trainers: bool = False
    """Whether future trainers are trained at its sessions."""
    needs_licence: bool = False
    """Whether it is delivered under the LPLC licence."""
    first_year: str = ""
    """What trainers have in their first year of delivery, as a sentence."""
    centre_charges: bool = False
    """Whether the centre may set a charge of its own, and add support (LPLC proposal, Stages 2
    and 3, fee charged)."""


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
        title="SSAT-supported LP cohort",
        repeatable=False,
        readiness=(*_TO_START_STAGE_2, "cohort_planned"),
        trainers_need="accredited",
        trains_trainers=True,
        centre_charges=True,
    ),
    3: StageRules(
        title="Independent LPLC cohort",
        repeatable=True,
        readiness=(*_TO_START_STAGE_2, *_TO_START_STAGE_3, "cohort_planned"),
        trainers_need="certified",
        needs_licence=True,
        # LPLC proposal, Stage 2: that year of delivery is their first Stage 3.
        first_year="In their first year of delivery, the trainers have SSAT's support by phone and"
        " email.",
        centre_charges=True,
    ),
}

CENTRE_STAGES = tuple(number for number, rules in STAGES.items() if rules.centre_charges)
"""The stages at which the centre charges schools and adds support."""

TRAINING_STAGE = next(number for number, rules in STAGES.items() if rules.trains_trainers)
"""The stage at whose sessions future trainers are trained."""
