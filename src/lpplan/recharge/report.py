"""What participating schools pay a centre: the report, and it as JSON and CSV."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from lpplan.core.notes import Note, notes
from lpplan.core.plan import Plan, Share, StageEntry
from lpplan.core.programme import STAGES
from lpplan.core.quote import Quote, quote_plan, total
from lpplan.core.recharge import (
    StageAccount,
    StageRecharge,
    accounts,
    bills,
    fee_per_person,
    net_of,
    totals_of_schools,
)
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource
from lpplan.show.data import notes_data, to_csv, to_json
from lpplan.show.net import NET_COLUMNS, net_data, net_row_ends, own_cost_data
from lpplan.values.money import percent_text
from lpplan.values.problem import LpplanError
from lpplan.values.words import same_name

SHARES: tuple[Share, ...] = ("per_head", "equal")

_SAID_BESIDE = ("own-costs",)
"""Notes on a quote that this report says with figures of its own."""


class RechargeReport(NamedTuple):
    """Who pays how much of a plan, and what remains for its own school."""

    quote: Quote
    """The stages of the plan, but for those that name nobody and have no price."""
    notes: tuple[Note, ...]
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""

    @property
    def accounts(self) -> tuple[StageAccount, ...]:
        """What each stage costs, who pays how much of it, and what that leaves."""
        return accounts(self.quote)

    @property
    def deliveries(self) -> tuple[StageAccount, ...]:
        """The stages for which the centre sets a charge, or has costs of its own."""
        return tuple(
            account
            for account in self.accounts
            if STAGES[account.stage.stage].centre_charges
            and (account.charge is not None or account.own_costs)
        )


def recharge_report(
    source: PlanSource, share: str | None, day: date, folder: FeeFolder
) -> RechargeReport:
    """What each school pays, as the plan shares the costs, or by a rule of ``SHARES``.

    Raises LpplanError with everything that is wrong, and where nobody is charged anything: no
    stage names its schools, sets a charge or has costs of its own.
    """
    shared = _shared(source.plan, share)
    if not any(map(_concerned, shared.stages)):
        raise LpplanError(
            f"{source.shown}: no stage names the schools that take part, so there is nobody to"
            " charge",
            "Give a stage [[stages.schools]] entries, each with name and participants,"
            " instead of participants.",
        )

    def priced(entry: StageEntry) -> bool:
        alone = shared.model_copy(update={"stages": (entry,)})
        return quote_plan(alone, folder.schedules)[0] is not None

    quote, problems = quote_plan(
        shared, folder.schedules, lambda entry: _concerned(entry) or priced(entry)
    )
    if quote is None:
        raise source.refusal(problems)
    worth_saying = [note for note in notes(quote, shared, ()) if note.code not in _SAID_BESIDE]
    quoted = [stage.entry for stage in quote.stages]
    worth_saying += [
        Note(
            "no-price",
            entry.stage,
            f"Stage {entry.stage} in {entry.academic_year} is left out: it names no schools, and"
            " its prices are not known.",
        )
        for entry in shared.stages
        if entry not in quoted
    ]
    return RechargeReport(
        quote=quote, notes=tuple(worth_saying), as_of=day, fees_folder=folder.folder
    )


def _concerned(entry: StageEntry) -> bool:
    """Whether a stage says who takes part, what it charges or what the school pays itself."""
    charged = entry.charge_per_person is not None
    return bool(entry.schools or charged or entry.own_costs or entry.support)


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
    """Who pays what as CSV, one row a school and stage.

    An assumed rise adds columns at the end, and so do own costs and charges of the centre's own:
    then with a row for each stage that names no schools, too.
    """
    stages = report.quote.stages
    uplifted = any(stage.prices.uplift for stage in stages)
    more = any(stage.entry.charge_per_person is not None for stage in stages) or bool(
        net_of(stages).own_costs
    )
    columns = (*_CSV_COLUMNS, *(_UPLIFT if uplifted else ()), *(NET_COLUMNS if more else ()))
    rows = []
    for account in report.accounts:
        stage, ends = account.stage, net_row_ends(account.stage)
        begins = (
            report.quote.school,
            stage.stage,
            stage.academic_year,
            stage.prices.fees_from,
            stage.prices.status,
            stage.entry.share,
        )
        rise = (percent_text(stage.prices.uplift), stage.prices.uplifted_years) if uplifted else ()
        rows += [
            (*begins, *cells, *rise, *(next(ends) if more else ()))
            for cells in _school_cells(account, unnamed=more)
        ]
    return to_csv(columns, rows)


def _school_cells(account: StageAccount, *, unnamed: bool) -> Iterator[tuple[object, ...]]:
    """The cells of each school, or of a stage that names none where that is wanted."""
    shared, bill = account.shared, account.bill
    if shared is None or bill is None:
        if unnamed:
            yield None, None, account.stage.participants, None, None, None, account.income
        return
    asked = {school.school: school.total for school in bill.schools}
    for school in shared.schools:
        yield (
            school.school,
            "yes" if shared.is_own(school) else "no",
            school.participants,
            school.per_person,
            school.share,
            school.total,
            asked[school.school],
        )


def recharge_json(report: RechargeReport) -> str:
    """The report as JSON in ASCII, money as text with two decimals."""
    asked_for = bills(report.quote)
    years = [report.quote.in_year(year) for year in report.quote.years]
    return to_json(
        {
            "school": report.quote.school,
            "membership": report.quote.membership,
            "currency": "GBP",
            "vat": "exclusive",
            "as_of": report.as_of,
            "fees": report.fees_folder or "bundled",
            "stages": [
                _stage(shared, account) for account in report.accounts if (shared := account.shared)
            ],
            "schools": [
                {"school": school, "total": amount}
                for school, amount in totals_of_schools(asked_for).items()
            ],
            "total": total(bill.total for bill in asked_for),
            "kept": total(bill.kept for bill in asked_for),
            "billed": total(bill.billed for bill in asked_for),
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
                for bill in asked_for
            ],
            "deliveries": [_delivery(account) for account in report.deliveries],
            "all_stages": [
                {
                    "stage": account.stage.stage,
                    "academic_year": account.stage.academic_year,
                    "net": net_data(account.net),
                }
                for account in report.accounts
            ],
            "years": [
                {"academic_year": part.years[0], "net": net_data(net_of(part.stages))}
                for part in years
            ],
            "net": net_data(net_of(report.quote.stages)),
            "notes": notes_data(report.notes),
        }
    )


def _stage(shared: StageRecharge, account: StageAccount) -> dict[str, Any]:
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
        "fee_per_person": fee_per_person(stage),
        "net": net_data(account.net),
    }


def _delivery(account: StageAccount) -> dict[str, Any]:
    stage, bill = account.stage, account.bill
    charged = bill.schools if bill and account.charge is not None else ()
    return {
        "stage": stage.stage,
        "academic_year": stage.academic_year,
        "price_status": stage.prices.status,
        "uplift": percent_text(stage.prices.uplift) if stage.prices.uplift else None,
        "participants": stage.participants,
        "from_other_schools": account.others,
        "charge_per_person": account.charge,
        "income": account.income if account.others else None,
        "schools": [
            {
                "school": school.school,
                "is_own_school": same_name(school.school, stage.own_school),
                "participants": school.participants,
                "charge": school.total,
            }
            for school in charged
        ],
        "ssat_costs": stage.total,
        "own_costs": own_cost_data(account.own_costs),
        "costs": account.net.cost,
        "surplus": account.surplus,
        "break_even_charge": account.break_even_charge,
        "break_even_participants": account.break_even_participants,
    }
