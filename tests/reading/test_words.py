"""Every key that a file may have has a row of words, and no row is of a key that there is not."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from lpplan.core.fees import FeeSchedule
from lpplan.core.plan import Plan
from lpplan.reading import words
from lpplan.reading.toml_file import toml_line
from lpplan.show.house_style import Style
from lpplan.values.kinds import FileTable


def paths(model: type[BaseModel], start: str = "") -> Iterator[str]:
    """The path of every key of a model's tables, in the models' order."""
    for name, field in model.model_fields.items():
        path = f"{start}{name}"
        yield path
        yield from paths_inside(field.annotation, path)


def paths_inside(kind: Any, path: str) -> Iterator[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from paths(kind, f"{path}.")
    elif get_origin(kind) is Mapping:
        yield f"{path}.*"
        yield from paths_inside(get_args(kind)[1], f"{path}.*")
    elif get_origin(kind) in (UnionType, Union, tuple, Annotated):
        yield from paths_inside(get_args(kind)[0], path)


FILES = [(Plan, words.PLAN), (FeeSchedule, words.FEES), (Style, words.STYLE)]


@pytest.mark.parametrize(("model", "rows"), FILES)
def test_each_key_has_its_row_in_the_order_of_the_models(
    model: type[FileTable], rows: Mapping[str, words.Expects]
) -> None:
    assert list(rows) == list(paths(model))


@pytest.mark.parametrize(("model", "rows"), FILES)
def test_each_example_is_a_line_of_toml(
    model: type[FileTable], rows: Mapping[str, words.Expects]
) -> None:
    for path, expects in rows.items():
        if expects.example is not None:
            name = path.rpartition(".")[2]
            assert toml_line(name, expects.example).startswith(f"{name} = ")
