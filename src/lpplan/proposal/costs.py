"""What a proposal says of money: charges, own costs, what schools pay, and if it is worth it."""

from collections.abc import Iterator

from lpplan.case import answer, by_year, saving_figure, what_it_means
from lpplan.core.notes import own_costs_named
from lpplan.core.programme import STAGES
from lpplan.core.quote import Quote, StageQuote
from lpplan.core.recharge import accounts, net_of
from lpplan.proposal.report import ProposalReport
from lpplan.recharge import school_matrix
from lpplan.show.cells import Money
from lpplan.show.charts import cost_figure, cost_in_words
from lpplan.show.document import Bullets, Paragraph, Part, Row, amounts_table, table
from lpplan.show.house_style import Section
from lpplan.show.net import net_figure, net_parts, own_cost_in_words
from lpplan.show.stage_words import (
    CAVEAT,
    cliff_in_words,
    fee_in_words,
    mark_of,
    mark_of_sum,
    marked,
    own_charge_in_words,
    people_and_cohorts,
    sharing,
    stage_title,
)
from lpplan.values.words import pounds


def costs(report: ProposalReport) -> Section:
    """What SSAT charges, line by line, and how that becomes the net."""
    quote = report.quoted.quote
    facts: list[Part] = []
    if mark_of_sum(quote.stages):
        facts.append(Paragraph(CAVEAT, "loud"))
    rows: list[Row] = []
    for stage in quote.stages:
        mark = mark_of(stage.prices)
        title = f"{stage_title(stage)}: {people_and_cohorts(stage)}"
        rows.append(Row((title, None, None, None), group=True))
        for line in stage.lines:
            label, amount = f"{line.label}, per {line.per}", Money(line.amount, mark)
            rows.append(Row((label, line.quantity, Money(line.unit_price), amount)))
        rows.append(_sum(f"Stage {stage.stage} exc VAT", Money(stage.total, mark), strong=True))
    mark = mark_of_sum(quote.stages)
    if mark:
        rows.append(_sum("Of this at published prices", Money(quote.total_of("published"))))
        rows.append(_sum("Of this estimated", Money(quote.total_of("estimate"), mark)))
    rows.append(_sum("TOTAL exc VAT", Money(quote.total, mark), strong=True))
    headings = ("What", "Quantity", "Unit price exc VAT", "Amount exc VAT")
    facts.append(amounts_table(*headings, rows=rows))
    facts += _to_the_net(quote)
    facts += [Paragraph(words) for stage in quote.stages for words in _fee(stage)]
    facts += _a_head(report)
    return Section(("Every amount is in pounds and exc VAT.",), facts, new_page=True)


def _sum(words: str, amount: Money, *, strong: bool = False) -> Row:
    return Row((words, None, None, amount), strong)


def _to_the_net(quote: Quote) -> Iterator[Part]:
    """How SSAT's charges, what everyone pays and the net differ: a sentence each, then figures."""
    net, mark, parts = net_of(quote.stages), mark_of_sum(quote.stages), accounts(quote)
    own_school = quote.stages[0].own_school
    own_costs = [
        Row((f"{_which(part.stage)}, own cost: {own_cost_in_words(line)}", Money(line.amount)))
        for part in parts
        for line in part.own_costs
    ]
    names_costs = (
        "With the school's own costs, which are not paid to SSAT, it becomes what everyone together"
        " pays."
    )
    names_none = (
        "The plan names no costs of the school's own, so it is also what everyone together pays."
    )
    remains = "with a minus, what is left over for" if net.net < 0 else "what remains for"
    others_pay = f"Less what other schools pay, it becomes the net: {remains} {own_school}."
    nobody_pays = f"No other school pays a part, so that is also the net: what {own_school} pays."
    yield Bullets(
        [
            "The TOTAL is what SSAT charges, whoever pays for it in the end.",
            names_costs if own_costs else names_none,
            others_pay if net.income else nobody_pays,
        ]
    )
    if not own_costs and not net.income:
        return
    income_mark = "estimate" if any(part.income_is_estimate for part in parts) else ""
    rows = [Row(("SSAT's charges: the TOTAL above", Money(net.ssat, mark))), *own_costs]
    rows.append(Row(("Everyone together exc VAT", Money(net.cost, mark)), strong=True))
    if net.income:
        less = Money(-net.income, income_mark)
        rows.append(Row(("Less what other schools pay", less)))
    rows.append(Row((f"Net for {own_school} exc VAT", Money(net.net, mark)), strong=True))
    yield amounts_table("From SSAT's charges to the net", "Amount exc VAT", rows=rows)
    if len(quote.stages) > 1:
        yield from net_parts(quote.stages, "Stage by stage")
    if len(quote.years) > 1:
        yield net_figure(quote.stages, quote.years)


