"""Each decision is noted where it touches a figure, and only there."""

import copy
from datetime import date
from typing import Any

import pytest
from test_readiness import READY

from frozen_fees import FROZEN_FEES
from lpplan.core.fees import FeeSchedule, Schedules
from lpplan.core.notes import Note, lacking, notes, together
from lpplan.core.quote import quote_plan
from lpplan.core.readiness import check_stage, stages_to_check
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import read_plan
from lpplan.reading.toml_file import read_toml

AS_OF = date(2026, 11, 21)


def notes_on(
    *stages: dict[str, Any], folder: Schedules | None = None, **more: Any
) -> tuple[Note, ...]:
    school = {"name": "Oakfield Academy", "membership": "member"}
    plan, problems = read_plan({"school": school, "stages": list(stages), **more})
    assert plan is not None, problems
    quote, problems = quote_plan(plan, folder or load_fees(None).schedules)
    assert quote is not None, problems
    checked = stages_to_check(stage.stage for stage in quote.stages)
    return notes(quote, plan, [check_stage(plan, stage, AS_OF) for stage in checked])


def stage(number: int, participants: int = 20, **more: Any) -> dict[str, Any]:
    year = more.pop("academic_year", "2018/19")
    return {"stage": number, "academic_year": year, "participants": participants, **more}


def schools(number: int, *names: str) -> dict[str, Any]:
    taking_part = [{"name": name, "participants": 10} for name in names]
    return {"stage": number, "academic_year": "2018/19", "schools": taking_part}


OWN = "Oakfield Academy"

CHARGE = {"charge_per_person": 500}


@pytest.mark.parametrize(
    ("code", "where", "where_not"),
    [
        ("estimate", [stage(1, academic_year="2019/20")], [stage(1)]),
        ("cohort-limit-at-stage-2", [stage(2, 26)], [stage(2, 25)]),
        ("cohort-limit-at-stage-2", [stage(2, 26)], [stage(1, 26), stage(3, 26)]),
        ("train-the-trainer-once", [stage(2, 20, cohorts=2)], [stage(2)]),
        ("cohorts-asked-for", [stage(1, 20, cohorts=2)], [stage(1, 26, cohorts=2)]),
        ("buyer-membership", [schools(1, OWN, "Riverside")], [schools(1, OWN)]),
        ("buyer-membership", [schools(1, "Riverside")], [stage(1)]),
        ("training-shared-by-all", [schools(2, OWN)], [schools(1, OWN), stage(2)]),
        ("no-licence-fee", [stage(3)], [stage(1), stage(2)]),
        ("charge-for-all", [stage(3) | CHARGE], [stage(3)]),
        ("charge-for-all", [stage(2) | CHARGE], [schools(3, OWN) | CHARGE]),
    ],
)
def test_a_decision_is_noted_only_where_it_touches_a_figure(
    code: str, where: list[dict[str, Any]], where_not: list[dict[str, Any]]
) -> None:
    assert code in {note.code for note in notes_on(*where)}
    assert code not in {note.code for note in notes_on(*where_not)}


def test_trainers_are_counted_once_is_noted_where_a_plan_names_some() -> None:
    assert "trainers-counted-once" not in {note.code for note in notes_on(stage(1))}
    noted = notes_on(stage(1), trainers=[{"name": "Trainer A"}])
    assert "trainers-counted-once" in {note.code for note in noted}


def test_own_costs_are_always_noted() -> None:
    assert [n.stage for n in notes_on(stage(1)) if n.code == "own-costs"] == [None]


def test_each_estimate_names_its_stage_the_year_its_prices_are_from_and_their_age() -> None:
    found = [
        (note.stage, note.text)
        for note in notes_on(stage(2, academic_year="2019/20"), stage(3, academic_year="2021/22"))
        if note.code == "estimate"
    ]
    assert [number for number, _ in found] == [2, 3]
    assert "2018/19 prices, 1 year before" in found[0][1]
    assert "2018/19 prices, 3 years before" in found[1][1]


def test_a_charge_of_another_name_at_stage_3_stands_for_the_licence() -> None:
    data = read_toml(str(FROZEN_FEES / "2018-19.toml")).data
    data["fees"]["licence"] = {"per": "stage", "stages": [3], "member": 1}
    schedule = FeeSchedule.model_validate(data)
    codes = {note.code for note in notes_on(stage(3), folder=Schedules([schedule]))}
    assert "no-licence-fee" not in codes


def test_what_readiness_lacks_is_told_in_one_line() -> None:
    (told,) = [note.text for note in notes_on(stage(1)) if note.code == "readiness"]
    assert told == (
        "Stage 2 is not known to be ready. Not recorded: discussion with SSAT, SSAT's"
        " eligibility criteria, size of the training team, cohort in the plan."
    )


