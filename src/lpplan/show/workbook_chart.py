"""Charts of a workbook, which the program that opens it draws from cells."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_WORDS: Mapping[str, Any] = {"name": "Arial", "size": 9}
_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
_AXES: Sequence[Mapping[str, Any]] = (
    {"major_gridlines": {"visible": False}, "label_position": "low"},
    {"num_format": "£#,##0", "major_gridlines": _GRID},
)
"""How axes look, along and up."""
_COLORS = ("#1F3864", "#C55A11")
LINES, COLUMNS = "scatter straight", "column clustered"
"""Kinds of charts: lines over numbers, and columns over words."""


class Series(NamedTuple):
    """What is drawn: its name, and the cells along and up, such as ``Quote!$A$9:$A$59``."""

    name: str
    along: str
    up: str


def new_chart(
    workbook: Any, kind: str, title: str, drawn: Sequence[Series], axes: Sequence[str]
) -> Any:
    """A chart, as XlsxWriter has it, of one or two series, with what the axes are called."""
    chart = workbook.add_chart(dict(zip(("type", "subtype"), kind.split(), strict=True)))
    for series, color in zip(drawn, _COLORS, strict=False):
        look: Mapping[str, Any] = {"line": {"color": color, "width": 2}}
        if kind == COLUMNS:
            # The second stands in front of the first, and not beside it.
            look = {"fill": {"color": color}, "overlap": 100, "gap": 100}
        named = {"name": series.name} if len(drawn) > 1 else {}
        cells = {"categories": f"={series.along}", "values": f"={series.up}"}
        chart.add_series({**named, **cells, **look})
    chart.set_title({"name": title, "name_font": {**_WORDS, "size": 11}, "overlay": False})
    for name, more, set_axis in zip(axes, _AXES, (chart.set_x_axis, chart.set_y_axis), strict=True):
        set_axis({"name": name, "num_font": _WORDS, "name_font": _WORDS, **more})
    chart.set_legend({"none": True} if len(drawn) == 1 else {"position": "bottom"})
    return chart
