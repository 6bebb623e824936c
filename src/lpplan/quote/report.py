"""A quote with its notes and what it rests on: from flags, from a plan, or as a "what if"."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from lpplan.core.notes import Note, basis_of_estimate, lacking, notes, together
from lpplan.core.plan import Plan, StageEntry, YearEnd
from lpplan.core.quote import Quote, quote_plan
from lpplan.core.readiness import StageReadiness, check_stage, stages_to_check
from lpplan.core.recharge import bills, totals_of_schools
from lpplan.quote.asked import Asked, what_is_asked
from lpplan.quote.budget import FINANCIAL_YEAR, BudgetYear, budget
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource, plan_from_flags, what_if
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.problem import DemandNotMet, LpplanError
from lpplan.values.words import day_in_words, plain_name
from lpplan.values.years import AcademicYear

Origins = Mapping[tuple[AcademicYear, str], tuple[str, int]]
"""The fee file and line of each price, by the schedule's year and the charge's name."""


class SchoolChange(NamedTuple):
    """What a school is asked for as the plan stands and after a change, in pounds exc VAT."""

    school: str
    before: Pounds
    after: Pounds

    @property
    def difference(self) -> Pounds:
        """What the change adds to it, or with a minus takes off it."""
        return self.after - self.before


class QuoteReport(NamedTuple):
    """A quote, its notes, and what it rests on."""

    quote: Quote
    notes: tuple[Note, ...]
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""
    readiness: tuple[StageReadiness, ...]
    """The checks of each stage that has some."""
    plan: Plan
    """The plan as priced: changed by a "what if", or narrowed to some of its entries."""
    asked: Asked = Asked()
    """What was asked of the plan in its file."""
    compared_with: Quote | None = None
    """The plan as it stands, where this quote asks "what if"."""
    origins: Origins | None = None
    """Where the prices stand, in a quote that explains itself."""
    year_end: YearEnd | None = None
    """When the financial years end that it is laid over, where it is."""
    reference: str | None = None
    valid_until: date | None = None

    @property
    def terms(self) -> str:
        """Its reference and until when it is valid, in words; nothing where neither was given."""
        until = self.valid_until
        parts = (
            self.reference and f"Reference: {self.reference}.",
            until and f"Valid until {day_in_words(until)}.",
        )
        return " ".join(part for part in parts if part)

    @property
    def notes_to_read(self) -> list[str]:
        """The notes as people read them; of the estimates, each stage tells.

        Each has its source in a quote that explains itself.
        """
        lacks = lacking(self.readiness, once=True)
        shown = (
            note._replace(text=lacks) if note.code == "readiness" else note
            for note in self.notes
            if note.code != "estimate"
        )
        return together(shown, sources=self.origins is not None)

    @property
    def budget(self) -> tuple[BudgetYear, ...]:
        """The quote by financial year; nothing where nobody asked for that."""
        return () if self.year_end is None else budget(self.quote, self.year_end)

    @property
    def difference(self) -> Pounds | None:
        """What the change adds to the plan, or with a minus takes off it."""
        return None if self.compared_with is None else self.quote.total - self.compared_with.total

    @property
    def school_changes(self) -> tuple[SchoolChange, ...]:
        """What a "what if" does to the bill of each school but the plan's own.

        In the plan's order, schools that are added last.
        """
        if self.compared_with is None:
            return ()
        before, after = map(_bills_by_name, (self.compared_with, self.quote))
        return tuple(
            SchoolChange(
                school=(before.get(name) or after[name])[0],
                before=before[name][1] if name in before else NOTHING,
                after=after[name][1] if name in after else NOTHING,
            )
            for name in dict.fromkeys((*before, *after))
            if name != plain_name(self.quote.stages[0].own_school)
        )

    def by_financial_year(self, year_end: YearEnd) -> "QuoteReport":
        """The report laid over financial years too, with the decision that this rests on."""
        return self._replace(year_end=year_end, notes=(*self.notes, FINANCIAL_YEAR))


def _bills_by_name(quote: Quote) -> dict[str, tuple[str, Pounds]]:
    """Each school as it is written and what it is asked for, by its plain name."""
    sums = totals_of_schools(bills(quote))
    return {plain_name(school): (school, amount) for school, amount in sums.items()}


def quote_from_flags(
    asked: Asked, day: date, folder: FeeFolder, *, non_member: bool
) -> QuoteReport:
    """The quote for one stage, from flags as they were typed.

    The year is the one of the day of asking unless it is given. Raises LpplanError with
    everything that is wrong or missing.
    """
    typed = {
        "stage": asked.stage,
        "academic_year": asked.year,
        "participants": asked.participants,
        "cohorts": asked.cohorts,
    }
    flags = {key: text for key, text in typed.items() if text is not None}
    if not flags:
        raise LpplanError(
            "There is nothing to quote: name a plan, or give a stage and its participants.",
            "lpplan quote oakfield.toml",
            "lpplan quote --stage 1 --participants 27",
        )
    this_year, school = (
        {"academic_year": str(AcademicYear.of(day))},
        next(iter(asked.schools), None),
    )
    source = plan_from_flags(school=school, non_member=non_member, stage={**this_year, **flags})
    report = report_on(source, folder, day)
    return report if school else report._replace(quote=report.quote._replace(school=None))


def quote_from_plan(source: PlanSource, asked: Asked, day: date, folder: FeeFolder) -> QuoteReport:
    """The quote for a plan, narrowed to some of its entries, or changed in some and compared.

    Raises LpplanError with everything that is wrong with the flags or the prices.
    """
    places, changes, changed_notes = what_is_asked(source.plan, asked)
    if changes is None:
        entries = [source.plan.stages[place] for place in places]
        return report_on(source, folder, day, entries)._replace(asked=asked)
    before = report_on(source, folder, day)
    changed = report_on(what_if(source, changes), folder, day)
    return changed._replace(
        compared_with=before.quote, notes=(*changed_notes, *changed.notes), asked=asked
    )


def plan_as_asked(source: PlanSource, asked: Asked) -> Plan:
    """The plan that ``quote_from_plan`` prices.

    Raises LpplanError with everything that is wrong with what is asked of it.
    """
    places, changes, _ = what_is_asked(source.plan, asked)
    if changes is None:
        return _narrowed(source.plan, [source.plan.stages[place] for place in places])
    return what_if(source, changes).plan


def _narrowed(plan: Plan, entries: Collection[StageEntry]) -> Plan:
    if len(entries) == len(plan.stages):
        return plan
    return plan.model_copy(update={"stages": tuple(entries)})


def report_on(
    source: PlanSource, folder: FeeFolder, day: date, only: Collection[StageEntry] | None = None
) -> QuoteReport:
    """The quote for a sound plan, or for some of its entries alone.

    Raises LpplanError with everything that stands in its way.
    """
    # Two entries may be equal, and yet only one of them wanted.
    wanted = {id(entry) for entry in (source.plan.stages if only is None else only)}
    quote, problems = quote_plan(source.plan, folder.schedules, lambda entry: id(entry) in wanted)
    if quote is None:
        raise source.refusal(problems)
    to_check = stages_to_check(stage.stage for stage in quote.stages)
    readiness = tuple(check_stage(source.plan, stage, day) for stage in to_check)
    quote_notes = notes(quote, source.plan, readiness)
    return QuoteReport(
        quote=quote,
        notes=quote_notes,
        as_of=day,
        fees_folder=folder.folder,
        readiness=readiness,
        plan=source.plan if only is None else _narrowed(source.plan, only),
    )


def refuse_estimates(quote: Quote) -> None:
    """Raise DemandNotMet, naming each, where a quote has prices that are not published."""
    estimates = [
        f"Stage {stage.stage} in {stage.academic_year}, {line.label}:"
        f" {basis_of_estimate(stage.prices)}"
        for stage in quote.stages
        if stage.prices.status == "estimate"
        for line in stage.lines
    ]
    if estimates:
        raise DemandNotMet(
            "--published-only: these prices are estimates, not published", *estimates
        )


def explained(report: QuoteReport, folder: FeeFolder) -> QuoteReport:
    """The report with the fee file and line of every price."""
    quote = report.quote
    column = "member" if quote.membership == "member" else "non_member"
    origins = {
        (stage.prices.fees_from, line.fee): folder.file_and_line(
            stage.prices.fees_from, ("fees", line.fee, column)
        )
        for stage in quote.stages
        for line in stage.lines
    }
    return report._replace(origins=origins)
