"""When an entry of a plan can be at the earliest and at the latest, by what the plan says.

What it does not say is never guessed: a date that is missing can still have every value that fits.
"""

from datetime import date
from itertools import count

from lpplan.core.plan import StageEntry, Trainer
from lpplan.core.programme import GATEWAY_MONTHS, SESSIONS
from lpplan.values.years import Month


def gateway_from(month: Month) -> Month:
    """The first gateway that is not before a month."""
    return next(m for m in map(month.plus, count()) if m.number in GATEWAY_MONTHS)


def gateway_of(entry: StageEntry) -> Month | None:
    """The gateway that an entry names."""
    return Month.parse(entry.gateway) if entry.gateway else None


def recorded_sessions(entry: StageEntry) -> dict[str, date]:
    """The days of the sessions that an entry names, by their keys and in order."""
    return {key: day for key in SESSIONS if (day := getattr(entry, key))}


def earliest_launch(entry: StageEntry) -> date:
    """The Launch of an entry, or the first day of its academic year."""
    return entry.launch or entry.academic_year.first_day


def earliest_end(entry: StageEntry) -> date:
    """The first day on which the sessions of an entry can be over."""
    return max(recorded_sessions(entry).values(), default=entry.academic_year.first_day)


def earliest_gateway(entry: StageEntry) -> Month:
    """The first gateway that an entry can have."""
    first = max(entry.academic_year.first_day, earliest_end(entry))
    return gateway_of(entry) or gateway_from(Month.of(first))


def gateway_in_words(entry: StageEntry) -> str:
    """The month of an entry's gateway, or the first that it can be."""
    return f"{earliest_gateway(entry).in_words}{'' if entry.gateway else ' at the earliest'}"


def to_come_from(entry: StageEntry, trainer: Trainer, as_of: date) -> date | None:
    """The day after that of asking on which a Stage 1 is to have its trainer accredited.

    None where the day has come, or is from before the stage.
    """
    day = trainer.accredited
    return day if day and day > as_of and day >= earliest_launch(entry) else None


def before_its_gateway(entry: StageEntry, trainer: Trainer, as_of: date) -> bool:
    """Whether a trainer's accreditation is planned for before the gateway that is to award it.

    The entry is Stage 1's. Source: LPLC proposal, Stage 1.
    """
    day = to_come_from(entry, trainer, as_of)
    return day is not None and Month.of(day) < earliest_gateway(entry)
