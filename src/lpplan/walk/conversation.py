"""Questions put one after another, and a look at what a plan says at any of them."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lpplan.core.quote import StageQuote
from lpplan.reading.typed import read_yes_no
from lpplan.show.cells import Tone
from lpplan.show.document import Paragraph, Part
from lpplan.show.stage_words import (
    basis,
    cliff_in_words,
    cost_in_a_line,
    mark_of,
    people_and_cohorts,
    stage_title,
)
from lpplan.values.problem import Problem
from lpplan.values.words import close_name, people_in_words, same_name, sentence
from lpplan.walk.guided_plan import FIRST_SESSION, GuidedPlan
from lpplan.walk.kept import KeptAnswers
from lpplan.walk.kinds import Value
from lpplan.walk.overview import (
    Section,
    entry_of,
    item_named,
    overview_parts,
    section_named,
    section_parts,
    sections,
)
from lpplan.walk.question import Address, Question
from lpplan.walk.renaming import KINDS_OF_NAME, KindOfName, Renaming, is_name_of, names_in

BLANK_LINE = Paragraph("")
_HINTS = {"no-non-member-price": "What SSAT told you is asked for after the stages."}
"""What to do next, where the walk itself is what is to be done."""
_BACK, _WHY, _OVERVIEW, _REMOVE = "<", "?", "/", "remove "


class Jump(Exception):
    """Raised where somebody answers a question with wanting to see the plan's sections."""

    def __init__(self, wanted: str) -> None:
        """``wanted`` is the number or the name of a section, empty for all of them."""
        super().__init__(wanted)
        self.wanted = wanted


class Partner(NamedTuple):
    """Whom the questions are put to, and how."""

    ask: Callable[[str], str]
    """Gives the line typed behind a mark."""
    show: Callable[[Sequence[Part]], None]
    save: Callable[[KeptAnswers], None]


