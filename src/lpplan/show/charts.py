"""Figures as pictures, in SVG."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, pairwise
from math import floor
from typing import NamedTuple

from lpplan.core.quote import StageQuote
from lpplan.show.cells import cell_words
from lpplan.show.document import Figure, Picture, Series
from lpplan.show.gantt import Gantt, gantt_svg
from lpplan.show.stage_words import marked_a_head
from lpplan.show.svg import BLACK, GREY, LIGHT, WIDTH, Svg
from lpplan.values.money import Pounds
from lpplan.values.words import people_in_words, plural, pounds, whole_pounds

HEIGHT = 300
_EDGE, _LEFT, _RIGHT, _TOP, _BOTTOM = 8, 64, WIDTH - 32, 32, HEIGHT - 44
_FAR_RIGHT = WIDTH * 0.6
_LEGEND = 120
_WIDEST_BAR = 36
_ROOM_FOR_WORDS = 0.6
"""Of a step of the scale."""


class CurvePoint(NamedTuple):
    """What so many people cost a head in pounds, in as few cohorts as hold them."""

    people: int
    cohorts: int
    per_head: Pounds


class CostCurve(NamedTuple):
    """The cost a head around the number of people that a stage has."""

    stage: int
    participants: int
    points: Sequence[CurvePoint]
    """For every number of people from the first to the last."""

    @property
    def turning_points(self) -> tuple[CurvePoint, ...]:
        """The ends, the stage's own number, and the last and first number beside each cliff."""
        turning = {self.points[0], self.points[-1]}
        for before, after in pairwise(self.points):
            if before.cohorts != after.cohorts:
                turning |= {before, after}
        return tuple(
            point for point in self.points if point in turning or point.people == self.participants
        )


