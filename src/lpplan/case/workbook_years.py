"""The sheet By year of a case's workbook: both options, what a centre saves, and a chart of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from lpplan.case.options import Case
from lpplan.case.report import CaseReport, in_year
from lpplan.case.workbook_entries import OPTIONS, Entries, columns
from lpplan.core.quote import StageQuote
from lpplan.core.recharge import net_of
from lpplan.show.stage_words import CAVEAT, mark_of_sum
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Formula, span, status
from lpplan.show.workbook_chart import COLUMNS
from lpplan.values.money import NOTHING, discounted, fewest_to_cover
from lpplan.values.years import AcademicYear

_OF_A_YEAR = {
    "M": "year begins",
    "N": "prices changed",
    "O": "saving discounted",
    "P": "place, where behind",
    "Q": "Stage 3 cohorts",
    "R": "those before",
    "S": "cohort that pays it back",
    "T": "year, as drawn",
    "U": "so far, where it pays back",
}
_PAYS_BACK = " pays back"


class Years(NamedTuple):
    """The sheet By year, its rows of a centre, and those of the sums of both options."""

    page: Page
    rows: range
    in_all: Mapping[str, int]

    def column(self, letter: str) -> str:
        """A column over all years, as formulas on any sheet name it."""
        return self.page.cell(span(f"${letter}", self.rows))

    def sum_of(self, option: str, letter: str) -> str:
        """The cell of a sum over all years."""
        return self.page.cell(f"${letter}${self.in_all[option]}")


def new_years_page(book: Book, report: CaseReport) -> Page:
    """The sheet for both options by academic year, as yet empty."""
    meant = (
        "Cost is what everyone together pays, net what remains for"
        f" {report.case.plan.school.name} after what other schools pay. A saving with a minus is"
        " what a centre costs more."
    )
    return Page(
        book,
        "By year",
        columns(report.case, "Academic year", "Saving", "So far"),
        title="Both options by academic year",
        about=(meant, CAVEAT if mark_of_sum(report.case.centre) else "All prices are published."),
        helpers=_OF_A_YEAR,
    )


def write_years(page: Page, report: CaseReport, entries: Entries, discount: str) -> Years:
    """Write both options by academic year; ``discount`` is the cell of the percent a year."""
    case, in_all = report.case, {}
    rows = range(0)
    for option, stages in report.options:
        page.paragraph(OPTIONS[option], "band")
        instead, rows = rows, range(page.row, page.row + len(case.years))
        for place, year in enumerate(case.years):
            there = in_year(stages, year)
            more = _saving(report, place, (rows, instead), discount) if instead else {}
            if instead:
                more["Q"] = Formula(f"={entries.of_year(option, 'T')}", _cohorts(case, [year]))
            page.line(
                str(year),
                "",
                at=None,
                **_sums(there, partial(entries.of_year, option)),
                K=status(mark_of_sum(there), "N#"),
                M=year.start,
                N=Formula(f"={entries.of_year(option, 'M')}", 0),
                **more,
            )
        saved: dict[str, Formula] = {}
        if instead:
            saved["I"] = Formula(f"=ROUND(SUM({span('I', rows)}),2)", case.saving)
        in_all[option] = page.line(
            "In all exc VAT",
            "grand",
            at=None,
            **_sums(stages, partial(_sum_of, rows)),
            K=status(mark_of_sum(stages), "N#"),
            N=Formula(f"=SUM({span('N', rows)})", 0),
            **saved,
        )
        page.skip()
    found = Years(page, rows, in_all)
    _draw(found, mark_of_sum(case.centre))
    return found


def _draw(years: Years, mark: str) -> None:
    """Draw what is saved so far, with the year in which it pays back in another colour."""
    page, rows = years.page, years.rows
    labels, so_far, paid_back = (f"{column}{rows[0]}:{column}{rows[-1]}" for column in "TJU")
    page.chart(
        page.room_for_chart(),
        f"What a centre has saved by the end of each year, exc VAT{f' ({mark})' if mark else ''}",
        labels,
        {"Saving so far": so_far, "Saving so far where it pays back": paid_back},
        ("Academic year", "Saving so far exc VAT"),
        kind=COLUMNS,
    )


def _sum_of(rows: range, column: str) -> str:
    return f"SUM({span(column, rows)})"


def _sums(stages: Sequence[StageQuote], formula: Callable[[str], str]) -> dict[str, Formula]:
    """People, cohorts and amounts of stages, each by a formula in its column."""
    net = net_of(stages)
    counts = (sum(s.participants for s in stages), sum(len(s.cohorts) for s in stages))
    amounts = (net.ssat, net.own_costs, net.cost, net.income, net.net)
    return {
        **{c: Formula(f"={formula(c)}", n) for c, n in zip("BC", counts, strict=True)},
        **{
            column: Formula(f"=ROUND({formula(column)},2)", value)
            for column, value in zip("DEFGH", amounts, strict=True)
        },
    }


def _cohorts(case: Case, years: Iterable[AcademicYear]) -> int:
    """How many cohorts of Stage 3 there are in some years."""
    return sum(len(s.cohorts) for y in years for s in in_year(case.independent, y))


def _saving(
    report: CaseReport, place: int, rows: tuple[range, range], discount: str
) -> dict[str, Formula]:
    """What a centre saves in a year, and when that pays back (``Case.payback``)."""
    case, instead = report.case, rows[1][place]
    saved, so_far = case.by_year[place], case.cumulative[place]
    behind = -case.cumulative[place - 1] if place else NOTHING
    there, before = _cohorts(case, [case.years[place]]), _cohorts(case, case.years[:place])
    nth = 1
    if behind > 0:
        nth = fewest_to_cover(behind * there, saved) if saved > 0 else 0
    here = f"MAX({span('P', rows[0])})={place}"
    pays = case.payback is not None and case.payback.academic_year == case.years[place]
    above = f"J{rows[0][place] - 1}" if place else "0"
    covered = f"ROUNDUP(ROUND(-{above}*100,0)*Q#/ROUND(I#*100,0),0)"
    return {
        "I": Formula(f"=ROUND(F{instead}-F#,2)", saved),
        "J": Formula(f"=ROUND({above}+I#,2)", so_far),
        "O": Formula(
            f"=ROUND(I#/(1+{discount}/100)^{place},2)",
            discounted(saved, report.asked.discount or Decimal(0), place),
        ),
        "P": Formula(f"=IF(J#<0,{place + 1},0)", place + 1 if so_far < 0 else 0),
        "T": Formula(
            f'=A#&IF({here},"{_PAYS_BACK}","")', str(case.years[place]) + _PAYS_BACK * pays
        ),
        "U": Formula(f"=IF({here},J#,0)", so_far if pays else NOTHING),
        "R": Formula(f"=SUM(Q{rows[0][0]}:Q#)-Q#", before),
        "S": Formula(
            f"=IF(Q#=0,0,R#+IF({above}<0,IF(I#>0,{covered},0),1))", before + nth if there else 0
        ),
    }