def test_a_plan_that_is_ready_has_no_note_on_readiness() -> None:
    data = copy.deepcopy(READY)
    del data["school"]
    stages = data.pop("stages")
    assert "readiness" not in {note.code for note in notes_on(*stages, **data)}


def test_a_remark_beside_the_checks_is_a_note_once_however_many_stages_it_stands_at() -> None:
    trainer = {"name": "Trainer A", "school": "Riverside Primary"}
    noted = notes_on(stage(1), stage(2), stage(3), trainers=[trainer])
    assert [note for note in noted if note.code == "trainer-from-elsewhere"] == [
        Note(
            "trainer-from-elsewhere",
            None,
            "Trainer A is from Riverside Primary, which is neither the school of this plan nor one"
            " of the schools of Stage 1.",
            "LPLC proposal, Stage 1",
        )
    ]


def test_notes_of_one_kind_stand_together() -> None:
    texts = [
        ("charge-for-all", "Stage 3 in 2027/28 has a charge, so everybody pays it."),
        ("own-costs", "Own costs are not in it."),
        ("charge-for-all", "Stage 3 in 2028/29 has a charge, so everybody pays it."),
    ]
    assert together(Note(code, None, text) for code, text in texts) == [
        "Stage 3 in 2027/28 and 2028/29 has a charge, so everybody pays it.",
        "Own costs are not in it.",
    ]


def test_what_is_said_of_several_people_is_said_once() -> None:
    def told(*texts: str) -> list[str]:
        return together((Note("age", None, text, "A page") for text in texts), sources=True)

    assert told("Ann's is 4 years old. Ask SSAT.") == ["Ann's is 4 years old. Ask SSAT. (A page)"]
    assert told("Ann's is 4 years old. Ask SSAT.", "St. John's is 4 years old. Ask SSAT.") == [
        "Ann's and St. John's is 4 years old. Ask SSAT. (A page)"
    ]
    assert told("Ann's is of 2020. It is old: ask.", "Ben's is of 2021. It is old: ask.") == [
        "Ann's is of 2020. Ben's is of 2021. It is old: ask. (A page)"
    ]
    assert told("Ann is from Oak.", "Ben is from Elm.") == [
        "Ann is from Oak. Ben is from Elm. (A page)"
    ]


def at(number: int, charges: dict[str, Any]) -> Schedules:
    """Synthetic prices, of no year: these charges at one stage, and nothing else."""
    fees = {name: {"stages": [number], "member": 1, **charge} for name, charge in charges.items()}
    data = {"academic_year": "2018/19", "status": "provisional", "fees": fees}
    return Schedules([FeeSchedule.model_validate(data)])


PER_COHORT = {"per": "cohort", "max_cohort_size": 25}


def test_that_the_training_is_charged_once_is_noted_only_where_it_is() -> None:
    def codes(charges: dict[str, Any]) -> set[str]:
        return {note.code for note in notes_on(stage(2, 20, cohorts=2), folder=at(2, charges))}

    package = {"support_package": PER_COHORT}
    once = "train-the-trainer-once"
    assert once in codes(package | {"train_the_trainer": {"per": "stage"}})
    assert once not in codes(package | {"train_the_trainer": PER_COHORT})
    assert once not in codes(package | {"venue": {"per": "stage"}})
    assert once not in codes(package)


def test_no_limit_is_noted_where_there_is_none() -> None:
    found = notes_on(stage(2, 20, cohorts=2), folder=at(2, {"accreditation": {"per": "person"}}))
    assert "cohort-limit-at-stage-2" not in {note.code for note in found}


