"""``lpplan applicant check``: whether somebody may apply for LP accreditation, by what they say.

The published conditions are rows of ``CONDITIONS``; a school may add its own. That they are met
says that a person may apply, never that they will be accredited.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple, TypeAlias

import typer

from lpplan.core.programme import ALL_OF_THEM, SESSIONS
from lpplan.core.readiness import CheckResult, Status, verdict_of
from lpplan.flags import Flags, ForceOption, OutputOption, format_option, text_option
from lpplan.output import destination
from lpplan.readiness import checks_data, checks_parts
from lpplan.reading.plan_source import load_plan
from lpplan.reading.typed import read_yes_no
from lpplan.show.data import to_json
from lpplan.show.document import Document, Paragraph
from lpplan.show.formats import Formats, for_reading
from lpplan.terminal import ask, at_a_terminal, show
from lpplan.values.charset import UNSAFE
from lpplan.values.words import listed

_EACH_SESSION = max(session.minutes for session in SESSIONS.values()) / 60


class Condition(NamedTuple):
    """One published condition."""

    title: str
    question: str
    met: str
    """What it says of somebody who meets it."""
    action: str
    source: str


CONDITIONS: Mapping[str, Condition] = {
    "contributes": Condition(
        title="work that helps others",
        question="Does your work help to improve how others support learning?",
        met="their work improves how others support learning",
        action="Take on work, such as coaching or a project, that helps colleagues support"
        " learning.",
        source="LP course FAQ, who can apply",
    ),
    "evidence": Condition(
        title="evidence of it",
        question="Can you show that it does?",
        met="they can show it",
        action="Collect what shows the effect of your work: notes, results, what colleagues say.",
        source="LP course FAQ, who can apply",
    ),
    "sessions": Condition(
        title=f"time for {ALL_OF_THEM} sessions",
        question=f"Will you attend {ALL_OF_THEM} sessions,"
        f" {listed([session.in_a_sentence for session in SESSIONS.values()])}?",
        met=f"will attend {listed([session.name for session in SESSIONS.values()])}",
        action=f"Agree with your school that you are free for {ALL_OF_THEM} sessions, about"
        f" {_EACH_SESSION:g} hours each.",
        source="LP course FAQ, time commitment",
    ),
    "other_cpd": Condition(
        title="CPD outside the calendar",
        question="Are you prepared to attend CPD that falls outside the usual school calendar?",
        met="prepared to attend",
        action="Ask your school for the list of these sessions, and whether you can attend them.",
        source="LP course FAQ, time commitment",
    ),
    "part_time": Condition(
        title="commitment of part-time staff",
        question="You work part time: are you committed to taking part, also on days you do not"
        " work?",
        met="committed, also on days they do not work",
        action="Talk to your school about sessions that fall on days you do not normally work.",
        source="LP course FAQ, who can apply",
    ),
}
"""In the order of the questions. The last concerns part-time staff alone."""

_STATUS: Mapping[bool | None, Status] = {True: "met", False: "not met", None: "not recorded"}
_DETAIL = {False: "they have said no", None: "nothing recorded"}


Answers: TypeAlias = Mapping[str, bool | None]
"""What somebody has said, by the names of the conditions, and as ``works_part_time`` whether they
do; what they have not said is None, or is not there."""


def conditions_at(own: Sequence[str]) -> dict[str, Condition]:
    """The published conditions, then a school's own: ``requirement_1`` and so on."""
    conditions = dict(CONDITIONS)
    for number, requirement in enumerate(own, 1):
        conditions[f"requirement_{number}"] = Condition(
            title=requirement,
            question=f"The school also asks: {requirement} Is that so?",
            met="yes",
            action="Talk to your school about this requirement.",
            source="the school's own requirements",
        )
    return conditions


def check_applicant(answers: Answers, own: Sequence[str]) -> list[CheckResult]:
    """Hold an applicant to the published conditions and a school's own.

    Source: LP course FAQ, who can apply and time commitment.
    """
    part_time = answers.get("works_part_time")
    results = []
    for name, condition in conditions_at(own).items():
        if name == "part_time" and part_time is False:
            continue
        answer = answers.get(name)
        status, detail = _STATUS[answer], condition.met if answer else _DETAIL[answer]
        if name == "part_time" and part_time is None:
            status, detail = "not recorded", "whether they work part time is not recorded"
        result = CheckResult(
            check=name,
            title=condition.title,
            subject="applicant",
            status=status,
            detail=detail,
            action=None if status == "met" else condition.action,
            source=condition.source,
        )
        results.append(result)
    return results


