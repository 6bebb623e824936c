"""What taking part is and asks for, in words for staff of the school and of others.

Source: LP course FAQ.
"""

from collections.abc import Iterator

from lpplan.core.programme import SESSIONS
from lpplan.timeline import HOURS
from lpplan.values.words import listed

WHO = (
    "Anybody who wants to lead in teaching and learning, from support staff to headteachers. What"
    " counts is that your work improves how others support learning, and that you can show it."
)
NO_POST = "You need no TLR and no management post."


def about(whose: str) -> str:
    """What the programme is, for people of ``our`` school or ``your`` school."""
    return (
        "SSAT accredits people in schools as Lead Practitioners (LP) for work that makes the"
        " teaching and learning of others better. You work by action research: a project on a"
        f" topic that {whose} school needs, with others who are doing the same. You apply with a"
        " portfolio of what you did and what came of it."
    )


def commitments(led_by: str = "") -> Iterator[str]:
    """What somebody commits to who takes part; ``led_by`` is who leads the sessions."""
    number = "Two" if len(SESSIONS) == 2 else str(len(SESSIONS))
    sessions = listed([session.in_a_sentence for session in SESSIONS.values()])
    who = f", led by {led_by}" if led_by else ""
    hours = HOURS[1].participant
    yield f"{number} sessions face to face, {sessions}: about {hours} hours together{who}."
    yield "A get-together of the group, encouraged every half term."
    yield "An online portfolio, to which you upload your work."
    yield (
        "Some training outside the usual calendar, which you need to be prepared to attend: ask"
        " for the list."
    )
    yield "No overnight stays, and travel that is generally local."
