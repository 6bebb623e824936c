"""The plan that the answers to a walk make."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from lpplan.reading.tables import Data
from lpplan.values.problem import KeyPath
from lpplan.walk.kinds import LeadsOn, Value
from lpplan.walk.question import Address, Question, stage_of

Answer: TypeAlias = tuple[Question, Value]


def plan_of(answers: Sequence[Answer], plan: Data) -> dict[str, Any]:
    """The plan that answers make of the plan that exists, as its file would hold it.

    Keys that nobody asked for stay as they are, where their table is still there.
    """
    tables: dict[Address, dict[str, Any]] = {(): {}}
    before: dict[Address, Data] = {(): plan}
    answered: set[Address] = set()
    for question, value in answers:
        address, key = question.table.address, str(question.address[-1])
        is_name = question.names_entry
        if question.only_leads_on or (is_name and value is None):
            # Whoever does not know a name takes nobody away.
            continue
        answered.update(question.address[:depth] for depth in range(1, len(address) + 2))
        if value is LeadsOn.NO_MORE:
            continue
        table = _table_at(tables, address)
        if question.stands_in_plan(value):
            table[key] = value
        renamed = is_name and value != question.in_plan
        before[address] = {} if renamed else question.table.before
    for address, table in tables.items():
        for key, value in before[address].items():
            instead = key == "schools" and "participants" in table
            if (*address, key) not in answered and key not in table and not instead:
                table[key] = value
    return {key: value for key, value in tables[()].items() if value not in ({}, [])}


def file_key(answers: Sequence[Answer], address: Address) -> KeyPath:
    """Where in the plan's file an answer stands: a stage by its index in place of its label."""
    if address[0] != "stages":
        return address
    asked = (question.address for question, _ in answers if not question.only_leads_on)
    labels = dict.fromkeys(a[1] for a in (*asked, address) if a[0] == "stages")
    return (address[0], list(labels).index(address[1]), *address[2:])


def _table_at(tables: dict[Address, dict[str, Any]], address: Address) -> dict[str, Any]:
    """The table at an address; a new one comes last in its list, where it is in one."""
    if address not in tables:
        table = tables[address] = {}
        match address:
            case (name,):
                tables[()][str(name)] = table
            case (*above, name, label):
                tables[tuple(above)].setdefault(str(name), []).append(table)
                if name == "stages":
                    table["stage"] = stage_of(str(label))
    return tables[address]
