"""The sheet Schools of a workbook: what each school pays, to the penny, as formulas.

The pence are shared as ``values.money.share_out`` does it, in whole numbers that a spreadsheet
holds exactly: of the pence P and the weights W, each weight gets INT(P/W) and the P-W*INT(P/W)
pence over are shared in proportion. So no product exceeds 10 billion, whatever the amounts. A
school's rank for an odd penny is its remainder with its row behind it, and those at or above
the last rank that gets one have it: the largest remainders, ties in the plan's order.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lpplan.core.quote import StageQuote, total
from lpplan.core.recharge import StageAccount, StageRecharge
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_net import NetRows
from lpplan.show.stage_words import (
    CAVEAT,
    basis,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    named,
    sharing,
    stage_title,
)
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import (
    Formula,
    Hint,
    SheetColumn,
    amount_width,
    one_of,
    quoted,
    rounded_sum,
    span,
    status_of_sum,
    whole_number,
)
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.words import plain_name

_HELPERS = {
    "H": "weight",
    "I": "pence before odd ones",
    "J": "remainder",
    "K": "rank for an odd penny",
    "L": "odd penny",
    "M": "this school so far",
    "N": "estimates so far",
    "O": "fees changed so far",
}
_OF_STAGE = {
    "H": "pence to share",
    "I": "all weights",
    "J": "pence a weight",
    "K": "pence over",
    "L": "odd pence",
    "M": "last rank with one",
}
# More than there are rows, so that a row never outweighs a remainder.
_ROWS = 10_000_000


class _SoFar(NamedTuple):
    """What one school pays up to a stage.

    The sum goes from stage to stage in a helper column: one sum of all the school's cells would
    be too long a formula where it takes part often.
    """

    name: str
    """As it is first written."""
    row: int
    """Its last one so far."""
    amount: Pounds
    estimates: int


def write_schools(
    book: Book, report: QuoteReport, quote: Page, net: Page, stages: Sequence[NetRows]
) -> None:
    """Write the sheet, and what it tells of people and income on the others; none without schools.

    Schools pay what the centre charges where a charge is typed on the sheet Net, else their shares.
    """
    paid = [(rows, bill) for rows in stages if (bill := StageAccount(rows.stage).bill)]
    if not paid:
        return
    whole = total(bill.total for _, bill in paid)
    prices = CAVEAT if mark_of_sum(rows.stage for rows, _ in paid) else "All prices are published."
    about = (kind_of_prices(report.quote.membership), prices)
    columns = _columns(max(whole, *(bill.stage.total for _, bill in paid)))
    heading = "What participating schools pay"
    page = Page(book, "Schools", columns, title=heading, about=about, helpers=_HELPERS)
    so_far: dict[str, _SoFar] = {}
    for rows, bill in paid:
        schools, own, billed = _write_stage(page, rows, bill, so_far, net)
        heads = Formula(f"=SUM({page.cell(span('B', schools))})", bill.stage.participants)
        quote.line("Participants", at=rows.quote.people, C=heads, D=Hint("from the sheet Schools"))
        others = f"={quote.cell(f'C{rows.quote.people}')}"
        if own:
            others += f"-{page.cell(f'B{own}')}"
        account = StageAccount(rows.stage)
        net.line(
            None,
            at=rows.income,
            C=Formula(others, account.others),
            G=Formula(f"={page.cell(f'E{billed}')}", account.income),
            I=Formula(f"={page.cell(f'F{billed}')}", _mark_of(account)),
        )
    page.paragraph("All stages", "band")
    own_school = paid[0][0].stage.own_school
    kept = _SoFar("", 0, NOTHING, 0)
    first = page.row
    for plain, school in so_far.items():
        if plain == plain_name(own_school):
            kept = school
        page.line(
            named(school.name, own_school),
            E=Formula(f"=M{school.row}", school.amount),
            F=_status(school.estimates),
            N=Formula(f"=N{school.row}", school.estimates),
            O=Formula(f"=O{school.row}", 0),
        )
    estimates = sum(school.estimates for school in so_far.values())
    sums = range(first, page.row)
    grand = page.line(
        "All schools exc VAT",
        "grand",
        E=rounded_sum("E", sums, whole),
        F=_status(estimates),
        N=Formula(f"=SUM({span('N', sums)})", estimates),
        O=Formula(f"=SUM({span('O', sums)})", 0),
    )
    cells = [f"{column}{kept.row}" if kept.row else "0" for column in "MNO"]
    row = page.line(
        "Kept: its own part",
        E=Formula(f"={cells[0]}", kept.amount),
        F=_status(kept.estimates),
        N=Formula(f"={cells[1]}", kept.estimates),
        O=Formula(f"={cells[2]}", 0),
    )
    page.line(
        "Billed to the others",
        E=Formula(f"=ROUND(E{grand}-E{row},2)", whole - kept.amount),
        F=_status(estimates - kept.estimates),
        N=Formula(f"=N{grand}-N{row}", estimates - kept.estimates),
        O=Formula(f"=O{grand}-O{row}", 0),
    )


def _status(estimates: int) -> Formula:
    return status_of_sum("N#", "O#", "estimate" if estimates else "")


def _mark_of(account: StageAccount) -> str:
    """What stands beside what other schools pay."""
    return mark_of(account.stage.prices) if account.income_is_estimate else ""


def _columns(largest: Pounds) -> tuple[SheetColumn, ...]:
    width = amount_width(largest)
    return (
        SheetColumn("School", 46),
        SheetColumn("People", 12, figures=True),
        SheetColumn("Per person exc VAT", width, figures=True),
        SheetColumn("Share of the rest exc VAT", width, figures=True),
        SheetColumn("Total exc VAT", width, figures=True),
        SheetColumn("  Price status", 22, words="mark"),
    )


def _write_stage(
    page: Page, rows: NetRows, bill: StageRecharge, so_far: dict[str, _SoFar], net: Page
) -> tuple[range, int, int]:
    """Write a stage and add to what schools pay so far.

    Gives the rows of its schools, the one of the plan's own (0 for none), and what is billed.
    """
    stage, lines, name = rows.stage, rows.quote.lines, rows.quote.name
    account = StageAccount(stage)
    mark = _mark_of(account)
    page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
    # A stage at which a centre may not charge has no charge to look at.
    charged = f"ISNUMBER({net.cell(f'$D${rows.income}')})" if rows.may_charge else "FALSE"
    charge = net.cell(f"$D${rows.income}")
    below = Formula(f'=IF({charged},"",Quote!F{rows.quote.per_head})', mark)
    rule = page.line(
        "How the rest is shared: per_head or equal",
        B=one_of(stage.entry.share, ("per_head", "equal"), f"{name}_share"),
    )
    page.helpers(rule, _OF_STAGE)
    charges = total(line.unit_price for line in stage.lines if line.per == "person")
    one = Formula(_sum_of_lines(lines, "=", "D"), charges)
    each = page.line("All charges per person, for one participant", C=one)
    others = stage.sum_of("cohort", "stage")
    remainder = Formula(_sum_of_lines(lines, "<>", "E"), others)
    page.line("The rest: all other charges of the stage", D=remainder)
    schools = range(page.row, page.row + len(bill.schools))
    own = 0
    _write_pence(page, bill, rule, schools)
    for number, school in enumerate(bill.schools, 1):
        plain = plain_name(school.school)
        before = so_far.get(plain, _SoFar(school.school, 0, NOTHING, 0))
        amount = before.amount + school.total
        estimates = before.estimates + (1 if mark else 0)
        asked = "0" if bill.is_own(school) else f"ROUND(B#*{charge},2)"
        row = page.line(
            named(school.school, stage.own_school),
            B=whole_number(school.participants, f"{name}_school_{number}_participants"),
            C=Formula(f"=IF({charged},{asked},ROUND(B#*C${each},2))", school.per_person),
            D=Formula(f"=IF({charged},0,(I#+L#)/100)", school.share),
            E=Formula("=ROUND(C#+D#,2)", school.total),
            F=below,
            M=_adding("M", "E#", before.row, amount),
            N=_adding("N", f"IF({charged},0,Quote!J{rows.quote.total}-1)", before.row, estimates),
            O=_adding("O", f"IF({charged},0,Quote!M{rows.quote.total})", before.row, 0),
        )
        so_far[plain] = before._replace(row=row, amount=amount, estimates=estimates)
        if bill.is_own(school):
            own = row
    page.line(
        f"Stage {stage.stage} exc VAT",
        "total",
        B=Formula(f"=SUM({span('B', schools)})", stage.participants),
        C=rounded_sum("C", schools, total(school.per_person for school in bill.schools)),
        D=rounded_sum("D", schools, total(school.share for school in bill.schools)),
        E=rounded_sum("E", schools, bill.total),
        F=Formula(f'=IF({charged},"",Quote!F{rows.quote.total})', mark),
    )
    kept = page.line(
        "Kept: its own part", E=Formula(f"=E{own}" if own else "=0", bill.kept), F=below
    )
    rest = Formula(f"=ROUND(E{kept - 1}-E{kept},2)", bill.billed)
    billed = page.line("Billed to the others", E=rest, F=below)
    equal, per_head = (quoted(sharing(stage, share)) for share in ("equal", "per_head"))
    shared = f'IF(B{rule}="equal",{equal},{per_head})'
    chosen = f"=IF({charged},{quoted(_own_charge(stage))},{shared})"
    shown = sharing(stage) if account.charge is None else _own_charge(stage)
    page.line(Formula(chosen, shown), at=page.paragraph(shown, "quiet"))
    page.skip()
    return schools, own, billed


def _own_charge(stage: StageQuote) -> str:
    return (
        f"Stage {stage.stage}: schools pay the centre's own charge, on the sheet Net, for each of"
        " their people; the centre's own people pay nobody."
    )


def _adding(column: str, cell: str, before: int, value: int | Pounds) -> Formula:
    """A cell added to a school's column so far; ``before`` is its row, 0 for the first."""
    return Formula(f"=ROUND({cell}+{column}{before},2)" if before else f"={cell}", value)


