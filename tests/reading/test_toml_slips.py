"""What people type and TOML does not take gets a message of its own, with the line to write."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan, Process, assert_same_as_file
from lpplan.reading.slip_mends import is_toml
from lpplan.reading.tables import read_plan
from lpplan.reading.toml_file import parse_toml
from lpplan.reading.toml_mending import mend
from lpplan.values.problem import LocatedProblem, LpplanError

SLIPS = sorted((TESTS / "bad_files" / "slips").glob("*.toml"))
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
TO_WRITE = re.compile(r"(?:Write|Fill it in, or begin the line with # until you can): (.*)")


def name(path: Path) -> str:
    return path.stem


def problems_of(text: str) -> list[LocatedProblem]:
    try:
        parse_toml("plan.toml", text.encode(), lambda data: read_plan(data)[1])
    except LpplanError as refused:
        return [*refused.problems]
    return []


def as_told(text: str, problems: list[LocatedProblem]) -> str:
    """The text with each line written as its problem says."""
    lines = text.split("\n")
    for problem in problems:
        if problem.line and (told := TO_WRITE.fullmatch(problem.problem.hint)):
            lines[problem.line - 1] = told[1]
    return "\n".join(lines)


@pytest.mark.parametrize("plan", SLIPS, ids=name)
def test_a_slip_gets_exactly_this_message(
    plan: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plan.parent)
    outcome = lpplan("quote", plan.name)
    assert (outcome.code, outcome.out) == (2, "")
    assert_same_as_file(outcome.err, plan.with_suffix(".txt"))


def test_forty_slips_and_more_have_a_message_beyond_that_it_is_not_toml() -> None:
    assert len(SLIPS) >= 40
    for plan in SLIPS:
        assert "is not TOML" not in plan.with_suffix(".txt").read_text(encoding="utf-8"), plan.stem


WITHOUT_A_LINE = {
    "date_that_is_none",
    "formula_of_cells",
    "header_twice",
    "key_twice",
    "line_of_words",
    "list_over_lines_not_closed",
    "no_key",
    "no_quotes_where_a_number_belongs",
    "range_of_numbers",
    "slips_among_other_problems",
    "two_keys_on_a_line",
}
"""Slips of which nobody can tell what was meant, or that more than one line mends."""


@pytest.mark.parametrize(
    "plan",
    [p for p in SLIPS if not p.stem.startswith("saved_") and p.stem not in WITHOUT_A_LINE],
    ids=name,
)
def test_a_plan_mended_as_the_message_says_is_sound(
    plan: Path, tmp_path: Path, lpplan: Lpplan
) -> None:
    text = plan.read_text(encoding="utf-8")
    mended = tmp_path / "plan.toml"
    mended.write_text(as_told(text, problems_of(text)), encoding="utf-8")
    outcome = lpplan("quote", mended)
    assert (outcome.code, outcome.err) == (0, "")


def day_first(line: str) -> str:
    return re.sub(r"= (\d{4})-(\d\d)-(\d\d)", r"= \3/\2/\1", line)


DAMAGES: list[Callable[[str], str]] = [
    day_first,
    lambda line: day_first(line).replace("/", "."),
    lambda line: re.sub(r"= (\d{4})-0?(\d+)-0?(\d+)", r"= \1-\2-\3", line),
    lambda line: re.sub(r"(= \d{4})-(\d\d)-(\d\d)", r"\1–\2–\3", line),
    lambda line: re.sub(r"(= \d{4}-\d\d-\d\d)", r"\1 9.30am", line),
    lambda line: re.sub(r"= (\d+)(?=$| #)", r"= \1 people", line),
    lambda line: re.sub(r"= (\d+)(?=$| #)", r"= £\1", line),
    lambda line: re.sub(r"= (\d+)(?=$| #)", r"= =\1*1", line),
    lambda line: re.sub(r"= (\d+)(?=$| #)", r"= 0\1", line),
    lambda line: re.sub(r'= "([^"]*)"(?=$| #)', r"= “\1”", line),
    lambda line: re.sub(r'= "([^"]*)"(?=$| #)', r"= ‘\1’", line),
    lambda line: re.sub(r'= "([^"]*)"(?=$| #)', r'= "\1', line),
    lambda line: re.sub(r'= "([^"]*)"(?=$| #)', r'= \1"', line),
    lambda line: re.sub(r'= "([^"]*)"(?=$| #)', r"= \1", line),
    lambda line: re.sub(r"= (true|false)", lambda word: word[0].upper(), line),
    lambda line: re.sub(r"^([a-z_]+) = ", r"\1: ", line),
    lambda line: re.sub(r"^([a-z_]+) = ", r"\1 == ", line),
    lambda line: re.sub(r"^([a-z_]+) = (?=\S)", "\\1\u00a0= ", line),
    lambda line: re.sub(r"^([a-z_]+) = ", r"• \1 = ", line),
    lambda line: re.sub(r"^([a-z]+)_([a-z]+) = ", r"\1 \2 = ", line),
    lambda line: re.sub(r"^([a-z_]+ = [^\[{#]*[^\[{#\s])$", r"\1;", line),
    lambda line: re.sub(r"^\[\[([a-z_.]+)\]\]", r"[[\1]", line),
    lambda line: re.sub(r"^\[([a-z_.]+)\]", r"[\1", line),
    lambda line: re.sub(r"^\[\[([a-z_.]+)\]\]", r"[\1]", line),
    lambda line: re.sub(r"= \[(.+)\]$", r"= [\1", line),
    lambda line: re.sub(r"= \[(.+)\]$", r"= (\1)", line),
    lambda line: re.sub(r"^# ", "// ", line),
]
"""Slips that leave no doubt about what the line was."""


def line_and_damages(text: str) -> list[tuple[int, str]]:
    """Every way of damaging one line of a text, and the line that it leaves."""
    lines = text.split("\n")
    every = ((n, line, damage(line)) for n, line in enumerate(lines, 1) for damage in DAMAGES)
    return [(n, damaged) for n, line, damaged in every if damaged != line]


@given(st.data(), st.sampled_from(EXAMPLES))
def test_a_slip_in_a_sound_plan_is_found_on_its_line_and_mended_as_it_was(
    data: st.DataObject, plan: Path
) -> None:
    text = plan.read_text(encoding="utf-8")
    number, damaged = data.draw(st.sampled_from(line_and_damages(text)))
    lines = text.split("\n")
    lines[number - 1] = damaged
    # One [stages] alone is TOML, and refused for what it is.
    assume(not is_toml("\n".join(lines)))
    problems = problems_of("\n".join(lines))
    assert [problem.line for problem in problems] == [number]
    assert tomllib.loads(as_told("\n".join(lines), problems)) == tomllib.loads(text)


@given(
    st.data(),
    st.sampled_from(EXAMPLES),
    st.text("abz =:[]{}()\"'“”‘’#.,;/\\-–£%0159\n\t\x00\u00a0•\u202e", min_size=1, max_size=8),
)
def test_whatever_is_typed_into_a_plan_ends_in_problems_on_its_lines(
    data: st.DataObject, plan: Path, typed: str
) -> None:
    text = plan.read_text(encoding="utf-8")
    place = data.draw(st.integers(0, len(text)))
    damaged = text[:place] + typed + text[place:]
    for problem in problems_of(damaged):
        assert 1 <= (problem.line or 0) <= 1 + damaged.count("\n")
        assert problem.problem.message
        assert problem.problem.hint
        assert len(problem.problem.excerpt.splitlines()) in (0, 2)


@given(st.text(max_size=60))
def test_a_line_that_is_mended_is_sound(line: str) -> None:
    meant = mend(line.replace("\n", " "))
    if meant is not None and meant.line is not None:
        assert mend(meant.line) is None
        tomllib.loads(meant.line)


def test_a_problem_without_a_slip_shows_its_place_and_what_lines_look_like() -> None:
    (problem,) = problems_of("[school]\nname = {{}\n")
    assert problem.line == 2
    assert problem.problem.message.startswith("is not TOML: ")
    assert problem.problem.excerpt.splitlines()[0] == "name = {{}"
    assert problem.problem.hint.startswith("A line is a [table] or a key = value")


def test_below_a_header_that_nobody_understands_nothing_is_judged() -> None:
    text = '[school]\nname = "A"\n[[stages]] = 1\nname = "B"\nlaunch = 1/9/2018\n'
    assert [problem.line for problem in problems_of(text)] == [3, 5]


def test_a_long_line_is_shown_near_its_fault() -> None:
    problem = problems_of(f'name = "{"x" * 400}" {"y" * 60}\n')[0]
    line, mark = problem.problem.excerpt.splitlines()
    assert len(line) <= 90
    assert mark.strip() == "^"
    assert len(mark) <= len(line) + 1


def test_a_text_too_long_to_look_at_line_by_line_still_has_a_problem() -> None:
    assert len(problems_of("x = 1,200\n" * 30_000)) == 1


def test_control_characters_of_a_slip_are_not_shown(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text("[school]\nname = \x1b[31m“A\u202eB”\n", encoding="utf-8")
    outcome = lpplan("quote", plan)
    assert outcome.code == 2
    assert not set("\x1b\u202e") & set(outcome.err)


@pytest.mark.parametrize(
    ("quoted", "line"),
    [
        ('launch = "15/01/2019"', "launch = 2019-01-15"),
        ('launch = "15 January 2019"', "launch = 2019-01-15"),
        ('launch = "2019-01-15"', "launch = 2019-01-15"),
        ('launch = "31/02/2019"', None),
        ('launch = "soon"', None),
        ('[[trainers]]\nname = "A"\nexpertise = "No"', "expertise = false"),
        ('[[trainers]]\nname = "A"\nexpertise = "TRUE"', "expertise = true"),
        ('[[trainers]]\nname = "A"\nexpertise = "perhaps"', None),
    ],
)
def test_a_date_or_a_yes_in_quotes_is_met_with_the_line_to_write(
    quoted: str, line: str | None
) -> None:
    text = (ROOT / "examples" / "on-the-cliff.toml").read_text(encoding="utf-8")
    (problem,) = read_plan(tomllib.loads(f"{text}\n{quoted}"))[1]
    told = TO_WRITE.fullmatch(problem.hint)
    assert (told and told[1]) == line


def test_a_slip_is_shown_in_the_characters_of_the_console(lpplan_process: Process) -> None:
    plan = TESTS / "bad_files" / "slips" / "curly_double_quotes.toml"
    done = lpplan_process("quote", plan, encoding="ascii")
    assert done.returncode == 2
    assert b'  name = "Oakfield Academy"\n         ^\n' in done.stderr.replace(b"\r\n", b"\n")


def test_the_style_and_the_fees_forgive_as_plans_do(tmp_path: Path, lpplan: Lpplan) -> None:
    style = tmp_path / "style.toml"
    style.write_text('name = “Our trust”\ncolour = #1f3864\nlogos = "x.png"\n', encoding="utf-8")
    outcome = lpplan("quote", EXAMPLES[0], "--style", style, "-f", "html")
    assert [line for line in outcome.err.splitlines() if "Write" in line] == [
        '  Write: name = "Our trust"',
        '  Write: colour = "#1f3864"',
    ]
    assert "logos: is not a key that is known here" in outcome.err
