"""What a plan on its way says, section by section, and what is missing in it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lpplan.show.document import Paragraph, Part
from lpplan.values.words import listed, people_in_words
from lpplan.walk.answers import Answer
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.kinds import LeadsOn, Value
from lpplan.walk.question import Address, Question

_MONEY = ("own_costs", "support", "charge_per_person", "minimum_participants", "topics")
_MONEY_OF_ALL = "Money and topics"
_SECTIONS = {
    **dict.fromkeys(
        ("criteria_considered", "status_discussion", "licence", "licensed", "licence_scope"),
        "Licence",
    ),
    **dict.fromkeys(("told", "told_again", "told_price", "told_by", "told_on"), "Prices"),
    "has_money": _MONEY_OF_ALL,
    "has_applicants": "Applicants",
}
"""Where the questions on the plan as a whole belong; the others are on the school."""
_IN_LINE = {
    "school_name": "{answer}",
    "membership": "member of SSAT: {answer}",
    "academic_year": "{answer}",
    "participants": "{answer} taking part",
    "session": "{fact} {answer}",
    "gateway": "{fact} {answer}",
    "accredited": "accreditation {answer}",
    "certified": "certificate {answer}",
    "topics": "topics {answer}",
    "licence": "{fact} {answer}",
    "told": "{fact}",
    "told_again": "{fact}",
    "charge_per_person": "charge {answer} a person",
    "own_cost": "{answer}",
    "support": "{answer}",
    "contact": "{answer}",
}
"""How the line of a section says what matters most in it."""
_IN_LINE_IF_NOT = {
    "next_stage": "not planned",
    "another_cohort": "not planned",
    "has_money": "left as it is",
    "has_applicants": "left as it is",
    "told": "not {fact}",
    "told_again": "as the fee folder has them",
}
"""The same for a no."""
_MOST_SHOWN = 3
"""How many schools, or facts that are missing, an overview names."""


class Section(NamedTuple):
    """A part of a plan: the answers on one stage, one trainer or another matter."""

    name: str
    answers: list[Answer]

    @property
    def missing(self) -> list[str]:
        """What nobody knows yet, by what it is called."""
        return [
            question.fact
            for question, value in self.answers
            if value is None and not question.names_entry
        ]

    @property
    def in_a_line(self) -> str:
        """What it says, and what is missing."""
        said = [*_said(self.answers)]
        if len(self.missing) == 1:
            said.append(f"{_small(*self.missing)} not recorded")
        elif self.missing:
            said.append(f"{len(self.missing)} things not recorded")
        return "; ".join(said) or "none"


def sections(guided: GuidedPlan) -> list[Section]:
    """The sections of a plan in the order of its questions, as far as they have been reached."""
    people = {q.address[:2]: v for q, v in guided.answers if q.address[2:] == ("name",)}
    found: dict[str, list[Answer]] = {}
    for question, value in guided.answers:
        name = _section(question, people.get(question.address[:2]))
        found.setdefault(name, []).append((question, value))
    return [Section(name, answers) for name, answers in found.items()]


def _section(question: Question, person: Value) -> str:
    match question.address:
        case ("trainers", *_):
            if isinstance(person, str):
                return person
            return "Another trainer" if question.topic == "next_trainer" else "Trainers"
        case ("stages", label, key, *_) if key in _MONEY:
            return f"Money, {_stage(str(label))}"
        case ("stages", label, *_):
            return _stage(str(label))
        case (table, key, *_) if key == "topics" or table == "applicants":
            return _MONEY_OF_ALL if key == "topics" else "Applicants"
    return _SECTIONS.get(question.topic, "School")


def _stage(label: str) -> str:
    number, _, repeat = label.partition(".")
    again = {"": "", "2": " again"}.get(repeat, f" again ({repeat})")
    return f"Stage {number}{again}"


def _said(answers: Sequence[Answer]) -> Iterator[str]:
    """What is known, in a few words; the schools of a stage with all their people."""
    schools, people = [], 0
    for question, value in answers:
        if question.topic in ("first_school", "next_school") and isinstance(value, str):
            schools.append(value)
        elif question.topic == "school_participants" and isinstance(value, int):
            people += value
        elif value is LeadsOn.NO_MORE and schools:
            yield f"{people_in_words(people)} of {_some(schools)}"
            schools = []
        elif words := _in_line(question, value):
            yield words
    if schools:
        yield f"{people_in_words(people)} of {_some(schools)} so far"


def _in_line(question: Question, value: Value) -> str:
    """What an answer adds to the line of its section; nothing for one that goes without saying."""
    if value is None or isinstance(value, LeadsOn):
        return ""
    fact, answer = _small(question.fact), question.kind.write(value)
    words = _IN_LINE_IF_NOT if value is False else _IN_LINE
    return words.get(question.topic, "").format(fact=fact, answer=answer)


def _some(names: Sequence[str]) -> str:
    if len(names) > _MOST_SHOWN:
        return f"{', '.join(names[: _MOST_SHOWN - 1])} and {len(names) - _MOST_SHOWN + 1} more"
    return listed(names)


def _small(fact: str) -> str:
    """A fact as it reads within a sentence; names of things keep their capitals."""
    first = fact.partition(" ")[0]
    keep = first in ("Launch", "Application", "LPLC", "URN", "SSAT") or first.endswith(":")
    return fact if keep else f"{fact[:1].lower()}{fact[1:]}"


def overview_parts(plan: str, every: Sequence[Section], conflicts: Sequence[str]) -> list[Part]:
    """The sections with a number each, and what in the plan cannot work."""
    lines = [f"{n}. {one.name}: {one.in_a_line}." for n, one in enumerate(every, 1)]
    return [
        Paragraph(""),
        Paragraph(plan, "strong"),
        *map(Paragraph, lines),
        *(Paragraph(f"This cannot work: {conflict}", "loud") for conflict in conflicts),
    ]


def section_parts(section: Section) -> list[Part]:
    """Each fact of a section with a number."""
    lines = [
        f"{number}. {_fact(question)}: {_value(question, value)}"
        for number, (question, value) in enumerate(section.answers, 1)
    ]
    return [Paragraph(""), Paragraph(section.name, "strong"), *map(Paragraph, lines)]


def _fact(question: Question) -> str:
    return question.fact[:1].upper() + question.fact[1:]


def _value(question: Question, value: Value) -> str:
    if value is LeadsOn.NO_MORE:
        return "(none; choose it to add one)"
    if value is LeadsOn.SCHOOL_BY_SCHOOL:
        return "school by school"
    return "not recorded" if value is None else question.kind.write(value)


def section_named(every: Sequence[Section], typed: str) -> Section | None:
    """The section that is meant by its number or its name, or by how that begins; else None."""
    plain = " ".join(typed.lower().split())
    if plain.isdecimal() and 1 <= int(plain[:4]) <= len(every):
        return every[int(plain[:4]) - 1]
    if plain.rstrip("s") == "trainer":
        return next((s for s in every if s.answers[0][0].address[0] == "trainers"), None)
    exact = (one for one in every if one.name.lower() == plain)
    close = (one for one in every if plain and one.name.lower().startswith(plain))
    inside = (one for one in every if plain and item_named(one, plain))
    return next(exact, None) or next(close, None) or next(inside, None)


def item_named(section: Section, typed: str) -> Question | None:
    """The question of a section that is meant by its number, its fact or its answer; else None."""
    plain = " ".join(typed.lower().split())
    if plain.isdecimal() and 1 <= int(plain[:4]) <= len(section.answers):
        return section.answers[int(plain[:4]) - 1][0]
    for question, value in section.answers:
        said = value.lower() if isinstance(value, str) else ""
        if plain and (said == plain or question.fact.lower().startswith(plain)):
            return question
    return None


def entry_of(question: Question) -> Address | None:
    """The entry of a list that an answer names or belongs to; None where it does to none."""
    places = [n for n, part in enumerate(question.address) if isinstance(part, int)]
    return question.address[: places[-1] + 1] if places else None
