"""``--at-most``: a total, or a net, to keep under, and what would save a cohort."""

import re
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan
from lpplan.core.plan import Plan
from lpplan.core.quote import Quote, quote_plan
from lpplan.core.recharge import net_of
from lpplan.quote.at_most import refuse_more_than
from lpplan.reading.fee_folder import load_fees
from lpplan.reading.tables import read_plan
from lpplan.values.problem import DemandNotMet
from strategies import plans, schedules

CLIFF = ROOT / "examples" / "on-the-cliff.toml"
SINGLE = ROOT / "examples" / "single-school.toml"
NET = TESTS / "plans" / "net.toml"
DAY = ("--as-of", "2026-11-21")


def test_a_quote_at_the_limit_or_under_it_passes(lpplan: Lpplan) -> None:
    assert lpplan("quote", CLIFF, "--at-most", "14800")[::2] == (0, "")
    assert lpplan("quote", CLIFF, "--at-most", "£15,000.00")[::2] == (0, "")


def test_a_penny_more_is_exit_1_and_the_quote_is_shown_all_the_same(lpplan: Lpplan) -> None:
    outcome = lpplan("quote", CLIFF, "--at-most", "14799.99", *DAY)
    assert outcome.code == 1
    assert outcome.out == lpplan("quote", CLIFF, *DAY).out
    # 26 people are 10,400 + 4,400; 25 are 10,000 + 2,200.
    assert outcome.err == (
        "--at-most: the total is £14,800.00 exc VAT, £0.01 more than £14,799.99\n"
        "  Stage 1 in 2018/19: 1 fewer person, 1 cohort instead of 2: £2,600.00 less.\n"
        "    That alone is enough.\n"
    )


def test_where_a_cohort_is_not_enough_so_many_people_are_named_as_would_be(lpplan: Lpplan) -> None:
    told = lpplan("quote", CLIFF, "--at-most", "12000").err
    assert "£2,800.00 more than £12,000.00" in told
    assert told.endswith(
        "  Stage 1 in 2018/19: 1 fewer person, 1 cohort instead of 2: £2,600.00 less.\n"
        "  Stage 1 in 2018/19: 2 fewer people: £3,000.00 less. That alone is enough.\n"
    )


def test_cohorts_beyond_the_fewest_come_first_since_nobody_loses_a_place(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = { name = "A", membership = "member" }\n'
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 27\n'
        '[[stages]]\nstage = 2\nacademic_year = "2019/20"\nparticipants = 20\ncohorts = 3\n'
        # Cohorts cost nothing at Stage 3.
        '[[stages]]\nstage = 3\nacademic_year = "2020/21"\nparticipants = 26\ncohorts = 4\n',
        encoding="utf-8",
    )
    # 15,200 + (8,000 + 3 x 2,200 + 1,200 = 15,800) + 10,400 = 41,400.
    outcome = lpplan("quote", plan, "--at-most", "38000", *DAY)
    assert outcome.code == 1
    assert outcome.err == (
        "--at-most: the total is £41,400.00 exc VAT (estimate),\n"
        "  £3,400.00 more than £38,000.00\n"
        "  Stage 2 in 2019/20: 1 cohort instead of the 3 asked for: £4,400.00 less\n"
        "    (estimate). That alone is enough.\n"
        "  Stage 1 in 2018/19: 2 fewer people, 1 cohort instead of 2: £3,000.00 less.\n"
    )
    told = lpplan("quote", plan, "--at-most", "34000", *DAY).err
    assert told.endswith("£3,000.00 less.\n  Together that is enough.\n")


def test_where_no_cohort_can_be_saved_that_is_said(lpplan: Lpplan) -> None:
    told = lpplan("quote", SINGLE, "--at-most", "100").err
    assert told.endswith(
        "  No cohort can be saved: none is needless, or there for a few people alone.\n"
        "  Fewer people at one stage alone are not enough.\n"
    )
    # 30,400 in all; one person at 400 is enough for 30,000, at whichever stage.
    told = lpplan("quote", SINGLE, "--at-most", "30000").err
    assert told.endswith(
        "  No cohort can be saved: none is needless, or there for a few people alone.\n"
        "  Stage 1 in 2018/19: 1 fewer person: £400.00 less. That alone is enough.\n"
    )


