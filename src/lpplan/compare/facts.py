"""What a quote says, fact by fact, and how the facts of two quotes differ.

Facts are taken from a quote as it is saved, so that a plan and a saved quote compare alike.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.quote import total
from lpplan.core.readiness import StageReadiness
from lpplan.core.recharge import Net
from lpplan.reading.saved_tables import SavedLine, SavedOwnCost, SavedQuote, SavedStage
from lpplan.show.cells import Cell, Money
from lpplan.timeline import Timeline, When
from lpplan.values.money import NOTHING, Pounds, per_head, percent_text
from lpplan.values.words import day_in_words, plain_name
from lpplan.values.years import AcademicYear


class Fact(NamedTuple):
    """Something that a quote says, in words or in figures."""

    label: str
    value: Cell
    adds: bool = True
    """Whether it counts as nothing where it is missing, as an amount does and a price does not."""

    @property
    def number(self) -> Decimal | int | None:
        """Its figure without a mark; None for words."""
        value = self.value.amount if isinstance(self.value, Money) else self.value
        return value if isinstance(value, Decimal | int) else None


Facts: TypeAlias = dict[str, Fact]
"""By keys that stay the same, such as ``accreditation.quantity``."""


class Difference(NamedTuple):
    """A fact that is not the same in both quotes, or in one of them alone."""

    what: str
    first: Fact | None
    this: Fact | None

    @property
    def label(self) -> str:
        """What differs, in words."""
        return next(fact.label for fact in (self.first, self.this) if fact)

    @property
    def values(self) -> list[Cell]:
        """What both say, None for what one of them does not have."""
        return [fact.value if fact else None for fact in (self.first, self.this)]

    @property
    def numbers(self) -> list[Decimal | int | None]:
        """The same in figures alone."""
        return [fact.number if fact else None for fact in (self.first, self.this)]

    @property
    def is_words(self) -> bool:
        """Whether there is no figure in it."""
        return self.numbers == [None, None]

    @property
    def is_estimate(self) -> bool:
        """Whether either side is an estimate."""
        return any(isinstance(value, Money) and value.mark for value in self.values)

    @property
    def change(self) -> Decimal | int | None:
        """By how much this is more than the first, in pounds or in number; None for words."""
        missing_counts = all(fact.adds for fact in (self.first, self.this) if fact)
        if self.is_words or (None in self.numbers and not missing_counts):
            return None
        one, other = (0 if number is None else number for number in self.numbers)
        return other - one


class Scope(NamedTuple):
    """What differs in a stage, in an academic year or in the whole."""

    differences: Sequence[Difference]
    stage: int | None = None
    years: tuple[AcademicYear, ...] = ()
    """The academic year, both where a stage's is not the same."""
    only_in: str | None = None
    """The one of the two that has the stage at all, or the year."""

    @property
    def total(self) -> Pounds:
        """What this costs more than the first, or with a minus less."""
        one, other = (number or NOTHING for number in self.totals or (NOTHING, NOTHING))
        return Decimal(other - one)

    @property
    def totals(self) -> list[Decimal | int | None]:
        """What both cost, where that differs."""
        return next((each.numbers for each in self.differences if each.what == "total"), [])


class Side(NamedTuple):
    """One of the quotes that are compared."""

    name: str
    quote: SavedQuote
    data: Mapping[str, Any]
    """The quote as its JSON has it."""
    readiness: Sequence[StageReadiness] = ()
    timeline: Timeline | None = None
    """None, as readiness is empty, for a saved quote without its plan."""

    @property
    def years(self) -> set[AcademicYear]:
        """The academic years in which something is charged."""
        return {stage.academic_year for stage in self.quote.stages}

    def in_year(self, year: AcademicYear) -> list[SavedStage]:
        """The stages of one academic year."""
        return [stage for stage in self.quote.stages if stage.academic_year == year]

    @property
    def dates(self) -> dict[str, When]:
        """When the first and the last thing of the plan are; empty where it is not known."""
        ends = self.timeline.ends if self.timeline else None
        return {"first_date": ends[0], "last_date": ends[1]} if ends else {}


