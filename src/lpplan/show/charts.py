"""Figures as pictures, in SVG."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import count, pairwise
from math import ceil
from typing import Literal, NamedTuple, TypeAlias

from lpplan.core.quote import StageQuote
from lpplan.show.document import Figure, Series, cell_words
from lpplan.show.stage_words import marked_a_head
from lpplan.show.text import visible
from lpplan.values.money import Pounds
from lpplan.values.words import people_in_words, plural, pounds, whole_pounds

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, WIDTH - 24, 24, HEIGHT - 44
_FAR_RIGHT = WIDTH * 0.6
_LEGEND = 120
_GREY = "#767676"
_BLACK = "#1a1a1a"
_LIGHT = "#dddddd"

_Point: TypeAlias = tuple[float, float]
_Anchor: TypeAlias = Literal["start", "middle", "end"]


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


def chart_svg(figure: Figure, colour: str) -> str:
    """The picture as SVG, to stand in a page or in a file."""
    canvas = _Svg()
    _draw(canvas, figure, colour)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="Noto Sans, sans-serif" font-size="12">'
        f"<title>{escape(visible(figure.words))}</title>{''.join(canvas.shapes)}</svg>"
    )


class _Svg:
    def __init__(self) -> None:
        self.shapes: list[str] = []

    def line(self, points: Sequence[_Point], colour: str, width: float = 1) -> None:
        through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.shapes.append(
            f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        )

    def dot(self, x: float, y: float, colour: str) -> None:
        self.shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')

    def label(self, x: float, y: float, words: str, anchor: _Anchor) -> None:
        self.shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_BLACK}">'
            f"{escape(visible(words))}</text>"
        )


class _Room(NamedTuple):
    """Where amounts and places stand in a picture.

    Where a position is worked out, a binary float does no harm to an amount.
    """

    left: float
    low: float
    top: float
    last: int

    def across(self, index: int) -> float:
        return self.left + (_RIGHT - self.left) * index / max(1, self.last)

    def up(self, amount: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (amount - self.low) / (self.top - self.low)


def _draw(canvas: _Svg, figure: Figure, colour: str) -> None:
    amounts = [float(amount) for series in figure.series for amount in series.amounts]
    step = _round_step((max(amounts) - min(amounts)) / 4)
    # Below every amount, so that there is room for words under the lowest.
    low, top = step * (ceil(min(amounts) / step) - 1), step * (int(max(amounts) / step) + 1)
    ticks = {low + n * step: _tick(low + n * step) for n in range(round((top - low) / step) + 1)}
    left = max(_LEFT, 7 * max(map(len, ticks.values())) + 8)
    room = _Room(left, low, top, len(figure.places) - 1)
    canvas.label(left, 14, figure.up, "start")
    for tick, words in ticks.items():
        line = [(left, room.up(tick)), (_RIGHT, room.up(tick))]
        canvas.line(line, _LIGHT if tick else _GREY)
        canvas.label(left - 8, room.up(tick) + 4, words, "end")
    for index, words in _along(figure):
        x = room.across(index)
        canvas.line([(x, _BOTTOM), (x, _BOTTOM + 5)], _GREY)
        canvas.label(x, _BOTTOM + 19, words, "middle")
    canvas.label((left + _RIGHT) / 2, HEIGHT - 6, figure.across, "middle")
    for index, words in figure.jumps.items():
        x = room.across(index)
        canvas.line([(x, _TOP), (x, _BOTTOM)], _LIGHT)
        _label_beside(canvas, x, _TOP + 14, words)
    for series in figure.series:
        # Told apart by how thick they are as well: not everybody sees, or prints, colour.
        about = series is figure.series[-1]
        pen = (colour, 2.5) if about else (_BLACK, 1.2)
        _draw_series(canvas, figure, series, room, pen)


def _draw_series(
    canvas: _Svg, figure: Figure, series: Series, room: _Room, pen: tuple[str, float]
) -> None:
    points = [(room.across(n), room.up(float(amount))) for n, amount in enumerate(series.amounts)]
    # One line up to each cliff, and a thin one up it.
    for start, end in pairwise([0, *figure.jumps, len(points)]):
        line = points[start:end]
        canvas.line(line if len(line) > 1 else line * 2, *pen)
    for index in figure.jumps:
        canvas.line(points[index - 1 : index + 1], _GREY)
    if len(figure.series) > 1:
        start = _RIGHT - _LEGEND * (len(figure.series) - figure.series.index(series))
        canvas.line([(start, 10), (start + 24, 10)], *pen)
        canvas.label(start + 30, 14, series.name, "start")
    for index, words in series.marks.items():
        x, y = points[index]
        canvas.dot(x, y, pen[0])
        shown = whole_pounds if figure.estimated else pounds
        amount = shown(series.amounts[index])
        beside = min(y + 20, _BOTTOM - 5) if _is_under(figure, series, index, x) else y - 12
        _label_beside(canvas, x, beside, f"{words}: {amount}")


def _label_beside(canvas: _Svg, x: float, y: float, words: str) -> None:
    """Words on the side on which there is room for them."""
    if x > _FAR_RIGHT:
        canvas.label(x - 10, y, words, "end")
    else:
        canvas.label(x + 10, y, words, "start")


def _is_under(figure: Figure, series: Series, index: int, x: float) -> bool:
    """Whether the words of a mark stand under it: where no line is in the way."""
    there = [one.amounts[index] for one in figure.series]
    if len(there) > 1:
        return figure.series[there.index(min(there))] is series
    return (series.amounts[-1] > series.amounts[0]) != (x > _FAR_RIGHT)


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
