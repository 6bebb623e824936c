"""Reports of plans that are written down in a test, and the rows of their tables as words."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.proposal import proposal_report
from lpplan.proposal.report import ProposalReport
from lpplan.reading.fee_folder import FeeFolder, load_fees
from lpplan.reading.plan_source import load_plan
from lpplan.show.cells import Money, cell_words
from lpplan.show.document import Row

DAY = date(2018, 6, 1)


def stage(number: int, year: str = "2018/19", *keys: str) -> str:
    """A stage of a plan; without any keys 20 people take part."""
    lines = keys or ("participants = 20",)
    return "\n".join(["[[stages]]", f"stage = {number}", f'academic_year = "{year}"', *lines, ""])


def report_of(
    folder: Path,
    *stages: str,
    day: date = DAY,
    fees: dict[str, Any] | None = None,
    membership: str = "member",
) -> ProposalReport:
    """What a proposal says of the stages of a school named Oak.

    Prices are those of the charges made up by a test, where it gives any.
    """
    file = folder / "plan.toml"
    school = f'school = {{name = "Oak", membership = "{membership}"}}\n'
    file.write_text(school + "".join(stages), encoding="utf-8")
    prices = load_fees(None)
    if fees is not None:
        data = {"academic_year": "2018/19", "status": "provisional", "fees": fees}
        prices = FeeFolder(Schedules([FeeSchedule.model_validate(data)]), {}, None)
    return proposal_report(load_plan(str(file)), prices, made=day, as_of=day, prepared_by=None)


def shown(rows: Iterable[Row]) -> list[str]:
    """Rows as they are read, each amount with its mark, total rows behind a star."""
    return [
        "* " * row.strong
        + " | ".join(
            f"{cell_words(cell)} {cell.mark}".strip()
            if isinstance(cell, Money)
            else cell_words(cell)
            for cell in row.cells
        )
        for row in rows
    ]
