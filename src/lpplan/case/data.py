"""A case for machines and spreadsheets: JSON and CSV."""

from collections.abc import Sequence
from typing import Any

from lpplan.case.break_even import charges, licence_fee, own_cost_per_cohort
from lpplan.case.changes import cohorts_each
from lpplan.case.options import Case
from lpplan.case.report import CaseReport, in_year, status_of
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import net_of
from lpplan.show.data import notes_data, to_csv, to_json
from lpplan.values.money import per_head, percent_text
from lpplan.values.years import AcademicYear

_OF_A_YEAR = (
    "academic_year",
    "participants",
    "cohorts",
    "ssat",
    "own_costs",
    "cost",
    "income",
    "net",
    "price_status",
)
_CSV_COLUMNS = (
    *("school", "option", "academic_year", "participants", "cohorts", "ssat_exc_vat"),
    *("own_costs_exc_vat", "cost_exc_vat", "income_exc_vat", "net_exc_vat", "price_status"),
    *("saving_exc_vat", "saving_so_far_exc_vat"),
)
_CSV_COLUMNS_OF_PEOPLE = (
    *("school", "participants", "cohorts", "price_status", "saving_exc_vat", "pays_back"),
    *("no_worse_off_exc_vat", "full_cost_exc_vat", "ceiling_exc_vat", "cohorts_each"),
)


def case_csv(report: CaseReport) -> str:
    """The case as CSV, one row an option and academic year; the saving stands with the centre.

    Where numbers of people are asked about, one row for each of them instead.
    """
    if report.asked.people:
        return _people_csv(report)
    school, case = report.case.plan.school.name, report.case
    rows: list[tuple[object, ...]] = []
    for option, stages in report.options:
        saved = zip(case.by_year, case.cumulative, strict=True)
        for year in case.years:
            saving = next(saved) if option == "centre" else (None, None)
            rows.append((school, option, *_year(stages, year).values(), *saving))
    return to_csv(_CSV_COLUMNS, rows)


def _people_csv(report: CaseReport) -> str:
    rows = [
        (
            case.plan.school.name,
            people,
            case.cohorts,
            status_of(case.centre),
            case.saving,
            case.payback.academic_year if case.payback else None,
            *(found[1:] if (found := charges(case)) else (None, None, None)),
            cohorts_each(case),
        )
        for people, case in report.by_people
    ]
    return to_csv(_CSV_COLUMNS_OF_PEOPLE, rows)


def case_json(report: CaseReport) -> str:
    """The case as JSON in ASCII, money as text with two decimals."""
    case, payback = report.case, report.case.payback
    present_value = None
    if report.asked.discount is not None:
        rate = percent_text(report.asked.discount).rstrip("%")
        present_value = {"rate": rate, "total": report.present_value}
    uplift = case.schedules.uplift
    return to_json(
        {
            "school": case.plan.school.name,
            "membership": case.plan.school.membership,
            "currency": "GBP",
            "vat": "exclusive",
            "as_of": report.as_of,
            "fees": report.fees_folder or "bundled",
            "uplift": percent_text(uplift) if uplift else None,
            "from": case.years[0],
            "years": len(case.years),
            "price_status": status_of(case.centre),
            "assumptions": [assumption._asdict() for assumption in report.assumptions],
            "options": [_option(report, *option) for option in report.options],
            "saving": {
                "by_year": case.by_year,
                "cumulative": case.cumulative,
                "total": case.saving,
                "own_school": case.own_saving,
                "at_risk": case.at_risk,
                "payback": payback._asdict() if payback else None,
                "present_value": present_value,
            },
            "break_even_own_cost_per_cohort": own_cost_per_cohort(case),
            "charge": _charges(case),
            "changes": [
                {"code": one.code, "text": one.text, **_outcome(one.case)}
                for one in report.changes
                if one.case is not None
            ],
            "licence_fee_break_even": licence_fee(case),
            "people": [
                {
                    "participants": people,
                    "cohorts": then.cohorts,
                    "cohorts_each": [len(stage.cohorts) for stage in then.independent],
                    **_outcome(then),
                    "charge": _charges(then),
                }
                for people, then in report.by_people
            ],
            "notes": notes_data(report.notes),
        }
    )


def _outcome(case: Case) -> dict[str, Any]:
    """What is saved in a case, and when it pays back."""
    payback = case.payback
    year = {"academic_year": payback.academic_year} if payback else None
    return {"saving": case.saving, "payback": year}


def _charges(case: Case) -> dict[str, Any] | None:
    found = charges(case)
    return found._asdict() if found else None


def _option(report: CaseReport, option: str, stages: Sequence[StageQuote]) -> dict[str, Any]:
    net, people = net_of(stages), sum(stage.participants for stage in stages)
    return {
        "option": option,
        "years": [_year(stages, year) for year in report.case.years],
        "ssat": net.ssat,
        "own_costs": net.own_costs,
        "cost": net.cost,
        "income": net.income,
        "net": net.net,
        "participants": people,
        "per_head": per_head(net.cost, people),
    }


def _year(stages: Sequence[StageQuote], year: AcademicYear) -> dict[str, Any]:
    there = in_year(stages, year)
    net = net_of(there)
    values = (
        year,
        sum(stage.participants for stage in there),
        sum(len(stage.cohorts) for stage in there),
        *(net.ssat, net.own_costs, net.cost, net.income, net.net),
        status_of(there),
    )
    return dict(zip(_OF_A_YEAR, values, strict=True))
