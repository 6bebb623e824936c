"""The rules on fee files: every code that a problem can have, and the rule that finds it.

A code is one row of a table. Codes are stable: files, commands and CI name them.
"""

from collections.abc import Iterator

from lpplan.reading.fee_oddities import IGNORABLE, ODDITY_RULES
from lpplan.reading.fee_rule import FeeFile
from lpplan.reading.fee_soundness import SOUNDNESS_RULES
from lpplan.reading.words import Draft
from lpplan.values.problem import Problem

FEE_RULES = SOUNDNESS_RULES | ODDITY_RULES
"""Every code that a problem of a fee file can have."""


def fee_problems(beside: FeeFile, draft: Draft) -> Iterator[Problem]:
    """What is wrong with a draft of a fee file beside the others, and what is odd on a day.

    What the file itself asks to ignore is left out, unless it is an error.
    """
    file = beside._replace(draft=draft)
    silenced: set[str] = set()
    for code, rule in (SOUNDNESS_RULES if file.as_of is None else FEE_RULES).items():
        for key, message, hint in rule.find(file):
            asked = {code, f"{code}:{key[1]}"} if key[0] == "fees" else {code}
            asked &= {*file.draft.ignore} if code in IGNORABLE else set()
            silenced |= asked
            if not asked:
                yield Problem(key, code, message, hint, rule.severity)
    for written in file.draft.ignore if file.as_of else ():
        if written.partition(":")[0] in IGNORABLE and written not in silenced:
            message = f'names "{written}", and nothing of that kind is found here'
            hint = "Take it out, so that it does not hide what may be found later."
            yield Problem(("ignore",), "unused-ignore", message, hint, "warning")
