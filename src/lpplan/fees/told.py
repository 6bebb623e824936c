"""``lpplan fees told``: prices that SSAT told a school, into a fee folder of its own."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lpplan.core.fees import FeeSchedule, Membership
from lpplan.fees.told_prices import (
    TOLD_FOLDER,
    Told,
    fees_to_add_to,
    name_folder,
    told_written,
    with_told,
)
from lpplan.flags import AsOfOption, Flags, switch, text_option
from lpplan.output import destination
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource, load_plan
from lpplan.reading.toml_file import toml_line
from lpplan.reading.typed import read_amount, read_text
from lpplan.show.cells import Money
from lpplan.show.document import Bullets, Document, Paragraph, Part, Row, amounts_table
from lpplan.show.formats import Formats, as_it_is
from lpplan.values.kinds import MOST_POUNDS
from lpplan.values.money import Pounds
from lpplan.values.words import day_in_words
from lpplan.values.years import AcademicYear

FORMATS: Formats[Document] = {"table": as_it_is}


def told(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="The academic year of the prices.")],
    prices: Annotated[
        list[str],
        typer.Argument(metavar="NAME=AMOUNT...", help="Each price: accreditation=450."),
    ],
    by: Annotated[str | None, text_option(metavar="WHO", help="Who at SSAT told you.")] = None,
    on: Annotated[str | None, text_option(metavar="DATE", help="When (default: today).")] = None,
    plan: Annotated[
        str | None,
        text_option(metavar="PLAN", help="The plan that they are for; they go beside it."),
    ] = None,
    into: Annotated[
        str | None,
        text_option(
            metavar="DIR", help=f"The folder of fees to write to (default: {TOLD_FOLDER})."
        ),
    ] = None,
    non_member: Annotated[
        bool, switch("--non-member", help="They are prices for schools that are no members.")
    ] = False,
    as_of: AsOfOption = None,
) -> None:
    """Write the prices that SSAT told you."""
    source = None if plan is None else load_plan(plan)
    with Flags() as flags:
        day = flags.as_of(as_of)
        its_year = flags.year("YEAR", year, "2027/28")
        who = flags.read("--by", by, read_text, '--by "SSAT LP team"')
        if by is None:
            flags.add("--by", "missing", "is missing", 'For example: --by "SSAT LP team"')
        when = flags.day("--on", on) or day
        if when > day:
            flags.add("--on", "future", f"must not be after {day}, and is {when}")
        for flag, given in (("--into", into is not None), ("--non-member", non_member)):
            if plan is not None and given:
                flags.add(flag, "plan-says-so", "goes without --plan", "Leave one of them out.")
        flags.refuse_problems()
        folder = _folder(source, into)
        known = fees_to_add_to(folder)
        base = _base(flags, known, its_year)
        amounts = _amounts(flags, prices, base)
        membership: Membership = "non-member" if non_member else "member"
        if source is not None:
            membership = source.plan.school.membership
    if its_year is not None and who is not None:
        said = Told(its_year, membership, amounts, who, when)
        with told_written(with_told(known, base, said, folder), known, folder):
            if source is not None and source.plan.fees is None and source.file is not None:
                name_folder(source.file.path)
        to = destination(None, None, force=False, formats=FORMATS)
        to.write(_document(said, folder, base, source, day))


def _folder(source: PlanSource | None, into: str | None) -> str:
    """Where the prices go: the plan's own folder, one beside it, or the one that is named."""
    if source is not None and source.file is not None:
        return source.fees or str(Path(source.file.path).parent / TOLD_FOLDER)
    return into or TOLD_FOLDER


def _base(flags: Flags, known: FeeFolder, year: AcademicYear | None) -> FeeSchedule:
    """The schedule that the prices go into, or that a new one begins from."""
    schedules: list[FeeSchedule] = [*known.schedules]
    if year is None:
        return schedules[0]
    there = known.schedules.of(year)
    if there is not None and there.status == "published":
        message = f"has published prices already, in {known.files[year].path}"
        flags.add("YEAR", "published", message, "Correct that file itself, if they are wrong.")
    earlier = [one for one in schedules if one.academic_year <= year]
    if not earlier:
        message = f"must not be before {schedules[0].academic_year}, the first year with prices"
        flags.add("YEAR", "too-early", message)
    return earlier[-1] if earlier else schedules[0]


def _amounts(flags: Flags, typed: Sequence[str], base: FeeSchedule) -> dict[str, Pounds]:
    def read(text: str) -> tuple[str, Pounds]:
        name, _, amount = text.partition("=")
        if name not in base.fees:
            raise ValueError(f"must name a charge ({', '.join(base.fees)}) and an amount")
        return name, read_amount(amount, MOST_POUNDS)

    every = [flags.read("NAME=AMOUNT", text, read, "accreditation=450") for text in typed]
    given = [price for price in every if price is not None]
    if len(dict(given)) < len(given):
        flags.add("NAME=AMOUNT", "twice", "names a charge twice", "Give each price once.")
    return dict(given)


def _document(
    said: Told, folder: str, base: FeeSchedule, source: PlanSource | None, day: date
) -> Document:
    """What is written where, and what to do next."""
    title = f"Prices of {said.year}, as told by {said.by} on {day_in_words(said.on)}"
    return Document(title, day, [*_parts(said, folder, base, source)])


def _parts(said: Told, folder: str, base: FeeSchedule, source: PlanSource | None) -> Iterator[Part]:
    rows = []
    for name, charge in base.fees.items():
        told_now = name in said.prices
        before = "before" if base.academic_year == said.year else f"in {base.academic_year}"
        words = "as told" if told_now else f"not told now: as {before}"
        price = said.prices.get(name, charge.price(said.membership))
        if price is None:
            words = "not told: ask SSAT"
        rows.append(Row((name, words, None if price is None else Money(price))))
    heading = f"{said.membership.capitalize()} price exc VAT"
    yield amounts_table("Charge", "", heading, rows=rows)
    path = Path(folder) / f"{said.year.in_file_names}.toml"
    quoted = "a quote marks them as estimates until SSAT publishes them"
    items = [f"They are in {path}, as provisional: {quoted}."]
    if source is None:
        line = toml_line("fees", folder)
        items.append(f"For a plan to use them, write at its top: {line}")
    else:
        items.append(f"{source.shown} uses them from now on.")
    yield Paragraph("What comes next", "strong", apart=True)
    yield Bullets(items)
