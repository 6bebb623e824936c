"""What is published: the folder's licences, its zip, and the workflow that makes the release."""

import re
import stat
import sys
import tomllib
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from conftest import ROOT
from lpplan import __version__
from test_github_files import needs_bash, run_script


def module(name: str) -> Any:
    """A script of ``.ci/release``."""
    spec = spec_from_file_location(name, ROOT / ".ci" / "release" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


build, exercise = module("build"), module("exercise")
WORKFLOW = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "release.yml")
INSTALL = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")


def step(name: str) -> str:
    """The script of a step of the job that publishes."""
    script: str
    (script,) = (
        one["run"] for one in WORKFLOW["jobs"]["publish"]["steps"] if one.get("name") == name
    )
    return script


def test_the_licences_name_what_is_bundled_with_its_version_and_hold_its_text() -> None:
    bundled = build.owners(["json", "rich", "lxml", "docx", "typer"])
    assert [one.name for one in bundled] == ["lxml", "python-docx", "rich", "typer"]
    text = build.licences_text(bundled, ["libz.so.1"])
    table, *texts = text.split("=" * 80)
    python = ".".join(map(str, sys.version_info[:3]))
    assert f"\nPython {python}: PSF-2.0\nlxml " in table
    assert re.search(
        r"^rich [\d.]+: MIT\ntyper [\d.]+: MIT\nlibz\.so\.1: Zlib$", table, re.MULTILINE
    )
    assert {"Python", "lxml", "python-docx", "rich", "typer"} == {one.strip() for one in texts[::2]}
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in text


def test_a_module_of_unknown_licence_is_not_bundled() -> None:
    with pytest.raises(ValueError, match="Whose is made_up"):
        build.owners(["rich", "made_up"])


def test_every_library_that_is_needed_brings_the_text_of_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = project["dependencies"] + project["optional-dependencies"]["office"]
    names = [re.split("[>;]", one)[0] for one in needed if "win32" not in one]
    bundled = map(build.distribution, names)
    assert [one.name for one in bundled if not [*build._licence_files(one)]] == []


def test_a_tag_that_is_not_the_version_builds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--tag", f"v{__version__}.1"]) == 2
    assert (
        capsys.readouterr().err == f"The tag is v{__version__}.1, and the version v{__version__}.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="files are marked otherwise there")
def test_the_zip_keeps_what_may_be_run_and_what_is_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "lpplan"
    (folder / "inside").mkdir(parents=True)
    program, data = folder / "lpplan", folder / "inside" / "data"
    program.write_bytes(b"#!")
    program.chmod(0o755)
    data.write_bytes(b"1")
    (folder / "link").symlink_to("inside/data")
    archive, again = (build.zipped(folder, tmp_path / f"{n}.zip") for n in (1, 2))
    assert archive.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(archive) as packed:
        assert packed.namelist() == ["lpplan/inside/data", "lpplan/link", "lpplan/lpplan"]
    there = tmp_path / "there"
    exercise.unzip(archive, there)
    assert stat.S_IMODE((there / "lpplan" / "lpplan").stat().st_mode) == 0o755
    assert stat.S_IMODE((there / "lpplan" / "inside" / "data").stat().st_mode) == 0o644
    assert (there / "lpplan" / "link").readlink() == Path("inside/data")


def test_only_the_job_that_publishes_may_write_and_only_of_a_tag() -> None:
    assert WORKFLOW["permissions"] == {}
    jobs = WORKFLOW["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["publish"]["if"] == "github.ref_type == 'tag'"
    assert jobs["publish"]["needs"] == "build"


@needs_bash
def test_the_checksums_are_those_of_every_file_and_the_release_has_them_all(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    for ending in ("-py3-none-any.whl", ".tar.gz", "-linux-x86_64.zip"):
        (dist / f"lpplan-{__version__}{ending}").write_bytes(ending.encode())
    for command in ("sha256sum", "gh"):
        fake = tmp_path / command
        fake.write_text(f'#!/bin/sh\necho "{command} $*" | tee -a {tmp_path}/asked\n', "utf-8")
        fake.chmod(0o755)
    assert run_script(step("Write the checksums"), tmp_path, tmp_path)[0] == 0
    assert (dist / "SHA256SUMS").read_text("utf-8").startswith("sha256sum -- lpplan-")
    code, _ = run_script(step("Make the release"), tmp_path, tmp_path, TAG=f"v{__version__}")
    assert code == 0
    made = (tmp_path / "asked").read_text("utf-8").splitlines()[-1]
    assert made.startswith(f"gh release create v{__version__} dist/SHA256SUMS dist/lpplan-")
    assert f"--title lpplan {__version__} " in made


def test_the_page_on_installing_names_each_file_and_the_systems_they_are_for() -> None:
    for target in ("windows-x86_64", "macos-arm64", "linux-x86_64"):
        assert f"lpplan-{__version__}-{target}.zip" in INSTALL
    systems = [one["os"] for one in WORKFLOW["jobs"]["build"]["strategy"]["matrix"]["include"]]
    assert systems == ["ubuntu-24.04", "windows-2022", "macos-14"]
    assert "Ubuntu 24.04" in INSTALL
    assert "macOS 14" in INSTALL


@pytest.mark.parametrize("way", ["zip", "uv", "pipx"])
def test_the_page_says_of_each_way_how_it_is_installed_updated_and_removed(way: str) -> None:
    side_by_side = INSTALL[INSTALL.index("| way |") :].partition("\n\n")[0]
    (row,) = re.findall(rf"^\| [^|]*{way} \|(.*)\|$", side_by_side, re.MULTILINE)
    assert len(row.split("|")) == 3
