"""The tables of the programme and what a plan can say hold together."""

from typing import get_args

from lpplan.core.plan import Session, StageEntry
from lpplan.core.programme import (
    ACCREDITATION_YEARS,
    ALL_OF_THEM,
    CENTRE_STAGES,
    FEWEST_TRAINERS,
    GATEWAY_MONTHS,
    GATEWAY_NAMES,
    INDEPENDENT_STAGE,
    MOST_TRAINERS,
    SESSIONS,
    SSAT_RUN_STAGE,
    STAGES,
    STANDARD_CHARGES,
    SUPPORT_KINDS,
    TRAINING_STAGE,
    StageRules,
)
from lpplan.core.readiness import CHECKS


def test_each_session_has_its_date_and_its_key_in_a_plan() -> None:
    assert list(SESSIONS) == list(get_args(Session))
    dates = [name for name in StageEntry.model_fields if name in SESSIONS]
    assert dates == list(SESSIONS)


def test_each_check_that_a_stage_asks_for_is_there_and_each_check_is_asked_for() -> None:
    asked_for = {name for rules in STAGES.values() for name in rules.readiness}
    assert asked_for == set(CHECKS)


def test_the_charges_are_those_of_the_three_costs_tables() -> None:
    """LPLC proposal, Stages 1 to 3, costs."""
    assert STANDARD_CHARGES == {
        "accreditation": ("person", (1, 2, 3), None),
        "support_package": ("cohort", (1, 2), 25),
        "train_the_trainer": ("stage", (2,), None),
    }


def test_the_sessions_are_two_of_two_and_a_half_hours_and_training_takes_two_more() -> None:
    """LP course FAQ, time commitment; LPLC proposal, Stage 2, costs."""
    assert SESSIONS == {
        "launch": ("Launch", "the Launch", "First", 150, 120),
        "application_support": ("Application Support", "Application Support", "Second", 150, 120),
    }
    assert ALL_OF_THEM == "both"


def test_gateways_are_in_june_and_november() -> None:
    assert (GATEWAY_MONTHS, GATEWAY_NAMES) == ((6, 11), ("June", "November"))


def test_the_stages_are_these_three() -> None:
    to_start: tuple[str, ...] = (
        "ssat_discussion",
        "criteria_considered",
        "team_size",
        "expertise",
        "aptitude",
    )
    to_start += ("capacity", "accredited")
    to_deliver = ("interned", "train_the_trainer", "shadowed", "certified", "licence")
    assert {
        1: StageRules("SSAT LP cohort", repeatable=False, readiness=()),
        2: StageRules(
            "SSAT-supported LP cohort",
            repeatable=False,
            readiness=(*to_start, "cohort_planned"),
            trainers_need="accredited",
            trains_trainers=True,
            centre_charges=True,
        ),
        3: StageRules(
            "Independent LPLC cohort",
            repeatable=True,
            readiness=(*to_start, *to_deliver, "cohort_planned"),
            trainers_need="certified",
            needs_licence=True,
            first_year=(
                "In their first year of delivery, the trainers have SSAT's support by phone and"
                " email."
            ),
            centre_charges=True,
        ),
    } == STAGES
    bare = StageRules("", repeatable=False, readiness=())
    assert bare == ("", False, (), None, False, False, "", False)
    numbers = (CENTRE_STAGES, TRAINING_STAGE, SSAT_RUN_STAGE, INDEPENDENT_STAGE)
    assert numbers == ((2, 3), 2, 1, 3)


def test_a_centre_may_add_support_of_these_kinds() -> None:
    """LPLC proposal, Stage 2 and Stage 3."""
    assert SUPPORT_KINDS == {
        "twilight": "Twilight",
        "call": "Call by the trainer",
        "day_conference": "Day conference",
        "forum": "Online forum",
        "online_session": "Online session",
        "other": "Further support",
    }


def test_a_team_is_of_2_to_4_and_accreditation_lasts_three_years() -> None:
    assert (FEWEST_TRAINERS, MOST_TRAINERS, ACCREDITATION_YEARS) == (2, 4, 3)
