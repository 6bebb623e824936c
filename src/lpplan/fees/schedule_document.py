"""Fee schedules for a terminal and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lpplan.core.fees import FeeSchedule
from lpplan.core.money import Pounds
from lpplan.core.words import day_in_words, listed, pounds
from lpplan.reading.fee_folder import FeeFolder
from lpplan.show.data import plain_amount, to_json
from lpplan.show.screen import Screen

if TYPE_CHECKING:
    from rich.console import RenderableType


def list_json(folder: FeeFolder) -> str:
    """The schedules of a folder as JSON in ASCII."""
    data = {
        "folder": folder.folder or "bundled",
        "schedules": [_summary(folder, schedule) for schedule in folder.schedules],
    }
    return to_json(data)


def list_table(folder: FeeFolder, screen: Screen) -> str:
    """The schedules of a folder as text for the screen."""
    where = "that come with lpplan" if folder.folder is None else f"in {folder.folder}"
    table = screen.table("Year", "Status", "Prices for", "Source", "Checked")
    for column in (table.columns[0], table.columns[1], table.columns[4]):
        column.no_wrap = True
    for schedule in folder.schedules:
        source = schedule.source
        cells = (
            str(schedule.academic_year),
            schedule.status,
            _for_whom(schedule),
            (source and source.title) or "none",
            source.checked.isoformat() if source and source.checked else "never",
        )
        table.add_row(*map(screen.text, cells))
    return screen.render(screen.text(f"Fee schedules {where}", "bold"), screen.text(""), table)


def show_json(folder: FeeFolder, schedule: FeeSchedule) -> str:
    """One schedule as JSON in ASCII."""
    data = _summary(folder, schedule) | {
        "currency": schedule.currency,
        "vat": schedule.vat,
        "based_on": str(schedule.based_on) if schedule.based_on else None,
        "uplift": schedule.uplift,
        "withdrawn": list(schedule.withdrawn),
        "note": schedule.note,
        "fees": [
            {
                "fee": name,
                "label": schedule.label(name),
                "per": charge.per,
                "max_cohort_size": charge.max_cohort_size,
                "stages": list(charge.stages),
                "member": plain_amount(charge.member),
                "non_member": _optional(charge.non_member),
                "reference": charge.reference,
                "url": charge.url,
                "note": charge.note,
                "line": folder.place(schedule.academic_year, ("fees", name))[1],
            }
            for name, charge in schedule.fees.items()
        ],
    }
    return to_json(data)


def show_table(folder: FeeFolder, schedule: FeeSchedule, screen: Screen) -> str:
    """One schedule as text for the screen."""
    return screen.render(*_show(folder, schedule, screen))


def _show(folder: FeeFolder, schedule: FeeSchedule, screen: Screen) -> "Iterator[RenderableType]":
    year = schedule.academic_year
    yield screen.text(f"Fees for {year}, {schedule.status}, in pounds exc VAT", "bold")
    if schedule.status == "provisional":
        yield screen.text("Not confirmed by SSAT: every price is an ESTIMATE.", "bold yellow")
    if schedule.based_on:
        uplift = f", with {schedule.uplift} a year added" if schedule.uplift else ""
        yield screen.text(f"Based on {schedule.based_on}{uplift}.")
    yield screen.text("")
    table = screen.table("Charge", "Per", "Stages", "Member", "Non-member", right=(3, 4))
    for name, charge in schedule.fees.items():
        per = f"cohort of up to {charge.max_cohort_size}" if charge.per == "cohort" else charge.per
        cells = (
            schedule.label(name),
            per,
            ", ".join(map(str, charge.stages)),
            pounds(charge.member),
            "none" if charge.non_member is None else pounds(charge.non_member),
        )
        table.add_row(*map(screen.text, cells))
    yield table
    yield screen.text("")
    source = schedule.source
    told = ", ".join(text for text in (source.title, source.publisher) if text) if source else ""
    yield screen.text(f"Source: {told or 'none named'}.")
    if source and source.url:
        yield screen.text(f"On the web: {source.url}")
    checked = day_in_words(source.checked) if source and source.checked else "never"
    yield screen.text(f"Checked against it: {checked}. File: {folder.files[year].path}")
    if schedule.withdrawn:
        yield screen.text(f"No longer charged: {listed(list(schedule.withdrawn))}.")
    for remark in (schedule.note, source and source.note):
        if remark:
            yield screen.text(remark)
    yield screen.text("")
    for name, charge in schedule.fees.items():
        remarks = [charge.reference or "Where in the source is not said", charge.url, charge.note]
        words = ". ".join(remark.rstrip(".") for remark in remarks if remark)
        yield screen.text(f"{schedule.label(name)}: {words}.")


def _summary(folder: FeeFolder, schedule: FeeSchedule) -> dict[str, Any]:
    source = schedule.source
    return {
        "academic_year": str(schedule.academic_year),
        "status": schedule.status,
        "file": folder.files[schedule.academic_year].path,
        "member": True,
        "non_member": _has_non_member_prices(schedule),
        "source": source and source.title,
        "publisher": source and source.publisher,
        "url": source and source.url,
        "checked": source.checked.isoformat() if source and source.checked else None,
    }


def _has_non_member_prices(schedule: FeeSchedule) -> bool:
    return all(charge.non_member is not None for charge in schedule.fees.values())


def _for_whom(schedule: FeeSchedule) -> str:
    if _has_non_member_prices(schedule):
        return "members and non-members"
    if any(charge.non_member is not None for charge in schedule.fees.values()):
        return "members, and in part non-members"
    return "members"


def _optional(amount: Pounds | None) -> str | None:
    return None if amount is None else plain_amount(amount)
