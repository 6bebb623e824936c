"""What a reader has to know beside the figures of a quote, each with a code to dispute it by.

A decision settles what the sources leave open; it is noted where it touches a figure, and
only there. Each note is a row of ``_RULES``, with where it applies.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from lpplan.core.fees import Prices
from lpplan.core.plan import Plan
from lpplan.core.programme import ALL_OF_THEM, STANDARD_CHARGES, TRAIN_THE_TRAINER
from lpplan.core.quote import Quote, StageQuote
from lpplan.core.readiness import StageReadiness
from lpplan.core.recharge import StageAccount
from lpplan.values.money import percent_text
from lpplan.values.words import listed, plural, same_name


class Note(NamedTuple):
    """A remark on a quote; ``stage`` is None where it is on the whole."""

    code: str
    stage: int | None
    text: str
    source: str = ""
    """The document and section that it rests on, or the plan."""


class _StageRule(NamedTuple):
    """A note on each stage that it applies to."""

    code: str
    applies: Callable[[StageQuote], bool]
    text: Callable[[StageQuote], str]
    source: str


class _WholeRule(NamedTuple):
    """A note on the whole quote, where it applies."""

    code: str
    applies: Callable[[Quote, Plan], bool]
    text: Callable[[Quote], str]
    source: str


def notes(quote: Quote, plan: Plan, readiness: Sequence[StageReadiness]) -> tuple[Note, ...]:
    """Every note that a quote for a plan calls for, on estimates first."""
    every_note = list(_from_rules(quote, plan))
    if lacks := lacking(readiness):
        every_note.append(Note("readiness", None, lacks))
    every_note += [
        Note(r.code, None, r.text, r.source) for stage in readiness for r in stage.remarks
    ]
    return tuple(dict.fromkeys(every_note))


def together(notes: Iterable[Note], *, sources: bool = False) -> list[str]:
    """Notes as people read them: those of one code as one, with its source where that is asked."""
    by_code: dict[str, list[Note]] = {}
    for note in notes:
        by_code.setdefault(note.code, []).append(note)
    return [
        _as_one([note.text for note in alike])
        + (f" ({alike[0].source})" if sources and alike[0].source else "")
        for alike in by_code.values()
    ]


_OF_ONE = re.compile(r"(Stage \d in |)(\d{4}/\d\d|.+?'s) (.+)", re.DOTALL)
"""What begins with a year of a stage or with somebody's: its begin, which one, and the rest."""


def _as_one(texts: Iterable[str]) -> str:
    """Texts of one kind, what all say of theirs said once, and so what all of them end with."""
    of_each: dict[tuple[str, str], list[str]] = {}
    for text in dict.fromkeys(texts):
        found = _OF_ONE.fullmatch(text)
        begins, which, rest = found.groups() if found else ("", "", text)
        of_each.setdefault((begins, rest), []).append(which)
    said = [f"{begins}{listed(of)} {rest}".strip() for (begins, rest), of in of_each.items()]
    sentences = [text.split(". ") for text in said]
    ends = [
        *takewhile(lambda those: len({*those}) == 1, zip(*map(reversed, sentences), strict=False))
    ]
    if not ends:
        return " ".join(said)
    begin = (". ".join(those[: -len(ends)]) for those in sentences)
    return ". ".join([*filter(None, begin), *(end for end, *_ in reversed(ends))])


def _from_rules(quote: Quote, plan: Plan) -> Iterator[Note]:
    for rule in _RULES:
        if isinstance(rule, _WholeRule):
            if rule.applies(quote, plan):
                yield Note(rule.code, None, rule.text(quote), rule.source)
        else:
            stages = filter(rule.applies, quote.stages)
            yield from (
                Note(rule.code, stage.stage, rule.text(stage), rule.source) for stage in stages
            )


def basis_of_estimate(prices: Prices) -> str:
    """Where estimated prices come from and how old they are, in a few words."""
    fees_from, start = prices.fees_from, prices.prices_from
    provisional = prices.schedule.status == "provisional"
    words = f"provisional {fees_from} prices" if provisional else f"{fees_from} prices"
    if start != fees_from:
        words += f" based on {start}"
    if prices.years_before:
        words += f", {plural(prices.years_before, 'year')} before the stage"
    if prices.uplifted_years:
        words += f", {uplift_in_words(prices)}"
    return words


def uplift_in_words(prices: Prices) -> str:
    """How an assumed rise was added to the prices, in a few words."""
    percent, years = percent_text(prices.uplift), prices.uplifted_years
    return f"with {percent} added for " + ("1 year" if years == 1 else f"each of {years} years")


def _has_many_cohorts(stage: StageQuote) -> bool:
    return stage.stage == 2 and len(stage.cohorts) > 1


def _charges_train_the_trainer(stage: StageQuote) -> bool:
    return any(line.fee == TRAIN_THE_TRAINER for line in stage.lines)


def _others_take_part(quote: Quote, plan: Plan) -> bool:
    names = (school.name for stage in quote.stages for school in stage.entry.schools)
    return any(not same_name(name, plan.school.name) for name in names)


