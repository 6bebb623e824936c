"""The flags that commands share, and the one reader of flags as they were typed."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

import typer

from lpplan.reading.typed import read_amount, read_day
from lpplan.values.money import Pounds, read_percent
from lpplan.values.problem import LocatedProblem, LpplanError, Problem
from lpplan.values.words import in_quotes, listed
from lpplan.values.years import AcademicYear

_Value = TypeVar("_Value")


def as_it_stands(text: str) -> str:
    """Help that Typer shows as it stands, where it would take ``[applicants]`` for markup."""
    return re.sub(r"\[(?=[a-z#/@][^\[\]]*\])", r"\\[", text)


def text_option(*names: str, metavar: str, help: str) -> Any:  # noqa: A002 - as Typer calls it
    """A flag that takes a text, which ``Flags`` reads."""
    return typer.Option(*names, metavar=metavar, help=as_it_stands(help), show_default=False)


def switch(*names: str, help: str) -> Any:  # noqa: A002 - as Typer calls it
    """A flag that takes nothing."""
    return typer.Option(*names, metavar="", help=as_it_stands(help))


def format_option(formats: Iterable[str]) -> Any:
    """The option that picks one of a command's formats, the first of them by default."""
    first, *_ = names = tuple(formats)
    about = f"The output format: {listed(names, 'or')} (default: {first})."
    return text_option("--format", "-f", metavar="FORM", help=about)


PlanArgument = Annotated[
    str, typer.Argument(metavar="PLAN", help="The plan, a TOML file; - is standard input.")
]
FeesOption = Annotated[
    str | None,
    text_option(
        "--fees",
        metavar="DIR",
        help="Use the fee schedules in this folder (default: the one that the plan names, else"
        " $LPPLAN_FEES, else those bundled).",
    ),
]
OutputOption = Annotated[
    str | None,
    text_option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file; its ending picks the format where --format does not.",
    ),
]
ForceOption = Annotated[bool, switch("--force", help="Replace the file where it exists already.")]
AsOfOption = Annotated[
    str | None,
    text_option(
        "--as-of",
        metavar="DATE",
        help="Answer as of this day, such as 2026-11-21 (default: today).",
    ),
]
UpliftOption = Annotated[
    str | None,
    text_option(
        "--uplift",
        metavar="PERCENT",
        help="Assume prices rise by this much each year after the fees end, such as 3%.",
    ),
]
StyleOption = Annotated[
    str | None, text_option("--style", metavar="FILE", help="A house style, a TOML file.")
]


class Flags:
    """Reads flags as they were typed, so that everything wrong with them is said at once.

    A flag that cannot be read gives None, or the value that stands for it otherwise; when the
    ``with`` block ends, LpplanError is raised with every problem. ``refuse_problems`` does so
    where what follows needs the flags to be sound.
    """

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._problems: list[LocatedProblem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.refuse_problems()

    def add(self, flag: str, code: str, message: str, hint: str = "") -> None:
        """Note a problem with a flag."""
        problem = Problem(key=(), code=code, message=message, hint=hint)
        self._problems.append(LocatedProblem(path=None, line=None, key=flag, problem=problem))

    def refuse_problems(self) -> None:
        """Raise LpplanError with every problem so far, if there is any."""
        if self._problems:
            raise LpplanError(problems=self._problems)

    def read(
        self, flag: str, typed: str | None, reader: Callable[[str], _Value], example: str = ""
    ) -> _Value | None:
        """What a flag means; None where it was not given, or with a problem.

        ``reader`` raises ValueError with words that say what is expected.
        """
        if typed is None:
            return None
        try:
            return reader(typed)
        except ValueError as wrong:
            hint = f"For example: {example}" if example else ""
            self.add(flag, "wrong-value", f"{wrong}, not {in_quotes(typed)}", hint)
            return None

    def number(self, flag: str, typed: str | None, most: int, example: str) -> int | None:
        """A whole number from 1 to ``most``."""

        def reader(text: str) -> int:
            number = int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0
            if not 1 <= number <= most:
                raise ValueError(f"must be a whole number from 1 to {most:,}")
            return number

        return self.read(flag, typed, reader, example)

    def amount(self, flag: str, typed: str | None, most: Pounds, example: str) -> Pounds | None:
        """An amount in pounds such as £450, 450 or 1,250.50, up to ``most``."""
        return self.read(flag, typed, lambda text: read_amount(text, most), example)

    def year(self, flag: str, typed: str | None, example: str) -> AcademicYear | None:
        """An academic year."""
        return self.read(flag, typed, AcademicYear.parse, example)

    def one_of(
        self, flag: str, typed: str | None, words: Sequence[str], hint: str = ""
    ) -> str | None:
        """One of some words."""
        if typed is None or typed in words:
            return typed
        message = f"must be {listed(words, 'or')}, not {in_quotes(typed)}"
        self.add(flag, "wrong-value", message, hint)
        return None

    def day(self, flag: str, typed: str | None) -> date | None:
        """A day of the calendar."""

        def reader(text: str) -> date:
            try:
                return read_day(text)
            except ValueError:
                raise ValueError("must be a date such as 2026-11-21 or 21/11/2026") from None

        return self.read(flag, typed, reader)

    def as_of(self, typed: str | None) -> date:
        """The day of asking that ``--as-of`` names, else today."""
        return self.day("--as-of", typed) or datetime.now().astimezone().date()

    def percent(self, flag: str, typed: str | None, expected: str, example: str) -> Decimal | None:
        """A percentage such as ``3.5%`` or ``3.5``."""

        def reader(text: str) -> Decimal:
            percent = read_percent(text)
            if percent is None:
                raise ValueError(f"must be {expected}")
            return percent

        return self.read(flag, typed, reader, example)

    def uplift(self, typed: str | None) -> Decimal:
        """How many percent a year ``--uplift`` adds, nothing without it."""
        expected = "a percentage a year from 0 to 1,000"
        return self.percent("--uplift", typed, expected, "--uplift 3%") or Decimal(0)