def _fee(stage: StageQuote) -> Iterator[str]:
    """The fee a person that covers a stage with training, beside the centre's own charge."""
    if STAGES[stage.stage].trains_trainers:
        charge = stage.entry.charge_per_person
        own = "" if charge is None else f" The centre's own charge there is {pounds(charge)}."
        yield fee_in_words(stage) + own


def _which(stage: StageQuote) -> str:
    return f"Stage {stage.stage}, {stage.academic_year}"


def _a_head(report: ProposalReport) -> Iterator[Part]:
    """What the number of people does to the cost a head."""
    if report.curve is None:
        return
    stage, curve = report.curve
    yield Paragraph(
        f"The number of people decides what SSAT charges a head for Stage {stage.stage}: each"
        " cohort is paid for in full, however many are in it."
    )
    mark = mark_of(stage.prices)
    yield cost_figure(cost_in_words(curve, mark), {"": curve}, estimated=bool(mark))
    rows = [
        Row(
            (point.people, point.cohorts, Money.a_head(point.per_head, mark)),
            strong=point.people == stage.participants,
            ruled=False,
        )
        for point in curve.turning_points
    ]
    yield table("People", "Cohorts", "Cost a head exc VAT", rows=rows)
    yield from (Paragraph(cliff_in_words(cliff, mark)) for cliff in stage.cliffs)


def schools(report: ProposalReport) -> Section:
    """What each school pays, stage by stage; nothing where the plan's own pays all."""
    quote = report.quoted.quote
    rules = [
        sharing(account.stage) if account.charge is None else own_charge_in_words(account.stage)
        for account in accounts(quote)
        if account.bill or account.charge is not None
    ]
    if not rules:
        return Section(())
    words = (
        "What the schools that take part pay is exc VAT. Whether VAT is to be charged on it, or can"
        " be recovered, is not settled here: take advice."
    )
    net, mark = net_of(quote.stages), mark_of_sum(quote.stages)
    own_costs = f"own costs of {pounds(net.own_costs)}" if net.own_costs else "no own costs"
    together = (
        f"All schools together pay {marked(net.cost, mark)}, SSAT's charges and {own_costs}. What"
        f" is kept is the net of {quote.stages[0].own_school}, and what is billed is what other"
        " schools pay."
    )
    matrix = school_matrix(accounts(quote))
    return Section((words,), (Paragraph(together), *matrix, Bullets(rules)))


def worth_it(report: ProposalReport) -> Section:
    """Both options by year, the payback, the risk and the charge; nothing without a case."""
    if (case := report.case) is None:
        return Section(())
    facts: list[Part] = [Paragraph(answer(case), "strong"), by_year(case), saving_figure(case)]
    facts.append(Bullets([*what_it_means(case)]))
    words = (
        "The same people through the same years, twice: in cohorts that SSAT runs, and as a centre."
        " The same outcomes are presumed of both, and no benefit is valued."
    )
    return Section((words,), facts)


def excluded(report: ProposalReport) -> Section:
    """What is in none of the figures."""
    quote = report.quoted.quote
    named = own_costs_named(quote)
    support = any(stage.entry.support for stage in quote.stages)
    items = [
        "VAT.",
        f"Costs of the school's own that the plan does not name; it names {named}."
        if named
        else "The school's own costs, such as cover, travel and a venue.",
        "Further support beyond what the plan lists, and the cost of what it lists without one."
        if support
        else "Further support that a centre decides to give its participants.",
    ]
    if any(note.code == "no-licence-fee" for note in report.quoted.notes):
        items.append("Any fee for the LPLC licence or status: none is published, so ask SSAT.")
    return Section((), (Bullets(items),))
