"""Quotes damaged at random: always an answer or a message, and never a traceback."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from conftest import ROOT, TESTS, Lpplan

NET = TESTS / "plans" / "net.toml"
SINGLE = ROOT / "examples" / "single-school.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
SAVED: Sequence[Sequence[str | Path]] = (
    (NET, "--by", "financial-year"),
    (SINGLE, "--uplift", "3%", "--reference", "LP-17"),
    (ALLIANCE, "--school", "Riverside Primary=3"),
    ("--stage", "1", "--participants", "27"),
)
Damage: TypeAlias = Callable[[bytes, random.Random], bytes]


def _anywhere(change: Callable[[Any, Any, random.Random], None]) -> Damage:
    """A change at some key or place of the JSON."""

    def damage(content: bytes, chance: random.Random) -> bytes:
        data = json.loads(content)
        holder, key = chance.choice([*_places(data)])
        change(holder, key, chance)
        return json.dumps(data).encode()

    return damage


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data)
    for key, inner in inside:
        yield data, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _put(*values: object) -> Damage:
    def change(holder: Any, key: Any, chance: random.Random) -> None:
        holder[key] = chance.choice(values)

    return _anywhere(change)


def _remove(holder: Any, key: Any, _: random.Random) -> None:
    del holder[key]


def _twice(holder: Any, key: Any, _: random.Random) -> None:
    if isinstance(holder, list):
        holder.append(holder[key])
    else:
        holder[f"{key} "] = holder[key]


def _flip(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


DAMAGES: dict[str, Damage] = {
    "truncated": lambda content, chance: content[: chance.randrange(len(content))],
    "a byte": _flip,
    "null": _put(None),
    "a wrong type": _put(True, 7, -1, 2.5, "x", "", [], {}, [[]], {"a": 1}),
    "a huge number": _put(10**30, -(10**30), 1e308, "9" * 40 + ".00", "1e99", 10**4000),
    "an odd text": _put("\u202e", "\x00", "=1+1", "[red]", "2018/20", "0001-01-01", "9999/00"),
    "a key gone": _anywhere(_remove),
    "an entry twice": _anywhere(_twice),
    "another document": lambda _, chance: chance.choice(
        [b"[]", b"{}", b"1", b'"x"', b'{"type": "Feature"}', b"[" * 9999, b"%PDF-1.7", b"\x00"]
    ),
    "another encoding": lambda content, chance: content.decode().encode(
        chance.choice(["utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp037"])
    ),
}
SEEDS = range(12)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_quote_is_answered_or_refused_with_where_and_how_to_mend_it(
    damage: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    for number, asked in enumerate(SAVED):
        quote = tmp_path / f"{number}.json"
        assert lpplan("quote", *asked, "-o", quote).code == 0
        plan = [asked[0]] if isinstance(asked[0], Path) else []
        for seed in SEEDS:
            chance = random.Random(f"{damage} {number} {seed}")
            damaged = tmp_path / "damaged.json"
            damaged.write_bytes(DAMAGES[damage](quote.read_bytes(), chance))
            for command in (("recheck", damaged, *plan), ("compare", damaged, quote)):
                outcome = lpplan(*command)
                where = f"{damage}, quote {number}, seed {seed}: {outcome.err}"
                assert outcome.code in ((0, 1, 2) if command[0] == "recheck" else (0, 2)), where
                assert bool(outcome.out) == (outcome.code != 2), where
                if outcome.code == 2:
                    # PATH: KEY: what is wrong, and below it how to mend it.
                    first, hint, *_ = outcome.err.splitlines()
                    assert first.startswith(f"{damaged}:"), where
                    assert hint.startswith("  "), where
                    assert "NoneType" not in outcome.err, where
