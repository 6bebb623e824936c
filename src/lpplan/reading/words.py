"""What each key of a file expects, in words and with an example: one row a key.

Messages, JSON Schemas and the documentation say it with these words. A key that stands in a list
has no number in its path, and one that its writer names is a star: ``fees.*.member``.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from lpplan.core.programme import GATEWAY_MONTHS, GATEWAY_NAMES, SESSIONS, SUPPORT_KINDS
from lpplan.values.words import listed

Draft: TypeAlias = Any
"""A table of a file in which any key may be None, because it is missing or wrong."""


class Expects(NamedTuple):
    """What a key holds."""

    words: str
    example: object = None
    """A value as TOML has it; None for a table."""
    table: str = ""
    """How a message names the table itself, where it is one."""


def _text(example: str) -> Expects:
    return Expects("a text in quotes that is not blank", example)


def _choice(*words: str) -> Expects:
    return Expects(listed([f'"{word}"' for word in words], "or"), words[0])


_DAY = Expects("a date such as 2018-05-14, without quotes or a time", date(2018, 5, 14))
_YES_NO = Expects("true or false, without quotes", example=True)
_YEAR = Expects('an academic year such as "2018/19"', "2018/19")
_AMOUNT = Expects("an amount in pounds from 0 to 1,000,000", 400)
_PEOPLE = Expects("a whole number from 1 to 100,000, without quotes or a decimal point", 27)
_SESSIONS = Expects("a list of " + listed([f'"{name}"' for name in SESSIONS]), [*SESSIONS])
_GATEWAY = f"2020-{GATEWAY_MONTHS[0]:02}"

_TOPICS = Expects("a list of topics in quotes", ["Feedback in Year 9 maths"])

PLAN: Mapping[str, Expects] = {
    "fees": _text("our-fees"),
    "year_end": _choice("march", "august"),
    "school": Expects("a [school] table, with name and membership", table="the [school] table"),
    "school.name": _text("Oakfield Academy"),
    "school.membership": _choice("member", "non-member"),
    "school.urn": Expects("a whole number of six digits, without quotes", 123456),
    "school.topics": _TOPICS,
    "centre": Expects("a [centre] table", table="the [centre] table"),
    "centre.ssat_discussion": _DAY,
    "centre.criteria_considered": _DAY,
    "centre.status_discussion": _DAY,
    "centre.licence": _choice("none", "awarded", "withdrawn"),
    "centre.licensed": _DAY,
    "centre.licence_scope": _text("Harbour MAT and its partner primaries"),
    "stages": Expects(
        "[[stages]] entries, each with stage, academic_year and participants",
        table="the stage, a [[stages]] entry",
    ),
    "stages.stage": Expects("1, 2 or 3, the number of a stage", 1),
    "stages.academic_year": _YEAR,
    "stages.participants": _PEOPLE,
    "stages.schools": Expects(
        "[[stages.schools]] entries, each with name and participants",
        table="a [[stages.schools]] entry",
    ),
    "stages.schools.name": _text("Oakfield Academy"),
    "stages.schools.participants": _PEOPLE,
    "stages.cohorts": Expects("a whole number from 1 to 100,000", 2),
    "stages.launch": _DAY,
    "stages.application_support": _DAY,
    "stages.gateway": Expects(
        f'the {listed(GATEWAY_NAMES, "or")} of a year, such as "{_GATEWAY}", in quotes', _GATEWAY
    ),
    "stages.share": _choice("per_head", "equal"),
    "stages.charge_per_person": _AMOUNT,
    "stages.minimum_participants": _PEOPLE,
    "stages.topics": _TOPICS,
    "stages.own_costs": Expects(
        "[[stages.own_costs]] entries, each with label and amount",
        table="a [[stages.own_costs]] entry",
    ),
    "stages.own_costs.label": _text("Cover for two trainers"),
    "stages.own_costs.amount": _AMOUNT,
    "stages.own_costs.per": _choice("stage", "cohort", "session", "person"),
    "stages.support": Expects(
        "[[stages.support]] entries, each with a kind", table="a [[stages.support]] entry"
    ),
    "stages.support.kind": _choice(*SUPPORT_KINDS),
    "stages.support.label": _text("Half-termly twilight"),
    "stages.support.times": Expects("a whole number from 1 to 100,000, without quotes", 5),
    "stages.support.hours": Expects("a number of hours each, such as 1.5, without quotes", 2),
    "stages.support.cost": _AMOUNT,
    "trainers": Expects(
        "[[trainers]] entries, each with a name", table="the trainer, a [[trainers]] entry"
    ),
    "trainers.name": Expects("a name in quotes that is not blank", "Trainer A"),
    "trainers.school": _text("Oakfield Academy"),
    "trainers.expertise": _YES_NO,
    "trainers.aptitude": _YES_NO,
    "trainers.capacity": _YES_NO,
    "trainers.accredited": _DAY,
    "trainers.interned": _SESSIONS,
    "trainers.train_the_trainer": _SESSIONS,
    "trainers.shadowed": _SESSIONS,
    "trainers.certified": _DAY,
    "applicants": Expects("an [applicants] table", table="the [applicants] table"),
    "applicants.weekly_periods": Expects("a whole number of periods a week, from 1 to 50", 1),
    "applicants.part_time": _text("Sessions may fall on your days off."),
    "applicants.contact": _text("A. Lead, a.lead@example.org"),
    "applicants.specialist_leader": Expects(
        "a text in quotes that is not blank, or false without quotes",
        "Your portfolio helps if you apply to lead beyond our school.",
    ),
    "applicants.requirements": Expects("a list of requirements", ["Two years at this school"]),
}

FEES: Mapping[str, Expects] = {
    "academic_year": _YEAR,
    "status": _choice("published", "provisional"),
    "currency": _choice("GBP"),
    "vat": _choice("exclusive"),
    "based_on": _YEAR,
    "uplift": Expects('a percentage a year such as "3.5%"', "3.5%"),
    "withdrawn": Expects("a list of charges", ["train_the_trainer"]),
    "ignore": Expects("a list of codes", ["missing-label"]),
    "note": _text("Oakfield Academy"),
    "changes": Expects(
        "[[changes]] entries, each with on, fees and because", table="a [[changes]] entry"
    ),
    "changes.on": _DAY,
    "changes.fees": Expects(
        'a list of charges such as ["accreditation"], or "all"', ["accreditation"]
    ),
    "changes.because": _text("SSAT price list 2019/20, received by email"),
    "changes.accepts": Expects(
        'a list of what may cross a bound: "rise", "fall", "withdrawn", "gone", "published"',
        ["rise"],
    ),
    "source": Expects("a [source] table", table="the [source] table"),
    "source.title": _text("SSAT price list"),
    "source.publisher": _text("SSAT"),
    "source.checked": _DAY,
    "source.url": _text("https://www.example.org/prices"),
    "source.note": _text("Read out over the telephone."),
    "fees": Expects("a [fees.NAME] table for each charge"),
    "fees.*": Expects("a [fees.NAME] table", table="the charge, a [fees.NAME] table"),
    "fees.*.label": _text("LP accreditation fee"),
    "fees.*.per": _choice("person", "cohort", "stage"),
    "fees.*.max_cohort_size": Expects("a whole number of people from 1 to 100,000", 25),
    "fees.*.stages": Expects("a list of stages such as [1, 2, 3], at least one", [1, 2, 3]),
    "fees.*.member": _AMOUNT,
    "fees.*.non_member": _AMOUNT,
    "fees.*.reference": _text("Stage 1, costs"),
    "fees.*.url": _text("https://www.example.org/prices"),
    "fees.*.note": _text("Ask again in the autumn."),
}

STYLE: Mapping[str, Expects] = {
    "name": _text("SSAT"),
    "address": Expects("a list of lines of text", ["142 Example Street", "London"]),
    "contact": _text("lp@example.org"),
    "logo": _text("logo.png"),
    "colour": Expects('a colour such as "#1f3864", in quotes', "#1f3864"),
    "sections": Expects("[sections.NAME] tables"),
    "sections.*": Expects("a [sections.NAME] table", table="a [sections.NAME] table"),
    "sections.*.heading": _text("What it costs"),
    "sections.*.text": _text("Our own words."),
    "sections.*.add": _text("One thing more."),
    "sections.*.show": _YES_NO,
    "sections.*.before": _text("costs"),
    "sections.*.after": _text("costs"),
    "sections.*.documents": Expects(
        'a list of documents: "proposal", "offer", "sheet"', ["proposal"]
    ),
}
