"""``lpplan proposal``: one content in three formats, a house style, and what it refuses."""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest

from conftest import ROOT, TESTS, Lpplan, assert_same_as_file
from lpplan.proposal.document import SECTIONS
from lpplan.show.extra import how_to_install
from lpplan.show.typeset import svg_png

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
SINGLE = ROOT / "examples" / "single-school.toml"
ALLIANCE = ROOT / "examples" / "alliance-from-stage-2.toml"
PLANS = [*EXAMPLES, TESTS / "plans" / "many_stages.toml"]
DAY = ("--as-of", "2026-11-21")
FORMATS = ("md", "html", "docx")


class Text(HTMLParser):
    """The words of a page, cell by cell, its styles left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.words.append(data)


def words_of(file: Path) -> list[str]:
    """The texts that a document shows, cell by cell and paragraph by paragraph."""
    if file.suffix == ".docx":
        return [*_in_word(docx.Document(str(file)))]
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        return Text(text).words
    plain = re.sub(r"\\([^\w\s])|\*\*", r"\1", text)
    for entity, character in {"&lt;": "<", "&gt;": ">", "&amp;": "&"}.items():
        plain = plain.replace(entity, character)
    return [cell.strip() for line in plain.splitlines() for cell in re.split(r" \| |^\||\|$", line)]


def _in_word(document: Any) -> Iterator[str]:
    for paragraph in document.paragraphs:
        yield paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell.text
    for section in document.sections:
        for paragraph in (*section.header.paragraphs, *section.footer.paragraphs):
            yield paragraph.text


def written(lpplan: Lpplan, plan: Path, file: Path, *flags: str | Path) -> Path:
    assert lpplan("proposal", plan, *DAY, *flags, "-o", file) == (0, "", "")
    return file


def test_a_proposal_is_exactly_this(lpplan: Lpplan, tmp_path: Path) -> None:
    flags = ("--reference", "LP-17", "--date", "2026-11-23", "--valid-until", "2027-01-31")
    for form in ("md", "html"):
        file = written(lpplan, ALLIANCE, tmp_path / f"proposal.{form}", *flags)
        expected = TESTS / "expected" / f"proposal.{form}"
        assert_same_as_file(file.read_text(encoding="utf-8"), expected)


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_totals_of_the_quote(
    form: str, plan: Path, lpplan: Lpplan, tmp_path: Path
) -> None:
    quote = json.loads(lpplan("quote", plan, "--format", "json").out)
    words = words_of(written(lpplan, plan, tmp_path / f"p.{form}"))
    shown = [word.strip() for word in words]
    assert f"£{float(quote['total']):,.2f}" in shown
    for stage in quote["stages"]:
        assert f"£{float(stage['total']):,.2f}" in shown
        for line in stage["lines"]:
            assert f"£{float(line['amount']):,.2f}" in shown
    assert any("exc VAT" in word for word in shown)
    if float(quote["total_estimated"]):
        assert any("subject to SSAT's confirmation" in word for word in shown)
        assert "estimate" in shown


@pytest.mark.parametrize("form", FORMATS)
def test_every_section_is_there_and_in_order(form: str, lpplan: Lpplan, tmp_path: Path) -> None:
    words = words_of(written(lpplan, ALLIANCE, tmp_path / f"p.{form}"))
    places = [
        next(place for place, word in enumerate(words) if word.lstrip("# ") == heading)
        for name, (heading, _) in SECTIONS.items()
        if name != "terms"
    ]
    assert places == sorted(places)


OVER = {"single-school": ["Stage 3 in 2020/21"], "on-the-cliff": ["Stage 1 in 2018/19"]}


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda path: path.stem)
def test_a_proposal_suggests_nothing_that_is_past(plan: Path, lpplan: Lpplan) -> None:
    proposal = lpplan("proposal", plan, "--as-of", "2026-11-24", "-f", "markdown").out
    assert not re.search(r"20(1\d|2[0-5]) \(suggested\)", proposal)
    over = OVER.get(plan.stem, [])
    assert re.findall(r"(Stage \d in [\d/]+) is over\.", proposal) == over
    assert proposal.count("past, not recorded") == 3 * len(over)


def test_what_schools_pay_is_left_out_where_none_is_named(lpplan: Lpplan, tmp_path: Path) -> None:
    text = written(lpplan, SINGLE, tmp_path / "p.md").read_text(encoding="utf-8")
    assert SECTIONS["schools"][0] not in text


@pytest.mark.parametrize("form", FORMATS)
def test_what_schools_pay_is_what_recharge_says(form: str, lpplan: Lpplan, tmp_path: Path) -> None:
    recharge = json.loads(lpplan("recharge", ALLIANCE, "--format", "json").out)
    words = words_of(written(lpplan, ALLIANCE, tmp_path / f"p.{form}"))
    for school in recharge["schools"]:
        assert f"£{float(school['total']):,.2f}" in words


HOSTILE = (
    "<script>alert(1)</script> & <b>",
    '=HYPERLINK("http://x","y")',
    "../../x",
    "| *markup* | [link](http://x) `code`",
    "مدرسة الواحة",
    "N" * 300,
    "\ufffe and \uffff",
)


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name[:12])
@pytest.mark.parametrize("form", FORMATS)
def test_an_odd_name_comes_out_as_itself(
    name: str, form: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    text = ALLIANCE.read_text(encoding="utf-8")
    written_name = json.dumps(name, ensure_ascii=True).replace("Harbour", "")
    plan.write_text(text.replace('"Harbour Teaching Alliance"', written_name), encoding="utf-8")
    words = words_of(written(lpplan, plan, tmp_path / f"p.{form}"))
    shown = name.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    if form == "md":
        shown = " ".join(shown.split())
        assert any(shown in " ".join(word.split()) for word in (" | ".join(words), *words))
    else:
        assert f"{shown}, a member of SSAT" in words
    if form == "html":
        assert not any(tag == "script" for tag, _ in Text((tmp_path / "p.html").read_text()).tags)


def test_html_is_accessible_and_one_file(lpplan: Lpplan, tmp_path: Path) -> None:
    page = written(lpplan, ALLIANCE, tmp_path / "p.html").read_text(encoding="utf-8")
    tags = Text(page).tags
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert set(levels) == {1, 2, 3}
    assert all(level <= before + 1 for before, level in pairwise(levels))
    assert all(attributes.get("scope") for tag, attributes in tags if tag == "th")
    assert any(tag == "svg" and attributes.get("role") == "img" for tag, attributes in tags)
    assert "<title>Cost a head at Stage 2" in page
    outside = [a for _, attributes in tags for a in attributes if a in ("src", "href", "onload")]
    assert outside == []
    empty = ("meta", "br", "img", "polyline", "polygon", "circle", "rect")
    opened = [tag for tag, _ in tags if tag not in empty]
    assert all(page.count(f"<{tag}") >= page.count(f"</{tag}>") > 0 for tag in opened)


def test_word_has_styles_repeated_headings_and_page_numbers(lpplan: Lpplan, tmp_path: Path) -> None:
    file = written(lpplan, ALLIANCE, tmp_path / "p.docx", "--reference", "LP-17")
    document = docx.Document(str(file))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet", "Caption"} <= styles
    for table in document.tables:
        headed = 'w:firstRow="1"' in table._tbl.xml
        assert ("w:tblHeader" in table.rows[0]._tr.xml) == headed
    foot = document.sections[-1].footer.paragraphs[0]
    assert "LP-17, 21 November 2026, all amounts exc VAT" in foot.text
    assert 'w:instr="PAGE"' in foot._p.xml
    assert 'w:instr="NUMPAGES"' in foot._p.xml
    assert len(document.inline_shapes) == 3
    assert 'descr="Cost a head at Stage 2' in document.element.xml
    assert document.core_properties.language == "en-GB"
    with zipfile.ZipFile(file) as parts:
        assert parts.testzip() is None


def png(size: tuple[int, int] = (60, 20)) -> bytes:
    width, height = size
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"><path d="M0 0h9v9"/></svg>'
    )
    return svg_png(svg.format(width, height), scale=1)


def styled(tmp_path: Path, text: str, logo: bytes | None = None) -> Path:
    if logo is not None:
        (tmp_path / "logo.png").write_bytes(logo)
    style = tmp_path / "style.toml"
    style.write_text(text, encoding="utf-8")
    return style


STYLE = """
name = "Harbour Trust"
address = ["1 Quay Street", "Harbourtown"]
contact = "lp@example.org"
logo = "logo.png"
colour = "#7a1f1f"

