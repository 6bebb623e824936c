"""Tables as they are read: codes of problems, keys that were meant, values as they are shown."""

from datetime import date
from typing import Any

import pytest

from lpplan.core.fees import FeeSchedule
from lpplan.reading import words
from lpplan.reading.tables import problems_beside_gaps, read_plan, read_table, shown_value
from lpplan.reading.toml_file import written_key
from lpplan.show.house_style import Style
from lpplan.values.money import DecimalText

SCHOOL = {"name": "Oak", "membership": "member"}


def plan(*stages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"school": SCHOOL, "stages": list(stages)} | more


def entry(stage: int = 2, **more: Any) -> dict[str, Any]:
    return {"stage": stage, "academic_year": "2018/19", "participants": 20} | more


def found(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(written_key(problem.key), problem.code) for problem in read_plan(data)[1]]


def test_rules_between_keys_have_their_codes() -> None:
    support = [{"kind": "other"}, {"kind": "call", "cost": 4}]
    assert found(plan(entry(support=support))) == [
        ("stages[1].support[1].label", "missing-key"),
        ("stages[1].support[2].times", "missing-key"),
    ]
    twice = [{"name": "Oak", "participants": 1}, {"name": " Oak", "participants": 2}]
    schools = {"stage": 1, "academic_year": "2018/19", "schools": twice}
    assert found(plan(schools)) == [("stages[1].schools[2].name", "repeated-name")]
    assert found(plan(entry(3), entry(1), entry(2))) == [
        ("stages[2].stage", "stage-order"),
        ("stages[3].stage", "stage-order"),
    ]


def test_a_plan_may_lack_keys_but_for_the_number_of_a_stage() -> None:
    def wrong(data: dict[str, Any]) -> list[str]:
        return [written_key(problem.key) for problem in problems_beside_gaps(data)]

    assert wrong({"school": {}, "stages": [{"stage": 1}]}) == []
    assert wrong({"stages": [{"academic_year": "2018/19"}]}) == ["stages[1].stage"]
    assert wrong(plan(entry(participants=0))) == ["stages[1].participants"]
    both = entry(schools=[{"name": "Oak", "participants": 1}])
    assert wrong(plan(both)) != []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        ("a" * 38, f'"{"a" * 38}"'),
        ("a" * 39, f'"{"a" * 38}…'),
        (10**40 - 1, "9" * 40),
        (-(10**39) + 1, f"-{'9' * 39}"),
        (10**40, "a far larger number"),
        (DecimalText("3.50"), "3.50"),
        (date(2018, 5, 14), "2018-05-14"),
        ([], "[]"),
        ([1], "a list"),
        ({}, "a table"),
        (1.5, "float"),
    ],
)
def test_a_value_is_shown_as_its_writer_knows_it_and_not_at_endless_length(
    value: object, shown: str
) -> None:
    assert shown_value(value) == shown


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (("stages", 1, "participants"), "stages[2].participants"),
        (("a b",), '"a b"'),
        (('a"b',), '"a\\"b"'),
    ],
)
def test_a_key_is_written_as_people_write_it(key: tuple[str | int, ...], written: str) -> None:
    assert written_key(key) == written


def test_a_name_is_not_written_at_endless_length() -> None:
    assert written_key(("a" * 1000,)).count("a") < 100
    assert written_key(("a" * 1000,)).endswith('a…"')
    assert written_key(("a" * 60,)) == "a" * 60
    assert written_key(("a" * 61,)) == f'"{"a" * 59}…"'


def test_a_key_of_applicants_belongs_to_their_table() -> None:
    def told(**more: Any) -> list[tuple[str, str]]:
        return [(one.message, one.hint) for one in read_plan(plan(entry(), **more))[1]]

    assert told(applicants=5) == [
        ("must be an [applicants] table, not 5", "Write an [applicants] table.")
    ]
    assert told(requirements=["a"]) == [
        (
            "is not a key that is known here",
            "It belongs to the [applicants] table: move it there.",
        )
    ]


def test_a_plan_has_room_for_a_thousand_schools_and_no_more() -> None:
    def told(number: int) -> list[tuple[str, str, str]]:
        schools = [{"name": str(name), "participants": 1} for name in range(number)]
        stage = {"stage": 2, "academic_year": "2018/19", "schools": schools}
        other = {"stage": 3, "academic_year": "2018/19", "schools": schools[:1]}
        problems = read_plan(plan(stage, other))[1]
        return [(written_key(one.key), one.code, one.message) for one in problems]

    assert told(999) == []
    message = "bring the plan to 1,001 schools over its stages, and it has room for 1,000"
    assert told(1000) == [("stages[2].schools", "too-many-schools", message)]


def test_a_text_that_is_too_long_says_how_long_it_may_be() -> None:
    (one,) = read_plan(plan(entry(), centre={"licence_scope": "x" * 1001}))[1]
    assert (one.code, one.message) == ("too-long", "must be of at most 1,000 characters")
    assert one.hint == "Shorten the text."


def test_a_key_of_a_section_belongs_to_its_table_and_a_key_of_a_charge_to_the_charge() -> None:
    def told(data: dict[str, Any], model: Any, rows: Any) -> dict[str, str]:
        problems = read_table(data, model, rows, lambda _: ())[1]
        return {written_key(one.key): one.hint for one in problems}

    style = {"add": "x", "sections": {"summary": {"add": 5}}}
    assert told(style, Style, words.STYLE) == {
        "add": "It belongs to a [sections.NAME] table: move it there.",
        "sections.summary.add": 'For example: add = "One thing more."',
    }
    assert told({"sections": {"summary": 5}}, Style, words.STYLE) == {
        "sections.summary": "Write a [sections.NAME] table."
    }
    assert told({"member": 400}, FeeSchedule, words.FEES)["member"] == (
        "It belongs to the charge, a [fees.NAME] table: move it there."
    )
