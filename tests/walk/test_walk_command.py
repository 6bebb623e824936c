"""``lpplan walk`` at a real terminal: asked, gone back, interrupted, carried on."""

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from answering import STAGE_1, type_answers
from conftest import ROOT, Lpplan, Process
from lpplan.reading.toml_file import read_toml

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminal of this kind", allow_module_level=True)

from terminal import Terminal

DAY = ("--as-of", "2026-11-21")


def test_a_walk_ends_in_a_plan_its_quote_and_what_is_next(tmp_path: Path, lpplan: Lpplan) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        shown = type_answers(terminal, STAGE_1)
        assert shown == (
            "\n"
            "\n"
            "plan.toml will be a plan of 1 stage.\n"
            "\n"
            "Total exc VAT: £15,200.00.\n"
            "\n"
            "Still to do\n"
            "- Talk to SSAT's LP team.\n"
            "- Ask SSAT for the eligibility criteria, and consider them.\n"
            "- Name 2 to 4 future trainers.\n"
            "- Plan the stage, with its academic year and participants.\n"
            "\n"
            "Write the plan to plan.toml?\n"
            "Yes, no, or quote to see the quote first. Enter: yes.\n"
            "> "
        )
        assert re.search(r"\nTOTAL exc VAT +£15,200.00\n", terminal.type("quote"))
        terminal.press("\n")
        assert terminal.read_to_end() == 0
    assert "lpplan quote plan.toml -o quote.md" in terminal.shown
    assert [path.name for path in tmp_path.iterdir()] == ["plan.toml"]
    quoted = lpplan("quote", tmp_path / "plan.toml", "--format", "json")
    assert json.loads(quoted.out)["total"] == "15200.00"


def test_the_cost_is_shown_once_the_participants_are_known(tmp_path: Path) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        assert type_answers(terminal, STAGE_1, until="session") == (
            "27\n"
            "\n"
            "Stage 1: SSAT LP cohort, 2018/19\n"
            "27 participants in 2 cohorts: 14 and 13. Published 2018/19 prices.\n"
            "Cost exc VAT: £15,200.00, £562.96 a head\n"
            "2 fewer people need one cohort fewer: £3,000.00 less.\n"
            "\n"
            "On which day is the Launch of Stage 1?\n"
            "A date such as 5 October 2018 or 5/10/2018. Enter: don't know.\n"
            "> "
        )


def test_a_wrong_answer_is_told_a_question_explained_and_a_step_taken_back(
    tmp_path: Path,
) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        terminal.read_to_question()
        assert "This is the first question." in terminal.type("<")
        assert "Your answer is needed: a name." in terminal.type("")
        terminal.type("Oakfield")
        assert "Your answer must be yes or no." in terminal.type("perhaps")
        assert "Prices depend on it." in terminal.type("?")
        shown = terminal.type("<")
        assert "What is your school called?\nA name. Enter: Oakfield.\n" in shown
        shown = type_answers(terminal, {**STAGE_1, "membership": "no"}, until="session")
        assert "No cost yet: no non-member price is published" in shown


@pytest.mark.slow
@pytest.mark.parametrize("how", ["ctrl-c", "ctrl-d", "closed", "killed"])
def test_however_a_walk_ends_it_carries_on_at_the_first_unanswered_question(
    how: str, tmp_path: Path
) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        type_answers(terminal, STAGE_1, until="session")
        terminal.type("", "<")
        if how == "closed":
            terminal.close()
        elif how == "killed":
            terminal.kill()
        else:
            terminal.press({"ctrl-c": "\x03", "ctrl-d": "\x04"}[how])
            assert terminal.read_to_end() == 130
            assert terminal.shown.endswith(
                "\nTo carry on: lpplan walk plan.toml --as-of 2026-11-21\n"
            )
    assert [path.name for path in tmp_path.iterdir()] == ["plan.toml.answers"]
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        shown = terminal.read_to_question()
        assert re.match(r"Carrying on with plan.toml, after \d+ answers given before.\n", shown)
        assert "On which day is the Launch of Stage 1?" in shown
        type_answers(terminal, STAGE_1)
        terminal.press("\n")
        assert terminal.read_to_end() == 0
    assert read_toml(str(tmp_path / "plan.toml")).data["stages"][0]["participants"] == 27


