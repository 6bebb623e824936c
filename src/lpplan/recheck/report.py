"""Whether a saved quote still holds: what it comes to today, and what has changed since."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lpplan.core.fees import Schedules
from lpplan.core.plan import Plan, School, entry_for
from lpplan.core.quote import Quote, StageQuote, quote_plan
from lpplan.core.recharge import net_of
from lpplan.quote import budget
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_json import plan_from_json
from lpplan.reading.plan_source import UNNAMED_SCHOOL
from lpplan.reading.saved_tables import SavedQuote
from lpplan.recheck.causes import (
    Difference,
    otherwise_differences,
    plan_differences,
    stage_differences,
    stage_remarks,
)
from lpplan.recheck.plan_changes import plan_changes
from lpplan.recheck.plan_words import elsewhere_in_words
from lpplan.show.net import has_more_than_charges
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.problem import LpplanError, Problem
from lpplan.values.words import day_in_words


class Figure(NamedTuple):
    """An amount when quoted and today, in pounds; None for what cannot be priced any more."""

    quoted: Pounds
    today: Pounds | None
    estimates: tuple[bool, bool]
    """Whether each of the two is an estimate."""

    @property
    def difference(self) -> Pounds | None:
        """What today's is more, or with a minus less."""
        return None if self.today is None else self.today - self.quoted


class Recheck(NamedTuple):
    """A saved quote, and what has changed since."""

    path: str
    saved: SavedQuote
    as_of: date
    fees_folder: str | None
    """The folder of the fee schedules; None for those that come with lpplan."""
    differences: Sequence[Difference]
    remarks: Sequence[str]
    """What also changed, and changes no amount."""
    today: Quote | None
    """What is quoted today; None where something cannot be priced."""

    @property
    def holds(self) -> bool:
        """Whether the quote still holds, to the penny."""
        return not self.differences

    @property
    def total(self) -> Figure:
        """What it came to and comes to, exc VAT."""
        was = bool(self.saved.total_estimated)
        if self.today is None:
            return Figure(self.saved.total, None, (was, False))
        return Figure(self.saved.total, self.today.total, (was, _estimated(self.today.stages)))

    @property
    def net(self) -> Figure | None:
        """What remained in the end and remains.

        None where there is nothing to net, or the quote does not tell what schools pay.
        """
        saved, stages = self.saved, self.today.stages if self.today else ()
        if saved.plan is None or saved.net is None:
            return None
        if saved.net.net == saved.total and not has_more_than_charges(stages):
            return None
        today = net_of(stages).net if stages else None
        return Figure(saved.net.net, today, self.total.estimates)

    @property
    def financial_years(self) -> dict[str, Figure]:
        """What fell in each financial year and falls.

        Empty for a quote that is not laid over them, or does not tell when its stages begin.
        """
        if (year_end := self.saved.year_end) is None or self.saved.plan is None:
            return {}
        was = {part.financial_year: part for part in self.saved.financial_years}
        parts = budget(self.today, year_end) if self.today else ()
        now = {str(part.year): part for part in parts}
        return {
            year: Figure(
                was[year].total if year in was else NOTHING,
                (now[year].total if year in now else NOTHING) if self.today else None,
                (
                    year in was and was[year].is_estimate,
                    year in now and _estimated(now[year].stages),
                ),
            )
            for year in sorted({*was, *now})
        }


def _estimated(stages: Iterable[StageQuote]) -> bool:
    return any(stage.prices.status == "estimate" for stage in stages)


class PlanNow(NamedTuple):
    """A plan as it is now, in the part that was quoted or with what was changed for the quote."""

    plan: Plan | None
    """None where what was asked of it cannot be asked any more."""
    refused: str = ""
    """Why it cannot."""


