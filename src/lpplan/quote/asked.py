"""What flags ask of a plan: which entries are meant, and what is to be changed in them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lpplan.core.notes import Note
from lpplan.core.plan import ParticipatingSchool, Plan, StageEntry
from lpplan.flags import Flags
from lpplan.values.kinds import MOST_PEOPLE
from lpplan.values.words import close_name, in_quotes, listed, people_in_words, plain_name
from lpplan.values.years import AcademicYear

_MOST_LISTED = 12
"""How many choices a message lists; a plan may have many more."""


class Asked(NamedTuple):
    """The flags that ask something of a plan, as they were typed."""

    stage: str | None = None
    year: str | None = None
    participants: str | None = None
    cohorts: str | None = None
    entry: str | None = None
    schools: Sequence[str] = ()
    without: Sequence[str] = ()

    @property
    def changes_one(self) -> bool:
        """Whether something is asked that can be changed in one entry alone."""
        return bool(self.participants or self.cohorts)


class WhatIf(NamedTuple):
    """What is asked of a plan; entries are meant by their places in it, from 0."""

    places: Sequence[int]
    changes: Mapping[int, Mapping[str, object]] | None
    """The keys to change in each entry, with their values; None where nothing is to change."""
    notes: Sequence[Note]


def what_is_asked(plan: Plan, asked: Asked) -> WhatIf:
    """Which entries of a plan the flags mean, and what they change there.

    Raises LpplanError with everything that is wrong with the flags.
    """
    with Flags() as flags:
        year = flags.year("--year", asked.year, "--year 2018/19")
        values: dict[str, object] = {
            "participants": flags.number(
                "--participants", asked.participants, MOST_PEOPLE, "--participants 27"
            ),
            "cohorts": flags.number("--cohorts", asked.cohorts, MOST_PEOPLE, "--cohorts 2"),
        }
        values = {key: value for key, value in values.items() if value is not None}
        if asked.participants is not None and (asked.schools or asked.without):
            flags.add(
                "--participants",
                "participants-or-schools",
                "takes the place of the schools, and goes with neither --school nor --without",
                "Leave out the one or the other.",
            )
        sent = _sent(flags, asked)
        places, year_changes = _places(flags, plan, asked, year)
        changes: dict[int, dict[str, object]] = {place: {**values} for place in places}
        for place in places:
            if year_changes and year and year != plan.stages[place].academic_year:
                changes[place]["academic_year"] = str(year)
        if places and (asked.schools or asked.without):
            for place, schools in _schools(flags, plan, places, sent, asked.without).items():
                changes[place]["schools"] = schools
    asks = asked.changes_one or asked.schools or asked.without or (year_changes and year)
    notes = [note for place in places for note in _notes(plan.stages[place], changes[place])]
    return WhatIf(places, {p: c for p, c in changes.items() if c} if asks else None, notes)


def _notes(entry: StageEntry, changes: Mapping[str, object]) -> Iterable[Note]:
    """What is worth saying of a change beside its figures."""
    if "participants" in changes and entry.schools:
        text = f"The {changes['participants']} participants take the place of the plan's schools."
        yield Note("schools-set-aside", entry.stage, text)
    known = {plain_name(school.name) for school in entry.schools}
    schools = changes.get("schools")
    for school in schools if isinstance(schools, list) else ():
        if plain_name(school["name"]) not in known:
            text = (
                f"{school['name']} is not among the schools of Stage {entry.stage} in"
                f" {entry.academic_year}, and is added to them."
            )
            yield Note("school-added", entry.stage, text)


def _places(
    flags: Flags, plan: Plan, asked: Asked, year: AcademicYear | None
) -> tuple[list[int], bool]:
    """Which entries are meant, and whether the year is to change theirs.

    A year picks among several entries, and changes one that is meant already.
    """
    stages = sorted({entry.stage for entry in plan.stages})
    if asked.stage is not None and asked.stage not in map(str, stages):
        has = f"It has {', '.join(f'Stage {stage}' for stage in stages)}."
        flags.add("--stage", "no-such-stage", f"the plan has no Stage {asked.stage}", has)
        asked = asked._replace(stage=None)
    if asked.entry is not None:
        return _place(flags, plan, asked), True
    places = [n for n, e in enumerate(plan.stages) if asked.stage in (None, str(e.stage))]
    if len(places) == 1:
        return places, True
    of_one_stage = asked.stage is not None or len(stages) == 1
    which = f"Stage {plan.stages[places[0]].stage}" if of_one_stage else "the plan"
    changes_schools = bool(asked.schools or asked.without)
    if year and (of_one_stage or (not asked.changes_one and changes_schools)):
        hint = _choices(plan, places)
        places = [place for place in places if plan.stages[place].academic_year == year]
        if not places:
            flags.add("--year", "no-such-entry", f"no entry of {which} is in {year}", hint)
        which = f"{which} in {year}"
    one_is_meant = asked.changes_one or (asked.year is not None and not changes_schools)
    if one_is_meant and len(places) > 1 and not (asked.year and not year):
        hint = _choices(plan, places)
        if of_one_stage:
            message = f"is missing: {which} has several entries, and one is meant"
            flags.add("--entry", "missing-flag", message, hint)
        else:
            message = "is missing: the plan has several stages, and one is to be changed"
            flags.add("--stage", "missing-flag", message, hint)
        return [], False
    return places, False


def _place(flags: Flags, plan: Plan, asked: Asked) -> list[int]:
    """The entry that is picked by its place; none, with a problem, where there is no such entry."""
    most, typed = len(plan.stages), asked.entry or ""
    number = int(typed) if re.fullmatch(r"\d{1,9}", typed, re.ASCII) else 0
    if not 1 <= number <= most:
        message = f"must be an entry's place in the plan, from 1 to {most:,}, not"
        hint = _choices(plan, range(most))
        flags.add("--entry", "no-such-entry", f"{message} {in_quotes(typed)}", hint)
        return []
    stage = plan.stages[number - 1].stage
    if asked.stage not in (None, str(stage)):
        message = f"must be {stage} beside --entry {number}, or be left out: that is Stage {stage}"
        flags.add("--stage", "other-stage", message)
    return [number - 1]


def _choices(plan: Plan, places: Sequence[int]) -> str:
    """The entries that can be picked, as a hint."""
    flags = [
        f"--entry {place + 1} ({_named(plan.stages[place])},"
        f" {people_in_words(plan.stages[place].people)})"
        for place in places
    ]
    return f"Take one of: {_some(flags, 'or')}. Beside --entry, --year changes the year."


def _named(entry: StageEntry) -> str:
    return f"Stage {entry.stage} in {entry.academic_year}"


def _some(words: Sequence[str], last: str = "and") -> str:
    more = len(words) - _MOST_LISTED
    shown = words if more <= 0 else [*words[:_MOST_LISTED], f"{more:,} more"]
    return listed(shown, last)


def _sent(flags: Flags, asked: Asked) -> dict[str, tuple[str, int]]:
    """How many people each school is to send, beside its name as typed, by its plain name."""

    def reader(text: str) -> tuple[str, int]:
        name, _, number = text.rpartition("=")
        people = int(number) if re.fullmatch(r"\d{1,9}", number, re.ASCII) else 0
        if not name.strip() or not 1 <= people <= MOST_PEOPLE:
            raise ValueError(
                "must be a school and how many people it sends, from 1 to 100,000, as in NAME=12"
            )
        return name, people

    sent: dict[str, tuple[str, int]] = {}
    out = set(map(plain_name, asked.without))
    for typed in asked.schools:
        example = '--school "Riverside Primary=12", or --without "Riverside Primary"'
        if (read := flags.read("--school", typed, reader, example)) is None:
            continue
        name = plain_name(read[0])
        if name in sent or name in out:
            twice = "twice" if name in sent else "here and in --without"
            flags.add("--school", "repeated-school", f"names {in_quotes(read[0])} {twice}")
        sent[name] = read
    return sent


def _schools(
    flags: Flags,
    plan: Plan,
    places: Sequence[int],
    sent: Mapping[str, tuple[str, int]],
    without: Sequence[str],
) -> dict[int, list[dict[str, object]]]:
    """The schools of each entry in which they change, as a plan's file has them."""
    there = [place for place in places if plan.stages[place].schools]
    if not there:
        entry = plan.stages[places[0]]
        which = _named(entry) if len(places) == 1 else "the plan"
        flags.add(
            "--school" if sent else "--without",
            "no-schools",
            f"{which} names no schools, only how many people take part",
            "Use --participants, or name the schools in the plan as [[stages.schools]] entries.",
        )
        return {}
    named = [school for place in there for school in plan.stages[place].schools]
    out = _leaving(flags, named, without)
    _check_added(flags, plan, there, {plain_name(s.name): s.name for s in named}, sent)
    changed = {}
    for place in there:
        before = plan.stages[place].schools
        schools: dict[str, dict[str, object]] = {
            name: school.model_dump()
            for school in before
            if (name := plain_name(school.name)) not in out
        }
        for name, (typed, people) in sent.items():
            if name in schools or len(there) == 1:
                schools[name] = {"name": typed, **schools.get(name, {}), "participants": people}
        if not schools:
            flags.add(
                "--without",
                "no-school-left",
                f"leaves no school in {_named(plan.stages[place])}",
                "To see the plan without that stage, take its entry out of a copy of the file.",
            )
        if [*schools.values()] != [school.model_dump() for school in before]:
            changed[place] = [*schools.values()]
    return changed


