"""The end of a walk: what the answers come to on one screen, and the plan as it is written."""

from collections.abc import Iterator, Sequence

from lpplan.core.readiness import check_stage, stages_to_check
from lpplan.core.recharge import net_of
from lpplan.output import write_result
from lpplan.quote import quote_document, report_on
from lpplan.reading.fee_folder import FeeFolder
from lpplan.reading.plan_source import PlanSource, plan_from_data
from lpplan.reading.tables import Data
from lpplan.reading.toml_file import TomlFile
from lpplan.show.document import Column, Paragraph, Part, Row, Table
from lpplan.show.net import has_more_than_charges
from lpplan.show.stage_words import mark_of_sum, marked
from lpplan.show.text import as_typed
from lpplan.values.problem import LpplanError
from lpplan.values.words import listed, plural
from lpplan.walk.conversation import BLANK_LINE, Conversation, Jump, Partner
from lpplan.walk.guided_plan import GuidedPlan
from lpplan.walk.kept import remove_answers
from lpplan.walk.kinds import LeadsOn, Value
from lpplan.walk.plan_file import changes, plan_to_write
from lpplan.walk.prices import ToldFees
from lpplan.walk.question import PlanTable

_MOST_CHANGES, _MOST_TO_DO = 5, 3
"""How many of each are shown, so that all of it fits a screen of 24 lines."""


class Ending:
    """What the answers to all questions come to."""

    def __init__(
        self, plan: str, file: TomlFile | None, guided: GuidedPlan, folder: FeeFolder
    ) -> None:
        """Work it out; ``folder`` has the fees that the plan was priced from so far."""
        self._plan, self._file, self._guided = plan, file, guided
        self._told = ToldFees(plan, folder, guided)
        self._data = {**self._told.named, **guided.data()}
        self._source = plan_from_data(self._data)
        before = {} if file is None else file.data
        self._changed = changes(before, self._data, guided.renamings)
        to_write = file is None or self._changed or self._told.told
        self._target, self._text = self._to_write() if to_write else (plan, "")

    def _to_write(self) -> tuple[str, str]:
        return plan_to_write(self._plan, self._file, self._data, self._guided.renamings)

    def confirm(self, talk: Conversation, partner: Partner) -> bool:
        """Show it, and write the plan if that is wanted.

        False where somebody goes back to the questions instead.
        """
        partner.show([*self._parts()])
        answer = (None,) if not self._text else self._ask(talk, partner)
        if answer == (False,):
            again = f"lpplan walk {as_typed(self._plan)}"
            kept = f"Nothing was written. Your answers are kept: {again}"
            partner.show([Paragraph(kept)])
        elif answer:
            if self._text:
                self._write(partner)
            remove_answers(self._plan)
            partner.show(_farewell(self._target, self._data))
        return bool(answer)

    def _ask(self, talk: Conversation, partner: Partner) -> tuple[Value, ...]:
        """Whether to write the plan, alone; nothing where somebody goes back or looks it over."""
        question = PlanTable((), {}).ask("write", target=self._target)
        try:
            while (answer := talk.ask(question, (True,))) == (LeadsOn.SHOW_QUOTE,):
                partner.show([*self._quote()])
        except Jump as jump:
            talk.look_over(jump.wanted)
            return ()
        if not answer and not self._guided.step_back():
            talk.look_over()
        return answer

    def _write(self, partner: Partner) -> None:
        # Somebody may have saved the plan while the question stood there.
        target, text = self._to_write()
        if target != self._target:
            self._target = target
            partner.show([self._elsewhere()])
        with self._told.written():
            write_result(text, target, force=self._file is not None and target == self._plan)

    def _parts(self) -> Iterator[Part]:
        yield BLANK_LINE
        yield from self._what_changes()
        if self._target != self._plan:
            yield self._elsewhere()
        yield from self._costs()
        yield from self._to_do()

    def _what_changes(self) -> Iterator[Part]:
        """What the plan will say, fact by fact, beside what it says where it exists."""
        if self._file is None:
            stages = plural(len(self._data["stages"]), "stage")
            yield Paragraph(f"{self._plan} will be a plan of {stages}.", "strong")
        elif not self._changed:
            yield Paragraph(f"Nothing changes in {self._plan}.", "strong")
        else:
            yield Paragraph(f"What changes in {self._plan}", "strong")
            changed = [[_words(side) for side in change] for change in self._changed]
            facts = [f"{fact}: {old}, now {new}" for fact, old, new in changed]
            yield from _some(facts, _MOST_CHANGES, "change")
        for said in self._told.told:
            yield Paragraph(
                f"Prices of {said.year}, as told by {said.by}, go into a folder of fees."
            )

    def _costs(self) -> Iterator[Part]:
        """The total and the net of the plan, or why there are none."""
        try:
            report = report_on(self._source, self._told.fees, self._guided.as_of)
        except LpplanError as refused:
            for located in refused.problems:
                problem = located.problem
                yield Paragraph(f"There is no quote yet: {problem.message}. {problem.hint}", "loud")
            return
        stages = report.quote.stages
        mark = mark_of_sum(stages)
        words = f"Total exc VAT: {marked(report.quote.total, mark)}."
        if has_more_than_charges(stages):
            words += (
                f" Net of own costs and of what others pay: {marked(net_of(stages).net, mark)}."
            )
        yield Paragraph(words, "strong", apart=True)

    def _quote(self) -> Iterator[Part]:
        try:
            report = report_on(self._source, self._told.fees, self._guided.as_of)
        except LpplanError:
            yield from self._costs()
            return
        document = quote_document(report)
        yield BLANK_LINE
        yield document.heading
        yield from document.parts

    def _to_do(self) -> Iterator[Part]:
        """What cannot work, and what is to be done before each stage."""
        for conflict in self._guided.conflicts():
            yield Paragraph(f"This cannot work: {conflict}", "loud")
        steps = _steps(self._source, self._guided)
        if steps:
            yield Paragraph("Still to do", "strong", apart=True)
            yield from _some(steps, _MOST_TO_DO, "thing")

    def _elsewhere(self) -> Part:
        """Why the new plan goes to another file."""
        words = f"{self._plan} stays as it is, with its comments beside what they are about."
        return Paragraph(f"{words} The new plan goes to {self._target}.", "loud")


