"""The sheet Schools of a workbook: what each school repays, to the penny, as formulas.

The pence are shared as ``values.money.share_out`` does it, in whole numbers that a spreadsheet
holds exactly: of the pence P and the weights W, each weight gets INT(P/W) and the P-W*INT(P/W)
pence over are shared in proportion. So no product exceeds 10 billion, whatever the amounts. A
school's place for an odd penny is its remainder with its row behind it, and those at or above
the last place that gets one have it: the largest remainders, ties in the plan's order.
"""

from collections.abc import Sequence
from typing import TypeAlias

from lpplan.core.money import NOTHING, Pounds
from lpplan.core.plan import plain_name
from lpplan.core.quote import StageQuote, total
from lpplan.core.recharge import StageRecharge
from lpplan.quote.report import QuoteReport
from lpplan.quote.workbook_places import HEADINGS, Place, QuotePlace, SchoolsPlace
from lpplan.show.stage_words import basis, mark_of, mark_of_sum, prices_for, sharing, stage_title
from lpplan.show.workbook import CAVEAT, LEGEND, Book, Column, Page, amount_width, quoted

_WEIGHT, _BASE, _OVER, _PLACE, _ODD, _SO_FAR = "HIJKLM"
_HELPERS = (
    "Helper: weight",
    "Helper: pence before odd ones",
    "Helper: remainder",
    "Helper: place for an odd penny",
    "Helper: odd penny",
    "Helper: this school so far",
)
_OF_STAGE = (
    "Helper: pence to share",
    "Helper: all weights",
    "Helper: pence a weight",
    "Helper: pence over",
    "Helper: odd pence",
    "Helper: last place with one",
)
# More than there are rows, so that a row never outweighs a remainder.
_ROWS = 10_000_000

_Named: TypeAlias = tuple[Place, StageRecharge, SchoolsPlace]


def write_schools(book: Book, report: QuoteReport, places: Sequence[Place]) -> None:
    """Write the sheet; there is none where the plan names no schools."""
    named = [(place, *place.shared) for place in places if place.shared]
    if not named:
        return
    page = book.page("Schools", _columns(total(shared.total for _, shared, _ in named)))
    page.paragraph(1, "What participating schools would repay", "title")
    page.paragraph(2, prices_for(report.quote.membership))
    estimates = mark_of_sum(place.stage for place, _, _ in named)
    page.paragraph(3, CAVEAT if estimates else "All prices are published ones.", "text")
    page.paragraph(4, LEGEND, "quiet")
    page.headings(HEADINGS)
    page.helpers(_WEIGHT, HEADINGS, _HELPERS)
    for place, shared, at in named:
        _write_stage(page, place, shared, at)
    end = _write_all_stages(page, named, named[-1][2].sharing + 2)
    page.finish(end, protected=True)


def _columns(largest: Pounds) -> tuple[Column, ...]:
    amount = amount_width(largest)
    return (
        Column("School", 46),
        Column("People", 12, figures=True),
        Column("Per person exc VAT", amount, figures=True),
        Column("Share of the rest exc VAT", amount, figures=True),
        Column("Total exc VAT", amount, figures=True),
        Column("  Price status", 19),
    )


def _write_stage(page: Page, place: Place, shared: StageRecharge, at: SchoolsPlace) -> None:
    stage, lines = place.stage, place.stage.lines
    mark = mark_of(stage.prices)
    page.paragraph(at.title, f"{stage_title(stage)}. {basis(stage)}.", "band")
    page.text("A", at.rule, "How the rest is shared: per_head or equal")
    page.text("B", at.rule, shared.stage.entry.share, "text input")
    page.one_of("B", at.rule, ("per_head", "equal"))
    each = total(line.unit_price for line in lines if line.per == "person")
    page.text("A", at.each, "All charges per person, for one participant")
    page.formula("C", at.each, _sum_of_lines(place.quote, "=", "D"), each, "money")
    rest = total(line.amount for line in lines if line.per != "person")
    page.text("A", at.rest, "The rest: all other charges of the stage")
    page.formula("D", at.rest, _sum_of_lines(place.quote, "<>", "E"), rest, "money")
    _write_pence_of_stage(page, shared, at, rest)
    for row, school in enumerate(shared.schools, at.first):
        own = " (its own part)" if shared.is_own(school) else ""
        page.text("A", row, f"{school.school}{own}")
        page.number("B", row, school.participants, "whole input")
        page.formula("C", row, f"=ROUND(B{row}*C${at.each},2)", school.per_person, "money")
        formula = f"=({_BASE}{row}+{_ODD}{row})/100"
        page.formula("D", row, formula, school.share, "money")
        page.formula("E", row, f"=ROUND(C{row}+D{row},2)", school.total, "money")
        page.formula("F", row, f"=Quote!F{place.quote.per_head}", mark, "mark")
    page.people("B", at.first, at.last)
    _write_sums(page, place, shared, at)


