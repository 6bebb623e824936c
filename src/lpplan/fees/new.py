"""``lpplan fees new``: a provisional schedule for a later year, made from one that there is."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import Annotated, NamedTuple, TypeAlias

import typer

from lpplan.core.fees import FeeSchedule, Reason, Schedules
from lpplan.core.programme import STANDARD_CHARGES
from lpplan.flags import AsOfOption, FeesOption, Flags, text_option
from lpplan.output import destination
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.fee_reasons import PLACEHOLDER, is_placeholder
from lpplan.reading.toml_file import toml_key, toml_line
from lpplan.reading.typed import read_amount
from lpplan.show.formats import Formats
from lpplan.show.text import visible
from lpplan.values.kinds import MOST_POUNDS
from lpplan.values.money import Pounds, percent_text, uplifted
from lpplan.values.problem import LpplanError
from lpplan.values.words import in_quotes, pounds
from lpplan.values.years import AcademicYear

COLUMNS = ("member", "non_member")

PriceKey: TypeAlias = tuple[str, str]
"""A charge's name, and ``member`` or ``non_member``."""


class ProvisionalSchedule(NamedTuple):
    """What a provisional schedule will say, and where each of its prices comes from."""

    year: AcademicYear
    base: FeeSchedule
    uplift: Decimal
    """In percent a year."""
    known_prices: Mapping[PriceKey, Pounds]
    """Prices that SSAT has given already, in pounds exc VAT."""
    reason: Reason
    """Why the prices are what they are, as far as that is known."""

    @property
    def all_known(self) -> bool:
        """Whether SSAT has given every price of members, or of others, in a column of its own.

        Then none that counts is of the year it is made from.
        """
        return any(
            all((name, column) in self.known_prices for name in self.base.fees)
            for column in COLUMNS
        )

    def price(self, name: str, column: str) -> Pounds | None:
        """What a charge is to cost: as given, else the base's price with the uplift of the years.

        Rounded once, half up to the penny. None where the base has no such price either.
        """
        if (name, column) in self.known_prices:
            return self.known_prices[name, column]
        then: Pounds | None = getattr(self.base.fees[name], column)
        years = self.year - self.base.academic_year
        return None if then is None else uplifted(then, self.uplift, years)


def provisional_toml(schedule: ProvisionalSchedule) -> str:
    """The fee file, with comments that say what to confirm."""
    return "\n".join(_lines(schedule)) + "\n"


def _lines(schedule: ProvisionalSchedule) -> Iterator[str]:
    base, then_year = schedule.base, schedule.base.academic_year
    yield f"# Fees for {schedule.year}, made from those of {then_year}."
    yield "# PROVISIONAL: SSAT has not confirmed them."
    yield "#"
    yield "# To confirm with SSAT before anyone relies on it:"
    yield "# - each price; a non-member price goes into non_member once SSAT has told it;"
    yield '# - whether a charge is new, or gone (then remove it, and add withdrawn = ["NAME"]);'
    yield "# - whether what a charge is per, its stages and the limit of a cohort are the same."
    yield "#"
    yield '# To publish it: set status = "published", remove based_on and uplift, correct each'
    yield "# reference, and say under [source] the title, the publisher, and in checked the day"
    yield "# on which you compared every price; then add an entry under [[changes]]."
    yield ""
    yield toml_line("academic_year", str(schedule.year))
    yield toml_line("status", "provisional")
    if not schedule.all_known:
        yield toml_line("based_on", str(then_year))
    if schedule.uplift:
        yield toml_line("uplift", percent_text(schedule.uplift))
    yield toml_line("currency", "GBP")
    yield toml_line("vat", "exclusive")
    if withdrawn := [name for name in base.withdrawn if name in STANDARD_CHARGES]:
        yield toml_line("withdrawn", withdrawn)
    for name in base.fees:
        yield from _charge_lines(schedule, name)
    yield ""
    yield "# Why the fees are as they are. Each later change of a price gets an entry of its own."
    yield "[[changes]]"
    for key in ("on", "fees", "because"):
        yield toml_line(key, getattr(schedule.reason, key))


def _charge_lines(schedule: ProvisionalSchedule, name: str) -> Iterator[str]:
    charge, then_year = schedule.base.fees[name], schedule.base.academic_year
    yield from ("", f"[fees.{toml_key(name)}]")
    for key in ("label", "per", "max_cohort_size", "stages"):
        value = getattr(charge, key)
        if value is not None:
            yield toml_line(key, value)
    for column in COLUMNS:
        price, then = schedule.price(name, column), getattr(charge, column)
        if price is not None:
            was = "no price before" if then is None else f"{pounds(then)} in {then_year}"
            known = (name, column) in schedule.known_prices
            check = "as told; check it" if known else "to confirm"
            amount = int(price) if price == price.to_integral_value() else price
            yield f"{toml_line(column, amount)}  # {check}: {visible(was)}"
    # Notes stay behind: they are about the prices of the year that they were written for.
    if charge.reference is not None:
        yield toml_line("reference", charge.reference)


