"""Sentences about quoted stages that several documents share."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lpplan.core.fees import Membership, Prices
from lpplan.core.notes import basis_of_estimate, uplift_in_words
from lpplan.core.plan import Share, Support
from lpplan.core.programme import STAGES
from lpplan.core.quote import CostCliff, Line, StageQuote
from lpplan.core.recharge import fee_per_person
from lpplan.values.money import NOTHING, Pounds, percent_text
from lpplan.values.words import (
    day_in_words,
    people_in_words,
    plural,
    pounds,
    same_name,
    sizes_in_words,
    whole_pounds,
)

CAVEAT = (
    "Amounts marked as estimates rest on prices of an earlier year or on provisional ones, and are"
    " subject to SSAT's confirmation."
)


def kind_of_prices(membership: Membership) -> str:
    """What a quote is about and how its prices are meant."""
    return f"SSAT Lead Practitioner Learning Centre (LPLC), {membership} prices, exc VAT"


def prepared(stages: Iterable[StageQuote], as_of: date, fees_folder: str | None) -> str:
    """When stages were priced, and from which fees."""
    used = {stage.prices.fees_from: stage.prices.schedule.status for stage in stages}
    years = ", ".join(f"{year} ({status})" for year, status in sorted(used.items()))
    where = "that come with lpplan" if fees_folder is None else f"in the folder {fees_folder}"
    return f"Prepared on {day_in_words(as_of)} from the fees {where}: {years}."


def estimates_in_words(stages: Sequence[StageQuote]) -> str:
    """Which of SSAT's prices are estimates, and what that means; nothing where none is."""
    if not mark_of_sum(stages):
        return ""
    which = "Prices marked as estimates are" if is_mixed(stages) else "All prices are estimates,"
    return f"{which} subject to SSAT's confirmation."


def is_mixed(stages: Iterable[StageQuote]) -> bool:
    """Whether some prices are published, and some are estimates, to be marked line by line."""
    return len({stage.prices.status for stage in stages}) > 1


def stage_title(stage: StageQuote) -> str:
    """The heading of a stage."""
    return f"Stage {stage.stage}: {STAGES[stage.stage].title}, {stage.academic_year}"


def input_names(stages: Sequence[StageQuote]) -> Iterator[str]:
    """What the inputs of stages begin with: number, year and place, as far as it takes."""
    numbers = Counter(stage.stage for stage in stages)
    years = Counter((stage.stage, stage.academic_year) for stage in stages)
    for place, stage in enumerate(stages, 1):
        name = f"Stage_{stage.stage}"
        if numbers[stage.stage] > 1:
            name += f"_{stage.academic_year}"
        if years[stage.stage, stage.academic_year] > 1:
            name += f"_entry_{place}"
        yield name


def people_and_cohorts(stage: StageQuote) -> str:
    """Who takes part, and in which cohorts."""
    people = plural(stage.participants, "participant")
    if len(stage.cohorts) == 1:
        return f"{people} in 1 cohort"
    sizes = sizes_in_words(stage.cohorts)
    return f"{people} in {plural(len(stage.cohorts), 'cohort')}: {sizes}"


def basis(stage: StageQuote) -> str:
    """Which year's prices a stage has, and whether they are an estimate."""
    if stage.prices.status == "published":
        return f"Published {stage.prices.fees_from} prices"
    return f"Estimate from {basis_of_estimate(stage.prices)}"


def sharing(stage: StageQuote, share: Share | None = None) -> str:
    """How the schools of a stage share its cost, by the plan's rule or another."""
    by_head = (share or stage.entry.share) == "per_head"
    rule = "by number of people" if by_head else "in equal parts"
    return (
        f"Stage {stage.stage}: charges per person follow each school's people; the rest is"
        f" shared {rule}, odd pence to the largest remainders."
    )