def _sum_of_lines(quote: QuotePlace, sign: str, column: str) -> str:
    """The sum over the lines of a stage that are per person (``=``), or are not (``<>``)."""
    per = f"Quote!$B${quote.first}:$B${quote.last}"
    figures = f"Quote!${column}${quote.first}:${column}${quote.last}"
    return f"=ROUND(SUMIF({per},{quoted(f'{sign}per person')},{figures}),2)"


def _write_pence_of_stage(
    page: Page, shared: StageRecharge, at: SchoolsPlace, rest: Pounds
) -> None:
    """Write the helpers of a stage and of its schools, as the module explains them."""
    pence = int(rest * 100)
    by_head = shared.stage.entry.share == "per_head"
    weights = [school.participants if by_head else 1 for school in shared.schools]
    whole = sum(weights)
    each, over = divmod(pence, whole)
    bases = [each * weight + over * weight // whole for weight in weights]
    remainders = [over * weight % whole for weight in weights]
    ranks = [rem * _ROWS - row for row, rem in enumerate(remainders, at.first)]
    odd = pence - sum(bases)
    least = sorted(ranks, reverse=True)[odd - 1] if odd else _ROWS * _ROWS

    def column(letter: str) -> str:
        return f"{letter}${at.first}:{letter}${at.last}"

    labels, row = at.rule, at.each
    of_stage = (
        (f"=ROUND(D{at.rest}*100,0)", pence),
        (f"=SUM({column(_WEIGHT)})", whole),
        (f"=IF(I{row}>0,INT(H{row}/I{row}),0)", each),
        (f"=H{row}-I{row}*J{row}", over),
        (f"=IF(I{row}>0,H{row}-SUM({column(_BASE)}),0)", odd),
        (f"=IF(L{row}>0,LARGE({column(_PLACE)},L{row}),{_ROWS * _ROWS})", least),
    )
    for letter, name, (formula, value) in zip("HIJKLM", _OF_STAGE, of_stage, strict=True):
        page.text(letter, labels, name, "helper heading")
        page.formula(letter, row, formula, value, "helper")
    w, q, r, last = (f"${letter}${row}" for letter in "IJKM")
    for n, (weight, base, remainder, rank) in enumerate(
        zip(weights, bases, remainders, ranks, strict=True), at.first
    ):
        # A school that sends nobody takes no part, as it would be left out of a plan.
        takes_part = f"IF(B{n}>0,1,0)"
        of_school = (
            (f'=IF(B${at.rule}="equal",{takes_part},N(B{n}))', weight),
            (f"=IF({w}>0,{q}*H{n}+INT({r}*H{n}/{w}),0)", base),
            (f"=IF({w}>0,{r}*H{n}-{w}*INT({r}*H{n}/{w}),0)", remainder),
            (f"=J{n}*{_ROWS}-ROW()", rank),
            (f"=IF(K{n}>={last},1,0)", int(rank >= least)),
        )
        for letter, (formula, value) in zip("HIJKL", of_school, strict=True):
            page.formula(letter, n, formula, value, "helper")


def _write_sums(page: Page, place: Place, shared: StageRecharge, at: SchoolsPlace) -> None:
    schools, row, mark = shared.schools, at.total, mark_of(place.stage.prices)
    status = f"=Quote!F{place.quote.total}"
    page.text("A", row, f"Stage {place.stage.stage} exc VAT", "strong total")
    heads = f"=SUM(B{at.first}:B{at.last})"
    page.formula("B", row, heads, sum(s.participants for s in schools), "whole total")
    sums = {
        "C": total(s.per_person for s in schools),
        "D": total(s.share for s in schools),
        "E": shared.total,
    }
    for letter, amount in sums.items():
        formula = f"=ROUND(SUM({letter}{at.first}:{letter}{at.last}),2)"
        page.formula(letter, row, formula, amount, "money total")
    page.formula("F", row, status, mark.upper(), "mark total")
    own = next((n for n, s in enumerate(schools, at.first) if shared.is_own(s)), None)
    page.text("A", at.kept, "Kept: its own part")
    kept = "=0" if own is None else f"=E{own}"
    page.formula("E", at.kept, kept, shared.kept, "money")
    page.text("A", at.billed, "Billed to the others")
    page.formula("E", at.billed, f"=ROUND(E{row}-E{at.kept},2)", shared.billed, "money")
    for below in (at.kept, at.billed):
        page.formula("F", below, f"=Quote!F{place.quote.per_head}", mark, "mark")
    told = {rule: quoted(sharing(place.stage, rule)) for rule in ("per_head", "equal")}
    page.paragraph(at.sharing, sharing(place.stage), "quiet")
    formula = f'=IF(B{at.rule}="equal",{told["equal"]},{told["per_head"]})'
    page.formula("A", at.sharing, formula, sharing(place.stage), "quiet")


def _write_all_stages(page: Page, named: Sequence[_Named], row: int) -> int:
    """Write what each school repays over all stages; give the last row.

    The sum goes from stage to stage in a helper column: one sum of all the school's cells would
    be too long a formula where it takes part often.
    """
    names: dict[str, str] = {}
    latest: dict[str, tuple[int, Pounds]] = {}
    for _, shared, at in named:
        for there, school in enumerate(shared.schools, at.first):
            name = plain_name(school.school)
            names.setdefault(name, school.school)
            before, amount = latest.get(name, (None, NOTHING))
            formula = f"=ROUND(E{there}+{_SO_FAR}{before},2)" if before else f"=E{there}"
            latest[name] = there, amount + school.total
            page.formula(_SO_FAR, there, formula, amount + school.total, "helper")
    shares = [shared for _, shared, _ in named]
    marks = _marks(named)
    page.paragraph(row, "All stages", "band")
    first, own = row + 1, plain_name(shares[0].stage.own_school)
    for line, (name, (there, amount)) in enumerate(latest.items(), first):
        page.text("A", line, names[name] + (" (its own part)" if name == own else ""))
        page.formula("E", line, f"={_SO_FAR}{there}", amount, "money")
        page.text("F", line, marks[name], "mark")
    end = first + len(latest)
    page.fill(end, "strong grand")
    page.text("A", end, "All schools exc VAT", "strong grand")
    whole = f"=ROUND(SUM(E{first}:E{end - 1}),2)"
    page.formula("E", end, whole, total(shared.total for shared in shares), "money grand")
    mark = mark_of_sum(place.stage for place, _, _ in named)
    page.text("F", end, mark.upper(), "mark grand")
    kept = f"={_SO_FAR}{latest[own][0]}" if own in latest else "=0"
    page.text("A", end + 1, "Kept: its own part")
    page.formula("E", end + 1, kept, total(shared.kept for shared in shares), "money")
    page.text("A", end + 2, "Billed to the others")
    billed = total(shared.billed for shared in shares)
    page.formula("E", end + 2, f"=ROUND(E{end}-E{end + 1},2)", billed, "money")
    page.text("F", end + 1, marks.get(own, ""), "mark")
    page.text("F", end + 2, mark, "mark")
    return end + 2


def _marks(named: Sequence[_Named]) -> dict[str, str]:
    """What stands beside each school's sum over all stages, by its plain name."""
    stages: dict[str, list[StageQuote]] = {}
    for place, shared, _ in named:
        for school in shared.schools:
            stages.setdefault(plain_name(school.school), []).append(place.stage)
    return {name: mark_of_sum(taken) for name, taken in stages.items()}
