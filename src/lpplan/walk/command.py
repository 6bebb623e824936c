"""``lpplan walk``: a plan asked for question by question."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from lpplan import terminal
from lpplan.core.readiness import check_stage, stages_to_check
from lpplan.flags import AsOfOption, FeesOption, Flags, UpliftOption
from lpplan.output import write_result
from lpplan.quote import quote_document, report_on
from lpplan.readiness import ReadinessReport, readiness_document
from lpplan.reading.fee_folder import FeeFolder, load_fees
from lpplan.reading.plan_source import plan_from_data
from lpplan.reading.toml_file import TomlFile
from lpplan.show.document import Paragraph, Part
from lpplan.show.terminal import parts_text, screen_for
from lpplan.values.problem import Interrupted, LpplanError
from lpplan.walk.conversation import (
    BLANK_LINE,
    Partner,
    agreed,
    converse,
    elsewhere,
    farewell,
    quoted,
    welcome,
    what_changes,
)
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.plan_file import (
    changes,
    load_answers,
    plan_to_complete,
    plan_to_write,
    remove_answers,
    save_answers,
)


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

    def show(parts: Sequence[Part]) -> None:
        terminal.show(parts_text(parts, screen))

    partner = Partner(terminal.ask, show, lambda kept: save_answers(plan, kept))
    partner.show(welcome(plan, len(guided.answers), exists=file is not None))
    try:
        converse(guided, partner)
        while not _finished(plan, file, guided, folder, partner):
            guided.step_back()
            converse(guided, partner)
    except Interrupted:
        given = {"--uplift": uplift, "--fees": fees, "--as-of": as_of}
        again = [f"{flag} {quoted(typed)}" for flag, typed in given.items() if typed is not None]
        raise Interrupted(" ".join(["To carry on: lpplan walk", quoted(plan), *again])) from None


def _finished(
    plan: str, file: TomlFile | None, guided: GuidedPlan, folder: FeeFolder, partner: Partner
) -> bool:
    """Show what the answers come to, and write the plan if that is wanted.

    False where somebody steps back to the last question instead.
    """
    data, target = guided.data(), plan
    for parts in _outcome(guided, folder):
        partner.show([BLANK_LINE])
        partner.show(parts)
    changed = changes({} if file is None else file.data, data)
    partner.show(what_changes(plan, changed, exists=file is not None))
    if file is None or changed:
        target, _ = plan_to_write(plan, file, data)
        if target != plan:
            partner.show(elsewhere(plan, target))
        answer = agreed(target, partner)
        if answer is None:
            return False
        if not answer:
            kept = f"Nothing was written. Your answers are kept: lpplan walk {quoted(plan)}"
            partner.show([Paragraph(kept)])
            return True
        # Somebody may have saved the plan while the question stood there.
        now, text = plan_to_write(plan, file, data)
        if now != target:
            target = now
            partner.show(elsewhere(plan, target))
        write_result(text, target, force=file is not None and target == plan)
    remove_answers(plan)
    partner.show(farewell(target, data))
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
