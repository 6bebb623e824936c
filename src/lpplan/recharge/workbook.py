"""What schools pay as a workbook: a summary with the net, and a sheet to send to each school."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lpplan.core.notes import together
from lpplan.core.plan import StageEntry
from lpplan.core.programme import SESSIONS
from lpplan.core.recharge import SchoolRecharge, StageAccount, net_of
from lpplan.recharge.document import PENCE, UNNAMED, VAT
from lpplan.recharge.report import RechargeReport
from lpplan.show.stage_words import (
    CAVEAT,
    basis,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    named,
    prepared,
    sharing,
    stage_title,
)
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, SheetColumn, amount_width, rounded_sum, span
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.words import day_in_words, plain_name, same_name
from lpplan.values.years import Month

_OF_A_STAGE, _UNNAMED_SCHOOLS = 1, 2
"""What stands in a helper column, for sums over stages."""
_NET_IN_WORDS = (
    "What the plan's own school bears is the net: SSAT's charges and its own costs, less what the"
    " others pay; with a minus, it is left over."
)


class _School(NamedTuple):
    """A school's sheet, and what it pays, by the stage's place in the report and in all."""

    name: str
    page: Page
    rows: Mapping[int, int]
    """The row of what it pays for a stage."""
    last: int
    """The row of what it pays in all."""
    amount: Pounds
    mark: str

    def cell(self, row: int) -> str:
        """The amount in a row of its sheet."""
        return f"={self.page.cell(f'D{row}')}"


def recharge_workbook(report: RechargeReport) -> bytes:
    """Who pays how much as an .xlsx file: a summary, then a sheet for each school.

    The same report always gives the same bytes. Raises LpplanError where XlsxWriter is not
    installed, and where a workbook cannot hold it to the penny, or all its rows.
    """
    net = net_of(report.quote.stages)
    largest = max(net.cost, net.income)
    book = Book("What schools pay exc VAT", report.as_of, largest)
    own_school = report.accounts[0].stage.own_school
    page = Page(
        book,
        "Summary",
        _summary_columns(largest),
        title=f"What schools pay {own_school}",
        about=(kind_of_prices(report.quote.membership), _prepared(report), _NET_IN_WORDS),
    )
    page.helpers(page.row - 1, {"I": f"{_OF_A_STAGE} stage, {_UNNAMED_SCHOOLS} not named"})
    taking_part: dict[str, list[tuple[int, StageAccount, SchoolRecharge]]] = {}
    for place, account in enumerate(report.accounts):
        for school in account.bill.schools if account.bill else ():
            parts = taking_part.setdefault(plain_name(school.school), [])
            parts.append((place, account, school))
    schools = {
        name: _write_school(book, report, parts, largest) for name, parts in taking_part.items()
    }
    _write_summary(page, report, schools)
    return book.content()


def _prepared(report: RechargeReport) -> str:
    words = prepared(report.quote.stages, report.as_of, report.fees_folder)
    return f"{words} {CAVEAT}" if mark_of_sum(report.quote.stages) else words


def _summary_columns(largest: Pounds) -> tuple[SheetColumn, ...]:
    headings = ("Pays SSAT", "Own costs", "Pays the centre", "Bears in the end")
    return (
        SheetColumn("Who", 42),
        SheetColumn("People", 10, figures=True),
        *(SheetColumn(f"{h} exc VAT", amount_width(largest), figures=True) for h in headings),
        SheetColumn("  Price status", 22, words="mark"),
    )


def _write_summary(page: Page, report: RechargeReport, schools: Mapping[str, _School]) -> None:
    first = page.row
    for place, account in enumerate(report.accounts):
        _write_stage(page, place, account, schools)
    stages, net = range(first, page.row - 1), net_of(report.quote.stages)
    own = plain_name(report.accounts[0].stage.own_school)
    page.paragraph("All stages", "band")
    first = page.row
    for name, school in schools.items():
        if name != own:
            paid = Formula(school.cell(school.last), school.amount)
            page.line(school.name, E=paid, F=Formula("=E#", school.amount), G=school.mark)
    unnamed = [a.income for a in report.accounts if a.bill is None and a.income]
    if unnamed:
        chosen = f"{span('I', stages)},{_UNNAMED_SCHOOLS},{span('E', stages)}"
        paid = Formula(f"=ROUND(SUMIF({chosen}),2)", sum(unnamed, NOTHING))
        page.line(UNNAMED, E=paid, F=paid._replace(formula="=E#"))
    chosen = f"{span('I', stages)},{_OF_A_STAGE}"
    ssat, own_costs = (f"=ROUND(SUMIF({chosen},{span(c, stages)}),2)" for c in "CD")
    mark = mark_of_sum(report.quote.stages)
    others = range(first, page.row)
    page.line(
        named(report.accounts[0].stage.own_school, report.accounts[0].stage.own_school),
        C=Formula(ssat, net.ssat),
        D=Formula(own_costs, net.own_costs),
        F=_net(others, net.net),
        G=mark,
    )
    every = range(first, page.row)
    page.line(
        "All stages exc VAT",
        "grand",
        C=rounded_sum("C", every, net.ssat),
        D=rounded_sum("D", every, net.own_costs),
        E=rounded_sum("E", every, net.income),
        F=rounded_sum("F", every, net.cost),
        G=mark,
    )
    page.skip()
    page.paragraph("Notes", "band")
    for words in together(report.notes):
        page.paragraph(words)
    page.paragraph(PENCE)
    page.paragraph(VAT)


def _write_stage(
    page: Page, place: int, account: StageAccount, schools: Mapping[str, _School]
) -> None:
    """Write who bears what of a stage: others first, then the plan's own school."""
    stage, bill, net = account.stage, account.bill, account.net
    mark = mark_of(stage.prices) if account.income_is_estimate else ""
    page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
    first = page.row
    for part in bill.schools if bill else ():
        if bill and not bill.is_own(part):
            school = schools[plain_name(part.school)]
            paid = Formula(school.cell(school.rows[place]), part.total)
            bears = Formula("=E#", part.total)
            page.line(part.school, B=part.participants, E=paid, F=bears, G=mark)
    if bill is None and account.income:
        page.line(
            UNNAMED,
            B=account.others,
            E=account.income,
            F=Formula("=E#", account.income),
            I=_UNNAMED_SCHOOLS,
        )
    others = range(first, page.row)
    own_people = stage.participants - account.others
    page.line(
        named(stage.own_school, stage.own_school),
        B=own_people or None,
        C=net.ssat,
        D=net.own_costs,
        F=_net(others, net.net),
        G=mark_of(stage.prices),
    )
    every = range(first, page.row)
    page.line(
        f"Stage {stage.stage} exc VAT",
        "total",
        B=Formula(f"=SUM({span('B', every)})", stage.participants),
        C=rounded_sum("C", every, net.ssat),
        D=rounded_sum("D", every, net.own_costs),
        E=rounded_sum("E", every, net.income),
        F=rounded_sum("F", every, net.cost),
        G=mark_of(stage.prices),
        I=_OF_A_STAGE,
    )
    page.skip()


