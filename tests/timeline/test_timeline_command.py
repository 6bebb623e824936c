"""``lpplan timeline``: its three forms, what they do with odd text, and its exit codes."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, vText

from conftest import ROOT, TESTS, Lpplan, Process, assert_same_as_file
from lpplan.reading.tables import read_plan
from lpplan.show.terminal import Screen, document_text
from lpplan.show.text import visible
from lpplan.timeline import Timeline, timeline
from lpplan.timeline.calendar import timeline_calendar
from lpplan.timeline.command import timeline_document, timeline_json
from strategies import dated_plans

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
SINGLE = ROOT / "examples" / "single-school.toml"
DAY = ("--as-of", "2026-11-21")
BEFORE = ("--as-of", "2020-09-01")

CONFLICT = """
[school]
name = "Oakfield Academy"
membership = "member"

[[stages]]
stage = 1
academic_year = "2026/27"
participants = 24
launch = 2027-02-02
application_support = 2027-07-06
gateway = "2027-11"

[[stages]]
stage = 2
academic_year = "2027/28"
participants = 18
launch = 2027-10-05

[[trainers]]
name = "Gwen"
accredited = 2027-12-01
"""


@pytest.fixture
def conflicting(tmp_path: Path) -> Path:
    plan = tmp_path / "conflict.toml"
    plan.write_text(CONFLICT, encoding="utf-8")
    return plan


def events(text: str) -> list[Any]:
    """A calendar's events as icalendar reads them."""
    calendar: Any = Calendar.from_ical(text)
    return list(calendar.walk("VEVENT"))


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda path: path.stem)
def test_the_timeline_of_an_example_is_exactly_this(plan: Path, lpplan: Lpplan) -> None:
    outcome = lpplan("timeline", plan, *DAY)
    assert_same_as_file(outcome.out, TESTS / "expected" / f"{plan.stem}-timeline.txt")
    conflict = "THIS CANNOT WORK" in outcome.out
    assert (outcome.code, outcome.err) == (1 if conflict else 0, "")
    # Without a licence, a Stage 3 of 2020/21 can no longer have begun.
    assert conflict == (plan == SINGLE)
    assert not any(
        re.match(r".*20(1\d|2[0-5]) +suggested", line) for line in outcome.out.splitlines()
    )
    assert max(map(len, outcome.out.splitlines())) <= 80


def test_the_timeline_in_json_is_exactly_this(lpplan: Lpplan) -> None:
    outcome = lpplan("timeline", SINGLE, *DAY, "-f", "json")
    assert_same_as_file(outcome.out, TESTS / "expected" / "single-school-timeline.json")
    assert (outcome.code, outcome.err) == (1, "")


