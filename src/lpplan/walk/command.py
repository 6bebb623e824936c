"""``lpplan walk``: one question after another, then what the answers come to, and the plan."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, NamedTuple

import typer

from lpplan import terminal
from lpplan.core.quote import StageQuote
from lpplan.core.readiness import check_stage, stages_to_check
from lpplan.flags import AsOfOption, FeesOption, Flags, UpliftOption
from lpplan.output import write_result
from lpplan.quote import quote_document, report_on
from lpplan.readiness import ReadinessReport, readiness_document
from lpplan.reading.fee_folder import FeeFolder, load_fees
from lpplan.reading.plan_source import plan_from_data
from lpplan.reading.tables import Data
from lpplan.reading.toml_file import TomlFile
from lpplan.show.document import Column, Paragraph, Part, Row, Table, table
from lpplan.show.stage_words import (
    basis,
    cliff_in_words,
    cost_in_a_line,
    mark_of,
    people_and_cohorts,
    stage_title,
)
from lpplan.show.terminal import parts_text, screen_for
from lpplan.show.text import as_typed
from lpplan.values.problem import Interrupted, LpplanError, Problem
from lpplan.values.words import plural
from lpplan.walk.flow import PlanTable, Question
from lpplan.walk.guided_plan import FIRST_SESSION, GuidedPlan, KeptAnswers
from lpplan.walk.plan_file import (
    answers_file,
    changes,
    load_answers,
    plan_to_complete,
    plan_to_write,
    remove_answers,
    save_answers,
)
from lpplan.walk.questions import Value

_BLANK_LINE = Paragraph("")


class Partner(NamedTuple):
    """Whom the questions are put to, and how."""

    ask: Callable[[str], str]
    """Gives the line typed behind a mark."""
    show: Callable[[Sequence[Part]], None]
    save: Callable[[KeptAnswers], None]


def walk(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="The plan to make, or to go through again.")
    ] = "my-plan.toml",
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Make a plan by answering questions, one at a time, and see what each stage costs."""
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
    folder = load_fees(fees, percent)
    if not terminal.at_a_terminal():
        raise LpplanError(
            "lpplan walk asks questions, and there is no terminal to ask them at",
            "Start from an example instead: lpplan example single-school -o my-plan.toml",
            "Or quote from flags: lpplan quote --stage 1 --participants 27",
        )
    file = plan_to_complete(plan)
    guided = GuidedPlan({} if file is None else file.data, day, folder.schedules)
    guided.resume(load_answers(plan))
    screen = screen_for(None)
    partner = Partner(
        ask=terminal.ask,
        show=lambda parts: terminal.show(parts_text(parts, screen)),
        save=lambda kept: save_answers(plan, kept),
    )
    partner.show(_welcome(plan, len(guided.answers), exists=file is not None))
    try:
        converse(guided, partner)
        while not _finished(plan, file, guided, folder, partner):
            guided.step_back()
            converse(guided, partner)
    except Interrupted:
        given = {"--uplift": uplift, "--fees": fees, "--as-of": as_of}
        again = [f"{flag} {as_typed(typed)}" for flag, typed in given.items() if typed is not None]
        raise Interrupted(" ".join(["To carry on: lpplan walk", as_typed(plan), *again])) from None


def _welcome(plan: str, carried_on: int, *, exists: bool) -> list[Part]:
    """How a walk works, and where its answers are kept."""
    if carried_on:
        first = f"Carrying on with {plan}, after {plural(carried_on, 'answer')} given before."
    elif exists:
        first = f"{plan} is there already: what it says is suggested, and nothing is written yet."
    else:
        first = f"A few questions, and {plan} will be your plan."
    keys = "Enter takes the answer suggested, ? explains a question, < goes back to the one before."
    kept = f"every answer is kept in {answers_file(plan)} until the plan is written."
    return [Paragraph(first), Paragraph(keys), Paragraph(f"Stop whenever you like: {kept}")]


def converse(guided: GuidedPlan, partner: Partner) -> None:
    """Ask every question that the answers call for, and keep each answer before the next.

    Raises Interrupted where input ends before that.
    """
    while (question := guided.question) is not None:
        if question.address[-1] == FIRST_SESSION:
            partner.show([*_stage(*guided.stage_so_far(question))])
        suggested = guided.suggestion(question)
        if refused := guided.refused_suggestion(question, suggested):
            value, fault = refused
            words = f"The plan says {question.kind.write(value)}, and that {fault.rstrip('.')}."
            partner.show([_BLANK_LINE, Paragraph(words, "loud")])
        if answer := _ask(question, suggested, guided, partner):
            guided.answer(question, *answer)
        elif guided.answers:
            guided.step_back()
        else:
            partner.show([Paragraph("This is the first question.")])
        partner.save(guided.kept())


