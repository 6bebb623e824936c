"""The tables of the programme and what a plan can say hold together."""

from typing import get_args

from lpplan.core.plan import Session, StageEntry
from lpplan.core.programme import SESSIONS, STAGES
from lpplan.core.readiness import CHECKS


def test_each_session_has_its_date_and_its_key_in_a_plan() -> None:
    assert list(SESSIONS) == list(get_args(Session))
    dates = [name for name in StageEntry.model_fields if name in SESSIONS]
    assert dates == list(SESSIONS)


def test_each_check_that_a_stage_asks_for_is_there_and_each_check_is_asked_for() -> None:
    asked_for = {name for rules in STAGES.values() for name in rules.readiness}
    assert asked_for == set(CHECKS)