class Comparison(NamedTuple):
    """A quote held against the first, which is the yardstick."""

    first: Side
    this: Side

    @property
    def stages(self) -> list[Scope]:
        """The stages that differ."""
        scopes = []
        for one, other in matched(self.first.quote.stages, self.this.quote.stages):
            there = [stage for stage in (one, other) if stage]
            scopes.append(
                Scope(
                    _differences(*(stage_facts(it) if it else {} for it in (one, other))),
                    there[0].stage,
                    tuple(dict.fromkeys(stage.academic_year for stage in there)),
                    self._only_in(one, other),
                )
            )
        return [scope for scope in scopes if scope.differences]

    @property
    def years(self) -> list[Scope]:
        """The academic years that differ."""
        scopes = []
        for year in sorted(self.first.years | self.this.years):
            one, other = self.first.in_year(year), self.this.in_year(year)
            differences = _differences(*(sums(it) for it in (one, other)))
            scopes.append(Scope(differences, None, (year,), self._only_in(one, other)))
        return [scope for scope in scopes if scope.differences]

    @property
    def whole(self) -> Scope:
        """What differs in the whole. Readiness and dates only where both are known."""
        sides = self.first, self.this
        both = all(side.timeline for side in sides)
        return Scope(_differences(*(whole_facts(side, with_plan=both) for side in sides)))

    def _only_in(self, one: object, other: object) -> str | None:
        return None if one and other else (self.first if one else self.this).name


def matched(
    firsts: Sequence[SavedStage], others: Sequence[SavedStage]
) -> list[tuple[SavedStage | None, SavedStage | None]]:
    """The stages of two quotes in pairs: by number and year, then by number, in their order.

    None stands beside a stage that only one of them has.
    """
    twins: dict[int, int] = {}
    for key in (attrgetter("stage", "academic_year"), attrgetter("stage")):
        waiting: defaultdict[object, deque[int]] = defaultdict(deque)
        for place in sorted({*range(len(others))} - {*twins.values()}):
            waiting[key(others[place])].append(place)
        for place, stage in enumerate(firsts):
            if place not in twins and (alike := waiting[key(stage)]):
                twins[place] = alike.popleft()
    pairs = [(s, others[twins[n]] if n in twins else None) for n, s in enumerate(firsts)]
    alone = {*range(len(others))} - {*twins.values()}
    return sorted([*pairs, *((None, others[place]) for place in sorted(alone))], key=_when_charged)


def _when_charged(pair: tuple[SavedStage | None, SavedStage | None]) -> tuple[int, AcademicYear]:
    stage = next(stage for stage in pair if stage)
    return stage.stage, stage.academic_year


def _differences(first: Facts, this: Facts) -> list[Difference]:
    """A mark alone is no difference: whether prices are estimates is a fact of its own."""
    found = [Difference(key, first.get(key), this.get(key)) for key in in_order(first, this)]
    return [
        each
        for each in found
        if each.change or (each.change is None and each.values[0] != each.values[1])
    ]


def in_order(*lists: Facts) -> list[str]:
    """The keys of several lists of facts, each after the one that it follows in its own."""
    keys: list[str] = []
    for facts in lists:
        known, before = {*keys}, ""
        behind: dict[str, list[str]] = {"": []}
        for key in facts:
            if key in known:
                before = key
            else:
                behind.setdefault(before, []).append(key)
        keys = behind[""] + [it for key in keys for it in (key, *behind.get(key, ()))]
    return keys


