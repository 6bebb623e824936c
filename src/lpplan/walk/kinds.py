"""The kinds of answer that a walk takes: how each is read, and written so that it reads the same.

An answer is kept as a plan's file has it, such as ``"2018/19"``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.programme import SESSIONS, SUPPORT_KINDS
from lpplan.reading.typed import (
    GATEWAY_MONTHS_IN_WORDS,
    read_amount,
    read_day,
    read_gateway,
    read_number,
    read_text,
    read_year,
)
from lpplan.values.kinds import MOST_HOURS, MOST_PEOPLE, MOST_POUNDS
from lpplan.values.money import NOTHING, DecimalText, read_pounds
from lpplan.values.words import day_in_words, listed, pounds
from lpplan.values.years import AcademicYear, Month


class LeadsOn(Enum):
    """An answer that stands in no plan, and only leads on to other questions."""

    NO_MORE = "no more"
    SCHOOL_BY_SCHOOL = "schools"
    SHOW_QUOTE = "quote"


Value: TypeAlias = str | int | date | DecimalText | list[str] | LeadsOn | None
"""An answer as a plan's file has it; None where somebody does not know."""

_DO_NOT_KNOW = ("don't know", "dont know", "do not know", "dk", "not known", "unknown")


class AnswerKind(NamedTuple):
    """A kind of answer: how it is read, and written so that it reads the same again."""

    expects: str
    """What the answer may be, with an example."""
    reader: Callable[[str], Value] | None = None
    """Reads what is none of the words. Raises ValueError with words for a person."""
    writer: Callable[[Any], str] = str
    words: Mapping[str, Value] = MappingProxyType({})
    """The words that stand for an answer, first the one in which it is written."""
    optional: bool = False
    """Whether the planner can do without an answer."""

    def in_year(self, year: AcademicYear) -> "AnswerKind":
        """The same kind, with an example of a year."""
        example = self.expects.format(year=year.start, next_year=year.start + 1, academic_year=year)
        return self._replace(expects=example)

    @property
    def or_unknown(self) -> "AnswerKind":
        """The same kind, where an answer may also be that somebody does not know."""
        return self._replace(optional=True)

    def read(self, typed: str) -> Value:
        """The value of an answer as typed. Raises ValueError with words for a person."""
        plain = _plain(typed)
        if not plain:
            raise ValueError(f"is needed: {self.expects}")
        if plain.replace("’", "'") in _DO_NOT_KNOW:
            if not self.optional:
                raise ValueError("is needed: the planner cannot do without it")
            return None
        if plain in self.words:
            return self.words[plain]
        if self.reader is None:
            raise ValueError(f"must be {self.expects}")
        return self.reader(typed.strip())

    def write(self, value: Value) -> str:
        """An answer as a person would type it."""
        if value is None:
            return "don't know"
        words = (word for word, meant in self.words.items() if meant == value)
        return next(words, None) or self.writer(value)


class Topic(NamedTuple):
    """One question: its words, why it is asked, and the kind of answer it takes."""

    fact: str
    """What an overview calls the answer; may name what it is about, as the prompt may."""
    prompt: str
    """May name what it is about in braces: {stage}, {person}, {school}."""
    why: str
    kind: AnswerKind


def _plain(typed: str) -> str:
    return " ".join(typed.lower().split())


def _read_people_or_schools(typed: str) -> int:
    try:
        return read_number(typed, MOST_PEOPLE)
    except ValueError as wrong:
        raise ValueError(f"{wrong}, or the word schools") from None


_NO_MORE = dict.fromkeys(("no more", "none", "no"), LeadsOn.NO_MORE)


def _read_first_school(typed: str) -> str:
    if _plain(typed) in _NO_MORE:
        raise ValueError("must be the name of a school: < goes back, to give one number instead")
    return read_text(typed)


def _read_amount(typed: str) -> Value:
    amount = read_amount(typed, MOST_POUNDS)
    return int(amount) if amount == amount.to_integral_value() else DecimalText(f"{amount:.2f}")


def _read_hours(typed: str) -> Value:
    hours = re.sub(r" *(?:hours?|h)$", "", typed.strip())
    number = re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", hours, re.ASCII)
    if not number or not 0 < Decimal(hours) <= MOST_HOURS:
        raise ValueError(f"must be a number of hours above 0, up to {MOST_HOURS}, such as 1.5")
    return DecimalText(hours) if "." in hours else int(hours)


def _read_urn(typed: str) -> Value:
    if not re.fullmatch(r"[1-9]\d{5}", typed.strip(), re.ASCII):
        raise ValueError("must be a number of six digits such as 123456")
    return int(typed)


def _read_label(typed: str) -> Value:
    if re.fullmatch(r"[£\d.,\s]+|yes|y", typed, re.IGNORECASE):
        raise ValueError("must say what it is, such as cover: its amount is asked for next")
    return read_text(typed)