def _sum_of_lines(lines: range, sign: str, column: str) -> str:
    """The sum over the lines of a stage that are per person (``=``), or are not (``<>``)."""
    per = quoted(f"{sign}per person")
    return f"=ROUND(SUMIF(Quote!{span('B', lines)},{per},Quote!{span(column, lines)}),2)"


def _write_pence(page: Page, shared: StageRecharge, rule: int, schools: range) -> None:
    """Write the helpers of a stage and of its schools, as the module explains them."""
    stage, row = shared.stage, rule + 1
    pence = int(stage.sum_of("cohort", "stage") * 100)
    by_head = stage.entry.share == "per_head"
    weights = [school.participants if by_head else 1 for school in shared.schools]
    whole = sum(weights)
    each, over = divmod(pence, whole)
    bases = [each * weight + over * weight // whole for weight in weights]
    remainders = [over * weight % whole for weight in weights]
    ranks = [rem * _ROWS - n for rem, n in zip(remainders, schools, strict=True)]
    odd = pence - sum(bases)
    least = sorted(ranks, reverse=True)[odd - 1] if odd else _ROWS * _ROWS
    last = f"LARGE({span('K', schools)},L#)"
    page.line(
        None,
        at=row,
        H=Formula(f"=ROUND(D{row + 1}*100,0)", pence),
        I=Formula(f"=SUM({span('H', schools)})", whole),
        J=Formula("=IF(I#>0,INT(H#/I#),0)", each),
        K=Formula("=H#-I#*J#", over),
        L=Formula(f"=IF(I#>0,H#-SUM({span('I', schools)}),0)", odd),
        M=Formula(f"=IF(L#>0,{last},{_ROWS * _ROWS})", least),
    )
    # A school that sends nobody takes no part, as it would be left out of a plan.
    weigh = f'=IF(B${rule}="equal",IF(B#>0,1,0),N(B#))'
    w, q, r = f"$I${row}", f"$J${row}", f"$K${row}"
    for n, weight, base, remainder, rank in zip(
        schools, weights, bases, remainders, ranks, strict=True
    ):
        page.line(
            None,
            at=n,
            H=Formula(weigh, weight),
            I=Formula(f"=IF({w}>0,{q}*H#+INT({r}*H#/{w}),0)", base),
            J=Formula(f"=IF({w}>0,{r}*H#-{w}*INT({r}*H#/{w}),0)", remainder),
            K=Formula(f"=J#*{_ROWS}-ROW()", rank),
            L=Formula(f"=IF(K#>=$M${row},1,0)", int(rank >= least)),
        )
