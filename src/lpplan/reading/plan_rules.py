"""The rules between the keys of a plan, each of which is sound in itself."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lpplan.core.programme import CENTRE_STAGES, SESSIONS, STAGES
from lpplan.reading.words import Draft
from lpplan.values.kinds import MOST_PEOPLE
from lpplan.values.limits import MOST_ENTRIES, MOST_SCHOOLS
from lpplan.values.problem import KeyPath, Problem
from lpplan.values.words import listed, plain_name

_REPEATABLE = listed([str(stage) for stage, rules in STAGES.items() if rules.repeatable])
_CENTRE_STAGES = listed([str(stage) for stage in CENTRE_STAGES], "or")


def plan_problems(draft: Draft) -> Iterator[Problem]:
    """What is wrong between the keys of one plan, each of which is sound in itself."""
    if draft.stages is not None:
        if not draft.stages:
            yield Problem(
                key=("stages",),
                code="missing-key",
                message="must have at least one stage",
                hint="Add a [[stages]] entry with its stage, academic_year and participants.",
            )
        yield from _size_problems(draft.stages)
        yield from _order_problems(draft.stages)
        for index, entry in enumerate(draft.stages):
            yield from _stage_problems(entry, ("stages", index))
    yield from _name_problems(draft.trainers, ("trainers",))
    yield from _licence_problems(draft.centre)


def _size_problems(stages: Sequence[Draft]) -> Iterator[Problem]:
    """What is more than any school plans, and more than is worked out at once."""
    if len(stages) > MOST_ENTRIES:
        yield Problem(
            key=("stages", MOST_ENTRIES, "stage"),
            code="too-many-stages",
            message=f"is of one entry more than the {MOST_ENTRIES} that a plan has room for",
            hint="Take the entries of some years into a plan of their own.",
        )
    schools = 0
    for index, entry in enumerate(stages):
        before, schools = schools, schools + len(entry.schools)
        if before <= MOST_SCHOOLS < schools:
            yield Problem(
                key=("stages", index, "schools"),
                code="too-many-schools",
                message=f"bring the plan to {schools:,} schools over its stages, and it has room"
                f" for {MOST_SCHOOLS:,}",
                hint="Give participants in place of the schools, or take some years into a plan of"
                " their own.",
            )


def _licence_problems(centre: Draft) -> Iterator[Problem]:
    if centre.licensed is not None and centre.licence not in ("awarded", "withdrawn"):
        yield Problem(
            key=("centre", "licensed"),
            code="licensed-without-licence",
            message="is the day a licence was awarded, and licence does not say that one was",
            hint='Add licence = "awarded" (or "withdrawn"), or remove the day.',
        )


def _order_problems(stages: Sequence[Draft]) -> Iterator[Problem]:
    """Source: LPLC proposal, Stages 1 to 3: each follows on from the one before."""
    latest_stage = latest_year = None
    seen = set()
    for index, entry in enumerate(stages):
        if entry.stage is not None:
            if entry.stage in seen and not STAGES[entry.stage].repeatable:
                yield Problem(
                    key=("stages", index, "stage"),
                    code="repeated-stage",
                    message=f"must not be a second Stage {entry.stage}: only Stage {_REPEATABLE}"
                    " may repeat",
                    hint="Remove one of the two entries, or make them one with all its"
                    " participants.",
                )
            if latest_stage is not None and entry.stage < latest_stage:
                yield Problem(
                    key=("stages", index, "stage"),
                    code="stage-order",
                    message=f"must not be Stage {entry.stage} after Stage {latest_stage}",
                    hint="Put the entries in the order of their stages.",
                )
            seen.add(entry.stage)
            latest_stage = max(entry.stage, latest_stage or 1)
        if entry.academic_year is not None:
            if latest_year is not None and entry.academic_year < latest_year:
                yield Problem(
                    key=("stages", index, "academic_year"),
                    code="year-order",
                    message=f"must not be {entry.academic_year}, a year before {latest_year}"
                    " of an entry above it",
                    hint="A later stage may share a year or come in a later one;"
                    " correct one of the years.",
                )
            latest_year = max(entry.academic_year, latest_year or entry.academic_year)


def _stage_problems(entry: Draft, key: KeyPath) -> Iterator[Problem]:
    if entry.participants is not None and entry.schools:
        yield Problem(
            key=(*key, "schools"),
            code="participants-or-schools",
            message="must not stand beside participants: the schools give the number already",
            hint="Remove participants, or the [[stages.schools]] entries.",
        )
    if entry.participants is None and not entry.schools:
        yield Problem(
            key=(*key, "participants"),
            code="participants-or-schools",
            message="is missing, and there are no schools either",
            hint="Add a line such as participants = 27, or a [[stages.schools]] entry for each"
            " school.",
        )
    people = _headcount(entry)
    if people is not None and people > MOST_PEOPLE:
        yield Problem(
            key=(*key, "schools"),
            code="wrong-value",
            message=f"must add up to at most 100,000 participants, and add up to {people:,}",
            hint="Correct the participants of the schools.",
        )
    if people is not None and entry.cohorts is not None and entry.cohorts > people:
        yield Problem(
            key=(*key, "cohorts"),
            code="too-many-cohorts",
            message=f"must be at most one per participant: {entry.cohorts:,} for {people:,}",
            hint="Ask for fewer cohorts, or leave the key out for as few as possible.",
        )
    yield from _date_problems(entry, key)
    yield from _centre_problems(entry, key)
    yield from _name_problems(entry.schools, (*key, "schools"))


def _headcount(entry: Draft) -> int | None:
    """How many people take part; None where the entry does not say, or not soundly."""
    if entry.participants is not None:
        return int(entry.participants)
    heads = [school.participants for school in entry.schools]
    return sum(heads) if heads and None not in heads else None


def _centre_problems(entry: Draft, key: KeyPath) -> Iterator[Problem]:
    """Source: LPLC proposal, Stages 2 and 3: only there does a centre charge and add support."""
    for name in ("charge_per_person", "minimum_participants", "support"):
        if getattr(entry, name) and entry.stage not in (None, *CENTRE_STAGES):
            yield Problem(
                key=(*key, name),
                code="centre-stages-only",
                message=f"belongs to Stage {_CENTRE_STAGES}, for which the centre recruits"
                f" schools, not to Stage {entry.stage}",
                hint=f"Move it to an entry of Stage {_CENTRE_STAGES}, or remove it.",
            )
    for index, support in enumerate(entry.support):
        if support.kind == "other" and support.label is None:
            yield Problem(
                key=(*key, "support", index, "label"),
                code="missing-key",
                message='is missing, and "other" alone does not say what it is',
                hint='For example: label = "Visit to a partner school"',
            )
        if support.cost is not None and support.times is None:
            yield Problem(
                key=(*key, "support", index, "times"),
                code="missing-key",
                message="is missing, and the cost is for each time",
                hint="For example: times = 5",
            )


def _date_problems(entry: Draft, key: KeyPath) -> Iterator[Problem]:
    launch, year = entry.launch, entry.academic_year
    if launch and year and not year.covers(launch):
        yield Problem(
            key=(*key, "launch"),
            code="launch-outside-year",
            message=f"must be in the stage's academic year {year}, and is {launch}",
            hint=f"{year} is from {year.first_day} to {year.last_day}; correct the date or the"
            " year.",
        )
    days = {name: day for name in SESSIONS if (day := getattr(entry, name))}
    for (before, first), (after, second) in pairwise(days.items()):
        if second < first:
            yield Problem(
                key=(*key, after),
                code=f"{_short(after)}-before-{_short(before)}",
                message=f"must not be before {SESSIONS[before].in_a_sentence} on {first}, and"
                f" is {second}",
                hint=f"{SESSIONS[after].name} follows {SESSIONS[before].in_a_sentence};"
                " correct one of the dates.",
            )
    for name, day in days.items():
        if entry.gateway and entry.gateway < day.isoformat()[:7]:
            session = SESSIONS[name].in_a_sentence
            yield Problem(
                key=(*key, "gateway"),
                code="gateway-before-session",
                message=f"must not be in a month before {session} on {day}, and is {entry.gateway}",
                hint="Applications are judged after the sessions; correct the gateway or the date.",
            )
            break


def _short(session: str) -> str:
    """A session's key in the code of a problem: its last word."""
    return session.rpartition("_")[2]


def _name_problems(named: Sequence[Draft], key: KeyPath) -> Iterator[Problem]:
    seen = set()
    for index, entry in enumerate(named):
        if entry.name is None:
            continue
        if plain_name(entry.name) in seen:
            yield Problem(
                key=(*key, index, "name"),
                code="repeated-name",
                message=f'must not be "{entry.name}" again: an entry above has that name',
                hint="Give each its own name, or make the two entries one.",
            )
        seen.add(plain_name(entry.name))
