"""Every page passes axe-core in a browser, on a screen and on a phone; skipped without one."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TESTS, Lpplan

pytestmark = pytest.mark.slow

PLANS = [*sorted((ROOT / "examples").glob("*.toml")), TESTS / "plans" / "nine_schools.toml"]
KINDS = ("proposal", "offer", "quote", "case", "recharge", "timeline", "readiness")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
SIZES = {"screen": 1280, "phone": 360}


@pytest.fixture(scope="module")
def browser() -> Any:
    library = pytest.importorskip("playwright.sync_api")
    if BROWSER is None:
        pytest.skip("There is no browser here.")
    with library.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_no_page_has_a_barrier_or_scrolls_sideways(
    plan: Path, size: str, browser: Any, lpplan: Lpplan, tmp_path: Path
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": SIZES[size], "height": 800})
    tried = 0
    for kind in KINDS:
        file = tmp_path / f"{kind}.html"
        lpplan(kind, plan, "--as-of", "2026-11-27", "-o", file)
        if file.exists():
            tried += 1
            page.goto(file.as_uri())
            found = axe.run(page).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]
    page.close()
    assert tried >= 3
