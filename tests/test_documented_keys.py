"""The tables of keys in ``docs/`` have every key of plans, fee files and styles, and no other.

That the words for keys are those of the models is held by ``tests/reading/test_words.py``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from conftest import ROOT
from lpplan.batch.columns import COLUMNS
from lpplan.cli import COMMANDS
from lpplan.reading.words import FEES, PLAN, STYLE, Expects

PAGES = "".join(
    (ROOT / "docs" / page).read_text(encoding="utf-8")
    for page in ("plans.md", "fee-files.md", "documents.md")
)


def keys_of(words: Mapping[str, Expects]) -> set[tuple[str, str]]:
    """The header of a table, such as ``stages.schools``, and a key in it, for each key."""
    tables = {path.rpartition(".")[0] for path in words}
    split = (path.rpartition(".") for path in words if path not in tables)
    return {(header, key) for header, _, key in split}


def keys_in_table_after(words: str) -> Iterator[tuple[str, str]]:
    """The same, from the first table after some words of the pages."""
    _, _, after = PAGES.partition(words)
    table = re.search(r"^\| where \| key \|.*\n\|[-|]+\n((?:\|.*\n)+)", after, re.MULTILINE)
    assert table, words
    header = ""
    for row in table[1].splitlines():
        where, keys, _ = (cell.strip() for cell in row.strip("|").split("|"))
        header = where.strip("`[]").replace("NAME", "*") or header
        for key in re.findall("`([^`]+)`", keys):
            yield header.removeprefix("top"), key


@pytest.mark.parametrize(
    ("before", "words"),
    [("**A plan** has", PLAN), ("**A fee file** is", FEES)],
    ids=["plan", "fees"],
)
def test_each_key_of_a_file_is_in_its_table_and_no_other(
    before: str, words: Mapping[str, Expects]
) -> None:
    listed = list(keys_in_table_after(before))
    documented, known = set(listed), keys_of(words)
    assert len(listed) == len(documented), "a key is documented twice"
    assert known - documented == set(), "not documented"
    assert documented - known == set(), "documented, but no key"


def test_each_key_of_a_house_style_is_shown_and_no_other() -> None:
    shown = re.search(r"```toml\n(# our-style\.toml.*?)```", PAGES, re.DOTALL)
    assert shown
    style: dict[str, Any] = tomllib.loads(shown[1])
    known = keys_of(STYLE)
    assert {("", key) for key in style if key != "sections"} == {it for it in known if not it[0]}
    in_sections = {key for header, key in known if header == "sections.*"}
    assert {key for section in style["sections"].values() for key in section} <= in_sections
    # Those that the example leaves out stand in its comment.
    assert in_sections <= set(re.findall(r"\w+", shown[1]))


def test_the_columns_of_a_list_of_schools_are_in_its_help_and_its_example() -> None:
    assert f"{', '.join(COLUMNS[:-1])} and {COLUMNS[-1]}" in COMMANDS["batch"].help
    example = (ROOT / "examples" / "schools.csv").read_text(encoding="utf-8-sig")
    assert example.splitlines()[0].split(",") == list(COLUMNS)
