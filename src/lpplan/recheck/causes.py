"""Why a stage or a plan is not as it was quoted: one difference for each cause."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.plan import StageEntry, YearEnd
from lpplan.core.quote import Line, StageQuote
from lpplan.core.recharge import StageAccount
from lpplan.quote import DEFAULT_YEAR_END, FinancialYear
from lpplan.reading.saved_tables import SavedLine, SavedQuote, SavedStage
from lpplan.reading.toml_file import written_key
from lpplan.recheck.plan_changes import PlanChange
from lpplan.recheck.plan_words import change_in_words
from lpplan.values.problem import Problem
from lpplan.values.words import day_in_words, plural, pounds
from lpplan.values.years import AcademicYear

Cause: TypeAlias = Literal[
    "price",
    "now-published",
    "now-estimate",
    "charge-gone",
    "charge-added",
    "charge-basis",
    "cohort-limit",
    "uplift-years",
    "no-price",
    "worked-out-otherwise",
    "plan-changed",
    "past-valid-until",
]


class Difference(NamedTuple):
    """One thing that is not as it was quoted."""

    code: Cause
    stage: int | None
    academic_year: AcademicYear | None
    key: str | None
    """The name of a charge, or a key of the plan."""
    before: object
    after: object
    text: str
    checked_before: date | None = None
    """When the fee file that was quoted from was last checked, where a price changed."""
    checked_after: date | None = None


def stage_differences(
    was: SavedStage, now: StageQuote | Problem, saved: SavedQuote
) -> list[Difference]:
    """Everything that is not as it was quoted in a stage, priced anew or not to be priced."""
    if isinstance(now, Problem):
        code: Cause = "cohort-limit" if now.code == "too-few-cohorts" else "no-price"
        text = f"It cannot be priced any more. {now.key[-1]}: {now.message}."
        found = [_difference(code, None, None, None, text)]
    else:
        found = [*_status(was, now), *_charges(was, now, saved), *_terms(was, now)]
        found = found or [*_figures(was, now, saved)]
    return [one._replace(stage=was.stage, academic_year=was.academic_year) for one in found]


def _difference(
    code: Cause, key: str | None, before: object, after: object, text: str
) -> Difference:
    return Difference(code, None, None, key, before, after, text)


def _figures(was: SavedStage, now: StageQuote, saved: SavedQuote) -> Iterator[Difference]:
    """A figure that is another without any cause: two versions that work it out otherwise."""
    net = StageAccount(now).net
    figures = [(was.total, now.total)]
    if was.net is not None and saved.plan is not None:
        figures += [(was.net.net, net.net), (was.net.income, net.income)]
    by = _maker(saved)
    for before, after in figures:
        if before != after:
            text = (
                f"{pounds(before)} when quoted by {by}, and {pounds(after)} now, though neither"
                " its prices nor its plan changed."
            )
            yield _difference("worked-out-otherwise", None, before, after, text)
            return


def otherwise_differences(problems: Iterable[Problem], saved: SavedQuote) -> Iterator[Difference]:
    """What is elsewhere in the quote of another version than this one makes of it."""
    for problem in problems:
        key = written_key(problem.key)
        text = f"{key} in the quote by {_maker(saved)} {problem.message}."
        found = _difference("worked-out-otherwise", key, None, None, text)
        match problem.key:
            case ("stages", int(number), *_):
                stage = saved.stages[number]
                found = found._replace(stage=stage.stage, academic_year=stage.academic_year)
        yield found


def _maker(saved: SavedQuote) -> str:
    return f"lpplan {saved.lpplan}" if saved.lpplan else "an older lpplan"


def _status(was: SavedStage, now: StageQuote) -> Iterator[Difference]:
    status = now.prices.status
    if was.price_status != status:
        code: Cause = "now-published" if status == "published" else "now-estimate"
        words = {
            "now-published": f"Prices are published now, {now.prices.fees_from},"
            f" in place of an estimate from {was.fees_from}.",
            "now-estimate": f"Prices are an estimate now, from {now.prices.fees_from},"
            f" in place of published ones of {was.fees_from}.",
        }
        yield _difference(code, None, was.price_status, status, words[code])


def _charges(was: SavedStage, now: StageQuote, saved: SavedQuote) -> Iterator[Difference]:
    """What became of each charge of a stage, in the order it was quoted, those added last."""
    before: dict[str, SavedLine] = {line.fee: line for line in was.lines}
    after: dict[str, Line] = {line.fee: line for line in now.lines}
    for fee in dict.fromkeys((*before, *after)):
        old, new = before.get(fee), after.get(fee)
        file_then = _file_in_words(was.fees_from, _checked_then(was, fee, saved))
        file_now = _file_in_words(now.prices.fees_from, _checked_now(now))
        then, today = f"when quoted ({file_then})", f"now ({file_now})"
        if new is None:
            gone = before[fee]
            text = f"{gone.label}: {pounds(gone.amount)} {then}, and not charged {today}."
            yield _difference("charge-gone", fee, gone.amount, None, text)
        elif old is None:
            text = f"{new.label}: {pounds(new.amount)} {today}, and not charged when quoted."
            yield _difference("charge-added", fee, None, new.amount, text)
        else:
            if old.per != new.per:
                text = f"{new.label}: per {new.per} {today}, and per {old.per} {then}."
                yield _difference("charge-basis", fee, old.per, new.per, text)
            price = new.unit_price if new.before_uplift is None else new.before_uplift
            if old.price != price:
                text = (
                    f"{new.label}: {pounds(price)} per {new.per} {today}, and"
                    f" {pounds(old.price)} {then}."
                )
                yield _difference("price", fee, old.price, price, text)._replace(
                    checked_before=_checked_then(was, fee, saved), checked_after=_checked_now(now)
                )


def _terms(was: SavedStage, now: StageQuote) -> Iterator[Difference]:
    """What else decides the amounts: how many cohorts there are, and an assumed rise."""
    before, after = len(was.cohorts), len(now.cohorts)
    limits = was.cohort_limit, now.prices.schedule.cohort_limit
    if before != after:
        text = (
            f"{plural(after, 'cohort')} now, {_limit_in_words(limits[1])}, and {before:,} when"
            f" quoted{f', {_limit_in_words(limits[0])}' if limits[0] else ''}."
        )
        yield _difference("cohort-limit", None, limits[0], limits[1], text)
    years = was.uplift_years, now.prices.uplifted_years
    if years[0] != years[1]:
        text = (
            f"The assumed rise is for {plural(years[1], 'year')} now, and was for"
            f" {plural(years[0], 'year')} when quoted."
        )
        yield _difference("uplift-years", None, years[0], years[1], text)


def _limit_in_words(limit: int | None) -> str:
    return f"at most {limit:,} people in each" if limit else "without a limit"


def _checked_then(was: SavedStage, fee: str, saved: SavedQuote) -> date | None:
    prices = (p for p in saved.prices if (p.fees_from, p.fee) == (was.fees_from, fee))
    return next((price.checked for price in prices), None)


def _checked_now(now: StageQuote) -> date | None:
    source = now.prices.schedule.source
    return source.checked if source else None


def _file_in_words(year: AcademicYear, checked: date | None) -> str:
    return f"{year}, checked {day_in_words(checked)}" if checked else f"{year}, check not recorded"


def stage_remarks(was: SavedStage, now: StageQuote) -> Iterator[str]:
    """What changed for a stage without a difference to any amount."""
    where, limit = f"Stage {was.stage} in {was.academic_year}", now.prices.schedule.cohort_limit
    if was.fees_from != now.prices.fees_from:
        yield (
            f"{where} is priced from the {now.prices.fees_from} fees now, and was from those of"
            f" {was.fees_from}: the same prices."
        )
    if was.cohort_limit is not None and was.cohort_limit != limit:
        yield (
            f"{where} has as many cohorts as before, {_limit_in_words(limit)} now and"
            f" {_limit_in_words(was.cohort_limit)} when quoted."
        )


def plan_differences(
    changes: Iterable[PlanChange], year_end: YearEnd | None
) -> tuple[list[Difference], list[PlanChange]]:
    """What changed in a plan and decides amounts, and what changed besides.

    ``year_end`` is when the financial years end that the quote was laid over, where it was.
    """
    found, elsewhere = [], []
    for change in changes:
        moved = _other_financial_year(change, year_end) if year_end else ""
        if change.decides_amounts or moved:
            text = f"{change_in_words(change)}{moved}."
            before, after = change.before, change.after
            found.append(_difference("plan-changed", change.key, before, after, text))
        else:
            elsewhere.append(change)
    return found, elsewhere


def _other_financial_year(change: PlanChange, year_end: YearEnd) -> str:
    """To which financial year a Launch, or another end of these years, moves amounts."""
    if change.key == "year_end":
        follows_plan = (change.before or DEFAULT_YEAR_END) == year_end
        moves = follows_plan and (change.after or DEFAULT_YEAR_END) != year_end
        return ", and the quote is laid over financial years" if moves else ""
    entry = change.within[0] if change.within else None
    if not isinstance(entry, StageEntry) or not change.key.endswith(".launch"):
        return ""
    was, now = (
        FinancialYear.of(day if isinstance(day, date) else entry.academic_year.first_day, year_end)
        for day in (change.before, change.after)
    )
    return "" if was == now else f", which puts it in the financial year {now} instead of {was}"
