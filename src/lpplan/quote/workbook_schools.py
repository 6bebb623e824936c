"""The sheet Schools of a workbook: what each school repays, to the penny, as formulas.

The pence are shared as ``values.money.share_out`` does it, in whole numbers that a spreadsheet
holds exactly: of the pence P and the weights W, each weight gets INT(P/W) and the P-W*INT(P/W)
pence over are shared in proportion. So no product exceeds 10 billion, whatever the amounts. A
school's rank for an odd penny is its remainder with its row behind it, and those at or above
the last rank that gets one have it: the largest remainders, ties in the plan's order.
"""

from collections.abc import Sequence
from typing import TypeAlias

from lpplan.core.plan import plain_name
from lpplan.core.quote import StageQuote, total
from lpplan.core.recharge import StageRecharge
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_quote import (
    HEADINGS,
    LEGEND,
    QuoteRows,
    SchoolsRows,
    StageRows,
)
from lpplan.show.stage_words import (
    CAVEAT,
    basis,
    kind_of_prices,
    mark_of,
    mark_of_sum,
    sharing,
    stage_title,
)
from lpplan.show.stage_words import named as school_words
from lpplan.show.workbook import (
    Book,
    Formula,
    Input,
    Page,
    SheetColumn,
    Value,
    amount_width,
    quoted,
)
from lpplan.values.money import NOTHING, Pounds

