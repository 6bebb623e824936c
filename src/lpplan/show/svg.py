"""Shapes and words of a picture, in SVG."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from lpplan.show.text import html_text

WIDTH = 640
GREY, BLACK, LIGHT = "#767676", "#1a1a1a", "#dddddd"

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]


class Svg:
    """A picture that is being drawn, from the upper left corner."""

    def __init__(self) -> None:
        """Begin with nothing drawn."""
        self._shapes: list[str] = []

    def line(self, points: Sequence[Point], colour: str, width: float = 1) -> None:
        """A line through points."""
        through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._shapes.append(
            f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        )

    def shape(self, points: Sequence[Point], colour: str, *, hollow: bool = False) -> None:
        """A shape with corners, filled unless it is hollow."""
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        fill = "#fff" if hollow else colour
        self._shapes.append(
            f'<polygon points="{corners}" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'
        )

    def dot(self, x: float, y: float, colour: str, *, hollow: bool = False) -> None:
        """A dot, filled unless it is hollow."""
        fill = "#fff" if hollow else colour
        self._shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{colour}"'
            ' stroke-width="1.5"/>'
        )

    def bar(self, corner: Point, width: float, height: float, look: tuple[str, float]) -> None:
        """A bar in a colour, filled with so much of it."""
        (x, y), (colour, fill) = corner, look
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            f' fill="{colour}" fill-opacity="{fill}" stroke="{colour}"/>'
        )

    def label(self, x: float, y: float, words: str, anchor: Anchor, size: int = 12) -> None:
        """Words in one line, with a halo that keeps them apart from a line behind them."""
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{BLACK}" stroke="#fff"'
            f' stroke-width="3" paint-order="stroke" font-size="{size}">'
            f"{html_text(words)}</text>"
        )

    def drawn(self, height: float, words: str) -> str:
        """The picture as SVG, to stand in a page or in a file, and what it shows in words."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height:g}"'
            ' font-family="Noto Sans, sans-serif" font-size="12">'
            f"<title>{html_text(words)}</title>{''.join(self._shapes)}</svg>"
        )
