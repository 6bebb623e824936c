"""``lpplan offer``: the sheet with which a centre recruits other schools."""

from typing import Annotated

from lpplan.core.plan import Plan
from lpplan.core.programme import CENTRE_STAGES, STAGES
from lpplan.flags import (
    AsOfOption,
    FeesOption,
    Flags,
    ForceOption,
    OutputOption,
    PlanArgument,
    StyleOption,
    UpliftOption,
    format_option,
    text_option,
)
from lpplan.offer.document import OfferReport, offer_document
from lpplan.output import destination, say
from lpplan.quote import report_on
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.plan_source import load_plan
from lpplan.show.document import Document
from lpplan.show.formats import Formats, as_it_is, for_reading
from lpplan.show.house_style import load_style
from lpplan.timeline import Timeline, timeline
from lpplan.values.years import AcademicYear

FORMATS: Formats[Document] = for_reading(as_it_is, "markdown")


def offer(
    plan: PlanArgument,
    stage: Annotated[
        str | None,
        text_option(metavar="N", help="Offer Stage 2 or 3 (default: the next one that begins)."),
    ] = None,
    year: Annotated[
        str | None,
        text_option(metavar="YEAR", help="Of several such stages, the one in this academic year."),
    ] = None,
    reply_by: Annotated[
        str | None,
        text_option(
            "--reply-by",
            metavar="DATE",
            help="The closing date (default: six weeks before the Launch).",
        ),
    ] = None,
    style: StyleOption = None,
    uplift: UpliftOption = None,
    fees: FeesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write the offer of a plan's Stage 2 or 3."""
    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    house = load_style(style)
    source = load_plan(plan)
    with Flags() as flags:
        day, percent = flags.as_of(as_of), flags.uplift(uplift)
        closing = flags.day("--reply-by", reply_by)
        asked_year = flags.year("--year", year, "--year 2027/28")
        only = flags.one_of("--stage", stage, [*map(str, CENTRE_STAGES)])
        flags.refuse_problems()
        dates = timeline(source.plan, day)
        place = _place(flags, dates, source.plan, only, asked_year)
        flags.refuse_problems()
        launch = dates.stages[place].dates.launch.day
        if closing is not None and launch is not None and closing > launch:
            message = f"must not be after the Launch on {launch}, and is {closing}"
            flags.add("--reply-by", "wrong-value", message)
    entry, licence = source.plan.stages[place], source.plan.centre.licence
    if not _is_ahead(dates, place):
        say(f"Stage {entry.stage} in {entry.academic_year} has begun or is over.\n")
    if STAGES[entry.stage].needs_licence and licence != "awarded":
        say(f"The plan records no LPLC licence, which Stage {entry.stage} needs: see readiness.\n")
    quote = report_on(source, load_fees(fees, percent, source), day).quote
    applicants = source.plan.applicants
    report = OfferReport(
        plan=source.plan,
        stage=quote.stages[place],
        dates=dates.stages[place],
        made=day,
        reply_by=closing,
        contact=house.style.contact or (applicants.contact if applicants else None),
    )
    to.write(offer_document(report, house))


def _place(
    flags: Flags, dates: Timeline, plan: Plan, stage: str | None, year: AcademicYear | None
) -> int:
    """Which entry of the plan is offered, from 0: of those meant, the next that begins."""
    meant = [
        place
        for place, entry in enumerate(plan.stages)
        if entry.stage in CENTRE_STAGES
        and stage in (None, str(entry.stage))
        and year in (None, entry.academic_year)
    ]
    if not meant:
        which = f"Stage {stage}" if stage else "Stage 2 or 3"
        has = f" in {year}" if year else ""
        flag = "--stage" if stage else "--year" if year else "PLAN"
        hint = "A centre recruits other schools at Stages 2 and 3: add such a stage to the plan."
        flags.add(flag, "no-such-stage", f"the plan has no {which}{has}", hint)
        return 0
    ahead = (place for place in meant if _is_ahead(dates, place))
    return next(ahead, meant[0])


def _is_ahead(dates: Timeline, place: int) -> bool:
    launch = dates.stages[place].dates.launch
    return launch.day is not None and launch.day >= dates.as_of
