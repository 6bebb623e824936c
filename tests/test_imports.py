"""Imports run one way, downward, and no run imports what it does not use."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, TESTS
from lpplan.cli import COMMANDS

SOURCE = ROOT / "src" / "lpplan"
PLAN = str(ROOT / "examples" / "single-school.toml")

FLOORS = (
    {"values", "stopping"},
    {"core"},
    {"reading", "held_files"},
    {"show"},
    {"output"},
    {"terminal", "flags", "completion"},
    {"quote", "recharge", "case"},
    {"readiness", "timeline", "split", "recheck", "fees", "example", "schema"},
    {"proposal"},
    {"applicant", "batch", "compare", "walk"},
    {"offer"},
    {"cli"},
    {"running"},
    {"__main__"},
)
"""From the ground up: each may import what stands below it."""

FEATURES = set().union(*FLOORS[6:-3])
"""What a user asks for; what one offers to others is named in its ``__init__.py``."""

NOT_IN_THE_CORE = {"typer", "rich", "tomllib", "tomli_w", "pathlib", "os", "sys", "io", "json"}


def imported_by(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield node.module or ""


def room(module: str) -> str:
    return module.split(".")[1] if module.startswith("lpplan.") else ""


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def rooms_below(own: str) -> set[str]:
    level = next(n for n, floor in enumerate(FLOORS) if own in floor)
    return set().union(*FLOORS[:level])


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_imports_only_from_its_own_room_and_from_below(file: Path) -> None:
    own = file.relative_to(SOURCE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for name in imported_by(file):
        if room(name):
            assert room(name) in {own, *rooms_below(own)}, f"{file.name} imports {name}"


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_a_feature_uses_of_another_only_what_that_one_offers(feature: str) -> None:
    for file in modules():
        if file.relative_to(SOURCE).parts[0].removesuffix(".py") in FEATURES - {feature}:
            inside = {name for name in imported_by(file) if name.startswith(f"lpplan.{feature}.")}
            assert not inside, f"{file.name} imports {inside}"


def test_the_core_opens_no_file_and_prints_nothing() -> None:
    for module in [*(SOURCE / "core").rglob("*.py"), *(SOURCE / "values").rglob("*.py")]:
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


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "html"])
def test_only_office_files_need_the_libraries_for_them(form: str) -> None:
    found = modules_after("quote", PLAN, "--format", form)
    assert not found & {"xlsxwriter", "docx", "typst", "fontpkg", "fontpkg_noto_sans"}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_json_and_csv_need_no_tables_and_no_markdown(form: str) -> None:
    found = modules_after("quote", PLAN, "--format", form)
    assert not found & {"rich.table", "rich.markdown", "rich.console"}


def test_a_sound_plan_needs_nothing_that_mends_one() -> None:
    mending = {"toml_mending", "toml_slips", "slip_mends", "other_kinds", "likely_file"}
    unneeded = {f"lpplan.reading.{module}" for module in mending}
    assert not modules_after("quote", PLAN) & unneeded
    bad = str(TESTS / "bad_files" / "slips" / "saved_as_json.toml")
    assert modules_after("quote", bad) & unneeded


def test_a_command_loads_no_other() -> None:
    found = modules_after("split", "27")
    commands = {command.function.partition(":")[0] for command in COMMANDS.values()}
    assert found & {f"lpplan.{module}" for module in commands} == {"lpplan.split.command"}


def test_help_loads_no_command() -> None:
    found = modules_after("--help")
    assert not found & {f"lpplan.{c.function.partition(':')[0]}" for c in COMMANDS.values()}


def test_help_reads_no_plan_and_no_fees() -> None:
    found = modules_after("--help")
    assert not {name for name in found if name.startswith(("lpplan.core.fees", "lpplan.core.plan"))}
