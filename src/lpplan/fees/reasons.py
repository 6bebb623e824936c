"""The reasons that fee files give for a change, and which of them count.

An entry under ``[[changes]]`` counts where the older set of fees lacks it, and where it is of a
day that can be: not before the entries that there were, and not after the check of the file.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lpplan.core.fees import Acceptance, FeeSchedule, Reason, Schedules
from lpplan.fees.changes import FeeChange
from lpplan.reading.fee_reasons import covers, is_placeholder
from lpplan.values.years import AcademicYear


class ChangedYear(NamedTuple):
    """One academic year's schedule before and after, on the day of asking."""

    old: FeeSchedule | None
    new: FeeSchedule
    as_of: date
    told: Mapping[Reason, AcademicYear]
    """Every entry that there was before in any year, and in which."""

    @property
    def academic_year(self) -> AcademicYear:
        """The year that it is about."""
        return self.new.academic_year

    @property
    def added(self) -> list[Reason]:
        """The entries that there were not before."""
        before = self.old.changes if self.old else ()
        return [reason for reason in self.new.changes if reason not in before]

    @property
    def removed(self) -> list[Reason]:
        """The entries that told something, and are there no more or read differently."""
        return [reason for reason in self._told_here if reason not in self.new.changes]

    @property
    def _told_here(self) -> list[Reason]:
        """The entries that there were, but for those that have to be mended to count at all."""
        return [
            reason
            for reason in (self.old.changes if self.old else ())
            if reason.on <= self.as_of and not is_placeholder(reason.because)
        ]

    @property
    def reasons(self) -> list[Reason]:
        """The entries that count."""
        return [reason for reason in self.added if not self.objection(reason)]

    @property
    def for_another(self) -> list[Reason]:
        """Those of them that say why another year is taken away."""
        return [one for one in self.reasons if one.fees == "all" and "gone" in one.accepts]

    def objection(self, reason: Reason) -> str:
        """Why an entry counts for nothing, in words; empty where it counts."""
        newest = max((reason.on for reason in self._told_here), default=date.min)
        checked = day_checked(self.new)
        if is_placeholder(reason.because):
            return "gives no reason yet"
        if reason in self.told:
            return f"stands in {self.told[reason]} already"
        if reason.on > self.as_of:
            return f"is dated after {self.as_of}, the day of asking"
        if reason.on < newest:
            return f"is dated before the newest that there was, of {newest}"
        if self.new.status == "published" and reason.on > checked:
            return f"is newer than the check of {checked}"
        return ""

    def explains(
        self, charge: str, accepting: Acceptance | None = None, on: date | None = None
    ) -> bool:
        """Whether an entry that counts speaks of a charge, and accepts a bound, or is of a day."""
        return any(
            covers(reason, charge)
            and (accepting is None or accepting in reason.accepts)
            and (on is None or reason.on == on)
            for reason in self.reasons
        )


def changed_years(
    before: Schedules, after: Schedules, as_of: date
) -> dict[AcademicYear, ChangedYear]:
    """Each year that has a schedule after a change, with the one that it had."""
    told = {reason: old.academic_year for old in before for reason in old.changes}
    return {
        new.academic_year: ChangedYear(before.of(new.academic_year), new, as_of, told)
        for new in after
    }


def day_checked(schedule: FeeSchedule) -> date:
    """The day on which a schedule was last held against its source; the first of all if never."""
    return (schedule.source and schedule.source.checked) or date.min


def tells_of(gone: AcademicYear, years: Mapping[AcademicYear, ChangedYear]) -> ChangedYear:
    """The year in whose file the reason stands for taking another away.

    The nearest earlier one that remains, else the next.
    """
    return years[max((year for year in years if year < gone), default=min(years))]


def with_reasons(
    changes: Iterable[FeeChange], years: Mapping[AcademicYear, ChangedYear]
) -> Iterator[FeeChange]:
    """The changes, each with the reasons that count for it, and then the entries beside them.

    An entry is a change of its own where it is told beside no other, and where it is gone.
    """
    told: list[Reason] = []
    for change in changes:
        year = years.get(change.academic_year)
        reasons: list[Reason] = []
        if year is None:
            host = tells_of(change.academic_year, years)
            reasons = host.for_another
        elif change.decides is not None:
            about = change.decides
            reasons = [reason for reason in year.reasons if not about or covers(reason, about)]
        told += reasons
        because = "; ".join(dict.fromkeys(reason.because for reason in reasons))
        yield change._replace(because=because)
    for academic_year, year in years.items():
        for reason in year.removed:
            yield FeeChange("-", academic_year, "changes", _in_words(reason), None)
        for reason in year.added:
            if year.old and reason not in told:
                yield FeeChange("+", academic_year, "changes", None, _in_words(reason))


def _in_words(reason: Reason) -> str:
    return f"{reason.on}: {reason.because}"
