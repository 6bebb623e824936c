"""The worst files that somebody can make up to each limit, for ``limits.py``."""

import json
from collections.abc import Iterator
from typing import Any

from lpplan.values import limits

MADE = tuple[str, str]
"""A file: what it is called, and what is in it."""
HEAD = '[school]\nname = "A"\nmembership = "member"\n'
COST = '{label = "Cover #", amount = 600, per = "cohort"}'


def stage(number: int, year: int, *more: str) -> str:
    keys = f'[[stages]]\nstage = {number}\nacademic_year = "{year}/{(year + 1) % 100:02}"\n'
    return keys + "".join(f"{line}\n" for line in more)


def schools(number: int, name: str = "School") -> str:
    return "".join(
        f'[[stages.schools]]\nname = "{name} {n}"\nparticipants = 9\n' for n in range(number)
    )


def items(number: int, item: str) -> str:
    return f"[{', '.join(item.replace('#', str(n)) for n in range(number))}]"


def filled(words: str, most: int) -> str:
    return (words * most)[: most - 4].strip()


def plans() -> Iterator[MADE]:
    """Sound plans, each at some limit."""
    most, name = limits.MOST_ENTRIES, filled("Long name of it ", limits.MOST_CHARACTERS_OF_A_NAME)
    one, nine = stage(2, 2026, "participants = 9"), "participants = 9"
    years = [2027 + n // 16 for n in range(most - 1)]
    charged, each = "charge_per_person = 480", schools(limits.MOST_SCHOOLS // most)
    many_schools = one + "".join(stage(3, year, charged, each) for year in years)
    many_stages = one + "".join(stage(3, year, nine) for year in years)
    yield "stages", HEAD + many_schools
    more = (
        f"own_costs = {items(6, COST)}",
        f"support = {items(2, '{kind = ~call~, times = 5, cost = 40}')}".replace("~", '"'),
    )
    full = (stage(3, y, charged, nine, f"launch = {y}-10-01", *more) for y in years)
    yield "all-keys", HEAD + one + "".join(full)
    yield "schools", HEAD + stage(2, 2026, schools(limits.MOST_SCHOOLS))
    yield "long-schools", HEAD + stage(2, 2026, schools(limits.MOST_BYTES // 355, name))
    solid = "x" * (limits.MOST_CHARACTERS_OF_A_NAME - 5)
    yield "solid-schools", HEAD + stage(2, 2026, schools(limits.MOST_BYTES // 355, solid))
    yield "long-name", HEAD.replace('"A"', f'"{name}"') + many_schools
    people = limits.MOST_COHORTS // most
    asked = f"participants = {people}", f"cohorts = {people}"
    yield "cohorts", HEAD + "".join(stage(3, year, *asked) for year in (2026, *years))
    yield "people", HEAD + one + stage(3, 2027, "participants = 99991", charged)
    costs = items((limits.MOST_VALUES - 20) // 4, COST)
    yield "own-costs", HEAD + stage(2, 2026, nine, f"own_costs = {costs}")
    support = items((limits.MOST_VALUES - 20) // 4, '{kind = "other", label = "S #", times = 1}')
    yield "support", HEAD + stage(2, 2026, nine, f"support = {support}")
    named = f'[[trainers]]\nname = "# {name[5:]}"\n'
    trainers = "".join(named.replace("#", str(n)) for n in range(limits.MOST_TRAINERS))
    yield "trainers", HEAD + many_stages + trainers
    topics = items(limits.MOST_TOPICS, f'"# {name[5:]}"')
    yield "topics", f"{HEAD}topics = {topics}\n{many_stages}"
    asked_for = items(limits.MOST_REQUIREMENTS, f'"# {"asked of you " * 70}"')
    yield "requirements", f"{HEAD}{one}[applicants]\nrequirements = {asked_for}\n"
    yield "comments", (HEAD + one + "#\n" * limits.MOST_BYTES)[: limits.MOST_BYTES]


def refused_plans() -> Iterator[MADE]:
    """What is no plan, as large as a plan may be."""
    most, values = limits.MOST_BYTES - 99, limits.MOST_VALUES - 20
    dotted = "a." * (most // 2)
    yield "dotted", f"{dotted}a = 1\n"
    yield "dotted-in-text", f'x = """\ny = [\n{{{dotted}a = 1}},\n]\nz = 1"\n'
    yield "brackets", f"x = {'[' * most}"
    yield "tables", f"x = {'{a=' * (most // 3)}"
    yield "pairs", f"x = {'[],' * (most // 3)}"
    yield "digits", f"x = {'1' * most}"
    yield "hexadecimal", f"x = 0x{'f' * most}"
    yield "quotes", "x = " + '"' * most
    yield "escapes", 'x = "' + "\\\\" * (most // 2)
    yield "escaped-quotes", 'x = "' + '\\"' * (most // 2)
    yield "empty-stages", HEAD + "[[stages]]\n" * values
    yield "empty-schools", HEAD + stage(2, 2026) + "[[stages.schools]]\n" * values
    unknown = "".join(f"k{n} = 1\n" for n in range(limits.MOST_KEYS - 3))
    yield "unknown", HEAD + f"[[stages]]\n{unknown}" * (values // limits.MOST_KEYS)
    yield "slips", HEAD + "".join(f"k{n} 1\n" for n in range(most // 9))
    yield "lists-not-closed", HEAD + "x = [\n1,\n" * (most // 9)
    yield "keys-twice", HEAD + stage(2, 2026) + "participants = 1\n" * (most // 17)


def fee_folders() -> Iterator[tuple[str, list[str]]]:
    """The fee files of folders at some limit, each for 2018/19."""
    small, large = (
        'academic_year = "2018/19"\nstatus = "provisional"\n'
        f'fees.accreditation = {{per = "person", stages = [1, 2, 3], member = {price}}}\n'
        'fees.support_package = {per = "cohort", max_cohort_size = 25, stages = [1, 2], member = 1}'
        '\nfees.train_the_trainer = {per = "stage", stages = [2], member = 1}\n'
        for price in (1, 900)
    )
    label = filled("Charge for it ", limits.MOST_CHARACTERS_OF_A_NAME - 5)
    charge = (
        '[fees.charge_#]\nper = "person"\nstages = [1, 2, 3]\nmember = 400\n'
        f'label = "{label} #"\nreference = "{label}"\n'
    )
    charges = "".join(charge.replace("#", str(n)) for n in range(limits.MOST_CHARGES - 3))
    tables = "".join(f"[fees.c{n}]\n" for n in range(limits.MOST_KEYS - 5))
    reason = '[[changes]]\non = 2018-10-01\nfees = "all"\nbecause = "x"\n'
    years = range(limits.MOST_FEE_FILES)
    yield "charges", [small + charges]
    yield "years", [small if n % 2 else large for n in years]
    yield "reasons", [small + reason * ((limits.MOST_VALUES - 40) // 4)]
    yield "nothing", [f"k = {n}\n" for n in years]
    yield "tables", [small + tables] * 99
    names = items(limits.MOST_VALUES - 40, '"a#"')
    yield "withdrawn", [f"withdrawn = {names}\n{small}"]


def long_style() -> str:
    """A house style as long as one may be."""
    text = filled("Some words for it. ", limits.MOST_CHARACTERS)
    sections = "parties programme stages roles costs terms basis schools case"
    return "".join(f'[sections.{name}]\ntext = "{text}"\n' for name in sections.split())


def saved_quotes(quote: dict[str, Any]) -> Iterator[MADE]:
    """What is no quote, or none that adds up, made of one, and as large as quotes may be."""
    most, values = limits.MOST_BYTES_OF_A_QUOTE - 99, limits.MOST_VALUES_OF_A_QUOTE
    one = quote["stages"][0]
    yield "lists", f"[{'[],' * (most // 3)}[]]"
    yield "tables", f"[{'{},' * (most // 3)}[]]"
    yield "deep", f"[{('[' * 20 + ']' * 20 + ',') * (most // 41)}[]]"
    yield "brackets", "[" * most
    yield "texts", json.dumps([str(n) for n in range(most // 12)])
    yield "digits", f"[{'1' * most}]"
    yield "stages", json.dumps(quote | {"stages": [{}] * (values // 2)})
    yield "lines", json.dumps(quote | {"stages": [one | {"lines": [{}] * (values // 2)}]})
    yield "notes", json.dumps(quote | {"notes": [{"code": "a", "text": "b"}] * (values // 4)})
    yield "cohorts", json.dumps(quote | {"stages": [one | {"cohorts": [1] * (values // 2)}]})
    yield "plan", json.dumps(quote | {"plan": {"stages": [{}] * (limits.MOST_VALUES - 20)}})


def lists() -> Iterator[MADE]:
    """Lists of schools: odd ones, and long ones."""
    head, row = "school,membership,stage,academic_year,participants", "Oak,member,3,2018/19,27"
    columns = ",".join(str(n) for n in range(limits.MOST_COLUMNS - 5))
    most = limits.MOST_CHARACTERS_OF_A_ROW - 99
    lines = "x\n" * most
    yield "columns", f"{head},{columns}\n{row},{columns}\n"
    yield "more-columns", f"{head}{',x' * (most // 2)}\n"
    yield "long-row", f"{head}\n{'x' * most}\n"
    yield "long-field", f'{head}\n"{lines}"{row}\n'
    yield "commas", f"{head}\n{',' * most}\n"
    yield "rows", f"{head}\n" + "".join(f"S{n}{row[3:]}\n" for n in range(24_000))
    yield "people", f"{head}\n" + "".join(f"S{n}{row[3:-2]}100000\n" for n in range(9_000))
    yield "one-school", f"{head}\n" + f"{row}\n" * 1_001
    yield "bad-rows", f"{head}\n" + "x,x,9,x,x\n" * 1_000


def answers() -> Iterator[MADE]:
    """What may lie where the answers of a walk are kept."""
    most = limits.MOST_BYTES_OF_ANSWERS - 99
    given = '[["a"],"b",false]'
    yield "lists", f"[{'[],' * (most // 3)}[]]"
    yield "bad", f'{{"version":3,"given":[{"[1]," * (most // 4)}[1]]}}'
    yield "given", f'{{"version":3,"given":[{f"{given}," * (most // 18)}{given}]}}'
    yield "settled", f'{{"version":3,"settled":[{"[1,2]," * (most // 6)}[1]]}}'