def recheck(
    path: str,
    saved: SavedQuote,
    folder: FeeFolder,
    day: date,
    new: PlanNow | None,
    *,
    otherwise: Sequence[Problem] = (),
) -> Recheck:
    """Price a saved quote again on a day, and compare its plan as it is now, where that is given.

    The schedules of the folder are to have the quote's assumed rise. ``otherwise`` is what another
    version worked out otherwise. Raises LpplanError where its stages make no plan.
    """
    plan = saved.plan or _plan_of(path, saved)
    differences: list[Difference] = []
    remarks = [*_circumstances(saved, folder, day)]
    now = [*_priced(plan, folder.schedules, saved)]
    for was, priced in zip(saved.stages, now, strict=True):
        found = stage_differences(was, priced, saved)
        differences += found
        if isinstance(priced, StageQuote) and not found:
            remarks += stage_remarks(was, priced)
    if not any(one.code == "worked-out-otherwise" for one in differences):
        differences += otherwise_differences(otherwise, saved)
    if new is not None and new.plan is None:
        text = f"What was quoted is not in the plan any more: {new.refused}"
        differences.append(Difference("plan-changed", None, None, None, None, None, text))
        now = []
    if new is not None and new.plan is not None:
        changes = plan_changes(plan, new.plan if saved.plan else _as_older_quotes_tell(new.plan))
        amounts, elsewhere = plan_differences(changes, saved.year_end)
        differences += amounts
        if elsewhere:
            words = elsewhere_in_words(elsewhere)
            remarks.append(f"The plan also changed where no amount rests on it: {words}.")
        now = [*_priced(new.plan, folder.schedules)]
        remarks += [
            f"The plan as it is now cannot be priced. {one.key[-1]}: {one.message}."
            for one in now
            if isinstance(one, Problem)
        ]
    if saved.valid_until is not None and day > saved.valid_until:
        text = f"The quote was valid until {day_in_words(saved.valid_until)}."
        past = Difference("past-valid-until", None, None, None, saved.valid_until, day, text)
        differences.append(past)
    stages = tuple(one for one in now if isinstance(one, StageQuote))
    priced_all = stages and len(stages) == len(now)
    return Recheck(
        path=path,
        saved=saved,
        as_of=day,
        fees_folder=folder.folder,
        differences=differences,
        remarks=remarks,
        today=Quote(saved.school, saved.membership, stages) if priced_all else None,
    )


def _as_older_quotes_tell(plan: Plan) -> Plan:
    """What older quotes tell of a plan."""
    school = School.model_construct(name=plan.school.name, membership=plan.school.membership)
    stages = tuple(entry_for(e.stage, e.academic_year, e.people) for e in plan.stages)
    return Plan.model_construct(school=school, stages=stages)


def _plan_of(path: str, saved: SavedQuote) -> Plan:
    """The plan of an older quote, as far as its stages tell."""
    data = {
        "school": {"name": saved.school or UNNAMED_SCHOOL, "membership": saved.membership},
        "stages": [
            {
                "stage": stage.stage,
                "academic_year": str(stage.academic_year),
                "participants": stage.participants,
            }
            for stage in saved.stages
        ],
    }
    try:
        return plan_from_json(data)
    except ValueError as wrong:
        raise LpplanError(f"{path}: its stages are no sound plan: {wrong}") from None


def _priced(
    plan: Plan, schedules: Schedules, older: SavedQuote | None = None
) -> Iterator[StageQuote | Problem]:
    """Each entry of a plan priced by itself, or what stands in its way."""
    for place, entry in enumerate(plan.stages):
        alone = plan.model_copy(update={"stages": (entry,)})
        quote, problems = quote_plan(alone, schedules)
        if quote is not None and older is not None and older.plan is None:
            # An older quote does not tell whether more cohorts were asked for than were needed.
            number = len(older.stages[place].cohorts)
            if number > len(quote.stages[0].cohorts):
                asked = entry.model_copy(update={"cohorts": number})
                quote, problems = quote_plan(
                    alone.model_copy(update={"stages": (asked,)}), schedules
                )
        yield problems[0] if quote is None else quote.stages[0]


def _circumstances(saved: SavedQuote, folder: FeeFolder, day: date) -> Iterator[str]:
    if day < saved.as_of:
        yield (
            f"The day of the recheck, {day_in_words(day)}, is before the day of the quote,"
            f" {day_in_words(saved.as_of)}."
        )
    if saved.plan is None:
        yield (
            "The quote was saved by an older lpplan, without its plan: what schools pay and own"
            " costs cannot be rechecked, and where it has more cohorts than needed, they are taken"
            " as asked for."
        )
    used = folder.folder or "bundled"
    if saved.fees != used:
        was, now = (
            "that come with lpplan" if fees == "bundled" else f"in the folder {fees}"
            for fees in (saved.fees, used)
        )
        yield f"The quote was made from the fees {was}, and is rechecked against those {now}."
