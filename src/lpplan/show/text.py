"""Text from files and people, made safe to show in each kind of output."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lpplan.core.money import Pounds
from lpplan.core.words import listed
from lpplan.reading.charset import UNSAFE

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Marks that mean something within a line; a colon only where it begins an :emoji:.
_MARKDOWN = r"[\\`*_\[\]<>&|~$]|:(?=[\w+-]+:)"


def visible(text: str) -> str:
    """A text with control and direction-override characters shown escaped."""
    return UNSAFE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _NAMED.get(found[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def without_commands(text: str) -> str:
    """Lines of output that no workflow of GitHub takes for a command, whatever a file holds."""
    broken = re.sub(r"^([ \t]*):(?=:)", r"\1: ", text, flags=re.MULTILINE)
    return broken.replace("##[", "# #[")


def to_json(data: object, *, indent: int | None = 2) -> str:
    """JSON in ASCII, on one line where ``indent`` is None; no workflow takes it for a command."""
    import json

    return json.dumps(data, indent=indent).replace("##[", "#\\u0023[") + "\n"


def csv_text(text: str) -> str:
    """A text as a CSV cell that no spreadsheet takes for a formula."""
    guard = "'" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else ""
    return guard + visible(text)


def markdown_text(text: str) -> str:
    """A text that Markdown shows as it stands, within a line or a table."""
    entities = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
    return re.sub(_MARKDOWN, lambda mark: entities.get(mark[0], f"\\{mark[0]}"), visible(text))


def plain_amount(amount: Pounds) -> str:
    """An amount for a machine: ``12200.00``."""
    return f"{amount:.2f}"


def pounds(amount: Pounds) -> str:
    """An amount for a person: ``£12,200.00``."""
    return f"-£{-amount:,.2f}" if amount < 0 else f"£{amount:,.2f}"


def plural(number: int | Decimal, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 cohort``, ``2,000 cohorts``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def sizes_in_words(cohorts: tuple[int, ...]) -> str:
    """Cohort sizes in a sentence: ``14 and 13``, or ``3 of 18 people and 2 of 17 people``."""
    if len(cohorts) <= 3:
        return listed([f"{size:,}" for size in cohorts])
    return listed(
        [f"{count:,} of {plural(size, 'person', 'people')}" for size, count in _counted(cohorts)]
    )


def _counted(cohorts: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    for size in dict.fromkeys(cohorts):
        yield size, cohorts.count(size)
