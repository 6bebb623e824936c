"""Imports run one way, downward, and no run imports what it does not use."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "lpplan"
PLAN = str(ROOT / "examples" / "single-school.toml")

FLOORS = ("values", "core", "checking", "files", "reports", "rendering", "commands")
"""From the ground up: each may import those before it. The rest of lpplan stands on top."""

NOT_IN_THE_CORE = {"typer", "rich", "tomllib", "tomli_w", "pathlib", "os", "sys", "io", "json"}


def imported_by(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield node.module or ""


def modules(floor: str) -> list[Path]:
    return sorted((SOURCE / floor).rglob("*.py"))


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_those_below_it(floor: str) -> None:
    allowed = FLOORS[: FLOORS.index(floor) + 1]
    for module in modules(floor):
        for name in imported_by(module):
            if name.startswith("lpplan."):
                assert name.split(".")[1] in allowed, f"{module.name} imports {name}"


def test_every_folder_of_the_package_is_a_floor() -> None:
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == set(FLOORS)


@pytest.mark.parametrize("floor", ["values", "core"])
def test_the_core_opens_no_file_and_prints_nothing(floor: str) -> None:
    for module in modules(floor):
        found = {name.split(".")[0] for name in imported_by(module)}
        assert not found & NOT_IN_THE_CORE, module.name
        assert "today(" not in module.read_text(encoding="utf-8")


def modules_after(*arguments: str) -> set[str]:
    """The modules imported by the time a run of lpplan has ended."""
    script = (
        "import sys, contextlib, io\n"
        "from lpplan.running import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    run({list(arguments)!r})\n"
        "print(*sys.modules, sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.split())


def test_the_version_needs_neither_pydantic_nor_rich_nor_typer() -> None:
    found = modules_after("--version")
    assert not found & {"pydantic", "rich", "typer", "tomllib"}


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_only_a_workbook_needs_the_library_for_workbooks(form: str) -> None:
    found = modules_after("quote", PLAN, "--format", form)
    workbooks = {"xlsxwriter", "lpplan.rendering.quote_workbook", "lpplan.rendering.workbook_page"}
    assert not found & workbooks


@pytest.mark.parametrize("form", ["json", "csv"])
def test_json_and_csv_need_no_tables_and_no_markdown(form: str) -> None:
    found = modules_after("quote", PLAN, "--format", form)
    assert "lpplan.rendering.quote_data" in found
    assert not found & {"rich.table", "rich.markdown", "rich.console"}
    assert not found & {"lpplan.rendering.quote_table", "lpplan.rendering.quote_markdown"}


def test_a_command_loads_no_other() -> None:
    found = modules_after("split", "27")
    assert {name for name in found if name.startswith("lpplan.commands.")} == {
        "lpplan.commands.options",
        "lpplan.commands.split",
    }


def test_help_reads_no_plan_and_no_fees() -> None:
    found = modules_after("--help")
    assert not {name for name in found if name.startswith(("lpplan.core", "lpplan.checking"))}
