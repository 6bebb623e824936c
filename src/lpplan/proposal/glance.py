"""The page that decides: what is asked for, what it comes to, and what stands in the way."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from lpplan.case import Case, outcomes
from lpplan.core.readiness import StageReadiness
from lpplan.core.recharge import net_of
from lpplan.proposal.report import ProposalReport
from lpplan.show.cells import Money
from lpplan.show.document import Bullets, Heading, KeyFigure, KeyFigures, Row, Run, table
from lpplan.show.house_style import Section
from lpplan.show.stage_words import cliff_in_words, mark_of, mark_of_sum, marked, people_and_cohorts
from lpplan.values.money import per_head
from lpplan.values.words import listed, people_in_words, plural, pounds

_MOST_RISKS = 3


def glance(report: ProposalReport) -> Section:
    """What whoever decides has to know, on one page.

    Source: LPLC proposal, Stages 1 to 3, costs.
    """
    ends = report.timeline.ends
    rows = {
        "Asked for": listed([*_asked_for(report)]),
        "First date": ends[0].in_words if ends else "",
        "Last date": ends[1].in_words if ends else "",
        "Next step": _next_step(report),
    }
    return Section(
        (),
        (
            KeyFigures([*_figures(report)]),
            table("", "", rows=[Row(row) for row in rows.items() if row[1]]),
            Heading("What could go wrong", level=3),
            Bullets(
                [
                    (Run(f"{kind}: ", bold=True), Run(words))
                    for kind, words in islice(_risks(report), _MOST_RISKS)
                ]
            ),
        ),
    )


def _asked_for(report: ProposalReport) -> Iterator[str]:
    for stage in report.quoted.quote.stages:
        yield f"Stage {stage.stage} in {stage.academic_year} ({people_and_cohorts(stage)})"


def _figures(report: ProposalReport) -> Iterator[KeyFigure]:
    quote = report.quoted.quote
    stages = quote.stages
    mark, net = mark_of_sum(stages), net_of(stages)
    people = sum(stage.participants for stage in stages)
    estimated = quote.total_of("estimate")
    remark = "at published prices"
    if mark:
        remark = "all of it" if estimated == quote.total else f"{pounds(estimated)} of it"
        remark += " to be confirmed by SSAT"
    yield KeyFigure("SSAT charges, exc VAT", Money(quote.total, mark), remark)
    if net.net != quote.total:
        yield KeyFigure(
            f"Net for {stages[0].own_school}, exc VAT",
            Money(net.net, mark),
            "with own costs, less what other schools pay",
        )
    yield KeyFigure(
        "A head, exc VAT",
        Money.a_head(per_head(quote.total, people), mark),
        f"SSAT's charges for {people_in_words(people)}",
    )
    if (case := report.case) is not None:
        yield _payback(case)


def _payback(case: Case) -> KeyFigure:
    span = plural(len(case.years), "academic year")
    saving = marked(abs(case.saving), mark_of_sum(case.centre))
    than = f"{'more' if case.saving < 0 else 'less'} than SSAT-run over {span}"
    when = str(case.payback.academic_year) if case.payback else f"not within {span}"
    return KeyFigure("Pays back", when, f"a centre costs {saving} {than}")


def _next_step(report: ProposalReport) -> str:
    """The first thing that readiness still asks for, else the first date that is to come."""
    for stage in report.readiness:
        for check in stage.checks:
            if check.step:
                who = f"{check.subject}: " if check.of_trainer else ""
                return f"{who}{check.step}"
    ahead = (item for item in report.timeline.items if _is_ahead(item.when.day, report))
    first = next(ahead, None)
    if first is None:
        return "Accept this proposal."
    return f"Accept this proposal; then {first.title}, {first.when.in_words}."


def _is_ahead(day: date | None, report: ProposalReport) -> bool:
    return day is not None and day >= report.quoted.as_of


def _risks(report: ProposalReport) -> Iterator[tuple[str, str]]:
    """What could go wrong, in a word and in a sentence, the dearest and the nearest first."""
    quote = report.quoted.quote
    if mark_of_sum(quote.stages):
        estimated = pounds(quote.total_of("estimate"))
        yield "Prices", f"SSAT has not confirmed {estimated} of its charges, which may come higher."
    yield from (("Dates", conflict.message) for conflict in report.timeline.conflicts[:1])
    if report.case is not None:
        yield from _worst(report.case)
    yield from (_lacking(stage) for stage in report.readiness[:1] if stage.verdict != "ready")
    for stage in quote.stages:
        if (fewest := stage.entry.minimum_participants) is not None:
            when = f"Stage {stage.stage} in {stage.academic_year}"
            planned = f"{stage.participants:,} are planned"
            yield "People", f"{when} runs with {people_in_words(fewest)} or more; {planned}."
        yield from (("People", cliff_in_words(c, mark_of(stage.prices))) for c in stage.cliffs[:1])
    yield "Status", "SSAT may withdraw it where its quality assurance finds problems."
    yield "Own costs", "Those that the plan does not name, such as travel, are in no figure."
    yield "Accreditation", "Each application is judged on its own, and may not succeed."


def _worst(case: Case) -> Iterator[tuple[str, str]]:
    """The change that costs most of what a centre saves."""
    changed = {one.text: one.case.saving for one in outcomes(case) if one.case is not None}
    # That own costs are higher can always be priced.
    text = min(changed, key=lambda each: changed[each])
    if changed[text] < case.saving:
        then, planned = (
            marked(saving, mark_of_sum(case.centre)) for saving in (changed[text], case.saving)
        )
        yield "Saving", f"{text}. It is then {then}, not {planned}."


def _lacking(stage: StageReadiness) -> tuple[str, str]:
    counts = [
        plural(number, f"check is {status}", f"checks are {status}")
        for status in ("not met", "not recorded")
        if (number := sum(check.status == status for check in stage.checks))
    ]
    known = "known to be " if stage.verdict == "not known" else ""
    return "Readiness", f"Stage {stage.stage} is not {known}ready: {listed(counts)}."
