"""What a walk asks: each question with why it is asked, and how its answer is read.

To add a question, give it a row in ``TOPICS``, and a line in the conversation in
``lpplan.walk.flow``. An answer is kept as a plan's file has it, such as ``"2018/19"``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.programme import (
    FEWEST_TRAINERS,
    MOST_TRAINERS,
    SESSIONS,
    STANDARD_CHARGES,
    SUPPORT_PACKAGE,
)
from lpplan.reading.typed import (
    GATEWAY_MONTHS_IN_WORDS,
    read_amount,
    read_day,
    read_gateway,
    read_number,
    read_text,
    read_year,
)
from lpplan.values.kinds import MOST_PEOPLE, MOST_POUNDS
from lpplan.values.money import NOTHING, DecimalText, read_pounds
from lpplan.values.words import day_in_words, listed, pounds
from lpplan.values.years import AcademicYear, Month


class LeadsOn(Enum):
    """An answer that stands in no plan, and only leads on to other questions."""

    NO_MORE = "no more"
    SCHOOL_BY_SCHOOL = "schools"


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
FIRST_SCHOOL = AnswerKind("a name", _read_first_school)
YES_NO = AnswerKind("yes or no", words={"yes": True, "y": True, "no": False, "n": False})
DAY = AnswerKind("a date such as 14 May 2018 or 14/5/2018", read_day, day_in_words)
GATEWAY = AnswerKind(
    f"the {GATEWAY_MONTHS_IN_WORDS} of a year, such as June 2020",
    read_gateway,
    lambda month: Month.parse(month).in_words,
)
YEAR = AnswerKind(
    "an academic year such as 2018/19",
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
SHARE = AnswerKind("per head or equal", words={"per head": "per_head", "equal": "equal"})

_PACKAGE = STANDARD_CHARGES[SUPPORT_PACKAGE]


class Topic(NamedTuple):
    """One question: its words, why it is asked, and the kind of answer it takes."""

    prompt: str
    """May name what it is about in braces: {stage}, {person}, {school}."""
    why: str
    kind: AnswerKind


TOPICS: dict[str, Topic] = {
    "school_name": Topic(
        "What is your school called?",
        "It buys from SSAT, and quotes and reports carry its name.",
        TEXT,
    ),
    "membership": Topic(
        "Is it a member of SSAT?",
        "Prices depend on it. Only member prices are published: a school that is not a member can"
        " plan, but cannot get a quote until SSAT tells it the prices.",
        MEMBERSHIP,
    ),
    "ssat_discussion": Topic(
        "When is, or was, your first discussion with SSAT's LP team?",
        "The pathway always begins with it. A date that has not come yet counts as planned.",
        DAY.or_unknown,
    ),
    "begins": Topic(
        "Does the school have accredited Lead Practitioners already?",
        "With none, it begins at Stage 1, where SSAT leads a cohort in the school. With some (yes)"
        " it may begin at Stage 2. A centre that holds the LPLC licence (licensed) plans Stage 3.",
        FIRST_STAGE,
    ),
    "next_stage": Topic(
        "Do you want to plan Stage {stage} as well?",
        "A stage takes about a year, and stages may share one. You can add it to the plan later.",
        YES_NO,
    ),
    "another_cohort": Topic(
        "Do you want to plan another cohort of Stage {stage}?",
        "A centre may repeat Stage {stage} as often as it likes.",
        YES_NO,
    ),
    "academic_year": Topic(
        "In which academic year does Stage {stage} run?",
        "Each stage is priced for its own academic year, which begins on 1 September.",
        YEAR,
    ),
    "participants": Topic(
        "How many people take part in Stage {stage}?",
        f"SSAT charges for each person, and at Stages {listed([*map(str, _PACKAGE.stages)])} for"
        f" each cohort of up to {_PACKAGE.max_cohort_size}. Type the word schools to give the"
        " number school by school: lpplan then shares the cost.",
        PEOPLE_OR_SCHOOLS,
    ),
    "first_school": Topic(
        "Which school takes part first?",
        "Name your own school as well, if it sends people. What each school repays depends on how"
        " many people it sends.",
        FIRST_SCHOOL,
    ),
    "next_school": Topic(
        "Which other school takes part?", "Say no more when every school is named.", TEXT_OR_END
    ),
    "school_participants": Topic(
        "How many people come from {school}?",
        "Charges per person follow each school's people.",
        PEOPLE,
    ),
    "share": Topic(
        "How do the schools share what is not charged per person?",
        "Per head, a school with more people repays more of it; equal, every school the same.",
        SHARE,
    ),
    "cohorts": Topic(
        "The plan asks for a number of cohorts. How many will there be?",
        "More cohorts than needed make sense at several sites, and where SSAT charges per cohort,"
        " each one is charged. Don't know means as few as hold everyone.",
        PEOPLE.or_unknown,
    ),
    "session": Topic(
        "On which day is {session} of Stage {stage}?",
        f"A cohort has {len(SESSIONS)} sessions. The first must be in the stage's academic year,"
        " and no session can be before the one that it follows.",
        DAY.or_unknown,
    ),
    "gateway": Topic(
        "At which gateway are the applications judged?",
        f"There is one each {GATEWAY_MONTHS_IN_WORDS}. Their exact days are not published.",
        GATEWAY.or_unknown,
    ),
    "first_trainer": Topic(
        "Who will be the first of your trainers?",
        f"A centre needs {FEWEST_TRAINERS} to {MOST_TRAINERS} trainers to lead its sessions"
        " later. The next questions are about what each of them needs first.",
        TEXT_OR_END.or_unknown,
    ),
    "next_trainer": Topic(
        "Who else will be a trainer?",
        f"A training team has {FEWEST_TRAINERS} to {MOST_TRAINERS} people. Say no more when all"
        " are named.",
        TEXT_OR_END,
    ),
    "trainer_school": Topic(
        "Which school does {person} work at?", "For your own records.", TEXT.or_unknown
    ),
    "quality": Topic(
        "Does {person} have the {quality} to train others?",
        "The school itself judges this. Capacity means the time for every session, and for the"
        " training beside it.",
        YES_NO.or_unknown,
    ),
    "accredited": Topic(
        "When was {person} accredited as a Lead Practitioner, or when is that planned?",
        "A trainer needs their own accreditation before Stage 2 begins.",
        DAY.or_unknown,
    ),
    "interned": Topic(
        "At which sessions of Stage 2 did {person} attend and intern?",
        "Trainers learn at every session, beside SSAT's expert.",
        ATTENDED.or_unknown,
    ),
    "train_the_trainer": Topic(
        "For which sessions has SSAT trained {person}?",
        "Train the trainer takes place in the same visits as the sessions.",
        ATTENDED.or_unknown,
    ),
    "shadowed": Topic(
        "At which sessions did {person} shadow SSAT's expert?",
        "Shadowing at all of them is part of becoming a trainer.",
        ATTENDED.or_unknown,
    ),
    "certified": Topic(
        "When was {person} certified as an LP trainer, or when is that planned?",
        "SSAT certifies trainers at the end of Stage 2. Stage 3 needs it.",
        DAY.or_unknown,
    ),
    "criteria_considered": Topic(
        "When were SSAT's eligibility criteria considered, or when is that planned?",
        "SSAT gives them on request, and they come before a licence is discussed.",
        DAY.or_unknown,
    ),
    "licence": Topic(
        "Has SSAT awarded the LPLC licence?",
        "A centre runs Stage 3 under it. None means that it has not been awarded so far.",
        LICENCE.or_unknown,
    ),
    "charge_per_person": Topic(
        "What will you charge for each participant of Stage {stage} in {year}, exc VAT?",
        "Here a centre sets its own charge: the accreditation fee and what it adds to that."
        " lpplan recharge then shows what is left over.",
        AMOUNT.or_unknown,
    ),
    "own_cost": Topic(
        "What does the centre itself pay for Stage {stage} in {year}?",
        "For example cover, a venue or travel, one at a time. Say no more when every"
        " cost is named.",
        TEXT_OR_END._replace(expects="one cost in a few words, or no more"),
    ),
    "own_cost_amount": Topic(
        "How much is {cost}, exc VAT?", "The whole amount, not per person.", AMOUNT
    ),
    "write": Topic(
        "Write the plan to {target}?",
        "Yes writes {target}. No leaves everything as it is and keeps your answers for the next"
        " time. < goes back to the last question.",
        YES_NO,
    ),
}
