"""A fee schedule: what SSAT charges in one academic year, as its TOML file has it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import PlainValidator
from pydantic import WithJsonSchema as JsonSchema

from lpplan.core.kinds import (
    AmountField,
    Day,
    Expects,
    People,
    StageNumber,
    Table,
    Text,
    YearField,
    choice,
    list_of,
    such_as,
)
from lpplan.core.money import DecimalText, Pounds, percent_text, read_percent
from lpplan.core.problem import Problem
from lpplan.core.programme import STANDARD_CHARGES
from lpplan.core.years import AcademicYear

Membership: TypeAlias = Literal["member", "non-member"]
Per: TypeAlias = Literal["person", "cohort", "stage"]

PerField = Annotated[Per, choice("person", "cohort", "stage")]
StatusField = Annotated[Literal["published", "provisional"], choice("published", "provisional")]
StagesField = Annotated[
    tuple[StageNumber, ...],
    *list_of("a list of stages such as [1, 2, 3], at least one", [1, 2, 3]),
]
Names = Annotated[tuple[Text, ...], *list_of("a list of charges", ["train_the_trainer"])]


def _read_uplift(written: object) -> str:
    typed = str(written) if isinstance(written, str | int | DecimalText) else ""
    percent = read_percent(typed) if not isinstance(written, bool) else None
    if percent is None:
        raise ValueError('must be a percentage a year such as "3.5%"')
    return percent_text(percent)


# It documents how a provisional file was made, and no sum rests on it.
Uplift = Annotated[
    str,
    PlainValidator(_read_uplift),
    JsonSchema(
        {"type": ["string", "number"], "pattern": r"^[0-9]+([.][0-9]+)? *%?$", "minimum": 0}
    ),
    Expects('a percentage a year such as "3.5%"', "3.5%"),
]


class Source(Table):
    """Where a schedule's prices were read; a provisional one may have none of it yet."""

    title: Annotated[Text, such_as("SSAT price list")] | None = None
    publisher: Annotated[Text, such_as("SSAT")] | None = None
    checked: Day | None = None
    url: Text | None = None
    note: Text | None = None


class ChargeDraft(Table):
    """One ``[fees.NAME]`` table in which any key may still be missing."""

    label: Annotated[Text, such_as("LP accreditation fee")] | None = None
    per: PerField | None = None
    max_cohort_size: Annotated[
        People | None, Expects("a whole number of people from 1 to 100,000", 25)
    ] = None
    stages: StagesField | None = None
    member: AmountField | None = None
    non_member: AmountField | None = None
    reference: Annotated[Text, such_as("Stage 1, costs")] | None = None
    url: Text | None = None
    note: Text | None = None


class Charge(ChargeDraft):
    """One ``[fees.NAME]`` table: what is charged, for whom, at which stages."""

    per: PerField
    stages: StagesField
    member: AmountField

    def price(self, membership: Membership) -> Pounds | None:
        """The price in pounds exc VAT for a school of this membership; None where unpublished."""
        return self.member if membership == "member" else self.non_member


class FeeScheduleDraft(Table):
    """A fee file in which any key may still be missing: what the rules between keys read."""

    academic_year: YearField | None = None
    status: StatusField | None = None
    currency: Annotated[Literal["GBP"], choice("GBP")] = "GBP"
    vat: Annotated[Literal["exclusive"], choice("exclusive")] = "exclusive"
    based_on: YearField | None = None
    uplift: Uplift | None = None
    withdrawn: Names = ()
    ignore: Annotated[tuple[Text, ...], *list_of("a list of codes", ["missing-label"])] = ()
    """The warnings and remarks of ``fees check`` that are not to be made of this file."""
    note: Text | None = None
    source: Annotated[Source | None, Expects("a [source] table")] = None
    fees: Mapping[str, ChargeDraft] | None = None


class FeeSchedule(FeeScheduleDraft):
    """One academic year's prices, in pounds exc VAT."""

    academic_year: YearField
    status: StatusField
    fees: Annotated[
        Mapping[str, Annotated[Charge, Expects("a [fees.NAME] table")]],
        Expects("a [fees.NAME] table for each charge"),
    ]

    def label(self, name: str) -> str:
        """How a charge is called: its label, else its name in words."""
        return self.fees[name].label or name.replace("_", " ").capitalize()

    def at_stage(self, stage: int) -> Iterator[tuple[str, Charge]]:
        """The charges of a stage by name, in the file's order."""
        return ((name, charge) for name, charge in self.fees.items() if stage in charge.stages)

    @property
    def cohort_limit(self) -> int | None:
        """The most people a cohort may have; None where nothing is charged per cohort."""
        return next((c.max_cohort_size for c in self.fees.values() if c.per == "cohort"), None)