FORMATS: Formats[ProvisionalSchedule] = {"toml": provisional_toml}


def new_fees(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="The academic year that it is for.")],
    base: Annotated[
        str | None,
        text_option("--from", metavar="YEAR", help="The year to start from (default: the latest)."),
    ] = None,
    uplift: Annotated[
        str | None,
        text_option(metavar="PERCENT", help="Percent to add each year, compounding, such as 3.5%."),
    ] = None,
    prices: Annotated[
        list[str] | None,
        text_option(
            "--set",
            metavar="PRICE",
            help="A price you already know: accreditation.member=399.99. May be repeated.",
        ),
    ] = None,
    because: Annotated[
        str | None,
        text_option(metavar="TEXT", help="Who told you the prices, in what, and when."),
    ] = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    output: Annotated[
        str | None, text_option("--output", "-o", metavar="FILE", help="Write to a new file.")
    ] = None,
) -> None:
    """Write a provisional schedule."""
    to = destination(None, output, force=False, formats=FORMATS, may_force=False)
    with Flags() as flags:
        day = flags.as_of(as_of)
        if because is not None and is_placeholder(because):
            message = f"must say something, not {in_quotes(because)}"
            hint = 'For example: --because "SSAT price list, by email on 2 March"'
            flags.add("--because", "wrong-value", message, hint)
    schedules = load_fees(fees).schedules
    to_write = f"{PLACEHOLDER}: who told you these prices, in what, and when"
    reason = Reason(on=day, fees="all", because=because or to_write)
    schedule = provisional_schedule(schedules, year, base, uplift, prices or (), reason)
    name = f"{schedule.year.in_file_names}.toml"
    if output not in (None, "-") and PurePath(str(output)).name != name:
        raise LpplanError(f"{output}: is not named after its year", f"Name the file {name}.")
    to.write(schedule)


def provisional_schedule(
    schedules: Schedules,
    year: str,
    base: str | None,
    uplift: str | None,
    prices: Sequence[str],
    reason: Reason,
) -> ProvisionalSchedule:
    """The schedule that the flags ask for. Raises LpplanError with everything wrong with them."""

    def read_base(typed: str) -> FeeSchedule:
        schedule = schedules.of(AcademicYear.parse(typed))
        if schedule is None:
            raise ValueError(
                f"must be a year that has fees: {', '.join(map(str, schedules.years))}"
            )
        return schedule

    def read_price(typed: str) -> tuple[PriceKey, Pounds]:
        target, _, amount = typed.partition("=")
        name, _, column = target.rpartition(".")
        if name not in start.fees or column not in COLUMNS:
            names = ", ".join(start.fees)
            raise ValueError(f"must name a charge ({names}), member or non_member, and an amount")
        return (name, column), read_amount(amount, MOST_POUNDS)

    flags = Flags()
    new_year = flags.year("YEAR", year, "lpplan fees new 2026/27 --from 2018/19")
    start = flags.read("--from", base, read_base, "--from 2018/19") or [*schedules][-1]
    example = "--set accreditation.member=399.99"
    read = [flags.read("--set", typed, read_price, example) for typed in prices]
    known_prices = dict(price for price in read if price is not None)
    if None not in read and len(known_prices) < len(read):
        flags.add("--set", "wrong-value", "names a price twice", "Give each price once.")
    schedule = ProvisionalSchedule(
        year=new_year or start.academic_year,
        base=start,
        uplift=flags.uplift(uplift),
        known_prices=known_prices,
        reason=reason,
    )
    flags.refuse_problems()
    if schedule.year <= start.academic_year:
        message = f"must be after {start.academic_year}, whose prices it starts from"
        flags.add("YEAR", "wrong-value", message, "Choose a later year, or another --from.")
    elif dear := _too_dear(schedule):
        message = f"makes {dear} more than {MOST_POUNDS:,.0f} pounds, the most that a price may be"
        flags.add("--uplift", "wrong-value", message, "Take a smaller one.")
    flags.refuse_problems()
    return schedule


def _too_dear(schedule: ProvisionalSchedule) -> str:
    """The prices that are more than any price may be, in words."""
    every = [(name, column) for name in schedule.base.fees for column in COLUMNS]
    return ", ".join(".".join(key) for key in every if (schedule.price(*key) or 0) > MOST_POUNDS)
