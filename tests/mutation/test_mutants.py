"""The runner of mutants makes the changes that it says, and its lists name what there is."""

import ast

import pytest
from judge import ROOT, Source
from mutants import mutants
from targets import equivalents, sampled, targets


def made(source: str) -> dict[str, str]:
    """What each change of a source is called, with the source as it then is."""
    number = len(mutants(source, "x.py")[1])
    found = {}
    for n in range(number):
        tree, every = mutants(source, "x.py")
        every[n].apply()
        found[every[n].change] = ast.unparse(tree)
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", {"< → <=": "x = a <= b", "< → >=": "x = a >= b"}),
        ("x = a == b", {"== → !=": "x = a != b"}),
        ("x = a * b", {"* → +": "x = a + b", "* → //": "x = a // b"}),
        ("a -= b", {"- → +": "a += b", "left out": "pass"}),
        ("x = 25", {"25 → 26": "x = 26", "25 → 24": "x = 24"}),
        ("x = True", {"True → False": "x = False"}),
        ("x = 'ab'", {"'ab' → with XX before it": "x = 'XXab'"}),
        ("x = a and b", {"and → or": "x = a or b", "without a": "x = b", "without b": "x = a"}),
        ("x = not a", {"not a → a": "x = a"}),
        ("x = a[1:]", {
            "[…] without its lower end": "x = a[:]", "1 → 2": "x = a[2:]", "1 → 0": "x = a[0:]",
        }),
        ("x = [a for a in b if c]", {"all, not only if c": "x = [a for a in b]"}),
        ("x = a if b else c", {"b → not b": "x = a if not b else c"}),
        ("x = min(a, key=b)", {
            "min → max": "x = max(a, key=b)", "min without key": "x = min(a)",
        }),
        ("x = sorted(a)", {"without sorted": "x = list(a)"}),
        ("x = a.strip()", {"without .strip()": "x = a"}),
        ("x = next(a, b)", {"next without its default": "x = next(a)"}),
        ("x = lambda: a", {"lambda gives None": "x = lambda: None"}),
        ("a.append(b)", {"without a.append(b)": "pass"}),
        ("a.b = c", {"without a.b =": "pass"}),
        ("a: Annotated[int, Field(ge=3)]", {
            "3 → 4": "a: Annotated[int, Field(ge=4)]", "3 → 2": "a: Annotated[int, Field(ge=2)]",
        }),
        ("while a():\n    break", {
            "a() → not a()": "while not a():\n    break",
            "break → continue": "while a():\n    continue",
        }),
        ("def f():\n    return a", {"returns None": "def f():\n    return None"}),
        ("def f():\n    raise A", {"does not raise": "def f():\n    pass"}),
    ],
)  # fmt: skip
def test_a_source_is_changed_in_these_ways_and_no_other(
    source: str, expected: dict[str, str]
) -> None:
    found = made(source)
    assert {change: ast.unparse(ast.parse(of)) for change, of in expected.items()} == found


@pytest.mark.parametrize(
    "source",
    [
        '"""What it is."""',
        "class A:\n    b: int\n    '''What it is.'''",
        "from a import b",
        "A: TypeAlias = Literal['a', 'b'] | None",
        "if TYPE_CHECKING:\n    A = 3",
        "def f(a: Literal['b']) -> Literal['c']:\n    pass",
        "x = cast('int', y)",
    ],
)
def test_what_decides_nothing_when_it_runs_is_left_alone(source: str) -> None:
    assert made(source) == {}


def test_two_changes_alike_on_a_line_are_told_apart() -> None:
    keys = [mutant.key for mutant in mutants("def f():\n    x = a + b + c", "x.py")[1]]
    assert keys == [
        ("x.py", "f", "x = a + b + c", "+ → -"),
        ("x.py", "f", "x = a + b + c", "+ → - (2)"),
    ]


def test_the_targets_and_their_tests_exist() -> None:
    for target in targets().values():
        assert target.files
        assert all((ROOT / test).exists() for test in target.tests)


def test_every_equivalent_is_a_mutant_of_a_target_and_has_its_reason() -> None:
    told = equivalents()
    files = {key[0] for key in told}
    there = {mutant.key for file in files for mutant in Source(file).mutants}
    assert [key for key in told if key not in there] == []
    assert files <= {file for target in targets().values() for file in target.files}
    assert all(reason.endswith(".") for reason in told.values())


def test_a_sample_is_the_same_ones_whatever_else_is_there() -> None:
    every = Source("core/quote.py").mutants
    chosen = sampled(every, 20, 15)
    assert len(chosen) == 20
    without = [mutant for mutant in every if mutant in chosen or mutant.number % 2]
    assert sampled(without, 20, 15) == chosen
    assert sampled(every, 20, 16) != chosen