@pytest.mark.parametrize(
    ("stages", "note"),
    [
        (
            [stage(1, academic_year="2019/20")],
            Note(
                "estimate",
                1,
                "Stage 1 in 2019/20 is an estimate from 2018/19 prices, 1 year before the stage,"
                " subject to SSAT's confirmation.",
                "The fee schedule",
            ),
        ),
        (
            [stage(2, 26)],
            Note(
                "cohort-limit-at-stage-2",
                2,
                "The limit of 25 people a cohort, which the source prints at Stage 1 only, is taken"
                " to hold at Stage 2 as well: the support package is the same.",
                "LPLC proposal, Stage 1, costs",
            ),
        ),
        (
            [stage(2, 26)],
            Note(
                "train-the-trainer-once",
                2,
                "Train the trainer is charged once for Stage 2, however many cohorts run: one price"
                " is taken to cover the whole training team at both sessions.",
                "LPLC proposal, Stage 2, costs",
            ),
        ),
        (
            [stage(1, 2000, cohorts=1500)],
            Note(
                "cohorts-asked-for",
                1,
                "Stage 1 has 1,500 cohorts because the plan asks for them; 80 would hold everyone.",
                "The plan",
            ),
        ),
        (
            [schools(1, "Riverside")],
            Note(
                "buyer-membership",
                None,
                "Prices follow the membership of the school that buys, whatever the membership of"
                " the other schools.",
                "A decision: the LPLC proposal is silent",
            ),
        ),
        (
            [schools(2, OWN)],
            Note(
                "training-shared-by-all",
                2,
                "Train the trainer is part of the sum that all participating schools share.",
                "LPLC proposal, Stage 2, fee charged",
            ),
        ),
        (
            [stage(3) | CHARGE],
            Note(
                "charge-for-all",
                3,
                "Stage 3 in 2018/19 has a charge and names no schools, so everybody there is taken"
                " to come from another school and to pay it.",
                "The plan",
            ),
        ),
        (
            [stage(3)],
            Note(
                "no-licence-fee",
                3,
                "No fee for the LPLC licence or status is published, so none is in this quote: ask"
                " SSAT.",
                "LPLC proposal, LPLC status",
            ),
        ),
        (
            [stage(3)],
            Note(
                "own-costs",
                None,
                "The school's own costs, such as cover, travel and a venue, are not in this quote.",
                "LPLC proposal, Stages 1 to 3, costs",
            ),
        ),
        (
            [stage(3, own_costs=[{"label": n, "amount": 1} for n in ("Cover", "Venue", "Cover")])],
            Note(
                "own-costs",
                None,
                "The total is what SSAT charges. Of the school's own costs, the plan names Cover"
                " and Venue; others are in no figure here.",
                "LPLC proposal, Stages 1 to 3, costs",
            ),
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Note) else "",
)
def test_a_note_says_exactly_this_of_its_stage_and_names_what_it_rests_on(
    stages: list[dict[str, Any]], note: Note
) -> None:
    assert note in notes_on(*stages)


def test_the_note_on_trainers_says_exactly_this() -> None:
    noted = notes_on(stage(1), trainers=[{"name": "Trainer A"}])
    assert [note for note in noted if note.code == "trainers-counted-once"] == [
        Note(
            "trainers-counted-once",
            None,
            "A future trainer who takes accreditation at Stage 1 is one of its participants; at"
            " Stages 2 and 3 trainers are not participants, and pay no accreditation fee.",
            "LPLC proposal, Stages 1 and 2",
        )
    ]


@pytest.mark.parametrize(
    ("texts", "together_they_say"),
    [
        # What all end with is said once at the end, however many sentences that is …
        (["A. B. X. Y.", "C. D. X. Y."], "A. B. C. D. X. Y."),
        # … and however few some of them have before it.
        (["X. Y.", "A. B. X. Y."], "A. B. X. Y."),
        (["A. B. X.", "X."], "A. B. X."),
        (["A. X. B.", "C. X. D."], "A. X. B. C. X. D."),
        (["A. B. C."], "A. B. C."),
        (["A. B.", "A. B."], "A. B."),
    ],
)
def test_sentences_that_all_notes_of_a_kind_end_with_are_said_once(
    texts: list[str], together_they_say: str
) -> None:
    assert together(Note("code", None, text) for text in texts) == [together_they_say]


def test_notes_of_one_kind_name_the_source_of_the_first_and_only_where_it_is_asked_for() -> None:
    two = [Note("code", None, "A.", "One page"), Note("code", None, "B.", "Another")]
    assert together(two, sources=True) == ["A. B. (One page)"]
    assert together(two) == ["A. B."]
    assert together([Note("code", None, "A."), two[1]], sources=True) == ["A. B."]
    assert together([two[1], Note("code", None, "A.")], sources=True) == ["B. A. (Another)"]


def test_what_a_later_stage_lacks_is_told_again_unless_it_is_to_be_told_once() -> None:
    data = copy.deepcopy(READY)
    del data["centre"]["ssat_discussion"], data["centre"]["licence"]
    plan, problems = read_plan(data)
    assert plan is not None, problems
    day = date(2020, 9, 1)
    both = [check_stage(plan, number, day) for number in (2, 3)]
    begin = "Stage 2 is not known to be ready. Not recorded: discussion with SSAT. Stage 3 is not"
    assert lacking(both) == (
        f"{begin} known to be ready. Not recorded: discussion with SSAT, LPLC licence."
    )
    assert lacking(both, once=True) == (
        f"{begin} known to be ready. Also not recorded: LPLC licence."
    )
    again = [both[0], both[0]]
    assert lacking(again, once=True).endswith(
        "Stage 2 is not known to be ready, for the same reasons."
    )
    assert lacking([]) == ""


def test_a_later_stage_that_lacks_the_same_says_so_whatever_else_it_asks_for() -> None:
    data = copy.deepcopy(READY)
    del data["centre"]["ssat_discussion"]
    plan, problems = read_plan(data)
    assert plan is not None, problems
    both = [check_stage(plan, number, date(2020, 9, 1)) for number in (2, 3)]
    assert lacking(both, once=True) == (
        "Stage 2 is not known to be ready. Not recorded: discussion with SSAT. Stage 3 is not"
        " known to be ready, for the same reasons."
    )
