"""A school or a trainer called otherwise, wherever a plan names it."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from lpplan.values.words import same_name
from lpplan.walk.question import Address

KindOfName: TypeAlias = Literal["school", "trainer"]
KINDS_OF_NAME: tuple[KindOfName, ...] = get_args(KindOfName)
_EACH = "*"
_NAMES: dict[KindOfName, tuple[tuple[str, ...], ...]] = {
    "school": (
        ("school", "name"),
        ("stages", _EACH, "schools", _EACH, "name"),
        ("trainers", _EACH, "school"),
    ),
    "trainer": (("trainers", _EACH, "name"),),
}
"""Where a plan names a school or a trainer."""


class Renaming(NamedTuple):
    """What is called otherwise than before."""

    what: KindOfName
    old: str
    new: str


def is_name_of(what: KindOfName, address: Address) -> bool:
    """Whether a school's, or a trainer's, name is at an address."""
    return any(
        len(path) == len(address)
        and all(part in (_EACH, there) for part, there in zip(path, address, strict=True))
        for path in _NAMES[what]
    )


def rename(data: Any, renaming: Renaming) -> None:
    """Change a name wherever a plan has it, be that data or a TOML document."""
    for *path, key in _NAMES[renaming.what]:
        for table in _tables(data, path):
            if same_name(str(table.get(key, "")), renaming.old):
                table[key] = renaming.new


def names_in(data: Any, what: KindOfName) -> Iterator[str]:
    """The schools, or the trainers, that a plan names; one that it names twice comes twice."""
    for *path, key in _NAMES[what]:
        yield from (str(table[key]) for table in _tables(data, path) if key in table)


def _tables(table: Any, path: Sequence[str]) -> Iterator[Any]:
    match path:
        case []:
            yield table
        case [name, "*", *rest]:
            for entry in table.get(name, ()):
                yield from _tables(entry, rest)
        case [name, *rest] if name in table:
            yield from _tables(table[name], rest)
