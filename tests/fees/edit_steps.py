"""What edits of a fee folder are made of: one step each, in the folder that is the current one.

They start from ``tests/synthetic/three_years``: 2018/19 published, 2019/20 published with prices
for non-members and a charge for a room, and 2020/21 provisional. The day of asking is ``AS_OF``.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeAlias

AS_OF = "2020-06-30"
DAY = "2020-06-15"
"""When somebody learnt of a change, and checked the file again."""

Step: TypeAlias = Callable[[], None]
"""Changes the files in ``fees`` of the folder that is the current one."""


def file_of(year: str) -> Path:
    return Path("fees", f"{year}.toml")


def _rewrite(year: str, change: Callable[[str], str]) -> None:
    path = file_of(year)
    before = path.read_bytes().decode()
    after = change(before)
    assert after != before, "the edit changes nothing"
    path.write_bytes(after.encode())


def swap(old: str, new: str, year: str = "2019-20") -> Step:
    """Whole lines by others; ``old`` stands there once."""

    def change(text: str) -> str:
        assert text.count(f"\n{old}\n") == 1, old
        return text.replace(f"\n{old}\n", f"\n{new}\n" if new else "\n")

    return lambda: _rewrite(year, change)


def every(pattern: str, new: str, year: str = "2019-20") -> Step:
    """Whatever matches, by something else."""
    return lambda: _rewrite(year, lambda text: re.sub(pattern, new, text, flags=re.MULTILINE))


def table(charge: str, new: str = "", year: str = "2019-20") -> Step:
    """A charge's table by another, or by nothing."""
    return every(rf"\[fees\.{charge}\]\n(?:.+\n)+\n?", new, year)


def top(line: str, year: str = "2019-20") -> Step:
    """One more line at the top of a file."""
    return every(r"\A", f"{line}\n", year)


def end(text: str, year: str = "2019-20") -> Step:
    """Some more at the end of a file."""
    return every(r"\Z", f"\n{text}\n", year)


def checked(day: str, year: str = "2019-20") -> Step:
    return every(r"^checked = .*", f"checked = {day}", year)


def entry(
    accepts: str = "",
    fees: str = "all",
    on: str = DAY,
    year: str = "2019-20",
    because: str = "A letter from SSAT",
) -> Step:
    """One more entry; ``accepts`` and ``fees`` have a space between names."""
    named = '"all"' if fees == "all" else str(fees.split()).replace("'", '"')
    lines = ["[[changes]]", f"on = {on}", f"fees = {named}", f'because = "{because}"']
    lines += [f"accepts = {accepts.split()}".replace("'", '"')] if accepts else []
    return end("\n".join(lines), year)


def told(
    accepts: str = "", fees: str = "all", year: str = "2019-20", because: str = "A letter from SSAT"
) -> tuple[Step, ...]:
    """An entry that is right, in a file that was checked again."""
    return entry(accepts, fees, DAY, year, because), checked(DAY, year)


def new_year(
    year: str, factor: str = "1", like: str = "2020-21", reason: bool = True
) -> tuple[Step, ...]:
    """A year with the prices of another, times something, and an entry or none."""

    def untold(text: str) -> str:
        return re.sub(r"\n\[\[changes\]\](?:\n.+)*", "", text)

    def multiplied(found: re.Match[str]) -> str:
        return f"member = {Decimal(found[1]) * Decimal(factor):.2f}"

    steps = [
        copy(like, year),
        top(f"# {factor} times {like}", year),
        lambda: _rewrite(year, lambda text: re.sub(r"member = (.*)", multiplied, untold(text))),
    ]
    return tuple([*steps, entry(year=year)] if reason else steps)


def copy(old: str, new: str, reword: bool = True) -> Step:
    """A year's file under another's name, with that year in it."""

    def write() -> None:
        text = file_of(old).read_text("utf-8")
        if reword:
            text = text.replace(f'= "{old.replace("-", "/")}"', f'= "{new.replace("-", "/")}"', 1)
        file_of(new).write_text(text, encoding="utf-8", newline="\n")

    return write


def remove(name: str) -> Step:
    return lambda: Path("fees", name).unlink()


def move(old: str, new: str) -> Step:
    def go() -> None:
        Path(new).parent.mkdir(parents=True, exist_ok=True)
        Path(old).rename(new)

    return go


def write(name: str, content: bytes = b"") -> Step:
    def go() -> None:
        path = Path("fees", name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    return go


def link(old: str, new: str) -> Step:
    return lambda: Path(new).symlink_to(old)


def nothing() -> None:
    """Leave everything as it is."""


class Edit(NamedTuple):
    """One edit, and what the commands of the workflow say of it."""

    name: str
    steps: Sequence[Step]
    check: str = ""
    """The codes of ``fees check``, in the order in which they come, each once."""
    diff: str = ""
    """Likewise those of the gates that ``fees diff`` leaves closed."""
    exits: tuple[int, int] = (0, 0)
    mend: Sequence[Step] = ()
    """What added to the edit lets both pass: for most of those refused there is something."""
    why: str = ""
    """Why it may pass as it is, or else why nothing lets it."""
    base: Sequence[Step] = ()
    """What the base is like, beyond three sound years."""
