"""What stands on a timeline, in its exact words and order."""

from datetime import date
from typing import Any

import pytest
from test_timeline import STAGE_1, STAGE_2, STAGE_3, changed, items_of, of, undated

from lpplan.timeline.dates import When
from lpplan.timeline.items import Hours, Timeline
from lpplan.values.years import Month


def test_each_half_term_between_launch_and_gateway_has_its_get_together() -> None:
    found = of(changed(STAGE_1, launch=date(2018, 9, 11), gateway="2019-11"))
    assert [(i.number, i.when.month, i.detail) for i in items_of(found, "get-together")] == [
        (1, Month(2018, 10), "First half of the autumn term."),
        (2, Month(2018, 11), "Second half of the autumn term."),
        (3, Month(2019, 1), "First half of the spring term."),
        (4, Month(2019, 3), "Second half of the spring term."),
        (5, Month(2019, 5), "First half of the summer term."),
        (6, Month(2019, 6), "Second half of the summer term."),
        (7, Month(2019, 10), "First half of the autumn term."),
    ]


def get_togethers(as_of: date, *stages: dict[str, Any]) -> list[int]:
    return [item.number for item in items_of(of(*stages, as_of=as_of), "get-together")]


def test_get_togethers_keep_their_numbers_from_the_first_month_ahead_on() -> None:
    assert get_togethers(date(2018, 10, 1), STAGE_1) == [1, 2, 3, 4]
    assert get_togethers(date(2019, 3, 1), STAGE_1) == [3, 4]
    assert get_togethers(date(2019, 3, 2), STAGE_1) == [4]


def test_there_are_twelve_get_togethers_at_most() -> None:
    endless = changed(STAGE_1, gateway="2025-06")
    assert get_togethers(date(2018, 1, 1), endless) == [*range(1, 13)]


def codes(found: Timeline) -> set[str]:
    return set(found.notes)


def test_a_note_is_there_as_soon_as_one_stage_calls_for_it() -> None:
    endless = changed(STAGE_1, gateway="2021-06")
    assert "get-togethers-left-out" in codes(of(endless, STAGE_2))
    assert of(endless).notes["get-togethers-left-out"] == (
        "Of a stage that runs on for years, the first 12 get-togethers are given."
    )
    supported = STAGE_2 | {"support": [{"kind": "forum"}]}
    assert of(STAGE_1, supported).notes["support-hours"] == (
        "Support whose times and hours the plan says is counted as if each person took part in all"
        " of it; other support is not counted."
    )
    assert "get-togethers" in codes(of(STAGE_1, as_of=date(2019, 4, 2)))
    assert "get-togethers" not in codes(of(STAGE_1, as_of=date(2019, 5, 2)))


def test_what_cannot_be_any_more_says_so() -> None:
    found = of(undated(STAGE_1, application_support=date(2018, 9, 3)))
    assert [item.detail for item in items_of(found, "launch")] == [
        "First session, about 2.5 hours. No day that fits is left."
    ]
    assert [item.detail for item in items_of(found, "gateway")] == ["None that fits is left."]
    over = of(undated(STAGE_1), as_of=date(2020, 1, 1))
    assert [item.detail for item in items_of(over, "gateway")] == ["Past, and not in the plan."]


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        (None, "Not recorded."),
        ("none", "None so far."),
        ("awarded", "It is recorded as awarded."),
        ("withdrawn", "It has been withdrawn."),
    ],
)
def test_the_deadline_of_a_licence_says_what_is_recorded(licence: str | None, words: str) -> None:
    centre = {} if licence is None else {"licence": licence}
    (deadline,) = items_of(of(STAGE_3, centre=centre), "licence-deadline")
    assert deadline.detail == f"By the Stage 3 Launch. {words}"


def test_the_last_thing_with_a_date_ends_a_timeline() -> None:
    found = of(undated(STAGE_1, application_support=date(2018, 9, 3)))
    assert found.ends == (When(day=date(2018, 9, 1)), When(day=date(2018, 9, 3)))


def test_a_month_stands_behind_its_last_day() -> None:
    second = changed(
        STAGE_2, academic_year="2018/19", launch=date(2019, 5, 31), application_support=None
    )
    found = [(i.stage, i.kind) for i in of(STAGE_1, second).items]
    last = max(n for n, item in enumerate(found) if item == (1, "get-together"))
    assert found.index((2, "launch")) < last


@pytest.mark.parametrize(
    ("stage", "through"),
    [
        (STAGE_2, ", so through the June 2019 gateway at the latest"),
        (
            undated(STAGE_2, application_support=date(2019, 9, 3)),
            "; before 1 September 2019 is in time whenever the Launch is",
        ),
        (
            undated(STAGE_2),
            (
                ", so through the June 2019 gateway at the latest; before 1 September 2019 is in"
                " time whenever the Launch is"
            ),
        ),
    ],
)
def test_the_deadline_of_accreditation_says_through_which_gateway(
    stage: dict[str, Any], through: str
) -> None:
    (item,) = items_of(of(stage), "accreditation-deadline")
    assert item.detail == f"By the Stage 2 Launch{through}. No trainers are named."


def test_hours_are_without_support_unless_there_is_some() -> None:
    hours = Hours(1500, 9, "as a participant")
    assert hours.in_words == (
        "About 1,500 hours of sessions for each participant, and about 9 for each trainer, as a"
        " participant."
    )


def test_each_thing_has_its_role() -> None:
    found = of(STAGE_2 | {"support": [{"kind": "forum"}]})
    assert {item.kind: item.role for item in found.items} == {
        "academic-year": "year",
        "accreditation-deadline": "deadline",
        "launch": "session",
        "train-the-trainer-launch": "session",
        "get-together": "get-together",
        "application-support": "session",
        "train-the-trainer-support": "session",
        "support": "support",
        "gateway": "gateway",
    }
