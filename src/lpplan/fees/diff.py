"""``lpplan fees diff``: what a change of fees does to the files, to plans and to cohorts."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lpplan.core.fees import Schedules
from lpplan.core.quote import Quote, quote_plan
from lpplan.fees.base import load_base
from lpplan.fees.bounds import Bounds
from lpplan.fees.changes import Costs, fee_changes, new_years, reference_costs
from lpplan.fees.diff_document import (
    ClosedGate,
    FeeDiff,
    diff_document,
    diff_json,
    diff_page,
)
from lpplan.fees.findings import github_log, gitlab, junit, sarif
from lpplan.fees.gates import Gate, closed_gates
from lpplan.fees.git_tree import tree_texts
from lpplan.fees.reasons import changed_years, with_reasons
from lpplan.flags import (
    AsOfOption,
    Flags,
    ForceOption,
    OutputOption,
    format_option,
    switch,
    text_option,
)
from lpplan.output import destination
from lpplan.reading.bundled import bundled_folder
from lpplan.reading.fee_folder import FeeFolder, sound_folder
from lpplan.reading.plan_source import load_plan
from lpplan.show.cells import Money
from lpplan.show.formats import Formats, for_reading
from lpplan.show.markdown import document_markdown
from lpplan.show.stage_words import mark_of_sum
from lpplan.values.problem import LocatedProblem, LpplanError, Problem

MOST_MARKDOWN = 60_000
"""Characters: GitHub takes comments of 65,536 and job summaries of a million."""

FORMATS: Formats[FeeDiff] = {
    **for_reading(diff_page),
    "table": diff_document,
    "markdown": lambda diff: document_markdown(diff_page(diff), MOST_MARKDOWN),
    "json": diff_json,
    "github": lambda diff: github_log(diff.problems, diff.verdict),
    "sarif": lambda diff: sarif(diff.problems),
    "gitlab": lambda diff: gitlab(diff.problems),
    "junit": lambda diff: junit(diff.problems, "lpplan fees diff", diff.verdict, strict=True),
}


def diff_fees(
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="A folder, a file, or a git tree: origin/main:fees."),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another, such as fees.")],
    plans: Annotated[
        str | None, text_option(metavar="DIR", help="The plans to quote (default: the examples).")
    ] = None,
    max_rise: Annotated[
        str | None,
        text_option(metavar="PERCENT", help="Refuse a charge that rises by more, a year."),
    ] = None,
    max_fall: Annotated[
        str | None,
        text_option(
            metavar="PERCENT", help="Refuse a charge that falls by more, a year, or is gone."
        ),
    ] = None,
    max_increase: Annotated[
        str | None,
        text_option(metavar="PERCENT", help="Refuse a reference quote that rises by more."),
    ] = None,
    base_may_be_unsound: Annotated[
        bool,
        switch("--base-may-be-unsound", help="Count an unsound year of OLD as new; for repairs."),
    ] = False,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Compare two sets of fees."""
    with Flags() as flags:
        day = flags.as_of(as_of)
        bounds = Bounds(
            *(
                flags.percent(flag, typed, "a percentage such as 10%", f"{flag} 10%")
                for flag, typed in {
                    "--max-rise": max_rise,
                    "--max-fall": max_fall,
                    "--max-increase": max_increase,
                }.items()
            )
        )
    to = destination(form, output, force=force, formats=FORMATS)
    base = load_base(old, may_be_unsound=base_may_be_unsound)
    after = sound_folder(tree_texts(new), new)
    diff = fee_diff(base.schedules, after, bounds, day, plans)
    to.write(diff._replace(old=old, new=new, base_remarks=base.remarks))
    if not diff.passes:
        raise typer.Exit(1)


def fee_diff(
    before: Schedules, after: FeeFolder, bounds: Bounds, as_of: date, plans: str | None
) -> FeeDiff:
    """What a change of fees does, and the gates that it leaves closed on a day of asking.

    ``plans`` is the folder of plans to quote, None for the examples. Raises LpplanError with
    every problem of every plan.
    """
    schedules = before, after.schedules
    years = changed_years(*schedules, as_of)
    references = tuple(reference_costs(*schedules))
    gates = closed_gates(*schedules, years, references, bounds)
    most = bounds.max_increase
    return FeeDiff(
        made=as_of,
        changes=tuple(with_reasons(fee_changes(*schedules), years)),
        new_years=tuple(new_years(*schedules)),
        gates=[ClosedGate(gate, _located(gate, after)) for gate in gates],
        plans=_plan_costs(plans, *schedules),
        references=references,
        exceeding=[one for one in references if most is not None and one.rises_over(most)],
        lines={file.path: file.text.split("\n") for file in after.files.values()},
    )


def _located(gate: Gate, folder: FeeFolder) -> LocatedProblem:
    """A gate as a problem of the file that opens it."""
    path, line = folder.file_and_line(gate.mend_in, gate.keys[0] if gate.keys else ())
    key = gate.keys[0] if gate.keys else ()
    return LocatedProblem(path, line, "", Problem(key, gate.code, gate.message, gate.hint))


def _plan_costs(folder: str | None, old: Schedules, new: Schedules) -> list[tuple[str, Costs]]:
    """What the plans of a folder, or the examples, cost before and after.

    Raises LpplanError with every problem of every plan.
    """
    root = bundled_folder("examples") if folder is None else Path(folder)
    problems: list[LocatedProblem] = []
    costs: list[tuple[str, Costs]] = []
    try:
        paths = sorted(path for path in root.iterdir() if path.suffix.lower() == ".toml")
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        raise LpplanError(f"{folder}: cannot be read as a folder of plans: {reason}") from None
    for path in paths:
        try:
            plan = load_plan(str(path)).plan
        except LpplanError as refused:
            problems += refused.problems
            continue
        before, after = (quote_plan(plan, schedules)[0] for schedules in (old, new))
        costs.append((path.stem, Costs(_sum(before), _sum(after))))
    if problems:
        raise LpplanError(problems=problems)
    return costs


def _sum(quote: Quote | None) -> Money | None:
    return quote and Money(quote.total, mark_of_sum(quote.stages))
