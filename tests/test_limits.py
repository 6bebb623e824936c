"""Whatever is larger than anybody needs is refused in words; what is just below is read."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from conftest import LPPLAN, ROOT, TESTS, Lpplan, assert_same_as_file
from git_repository import commit
from lpplan.reading.excess import TooMuch, refuse_nesting
from lpplan.show.cells import Money
from lpplan.show.document import Row, Table, table
from lpplan.show.word_table import table_xml
from lpplan.values import limits
from lpplan.values.limits import (
    MOST_BYTES,
    MOST_BYTES_OF_A_QUOTE,
    MOST_BYTES_OF_ANSWERS,
    MOST_BYTES_OF_FEES,
    MOST_CHARACTERS,
    MOST_CHARACTERS_OF_A_NAME,
    MOST_CHARACTERS_OF_A_ROW,
    MOST_CHARACTERS_OF_A_TEXT,
    MOST_CHARGES,
    MOST_COHORTS,
    MOST_COLUMNS,
    MOST_ENTRIES,
    MOST_FEE_FILES,
    MOST_KEYS,
    MOST_LEVELS,
    MOST_PROBLEMS,
    MOST_REQUIREMENTS,
    MOST_SCHOOLS,
    MOST_TOPICS,
    MOST_TRAINERS,
    MOST_VALUES,
    MOST_VALUES_OF_A_QUOTE,
)
from lpplan.values.problem import LpplanError
from lpplan.walk.kept import KeptAnswers, load_answers

SCHOOL = 'school = {name = "A", membership = "member"}\n'
STAGE = '[[stages]]\nstage = 3\nacademic_year = "2018/19"\n'
PLAN = f"{SCHOOL}{STAGE}participants = 9\n"


def names(number: int) -> str:
    return ",".join(f'"{name}"' for name in range(number))


def schools(number: int) -> str:
    return "".join(f'[[stages.schools]]\nname = "{n}"\nparticipants = 1\n' for n in range(number))


PLANS: dict[str, tuple[int, Callable[[int], str]]] = {
    "bytes": (MOST_BYTES, lambda most: f"{PLAN}#{'x' * (most - len(PLAN) - 1)}"),
    "parts of a key": (MOST_LEVELS, lambda most: f"#\n{'a.' * (most - 1)}a = 1\n{PLAN}"),
    "levels": (MOST_LEVELS, lambda most: f"#\nx = {'[' * most}{']' * most}\n{PLAN}"),
    "values": (
        MOST_VALUES,
        lambda most: f"{PLAN}cohorts = 1\nsupport = [\n{'{},' * (most - 10)}]\n",
    ),
    "characters of any text": (MOST_CHARACTERS, lambda most: f'{PLAN}x = "{"x" * most}"\n'),
    "characters of a text": (
        MOST_CHARACTERS_OF_A_TEXT,
        lambda most: f'{PLAN}[centre]\nlicence_scope = "{"x" * most}"\n',
    ),
    "characters of a name": (
        MOST_CHARACTERS_OF_A_NAME,
        lambda most: f'{PLAN}topics = ["{"x" * most}"]\n',
    ),
    "keys of a table": (
        MOST_KEYS,
        lambda most: PLAN + "".join(f"k{number} = 1\n" for number in range(most - 3)),
    ),
    "characters of a key": (MOST_CHARACTERS_OF_A_NAME, lambda most: f"{PLAN}{'x' * most} = 1\n"),
    "entries": (MOST_ENTRIES, lambda most: SCHOOL + f"{STAGE}participants = 9\n" * most),
    "schools": (
        MOST_SCHOOLS,
        lambda most: f"{SCHOOL}{STAGE}{schools(600)}{STAGE}{schools(most - 600)}",
    ),
    "trainers": (
        MOST_TRAINERS,
        lambda most: PLAN + "".join(f'[[trainers]]\nname = "{n}"\n' for n in range(most)),
    ),
    "requirements": (
        MOST_REQUIREMENTS,
        lambda most: f"{PLAN}[applicants]\nrequirements = [{names(most)}]\n",
    ),
    "topics": (MOST_TOPICS, lambda most: f"{PLAN}topics = [{names(most)}]\n"),
    "cohorts": (
        MOST_COHORTS,
        lambda most: (
            f"{SCHOOL}{STAGE}participants = 100000\ncohorts = {most - 1}\n{STAGE}participants = 9\n"
        ),
    ),
    "cohorts asked for": (
        MOST_COHORTS,
        lambda most: f"{PLAN}{STAGE}participants = 100000\ncohorts = {most - 1}\n",
    ),
}
"""What a plan is limited in: the most of it, and a plan with so much."""
NOT_SOUND = {
    **dict.fromkeys(
        ("parts of a key", "levels", "characters of any text", "characters of a key"),
        "is not a key that is known here",
    ),
    "keys of a table": "stages[1].k0: is not a key that is known here",
    "values": "stages[1].support[1].kind: is missing",
}
"""What a plan at the limit is told as ever, since it is not sound."""


def fees(*contents: str) -> None:
    """Make a folder of fee files, from 2018/19 on."""
    shutil.rmtree("fees", ignore_errors=True)
    Path("fees").mkdir()
    for year, content in enumerate(contents, 2018):
        text = content.replace("2018/19", f"{year}/{(year + 1) % 100:02}")
        Path(f"fees/{year}-{(year + 1) % 100:02}.toml").write_text(text)


def charges(number: int) -> str:
    return SCHEDULE + "".join(
        f'[fees.charge_{n}]\nper = "person"\nstages = [1]\nmember = 1\n' for n in range(number - 3)
    )


SCHEDULE = """\
academic_year = "2018/19"
status = "provisional"
fees.accreditation = {per = "person", stages = [1, 2, 3], member = 1}
fees.support_package = {per = "cohort", max_cohort_size = 25, stages = [1, 2], member = 1}
fees.train_the_trainer = {per = "stage", stages = [2], member = 1}
"""
FEES: dict[str, tuple[int, Callable[[int], None]]] = {
    "files": (MOST_FEE_FILES, lambda most: fees(*[SCHEDULE] * most)),
    "bytes": (
        MOST_BYTES_OF_FEES,
        lambda most: fees(
            *[SCHEDULE + "#" * (most // 3 - len(SCHEDULE))] * 2,
            SCHEDULE + "#" * (most - 2 * (most // 3) - len(SCHEDULE)),
        ),
    ),
    "charges": (MOST_CHARGES, lambda most: fees(charges(most))),
}
"""What a folder of fees is limited in: the most of it, and what makes one with so much."""
QUOTES: dict[str, tuple[int, Callable[[int], str]]] = {
    "bytes": (MOST_BYTES_OF_A_QUOTE, lambda most: f'"{"x" * (most - 2)}"'),
    "values": (MOST_VALUES_OF_A_QUOTE, lambda most: f"[{','.join(['1'] * most)}]"),
}
LISTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "columns": (MOST_COLUMNS, lambda most: ",".join([LIST, *map(str, range(most - 5))])),
    "characters": (MOST_CHARACTERS_OF_A_ROW, lambda most: f"{LIST}\n{'x' * (most - 1)}\n"),
}
LIST = "school,membership,stage,academic_year,participants"


def test_what_is_above_a_limit_is_told_in_exactly_these_words(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    every = []
    for most, made in PLANS.values():
        Path("plan.toml").write_text(made(most + 1))
        outcome = lpplan("quote", "plan.toml")
        assert (outcome.code, outcome.out) == (2, "")
        every.append(outcome.err)
    for most, make in FEES.values():
        make(most + 1)
        outcome = lpplan("fees", "list", "--fees", "fees")
        assert (outcome.code, outcome.out) == (2, "")
        every.append(outcome.err.split("\n\n")[-1])
    for most, made in QUOTES.values():
        Path("quote.json").write_text(made(most + 1))
        outcome = lpplan("recheck", "quote.json")
        assert (outcome.code, outcome.out) == (2, "")
        every.append(outcome.err)
    for most, made in LISTS.values():
        Path("list.csv").write_text(made(most + 1))
        outcome = lpplan("batch", "list.csv")
        assert outcome.code == 2
        every.append(outcome.err)
    assert_same_as_file("\n".join(every), TESTS / "expected" / "limits.txt")


@pytest.mark.parametrize("limit", PLANS)
def test_what_is_at_a_limit_is_read(limit: str, tmp_path: Path, lpplan: Lpplan) -> None:
    most, made = PLANS[limit]
    plan = tmp_path / "plan.toml"
    plan.write_text(made(most))
    outcome = lpplan("quote", plan)
    told = NOT_SOUND.get(limit, "")
    assert (outcome.code, told in outcome.err) == (2 if told else 0, True)


@pytest.mark.parametrize("limit", FEES)
def test_fees_at_a_limit_are_read(
    limit: str, tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    most, make = FEES[limit]
    make(most)
    assert lpplan("fees", "list", "--fees", "fees").code == 0


@pytest.mark.parametrize("limit", QUOTES)
def test_a_file_at_a_limit_of_quotes_is_read(limit: str, tmp_path: Path, lpplan: Lpplan) -> None:
    most, made = QUOTES[limit]
    quote = tmp_path / "quote.json"
    quote.write_text(made(most))
    assert "is not a quote that lpplan saved" in lpplan("recheck", quote).err


def test_of_a_saved_quote_with_thousands_of_bad_stages_the_first_is_told(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lpplan("quote", "--stage", "1", "--participants", "9", "-o", "quote.json")
    quote = json.loads(Path("quote.json").read_text())
    Path("quote.json").write_text(json.dumps(quote | {"stages": [{}] * 50_000}))
    told = lpplan("recheck", "quote.json").err
    assert told.startswith("quote.json: stages[1].stage: is missing\n")
    assert "stages[2]" not in told


def test_lists_at_a_limit_are_read(tmp_path: Path, lpplan: Lpplan) -> None:
    schools = tmp_path / "list.csv"
    school = "\nOak,member,1,2018/19,5" + "," * (MOST_COLUMNS - 5)
    schools.write_text(LISTS["columns"][1](MOST_COLUMNS) + school)
    assert lpplan("batch", schools).code == 0
    schools.write_text(LISTS["characters"][1](MOST_CHARACTERS_OF_A_ROW))
    assert "a field has more than 131,072 characters" in lpplan("batch", schools).err


def test_of_thousands_of_problems_of_fees_the_first_are_told(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fees(*["".join(f"k{n} = 1\n" for n in range(90))] * 60)
    told = lpplan("fees", "list", "--fees", "fees").err
    assert told.count(".toml:") == MOST_PROBLEMS
    assert told.endswith("\n  What is wrong further on is told once this is mended.\n")


def test_a_fee_file_in_git_is_not_read_where_it_is_too_large(
    repository: Path, lpplan: Lpplan
) -> None:
    large = Path("fees/2018-19.toml")
    sound = large.read_text(encoding="utf-8")
    large.write_text(f"{sound}#{'x' * MOST_BYTES}", encoding="utf-8")
    commit("a large file")
    large.write_text(sound, encoding="utf-8")
    told = "HEAD:fees/2018-19.toml: is larger than 100,000 bytes"
    assert told in lpplan("fees", "diff", "HEAD:fees", "fees").err


def test_the_answers_of_a_walk_are_not_read_where_they_are_too_large(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    answers = tmp_path / "plan.toml.answers"
    answers.write_text("{}" + " " * (MOST_BYTES_OF_ANSWERS - 2))
    assert load_answers(str(plan)) == KeptAnswers()
    answers.write_text("{}" + " " * (MOST_BYTES_OF_ANSWERS - 1))
    with pytest.raises(LpplanError) as refused:
        load_answers(str(plan))
    told = refused.value.problems[0].problem.message
    assert told == "is larger than 2,000,000 bytes, and no walk needs that"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="memory is limited on Linux alone")
def test_a_key_of_60_kilobytes_takes_no_more_memory_than_any_other(tmp_path: Path) -> None:
    import resource

    plan = tmp_path / "plan.toml"
    plan.write_text(f"{'a.' * 30_000}a = 1\n")
    done = subprocess.run(
        [*LPPLAN, "quote", "plan.toml"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (500_000_000,) * 2),
    )
    assert (done.returncode, done.stderr[:44]) == (
        2,
        b"plan.toml:1: has a key of more than 20 parts",
    )


@pytest.mark.parametrize(
    "text",
    [
        'x = """\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n"""',
        "x = '''\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n''' # [[[[[[[[[[[[[[[[[[[[[[[[[[",
        f'x = "\\"{"a." * 30}a" # {"a." * 30}a',
        f"x = '{'a.' * 30}a\\' # {'a.' * 30}a",
        f'x = """a"{"a." * 30}a""""\ny = 1',
        f"x = '''a'{'a.' * 30}a'''''\ny = 1",
        "x = [[[1], [2]], [{a = 1}], []]\n" * 30,
        '"a"."b" . c = 1.5\n[["a".b]]\n' * 30,
    ],
)
def test_texts_and_comments_nest_nothing(text: str) -> None:
    refuse_nesting(text)


@pytest.mark.parametrize("part", ["a", '"a"', "'a'", '"a\\"b"', '""'])
def test_a_key_of_too_many_parts_is_found_however_it_is_written(part: str) -> None:
    for between in (".", " . ", "\t.\t"):
        refuse_nesting(f"x = [\n{between.join([part] * MOST_LEVELS)} = 1")
        with pytest.raises(TooMuch) as more:
            refuse_nesting(f'y = """a""""\n{between.join([part] * (MOST_LEVELS + 1))} = 1')
        assert more.value.line == 2


def test_a_key_of_too_many_parts_in_a_text_with_a_slip_is_not_parsed(
    tmp_path: Path, lpplan: Lpplan
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(f'x = """\ny = [\n{{{"a." * 30_000}a = 1}},\n]\nz = """\n"""')
    outcome = lpplan("quote", plan)
    assert (outcome.code, "plan.toml:" in outcome.err) == (2, True)


