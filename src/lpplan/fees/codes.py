"""Every code of a problem of fee files or of a closed gate, and the page that explains each."""

import re
from collections.abc import Mapping
from importlib.resources import files
from textwrap import wrap

from lpplan.fees.gates import GATES
from lpplan.reading.fee_rule import FeeRule
from lpplan.reading.fee_rules import FEE_RULES

CODES: Mapping[str, FeeRule] = {**FEE_RULES, **GATES}


def page_of(code: str) -> str:
    """The page of a code as Markdown: what it means, an example, what is said of it, the cure."""
    page = files("lpplan.fees").joinpath("codes.md").read_text(encoding="utf-8")
    sections = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    return next(one for one in sections if one.startswith(f"## {code}\n")).strip() + "\n"


def explanation(code: str) -> str:
    """The page of a code as plain text."""
    lines, is_example = [], False
    for line in page_of(code).splitlines():
        if line.startswith("```"):
            is_example = not is_example
        elif is_example:
            lines.append(f"    {line}".rstrip())
        else:
            lines += wrap(re.sub(r"\*\*|`|^## ", "", line), 80) or [""]
    return "\n".join(lines) + "\n"
