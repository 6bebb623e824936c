"""Make what is published: the wheel, the sdist, and the folder for those who have no Python.

Run it with the Python of an environment that holds nothing but ``.[release]``, since what it holds
is what the folder gets. lpplan itself is installed there anew.

    python .ci/release/build.py                 into dist/
    python .ci/release/build.py --tag v0.1.0    only where that is the version built

The folder is made for the system and processor that this runs on, and named after them:
``dist/lpplan-0.1.0-linux-x86_64.zip``.
"""

import platform
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, packages_distributions, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DIST, WORK = ROOT / "dist", ROOT / "build" / "release"

FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
WITH_FILES = ("lpplan", *FONTS)
"""Packages that read files of their own; PyInstaller knows those of the others."""
WITHOUT = {
    "all": ("tkinter", "sqlite3", "ssl", "_ssl", "_hashlib", "_lzma", "_bz2", "_uuid"),
    # There it is GNU's, under the GPL; elsewhere it is the system's own.
    "linux": ("readline",),
}
"""What is left out. lpplan opens no connection, so that no OpenSSL grows old in the folder."""

MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}
SYSTEMS = {"win32": "windows", "darwin": "macos"}

LICENCES = "LICENCES.txt"
_LICENCE_FILES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
_KINDS = ("*.so", "*.so.*", "*.dylib", "*.dll")
_LIBRARIES = {
    "libffi": "MIT",
    "libgcc_s": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libz": "Zlib",
}
"""Libraries of the system that Python or a package is linked with."""


def main(arguments: list[str]) -> int:
    """Build everything into ``dist/``; gives 0, or 2 where a tag is not the version built."""
    built = version("lpplan")
    if arguments[:1] == ["--tag"] and arguments[1:] != [f"v{built}"]:
        print(f"The tag is {' '.join(arguments[1:])}, and the version v{built}.", file=sys.stderr)
        return 2
    shutil.rmtree(DIST, ignore_errors=True)
    python("hatchling", "build", "-d", str(DIST))
    # What is frozen is the wheel that is published, and no source that was installed before it.
    (wheel,) = DIST.glob("*.whl")
    python("pip", "install", "-q", "--no-deps", "--force-reinstall", str(wheel))
    folder = frozen()
    licences = licences_text(bundled_in(folder), libraries_in(folder))
    (folder / LICENCES).write_text(licences, encoding="utf-8")
    print(zipped(folder, DIST / f"lpplan-{built}-{target()}.zip"))
    return 0


def python(module: str, *arguments: str) -> None:
    """Run a module of this environment from the project's folder. Raises where it fails."""
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True)


def target() -> str:
    """This system and processor, such as ``linux-x86_64``."""
    machine = platform.machine().lower()
    return f"{SYSTEMS.get(sys.platform, sys.platform)}-{MACHINES.get(machine, machine)}"


def frozen() -> Path:
    """Freeze the lpplan that is installed here; gives its folder."""
    import docx
    from PyInstaller.__main__ import run

    # python-docx looks for its templates from its folder "parts", which has to be there.
    parts = Path(docx.__file__).parent / "parts" / "__init__.py"
    run(
        [
            *("--noconfirm", "--log-level=WARN", "--onedir", "--console", "--noupx"),
            *("--name=lpplan", f"--distpath={WORK}", f"--workpath={WORK / 'work'}"),
            f"--specpath={WORK}",
            # Its commands and formats are imported by their names, when they are asked for.
            *("--collect-submodules=lpplan", "--copy-metadata=lpplan"),
            *(f"--hidden-import={name}" for name in ("docx", "openpyxl", "typst", "xlsxwriter")),
            *(f"--hidden-import={name}" for name in FONTS),
            *(f"--collect-data={name}" for name in WITH_FILES),
            f"--add-data={parts}:docx/parts",
            *(f"--exclude-module={name}" for name in left_out()),
            str(HERE / "start.py"),
        ]
    )
    return WORK / "lpplan"