def test_a_range_of_people_in_too_many_cohorts_is_told(lpplan: Lpplan) -> None:
    told = (
        "PEOPLE: comes to 100,150 cohorts in all sizes, and there is room for 100,000\n"
        "  Ask for the part that matters.\n"
    )
    assert lpplan("split", "99976-100000", "--cohorts", "4006", "-f", "json") == (2, "", told)
    assert lpplan("split", "99977-100000", "--cohorts", "4006", "-f", "json").code == 0


def test_every_limit_is_documented() -> None:
    documented = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8").partition("## Limits")[2]
    numbers = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\d", documented)}
    private = {"MOST_BYTES_OF_ANSWERS", "MOST_PROBLEMS"}
    known = {name: value for name, value in vars(limits).items() if name not in private}
    assert numbers == {value for name, value in known.items() if name.startswith("MOST_")}


def counted(monkeypatch: pytest.MonkeyPatch, where: str, name: str) -> list[int]:
    """Counts the calls of a function, wherever a module has it."""
    module = import_module(where)
    function, calls = getattr(module, name), [0]

    def counting(*given: object, **named: object) -> object:
        calls[0] += 1
        return function(*given, **named)

    monkeypatch.setattr(module, name, counting)
    return calls


def test_what_each_school_pays_is_shared_out_as_often_however_many_they_are(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, calls = tmp_path / "plan.toml", counted(monkeypatch, "lpplan.core.recharge", "share_out")
    counts = []
    for number in (2, 40):
        calls[0] = 0
        plan.write_text(f"{SCHOOL}{STAGE}{schools(number)}")
        assert lpplan("recharge", plan).code == 0
        counts.append(calls[0])
    assert counts[0] == counts[1]


def test_a_charge_breaks_even_without_trying_every_number_of_cohorts(
    tmp_path: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    calls = counted(monkeypatch, "lpplan.core.recharge", "fewest_to_cover")
    fees(SCHEDULE.replace("max_cohort_size = 25", "max_cohort_size = 1"))
    costs = 'own_costs = [{label = "x", amount = 400000}]\ncharge_per_person = 6\n'
    Path("plan.toml").write_text(f"{PLAN}{costs}")
    outcome = lpplan("recharge", "plan.toml", "--fees", "fees", "-f", "json")
    assert '"break_even_participants": 80000' in outcome.out
    assert calls[0] < 20


def test_a_word_table_finds_its_marks_once_however_long_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls, marks = [0], vars(Table)["marks"]

    def counting(table: Table) -> object:
        calls[0] += 1
        return marks.fget(table)

    monkeypatch.setattr(Table, "marks", property(counting))
    rows = [Row((str(n), Money(Decimal(n), "estimate"))) for n in range(100)]
    table_xml(table("School", "Cost", rows=rows))
    assert calls[0] == 2
