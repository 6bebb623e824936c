"""``lpplan offer``: the sheet with which a centre recruits other schools."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from lpplan.offer.document import OFFER_SECTIONS

WORTH_IT = ROOT / "examples" / "worth-it.toml"
CENTRE = TESTS / "plans" / "centre.toml"
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
DAY = ("--as-of", "2026-11-27")
PLAN = """
school = {name = "Oakfield", membership = "member"}
"""
STAGE_2 = '[[stages]]\nstage = 2\nacademic_year = "2027/28"\nlaunch = 2027-10-05\n'
STAGE_3 = '[[stages]]\nstage = 3\nacademic_year = "2028/29"\nlaunch = 2028-10-03\n'
RECRUITS = "  A centre recruits other schools at Stages 2 and 3: add such a stage to the plan.\n"
TWO_SCHOOLS = (
    '[[stages.schools]]\nname = "Oakfield"\nparticipants = 5\n'
    '[[stages.schools]]\nname = "Riverside"\nparticipants = 6\n'
)


def plan_of(folder: Path, *stages: str) -> Path:
    plan = folder / "plan.toml"
    plan.write_text(PLAN + "".join(stages), encoding="utf-8")
    return plan


@pytest.mark.parametrize("stage", ["2", "3"])
def test_an_offer_is_exactly_this(stage: str, lpplan: Lpplan, tmp_path: Path) -> None:
    file = tmp_path / "offer.md"
    outcome = lpplan("offer", WORTH_IT, "--stage", stage, *DAY, "-o", file)
    assert (outcome.code, outcome.out) == (0, "")
    expected = TESTS / "expected" / f"offer-of-stage-{stage}.md"
    assert_same_as_file(file.read_text(encoding="utf-8"), expected)


def test_a_charge_of_the_centre_is_the_price_and_never_an_estimate(lpplan: Lpplan) -> None:
    offer = lpplan("offer", WORTH_IT, "--stage", "3", *DAY).out
    assert "| A place, exc VAT | £480.00 | for each person |" in offer
    assert "estimate" not in offer


def test_without_a_charge_people_share_what_ssat_charges(lpplan: Lpplan) -> None:
    # 31 × 400 + 2 × 2,200 + 1,200 = 18,000 by 31 people: 580.65, to the pound.
    offer = lpplan("offer", WORTH_IT, "--stage", "2", *DAY).out
    assert "| A place, exc VAT | £581 estimate | for each person, if 31 take part |" in offer
    assert "in all it charges £18,000.00 (estimate)" in offer


def test_where_schools_share_equally_a_place_has_a_price_for_each_school(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    # 2,200 + 1,200 = 3,400, by two schools.
    plan = plan_of(tmp_path, STAGE_2, 'share = "equal"\n', TWO_SCHOOLS)
    offer = lpplan("offer", plan, *DAY).out
    assert "| £400.00 estimate | and £1,700.00 (estimate) for each school |" in offer


def test_the_next_stage_that_begins_is_offered(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, STAGE_2, "participants = 20\n", STAGE_3, "participants = 20\n")
    for day, year in (("2027-10-05", "2027/28"), ("2027-10-06", "2028/29")):
        assert f"Lead Practitioner in {year}" in lpplan("offer", plan, "--as-of", day).out
    assert "in 2028/29" in lpplan("offer", plan, *DAY, "--year", "2028-29").out


def test_what_the_plan_says_of_support_topics_and_the_fewest_people_is_offered(
    lpplan: Lpplan,
) -> None:
    offer = lpplan("offer", CENTRE, "--as-of", "2018-06-01").out
    for words in (
        "- Half-termly twilight, 5 times, 1.5 hours each.",
        "- Online forum, offered but not counted.",
        "- Retrieval practice",
        "- It runs if 12 people or more take part.",
        "- A cohort has at most 25 people.",
    ):
        assert words in offer


def test_a_reply_is_asked_for_in_term_and_before_the_launch(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, STAGE_2, "participants = 20\n")
    # Six weeks before 5 October 2027 is in August: the next Tuesday in term is 7 September.
    assert "Please return this to Oakfield by 7 September 2027." in lpplan("offer", plan, *DAY).out
    asked = lpplan("offer", plan, *DAY, "--reply-by", "2027-07-02").out
    assert "Please reply by 2 July 2027." in asked
    assert "(suggested)" not in asked.partition("## When it is")[0].partition("It begins")[0]


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--stage", "1"), '--stage: must be 2 or 3, not "1"\n'),
        (
            ("--stage", "3"),
            ("--stage: the plan has no Stage 3\n" + RECRUITS),
        ),
        (
            ("--year", "2030/31"),
            ("--year: the plan has no Stage 2 or 3 in 2030/31\n" + RECRUITS),
        ),
        (
            ("--reply-by", "2027-10-06"),
            "--reply-by: must not be after the Launch on 2027-10-05, and is 2027-10-06\n",
        ),
        (
            ("--reply-by", "soon", "--stage", "x"),
            (
                '--reply-by: must be a date such as 2026-11-21 or 21/11/2026, not "soon"\n'
                '--stage: must be 2 or 3, not "x"\n'
            ),
        ),
    ],
)
def test_what_cannot_be_offered_is_told(
    flags: tuple[str, ...], told: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(tmp_path, STAGE_2, "participants = 20\n")
    assert lpplan("offer", plan, *DAY, *flags) == (2, "", told)


def test_stage_3_without_a_licence_is_offered_with_a_word_on_it(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(tmp_path, STAGE_3, "participants = 20\n")
    outcome = lpplan("offer", plan, *DAY)
    assert outcome.code == 0
    assert outcome.err == "The plan records no LPLC licence, which Stage 3 needs: see readiness.\n"
    plan.write_text(plan.read_text("utf-8") + '[centre]\nlicence = "awarded"\n', encoding="utf-8")
    assert lpplan("offer", plan, *DAY).err == ""


def test_a_stage_that_has_begun_is_offered_with_a_word_on_it(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = plan_of(tmp_path, STAGE_2, "participants = 20\n")
    outcome = lpplan("offer", plan, "--as-of", "2027-10-06")
    assert (outcome.code, outcome.err) == (0, "Stage 2 in 2027/28 has begun or is over.\n")


def test_an_offer_takes_one_or_two_pages(lpplan: Lpplan, tmp_path: Path) -> None:
    offered = 0
    for plan in (*EXAMPLES, CENTRE):
        file = tmp_path / f"{plan.stem}.pdf"
        if lpplan("offer", plan, *DAY, "-o", file).code == 0:
            offered += 1
            assert len(PdfReader(file).pages) in (1, 2)
    assert offered >= 5


def test_every_section_stands_in_the_offer_in_its_order(lpplan: Lpplan) -> None:
    offer = lpplan("offer", CENTRE, "--as-of", "2018-06-01").out
    headings = re.findall("^## (.*)", offer, re.MULTILINE)
    assert headings == [heading for heading, _ in OFFER_SECTIONS.values()]