def _read_lines(typed: str) -> Value:
    lines = [read_text(" ".join(line.split())) for line in typed.split(";") if line.strip()]
    return [*dict.fromkeys(lines)] or [read_text("")]


_SESSION_KEYS = {rules.name.lower(): key for key, rules in SESSIONS.items()}
_SESSION_WORDS: dict[str, Value] = {"all of them": list(SESSIONS), "none of them": []}
if len(SESSIONS) == 2:
    _SESSION_WORDS |= {"both": list(SESSIONS), "neither": []}


def _read_sessions(typed: str) -> Value:
    names = re.split(r",? and |, ?", _plain(typed))
    if not set(names) <= set(_SESSION_KEYS):
        raise ValueError(f"must be {ATTENDED.expects}")
    return [key for name, key in _SESSION_KEYS.items() if name in names]


TEXT = AnswerKind("a name", read_text)
TEXT_OR_END = AnswerKind("a name, or no more", read_text, words=_NO_MORE)
_NONE: Mapping[str, Value] = dict.fromkeys(("none", "no", "no more"))
TEXT_OR_NONE = AnswerKind("a few words, or none", read_text, words=_NONE, optional=True)
LABEL_OR_END = AnswerKind("one in a few words, or no more", _read_label, words=_NO_MORE)
FIRST_SCHOOL = AnswerKind("a name", _read_first_school)
YES_NO = AnswerKind("yes or no", words={"yes": True, "y": True, "no": False, "n": False})
DAY = AnswerKind("a date such as 5 October {year} or 5/10/{year}", read_day, day_in_words)
GATEWAY = AnswerKind(
    f"the {GATEWAY_MONTHS_IN_WORDS} of a year, such as June {{next_year}}",
    read_gateway,
    lambda month: Month.parse(month).in_words,
)
YEAR = AnswerKind(
    "an academic year such as {academic_year}",
    lambda typed: str(read_year(typed)),
    lambda year: str(AcademicYear.parse(year)),
)
PEOPLE = AnswerKind(
    f"a whole number from 1 to {MOST_PEOPLE:,}", partial(read_number, most=MOST_PEOPLE)
)
PEOPLE_OR_SCHOOLS = AnswerKind(
    f"{PEOPLE.expects}, or the word schools to go school by school",
    _read_people_or_schools,
    words=dict.fromkeys(("schools", "school", "school by school"), LeadsOn.SCHOOL_BY_SCHOOL),
)
AMOUNT = AnswerKind(
    "an amount such as £525 or £412.50",
    _read_amount,
    lambda amount: pounds(read_pounds(amount) or NOTHING),
)
ATTENDED = AnswerKind(
    listed(["all of them", *_SESSION_KEYS, "none of them"], "or"),
    _read_sessions,
    lambda sessions: listed([SESSIONS[key].name.lower() for key in sessions]),
    words=_SESSION_WORDS,
)
FIRST_STAGE = AnswerKind(
    "no, yes or licensed",
    words={"no": 1, "n": 1, "1": 1, "yes": 2, "y": 2, "2": 2, "licensed": 3, "3": 3},
)
MEMBERSHIP = AnswerKind(
    "yes or no", words={"yes": "member", "y": "member", "no": "non-member", "n": "non-member"}
)
LICENCE = AnswerKind(
    "none, awarded or withdrawn",
    words={word: word for word in ("none", "awarded", "withdrawn")}
    | {"no": "none", "yes": "awarded"},
)
PER = AnswerKind(
    "stage, cohort, session or person",
    words={
        start + word: word
        for start in ("", "per ", "each ", "for each ")
        for word in ("stage", "cohort", "session", "person")
    },
)
_SUPPORT = {name.lower(): key for key, name in SUPPORT_KINDS.items()}
SUPPORT_OR_END = AnswerKind(
    f"{listed([*_SUPPORT], 'or')}; or no more", words={**_SUPPORT, **_NO_MORE}
)
TIMES = AnswerKind("a whole number", partial(read_number, most=MOST_PEOPLE))
PERIODS = AnswerKind("a whole number from 1 to 50", partial(read_number, most=50))
HOURS = AnswerKind("a number of hours such as 1.5", _read_hours)
LINES = AnswerKind(
    "one or more with a semicolon between two, or none",
    _read_lines,
    "; ".join,
    words=_NONE,
    optional=True,
)
URN = AnswerKind("six digits", _read_urn)
TEXT_OR_LEFT_OUT = AnswerKind("a sentence, or no", read_text, words={"no": False, "none": False})
YEAR_END = AnswerKind("March or August", words={"march": "march", "august": "august"})
WRITE = AnswerKind(
    "yes, no, or quote to see the quote first",
    words={**YES_NO.words, "quote": LeadsOn.SHOW_QUOTE, "show the quote": LeadsOn.SHOW_QUOTE},
)
SHARE = AnswerKind("per head or equal", words={"per head": "per_head", "equal": "equal"})