def sums(stages: Sequence[SavedStage]) -> Facts:
    """What some stages come to, in pounds exc VAT and in people, the total last; of none, none."""
    if not stages:
        return {}
    mark, people = _mark(stages), sum(stage.participants for stage in stages)
    nets = [stage.net or Net(stage.total, NOTHING, NOTHING) for stage in stages]
    # A charge of the centre's own is never an estimate.
    repaid = [
        stage
        for stage, net in zip(stages, nets, strict=True)
        if net.income and stage.charge_per_person is None
    ]
    by_status = {
        status: total(stage.total for stage in stages if stage.price_status == status)
        for status in ("published", "estimate")
    }
    cost = total(by_status.values())
    return {
        "participants": Fact("People", people),
        "total_published": Fact("Published prices", Money(by_status["published"])),
        "total_estimated": Fact("Estimates", Money(by_status["estimate"], mark)),
        "per_head": Fact("Per head", Money.a_head(per_head(cost, people), mark), adds=False),
        "own_costs": Fact("Own costs", Money(total(net.own_costs for net in nets))),
        "income": Fact("Others pay", Money(total(net.income for net in nets), _mark(repaid))),
        "net": Fact("Net", Money(total(net.net for net in nets), mark)),
        "total": Fact("Cost exc VAT", Money(cost, mark)),
    }


def _mark(stages: Sequence[SavedStage]) -> str:
    return "estimate" if any(stage.price_status == "estimate" for stage in stages) else ""


def stage_facts(stage: SavedStage) -> Facts:
    """What a quote says of a stage, line by line."""
    mark, of_stage = _mark([stage]), sums([stage])
    facts: Facts = {
        "academic_year": Fact("academic year", str(stage.academic_year)),
        "prices": Fact("prices", _prices(stage)),
        "participants": of_stage.pop("participants"),
        "cohorts": Fact("Cohorts", len(stage.cohorts)),
    }
    for line in stage.lines:
        facts |= _line(line.fee, line, line.unit_price, mark)
    labels = Counter[str]()
    for cost in stage.own_costs:
        # Costs of one label are told apart by their order.
        labels[cost.label] += 1
        nth = f"[{labels[cost.label]}]" if labels[cost.label] > 1 else ""
        facts |= _line(f"own_costs{nth}.{cost.label}", cost, cost.unit_amount, "")
    if stage.charge_per_person is not None:
        charge = Money(stage.charge_per_person)
        facts["charge_per_person"] = Fact("Charge per person", charge, adds=False)
        mark = ""
    for school in stage.schools:
        key, name = f"schools.{plain_name(school.school)}", school.school
        facts[f"{key}.participants"] = Fact(f"{name}, people", school.participants)
        facts[f"{key}.total"] = Fact(f"{name} pays", Money(school.total, mark))
    # Whether the whole stage is one or the other stands in its prices.
    del of_stage["total_published"], of_stage["total_estimated"]
    return facts | of_stage


def _line(key: str, line: SavedLine | SavedOwnCost, each: Pounds, mark: str) -> Facts:
    return {
        f"{key}.quantity": Fact(f"{line.label}, number", line.quantity),
        f"{key}.unit_price": Fact(f"{line.label}, each", Money(each, mark), adds=False),
        f"{key}.amount": Fact(line.label, Money(line.amount, mark)),
    }


def _prices(stage: SavedStage) -> str:
    kind = "published" if stage.price_status == "published" else "estimate from"
    rise = f", {percent_text(stage.uplift)} a year added" if stage.uplift else ""
    return f"{kind} {stage.fees_from}{rise}"


def whole_facts(side: Side, *, with_plan: bool) -> Facts:
    """What a quote says of the whole, and of readiness and dates what its plan says."""
    quote = side.quote
    facts: Facts = {
        "school": Fact("School", quote.school),
        "membership": Fact("Membership", quote.membership),
        "as_of": Fact("Prepared on", day_in_words(quote.as_of)),
        "fees": Fact("Fees", quote.fees),
    }
    return facts | (plan_facts(side) if with_plan else {}) | sums(quote.stages)


def plan_facts(side: Side) -> Facts:
    """Whether the plan of a quote is ready, and when it begins and ends; nothing without it."""
    return dict(_plan_facts(side))


def _plan_facts(side: Side) -> Iterator[tuple[str, Fact]]:
    for stage in side.readiness:
        yield f"readiness.{stage.stage}", Fact(f"Ready for Stage {stage.stage}", stage.verdict)
    for key, when in side.dates.items():
        yield key, Fact(key.replace("_", " ").capitalize(), when.in_words)
    if side.timeline:
        works = "no" if side.timeline.conflicts else "yes"
        yield "dates_work", Fact("Dates can work", works)
