"""The cost a head by number of people as a picture: laid out once, painted as SVG or as PNG."""

import io
from collections.abc import Sequence
from html import escape
from itertools import groupby, pairwise
from typing import Literal, NamedTuple, TypeAlias

from lpplan.values.money import Pounds
from lpplan.values.words import people_in_words, pounds

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 24, 44
_GREY = "#767676"
_BLACK = "#1a1a1a"

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


def chart_in_words(curve: CostCurve) -> str:
    """What the picture shows, for those who do not see it."""
    cheapest = min(curve.points, key=lambda point: (point.per_head, -point.people))
    return (
        f"Cost a head at Stage {curve.stage} for {curve.points[0].people:,} to"
        f" {curve.points[-1].people:,} people. It falls with every person until a cohort is full,"
        f" and jumps where one more person opens another. Cheapest here:"
        f" {people_in_words(cheapest.people)} at {pounds(cheapest.per_head)} a head."
    )


def chart_svg(curve: CostCurve, colour: str) -> str:
    """The picture as SVG to stand in a page."""
    canvas = _Svg()
    _draw(canvas, curve, colour)
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f"<title>{escape(chart_in_words(curve))}</title>{''.join(canvas.shapes)}</svg>"
    )


def chart_png(curve: CostCurve, colour: str) -> bytes:
    """The picture as PNG, fine enough for print. Needs Pillow."""
    canvas = _Png()
    _draw(canvas, curve, colour)
    content = io.BytesIO()
    canvas.image.save(content, "PNG", optimize=True)
    return content.getvalue()


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
            f"{escape(words)}</text>"
        )


class _Png:
    scale = 3

    def __init__(self) -> None:
        from PIL import Image, ImageDraw, ImageFont

        self.image = Image.new("RGB", (WIDTH * self.scale, HEIGHT * self.scale), "white")
        self._draw = ImageDraw.Draw(self.image)
        self._font = ImageFont.load_default(12 * self.scale)

    def line(self, points: Sequence[_Point], colour: str, width: float = 1) -> None:
        through = [(x * self.scale, y * self.scale) for x, y in points]
        self._draw.line(through, fill=colour, width=round(width * self.scale))

    def dot(self, x: float, y: float, colour: str) -> None:
        edges = [at * self.scale for at in (x - 5, y - 5, x + 5, y + 5)]
        self._draw.ellipse(edges, fill=colour)

    def label(self, x: float, y: float, words: str, anchor: _Anchor) -> None:
        position = x * self.scale, y * self.scale
        place = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
        self._draw.text(position, words, fill=_BLACK, font=self._font, anchor=place)


def _draw(canvas: _Svg | _Png, curve: CostCurve, colour: str) -> None:
    points = curve.points
    # Where a position in a picture is worked out, a binary float does no harm to an amount.
    amounts = [float(point.per_head) for point in points]
    step = _round_step((max(amounts) - min(amounts)) / 4)
    low, top = step * int(min(amounts) / step), step * (int(max(amounts) / step) + 1)
    bottom, left, right = HEIGHT - _BOTTOM, _LEFT, WIDTH - _RIGHT
    first, last = points[0].people, points[-1].people

    def across(people: int) -> float:
        return left + (right - left) * (people - first) / max(1, last - first)

    def up(amount: float) -> float:
        return bottom - (bottom - _TOP) * (amount - low) / (top - low)

    def at(point: CurvePoint) -> _Point:
        return across(point.people), up(float(point.per_head))

    canvas.label(left, 14, "Pounds a head, exc VAT", "start")
    for tick in range(round((top - low) / step) + 1):
        y = up(low + tick * step)
        canvas.line([(left, y), (right, y)], "#dddddd")
        canvas.label(left - 8, y + 4, f"{low + tick * step:,.0f}", "end")
    people_step = max(1, round(_round_step((last - first) / 10)))
    for people in range(-(-first // people_step) * people_step, last + 1, people_step):
        x = across(people)
        canvas.line([(x, bottom), (x, bottom + 5)], _GREY)
        canvas.label(x, bottom + 19, f"{people:,}", "middle")
    canvas.label((left + right) / 2, HEIGHT - 6, "People", "middle")
    # One falling line for each number of cohorts, and a thin one up each cliff.
    for _, cohort in groupby(points, key=lambda point: point.cohorts):
        line = list(map(at, cohort))
        canvas.line(line if len(line) > 1 else line * 2, colour, 2.5)
    for before, after in pairwise(points):
        if before.cohorts != after.cohorts:
            canvas.line([at(before), at(after)], _GREY)
    own = next(point for point in points if point.people == curve.participants)
    x, y = at(own)
    canvas.dot(x, y, colour)
    # Without a pound sign, which the font of the PNG does not have.
    words = f"{people_in_words(own.people)}: {own.per_head:,.2f}"
    if x > WIDTH * 0.6:
        canvas.label(x - 10, y - 12, words, "end")
    else:
        canvas.label(x + 10, y - 12, words, "start")


def _round_step(least: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50 and so on that is not less."""
    parts = (part * 10**power for power in range(12) for part in (1, 2, 5))
    return float(next(part for part in parts if part >= least))
