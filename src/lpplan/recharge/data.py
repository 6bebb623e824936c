"""What participating schools pay, for machines and spreadsheets: JSON and CSV."""

import csv
import io
from typing import Any

from lpplan.core.delivery import Delivery
from lpplan.core.money import Pounds, percent_text
from lpplan.core.plan import same_name
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageRecharge
from lpplan.recharge.report import RechargeReport
from lpplan.show.text import csv_text, plain_amount, to_json

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
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    uplifted = any(stage.prices.uplift for stage, _ in report.stages)
    writer.writerow((*_CSV_COLUMNS, *(_UPLIFT if uplifted else ())))
    for (stage, shared), (_, asked) in zip(report.stages, report.asked_for, strict=True):
        rise = (percent_text(stage.prices.uplift), stage.prices.uplifted_years)
        for school, asked_of in zip(shared.schools, asked.schools, strict=True):
            writer.writerow(
                (
                    csv_text(report.quote.school or ""),
                    stage.stage,
                    stage.academic_year,
                    stage.prices.fees_from,
                    stage.prices.status,
                    shared.share,
                    csv_text(school.school),
                    "yes" if shared.is_own(school) else "no",
                    school.participants,
                    plain_amount(school.per_person),
                    plain_amount(school.share),
                    plain_amount(school.total),
                    plain_amount(asked_of.total),
                    *(rise if uplifted else ()),
                )
            )
    return text.getvalue()


def recharge_json(report: RechargeReport) -> str:
    """The report as JSON in ASCII, money as text with two decimals."""
    return to_json(
        {
            "school": report.quote.school,
            "membership": report.quote.membership,
            "currency": "GBP",
            "vat": "exclusive",
            "as_of": report.as_of.isoformat(),
            "fees": report.fees_folder or "bundled",
            "stages": [_stage(stage, shared) for stage, shared in report.stages],
            "schools": [
                {"school": school, "total": plain_amount(amount)}
                for school, amount in report.schools.items()
            ],
            "total": plain_amount(report.kept + report.billed),
            "kept": plain_amount(report.kept),
            "billed": plain_amount(report.billed),
            "asked_for": [
                {
                    "stage": stage.stage,
                    "academic_year": str(stage.academic_year),
                    "schools": [
                        {"school": school.school, "total": plain_amount(school.total)}
                        for school in asked.schools
                    ],
                    "total": plain_amount(asked.total),
                    "kept": plain_amount(asked.kept),
                    "billed": plain_amount(asked.billed),
                }
                for stage, asked in report.asked_for
            ],
            "deliveries": [
                _delivery(delivery, report.quote.school or "") for delivery in report.deliveries
            ],
            "notes": [
                {"code": note.code, "stage": note.stage, "text": note.text} for note in report.notes
            ],
        }
    )


def _stage(stage: StageQuote, shared: StageRecharge) -> dict[str, Any]:
    return {
        "stage": stage.stage,
        "academic_year": str(stage.academic_year),
        "fees_from": str(stage.prices.fees_from),
        "price_status": stage.prices.status,
        "uplift": percent_text(stage.prices.uplift) if stage.prices.uplift else None,
        "share": shared.share,
        "schools": [
            {
                "school": school.school,
                "is_own_school": shared.is_own(school),
                "participants": school.participants,
                "accreditation": plain_amount(school.per_person),
                "share": plain_amount(school.share),
                "total": plain_amount(school.total),
            }
            for school in shared.schools
        ],
        "total": plain_amount(shared.total),
        "kept": plain_amount(shared.kept),
        "billed": plain_amount(shared.billed),
    }


def _delivery(delivery: Delivery, own_school: str) -> dict[str, Any]:
    stage = delivery.quote
    return {
        "stage": stage.stage,
        "academic_year": str(stage.academic_year),
        "price_status": stage.prices.status,
        "uplift": percent_text(stage.prices.uplift) if stage.prices.uplift else None,
        "participants": stage.participants,
        "charge_per_person": _amount(delivery.charge_per_person),
        "income": _amount(delivery.income),
        "schools": [
            {
                "school": school.school,
                "is_own_school": same_name(school.school, own_school),
                "participants": school.participants,
                "charge": plain_amount(amount),
            }
            for school, amount in delivery.payments
        ],
        "ssat_costs": plain_amount(stage.total),
        "own_costs": [
            {"label": cost.label, "amount": plain_amount(cost.amount)}
            for cost in delivery.own_costs
        ],
        "costs": plain_amount(delivery.costs),
        "surplus": _amount(delivery.surplus),
        "break_even_charge": plain_amount(delivery.break_even_charge),
        "break_even_participants": delivery.break_even_participants,
    }


def _amount(amount: Pounds | None) -> str | None:
    return None if amount is None else plain_amount(amount)
