"""What participating schools pay, for machines and spreadsheets: JSON and CSV."""

from typing import Any

from lpplan.core.delivery import Delivery
from lpplan.core.money import percent_text
from lpplan.core.plan import same_name
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageRecharge
from lpplan.recharge.report import RechargeReport
from lpplan.show.data import to_csv, to_json

_CSV_COLUMNS = (
    "school",
    "stage",
    "academic_year",
    "fees_from",
    "price_status",
    "share",
    "participating_school",
    "is_own_school",
    "participants",
    "accreditation_exc_vat",
    "share_exc_vat",
    "total_exc_vat",
    "asked_for_exc_vat",
)
_UPLIFT = ("uplift_percent_a_year", "uplift_years")


def recharge_csv(report: RechargeReport) -> str:
    """The shares as CSV, one row a school and stage; an assumed rise adds columns at the end."""
    uplifted = any(stage.prices.uplift for stage, _ in report.stages)
    rows = []
    for (stage, shared), (_, asked) in zip(report.stages, report.asked_for, strict=True):
        rise = (percent_text(stage.prices.uplift), stage.prices.uplifted_years)
        rows += [
            (
                report.quote.school,
                stage.stage,
                stage.academic_year,
                stage.prices.fees_from,
                stage.prices.status,
                shared.share,
                school.school,
                "yes" if shared.is_own(school) else "no",
                school.participants,
                school.per_person,
                school.share,
                school.total,
                asked_of.total,
                *(rise if uplifted else ()),
            )
            for school, asked_of in zip(shared.schools, asked.schools, strict=True)
        ]
    return to_csv((*_CSV_COLUMNS, *(_UPLIFT if uplifted else ())), rows)


def recharge_json(report: RechargeReport) -> str:
    """The report as JSON in ASCII, money as text with two decimals."""
    return to_json(
        {
            "school": report.quote.school,
            "membership": report.quote.membership,
            "currency": "GBP",
            "vat": "exclusive",
            "as_of": report.as_of,
            "fees": report.fees_folder or "bundled",
            "stages": [_stage(stage, shared) for stage, shared in report.stages],
            "schools": [
                {"school": school, "total": amount} for school, amount in report.schools.items()
            ],
            "total": report.kept + report.billed,
            "kept": report.kept,
            "billed": report.billed,
            "asked_for": [
                {
                    "stage": stage.stage,
                    "academic_year": stage.academic_year,
                    "schools": [
                        {"school": school.school, "total": school.total} for school in asked.schools
                    ],
                    "total": asked.total,
                    "kept": asked.kept,
                    "billed": asked.billed,
                }
                for stage, asked in report.asked_for
            ],
            "deliveries": [
                _delivery(delivery, report.quote.school or "") for delivery in report.deliveries
            ],
            "notes": [note._asdict() for note in report.notes],
        }
    )


def _stage(stage: StageQuote, shared: StageRecharge) -> dict[str, Any]:
    return {
        "stage": stage.stage,
        "academic_year": stage.academic_year,
        "fees_from": stage.prices.fees_from,
        "price_status": stage.prices.status,
        "uplift": percent_text(stage.prices.uplift) if stage.prices.uplift else None,
        "share": shared.share,
        "schools": [
            {
                "school": school.school,
                "is_own_school": shared.is_own(school),
                "participants": school.participants,
                "accreditation": school.per_person,
                "share": school.share,
                "total": school.total,
            }
            for school in shared.schools
        ],
        "total": shared.total,
        "kept": shared.kept,
        "billed": shared.billed,
    }


def _delivery(delivery: Delivery, own_school: str) -> dict[str, Any]:
    stage = delivery.quote
    return {
        "stage": stage.stage,
        "academic_year": stage.academic_year,
        "price_status": stage.prices.status,
        "uplift": percent_text(stage.prices.uplift) if stage.prices.uplift else None,
        "participants": stage.participants,
        "charge_per_person": delivery.charge_per_person,
        "income": delivery.income,
        "schools": [
            {
                "school": school.school,
                "is_own_school": same_name(school.school, own_school),
                "participants": school.participants,
                "charge": amount,
            }
            for school, amount in delivery.payments
        ],
        "ssat_costs": stage.total,
        "own_costs": [{"label": cost.label, "amount": cost.amount} for cost in delivery.own_costs],
        "costs": delivery.costs,
        "surplus": delivery.surplus,
        "break_even_charge": delivery.break_even_charge,
        "break_even_participants": delivery.break_even_participants,
    }
