"""What participating schools pay, as a document for a terminal or as Markdown."""

from collections.abc import Iterator

from lpplan.core.delivery import Delivery
from lpplan.core.money import Pounds
from lpplan.core.plan import same_name
from lpplan.core.pricing import total
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import StageRecharge
from lpplan.quote.words import (
    arithmetic,
    basis,
    mark_of,
    prepared,
    sharing,
    stage_title,
)
from lpplan.recharge.report import RechargeReport
from lpplan.recharge.school_matrix import named, school_matrix
from lpplan.show.document import Bullets, Grid, Heading, Paragraph, Part, Row
from lpplan.show.document_screen import document_text
from lpplan.show.markdown import document_markdown
from lpplan.show.screen import Screen
from lpplan.show.text import plural, pounds


def recharge_table(report: RechargeReport, screen: Screen) -> str:
    """The whole report as text for the screen."""
    return document_text(_parts(report), screen)


def recharge_markdown(report: RechargeReport) -> str:
    """The whole report as Markdown."""
    return document_markdown(_parts(report))


def _parts(report: RechargeReport) -> Iterator[Part]:
    yield Heading(f"What schools pay {report.quote.school or 'your school'}", 1)
    yield Paragraph(
        f"SSAT Lead Practitioner Learning Centre (LPLC), {report.quote.membership} prices, exc VAT"
    )
    yield Paragraph(prepared(report.quote.stages, report.as_of, report.fees_folder))
    for stage, shared in report.stages:
        yield from _stage(stage, shared)
    for delivery in report.deliveries:
        yield from _delivery(delivery, report.quote.school or "")
    yield from _notes(report)
    if report.stages:
        own = report.quote.school or ""
        charged = any(delivery.payments for delivery in report.deliveries)
        yield Heading("All stages: shares of what SSAT charges" if charged else "All stages")
        yield from school_matrix(own, report.stages)
        if charged:
            yield Heading("All stages: what schools are asked for, with the centre's own charge")
            yield from school_matrix(own, report.asked_for)


def _stage(stage: StageQuote, shared: StageRecharge) -> Iterator[Part]:
    mark = mark_of(stage.prices)
    yield Heading(stage_title(stage))
    yield Paragraph(f"{basis(stage)}.", loud=bool(mark))

    def row(name: str, people: int | None, *amounts: Pounds | None, strong: bool = False) -> Row:
        figures = ["" if amount is None else pounds(amount) for amount in amounts]
        heads = "" if people is None else f"{people:,}"
        return Row((name, heads, *figures, mark.upper() if strong else mark), strong)

    rows = [
        row(
            named(school.school, shared.own_school),
            school.participants,
            school.per_person,
            school.share,
            school.total,
        )
        for school in shared.schools
    ]
    per_person = total(school.per_person for school in shared.schools)
    rest = total(school.share for school in shared.schools)
    rows += [
        row(
            f"Stage {stage.stage} exc VAT",
            stage.participants,
            per_person,
            rest,
            shared.total,
            strong=True,
        ),
        row("Kept: its own part", None, None, None, shared.kept),
        row("Billed to the others", None, None, None, shared.billed),
    ]
    headings = ("School", "People", "Per person", "Share", "Total", "")
    yield Grid(headings, rows, right=(1, 2, 3, 4))
    yield Paragraph(sharing(stage.stage, shared.share))


def _delivery(delivery: Delivery, own_school: str) -> Iterator[Part]:
    stage, charge = delivery.quote, delivery.charge_per_person
    mark, people = mark_of(stage.prices), plural(stage.participants, "person", "people")
    yield Heading(f"What Stage {stage.stage} in {stage.academic_year} earns the centre")

    def row(words: str, amount: Pounds, told: str = "", *, strong: bool = False) -> Row:
        return Row((words, pounds(amount), told), strong)

    rows = []
    if charge is not None and delivery.income is not None:
        for school, amount in delivery.payments:
            name = named(school.school, own_school)
            rows.append(row(f"{name}: {school.participants:,} at {pounds(charge)}", amount))
        rows.append(row(f"Income from {people} at {pounds(charge)}", delivery.income, strong=True))
    for line in stage.lines:
        words = f"SSAT, {line.label}: {arithmetic(line, stage.prices)}"
        rows.append(row(words, line.amount, mark))
    rows += [row(f"Own cost, {cost.label}", cost.amount) for cost in delivery.own_costs]
    rows.append(row("Costs exc VAT", delivery.costs, mark.upper(), strong=True))
    if delivery.surplus is not None:
        name = "Shortfall" if delivery.surplus < 0 else "Surplus"
        rows.append(row(f"{name} exc VAT", abs(delivery.surplus), mark.upper(), strong=True))
    yield Grid(("Income and costs", "Amount", ""), rows, right=(1,))
    for sentence in _break_even(delivery, people):
        yield Paragraph(sentence)
    own = total(a for s, a in delivery.payments if same_name(s.school, own_school))
    if own:
        yield Paragraph(
            f"{pounds(own)} of the income is for the centre's own people: no money comes in for"
            " them from outside."
        )
    if charge is not None and delivery.payments:
        yield Paragraph("Schools pay this charge instead of their shares above.")


def _break_even(delivery: Delivery, people: str) -> Iterator[str]:
    charge, fewest = delivery.charge_per_person, delivery.break_even_participants
    mark = mark_of(delivery.quote.prices)
    end = f" ({mark})." if mark else "."
    least = pounds(delivery.break_even_charge)
    yield f"With {people}, a charge of {least} each breaks even, rounded up to the penny{end}"
    if charge is None:
        yield "The plan has no charge_per_person, so no income stands beside these costs."
    elif fewest is None:
        yield f"At {pounds(charge)} each, no number of people breaks even{end}"
    else:
        needed = plural(fewest, "person", "people")
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
