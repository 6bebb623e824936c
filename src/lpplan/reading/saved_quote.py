"""Saved quotes: the JSON of ``lpplan quote``, read back as typed values, or refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

from pydantic import ValidationError

from lpplan.core.quote import total
from lpplan.reading.json_file import read_json
from lpplan.reading.saved_tables import SavedNet, SavedQuote
from lpplan.reading.tables import shown_value
from lpplan.reading.toml_file import refusal, written_key
from lpplan.values.money import NOTHING, Pounds, per_head
from lpplan.values.problem import KeyPath, LocatedProblem, LpplanError, Problem
from lpplan.values.words import listed, pounds

Check: TypeAlias = Callable[[SavedQuote, Mapping[str, Any]], Iterable[Problem]]
"""Finds the problems of a quote that was read, beside its JSON."""
MOST_SHOWN = 12
"""How many of a file's problems are worth reading."""
_KEYS_OF_A_QUOTE = "school", "membership", "currency", "vat", "as_of", "stages", "total"
_HOW_TO_SAVE = "A quote is saved with: lpplan quote my-plan.toml -o quote.json"


def load_saved(path: str, check: Check = lambda _, __: ()) -> tuple[SavedQuote, dict[str, Any]]:
    """The quote that a file holds as JSON, and the JSON; ``-`` is standard input.

    ``check`` finds what else is wrong with a quote whose sums are right. Raises LpplanError for a
    file that is no quote of lpplan's, or whose figures do not add up.
    """
    shown = "standard input" if path == "-" else path or '""'
    data = read_json(path, shown, _HOW_TO_SAVE)
    missing = [key for key in _KEYS_OF_A_QUOTE if not isinstance(data, dict) or key not in data]
    if missing:
        few = len(missing) < len(_KEYS_OF_A_QUOTE) // 2
        message = "is not a quote that lpplan saved" + (f": it lacks {listed(missing)}" * few)
        raise refusal(shown, None, "no-quote", message, _HOW_TO_SAVE)
    try:
        quote = SavedQuote.model_validate(data)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
        # A list is also said to be too short where one of its entries is wrong.
        wrong = [e for e in errors if not (e["type"] == "too_short" and e["input"])]
        raise _refused(shown, [*map(_in_plain_words, wrong)]) from None
    problems = [*_sums_that_do_not_add_up(quote)] or [*islice(check(quote, data), MOST_SHOWN)]
    if problems:
        raise _refused(shown, problems)
    return quote, data


def _refused(shown: str, problems: Sequence[Problem]) -> LpplanError:
    return LpplanError(
        problems=[
            LocatedProblem(path=shown, line=None, key=written_key(problem.key), problem=problem)
            for problem in problems[:MOST_SHOWN]
        ]
    )


DAMAGED = "does-not-add-up"
HOW_TO_MEND = "A quote is read as lpplan saved it; make it anew from its plan."
_EXPECTED = {
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number without quotes",
    "int_parsing": "must be a whole number without quotes",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be at least {ge:,}",
    "less_than_equal": "must be at most {le:,}",
}
"""What a key must hold, by the kind of error."""


def _in_plain_words(error: Any) -> Problem:
    kind, value = error["type"], error["input"]
    if kind == "missing":
        message = "is missing"
    elif kind == "value_error":
        message = str(error["ctx"]["error"])
    else:
        shown = shown_value(value)
        expected = _EXPECTED.get(kind, "").format(**error.get("ctx", {})).replace("'", '"')
        message = f"{expected}, not {shown}" if expected else f"must not be {shown}"
    return Problem(key=error["loc"], code="wrong-value", message=message, hint=HOW_TO_MEND)


def _sums_that_do_not_add_up(quote: SavedQuote) -> Iterator[Problem]:
    """Every figure that is not what the figures below it come to."""
    statuses = dict.fromkeys(("published", "estimate"), NOTHING)
    for number, stage in enumerate(quote.stages):
        at: KeyPath = ("stages", number)
        for place, line in enumerate(stage.lines):
            worth = line.quantity * line.unit_price
            yield from _differs((*at, "lines", place, "amount"), line.amount, worth)
        sum_of_lines = total(line.amount for line in stage.lines)
        yield from _differs((*at, "total"), stage.total, sum_of_lines)
        head = per_head(stage.total, stage.participants)
        yield from _differs((*at, "per_head"), stage.per_head, head)
        if net := stage.net:
            yield from _differs((*at, "net", "ssat"), net.ssat, stage.total)
            remains = net.ssat + net.own_costs - net.income
            yield from _differs((*at, "net", "net"), net.net, remains)
        if sum(stage.cohorts) != stage.participants:
            message = f"hold {sum(stage.cohorts):,} people, not {stage.participants:,}"
            yield Problem((*at, "cohorts"), DAMAGED, message, HOW_TO_MEND)
        statuses[stage.price_status] += stage.total
    yield from _other_than_the_plan(quote)
    yield from _other_than_the_prices(quote)
    for name in SavedNet.model_fields if quote.net else ():
        parts = total(getattr(stage.net, name, NOTHING) for stage in quote.stages)
        yield from _differs(("net", name), getattr(quote.net, name), parts)
    yield from _differs(("total",), quote.total, total(stage.total for stage in quote.stages))
    if quote.year_end is not None:
        by_year = total(year.total for year in quote.financial_years)
        yield from _differs(("total",), quote.total, by_year)
    yield from _differs(("total_published",), quote.total_published, statuses["published"])
    yield from _differs(("total_estimated",), quote.total_estimated, statuses["estimate"])


def _other_than_the_plan(quote: SavedQuote) -> Iterator[Problem]:
    """What the plan says that the stages do not, where there is a plan."""
    if quote.plan is None:
        return
    if quote.plan.school.membership != quote.membership:
        message = f"is {quote.membership}, and the plan's is {quote.plan.school.membership}"
        yield Problem(("membership",), DAMAGED, message, HOW_TO_MEND)
    if quote.school not in (None, quote.plan.school.name):
        message = "is not the one of the plan that stands beside it"
        yield Problem(("school",), DAMAGED, message, HOW_TO_MEND)
    planned = [(e.stage, e.academic_year, e.people) for e in quote.plan.stages]
    if planned != [(s.stage, s.academic_year, s.participants) for s in quote.stages]:
        message = "are not the ones of the plan that stands beside them"
        yield Problem(("stages",), DAMAGED, message, HOW_TO_MEND)


def _other_than_the_prices(quote: SavedQuote) -> Iterator[Problem]:
    """Where a line's price is not the one of the list of prices, where there is one."""
    prices = {(price.fees_from, price.fee): price.price for price in quote.prices}
    for number, stage in enumerate(quote.stages):
        for place, line in enumerate(stage.lines if quote.prices else ()):
            price = prices.get((stage.fees_from, line.fee))
            if price != line.price:
                message = f"is {pounds(line.price)}, which is not among the prices of the quote"
                key = ("stages", number, "lines", place, "unit_price")
                yield Problem(key, DAMAGED, message, HOW_TO_MEND)


def _differs(key: KeyPath, written: Pounds, worked_out: Pounds) -> Iterator[Problem]:
    if written != worked_out:
        message = f"is {pounds(written)}, and its parts come to {pounds(worked_out)}"
        yield Problem(key, DAMAGED, message, HOW_TO_MEND)
