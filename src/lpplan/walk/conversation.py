"""A walk at a terminal: one question after another, then what they come to, and the plan."""

import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lpplan.core.quote import StageQuote
from lpplan.reading.typed import read_yes_no
from lpplan.show.document import Column, Paragraph, Part, Row, Table, table
from lpplan.show.stage_words import (
    basis,
    cliff_in_words,
    mark_of,
    people_and_cohorts,
    stage_title,
)
from lpplan.values.problem import Problem
from lpplan.values.words import plural, pounds
from lpplan.walk.flow import Question
from lpplan.walk.guided_plan import FIRST_SESSION, GuidedPlan, KeptAnswers
from lpplan.walk.plan_file import answers_file
from lpplan.walk.questions import Value

MARK = "> "
"""What stands before an answer."""

BLANK_LINE = Paragraph("")


class Partner(NamedTuple):
    """Whom the questions are put to, and how."""

    ask: Callable[[str], str]
    """Gives the line typed behind a mark."""
    show: Callable[[Sequence[Part]], None]
    save: Callable[[KeptAnswers], None]


def converse(guided: GuidedPlan, partner: Partner) -> None:
    """Ask every question that the answers call for, and keep each answer before the next.

    Raises Interrupted where input ends before that.
    """
    while (question := guided.question) is not None:
        if question.address[-1] == FIRST_SESSION:
            partner.show([*_stage(*guided.stage_so_far(question))])
        suggested = guided.suggestion(question)
        if refused := guided.refused_suggestion(question):
            value, fault = refused
            words = f"The plan says {question.kind.write(value)}, and that {fault.rstrip('.')}."
            partner.show([BLANK_LINE, Paragraph(words, "loud")])
        partner.show(_question(question, suggested))
        _one_step(guided, question, suggested, partner)
        partner.save(guided.kept())


def _one_step(
    guided: GuidedPlan, question: Question, suggested: Sequence[Value], partner: Partner
) -> None:
    """Go one question on, or one back."""

    def read(typed: str) -> Value:
        if not typed and suggested:
            return suggested[0]
        value = guided.meaning(question, typed)
        if fault := guided.fault(question, value):
            raise ValueError(fault)
        return value

    if answer := _answer(read, question.why, partner):
        guided.answer(question, *answer)
        return
    if not guided.answers:
        partner.show([Paragraph("This is the first question.")])
    guided.step_back()


def _answer(read: Callable[[str], Value], why: str, partner: Partner) -> tuple[Value, ...]:
    """An answer that can be read, alone; nothing where somebody steps back."""
    while (typed := partner.ask(MARK).strip()) != "<":
        if typed == "?":
            partner.show([Paragraph(why)])
            continue
        try:
            return (read(typed),)
        except ValueError as wrong:
            partner.show([Paragraph(f"Your answer {str(wrong).rstrip('.')}.", "loud")])
    return ()


def agreed(target: str, partner: Partner) -> bool | None:
    """Whether a plan is to be written; None where somebody would rather step back."""
    partner.show(
        [
            BLANK_LINE,
            Paragraph(f"Write the plan to {target}?", "strong"),
            Paragraph("Yes or no. Enter: yes.", "quiet"),
        ]
    )
    why = (
        f"Yes writes {target}. No leaves everything as it is and keeps your answers for the next"
        " time. < goes back to the last question."
    )
    answer = _answer(lambda typed: read_yes_no(typed or "yes"), why, partner)
    return bool(answer[0]) if answer else None


def welcome(plan: str, carried_on: int, *, exists: bool) -> list[Part]:
    """How a walk works, and where its answers are kept."""
    if carried_on:
        first = f"Carrying on with {plan}, after {plural(carried_on, 'answer')} given before."
    elif exists:
        first = f"{plan} is there already: what it says is suggested, and nothing is written yet."
    else:
        first = f"A few questions, and {plan} will be your plan."
    return [
        Paragraph(first),
        Paragraph(
            "Enter takes the answer suggested, ? explains a question, < goes back to the one"
            " before."
        ),
        Paragraph(
            f"Stop whenever you like: every answer is kept in {answers_file(plan)} until the plan"
            " is written."
        ),
    ]


def _question(question: Question, suggested: Sequence[Value]) -> list[Part]:
    """A question, an example of its answer, and what Enter takes."""
    expects = question.kind.expects
    hint = f"{expects[:1].upper()}{expects[1:]}."
    if suggested:
        hint += f" Enter: {question.kind.write(suggested[0])}."
    if question.kind.optional and None not in suggested:
        hint += " Or: don't know."
    return [BLANK_LINE, Paragraph(question.prompt, "strong"), Paragraph(hint, "quiet")]


def _stage(quote: StageQuote | None, problems: Sequence[Problem]) -> Iterator[Part]:
    """What a stage costs, or why that cannot be said."""
    yield BLANK_LINE
    if quote is None:
        for problem in problems:
            yield Paragraph(f"No cost yet: {problem.message}. {problem.hint}", "loud")
        return
    mark = mark_of(quote.prices)
    yield Paragraph(stage_title(quote), "strong")
    yield Paragraph(f"{people_and_cohorts(quote)}. {basis(quote)}.", "loud" if mark else "plain")
    cost = f"Cost exc VAT: {pounds(quote.total)}, {pounds(quote.per_head)} a head"
    yield Paragraph(f"{cost}   {mark.upper()}".rstrip(), "strong")
    for cliff in quote.cliffs:
        yield Paragraph(cliff_in_words(cliff, quote.prices))


def what_changes(plan: str, changes: Sequence[tuple[str, str, str]], *, exists: bool) -> list[Part]:
    """What a plan will say, fact by fact, beside what it says where it exists."""
    if not changes:
        return [BLANK_LINE, Paragraph(f"Nothing changes in {plan}.")]
    title = Paragraph(f"What changes in {plan}" if exists else f"What {plan} will say", "strong")
    headings = ("What", "Before", "After") if exists else ("What", "The plan says")
    rows = [Row(change if exists else (change[0], change[2])) for change in changes]
    return [BLANK_LINE, title, table(*headings, rows=rows)]


def elsewhere(plan: str, target: str) -> list[Part]:
    """Why the new plan goes to another file."""
    words = f"{plan} stays as it is, with its comments beside what they are about."
    return [Paragraph(f"{words} The new plan goes to {target}.", "loud")]


def farewell(target: str, data: Mapping[str, Any]) -> list[Part]:
    """That the plan is written, and what to type next."""
    name = quoted(target)
    commands = {
        f"lpplan quote {name} -o quote.md": "the quote, to keep or send",
        f"lpplan readiness {name}": "what is still to do",
        f"lpplan timeline {name}": "what happens when",
        f"lpplan walk {name}": "to go through it again",
    }
    recharges = ("schools", "charge_per_person", "own_costs")
    if any(key in entry for key in recharges for entry in data["stages"]):
        commands[f"lpplan recharge {name}"] = "what each school pays"
    columns = [Column("What you may want to type next", keep=True), Column("")]
    rows = [Row(command) for command in commands.items()]
    there = Paragraph(f"The plan is in {target}.", "strong")
    return [BLANK_LINE, there, Table(columns, rows)]


def quoted(path: str) -> str:
    """A path as it is typed at this system's prompt."""
    if os.name == "nt":
        return path if re.fullmatch(r"[\w.:\\/-]+", path) else f'"{path}"'
    return shlex.quote(path)
