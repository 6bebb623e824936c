"""The wheel and the sdist hold all they need, and work in a folder outside any checkout."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.slow
"""A wheel and an sdist are built, and the wheel installed."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("built")
    for target in ("wheel", "sdist"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has put the wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    (wheel,) = built.glob("*.whl")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", str(folder), str(wheel)], check=True, capture_output=True)
    return folder


def run_installed(
    installed: Path, folder: Path, *arguments: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "lpplan", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )


def test_an_installed_wheel_quotes_an_example_in_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    run_installed(installed, tmp_path, "example", "on-the-cliff", "-o", "plan.toml")
    asked = ("quote", "plan.toml", "--as-of", "2026-11-21", "--format", "json")
    quoted = json.loads(run_installed(installed, tmp_path, *asked).stdout)
    from_checkout = run_installed(ROOT / "src", tmp_path, *asked, "--fees", str(ROOT / "fees"))
    expected = json.loads(from_checkout.stdout)
    assert quoted["fees"] == "bundled"
    assert quoted["stages"] == expected["stages"]
    assert quoted["stages"]


def test_it_is_the_wheel_that_runs_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import lpplan; print(lpplan.__file__)"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(installed)


def test_every_fee_schedule_and_example_is_in_the_wheel(installed: Path) -> None:
    for name in ("fees", "examples"):
        ours = {path.name: path.read_bytes() for path in (ROOT / name).iterdir()}
        theirs = {
            path.name: path.read_bytes()
            for path in (installed / "lpplan" / "data" / name).iterdir()
        }
        assert theirs == ours
    assert (installed / "lpplan" / "py.typed").exists()


def test_the_sdist_can_be_built_and_tested_from(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    for needed in (
        "fees/2018-19.toml",
        "examples/on-the-cliff.toml",
        "tests/conftest.py",
        "LICENSE",
    ):
        assert needed in held
    assert any(name.startswith("src/lpplan/") for name in held)