def schedule_problems(draft: FeeScheduleDraft) -> Iterator[Problem]:
    """What is wrong between the keys of one fee file, each of which is sound in itself."""
    yield from _source_problems(draft)
    if draft.status == "published":
        for key in ("based_on", "uplift"):
            if getattr(draft, key) is not None:
                yield Problem(
                    (key,),
                    "provisional-only",
                    'belongs in a schedule with status = "provisional"',
                    "Remove it, or change the status: published prices rest on their source.",
                )
    if draft.based_on and draft.academic_year and draft.based_on >= draft.academic_year:
        yield Problem(
            ("based_on",),
            "based-on-not-earlier",
            f"must be a year before {draft.academic_year}, not {draft.based_on}",
            "Name the year whose prices this schedule starts from.",
        )
    if draft.fees is not None:
        yield from _charge_problems(draft, draft.fees)


def _source_problems(draft: FeeScheduleDraft) -> Iterator[Problem]:
    if draft.status != "published":
        return
    examples = {"title": '"…"', "publisher": '"SSAT"', "checked": "2026-11-21"}
    for key, example in examples.items():
        if draft.source is None or getattr(draft.source, key) is None:
            yield Problem(
                ("source", key),
                "missing-key",
                "is missing, and a published schedule needs it",
                f"Under [source], say where the prices were read: {key} = {example}.",
            )


def _charge_problems(draft: FeeScheduleDraft, fees: Mapping[str, ChargeDraft]) -> Iterator[Problem]:
    for name, charge in fees.items():
        yield from _problems_of_charge(name, charge)
    yield from _differing_limits(fees)
    for name in draft.withdrawn:
        if name in fees:
            yield Problem(
                ("withdrawn",),
                "withdrawn-but-charged",
                f"names {name}, which this schedule charges",
                f"Take {name} out of withdrawn, or remove [fees.{name}].",
            )


def _problems_of_charge(name: str, charge: ChargeDraft) -> Iterator[Problem]:
    if not name.strip():
        yield Problem(
            ("fees", name),
            "blank-name",
            "needs a name that is not blank",
            "Give the charge one, such as [fees.accreditation].",
        )
    if charge.stages == ():
        yield Problem(
            ("fees", name, "stages"),
            "wrong-value",
            "must be a list of stages such as [1, 2, 3], at least one, not []",
            "To stop charging it, remove the table and name it under withdrawn.",
        )
    limit = ("fees", name, "max_cohort_size")
    if charge.per == "cohort" and charge.max_cohort_size is None:
        yield Problem(
            limit,
            "missing-key",
            "is missing, and a charge per cohort needs it",
            "Say how many people a cohort may have, for example: max_cohort_size = 25.",
        )
    if charge.per in ("person", "stage") and charge.max_cohort_size is not None:
        yield Problem(
            limit,
            "cohort-limit-misplaced",
            f'belongs to a charge with per = "cohort", and this one has per = "{charge.per}"',
            "Remove it, or correct per.",
        )


def _differing_limits(fees: Mapping[str, ChargeDraft]) -> Iterator[Problem]:
    limits = {
        name: charge.max_cohort_size
        for name, charge in fees.items()
        if charge.per == "cohort" and charge.max_cohort_size is not None
    }
    first = next(iter(limits), None)
    for name, limit in limits.items():
        if first is not None and limit != limits[first]:
            yield Problem(
                ("fees", name, "max_cohort_size"),
                "cohort-limits-differ",
                f"must be the same on every charge per cohort: it is {limit} here"
                f" and {limits[first]} on {first}",
                "A cohort has one limit; correct the one that is wrong.",
            )


def missing_charge_problems(
    draft: FeeScheduleDraft, before: FeeSchedule | None
) -> Iterator[Problem]:
    """The charges that a schedule has lost without saying so: every quote would be too low.

    ``before`` is the schedule of the year before it in the same folder, None for the first.
    """
    if draft.fees is None:
        return
    needed: dict[str, str] = dict.fromkeys(STANDARD_CHARGES, "a standard charge of the programme")
    if before is not None:
        for name in before.fees:
            needed.setdefault(name, f"charged in {before.academic_year}")
    for name, why in needed.items():
        if name not in draft.fees and name not in draft.withdrawn:
            yield Problem(
                ("fees", name),
                "missing-charge",
                f"is missing: {why}",
                f"Add the table [fees.{name}], or where it is no longer charged,"
                f' add "{name}" to withdrawn.',
            )


def start_of_prices(
    schedule: FeeSchedule, known: Mapping[AcademicYear, FeeSchedule]
) -> AcademicYear:
    """The year whose prices a schedule really has: its own, or the one it is based on.

    A provisional schedule based on another provisional one leads on to that one's start.
    """
    year = schedule.academic_year
    # Each step goes to an earlier year, so this ends.
    while schedule.based_on is not None:
        year = schedule.based_on
        if year not in known or known[year].status != "provisional":
            break
        schedule = known[year]
    return year
