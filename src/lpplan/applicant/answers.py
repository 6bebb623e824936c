"""What an applicant says, from flags as they were typed or from questions."""

import re
from collections.abc import Callable, Mapping, Sequence

from lpplan.applicant.conditions import CONDITIONS, Applicant
from lpplan.flags import Flags
from lpplan.reading.charset import UNSAFE
from lpplan.reading.typed import read_yes_no

_PART_TIME = "Do you work part time?"


def applicant_from_flags(
    given: Mapping[str, str | None], requirements: Sequence[str], own: Sequence[str]
) -> Applicant:
    """The applicant that the flags describe. Raises LpplanError with everything wrong with them.

    ``requirements`` are like ``1=yes``, counted from 1 among the school's ``own``.
    """
    with Flags() as flags:

        def yes_no(flag: str, text: str | None, example: str) -> bool | None:
            return flags.read(flag, text, read_yes_no, example)

        said: dict[str, bool | None] = {}
        for name, typed in given.items():
            flag = f"--{name.replace('_', '-')}"
            said[name] = yes_no(flag, typed, f"{flag} yes")
        met: dict[int, bool | None] = {}
        for typed_requirement in requirements:
            parts = re.fullmatch(r"(\d{1,3})=(.*)", typed_requirement, re.ASCII)
            if parts is None or not 1 <= int(parts[1]) <= len(own):
                known = f"from 1 to {len(own)}" if own else "and the plan has none"
                message = (
                    f"must be the number of a requirement, {known}, and yes or no, not"
                    f" {typed_requirement}"
                )
                hint = "For example: --requirement 1=yes"
                flags.add("--requirement", "wrong-value", message, hint)
                continue
            met[int(parts[1])] = yes_no("--requirement", parts[2], "--requirement 1=yes")
    return Applicant(said.pop("works_part_time", None), said, met)


def applicant_from_questions(
    own: Sequence[str], ask: Callable[[str], str], show: Callable[[str], None]
) -> Applicant:
    """The applicant as they answer one question after another: yes, no, or Enter for neither."""

    def answer(question: str) -> bool | None:
        show(f"\n{UNSAFE.sub('?', question)}\nYes or no. Enter: don't know.\n")
        while typed := ask("> ").strip():
            try:
                return read_yes_no(typed)
            except ValueError as wrong:
                show(f"Your answer {wrong}.\n")
        return None

    said = {name: answer(it.question) for name, it in CONDITIONS.items() if name != "part_time"}
    works_part_time = answer(_PART_TIME)
    if works_part_time:
        said["part_time"] = answer(CONDITIONS["part_time"].question)
    met = {
        number: answer(f"The school asks besides: {requirement} Is that so?")
        for number, requirement in enumerate(own, 1)
    }
    return Applicant(works_part_time, said, met)
