"""Stages in time, as a picture: academic years, and when in them sessions and gateways are."""

from collections.abc import Sequence
from datetime import MAXYEAR, date
from typing import Literal, NamedTuple, TypeAlias

from lpplan.show.svg import BLACK, LIGHT, WIDTH, Svg
from lpplan.values.years import AcademicYear

MOST_ROWS = 12
"""As many stages as a page has room for."""

_LEFT, _RIGHT, _TOP = 118, WIDTH - 16, 34
_BAR, _LINE, _GAP = 16, 14, 14
_LETTER = 5.6
"""How wide a letter of a small label is at most, on average."""
_SMALL = 10
_MOST_YEARS_NAMED = 9

Kind: TypeAlias = Literal["session", "gateway", "deadline"]
_KEY: dict[Kind, str] = {"session": "session", "gateway": "gateway month", "deadline": "deadline"}


class GanttMark(NamedTuple):
    """Something in a stage, on a day or some time between two."""

    kind: Kind
    words: str
    first: date
    last: date
    suggested: bool = False


class GanttRow(NamedTuple):
    """A stage: its name, from when to when it goes on, and what is in it."""

    name: str
    first: date
    last: date
    marks: Sequence[GanttMark]


class Gantt(NamedTuple):
    """Stages in time: a picture where there are pictures, beside words that say the same."""

    words: str
    """What it shows, for those who do not see it."""
    rows: Sequence[GanttRow]


class _Days(NamedTuple):
    """Which days a picture has, and where."""

    first: int
    last: int

    def x(self, day: date, after: int = 0) -> float:
        """How far to the right a day begins, or ends where it is 1 ``after``."""
        number = min(day.toordinal() + after, self.last) - self.first
        return _LEFT + (_RIGHT - _LEFT) * number / (self.last - self.first)


def gantt_svg(gantt: Gantt, colour: str) -> str:
    """The picture as SVG: a line of marks for each stage over bands of academic years."""
    rows = gantt.rows[:MOST_ROWS]
    years = _years(rows)
    days = _Days(years[0].first_day.toordinal(), years[-1].last_day.toordinal() + 1)
    lanes = [_lanes(row, days) for row in rows]
    heights = [_BAR + _LINE * (1 + max(lane.values(), default=0)) + _GAP for lane in lanes]
    bottom = _TOP + sum(heights)
    canvas = Svg()
    _draw_years(canvas, years, days, bottom)
    y = float(_TOP)
    for row, lane, height in zip(rows, lanes, heights, strict=True):
        canvas.label(4, y + _BAR / 2 + 4, row.name, "start")
        _draw_row(canvas, row, lane, days, (y, colour))
        y += height
    _draw_key(canvas, bottom + 20, colour)
    return canvas.drawn(bottom + 32, gantt.words)


def _years(rows: Sequence[GanttRow]) -> list[AcademicYear]:
    """Every academic year from the first day to the last."""
    days = [day for row in rows for day in (row.first, row.last, *(m.last for m in row.marks))]
    first, last = AcademicYear.of(min(days)), AcademicYear.of(max(days))
    # The last academic year does not end within the calendar.
    return [AcademicYear(start) for start in range(first.start, min(last.start + 1, MAXYEAR))]


def _lanes(row: GanttRow, days: _Days) -> dict[int, int]:
    """In which line under its stage the words of each mark stand, so that none meet."""
    ends: list[float] = []
    lanes: dict[int, int] = {}
    for index, mark in sorted(enumerate(row.marks), key=lambda each: each[1].first):
        left, right = _reach(mark, days)
        lane = next((n for n, end in enumerate(ends) if end < left), len(ends))
        ends[lane : lane + 1] = [right + 2 * _LETTER]
        lanes[index] = lane
    return lanes


def _reach(mark: GanttMark, days: _Days) -> tuple[float, float]:
    """From where to where the words of a mark reach, inside the picture."""
    half = len(mark.words) * _LETTER / 2
    middle = min(max(_middle(mark, days), half + 4), WIDTH - half - 4)
    return middle - half, middle + half


def _middle(mark: GanttMark, days: _Days) -> float:
    return (days.x(mark.first) + days.x(mark.last, after=1)) / 2


def _draw_years(canvas: Svg, years: Sequence[AcademicYear], days: _Days, bottom: float) -> None:
    every = -(-len(years) // _MOST_YEARS_NAMED)
    for number, year in enumerate(years):
        left, right = days.x(year.first_day), days.x(year.last_day, after=1)
        if number % 2 == 0:
            canvas.bar((left, _TOP - 14), right - left, bottom - _TOP + 14, (LIGHT, 0.35))
        if number % every == 0:
            canvas.label((left + right) / 2, _TOP - 18, str(year), "middle")


def _draw_row(
    canvas: Svg, row: GanttRow, lanes: dict[int, int], days: _Days, where: tuple[float, str]
) -> None:
    """The bar and marks of a stage, from so far down on and in a colour."""
    y, colour = where
    middle = y + _BAR / 2
    left, right = days.x(row.first), days.x(row.last, after=1)
    canvas.bar((left, y + 3), right - left, _BAR - 6, (colour, 0.25))
    for index, mark in enumerate(row.marks):
        _draw_mark(canvas, mark, _middle(mark, days), middle, colour)
        start, end = _reach(mark, days)
        below = y + _BAR + _LINE * (lanes[index] + 1) - 3
        canvas.label((start + end) / 2, below, mark.words, "middle", _SMALL)


def _draw_mark(canvas: Svg, mark: GanttMark, x: float, y: float, colour: str) -> None:
    """Told apart by their shapes: not everybody sees, or prints, colour."""
    hollow = mark.suggested
    if mark.kind == "session":
        canvas.dot(x, y, colour, hollow=hollow)
    elif mark.kind == "gateway":
        corners = [(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)]
        canvas.shape(corners, colour, hollow=hollow)
    else:
        canvas.shape([(x - 6, y - 11), (x + 6, y - 11), (x, y - 1)], BLACK, hollow=hollow)


def _draw_key(canvas: Svg, y: float, colour: str) -> None:
    x, day = float(_LEFT), date.min
    keys = [GanttMark(kind, words, day, day) for kind, words in _KEY.items()]
    keys.append(GanttMark("session", "hollow: suggested", day, day, suggested=True))
    for mark in keys:
        # A deadline stands above the line that others are on.
        _draw_mark(canvas, mark, x, y - 4 + 6 * (mark.kind == "deadline"), colour)
        canvas.label(x + 14, y, mark.words, "start", _SMALL)
        x += 40 + _LETTER * len(mark.words)