def _check_added(
    flags: Flags,
    plan: Plan,
    places: Sequence[int],
    there: Mapping[str, str],
    sent: Mapping[str, tuple[str, int]],
) -> None:
    """A school that is added is added to one entry, and is no other one misspelt."""
    for name, (typed, _) in sent.items():
        if name in there:
            continue
        if close := close_name(name, there.values()):
            message = f"names {in_quotes(typed)}, which is not among the schools there"
            hint = f"Did you mean {in_quotes(close)}? Another school is added in the plan itself."
            flags.add("--school", "unknown-school", message, hint)
        elif len(places) > 1:
            message = f"adds {in_quotes(typed)}, and several entries name schools"
            flags.add("--school", "missing-flag", message, _choices(plan, places))


def _leaving(
    flags: Flags, schools: Iterable[ParticipatingSchool], without: Iterable[str]
) -> set[str]:
    """The plain names of the schools that drop out, each of which is among those there."""
    there = {plain_name(school.name): school.name for school in schools}
    names = {plain_name(typed): typed for typed in without}
    for name, typed in names.items():
        if name not in there:
            hint = f"The schools there are {_some([*there.values()])}."
            if close := close_name(name, there.values()):
                hint = f"Did you mean {in_quotes(close)}?"
            message = f"names {in_quotes(typed)}, which is not among the schools there"
            flags.add("--without", "unknown-school", message, hint)
    return set(names)
