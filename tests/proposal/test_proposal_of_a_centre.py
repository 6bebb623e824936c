"""A proposal of a plan that names money of the school's own, support, topics and LPLC status."""

from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from lpplan.core.quote import Quote
from lpplan.proposal import proposal_document, proposal_report
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.plan_source import load_plan
from lpplan.show.house_style import load_style
from lpplan.show.markdown import document_markdown

CENTRE = TESTS / "plans" / "centre.toml"
SINGLE = ROOT / "examples" / "single-school.toml"
OTHERS_PAY = ROOT / "examples" / "alliance-from-stage-2.toml"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A file for a changed plan."""
    return tmp_path / "plan.toml"


def proposal(lpplan: Lpplan, plan: Path, as_of: str = "2019-09-01") -> str:
    outcome = lpplan("proposal", plan, "--as-of", as_of)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_a_proposal_of_a_centre_is_exactly_this(lpplan: Lpplan) -> None:
    expected = TESTS / "expected" / "proposal-of-a-centre.md"
    assert_same_as_file(proposal(lpplan, CENTRE), expected)


def test_the_way_from_charges_to_the_net_adds_up_line_by_line(lpplan: Lpplan) -> None:
    costs = section(proposal(lpplan, CENTRE), "What it costs")
    way = costs.partition("From SSAT's charges to the net")[2].partition("\n\n")[0]
    rows = [row.strip("| ").replace("*", "") for row in way.splitlines()[2:]]
    assert rows == [
        "SSAT's charges: the TOTAL above | £40,600.00 | estimate",
        "Stage 1, 2018/19, own cost: Cover at the two sessions, 2 sessions at £150.00 | £300.00",
        "Stage 2, 2018/19, own cost: Cover for two trainers, 2 cohorts at £600.00 | £1,200.00",
        "Stage 2, 2018/19, own cost: Half-termly twilight, 5 times at £40.00 | £200.00",
        "Stage 3, 2019/20, own cost: Venue, 4 sessions at £75.00 | £300.00",
        "Everyone together exc VAT | £42,600.00 | estimate",
        "Less what other schools pay | -£22,440.00 | estimate",
        "Net for Oakfield Academy exc VAT | £20,160.00 | estimate",
    ]


def test_all_schools_together_are_told_to_be_charges_and_own_costs(lpplan: Lpplan) -> None:
    told = "All schools together pay £42,600.00 (estimate), SSAT's charges and own costs of £2,000"
    assert told in section(proposal(lpplan, CENTRE), "What each school pays")
    told = "All schools together pay £18,000.00 (estimate), SSAT's charges and no own costs."
    assert told in section(proposal(lpplan, OTHERS_PAY), "What each school pays")


def test_without_own_costs_or_others_a_sentence_each_says_that_figures_are_the_same(
    lpplan: Lpplan,
) -> None:
    costs = section(proposal(lpplan, SINGLE), "What it costs")
    assert "- The plan names no costs of the school's own, so it is also what everyone" in costs
    assert (
        "- No other school pays a part, so that is also the net: what Oakfield Academy pays."
        in costs
    )
    assert "From SSAT's charges to the net" not in costs


def test_without_own_costs_the_way_still_leads_to_the_net(lpplan: Lpplan) -> None:
    costs = section(proposal(lpplan, OTHERS_PAY), "What it costs")
    assert "The plan names no costs of the school's own" in costs
    assert "| **Everyone together exc VAT** | **£18,000.00** | **estimate** |" in costs
    assert "own cost:" not in costs


def test_a_net_below_nothing_is_said_to_be_left_over(lpplan: Lpplan, changed: Path) -> None:
    # 22 × 900 = 19,800 of others, against 12,400 + 300 at Stage 3: 7,100 are left over.
    stage_3 = CENTRE.read_text(encoding="utf-8").rpartition("[[stages]]\nstage = 3\n")
    start = stage_3[0].partition("[[stages]]")[0]
    charged = stage_3[2].replace('"2019/20"', '"2019/20"\ncharge_per_person = 900')
    changed.write_text(f"{start}{stage_3[1]}{charged}", encoding="utf-8")
    costs = section(proposal(lpplan, changed), "What it costs")
    assert "it becomes the net: with a minus, what is left over for Oakfield Academy." in costs
    assert "| **Net for Oakfield Academy exc VAT** | **-£7,100.00** |" in costs


@pytest.mark.parametrize(
    ("plan", "fee"),
    [
        (CENTRE, "a fee of £580.65 a person covers the accreditation fee and the training"),
        (OTHERS_PAY, "a fee of £580.65 (estimate) a person covers the accreditation fee"),
    ],
)
def test_the_fee_per_person_at_stage_2_is_printed(plan: Path, fee: str, lpplan: Lpplan) -> None:
    assert f"At Stage 2 {fee}" in section(proposal(lpplan, plan), "What it costs")


def test_no_fee_is_printed_without_stage_2(lpplan: Lpplan) -> None:
    assert "a fee of" not in proposal(lpplan, ROOT / "examples" / "licensed-centre.toml")


@pytest.mark.parametrize("charge", [620, 0])
def test_a_charge_is_said_even_where_no_school_is_named(
    charge: int, lpplan: Lpplan, changed: Path
) -> None:
    changed.write_text(
        '[school]\nname = "Oak"\nmembership = "member"\n[[stages]]\nstage = 2\nacademic_year ='
        f' "2018/19"\nparticipants = 9\ncharge_per_person = {charge}\nminimum_participants = 10\n',
        encoding="utf-8",
    )
    text = proposal(lpplan, changed)
    paid = section(text, "What each school pays")
    assert f"Stage 2: schools pay the centre's own charge of £{charge}.00 for each" in paid
    runs = "The centre runs it with 10 people or more; 9 are planned, so it would not run."
    assert runs in section(text, "The stages")


def test_what_is_not_included_leaves_out_the_costs_that_the_plan_names(lpplan: Lpplan) -> None:
    excluded = section(proposal(lpplan, CENTRE), "What is not included")
    assert "- Costs of the school's own that the plan does not name; it names Cover at" in excluded
    assert "such as cover, travel and a venue" not in excluded
    plain = section(proposal(lpplan, SINGLE), "What is not included")
    assert "- The school's own costs, such as cover, travel and a venue." in plain


def test_support_and_topics_stand_under_their_stage(lpplan: Lpplan) -> None:
    stages = section(proposal(lpplan, CENTRE), "The stages")
    of_stage_2 = stages.partition("### Stage 2: ")[2].partition("### Stage 3: ")[0]
    assert "- Action research on topics that the school needs: Retrieval practice; Early" in (
        of_stage_2
    )
    assert "- Added by the centre: Half-termly twilight, 5 times, 1.5 hours each." in of_stage_2
    assert "- Added by the centre: Online forum, offered but not counted." in of_stage_2
    assert "- The centre runs it with 12 people or more; 31 are planned." in of_stage_2


def test_support_by_phone_and_email_belongs_to_the_first_year_of_delivery(lpplan: Lpplan) -> None:
    roles = section(proposal(lpplan, CENTRE), "Who does what").splitlines()
    at = {row.split(" | ")[0].strip("| "): row for row in roles}
    assert "phone and email" not in at["Stage 2"]
    assert "In their first year of delivery" in at["Stage 3"]
    assert "by phone and email" in at["Stage 3"]


@pytest.mark.parametrize(
    ("as_of", "centre", "told"),
    [
        ("2019-09-01", "", ["discussed with SSAT on 11 March 2019", "awarded on 10 July 2019"]),
        ("2019-03-01", "", ["planned for 11 March 2019", "planned for 10 July 2019"]),
        ("2019-09-01", "withdrawn", ["withdrawn (awarded on 10 July 2019)"]),
    ],
)
def test_what_is_recorded_of_lplc_status_is_said(
    as_of: str, centre: str, told: list[str], lpplan: Lpplan, changed: Path
) -> None:
    text = CENTRE.read_text(encoding="utf-8").replace('"awarded"', f'"{centre or "awarded"}"')
    changed.write_text(text, encoding="utf-8")
    parties = section(proposal(lpplan, changed, as_of), "Who this is for")
    for words in (*told, "Harbour MAT and its partner primaries", "123456"):
        assert f" {words} |" in parties


def test_a_plan_without_status_says_nothing_of_it(lpplan: Lpplan) -> None:
    assert "LPLC" not in section(proposal(lpplan, OTHERS_PAY), "Who this is for")


def test_each_stage_has_its_own_dates_whichever_stages_are_quoted() -> None:
    source, day = load_plan(str(CENTRE)), date(2019, 9, 1)
    report = proposal_report(source, load_fees(None), made=day, as_of=day, prepared_by=None)
    quote = report.quoted.quote
    last = Quote(quote.school, quote.membership, quote.stages[2:])
    narrowed = report._replace(quoted=report.quoted._replace(quote=last))
    text = document_markdown(proposal_document(narrowed, load_style(None)))
    assert "in 2 cohorts: 16 and 15 | 1 October 2019 (suggested) |" in section(text, "The stages")
