"""The pictures of ``lpplan case``: what they show, and what stands for them in words."""

import re
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from lpplan.show.charts import chart_svg
from lpplan.show.document import Figure, Series
from lpplan.show.typeset import svg_png

WORTH_IT = ROOT / "examples" / "worth-it.toml"
DAY = ("--as-of", "2026-11-21")
SAVING = (
    "Saving so far, 2027/28 to 2031/32: at worst -£1,200.00 (estimate) in 2027/28; pays back in"
    " 2028/29, with £2,000.00 (estimate); at the end £11,600.00 (estimate)."
)
# 31 people: 31 × 400 + 2 × 2,200 = 16,800, and 31 × 400 + 2 × 600 = 13,600, each by 31,
# to the pound.
A_HEAD = (
    "Cost a head at Stage 3 in 2028/29 for 10 to 56 people, in as few cohorts as hold them. One"
    " more cohort opens at 26 and 51. With 31 people it is £542 (estimate) SSAT-run, and"
    " £439 (estimate) as a centre."
)
# 2027/28: 18,000 less 22 × 580.6451… = 12,774.19. Then 13,600 less 22 × 480 = 10,560.
NET = (
    "Cost, what other schools pay, and the net for Harbour Teaching Alliance by academic year. The"
    " net (estimate) is £5,226 in 2027/28, £3,040 in 2028/29, £3,040 in 2029/30, £3,040 in 2030/31"
    " and £3,040 in 2031/32."
)
PLAN = """
school = {name = "Oakfield", membership = "member"}
[[stages]]
stage = 2
academic_year = "2018/19"
participants = 20
"""


def written(lpplan: Lpplan, plan: Path, file: Path, *flags: str) -> Path:
    assert lpplan("case", plan, *DAY, *flags, "-o", file) == (0, "", "")
    return file


def test_the_pictures_of_a_page_are_exactly_these(lpplan: Lpplan, tmp_path: Path) -> None:
    page = written(lpplan, WORTH_IT, tmp_path / "case.html").read_text(encoding="utf-8")
    pictures = re.findall("<figure>.*</figure>", page)
    shown = "\n".join(pictures).replace("><", ">\n<") + "\n"
    assert_same_as_file(shown, TESTS / "expected" / "worth-it-case-pictures.html")
    for picture, words in zip(pictures, (SAVING, NET, A_HEAD), strict=True):
        assert f"<title>{words}</title>" in picture
        assert f"<figcaption>{words}</figcaption>" in picture
    saving, net, a_head = pictures
    for told in ("£5,226", "£3,040", "Cost", "Others pay", "Net", "£20,000", "2031/32"):
        assert f">{told}<" in net
    for told in ("At worst: -£1,200", "Pays back: £2,000", "£15,000", "-£5,000", "2031/32"):
        assert f">{told}<" in saving
    for told in ("26: 2 cohorts", "51: 3 cohorts", "31 people: £542", "31 people: £439"):
        assert f">{told}<" in a_head
    for told in ("SSAT-run", "As a centre", "Pounds a head, exc VAT"):
        assert f">{told}<" in a_head


def test_word_has_every_picture_with_what_they_show(lpplan: Lpplan, tmp_path: Path) -> None:
    document = docx.Document(str(written(lpplan, WORTH_IT, tmp_path / "case.docx")))
    told = [picture._inline.docPr.get("descr") for picture in document.inline_shapes]
    assert told == [SAVING, NET, A_HEAD]
    captions = [p.text for p in document.paragraphs if p.style and p.style.name == "Caption"]
    assert captions == [SAVING, NET, A_HEAD]


def test_where_it_never_pays_back_the_picture_says_no_year(lpplan: Lpplan, tmp_path: Path) -> None:
    told = lpplan("case", WORTH_IT, *DAY, "--own-cost", "5000", "-f", "markdown").out
    # Stage 2 with 10,000 of own costs: −11,200; then each year 4,400 − 10,000 = −5,600.
    assert (
        "Saving so far, 2027/28 to 2031/32: at worst -£33,600.00 (estimate) in 2031/32.\n"
    ) in told


def test_a_case_of_one_year_has_one_picture_of_one_year(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    page = written(lpplan, plan, tmp_path / "case.html", "--years", "1").read_text("utf-8")
    assert page.count("<figure>") == 1
    told = "Saving so far: at worst -£1,200.00 in 2018/19."
    assert f"<figcaption>{told}</figcaption>" in page
    assert ">At worst: -£1,200.00<" in page


def figure_of(*amounts: str, bars: bool = False) -> Figure:
    series = Series("Saving", [Decimal(amount) for amount in amounts], {0: "First"})
    return Figure("", "Pounds", "People", range(1, len(amounts) + 1), [series], bars=bars)


@pytest.mark.parametrize("bars", [True, False])
@pytest.mark.parametrize(
    "amounts",
    [
        ("0.00",),
        ("100.00", "100.00"),
        ("-0.01", "0.00", "0.01"),
        ("-1000000000000.00", "99999999999999.99"),
    ],
)
def test_every_amount_and_every_word_stands_inside_the_picture(
    amounts: tuple[str, ...], *, bars: bool
) -> None:
    figure = figure_of(*amounts, bars=bars)
    shown = chart_svg(figure, "#1f3864")
    points = re.findall(r"(-?[\d.]+),(-?[\d.]+)", " ".join(re.findall('points="(.*?)"', shown)))
    assert all(0 <= float(x) <= 640 and 0 <= float(y) <= 300 for x, y in points)
    bar = r'<rect x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"'
    for x, y, width, height in (map(float, sides) for sides in re.findall(bar, shown)):
        assert 0 <= x <= x + width <= 640
        assert 0 <= y <= y + height <= 300
    labels = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="end".*?>(.*?)<', shown)
    # A digit is at most 7 wide.
    assert all(float(x) >= 7 * len(words) for x, _, words in labels)
    assert svg_png(shown, scale=3).startswith(b"\x89PNG")
