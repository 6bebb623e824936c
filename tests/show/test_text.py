"""Text from files comes out as itself, and does no harm, in each kind of output."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.show.data import csv_text
from lpplan.show.document import Document, Paragraph, Run
from lpplan.show.markdown import document_markdown
from lpplan.show.terminal import Screen
from lpplan.show.text import markdown_text, visible
from lpplan.values.charset import in_charset
from lpplan.values.words import sizes_in_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gŵyr", "Gŵyr"),
        ("مدرسة", "مدرسة"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\u2028b", "a\\u2028b"),
        ("\x9b31m", "\\x9b31m"),
        ("\udcff", "\\udcff"),
        ("zero\u200dwidth joiner", "zero\u200dwidth joiner"),
    ],
)
def test_control_and_override_characters_are_shown_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert csv_text(f"{start}1").startswith("'")


def test_other_cells_stand_as_they_are() -> None:
    assert csv_text("1+1=2, it's") == "1+1=2, it's"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[bold]Oak[/]", "\\[bold\\]Oak\\[/\\]"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("| a | b |", "\\| a \\| b \\|"),
        ("*a* _b_ `c` ~d~ $e$", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$"),
        (":smile: 10:30", "\\:smile: 10:30"),
        ("see https://example.org", "see https\\://example.org"),
        ("WWW.example.org", "WWW\\.example.org"),
        ("# Two years", "\\# Two years"),
        ("Year 7 #", "Year 7 \\#"),
        ("::error::x", "\\:\\:error\\::x"),
        ("see #12", "see #&#8203;12"),
        ("ask @ssat or a.lead@example.org", "ask @&#8203;ssat or a.lead@example.org"),
        ("£1,000.00 (exc VAT)", "£1,000.00 (exc VAT)"),
    ],
)
def test_markdown_marks_are_escaped(text: str, written: str) -> None:
    assert markdown_text(text) == written


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("---", "\\---"),
        ("- a list - of one", "\\- a list - of one"),
        ("12. December", "12\\. December"),
        ("-£1,200.00", "-£1,200.00"),
        ("    no code", "no code"),
        ((Run("Prices: ", bold=True), Run("told")), "**Prices:** told"),
        ((Run("a*b", bold=True), Run("c", bold=True)), "**a\\*bc**"),
        ((Run("Prices:", bold=True), Run("told")), "**Prices:**<!-- -->told"),
        ((Run("a", bold=True), Run("b", bold=True, italic=True)), "**a**<!-- -->***b***"),
        ((Run("our "), Run('"best"', italic=True), Run(".")), 'our *"best"*.'),
        ((Run(" ", bold=True), Run("# x")), "\\# x"),
    ],
)
def test_a_paragraph_as_markdown_has_the_looks_of_its_words_and_no_others(
    words: str | tuple[Run, ...], written: str
) -> None:
    document = Document("T", date(2026, 11, 28), [Paragraph(words)])
    assert document_markdown(document) == f"# T\n\n{written}\n"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "£1 – 2½ … Gŵyr ✓"),
        ("cp1252", "£1 – 2½ … G?yr +"),
        ("ascii", "GBP 1 - 21/2 ... G?yr +"),
    ],
)
def test_a_character_that_a_console_lacks_has_a_stand_in(encoding: str, shown: str) -> None:
    assert in_charset("£1 – 2½ … Gŵyr ✓", encoding) == shown


@given(st.text(), st.sampled_from(["ascii", "cp1252", "utf-8", "cp437", "cp850"]))
def test_any_text_fits_on_any_console(text: str, encoding: str) -> None:
    shown = Screen(encoding=encoding).fit(text)
    shown.encode(encoding)
    assert shown == visible(shown)
    assert len(shown.splitlines()) <= 1


@given(st.text(min_size=1))
def test_any_text_is_one_cell_of_one_csv_row(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([csv_text(text)])
    ((cell,),) = csv.reader(io.StringIO(out.getvalue()))
    assert cell == csv_text(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_many_cohorts_are_counted_by_size() -> None:
    assert sizes_in_words((27,)) == "27"
    assert sizes_in_words((14, 13)) == "14 and 13"
    assert sizes_in_words((18, 18, 17)) == "18, 18 and 17"
    assert sizes_in_words((18, 18, 17, 17, 17)) == "2 of 18 people and 3 of 17 people"
    assert sizes_in_words((2, 1, 1, 1)) == "1 of 2 people and 3 of 1 person"
    assert sizes_in_words((25,) * 4000) == "4,000 of 25 people"