def _net(others: range, value: Pounds) -> Formula:
    """What is paid in this row, less what the rows of the others pay."""
    income = f"-SUM({span('E', others)})" if others else ""
    return Formula(f"=ROUND(C#+D#{income},2)", value)


def _write_school(
    book: Book,
    report: RechargeReport,
    parts: Sequence[tuple[int, StageAccount, SchoolRecharge]],
    largest: Pounds,
) -> _School:
    """Write what one school pays, stage by stage."""
    name, own_school = parts[0][2].school, parts[0][1].stage.own_school
    columns = (
        SheetColumn("What", 48),
        SheetColumn("People", 10, figures=True),
        SheetColumn("Each exc VAT", 16, figures=True),
        SheetColumn("Amount exc VAT", amount_width(largest), figures=True),
        SheetColumn("  Price status", 22, words="mark"),
    )
    title = f"What {name} pays {own_school}"
    if same_name(name, own_school):
        title = f"What is the own part of {name}"
    about = (kind_of_prices(report.quote.membership), _prepared(report))
    page = Page(book, name, columns, title=title, about=about)
    page.helpers(page.row - 1, {"G": f"{_OF_A_STAGE} for a stage"})
    first, rows = page.row, {}
    for place, account, school in parts:
        rows[place] = _write_part(page, account, school)
    stages = range(first, page.row)
    amount = sum((school.total for _, _, school in parts), NOTHING)
    mark = "estimate" if any(account.income_is_estimate for _, account, _ in parts) else ""
    chosen = f"{span('G', stages)},{_OF_A_STAGE},{span('D', stages)}"
    last = page.line(
        "All stages exc VAT",
        "grand",
        D=Formula(f"=ROUND(SUMIF({chosen}),2)", amount),
        E=mark,
    )
    page.skip()
    page.paragraph("Notes", "band")
    numbers = {account.stage.stage for _, account, _ in parts}
    for words in together(note for note in report.notes if note.stage in numbers):
        page.paragraph(words)
    if any(account.charge is None for _, account, _ in parts):
        page.paragraph(PENCE)
    return _School(name, page, rows, last, amount, mark)


def _write_part(page: Page, account: StageAccount, school: SchoolRecharge) -> int:
    """Write what a school pays for a stage; give the row of the sum."""
    stage, charge = account.stage, account.charge
    mark = mark_of(stage.prices) if account.income_is_estimate else ""
    page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
    if dates := "; ".join(_dates(stage.entry)):
        page.paragraph(f"{dates}.")
    label = "Charges per person"
    if charge is not None:
        own = same_name(school.school, stage.own_school)
        label = "Its own people pay nobody" if own else "The centre's charge for each person"
    first = page.row
    page.line(
        label,
        B=school.participants,
        C=school.per_person / school.participants,
        D=Formula("=ROUND(B#*C#,2)", school.per_person),
        E=mark,
    )
    if charge is None:
        page.line("Its share of all other charges", D=school.share, E=mark)
    details = range(first, page.row)
    row = page.line(
        f"Stage {stage.stage} exc VAT",
        "total",
        D=rounded_sum("D", details, school.total),
        E=mark,
        G=_OF_A_STAGE,
    )
    if charge is None:
        page.paragraph(sharing(stage), "quiet")
    page.skip()
    return row


def _dates(entry: StageEntry) -> Iterator[str]:
    """The sessions' days and the month of the gateway, as far as the plan has them."""
    for key, session in SESSIONS.items():
        if day := getattr(entry, key):
            yield f"{session.name} on {day_in_words(day)}"
    if entry.gateway:
        yield f"gateway in {Month.parse(entry.gateway).in_words}"
