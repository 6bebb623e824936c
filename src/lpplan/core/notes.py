"""What a reader has to know beside the figures of a quote, each with a code to dispute it by.

A decision settles what the sources leave open; it is noted where it touches a figure, and
only there. Each note is a row of ``_RULES`` with the function that finds where it applies.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lpplan.core.fees import Prices
from lpplan.core.money import percent_text
from lpplan.core.plan import Plan, same_name
from lpplan.core.programme import STANDARD_CHARGES, TRAIN_THE_TRAINER
from lpplan.core.quote import Quote, StageQuote
from lpplan.core.readiness import StageReadiness


class Note(NamedTuple):
    """A remark on a quote; ``stage`` is None where it is on the whole."""

    code: str
    stage: int | None
    text: str


def notes(quote: Quote, plan: Plan, readiness: Sequence[StageReadiness]) -> tuple[Note, ...]:
    """Every note that a quote for a plan calls for, on estimates first."""
    found = [Note(code, *told) for code, rule in _RULES.items() for told in rule(quote, plan)]
    if lacking := _lacking(readiness):
        found.append(Note("readiness", None, lacking))
    return tuple(dict.fromkeys(found))


_Told = tuple[int | None, str]


def basis_of_estimate(prices: Prices) -> str:
    """Where estimated prices come from and how old they are, in a few words."""
    fees_from, start = prices.fees_from, prices.prices_from
    provisional = prices.schedule.status == "provisional"
    words = f"provisional {fees_from} prices" if provisional else f"{fees_from} prices"
    if start != fees_from:
        words += f" based on {start}"
    if prices.years_before:
        years = "year" if prices.years_before == 1 else "years"
        words += f", {prices.years_before} {years} before the stage"
    if prices.uplifted_years:
        words += f", {uplift_in_words(prices)}"
    return words


def uplift_in_words(prices: Prices) -> str:
    """How an assumed rise was added to the prices, in a few words."""
    percent, years = percent_text(prices.uplift), prices.uplifted_years
    return f"with {percent} added for " + ("1 year" if years == 1 else f"each of {years} years")


def _estimates(quote: Quote, _: Plan) -> Iterator[_Told]:
    for stage in quote.stages:
        if stage.prices.status == "estimate":
            text = (
                f"Stage {stage.stage} in {stage.academic_year} is an estimate from"
                f" {basis_of_estimate(stage.prices)}, subject to SSAT's confirmation."
            )
            yield stage.stage, text


def _many_cohorts_at_stage_2(quote: Quote) -> Iterator[StageQuote]:
    return (s for s in quote.stages if s.stage == 2 and len(s.cohorts) > 1)


def _cohort_limit(quote: Quote, _: Plan) -> Iterator[_Told]:
    for stage in _many_cohorts_at_stage_2(quote):
        limit = stage.prices.schedule.cohort_limit
        if limit is not None:
            text = (
                f"The limit of {limit} people a cohort, which the source prints at Stage 1"
                " only, is taken to hold at Stage 2 as well: the support package is the same."
            )
            yield stage.stage, text


def _train_the_trainer_once(quote: Quote, _: Plan) -> Iterator[_Told]:
    for stage in _many_cohorts_at_stage_2(quote):
        if any(line.fee == TRAIN_THE_TRAINER and line.per == "stage" for line in stage.lines):
            text = (
                "Train the trainer is charged once for Stage 2, however many cohorts run: one"
                " price is taken to cover the whole training team at both sessions."
            )
            yield stage.stage, text


def _trainers_counted_once(_: Quote, plan: Plan) -> Iterator[_Told]:
    if plan.trainers:
        text = (
            "A future trainer who takes accreditation at Stage 1 is one of its participants; at"
            " Stages 2 and 3 trainers are not participants, and pay no accreditation fee."
        )
        yield None, text


def _buyer_membership(quote: Quote, plan: Plan) -> Iterator[_Told]:
    taking_part = (school.name for stage in quote.stages for school in stage.entry.schools)
    if any(not same_name(school, plan.school.name) for school in taking_part):
        text = (
            "Prices follow the membership of the school that buys, whatever that of the schools"
            " taking part."
        )
        yield None, text


def _training_shared_by_all(quote: Quote, _: Plan) -> Iterator[_Told]:
    for stage in quote.stages:
        if stage.entry.schools and any(line.fee == TRAIN_THE_TRAINER for line in stage.lines):
            text = "Train the trainer is part of the sum that all participating schools share."
            yield stage.stage, text


def _own_charge(quote: Quote, _: Plan) -> Iterator[_Told]:
    for stage in quote.stages:
        if stage.entry.schools and stage.entry.charge_per_person is not None:
            text = (
                "What schools would repay is their share of what SSAT charges; they are asked for"
                " the centre's own charge instead, which lpplan recharge shows."
            )
            yield stage.stage, text


def _no_licence_fee(quote: Quote, _: Plan) -> Iterator[_Told]:
    for stage in quote.stages:
        if stage.stage == 3 and all(line.fee in STANDARD_CHARGES for line in stage.lines):
            text = (
                "No fee for the LPLC licence or status is published, so none is in this quote:"
                " ask SSAT."
            )
            yield stage.stage, text


def _more_cohorts_than_needed(quote: Quote, _: Plan) -> Iterator[_Told]:
    for stage in quote.stages:
        if len(stage.cohorts) > stage.fewest_cohorts:
            text = (
                f"Stage {stage.stage} has {len(stage.cohorts):,} cohorts because the plan asks"
                f" for them; {stage.fewest_cohorts:,} would hold everyone."
            )
            yield stage.stage, text


def _own_costs(_: Quote, __: Plan) -> Iterator[_Told]:
    yield None, "The school's own costs, such as cover, travel and a venue, are not in this quote."


_RULES: dict[str, Callable[[Quote, Plan], Iterator[_Told]]] = {
    "estimate": _estimates,
    "cohort-limit-at-stage-2": _cohort_limit,
    "train-the-trainer-once": _train_the_trainer_once,
    "cohorts-asked-for": _more_cohorts_than_needed,
    "trainers-counted-once": _trainers_counted_once,
    "buyer-membership": _buyer_membership,
    "training-shared-by-all": _training_shared_by_all,
    "own-charge": _own_charge,
    "no-licence-fee": _no_licence_fee,
    "own-costs": _own_costs,
}


def _lacking(readiness: Sequence[StageReadiness]) -> str:
    """In one line what stands between the plan and each stage; empty where nothing does."""
    verdicts = {"not ready": "is not ready", "not known": "is not known to be ready"}
    return " ".join(
        f"Stage {stage.stage} {verdicts[stage.verdict]}. {' '.join(_open_checks(stage))}"
        for stage in readiness
        if stage.verdict != "ready"
    )


def _open_checks(stage: StageReadiness) -> Iterator[str]:
    for status in ("not met", "not recorded"):
        titles = dict.fromkeys(r.title for r in stage.checks if r.status == status)
        if titles:
            yield f"{status.capitalize()}: {', '.join(titles)}."
