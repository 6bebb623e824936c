"""Answers to a walk's questions by name, so that one question more or less changes no other.

A question is named by its topic, its address, or the key that its answer goes to; one that has no
answer here is answered with Enter.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import Data
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.question import Address, Question
from lpplan.walk.topics import TOPICS
from terminal import Terminal

SCHEDULES = load_fees(None).schedules
DAY = date(2026, 11, 21)

Answers = Mapping[Any, str]
"""What is typed to each question, by its name."""

STAGE_1: Answers = {
    "school_name": "Oakfield Academy",
    "membership": "yes",
    "begins": "no",
    "academic_year": "2018/19",
    "participants": "27",
    "next_stage": "no",
}
USUAL: Answers = {
    "school_name": "Oakfield Academy",
    "membership": "yes",
    "academic_year": "2030/31",
    "participants": "5",
    "school_participants": "4",
    "own_cost_amount": "£3",
    "told_by": "SSAT",
    "told_on": "2026-11-20",
    "support_label": "Visit",
}
"""Answers where there is no suggestion."""


def begun(plan: Data | None = None) -> GuidedPlan:
    return GuidedPlan(plan or {}, DAY, SCHEDULES)


def names(question: Question) -> tuple[str | Address, ...]:
    return question.address, question.topic, str(question.address[-1])


def answer(guided: GuidedPlan, typed: str) -> bool:
    """Answer the next question as somebody would: a text, Enter, or ``<``; false if refused."""
    question = guided.question
    assert question is not None
    if typed == "<":
        guided.step_back()
        return True
    suggested = guided.suggestion(question)
    try:
        if suggested and not typed:
            value = suggested[0]
        else:
            value = guided.read(question, typed or USUAL[question.topic])
    except ValueError:
        return False
    guided.answer(question, value)
    return True


def go_on(
    guided: GuidedPlan, answers: Answers | None = None, until: str | Address | None = None
) -> GuidedPlan:
    """Answer by name up to a question, or to the end."""
    while (question := guided.question) and until not in names(question):
        given = (text for name in names(question) if (text := (answers or {}).get(name)))
        if not answer(guided, next(given, "")):
            # A school too many: not one more person may take part.
            assert question.topic == "school_participants", question
            guided.step_back()
            assert answer(guided, "no more")
    assert until is None or guided.question, f"{until} is not asked"
    return guided


def walked(
    answers: Answers, plan: Data | None = None, until: str | Address | None = None
) -> GuidedPlan:
    """A plan whose questions are answered by name, up to one of them or to the end."""
    return go_on(begun(plan), answers, until)


def at(guided: GuidedPlan) -> Question:
    """The question that is next."""
    assert guided.question is not None
    return guided.question


def topics(guided: GuidedPlan) -> list[str]:
    return [question.topic for question, _ in guided.answers]


_PROMPTS = {
    topic: re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(row.prompt)))
    for topic, row in TOPICS.items()
} | {
    "overview": re.compile(r"What do you want to look at or change\?"),
    "section": re.compile(r"Which do you want to change\?"),
}


def type_answers(terminal: Terminal, answers: Answers, until: str = "write") -> str:
    """Answer by topic at a terminal up to a question; gives what is shown after the last answer.

    ``overview`` is the choice of a section, ``section`` that of a fact in it, ``write`` the
    question whether to write the plan, and ``end`` when there is none any more.
    """
    shown = terminal.shown or terminal.read_to_question()
    while (topic := topic_shown(shown)) != until:
        assert topic != "end", f"{until} is not asked:\n{terminal.shown}"
        shown = terminal.type(answers.get(topic, ""))
    return shown


def topic_shown(shown: str) -> str:
    """Which question stands last on a screen."""
    if not shown.endswith("\n> "):
        return "end"
    prompt = " ".join(shown.rpartition("\n\n")[2].split())
    return next((topic for topic, words in _PROMPTS.items() if words.match(prompt)), "write")
