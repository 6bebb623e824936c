"""Every page of every document, as it is drawn: nothing clipped, broken, or nearly empty."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pypdfium2
import pytest
from pypdf import PdfReader

from conftest import ROOT, TESTS, Lpplan
from lpplan.running import run

pytestmark = pytest.mark.slow

NINE_SCHOOLS = TESTS / "plans" / "nine_schools.toml"
PLANS = [*sorted((ROOT / "examples").glob("*.toml")), NINE_SCHOOLS]
KINDS = ("proposal", "offer", "quote", "case", "recharge", "timeline", "readiness")
DAY = ("--as-of", "2026-11-27")
MM = 72 / 25.4
LEFT, RIGHT = 18 * MM, (210 - 18) * MM
SCALE = 0.5
LEAST_FILLED = 0.2
"""Of a page's height."""


@pytest.fixture(params=PLANS, ids=lambda plan: plan.stem)
def plan(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(params=KINDS)
def document(
    request: pytest.FixtureRequest, plan: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A plan's document of a kind as PDF, with its Markdown beside it; each is made once."""
    made = (request.param, plan.stem)
    if made not in _made:
        folder = _made[made] = tmp_path_factory.mktemp("document")
        for ending in ("md", "pdf"):
            file = folder / f"document.{ending}"
            code = run([request.param, str(plan), *DAY, "-o", str(file)])
            assert file.exists() or code == 2
    file = _made[made] / "document.pdf"
    if not file.exists():
        pytest.skip("The plan has no such document.")
    return file


_made: dict[tuple[str, str], Path] = {}


class Letter(NamedTuple):
    """Where a letter stands on its page, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def pages_of(file: Path) -> Iterator[tuple[Any, list[Letter]]]:
    pdf = pypdfium2.PdfDocument(str(file))
    for page in pdf:
        text = page.get_textpage()
        whole = text.get_text_range()
        boxes = (
            (whole[n], text.get_charbox(n)) for n in range(min(len(whole), text.count_chars()))
        )
        yield page, [Letter(letter, *box) for letter, box in boxes if letter.strip()]


def test_no_letter_leaves_the_page_or_its_margins(document: Path) -> None:
    for page, letters in pages_of(document):
        height = page.get_height()
        assert len(letters) > 40
        for letter in letters:
            assert letter.left >= LEFT - 2, letter
            assert letter.right <= RIGHT + 2, letter
            assert 20 <= letter.bottom <= letter.top <= height - 20, letter


def test_no_page_but_the_last_is_nearly_empty(document: Path) -> None:
    *pages, _ = [page for page, _ in pages_of(document)]
    for page in pages:
        drawn = page.render(scale=SCALE, grayscale=True)
        rows = [bytes(drawn.buffer)[n * drawn.stride :][: drawn.width] for n in range(drawn.height)]
        # The header and the footer fill no page.
        top, bottom = round(18 * MM * SCALE), round((297 - 18) * MM * SCALE)
        inked = [n for n in range(top, bottom) if min(rows[n]) < 200]
        assert inked
        assert inked[-1] - top > LEAST_FILLED * (bottom - top)


def test_every_word_is_whole(document: Path) -> None:
    markdown = document.with_suffix(".md").read_text(encoding="utf-8")
    plain = re.sub(r"\\(\W)|\*\*|[|#]|&#8203;|^\s*[-:]+\s*$", r" \1", markdown, flags=re.MULTILINE)
    plain = plain.replace("&amp;", "&").replace(" -", " ").replace(" .", ".")
    text = " ".join(page.extract_text() for page in PdfReader(document).pages)
    words = set(re.findall(r"[A-Za-zÀ-ž£'’]{4,}", plain))
    drawn = set(re.findall(r"[A-Za-zÀ-ž£'’]{4,}", text))
    assert len(words) > 40
    assert words - drawn == set()


def test_no_heading_is_the_last_of_its_page(document: Path) -> None:
    reader: Any = PdfReader(document)
    pages = [letters for _, letters in pages_of(document)]

    def headings(outline: Any) -> Iterator[Any]:
        for entry in outline:
            yield from headings(entry) if isinstance(entry, list) else (entry,)

    told = [*headings(reader.outline)]
    assert told
    for heading in told:
        number = reader.get_destination_page_number(heading)
        top = float(heading.top)
        footer = 15 * MM
        below = [one for one in pages[number] if footer + 8 < one.bottom < top - 26]
        assert below, heading.title


def amounts_in(file: Path) -> str:
    """The text of a document in any format, with single spaces."""
    if file.suffix == ".pdf":
        text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    elif file.suffix == ".docx":
        body = docx.Document(str(file)).element.body
        text = " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    else:
        text = file.read_text(encoding="utf-8")
    return " ".join(text.split())


@pytest.mark.parametrize("ending", ["txt", "md", "html", "docx", "pdf"])
@pytest.mark.parametrize("kind", ["quote", "proposal"])
def test_totals_are_the_same_to_the_penny_in_every_format(
    kind: str, ending: str, plan: Path, lpplan: Lpplan, tmp_path: Path
) -> None:
    quote = json.loads(lpplan("quote", plan, *DAY, "-f", "json").out)
    file = tmp_path / f"document.{ending}"
    assert lpplan(kind, plan, *DAY, "-o", file).code == 0
    text = amounts_in(file)
    totals = [quote["total"], quote["net"]["net"], *(stage["total"] for stage in quote["stages"])]
    for total in totals:
        amount = Decimal(total)
        assert f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}" in text
