"""The README's tables of keys are those of the models: none is missing, and none is made up."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from conftest import ROOT
from lpplan.batch.school_rows import COLUMNS
from lpplan.cli import COMMANDS
from lpplan.core.fees import FeeSchedule
from lpplan.core.plan import Plan
from lpplan.proposal.document import SECTIONS
from lpplan.show.style import SectionStyle, Style, load_style

README = (ROOT / "README.md").read_text(encoding="utf-8")
TOP = "top"

Keys = set[tuple[str, str]]
"""The header of a table, such as ``stages.schools``, and a key in it."""


def keys_of(model: type[BaseModel], header: str = TOP) -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        inner, is_named = table_in(field.annotation)
        if inner is None:
            yield header, name
            continue
        path = name if header == TOP else f"{header}.{name}"
        yield from keys_of(inner, f"{path}.NAME" if is_named else path)


def table_in(kind: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model of the tables that a field holds, and whether each has a name of its own."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, False
    origin = get_origin(kind)
    is_mapping = isinstance(origin, type) and issubclass(origin, Mapping)
    for part in get_args(kind):
        inner, is_named = table_in(part)
        if inner is not None:
            return inner, is_named or is_mapping
    return None, False


def keys_in_table_after(words: str) -> Iterator[tuple[str, str]]:
    """The keys of the first table after some words of the README."""
    after = README.partition(words)[2]
    assert after, words
    table = re.search(r"^\| where \| key \|.*\n\|[-|]+\n((?:\|.*\n)+)", after, re.MULTILINE)
    assert table
    header = ""
    for row in table[1].splitlines():
        where, keys, _ = (cell.strip() for cell in row.strip("|").split("|"))
        header = where.strip("`[]") or header
        for key in re.findall("`([^`]+)`", keys):
            yield header, key


@pytest.mark.parametrize(
    ("words", "model"), [("**A plan** has", Plan), ("**A fee file** is", FeeSchedule)]
)
def test_each_key_of_a_file_is_in_its_table_and_no_other(
    words: str, model: type[BaseModel]
) -> None:
    listed = list(keys_in_table_after(words))
    documented, known = set(listed), set(keys_of(model))
    assert len(listed) == len(documented), "a key is documented twice"
    assert known - documented == set(), "not documented"
    assert documented - known == set(), "documented, but no key"


def test_each_key_of_a_house_style_is_shown_and_no_other(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(# our-style\.toml.*?)```", README, re.DOTALL)
    assert shown
    (tmp_path / "our-style.toml").write_text(shown[1], encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    style = load_style(str(tmp_path / "our-style.toml"), [*SECTIONS]).style
    assert style.model_fields_set == set(Style.model_fields)
    assert set(SectionStyle.model_fields) <= set(re.findall(r"\w+", shown[1]))


def test_the_columns_of_a_list_of_schools_are_in_its_help_and_its_example() -> None:
    assert f"{', '.join(COLUMNS[:-1])} and {COLUMNS[-1]}" in COMMANDS["batch"].help
    example = (ROOT / "examples" / "schools.csv").read_text(encoding="utf-8-sig")
    assert example.splitlines()[0].split(",") == list(COLUMNS)
