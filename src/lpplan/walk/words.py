"""The words of a walk at a terminal, around its questions."""

import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lpplan.core.problem import LocatedProblem, Problem
from lpplan.core.quote import StageQuote
from lpplan.core.words import plural, pounds
from lpplan.show.screen import Screen
from lpplan.show.stage_words import (
    basis,
    cliff_in_words,
    mark_of,
    people_and_cohorts,
    stage_title,
)
from lpplan.walk.flow import Question
from lpplan.walk.questions import Value
from lpplan.walk.steps import Change

if TYPE_CHECKING:
    from rich.console import RenderableType

MARK = "> "
"""What stands before an answer."""
_LOUD = "bold yellow"


def welcome_text(plan: str, answers: str, carried_on: int, screen: Screen, *, exists: bool) -> str:
    """How a walk works, and where its answers are kept."""
    if carried_on:
        first = f"Carrying on with {plan}, after {plural(carried_on, 'answer')} given before."
    elif exists:
        first = f"{plan} is there already: what it says is suggested, and nothing is written yet."
    else:
        first = f"A few questions, and {plan} will be your plan."
    lines = (
        first,
        "Enter takes the answer suggested, ? explains a question, < goes back to the one before.",
        f"Stop whenever you like: every answer is kept in {answers} until the plan is written.",
    )
    return screen.render(*(screen.text(line) for line in lines))


def question_text(question: Question, suggested: Sequence[Value], screen: Screen) -> str:
    """A question, an example of its answer, and what Enter takes."""
    expects = question.asks.kind.expects
    hint = f"{expects[:1].upper()}{expects[1:]}."
    if suggested:
        hint += f" Enter: {question.asks.write(suggested[0])}."
    if question.asks.optional and None not in suggested:
        hint += " Or: don't know."
    return screen.render(
        screen.text(""), screen.text(question.prompt, "bold"), screen.text(hint, "dim")
    )


def why_text(question: Question, screen: Screen) -> str:
    """Why a question is asked."""
    return screen.render(screen.text(question.asks.why))


def refusal_text(wrong: str, screen: Screen) -> str:
    """What is wrong with an answer."""
    return screen.render(screen.text(f"Your answer {wrong.rstrip('.')}.", _LOUD))


def no_longer_text(question: Question, value: Value, wrong: str, screen: Screen) -> str:
    """Why what the plan says to a question is not suggested."""
    words = f"The plan says {question.asks.write(value)}, and that {wrong.rstrip('.')}."
    return screen.render(screen.text(""), screen.text(words, _LOUD))


def first_question_text(screen: Screen) -> str:
    """That there is nothing to go back to."""
    return screen.render(screen.text("This is the first question."))


def stage_text(quote: StageQuote | None, problems: Sequence[Problem], screen: Screen) -> str:
    """What a stage costs, or why that cannot be said."""
    return screen.render(screen.text(""), *_stage(quote, problems, screen))


def _stage(
    quote: StageQuote | None, problems: Sequence[Problem], screen: Screen
) -> "Iterator[RenderableType]":
    if quote is None:
        for problem in problems:
            yield screen.text(f"No cost yet: {problem.message}. {problem.hint}", _LOUD)
        return
    mark = mark_of(quote.prices)
    yield screen.text(stage_title(quote), "bold")
    yield screen.text(f"{people_and_cohorts(quote)}. {basis(quote)}.", _LOUD if mark else "")
    cost = f"Cost exc VAT: {pounds(quote.total)}, {pounds(quote.per_head)} a head"
    yield screen.text(f"{cost}   {mark.upper()}".rstrip(), "bold")
    for cliff in quote.cliffs:
        yield screen.text(cliff_in_words(cliff, quote.prices))


def no_quote_text(problems: Sequence[LocatedProblem], screen: Screen) -> str:
    """Why a plan cannot be quoted yet."""
    told = (f"{found.problem.message}. {found.problem.hint}" for found in problems)
    return screen.render(*(screen.text(f"There is no quote yet: {words}", _LOUD) for words in told))


def changes_text(plan: str, changes: Sequence[Change], screen: Screen, *, exists: bool) -> str:
    """What a plan will say, fact by fact, beside what it says where it exists."""
    if not changes:
        return screen.render(screen.text(""), screen.text(f"Nothing changes in {plan}."))
    rows = screen.table("What", *(("Before", "After") if exists else ("The plan says",)))
    for change in changes:
        cells = (change.before or "-", change.after or "-") if exists else (change.after or "-",)
        rows.add_row(*map(screen.text, (change.fact, *cells)))
    title = screen.text(f"What changes in {plan}" if exists else f"What {plan} will say", "bold")
    return screen.render(screen.text(""), title, screen.text(""), rows)


def elsewhere_text(plan: str, target: str, screen: Screen) -> str:
    """Why the new plan goes to another file."""
    words = f"{plan} stays as it is, with its comments beside what they are about."
    return screen.render(screen.text(f"{words} The new plan goes to {target}.", _LOUD))


def write_question(target: str, screen: Screen) -> str:
    """Whether the plan is to be written."""
    question = screen.text(f"Write the plan to {target}?", "bold")
    return screen.render(screen.text(""), question, screen.text("Yes or no. Enter: yes.", "dim"))


def why_write_text(target: str, screen: Screen) -> str:
    """What follows from writing the plan, and from not doing so."""
    words = (
        f"Yes writes {target}. No leaves everything as it is and keeps your answers for the next"
        " time. < goes back to the last question."
    )
    return screen.render(screen.text(words))


def not_written_text(plan: str, screen: Screen) -> str:
    """That nothing was written, and nothing is lost."""
    words = f"Nothing was written. Your answers are kept: lpplan walk {quoted(plan)}"
    return screen.render(screen.text(words))


def farewell_text(target: str, data: Mapping[str, Any], screen: Screen) -> str:
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
    table = screen.table("What you may want to type next", "")
    table.columns[0].no_wrap = True
    for command, why in commands.items():
        table.add_row(screen.text(command), screen.text(why))
    there = screen.text(f"The plan is in {target}.", "bold")
    return screen.render(screen.text(""), there, screen.text(""), table)


def quoted(path: str) -> str:
    """A path as it is typed at this system's prompt."""
    if os.name == "nt":
        return path if re.fullmatch(r"[\w.:\\/-]+", path) else f'"{path}"'
    return shlex.quote(path)