def own_charge_in_words(stage: StageQuote) -> str:
    """What a centre charges of its own, where it does."""
    charge = pounds(stage.entry.charge_per_person or NOTHING)
    return (
        f"Stage {stage.stage}: schools pay the centre's own charge of {charge} for each of their"
        " people; the centre's own people pay nobody."
    )


def fee_in_words(stage: StageQuote) -> str:
    """The fee a person that covers what SSAT charges for a stage at which it trains trainers.

    Source: LPLC proposal, Stage 2, fee charged.
    """
    mark = mark_of(stage.prices)
    return (
        f"At Stage {stage.stage} a fee of {marked(fee_per_person(stage), mark)} a person covers the"
        f" accreditation fee and the training: {marked(stage.total, mark)} from"
        f" {people_in_words(stage.participants)}, rounded up to the penny."
    )


def support_in_words(support: Support) -> str:
    """What a centre adds to the sessions: ``Half-termly twilight, 5 times, 1.5 hours each``.

    Without a number of times it is said to be offered and not counted.
    """
    words, each = [support.name], " each"
    if support.times is None:
        words.append("offered but not counted")
    elif support.times == 1:
        words.append("once")
        each = ""
    else:
        words.append(f"{support.times:,} times")
    if support.hours is not None:
        unit = "hour" if support.hours == 1 else "hours"
        words.append(f"{support.hours.normalize():f} {unit}{each}")
    return ", ".join(words)


def cliff_in_words(cliff: CostCliff, mark: str) -> str:
    """What a few people more or fewer would change, with what stands beside an estimate."""
    people = abs(cliff.people)
    if cliff.people < 0:
        who = f"{people} fewer {'person needs' if people == 1 else 'people need'}"
        change = f"one cohort fewer: {pounds(-cliff.difference)} less"
    else:
        who = f"{people} more {'person opens' if people == 1 else 'people open'}"
        change = f"another cohort: {pounds(cliff.difference)} more"
    return f"{who} {change}{f' ({mark})' if mark else ''}."


def mark_of(prices: Prices) -> str:
    """What stands beside an amount that is an estimate, with the rise assumed; else nothing."""
    if prices.status == "published":
        return ""
    return f"estimate +{percent_text(prices.uplift)}" if prices.uplifted_years else "estimate"


def mark_of_sum(stages: Iterable[StageQuote]) -> str:
    """What stands beside a sum over stages as soon as one of them is an estimate."""
    return "estimate" if any(stage.prices.status == "estimate" for stage in stages) else ""


def marked(amount: Pounds, mark: str) -> str:
    """An amount in a sentence, with what stands beside it: ``£580.65 (estimate)``."""
    return f"{pounds(amount)} ({mark})" if mark else pounds(amount)


def marked_a_head(amount: Pounds, mark: str) -> str:
    """A cost a head in a sentence, an estimate to the pound: ``£581 (estimate)``."""
    return f"{whole_pounds(amount)} ({mark})" if mark else pounds(amount)


def cost_in_a_line(stage: StageQuote) -> str:
    """What a stage costs in all and a head, with what stands beside an estimate."""
    mark = mark_of(stage.prices)
    a_head = marked_a_head(stage.per_head, mark)
    return f"Cost exc VAT: {marked(stage.total, mark)}, {a_head} a head"


def arithmetic(line: Line, prices: Prices) -> str:
    """How a line's amount comes about: ``27 people × £400.00 = £10,800.00``."""
    units = {"person": ("person", "people"), "cohort": ("cohort", "cohorts"), "stage": ("stage",)}
    quantity = plural(line.quantity, *units[line.per])
    sum_of_line = f"{quantity} × {pounds(line.unit_price)} = {pounds(line.amount)}"
    if line.before_uplift is None:
        return sum_of_line
    return f"{sum_of_line} ({pounds(line.before_uplift)} {uplift_in_words(prices)})"


def named(school: str, own_school: str) -> str:
    """A school's name, with a remark where it is the plan's own."""
    return f"{school} (its own part)" if same_name(school, own_school) else school
