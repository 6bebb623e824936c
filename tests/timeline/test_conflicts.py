"""What cannot work is told in these words, each with how to mend it."""

from datetime import date
from typing import Any

import pytest
from test_timeline import STAGE_1, STAGE_2, STAGE_3, changed, of, undated

from lpplan.timeline.conflicts import Conflict


def told(*stages: dict[str, Any], **more: Any) -> list[Conflict]:
    return list(of(*stages, **more).conflicts)


def third(**keys: Any) -> dict[str, Any]:
    return {"stage": 3, "academic_year": "2020/21", "participants": 9} | keys


ACCREDITED = {"name": "A", "accredited": date(2017, 6, 1), "certified": date(2017, 7, 1)}


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ({"application_support": date(2018, 8, 31)}, "Application Support on 31 August 2018"),
        ({"gateway": "2018-06"}, "the gateway in June 2018"),
        (
            {"application_support": date(2018, 6, 30), "gateway": "2018-06"},
            "Application Support on 30 June 2018",
        ),
    ],
)
def test_what_comes_before_the_year_of_its_stage_is_named(keys: dict[str, Any], what: str) -> None:
    assert told(undated(STAGE_1, **keys)) == [
        Conflict(
            "before-its-year",
            (1,),
            (1,),
            f"Stage 1 in 2018/19: {what} comes before the academic year begins.",
            "Correct the date, or the stage's academic_year.",
        )
    ]
    assert told(undated(STAGE_1, application_support=date(2018, 9, 1))) == []


def test_sessions_that_cross_are_told_with_their_days() -> None:
    one = third(launch=date(2020, 9, 8), application_support=date(2020, 9, 15))
    two = third(launch=date(2020, 10, 6), application_support=date(2021, 2, 2))
    three = third(launch=date(2020, 11, 10), application_support=date(2021, 3, 2))
    assert told(one, two, three, trainers=[ACCREDITED]) == [
        Conflict(
            "sessions-cross",
            (2, 3),
            (3, 3),
            "The Launch of Stage 3 in 2020/21 (on 10 November 2020) does not come after"
            " Application Support of Stage 3 in 2020/21 (on 2 February 2021).",
            "Move one of the sessions, so that one stage's are over when the next one's begin.",
        )
    ]


def test_a_stage_that_is_launched_with_the_year_leaves_no_room_for_one_before_it() -> None:
    second = undated(STAGE_2, launch=date(2019, 9, 1))
    first = undated(STAGE_1, academic_year="2019/20")
    (conflict,) = told(first, second, trainers=[ACCREDITED])
    assert conflict.message == (
        "The Launch of Stage 2 in 2019/20 (on 1 September 2019) does not come after the Launch of"
        " Stage 1 in 2019/20 (from 1 September 2019 at the earliest)."
    )


def test_a_later_stage_comes_after_an_earlier_one_and_not_before_it() -> None:
    first = changed(STAGE_1, launch=date(2019, 3, 5), application_support=date(2019, 5, 7))
    second = undated(
        STAGE_2,
        academic_year="2018/19",
        launch=date(2018, 10, 2),
        application_support=date(2018, 12, 4),
    )
    (conflict,) = told(first, second, trainers=[ACCREDITED])
    assert conflict.code == "sessions-cross"


def test_a_launch_too_early_for_its_trainers_says_what_to_do() -> None:
    second = changed(
        STAGE_2,
        academic_year="2018/19",
        launch=date(2019, 6, 4),
        application_support=None,
        gateway=None,
    )
    (conflict,) = told(STAGE_1, second)
    assert conflict == Conflict(
        "launch-before-gateway",
        (1, 2),
        (1, 2),
        "The Launch of Stage 2 in 2018/19 (on 4 June 2019) does not come after the gateway of"
        " Stage 1 in 2018/19 (June 2019), through which the trainers are accredited.",
        "Plan Stage 2 for later or Stage 1 for an earlier gateway; or record, for each trainer who"
        " is accredited already, the date as accredited.",
    )
    third_stage = changed(
        STAGE_3,
        academic_year="2019/20",
        launch=date(2020, 6, 2),
        application_support=None,
        gateway=None,
    )
    (conflict,) = told(STAGE_2, third_stage)
    assert conflict == Conflict(
        "stage-3-before-certified",
        (1, 2),
        (2, 3),
        "The Launch of Stage 3 in 2019/20 (on 2 June 2020) does not come after the gateway of"
        " Stage 2 in 2019/20 (June 2020), and the trainers are certified at the end of Stage 2.",
        "Plan Stage 3 for later or Stage 2 for an earlier gateway; or record, for each trainer who"
        " is certified already, the date as certified.",
    )


def test_a_trainer_who_qualifies_too_late_is_named() -> None:
    late = {"name": "B", "accredited": date(2019, 10, 2)}
    assert told(STAGE_2, trainers=[ACCREDITED, late]) == [
        Conflict(
            "trainer-accredited-late",
            (1,),
            (2,),
            "B is accredited on 2 October 2019, after the Launch of Stage 2 in 2019/20 (on"
            " 1 October 2019).",
            "Name trainers who are accredited by then, or plan Stage 2 for later.",
        )
    ]
    undated_launch = undated(STAGE_2)
    after_it = {"name": "B", "accredited": date(2020, 9, 1)}
    (conflict,) = told(undated_launch, trainers=[after_it])
    assert conflict.message == (
        "B is accredited on 1 September 2020, after the Launch of Stage 2 in 2019/20 (by 31 August"
        " 2020 at the latest)."
    )


def test_stage_3_without_its_licence_says_what_is_the_matter() -> None:
    withdrawn = {"licence": "withdrawn"}
    assert told(STAGE_3, centre=withdrawn, as_of=date(2021, 6, 30), trainers=[ACCREDITED]) == [
        Conflict(
            "stage-3-without-licence",
            (1,),
            (3,),
            "Stage 3 in 2020/21 has not ended, and the licence is withdrawn.",
            "Talk to SSAT about the licence before anything else is done for Stage 3.",
        )
    ]
    assert told(STAGE_3, centre=withdrawn, as_of=date(2021, 7, 1), trainers=[ACCREDITED]) == []
    words = {
        date(2020, 10, 5): None,
        date(2020, 10, 6): "is due today",
        date(2020, 10, 7): "is past",
    }
    for day, when in words.items():
        found = told(STAGE_3, centre={"licence": "none"}, as_of=day, trainers=[ACCREDITED])
        assert [(one.message, one.hint) for one in found] == [
            (
                (
                    f"There is no licence, and the Launch of Stage 3 in 2020/21 (on 6 October 2020)"
                    f" {when}."
                ),
                (
                    "Where SSAT has awarded the licence, record it as licence under [centre];"
                    " otherwise plan Stage 3 for later."
                ),
            )
        ] * bool(when)