def test_the_calendar_of_an_example_is_exactly_this(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = ROOT / "examples" / "licensed-centre.toml"
    outcome = lpplan("timeline", plan, *DAY, "-f", "ics")
    assert (outcome.code, outcome.err) == (0, "")
    file = tmp_path / "licensed-centre.ics"
    assert lpplan("timeline", plan, *DAY, "-o", file) == (0, "", "")
    assert file.read_bytes() == outcome.out.encode()
    assert outcome.out.count("\r\n") == outcome.out.count("\n") > 100
    # Kept with plain line ends, which no editor or version control changes.
    expected = TESTS / "expected" / "licensed-centre-timeline.ics"
    assert_same_as_file(outcome.out.replace("\r\n", "\n"), expected)


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_a_timeline_to_read_or_send_is_a_document(
    ending: str, conflicting: Path, lpplan: Lpplan, tmp_path: Path
) -> None:
    file = tmp_path / f"timeline.{ending}"
    assert lpplan("timeline", conflicting, *DAY, "-o", file) == (1, "", "")
    if ending == "docx":
        document = docx.Document(str(file))
        cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
        words = [*cells, *(paragraph.text for paragraph in document.paragraphs)]
    else:
        words = re.split(r"[|<>\n*#]+ ?", file.read_text("utf-8"))
    stripped = {word.strip() for word in words}
    assert {"Timeline of Oakfield Academy on 21 November 2026", "THIS CANNOT WORK"} <= stripped
    assert {"When", "What", "2 February 2027", "November 2027", "suggested"} <= stripped


def test_json_has_the_keys_that_others_rely_on(conflicting: Path, lpplan: Lpplan) -> None:
    outcome = lpplan("timeline", conflicting, *DAY, "-f", "json")
    found: dict[str, Any] = json.loads(outcome.out)
    assert (outcome.code, found["school"], found["as_of"]) == (1, "Oakfield Academy", DAY[1])
    assert found["stages"][1] == {
        "entry": 2,
        "stage": 2,
        "academic_year": "2027/28",
        "launch": {"date": "2027-10-05", "suggested": False},
        "application_support": {"date": "2028-02-01", "suggested": True},
        "gateway": {"month": "2028-06", "suggested": True},
        "hours": {
            "participant": 5,
            "trainer": 9,
            "trainer_part": "with Train the trainer at both sessions",
        },
    }
    assert found["items"][0] == {
        "date": "2026-09-01",
        "month": None,
        "entry": 1,
        "stage": 1,
        "kind": "academic-year",
        "role": "year",
        "title": "Academic year 2026/27 begins",
        "detail": "Recruit the participants by the Launch.",
        "suggested": False,
    }
    assert [(c["code"], c["entries"], c["stages"]) for c in found["conflicts"]] == [
        ("launch-before-gateway", [1, 2], [1, 2]),
        ("trainer-accredited-late", [2], [2]),
    ]
    assert all(c["message"] and c["hint"] for c in found["conflicts"])
    assert {note["code"] for note in found["notes"]} >= {"suggestions", "hours"}


def test_a_date_that_nothing_fits_is_null_in_json_and_told_in_words(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(CONFLICT.replace("launch = 2027-10-05", 'gateway = "2027-06"'))
    found = json.loads(lpplan("timeline", plan, *DAY, "-f", "json").out)
    assert found["stages"][1]["launch"] is None
    assert {"date": None, "month": None} in [
        {"date": item["date"], "month": item["month"]} for item in found["items"]
    ]
    table = lpplan("timeline", plan, *DAY).out
    assert re.search(r"^no date +Launch\. .*No day", table, re.MULTILINE)
    first = next(
        e
        for e in events(lpplan("timeline", plan, *DAY, "-f", "ics").out)
        if "2027/28" in e["SUMMARY"]
    )
    assert "Not in this calendar: Launch." in first["DESCRIPTION"]


def test_conflicts_stand_near_the_end_of_the_table(conflicting: Path, lpplan: Lpplan) -> None:
    outcome = lpplan("timeline", conflicting, *DAY)
    assert (outcome.code, outcome.err) == (1, "")
    end = outcome.out[outcome.out.index("THIS CANNOT WORK") :]
    assert "- Gwen is accredited on 1 December 2027, after the Launch of Stage 2" in end
    assert end.endswith("\n2 conflicts in the plan: change it, then ask again.\n")


def test_conflicts_are_told_in_the_calendar_and_the_file_is_written_all_the_same(
    conflicting: Path, lpplan: Lpplan, tmp_path: Path
) -> None:
    file = tmp_path / "timeline.ics"
    assert lpplan("timeline", conflicting, *DAY, "-o", file) == (1, "", "")
    told = [e["SUMMARY"] for e in events(file.read_text("utf-8")) if "CANNOT" in e["DESCRIPTION"]]
    assert told == [
        "LP Stage 1: Academic year 2026/27 begins",
        "LP Stage 1: Launch",
        "LP Stage 2: Academic year 2027/28 begins",
        "LP Stage 2: Launch",
    ]


@pytest.mark.parametrize("form", ["table", "json", "ics"])
def test_suggestions_are_marked_in_every_form(form: str, lpplan: Lpplan) -> None:
    plan = ROOT / "examples" / "on-the-cliff.toml"
    out = lpplan("timeline", plan, "--as-of", "2018-06-01", "-f", form).out
    if form == "json":
        found = json.loads(out)
        assert found["stages"][0]["launch"] == {"date": "2018-10-02", "suggested": True}
    elif form == "ics":
        (launch,) = [e for e in events(out) if e["SUMMARY"].endswith("Launch")]
        assert launch["SUMMARY"].startswith("Suggested: ")
        assert launch["STATUS"] == "TENTATIVE"
        assert "not in the plan" in launch["DESCRIPTION"]
    else:
        assert re.search(r"^2 October 2018 +suggested  Launch\.", out, re.MULTILINE)


def test_a_stage_that_is_over_is_said_to_be_in_every_form(lpplan: Lpplan) -> None:
    plan = ROOT / "examples" / "on-the-cliff.toml"

    def told(form: str) -> str:
        return lpplan("timeline", plan, *DAY, "-f", form).out

    assert re.search(
        r"^past +Launch, Application Support and Gateway\. ", told("table"), re.MULTILINE
    )
    assert "Nothing in these dates stands in the way" in told("table")
    found = json.loads(told("json"))
    assert found["stages"][0]["launch"] is found["stages"][0]["gateway"] is None
    assert "over" in {note["code"] for note in found["notes"]}
    (year,) = events(told("ics"))
    assert "This stage is over: record the dates that it had" in year["DESCRIPTION"]
    assert "Not in this calendar: Gateway. Past, and not in the plan." in year["DESCRIPTION"]


ADDED = """topics = ["Reading", "Feedback"]
[[stages.support]]
kind = "twilight"
times = 5
hours = 1.5
"""


def test_support_and_topics_stand_in_the_description_of_the_academic_year(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(CONFLICT.replace("launch = 2027-10-05", f"launch = 2027-12-07\n{ADDED}"))
    table = lpplan("timeline", plan, *DAY).out
    assert re.search(r"^throughout +The centre's support\. Twilight, 5 times", table, re.MULTILINE)
    assert "No date is left" not in table
    calendar = events(lpplan("timeline", plan, *DAY, "-f", "ics").out)
    (year,) = (e for e in calendar if "2027/28 begins" in e["SUMMARY"])
    assert (
        "Throughout: The centre's support. Twilight, 5 times, 1.5 hours each."
        in (year["DESCRIPTION"])
    )
    assert "About 13 hours of sessions and the centre's support" in year["DESCRIPTION"]
    assert "Topics of action research: Reading; Feedback." in year["DESCRIPTION"]
    assert "Feedback" not in "".join(e["DESCRIPTION"] for e in calendar if e is not year)


def test_a_gateway_keeps_a_place_in_its_month_and_says_that_its_day_is_not_known(
    lpplan: Lpplan,
) -> None:
    found = events(lpplan("timeline", SINGLE, *DAY, "-f", "ics").out)
    title = "LP Stage 1: Gateway (some time in June 2019)"
    gateway = next(e for e in found if e["SUMMARY"] == title)
    assert (gateway["DTSTART"].dt, gateway["DTEND"].dt) == (date(2019, 6, 14), date(2019, 6, 15))
    assert gateway["DTSTART"].params["VALUE"] == "DATE"
    assert gateway["STATUS"] == "TENTATIVE"
    assert "no day is known, only that it is some time in June 2019" in gateway["DESCRIPTION"]


def test_get_togethers_keep_their_number_as_the_launch_moves_and_as_time_goes_by(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"

    def get_togethers(launch: str, as_of: str) -> list[tuple[str, date]]:
        dates = f'launch = {launch}\ngateway = "2028-06"'
        plan.write_text(stage_1("2027/28", dates), encoding="utf-8")
        found = events(lpplan("timeline", plan, "--as-of", as_of, "-f", "ics").out)
        return [(e["UID"], e["DTSTART"].dt) for e in found if "Get-together" in e["SUMMARY"]]

    first = get_togethers("2027-09-28", "2026-11-27")
    # October, November, January, March and May.
    assert len(first) == 5
    assert get_togethers("2027-09-28", "2027-11-20") == first[2:]
    moved = get_togethers("2028-01-11", "2026-11-27")
    # March and May, in the places of the first two.
    assert [uid for uid, _ in moved] == [uid for uid, _ in first[:2]]
    assert [day for _, day in moved] == [day for _, day in first[3:]]


def test_reminders_stand_before_deadlines_and_gateways_alone_and_only_if_asked(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plain = lpplan("timeline", SINGLE, *BEFORE, "-f", "ics").out
    assert "VALARM" not in plain
    found = events(lpplan("timeline", SINGLE, *BEFORE, "-f", "ics", "--remind", "14").out)
    reminded = [event for event in found if event.walk("VALARM")]
    assert reminded
    for event in found:
        told = "Deadline" in event["SUMMARY"] or "Gateway" in event["SUMMARY"]
        assert bool(event.walk("VALARM")) == told
    (alarm,) = reminded[0].walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=-14)
    assert alarm["ACTION"] == "DISPLAY"


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--remind", "0", "-f", "ics"), "--remind: must be a whole number from 1 to 365, not"),
        (("--remind", "14"), "--remind: goes with a calendar\n  For example: -o plan.ics\n"),
    ],
)
def test_a_reminder_goes_with_a_calendar_and_a_number_of_days(
    flags: tuple[str, ...], told: str, lpplan: Lpplan
) -> None:
    outcome = lpplan("timeline", SINGLE, *DAY, *flags)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)


def test_a_calendar_imported_again_moves_its_events(lpplan: Lpplan, tmp_path: Path) -> None:
    moved = tmp_path / "moved.toml"
    text = SINGLE.read_text("utf-8").replace(
        "participants = 20", "participants = 20\nlaunch = 2020-09-22"
    )
    moved.write_text(text, encoding="utf-8")
    one, other = (
        {e["SUMMARY"].removeprefix("Suggested: "): e for e in events(out)}
        for out in (
            lpplan("timeline", SINGLE, *BEFORE, "-f", "ics").out,
            lpplan("timeline", moved, *BEFORE, "-f", "ics").out,
        )
    )
    launch = "LP Stage 3: Launch"
    assert one[launch]["UID"] == other[launch]["UID"]
    assert one[launch]["DTSTART"].dt != other[launch]["DTSTART"].dt
    assert one[launch]["DTSTAMP"].dt == datetime(2020, 9, 1, tzinfo=UTC)


ODD = [
    'Comma, semicolon; colon: backslash\\ quote"',
    "line\nend \\n, tab\tbell\x07, escape \x1b[31m, override \u202e",
    "مدرسة النور",
    "Ysgol Gŵyr 🎓👩🏽‍🏫",
    "é" * 300,
    "BEGIN:VEVENT\r\nEND:VCALENDAR",
    "::error::no ##[command]",
]


@pytest.mark.parametrize("name", ODD)
def test_any_name_comes_out_of_a_calendar_as_itself(name: str) -> None:
    found = timeline_of(name, date(2028, 1, 1))
    text = timeline_calendar(found)
    assert_folded(text)
    written = vText(f"LP timeline of {visible(name)}").to_ical().decode()
    assert f"\r\nX-WR-CALNAME:{written}\r\n" in text.replace("\r\n ", "")
    deadline = next(e for e in events(text) if "accredited" in e["SUMMARY"])
    assert deadline["DESCRIPTION"].startswith(f"{visible(name)}, Stage 2")
    assert f"No date is recorded for {visible(name)}." in deadline["DESCRIPTION"]
    read = IcsCalendarStream.calendar_from_ics(text)
    assert {str(e.description) for e in read.events} == {e["DESCRIPTION"] for e in events(text)}


def timeline_of(name: str, as_of: date) -> Timeline:
    data = {
        "school": {"name": name, "membership": "member"},
        "stages": [{"stage": 2, "academic_year": "2027/28", "participants": 1}],
        "trainers": [
            {"name": name},
            *({"name": letter, "accredited": as_of} for letter in "ABCDE"),
        ],
    }
    plan, problems = read_plan(data)
    assert plan is not None, problems
    return timeline(plan, as_of)


def assert_folded(text: str) -> None:
    """Lines end with CRLF, and none is longer than 75 octets."""
    assert text.endswith("\r\n")
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


@given(dated_plans(), st.dates(date(2027, 1, 1), date(2033, 1, 1)))
def test_two_readers_find_in_any_calendar_what_the_timeline_has(plan: Any, as_of: date) -> None:
    found = timeline(plan, as_of)
    text = timeline_calendar(found)
    assert_folded(text)
    dated = [item for item in found.items if item.when.day or item.when.month]
    read, other = events(text), IcsCalendarStream.calendar_from_ics(text).events
    starts = [e["DTSTART"].dt for e in read]
    assert starts == [e.dtstart for e in other]
    known = {item.when.day for item in dated}
    for item, start in zip(dated, starts, strict=True):
        if item.when.month is None:
            assert start == item.when.day
        else:
            assert (start.year, start.month) == (item.when.month.year, item.when.month.number)
            assert start.weekday() < 5
            assert start not in known
    by_month = [s for item, s in zip(dated, starts, strict=True) if item.when.month]
    assert len(set(by_month)) == len(by_month)
    assert [e["DTEND"].dt - e["DTSTART"].dt for e in read] == [timedelta(days=1)] * len(dated)
    assert [e["SUMMARY"] for e in read] == [e.summary for e in other]
    assert [e["DESCRIPTION"] for e in read] == [e.description for e in other]
    assert len({e["UID"] for e in read}) == len(dated)
    suggested = [item.when.suggested for item in dated]
    tentative = [item.when.suggested or item.when.month is not None for item in dated]
    assert [e["STATUS"] == "TENTATIVE" for e in read] == tentative
    assert [e["SUMMARY"].startswith("Suggested: ") for e in read] == suggested
    assert json.loads(timeline_json(found))["school"] == plan.school.name
    assert "Notes" in document_text(timeline_document(found), Screen())


def stage_1(year: str, dates: str) -> str:
    return (
        '[school]\nname = "O"\nmembership = "member"\n[[stages]]\nstage = 1\nparticipants = 1\n'
        f'academic_year = "{year}"\n{dates}\n'
    )


def test_the_last_day_there_is_needs_no_day_after_it(tmp_path: Path, lpplan: Lpplan) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(stage_1("9998/99", "launch = 9999-08-31\napplication_support = 9999-12-31"))
    outcome = lpplan("timeline", plan, *DAY, "-f", "ics")
    assert (outcome.code, outcome.err) == (0, "")
    support = events(outcome.out)[-1]
    assert (support["DTSTART"].dt, "DTEND" in support) == (date.max, False)
    assert IcsCalendarStream.calendar_from_ics(outcome.out).events[-1].dtstart == date.max


def test_a_gateway_in_a_year_that_no_calendar_has_is_told_in_words(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(stage_1("0001/02", 'gateway = "0000-06"'))
    outcome = lpplan("timeline", plan, *DAY, "-f", "ics")
    assert (outcome.code, outcome.err) == (1, "")
    (year,) = events(outcome.out)
    assert year["DTSTART"].dt == date(1, 9, 1)
    assert "Not in this calendar: Gateway." in year["DESCRIPTION"]
    assert "the gateway in June 0000 comes before the academic year" in year["DESCRIPTION"]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "utf-8"])
