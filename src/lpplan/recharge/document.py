"""What participating schools pay, as a document."""

from collections.abc import Iterable, Iterator, Sequence

from lpplan.core.notes import together
from lpplan.core.programme import STAGES
from lpplan.core.quote import total
from lpplan.core.recharge import StageAccount, StageRecharge
from lpplan.recharge.report import RechargeReport
from lpplan.show.cells import Money
from lpplan.show.document import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    amounts_table,
    table,
)
from lpplan.show.net import net_parts, own_cost_in_words
from lpplan.show.stage_words import (
    arithmetic,
    basis,
    estimates_in_words,
    fee_in_words,
    is_mixed,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    named,
    prepared,
    sharing,
    stage_title,
)
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.words import people_in_words, plain_name, plural, pounds

_MOST_STAGES_ABREAST = 3
"""Columns of amounts that fit beside the names and a total, in 80 characters or on a page."""


def school_matrix(accounts: Sequence[StageAccount]) -> Iterator[Table]:
    """Who bears how much of each stage and of all, in as many tables as that calls for.

    What other schools are asked for, and what remains for the plan's own school.
    """
    own_school = accounts[0].stage.own_school
    own, borne = plain_name(own_school), [_borne(account) for account in accounts]
    labels: dict[str, str] = {}
    for parts in borne:
        for name, (label, _) in parts.items():
            labels.setdefault(name, label)
    labels.pop(own)
    labels[own] = named(own_school, own_school)
    lines: list[tuple[str, Sequence[Money | None], bool]] = [
        (label, [parts[name][1] if name in parts else None for parts in borne], False)
        for name, label in labels.items()
    ]
    lines += [
        ("All schools exc VAT", [_marked(one, one.net.cost) for one in accounts], True),
        ("Kept", [_marked(one, one.net.net) for one in accounts], True),
        ("Billed", [_income(one) for one in accounts], True),
    ]
    numbers = [one.stage.stage for one in accounts]
    stages = [
        f"Stage {one.stage.stage}, {one.stage.academic_year}"
        if numbers.count(one.stage.stage) > 1
        else f"Stage {one.stage.stage}"
        for one in accounts
    ]
    for first in range(0, len(accounts), _MOST_STAGES_ABREAST):
        abreast = slice(first, first + _MOST_STAGES_ABREAST)
        last = first + _MOST_STAGES_ABREAST >= len(accounts)
        rows = [
            Row((label, *amounts[abreast], *((_sum_of(amounts),) if last else ())), strong)
            for label, amounts, strong in lines
        ]
        yield table("School", *stages[abreast], *(("Total",) if last else ()), rows=rows)


def _borne(account: StageAccount) -> dict[str, tuple[str, Money]]:
    """What each other school is asked for, by its plain name, and what the plan's own bears."""
    own_school, bill, income = account.stage.own_school, account.bill, _income(account)
    borne = {}
    if bill is not None:
        borne = {
            plain_name(school.school): (school.school, Money(school.total, income.mark))
            for school in bill.schools
            if not bill.is_own(school)
        }
    elif income.amount:
        borne[UNNAMED] = (UNNAMED, income)
    borne[plain_name(own_school)] = (own_school, _marked(account, account.net.net))
    return borne


def _marked(account: StageAccount, amount: Pounds) -> Money:
    return Money(amount, mark_of_sum([account.stage]))


def _income(account: StageAccount) -> Money:
    return Money(account.income, "estimate" if account.income_is_estimate else "")


def _sum_of(amounts: Iterable[Money | None]) -> Money | None:
    """Amounts added up, marked as soon as one is an estimate; None of none."""
    known = [money for money in amounts if money is not None]
    if not known:
        return None
    mark = "estimate" if any(money.mark for money in known) else ""
    return Money(total(money.amount for money in known), mark)


def recharge_document(report: RechargeReport) -> Document:
    """The whole report."""
    title = f"What schools pay {report.quote.school or 'your school'}"
    return Document(title, report.as_of, [*_parts(report)])


def _parts(report: RechargeReport) -> Iterator[Part]:
    yield Paragraph(kind_of_prices(report.quote.membership))
    yield Paragraph(prepared(report.quote.stages, report.as_of, report.fees_folder))
    if words := estimates_in_words(report.quote.stages):
        yield Paragraph(words, "loud")
    for account in report.accounts:
        once = not is_mixed(report.quote.stages)
        yield from _stage(account, is_delivery=account in report.deliveries, once=once)
    yield Heading("Notes")
    notes = together(note for note in report.notes if note.code != "estimate")
    yield Bullets([*notes, PENCE, VAT])
    yield Heading("All stages")
    yield from school_matrix(report.accounts)
    yield from net_parts(report.quote.stages)


