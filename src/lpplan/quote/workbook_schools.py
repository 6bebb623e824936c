"""The sheet Schools of a workbook: what each school repays, to the penny, as formulas.

The pence are shared as ``values.money.share_out`` does it, in whole numbers that a spreadsheet
holds exactly: of the pence P and the weights W, each weight gets INT(P/W) and the P-W*INT(P/W)
pence over are shared in proportion. So no product exceeds 10 billion, whatever the amounts. A
school's rank for an odd penny is its remainder with its row behind it, and those at or above
the last rank that gets one have it: the largest remainders, ties in the plan's order.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lpplan.core.quote import total
from lpplan.core.recharge import StageRecharge, shared_cost
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_quote import StageRows
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
from lpplan.show.workbook import (
    Book,
    Formula,
    Hint,
    Page,
    SheetColumn,
    Value,
    amount_width,
    one_of,
    quoted,
    rounded_sum,
    span,
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
    """What one school repays up to a stage.

    The sum goes from stage to stage in a helper column: one sum of all the school's cells would
    be too long a formula where it takes part often.
    """

    name: str
    """As it is first written."""
    row: int
    """Its last one so far."""
    amount: Pounds
    mark: str


def write_schools(
    book: Book, report: QuoteReport, quote: Page, stages: Sequence[StageRows]
) -> None:
    """Write the sheet, and their participants on the sheet Quote; none where there are none."""
    shares = [(rows, shared) for rows in stages if (shared := shared_cost(rows.stage))]
    if not shares:
        return
    whole = total(shared.total for _, shared in shares)
    billed = total(shared.billed for _, shared in shares)
    mark = mark_of_sum(rows.stage for rows, _ in shares)
    heading = "What participating schools would repay"
    prices = CAVEAT if mark else "All prices are published ones."
    about = (kind_of_prices(report.quote.membership), prices)
    columns = _columns(whole)
    page = Page(book, "Schools", columns, title=heading, about=about, helpers=_HELPERS)
    so_far: dict[str, _SoFar] = {}
    for rows, shared in shares:
        schools = _write_stage(page, rows, shared, so_far)
        heads = Formula(f"=SUM(Schools!{span('B', schools)})", shared.stage.participants)
        quote.line("Participants", at=rows.people, C=heads, D=Hint("from the sheet Schools"))
    page.paragraph("All stages", "band")
    own_school = stages[0].stage.own_school
    kept, kept_mark = Formula("=0", NOTHING), ""
    first = page.row
    for plain, school in so_far.items():
        amount = Formula(f"=M{school.row}", school.amount)
        page.line(named(school.name, own_school), E=amount, F=school.mark)
        if plain == plain_name(own_school):
            kept, kept_mark = amount, school.mark
    sums = rounded_sum("E", range(first, page.row), whole)
    page.line("All schools exc VAT", "grand", E=sums, F=mark.upper())
    _write_kept(page, kept, billed, (kept_mark, mark))


def _columns(largest: Pounds) -> tuple[SheetColumn, ...]:
    width = amount_width(largest)
    return (
        SheetColumn("School", 46),
        SheetColumn("People", 12, figures=True),
        SheetColumn("Per person exc VAT", width, figures=True),
        SheetColumn("Share of the rest exc VAT", width, figures=True),
        SheetColumn("Total exc VAT", width, figures=True),
        SheetColumn("  Price status", 19, words="mark"),
    )


def _write_stage(
    page: Page, rows: StageRows, shared: StageRecharge, so_far: dict[str, _SoFar]
) -> range:
    """Write a stage and add to what schools repay so far; give the rows of its schools."""
    stage, lines = rows.stage, rows.stage.lines
    mark = mark_of(stage.prices)
    below = Formula(f"=Quote!F{rows.per_head}", mark)
    page.paragraph(f"{stage_title(stage)}. {basis(stage)}.", "band")
    rules = ("per_head", "equal")
    rule = page.line(
        "How the rest is shared: per_head or equal", B=one_of(stage.entry.share, rules)
    )
    page.helpers(rule, _OF_STAGE)
    charges = total(line.unit_price for line in lines if line.per == "person")
    one = Formula(_sum_of_lines(rows.lines, "=", "D"), charges)
    each = page.line("All charges per person, for one participant", C=one)
    others = stage.sum_of("cohort", "stage")
    remainder = Formula(_sum_of_lines(rows.lines, "<>", "E"), others)
    page.line("The rest: all other charges of the stage", D=remainder)
    schools = range(page.row, page.row + len(shared.schools))
    kept = Formula("=0", NOTHING)
    _write_pence(page, shared, rule, schools)
    for school in shared.schools:
        name = plain_name(school.school)
        before = so_far.get(name, _SoFar(school.school, 0, NOTHING, ""))
        amount = before.amount + school.total
        sum_of_both = f"=ROUND(E#+M{before.row},2)" if before.row else "=E#"
        row = page.line(
            named(school.school, stage.own_school),
            B=whole_number(school.participants),
            C=Formula(f"=ROUND(B#*C${each},2)", school.per_person),
            D=Formula("=(I#+L#)/100", school.share),
            E=Formula("=ROUND(C#+D#,2)", school.total),
            F=below,
            M=Formula(sum_of_both, amount),
        )
        marked = before.mark or mark_of_sum([stage])
        so_far[name] = before._replace(row=row, amount=amount, mark=marked)
        if shared.is_own(school):
            kept = Formula(f"=E{row}", shared.kept)
    page.line(
        f"Stage {stage.stage} exc VAT",
        "total",
        B=Formula(f"=SUM({span('B', schools)})", stage.participants),
        C=rounded_sum("C", schools, total(school.per_person for school in shared.schools)),
        D=rounded_sum("D", schools, others),
        E=rounded_sum("E", schools, shared.total),
        F=Formula(f"=Quote!F{rows.total}", mark.upper()),
    )
    _write_kept(page, kept, shared.billed, (below, below))
    equal, per_head = quoted(sharing(stage, "equal")), quoted(sharing(stage, "per_head"))
    chosen = f'=IF(B{rule}="equal",{equal},{per_head})'
    row = page.paragraph(sharing(stage), "quiet")
    page.line(Formula(chosen, sharing(stage)), at=row)
    page.skip()
    return schools


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


def _write_kept(page: Page, kept: Formula, billed: Pounds, marks: tuple[Value, Value]) -> None:
    """Write below a sum which part of it is kept, and which is billed."""
    row = page.line("Kept: its own part", E=kept, F=marks[0])
    rest = Formula(f"=ROUND(E{row - 1}-E{row},2)", billed)
    page.line("Billed to the others", E=rest, F=marks[1])