def _words(side: str) -> str:
    return "not recorded" if side == "-" else side


def _some(lines: Sequence[str], most: int, noun: str) -> Iterator[Part]:
    """The first of some lines, and how many there are besides."""
    rest = len(lines) - most
    more = [f"and {plural(rest, f'further {noun}')}"] if rest > 1 else lines[most:]
    # No list, since blank lines would be set around that.
    yield from (Paragraph(f"- {line}") for line in (*lines[:most], *more))


def _steps(source: PlanSource, guided: GuidedPlan) -> list[str]:
    """What the readiness checks still ask for, each once with those whom it concerns."""
    whom: dict[str, dict[str, None]] = {}
    for stage in stages_to_check(entry.stage for entry in source.plan.stages):
        for check in check_stage(source.plan, stage, guided.as_of).checks:
            if check.step is not None and not check.waits:
                people = [check.subject] if check.of_trainer else []
                whom.setdefault(check.step, {}).update(dict.fromkeys(people))
    return [f"{listed([*people])}: {step}" if people else step for step, people in whom.items()]


def _farewell(target: str, data: Data) -> list[Part]:
    """That the plan is written, and what to type next."""
    name = as_typed(target)
    commands = {
        f"lpplan quote {name} -o quote.md": "the quote, to keep or send",
        f"lpplan case {name}": "whether it is worth it, and what to charge",
        f"lpplan proposal {name} -o proposal.docx": "all of it in Word",
        f"lpplan readiness {name}": "what is still to do",
        f"lpplan timeline {name}": "what happens when",
        f"lpplan walk {name}": "to look it over again",
    }
    recharges = ("schools", "charge_per_person", "own_costs")
    if any(key in entry for key in recharges for entry in data["stages"]):
        commands[f"lpplan recharge {name}"] = "what each school pays"
    columns = [Column("What you may want to type next", keep=True), Column("")]
    rows = [Row(command) for command in commands.items()]
    there = Paragraph(f"The plan is in {target}.", "strong")
    return [BLANK_LINE, there, Table(columns, rows)]
