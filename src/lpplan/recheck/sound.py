"""A saved quote held to itself: worked out again from its own plan and prices, key by key."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Literal, NamedTuple

from lpplan import __version__
from lpplan.core.fees import Charge, FeeSchedule, Prices, Source
from lpplan.core.plan import Plan, StageEntry
from lpplan.core.quote import Quote, fewest_cohorts, quote_stage
from lpplan.core.recharge import Net, bills, net_of, totals_of_schools
from lpplan.quote import QuoteReport, quote_data
from lpplan.reading.plan_source import UNNAMED_SCHOOL
from lpplan.reading.saved_quote import DAMAGED, HOW_TO_MEND, MOST_SHOWN, load_saved
from lpplan.reading.saved_tables import (
    SavedComparison,
    SavedLine,
    SavedPrice,
    SavedQuote,
    SavedStage,
)
from lpplan.reading.tables import shown_value
from lpplan.show.data import plain
from lpplan.show.net import has_more_than_charges, net_data
from lpplan.values.limits import MOST_CHARGES
from lpplan.values.money import NOTHING, Pounds, read_signed_pounds
from lpplan.values.problem import KeyPath, Problem
from lpplan.values.words import plain_name, plural, pounds
from lpplan.values.years import AcademicYear

_TOLD_BY_NOTHING_ELSE = "plan", "asked", "notes", "columns"
"""Keys that no other one tells; ``batch`` adds the columns that it passes on."""

_OTHERWISE = "worked-out-otherwise"
"""The code of what two versions may work out otherwise: amounts, and how many there are of them."""


def load_sound(path: str) -> tuple[SavedQuote, dict[str, Any]]:
    """The quote that a file holds as JSON, and the JSON; ``-`` is standard input.

    Raises LpplanError for a file that is no quote of lpplan's, and for a quote with anything in it
    that its own plan and prices do not make.
    """
    return load_saved(path, _altered)


def _altered(quote: SavedQuote, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Where a quote is not what its plan and prices make; of another version that is not known."""
    for key, value, beside in (
        ("plan", quote.plan, quote.lpplan),
        ("lpplan", quote.lpplan, quote.plan),
    ):
        if value is None and beside is not None:
            yield _problem((key,), "is missing")
            return
    if quote.plan is None or quote.lpplan != __version__:
        return
    yield from _unlike_its_plan(quote, quote.plan, data)


def worked_out_otherwise(quote: SavedQuote, data: Mapping[str, Any]) -> list[Problem]:
    """The amounts and lists of another version's quote that this one makes otherwise.

    Words may be others there, and keys may be lacking or be new.
    """
    if quote.plan is None or quote.lpplan == __version__:
        return []
    found = _unlike_its_plan(quote, quote.plan, data)
    return [*islice((one for one in found if one.code == _OTHERWISE), MOST_SHOWN)]


def _unlike_its_plan(quote: SavedQuote, plan: Plan, data: Mapping[str, Any]) -> Iterator[Problem]:
    again = _Again(quote, plan)
    # What comes first keeps the rest small: a limit of one person may make any number of cohorts.
    if problems := [*islice(again.terms_that_differ(), MOST_SHOWN)]:
        yield from problems
        return
    made = again.data()
    kept = {key: data[key] for key in _TOLD_BY_NOTHING_ELSE if key in data}
    yield from _unlike((), data, made | kept)


def _problem(key: KeyPath, message: str, code: str = DAMAGED) -> Problem:
    return Problem(key, code, message, HOW_TO_MEND)


def _unlike(key: KeyPath, written: object, made: object) -> Iterator[Problem]:
    """Where what is written is not what was made."""
    if isinstance(written, Mapping) and isinstance(made, Mapping):
        for name, value in made.items():
            if name in written:
                yield from _unlike((*key, name), written[name], value)
            else:
                yield _problem((*key, name), "is missing")
        for name in written:
            if name not in made:
                yield _problem((*key, name), "does not belong to this quote")
    elif isinstance(written, list) and isinstance(made, list):
        if len(written) == len(made):
            for place, pair in enumerate(zip(written, made, strict=True)):
                yield from _unlike((*key, place), *pair)
        else:
            entries = plural(len(written), "entry", "entries")
            message = f"has {entries}, and by its plan and prices {len(made):,}"
            yield _problem(key, message, _OTHERWISE)
    elif type(written) is not type(made) or written != made:
        message = f"is {_shown(written)}, and by its plan and prices {_shown(made)}"
        counts = isinstance(made, dict | list) or _amount(made) is not None
        yield _problem(key, message, _OTHERWISE if counts else DAMAGED)


def _shown(value: object) -> str:
    amount = _amount(value)
    return shown_value(value) if amount is None else pounds(amount)


def _amount(value: object) -> Pounds | None:
    return read_signed_pounds(value) if isinstance(value, str) else None