def people_nearby(stage: StageQuote) -> range:
    """The numbers of people around a stage's own whose cost a head is worth comparing.

    Empty where cohorts cost nothing. Source: LPLC proposal, Stage 1, costs (cohorts of up to 25).
    """
    limit = stage.prices.schedule.cohort_limit
    if not limit or not any(line.per == "cohort" and line.unit_price for line in stage.lines):
        return range(0)
    smallest = -(-2 * limit // 5)
    first = min(max(smallest, stage.participants - 2 * limit), stage.participants)
    return range(first, max(stage.participants + limit, 2 * limit + 2) + 1)


def cost_figure(words: str, curves: Mapping[str, CostCurve], *, estimated: bool) -> Figure:
    """Curves for the same numbers of people, by their names; the last is what it is about."""
    *_, curve = curves.values()
    places = [point.people for point in curve.points]
    own = {places.index(curve.participants): people_in_words(curve.participants)}
    opened = enumerate(pairwise(curve.points), 1)
    return Figure(
        words=words,
        up="Pounds a head, exc VAT",
        across="People",
        places=places,
        series=[
            Series(name, [point.per_head for point in one.points], own)
            for name, one in curves.items()
        ],
        jumps={
            index: f"{after.people:,}: {plural(after.cohorts, 'cohort')}"
            for index, (before, after) in opened
            if after.cohorts != before.cohorts
        },
        estimated=estimated,
    )


def cost_in_words(curve: CostCurve, mark: str) -> str:
    """What the picture of one curve shows."""
    cheapest = min(curve.points, key=lambda point: (point.per_head, -point.people))
    return (
        f"Cost a head at Stage {curve.stage} for {curve.points[0].people:,} to"
        f" {curve.points[-1].people:,} people. It falls with every person until a cohort is full,"
        f" and jumps where one more person opens another. Cheapest here:"
        f" {people_in_words(cheapest.people)} at {marked_a_head(cheapest.per_head, mark)} a head."
    )


def picture_svg(picture: Picture, colour: str) -> str:
    """A picture as SVG, to stand in a page or in a file."""
    return gantt_svg(picture, colour) if isinstance(picture, Gantt) else chart_svg(picture, colour)


def chart_svg(figure: Figure, colour: str) -> str:
    """A figure as SVG."""
    canvas = Svg()
    room = _room(figure)
    _draw_axes(canvas, figure, room)
    if figure.bars:
        _draw_bars(canvas, figure, room, colour)
    else:
        _draw_jumps(canvas, figure, room)
        for series in figure.series:
            # Told apart by how thick they are as well: not everybody sees, or prints, colour.
            about = series is figure.series[-1]
            pen = (colour, 2.5) if about else (BLACK, 1.2)
            _draw_series(canvas, figure, series, room, pen)
    return canvas.drawn(HEIGHT, figure.words)


class _Room(NamedTuple):
    """Where amounts and places stand in a picture.

    Where a position is worked out, a binary float does no harm to an amount.
    """

    left: float
    low: float
    top: float
    step: float
    places: int
    bars: bool

    def across(self, index: int) -> float:
        """The middle of a place: bars stand in a part of their own, and a line ends at the ends."""
        wide = _RIGHT - self.left
        if self.bars:
            return self.left + wide * (index + 0.5) / self.places
        return self.left + wide * index / max(1, self.places - 1)

    def up(self, amount: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (amount - self.low) / (self.top - self.low)


def _room(figure: Figure) -> _Room:
    """Room for every amount, from nothing up: what is cut off below looks larger than it is."""
    amounts = [0.0, *(float(amount) for series in figure.series for amount in series.amounts)]
    step = _round_step((max(amounts) - min(amounts)) / 5 or 1)
    # Above every amount, and below those under nothing, so that there is room for their words.
    low = step * floor(min(amounts) / step - _ROOM_FOR_WORDS) if min(amounts) < 0 else 0.0
    top = step * (floor(max(amounts) / step) + 1)
    longest = max(len(_tick(low)), len(_tick(top)))
    return _Room(
        left=max(_LEFT, 7 * longest + 8),
        low=low,
        top=top,
        step=step,
        places=len(figure.places),
        bars=figure.bars,
    )


def _draw_axes(canvas: Svg, figure: Figure, room: _Room) -> None:
    canvas.label(_EDGE, 14, figure.up, "start")
    for number in range(round((room.top - room.low) / room.step) + 1):
        tick = room.low + number * room.step
        y = room.up(tick)
        canvas.line([(room.left, y), (_RIGHT, y)], LIGHT if round(tick / room.step) else GREY)
        canvas.label(room.left - 8, y + 4, _tick(tick), "end")
    for index, words in _along(figure):
        x = room.across(index)
        if not figure.bars:
            canvas.line([(x, _BOTTOM), (x, _BOTTOM + 5)], GREY)
        canvas.label(x, _BOTTOM + 19, words, "middle")
    canvas.label((room.left + _RIGHT) / 2, HEIGHT - 6, figure.across, "middle")


def _draw_jumps(canvas: Svg, figure: Figure, room: _Room) -> None:
    """A thin line at each jump, its words at the foot of it, where no amount is as low."""
    for index, words in figure.jumps.items():
        x = room.across(index)
        canvas.line([(x, _TOP), (x, _BOTTOM)], GREY, 0.6)
        _label_beside(canvas, x, _BOTTOM - 8, words)


def _draw_series(
    canvas: Svg, figure: Figure, series: Series, room: _Room, pen: tuple[str, float]
) -> None:
    points = [(room.across(n), room.up(float(amount))) for n, amount in enumerate(series.amounts)]
    # One line up to each cliff, and none up it: there is no amount between the two.
    for start, end in pairwise([0, *figure.jumps, len(points)]):
        line = points[start:end]
        canvas.line(line if len(line) > 1 else line * 2, *pen)
    if len(figure.series) > 1:
        key = _legend(figure, series)
        canvas.line([(key, 10), (key + 24, 10)], *pen)
        canvas.label(key + 30, 14, series.name, "start")
    for index, words in series.marks.items():
        x, y = points[index]
        canvas.dot(x, y, pen[0])
        beside = min(y + 28, _BOTTOM - 5) if _is_under(figure, series, index) else y - 12
        _label_beside(canvas, x, beside, f"{words}: {_amount(figure, series, index)}")


def _draw_bars(canvas: Svg, figure: Figure, room: _Room, colour: str) -> None:
    """The series beside each other at each place, from pale to full, as it is about the last."""
    part = (_RIGHT - room.left) / room.places
    wide = min(_WIDEST_BAR, 0.8 * part / len(figure.series))
    last = len(figure.series) - 1
    for number, series in enumerate(figure.series):
        look = (colour, 1.0 if number == last else 0.4 * number)
        key = _legend(figure, series)
        canvas.bar((key + 8, 4), 12, 12, look)
        canvas.label(key + 26, 14, series.name, "start")
        for index, amount in enumerate(series.amounts):
            x = room.across(index) + wide * (number - len(figure.series) / 2)
            ends = sorted((room.up(0), room.up(float(amount))))
            canvas.bar((x, ends[0]), wide, ends[1] - ends[0], look)
            if index in series.marks:
                y = ends[0] - 5 if amount >= 0 else ends[1] + 14
                # The next place is further off than the bar before.
                canvas.label(x, y, _amount(figure, series, index), "start")


def _legend(figure: Figure, series: Series) -> float:
    """Where the name of a series stands above the picture."""
    return _RIGHT - _LEGEND * (len(figure.series) - figure.series.index(series))


def _amount(figure: Figure, series: Series, index: int) -> str:
    return (whole_pounds if figure.estimated else pounds)(series.amounts[index])


def _label_beside(canvas: Svg, x: float, y: float, words: str) -> None:
    """Words on the side on which there is room for them."""
    if x > _FAR_RIGHT:
        canvas.label(x - 10, y, words, "end")
    else:
        canvas.label(x + 10, y, words, "start")


def _is_under(figure: Figure, series: Series, index: int) -> bool:
    """Whether the words of a mark stand under it: where no other line is in the way."""
    there = [one.amounts[index] for one in figure.series]
    return figure.series[there.index(min(there))] is series


def _tick(amount: float) -> str:
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.0f}"


def _along(figure: Figure) -> Iterator[tuple[int, str]]:
    """The index and words of about ten places: the first year, or people in round numbers."""
    step = max(1, round(_round_step((len(figure.places) - 1) / 10)))
    for index, place in enumerate(figure.places):
        if (place if isinstance(place, int) else index) % step == 0:
            yield index, cell_words(place)


def _round_step(least: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50 and so on that is not less."""
    parts = (part * 10**power for power in count() for part in (1, 2, 5))
    return float(next(part for part in parts if part >= least))
