"""A case as a workbook whose formulas work it out again, for Excel, LibreOffice and others."""

from collections.abc import Iterator
from typing import NamedTuple

from lpplan.case.break_even import charges, licence_fee, own_cost_per_cohort
from lpplan.case.document import estimates
from lpplan.case.options import Case
from lpplan.case.report import LEFT_OUT, CaseReport
from lpplan.case.workbook_entries import Entries, new_entries_page, write_entries
from lpplan.case.workbook_inputs import (
    new_assumptions_page,
    new_prices_page,
    write_assumptions,
    write_prices,
)
from lpplan.case.workbook_people import write_people
from lpplan.case.workbook_years import Years, new_years_page, write_years
from lpplan.core.recharge import net_of
from lpplan.show.stage_words import kind_of_prices, mark_of_sum, prepared
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, SheetColumn, amount_width, status
from lpplan.values.money import Pounds, per_head

_NOT_LIVE = "Worked out by lpplan for the assumptions as they came; no change here changes it."


class _Answer(NamedTuple):
    """A line of the sheet Case: what it is, its formula, and what that means."""

    label: str
    figure: Formula
    meaning: str = ""
    style: str = ""
    is_own: bool = False
    """Whether it is the centre's own, and so never an estimate."""


def case_workbook(report: CaseReport) -> bytes:
    """The case as an .xlsx file: its answers, both options by year, and all it assumes as inputs.

    The same report always gives the same bytes. Raises LpplanError where XlsxWriter is not
    installed, and where a workbook cannot hold the case to the penny, or all its rows.
    """
    nets = [net_of(stages) for _, stages in report.options]
    largest = max(max(net.cost, net.income) for net in nets)
    book = Book("Case for a centre exc VAT", report.as_of, largest)
    answers = _new_answers_page(book, report, amount_width(largest))
    by_year, inputs = new_years_page(book, report), new_assumptions_page(book, report)
    price_page, entry_page = new_prices_page(book, report), new_entries_page(book, report)
    prices = write_prices(price_page, report)
    cells, discount = write_assumptions(inputs, report, prices)
    entries = write_entries(entry_page, inputs, cells, prices)
    years = write_years(by_year, report, entries, inputs.cell(f"$C${discount}"))
    _write_answers(answers, report, entries, years)
    write_people(book, report, inputs, (cells, entries), prices)
    _write_changes(book, report)
    return book.content()


def _new_answers_page(book: Book, report: CaseReport, width: float) -> Page:
    case = report.case
    columns = (
        SheetColumn("Answer", 60),
        SheetColumn("Figure exc VAT", width, figures=True, words="figure"),
        SheetColumn("  Price status", 22, words="mark"),
        SheetColumn("  What it means", 64, words="hint"),
    )
    about = [
        kind_of_prices(case.plan.school.membership),
        prepared(case.centre, report.as_of, report.fees_folder),
        "All of it follows the sheets Assumptions and Prices: change yellow cells there.",
    ]
    title = f"Is it worth it for {case.plan.school.name} to become a centre?"
    return Page(book, "Case", columns, title=title, about=about)


def _write_answers(page: Page, report: CaseReport, entries: Entries, years: Years) -> None:
    """Write what the case comes to, and what its figures leave out."""
    for words in estimates(report.case):
        page.paragraph(words, "loud")
    mark = mark_of_sum(report.case.centre)
    changes = years.sum_of("centre", "N")
    for heading, answers in (
        ("What a centre saves; with a minus it costs more", _savings(report, years)),
        ("What Stage 3 may cost the centre itself", _own_costs(report.case, entries, years)),
        (
            "What other schools may be charged for each person at Stage 3",
            _charges(report.case, entries, years),
        ),
    ):
        page.paragraph(heading, "band")
        for one in answers:
            beside = status(mark, changes)
            shown = Formula(
                f'=IF(B#="","",{beside.formula[1:]})',
                "" if one.figure.value is None else beside.value,
            )
            page.line(
                one.label,
                one.style,
                B=one.figure,
                C=None if one.is_own else shown,
                D=one.meaning or None,
            )
        page.skip()
    page.paragraph("What these figures leave out", "band")
    for note in report.notes:
        if note.code in LEFT_OUT:
            page.paragraph(note.text)
    if report.assumptions:
        page.skip()
        page.paragraph("Assumptions as they came", "band")
    for assumed in report.assumptions:
        page.paragraph(assumed.text)