def _stage(account: StageAccount, *, is_delivery: bool, once: bool) -> Iterator[Part]:
    stage, bill = account.stage, account.bill
    mark = mark_of(stage.prices)
    if bill is None and not is_delivery and not account.own_costs:
        return
    yield Heading(stage_title(stage))
    yield Paragraph(f"{basis(stage)}.", "loud" if mark else "plain")
    if bill is not None:
        paid = _charged(account, bill) if account.charge is not None else _shares(bill, mark)
        yield paid._replace(marked_once=once)
    if account.charge is None and bill is not None:
        yield Paragraph(sharing(stage))
    if STAGES[stage.stage].trains_trainers:
        yield Paragraph(fee_in_words(stage))
    if is_delivery or account.own_costs:
        yield from _what_it_comes_to(account, once=once)


def _charged(account: StageAccount, bill: StageRecharge) -> Table:
    """What schools are asked for at a charge of the centre's own, which is never an estimate."""
    charge = Money(account.charge or NOTHING)
    rows = [
        Row((school.school, school.participants, charge, Money(school.total)))
        if not bill.is_own(school)
        else Row((f"{school.school} (its own people)", school.participants, "pay nobody", None))
        for school in bill.schools
    ]
    billed = ("Billed to the others", account.others, None, Money(bill.billed))
    rows.append(Row(billed, strong=True))
    return table("School", "People", "Charge", "Total", rows=rows)


def _shares(shared: StageRecharge, mark: str) -> Table:
    stage = shared.stage
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
    return table("School", "People", "Per person", "Share", "Total", rows=rows)


def _what_it_comes_to(account: StageAccount, *, once: bool) -> Iterator[Part]:
    stage, net, charge = account.stage, account.net, account.charge
    mark = mark_of(stage.prices)
    rows = []
    for line in stage.lines:
        words = f"SSAT, {line.label}: {arithmetic(line, stage.prices)}"
        rows.append(Row((words, Money(line.amount, mark))))
    rows += [
        Row((f"Own cost, {own_cost_in_words(line)}", Money(line.amount)))
        for line in account.own_costs
    ]
    rows.append(Row(("Costs exc VAT", Money(net.cost, mark)), strong=True))
    if account.others:
        who = people_in_words(account.others)
        words = f"Income from {who} of other schools"
        if charge is not None:
            words += f" at {pounds(charge)}"
        rows.append(Row((words, _income(account))))
    remains = "Left over for" if net.net < 0 else "Remains for"
    rows.append(Row((f"{remains} {stage.own_school}", Money(abs(net.net), mark)), strong=True))
    yield amounts_table("Costs and income", "Amount", rows=rows, marked_once=once)
    yield from map(Paragraph, _break_even(account, "" if once else mark))


def _break_even(account: StageAccount, mark: str) -> Iterator[str]:
    stage, charge, fewest = account.stage, account.charge, account.break_even_participants
    least, surplus = account.break_even_charge, account.surplus
    if least is None:
        yield "Nobody comes from another school, so there is no income."
        return
    end = f" ({mark})." if mark else "."
    if surplus is not None:
        name = "shortfall" if surplus < 0 else "surplus"
        yield (
            f"Other schools' people leave a {name} of {pounds(abs(surplus))}: what they pay, less"
            f" their own charges per person and all other costs{end}"
        )
    whole = "all costs"
    if stage.participants > account.others:
        whole += " but the charges per person of the centre's own people"
    yield (
        f"A charge of {pounds(least)} from each of the {people_in_words(account.others)} of other"
        f" schools breaks even: it covers {whole}, rounded up to the penny{end}"
    )
    if charge is None:
        yield "The plan has no charge_per_person, so schools repay their shares."
    elif fewest is None:
        yield f"At {pounds(charge)} each, no number of people breaks even{end}"
    else:
        needed = f"{people_in_words(fewest)} from other schools"
        yield f"At {pounds(charge)} each, it takes {needed} to break even{end}"
        if fewest < account.others and surplus is not None and surplus < 0:
            cohorts = plural(len(stage.cohorts), "cohort")
            yield f"The {account.others:,} planned need {cohorts}, and do not break even{end}"


UNNAMED = "Schools not named"
PENCE = (
    "Every share is in whole pence, and the shares of a stage add up to it: pence that do not"
    " divide go one each to the schools with the largest remainders, equal ones in the plan's"
    " order."
)
VAT = (
    "All amounts are exc VAT. Whether you must charge VAT to other schools, or can recover what"
    " you pay, is not settled here: take advice before you send invoices."
)
