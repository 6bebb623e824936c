"""Characters that a console lacks have something like them in their place."""

import pytest

from lpplan.values.charset import in_charset


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("plain", "ascii", "plain"),
        ("£5 – 1½ → “a” ✓ ŵ", "ascii", 'GBP 5 - 11/2 -> "a" + ?'),
        ("£5 – ½ ŵ", "latin-1", "£5 - ½ ?"),
        ("£5 – ½ ŵ", "utf-8", "£5 – ½ ŵ"),
    ],
)
def test_only_what_an_encoding_lacks_is_replaced(text: str, encoding: str, shown: str) -> None:
    assert in_charset(text, encoding) == shown


def test_every_stand_in_is_plain() -> None:
    text = "£–—─·…×½→✓✗“”‘’"
    assert in_charset(text, "ascii") == "GBP ----...x1/2->+x\"\"''"
