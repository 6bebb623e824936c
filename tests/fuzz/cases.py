"""Plans, fee files, lists and conversations made by chance, most of them nearly sound.

Each is made from its number alone, so that a case that fails is made again by its number.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import tomli_w

from conftest import ROOT
from frozen_fees import FROZEN_FEES
from hostile_texts import HOSTILE
from lpplan.reading.words import FEES, PLAN, Expects

NAMES = ("Oakfield Academy", "Greenlea", "St Mary's", "Ysgol Gŵyr", "The £ {} %s", *HOSTILE)
TEXTS = (*NAMES, "")
VALUES: tuple[Any, ...] = (
    *(0, 1, -1, 2, 3, 25, 26, 100_000, 100_001, 10**20, 1.5, 0.1 + 0.2, 1e300, True, False),
    *("", "yes", "2027/28", "2027-28", "2018/20", "2027-06", "2027-07", "member", "launch", "é"),
    *([], [""], ["launch"], ["launch", "launch"], {}, {"a": 1}, [{}], [[1]]),
)
LINES = (
    *("launch = 5/10/2027", "participants = 1,200", "amount = £650", "academic_year = 2027/28"),
    *(
        "name = “Oakfield”",
        "[stages]",
        "[[school]]",
        "participants = 27",
        "=",
        "]",
        '"',
        "a.b.c = 1",
    ),
    *("launch = 2027-10-05T12:00:00", "x = '''", "x = [1,", "\x00", "\ufeff", "# a comment"),
)
TYPED = (
    *("", "", "", "", "yes", "no", "27", "3", "schools", "no more", "don't know", "?", "<", "/"),
    *(
        "2018/19",
        "2027/28",
        "5/10/27",
        "1 October 2028",
        "June 2028",
        "Oakfield",
        "Greenlea",
        "both",
    ),
    *("/stage 2", "/money", "stage 1", "school", "remove 2", "1", "2", "4", "£450", "twilight"),
    *("cohort", "licensed", "awarded", "per head", "x" * 200, "\u202e", "quote", "-1", "1e9"),
)


class Case(NamedTuple):
    """A case: the files that it needs, the command that is run, and what somebody types at it."""

    files: dict[str, bytes]
    arguments: Sequence[str]
    typed: Sequence[str] = ()
    sound: bool = False
    """Whether its file is sound, so that its totals are the same in every format."""


def case(number: int) -> Case:
    """The case of a number."""
    chance = Random(number)
    kinds: Sequence[Callable[[Random], Case]] = (
        plan_case,
        plan_case,
        fee_case,
        list_case,
        walk_case,
    )
    return kinds[number % len(kinds)](chance)


def plan_case(chance: Random) -> Case:
    data = sound_plan(chance)
    sound = chance.random() < 0.4
    text = tomli_w.dumps(data if sound else spoilt(chance, data, PLAN))
    content = text.encode() if sound else damaged(chance, text)
    command, forms = chance.choice(
        [
            ("quote", ("table", "json", "csv", "markdown", "html", "docx", "xlsx", "pdf")),
            ("readiness", ("table", "json", "html")),
            ("timeline", ("table", "json", "ics", "svg", "docx")),
            ("recharge", ("table", "json", "markdown", "xlsx", "pdf")),
            ("case", ("table", "json", "csv", "html", "xlsx")),
            ("proposal", ("markdown", "html", "docx", "pdf")),
            ("offer", ("markdown", "html", "docx")),
            ("applicant sheet", ("table", "html", "docx")),
        ]
    )
    form = chance.choice(forms)
    flags = chance.sample(
        [["--uplift", "3.5%"], ["--uplift", "x"], ["--as-of", "5/10/27"], ["--stage", "2"]],
        chance.choice((0, 0, 1, 2)),
    )
    typed = [word for flag in flags for word in flag]
    if form in ("docx", "xlsx", "pdf"):
        typed += ["-o", f"made.{form}"]
    else:
        typed += ["--format", form]
    return Case({"plan.toml": content}, [*command.split(), "plan.toml", *typed], sound=sound)


def fee_case(chance: Random) -> Case:
    import tomllib

    source = tomllib.loads((FROZEN_FEES / "2018-19.toml").read_text(encoding="utf-8"))
    text = tomli_w.dumps(spoilt(chance, source, FEES))
    files = {"fees/2018-19.toml": damaged(chance, text)}
    forms = ("table", "json", "sarif", "github", "gitlab", "junit")
    commands = (
        ["fees", "check", "fees", "--format", chance.choice(forms)],
        ["fees", "diff", str(FROZEN_FEES), "fees", "--format", chance.choice(forms)],
        ["fees", "show", "2018/19", "--fees", "fees"],
        ["quote", str(ROOT / "examples" / "worth-it.toml"), "--fees", "fees"],
    )
    return Case(files, chance.choice(commands))


def list_case(chance: Random) -> Case:
    header = "school,membership,stage,academic_year,participants,cohorts"
    rows = [header]
    for _ in range(chance.randint(0, 12)):
        cells = [
            chance.choice(TEXTS).replace(",", ""),
            chance.choice(["member", "non-member", "", "Member"]),
            chance.choice(["1", "2", "3", "", "4"]),
            chance.choice(["2018/19", "2027/28", "2018", ""]),
            chance.choice(["27", "1,200", "-1", "", "x", "27.0"]),
            chance.choice(["", "2", "x"]),
        ]
        rows.append(chance.choice([",", ",", ",", ";", "\t"]).join(cells))
    content = damaged(chance, chance.choice(["\n", "\r\n"]).join(rows))
    how = chance.choice([[], ["--stop-on-error"], ["-o", "made.jsonl"], ["-o", "made.xlsx"]])
    return Case({"list.csv": content}, ["batch", "list.csv", *how])


def walk_case(chance: Random) -> Case:
    files = {}
    if chance.random() < 0.6:
        files["plan.toml"] = tomli_w.dumps(sound_plan(chance)).encode()
    typed = [chance.choice(TYPED) for _ in range(chance.randint(5, 90))]
    return Case(files, ["walk", "plan.toml"], typed)


def sound_plan(chance: Random) -> dict[str, Any]:
    """What a sound plan holds."""
    first = chance.randint(1, 3)
    stages = []
    for place, stage in enumerate(range(first, chance.randint(first, 3) + 1)):
        entry: dict[str, Any] = {"stage": stage, "academic_year": f"{2027 + place}/{28 + place}"}
        if chance.random() < 0.5:
            entry["participants"] = chance.choice([1, 24, 25, 26, 60, 1000])
        else:
            names = chance.sample(NAMES, chance.randint(1, 5))
            entry["schools"] = [{"name": n, "participants": chance.randint(1, 40)} for n in names]
        if chance.random() < 0.3:
            entry["own_costs"] = [{"label": "Cover", "amount": 600, "per": "cohort"}]
        if stage > 1 and chance.random() < 0.4:
            entry["charge_per_person"] = chance.randint(1, 900)
            entry["support"] = [{"kind": "twilight", "times": 5, "cost": 40}]
        stages.append(entry)
    plan: dict[str, Any] = {
        "school": {"name": chance.choice(NAMES), "membership": "member"},
        "stages": stages,
    }
    if chance.random() < 0.5:
        plan["trainers"] = [{"name": "A", "expertise": True}, {"name": "B"}]
    if chance.random() < 0.3:
        plan["applicants"] = {
            "contact": chance.choice(NAMES),
            "requirements": [chance.choice(NAMES)],
        }
    return plan


def spoilt(chance: Random, data: dict[str, Any], words: Mapping[str, Expects]) -> dict[str, Any]:
    """The data with a few keys changed, taken out, or put where they do not belong."""
    tables: list[Any] = [data]
    for table in tables:
        inner = table.values() if isinstance(table, dict) else table
        tables += [one for one in inner if isinstance(one, dict | list)]
    names = [path.rpartition(".")[2] for path in words]
    for _ in range(chance.randint(0, 4)):
        table = chance.choice([one for one in tables if isinstance(one, dict)])
        key = chance.choice([*table, *chance.sample(names, 3)])
        if chance.random() < 0.2:
            table.pop(key, None)
        else:
            table[key] = chance.choice([*VALUES, *TEXTS])
    return data


def damaged(chance: Random, text: str) -> bytes:
    """A file's text with a few lines or bytes changed, or as some editor saves it."""
    lines = text.split("\n")
    for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
        place = chance.randrange(len(lines))
        if chance.random() < 0.5:
            lines.insert(place, chance.choice(LINES))
        else:
            line = lines[place]
            at = chance.randint(0, len(line))
            lines[place] = (
                line[:at] + chance.choice(['"', "'", "=", "[", "é", "\\", " "]) + line[at:]
            )
    content = "\n".join(lines).encode(chance.choice(["utf-8"] * 9 + ["utf-16"]), "replace")
    if chance.random() < 0.1:
        at = chance.randint(0, len(content))
        content = content[:at] + bytes(chance.randrange(256) for _ in range(3)) + content[at:]
    return content


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Put a case's files where its command looks for them."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
