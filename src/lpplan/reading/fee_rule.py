"""What a rule on fee files is: the file that it judges, and what it finds there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple, TypeAlias

from lpplan.core.fees import FeeSchedule
from lpplan.reading.words import Draft
from lpplan.values.problem import KeyPath, Severity
from lpplan.values.years import AcademicYear


class FeeFile(NamedTuple):
    """A fee file, any of whose keys may still be missing, and what it is judged beside."""

    draft: Draft
    name: str
    earlier: Sequence[FeeSchedule]
    """The sound schedules of its folder whose files come before it by name."""
    as_of: date | None
    """The day of asking; None where only what makes a schedule unsound is looked for."""
    unsound: AbstractSet[AcademicYear] = frozenset()
    """The years, by the names of their files, of the unsound ones that come before it."""

    @property
    def charges(self) -> Mapping[str, Draft]:
        """Its charges by name."""
        return self.draft.fees or {}

    @property
    def before(self) -> FeeSchedule | None:
        """The schedule of the year before it in the folder; None for the first."""
        # In the order of their names, files of sound names come in the order of their years.
        return self.earlier[-1] if self.earlier else None

    @property
    def follows_unsound(self) -> bool:
        """Whether an unsound file stands between it and the sound one before it."""
        before = self.before
        return any(before is None or year > before.academic_year for year in self.unsound)

    @property
    def years(self) -> int:
        """How many years after the schedule before it the file is; 0 where that is not known."""
        year, before = self.draft.academic_year, self.before
        return year - before.academic_year if year is not None and before is not None else 0


Fault: TypeAlias = tuple[KeyPath, str, str]
"""The key at fault, what is wrong there, and how to mend it."""


class FeeRule(NamedTuple):
    """How bad a problem of a code is, what it is in one sentence, and what finds it."""

    severity: Severity
    sentence: str
    find: Callable[[FeeFile], Iterable[Fault]] = lambda _: ()
    """Nothing more where reading the file finds every such problem."""
