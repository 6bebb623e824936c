"""``lpplan applicant``: the information sheet, and whether somebody may apply."""

import json
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from lpplan.applicant.check import CONDITIONS, answers_to_questions, check_applicant
from lpplan.applicant.sheet import SHEET_SECTIONS
from lpplan.core.readiness import verdict_of

SINGLE = ROOT / "examples" / "single-school.toml"
ALL = (
    *("--contributes", "yes", "--evidence", "yes", "--sessions", "yes"),
    *("--other-cpd", "yes", "--works-part-time", "no"),
)
OWN = """
[applicants]
weekly_periods = 1
part_time = "Sessions are on Thursdays."
contact = "A. Lead, a.lead@example.org"
requirements = ["Two years at <this> school", "=SUM(1) | a *line manager* who agrees"]
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(SINGLE.read_text(encoding="utf-8") + OWN, encoding="utf-8")
    return file


def checked(lpplan: Lpplan, *arguments: str | Path) -> dict[str, Any]:
    outcome = lpplan("applicant", "check", *arguments, "--format", "json")
    assert outcome.err == ""
    found: dict[str, Any] = json.loads(outcome.out)
    assert outcome.code == (0 if found["verdict"] == "met" else 1)
    return found


def statuses(found: dict[str, Any]) -> dict[str, str]:
    return {check["check"]: check["status"] for check in found["checks"]}


def test_somebody_who_meets_every_condition_may_apply(lpplan: Lpplan) -> None:
    found = checked(lpplan, *ALL)
    assert found["verdict"] == "met"
    assert set(statuses(found)) == {*CONDITIONS} - {"part_time"}
    assert all(check["action"] is None for check in found["checks"])


def test_what_nobody_has_said_is_not_recorded(lpplan: Lpplan) -> None:
    found = checked(lpplan)
    assert found["verdict"] == "not known"
    assert set(statuses(found).values()) == {"not recorded"}
    assert all(check["action"] for check in found["checks"])


def test_one_no_is_enough(lpplan: Lpplan) -> None:
    found = checked(lpplan, *ALL, "--evidence", "no")
    assert found["verdict"] == "not met"
    assert statuses(found)["evidence"] == "not met"


@pytest.mark.parametrize(
    ("part_time", "verdict"), [("yes", "met"), ("no", "not met"), (None, "not known")]
)
def test_part_time_staff_are_asked_for_their_commitment(
    part_time: str | None, verdict: str, lpplan: Lpplan
) -> None:
    more = () if part_time is None else ("--part-time", part_time)
    assert checked(lpplan, *ALL, "--works-part-time", "yes", *more)["verdict"] == verdict


def test_a_schools_own_requirements_are_checked_too(lpplan: Lpplan, plan: Path) -> None:
    assert checked(lpplan, plan, *ALL)["verdict"] == "not known"
    met = ("--requirement", "1=yes", "--requirement")
    assert checked(lpplan, plan, *ALL, *met, "2=no")["verdict"] == "not met"
    found = checked(lpplan, plan, *ALL, *met, "2=yes")
    assert found["verdict"] == "met"
    assert found["checks"][-1]["source"] == "the school's own requirements"
    assert found["school"] == "Oakfield Academy"


def test_everything_wrong_with_the_flags_is_said_at_once(lpplan: Lpplan, plan: Path) -> None:
    outcome = lpplan(
        *("applicant", "check", plan, "--contributes", "maybe"),
        *("--requirement", "3=yes", "--requirement", "1=perhaps", "--requirement", "x"),
    )
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        '--contributes: must be yes or no, not "maybe"\n  For example: --contributes yes\n'
        "--requirement: must be the number of a requirement, from 1 to 2, and yes or no, not"
        " 3=yes\n  For example: --requirement 1=yes\n"
        '--requirement: must be yes or no, not "perhaps"\n  For example: --requirement 1=yes\n'
        "--requirement: must be the number of a requirement, from 1 to 2, and yes or no, not x\n"
        "  For example: --requirement 1=yes\n"
    )


def test_the_table_says_what_to_do_and_promises_nothing(lpplan: Lpplan) -> None:
    outcome = lpplan("applicant", "check", "--contributes", "yes", "--evidence", "no")
    assert outcome.code == 1
    assert_same_as_file(outcome.out, TESTS / "expected" / "applicant-check.txt")


def test_the_questions_lead_to_the_same_answers() -> None:
    typed = iter(["yes", "perhaps", "yes", "y", "", "yes", "no", "n"])
    shown: list[str] = []
    answers = answers_to_questions(["Two years here"], lambda _: next(typed), shown.append)
    assert answers == {
        "contributes": True,
        "evidence": True,
        "sessions": True,
        "other_cpd": None,
        "works_part_time": True,
        "part_time": False,
        "requirement_1": False,
    }
    assert "Your answer must be yes or no.\n" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pseudo-terminal")
def test_at_a_terminal_it_asks(tmp_path: Path) -> None:
    from terminal import Terminal

    with Terminal("applicant", "check", folder=tmp_path) as terminal:
        assert "Does your work help to improve" in terminal.read_to_question()
        terminal.type("yes", "yes", "yes", "yes")
        terminal.press("no\n")
        assert terminal.read_to_end() == 0
    assert "CONDITIONS MET: applying for LP accreditation" in terminal.shown
    with Terminal("applicant", "check", folder=tmp_path) as terminal:
        terminal.read_to_question()
        terminal.press("\x04")
        assert terminal.read_to_end() == 130


ANSWERS = st.sampled_from([True, False, None])


@given(
    ANSWERS, st.dictionaries(st.sampled_from([*CONDITIONS]), ANSWERS), st.lists(ANSWERS, max_size=3)
)
def test_the_verdict_follows_the_checks(
    works_part_time: bool | None, said: dict[str, bool | None], own: list[bool | None]
) -> None:
    met = {f"requirement_{number}": answer for number, answer in enumerate(own, 1)}
    answers = {"works_part_time": works_part_time, **said, **met}
    checks = check_applicant(answers, [f"Requirement {n}" for n in range(len(own))])
    every = {check.status for check in checks}
    assert (verdict_of(checks) == "not ready") == ("not met" in every)
    assert (verdict_of(checks) == "ready") == (every == {"met"})
    assert len(checks) == len(CONDITIONS) + len(own) - (works_part_time is False)


@pytest.mark.parametrize("form", ["md", "html"])
def test_an_information_sheet_is_exactly_this(
    form: str, lpplan: Lpplan, plan: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"sheet.{form}"
    asked = ("applicant", "sheet", plan, "--as-of", "2019-09-01", "-o", file)
    assert lpplan(*asked) == (0, "", "")
    assert_same_as_file(
        file.read_text(encoding="utf-8"), TESTS / "expected" / f"applicant-sheet.{form}"
    )


def test_what_a_school_does_not_say_is_left_out(lpplan: Lpplan) -> None:
    text = lpplan("applicant", "sheet", SINGLE, "--as-of", "2026-11-21").out
    for section in ("requirements", "contact", "sessions"):
        assert SHEET_SECTIONS[section][0] not in text
    assert "periods a week" not in text
    assert "[" not in text


CENTRE = TESTS / "plans" / "centre.toml"


def sheet_of(lpplan: Lpplan, plan: Path, as_of: str) -> str:
    outcome = lpplan("applicant", "sheet", plan, "--as-of", as_of)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


@pytest.mark.parametrize(
    ("as_of", "who", "topic"),
    [
        ("2018-09-01", ", led by SSAT.", "- Questioning\n"),
        ("2019-09-01", ", led by our own trainers.", "- Feedback in Year 9 maths\n"),
        ("2026-09-01", " 5 hours together.", "- Feedback in Year 9 maths\n"),
    ],
)
def test_who_leads_and_the_topics_follow_the_stage_that_is_next(
    as_of: str, who: str, topic: str, lpplan: Lpplan
) -> None:
    text = sheet_of(lpplan, CENTRE, as_of)
    (sessions,) = (line for line in text.splitlines() if line.startswith("- Two sessions"))
    assert sessions.endswith(who)
    assert f"Topics that our school needs:\n\n{topic}" in text


def test_a_stage_that_has_begun_is_no_longer_next(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    text = CENTRE.read_text(encoding="utf-8")
    begun = text.replace("participants = 20", "participants = 20\nlaunch = 2018-10-02")
    plan.write_text(begun, encoding="utf-8")
    heading = SHEET_SECTIONS["support"][0]
    assert heading not in sheet_of(lpplan, plan, "2018-10-02")
    after = sheet_of(lpplan, plan, "2018-10-03").partition(f"## {heading}\n\n")[2]
    assert after.startswith(
        "- Half-termly twilight, 5 times, 1.5 hours each.\n"
        "- Online forum, offered but not counted.\n"
    )


def test_a_sheet_says_what_the_source_says_of_every_school(lpplan: Lpplan) -> None:
    text = sheet_of(lpplan, CENTRE, "2018-09-01")
    for told in (
        "action research",
        "a framework of national standards",
        "beyond your own team",
        "2 periods a week to work with colleagues: observing lessons, coaching, meeting and plan",
        "ask for the list",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("", "Your portfolio helps if you apply to become a Specialist Leader of Education (SLE)."),
        ('specialist_leader = "Lead beyond our school."', "Lead beyond our school."),
        ("specialist_leader = false", "Your portfolio is evidence for performance management."),
    ],
)
def test_a_school_words_the_line_on_specialist_leaders_or_leaves_it_out(
    key: str, first: str, lpplan: Lpplan, plan: Path
) -> None:
    plan.write_text(f"{plan.read_text(encoding='utf-8')}{key}\n", encoding="utf-8")
    _, _, leads_to = sheet_of(lpplan, plan, "2019-09-01").partition("accreditation leads to\n\n")
    assert leads_to.startswith(f"- {first}\n")


def test_a_sheet_for_word_has_a_house_style(lpplan: Lpplan, plan: Path, tmp_path: Path) -> None:
    style = tmp_path / "style.toml"
    style.write_text('name = "Harbour Trust"\n[sections.about]\ntext = "Our own words."\n')
    file = tmp_path / "sheet.docx"
    assert lpplan("applicant", "sheet", plan, "--style", style, "-o", file).code == 0
    words = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    assert "Our own words." in words
    assert "Two years at <this> school" in words
    assert words[0] == "Harbour Trust"
