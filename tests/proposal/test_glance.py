"""The page that decides, by direct calls: its figures, its next step, and what could go wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reports_of_plans import report_of, shown, stage

from lpplan.proposal.glance import glance
from lpplan.proposal.report import ProposalReport
from lpplan.show.document import Bullets, Heading, KeyFigures, Row, Run, Table


def figures(report: ProposalReport) -> list[str]:
    """The figures, what each is first and the remark on it last."""
    (found,) = (part for part in glance(report).facts if isinstance(part, KeyFigures))
    return shown(Row(figure) for figure in found.figures)


def facts(report: ProposalReport) -> dict[str, str]:
    """What stands below the figures, by its heading."""
    (found,) = (part for part in glance(report).facts if isinstance(part, Table))
    return dict(row.split(" | ") for row in shown(found.rows))


def risks(report: ProposalReport) -> list[str]:
    """What could go wrong."""
    (found,) = (part for part in glance(report).facts if isinstance(part, Bullets))
    return ["".join(run.words for run in item if isinstance(run, Run)) for item in found.items]


STATUS = "Status: SSAT may withdraw it where its quality assurance finds problems."
OWN_COSTS = "Own costs: Those that the plan does not name, such as travel, are in no figure."
ACCREDITATION = "Accreditation: Each application is judged on its own, and may not succeed."


def test_a_cohort_of_ssats_at_published_prices_says_exactly_this(tmp_path: Path) -> None:
    report = report_of(tmp_path, stage(1))
    # 20 × 400 + 2,200 = 10,200, a head 510.
    assert figures(report) == [
        "SSAT charges, exc VAT | £10,200.00 | at published prices",
        "A head, exc VAT | £510.00 | SSAT's charges for 20 people",
    ]
    assert facts(report) == {
        "Asked for": "Stage 1 in 2018/19 (20 participants in 1 cohort)",
        "First date": "1 September 2018",
        "Last date": "June 2019 (suggested)",
        "Next step": "Talk to SSAT's LP team.",
    }
    (heading,) = (part for part in glance(report).facts if isinstance(part, Heading))
    assert (heading.words, heading.level) == ("What could go wrong", 3)
    lacking = "Readiness: Stage 2 is not known to be ready: 4 checks are not recorded."
    assert risks(report) == [lacking, STATUS, OWN_COSTS]


def test_dates_that_nobody_knows_are_left_out(tmp_path: Path) -> None:
    report = report_of(tmp_path, stage(1))
    report = report._replace(timeline=report.timeline._replace(stages=()))
    assert [*facts(report)] == ["Asked for", "Next step"]


@pytest.mark.parametrize(
    ("own_costs", "when", "saved"),
    [
        # A centre has no package to pay for, 2,200 a year less, in each of five years.
        ("3200.00", "not within 5 academic years", "£5,000.00 (estimate) more"),
        ("2200.10", "not within 5 academic years", "£0.50 (estimate) more"),
        ("2200.00", "2018/19", "£0.00 (estimate) less"),
        ("2199.90", "2018/19", "£0.50 (estimate) less"),
        ("1000.00", "2018/19", "£6,000.00 (estimate) less"),
    ],
)
def test_a_centre_pays_back_from_the_year_in_which_it_no_longer_costs_more(
    own_costs: str, when: str, saved: str, tmp_path: Path
) -> None:
    costs = f'own_costs = [{{label = "Venue", amount = {own_costs}}}]'
    report = report_of(tmp_path, stage(3, "2018/19", "participants = 20", costs))
    assert figures(report)[-1] == (
        f"Pays back | {when} | a centre costs {saved} than SSAT-run over 5 academic years"
    )


@pytest.mark.parametrize(
    ("as_of", "step"),
    [
        # Of the autumn only a month is known, and no month comes before a day.
        (date(2018, 10, 2), "; then Launch, 2 October 2018."),
        (date(2018, 10, 3), "; then Application Support, 5 February 2019."),
        (date(2019, 2, 5), "; then Application Support, 5 February 2019."),
        (date(2019, 2, 6), "."),
    ],
)
def test_once_everything_is_ready_the_next_step_is_to_accept_and_the_next_day(
    as_of: date, step: str, tmp_path: Path
) -> None:
    sessions = "launch = 2018-10-02", "application_support = 2019-02-05"
    report = report_of(tmp_path, stage(1, "2018/19", "participants = 20", *sessions), day=as_of)
    ready = report._replace(readiness=[])
    assert facts(ready)["Next step"] == f"Accept this proposal{step}"
    assert risks(ready) == [STATUS, OWN_COSTS, ACCREDITATION]


def test_dates_come_before_what_is_saved_and_that_before_readiness(tmp_path: Path) -> None:
    first = "participants = 27", "launch = 2018-10-02", "application_support = 2019-02-05"
    report = report_of(
        tmp_path,
        stage(3, "2018/19", *first),
        *(stage(3, "2018/19", "participants = 26", f"launch = 2018-{m}-06") for m in (11, 12)),
    )
    # Two packages fewer in each of three cohorts: 6 × 2,200 in 2018/19, and 4 × 4,400 after it.
    dates, saving, readiness = risks(report)
    assert dates == (
        "Dates: The Launch of Stage 3 in 2018/19 (on 6 November 2018) does not come after"
        " Application Support of Stage 3 in 2018/19 (on 5 February 2019)."
    )
    assert saving == (
        "Saving: There is no licence at all: SSAT runs every Stage 3. It is then £0.00 (estimate),"
        " not £30,800.00 (estimate)."
    )
    assert readiness == "Readiness: Stage 3 is not known to be ready: 4 checks are not recorded."


MADE_UP: dict[str, Any] = {
    "accreditation": {"per": "person", "stages": [1, 2, 3], "member": 400, "non_member": 500}
}
A_PACKAGE_EACH: dict[str, Any] = {
    "support_package": {
        "per": "cohort",
        "max_cohort_size": 1,
        "stages": [1, 2],
        "member": 100,
        "non_member": 200,
    }
}
TRAINING_OF_MEMBERS: dict[str, Any] = {
    "train_the_trainer": {"per": "stage", "stages": [2], "member": 1200}
}


def test_only_the_first_stage_that_is_not_ready_is_a_risk(tmp_path: Path) -> None:
    report = report_of(tmp_path, stage(2), stage(3, "2019/20"))._replace(case=None)
    second, third = report.readiness
    lacking = "Readiness: Stage 2 is not known to be ready: 3 checks are not recorded."
    prices = "Prices: SSAT has not confirmed £8,000.00 of its charges, which may come higher."
    assert risks(report) == [prices, lacking, STATUS]
    ready = report._replace(readiness=[second._replace(checks=()), third])
    assert risks(ready) == [prices, STATUS, OWN_COSTS]


def test_people_are_a_risk_where_too_few_may_come_or_a_cohort_more_is_near(tmp_path: Path) -> None:
    keys = "participants = 27", "minimum_participants = 30"
    report = report_of(tmp_path, stage(2, "2018/19", *keys))._replace(case=None, readiness=[])
    assert risks(report) == [
        "People: Stage 2 in 2018/19 runs with 30 people or more; 27 are planned.",
        # 2 × 400 + 2,200.
        "People: 2 fewer people need one cohort fewer: £3,000.00 less.",
        STATUS,
    ]


def test_of_a_stage_one_cohort_that_is_near_is_enough(tmp_path: Path) -> None:
    five = stage(1, "2018/19", "participants = 5")
    report = report_of(tmp_path, five, fees=MADE_UP | A_PACKAGE_EACH)._replace(readiness=[])
    assert len(report.quoted.quote.stages[0].cliffs) == 2
    # 5 × 400 + 5 × 100.
    assert risks(report) == [
        "Prices: SSAT has not confirmed £2,500.00 of its charges, which may come higher.",
        "People: 1 fewer person needs one cohort fewer: £500.00 less (estimate).",
        STATUS,
    ]


def test_a_change_that_costs_nothing_is_no_risk(tmp_path: Path) -> None:
    # Without a package no option costs more than the other, whatever changes.
    report = report_of(tmp_path, stage(3), fees=MADE_UP)._replace(readiness=[])
    assert risks(report)[1:] == [STATUS, OWN_COSTS]


def test_a_change_that_cannot_be_priced_is_no_risk(tmp_path: Path) -> None:
    fees = MADE_UP | A_PACKAGE_EACH | TRAINING_OF_MEMBERS
    report = report_of(tmp_path, stage(3), fees=fees, membership="non-member")
    # To train others again has no price. Of 20 packages of 200 a year nothing is saved any more.
    assert risks(report)[1] == (
        "Saving: There is no licence at all: SSAT runs every Stage 3. It is then £0.00 (estimate),"
        " not £20,000.00 (estimate)."
    )
