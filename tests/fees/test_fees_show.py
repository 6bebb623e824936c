"""``lpplan fees list`` and ``fees show`` as pages."""

from pathlib import Path

import pytest

from conftest import TESTS, Lpplan

SYNTHETIC = TESTS / "synthetic" / "many_charges"


@pytest.mark.parametrize("ending", ["html", "docx", "md"])
@pytest.mark.parametrize("command", [["list"], ["show", "2021/22"]], ids=" ".join)
def test_fees_can_be_written_as_a_page(
    command: list[str], ending: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    page = tmp_path / f"fees.{ending}"
    assert lpplan("fees", *command, "--fees", SYNTHETIC, "-o", page) == (0, "", "")
    assert page.stat().st_size > 300
    if ending == "html" and command[0] == "show":
        written = page.read_text(encoding="utf-8")
        assert '<p class="loud">Not confirmed by SSAT: every price is an estimate.</p>' in written


def test_a_label_is_no_markup_on_a_page(lpplan: Lpplan) -> None:
    out = lpplan("fees", "show", "2018/19", "--fees", SYNTHETIC, "-f", "markdown").out
    assert "- Portfolio \\| \\*hosting\\* &lt;b&gt;: =Page(3).\n" in out
