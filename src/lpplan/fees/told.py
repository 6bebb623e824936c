"""``lpplan fees told``: prices that SSAT told a school, into a fee folder of its own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from lpplan.core.fees import FeeSchedule, Reason
from lpplan.fees.new import ProvisionalSchedule, provisional_toml
from lpplan.flags import AsOfOption, Flags, text_option
from lpplan.output import destination, make_folder, write_result
from lpplan.reading.fee_folder import (
    FeeFolder,
    FeeText,
    examine,
    folder_texts,
    is_fee_file,
    load_fees,
    sound_folder,
)
from lpplan.reading.plan_source import PlanSource, load_plan
from lpplan.reading.toml_file import read_bytes, toml_line
from lpplan.reading.typed import read_amount, read_text
from lpplan.show.cells import Money
from lpplan.show.document import Bullets, Document, Paragraph, Part, Row, amounts_table
from lpplan.show.formats import Formats, as_it_is
from lpplan.values.kinds import MOST_POUNDS
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.problem import LpplanError
from lpplan.values.words import day_in_words
from lpplan.values.years import AcademicYear

_FOLDER = "our-fees"
"""Where a plan's own fees go, beside it."""
FORMATS: Formats[Document] = {"table": as_it_is}


class _Told(NamedTuple):
    """What SSAT said: member prices of a year in pounds exc VAT, who said so, and when."""

    year: AcademicYear
    prices: Mapping[str, Pounds]
    by: str
    on: date

    @property
    def because(self) -> str:
        """Why the prices are what they are."""
        return f"Told by {self.by} on {day_in_words(self.on)}"


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
        text_option(metavar="DIR", help=f"The folder of fees to write to (default: {_FOLDER})."),
    ] = None,
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
        if plan is not None and into is not None:
            flags.add("--into", "plan-says-so", "goes without --plan", "Leave one of them out.")
        flags.refuse_problems()
        folder = _folder(source, into)
        known = _known(folder)
        base = _base(flags, known, its_year)
        amounts = _amounts(flags, prices, base)
    if its_year is not None and who is not None:
        _write(folder, known, base, _Told(its_year, amounts, who, when))
        if source is not None:
            _name_folder(source)
        to = destination(None, None, force=False, formats=FORMATS)
        to.write(_document(_Told(its_year, amounts, who, when), folder, base, source, day))


def _folder(source: PlanSource | None, into: str | None) -> str:
    """Where the prices go: the plan's own folder, one beside it, or the one that is named."""
    if source is not None and source.file is not None:
        return source.fees or str(Path(source.file.path).parent / _FOLDER)
    return into or _FOLDER


def _known(folder: str) -> FeeFolder:
    """The fees that a folder has, else those that come with lpplan, from which it begins."""
    path = Path(folder)
    has_fees = path.is_dir() and any(is_fee_file(one.name) for one in path.iterdir())
    return load_fees(folder) if has_fees else sound_folder(folder_texts(None), None)


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


def _write(folder: str, known: FeeFolder, base: FeeSchedule, said: _Told) -> None:
    """Write the year's file, and where the folder is new, the earlier years beside it."""
    path = Path(folder) / f"{said.year.in_file_names}.toml"
    is_there = base.academic_year == said.year
    if is_there:
        text = _corrected(known.files[said.year].text, said)
    else:
        prices = {(name, "member"): amount for name, amount in said.prices.items()}
        reason = Reason(on=said.on, fees="all", because=said.because)
        text = provisional_toml(ProvisionalSchedule(said.year, base, NOTHING, prices, reason))
    new = FeeText(str(path), path.name, text.encode)
    others = [
        FeeText(file.path, Path(file.path).name, file.text.encode)
        for year, file in known.files.items()
        if year != said.year
    ]
    # Judged before anything is written: the folder stays sound, or as it is.
    problems = examine(sorted([*others, new], key=lambda one: one.name))[1]
    if problems:
        raise LpplanError(problems=problems)
    make_folder(folder)
    if known.folder is None:
        for other in others:
            write_result(other.read(), str(Path(folder) / other.name), force=False)
    write_result(text, str(path), force=is_there)


def _corrected(text: str, said: _Told) -> str:
    """A provisional schedule with other prices, and why; its comments stay."""
    import tomlkit

    document = tomlkit.parse(text)
    charges = document["fees"]
    for name, amount in said.prices.items():
        whole = amount == amount.to_integral_value()
        price = tomlkit.value(str(int(amount) if whole else amount))
        charges[name]["member"] = price.comment("as told; check it")
    entry = [toml_line("on", said.on), toml_line("fees", [*said.prices])]
    entry.append(toml_line("because", said.because))
    lines = ["", "[[changes]]", *entry]
    return tomlkit.dumps(document).rstrip("\n") + "\n" + "\n".join(lines) + "\n"


def _name_folder(source: PlanSource) -> None:
    """Say in the plan which fees it has, unless it does already."""
    if source.plan.fees is None and source.file is not None:
        path = source.file.path
        content = read_bytes(path, path)
        mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
        end = b"\r\n" if b"\r\n" in content else b"\n"
        line = toml_line("fees", _FOLDER).encode() + end
        write_result(mark + line + content.removeprefix(mark), path, force=True)


def _document(
    said: _Told, folder: str, base: FeeSchedule, source: PlanSource | None, day: date
) -> Document:
    """What is written where, and what to do next."""
    title = f"Prices of {said.year}, as told by {said.by} on {day_in_words(said.on)}"
    return Document(title, day, [*_parts(said, folder, base, source)])


def _parts(
    said: _Told, folder: str, base: FeeSchedule, source: PlanSource | None
) -> Iterator[Part]:
    rows = []
    for name, charge in base.fees.items():
        told_now = name in said.prices
        words = "as told" if told_now else f"not told: as in {base.academic_year}"
        rows.append(Row((name, words, Money(said.prices.get(name, charge.member)))))
    yield amounts_table("Charge", "", "Member price exc VAT", rows=rows)
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
