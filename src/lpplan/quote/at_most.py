"""A total to keep under: by how much a quote exceeds it, and what would save the most easily."""

import textwrap
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from lpplan.core.plan import StageEntry
from lpplan.core.quote import Quote, StageQuote, cliffs_near, quote_stage, total
from lpplan.core.recharge import StageAccount, net_of
from lpplan.show.stage_words import mark_of, mark_of_sum
from lpplan.show.terminal import PIPE_WIDTH
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.problem import DemandNotMet
from lpplan.values.words import people_in_words, plural, pounds

_INDENT = "  "
_WIDEST_POUND = "GBP\N{NO-BREAK SPACE}"
"""What a console shows that lacks the sign of the pound."""


class _Saving(NamedTuple):
    """A change of one stage that costs less."""

    stage: StageQuote
    people: int
    """How many people fewer it takes; 0 where everybody keeps a place."""
    amount: Pounds
    """What it saves, in pounds exc VAT."""
    text: str


def refuse_more_than(most: Pounds, quote: Quote, *, of_net: bool) -> None:
    """Raise DemandNotMet where a quote, or what remains of it in the end, is more than so much.

    It names what would save a cohort, first what costs nobody a place; where that is not enough,
    how many people fewer would be.
    """
    amount = net_of(quote.stages).net if of_net else quote.total
    if amount <= most:
        return
    over = amount - most
    what = "the net (what remains)" if of_net else "the total"
    words = f"--at-most: {what} is {pounds(amount)} exc VAT{_mark(mark_of_sum(quote.stages))},"
    more = f"{pounds(over)} more than {pounds(most)}"
    if len(_widest(f"{words} {more}")) <= PIPE_WIDTH:
        words, more = f"{words} {more}", ""
    hints = [more, *_advice(quote, over, of_net=of_net)]
    raise DemandNotMet(words, *(line for hint in hints for line in _lines(hint)))


def _lines(hint: str) -> list[str]:
    """A hint in the width of the page, where hints stand indented."""
    width = PIPE_WIDTH - len(_INDENT)
    lines = textwrap.wrap(_widest(hint), width, subsequent_indent=_INDENT)
    return [line.replace(_WIDEST_POUND, "£") for line in lines]


def _widest(text: str) -> str:
    return text.replace("£", _WIDEST_POUND)


def _mark(mark: str) -> str:
    return f" ({mark})" if mark else ""


def _advice(quote: Quote, over: Pounds, *, of_net: bool) -> Iterator[str]:
    by_stage = [[*_savings(stage, of_net=of_net)] for stage in quote.stages]
    savings = sorted((it for found in by_stage for it in found), key=attrgetter("people"))
    for saving in savings:
        alone = " That alone is enough." if saving.amount >= over else ""
        yield f"{_where(saving.stage, quote)}: {saving.text}{alone}"
    if any(saving.amount >= over for saving in savings):
        return
    together = total(max(it.amount for it in found) for found in by_stage if found)
    if together >= over:
        yield "Together that is enough."
        return
    if not savings:
        yield "No cohort can be saved: none is needless, or there for a few people alone."
    enough = [it for stage in quote.stages for it in _enough(stage, over, of_net=of_net)]
    if enough:
        least = min(enough, key=attrgetter("people"))
        yield f"{_where(least.stage, quote)}: {least.text} That alone is enough."
    else:
        yield "Fewer people at one stage alone are not enough."


def _where(stage: StageQuote, quote: Quote) -> str:
    """A stage in words, with its people where another has its number and year."""
    alike = [s for s in quote.in_year(stage.academic_year).stages if s.stage == stage.stage]
    people = f" ({people_in_words(stage.participants)})" if len(alike) > 1 else ""
    return f"Stage {stage.stage} in {stage.academic_year}{people}"


def _savings(stage: StageQuote, *, of_net: bool) -> Iterator[_Saving]:
    """What saves a cohort of a stage: fewer than are asked for, or a few people fewer."""
    asked, fewest = len(stage.cohorts), stage.fewest_cohorts
    saved = _cost(stage, of_net=of_net) - _cost(_with(stage, cohorts=None), of_net=of_net)
    text = f"{plural(fewest, 'cohort')} instead of the {asked:,} asked for"
    yield from _worth(stage, 0, saved, text)
    prices, people = stage.prices, stage.participants
    for cliff in cliffs_near(prices, stage.stage, people, stage.membership):
        if cliff.people < 0:
            cohorts = f", {plural(fewest - 1, 'cohort')} instead of {asked:,}"
            yield from _fewer(stage, -cliff.people, cohorts, of_net=of_net)


def _enough(stage: StageQuote, over: Pounds, *, of_net: bool) -> Iterator[_Saving]:
    """The fewest people fewer that save so much at a stage, where any number does."""
    # The more people go, the less SSAT charges; of the net that holds as long as it is found.
    low, high = 1, stage.participants - 1
    best: list[_Saving] = []
    while low <= high:
        middle = (low + high) // 2
        found = [it for it in _fewer(stage, middle, of_net=of_net) if it.amount >= over]
        best, low, high = (found, low, middle - 1) if found else (best, middle + 1, high)
    yield from best


def _fewer(stage: StageQuote, people: int, words: str = "", *, of_net: bool) -> Iterator[_Saving]:
    """So many people fewer, in as few cohorts as hold the others.

    What remains of the net rests on whose people they are: they are those of whichever school
    makes the most of it.
    """
    cost = _cost(stage, of_net=of_net)
    found = [
        (cost - _cost(changed, of_net=of_net), whose)
        for whose, changed in _without(stage, people, of_net=of_net)
    ]
    if found:
        saved, whose = max(found, key=lambda each: each[0])
        who = f"{people:,} fewer {'person' if people == 1 else 'people'}{whose}"
        yield from _worth(stage, people, saved, f"{who}{words}")


def _without(stage: StageQuote, people: int, *, of_net: bool) -> Iterator[tuple[str, StageQuote]]:
    schools = stage.entry.schools
    if not (of_net and schools):
        fewer = stage.participants - people
        yield "", _with(stage, participants=fewer, schools=(), cohorts=None)
        return
    for place, school in enumerate(schools):
        if school.participants > people:
            left = school.model_copy(update={"participants": school.participants - people})
            changed = (*schools[:place], left, *schools[place + 1 :])
            yield f" from {school.name}", _with(stage, schools=changed, cohorts=None)


def _worth(stage: StageQuote, people: int, saved: Pounds, text: str) -> Iterator[_Saving]:
    if saved > NOTHING:
        less = f"{pounds(saved)} less{_mark(mark_of(stage.prices))}"
        yield _Saving(stage, people, saved, f"{text}: {less}.")


def _with(stage: StageQuote, **changes: object) -> StageQuote:
    entry: StageEntry = stage.entry.model_copy(update=changes)
    return quote_stage(entry, stage.prices, stage.membership, stage.own_school)


def _cost(stage: StageQuote, *, of_net: bool) -> Pounds:
    return StageAccount(stage).net.net if of_net else stage.total