class Conversation:
    """The talk about one plan. Every method raises Interrupted where input ends."""

    def __init__(self, plan: str, guided: GuidedPlan, partner: Partner) -> None:
        """Begin it; ``plan`` is how its file is named."""
        self._plan, self._guided, self._partner = plan, guided, partner
        self._told: list[str] = []
        """What cannot work, as far as it was said."""
        self._changing: Address | None = None
        """Where the answer is that somebody picked to change."""
        self._named: dict[KindOfName, list[str]] = {}
        """The names in the plan before that, one that stands twice twice."""

    def ask_all(self) -> None:
        """Ask every question that the answers call for, and keep each answer before the next."""
        while (question := self._guided.question) is not None:
            try:
                if not self._ask_next(question) and not self._guided.step_back():
                    self._say("This is the first question.")
                self._partner.save(self._guided.kept())
            except Jump as jump:
                self.look_over(jump.wanted)

    def look_over(self, wanted: str = "") -> None:
        """Show the plan's sections, and change what is picked, until nothing more is."""
        while True:
            every = sections(self._guided)
            if not every:
                self._say("Nothing is answered yet.")
                return
            section = section_named(every, wanted) or self._choose(every)
            if section is None:
                return
            wanted = ""
            try:
                self._look_at(section)
            except Jump as jump:
                wanted = jump.wanted
            self._partner.save(self._guided.kept())

    def ask(self, question: Question, suggested: Sequence[Value]) -> tuple[Value, ...]:
        """An answer that fits, alone; nothing where somebody steps back.

        Raises Jump where somebody wants to see the plan instead.
        """
        hint = _hint(question, suggested)
        self._show(BLANK_LINE, Paragraph(question.prompt, "strong"), Paragraph(hint, "quiet"))
        while (typed := self._partner.ask("> ").strip()) != _BACK:
            if typed == _WHY:
                self._say(question.why)
                continue
            if typed.startswith(_OVERVIEW):
                raise Jump(typed.removeprefix(_OVERVIEW).strip())
            try:
                return (suggested[0] if suggested and not typed else self._read(question, typed),)
            except ValueError as wrong:
                if section_named(sections(self._guided), typed) and not typed.isdecimal():
                    raise Jump(typed) from None
                self._say(f"Your answer {str(wrong).rstrip('.')}.", "loud")
        return ()

    def _read(self, question: Question, typed: str) -> Value:
        """The answer that is typed, said again in words where it was typed in others."""
        value = self._guided.read(question, typed)
        written = question.kind.write(value)
        if any(mark in typed for mark in "/-.") and written != typed:
            self._say(f"{written}.")
        return value

    def _ask_next(self, question: Question) -> bool:
        """Ask the question that is next; false where somebody steps back."""
        guided, address = self._guided, question.address
        if address[-1] == FIRST_SESSION and address not in guided.earlier:
            self._show(*_stage(*guided.stage_so_far(question)))
        suggested = guided.suggestion(question)
        if refused := guided.refused_suggestion(question, suggested):
            value, fault = refused
            words = f"The plan says {question.kind.write(value)}, and that {fault.rstrip('.')}."
            self._show(BLANK_LINE, Paragraph(words, "loud"))
        said = guided.said_before(question)
        if address == self._changing and question.names_entry and isinstance(said, str):
            prompt = f"What is {question.kind.write(said)} called now, or what takes its place?"
            question = question._replace(prompt=prompt)
        answer = self.ask(question, suggested)
        if answer:
            self._take(question, self._meant(question, *answer))
        return bool(answer)

    def _take(self, question: Question, value: Value) -> None:
        guided = self._guided
        renaming = self._renaming(question, guided.said_before(question), value)
        if renaming is None:
            guided.answer(question, value)
        else:
            guided.rename(renaming)
            self._say(f"{renaming.old} is {renaming.new} now, wherever the plan names it.")
            guided.answer(guided.question or question, value)
        if question.topic == "school_participants" and self._changing:
            self._tell_elsewhere(question)
        conflicts = guided.conflicts()
        for conflict in conflicts:
            if conflict not in self._told:
                self._say(f"This cannot work: {conflict}", "loud")
        self._told = conflicts

    def _tell_elsewhere(self, question: Question) -> None:
        """Say where the plan has another number of people of the same school."""
        stages = self._guided.data()["stages"]
        *_, index, _, place, _ = self._guided.file_key(question.address)
        school = stages[index]["schools"][place]
        for entry in stages:
            for other in entry.get("schools", ()):
                same = same_name(other["name"], school["name"])
                if same and other["participants"] != school["participants"]:
                    people = people_in_words(other["participants"])
                    self._say(f"Stage {entry['stage']} still has {people} of {other['name']}.")

    def _meant(self, question: Question, value: Value) -> Value:
        """A school's name as typed, or the one named already that it is likely to stand for."""
        if not (isinstance(value, str) and is_name_of("school", question.address)):
            return value
        own = str(self._guided.said_before(question))
        others = [name for name in self._names("school") if not same_name(name, own)]
        close = close_name(value, others)
        if close is None:
            return value
        self._say(f"{value} is like {close}, which is named already.")
        return close if self._yes("Is that the same school?") else value

    def _yes(self, prompt: str) -> bool:
        self._show(Paragraph(prompt, "strong"), Paragraph("Yes or no.", "quiet"))
        while True:
            try:
                return read_yes_no(self._partner.ask("> ").strip())
            except ValueError:
                self._say("Please say yes or no. No leaves the two apart.", "loud")

    def _renaming(self, question: Question, before: Value, value: Value) -> Renaming | None:
        """How a name is corrected, where an answer does that; None where it names another."""
        address = question.address
        what = next((what for what in KINDS_OF_NAME if is_name_of(what, address)), None)
        if what is None or not (isinstance(before, str) and isinstance(value, str)):
            return None
        names = self._names(what)
        if any(same_name(value, name) for name in names):
            return None
        renaming = Renaming(what, before, value)
        if address == ("school", "name"):
            return renaming
        if address != self._changing or not question.names_entry:
            return None
        places = sum(same_name(before, name) for name in self._named[what])
        prompt = f"Is {value} the new name of {before}, wherever the plan names it?"
        return renaming if places < 2 or self._yes(prompt) else None

    def _names(self, what: KindOfName) -> list[str]:
        guided = self._guided
        return [*dict.fromkeys((*names_in(guided.data(), what), *names_in(guided.plan, what)))]

    def _choose(self, every: Sequence[Section]) -> Section | None:
        """The section that somebody picks of those shown; None for none."""
        self._show(*overview_parts(self._plan, every, self._guided.conflicts()))
        carry_on = "finish" if self._guided.question is None else "carry on"
        self._show(
            BLANK_LINE,
            Paragraph("What do you want to look at or change?", "strong"),
            Paragraph(f"A number or a name. Enter: {carry_on}.", "quiet"),
        )
        while typed := self._partner.ask("> ").strip().removeprefix(_OVERVIEW):
            if typed == _BACK:
                break
            if typed != _WHY and (section := section_named(every, typed)):
                return section
            name = every[0].name
            numbers = f"a number from 1 to {len(every)}"
            self._say(f"Type {numbers}, or a name such as {name}, to see all of that part.")
        return None

    def _look_at(self, section: Section) -> None:
        """Show what a section says, and change what is picked of it."""
        if len(section.answers) == 1:
            self._change(section.answers[0][0].address)
            return
        entries = (n for n, (q, _) in enumerate(section.answers, 1) if q.names_entry)
        entry = next(entries, None)
        remove = f", or remove {entry} to take {entry} out" if entry else ""
        self._show(
            *section_parts(section),
            BLANK_LINE,
            Paragraph("Which do you want to change?", "strong"),
            Paragraph(f"A number{remove}. Enter: back to the whole plan.", "quiet"),
        )
        while (typed := self._partner.ask("> ").strip()) not in ("", _BACK):
            if typed.startswith(_OVERVIEW):
                raise Jump(typed.removeprefix(_OVERVIEW).strip())
            removes = typed.lower().startswith(_REMOVE)
            question = item_named(section, typed[len(_REMOVE) if removes else 0 :])
            if question is None:
                self._say(f"Type a number from 1 to {len(section.answers)} to change that line.")
            elif not removes:
                self._change(question.address)
                return
            elif self._remove(question):
                return

    def _change(self, address: Address) -> None:
        """Ask a question again, and those that its new answer leads to."""
        guided = self._guided
        pending = None if guided.question is None else guided.question.address
        asked = {question.address for question, _ in guided.answers} - guided.settled
        self._named = {what: [*names_in(guided.data(), what)] for what in KINDS_OF_NAME}
        guided.ask_again(address)
        self._changing = address
        while (question := guided.question) is not None and question.address != pending:
            try:
                answered = self._ask_next(question)
            except Jump:
                if question.address == address:
                    guided.leave(question)
                raise
            if not answered and question.address == address:
                guided.leave(question)
            elif not answered:
                guided.step_back()
            self._changing = None
            self._partner.save(guided.kept())
        guided.settled -= asked

    def _remove(self, question: Question) -> bool:
        """Take out the entry that an answer belongs to; false where it belongs to none."""
        guided, entry = self._guided, entry_of(question)
        entries = {entry_of(q) for q, v in guided.answers if q.names_entry and isinstance(v, str)}
        if entry is not None and entry not in entries:
            self._say("There is nothing in that line to take out.", "loud")
            return False
        if entry is None:
            words = "Only schools, trainers, own costs and support can be taken out."
            self._say(f"{words} To empty another line, choose it and say don't know.", "loud")
            return False
        if entry[-2] == "schools" and len([e for e in entries if e and e[:-1] == entry[:-1]]) < 2:
            self._say("The last school cannot be taken out: give another instead.", "loud")
            return False
        guided.remove(entry)
        return True

    def _say(self, words: str, tone: Tone = "plain") -> None:
        self._show(Paragraph(words, tone))

    def _show(self, *parts: Part) -> None:
        self._partner.show(parts)


def _hint(question: Question, suggested: Sequence[Value]) -> str:
    """What an answer may be, and what Enter takes."""
    hint = sentence(question.kind.expects)
    if question.choices:
        named = [f"{number} {name}" for number, name in enumerate(question.choices, 1) if name]
        hint += f" Or a number: {', '.join(named)}." if named else ""
    if suggested:
        hint += f" Enter: {question.kind.write(suggested[0])}."
    if question.kind.optional and None not in suggested:
        hint += " Or: don't know."
    return hint


def _stage(quote: StageQuote | None, problems: Sequence[Problem]) -> Iterator[Part]:
    """What a stage costs, or why that cannot be said."""
    yield BLANK_LINE
    if quote is None:
        for problem in problems:
            hint = _HINTS.get(problem.code, problem.hint)
            yield Paragraph(f"No cost yet: {problem.message}. {hint}", "loud")
        return
    mark = mark_of(quote.prices)
    yield Paragraph(stage_title(quote), "strong")
    yield Paragraph(f"{people_and_cohorts(quote)}. {basis(quote)}.", "loud" if mark else "plain")
    yield Paragraph(cost_in_a_line(quote), "strong")
    for cliff in quote.cliffs:
        yield Paragraph(cliff_in_words(cliff, mark))
