"""A quote with its notes and what it rests on: from flags, from a plan, or as a "what if"."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lpplan.core.notes import Note, basis_of_estimate, notes
from lpplan.core.plan import YearEnd
from lpplan.core.quote import Quote, quote_plan
from lpplan.core.readiness import StageReadiness, check_stage, stages_to_check
from lpplan.quote.budget import BudgetYear, budget
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource, load_plan, plan_from_flags, what_if
from lpplan.values.money import Pounds
from lpplan.values.problem import DemandNotMet, LpplanError
from lpplan.values.years import AcademicYear

Origins = Mapping[tuple[AcademicYear, str], tuple[str, int]]
"""The fee file and line of each price, by the schedule's year and the charge's name."""


class QuoteReport(NamedTuple):
    """A quote, its notes, and what it rests on."""

    quote: Quote
    notes: tuple[Note, ...]
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""
    readiness: tuple[StageReadiness, ...]
    """The checks of each stage that has some."""
    compared_with: Quote | None = None
    """The plan as it stands, where this quote asks "what if"."""
    origins: Origins | None = None
    """Where the prices stand, in a quote that explains itself."""
    year_end: YearEnd | None = None
    """When the financial years end that it is laid over, where it is."""

    @property
    def budget(self) -> tuple[BudgetYear, ...]:
        """The quote by financial year; nothing where nobody asked for that."""
        return () if self.year_end is None else budget(self.quote, self.year_end)

    @property
    def difference(self) -> Pounds | None:
        """What the change adds to the plan, or with a minus takes off it."""
        return None if self.compared_with is None else self.quote.total - self.compared_with.total


def quote_from_flags(
    flags: Mapping[str, str],
    day: date,
    folder: FeeFolder,
    *,
    school: str | None,
    non_member: bool,
) -> QuoteReport:
    """The quote for one stage, from flags as they were typed.

    The year is the one of the day of asking unless it is given. Raises LpplanError with
    everything that is wrong or missing.
    """
    if not flags:
        raise LpplanError(
            "There is nothing to quote: name a plan, or give a stage and its participants.",
            "lpplan quote oakfield.toml",
            "lpplan quote --stage 1 --participants 27",
        )
    this_year = {"academic_year": str(AcademicYear.of(day))}
    source = plan_from_flags(school=school, non_member=non_member, stage={**this_year, **flags})
    report = report_on(source, folder, day)
    return report if school else report._replace(quote=report.quote._replace(school=None))


def quote_from_plan(
    plan: str, flags: Mapping[str, str], day: date, folder: FeeFolder
) -> QuoteReport:
    """The quote for a plan, narrowed to one stage, or changed in one and compared.

    ``flags`` are as they were typed: ``stage`` alone narrows, others change that stage.
    Raises LpplanError with everything that is wrong with the plan, the flags or the prices.
    """
    source = load_plan(plan)
    changes = {key: text for key, text in flags.items() if key != "stage"}
    stage = _stage_asked_about(source, flags.get("stage"), changing=bool(changes))
    if stage is None or not changes:
        return report_on(source, folder, day, only_stage=stage)
    before = report_on(source, folder, day)
    changed = report_on(what_if(source, stage, changes), folder, day)
    set_aside = list(_set_aside(before.quote, stage, changes))
    return changed._replace(compared_with=before.quote, notes=(*set_aside, *changed.notes))


def _set_aside(before: Quote, stage: int, changes: Mapping[str, str]) -> Iterator[Note]:
    """The note that a number of participants asked about leaves the plan's schools out."""
    if "participants" in changes and any(
        quoted.entry.schools for quoted in before.stages if quoted.stage == stage
    ):
        text = f"The {changes['participants']} participants take the place of the plan's schools."
        yield Note("schools-set-aside", stage, text)


def _stage_asked_about(source: PlanSource, given: str | None, *, changing: bool) -> int | None:
    """The stage to narrow the plan to or to change, None for the whole plan."""
    planned = sorted({entry.stage for entry in source.plan.stages})
    if given is None:
        if not changing:
            return None
        if len(planned) == 1:
            return planned[0]
        raise LpplanError(
            "--stage: is missing: the plan has several stages, and one is to be changed",
            f"Add one of: {', '.join(f'--stage {stage}' for stage in planned)}.",
        )
    if given not in map(str, planned):
        raise LpplanError(
            f"--stage: the plan has no Stage {given}",
            f"It has {', '.join(f'Stage {stage}' for stage in planned)}.",
        )
    return int(given)


def report_on(
    source: PlanSource, folder: FeeFolder, day: date, only_stage: int | None = None
) -> QuoteReport:
    """The quote for a sound plan, or for one stage of it.

    Raises LpplanError with everything that stands in its way.
    """
    quote, problems = quote_plan(
        source.plan, folder.schedules, lambda entry: only_stage in (None, entry.stage)
    )
    if quote is None:
        raise source.refusal(problems)
    to_check = stages_to_check(stage.stage for stage in quote.stages)
    readiness = tuple(check_stage(source.plan, stage, day) for stage in to_check)
    quote_notes = notes(quote, source.plan, readiness)
    return QuoteReport(
        quote=quote, notes=quote_notes, as_of=day, fees_folder=folder.folder, readiness=readiness
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
