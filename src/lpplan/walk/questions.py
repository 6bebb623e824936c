"""What a guided plan asks, each question with why it is asked and how its answer is read.

The order of the questions, and which answers call for which, is in ``lpplan.walk.flow``.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.kinds import MOST_PEOPLE, MOST_POUNDS
from lpplan.core.programme import FEWEST_TRAINERS, MOST_TRAINERS
from lpplan.core.words import day_in_words
from lpplan.core.years import AcademicYear, Month
from lpplan.reading.typed import (
    read_amount,
    read_day,
    read_gateway,
    read_number,
    read_text,
    read_year,
    read_yes_no,
)

Value: TypeAlias = str | int | date | Decimal | AcademicYear | list[str] | None
"""An answer as the planner takes it; None where somebody does not know."""

NO_MORE = ""
"""The answer that ends a list: no name."""
SCHOOL_BY_SCHOOL = "schools"
"""The answer that asks for the participants of each school instead of one number."""

_DO_NOT_KNOW = ("don't know", "dont know", "do not know", "dk", "not known", "unknown")


class Kind(NamedTuple):
    """A kind of answer: how it is read, and written so that it reads the same again."""

    read: Callable[[str], Value]
    """Raises ValueError, with words that say what is expected."""
    write: Callable[[Any], str]
    expects: str
    """What the answer may be, with an example."""


class Topic(NamedTuple):
    """One question: its words, why it is asked, and the kind of answer it takes."""

    prompt: str
    """May name what it is about in braces: {stage}, {person}, {school}."""
    why: str
    kind: Kind
    optional: bool = True
    """Whether the planner can do without an answer."""

    def read(self, typed: str) -> Value:
        """The value of an answer as typed. Raises ValueError with words for a person."""
        if not typed.strip():
            raise ValueError(f"is needed: {self.kind.expects}")
        if _plain(typed).replace("’", "'") in _DO_NOT_KNOW:
            if self.optional:
                return None
            raise ValueError("is needed: the planner cannot do without it")
        return self.kind.read(typed.strip())

    def write(self, value: Value) -> str:
        """An answer as a person would type it."""
        return "don't know" if value is None else self.kind.write(value)


def _plain(typed: str) -> str:
    return " ".join(typed.lower().split())


def _choice(*words: str) -> Callable[[str], Value]:
    def read(typed: str) -> Value:
        found = [word for word in words if word == _plain(typed)]
        if not found:
            raise ValueError(f"must be {', '.join(words[:-1])} or {words[-1]}")
        return found[0]

    return read


def _read_begins(typed: str) -> Value:
    stage = {"no": 1, "n": 1, "1": 1, "yes": 2, "y": 2, "2": 2, "licensed": 3, "3": 3}
    if _plain(typed) not in stage:
        raise ValueError("must be no, yes or licensed")
    return stage[_plain(typed)]


def _read_people_or_schools(typed: str) -> Value:
    if _plain(typed) in ("school", SCHOOL_BY_SCHOOL, "school by school"):
        return SCHOOL_BY_SCHOOL
    try:
        return read_number(typed, MOST_PEOPLE)
    except ValueError as wrong:
        raise ValueError(f"{wrong}, or the word schools") from None


def _read_name_or_end(typed: str) -> Value:
    return NO_MORE if _plain(typed) in ("no more", "none", "no") else read_text(typed)


def _read_first_school(typed: str) -> Value:
    if _read_name_or_end(typed) == NO_MORE:
        raise ValueError("must be the name of a school: < goes back, to give one number instead")
    return read_text(typed)


def _read_licence(typed: str) -> Value:
    return {"yes": "awarded", "no": "none"}.get(_plain(typed)) or _choice(*_LICENCES)(typed)


_LICENCES = ("none", "awarded", "withdrawn")


def _read_sessions(typed: str) -> Value:
    sessions = {
        "both": ["launch", "application_support"],
        "launch": ["launch"],
        "application support": ["application_support"],
        "neither": [],
    }
    if _plain(typed) not in sessions:
        raise ValueError("must be both, launch, application support or neither")
    return sessions[_plain(typed)]


def _write_sessions(sessions: list[str]) -> str:
    return {0: "neither", 2: "both"}.get(len(sessions)) or sessions[0].replace("_", " ")


_A_NUMBER = f"a whole number from 1 to {MOST_PEOPLE:,}"

TEXT = Kind(read_text, str, "a name")
YES_NO = Kind(read_yes_no, lambda value: "yes" if value else "no", "yes or no")
DAY = Kind(read_day, day_in_words, "a date such as 14 May 2018 or 14/5/2018")
GATEWAY = Kind(
    read_gateway,
    lambda month: Month.parse(month).in_words,
    "the June or November of a year, such as June 2020",
)
YEAR = Kind(read_year, str, "an academic year such as 2018/19")
PEOPLE = Kind(lambda typed: read_number(typed, MOST_PEOPLE), str, _A_NUMBER)
PEOPLE_OR_SCHOOLS = Kind(
    _read_people_or_schools, str, f"{_A_NUMBER}, or the word schools to go school by school"
)
NAME_OR_END = Kind(_read_name_or_end, lambda name: name or "no more", "a name, or no more")
AMOUNT = Kind(
    lambda typed: read_amount(typed, MOST_POUNDS),
    lambda amount: f"£{amount:,.2f}",
    "an amount such as £525 or £412.50",
)
SESSIONS = Kind(_read_sessions, _write_sessions, "both, launch, application support or neither")
BEGINS = Kind(
    _read_begins, lambda stage: {1: "no", 2: "yes", 3: "licensed"}[stage], "no, yes or licensed"
)
MEMBERSHIP = Kind(
    lambda typed: "member" if read_yes_no(typed) else "non-member",
    lambda value: "yes" if value == "member" else "no",
    "yes or no",
)
FIRST_SCHOOL = Kind(_read_first_school, str, "a name")
LICENCE = Kind(_read_licence, str, "none, awarded or withdrawn")
SHARE = Kind(
    lambda typed: str(_choice("per head", "equal")(typed)).replace(" ", "_"),
    lambda value: str(value).replace("_", " "),
    "per head or equal",
)

TOPICS: dict[str, Topic] = {
    "school_name": Topic(
        "What is your school called?",
        "It buys from SSAT, and quotes and reports carry its name.",
        TEXT,
        optional=False,
    ),
    "membership": Topic(
        "Is it a member of SSAT?",
        "Prices depend on it. Only member prices are published: a school that is no member can"
        " plan, but not quote, until SSAT has told it the prices.",
        MEMBERSHIP,
        optional=False,
    ),
    "ssat_discussion": Topic(
        "When is, or was, your first discussion with SSAT's LP team?",
        "The pathway always begins with it. A date that has not come yet counts as planned.",
        DAY,
    ),
    "begins": Topic(
        "Does the school have accredited Lead Practitioners already?",
        "With none, it begins at Stage 1, where SSAT leads a cohort in the school. With some (yes)"
        " it may begin at Stage 2. A centre that holds the LPLC licence (licensed) plans Stage 3.",
        BEGINS,
        optional=False,
    ),
    "next_stage": Topic(
        "Do you want to plan Stage {stage} as well?",
        "A stage takes about a year, and stages may share one. You can add it to the plan later.",
        YES_NO,
        optional=False,
    ),
    "another_stage_3": Topic(
        "Do you want to plan another cohort of Stage 3?",
        "A centre may repeat Stage 3 as often as it likes.",
        YES_NO,
        optional=False,
    ),
    "academic_year": Topic(
        "In which academic year does Stage {stage} run?",
        "Each stage is priced for its own academic year, which begins on 1 September.",
        YEAR,
        optional=False,
    ),
    "participants": Topic(
        "How many people take part in Stage {stage}?",
        "SSAT charges for each person, and at Stages 1 and 2 for each cohort of up to 25. Type"
        " the word schools to give the number school by school: lpplan then shares the cost.",
        PEOPLE_OR_SCHOOLS,
        optional=False,
    ),
    "first_school": Topic(
        "Which school takes part first?",
        "Name your own school as well, where it sends people. What each repays depends on how"
        " many people it sends.",
        FIRST_SCHOOL,
        optional=False,
    ),
    "next_school": Topic(
        "Which other school takes part?",
        "Say no more when every school is named.",
        NAME_OR_END,
        optional=False,
    ),
    "school_participants": Topic(
        "How many people come from {school}?",
        "Charges per person follow each school's people.",
        PEOPLE,
        optional=False,
    ),
    "share": Topic(
        "How do the schools share what is not charged per person?",
        "Per head, a school with more people repays more of it; equal, every school the same.",
        SHARE,
        optional=False,
    ),
    "cohorts": Topic(
        "The plan asks for a number of cohorts. How many are there to be?",
        "More cohorts than needed make sense for several places, and each is charged at Stages 1"
        " and 2. Don't know means as few as hold everyone.",
        PEOPLE,
    ),
    "launch": Topic(
        "On which day is the Launch of Stage {stage}?",
        "It is the first of the two sessions, and has to fall in the stage's academic year.",
        DAY,
    ),
    "application_support": Topic(
        "On which day is Application Support?",
        "It is the second session, and comes after the Launch.",
        DAY,
    ),
    "gateway": Topic(
        "At which gateway are the applications judged?",
        "June and November have one each year. No day of theirs is published.",
        GATEWAY,
    ),
    "first_trainer": Topic(
        "Who is to become the first of your trainers?",
        f"A centre needs {FEWEST_TRAINERS} to {MOST_TRAINERS} trainers who lead its sessions"
        " later. They are ready for that only once several things are so, asked next.",
        NAME_OR_END,
    ),
    "next_trainer": Topic(
        "Who else is to become a trainer?",
        f"A training team has {FEWEST_TRAINERS} to {MOST_TRAINERS} people. Say no more when all"
        " are named.",
        NAME_OR_END,
        optional=False,
    ),
    "trainer_school": Topic("At which school is {person}?", "For your own overview.", TEXT),
    "expertise": Topic(
        "Has {person} the expertise to train others?",
        "The school itself judges this, as it does aptitude and capacity.",
        YES_NO,
    ),
    "aptitude": Topic(
        "Has {person} the aptitude to train others?", "The school itself judges this.", YES_NO
    ),
    "capacity": Topic(
        "Has {person} the capacity, the time, to train others?",
        "The school itself judges this. Allow for both sessions and the training beside them.",
        YES_NO,
    ),
    "accredited": Topic(
        "When was {person} accredited as a Lead Practitioner, or when is that planned?",
        "A trainer needs their own accreditation before the Stage 2 Launch.",
        DAY,
    ),
    "interned": Topic(
        "At which sessions of Stage 2 did {person} attend and intern?",
        "Trainers learn at both sessions, beside SSAT's expert.",
        SESSIONS,
    ),
    "train_the_trainer": Topic(
        "For which sessions has SSAT trained {person}?",
        "Train the trainer takes place in the same visits as the sessions.",
        SESSIONS,
    ),
    "shadowed": Topic(
        "At which sessions did {person} shadow SSAT's expert?",
        "Shadowing both is part of becoming a trainer.",
        SESSIONS,
    ),
    "certified": Topic(
        "When was {person} certified as an LP trainer, or when is that planned?",
        "SSAT certifies trainers at the end of Stage 2. Stage 3 needs it.",
        DAY,
    ),
    "criteria_considered": Topic(
        "When were SSAT's eligibility criteria considered, or when is that planned?",
        "SSAT gives them on request, and they come before any talk of a licence.",
        DAY,
    ),
    "licence": Topic(
        "Has SSAT awarded the LPLC licence?",
        "A centre runs Stage 3 under it. None means that it was not awarded so far.",
        LICENCE,
    ),
    "charge_per_person": Topic(
        "What do you mean to charge for each participant of Stage 3 in {year}, exc VAT?",
        "At Stage 3 a centre sets its own charge: the accreditation fee and what it adds to that."
        " lpplan recharge then shows what is left over.",
        AMOUNT,
    ),
    "own_cost": Topic(
        "Which cost of its own has the centre for Stage 3 in {year}?",
        "For example cover, a venue or travel. Say no more when every cost is named.",
        Kind(_read_name_or_end, lambda name: name or "no more", "a few words, or no more"),
        optional=False,
    ),
    "own_cost_amount": Topic(
        "How much is {cost}, exc VAT?", "The whole amount, not per person.", AMOUNT, optional=False
    ),
}
