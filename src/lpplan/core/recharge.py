"""What each participating school repays of a stage's cost, exact to the penny.

Source: LPLC proposal, Stage 2 and Stage 3, fee charged; decision training-shared-by-all.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lpplan.core.money import NOTHING, Pounds, share_out
from lpplan.core.plan import ParticipatingSchool, Share, plain_name, same_name
from lpplan.core.pricing import Line, total


class SchoolRecharge(NamedTuple):
    """One school's part of a stage, in pounds exc VAT."""

    school: str
    participants: int
    per_person: Pounds
    """All charges per person, for the school's own people."""
    share: Pounds
    """The school's part of everything else."""

    @property
    def total(self) -> Pounds:
        """What the school repays."""
        return self.per_person + self.share


class StageRecharge(NamedTuple):
    """How a stage's cost falls on its schools, in the plan's order."""

    own_school: str
    share: Share
    schools: tuple[SchoolRecharge, ...]

    @property
    def total(self) -> Pounds:
        """What all schools repay: the whole of the stage."""
        return total(s.total for s in self.schools)

    @property
    def kept(self) -> Pounds:
        """The part of the plan's own school, where it takes part itself."""
        return total(s.total for s in self.schools if self.is_own(s))

    @property
    def billed(self) -> Pounds:
        """What the other schools repay."""
        return total(s.total for s in self.schools if not self.is_own(s))

    def is_own(self, school: SchoolRecharge) -> bool:
        """Whether a participating school is the one whose plan this is."""
        return same_name(school.school, self.own_school)


def totals_of_schools(stages: Sequence[StageRecharge]) -> dict[str, Pounds]:
    """What each school repays over several stages, by its name where it first stands."""
    names: dict[str, str] = {}
    sums: dict[str, Pounds] = {}
    for stage in stages:
        for school in stage.schools:
            name = names.setdefault(plain_name(school.school), school.school)
            sums[name] = sums.get(name, NOTHING) + school.total
    return sums


def recharge(
    own_school: str,
    schools: Sequence[ParticipatingSchool],
    share: Share,
    lines: Sequence[Line],
) -> StageRecharge:
    """Share the lines of a stage among its schools.

    Charges per person follow each school's people; all others are added up and that one sum
    is shared, per head or equally.
    """
    for_each_person = total(line.unit_price for line in lines if line.per == "person")
    to_share = total(line.amount for line in lines if line.per != "person")
    weights = [school.participants if share == "per_head" else 1 for school in schools]
    parts = share_out(to_share, weights)
    return StageRecharge(
        own_school,
        share,
        tuple(
            SchoolRecharge(s.name, s.participants, s.participants * for_each_person, part)
            for s, part in zip(schools, parts, strict=True)
        ),
    )