def _savings(report: CaseReport, years: Years) -> Iterator[_Answer]:
    case, payback, length = report.case, report.case.payback, len(report.case.years)
    nets = {option: net_of(stages) for option, stages in report.options}
    cost, net = (
        [years.sum_of(option, letter) for option in ("ssat_run", "centre")] for letter in "FH"
    )
    yield _Answer("SSAT-run, everyone together", Formula(f"={cost[0]}", nets["ssat_run"].cost))
    yield _Answer("As a centre, everyone together", Formula(f"={cost[1]}", nets["centre"].cost))
    yield _Answer(
        "Saved in all",
        Formula(f"=ROUND({cost[0]}-{cost[1]},2)", case.saving),
        style="grand",
    )
    yield _Answer(
        f"Saved for {case.plan.school.name} itself",
        Formula(f"=ROUND({net[0]}-{net[1]},2)", case.own_saving),
        "After what other schools pay under each option.",
    )
    yield _Answer(
        "At risk",
        Formula(f"=0-MIN(0,{years.column('J')})", case.at_risk),
        "The most by which a centre is ever behind.",
    )
    place = f"MAX({years.column('P')})"

    def found(letter: str, none: str) -> str:
        """What stands in the year that pays back."""
        within = f"INDEX({years.column(letter)},MIN({place}+1,{length}))"
        return f'IF({place}={length},"{none}",{within})'

    yield _Answer(
        "Pays back in",
        Formula(f"={found('A', 'never')}", str(payback.academic_year) if payback else "never"),
        f"Never: not within the {length} academic years looked at.",
    )
    cohort = payback.cohort if payback else None
    nth = found("S", "")
    yield _Answer(
        "Pays back with this cohort of Stage 3",
        Formula(f'=IF({nth}=0,"",{nth})', cohort),
        "Counted from the first; empty where none of its cohorts pays it back.",
    )
    percent = report.asked.discount
    value = case.saving if percent is None else case.present_value(percent)
    yield _Answer(
        "Present value of the saving",
        Formula(f"=ROUND(SUM({years.column('O')}),2)", value),
        "At the discount on the sheet Assumptions; at 0% the saving itself.",
    )


def _own_costs(case: Case, entries: Entries, years: Years) -> Iterator[_Answer]:
    saved, cohorts = years.sum_of("centre", "I"), f"SUM({years.column('Q')})"
    own = entries.at_stage_3("centre", "E")
    room = f"ROUND({saved}+{own},2)"
    yield _Answer(
        "Own cost per cohort at which nothing is saved any more",
        Formula(
            f'=IF(AND({cohorts}>0,{room}>=0),INT(ROUND({room}*100,0)/MAX(1,{cohorts}))/100,"")',
            own_cost_per_cohort(case),
        ),
        "Up to this it pays; empty: SSAT is cheaper in any case.",
    )
    each = per_head(net_of(case.independent).own_costs, case.cohorts) if case.cohorts else None
    yield _Answer(
        "Own cost per cohort as assumed, on average",
        Formula(f'=IF({cohorts}>0,ROUND({own}/MAX(1,{cohorts}),2),"")', each),
        is_own=True,
    )
    thirds = f'COUNTIF({years.column("Q")},">0")'
    yield _Answer(
        "Licence fee in each Stage 3 year that would use the saving up",
        Formula(
            f'=IF(AND({thirds}>0,{saved}>0),INT(ROUND({saved}*100,0)/MAX(1,{thirds}))/100,"")',
            licence_fee(case),
        ),
        "No fee for the licence is published: ask SSAT.",
    )


def _charges(case: Case, entries: Entries, years: Years) -> Iterator[_Answer]:
    people = entries.at_stage_3("centre", "B")
    others = entries.others
    to_earn = (
        f"{years.sum_of('centre', 'H')}+{entries.at_stage_3('centre', 'G')}"
        f"-{years.sum_of('ssat_run', 'H')}"
    )
    found = charges(case)

    def answer(label: str, value: str, shown: Pounds | None, meaning: str) -> _Answer:
        figure = Formula(f'=IF({others}>0,{value},"")', shown)
        return _Answer(label, figure, meaning)

    def pence(amount: str, many: str, minus: str = "") -> str:
        """An amount for each of so many, in whole pence: rounded down, with a minus up."""
        return f"{minus}INT({minus}ROUND(({amount})*100,0)/MAX(1,{many}))/100"

    yield answer(
        "No worse off, from",
        f"MAX(0,{pence(to_earn, others, '0-')})",
        found and found.no_worse_off,
        "Leaves the centre no worse off than SSAT-run over all these years.",
    )
    yield answer(
        "Full cost, from",
        pence(entries.at_stage_3("centre", "F"), people, "0-"),
        found and found.full_cost,
        "Covers what Stage 3 costs everyone together.",
    )
    yield answer(
        "Ceiling, up to",
        pence(entries.at_stage_3("ssat_run", "F"), people),
        found and found.ceiling,
        "Above it other schools do better with SSAT.",
    )
    asked = entries.all_of("centre", "N")
    planned = f"MIN({asked})"
    every = f"AND(COUNT({asked})={entries.running},{planned}=MAX({asked}))"
    yield answer(
        "The charge as assumed",
        f'IF({every},{planned},"")',
        found and found.plan,
        "Empty where entries differ, or have none.",
    )._replace(is_own=True)


def _write_changes(book: Book, report: CaseReport) -> None:
    """Write what could change the case, as lpplan worked it out."""
    case = report.case
    columns = (
        SheetColumn("If", 70),
        SheetColumn("Pays back", 14),
        SheetColumn("Saving exc VAT", amount_width(net_of(case.ssat_run).cost), figures=True),
        SheetColumn("  Price status", 22, words="mark"),
    )
    page = Page(book, "Changes", columns, title="What could change it", about=[_NOT_LIVE])
    outcomes = [("As planned", case), *((one.text, one.case) for one in report.changes)]
    outcomes += [(f"{people:,} people at each Stage 3", then) for people, then in report.by_people]
    for text, then in outcomes:
        if then is not None:
            back = str(then.payback.academic_year) if then.payback else "never"
            page.line(text, B=back, C=then.saving, D=mark_of_sum(then.centre))
