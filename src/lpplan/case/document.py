"""A case as a document: what a governor reads before the school decides."""

from collections.abc import Iterator, Sequence

from lpplan.case.break_even import Charges, ceilings, charges, licence_fee, own_cost_per_cohort
from lpplan.case.changes import cohorts_each, own_people
from lpplan.case.options import Case, Delivery
from lpplan.case.pictures import people_figure, saving_figure
from lpplan.case.report import LEFT_OUT, CaseReport, assumptions
from lpplan.core.notes import basis_of_estimate, together
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import net_of
from lpplan.show.cells import Cell, Money
from lpplan.show.document import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Part,
    Row,
    Table,
    amounts_table,
)
from lpplan.show.net import (
    NET_HEADINGS,
    four_amounts_table,
    has_more_than_charges,
    net_cells,
    net_figure,
)
from lpplan.show.stage_words import is_mixed, kind_of_prices, mark_of_sum, marked, prepared
from lpplan.values.money import per_head, percent_text
from lpplan.values.words import people_in_words, plural, pounds
from lpplan.values.years import AcademicYear

_MOST_YEARS_SHOWN = 10
"""Academic years that a page shows one by one; of more, those before the last are summed up."""


def case_document(report: CaseReport) -> Document:
    """The whole case: the answer, both options year by year, and what it rests on."""
    plan = report.case.plan
    becomes = "be" if plan.centre.licence == "awarded" else "become"
    title = f"Is it worth it for {plan.school.name} to {becomes} a centre?"
    return Document(title, report.as_of, [*_parts(report)])


def _parts(report: CaseReport) -> Iterator[Part]:
    case = report.case
    yield Paragraph(kind_of_prices(case.plan.school.membership))
    yield Paragraph(prepared(case.centre, report.as_of, report.fees_folder))
    for words in estimates(case):
        yield Paragraph(words, "loud")
    yield Paragraph(answer(case), "strong", apart=True)
    yield by_year(case)
    yield saving_figure(case)
    yield _in_all(report)
    if has_more_than_charges(case.centre):
        yield net_figure(case.centre, case.years)
    yield Heading("What that means")
    yield Bullets([*_sentences(report)])
    yield Heading("What could change it")
    yield _changes(report)
    if (figure := people_figure(case)) is not None:
        yield figure
    if report.by_people:
        yield Heading("With other numbers of people")
        yield _by_people(report)
    if assumed := [a.text for a in assumptions(case, report.asked)]:
        yield Heading("Assumptions")
        yield Bullets(assumed)
    yield Heading("What these figures leave out")
    yield Bullets([n.text for n in report.notes if n.code in LEFT_OUT])
    # Those of the estimates and of the numbers of people are said above.
    said = ("estimate", "people-below-own", *LEFT_OUT)
    if others := together(note for note in report.notes if note.code not in said):
        yield Heading("Notes")
        yield Bullets(others)


def _mark(case: Case) -> str:
    return mark_of_sum(case.centre)


def _mark_said(case: Case) -> str:
    """What sentences say beside an amount: nothing where all is an estimate, as is said above."""
    return _mark(case) if is_mixed(case.centre) else ""


def estimates(case: Case) -> Iterator[str]:
    """Which years are estimates, and from which prices."""
    last_from: dict[str, list[StageQuote]] = {}
    for stage in case.centre:
        if stage.prices.status == "estimate":
            last_from.setdefault(str(stage.prices.fees_from), []).append(stage)
    for stages in last_from.values():
        years = list(dict.fromkeys(str(stage.academic_year) for stage in stages))
        span = f"{years[0]} to {years[-1]}, the last" if len(years) > 1 else years[0]
        basis = basis_of_estimate(stages[-1].prices)
        yield f"Estimate for {span} from {basis}, subject to SSAT's confirmation."


def answer(case: Case) -> str:
    """How much more or less a centre costs everyone together, and the plan's own school."""
    people = sum(stage.participants for stage in case.centre)
    words = f"Over {plural(len(case.years), 'academic year')}, with {people_in_words(people)}"
    if not case.saving:
        words += ", a centre costs everyone together as much exc VAT as SSAT-run cohorts"
    else:
        difference = marked(abs(case.saving), _mark(case))
        difference += " more" if case.saving < 0 else " less"
        words += f", a centre costs everyone together {difference} exc VAT than SSAT-run cohorts"
    if case.own_saving != case.saving:
        words += f", and leaves {case.plan.school.name} itself {_off(case, _mark(case))}"
    return f"{words}."


