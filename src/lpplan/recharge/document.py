"""What participating schools pay, as a document."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from lpplan.core.plan import plain_name, same_name
from lpplan.core.quote import StageQuote, total
from lpplan.core.recharge import Delivery, StageRecharge, totals_of_schools
from lpplan.recharge.report import RechargeReport
from lpplan.show.document import (
    Bullets,
    Cell,
    Document,
    Heading,
    Money,
    Paragraph,
    Part,
    Row,
    Table,
    table,
)
from lpplan.show.stage_words import (
    arithmetic,
    basis,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    named,
    prepared,
    sharing,
    stage_title,
)
from lpplan.values.money import Pounds
from lpplan.values.words import people_in_words, pounds

_MOST_STAGES_ABREAST = 3
"""Columns of amounts that fit beside the names and a total, in 80 characters or on a page."""


def school_matrix(recharges: Sequence[StageRecharge]) -> Iterator[Table]:
    """Schools by stages with totals, in as many tables as the number of stages calls for."""
    for first in range(0, len(recharges), _MOST_STAGES_ABREAST):
        abreast = recharges[first : first + _MOST_STAGES_ABREAST]
        last = first + len(abreast) == len(recharges)
        yield _abreast(recharges, abreast, with_total=last)


def _abreast(
    every: Sequence[StageRecharge], abreast: Sequence[StageRecharge], *, with_total: bool
) -> Table:
    marks = [mark_of_sum([recharge.stage]) for recharge in abreast]

    def row(
        name: str, amounts: Sequence[Pounds | None], whole: Money, *, strong: bool = False
    ) -> Row:
        cells: list[Cell] = [
            None if amount is None else Money(amount, mark)
            for amount, mark in zip(amounts, marks, strict=True)
        ]
        return Row((name, *cells, *((whole,) if with_total else ())), strong)

    by_name = [
        {plain_name(school.school): school.total for school in recharge.schools}
        for recharge in abreast
    ]
    takes_part: dict[str, list[StageQuote]] = {}
    for recharge in every:
        for school in recharge.schools:
            takes_part.setdefault(plain_name(school.school), []).append(recharge.stage)
    rows = [
        row(
            named(name, every[0].stage.own_school),
            [amounts.get(plain_name(name)) for amounts in by_name],
            Money(whole, mark_of_sum(takes_part[plain_name(name)])),
        )
        for name, whole in totals_of_schools(every).items()
    ]
    mark = mark_of_sum(recharge.stage for recharge in every)
    sums: Mapping[str, Callable[[StageRecharge], Pounds]] = {
        "All schools exc VAT": lambda recharge: recharge.total,
        "Kept": lambda recharge: recharge.kept,
        "Billed": lambda recharge: recharge.billed,
    }
    rows += [
        row(name, [*map(part, abreast)], Money(total(map(part, every)), mark), strong=True)
        for name, part in sums.items()
    ]
    stages = [f"Stage {part.stage.stage}, {part.stage.academic_year}" for part in abreast]
    return table("School", *stages, *(("Total",) if with_total else ()), rows=rows)


def recharge_document(report: RechargeReport) -> Document:
    """The whole report."""
    title = f"What schools pay {report.quote.school or 'your school'}"
    return Document(title, report.as_of, [*_parts(report)])


def _parts(report: RechargeReport) -> Iterator[Part]:
    yield Paragraph(kind_of_prices(report.quote.membership))
    yield Paragraph(prepared(report.quote.stages, report.as_of, report.fees_folder))
    for shared in report.shared:
        yield from _stage(shared)
    for delivery in report.deliveries:
        yield from _delivery(delivery)
    yield from _notes(report)
    if report.shared:
        charged = any(delivery.payments for delivery in report.deliveries)
        yield Heading("All stages: shares of what SSAT charges" if charged else "All stages")
        yield from school_matrix(report.shared)
        if charged:
            yield Heading("All stages: what schools are asked for, with the centre's own charge")
            yield from school_matrix(report.asked_for)


def _stage(shared: StageRecharge) -> Iterator[Part]:
    stage = shared.stage
    mark = mark_of(stage.prices)
    yield Heading(stage_title(stage))
    yield Paragraph(f"{basis(stage)}.", "loud" if mark else "plain")
    rows = [
        Row(
            (
                named(school.school, stage.own_school),
                school.participants,
                Money(school.per_person),
                Money(school.share),
                Money(school.total, mark),
            )
        )
        for school in shared.schools
    ]
    sums = (
        f"Stage {stage.stage} exc VAT",
        stage.participants,
        Money(total(school.per_person for school in shared.schools)),
        Money(total(school.share for school in shared.schools)),
        Money(shared.total, mark),
    )
    rows.append(Row(sums, strong=True))
    rows.append(Row(("Kept: its own part", None, None, None, Money(shared.kept, mark))))
    rows.append(Row(("Billed to the others", None, None, None, Money(shared.billed, mark))))
    yield table("School", "People", "Per person", "Share", "Total", rows=rows)
    yield Paragraph(sharing(stage))


def _delivery(delivery: Delivery) -> Iterator[Part]:
    stage, charge = delivery.stage, delivery.charge_per_person
    mark, people = mark_of(stage.prices), people_in_words(stage.participants)
    yield Heading(f"What Stage {stage.stage} in {stage.academic_year} earns the centre")
    rows = []
    if charge is not None and delivery.income is not None:
        for school in delivery.payments:
            name = named(school.school, stage.own_school)
            words = f"{name}: {school.participants:,} at {pounds(charge)}"
            rows.append(Row((words, Money(school.total))))
        income = f"Income from {people} at {pounds(charge)}"
        rows.append(Row((income, Money(delivery.income)), strong=True))
    for line in stage.lines:
        words = f"SSAT, {line.label}: {arithmetic(line, stage.prices)}"
        rows.append(Row((words, Money(line.amount, mark))))
    rows += [Row((f"Own cost, {cost.label}", Money(cost.amount))) for cost in stage.entry.own_costs]
    rows.append(Row(("Costs exc VAT", Money(delivery.costs, mark)), strong=True))
    if delivery.surplus is not None:
        name = "Shortfall" if delivery.surplus < 0 else "Surplus"
        rows.append(Row((f"{name} exc VAT", Money(abs(delivery.surplus), mark)), strong=True))
    yield table("Income and costs", "Amount", rows=rows)
    yield from map(Paragraph, _break_even(delivery, people))
    own = total(s.total for s in delivery.payments if same_name(s.school, stage.own_school))
    if own:
        yield Paragraph(
            f"{pounds(own)} of the income is for the centre's own people: no money comes in for"
            " them from outside."
        )
    if charge is not None and delivery.payments:
        yield Paragraph("Schools pay this charge instead of their shares above.")


def _break_even(delivery: Delivery, people: str) -> Iterator[str]:
    charge, fewest = delivery.charge_per_person, delivery.break_even_participants
    mark = mark_of(delivery.stage.prices)
    end = f" ({mark})." if mark else "."
    least = pounds(delivery.break_even_charge)
    yield f"With {people}, a charge of {least} each breaks even, rounded up to the penny{end}"
    if charge is None:
        yield "The plan has no charge_per_person, so no income stands beside these costs."
    elif fewest is None:
        yield f"At {pounds(charge)} each, no number of people breaks even{end}"
    else:
        needed = people_in_words(fewest)
        yield f"At {pounds(charge)} each, it takes {needed} to break even{end}"


def _notes(report: RechargeReport) -> Iterator[Part]:
    yield Heading("Notes")
    yield Bullets([f"{note.text} [{note.code}]" for note in report.notes] + [_PENCE, _VAT])


_PENCE = (
    "Every share is in whole pence, and the shares of a stage add up to it: pence that do not"
    " divide go one each to the schools with the largest remainders, equal ones in the plan's"
    " order. [pence]"
)
_VAT = (
    "All amounts are exc VAT. Whether you must charge VAT to other schools, or can recover what"
    " you pay, is not settled here: take advice before you send invoices. [vat]"
)
