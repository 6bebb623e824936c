"""The cost a head by number of people as a picture: laid out once, painted as SVG or as PNG."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from lpplan.values.money import Pounds
from lpplan.values.words import people_in_words, pounds

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 24, 44
_GREY = "#767676"
_BLACK = "#1a1a1a"


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
        cohorts = {point.people: point.cohorts for point in self.points}
        ends = (self.points[0].people, self.points[-1].people, self.participants)
        return tuple(
            point
            for point in self.points
            if point.people in ends
            or point.cohorts != cohorts.get(point.people - 1, point.cohorts)
            or point.cohorts != cohorts.get(point.people + 1, point.cohorts)
        )


class _Stroke(NamedTuple):
    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1


class _Dot(NamedTuple):
    x: float
    y: float
    colour: str


class _Label(NamedTuple):
    x: float
    y: float
    words: str
    anchor: Literal["start", "middle", "end"]


_Shape: TypeAlias = _Stroke | _Dot | _Label


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
    shapes = "".join(map(_svg, _shapes(curve, colour)))
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f"<title>{escape(chart_in_words(curve))}</title>{shapes}</svg>"
    )


def _svg(shape: _Shape) -> str:
    match shape:
        case _Stroke():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            return (
                f'<polyline points="{points}" fill="none" stroke="{shape.colour}"'
                f' stroke-width="{shape.width}"/>'
            )
        case _Dot():
            return f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="5" fill="{shape.colour}"/>'
        case _Label():
            return (
                f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{shape.anchor}"'
                f' fill="{_BLACK}">{escape(shape.words)}</text>'
            )


def chart_png(curve: CostCurve, colour: str) -> bytes:
    """The picture as PNG, fine enough for print. Needs Pillow."""
    import io

    from PIL import Image, ImageDraw, ImageFont

    scale = 3
    image = Image.new("RGB", (WIDTH * scale, HEIGHT * scale), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(12 * scale)
    anchors = {"start": "ls", "middle": "ms", "end": "rs"}
    for shape in _shapes(curve, colour):
        match shape:
            case _Stroke():
                points = [(x * scale, y * scale) for x, y in shape.points]
                draw.line(points, fill=shape.colour, width=round(shape.width * scale))
            case _Dot():
                x, y, r = shape.x * scale, shape.y * scale, 5 * scale
                draw.ellipse((x - r, y - r, x + r, y + r), fill=shape.colour)
            case _Label():
                position, anchor = (shape.x * scale, shape.y * scale), anchors[shape.anchor]
                draw.text(position, shape.words, fill=_BLACK, font=font, anchor=anchor)
    content = io.BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


class _Scale(NamedTuple):
    """From people and pounds to positions in the picture."""

    first: int
    last: int
    low: float
    top: float

    def x(self, people: float) -> float:
        width = WIDTH - _LEFT - _RIGHT
        return _LEFT + width * (people - self.first) / max(1, self.last - self.first)

    def y(self, amount: float) -> float:
        height = HEIGHT - _TOP - _BOTTOM
        return HEIGHT - _BOTTOM - height * (amount - self.low) / (self.top - self.low)


def _shapes(curve: CostCurve, colour: str) -> Iterator[_Shape]:
    points = curve.points
    # Where a position in a picture is worked out, a binary float does no harm to an amount.
    amounts = [float(point.per_head) for point in points]
    step = _round_step((max(amounts) - min(amounts)) / 4)
    low, top = step * int(min(amounts) / step), step * (int(max(amounts) / step) + 1)
    scale = _Scale(first=points[0].people, last=points[-1].people, low=low, top=top)
    bottom, left, right = HEIGHT - _BOTTOM, _LEFT, WIDTH - _RIGHT
    yield _Label(x=left, y=14, words="Pounds a head, exc VAT", anchor="start")
    for tick in range(round((top - low) / step) + 1):
        amount = low + tick * step
        yield _Stroke(((left, scale.y(amount)), (right, scale.y(amount))), "#dddddd")
        yield _Label(x=left - 8, y=scale.y(amount) + 4, words=f"{amount:,.0f}", anchor="end")
    people_step = max(1, round(_round_step((scale.last - scale.first) / 10)))
    for people in range(-(-scale.first // people_step) * people_step, scale.last + 1, people_step):
        yield _Stroke(((scale.x(people), bottom), (scale.x(people), bottom + 5)), _GREY)
        yield _Label(x=scale.x(people), y=bottom + 19, words=f"{people:,}", anchor="middle")
    yield _Label(x=(left + right) / 2, y=HEIGHT - 6, words="People", anchor="middle")
    yield from _curve(points, scale, colour)
    own = next(point for point in points if point.people == curve.participants)
    x, y = scale.x(own.people), scale.y(float(own.per_head))
    yield _Dot(x, y, colour)
    anchor: Literal["start", "end"] = "end" if x > WIDTH * 0.6 else "start"
    # Without a pound sign, which the font of the PNG does not have.
    words = f"{people_in_words(own.people)}: {own.per_head:,.2f}"
    yield _Label(x=x + (-10 if anchor == "end" else 10), y=y - 12, words=words, anchor=anchor)


def _curve(points: Sequence[CurvePoint], scale: _Scale, colour: str) -> Iterator[_Shape]:
    """One falling line for each number of cohorts, and a thin one up each cliff."""
    for cohorts in dict.fromkeys(point.cohorts for point in points):
        line = [
            (scale.x(p.people), scale.y(float(p.per_head))) for p in points if p.cohorts == cohorts
        ]
        yield _Stroke((*line, *line[:1]) if len(line) == 1 else tuple(line), colour, 2.5)
    for before, after in pairwise(points):
        if before.cohorts != after.cohorts:
            ends = [(scale.x(p.people), scale.y(float(p.per_head))) for p in (before, after)]
            yield _Stroke(tuple(ends), _GREY)


def _round_step(least: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50 and so on that is not less."""
    parts = (part * 10**power for power in range(12) for part in (1, 2, 5))
    return float(next(part for part in parts if part >= least))
