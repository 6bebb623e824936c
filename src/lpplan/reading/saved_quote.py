"""Saved quotes: the JSON of ``lpplan quote``, read back as typed values, or refused."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    FailFast,
    Field,
    PlainValidator,
    ValidationError,
)

from lpplan.core.fees import Membership, Per, PriceStatus
from lpplan.core.plan import Plan, YearEnd
from lpplan.core.quote import total
from lpplan.reading.json_file import read_json
from lpplan.reading.plan_json import plan_from_json
from lpplan.reading.tables import shown_value
from lpplan.reading.toml_file import refusal, written_key
from lpplan.values.kinds import People, StageNumber, Text, YearField
from lpplan.values.money import NOTHING, Pounds, per_head, read_percent, read_signed_pounds
from lpplan.values.problem import KeyPath, LocatedProblem, LpplanError, Problem
from lpplan.values.words import listed, pounds

_MOST_SHOWN = 12
"""How many of a file's problems are worth reading."""
_KEYS_OF_A_QUOTE = "school", "membership", "currency", "vat", "as_of", "stages", "total"
_HOW_TO_SAVE = "A quote is saved with: lpplan quote my-plan.toml -o quote.json"


def _read_money(written: object) -> Pounds:
    amount = read_signed_pounds(written) if isinstance(written, str) else None
    if amount is None:
        raise ValueError('must be an amount in pounds and pence such as "400.00", in quotes')
    return amount


def _read_day(written: object) -> date:
    try:
        return date.fromisoformat(written if isinstance(written, str) else "")
    except ValueError:
        raise ValueError('must be a date such as "2026-11-21", in quotes') from None


def _read_uplift(written: object) -> Decimal:
    percent = read_percent(written) if isinstance(written, str) else None
    if percent is None:
        raise ValueError('must be a percentage such as "3%", in quotes')
    return percent


def _where_given(reader: Callable[[object], object]) -> PlainValidator:
    """Reads what is not null."""
    return PlainValidator(lambda written: None if written is None else reader(written))


_ONE_FAULT = FailFast()
"""On a list: what is wrong with its first bad entry is told, however many there are."""
_Money = Annotated[Pounds, PlainValidator(_read_money)]
_Day = Annotated[date, PlainValidator(_read_day)]
_DayOrNone = Annotated[date | None, _where_given(_read_day)]


class _Table(BaseModel):
    """A table of the file; keys that later versions add are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class SavedNet(_Table):
    """What something costs in the end, in pounds exc VAT."""

    ssat: _Money
    own_costs: _Money
    income: _Money
    net: _Money


class SavedLine(_Table):
    """One charge of a stage, in pounds exc VAT."""

    fee: str
    label: str
    per: Per
    quantity: People
    unit_price: _Money
    amount: _Money
    reference: str | None = None
    unit_price_before_uplift: Annotated[Pounds | None, _where_given(_read_money)] = None

    @property
    def price(self) -> Pounds:
        """The schedule's own price, without the rise that was assumed."""
        before = self.unit_price_before_uplift
        return self.unit_price if before is None else before


class SavedSchool(_Table):
    """What a participating school is asked for at a stage, in pounds exc VAT."""

    school: str
    participants: People
    total: _Money


class SavedOwnCost(_Table):
    """What the school itself pays for a stage, in pounds exc VAT."""

    label: str
    quantity: Annotated[int, Field(strict=True, ge=0)]
    unit_amount: _Money
    amount: _Money


class SavedStage(_Table):
    """One stage of a saved quote; its figures have the names that ``StageQuote`` has for them."""

    stage: StageNumber
    academic_year: YearField
    fees_from: YearField
    price_status: PriceStatus
    uplift: Annotated[Decimal | None, _where_given(_read_uplift)] = None
    """How many percent a year prices were assumed to rise; None for not at all."""
    uplift_years: Annotated[int, Field(strict=True, ge=0, le=9999)] = 0
    """For how many years that rise was added."""
    participants: People
    cohorts: Annotated[tuple[People, ...], _ONE_FAULT]
    cohort_limit: People | None = None
    """The most people that a cohort could have; None for no limit, and in older quotes."""
    lines: Annotated[tuple[SavedLine, ...], _ONE_FAULT]
    total: _Money
    per_head: _Money
    net: SavedNet | None = None
    """None in older quotes."""
    own_costs: Annotated[tuple[SavedOwnCost, ...], _ONE_FAULT] = ()
    charge_per_person: Annotated[Pounds | None, _where_given(_read_money)] = None
    """What the centre charges others' people; None without a charge, and in older quotes."""
    schools: Annotated[tuple[SavedSchool, ...], _ONE_FAULT] = ()


class SavedNote(_Table):
    """A remark on the quote."""

    code: str
    text: str