def _off(case: Case, mark: str) -> str:
    """How much better or worse off a centre leaves the plan's own school."""
    if not (own := case.own_saving):
        return "as well off"
    return f"{marked(abs(own), mark)} {'worse' if own < 0 else 'better'} off"


def by_year(case: Case) -> Table:
    """What each option costs in each academic year, what a centre saves, and has saved so far."""
    years = [*case.years]
    shown = [[year] for year in years]
    if len(years) > _MOST_YEARS_SHOWN:
        shown[_MOST_YEARS_SHOWN - 2 : -1] = [years[_MOST_YEARS_SHOWN - 2 : -1]]
    so_far = dict(zip(years, case.cumulative, strict=True))
    rows = []
    for part in shown:
        there = [one for one in case.deliveries if one.centre.academic_year in part]
        up_to_then = (stage for stage in case.centre if stage.academic_year <= part[-1])
        saved = Money(so_far[part[-1]], mark_of_sum(up_to_then))
        rows.append(Row((f"{_span(part)}: {_stages(there)}", *_costs(there), saved)))
    total = (*_costs(case.deliveries), Money(case.saving, _mark(case)))
    rows.append(Row(("In all exc VAT", *total), strong=True, ruled=True))
    words = (
        "SSAT-run: every cohort charged as Stage 1 is. Cost is what everyone together pays: SSAT's"
        " charges and the centre's own costs. A saving with a minus is what a centre costs more."
    )
    return four_amounts_table(
        "Academic year",
        *("SSAT-run", "As a centre", "Saving", "So far"),
        rows=rows,
        below=[words],
        most=max(net_of(case.centre).cost, net_of(case.ssat_run).cost),
    )


def _costs(deliveries: Sequence[Delivery]) -> tuple[Money, Money, Money]:
    """What SSAT-run costs, what a centre does, and what it saves."""
    ssat_run = net_of(one.ssat_run for one in deliveries).cost
    centre = net_of(one.centre for one in deliveries).cost
    return Money(ssat_run), Money(centre), Money(ssat_run - centre)


