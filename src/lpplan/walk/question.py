"""A question as it is asked, and the table of the plan that its answer goes to."""

from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any, NamedTuple, TypeAlias

from lpplan.reading.tables import Data
from lpplan.values.words import same_name
from lpplan.values.years import AcademicYear
from lpplan.walk.kinds import AnswerKind, LeadsOn, Value
from lpplan.walk.topics import LEAD_ON, TOPICS

Address: TypeAlias = tuple[str | int, ...]
"""Names an answer: where it goes in the plan, stages by their labels, so that it stays the same
while other stages come and go: ``("stages", "3.2", "launch")``."""

NAMED_BY = {
    "stages": "stage",
    "schools": "name",
    "trainers": "name",
    "own_costs": "label",
    "support": "kind",
}
"""The lists of tables in a plan, and the key that tells one entry from another."""


class PlanTable(NamedTuple):
    """A table of the plan that answers go to."""

    address: Address
    before: Data
    """What the existing plan has in the table that this one continues; nothing for a new one."""

    def ask(
        self,
        topic: str,
        key: str = "",
        offer: Value = None,
        choices: Iterable[str] = (),
        **about: object,
    ) -> "Question":
        """A question whose answer goes to a key of the table, which is called like the topic."""
        address = (*self.address, key or topic)
        *words, kind = TOPICS[topic]
        fact, prompt, why = (text.format(**about) for text in words)
        return Question(topic, address, self, fact, prompt, why, kind, offer, tuple(choices))

    def entry(
        self, key: str, number: int, question: "Question"
    ) -> Generator["Question", Value, tuple[Value, "PlanTable"]]:
        """Ask what an entry of a list is called, counted from 0; gives that, and its table.

        It continues the entry of the same name; without a name yet, the one at the same index.
        """
        address, by_name = (*self.address, key, number), NAMED_BY[key]
        entries = self.before.get(key, ())
        at_index = entries[number : number + 1]
        unnamed = PlanTable(address, at_index[0] if at_index else {})
        name = yield question._replace(address=(*address, by_name), table=unnamed)
        named = (e for e in (*at_index, *entries) if same_name(str(e.get(by_name)), str(name)))
        return name, PlanTable(address, next(named, {}))


class Question(NamedTuple):
    """A question as it is asked: what it is about, and where its answer goes."""

    topic: str
    address: Address
    table: PlanTable
    fact: str
    """What an overview calls its answer."""
    prompt: str
    why: str
    kind: AnswerKind
    offer: Value
    """What to suggest where neither the plan nor an earlier answer has anything; None for that."""
    choices: tuple[str, ...] = ()
    """Answers that a number picks, counted from 1; an empty one is taken."""

    def in_year(self, year: AcademicYear) -> "Question":
        """The same with an example of a year."""
        return self._replace(kind=self.kind.in_year(year))

    @property
    def in_plan(self) -> Any:
        """What the existing plan says to it, None for nothing."""
        return self.table.before.get(str(self.address[-1]))

    @property
    def known(self) -> list[Value]:
        """What the plan says to it, and what to suggest otherwise, as far as there is either."""
        return [value for value in (self.in_plan, self.offer) if value is not None]

    @property
    def answered_by_plan(self) -> tuple[Value, ...]:
        """The answer that an existing plan gives to it, alone; nothing where it must be asked."""
        if self.in_plan is not None:
            return (self.in_plan,)
        if self.offer is not None and not self.stands_in_plan(self.offer):
            return (self.offer,)
        return (None,) if self.kind.optional else ()

    def meaning(self, typed: str) -> Value:
        """The answer that is typed: what is known, written as it is, else what it reads as.

        Raises ValueError where it reads as none.
        """
        known = {self.kind.write(value): value for value in reversed(self.known)}
        if typed in known:
            return known[typed]
        if typed.isdecimal() and self.choices:
            place = int(typed[:4]) - 1
            if choice := self.choices[place] if 0 <= place < len(self.choices) else "":
                return choice
            raise ValueError("must be a name, or the number of one that is not named yet")
        value = self.kind.read(typed)
        return known.get(self.kind.write(value), value)

    @property
    def names_entry(self) -> bool:
        """Whether its answer tells one entry of a list from another."""
        return len(self.address) > 2 and NAMED_BY.get(str(self.address[-3])) == self.address[-1]

    @property
    def only_leads_on(self) -> bool:
        """Whether no answer to it stands in the plan."""
        return self.topic in LEAD_ON

    def stands_in_plan(self, value: Value) -> bool:
        """Whether an answer is written into the plan, and does not only lead on."""
        if self.topic in ("share", "own_cost_per") and value == self.offer:
            # What goes without saying is not written where it was not before.
            return self.in_plan is not None
        return not (self.only_leads_on or value is None or isinstance(value, LeadsOn))


def stage_of(label: str) -> int:
    """The stage that a label is of."""
    return int(label.partition(".")[0])


def entries_by_name(
    entries: Iterable[Data], by_name: str, repeated: str = "{} ({})"
) -> dict[str, Data]:
    """The entries of a list by their names, ``3 (2)`` for the second of the same name."""
    seen: Counter[str] = Counter()
    named = {}
    for number, entry in enumerate(entries, 1):
        name = str(entry.get(by_name, number))
        seen[name] += 1
        named[name if seen[name] == 1 else repeated.format(name, seen[name])] = entry
    return named
