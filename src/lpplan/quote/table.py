"""A quote for a terminal: one table a stage, then the schools, the notes and the total."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lpplan.core.money import Pounds
from lpplan.core.quote import Quote, StageQuote
from lpplan.quote.report import QuoteReport
from lpplan.quote.words import (
    arithmetic,
    basis,
    budget_title,
    charged_in_words,
    cliff_in_words,
    mark_of,
    mark_of_sum,
    origin,
    people_and_cohorts,
    prepared,
    sharing,
    stage_title,
    subtitle,
    title,
)
from lpplan.show.screen import PIPE_WIDTH, Screen
from lpplan.show.text import pounds

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_STRONG = "bold"
_LOUD = "bold yellow"


def quote_table(report: QuoteReport, screen: Screen) -> str:
    """The whole quote as text for the screen, its total last."""
    return screen.render(*_Quote(report, screen).parts())


class _Quote:
    """Tables as wide as the page, whose last columns are the same, so that amounts line up."""

    def __init__(self, report: QuoteReport, screen: Screen) -> None:
        self._report = report
        self._screen = screen
        self._width = min(screen.width, PIPE_WIDTH)
        self._amount_width = len(screen.fit(pounds(report.quote.total)))
        # A quote without an estimate has no column to mark one.
        parts = [report.quote, *([report.compared_with] if report.compared_with else [])]
        stages = [stage for part in parts for stage in part.stages]
        self._mark_width = 1 + max(len(mark_of(stage.prices)) for stage in stages)
        self._has_estimates = self._mark_width > 1

    def parts(self) -> "Iterator[RenderableType]":
        text = self._screen.text
        yield text(title(self._report), _STRONG)
        yield text(subtitle(self._report))
        report = self._report
        yield text(prepared(report.quote.stages, report.as_of, report.fees_folder))
        for stage in self._report.quote.stages:
            yield from self._stage(stage)
        yield from self._schools()
        yield from self._notes()
        yield from self._budget()
        yield text("")
        yield self._totals()

    def _stage(self, stage: StageQuote) -> "Iterator[RenderableType]":
        text, estimate = self._screen.text, stage.prices.status == "estimate"
        yield text("")
        yield text(stage_title(stage), _STRONG)
        yield text(f"{people_and_cohorts(stage)}.")
        yield text(f"{basis(stage)}.", _LOUD if estimate else "")
        yield text("")
        table, told = self._table("What", "Basis", "Quantity", "Unit price"), mark_of(stage.prices)
        for line in stage.lines:
            cells = (line.label, f"per {line.per}", f"{line.quantity:,}", pounds(line.unit_price))
            self._row(table, *cells, amount=line.amount, mark=told)
        table.add_section()
        name = f"Stage {stage.stage} exc VAT"
        self._row(table, name, "", "", "", amount=stage.total, mark=told, total=True)
        self._row(table, "Per head", "", "", "", amount=stage.per_head, mark=told)
        yield table
        for cliff in stage.cliffs:
            yield text(cliff_in_words(cliff, stage.prices))
        yield from self._explanation(stage)

    def _explanation(self, stage: StageQuote) -> "Iterator[RenderableType]":
        if self._report.places is None:
            return
        yield self._screen.text("")
        paragraphs = self._screen.remarks()
        for line in stage.lines:
            how = f"{line.label}: {arithmetic(line, stage.prices)}"
            where = origin(line, stage, self._report.places)
            paragraphs.add_row(self._screen.text("-"), self._screen.text(how))
            paragraphs.add_row("", self._screen.text(where))
        yield paragraphs

    def _schools(self) -> "Iterator[RenderableType]":
        shared = [(stage, stage.recharge) for stage in self._report.quote.stages if stage.recharge]
        if not shared:
            return
        yield self._screen.text("")
        yield self._screen.text("What participating schools would repay", _STRONG)
        yield self._screen.text("")
        table = self._table("School", "Stage", "People")
        for stage, recharge in shared:
            for school in recharge.schools:
                own = " (its own part)" if recharge.is_own(school) else ""
                cells = (f"{school.school}{own}", str(stage.stage), f"{school.participants:,}")
                self._row(table, *cells, amount=school.total, mark=mark_of(stage.prices))
        table.add_section()
        repaid = self._report.quote.repaid
        told = mark_of_sum(stage for stage, _ in shared)
        self._row(table, "Repaid by others", "", "", amount=repaid, mark=told, total=True)
        yield table
        for stage, recharge in shared:
            yield self._screen.text(sharing(stage.stage, recharge.share))

    def _notes(self) -> "Iterator[RenderableType]":
        yield self._screen.text("")
        yield self._screen.text("Notes", _STRONG)
        paragraphs = self._screen.remarks()
        for note in self._report.notes:
            words = self._screen.text(f"{note.text} [{note.code}]")
            paragraphs.add_row(self._screen.text("-"), words)
        yield paragraphs

    def _totals(self) -> "Table":
        quote, report = self._report.quote, self._report
        table = self._table("By academic year")
        for year in quote.years:
            self._sum(table, str(year), quote.in_year(year))
        if self._has_estimates:
            table.add_section()
            self._row(table, "Published prices", amount=quote.total_of("published"))
            estimated = quote.total_of("estimate")
            self._row(table, "Estimates", amount=estimated, mark="estimate", total=True)
        if report.compared_with is not None and report.difference is not None:
            table.add_section()
            self._sum(table, "The plan as it stands", report.compared_with)
            told = mark_of_sum((*quote.stages, *report.compared_with.stages))
            self._row(table, "Difference", amount=report.difference, mark=told)
        table.add_section()
        self._sum(table, "TOTAL exc VAT", quote)
        return table

    def _sum(self, table: "Table", label: str, part: Quote) -> None:
        told = mark_of_sum(part.stages)
        self._row(table, label, amount=part.total, mark=told, total=True)

    def _budget(self) -> "Iterator[RenderableType]":
        report = self._report
        if report.year_end is None:
            return
        yield self._screen.text("")
        table = self._table(budget_title(report.year_end))
        for place, part in enumerate(report.budget):
            if place:
                table.add_section()
            name, told = f"{part.year}, {part.year.in_words}", mark_of_sum(part.stages)
            self._row(table, name, amount=part.total, mark=told, total=True)
            for stage in part.stages:
                why = f"  {charged_in_words(stage)}"
                self._row(table, why, amount=stage.total, mark=mark_of(stage.prices))
        yield table

    def _table(self, first: str, *others: str) -> "Table":
        figures = [place for place, name in enumerate(others, 1) if name != "Basis"]
        headings = [first, *(f" {name}" for name in (*others, "Amount"))]
        table = self._screen.table(*headings, right=[*figures, len(others) + 1])
        # Rich takes twice as long over cells with padding. Only the first column may wrap here,
        # so that a space before each other cell does as well.
        table.padding = (0, 0, 0, 0)
        table.width = self._width
        table.columns[0].ratio = 1
        table.columns[-1].min_width = self._amount_width + 1
        for column in table.columns[1:]:
            column.no_wrap = True
        if self._has_estimates:
            table.add_column("", min_width=self._mark_width, no_wrap=True)
        return table

    def _row(
        self,
        table: "Table",
        *cells: str,
        amount: Pounds,
        mark: str = "",
        total: bool = False,
    ) -> None:
        """Add a row, its mark of an estimate as loud as its amount."""
        style = _STRONG if total else ""
        first, *others = cells
        row = [self._screen.text(first, style)]
        row += [self._screen.text(f" {cell}", style) for cell in (*others, pounds(amount))]
        if self._has_estimates:
            words = f" {mark.upper() if total else mark}" if mark else ""
            row.append(self._screen.text(words, _LOUD if total else "yellow"))
        table.add_row(*row)
