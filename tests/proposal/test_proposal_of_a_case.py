"""The section of a proposal on whether becoming a centre is worth it."""

from pathlib import Path

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file

WORTH_IT = ROOT / "examples" / "worth-it.toml"
DAY = ("--as-of", "2026-11-21")
HEADING = "## Is it worth it?"


def proposal(lpplan: Lpplan, plan: Path, *flags: str) -> str:
    outcome = lpplan("proposal", plan, *DAY, *flags)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def test_the_section_is_exactly_this_and_has_the_words_of_the_case(lpplan: Lpplan) -> None:
    _, _, after = proposal(lpplan, WORTH_IT).partition(HEADING)
    section = HEADING + after.partition("\n## ")[0]
    assert_same_as_file(section, TESTS / "expected" / "proposal-is-it-worth-it.md")
    case = lpplan("case", WORTH_IT, *DAY, "-f", "markdown").out
    for line in section.split("**Assumed**")[0].splitlines()[4:]:
        assert line in case


def test_sections_are_left_out_where_asked(lpplan: Lpplan) -> None:
    text = proposal(lpplan, WORTH_IT, "--without", "case", "--without", "roles")
    assert text == proposal(lpplan, WORTH_IT, "--without", "case,roles")
    assert HEADING not in text
    assert "## Who does what" not in text
    assert "## What it costs" in text


def test_a_section_that_there_is_not_is_refused_with_those_there_are(lpplan: Lpplan) -> None:
    outcome = lpplan("proposal", WORTH_IT, "--without", "cases")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--without: must be glance, parties, programme,")
    assert (
        'schools, case, excluded, readiness, withdrawal, terms, acceptance or basis, not "cases"'
        in (outcome.err)
    )


def test_without_a_centre_there_is_no_such_section(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = {name = "Oakfield", membership = "member"}\n'
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 20\n',
        encoding="utf-8",
    )
    assert HEADING not in proposal(lpplan, plan)


def test_a_case_that_cannot_be_priced_is_left_out(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = {name = "Oakfield", membership = "member"}\n'
        '[[stages]]\nstage = 2\nacademic_year = "2018/19"\nparticipants = 20\n',
        encoding="utf-8",
    )
    # In 2022/23 the accreditation fee would be 400 × 11⁴ = 5,856,400, more than a price may be.
    assert HEADING not in proposal(lpplan, plan, "--uplift", "1000%")
    assert HEADING in proposal(lpplan, plan)
