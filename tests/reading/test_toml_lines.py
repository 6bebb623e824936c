"""Each key of a TOML text is found on the line where it is written, however it is spelled."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from lpplan.reading.toml_lines import key_lines, statement_keys
from lpplan.values.problem import KeyPath

SPELLINGS = '''# a comment with [brackets] and = signs
title = """
[not.a.table]
key = "not a key" \\"""
"""
"quoted key" = 1
'literal.key' = 2 # = 3
a.b . "c.d" = 4
list = [
  1, # [x]
  [2, 3],
  "]",
]
inline = { x = 1, "y" = { z = [ { w = 2 } ] } }
date = 2018-05-14 07:32:00
nested = """a "quote" at the end"""""
raw = \'\'\'
[[also.not]]
\'\'\'

[table]
key = "#"

  [table.sub] # indented
key = 1
[[people]]
name = "A"
[people.home]
city = "B"
[[people]]
name = "C"
[[people.pets]]
kind = "cat"
[[people.pets]]
kind = "dog"
[later.on]
x = 1
[later]
y = 2
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("title",), 2),
        (("quoted key",), 6),
        (("literal.key",), 7),
        (("a",), 8),
        (("a", "b", "c.d"), 8),
        (("list",), 9),
        (("list", 0), 10),
        (("list", 1, 1), 11),
        (("list", 2), 12),
        (("inline", "y", "z", 0, "w"), 14),
        (("date",), 15),
        (("nested",), 16),
        (("raw",), 17),
        (("table",), 21),
        (("table", "key"), 22),
        (("table", "sub"), 24),
        (("table", "sub", "key"), 25),
        (("people",), 26),
        (("people", 0), 26),
        (("people", 0, "home", "city"), 29),
        (("people", 1), 30),
        (("people", 1, "name"), 31),
        (("people", 1, "pets", 0), 32),
        (("people", 1, "pets", 1, "kind"), 35),
        (("later", "on", "x"), 37),
        (("later",), 38),
        (("later", "y"), 39),
    ],
)
def test_a_key_is_found_on_its_line(key: KeyPath, line: int) -> None:
    assert key_lines(SPELLINGS)[key] == line


def test_each_line_that_begins_a_key_or_a_table_has_it_even_where_it_comes_again() -> None:
    keys = statement_keys("a = 1\na = [\n1]\n[[b]]\nc.d = 1 # e\n[[b]]\n[b.f]\n")
    assert keys == {
        1: ("a",),
        2: ("a",),
        4: ("b", 0),
        5: ("b", 0, "c", "d"),
        6: ("b", 1),
        7: ("b", 1, "f"),
    }


def every_path(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from every_path(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from every_path(value, (*path, place))


def test_exactly_the_keys_of_a_text_are_found() -> None:
    assert set(key_lines(SPELLINGS)) == set(every_path(tomllib.loads(SPELLINGS)))


@pytest.mark.parametrize(
    "path", [*ROOT.glob("fees/*.toml"), *ROOT.glob("examples/*.toml"), ROOT / "pyproject.toml"]
)
def test_exactly_the_keys_of_real_files_are_found(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(key_lines(text)) == set(every_path(tomllib.loads(text)))


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5)
VALUES = st.recursive(
    st.one_of(
        st.integers(-5, 5).map(str),
        st.booleans().map(lambda yes: str(yes).lower()),
        st.sampled_from(
            [
                '"a = 1 # [b]"',
                "'''\n[x]\ny = 2\n'''",
                '"""\n# z = 1\n\\"""  """',
                '"""""" ',
                "'\\'",
                "1979-05-27T07:32:00Z",
                "1.5",
            ]
        ),
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[ # c ]\n{', '.join(items)}\n]"),
    max_leaves=5,
)


def quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(st.lists(st.tuples(KEYS, VALUES), max_size=8, unique_by=lambda pair: pair[0]))
def test_each_of_any_keys_is_found_on_the_line_where_it_is_written(
    pairs: list[tuple[str, str]],
) -> None:
    text, expected = "# begin\n\n", {}
    for key, value in pairs:
        expected[(key,)] = 1 + text.count("\n")
        text += f"{quoted(key)} = {value}\n# = between\n"
    found = key_lines(text)
    assert set(found) == set(every_path(tomllib.loads(text)))
    assert {key: found[key] for key in expected} == expected