def test_the_net_is_what_remains_in_the_end(lpplan: Lpplan) -> None:
    assert lpplan("quote", NET, "--at-most", "20160", "--net").code == 0
    outcome = lpplan("quote", NET, "--at-most", "20000", "--net")
    assert outcome.code == 1
    assert outcome.err.startswith(
        "--at-most: the net (what remains) is £20,160.00 exc VAT (estimate),\n"
        "  £160.00 more than £20,000.00\n"
    )


def test_a_saving_of_the_net_counts_own_costs_and_what_others_pay(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    own = '[[stages.own_costs]]\nlabel = "Cover"\namount = 100\nper = "session"\n'
    plan.write_text(
        'school = { name = "A", membership = "member" }\n'
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\nparticipants = 26\ncohorts = 2\n'
        + own
        + '[[stages]]\nstage = 2\nacademic_year = "2018/19"\ncohorts = 2\n'
        '[[stages.schools]]\nname = "A"\nparticipants = 10\n'
        '[[stages.schools]]\nname = "B"\nparticipants = 10\n' + own,
        encoding="utf-8",
    )
    told = lpplan("quote", plan, "--at-most", "1", "--net").err
    # Stage 1: 400 + 2,200, and two sessions of 100. Stage 2: half of 2,200, and two sessions.
    assert "1 cohort instead of the 2 asked for: £1,300.00 less.\n" in told
    assert "1 fewer person, 1 cohort instead of 2: £2,800.00 less.\n" in told


def test_whose_people_go_decides_what_others_pay_and_so_the_school_is_named(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'school = { name = "A", membership = "member" }\n'
        '[[stages]]\nstage = 1\nacademic_year = "2018/19"\n'
        '[[stages.schools]]\nname = "A"\nparticipants = 16\n'
        '[[stages.schools]]\nname = "B"\nparticipants = 10\n',
        encoding="utf-8",
    )
    told = lpplan("quote", plan, "--at-most", "9000", "--net").err
    # 16 × 400 + 4,400 × 16/26 = 9,107.69; 15 × 400 + 2,200 × 15/25 = 7,320.00. One of B's fewer:
    # 16 × 400 + 2,200 × 16/25 = 7,808.00.
    assert told.endswith(
        "  Stage 1 in 2018/19: 1 fewer person from A, 1 cohort instead of 2: £1,787.69\n"
        "    less. That alone is enough.\n"
    )


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--net",), "--net: goes with --at-most\n"),
        (("--at-most", "lots"), "--at-most: must be an amount from 0 to 1,000,000,000 pounds"),
        (("--at-most", "-5"), "--at-most: must be an amount"),
        (("--at-most", "12.345"), "--at-most: must be an amount"),
        (("--at-most", ""), "--at-most: must be an amount"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(
    flags: tuple[str, ...], told: str, lpplan: Lpplan
) -> None:
    outcome = lpplan("quote", CLIFF, *flags)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)


def test_a_file_is_written_all_the_same(lpplan: Lpplan, tmp_path: Path) -> None:
    outcome = lpplan("quote", CLIFF, "--at-most", "1", "-o", tmp_path / "q.json")
    assert (outcome.code, (tmp_path / "q.json").exists()) == (1, True)


def entry(stage: int, people: int | dict[str, int], **more: object) -> dict[str, object]:
    """An entry of 2018/19 with so many people, or so many of each school."""
    taking_part: dict[str, object] = {"participants": people}
    if isinstance(people, dict):
        taking_part = {"schools": [{"name": n, "participants": p} for n, p in people.items()]}
    return {"stage": stage, "academic_year": "2018/19"} | taking_part | more


def advice(most: str, *stages: dict[str, object], of_net: bool = False) -> str:
    """What is said of a plan of school A that is to cost no more than so much."""
    school = {"name": "A", "membership": "member"}
    plan, problems = read_plan({"school": school, "stages": list(stages)})
    assert plan is not None, problems
    quote, problems = quote_plan(plan, load_fees(None).schedules)
    assert quote is not None, problems
    with pytest.raises(DemandNotMet) as refused:
        refuse_more_than(Decimal(most), quote, of_net=of_net)
    return re.sub(r"\s+", " ", " ".join([refused.value.message, *refused.value.hints]))


def test_what_saves_exactly_as_much_as_is_too_much_is_enough() -> None:
    assert advice("12200", entry(1, 26)).endswith(
        " Stage 1 in 2018/19: 1 fewer person, 1 cohort instead of 2: £2,600.00 less. That alone is"
        " enough."
    )


def test_the_stage_with_the_fewest_people_fewer_is_named() -> None:
    # 37 × 400 + 2 × 2,200 + 26 × 400 = 29,600, of which 6,200 are to go: 16 people of Stage 3,
    # or 12 of Stage 1, who need a cohort less: 12 × 400 + 2,200.
    told = advice("23400", entry(1, 37), entry(3, 26))
    assert told.endswith(
        " Stage 1 in 2018/19: 12 fewer people: £7,000.00 less. That alone is enough."
    )


def test_one_person_who_is_left_may_be_enough() -> None:
    told = advice("400", entry(3, 3))
    assert told.endswith("2 fewer people: £800.00 less. That alone is enough.")
    told = advice("399.99", entry(3, 3))
    assert told.endswith("Fewer people at one stage alone are not enough.")


def test_the_best_of_each_stage_is_added_up() -> None:
    # 26 people in 3 cohorts: 2 instead save 2,200; one person fewer in one, 400 + 4,400.
    three = [entry(1, 26, cohorts=3), entry(2, 26, cohorts=3)]
    # Both cost 17,000 and 18,200.
    assert advice("25600", *three).endswith("£4,800.00 less. Together that is enough.")
    assert not advice("25599.99", *three).endswith("Together that is enough.")


def test_what_costs_nobody_a_place_comes_before_one_person_fewer() -> None:
    told = advice("1", entry(1, 26), entry(2, 20, cohorts=2))
    assert told.index("instead of the 2 asked for") < told.index("1 fewer person")


def test_stages_alike_are_told_apart_by_their_people_and_no_others_are() -> None:
    # 5,000 + 4,000 + 400,000, of which 7,000 are 18 people.
    told = advice("402000", entry(1, 7), entry(3, 10), entry(3, 1000))
    assert " Stage 3 in 2018/19 (1,000 people): 18 fewer people: £7,200.00 less." in told
    told = advice("402000", entry(1, 7), entry(3, 1000))
    assert " Stage 3 in 2018/19: 8 fewer people: £3,200.00 less." in told


def test_of_the_total_no_school_is_named_and_of_the_net_the_first_whose_people_save_most() -> None:
    schools = {"A": 1, "Beta": 10, "Zeta": 10, "Eta": 5}
    assert " from " not in advice("14000", entry(1, schools))
    # The others pay by heads: it is the same whether one of Beta's or of Zeta's stays away.
    told = advice("100", entry(1, schools), of_net=True)
    assert "Stage 1 in 2018/19: 1 fewer person from Beta, 1 cohort instead of 2" in told


def test_a_school_is_never_left_without_people() -> None:
    told = advice("1", entry(1, {"A": 2, "B": 24}), of_net=True)
    # Two fewer of A would leave nobody there, and nobody pays for B but B.
    assert "2 fewer people from A" not in told


_ADVICE = re.compile(
    r"Stage (?P<stage>\d) in (?P<year>[\d/]+)(?: \((?P<all>[\d,]+) \w+\))?:"
    r"(?: (?P<people>[\d,]+) fewer (?:person|people)(?: from (?P<school>.+?))?,?)?"
    r"(?: (?P<cohorts>[\d,]+) cohorts? instead of .+?)?"
    r": £(?P<less>[\d,.]+) less(?: \([^)]*\))?\.(?P<enough> That alone is enough\.)?"
)


def as_advised(plan: Plan, place: int, advice: re.Match[str]) -> Plan:
    """A plan in which one entry is changed as advised."""
    entry, fewer = plan.stages[place], int((advice["people"] or "0").replace(",", ""))
    changes: dict[str, object] = {"cohorts": None}
    if advice["school"]:
        changes["schools"] = tuple(
            school.model_copy(update={"participants": school.participants - fewer})
            if " ".join(school.name.split()) == advice["school"].strip()
            else school
            for school in entry.schools
        )
    elif fewer:
        changes |= {"participants": entry.people - fewer, "schools": ()}
    changed = entry.model_copy(update=changes)
    stages = (*plan.stages[:place], changed, *plan.stages[place + 1 :])
    return plan.model_copy(update={"stages": stages})


@given(st.data(), st.booleans())
def test_a_plan_changed_as_advised_costs_as_much_less_as_was_said(
    data: st.DataObject,
    of_net: bool,
) -> None:
    folder = data.draw(schedules())
    plan = data.draw(plans(folder))

    def cost(of: Plan) -> tuple[Quote, Decimal]:
        quote, problems = quote_plan(of, folder)
        assert quote is not None, problems
        return quote, net_of(quote.stages).net if of_net else quote.total

    quote, amount = cost(plan)
    most = data.draw(st.integers(0, 100)) * amount / 100
    most = most.quantize(Decimal("0.01"), ROUND_DOWN)
    if amount <= most:
        return
    with pytest.raises(DemandNotMet) as refused:
        refuse_more_than(most, quote, of_net=of_net)
    lines = [refused.value.message, *(f"  {hint}" for hint in refused.value.hints)]
    assert max(len(line.replace("£", "GBP ")) for line in lines) <= 80
    told = re.sub(r"\s+", " ", " ".join(lines))
    best: dict[int, Decimal] = {}
    for advice in _ADVICE.finditer(told):
        less = Decimal(advice["less"].replace(",", ""))
        found = {
            amount - cost(as_advised(plan, place, advice))[1]: place
            for place, entry in enumerate(plan.stages)
            if (str(entry.stage), str(entry.academic_year)) == (advice["stage"], advice["year"])
            and advice["all"] in (None, f"{entry.people:,}")
            and entry.people > int((advice["people"] or "0").replace(",", ""))
        }
        assert less in found, advice[0]
        best[found[less]] = max(less, best.get(found[less], less))
        assert (advice["enough"] is not None) == (amount - less <= most), advice[0]
    assert told.count(" less.") + told.count(" less (") == len(_ADVICE.findall(told))
    # Stages do not touch each other: what the best of each saves adds up.
    if "Together that is enough." in told:
        assert amount - sum(best.values()) <= most
    if "Fewer people at one stage alone are not enough." in told and not of_net:
        for place, entry in enumerate(plan.stages):
            alone = entry.model_copy(update={"participants": 1, "schools": (), "cohorts": None})
            stages = (*plan.stages[:place], alone, *plan.stages[place + 1 :])
            assert cost(plan.model_copy(update={"stages": stages}))[1] > most


def test_the_excess_stands_on_the_line_of_the_total_as_far_as_there_is_room() -> None:
    def lines(most: str) -> list[str]:
        school = {"name": "A", "membership": "member"}
        plan, _ = read_plan({"school": school, "stages": [entry(1, 26)]})
        assert plan is not None
        quote, _ = quote_plan(plan, load_fees(None).schedules)
        assert quote is not None
        with pytest.raises(DemandNotMet) as refused:
            refuse_more_than(Decimal(most), quote, of_net=False)
        return [refused.value.message, *refused.value.hints]

    # With GBP for the sign of the pound, which some consoles lack, that is 80 characters …
    assert lines("14790")[0].endswith("exc VAT, £10.00 more than £14,790.00")
    # … and this would be one more.
    assert lines("14700")[:2] == [
        "--at-most: the total is £14,800.00 exc VAT,",
        "£100.00 more than £14,700.00",
    ]