class SavedPrice(_Table):
    """A price that a quote used, in pounds exc VAT, with what is known of its fee file."""

    fee: str
    label: str
    per: Per
    price: _Money
    fees_from: YearField
    status: Literal["published", "provisional"]
    checked: _DayOrNone = None


class SavedShare(_Table):
    """A stage in a financial year."""

    price_status: PriceStatus


class SavedFinancialYear(_Table):
    """What falls in one financial year, in pounds exc VAT."""

    financial_year: Text
    total: _Money
    stages: Annotated[tuple[SavedShare, ...], _ONE_FAULT] = ()

    @property
    def is_estimate(self) -> bool:
        """Whether any of it is an estimate."""
        return any(stage.price_status == "estimate" for stage in self.stages)


class SavedQuote(_Table):
    """A quote as it was saved; the keys after ``total_estimated`` are not in older ones."""

    school: Text | None
    membership: Membership
    currency: Literal["GBP"]
    vat: Literal["exclusive"]
    as_of: _Day
    fees: str = "bundled"
    """The folder of the fee schedules, or ``bundled``."""
    stages: Annotated[tuple[SavedStage, ...], Field(min_length=1), _ONE_FAULT]
    total: _Money
    total_published: _Money
    total_estimated: _Money
    net: SavedNet | None = None
    notes: Annotated[tuple[SavedNote, ...], _ONE_FAULT] = ()
    plan: Annotated[Plan | None, _where_given(plan_from_json)] = None
    """The plan as priced: of a quote for some stages, with those alone."""
    asked: dict[str, str | list[str]] = {}
    """What a quote of a part of a plan, or a "what if", asked of it, by the field of ``Asked``."""
    prices: Annotated[tuple[SavedPrice, ...], _ONE_FAULT] = ()
    year_end: YearEnd | None = None
    """When the financial years end that it is laid over, where it is."""
    financial_years: Annotated[tuple[SavedFinancialYear, ...], _ONE_FAULT] = ()
    reference: str | None = None
    valid_until: _DayOrNone = None
    lpplan: str | None = None
    """The version that made it."""

    @property
    def uplift(self) -> Decimal:
        """How many percent a year prices were assumed to rise."""
        return self.stages[0].uplift or Decimal(0)


def load_saved(path: str) -> SavedQuote:
    """The quote that a file holds as JSON; ``-`` is standard input.

    Raises LpplanError for a file that is no quote of lpplan's, or whose figures do not add up.
    """
    return load_saved_with_data(path)[0]


def load_saved_with_data(path: str) -> tuple[SavedQuote, dict[str, Any]]:
    """The same, and the JSON as it stands in the file."""
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
    if problems := [*_sums_that_do_not_add_up(quote)]:
        raise _refused(shown, problems)
    return quote, data


def _refused(shown: str, problems: Sequence[Problem]) -> LpplanError:
    return LpplanError(
        problems=[
            LocatedProblem(path=shown, line=None, key=written_key(problem.key), problem=problem)
            for problem in problems[:_MOST_SHOWN]
        ]
    )


_HINT = "A quote is read as lpplan saved it; make it anew from its plan."
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
    return Problem(key=error["loc"], code="wrong-value", message=message, hint=_HINT)


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
            yield Problem((*at, "cohorts"), "does-not-add-up", message, _HINT)
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
        yield Problem(("membership",), "does-not-add-up", message, _HINT)
    if quote.school not in (None, quote.plan.school.name):
        message = "is not the one of the plan that stands beside it"
        yield Problem(("school",), "does-not-add-up", message, _HINT)
    planned = [(e.stage, e.academic_year, e.people) for e in quote.plan.stages]
    if planned != [(s.stage, s.academic_year, s.participants) for s in quote.stages]:
        message = "are not the ones of the plan that stands beside them"
        yield Problem(("stages",), "does-not-add-up", message, _HINT)


def _other_than_the_prices(quote: SavedQuote) -> Iterator[Problem]:
    """Where a line's price is not the one of the list of prices, where there is one."""
    prices = {(price.fees_from, price.fee): price.price for price in quote.prices}
    for number, stage in enumerate(quote.stages):
        for place, line in enumerate(stage.lines if quote.prices else ()):
            price = prices.get((stage.fees_from, line.fee))
            if price != line.price:
                message = f"is {pounds(line.price)}, which is not among the prices of the quote"
                key = ("stages", number, "lines", place, "unit_price")
                yield Problem(key, "does-not-add-up", message, _HINT)


def _differs(key: KeyPath, written: Pounds, worked_out: Pounds) -> Iterator[Problem]:
    if written != worked_out:
        message = f"is {pounds(written)}, and its parts come to {pounds(worked_out)}"
        yield Problem(key, "does-not-add-up", message, _HINT)
