"""A total to keep under: by how much a quote exceeds it, and what would save the most easily."""

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from lpplan.core.quote import Quote, StageQuote, quote_stage
from lpplan.core.recharge import StageAccount, net_of
from lpplan.show.stage_words import cliff_in_words, mark_of, mark_of_sum
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.problem import DemandNotMet
from lpplan.values.words import plural, pounds


class _Saving(NamedTuple):
    """A change of one stage that saves a cohort."""

    people: int
    """How many people fewer it takes; 0 where everybody keeps a place."""
    amount: Pounds
    """What that saves for certain, in pounds exc VAT."""
    text: str


def refuse_more_than(most: Pounds, quote: Quote, *, of_net: bool) -> None:
    """Raise DemandNotMet where a quote, or what remains of it in the end, is more than so much.

    It names what would save a cohort, first what costs nobody a place.
    """
    amount = net_of(quote.stages).net if of_net else quote.total
    if amount <= most:
        return
    over, mark = amount - most, mark_of_sum(quote.stages)
    savings = sorted(
        (saving for stage in quote.stages for saving in _savings(stage, of_net=of_net)),
        key=attrgetter("people"),
    )
    hints = [
        f"{saving.text}{' That alone is enough.' if saving.amount >= over else ''}"
        for saving in savings
    ]
    raise DemandNotMet(
        f"--at-most: the {'net' if of_net else 'total'} is {pounds(amount)} exc VAT"
        f"{f' ({mark})' if mark else ''}, {pounds(over)} more than {pounds(most)}",
        *(hints or ["No cohort can be saved: none is needless, or there for a few people alone."]),
    )


def _savings(stage: StageQuote, *, of_net: bool) -> Iterator[_Saving]:
    where = f"Stage {stage.stage} in {stage.academic_year}: "
    if (asked := len(stage.cohorts)) > stage.fewest_cohorts:
        fewest = _with(stage, cohorts=None)
        saved = _cost(stage, of_net=of_net) - _cost(fewest, of_net=of_net)
        mark = f" ({mark})" if (mark := mark_of(stage.prices)) else ""
        if saved > 0:
            text = (
                f"{where}{plural(asked, 'cohort')} are asked for, and {stage.fewest_cohorts:,}"
                f" would hold everyone: {pounds(saved)} less{mark}."
            )
            yield _Saving(0, saved, text)
    for cliff in stage.cliffs:
        if cliff.people >= 0:
            continue
        saved, text = -cliff.difference, f"{where}{cliff_in_words(cliff, stage.prices)}"
        if of_net and stage.entry.schools:
            # What other schools would pay rests on whose people they are, and so does the net.
            saved, text = NOTHING, f"{text} That is SSAT's part."
        elif of_net:
            fewer = _with(stage, participants=stage.participants + cliff.people, cohorts=None)
            saved = _cost(stage, of_net=True) - _cost(fewer, of_net=True)
            text = f"{where}{cliff_in_words(cliff._replace(difference=-saved), stage.prices)}"
        yield _Saving(-cliff.people, saved, text)


def _with(stage: StageQuote, **changes: int | None) -> StageQuote:
    entry = stage.entry.model_copy(update=changes)
    return quote_stage(entry, stage.prices, stage.membership, stage.own_school)


def _cost(stage: StageQuote, *, of_net: bool) -> Pounds:
    return StageAccount(stage).net.net if of_net else stage.total