def _ask(
    question: Question, suggested: Sequence[Value], guided: GuidedPlan, partner: Partner
) -> tuple[Value, ...]:
    """An answer that fits, alone; nothing where somebody steps back."""
    expects = question.kind.expects
    hint = f"{expects[:1].upper()}{expects[1:]}."
    if suggested:
        hint += f" Enter: {question.kind.write(suggested[0])}."
    if question.kind.optional and None not in suggested:
        hint += " Or: don't know."
    partner.show([_BLANK_LINE, Paragraph(question.prompt, "strong"), Paragraph(hint, "quiet")])
    while (typed := partner.ask("> ").strip()) != "<":
        if typed == "?":
            partner.show([Paragraph(question.why)])
            continue
        try:
            return (suggested[0] if suggested and not typed else guided.read(question, typed),)
        except ValueError as wrong:
            partner.show([Paragraph(f"Your answer {str(wrong).rstrip('.')}.", "loud")])
    return ()


def _stage(quote: StageQuote | None, problems: Sequence[Problem]) -> Iterator[Part]:
    """What a stage costs, or why that cannot be said."""
    yield _BLANK_LINE
    if quote is None:
        for problem in problems:
            yield Paragraph(f"No cost yet: {problem.message}. {problem.hint}", "loud")
        return
    mark = mark_of(quote.prices)
    yield Paragraph(stage_title(quote), "strong")
    yield Paragraph(f"{people_and_cohorts(quote)}. {basis(quote)}.", "loud" if mark else "plain")
    yield Paragraph(cost_in_a_line(quote), "strong")
    for cliff in quote.cliffs:
        yield Paragraph(cliff_in_words(cliff, mark))


def _finished(
    plan: str, file: TomlFile | None, guided: GuidedPlan, folder: FeeFolder, partner: Partner
) -> bool:
    """Show what the answers come to, and write the plan if that is wanted.

    False where somebody steps back to the last question instead.
    """
    data, target = guided.data(), plan
    for parts in _outcome(guided, folder):
        partner.show([_BLANK_LINE])
        partner.show(parts)
    changed = changes({} if file is None else file.data, data)
    partner.show(_what_changes(plan, changed, exists=file is not None))
    if file is None or changed:
        target, _ = plan_to_write(plan, file, data)
        if target != plan:
            partner.show(_elsewhere(plan, target))
        question = PlanTable((), {}).ask("write", target=target)
        answer = _ask(question, (True,), guided, partner)
        if not answer:
            return False
        if answer == (False,):
            kept = f"Nothing was written. Your answers are kept: lpplan walk {as_typed(plan)}"
            partner.show([Paragraph(kept)])
            return True
        # Somebody may have saved the plan while the question stood there.
        now, text = plan_to_write(plan, file, data)
        if now != target:
            target = now
            partner.show(_elsewhere(plan, target))
        write_result(text, target, force=file is not None and target == plan)
    remove_answers(plan)
    partner.show(_farewell(target, data))
    return True


def _outcome(guided: GuidedPlan, folder: FeeFolder) -> Iterator[list[Part]]:
    """The quote of the plan, or why there is none, and whether it is ready."""
    source, day = plan_from_data(guided.data()), guided.as_of
    try:
        quote = quote_document(report_on(source, folder, day))
        yield [quote.heading, *quote.parts]
    except LpplanError as refused:
        problems = (located.problem for located in refused.problems)
        words = (f"There is no quote yet: {p.message}. {p.hint}" for p in problems)
        yield [Paragraph(why, "loud") for why in words]
    stages = stages_to_check(entry.stage for entry in source.plan.stages)
    checks = [check_stage(source.plan, stage, day) for stage in stages]
    report = ReadinessReport(school=source.plan.school.name, as_of=day, stages=checks, plain=True)
    readiness = readiness_document(report)
    yield [readiness.heading, *readiness.parts]


def _what_changes(
    plan: str, changed: Sequence[tuple[str, str, str]], *, exists: bool
) -> list[Part]:
    """What a plan will say, fact by fact, beside what it says where it exists."""
    if not changed:
        return [_BLANK_LINE, Paragraph(f"Nothing changes in {plan}.")]
    title = Paragraph(f"What changes in {plan}" if exists else f"What {plan} will say", "strong")
    headings = ("What", "Before", "After") if exists else ("What", "The plan says")
    rows = [Row(change if exists else (change[0], change[2])) for change in changed]
    return [_BLANK_LINE, title, table(*headings, rows=rows)]


def _elsewhere(plan: str, target: str) -> list[Part]:
    """Why the new plan goes to another file."""
    words = f"{plan} stays as it is, with its comments beside what they are about."
    return [Paragraph(f"{words} The new plan goes to {target}.", "loud")]


def _farewell(target: str, data: Data) -> list[Part]:
    """That the plan is written, and what to type next."""
    name = as_typed(target)
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
    return [_BLANK_LINE, there, Table(columns, rows)]
