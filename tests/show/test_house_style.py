"""A house style: one file for every document, its own sections, and words in a little Markdown."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Lpplan
from lpplan.applicant.sheet import SHEET_SECTIONS
from lpplan.offer.document import OFFER_SECTIONS
from lpplan.proposal import SECTIONS as PROPOSAL_SECTIONS
from lpplan.show.colour import LEAST_CONTRAST, contrast_on_white, readable
from lpplan.show.document import Bullets, Paragraph, Run
from lpplan.show.house_style import SECTIONS
from lpplan.show.markup import parts_of

WORTH_IT = ROOT / "examples" / "worth-it.toml"
DAY = ("--as-of", "2026-11-27")
LISTS = (
    "The sections are, of the proposal: glance, parties, programme, stages, roles, costs, schools,"
    " case, excluded, readiness, withdrawal, terms, acceptance, basis; of the offer: offered, cost,"
    " dates, support, topics, who, commitment, conditions, reply; of the sheet: about, commitment,"
    " sessions, support, who, requirements, leads_to, contact.\n"
)
EVERY_DOCUMENT = (
    *("proposal", "offer", "applicant sheet", "quote", "recharge", "case", "timeline"),
    "readiness",
)


def styled(folder: Path, text: str) -> Path:
    style = folder / "style.toml"
    style.write_text(text, encoding="utf-8")
    return style


def document(lpplan: Lpplan, kind: str, style: Path, form: str = "markdown") -> str:
    return lpplan(*kind.split(), WORTH_IT, "--style", style, *DAY, "-f", form).out


def headings(text: str) -> list[str]:
    return re.findall("^## (.*)", text, re.MULTILINE)


def test_the_names_of_sections_are_those_of_the_documents() -> None:
    made = {"proposal": PROPOSAL_SECTIONS, "offer": OFFER_SECTIONS, "sheet": SHEET_SECTIONS}
    assert {kind: [*sections] for kind, sections in made.items()} == {
        kind: [*names] for kind, names in SECTIONS.items()
    }


@pytest.mark.parametrize("kind", EVERY_DOCUMENT)
def test_one_file_serves_every_document(kind: str, lpplan: Lpplan, tmp_path: Path) -> None:
    style = styled(
        tmp_path,
        'name = "Harbour"\ncolour = "#7a1f1f"\n[sections.costs]\nshow = false\n'
        '[sections.reply]\nheading = "Sign up"\n[sections.about]\nadd = "Come!"\n',
    )
    page = document(lpplan, kind, style, "html")
    assert "--house: #7a1f1f;" in page
    assert "<address>Harbour</address>" in page


def test_a_section_is_left_out_or_stands_elsewhere(lpplan: Lpplan, tmp_path: Path) -> None:
    plain = headings(lpplan("proposal", WORTH_IT, *DAY).out)
    style = styled(tmp_path, '[sections.roles]\nshow = false\n[sections.case]\nbefore = "costs"\n')
    changed = headings(document(lpplan, "proposal", style))
    assert set(plain) - set(changed) == {"Who does what"}
    place = changed.index("Is it worth it?")
    assert changed[place + 1] == "What it costs"
    assert [h for h in plain if h not in ("Who does what", "Is it worth it?")] == [
        h for h in changed if h != "Is it worth it?"
    ]


def test_a_section_of_ones_own_stands_where_it_is_asked_for_and_only_there(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    style = styled(
        tmp_path,
        '[sections.quality]\nheading = "How we keep the quality"\ntext = "We visit."\n'
        'after = "support"\ndocuments = ["offer"]\n'
        '[sections.more]\nheading = "More"\ntext = "Of it."\nbefore = "who"\n',
    )
    offer = headings(document(lpplan, "offer", style))
    place = offer.index("How we keep the quality")
    assert offer[place - 1 : place + 3] == [
        *("When it is", "How we keep the quality"),
        *("More", "Who should come"),
    ]
    sheet = headings(document(lpplan, "applicant sheet", style))
    assert "More" in sheet
    assert "How we keep the quality" not in sheet
    assert "More" not in headings(document(lpplan, "proposal", style))


def test_terms_stand_before_the_acceptance_once_there_are_any(
    lpplan: Lpplan, tmp_path: Path
) -> None:
    assert "Terms" not in headings(lpplan("proposal", WORTH_IT, *DAY).out)
    style = styled(tmp_path, '[sections.terms]\ntext = "Payment within 30 days."\n')
    told = headings(document(lpplan, "proposal", style))
    assert told[told.index("Terms") + 1] == "Acceptance"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'colour = "#ffff99"\n',
            (
                "style.toml:1: colour: cannot be read on white: its contrast is 1.05 to 1, and"
                ' must be 4.5 to 1\n  Take a darker one, such as "#7a7a00".\n'
            ),
        ),
        (
            "[sections.cosst]\nshow = false\n",
            (
                "style.toml:1: sections.cosst: is not a section of any document\n"
                f"  Did you mean cost? {LISTS}"
            ),
        ),
        (
            '[sections.mine]\nheading = "X"\ntext = "y"\n',
            (
                "style.toml:1: sections.mine: is a section of your own, and needs heading, text,"
                ' and before or after\n  For example: after = "programme"\n'
            ),
        ),
        (
            '[sections.mine]\ntext = "y"\nafter = "costs"\n',
            (
                "style.toml:1: sections.mine: is a section of your own, and needs heading, text,"
                ' and before or after\n  For example: after = "programme"\n'
            ),
        ),
        (
            '[sections.costs]\nbefore = "case"\nafter = "nowhere"\n',
            (
                "style.toml:3: sections.costs.after: goes with before: a section stands in one"
                " place\n"
                "  Remove one of the two.\n"
                "style.toml:3: sections.costs.after: must name another section of a document\n"
                f"  {LISTS}"
            ),
        ),
        (
            '[sections.costs]\nbefore = "costs"\n',
            (
                "style.toml:2: sections.costs.before: must name another section of a document\n"
                f"  {LISTS}"
            ),
        ),
        (
            '[sections.costs]\nshow = "no"\n',
            (
                "style.toml:2: sections.costs.show: must be true or false, without quotes, not"
                ' "no"\n'
                "  Write: show = false\n"
            ),
        ),
        (
            '[sections.costs]\ndocuments = ["quote"]\n',
            (
                'style.toml:2: sections.costs.documents: must be a list of documents: "proposal",'
                ' "offer", "sheet", not "quote"\n  For example: documents = ["proposal"]\n'
            ),
        ),
    ],
)
def test_what_a_style_cannot_have_is_told(
    text: str, told: str, lpplan: Lpplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    styled(tmp_path, text)
    outcome = lpplan("offer", WORTH_IT, "--style", "style.toml")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == told


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_what_is_proposed_can_be_read_and_a_colour_that_can_be_stays(colour: str) -> None:
    assert contrast_on_white(readable(colour)) >= LEAST_CONTRAST
    if contrast_on_white(colour) >= LEAST_CONTRAST + 0.1:
        near = zip(colour[1::2], readable(colour)[1::2], strict=True)
        assert all(abs(int(one, 16) - int(other, 16)) <= 1 for one, other in near)


@pytest.mark.parametrize(
    ("colour", "ratio"),
    # By hand: white is 1.05 / 1.05, black 1.05 / 0.05; #767676 is the lightest grey of AA.
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#ff0000", 4.0)],
)
def test_a_contrast_is_what_wcag_says(colour: str, ratio: float) -> None:
    assert round(contrast_on_white(colour), 2) == ratio


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Plain,\non two lines.", [Paragraph("Plain, on two lines.")]),
        ("One.\n\nTwo.", [Paragraph("One."), Paragraph("Two.")]),
        (
            "**Bold**, *italic* and ***both***",
            [
                Paragraph(
                    (
                        Run("Bold", bold=True),
                        Run(", "),
                        Run("italic", italic=True),
                        Run(" and "),
                        Run("both", bold=True, italic=True),
                    )
                )
            ],
        ),
        ("- one\n- two", [Bullets(["one", "two"])]),
        ("1. one\n2. two", [Bullets(["one", "two"], numbered=True)]),
        ("- one\n  - within\n- two", [Bullets(["one", "within", "two"])]),
        (
            "[ours](https://a.example/b)",
            [Paragraph((Run("ours", link="https://a.example/b"),))],
        ),
        (
            "<mailto:a@b.example>",
            [Paragraph((Run("mailto:a@b.example", link="mailto:a@b.example"),))],
        ),
        ("[bad](javascript:alert(1))", [Paragraph("[bad](javascript:alert(1))")]),
        ("[file](file:///etc/passwd)", [Paragraph("[file](file:///etc/passwd)")]),
        ("# no heading", [Paragraph("# no heading")]),
        ("<b>no html</b> &amp; `no code`", [Paragraph("<b>no html</b> &amp; `no code`")]),
        ("| no | table |\n| - | - |", [Paragraph("| no | table | | - | - |")]),
        (r"\*as it stands\*", [Paragraph("*as it stands*")]),
        ("2 * 3 * 4", [Paragraph("2 * 3 * 4")]),
    ],
)
def test_a_small_part_of_markdown_is_read_and_the_rest_stands(
    text: str, parts: list[object]
) -> None:
    assert [*parts_of(text)] == parts


@given(st.text(max_size=200))
def test_no_text_is_an_error(text: str) -> None:
    for part in parts_of(text):
        assert isinstance(part, Paragraph | Bullets)
