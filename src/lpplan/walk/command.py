"""``lpplan walk``: one question after another, then what the answers come to, and the plan."""

from pathlib import Path
from typing import Annotated

import typer

from lpplan import terminal
from lpplan.flags import AsOfOption, FeesOption, Flags, UpliftOption
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.toml_file import TomlFile
from lpplan.show.document import Paragraph, Part
from lpplan.show.terminal import parts_text, screen_for
from lpplan.show.text import as_typed
from lpplan.values.problem import Interrupted, LpplanError
from lpplan.values.words import plural
from lpplan.walk.conversation import Conversation, Partner
from lpplan.walk.ending import Ending
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.kept import answers_file, load_answers, only_walk
from lpplan.walk.plan_file import plan_to_complete


def walk(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="The plan to make, or to look over and change.")
    ] = "my-plan.toml",
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Make a plan by answering questions, one at a time, and see what each stage costs."""
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
    if not terminal.at_a_terminal():
        raise LpplanError(
            "lpplan walk asks questions, and there is no terminal to ask them at",
            "Start from an example instead: lpplan example single-school -o my-plan.toml",
            "Or quote from flags: lpplan quote --stage 1 --participants 27",
        )
    file = plan_to_complete(plan)
    folder = load_fees(fees or _fees_of(file), percent)
    guided = GuidedPlan({} if file is None else file.data, day, folder.schedules)
    screen = screen_for(None, narrow=True)
    try:
        with only_walk(plan) as answers:
            kept = load_answers(plan)
            guided.resume(kept)
            partner = Partner(
                ask=terminal.ask,
                show=lambda parts: terminal.show(parts_text(parts, screen)),
                save=answers.save,
            )
            partner.show(_welcome(plan, len(kept.given), exists=file is not None))
            talk = Conversation(plan, guided, partner)
            if file is not None:
                if not kept.given:
                    guided.read_plan()
                talk.ask_all()
                talk.look_over()
            talk.ask_all()
            while not Ending(plan, file, guided, folder).confirm(talk, partner):
                talk.ask_all()
    except Interrupted:
        given = {"--uplift": uplift, "--fees": fees, "--as-of": as_of}
        again = [f"{flag} {as_typed(typed)}" for flag, typed in given.items() if typed is not None]
        raise Interrupted(" ".join(["To carry on: lpplan walk", as_typed(plan), *again])) from None


def _fees_of(file: TomlFile | None) -> str | None:
    """The folder of fees that a plan on its way names, where there is one."""
    named = None if file is None else file.data.get("fees")
    return str(Path(file.path).parent / named) if file is not None and named else None


def _welcome(plan: str, carried_on: int, *, exists: bool) -> list[Part]:
    """How a walk works, and where its answers are kept."""
    if carried_on:
        first = f"Carrying on with {plan}, after {plural(carried_on, 'answer')} given before."
    elif exists:
        first = f"{plan} is there already. Nothing is written before you say so."
    else:
        first = f"A few questions, and {plan} will be your plan."
    keys = "Enter takes the answer suggested, ? explains a question, < goes back to the one before,"
    kept = f"every answer is kept in {answers_file(plan)} until the plan is written."
    return [
        Paragraph(first),
        Paragraph(f"{keys} / shows what the plan says so far."),
        Paragraph(f"Stop whenever you like: {kept}"),
    ]
