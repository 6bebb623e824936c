"""Sentences that several documents share."""

import pytest

from lpplan.core.plan import Support
from lpplan.show.stage_words import support_in_words
from lpplan.values.money import DecimalText


@pytest.mark.parametrize(
    ("support", "words"),
    [
        (
            {"kind": "twilight", "label": "Half-termly twilight", "times": 5, "hours": "1.5"},
            "Half-termly twilight, 5 times, 1.5 hours each",
        ),
        ({"kind": "day_conference", "times": 1, "hours": "6.0"}, "Day conference, once, 6 hours"),
        (
            {"kind": "call", "times": 1000, "hours": "1.00"},
            "Call by the trainer, 1,000 times, 1 hour each",
        ),
        ({"kind": "forum"}, "Online forum, offered but not counted"),
        (
            {"kind": "online_session", "hours": "10.0"},
            "Online session, offered but not counted, 10 hours each",
        ),
    ],
)
def test_support_is_said_with_how_often_and_how_long(
    support: dict[str, object], words: str
) -> None:
    if hours := support.get("hours"):
        support = {**support, "hours": DecimalText(str(hours))}
    assert support_in_words(Support.model_validate(support)) == words