def answers_from_flags(
    given: Mapping[str, str | None], requirements: Sequence[str], own: Sequence[str]
) -> Answers:
    """What the flags say. Raises LpplanError with everything wrong with them.

    ``requirements`` are like ``1=yes``, counted from 1 among the school's ``own``.
    """
    answers: dict[str, bool | None] = {}
    with Flags() as flags:
        for name, typed in given.items():
            flag = f"--{name.replace('_', '-')}"
            answers[name] = flags.read(flag, typed, read_yes_no, f"{flag} yes")
        for typed_requirement in requirements:
            flag, example = "--requirement", "--requirement 1=yes"
            parts = re.fullmatch(r"(\d{1,3})=(.*)", typed_requirement, re.ASCII)
            if parts is not None and 1 <= int(parts[1]) <= len(own):
                name = f"requirement_{int(parts[1])}"
                answers[name] = flags.read(flag, parts[2], read_yes_no, example)
                continue
            known = f"from 1 to {len(own)}" if own else "and the plan has none"
            message = (
                f"must be the number of a requirement, {known}, and yes or no, not"
                f" {typed_requirement}"
            )
            flags.add(flag, "wrong-value", message, f"For example: {example}")
    return answers


def answers_to_questions(
    own: Sequence[str], ask: Callable[[str], str], show: Callable[[str], None]
) -> Answers:
    """What somebody answers to one question after another: yes, no, or Enter for neither."""

    def answer(question: str) -> bool | None:
        show(f"\n{UNSAFE.sub('?', question)}\nYes or no. Enter: don't know.\n")
        while typed := ask("> ").strip():
            try:
                return read_yes_no(typed)
            except ValueError as wrong:
                show(f"Your answer {wrong}.\n")
        return None

    answers = {}
    for name, condition in conditions_at(own).items():
        if name == "part_time":
            answers["works_part_time"] = answer("Do you work part time?")
        if name != "part_time" or answers["works_part_time"]:
            answers[name] = answer(condition.question)
    return answers


class ApplicantReport(NamedTuple):
    """The checks of one applicant, at a school or at none."""

    school: str | None
    checks: Sequence[CheckResult]
    as_of: date


def applicant_json(report: ApplicantReport) -> str:
    """The checks as JSON in ASCII."""
    verdicts = {"ready": "met", "not ready": "not met", "not known": "not known"}
    return to_json(
        {
            "school": report.school,
            "verdict": verdicts[verdict_of(report.checks)],
            "checks": checks_data(report.checks),
        }
    )


def applicant_document(report: ApplicantReport) -> Document:
    """The verdict, what is missing, and in brief what is met."""
    verdicts = {
        "ready": "CONDITIONS MET",
        "not ready": "CONDITIONS NOT MET",
        "not known": "NOT KNOWN YET",
    }
    verdict = verdict_of(report.checks)
    where = f" at {report.school}" if report.school else ""
    no_promise = (
        "This says whether the conditions to apply are met. Whether somebody is accredited is"
        " judged on their application."
    )
    return Document(
        title=f"{verdicts[verdict]}: applying for LP accreditation{where}",
        made=report.as_of,
        parts=[*checks_parts(report.checks), Paragraph(no_promise, apart=True)],
        tone="good" if verdict == "ready" else "loud",
    )


FORMATS: Formats[ApplicantReport] = {
    "table": applicant_document,
    "json": applicant_json,
    **for_reading(applicant_document),
}


def _answer(question: str) -> Any:
    return text_option(metavar="YES/NO", help=question)


def check(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="PLAN", help="A plan whose school has requirements of its own."),
    ] = None,
    contributes: Annotated[
        str | None, _answer("Their work improves how others support learning.")
    ] = None,
    evidence: Annotated[str | None, _answer("They can show it.")] = None,
    sessions: Annotated[str | None, _answer(f"They will attend {ALL_OF_THEM} sessions.")] = None,
    other_cpd: Annotated[
        str | None, _answer("They are prepared to attend CPD outside the usual calendar.")
    ] = None,
    works_part_time: Annotated[str | None, _answer("They work part time.")] = None,
    part_time: Annotated[
        str | None, _answer("Part time, they are committed, also on days off.")
    ] = None,
    requirement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="N=YES/NO", help="They meet the school's N-th requirement. May be repeated."
        ),
    ] = None,
    form: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Hold an applicant to the conditions."""
    to = destination(form, output, force=force, formats=FORMATS, source=plan)
    typed = {
        "contributes": contributes,
        "evidence": evidence,
        "sessions": sessions,
        "other_cpd": other_cpd,
        "works_part_time": works_part_time,
        "part_time": part_time,
    }
    source = None if plan is None else load_plan(plan).plan
    own = source.applicants.requirements if source and source.applicants else ()
    if not requirement and not any(typed.values()) and at_a_terminal():
        answers = answers_to_questions(own, ask, show)
    else:
        answers = answers_from_flags(typed, requirement or (), own)
    checks = check_applicant(answers, own)
    to.write(ApplicantReport(source.school.name if source else None, checks, Flags().as_of(None)))
    if verdict_of(checks) != "ready":
        raise typer.Exit(1)
