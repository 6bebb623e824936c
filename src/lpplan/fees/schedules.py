"""``lpplan fees list`` and ``lpplan fees show``: which fees there are, and where they come from."""

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

import typer

from lpplan.core.fees import Charge, FeeSchedule
from lpplan.flags import FeesOption, Flags, ForceOption, OutputOption, format_option
from lpplan.output import destination
from lpplan.reading.fee_folder import FeeFolder, load_fees
from lpplan.show.cells import Money
from lpplan.show.data import to_json
from lpplan.show.document import Bullets, Column, Document, Paragraph, Part, Row, Table, table
from lpplan.show.formats import Formats, for_reading
from lpplan.values.problem import LpplanError
from lpplan.values.words import day_in_words, listed


def list_document(folder: FeeFolder) -> Document:
    """The years that have fees: for whom, from which source, checked when."""
    where = "that come with lpplan" if folder.folder is None else f"in {folder.folder}"
    rows = []
    for schedule in folder.schedules:
        source = schedule.source
        title = (source and source.title) or "none"
        checked = (source and source.checked) or "never"
        year, status = schedule.academic_year, schedule.status
        rows.append(Row((year, status, _for_whom(schedule), title, checked)))
    columns = [
        Column("Year", keep=True),
        Column("Status", keep=True),
        Column("Prices for"),
        Column("Source"),
        Column("Checked", keep=True),
    ]
    return Document(f"Fee schedules {where}", Flags().as_of(None), [Table(columns, rows)])


def list_json(folder: FeeFolder) -> str:
    """The schedules of a folder as JSON in ASCII."""
    schedules = [_summary(folder, schedule) for schedule in folder.schedules]
    return to_json({"folder": folder.folder or "bundled", "schedules": schedules})


def _summary(folder: FeeFolder, schedule: FeeSchedule) -> dict[str, Any]:
    source = schedule.source
    return {
        "academic_year": schedule.academic_year,
        "status": schedule.status,
        "file": folder.files[schedule.academic_year].path,
        "member": True,
        "non_member": _with_non_member_prices(schedule) == len(schedule.fees),
        "source": source and source.title,
        "publisher": source and source.publisher,
        "url": source and source.url,
        "checked": source and source.checked,
    }


def _with_non_member_prices(schedule: FeeSchedule) -> int:
    """How many charges have a price for non-members."""
    return sum(charge.non_member is not None for charge in schedule.fees.values())


def _for_whom(schedule: FeeSchedule) -> str:
    number = _with_non_member_prices(schedule)
    if number == len(schedule.fees):
        return "members and non-members"
    return "members, and in part non-members" if number else "members"


class FeesOfYear(NamedTuple):
    """One year's schedule, and the folder that it is from."""

    folder: FeeFolder
    schedule: FeeSchedule


def show_document(fees: FeesOfYear) -> Document:
    """One year's charges, and where they come from."""
    schedule = fees.schedule
    title = f"Fees for {schedule.academic_year}, {schedule.status}, in pounds exc VAT"
    charges = [(schedule.label(name), charge) for name, charge in schedule.fees.items()]
    rows = [_charge_row(label, charge) for label, charge in charges]
    parts = [
        *_status(schedule),
        table("Charge", "Per", "Stages", "Member", "Non-member", rows=rows),
        *_source(fees),
        Bullets([_charge_source(label, charge) for label, charge in charges]),
    ]
    return Document(title, Flags().as_of(None), parts)


def _status(schedule: FeeSchedule) -> Iterator[Part]:
    if schedule.status == "provisional":
        yield Paragraph("Not confirmed by SSAT: every price is an estimate.", "loud")
    if schedule.based_on:
        uplift = f", with {schedule.uplift} a year added" if schedule.uplift else ""
        yield Paragraph(f"Based on {schedule.based_on}{uplift}.")


def _charge_row(label: str, charge: Charge) -> Row:
    per = f"cohort of up to {charge.max_cohort_size}" if charge.per == "cohort" else charge.per
    stages = ", ".join(map(str, charge.stages))
    non_member = "none" if charge.non_member is None else Money(charge.non_member)
    return Row((label, per, stages, Money(charge.member), non_member))


def _source(fees: FeesOfYear) -> Iterator[Part]:
    schedule, source = fees.schedule, fees.schedule.source
    names = [name for name in (source.title, source.publisher) if name] if source else []
    yield Paragraph(f"Source: {', '.join(names) or 'none named'}.")
    if source and source.url:
        yield Paragraph(f"On the web: {source.url}")
    checked = day_in_words(source.checked) if source and source.checked else "never"
    path = fees.folder.files[schedule.academic_year].path
    yield Paragraph(f"Checked against it: {checked}. File: {path}")
    if schedule.withdrawn:
        yield Paragraph(f"No longer charged: {listed(schedule.withdrawn)}.")
    yield from (Paragraph(note) for note in (schedule.note, source and source.note) if note)


def _charge_source(label: str, charge: Charge) -> str:
    remarks = [charge.reference or "Where in the source is not said", charge.url, charge.note]
    return f"{label}: {'. '.join(remark.rstrip('.') for remark in remarks if remark)}."


def show_json(fees: FeesOfYear) -> str:
    """One schedule as JSON in ASCII."""
    folder, schedule = fees
    year = schedule.academic_year
    facts = ("currency", "vat", "based_on", "uplift", "withdrawn", "note")
    charges = [
        {"fee": name}
        | charge.model_dump()
        | {"label": schedule.label(name), "line": folder.files[year].line(("fees", name))}
        for name, charge in schedule.fees.items()
    ]
    data = {key: getattr(schedule, key) for key in facts} | {"fees": charges}
    return to_json(_summary(folder, schedule) | data)


LIST_FORMATS: Formats[FeeFolder] = {
    "table": list_document,
    "json": list_json,
    **for_reading(list_document),
}
SHOW_FORMATS: Formats[FeesOfYear] = {
    "table": show_document,
    "json": show_json,
    **for_reading(show_document),
}


def list_fees(
    fees: FeesOption = None,
    form: Annotated[str | None, format_option(LIST_FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the years of a folder of fees."""
    to = destination(form, output, force=force, formats=LIST_FORMATS)
    to.write(load_fees(fees))


def show_fees(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="An academic year, such as 2018/19.")],
    fees: FeesOption = None,
    form: Annotated[str | None, format_option(SHOW_FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show the schedule of one year."""
    with Flags() as flags:
        shown_year = flags.year("YEAR", year, "lpplan fees show 2018/19")
    to = destination(form, output, force=force, formats=SHOW_FORMATS)
    folder = load_fees(fees)
    schedule = folder.schedules.of(shown_year) if shown_year else None
    if schedule is None:
        years = ", ".join(map(str, folder.schedules.years))
        raise LpplanError(
            f"{shown_year}: has no fee schedule", f"The years that have one: {years}."
        )
    to.write(FeesOfYear(folder, schedule))