_WEIGHT, _BASE, _OVER, _RANK, _ODD, _SO_FAR = "HIJKLM"
_HELPERS = {
    _WEIGHT: "weight",
    _BASE: "pence before odd ones",
    _OVER: "remainder",
    _RANK: "rank for an odd penny",
    _ODD: "odd penny",
    _SO_FAR: "this school so far",
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

_Named: TypeAlias = tuple[StageRows, StageRecharge, SchoolsRows]


def write_schools(book: Book, report: QuoteReport, stages: Sequence[StageRows]) -> None:
    """Write the sheet; there is none where the plan names no schools."""
    named = [(whole, *whole.shared) for whole in stages if whole.shared]
    if not named:
        return
    page = book.page("Schools", _columns(total(shared.total for _, shared, _ in named)))
    page.paragraph(1, "What participating schools would repay", "title")
    page.paragraph(2, kind_of_prices(report.quote.membership))
    estimates = mark_of_sum(whole.stage for whole, _, _ in named)
    page.paragraph(3, CAVEAT if estimates else "All prices are published ones.", "text")
    page.paragraph(4, LEGEND, "quiet")
    page.headings(HEADINGS)
    page.helpers(HEADINGS, _HELPERS)
    for whole, shared, rows in named:
        _write_stage(page, whole, shared, rows)
    end = _write_all_stages(page, named, named[-1][2].end + 2)
    page.finish(end, protected=True)


def _columns(largest: Pounds) -> tuple[SheetColumn, ...]:
    amount = amount_width(largest)
    return (
        SheetColumn("School", 46),
        SheetColumn("People", 12, figures=True),
        SheetColumn("Per person exc VAT", amount, figures=True),
        SheetColumn("Share of the rest exc VAT", amount, figures=True),
        SheetColumn("Total exc VAT", amount, figures=True),
        SheetColumn("  Price status", 19),
    )


def _write_stage(page: Page, whole: StageRows, shared: StageRecharge, rows: SchoolsRows) -> None:
    stage, lines = whole.stage, whole.stage.lines
    rule, each, rest = range(rows.title + 1, rows.first)
    mark = Formula(f"=Quote!F{whole.quote.per_head}", mark_of(stage.prices))
    page.paragraph(rows.title, f"{stage_title(stage)}. {basis(stage)}.", "band")
    share = Input(shared.stage.entry.share)
    page.line(rule, {"A": "How the rest is shared: per_head or equal", "B": share})
    page.one_of("B", rule, ("per_head", "equal"))
    charges = total(line.unit_price for line in lines if line.per == "person")
    one = Formula(_sum_of_lines(whole.quote, "=", "D"), charges)
    page.line(each, {"A": "All charges per person, for one participant", "C": one})
    others = total(line.amount for line in lines if line.per != "person")
    remainder = Formula(_sum_of_lines(whole.quote, "<>", "E"), others)
    page.line(rest, {"A": "The rest: all other charges of the stage", "D": remainder})
    _write_pence_of_stage(page, shared, rows, int(others * 100))
    for row, school in enumerate(shared.schools, rows.first):
        page.line(
            row,
            {
                "A": school_words(school.school, shared.stage.own_school),
                "B": Input(school.participants),
                "C": Formula(f"=ROUND(B{row}*C${each},2)", school.per_person),
                "D": Formula(f"=({_BASE}{row}+{_ODD}{row})/100", school.share),
                "E": Formula(f"=ROUND(C{row}+D{row},2)", school.total),
                "F": mark,
            },
        )
    page.people("B", rows.first, rows.last)
    _write_sums(page, whole, shared, rows)


def _sum_of_lines(quote: QuoteRows, sign: str, column: str) -> str:
    """The sum over the lines of a stage that are per person (``=``), or are not (``<>``)."""
    per = f"Quote!$B${quote.first}:$B${quote.last}"
    figures = f"Quote!${column}${quote.first}:${column}${quote.last}"
    return f"=ROUND(SUMIF({per},{quoted(f'{sign}per person')},{figures}),2)"


def _write_pence_of_stage(page: Page, shared: StageRecharge, rows: SchoolsRows, pence: int) -> None:
    """Write the helpers of a stage and of its schools, as the module explains them."""
    by_head = shared.stage.entry.share == "per_head"
    weights = [school.participants if by_head else 1 for school in shared.schools]
    whole = sum(weights)
    each, over = divmod(pence, whole)
    bases = [each * weight + over * weight // whole for weight in weights]
    remainders = [over * weight % whole for weight in weights]
    ranks = [rem * _ROWS - row for row, rem in enumerate(remainders, rows.first)]
    odd = pence - sum(bases)
    least = sorted(ranks, reverse=True)[odd - 1] if odd else _ROWS * _ROWS

    def column(letter: str) -> str:
        return f"{letter}${rows.first}:{letter}${rows.last}"

    rule, row, rest = range(rows.title + 1, rows.first)
    of_stage: dict[str, Value] = {
        "H": Formula(f"=ROUND(D{rest}*100,0)", pence),
        "I": Formula(f"=SUM({column(_WEIGHT)})", whole),
        "J": Formula(f"=IF(I{row}>0,INT(H{row}/I{row}),0)", each),
        "K": Formula(f"=H{row}-I{row}*J{row}", over),
        "L": Formula(f"=IF(I{row}>0,H{row}-SUM({column(_BASE)}),0)", odd),
        "M": Formula(f"=IF(L{row}>0,LARGE({column(_RANK)},L{row}),{_ROWS * _ROWS})", least),
    }
    page.helpers(rule, _OF_STAGE)
    page.line(row, of_stage)
    w, q, r, last = (f"${letter}${row}" for letter in "IJKM")
    for n, (weight, base, remainder, rank) in enumerate(
        zip(weights, bases, remainders, ranks, strict=True), rows.first
    ):
        # A school that sends nobody takes no part, as it would be left out of a plan.
        weigh = f'=IF(B${rule}="equal",IF(B{n}>0,1,0),N(B{n}))'
        of_school: dict[str, Value] = {
            _WEIGHT: Formula(weigh, weight),
            _BASE: Formula(f"=IF({w}>0,{q}*H{n}+INT({r}*H{n}/{w}),0)", base),
            _OVER: Formula(f"=IF({w}>0,{r}*H{n}-{w}*INT({r}*H{n}/{w}),0)", remainder),
            _RANK: Formula(f"=J{n}*{_ROWS}-ROW()", rank),
            _ODD: Formula(f"=IF(K{n}>={last},1,0)", int(rank >= least)),
        }
        page.line(n, of_school)


def _write_sums(page: Page, whole: StageRows, shared: StageRecharge, rows: SchoolsRows) -> None:
    schools, row, stage = shared.schools, rows.total, whole.stage
    mark = mark_of(stage.prices)

    def sum_of(column: str) -> str:
        return f"SUM({column}{rows.first}:{column}{rows.last})"

    page.line(
        row,
        {
            "A": f"Stage {stage.stage} exc VAT",
            "B": Formula(f"={sum_of('B')}", stage.participants),
            "C": Formula(f"=ROUND({sum_of('C')},2)", total(s.per_person for s in schools)),
            "D": Formula(f"=ROUND({sum_of('D')},2)", total(s.share for s in schools)),
            "E": Formula(f"=ROUND({sum_of('E')},2)", shared.total),
            "F": Formula(f"=Quote!F{whole.quote.total}", mark.upper()),
        },
        "total",
    )
    own = next((f"=E{n}" for n, s in enumerate(schools, rows.first) if shared.is_own(s)), "=0")
    below = Formula(f"=Quote!F{whole.quote.per_head}", mark)
    _write_kept(page, row, Formula(own, shared.kept), shared.billed, (below, below))
    words = {rule: quoted(sharing(stage, rule)) for rule in ("per_head", "equal")}
    page.paragraph(rows.end, sharing(stage), "quiet")
    formula = f'=IF(B{rows.title + 1}="equal",{words["equal"]},{words["per_head"]})'
    page.line(rows.end, {"A": Formula(formula, sharing(stage))})


def _write_kept(
    page: Page, row: int, kept: Formula, billed: Pounds, marks: tuple[Value, Value]
) -> None:
    """Write below the row of a sum which part of it is kept, and which is billed."""
    page.line(row + 1, {"A": "Kept: its own part", "E": kept, "F": marks[0]})
    rest = Formula(f"=ROUND(E{row}-E{row + 1},2)", billed)
    page.line(row + 2, {"A": "Billed to the others", "E": rest, "F": marks[1]})


def _write_all_stages(page: Page, named: Sequence[_Named], row: int) -> int:
    """Write what each school repays over all stages; give the last row.

    The sum goes from stage to stage in a helper column: one sum of all the school's cells would
    be too long a formula where it takes part often.
    """
    names: dict[str, str] = {}
    latest: dict[str, tuple[int, Pounds]] = {}
    for _, shared, rows in named:
        for line, school in enumerate(shared.schools, rows.first):
            name = plain_name(school.school)
            names.setdefault(name, school.school)
            before, amount = latest.get(name, (None, NOTHING))
            formula = f"=ROUND(E{line}+{_SO_FAR}{before},2)" if before else f"=E{line}"
            latest[name] = line, amount + school.total
            page.line(line, {_SO_FAR: Formula(formula, amount + school.total)})
    sums = {name: Formula(f"={_SO_FAR}{n}", amount) for name, (n, amount) in latest.items()}
    shares = [shared for _, shared, _ in named]
    marks = _marks(named)
    page.paragraph(row, "All stages", "band")
    first, own_school = row + 1, shares[0].stage.own_school
    for line, (name, one) in enumerate(sums.items(), first):
        label = school_words(names[name], own_school)
        page.line(line, {"A": label, "E": one, "F": marks[name]})
    end = first + len(sums)
    whole = Formula(f"=ROUND(SUM(E{first}:E{end - 1}),2)", total(s.total for s in shares))
    mark, own = mark_of_sum(rows.stage for rows, _, _ in named), plain_name(own_school)
    page.line(end, {"A": "All schools exc VAT", "E": whole, "F": mark.upper()}, "grand")
    billed = total(shared.billed for shared in shares)
    kept = sums.get(own, Formula("=0", NOTHING))
    _write_kept(page, end, kept, billed, (marks.get(own, ""), mark))
    return end + 2


def _marks(named: Sequence[_Named]) -> dict[str, str]:
    """What stands beside each school's sum over all stages, by its plain name."""
    stages: dict[str, list[StageQuote]] = {}
    for whole, shared, _ in named:
        for school in shared.schools:
            stages.setdefault(plain_name(school.school), []).append(whole.stage)
    return {name: mark_of_sum(taken) for name, taken in stages.items()}