def own_costs_named(quote: Quote) -> str:
    """The own costs of a plan by their names; empty where it has none."""
    lines = (line for stage in quote.stages for line in StageAccount(stage).own_costs)
    return listed(list(dict.fromkeys(line.label for line in lines)))


_RULES: tuple[_StageRule | _WholeRule, ...] = (
    _StageRule(
        "estimate",
        lambda stage: stage.prices.status == "estimate",
        lambda stage: (
            f"Stage {stage.stage} in {stage.academic_year} is an estimate from"
            f" {basis_of_estimate(stage.prices)}, subject to SSAT's confirmation."
        ),
        "The fee schedule",
    ),
    _StageRule(
        "cohort-limit-at-stage-2",
        lambda stage: _has_many_cohorts(stage) and stage.prices.schedule.cohort_limit is not None,
        lambda stage: (
            f"The limit of {stage.prices.schedule.cohort_limit} people a cohort, which the source"
            " prints at Stage 1 only, is taken to hold at Stage 2 as well: the support package is"
            " the same."
        ),
        "LPLC proposal, Stage 1, costs",
    ),
    _StageRule(
        "train-the-trainer-once",
        lambda stage: (
            _has_many_cohorts(stage)
            and any(line.fee == TRAIN_THE_TRAINER and line.per == "stage" for line in stage.lines)
        ),
        lambda _: (
            "Train the trainer is charged once for Stage 2, however many cohorts run: one price"
            f" is taken to cover the whole training team at {ALL_OF_THEM} sessions."
        ),
        "LPLC proposal, Stage 2, costs",
    ),
    _StageRule(
        "cohorts-asked-for",
        lambda stage: len(stage.cohorts) > stage.fewest_cohorts,
        lambda stage: (
            f"Stage {stage.stage} has {len(stage.cohorts):,} cohorts because the plan asks for"
            f" them; {stage.fewest_cohorts:,} would hold everyone."
        ),
        "The plan",
    ),
    _WholeRule(
        "trainers-counted-once",
        lambda _, plan: bool(plan.trainers),
        lambda _: (
            "A future trainer who takes accreditation at Stage 1 is one of its participants; at"
            " Stages 2 and 3 trainers are not participants, and pay no accreditation fee."
        ),
        "LPLC proposal, Stages 1 and 2",
    ),
    _WholeRule(
        "buyer-membership",
        _others_take_part,
        lambda _: (
            "Prices follow the membership of the school that buys, whatever the membership of"
            " the other schools."
        ),
        "A decision: the LPLC proposal is silent",
    ),
    _StageRule(
        "training-shared-by-all",
        lambda stage: bool(stage.entry.schools) and _charges_train_the_trainer(stage),
        lambda _: "Train the trainer is part of the sum that all participating schools share.",
        "LPLC proposal, Stage 2, fee charged",
    ),
    _StageRule(
        "charge-for-all",
        lambda stage: not stage.entry.schools and stage.entry.charge_per_person is not None,
        lambda stage: (
            f"Stage {stage.stage} in {stage.academic_year} has a charge and names no schools, so"
            " everybody there is taken to come from another school and to pay it."
        ),
        "The plan",
    ),
    _StageRule(
        "no-licence-fee",
        lambda stage: (
            stage.stage == 3 and all(line.fee in STANDARD_CHARGES for line in stage.lines)
        ),
        lambda _: (
            "No fee for the LPLC licence or status is published, so none is in this quote: ask"
            " SSAT."
        ),
        "LPLC proposal, LPLC status",
    ),
    _WholeRule(
        "own-costs",
        lambda _, __: True,
        lambda quote: (
            "The total is what SSAT charges. Of the school's own costs, the plan names"
            f" {own_costs_named(quote)}; others are in no figure here."
            if own_costs_named(quote)
            else "The school's own costs, such as cover, travel and a venue, are not in this quote."
        ),
        "LPLC proposal, Stages 1 to 3, costs",
    ),
)
"""In the order in which they are shown."""


def lacking(readiness: Sequence[StageReadiness], *, once: bool = False) -> str:
    """In one line what stands between the plan and each stage; empty where nothing does.

    ``once``: of a later stage only what no earlier one lacks.
    """
    verdicts = {"not ready": "is not ready", "not known": "is not known to be ready"}
    words: list[str] = []
    said: set[tuple[str, str]] = set()
    for stage in readiness:
        if stage.verdict == "ready":
            continue
        lacks = dict.fromkeys((r.status, r.title) for r in stage.checks if r.status != "met")
        new = [check for check in lacks if check not in said]
        same = "" if new else ", for the same reasons"
        words.append(f"Stage {stage.stage} {verdicts[stage.verdict]}{same}.")
        for status in ("not met", "not recorded"):
            if titles := [title for of, title in new if of == status]:
                also = any(of == status for of, _ in said)
                how = f"Also {status}" if also else status.capitalize()
                words.append(f"{how}: {', '.join(titles)}.")
        said.update(lacks if once else ())
    return " ".join(words)