[sections.programme]
heading = "Why do this?"
text = '''
First of our
own words.

And more.'''

[sections.costs]
add = "Ask us about instalments."
"""


@pytest.mark.parametrize("form", FORMATS)
def test_a_house_style_has_its_letterhead_and_its_own_words(
    form: str, lpplan: Lpplan, tmp_path: Path
) -> None:
    style = styled(tmp_path, STYLE, png())
    file = written(lpplan, ALLIANCE, tmp_path / f"p.{form}", "--style", style)
    words = words_of(file)
    text = "\n".join(words)
    for told in ("Harbour Trust", "1 Quay Street", "lp@example.org", "Why do this?"):
        assert told in text
    assert "First of our own words." in words
    assert "And more." in words
    assert "Ask us about instalments." in words
    assert "Every amount is in pounds and exc VAT." in words
    assert "Lead Practitioner (LP) accreditation is for people" not in text
    assert "£18,000.00" in text
    if form == "docx":
        assert len(docx.Document(str(file)).inline_shapes) == 4
    if form == "html":
        page = file.read_text(encoding="utf-8")
        assert "data:image/png;base64," in page
        assert "#7a1f1f" in page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('colour = "red"\n', 'style.toml:1: colour: must be a colour such as "#1f3864"'),
        (
            'nmae = "X"\n',
            "style.toml:1: nmae: is not a key that is known here\n  Did you",
        ),
        (
            '[sections.prices]\ntext = "x"\n',
            "style.toml:1: sections.prices: is not a section of any document\n  Did you",
        ),
        ('[sections.costs]\ntxt = "x"\n', "style.toml:2: sections.costs.txt: is not a key that"),
        ('logo = "none.png"\n', "none.png: there is no such file\n  The style names"),
        ('logo = "style.toml"\n', "style.toml:1: logo: must name a PNG or JPEG image"),
        ("address = 3\n", "style.toml:1: address: must be a list of lines of text"),
    ],
)
def test_a_style_that_is_wrong_is_refused(
    text: str, told: str, lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    styled(tmp_path, text)
    outcome = lpplan("proposal", ALLIANCE, "--style", "style.toml")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)


@pytest.mark.parametrize(
    ("file", "library", "made"),
    [
        ("p.docx", "docx", "A Word document"),
        ("p.docx", "typst", "A Word document"),
        ("p.pdf", "typst", "A PDF"),
        ("p.pdf", "fontpkg_noto_sans", "A PDF"),
    ],
)
def test_without_the_office_libraries_it_says_what_to_install(
    lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch, file: str, library: str, made: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    outcome = lpplan("proposal", ALLIANCE, "-o", file)
    assert outcome.code == 2
    assert outcome.err.startswith(f"{made} needs libraries that are not installed")
    assert f"  Install them: {how_to_install()}\n" in outcome.err
    assert lpplan("proposal", ALLIANCE, "-f", "html").code == 0


def test_a_proposal_is_not_valid_before_it_is_made(lpplan: Lpplan) -> None:
    outcome = lpplan("proposal", ALLIANCE, "--date", "2026-11-21", "--valid-until", "2026-11-20")
    assert outcome.code == 2
    assert outcome.err.startswith("--valid-until: must not be before the proposal's own date")
    assert lpplan("proposal", ALLIANCE, "--date", "tomorrow").err.startswith("--date: must be a")


def test_a_plan_that_cannot_be_quoted_has_no_proposal(lpplan: Lpplan, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    text = ALLIANCE.read_text(encoding="utf-8").replace('"member"', '"non-member"')
    plan.write_text(text, encoding="utf-8")
    outcome = lpplan("proposal", plan, "-o", tmp_path / "p.md")
    assert outcome.code == 2
    assert not (tmp_path / "p.md").exists()


def test_a_rise_that_is_assumed_is_marked_in_the_proposal(lpplan: Lpplan, tmp_path: Path) -> None:
    text = written(lpplan, ALLIANCE, tmp_path / "p.md", "--uplift", "3%").read_text("utf-8")
    assert "| estimate +3% |" in text