def left_out() -> Iterator[str]:
    """The modules that do not go into the folder on this system."""
    yield from WITHOUT["all"]
    yield from WITHOUT.get(sys.platform, ())


def bundled_in(folder: Path) -> list[Distribution]:
    """The distributions of which there is a module in a folder, and PyInstaller, which starts it.

    Raises ValueError for a module that is neither Python's own nor of a distribution.
    """
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(next(folder.glob("lpplan*"))))
    modules = archive.open_embedded_archive("PYZ.pyz").toc
    return [*owners(name.partition(".")[0] for name in modules), distribution("pyinstaller")]


def owners(packages: Iterable[str]) -> list[Distribution]:
    """The distributions that these packages come from, by name.

    Raises ValueError for a package that is neither Python's own nor of a distribution.
    """
    known = packages_distributions()
    others = {
        name
        for name in packages
        if name not in sys.stdlib_module_names and not name.startswith("_sysconfigdata")
    }
    if unknown := others - known.keys():
        raise ValueError(f"Whose is {', '.join(sorted(unknown))}?")
    names = {owner for name in others for owner in known[name]}
    return [distribution(name) for name in sorted(names, key=str.lower)]


def libraries_in(folder: Path) -> list[str]:
    """The files of a folder that are libraries of the system."""
    found = (path for kind in _KINDS for path in (folder / "_internal").glob(kind))
    return sorted(path.name for path in found if "python" not in path.name.lower())


def licences_text(bundled: Iterable[Distribution], libraries: Iterable[str]) -> str:
    """What is in the folder beside lpplan, with versions and licences, and their texts."""
    table = [f"Python {platform.python_version()}: PSF-2.0", *map(_line, bundled)]
    table += [f"{name}: {_LIBRARIES.get(name.split('.')[0], 'see there')}" for name in libraries]
    texts = [("Python", _licence_of_python())]
    for one in bundled:
        texts += ((one.name, text) for text in _licence_files(one))
    parts = ["What this folder holds, and under which licences\n\n" + "\n".join(table) + "\n"]
    parts += [f"{'=' * 80}\n{name}\n{'=' * 80}\n\n{text.strip()}\n" for name, text in texts]
    return "\n".join(parts)


def _line(one: Distribution) -> str:
    """A distribution with its version and its licence."""
    said = one.metadata.json
    licence = str(said.get("license_expression") or said.get("license", ""))
    if not licence or "\n" in licence:
        kinds = (str(kind).split(" :: ") for kind in said.get("classifier", []))
        licence = ", ".join(kind[-1] for kind in kinds if kind[0] == "License")
    return f"{one.name} {one.version}: {licence or 'see its text'}"


def _licence_files(one: Distribution) -> Iterator[str]:
    """The texts of the licences that a distribution brings."""
    for file in one.files or ():
        is_about = any(part.endswith(".dist-info") for part in file.parts)
        if is_about and file.name.upper().startswith(_LICENCE_FILES):
            yield file.read_text(encoding="utf-8")


def _licence_of_python() -> str:
    """The licence of the Python that runs this."""
    # As site.py finds it: on Windows beside the library, elsewhere in it.
    library = Path(shutil.__file__).parent
    found = (folder / "LICENSE.txt" for folder in (library.parent, library))
    return next(path for path in found if path.is_file()).read_text(encoding="utf-8")


def zipped(folder: Path, archive: Path) -> Path:
    """Zip a folder, with links and what may be run, the same for the same files; gives the zip."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.rglob("*")):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that modes are read as such
            is_link = stat.S_ISLNK(mode)
            kept = mode if is_link else stat.S_IFREG | (0o755 if mode & 0o100 else 0o644)
            entry.external_attr = kept << 16
            content = str(path.readlink()).encode() if is_link else path.read_bytes()
            made.writestr(entry, content)
    return archive


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