@pytest.mark.parametrize("form", ["table", "json", "ics"])
def test_any_console_gets_a_timeline_in_its_characters(
    encoding: str, form: str, lpplan_process: Process
) -> None:
    plan = TESTS / "plans" / "odd_names.toml"
    done = lpplan_process("timeline", plan, *DAY, "-f", form, encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)
    assert b"\x1b" not in done.stdout


def test_only_a_calendar_loads_icalendar(lpplan_process: Process) -> None:
    import subprocess
    import sys

    script = (
        "import sys\nfrom lpplan.running import run\n"
        f"run(['timeline', {str(SINGLE)!r}, '-f', sys.argv[1], '-o', sys.argv[2]])\n"
        "print('icalendar' in sys.modules)"
    )
    for form, loaded in (("json", "False"), ("ics", "True")):
        command = [sys.executable, "-c", script, form, "/dev/null"]
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
        assert done.stdout.strip() == loaded


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-f", "csv"], 'html, docx or pdf, not "csv"'),
        (
            ["-o", "timeline.csv"],
            "End the name in .json, .md, .txt, .docx, .pdf, .html, .htm, .ics or .svg, or say it",
        ),
        (["--as-of", "soon"], "--as-of: must be a date"),
    ],
)
def test_what_it_does_not_know_is_exit_2(arguments: list[str], told: str, lpplan: Lpplan) -> None:
    outcome = lpplan("timeline", SINGLE, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err


def test_a_file_is_replaced_only_by_force(tmp_path: Path, lpplan: Lpplan) -> None:
    file = tmp_path / "timeline.ics"
    file.write_text("old")
    assert lpplan("timeline", SINGLE, *DAY, "-o", file).code == 2
    assert file.read_text() == "old"
    assert lpplan("timeline", SINGLE, *BEFORE, "-o", file, "--force").code == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_get_togethers_stand_together_and_hours_once(lpplan: Lpplan) -> None:
    shown = lpplan("timeline", ROOT / "examples" / "licensed-centre.toml", *DAY).out
    assert len(re.findall(r" suggested +Get-togethers, one every half term: ", shown)) == 2
    assert "January 2027, March 2027 and May 2027." in " ".join(shown.split())
    assert shown.count("About 5 hours of sessions for each participant") == 1


def test_two_alike_additions_of_a_centre_stay_two(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = {name = "Oak", membership = "member"}\n[[stages]]\nstage = 2\n'
        'academic_year = "2027/28"\nparticipants = 20\n'
        + '[[stages.support]]\nkind = "forum"\n'
        * 2
    )
    assert lpplan("timeline", plan, *DAY).out.count("The centre's support. ") == 2