def _span(years: Sequence[AcademicYear]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _stages(deliveries: Sequence[Delivery]) -> str:
    numbers = sorted({str(one.centre.stage) for one in deliveries})
    word = "Stage" if len(numbers) == 1 else "Stages"
    # A comma takes less room than a word, in the one column that may wrap.
    return f"{word} {', '.join(numbers)}" if numbers else "none"


def _in_all(report: CaseReport) -> Table:
    case = report.case
    nets = [net_of(stages) for _, stages in report.options]
    mark = _mark(case)
    rows = [
        Row((label, *net_cells(stages, mark)))
        for label, (_, stages) in zip(("SSAT-run", "As a centre"), report.options, strict=True)
    ]
    words = f"Net is what remains for {case.plan.school.name} after what other schools pay."
    if any(net.net < 0 for net in nets):
        words += " With a minus, it is left over."
    most = max(net.cost for net in nets)
    return four_amounts_table("Who pays", *NET_HEADINGS, rows=rows, below=[words], most=most)


def _sentences(report: CaseReport) -> Iterator[str]:
    case, mark = report.case, _mark_said(report.case)
    yield from what_it_means(case)
    if not case.cohorts:
        yield "There is no Stage 3 in these years: look further ahead with --years."
    elif (found := charges(case)) is not None and found.plan is None:
        yield "There is no one charge for Stage 3 in the plan: try one with --charge."
    if report.present_value is not None and report.asked.discount is not None:
        yield (
            f"Discounted by {percent_text(report.asked.discount)} a year from the second year on,"
            f" the saving is worth {marked(report.present_value, mark)}."
        )


def what_it_means(case: Case) -> Iterator[str]:
    """Payback, risk, what a cohort may cost, what the own school pays, and the charge."""
    mark = _mark_said(case)
    yield _payback(case)
    if case.at_risk:
        yield f"At risk: at its worst a centre is {marked(case.at_risk, mark)} behind."
    else:
        yield f"Nothing is at risk: a centre is never behind{f' ({mark})' if mark else ''}."
    if case.cohorts:
        yield _own_cost(case)
    yield _own_school(case)
    if (found := charges(case)) is not None:
        yield from _charge(case, found)
    elif case.cohorts:
        yield "Nobody from another school comes at Stage 3, so there is no charge to set."


def _own_school(case: Case) -> str:
    """What remains for the plan's own school under both options, and by how much they differ."""
    mark = _mark_said(case)
    ssat_run, centre = (
        f"{marked(abs(net), mark)}{' left over' if net < 0 else ''}"
        for net in (net_of(case.ssat_run).net, net_of(case.centre).net)
    )
    return (
        f"For {case.plan.school.name} itself, after what other schools pay: {ssat_run} if SSAT runs"
        f" it, {centre} as a centre, which leaves it {_off(case, mark)}."
    )


def _payback(case: Case) -> str:
    payback, years = case.payback, len(case.years)
    if not any(case.by_year):
        return (
            "A centre costs the same as SSAT-run cohorts in every year: nothing is to be paid back."
        )
    if payback is None:
        return f"It does not pay back within {plural(years, 'year')}."
    when = f"It pays back in {payback.academic_year}, year {case.years_to_payback} of {years}"
    if payback.cohort is None:
        return f"{when}."
    return f"{when}, with cohort {payback.cohort:,} of Stage 3."


def _own_cost(case: Case) -> str:
    if (most := own_cost_per_cohort(case)) is None:
        return "SSAT-run costs less, even if a cohort of Stage 3 cost the centre nothing itself."
    own = per_head(net_of(case.independent).own_costs, case.cohorts)
    here = "no such costs are named"
    if own:
        here = f"it costs {pounds(own)}{' on average' if case.cohorts > 1 else ''}"
    return (
        "It pays as long as a cohort of Stage 3 costs the centre itself no more than"
        f" {marked(most, _mark_said(case))}; here {here}."
    )


def _charge(case: Case, charge: Charges) -> Iterator[str]:
    own_school, mark = case.plan.school.name, _mark_said(case)
    by_year = ceilings(case)
    average = ", an average over its years," if len(by_year) > 1 else ""
    leaves = f"{marked(charge.no_worse_off, mark)} leaves {own_school}"
    if not charge.no_worse_off:
        leaves = f"even none at all leaves {own_school}"
    words = (
        f"Charges per person at Stage 3: {leaves} no worse off than SSAT-run over all these years,"
        f" and {marked(charge.full_cost, mark)} is the full cost of Stage 3 a person, its own"
        f" people counted. Above {marked(charge.ceiling, mark)}{average} other schools do better"
        " with SSAT."
    )
    if min(by_year) < max(by_year):
        least, most = (marked(one, mark) for one in (min(by_year), max(by_year)))
        words += f" In single years that is from {least} to {most}."
    yield words
    if charge.no_worse_off > charge.ceiling:
        yield f"So no charge leaves both {own_school} and the other schools no worse off."
    if charge.plan is None:
        return
    off = "no worse off" if charge.plan >= charge.no_worse_off else "worse off"
    covers = "covers" if charge.plan >= charge.full_cost else "does not cover"
    where = "is above" if charge.plan > charge.ceiling else "is not above"
    yield (
        f"The charge of {pounds(charge.plan)} leaves {own_school} {off}, {covers} the full cost a"
        f" person, and {where} what other schools would pay SSAT{' on average' if average else ''}."
    )


def _changes(report: CaseReport) -> Table:
    def row(text: str, case: Case, *, strong: bool = False) -> Row:
        return Row((text, *_outcome(case)), strong)

    rows = [row("As planned", report.case, strong=True)]
    rows += [row(one.text, one.case) for one in report.changes if one.case is not None]
    below, fee = [], licence_fee(report.case)
    if fee is not None:
        words = f"A licence fee of {marked(fee, _mark(report.case))} in each Stage 3 year"
        below.append(f"{words} would use the saving up.")
    headings = ("If", "Pays back", "Saving")
    return amounts_table(*headings, rows=rows, below=below, marked_once=True)


def _outcome(case: Case) -> tuple[Cell, Money]:
    """When it pays back, and what is saved."""
    back: Cell = case.payback.academic_year if case.payback else "never"
    if not any(case.by_year):
        back = "same cost"
    return back, Money(case.saving, _mark(case))


def _by_people(report: CaseReport) -> Table:
    rows = []
    for people, case in report.by_people:
        cells: list[Cell] = [None] * 3
        if (found := charges(case)) is not None:
            cells = [Money(found.no_worse_off), Money(found.full_cost), Money(found.ceiling)]
        cohorts = cohorts_each(case)
        size = f"{people:,} in {cohorts} {'cohort' if cohorts == '1' else 'cohorts'}"
        rows.append(Row((size, *cells, _outcome(case)[1])))
    headings = ("No worse off", "Full cost", "Ceiling", "Saving")
    words = ["Charges per person at Stage 3 over all its years, and the saving in all, exc VAT."]
    if own_people(report.case):
        words.append("The school's own people stay; other schools send the rest.")
    words += [note.text for note in report.notes if note.code == "people-below-own"]
    return amounts_table("At each Stage 3", *headings, rows=rows, below=[" ".join(words)])
