"""What a proposal says of money, by direct calls: the way to the net, and the cost a head."""

from pathlib import Path

import pytest
from reports_of_plans import report_of, shown, stage

from lpplan.proposal.costs import costs
from lpplan.proposal.report import ProposalReport
from lpplan.show.document import Bullets, Figure, Paragraph, Table

OTHERS = 'schools = [{name = "Elm", participants = 10}]'


def tables(report: ProposalReport) -> dict[str, list[str]]:
    """The rows of each table, by its first heading."""
    found = (part for part in costs(report).facts if isinstance(part, Table))
    return {part.columns[0].heading: shown(part.rows) for part in found}


def test_charges_stand_on_a_page_of_their_own_with_every_line_of_each_stage(
    tmp_path: Path,
) -> None:
    report = report_of(tmp_path, stage(1), stage(2, "2019/20"))
    section = costs(report)
    assert section.new_page
    assert section.words == ("Every amount is in pounds and exc VAT.",)
    assert tables(report)["What"] == [
        "Stage 1: SSAT LP cohort, 2018/19: 20 participants in 1 cohort |  |  | ",
        "LP accreditation fee, per person | 20 | £400.00 | £8,000.00",
        "LP support package, per cohort | 1 | £2,200.00 | £2,200.00",
        "* Stage 1 exc VAT |  |  | £10,200.00",
        "Stage 2: SSAT-supported LP cohort, 2019/20: 20 participants in 1 cohort |  |  | ",
        "LP accreditation fee, per person | 20 | £400.00 | £8,000.00 estimate",
        "LP support package, per cohort | 1 | £2,200.00 | £2,200.00 estimate",
        "Train the trainer, per stage | 1 | £1,200.00 | £1,200.00 estimate",
        "* Stage 2 exc VAT |  |  | £11,400.00 estimate",
        "Of this at published prices |  |  | £10,200.00",
        "Of this estimated |  |  | £11,400.00 estimate",
        "* TOTAL exc VAT |  |  | £21,600.00 estimate",
    ]


@pytest.mark.parametrize(
    ("charge", "own_cost", "remains", "net"),
    [
        # 10 × 400 to SSAT, and ten of another school pay as much.
        ("400.00", "0.00", "what remains for", "£0.00"),
        ("400.00", "0.50", "what remains for", "£0.50"),
        ("400.05", "0.00", "with a minus, what is left over for", "-£0.50"),
    ],
)
def test_a_net_is_left_over_from_the_first_penny_below_nothing(
    charge: str, own_cost: str, remains: str, net: str, tmp_path: Path
) -> None:
    own_costs = f'own_costs = [{{label = "Post", amount = {own_cost}}}]'
    keys = OTHERS, f"charge_per_person = {charge}", own_costs
    report = report_of(tmp_path, stage(3, "2018/19", *keys))
    (bullets,) = (part for part in costs(report).facts if isinstance(part, Bullets))
    assert bullets.items[2] == (f"Less what other schools pay, it becomes the net: {remains} Oak.")
    paid = f"-£{10 * float(charge):,.2f}"
    assert tables(report)["From SSAT's charges to the net"][-2:] == [
        f"Less what other schools pay | {paid}",
        f"* Net for Oak exc VAT | {net}",
    ]


def test_own_costs_alone_lead_to_a_net_too_stage_by_stage_where_there_are_two(
    tmp_path: Path,
) -> None:
    own_costs = 'own_costs = [{label = "Post", amount = 0.50}]'
    second = stage(2, "2018/19", "participants = 20", own_costs)
    found = tables(report_of(tmp_path, stage(1), second))
    # 10,200 and, with the training, 11,400.
    assert found["From SSAT's charges to the net"] == [
        "SSAT's charges: the TOTAL above | £21,600.00",
        "Stage 2, 2018/19, own cost: Post | £0.50",
        "* Everyone together exc VAT | £21,600.50",
        "* Net for Oak exc VAT | £21,600.50",
    ]
    assert found["Stage by stage"] == [
        "Stage 1, 2018/19 | £10,200.00 | £0.00 | £0.00 | £10,200.00",
        "Stage 2, 2018/19 | £11,400.00 | £0.50 | £0.00 | £11,400.50",
        "* In all exc VAT | £21,600.00 | £0.50 | £0.00 | £21,600.50",
    ]
    assert "Stage by stage" not in tables(report_of(tmp_path, second))


def test_the_cost_a_head_has_a_row_at_each_turn_and_a_sentence_for_each_cliff(
    tmp_path: Path,
) -> None:
    report = report_of(tmp_path, stage(1, "2018/19", "participants = 26"))
    *_, figure, table, cliff = costs(report).facts
    assert isinstance(figure, Figure)
    assert [series.name for series in figure.series] == [""]
    assert isinstance(table, Table)
    assert not any(row.ruled for row in table.rows)
    # 400 each, and 2,200 for every 25: 25 people come to 12,200, and 26 to 14,800.
    assert shown(table.rows) == [
        "10 | 1 | £620.00",
        "25 | 1 | £488.00",
        "* 26 | 2 | £569.23",
        "50 | 2 | £488.00",
        "51 | 3 | £529.41",
        "52 | 3 | £526.92",
    ]
    assert cliff == Paragraph("1 fewer person needs one cohort fewer: £2,600.00 less.")
