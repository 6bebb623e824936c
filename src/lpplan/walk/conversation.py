"""Asking one question after another at a terminal, each answer kept before the next."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lpplan.core.fees import Schedules
from lpplan.reading.typed import read_yes_no
from lpplan.show.screen import Screen
from lpplan.walk.flow import Question
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.questions import Value
from lpplan.walk.steps import refused_suggestion, stage_so_far, suggestion, what_is_wrong
from lpplan.walk.words import (
    MARK,
    first_question_text,
    no_longer_text,
    question_text,
    refusal_text,
    stage_text,
    why_text,
    why_write_text,
    write_question,
)


class Partner(NamedTuple):
    """Whom the questions are put to, and how."""

    ask: Callable[[str], str]
    """Gives the line typed behind a mark."""
    show: Callable[[str], None]
    save: Callable[[GuidedPlan], None]
    screen: Screen


def converse(guided: GuidedPlan, schedules: Schedules, partner: Partner) -> GuidedPlan:
    """The plan once every question is answered that the answers call for.

    Raises Interrupted where input ends before that.
    """
    while (question := guided.next) is not None:
        if question.topic == "launch":
            cost = stage_so_far(guided, question, schedules)
            partner.show(stage_text(*cost, partner.screen))
        suggested = suggestion(guided, question, schedules)
        if refused := refused_suggestion(guided, question, schedules):
            partner.show(no_longer_text(question, *refused, partner.screen))
        partner.show(question_text(question, suggested, partner.screen))
        guided = _one_step(guided, question, suggested, schedules, partner)
        partner.save(guided)
    return guided


def _one_step(
    guided: GuidedPlan,
    question: Question,
    suggested: Sequence[Value],
    schedules: Schedules,
    partner: Partner,
) -> GuidedPlan:
    """The plan one question on, or one back."""
    while True:
        typed = partner.ask(MARK).strip()
        if typed == "<":
            if not guided.said:
                partner.show(first_question_text(partner.screen))
            return guided.stepped_back()
        if typed == "?":
            partner.show(why_text(question, partner.screen))
            continue
        if not typed and suggested:
            return guided.answered(question, suggested[0])
        try:
            value = question.asks.read(typed)
            wrong = what_is_wrong(guided, value, schedules)
        except ValueError as unread:
            wrong = str(unread)
        if wrong is None:
            return guided.answered(question, value)
        partner.show(refusal_text(wrong, partner.screen))


def agreed(target: str, partner: Partner) -> bool | None:
    """Whether a plan is to be written; None where somebody would rather step back."""
    partner.show(write_question(target, partner.screen))
    while (typed := partner.ask(MARK).strip()) != "<":
        if typed == "?":
            partner.show(why_write_text(target, partner.screen))
            continue
        try:
            return read_yes_no(typed or "yes")
        except ValueError as unread:
            partner.show(refusal_text(str(unread), partner.screen))
    return None
