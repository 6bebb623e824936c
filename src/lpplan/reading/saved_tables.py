"""What the JSON of ``lpplan quote`` holds, as typed values."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, FailFast, Field, PlainValidator

from lpplan.core.fees import Membership, Per, PriceStatus
from lpplan.core.plan import Plan, YearEnd
from lpplan.reading.plan_json import plan_from_json
from lpplan.values.kinds import People, StageNumber, Text, YearField
from lpplan.values.money import Pounds, read_percent, read_signed_pounds


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


class SavedExplanation(_Table):
    """Where the price of a line stands, in a quote that explains itself."""

    source: str | None = None
    file: str = ""
    line: int = 0


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
    explanation: SavedExplanation | None = None

    @property
    def price(self) -> Pounds:
        """The schedule's own price, without the rise that was assumed."""
        before = self.unit_price_before_uplift
        return self.unit_price if before is None else before


class SavedBill(_Table):
    """What a participating school is asked for, in pounds exc VAT."""

    school: str
    total: _Money


class SavedSchool(SavedBill):
    """What it is asked for at a stage."""

    participants: People


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
    prices_from: YearField | None = None
    """The year the prices were first set for."""
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


class SavedComparison(_Table):
    """The plan as it stands, of a quote that asks "what if", in pounds exc VAT."""

    total: _Money
    schools: Annotated[tuple[SavedBill, ...], _ONE_FAULT] = ()
    net: SavedNet | None = None


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
    compared_with: SavedComparison | None = None
    reference: str | None = None
    valid_until: _DayOrNone = None
    lpplan: str | None = None
    """The version that made it."""

    @property
    def uplift(self) -> Decimal:
        """How many percent a year prices were assumed to rise."""
        return self.stages[0].uplift or Decimal(0)
