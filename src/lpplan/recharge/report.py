"""What participating schools pay a centre: the report, and it as JSON and CSV."""

from datetime import date
from typing import Any, NamedTuple

from lpplan.core.notes import Note, notes
from lpplan.core.plan import Plan, Share, same_name
from lpplan.core.quote import Quote, quote_plan, total
from lpplan.core.recharge import (
    Delivery,
    StageRecharge,
    asked_for,
    deliveries,
    shared_costs,
    totals_of_schools,
)
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import load_plan
from lpplan.show.data import to_csv, to_json
from lpplan.values.money import percent_text
from lpplan.values.problem import LpplanError

SHARES: tuple[Share, ...] = ("per_head", "equal")

_SAID_BESIDE = ("own-costs", "own-charge")
"""Notes on a quote that this report says with figures of its own."""


class RechargeReport(NamedTuple):
    """How the cost of a plan's stages falls on the schools that take part."""

    quote: Quote
    """The stages that name their schools, or say what the centre charges or pays itself."""
    notes: tuple[Note, ...]
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""

    @property
    def shared(self) -> tuple[StageRecharge, ...]:
        """What SSAT charges, shared among the schools, stage by stage."""
        return shared_costs(self.quote)

    @property
    def asked_for(self) -> tuple[StageRecharge, ...]:
        """What schools are asked for: their share, or a charge of the centre's own instead."""
        return asked_for(self.quote)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What each Stage 3 with a charge or costs of its own earns the centre."""
        return deliveries(self.quote)


def recharge_report(plan: str, share: str | None, day: date, folder: FeeFolder) -> RechargeReport:
    """What each school pays, as the plan shares the costs, or by a rule of ``SHARES``.

    Raises LpplanError with everything that is wrong, and where no stage names its schools and
    no Stage 3 says what it charges.
    """
    source = load_plan(plan)
    shared = _shared(source.plan, share)
    quote, problems = quote_plan(shared, folder.schedules)
    if quote is None:
        raise source.refusal(problems)
    concerned = tuple(
        stage for stage in quote.stages if stage.entry.schools or stage.entry.sets_its_charge
    )
    if not concerned:
        raise LpplanError(
            f"{plan}: no stage names the schools that take part, so there is nobody to charge",
            "Give a stage [[stages.schools]] entries, each with name and participants,"
            " instead of participants.",
        )
    quote = quote._replace(stages=concerned)
    worth_saying = (note for note in notes(quote, shared, ()) if note.code not in _SAID_BESIDE)
    return RechargeReport(
        quote=quote, notes=tuple(worth_saying), as_of=day, fees_folder=folder.folder
    )


def _shared(plan: Plan, share: str | None) -> Plan:
    if share is None:
        return plan
    stages = tuple(entry.model_copy(update={"share": share}) for entry in plan.stages)
    return plan.model_copy(update={"stages": stages})


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
    uplifted = any(shared.stage.prices.uplift for shared in report.shared)
    rows = []
    for shared, bill in zip(report.shared, report.asked_for, strict=True):
        stage = shared.stage
        rise = (percent_text(stage.prices.uplift), stage.prices.uplifted_years)
        rows += [
            (
                report.quote.school,
                stage.stage,
                stage.academic_year,
                stage.prices.fees_from,
                stage.prices.status,
                stage.entry.share,
                school.school,
                "yes" if shared.is_own(school) else "no",
                school.participants,
                school.per_person,
                school.share,
                school.total,
                paid.total,
                *(rise if uplifted else ()),
            )
            for school, paid in zip(shared.schools, bill.schools, strict=True)
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
            "stages": [_stage(shared) for shared in report.shared],
            "schools": [
                {"school": school, "total": amount}
                for school, amount in totals_of_schools(report.shared).items()
            ],
            "total": total(shared.total for shared in report.shared),
            "kept": total(shared.kept for shared in report.shared),
            "billed": total(shared.billed for shared in report.shared),
            "asked_for": [
                {
                    "stage": bill.stage.stage,
                    "academic_year": bill.stage.academic_year,
                    "schools": [
                        {"school": school.school, "total": school.total} for school in bill.schools
                    ],
                    "total": bill.total,
                    "kept": bill.kept,
                    "billed": bill.billed,
                }
                for bill in report.asked_for
            ],
            "deliveries": [_delivery(delivery) for delivery in report.deliveries],
            "notes": [note._asdict() for note in report.notes],
        }
    )


def _stage(shared: StageRecharge) -> dict[str, Any]:
    stage = shared.stage
    return {
        "stage": stage.stage,
        "academic_year": stage.academic_year,
        "fees_from": stage.prices.fees_from,
        "price_status": stage.prices.status,
        "uplift": percent_text(stage.prices.uplift) if stage.prices.uplift else None,
        "share": stage.entry.share,
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


def _delivery(delivery: Delivery) -> dict[str, Any]:
    stage = delivery.stage
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
                "is_own_school": same_name(school.school, stage.own_school),
                "participants": school.participants,
                "charge": school.total,
            }
            for school in delivery.payments
        ],
        "ssat_costs": stage.total,
        "own_costs": [
            {"label": cost.label, "amount": cost.amount} for cost in stage.entry.own_costs
        ],
        "costs": delivery.costs,
        "surplus": delivery.surplus,
        "break_even_charge": delivery.break_even_charge,
        "break_even_participants": delivery.break_even_participants,
    }
