"""``lpplan walk``: a plan asked for question by question."""

from typing import TYPE_CHECKING, Annotated

import typer

from lpplan.core.problem import Interrupted, LpplanError
from lpplan.options import (
    AsOfOption,
    FeesOption,
    UpliftOption,
    day_of_asking,
    yearly_uplift,
)

if TYPE_CHECKING:
    from lpplan.reading.fee_folder import FeeFolder
    from lpplan.reading.toml_file import TomlFile
    from lpplan.show.screen import Screen
    from lpplan.walk.conversation import Partner
    from lpplan.walk.guided_plan import GuidedPlan


def walk(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="The plan to make, or to go through again.")
    ] = "my-plan.toml",
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Make a plan by answering questions, one at a time, and see what each stage costs.

    Stop at any question: nothing is lost, and the same command carries on there.
    """
    from lpplan import terminal
    from lpplan.reading.fee_folder import load_fees
    from lpplan.show.screen import screen_for
    from lpplan.walk.answers import Answers, answers_file, load_answers, save_answers
    from lpplan.walk.conversation import Partner, converse
    from lpplan.walk.guided_plan import GuidedPlan
    from lpplan.walk.plan_file import plan_to_complete
    from lpplan.walk.steps import replayed
    from lpplan.walk.words import quoted, welcome_text

    day, folder = day_of_asking(as_of), load_fees(fees, yearly_uplift(uplift))
    if not terminal.at_a_terminal():
        raise LpplanError(
            "lpplan walk asks questions, and there is no terminal to ask them at",
            "Start from an example instead: lpplan example single-school -o my-plan.toml",
            "Or quote from flags: lpplan quote --stage 1 --participants 27",
        )
    file = plan_to_complete(plan)
    answers = load_answers(plan) or Answers({}, {})
    guided = GuidedPlan({} if file is None else file.data, day, {}, answers.earlier)
    guided = replayed(guided, answers.given, answers.taken, folder.schedules)

    def save(guided: GuidedPlan) -> None:
        save_answers(plan, Answers(guided.typed, guided.earlier, guided.taken))

    screen = screen_for(None)
    partner = Partner(terminal.ask, terminal.show, save, screen)
    kept = answers_file(plan)
    exists = file is not None
    partner.show(welcome_text(plan, kept, len(guided.said), screen, exists=exists))
    try:
        guided = converse(guided, folder.schedules, partner)
        while not _finished(plan, file, guided, folder, partner):
            guided = converse(guided.stepped_back(), folder.schedules, partner)
    except Interrupted:
        flags = {"--uplift": uplift, "--fees": fees, "--as-of": as_of}
        given = [f"{flag} {quoted(told)}" for flag, told in flags.items() if told is not None]
        again = " ".join(["lpplan walk", quoted(plan), *given])
        raise Interrupted(f"To carry on: {again}") from None


def _finished(
    plan: str,
    file: "TomlFile | None",
    guided: "GuidedPlan",
    folder: "FeeFolder",
    partner: "Partner",
) -> bool:
    """Show what the answers come to, and write the plan if that is wanted.

    False where somebody steps back to the last question instead.
    """
    from lpplan.output import write_result
    from lpplan.walk.answers import remove_answers
    from lpplan.walk.conversation import agreed
    from lpplan.walk.plan_file import plan_to_write
    from lpplan.walk.steps import changes
    from lpplan.walk.words import changes_text, elsewhere_text, farewell_text, not_written_text

    data, screen, target = guided.data(), partner.screen, plan
    partner.show(_outcome(guided, folder, screen))
    changed = changes({} if file is None else file.data, data)
    partner.show(changes_text(plan, changed, screen, exists=file is not None))
    if file is None or changed:
        target, _ = plan_to_write(plan, file, data)
        if target != plan:
            partner.show(elsewhere_text(plan, target, screen))
        answer = agreed(target, partner)
        if answer is not True:
            partner.show("" if answer is None else not_written_text(plan, screen))
            return answer is not None
        # Somebody may have saved the plan while the question stood there.
        now, text = plan_to_write(plan, file, data)
        if now != target:
            target = now
            partner.show(elsewhere_text(plan, target, screen))
        write_result(text, target, force=file is not None and target == plan)
    remove_answers(plan)
    partner.show(farewell_text(target, data, screen))
    return True


def _outcome(guided: "GuidedPlan", folder: "FeeFolder", screen: "Screen") -> str:
    """The quote of the plan, or why there is none, and whether it is ready."""
    from lpplan.core.readiness import check_stage, stages_to_check
    from lpplan.quote.document import quote_document
    from lpplan.quote.report import report_on
    from lpplan.readiness.document import ReadinessReport, readiness_document
    from lpplan.reading.plan_source import plan_from_data
    from lpplan.show.terminal import Screen as NewScreen
    from lpplan.show.terminal import document_text
    from lpplan.walk.words import no_quote_text

    source, day = plan_from_data(guided.data()), guided.as_of
    try:
        quoted = document_text(quote_document(report_on(source, folder, day)), NewScreen(*screen))
    except LpplanError as refused:
        quoted = no_quote_text(refused.problems, screen)
    stages = stages_to_check(entry.stage for entry in source.plan.stages)
    checks = [check_stage(source.plan, stage, day) for stage in stages]
    readiness = ReadinessReport(source.plan.school.name, day, checks, plain=True)
    ready = document_text(readiness_document(readiness), NewScreen(*screen))
    return f"\n{quoted}\n{ready}"