class _Again(NamedTuple):
    """A quote to work out again."""

    quote: SavedQuote
    plan: Plan

    def terms_that_differ(self) -> Iterator[Problem]:
        """Prices that are not the listed ones with the assumed rise, and numbers of cohorts."""
        for number, (saved, entry, prices) in enumerate(self._priced()):
            if len(saved.lines) > MOST_CHARGES:
                message = f"are {len(saved.lines):,}, and no fee file has so many charges"
                yield _problem(("stages", number, "lines"), message, _OTHERWISE)
                continue
            for place, line in enumerate(saved.lines):
                price = prices.price(prices.schedule.fees[line.fee], self.quote.membership)
                if price != line.unit_price:
                    message = (
                        f"is {pounds(line.unit_price)}, which is not its price with the assumed"
                        " rise"
                    )
                    key = ("stages", number, "lines", place, "unit_price")
                    yield _problem(key, message, _OTHERWISE)
            cohorts = entry.cohorts or fewest_cohorts(entry.people, saved.cohort_limit)
            if cohorts != len(saved.cohorts):
                message = f"are {len(saved.cohorts):,}, and by its plan and prices {cohorts:,}"
                yield _problem(("stages", number, "cohorts"), message, _OTHERWISE)

    def data(self) -> dict[str, Any]:
        """What ``quote`` writes of the plan at these prices."""
        saved, school = self.quote, self.plan.school
        unnamed = saved.school is None and school.name == UNNAMED_SCHOOL
        quote = Quote(
            school=None if unnamed else school.name,
            membership=school.membership,
            stages=tuple(
                quote_stage(entry, prices, school.membership, school.name)
                for _, entry, prices in self._priced()
            ),
        )
        report = QuoteReport(
            quote=quote,
            notes=(),
            as_of=saved.as_of,
            fees_folder=None if saved.fees == "bundled" else saved.fees,
            readiness=(),
            plan=self.plan,
            origins=self._origins(),
            year_end=saved.year_end,
            reference=saved.reference,
            valid_until=saved.valid_until,
        )
        made = quote_data(report)
        if saved.compared_with is not None:
            made["compared_with"] = plain(_comparison(saved.compared_with, quote))
        return made

    def _priced(self) -> Iterable[tuple[SavedStage, StageEntry, Prices]]:
        """Each stage with its entry of the plan and the prices it was quoted at."""
        prices = {(price.fees_from, price.fee): price for price in self.quote.prices}
        files = {price.fees_from: price for price in reversed(self.quote.prices)}
        for saved, entry in zip(self.quote.stages, self.plan.stages, strict=True):
            listed = {line.fee: prices.get((saved.fees_from, line.fee)) for line in saved.lines}
            yield saved, entry, _prices(saved, listed, files.get(saved.fees_from))

    def _origins(self) -> dict[tuple[AcademicYear, str], tuple[str, int]] | None:
        """Where the prices stand, in a quote that explains itself."""
        places = {
            (stage.fees_from, line.fee): line.explanation
            for stage in self.quote.stages
            for line in stage.lines
        }
        if not any(places.values()):
            return None
        return {key: (it.file, it.line) if it else ("", 0) for key, it in places.items()}


def _prices(
    stage: SavedStage, listed: Mapping[str, SavedPrice | None], file: SavedPrice | None
) -> Prices:
    """The part of a fee schedule that a stage was quoted from.

    ``listed`` are its prices in the quote's list, and ``file`` is any price of the same schedule.
    """
    status: Literal["published", "provisional"]
    status = "published" if stage.price_status == "published" else "provisional"
    explained = next((line.explanation for line in stage.lines if line.explanation), None)
    # A limit also holds for a stage that pays nothing for a cohort.
    limit = Charge.model_construct(
        per="cohort", max_cohort_size=stage.cohort_limit, stages=(), member=NOTHING
    )
    charges = {line.fee: _charge(stage, line, listed[line.fee]) for line in stage.lines}
    checked: date | None = file.checked if file else None
    schedule = FeeSchedule.model_construct(
        academic_year=stage.fees_from,
        status=file.status if file else status,
        source=Source.model_construct(
            title=explained.source if explained else None, checked=checked
        ),
        fees={"": limit, **charges},
    )
    return Prices(
        schedule=schedule,
        year=stage.academic_year,
        prices_from=stage.prices_from or stage.fees_from,
        uplift=stage.uplift or Decimal(0),
    )


def _charge(stage: SavedStage, line: SavedLine, listed: SavedPrice | None) -> Charge:
    price: Pounds = listed.price if listed else line.price
    return Charge.model_construct(
        label=listed.label if listed else line.label,
        per=listed.per if listed else line.per,
        max_cohort_size=stage.cohort_limit,
        stages=(stage.stage,),
        member=price,
        non_member=price,
        reference=line.reference,
    )


def _comparison(was: SavedComparison, now: Quote) -> dict[str, Any]:
    """What ``quote`` writes of a plan as it stands beside a "what if"."""
    data: dict[str, Any] = {"total": was.total, "difference": now.total - was.total}
    if was.net is None:
        return data | ({"net": {}, "schools": []} if has_more_than_charges(now.stages) else {})
    after = {
        plain_name(school): (school, amount)
        for school, amount in totals_of_schools(bills(now)).items()
        if plain_name(school) != plain_name(now.stages[0].own_school)
    }
    schools = [
        (it.school, it.total, after.pop(plain_name(it.school), ("", NOTHING))[1])
        for it in was.schools
    ]
    schools += [(school, NOTHING, amount) for school, amount in after.values()]
    net = Net(was.total, was.net.own_costs, was.net.income)
    return data | {
        "schools": [
            {"school": school, "total": before, "difference": amount - before}
            for school, before, amount in schools
        ],
        "net": {**net_data(net), "difference": net_of(now.stages).net - net.net},
    }
