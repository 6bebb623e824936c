"""The picture of a timeline: every mark and every word inside it, and no words on others."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TESTS, Lpplan
from lpplan.show.gantt import MOST_ROWS, Gantt, GanttMark, GanttRow, gantt_svg
from lpplan.show.typeset import svg_png

HOUSE = "#1f3864"
PLANS = [*sorted((ROOT / "examples").glob("*.toml")), *sorted((TESTS / "plans").glob("*.toml"))]
LABEL = re.compile(r'<text x="(.*?)" y="(.*?)" text-anchor="(\w+)".*?font-size="(\d+)">(.*?)<')


def boxes(svg: str) -> list[tuple[float, float, float, str]]:
    """Each label: from where to where it reaches, how far down, and its words."""
    found = []
    for x, y, anchor, size, words in LABEL.findall(svg):
        # Noto Sans is half as wide as it is high, on average.
        width = 0.5 * int(size) * len(words)
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        found.append((left, left + width, float(y), words))
    return found


def assert_tidy(svg: str) -> None:
    height = float(re.search(r'viewBox="0 0 640 ([\d.]+)"', svg)[1])  # type: ignore[index]
    labels = boxes(svg)
    for left, right, y, words in labels:
        assert left >= 0, words
        assert right <= 640, words
        assert 0 < y <= height, words
    for n, (left, right, y, words) in enumerate(labels):
        for other_left, other_right, other_y, others in labels[n + 1 :]:
            apart = right <= other_left or other_right <= left or abs(y - other_y) >= 10
            assert apart, (words, others)
    points = re.findall(r"(-?[\d.]+),(-?[\d.]+)", " ".join(re.findall('points="(.*?)"', svg)))
    assert all(0 <= float(x) <= 640 and 0 <= float(y) <= height for x, y in points)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_the_picture_of_a_plan_is_tidy(plan: object, lpplan: Lpplan) -> None:
    outcome = lpplan("timeline", str(plan), "--as-of", "2018-06-01", "-f", "svg")
    assert outcome.code in (0, 1)
    assert_tidy(outcome.out)
    assert svg_png(outcome.out, scale=1).startswith(b"\x89PNG")


def test_sessions_gateways_and_deadlines_differ_in_shape_and_suggestions_are_hollow(
    lpplan: Lpplan,
) -> None:
    plan = ROOT / "examples" / "worth-it.toml"
    svg = lpplan("timeline", plan, "--as-of", "2026-11-27", "-f", "svg").out
    # Two sessions at each of two stages, and the two of the key.
    assert svg.count("<circle") == 6
    assert svg.count('fill="#fff" stroke="#1f3864"') == 4 + 1 + 2
    for words in ("2027/28", "Stage 3, 2028/29", "Launch 5 Oct", "Gateway Jun", "deadline"):
        assert f">{words}<" in svg
    assert "<title>Stage 2 in 2027/28: Launch on 5 October 2027 (suggested) and gateway" in svg


days = st.dates(date(2018, 9, 1), date(2026, 8, 31))


@st.composite
def rows(draw: st.DrawFn) -> GanttRow:
    first, last = sorted((draw(days), draw(days)))
    marks = draw(
        st.lists(
            st.builds(
                lambda kind, words, day, hollow: GanttMark(kind, words, day, day, hollow),
                st.sampled_from(["session", "gateway", "deadline"]),
                st.text("abc ", min_size=1, max_size=60),
                st.dates(first, last),
                st.booleans(),
            ),
            max_size=9,
        )
    )
    return GanttRow("Stage 2, 2018/19", first, last, marks)


@given(st.lists(rows(), min_size=1, max_size=5))
def test_no_words_meet_whatever_the_dates_are(stages: list[GanttRow]) -> None:
    assert_tidy(gantt_svg(Gantt("", stages), HOUSE))


def test_a_plan_of_many_stages_shows_as_many_as_a_page_holds() -> None:
    stage = GanttRow("Stage 3, 2018/19", date(2018, 9, 1), date(2019, 8, 31), [])
    svg = gantt_svg(Gantt("", [stage] * 40), HOUSE)
    assert svg.count(">Stage 3, 2018/19<") == MOST_ROWS
