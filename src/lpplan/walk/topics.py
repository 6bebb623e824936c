"""What a walk asks: each question with why it is asked, and the kind of answer that it takes.

To add a question, give it a row here or in ``lpplan.walk.further_topics``, and a line in the
conversation in ``lpplan.walk.flow``.
"""

from lpplan.core.programme import (
    FEWEST_TRAINERS,
    MOST_TRAINERS,
    SESSIONS,
    STANDARD_CHARGES,
    SUPPORT_PACKAGE,
)
from lpplan.reading.typed import GATEWAY_MONTHS_IN_WORDS
from lpplan.values.words import listed
from lpplan.walk.further_topics import FURTHER_TOPICS
from lpplan.walk.kinds import (
    ATTENDED,
    DAY,
    FIRST_SCHOOL,
    FIRST_STAGE,
    GATEWAY,
    LICENCE,
    MEMBERSHIP,
    PEOPLE,
    PEOPLE_OR_SCHOOLS,
    SHARE,
    TEXT,
    TEXT_OR_END,
    URN,
    WRITE,
    YEAR,
    YEAR_END,
    YES_NO,
    Topic,
)

_PACKAGE = STANDARD_CHARGES[SUPPORT_PACKAGE]


TOPICS: dict[str, Topic] = {
    "school_name": Topic(
        "Name",
        "What is your school called?",
        "It buys from SSAT, and quotes and reports carry its name.",
        TEXT,
    ),
    "membership": Topic(
        "Member of SSAT",
        "Is it a member of SSAT?",
        "Prices depend on it. Only member prices are published: a school that is not a member can"
        " plan, but cannot get a quote until SSAT tells it the prices.",
        MEMBERSHIP,
    ),
    "urn": Topic(
        "URN",
        "What is the school's unique reference number (URN)?",
        "Six digits. Proposals show it; no price depends on it.",
        URN.or_unknown,
    ),
    "year_end": Topic(
        "End of the financial year",
        "When does your financial year end?",
        "Maintained schools close in March, academies in August. lpplan quote --by financial-year"
        " puts the costs into your years.",
        YEAR_END.or_unknown,
    ),
    "ssat_discussion": Topic(
        "First discussion with SSAT",
        "When is, or was, your first discussion with SSAT's LP team?",
        "The pathway always begins with it. A date that has not come yet counts as planned.",
        DAY.or_unknown,
    ),
    "begins": Topic(
        "Accredited Lead Practitioners",
        "Does the school have accredited Lead Practitioners already?",
        "With none, it begins at Stage 1, where SSAT leads a cohort in the school. With some (yes)"
        " it may begin at Stage 2. A centre that holds the LPLC licence (licensed) plans Stage 3.",
        FIRST_STAGE,
    ),
    "next_stage": Topic(
        "Planned",
        "Do you want to plan Stage {stage} as well?",
        "A stage takes about a year, and stages may share one. You can add it to the plan later.",
        YES_NO,
    ),
    "another_cohort": Topic(
        "Planned",
        "Do you want to plan another cohort of Stage {stage}?",
        "A centre may repeat Stage {stage} as often as it likes.",
        YES_NO,
    ),
    "academic_year": Topic(
        "Academic year",
        "In which academic year does Stage {stage} run?",
        "Each stage is priced for its own academic year, which begins on 1 September.",
        YEAR,
    ),
    "participants": Topic(
        "People",
        "How many people take part in Stage {stage}?",
        f"SSAT charges for each person, and at Stages {listed([*map(str, _PACKAGE.stages)])} for"
        f" each cohort of up to {_PACKAGE.max_cohort_size}. Type the word schools to give the"
        " number school by school: lpplan then shares the cost.",
        PEOPLE_OR_SCHOOLS,
    ),
    "first_school": Topic(
        "School",
        "Which schools take part, your own among them? Which is the first?",
        "Name your own school as well, if it sends people. What each school repays depends on how"
        " many people it sends.",
        FIRST_SCHOOL,
    ),
    "next_school": Topic(
        "School",
        "Which other school takes part?",
        "Say no more when every school is named. A number takes one that is named already.",
        TEXT_OR_END,
    ),
    "school_participants": Topic(
        "{school}: people",
        "How many people come from {school}?",
        "Charges per person follow each school's people.",
        PEOPLE,
    ),
    "share": Topic(
        "Shared",
        "How do the schools share what is not charged per person?",
        "That is the support package and Train the trainer. Per head, a school with more people"
        " repays more of it; equal, every school the same. Where you set a charge of your own,"
        " other schools pay that instead.",
        SHARE,
    ),
    "cohorts": Topic(
        "Cohorts",
        "The plan asks for a number of cohorts. How many will there be?",
        "More cohorts than needed make sense at several sites, and where SSAT charges per cohort,"
        " each one is charged. Don't know means as few as hold everyone.",
        PEOPLE.or_unknown,
    ),
    "session": Topic(
        "{session}",
        "On which day is {session} of Stage {stage}?",
        f"A cohort has {len(SESSIONS)} sessions of about two and a half hours: the Launch begins"
        " it, in the stage's academic year, and Application Support comes before people apply.",
        DAY.or_unknown,
    ),
    "gateway": Topic(
        "Gateway",
        "At which gateway are the applications judged?",
        f"A gateway decides on who applied. There is one each {GATEWAY_MONTHS_IN_WORDS}; their"
        " exact days are not published.",
        GATEWAY.or_unknown,
    ),
    "first_trainer": Topic(
        "Trainer",
        "Who will be the first of your trainers?",
        f"A centre needs {FEWEST_TRAINERS} to {MOST_TRAINERS} trainers to lead its sessions"
        " later. The next questions are about what each of them needs first.",
        TEXT_OR_END.or_unknown,
    ),
    "next_trainer": Topic(
        "Trainer",
        "Who else will be a trainer?",
        f"A training team has {FEWEST_TRAINERS} to {MOST_TRAINERS} people. Say no more when all"
        " are named.",
        TEXT_OR_END,
    ),
    "trainer_school": Topic(
        "School", "Which school does {person} work at?", "For your own records.", TEXT.or_unknown
    ),
    "quality": Topic(
        "{quality}",
        "Does {person} have the {quality} to train others?",
        "The school itself judges this. Capacity means the time for every session, and for the"
        " training beside it.",
        YES_NO.or_unknown,
    ),
    "accredited": Topic(
        "Accredited",
        "When was {person} accredited as a Lead Practitioner, or when is that planned?",
        "A trainer needs their own accreditation before Stage 2 begins.",
        DAY.or_unknown,
    ),
    "interned": Topic(
        "Attended and interned",
        "At which sessions of Stage 2 did {person} attend and intern?",
        "Trainers learn at every session, beside SSAT's expert.",
        ATTENDED.or_unknown,
    ),
    "train_the_trainer": Topic(
        "Train the trainer",
        "For which sessions has SSAT trained {person}?",
        "Train the trainer takes place in the same visits as the sessions.",
        ATTENDED.or_unknown,
    ),
    "shadowed": Topic(
        "Shadowed",
        "At which sessions did {person} shadow SSAT's expert?",
        "Shadowing at all of them is part of becoming a trainer.",
        ATTENDED.or_unknown,
    ),
    "certified": Topic(
        "Certified as a trainer",
        "When was {person} certified as an LP trainer, or when is that planned?",
        "SSAT certifies trainers at the end of Stage 2. Stage 3 needs it.",
        DAY.or_unknown,
    ),
    "criteria_considered": Topic(
        "Criteria considered",
        "When were SSAT's eligibility criteria considered, or when is that planned?",
        "SSAT gives them on request, and they come before a licence is discussed.",
        DAY.or_unknown,
    ),
    "licence": Topic(
        "LPLC licence",
        "How does the LPLC licence stand?",
        "A centre runs Stage 3 under it. None means that it has not been awarded so far.",
        LICENCE.or_unknown,
    ),
    "status_discussion": Topic(
        "Second discussion with SSAT",
        "When is, or was, the second discussion with SSAT, about becoming a centre?",
        "It is about whether your school suits LPLC status, and wants it.",
        DAY.or_unknown,
    ),
    "licensed": Topic(
        "Licence awarded on",
        "On which day was the licence awarded?",
        "A licence that was withdrawn has such a day too.",
        DAY.or_unknown,
    ),
    "licence_scope": Topic(
        "Licence covers",
        "Whom does the licence cover?",
        "For example: Harbour MAT and its partner primaries. Offers and proposals say so.",
        TEXT.or_unknown,
    ),
    "write": Topic(
        "Write",
        "Write the plan to {target}?",
        "Yes writes {target}. No leaves everything as it is and keeps your answers for the next"
        " time. Quote shows what it costs line by line, / the overview, < the last question.",
        WRITE,
    ),
} | FURTHER_TOPICS

LEAD_ON = frozenset(
    ("begins", "next_stage", "another_cohort", "has_money", "has_applicants", "write")
) | {topic for topic in TOPICS if topic.startswith("told")}
"""Whose answers stand in no plan: they only lead on to other questions, or to other files."""