def test_an_existing_plan_is_changed_only_after_the_changes_are_shown(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    before = (ROOT / "examples" / "on-the-cliff.toml").read_bytes()
    plan.write_bytes(before)
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        shown = terminal.read_to_question()
        assert "plan.toml is there already. Nothing is written before you say so." in shown
        shown = terminal.type("stage 1", "2", "25", "")
        assert plan.read_bytes() == before
        assert (
            "What changes in plan.toml\n"
            "- Stage 1: participants: 26, now 25\n\n"
            "Total exc VAT: £12,200.00.\n"
        ) in shown
        assert "Nothing was written." in terminal.type("no")
        assert terminal.read_to_end() == 0
    assert plan.read_bytes() == before
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        assert "2018/19; 25 taking part" in terminal.read_to_question()
        assert "How many people take part in Stage 1?" in terminal.type("", "<")
        terminal.type("")
        terminal.press("yes\n")
        assert terminal.read_to_end() == 0
    assert plan.read_bytes() == before.replace(b"participants = 26", b"participants = 25")


def test_a_comment_that_would_be_lost_sends_the_new_plan_elsewhere(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[school]\nname = "A"\nmembership = "member"\n'
        "[centre]\nssat_discussion = 2020-01-01 # held\n"
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 5\n'
    )
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        terminal.read_to_question()
        shown = terminal.type("school", "5", "don't know", "")
        assert "The new plan goes to plan-2.toml." in " ".join(shown.split())
        terminal.press("\n")
        assert terminal.read_to_end() == 0
    assert "# held" in plan.read_text()
    assert "ssat_discussion" not in (tmp_path / "plan-2.toml").read_text()


def test_a_plan_gone_through_unchanged_is_not_written(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes((ROOT / "examples" / "on-the-cliff.toml").read_bytes())
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        type_answers(terminal, {}, until="end")
        assert terminal.read_to_end() == 0
    assert "Nothing changes in plan.toml." in terminal.shown
    assert [path.name for path in tmp_path.iterdir()] == ["plan.toml"]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp850", "cp1252"])
def test_a_walk_works_on_any_console(encoding: str, tmp_path: Path) -> None:
    with Terminal("walk", *DAY, folder=tmp_path, PYTHONIOENCODING=encoding) as terminal:
        terminal.read_to_question()
        os.write(terminal._ours, "Ysgol Gŵyr\n".encode())
        terminal.read_to_question()
        terminal.press("\x03")
        assert terminal.read_to_end() == 130
    assert "Traceback" not in terminal.shown


def test_without_a_terminal_it_asks_nothing_and_says_what_to_use(
    lpplan_process: Process, tmp_path: Path
) -> None:
    done = lpplan_process("walk", tmp_path / "plan.toml", input=b"Oakfield\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "lpplan walk asks questions, and there is no terminal to ask them at\n"
        "  Start from an example instead: lpplan example single-school -o my-plan.toml\n"
        "  Or quote from flags: lpplan quote --stage 1 --participants 27\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_answers_that_are_none_are_refused(tmp_path: Path) -> None:
    of_version_1 = '{"version": 1, "given": {"school.name": "A"}, "earlier": {}, "taken": []}'
    no_texts = '{"version": 2, "given": [[["a"], 1, false]], "earlier": []}'
    for content in ("{", "[]", of_version_1, no_texts, "[" * 100_000):
        (tmp_path / "plan.toml.answers").write_text(content)
        with Terminal("walk", "plan.toml", folder=tmp_path) as terminal:
            assert terminal.read_to_end() == 2
        assert terminal.shown.startswith("plan.toml.answers: is not a saved walk")


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan.toml.answers").mkdir()
    with Terminal("walk", "plan.toml", folder=tmp_path) as terminal:
        assert terminal.read_to_end() == 2
    assert "plan.toml.answers" in terminal.shown
    assert "Traceback" not in terminal.shown


def test_a_new_plan_is_shown_before_it_is_written_and_what_came_meanwhile_is_kept(
    tmp_path: Path,
) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        shown = type_answers(terminal, STAGE_1)
        assert "plan.toml will be a plan of 1 stage." in shown
        (tmp_path / "plan.toml").write_text("# somebody else's\n")
        assert "Yes writes plan.toml." in terminal.type("?")
        terminal.press("yes\n")
        assert terminal.read_to_end() == 0
    assert "The plan is in plan-2.toml." in terminal.shown
    assert (tmp_path / "plan.toml").read_text() == "# somebody else's\n"
    assert "[[stages]]\nstage = 1\n" in (tmp_path / "plan-2.toml").read_text()


def test_letters_that_a_poorer_console_hides_arrive_all_the_same(tmp_path: Path) -> None:
    with Terminal("walk", "plan.toml", folder=tmp_path, PYTHONIOENCODING="ascii") as terminal:
        terminal.read_to_question()
        terminal.type("Ysgol Gŵyr")
    kept = json.loads((tmp_path / "plan.toml.answers").read_text())
    assert kept["given"] == [[["school", "name"], "Ysgol Gŵyr", False]]


def test_what_ssat_told_goes_into_a_fee_folder_beside_the_plan(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    told = {
        **STAGE_1,
        "academic_year": "2027/28",
        "told": "yes",
        "told_by": "SSAT LP team",
        "told_on": "20/11/2026",
    }
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        shown = type_answers(terminal, told, until="told_price")
        assert "What did SSAT say of the LP accreditation fee for 2027/28, exc VAT?" in shown
        terminal.type("450")
        # 27 × 450 + 2 × 2,200 = 16,550: the package is not told, so it is the one of 2018/19.
        shown = type_answers(terminal, told)
        words = " ".join(shown.split())
        assert "Prices of 2027/28, as told by SSAT LP team, go into a folder of fees." in words
        assert "Total exc VAT: £16,550.00 (estimate)." in words
        assert [path.name for path in tmp_path.iterdir()] == ["plan.toml.answers"]
        terminal.press("\n")
        assert terminal.read_to_end() == 0
    assert sorted(path.name for path in (tmp_path / "our-fees").iterdir()) == [
        *("2018-19.toml", "2027-28.toml"),
    ]
    plan = tmp_path / "plan.toml"
    assert read_toml(str(plan)).data["fees"] == "our-fees"
    assert json.loads(lpplan("quote", plan, *DAY, "-f", "json").out)["total"] == "16550.00"
    assert lpplan("fees", "check", tmp_path / "our-fees", *DAY).code == 0


def test_a_school_that_is_no_member_gets_a_quote_once_it_has_told_its_prices(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    told = {
        **STAGE_1,
        "membership": "no",
        "academic_year": "2027/28",
        "told": "yes",
        "told_price": "500",
        "told_by": "SSAT",
        "told_on": "20/11/2026",
    }
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        type_answers(terminal, told, until="told")
        assert "No cost yet: no non-member price" in terminal.shown
        # 27 × 500 + 2 × 500 = 14,500.
        assert "Total exc VAT: £14,500.00 (estimate)." in type_answers(terminal, told)
        terminal.press("\n")
        assert terminal.read_to_end() == 0
    quote = lpplan("quote", tmp_path / "plan.toml", *DAY, "-f", "json").out
    assert json.loads(quote)["total"] == "14500.00"
    proposal = lpplan("proposal", tmp_path / "plan.toml", *DAY).out
    assert "Told by SSAT on 20 November 2026" in proposal
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        assert "Prices: as the fee folder has them." in terminal.read_to_question()


@pytest.mark.parametrize(("columns", "lines"), [("80", 24), ("60", 28)])
def test_the_end_of_a_walk_fits_a_screen(columns: str, lines: int, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes((ROOT / "examples" / "alliance-from-stage-2.toml").read_bytes())
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path, COLUMNS=columns) as terminal:
        terminal.read_to_question()
        terminal.type("school", "1", "Another Alliance", "school", "3", "123456")
        terminal.type("school", "4", "august", "trainer a", "3", "no", "trainer a", "4", "no")
        terminal.type("trainer a", "5", "no", "licence", "1", "2 February 2027")
        shown = terminal.type("")
        assert "Write the plan to plan.toml?" in shown
        assert "and 2 further changes" in shown
        assert shown.count("\n") <= lines
        assert max(map(len, shown.splitlines())) <= int(columns)


def test_a_second_walk_through_a_plan_is_told_of_the_first_and_changes_nothing(
    tmp_path: Path,
) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as first:
        first.read_to_question()
        for answer in ("Oakfield", "yes"):
            with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as second:
                assert second.read_to_end() == 2
            assert second.shown == (
                "plan.toml: another walk through this plan is under way\n"
                "  Finish or stop that one first: its answers are kept. Or name another plan.\n"
            )
            first.type(answer)
        with Terminal("walk", "other.toml", *DAY, folder=tmp_path) as other:
            other.read_to_question()
        first.kill()
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as again:
        shown = again.read_to_question()
    assert shown.startswith("Carrying on with plan.toml, after 2 answers given before.\n")


def test_a_walk_left_at_its_first_question_leaves_nothing(tmp_path: Path) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        terminal.read_to_question()
        terminal.kill()
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        assert terminal.read_to_question().startswith("A few questions, and plan.toml will be")
        terminal.press("\x03")
        assert terminal.read_to_end() == 130
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_walk_that_is_stopped_says_how_to_carry_on(number: int, tmp_path: Path) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        terminal.read_to_question()
        terminal.type("Oakfield")
        time.sleep(0.1)
        terminal.process.send_signal(number)
        assert terminal.read_to_end() == 130
    assert terminal.shown.endswith("\nTo carry on: lpplan walk plan.toml --as-of 2026-11-21\n")


def test_a_window_that_is_closed_ends_a_walk_as_ctrl_c_does(tmp_path: Path) -> None:
    with Terminal("walk", "plan.toml", *DAY, folder=tmp_path) as terminal:
        terminal.read_to_question()
        terminal.type("Oakfield")
        terminal.close()
        assert terminal.process.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["plan.toml.answers"]


def test_answers_that_are_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.toml.answers")
    with Terminal("walk", "plan.toml", folder=tmp_path) as terminal:
        assert terminal.read_to_end() == 2
    assert terminal.shown == (
        "plan.toml.answers: is a pipe, not a file\n  Remove it, or name a file.\n"
    )
